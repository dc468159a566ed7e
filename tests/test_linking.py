"""Linking: what is one event and what is not."""

import random
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.labels import LANGUAGES, templates
from graph.linking import blocks, link, redirects, relink
from graph.model import Article, Claim, Event, EventType, Family, Polarity, Status, Tense
from graph.registry import load_registry
from tests.gold_claims import DEV, extracted_scores, gold_claims, pair_scores
from tests.scenes import KIN, article, on, tell, within

CALL_FR = article("afp", "Les deux dirigeants se sont parlé par visioconférence mercredi.", "2026-02-04", lang="fr")
CALL_RU = article("tass", "Путин и Си провели разговор по видеосвязи, он длился 85 минут.", "2026-02-04", lang="ru")
CALL_ZH = article("xinhua", "两国元首在北京举行视频会晤。", "2026-02-05", lang="zh")
PHONE = article("voice", "Xi a parlé au téléphone avec Poutine et Trump.", "2026-02-07", lang="fr")


def linked(*claims: Claim, of: Iterable[Article]) -> tuple[Event, ...]:
    return link(claims, {a.id: a for a in of}, KIN)


def together(events: tuple[Event, ...], *claims: Claim) -> bool:
    return any({c.id for c in claims} <= set(event.claims) for event in events)


def test_one_call_in_three_languages_and_two_modes_is_one_event() -> None:
    pair = ("xi", "putin")
    claims = (
        tell(CALL_FR, "parlé", pair, on("2026-02-04"), mode="video call"),
        tell(CALL_RU, "разговор", pair, on("2026-02-04"), mode="video call", minutes=85),
        tell(CALL_ZH, "会晤", pair, on("2026-02-04"), mode="video call", place="beijing"),
        tell(PHONE, "parlé", pair, on("2026-02-04"), mode="telephone call"),
    )
    (event,) = linked(*claims, of=(CALL_FR, CALL_RU, CALL_ZH, PHONE))
    assert event.claims == tuple(sorted(c.id for c in claims))
    assert len(event.joins) == 3
    assert all(join.score >= 0.75 and join.reasons for join in event.joins)
    assert dict(event.labels)["en"] == "Vladimir Putin and Xi Jinping confer"
    assert dict(event.labels)["zh"].endswith("会谈")


def test_another_partner_is_another_event_even_in_the_same_words() -> None:
    with_putin = tell(PHONE, "parlé", ("xi", "putin"), on("2026-02-04"), mode="telephone call")
    with_trump = tell(PHONE, "parlé", ("xi", "trump"), on("2026-02-04"), mode="telephone call", ordinal=1)
    other = article("blog", "Putin then spoke with Trump.")
    third = tell(other, "spoke", ("putin", "trump"), on("2026-02-04"), mode="talks")
    assert len(linked(with_putin, with_trump, third, of=(PHONE, other))) == 3


def test_a_person_stands_for_the_state_named_but_for_no_other_person() -> None:
    one = article("a", "China and Russia held talks on Wednesday.")
    two = article("b", "Wang Yi met Shoigu in Beijing.")
    three = article("c", "Xi met Shoigu in Beijing.")
    states = tell(one, "talks", ("china", "russia"), on("2026-02-04"), mode="talks", place="beijing")
    ministers = tell(two, "met", ("wang", "shoigu"), on("2026-02-04"), mode="meeting", place="beijing")
    president = tell(three, "met", ("xi", "shoigu"), on("2026-02-04"), mode="meeting", place="beijing")
    assert not together(linked(ministers, president, of=(two, three)), ministers, president)
    events = linked(states, ministers, president, of=(one, two, three))
    assert not together(events, ministers, president)
    assert together(linked(states, ministers, of=(one, two)), states, ministers)


def test_an_office_named_beside_its_holder_is_no_third_party() -> None:
    one = article("a", "Putin and the Kremlin received Xi for talks.")
    two = article("b", "Putin and Xi held talks.")
    three = article("c", "Putin, Xi and Trump held talks.")
    a = tell(one, "talks", ("putin", "kremlin", "xi"), on("2026-02-04"), mode="talks")
    b = tell(two, "talks", ("putin", "xi"), on("2026-02-04"), mode="talks")
    c = tell(three, "talks", ("putin", "xi", "trump"), on("2026-02-04"), mode="talks")
    events = linked(a, b, c, of=(one, two, three))
    assert together(events, a, b)
    assert not together(events, b, c)


def test_two_meetings_of_one_pair_on_one_day_told_apart_by_place_stay_apart() -> None:
    text = article(
        "tass", "Xi and Putin first met in Moscow. Later they met again over dinner in Astana.", "2026-02-05"
    )
    other = article("ap", "The two met in Astana on Wednesday.", "2026-02-05")
    first = tell(text, "first met", ("xi", "putin"), on("2026-02-04"), mode="meeting", place="moscow")
    second = tell(text, "met again", ("xi", "putin"), on("2026-02-04"), mode="meeting", place="astana")
    third = tell(other, "met", ("xi", "putin"), on("2026-02-04"), mode="meeting", place="astana")
    events = linked(first, second, third, of=(text, other))
    assert together(events, second, third)
    assert not together(events, first, second)


def test_meetings_on_two_days_that_one_article_tells_stay_apart_for_all() -> None:
    teller = article("a", "They met on Monday. They met on Tuesday.", "2023-03-21")
    monday = article("b", "Their informal meeting took place on Monday.", "2023-03-21")
    tuesday = article("c", "The formal meeting was held on Tuesday.", "2023-03-21")
    pair = ("xi", "putin")
    claims = (
        tell(teller, "met on Monday", pair, on("2023-03-20"), mode="meeting"),
        tell(teller, "met on Tuesday", pair, on("2023-03-21"), mode="meeting"),
        tell(monday, "meeting", pair, on("2023-03-20"), mode="meeting", place="moscow"),
        tell(tuesday, "meeting", pair, on("2023-03-21"), mode="meeting", place="the-kremlin"),
    )
    events = linked(*claims, of=(teller, monday, tuesday))
    assert {frozenset(e.claims) for e in events} == {
        frozenset({claims[0].id, claims[2].id}),
        frozenset({claims[1].id, claims[3].id}),
    }


def test_meetings_of_a_visit_on_two_days_are_possibly_the_same_and_no_more() -> None:
    one = article("a", "Xi and Putin met in Moscow on Monday.", "2023-03-20")
    two = article("b", "Xi and Putin met in the Kremlin on Tuesday.", "2023-03-21")
    a = tell(one, "met", ("xi", "putin"), on("2023-03-20"), mode="meeting", place="moscow")
    b = tell(two, "met", ("xi", "putin"), on("2023-03-21"), mode="meeting", place="the-kremlin")
    first, second = linked(a, b, of=(one, two))
    assert (first.possibly, second.possibly) == ((second.id,), (first.id,))


def test_two_sources_that_name_different_days_for_one_call_tell_one_event() -> None:
    one = article("a", "Xi and Putin spoke by telephone on 4 February.")
    two = article("b", "Xi and Putin spoke by telephone on 5 February.")
    a = tell(one, "spoke", ("xi", "putin"), on("2026-02-04"), mode="telephone call")
    b = tell(two, "spoke", ("xi", "putin"), on("2026-02-05"), mode="telephone call")
    assert together(linked(a, b, of=(one, two)), a, b)
    c = tell(two, "spoke", ("xi", "putin"), on("2026-02-09"), mode="telephone call")
    assert not together(linked(a, c, of=(one, two)), a, c)


def test_a_plan_that_happens_a_day_late_is_one_event_that_happened() -> None:
    before = article("a", "Putin will fly to China on 10 May.", "2026-05-08")
    after = article("b", "Putin flew to China on 11 May.", "2026-05-11")
    plan = tell(
        before,
        "fly",
        ("putin",),
        on("2026-05-10"),
        to=("china",),
        family=Family.TRAVEL,
        mode="visit",
        tense=Tense.FUTURE,
    )
    held = tell(after, "flew", ("putin",), on("2026-05-11"), to=("china",), family=Family.TRAVEL, mode="arrival")
    (event,) = linked(plan, held, of=(before, after))
    assert event.status is Status.HAPPENED


def test_a_denial_joins_what_it_denies() -> None:
    text = article("a", "Shoigu apparently met Xi. The Kremlin denied this.")
    met = tell(text, "met", ("shoigu", "xi"), on("2026-02-01"), mode="meeting")
    denial = tell(
        text, "denied", ("kremlin",), on("2026-02-02"), family=Family.STATEMENT, kind=EventType.REJECT, denies=met.id
    )
    (event,) = linked(met, denial, of=(text,))
    assert (event.family, event.type) == (Family.CONTACT, EventType.CONSULT)
    assert {a.id for a in event.actors} == {"shoigu", "xi"}


def test_what_all_deny_is_denied() -> None:
    text = article("a", "Shoigu did not meet Xi.")
    claim = tell(text, "meet", ("shoigu", "xi"), on("2026-02-01"), mode="meeting", polarity=Polarity.DENIED)
    assert linked(claim, of=(text,))[0].status is Status.DENIED


def test_an_undated_mention_joins_within_its_article_and_nowhere_else() -> None:
    text = article("a", "Xi and Putin spoke on Wednesday. In the conversation both praised trade.")
    other = article("b", "Xi and Putin have a conversation now and then.")
    dated = tell(text, "spoke", ("xi", "putin"), on("2026-02-04"), mode="video call")
    again = tell(text, "conversation", ("xi", "putin"), None, mode="talks")
    elsewhere = tell(other, "conversation", ("xi", "putin"), None, mode="talks")
    events = linked(dated, again, elsewhere, of=(text, other))
    assert together(events, dated, again)
    assert not together(events, dated, elsewhere)


def test_an_undated_mention_that_fits_two_events_joins_neither_and_says_so() -> None:
    text = article("a", "They met on Monday. They met on Tuesday. The meeting was friendly.")
    monday = tell(text, "met on Monday", ("xi", "putin"), on("2023-03-20"), mode="meeting")
    tuesday = tell(text, "met on Tuesday", ("xi", "putin"), on("2023-03-21"), mode="meeting")
    which = tell(text, "The meeting", ("xi", "putin"), None, mode="meeting")
    events = linked(monday, tuesday, which, of=(text,))
    assert len(events) == 3
    alone = next(e for e in events if e.claims == (which.id,))
    assert set(alone.possibly) == {e.id for e in events if e is not alone}


def test_a_month_takes_the_only_event_in_it_and_a_year_does_not() -> None:
    text = article("a", "Xi and Putin spoke on 4 February.")
    month = article("b", "In February Xi and Putin spoke.", "2026-03-01")
    year = article("c", "In 2026 Xi and Putin spoke.", "2026-12-31")
    day = tell(text, "spoke", ("xi", "putin"), on("2026-02-04"), mode="video call")
    in_month = tell(month, "spoke", ("xi", "putin"), within("2026-02-01", "2026-02-28"), mode="video call")
    in_year = tell(year, "spoke", ("xi", "putin"), within("2026-01-01", "2026-12-31"), mode="video call")
    events = linked(day, in_month, in_year, of=(text, month, year))
    assert together(events, day, in_month)
    assert not together(events, day, in_year)
    assert next(e for e in events if day.id in e.claims).when == day.when


def test_counted_plurals_join_nothing() -> None:
    from graph.model import Quantity

    text = article("a", "The two held two video calls on 4 and 5 February. They held a video call on 4 February.")
    two = (Quantity(measures="count", value=2, unit="", approximate=False, start=0, end=1),)
    counted = tell(text, "two video calls", ("xi", "putin"), on("2026-02-04", "2026-02-05"), mode="video call")
    counted = Claim(
        **{f: getattr(counted, f) for f in counted.__dataclass_fields__ if f != "quantities"}, quantities=two
    )
    single = tell(text, "a video call", ("xi", "putin"), on("2026-02-04"), mode="video call")
    assert not together(linked(counted, single, of=(text,)), counted, single)


def test_utterances_join_on_speaker_day_and_content_alone() -> None:
    one = article("a", "Peskov said the shipment of gas through Kazakhstan would double in spring.")
    two = article("b", "According to Peskov the gas shipment through Kazakhstan will double in spring.")
    three = article("c", "Peskov said nobody had been invited to the parade.")
    said = {"family": Family.STATEMENT, "kind": EventType.STATEMENT}
    a = tell(one, "said", ("peskov",), on("2026-02-04"), **said)
    b = tell(two, "According", ("peskov",), on("2026-02-04"), **said)
    c = tell(three, "said", ("peskov",), on("2026-02-04"), **said)
    events = linked(a, b, c, of=(one, two, three))
    assert together(events, a, b)
    assert not together(events, a, c)


def test_utterances_in_two_languages_join_where_they_report_one_event() -> None:
    ru = article("a", "Ушаков сообщил, что Си пригласил Путина.", lang="ru")
    zh = article("b", "乌沙科夫说，习近平邀请普京访华。", lang="zh")
    claims = []
    for text, verb, invited in ((ru, "сообщил", "пригласил"), (zh, "说", "邀请")):
        content = tell(text, invited, ("xi",), on("2026-02-04"), to=("putin",), family=Family.INVITATION)
        claims += [
            content,
            tell(
                text, verb, ("ushakov",), on("2026-02-04"), family=Family.STATEMENT, kind=EventType.STATEMENT,
                reports=content.id,
            ),
        ]  # fmt: skip
    events = linked(*claims, of=(ru, zh))
    assert len(events) == 2
    assert together(events, claims[1], claims[3])


def test_ten_copies_of_a_wire_are_one_event() -> None:
    wire = "Gazprom and CNPC signed a contract on 10 billion cubic metres a year."
    copies = [article(f"paper{n}", wire) for n in range(10)]
    claims = [
        tell(
            c,
            "signed",
            ("gazprom", "cnpc"),
            on("2026-02-04"),
            family=Family.DOCUMENT,
            mode="signing",
            kind=EventType.AGREE,
        )
        for c in copies
    ]
    (event,) = linked(*claims, of=copies)
    assert len(event.claims) == 10
    undated = [
        tell(c, "signed", ("gazprom", "cnpc"), None, family=Family.DOCUMENT, mode="signing", kind=EventType.AGREE)
        for c in copies
    ]
    assert len(linked(*undated, of=copies)) == 1


def test_retired_ids_lead_to_the_event_that_holds_their_claims() -> None:
    pair = ("xi", "putin")
    a = tell(CALL_FR, "parlé", pair, on("2026-02-04"), mode="video call")
    b = tell(CALL_RU, "разговор", pair, on("2026-02-04"), mode="video call")
    before = linked(a, of=(CALL_FR,)) + linked(b, of=(CALL_RU,))
    (after,) = linked(a, b, of=(CALL_FR, CALL_RU))
    assert redirects(before, (after,)) == {e.id: after.id for e in before if e.id != after.id}
    assert after.id in {e.id for e in before}


# A small world in which many claims touch: two pairs, six days, four modes, some undated, some loose.
PAIRS = (("xi", "putin"), ("wang", "shoigu"), ("china", "russia"), ("xi", "trump"))
FAMILIES = (Family.CONTACT, Family.CONTACT, Family.STATEMENT, Family.TRAVEL, Family.FORCE)
Drawn = tuple[int, tuple[str, str], int, str | None, Family]
CLAIM = st.tuples(
    st.integers(0, 5),
    st.sampled_from(PAIRS),
    st.integers(0, 9),
    st.sampled_from(("meeting", "video call", "talks", None)),
    st.sampled_from(FAMILIES),
)
VOCABULARY = ("pipeline", "festival", "security", "tropical", "aircraft", "medicine", "humanity")
SENTENCES = 12


def world(drawn: list[Drawn]) -> tuple[list[Claim], dict[str, Article]]:
    """Articles of twelve sentences that share words in varying number, and a claim for each drawn row."""
    sources = [
        article(
            f"s{n}",
            " ".join(
                f"Thing{k:02} {' '.join(VOCABULARY[(n + k + j) % 7] for j in range(4))}." for k in range(SENTENCES)
            ),
            f"2026-02-{2 * n + 1:02}" if n < 5 else None,
            lang=("en", "fr")[n % 2],
        )
        for n in range(6)
    ]
    claims: list[Claim] = []
    for ordinal, (n, pair, day, mode, family) in enumerate(drawn):
        periods = {6: within("2026-02-01", "2026-02-28"), 9: within("2026-01-01", "2026-12-31")}
        when = on(f"2026-02-{day + 1:02}") if day < 6 else periods.get(day)
        both = family is Family.CONTACT
        reported = claims[day % len(claims)].id if claims and family is Family.STATEMENT and day % 2 else None
        claims.append(
            tell(
                sources[n],
                f"Thing{ordinal % SENTENCES:02}",
                pair if both else pair[:1],
                when,
                to=() if both or family is Family.STATEMENT else pair[1:],
                mode=mode if both else None,
                family=family,
                ordinal=ordinal,
                reports=reported,
                tense=Tense.FUTURE if ordinal % 4 == 3 else Tense.PAST,
            )
        )
    return claims, {a.id: a for a in sources}


@given(st.lists(CLAIM, max_size=25), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_any_order_gives_the_same_events(drawn: list[Drawn], chance: random.Random) -> None:
    claims, articles = world(drawn)
    events = link(claims, articles, KIN)
    assert sorted(c for e in events for c in e.claims) == sorted(c.id for c in claims)
    shuffled = list(claims)
    chance.shuffle(shuffled)
    assert link(shuffled, articles, KIN) == events


class Kept:
    """Claims of now, events of before."""

    def __init__(self) -> None:
        self.present: dict[str, Claim] = {}
        self.stored: dict[str, Event] = {}

    def events_of(self, claims: Iterable[str]) -> dict[str, str]:
        home = {c: e.id for e in self.stored.values() for c in e.claims}
        return {c: home[c] for c in claims if c in home}

    def event(self, event_id: str) -> Event:
        return self.stored[event_id]

    def current_claims(self, ids: Iterable[str]) -> list[Claim]:
        return [self.present[key] for key in ids if key in self.present]

    def change(self, claim: Claim, articles: dict[str, Article]) -> None:
        """Put the claim in, or take it out where it is there, and relink."""
        if self.present.pop(claim.id, None) is None:
            self.present[claim.id] = claim

        def lookup(keys: frozenset[str]) -> list[Claim]:
            return [c for c in self.present.values() if keys & blocks(c, articles[c.article], KIN)]

        found = relink([claim.id], self, lookup, articles, KIN)
        gone = self.events_of([claim.id, *(c for event in found for c in event.claims)]).values()
        for key in set(gone):
            del self.stored[key]
        self.stored.update((event.id, event) for event in found)


@given(st.lists(CLAIM, min_size=1, max_size=20), st.lists(st.integers(0, 19), max_size=12))
@settings(max_examples=80, deadline=None)
def test_adding_and_taking_away_one_by_one_gives_what_linking_all_gives(drawn: list[Drawn], moves: list[int]) -> None:
    claims, articles = world(drawn)
    kept = Kept()
    for claim in [*claims, *(claims[move % len(claims)] for move in moves)]:
        kept.change(claim, articles)
        assert tuple(kept.stored[key] for key in sorted(kept.stored)) == link(
            list(kept.present.values()), articles, KIN
        )


def test_every_family_and_mode_has_a_name_in_four_languages() -> None:
    for rule, by_language in templates().items():
        assert set(by_language) == set(LANGUAGES), rule
    assert {rule[2] for rule in templates() if rule[0] is None and rule[1] is None} == {f.value for f in Family}


@pytest.mark.skipif(not DEV.is_dir(), reason="the annotated articles are not beside this checkout (../shared/eval)")
def test_gold_claims_link_as_annotated() -> None:
    registry = load_registry()
    articles, claims = gold_claims(registry)
    events = link(list(claims.values()), articles, registry)
    home = {claim: event.id for event in events for claim in event.claims}
    precision, recall = pair_scores({key: home[claim.id] for key, claim in claims.items()})
    assert precision >= 0.92
    assert recall >= 0.70


@pytest.mark.skipif(not DEV.is_dir(), reason="the annotated articles are not beside this checkout (../shared/eval)")
def test_claims_read_out_of_the_articles_link_as_annotated() -> None:
    precision, recall = extracted_scores(load_registry())
    assert precision >= 0.88
    assert recall >= 0.50
