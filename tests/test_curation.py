"""Corrections by hand: what they do, what survives, what is refused. Real record, real linking, real RDF."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from graph import deeds
from graph.curating import orphans_of
from graph.curation import Deed, Entry, read_ledger, write_ledger
from graph.errors import AmurError, DataError, NotFoundError
from graph.library import Library
from graph.model import Article, Claim, EventType, Extraction, Family, PublishedBasis, Span, claim_id
from graph.registry import Registry, load_registry
from graph.when import Basis, Kind, Precision, When
from ingest.intake import Intake
from tests.record_samples import FEB4, all_samples, call_in_chinese, call_in_french, call_in_russian
from tests.test_intake import known, state, take

FRENCH, RUSSIAN, CHINESE = call_in_french(), call_in_russian(), call_in_chinese()
CALL = FRENCH.claims[0].id
DAY = {
    "from": "2026-02-03", "to": "2026-02-03", "kind": "throughout", "precision": "day", "edtf": "2026-02-03",
    "date_basis": "explicit", "date_words": "",
}  # fmt: skip


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture
def intake(tmp_path: Path, registry: Registry) -> Iterator[Intake]:
    with Intake.open(tmp_path / "data", registry, extract=known(all_samples())) as opened:
        opened.take_all(extraction.article for extraction in all_samples())
        yield opened


def curate(intake: Intake, make: Callable[[Library], Deed], why: str = "read again") -> Entry:
    return intake.curate(make, who="Ana", why=why)


def event(intake: Intake, claim: str) -> set[str]:
    """The claims of the event that a claim tells."""
    home = intake.library.event_of(claim)
    assert home
    return set(intake.library.event(home).claims)


def test_a_rejected_claim_is_gone_everywhere_and_comes_back_with_undo(intake: Intake) -> None:
    intake.settle()
    before = state(intake.library.folder)[1:]
    entry = curate(intake, lambda library: deeds.reject(library, CALL))
    library = intake.library
    assert CALL not in library.claims([CALL])
    assert CALL not in {claim.id for claim in library.claims_between(FEB4, FEB4)}
    assert library.event_of(CALL) is None
    assert RUSSIAN.claims[0].id in event(intake, CHINESE.claims[0].id)
    intake.settle()
    assert not [line for line in state(library.folder)[3] if CALL in line and "graphs/curation" not in line]
    assert library.extracted_claim(CALL) == FRENCH.claims[0]
    curate(intake, lambda library: deeds.undo(library, entry.id))
    intake.settle()
    after = state(library.folder)[1:]
    assert after[:2] == before[:2]
    assert [line for line in after[2] if "graphs/curation" not in line] == list(before[2])
    curate(intake, lambda library: deeds.undo(library, library.entries()[-1].id))
    assert library.event_of(CALL) is None


def test_a_correction_is_shown_in_claim_event_and_rdf(intake: Intake) -> None:
    library = intake.library
    raid = FRENCH.claims[3].id
    actors = [{"id": "Q159", "name": "Russia", "role": "agent", "start": 0, "end": 0}]
    values = {"type": "ASSAULT", "actors": actors, "when": DAY, "certainty": "possible"}
    entry = curate(intake, lambda library: deeds.correct(library, raid, values))
    claim = library.claim(raid)
    assert (claim.type, claim.certainty.value, claim.status.value) == (EventType.ASSAULT, "possible", "possible")
    assert claim.when == When(
        start=date(2026, 2, 3), end=date(2026, 2, 3), kind=Kind.THROUGHOUT, precision=Precision.DAY,
        edtf="2026-02-03", basis=Basis.EXPLICIT,
    )  # fmt: skip
    assert claim.review == "corrected by hand: actors, certainty, type, when"
    assert claim.rules[-1] == f"curation:{entry.id}"
    assert [c.id for c in library.claims_between(date(2026, 2, 3), date(2026, 2, 3), longest=1)] == [raid]
    assert raid in {c.id for c in library.claims_with("Q159")}
    home = library.event(library.event_of(raid) or "")
    assert (home.type, [a.id for a in home.actors]) == (EventType.ASSAULT, ["Q159"])
    assert intake.settle()
    lines = state(library.folder)[3]
    assert any(f"/{raid}>" in line.replace("urn:amur:claims", "") and "type-ASSAULT" in line for line in lines)
    second = curate(intake, lambda library: deeds.correct(library, raid, {"certainty": "probable"}))
    assert library.claim(raid).certainty.value == "probable"
    assert library.claim(raid).type is EventType.ASSAULT
    curate(intake, lambda library: deeds.undo(library, entry.id))
    assert library.claim(raid).type is EventType.COERCE
    assert library.claim(raid).rules[-1] == f"curation:{second.id}"


def test_a_corrected_date_moves_the_claim_out_of_the_event(intake: Intake) -> None:
    far = {**DAY, "from": "2025-09-02", "to": "2025-09-02", "edtf": "2025-09-02"}
    assert CALL in event(intake, RUSSIAN.claims[0].id)
    curate(intake, lambda library: deeds.correct(library, CALL, {"when": far}))
    assert event(intake, CALL) == {CALL}
    nothing = {"from": None, "to": None, "kind": None, "precision": None, "edtf": None, "date_basis": None}
    curate(intake, lambda library: deeds.correct(library, CALL, {"when": nothing}))
    assert intake.library.claim(CALL).when is None
    assert CALL in {claim.id for claim in intake.library.undated_claims((FEB4, FEB4))}


def test_merge_and_split_hold_whatever_linking_thinks(intake: Intake) -> None:
    library = intake.library
    talks, raid = FRENCH.claims[2].id, FRENCH.claims[3].id
    one, other = library.event_of(talks) or "", library.event_of(raid) or ""
    merged = curate(intake, lambda library: deeds.merge(library, one, other))
    assert event(intake, talks) == {talks, raid}
    join = library.event(library.event_of(talks) or "").joins[0]
    assert join.reasons == ("joined by hand",)
    assert library.event(one).id == library.event(other).id
    whole = event(intake, CALL)
    curate(intake, lambda library: deeds.split(library, library.event_of(CALL) or "", [CALL]))
    assert event(intake, CALL) == {CALL}
    assert event(intake, RUSSIAN.claims[0].id) == whole - {CALL}
    assert not library.event(library.event_of(CALL) or "").possibly
    with pytest.raises(NotFoundError, match="no entry"):
        curate(intake, lambda library: deeds.undo(library, "k-none"))
    curate(intake, lambda library: deeds.undo(library, merged.id))
    assert event(intake, talks) == {talks}
    home, rest = library.event_of(CALL) or "", library.event_of(RUSSIAN.claims[0].id) or ""
    curate(intake, lambda library: deeds.merge(library, home, rest))
    assert event(intake, CALL) == whole


def test_a_split_that_lost_its_other_side_binds_no_more(intake: Intake) -> None:
    """Two claims held together only by a split from a third, whose article goes and comes back."""
    library = intake.library
    talks, raid, third = FRENCH.claims[2].id, FRENCH.claims[3].id, RUSSIAN.claims[1].id
    home = library.event_of
    first = curate(intake, lambda library: deeds.merge(library, home(talks) or "", home(raid) or ""))
    second = curate(intake, lambda library: deeds.merge(library, home(talks) or "", home(third) or ""))
    split = curate(intake, lambda library: deeds.split(library, home(third) or "", [talks, raid]))
    for entry in (second, first):
        curate(intake, lambda library, id=entry.id: deeds.undo(library, id))
    assert event(intake, talks) == {talks, raid}
    intake.delete(RUSSIAN.article.id)
    assert event(intake, talks) == {talks}
    assert [orphan.entry.id for orphan in orphans_of(library)] == [split.id]
    intake.take(RUSSIAN.article)
    intake.settle()
    assert event(intake, talks) == {talks, raid}
    assert not orphans_of(library)


def test_actors_are_merged_in_claims_voices_and_stances(intake: Intake, registry: Registry) -> None:
    library = intake.library
    claim = RUSSIAN.claims[0].id
    make = lambda library: deeds.merge_actors(library, registry, "local-pyotr", "Q7747")  # noqa: E731
    entry = curate(intake, make)
    assert [[v.id for v in link] for link in library.claim(claim).attribution] == [["kremlin"], ["Q7747"]]
    intake.settle()
    assert not [line for line in state(library.folder)[3] if "local-pyotr" in line and "graphs/curation" not in line]
    with pytest.raises(DataError, match="merged into Q7747 already"):
        curate(intake, make)
    curate(intake, lambda library: deeds.undo(library, entry.id))
    assert library.claim(claim) == RUSSIAN.claims[0]
    assert [a.name for a in library.local_actors(["local-pyotr"])] == ["Пётр Незнаев"]


def test_a_claim_made_by_hand_takes_part_in_everything(intake: Intake) -> None:
    library = intake.library
    words = "Poutine a salué une alliance « précieuse »."
    values = {
        "type": "CONSULT", "family": "contact", "mode": "video call", "when": {**DAY, "from": "2026-02-04",
        "to": "2026-02-04", "edtf": "2026-02-04"},
        "actors": [{"id": i, "name": n, "role": "participant", "start": 0, "end": 0}
                   for i, n in (("Q7747", "Vladimir Putin"), ("Q15031", "Xi Jinping"))],
    }  # fmt: skip
    article = RUSSIAN.article
    with pytest.raises(DataError, match="stands nowhere"):
        curate(intake, lambda library: deeds.add_claim(library, article.id, words, values))
    entry = curate(intake, lambda library: deeds.add_claim(library, FRENCH.article.id, words, values, trigger="salué"))
    (made,) = library.anchored_to(entry.id)
    claim = library.claim(made)
    text = FRENCH.article.text
    assert text[claim.start : claim.end] == words.rstrip(" ».")
    assert text[claim.trigger.start : claim.trigger.end] == "salué"
    assert claim.review == "corrected by hand: added"
    assert made in event(intake, RUSSIAN.claims[0].id)
    curate(intake, lambda library: deeds.reject(library, made))
    assert made not in library.claims([made])


def test_a_publication_date_set_by_hand_is_what_the_extractor_reads_from(tmp_path: Path, registry: Registry) -> None:
    from ingest.pipeline import extract

    text = "Mercredi, Vladimir Poutine et Xi Jinping se sont rencontrés à Pékin."
    article = replace(
        FRENCH.article, id="a-undated", work="w-undated", text=text, published=None,
        published_basis=PublishedBasis.UNKNOWN,
    )  # fmt: skip
    with Intake.open(tmp_path, registry, extract=extract) as intake:
        intake.take(article)
        intake.settle()
        library = intake.library
        (claim,) = [c for c in library.claims_of(article.id) if c.family is Family.CONTACT]
        assert claim.when is None or claim.when.start is None
        entry = curate(intake, lambda library: deeds.set_date(library, article.id, date(2026, 2, 6)))
        assert library.article(article.id).published == date(2026, 2, 6)
        assert library.article(article.id).published_reasons == ("set by hand by Ana: read again",)
        assert claim.id in {c.id for c in library.claims_between(FEB4, FEB4)}
        assert intake.take(article).status == "unchanged"
        with pytest.raises(DataError, match="already"):
            curate(intake, lambda library: deeds.set_date(library, article.id, date(2026, 2, 6)))
        curate(intake, lambda library: deeds.undo(library, entry.id))
        assert library.article(article.id) == article
        assert library.claim(claim.id) == claim


def test_corrections_survive_a_comma_and_another_rule(tmp_path: Path, registry: Registry) -> None:
    """A new version of the text with a comma more and other offsets; then rules that read longer triggers."""
    first = replace(FRENCH.article, url="https://a.example/1", rendition=False)
    samples = {first.id: replace(FRENCH, article=first)}

    def extract(article: Article, _: Registry) -> Extraction:
        return samples[article.id]

    with Intake.open(tmp_path, registry, extract=extract) as intake:
        intake.take(first)
        intake.settle()
        rejected, corrected = FRENCH.claims[1].id, FRENCH.claims[3].id
        curate(intake, lambda library: deeds.reject(library, rejected))
        curate(intake, lambda library: deeds.correct(library, corrected, {"certainty": "possible"}))
        later = moved(FRENCH, first, first.text.replace("Poutine a salué", "Hier, Poutine, a salué"), "a-later")
        samples[later.article.id] = later
        assert intake.take(later.article).status == "new version"
        intake.settle()
        library = intake.library
        assert not orphans_of(library)
        assert [c.family for c in library.claims_of("a-later")] == [Family.CONTACT, Family.CONTACT, Family.FORCE]
        assert library.claims_of("a-later")[2].certainty.value == "possible"
        longer = tuple(widened(claim) for claim in later.claims)
        samples["a-later"] = replace(later, claims=longer, extractor="hand 2")
        assert {c.id for c in longer}.isdisjoint(c.id for c in later.claims)
        intake.rebuild(claims=True)
        assert not orphans_of(library)
        assert [c.id for c in library.claims_of("a-later")] == [longer[k].id for k in (0, 2, 3)]
        assert library.claims_of("a-later")[2].certainty.value == "possible"
        samples["a-later"] = replace(later, claims=longer[:3], extractor="hand 3")
        intake.rebuild(claims=True)
        (orphan,) = orphans_of(library)
        assert "« a arrêté »" in orphan.reason
        samples["a-later"] = later
        intake.rebuild(claims=True)
        assert not orphans_of(library)


def moved(extraction: Extraction, article: Article, text: str, id: str) -> Extraction:
    """The same read out of another version of the text."""
    later = replace(article, id=id, text=text, modified=date(2026, 2, 6))

    def find(span: Span) -> Span:
        words = extraction.article.text[span.start : span.end]
        start = text.find(words)
        return Span(start=start, end=start + len(words)) if start >= 0 else Span(start=0, end=len(text))

    claims = []
    for claim in extraction.claims:
        trigger, whole = find(claim.trigger), find(Span(start=claim.start, end=claim.end))
        claims.append(
            replace(
                claim, id=claim_id(id, trigger, 0), article=id, start=whole.start, end=whole.end, trigger=trigger,
                evidence=(whole,), actors=(), attribution=(), stance=(), place=None,
            )
        )  # fmt: skip
    return replace(extraction, article=later, claims=tuple(claims))


def widened(claim: Claim) -> Claim:
    """The claim by a rule that takes one word more into the trigger."""
    trigger = Span(start=claim.trigger.start - 2, end=claim.trigger.end)
    return replace(claim, id=claim_id(claim.article, trigger, 0), trigger=trigger)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda library: deeds.reject(library, "c-none"), "claim c-none is not known"),
        (lambda library: deeds.correct(library, CALL, {}), "nothing is corrected"),
        (lambda library: deeds.correct(library, CALL, {"colour": "red"}), "no field 'colour'"),
        (lambda library: deeds.correct(library, CALL, {"type": "DANCE"}), "DANCE"),
        (lambda library: deeds.correct(library, CALL, {"mode": "visit"}), "no mode of contact"),
        (lambda library: deeds.correct(library, CALL, {"mode": "video call"}), "says so already"),
        (lambda library: deeds.correct(library, CALL, {"when": "2026"}), "a date has from, to, kind"),
        (lambda library: deeds.correct(library, CALL, {"when": {**DAY, "from": "soon"}}), "'soon' is not a date"),
        (lambda library: deeds.correct(library, CALL, {"denies": CALL}), "denies itself"),
        (lambda library: deeds.correct(library, CALL, {"actors": [{"id": "Q1"}]}), "name"),
        (lambda library: deeds.merge(library, "e-none", "e-none"), "event e-none is not known"),
        (lambda library: deeds.merge(library, library.event_of(CALL), library.event_of(CALL)), "into itself"),
        (lambda library: deeds.split(library, library.event_of(CALL), []), "no claim is named"),
        (lambda library: deeds.split(library, library.event_of(CALL), [FRENCH.claims[3].id]), "has no claim c-"),
        (lambda library: deeds.split(library, library.event_of(CALL), ["c-none"]), "claim c-none is not known"),
        (
            lambda library: deeds.split(library, library.event_of(CALL), library.event(library.event_of(CALL)).claims),
            "leave one in it",
        ),
        (lambda library: deeds.merge_actors(library, load_registry(), "Q7747", "Q7747"), "into itself"),
        (lambda library: deeds.merge_actors(library, load_registry(), "Q7747", "nobody"), "no actor nobody"),
        (lambda library: deeds.set_date(library, "a-none", FEB4), "no article a-none"),
        (lambda library: deeds.note(library, load_registry(), "planet", "x"), "not on a 'planet'"),
        (lambda library: deeds.undo(library, "k-none"), "no entry k-none"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(intake: Intake, make: Callable[[Library], Deed], words: str) -> None:
    before = intake.library.data_version()
    with pytest.raises(AmurError, match=words):
        curate(intake, make)
    assert intake.library.entries() == ()
    assert intake.library.data_version() == before
    assert not intake.library.has_unlinked()


def test_who_and_why_are_asked_for(intake: Intake) -> None:
    for who, why in (("", "because"), ("Ana", " "), ("Ana", "x" * 10_001), ("A\x00", "because")):
        with pytest.raises(DataError, match=r"who|why"):
            intake.curate(lambda library: deeds.reject(library, CALL), who=who, why=why)
    assert intake.library.entries() == ()


def test_a_second_reject_and_a_second_undo_are_refused(intake: Intake) -> None:
    entry = curate(intake, lambda library: deeds.reject(library, CALL))
    with pytest.raises(NotFoundError, match="rejected"):
        curate(intake, lambda library: deeds.reject(library, CALL))
    curate(intake, lambda library: deeds.undo(library, entry.id))
    with pytest.raises(DataError, match="undone already"):
        curate(intake, lambda library: deeds.undo(library, entry.id))


def test_the_ledger_travels_as_json_lines(intake: Intake, tmp_path: Path, registry: Registry) -> None:
    raid = FRENCH.claims[3].id
    curate(intake, lambda library: deeds.correct(library, raid, {"type": "ASSAULT"}))
    one = curate(intake, lambda library: deeds.reject(library, CALL))
    curate(intake, lambda library: deeds.undo(library, one.id))
    curate(intake, lambda library: deeds.note(library, registry, "claim", raid), why="две строки\nи ещё")
    curate(intake, lambda library: deeds.set_date(library, CHINESE.article.id, date(2026, 2, 5)))
    lines = list(write_ledger(intake.library.entries()))
    assert read_ledger(lines) == intake.library.entries()
    intake.settle()
    take(tmp_path / "other", all_samples()[::-1], registry)
    with Intake.open(tmp_path / "other", registry, extract=known(all_samples())) as other:
        assert len(other.take_ledger(read_ledger(lines))) == 5
        assert other.take_ledger(read_ledger(lines)) == ()
    assert state(tmp_path / "other") == state(intake.library.folder)


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("{", "line 2: not JSON"),
        ("[]", "line 2: not an object"),
        ('{"id": "k-1"}', "line 2: KeyError"),
        (lambda row: {**row, "do": "dance"}, "line 2: unknown deed 'dance'"),
        (lambda row: {**row, "why": "another reason"}, "changed after it was signed"),
        (lambda row: {**row, "at": "2026-02-04"}, "has no time zone"),
        (lambda row: {**row, "colour": "red"}, "line 2: TypeError"),
        (lambda row: {**row, "claim": {}}, "line 2: KeyError"),
        ("[" * 100_000, "line 2: not JSON"),
    ],
)
def test_a_broken_line_costs_the_whole_file_and_is_named(
    intake: Intake, broken: str | Callable[[dict[str, object]], dict[str, object]], words: str
) -> None:
    curate(intake, lambda library: deeds.reject(library, CALL))
    (good,) = write_ledger(intake.library.entries())
    line = broken if isinstance(broken, str) else json.dumps(broken(json.loads(good)))
    with pytest.raises(DataError, match=words):
        read_ledger([good, line])


def test_an_undo_of_what_nobody_knows_is_refused_whole(intake: Intake, tmp_path: Path, registry: Registry) -> None:
    one = curate(intake, lambda library: deeds.reject(library, CALL))
    curate(intake, lambda library: deeds.undo(library, one.id))
    curate(intake, lambda library: deeds.correct(library, CALL, {"certainty": "possible"}))
    lines = list(write_ledger(intake.library.entries()))
    with Intake.open(tmp_path / "other", registry, extract=known(all_samples())) as other:
        with pytest.raises(DataError, match="which the ledger does not hold"):
            other.take_ledger(read_ledger([*lines[2:], *lines[1:2]]))
        assert other.library.entries() == ()


def test_entries_wait_for_their_articles(intake: Intake, tmp_path: Path, registry: Registry) -> None:
    """A ledger before its articles: orphans, all listed; none when they have come."""
    curate(intake, lambda library: deeds.correct(library, CALL, {"certainty": "possible"}))
    curate(intake, lambda library: deeds.split(library, library.event_of(CALL) or "", [CALL]))
    curate(intake, lambda library: deeds.merge_actors(library, registry, "local-pyotr", "Q7747"))
    curate(intake, lambda library: deeds.set_date(library, CHINESE.article.id, date(2026, 2, 5)))
    intake.settle()
    entries = intake.library.entries()
    with Intake.open(tmp_path / "other", registry, extract=known(all_samples())) as other:
        other.take_ledger(entries)
        assert [orphan.entry for orphan in orphans_of(other.library)] == list(entries)
        assert all(orphan.reason for orphan in orphans_of(other.library))
        other.take_all(extraction.article for extraction in all_samples())
        assert orphans_of(other.library) == ()
    assert state(tmp_path / "other") == state(intake.library.folder)


def test_two_curators_at_once_lose_nothing(intake: Intake, registry: Registry) -> None:
    """Both write; each sees the other's work; what contradicts is refused, never half-written."""
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def work(who: str) -> None:
        with Intake.open(intake.library.folder, registry, extract=known(all_samples())) as mine:
            start.wait()
            for claim in [*FRENCH.claims, *RUSSIAN.claims, *CHINESE.claims]:
                try:
                    mine.curate(lambda library, c=claim: deeds.reject(library, c.id), who=who, why="not said")  # type: ignore[misc]
                    outcomes.append("written")
                except NotFoundError as error:
                    assert "rejected" in str(error)  # noqa: PT017
                    outcomes.append("refused")

    threads = [threading.Thread(target=work, args=(who,)) for who in ("Ana", "Boris")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused"] * 8 + ["written"] * 8
    entries = intake.library.entries()
    assert len(entries) == len({entry.at for entry in entries}) == 8
    assert intake.library.claim_count() == 1
