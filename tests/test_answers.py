"""What each source says happened on a day, over the real record and over a record in memory."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from graph.answers import Answer, Filters, Record, answer_to_json, on
from graph.errors import DateError, InputError
from graph.library import Library
from graph.linking import link
from graph.model import Article, Claim, Event, EventType, Extraction, Family, Polarity, Tense
from graph.registry import Actor, Registry, load_registry
from tests.scenes import KIN, article, tell, within
from tests.scenes import on as day_of

FOURTH = date(2026, 2, 4)
PAIR = ("xi", "putin")


@dataclass
class Memory:
    """The least that `answers.on` reads of a record."""

    stored: list[Extraction] = field(default_factory=list)
    derived: tuple[Event, ...] = ()

    def every(self) -> dict[str, Claim]:
        return {c.id: c for e in self.stored for c in e.claims}

    def data_version(self) -> str:
        return "memory"

    def claims_between(
        self, start: date, end: date, *, longest: int | None = None, open_ended: bool = False
    ) -> Sequence[Claim]:
        def shares(claim: Claim) -> bool:
            when = claim.when
            if when is None or (when.start is None and when.end is None):
                return False
            return (when.start or date.min) <= end and start <= (when.end or date.max)

        return [c for c in self.every().values() if shares(c)]

    def undated_claims(self, published: tuple[date | None, date | None]) -> Sequence[Claim]:
        return [c for a in self.articles(published=published) for c in self.claims_of(a.id) if c.when is None]

    def claims(self, ids: Iterable[str]) -> Mapping[str, Claim]:
        every = self.every()
        return {key: every[key] for key in ids if key in every}

    def claims_of(self, article_id: str) -> Sequence[Claim]:
        return [c for c in self.every().values() if c.article == article_id]

    def articles(
        self,
        *,
        current: bool = True,
        published: tuple[date | None, date | None] | None = None,
        source: str | None = None,
        text: bool = False,
        ids: Iterable[str] | None = None,
    ) -> Iterator[Article]:
        wanted = None if ids is None else set(ids)
        for item in sorted((e.article for e in self.stored), key=lambda a: a.id):
            low, high = published or (None, None)
            if published and not (item.published and (low or date.min) <= item.published <= (high or date.max)):
                continue
            if wanted is None or item.id in wanted:
                yield item

    def events_of(self, claims: Iterable[str]) -> Mapping[str, str]:
        home = {c: e.id for e in self.derived for c in e.claims}
        return {key: home[key] for key in claims if key in home}

    def plans_of(self, articles: Iterable[str]) -> Sequence[Claim]:
        return [c for key in articles for c in self.claims_of(key) if c.tense is Tense.FUTURE]

    def events_by_id(self, ids: Iterable[str]) -> Mapping[str, Event]:
        return {e.id: e for e in self.derived if e.id in set(ids)}

    def source_name(self, source: str) -> str:
        return ""


Fill = Callable[..., Record]


@pytest.fixture(params=["memory", "library"])
def record(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Fill]:
    """A function that makes a record of articles and their claims, linked."""
    with ExitStack() as stack:

        def fill(*stored: tuple[Article, tuple[Claim, ...]]) -> Record:
            texts = [Extraction(article=a, claims=c) for a, c in stored]
            if request.param == "memory":
                claims = [c for e in texts for c in e.claims]
                return Memory(texts, link(claims, {e.article.id: e.article for e in texts}, KIN))
            library = stack.enter_context(Library.open(tmp_path))
            for item in texts:
                library.put(item)
            current = {a.id: a for a in library.articles(text=True)}
            library.put_events(link(list(library.all_claims()), current, KIN))
            return library

        yield fill


AFP = article(
    "afp",
    "Xi et Poutine se sont entretenus par visioconférence mercredi. La Chine appelle à la paix. "
    "Une répression a eu lieu en Iran en janvier. Des pourparlers se tiennent mercredi et jeudi à Abou Dhabi.",
    "2026-02-04",
    lang="fr",
    rendition=True,
)
BLOG = article(
    "blog",
    "Putin and Xi held a video call on 4 February that took 85 minutes, Ushakov said. "
    "Putin will visit China in the first half of the year. Putin also had a talk with Trump. "
    "The Chinese readout places Xi in the Great Hall.",
    "2026-02-05",
)
LETTER = article(
    "voice", "Xi a parlé au téléphone avec Poutine et Trump. En 2022 tout a changé.", "2026-02-07", lang="fr"
)

CALL = (
    tell(AFP, "entretenus", PAIR, day_of("2026-02-04"), mode="video call"),
    tell(BLOG, "video call", PAIR, day_of("2026-02-04"), mode="video call", voices=("ushakov",), minutes=85),
    tell(BLOG, "readout", PAIR, day_of("2026-02-04"), mode="remote", voices=("mfa",), place="great-hall"),
    tell(LETTER, "parlé", PAIR, day_of("2026-02-04"), mode="telephone call"),
)
TRUMP = (
    tell(BLOG, "talk with", ("putin", "trump"), day_of("2026-02-04"), mode="talks"),
    tell(LETTER, "parlé", ("xi", "trump"), day_of("2026-02-04"), mode="telephone call", ordinal=1),
)
CRACKDOWN = tell(
    AFP,
    "répression",
    ("iran",),
    within("2026-01-01", "2026-01-31"),
    family=Family.FORCE,
    kind=EventType.COERCE,
)
CALLS_FOR = tell(AFP, "appelle", ("china",), None, family=Family.STATEMENT, kind=EventType.REQUEST)
TALKS = tell(AFP, "pourparlers", ("russia", "ukraine"), day_of("2026-02-04", "2026-02-05"), mode="talks")
VISIT = tell(
    BLOG,
    "visit",
    ("putin",),
    within("2026-01-01", "2026-06-30"),
    to=("china",),
    family=Family.TRAVEL,
    mode="visit",
    tense=Tense.FUTURE,
    voices=("ushakov",),
    said=day_of("2026-02-04"),
)
CHANGE = tell(
    LETTER, "changé", ("russia",), within("2022-01-01", "2022-12-31"), family=Family.OTHER, kind=EventType.OTHER
)
WORLD = (
    (AFP, (CALL[0], CRACKDOWN, CALLS_FOR, TALKS)),
    (BLOG, (CALL[1], CALL[2], TRUMP[0], VISIT)),
    (LETTER, (CALL[3], TRUMP[1], CHANGE)),
)


def listed(answer: Answer) -> dict[str, set[str]]:
    """Section -> claims of the events in it."""
    sections = {"events": answer.events, "within": answer.within, "planned": answer.planned}
    found = {name: {c for e in events for c in e.event.claims} for name, events in sections.items()}
    return {**found, "undated": {t.claim.id for t in answer.undated}}


def test_a_day_is_told_by_all_its_sources_in_the_sections_it_needs(record: Fill) -> None:
    answer = on(record(*WORLD), None, FOURTH)
    assert listed(answer) == {
        "events": {c.id for c in (*CALL, *TRUMP, TALKS)},
        "within": set(),
        "planned": {VISIT.id},
        "undated": {CALLS_FOR.id},
    }
    assert {s.id for s in answer.sources} == {"afp", "blog", "voice"}


def test_what_lies_within_a_month_is_never_of_a_day(record: Fill) -> None:
    answer = on(record(*WORLD), None, date(2026, 1, 3))
    assert listed(answer) == {"events": set(), "within": {CRACKDOWN.id, VISIT.id}, "planned": set(), "undated": set()}
    whole = on(record(*WORLD), None, date(2026, 1, 1), date(2026, 1, 31))
    assert CRACKDOWN.id in listed(whole)["events"]


def test_throughout_two_days_is_of_both(record: Fill) -> None:
    fifth = on(record(*WORLD), None, date(2026, 2, 5))
    assert listed(fifth)["events"] == {TALKS.id}


def test_accounts_words_origins_and_differences(record: Fill) -> None:
    answer = on(record(*WORLD), None, FOURTH)
    call = answer.events[0]
    assert call.outlets == 3
    assert len(call.origins) == 4  # the Kremlin, the ministry, and two that cite nobody
    assert [(d.attribute, {v.value for v in d.values}) for d in call.differences] == [
        ("mode", {"telephone call", "video call"})
    ]
    assert [line.source.id for line in call.lines] == ["afp", "blog", "voice"]
    texts = {a.id: a.text for a, _ in WORLD}
    for line in call.lines:
        for told in line.claims:
            assert told.quote == texts[told.article.id][told.claim.start : told.claim.end]
            assert told.event == call.event.id
    assert call.lines[1].claims[0].voices == (("Yury Ushakov",),)


def test_a_digest_is_never_shown_as_the_outlet_itself(record: Fill) -> None:
    lines = on(record(*WORLD), None, FOURTH).events[0].lines
    assert {line.source.shown for line in lines} == {"own-words digest after Afp", "Blog", "Voice"}
    french = on(record(*WORLD), None, FOURTH, lang="fr").events[0].lines
    assert any("d’après Afp" in line.source.shown for line in french)


def test_who_spoke_with_trump_that_day(record: Fill) -> None:
    (contrast,) = on(record(*WORLD), None, FOURTH).contrasts
    assert contrast.actor == "trump"
    assert {(v.value, v.sources) for v in contrast.difference.values} == {
        ("Vladimir Putin", ("blog",)),
        ("Xi Jinping", ("voice",)),
    }


def test_an_answer_names_what_is_possibly_the_same(record: Fill) -> None:
    one = article("a", "Xi spoke with Putin on 4 February.", "2026-02-04")
    two = article("b", "Xi spoke with Putin, papers say.", "2026-02-04")
    day = tell(one, "spoke", PAIR, day_of("2026-02-04"), mode="talks")
    news = tell(two, "spoke", PAIR, None, mode="talks")
    (event,) = on(record((one, (day,)), (two, (news,))), None, FOURTH).events
    assert event.event.claims == (day.id,)
    assert event.possibly == (event.label,)


def test_a_state_or_a_summit_is_no_other_partner_of_the_day(record: Fill) -> None:
    one = article("a", "Xi spoke with Putin on 4 February.")
    two = article("b", "Xi met APEC on 4 February. Russia talked to Putin that day. Xi called on Trump.")
    xi, putin, trump = "Q15031", "Q7747", "Q22686"
    spoke = tell(one, "spoke", (xi, putin), day_of("2026-02-04"), mode="talks")
    summit = tell(two, "met", (xi, "apec"), day_of("2026-02-04"), mode="meeting")
    state = tell(two, "talked", ("Q159", putin), day_of("2026-02-04"), mode="talks")
    library = record((one, (spoke,)), (two, (summit, state)))
    assert on(library, load_registry(), FOURTH).contrasts == ()
    third = article("c", "Xi rang Trump on 4 February.")
    rang = tell(third, "rang", (xi, trump), day_of("2026-02-04"), mode="telephone call")
    (contrast,) = on(record((one, (spoke,)), (third, (rang,))), load_registry(), FOURTH).contrasts
    assert contrast.actor == xi


def test_an_event_of_the_day_brings_the_accounts_that_date_it_otherwise(record: Fill) -> None:
    one = article("a", "Xi and Putin spoke by telephone on 4 February.")
    two = article("b", "Xi and Putin spoke by telephone on 5 February.")
    a = tell(one, "spoke", PAIR, day_of("2026-02-04"), mode="telephone call")
    b = tell(two, "spoke", PAIR, day_of("2026-02-05"), mode="telephone call")
    (event,) = on(record((one, (a,)), (two, (b,))), None, FOURTH).events
    assert {line.source.id for line in event.lines} == {"a", "b"}
    assert [d.attribute for d in event.differences] == ["when"]


def test_a_changed_version_takes_the_place_of_the_older_one(record: Fill, tmp_path: Path) -> None:
    old = article("a", "Xi and Putin met on 4 February.", "2026-02-04", url="https://example.org/1")
    new = replace(
        article("a", "Xi and Putin met on 5 February.", "2026-02-04", url="https://example.org/1"),
        modified=date(2026, 2, 6),
    )
    was = tell(old, "met", PAIR, day_of("2026-02-04"), mode="meeting")
    now = tell(new, "met", PAIR, day_of("2026-02-05"), mode="meeting")
    with Library.open(tmp_path / "versions") as library:
        library.put(Extraction(article=new, claims=(now,)))
        library.put(Extraction(article=old, claims=(was,)))
        current = {a.id: a for a in library.articles(text=True)}
        library.put_events(link(list(library.all_claims()), current, KIN))
        assert on(library, None, FOURTH).events == ()
        assert len(on(library, None, date(2026, 2, 5)).events) == 1


def test_claims_not_yet_linked_are_told_too(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        library.put(Extraction(article=AFP, claims=WORLD[0][1]))
        assert listed(on(library, None, FOURTH))["events"] == {CALL[0].id, TALKS.id}


def test_a_plan_whose_voice_is_asked_for(record: Fill) -> None:
    answer = on(record(*WORLD), None, FOURTH, filters=Filters(voices=frozenset({"ushakov"})))
    assert listed(answer)["planned"] == {VISIT.id}


def test_a_plan_of_an_article_of_the_day_is_planned(record: Fill) -> None:
    text = article("a", "China plans a parade for September.", "2026-02-04")
    plan = tell(
        text,
        "parade",
        ("china",),
        within("2026-09-01", "2026-09-30"),
        family=Family.FORCE,
        kind=EventType.MOBILIZE,
        mode="parade",
        tense=Tense.FUTURE,
    )
    answer = on(record((text, (plan,))), None, FOURTH)
    assert listed(answer) == {"events": set(), "within": set(), "planned": {plan.id}, "undated": set()}


def test_a_plan_told_in_the_words_of_an_invitation_was_said_when_it_was_made(record: Fill) -> None:
    text = article("a", "Xi invited Putin to visit China this spring. Putin will go to India.", "2026-02-06")
    asked = tell(text, "invited", ("xi",), day_of("2026-02-04"), to=("putin",), family=Family.INVITATION)
    spring = within("2026-03-01", "2026-05-31")
    go = {"family": Family.TRAVEL, "mode": "visit", "tense": Tense.FUTURE}
    visit = tell(text, "visit", ("putin",), spring, to=("china",), **go)
    other = tell(text, "will go", ("putin",), spring, to=("india",), **go)
    answer = on(record((text, (asked, visit, other))), None, FOURTH)
    assert listed(answer)["planned"] == {visit.id}


def test_the_undated_article_appears_on_no_day(record: Fill) -> None:
    text = article("paper", "They met on Friday and signed.", None)
    met = tell(text, "met", PAIR, None, mode="meeting")
    store = record((text, (met,)))
    for day in (FOURTH, date(2022, 2, 4), date.fromordinal(date.min.toordinal())):
        assert listed(on(store, None, day)) == {"events": set(), "within": set(), "planned": set(), "undated": set()}


def test_by_source_and_filters(record: Fill) -> None:
    store = record(*WORLD)
    answer = on(store, None, FOURTH, group="source")
    assert {day.source.id: {t.claim.id for t in day.claims} for day in answer.by_source} == {
        "afp": {CALL[0].id, TALKS.id},
        "blog": {CALL[1].id, CALL[2].id, TRUMP[0].id},
        "voice": {CALL[3].id, TRUMP[1].id},
    }
    only = on(store, None, FOURTH, filters=Filters(actors=frozenset({"trump"})))
    assert listed(only)["events"] == {c.id for c in TRUMP}
    assert on(store, None, FOURTH, filters=Filters(sources=frozenset({"voice"}))).undated == ()


def test_labels_come_from_the_registry_in_the_language_asked_for(record: Fill) -> None:
    known = Actor(id="putin", kind="person", labels={"fr": "Vladimir Poutine", "en": "Vladimir Putin"})
    registry = Registry(actors={"putin": known}, places={}, sources={})
    (event,) = (e for e in on(record(*WORLD), registry, FOURTH, lang="fr").planned)
    assert event.lines[0].claims[0].actors[0] == "Vladimir Poutine"


def test_the_json_has_the_shape_of_the_contract(record: Fill) -> None:
    store = record(*WORLD)
    row = answer_to_json(on(store, None, FOURTH, asked="4 Feb 2026"))
    assert row == json.loads(json.dumps(row))
    assert (row["asked"], row["date"]) == (
        "4 Feb 2026",
        {"from": "2026-02-04", "to": "2026-02-04", "edtf": "2026-02-04"},
    )
    assert {"data_version", "events", "within", "planned", "undated"} <= row.keys()
    event = row["events"][0]
    assert {"id", "type", "label", "status", "when", "actors", "place", "accounts", "differences"} <= event.keys()
    assert event["when"].items() >= {
        "from": "2026-02-04", "to": "2026-02-04", "kind": "throughout", "precision": "day"
    }.items()  # fmt: skip
    account = event["accounts"][0]
    assert account["source"].items() >= {"id": "afp", "name": "Afp", "rendition": True}.items()
    assert {"id", "title", "url", "published", "published_basis"} <= account["article"].keys()
    claim = account["claims"][0]
    assert {"quote", "event", "trigger", "attribution", "certainty", "polarity", "stance", "from", "to"} <= claim.keys()
    assert row["undated"][0]["quote"] == " La Chine appelle à la paix"
    assert answer_to_json(on(store, None, FOURTH, group="source"))["by_source"][0]["source"]["id"] == "afp"


def test_denied_on_the_day_is_of_the_day(record: Fill) -> None:
    text = article("a", "Shoigu did not meet Xi on 4 February.", "2026-02-05")
    claim = tell(text, "meet", ("shoigu", "xi"), day_of("2026-02-04"), mode="meeting", polarity=Polarity.DENIED)
    (event,) = on(record((text, (claim,))), None, FOURTH).events
    assert event.event.status.value == "denied"


def test_bad_questions_are_refused(record: Fill) -> None:
    with pytest.raises(DateError, match="earlier day first"):
        on(record(*WORLD), None, FOURTH, date(2026, 2, 3))
    with pytest.raises(InputError, match="author"):
        on(record(*WORLD), None, FOURTH, group="author")
