"""200 random entries, then everything deleted and taken in again in another order: the same graph, the same orphans.

Held against the pure replay of the whole ledger over all that was extracted, too.
"""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import deeds
from graph.curating import bonds, orphans_of
from graph.curation import Deed
from graph.errors import AmurError
from graph.library import Library
from graph.linking import link
from graph.model import Article, Claim, EventType, Extraction
from graph.registry import Registry, load_registry
from graph.replay import replay
from ingest.intake import Intake
from tests.record_samples import FEB4, all_samples, when
from tests.test_intake import state

ENTRIES = 200
WEEKS = 3
SIGNED = datetime(2026, 3, 1, tzinfo=UTC)


def world() -> list[Extraction]:
    """The samples, three times over in neighbouring weeks: enough alike for events of several claims."""
    made = []
    for week in range(WEEKS):
        for extraction in all_samples():
            made.append(extraction if week == 0 else shifted(extraction, week))
    return made


def shifted(extraction: Extraction, week: int) -> Extraction:
    """The same told of another day by another article of another source; spans and words stay."""
    article = extraction.article
    later = replace(
        article, id=f"{article.id}{week}", work=f"{article.work}{week}", source=f"local-{week}-{article.source}"
    )

    def move(claim: Claim) -> Claim:
        moved = when(FEB4 + timedelta(days=2 * week)) if claim.when and claim.when.is_day else claim.when
        return replace(claim, id=f"{claim.id}{week}", article=later.id, when=moved)

    return replace(extraction, article=later, claims=tuple(move(claim) for claim in extraction.claims))


def requests(chance: random.Random, registry: Registry) -> Callable[[Library], Deed]:
    """One request of a curator, made of what the record holds at that moment. It may be refused."""

    def make(library: Library) -> Deed:
        claims, events = library.claim_ids() or ("c-none",), library.event_ids() or ("e-none",)
        kind = chance.choice(("reject", "correct", "merge", "split", "actors", "date", "add", "note", "undo", "undo"))
        match kind:
            case "reject":
                return deeds.reject(library, chance.choice(claims))
            case "correct":
                return deeds.correct(library, chance.choice(claims), changes(chance))
            case "merge":
                return deeds.merge(library, chance.choice(events), chance.choice(events))
            case "split":
                event = library.event(chance.choice(events))
                return deeds.split(library, event.id, chance.sample(event.claims, chance.randint(1, len(event.claims))))
            case "actors":
                who = ["Q7747", "Q15031", "Q22686", "local-pyotr", "kremlin", "Q148"]
                return deeds.merge_actors(library, registry, chance.choice(who), chance.choice(who))
            case "date":
                article = chance.choice([article.id for article in library.articles(current=False)])
                return deeds.set_date(library, article, FEB4 + timedelta(days=chance.randint(0, 9)))
            case "add":
                article = library.article(chance.choice([article.id for article in library.articles()]))
                start = chance.randrange(max(1, len(article.text) - 12))
                values = {"type": "CONSULT", "family": "contact", **changes(chance, new=True)}
                return deeds.add_claim(library, article.id, article.text[start : start + 12], values)
            case "note":
                return deeds.note(library, registry, "event", chance.choice(events))
        return deeds.undo(library, chance.choice([entry.id for entry in library.entries()] or ["k-none"]))

    return make


def changes(chance: random.Random, *, new: bool = False) -> dict[str, object]:
    day = (FEB4 + timedelta(days=chance.randint(-5, 5))).isoformat()
    dated = {
        "from": day, "to": day, "kind": "throughout", "precision": "day", "edtf": day, "date_basis": "explicit",
        "date_words": "",
    }  # fmt: skip
    people = [("Q7747", "Vladimir Putin"), ("Q15031", "Xi Jinping"), ("Q22686", "Donald Trump"), ("local-x", "Ян")]
    some = [{"id": i, "name": n, "role": "participant", "start": 0, "end": 0} for i, n in chance.sample(people, 2)]
    all_of_them: dict[str, object] = {
        "when": dated,
        "actors": some,
        "certainty": chance.choice(("certain", "possible")),
        "type": EventType.CONSULT.value if new else chance.choice(("CONSULT", "AGREE", "OTHER")),
        "attribution": [[{"id": "kremlin", "name": "Kremlin", "start": 0, "end": 0, "cue": ""}]],
    }
    chosen = ["when", "actors"] if new else chance.sample(sorted(all_of_them), chance.randint(1, 3))
    return {key: all_of_them[key] for key in chosen}


def reread(table: dict[str, Extraction]) -> Callable[[Article, Registry], Extraction]:
    """An extractor that has read these and, as the real one, dates what says "on publication" by the publication."""

    def extract(article: Article, _: Registry) -> Extraction:
        found = table[article.id]
        claims = tuple(
            replace(claim, said=when(article.published) if article.published else None) for claim in found.claims
        )
        return replace(found, article=article, claims=claims)

    return extract


def orphan_list(library: Library) -> list[tuple[str, str]]:
    return [(orphan.entry.id, orphan.reason) for orphan in orphans_of(library)]


@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_delete_and_take_in_again_in_another_order(seed: int) -> None:
    registry = load_registry()
    chance = random.Random(seed)
    samples = world()
    table = {extraction.article.id: extraction for extraction in samples}
    with TemporaryDirectory() as folder:
        written = 0
        with Intake.open(Path(folder), registry, extract=reread(table)) as intake:
            intake.take_all(extraction.article for extraction in samples)
            refused: set[str] = set()
            while written < ENTRIES:
                try:
                    request, who = requests(chance, registry), chance.choice(("Ana", "Boris"))
                    moment = SIGNED + timedelta(minutes=written)  # ids of entries are made of it: the same every time
                    intake.curate(request, who=who, why="chance", at=moment)
                    written += 1
                except AmurError as error:
                    refused.add(type(error).__name__)
            library = intake.library
            assert len(library.entries()) == ENTRIES
            intake.settle()
            before, orphans = state(Path(folder)), orphan_list(library)
            against_pure_replay(library, registry)
            chance.shuffle(samples)
            for extraction in samples:
                library.delete(extraction.article.id)
            intake.relink()
            assert library.claim_count() == 0
            assert library.event_ids() == ()
            for extraction in samples:
                intake.take(extraction.article)
                if chance.random() < 0.5:
                    intake.relink()
            intake.settle()
        with Library.open(Path(folder)) as library:
            assert orphan_list(library) == orphans
        after = state(Path(folder))
        assert after[0] == before[0]
        assert after[1] == before[1]
        assert after[2] == before[2]
        assert "\n".join(after[3]).encode() == "\n".join(before[3]).encode()
        with Intake.open(Path(folder), registry, extract=reread(table)) as intake:
            intake.rebuild(claims=True)
        assert state(Path(folder)) == before


def against_pure_replay(library: Library, registry: Registry) -> None:
    """The record, kept up to date entry by entry, is what the whole ledger comes to at once."""
    heads = list(library.articles(current=False))
    given_articles = [library.given_article(head.id) for head in heads]
    extracted = {head.id: library.extracted_claims(head.id) for head in heads}
    current = frozenset(head.id for head in library.articles())
    whole = replay(given_articles, extracted, library.active_entries(), current)
    assert whole.claims == tuple(library.all_claims())
    assert whole.bonds == bonds(library)
    assert whole.orphans == orphans_of(library)
    texts = {article.id: article for article in library.articles(text=True)}
    assert link(whole.claims, texts, registry, bonds=whole.bonds) == tuple(library.events())
