"""Who says nothing of an event, and what that is worth."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from graph.errors import DataError, NotFoundError
from graph.library import COLLECTION, Library
from graph.model import Article, Extraction, Family
from graph.registry import Registry, load_registry
from graph.silence import SourceStanding, Standing, collected, silence, silence_to_json
from ingest.intake import Intake
from ingest.read import Given, read_articles
from tests.record_samples import FEB4, article, call_in_chinese, call_in_french, call_in_russian

SEEDS = Path(__file__).resolve().parent.parent.parent / "shared" / "seeds"
TOLD = [call_in_french(), call_in_russian(), call_in_chinese()]
CALL = TOLD[0].claims[0].id
BOTH = "Xi Jinping and Vladimir Putin were in the news; rice was planted."
NEITHER = "Rice was planted in the north; the river rose by a metre."


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def other(source: str, text: str, published: date | None = FEB4, lang: str = "en") -> Article:
    return article(text, lang=lang, source=source, published=published, publisher=source)


def standing(folder: Path, registry: Registry, *articles: Article, fail: str = "") -> dict[str, SourceStanding]:
    """How sources stand to the call, with these articles, which tell nothing, beside those that do."""
    table = {extraction.article.id: extraction for extraction in TOLD}

    def extract(one: Article, _: Registry) -> Extraction:
        if fail and fail in one.text:
            raise DataError("no such script")
        return table.get(one.id, Extraction(article=one))

    with Intake.open(folder, registry, extract=extract) as intake:
        intake.take_all([*(extraction.article for extraction in TOLD), *articles])
        found = silence(intake.library, registry, intake.library.event_of(CALL) or "")
    assert found.start == FEB4
    assert found.end == date(2026, 2, 10)
    return {source.source: source for source in found.sources}


def test_told_not_found_silent_unread_not_collected(tmp_path: Path, registry: Registry) -> None:
    found = standing(
        tmp_path,
        registry,
        other("names", BOTH),
        other("silent", NEITHER),
        other("german", "Xi und Putin sprachen.", lang="de"),
        other("before", NEITHER, date(2026, 1, 20)),
        other("undated", BOTH, None),
    )
    assert {key: value.standing for key, value in found.items()} == {
        "afp": Standing.TOLD,
        "xinhua": Standing.TOLD,
        "local-blog": Standing.TOLD,
        "names": Standing.NOT_FOUND,
        "silent": Standing.SILENT,
        "german": Standing.UNREAD,
        "before": Standing.NOT_COLLECTED,
        "undated": Standing.NOT_COLLECTED,
    }
    assert found["afp"].renditions == 1
    assert len(found["names"].naming) == len(found["undated"].naming) == 1
    assert found["names"].words == (
        "not found: 1 article of 2026-02-04 to 2026-02-10 collected; 1 of its articles names the parties"
    )
    assert "1 of other days or undated" in found["before"].words
    assert "1 undated" in found["undated"].words
    assert all(source.words for source in found.values())


def test_a_gap_forbids_to_say_silent_until_it_is_filled(tmp_path: Path, registry: Registry) -> None:
    lost = other("silent", "Lost: " + NEITHER, date(2026, 2, 6))
    found = standing(tmp_path, registry, other("silent", NEITHER), lost, fail="Lost")
    assert found["silent"].standing is Standing.NOT_FOUND
    (gap,) = found["silent"].gaps
    assert "no such script" in gap.reason
    assert gap.day == date(2026, 2, 6)
    assert "1 could not be taken in" in found["silent"].words
    found = standing(tmp_path, registry, lost)
    assert found["silent"].standing is Standing.SILENT
    assert found["silent"].collected == 2


def test_a_gap_of_another_week_is_none_of_this_one(tmp_path: Path, registry: Registry) -> None:
    lost = other("silent", "Lost: " + NEITHER, date(2025, 2, 6))
    found = standing(tmp_path, registry, other("silent", NEITHER), lost, fail="Lost")
    assert found["silent"].standing is Standing.SILENT


def test_one_unread_article_forbids_it_too(tmp_path: Path, registry: Registry) -> None:
    german = other("silent", "Der Reis steht gut.", date(2026, 2, 5), "de")
    found = standing(tmp_path, registry, other("silent", NEITHER), german)
    assert found["silent"].standing is Standing.NOT_FOUND
    assert "1 unread" in found["silent"].words


def test_parties_are_found_in_every_script_and_case(tmp_path: Path, registry: Registry) -> None:
    found = standing(
        tmp_path,
        registry,
        other("russian", "Си Цзиньпину писали, и Путину тоже; рис посажен.", lang="ru"),
        other("chinese", "普京和习近平都没有来。", lang="zh"),
        other("half", "Путину писали; рис посажен.", lang="ru"),
    )
    assert found["russian"].naming
    assert found["chinese"].naming
    assert found["half"].standing is Standing.SILENT


def test_the_collection_ledger_says_what_came_and_when(tmp_path: Path, registry: Registry) -> None:
    standing(tmp_path, registry, other("silent", NEITHER))
    standing(tmp_path, registry, other("silent", NEITHER), other("silent", "Lost", date(2026, 2, 6)), fail="Lost")
    with Library.open(tmp_path) as library:
        rows = collected(library, "silent")
        assert [(row["outcome"], row["published"]) for row in rows] == [("new", "2026-02-04"), ("failed", "2026-02-06")]
        assert len(list(library.ledger(COLLECTION))) == 5
        with pytest.raises(NotFoundError, match="e-none"):
            silence(library, registry, "e-none")


@pytest.fixture(scope="module")
def founding(tmp_path_factory: pytest.TempPathFactory, registry: Registry) -> Iterator[Library]:
    if not SEEDS.is_dir():
        pytest.skip("the founding articles do not lie beside this checkout")
    read = [one for one in read_articles(sorted(SEEDS.glob("*.txt")), Given(), registry) if isinstance(one, Article)]
    with Intake.open(tmp_path_factory.mktemp("founding"), registry) as intake:
        intake.take_all(read)
        yield intake.library


def test_the_invitation_in_the_founding_articles(founding: Library, registry: Registry) -> None:
    """Told by the blog with Johnson's text, not found in AFP's article, and the source of 2022 is not collected."""
    (invitation,) = [e for e in founding.events() if e.family is Family.INVITATION and e.when and e.when.start == FEB4]
    found = silence(founding, registry, invitation.id)
    by_source = {source.source: source for source in found.sources}
    assert by_source["hannibal-genseric"].standing is Standing.TOLD
    assert by_source["afp"].standing is Standing.NOT_FOUND
    assert len(by_source["afp"].naming) == by_source["afp"].collected == 1
    (old,) = [a for a in founding.articles() if a.published and a.published.year == 2022]
    assert by_source[old.source].standing is Standing.NOT_COLLECTED
    assert silence_to_json(found)["window"] == {"from": "2026-02-04", "to": "2026-02-10"}
