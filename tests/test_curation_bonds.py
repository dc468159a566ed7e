"""What was said by hand of some claims bears on others: events are derived anew for all of them, and for no more."""

from datetime import date
from pathlib import Path

import pytest

from graph import deeds
from graph.bonds import Bonds
from graph.curating import bonds
from graph.library import Library
from graph.linking import link
from graph.model import EventType, Extraction, Family, Role
from graph.registry import Registry, load_registry
from ingest.intake import Intake
from tests.record_samples import FEB4, PUTIN, XI, article, claim, when
from tests.test_intake import known


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def call(source: str) -> Extraction:
    """A call of the two presidents on 4 February; all of these are one event by themselves."""
    art = article(f"Putin and Xi spoke by video, {source} learned.", lang="en", source=f"local-{source}")
    both = ((*PUTIN, Role.PARTICIPANT, "Putin"), (*XI, Role.PARTICIPANT, "Xi"))
    told = claim(art, art.text, "spoke", mode="video call", actors=both, when=when(FEB4))
    return Extraction(article=art, claims=(told,), extractor="hand 1")


def sale(source: str, words: str, year: int) -> Extraction:
    """A happening that is like none of the others."""
    art = article(f"{words}, {source} learned.", lang="en", source=f"local-{source}")
    told = claim(art, art.text, words.split()[0], kind=EventType.COOPERATE, family=Family.TRADE,
                 when=when(date(year, 3, 1)))  # fmt: skip
    return Extraction(article=art, claims=(told,), extractor="hand 1")


def test_who_is_kept_apart_and_who_goes_together_is_in_the_marks() -> None:
    alone = Bonds(label={"a": "1", "b": "1", "c": "2"})
    apart = Bonds(label={"a": "1", "b": "1", "c": "2"}, apart=frozenset({("1", "2")}))
    renamed = Bonds(label={"a": "7", "b": "7", "c": "3"}, apart=frozenset({("3", "7")}))
    assert Bonds().marks() == {}
    assert set(alone.marks()) == {"a", "b", "c"}
    assert alone.marks()["a"] == alone.marks()["b"] != alone.marks()["c"]
    assert all(alone.marks()[key] != apart.marks()[key] for key in "abc")
    assert apart.marks() == renamed.marks()  # what matters are the claims, not which entry is named


def test_only_the_claims_of_which_something_else_holds_are_due(tmp_path: Path) -> None:
    with Library.open(tmp_path / "data") as library, library.writing():
        library.heed_bonds({"c-1": "together", "c-2": "together"})
        assert library.unlinked(10) == ("c-1", "c-2")
        library.mark_linked()
        library.heed_bonds({"c-1": "together", "c-2": "together"})
        assert not library.has_unlinked()
        library.heed_bonds({"c-1": "together"})
        assert library.unlinked(10) == ("c-2",)


def test_a_claim_that_no_entry_of_the_article_names_is_linked_anew(tmp_path: Path, registry: Registry) -> None:
    """Two calls are one by themselves until an article comes back that neither is told in: with it they are kept apart
    by a chain of entries of which none names both."""
    calls = call("amber"), call("birch")
    others = (
        sale("clover", "Grain went east", 2011),
        sale("dahlia", "Rails were laid", 2014),
        sale("elder", "Turbines arrived late", 2017),
    )
    table = [*calls, *others]
    b, z, x, v, y = (extraction.claims[0].id for extraction in table)
    at = {extraction.claims[0].id: extraction.article for extraction in table}
    with Intake.open(tmp_path / "data", registry, extract=known(table)) as intake:
        library = intake.library

        def only(*claims: str) -> None:
            for key, art in at.items():
                here = library.articles(text=False)
                if key in claims and art.id not in {a.id for a in here}:
                    intake.take(art)
                elif key not in claims and art.id in {a.id for a in here}:
                    library.delete(art.id)
            intake.relink()

        def merge(one: str, other: str) -> None:
            home = library.event_of
            intake.curate(lambda lib: deeds.merge(lib, home(one) or "", home(other) or ""), who="Ana", why="one thing")

        def split(one: str) -> None:
            home = library.event_of(one) or ""
            intake.curate(lambda lib: deeds.split(lib, home, [one]), who="Ana", why="two things")

        only(x, b)
        merge(x, b)
        split(x)
        for one, other in ((x, v), (v, y), (y, z)):
            only(one, other)
            merge(one, other)
        split(z)
        only(b, z, x, y)
        assert library.event_of(b) == library.event_of(z)
        only(b, z, x, y, v)
        texts = {art.id: art for art in library.articles(text=True)}
        whole = link(list(library.all_claims()), texts, registry, bonds=bonds(library))
        assert bonds(library).part([b], [z])
        assert library.event_of(b) != library.event_of(z)
        assert tuple(library.events()) == whole
