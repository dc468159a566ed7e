"""With whom else somebody is said to have spoken that day, and what one source alone gives in two ways."""

from pathlib import Path

import pytest

from api.parting import partings
from graph.answer import Contrast, Filters
from graph.contrasts import contrasts
from graph.differences import differences
from graph.library import Library
from graph.linking import link
from graph.model import Article, Claim, Difference, Extraction
from graph.registry import load_registry
from tests.scenes import KIN, article, tell
from tests.scenes import on as day_of

XI, PUTIN, TRUMP, MODI = "Q15031", "Q7747", "Q22686", "Q1058"
FOURTH = day_of("2026-02-04")
Told = tuple[Article, tuple[Claim, ...]]


def spoke(source: str, one: str, other: str, mode: str | None = "telephone call", day: str = "2026-02-04") -> Told:
    """An article of a source in which two speak on a day."""
    text = article(source, f"{one} and {other} spoke, {source} says.", day)
    return text, (tell(text, "spoke", (one, other), day_of(day), mode=mode),)


def contrasted(*told: Told) -> list[tuple[str, set[tuple[str, tuple[str, ...]]]]]:
    """Who is in both, and the values with their sources."""
    texts = {text.id: text for text, _ in told}
    claims = {claim.id: claim for _, found in told for claim in found}
    events = link(list(claims.values()), texts, KIN)
    found = contrasts(events, claims, texts, KIN)
    return [(one.actor, {(v.value, v.sources) for v in one.difference.values}) for one in found]


def test_two_sources_give_two_partners() -> None:
    found = contrasted(spoke("a", "trump", "xi"), spoke("b", "trump", "putin", "video call"))
    assert found == [("trump", {("Vladimir Putin", ("b",)), ("Xi Jinping", ("a",))})]


def test_who_tells_both_is_in_no_contrast() -> None:
    text = article("a", "Trump rang Xi. Trump rang Putin.")
    both = tuple(tell(text, "rang", ("trump", who), FOURTH, mode="telephone call") for who in ("xi", "putin"))
    assert contrasted((text, both), spoke("b", "trump", "putin")) == []


def test_a_summit_and_a_busy_day_are_none() -> None:
    assert contrasted(spoke("a", "xi", "putin", "meeting"), spoke("b", "xi", "trump", "meeting")) == []
    three = (spoke("a", "xi", "putin"), spoke("b", "xi", "trump"), spoke("c", "xi", "shoigu"))
    assert contrasted(*three) == []


def test_two_calls_of_one_pair_and_a_month_are_none() -> None:
    again = spoke("b", "putin", "xi", "video call")
    assert contrasted(spoke("a", "xi", "putin"), again) == []
    texts = [article(source, f"Trump and {who} spoke in August.") for source, who in (("a", "Xi"), ("b", "Putin"))]
    august = day_of("2026-08-01", "2026-08-31")
    month = [
        (text, (tell(text, "spoke", ("trump", who), august, mode="telephone call"),))
        for text, who in zip(texts, ("xi", "putin"), strict=True)
    ]
    assert contrasted(*month) == []


def test_two_days_are_none_and_each_day_has_its_own() -> None:
    assert contrasted(spoke("a", "trump", "xi"), spoke("b", "trump", "putin", day="2026-03-09")) == []
    later = (spoke("c", "trump", "xi", day="2026-03-09"), spoke("d", "trump", "shoigu", day="2026-03-09"))
    found = contrasted(spoke("a", "trump", "xi"), spoke("b", "trump", "putin"), *later)
    assert [party for party, _ in found] == ["trump", "trump"]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A call that two sources tell with two means, another that one source tells in two ways, and two partners."""
    registry = load_registry()
    told = [spoke("a", XI, PUTIN, "video call"), spoke("b", XI, PUTIN, "telephone call"), spoke("c", TRUMP, PUTIN)]
    text = article("d", "On 9 May Xi rang Modi, says one. On 9 May Xi saw Modi on a screen, says another.")
    day = day_of("2026-05-09")
    one = tell(text, "rang", (XI, MODI), day, mode="telephone call", voices=("one",))
    other = tell(text, "saw", (XI, MODI), day, mode="video call", voices=("another",))
    told.append((text, (one, other)))
    library = Library.open(tmp_path)
    for item, claims in told:
        library.put(Extraction(article=item, claims=claims))
    texts = {a.id: a for a in library.articles(text=True)}
    claims = {c.id: c for c in library.all_claims()}
    library.put_events(link(list(claims.values()), texts, registry))
    for event in library.events():
        library.put_differences(event.id, differences(event, claims, texts, registry))
    return library


def test_the_list_holds_differences_between_sources_and_contrasts(library: Library) -> None:
    with library:
        registry = load_registry()
        found = [one for _, one in partings(library, registry)]
        modes = [one for one in found if isinstance(one, Difference)]
        (rivals,) = [one for one in found if isinstance(one, Contrast)]
        assert [one.attribute for one in modes] == ["mode"]
        assert {source for value in modes[0].values for source in value.sources} == {"a", "b"}
        assert (rivals.actor, rivals.name) == (PUTIN, "Vladimir Putin")
        keys = [key for key, _ in partings(library, registry)]
        assert keys == sorted(keys)


def test_what_one_source_gives_in_two_ways_is_kept_and_not_counted(library: Library) -> None:
    with library:
        (event,) = [e for e in library.events() if MODI in {a.id for a in e.actors}]
        (both,) = library.differences(event.id)
        assert both.within_one
        every = [e.id for e in library.events()]
        assert event.id not in library.parted_events(every)
        assert sum(library.parted_events(every).values()) == 1
        assert [e.id for e, _ in library.contested_events(9)] == list(library.parted_events(every))


def test_the_list_is_narrowed(library: Library) -> None:
    with library:
        registry = load_registry()

        def kinds(**asked: object) -> list[type]:
            return [type(one) for _, one in partings(library, registry, **asked)]  # type: ignore[arg-type]

        assert kinds(attribute="who") == [Contrast]
        assert kinds(attribute="mode") == [Difference]
        assert kinds(filters=Filters(actors=frozenset({TRUMP}))) == [Contrast]
        assert kinds(filters=Filters(actors=frozenset({MODI}))) == []
        day = FOURTH.start
        assert day is not None
        assert set(kinds(window=(day, day))) == {Contrast, Difference}
        assert kinds(window=(day.replace(year=2020), day.replace(year=2020))) == []
