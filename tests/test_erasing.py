"""Erasing an article or a person's mentions reaches every place where words are kept, to the bytes of the files."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from api.backup import back_up
from graph.deeds import reject
from graph.errors import DataError, ErasedError, NotFoundError
from graph.library import COLLECTION, Library
from graph.model import Article
from graph.record.erasing import redacted, words_pattern
from graph.registry import Registry, load_registry
from graph.store import Store
from graph.vocab import Names
from ingest.erasing import erase_article, erase_person
from ingest.intake import Intake
from ingest.read.article import article_from_text
from ingest.read.given import Given

SECRET = "Zyxwentaltal"
PERSON = "Jean Quidamoux"
TEXT = (
    f"Le 8 mars 2026, Xi Jinping a rencontré Vladimir Poutine à Pékin, près du {SECRET}. "
    "Le 9 mars 2026, Wang Yi a rencontré Sergueï Lavrov à Moscou."
)
NAMED = (
    f"Le 10 mars 2026, {PERSON} a rencontré Vladimir Poutine à Moscou. Selon {PERSON}, la Chine soutient la Russie. "
    "Le 11 mars 2026, Wang Yi a rencontré Sergueï Lavrov à Moscou."
)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture
def intake(tmp_path: Path, registry: Registry) -> Iterator[Intake]:
    with Library.open(tmp_path / "data") as library:
        intake = Intake(library, registry)
        intake.take_all(
            [
                of(TEXT, registry, title=f"Autour du {SECRET}", url=f"https://x.example/{SECRET}"),
                of(NAMED, registry, title="Rencontres", author=PERSON),
            ]
        )
        yield intake


def of(text: str, registry: Registry, **said: str) -> Article:
    return article_from_text(text, Given(publisher="Xinhua", published=date(2026, 3, 12), **said), registry)


def everywhere(folder: Path, words: str) -> list[str]:
    """The files under a folder in which words stand."""
    needles = (words.encode(), words.casefold().encode(), "-".join(words.casefold().split()).encode())
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and any(needle in path.read_bytes() for needle in needles):
            found.append(path.name)
    return found


def holding(intake: Intake, words: str) -> Article:
    return next(a for a in intake.library.articles(text=True) if words in a.text)


def test_an_article_is_erased_from_every_file_and_leaves_a_tombstone_without_names(
    intake: Intake, registry: Registry, tmp_path: Path
) -> None:
    library, data = intake.library, tmp_path / "data"
    article = holding(intake, SECRET)
    claim = library.claims_of(article.id)[0]
    intake.curate(lambda it: reject(it, claim.id), who="A. Curator", why="not what it says")
    intake.note_failure(f"https://x.example/{SECRET}", f"{SECRET} timed out", article=article)
    intake.settle()
    assert everywhere(data, SECRET)
    assert library.search(SECRET)
    before = library.event_ids()
    done = erase_article(intake, article.id, at=datetime(2026, 4, 1, tzinfo=UTC))
    assert done.articles == (article.id,)
    assert done.swept
    assert everywhere(data, SECRET) == []
    library.close()
    with Library.open(data) as library:
        assert library.search(SECRET) == []
        assert list(library.tombstones()) == [(article.id, datetime(2026, 4, 1, tzinfo=UTC))]
        assert len(library.event_ids()) < len(before)
        (entry,) = library.entries()
        assert (entry.who, entry.deed.claim.passage.words) == ("A. Curator", "")  # type: ignore[union-attr]
        assert {line.body["where"] for line in library.ledger(COLLECTION)} >= {"erased"}
        with pytest.raises(ErasedError, match="2026-04-01"):
            library.article(article.id)
        back_up(data, tmp_path / "backup")
        assert everywhere(tmp_path / "backup", SECRET) == []
        again = Intake(library, registry)
        report = again.take_all([article])
        assert "was erased" in report.problems[0]
        assert everywhere(data, SECRET) == [], "the refusal does not keep its words either"
        with Store.open(data, Names()) as store:
            assert not any(SECRET in line for line in store.dump())
            assert any("Wang Yi" in line for line in store.dump())


def test_a_person_is_erased_and_all_else_that_was_said_stays(intake: Intake, tmp_path: Path) -> None:
    library, data = intake.library, tmp_path / "data"
    article = holding(intake, PERSON)
    others = {(c.start, c.end, c.type, c.when) for c in library.claims_of(article.id) if not names(c, PERSON)}
    local = [c for c in library.claims_of(article.id) if names(c, PERSON)]
    assert local, "the name is read as an actor or a voice"
    assert everywhere(data, PERSON)
    done = erase_person(intake, PERSON)
    (new,) = done.redacted
    kept = library.article(new)
    assert len(kept.text) == len(article.text)
    assert "█" in kept.text
    assert {(c.start, c.end, c.type, c.when) for c in library.claims_of(new)} >= others
    assert not any(names(c, PERSON) for c in library.claims_of(new))
    assert everywhere(data, PERSON) == []
    library.close()
    assert everywhere(data, SECRET), "other articles are as they were"
    with Library.open(data) as library:
        assert [id for id, _ in library.tombstones()] == [article.id]


def names(claim: object, person: str) -> bool:
    return person.split()[1] in repr(claim)


def test_an_actor_may_be_named_by_its_local_id(intake: Intake, tmp_path: Path) -> None:
    ids = {a.id for a in intake.library.local_actors() if PERSON.split()[1] in a.name}
    assert ids
    erase_person(intake, ids.pop())
    assert everywhere(tmp_path / "data", PERSON) == []


KNOWN = ["Poutine", "poutine", "JINPING", "Moscou", "moscow", "Москве", "习近平", "Xinhua"]


@pytest.mark.parametrize("who", ["Vladimir Putin", "Владимир Путин", "Q7747", "習", "ab", "", "x" * 300, *KNOWN])
def test_public_persons_and_mere_letters_are_refused(intake: Intake, who: str) -> None:
    with pytest.raises(DataError):
        erase_person(intake, who)


def test_what_nothing_names_is_not_found(intake: Intake) -> None:
    with pytest.raises(NotFoundError):
        erase_person(intake, "Nobody Whosoever")
    with pytest.raises(NotFoundError):
        erase_article(intake, "a-0000000000000000")


@pytest.mark.parametrize(
    "written",
    [
        "Zoé Quidamée",
        "Zoe\u0301 Quidame\u0301e",
        "x/Zo%C3%A9%20Quidam%C3%A9e/y",
        "a_zo%c3%a9+quidam%c3%a9e",
        "%20Zoé_Quidamée",
        "zoé-quidamée",
        "/2026/zoe-quidamee-parle.html",
        "/zoe_quidamee",
        "?who=zoe+quidamee&x",
        "zoé.quidamée@x.example",
    ],
)
def test_a_name_is_found_composed_decomposed_in_addresses_and_slugs(written: str) -> None:
    for asked in ("Zoé Quidamée", "Zoe\u0301 Quidame\u0301e"):
        assert "█" in redacted(written, words_pattern([asked]))
    for other in (
        "Zoé Quidaméenne",
        "Azoé Quidamée",
        "Zoé",
        "x/Zo%C3%A9",
        "/zoe-quidameenne",
        "/azoe-quidamee",
        "Zoé. Quidamée",
    ):
        assert redacted(other, words_pattern(["Zoé Quidamée"])) == other
    for other in ("Quidamee", "/quidameenne", "un quidamee parle"):
        assert redacted(other, words_pattern(["Quidamée"])) == other, "without accents in slugs alone"


ENCODED = "https://x.example/2026/zoe-quidamee-parle/Zo%C3%A9%20Quidam%C3%A9e?auteur=zoe+quidamee"


def test_a_name_in_an_encoded_address_that_is_the_id_goes_the_whole_way(
    intake: Intake, registry: Registry, tmp_path: Path
) -> None:
    text = "Le 12 mars 2026, Zoé Quidamée a rencontré Wang Yi à Moscou."
    intake.take_all([of(text, registry, id=ENCODED, url=ENCODED, title="Zoé Quidamée parle")])
    intake.note_failure(ENCODED, "timed out")
    intake.settle()
    data, needles = tmp_path / "data", ("Quidamée", "Quidam%C3%A9e", "quidamee")
    assert all(everywhere(data, needle) for needle in needles)
    before = intake.library.article_called(ENCODED)
    done = erase_person(intake, "Zoé Quidamée")
    assert done.articles == (before.id,)
    after = intake.library.article(done.redacted[0])
    assert "█" in after.text
    assert (after.url or "").startswith("https://x.example/2026/████")
    assert after.given_id == after.url
    assert [needle for needle in needles if everywhere(data, needle)] == []
    with pytest.raises(NotFoundError):
        intake.library.article_called(ENCODED)
    back_up(data, tmp_path / "backup")
    assert [needle for needle in needles if everywhere(tmp_path / "backup", needle)] == []
    assert erase_article(intake, after.given_id or "").articles == (after.id,), "an article has its giver's id too"


def test_a_crash_before_the_sweep_is_made_up_for(intake: Intake, registry: Registry, tmp_path: Path) -> None:
    """The transaction is done, the process dies: whoever settles next makes the store anew."""
    data = tmp_path / "data"
    article = holding(intake, SECRET)
    with intake.library.writing():
        intake.library.bury([article], datetime.now(UTC))
        intake.relink()
    intake.library.close()
    with Intake.open(data, registry) as later:
        assert later.settle()
    shutil.rmtree(data / "snapshots", ignore_errors=True)
    assert everywhere(data, SECRET) == []
