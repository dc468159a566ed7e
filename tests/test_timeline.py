"""The time-ordered graph and the questions on it."""

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.answer import Filters
from graph.asking import QUESTIONS, Asking, ask
from graph.differences import differences
from graph.errors import DateError, InputError, LimitError, NotFoundError
from graph.export.shapes import independent, shaped
from graph.linking import link
from graph.model import Article, Claim, Family, Polarity, Tense
from graph.paths import earliest_arrival, route
from graph.questions import (
    agreement,
    by_month,
    centrality,
    chains,
    changes,
    ego,
    happenings,
    meetings,
    parting,
)
from graph.timeline import Timeline, merged
from tests.scenes import KIN, article, on, tell, within
from tests.synthetic import Shelf, synthetic

D = date(2026, 2, 1)


def shelf_of(*told: tuple[Article, Claim]) -> Shelf:
    """A record of these claims, linked."""
    texts = {a.id: a for a, _ in told}
    claims = {c.id: c for _, c in told}
    return Shelf(told={e.id: e for e in link(list(claims.values()), texts, KIN)}, said=claims, texts=texts)


def small() -> Shelf:
    """Wang sees Shoigu, Shoigu reports to Putin, Putin calls Xi, and two papers tell of it."""
    one = article("a", "Wang met Shoigu. Shoigu met Putin. Putin called Xi. Xi called Trump.")
    two = article("b", "Putin and Xi spoke.")
    return shelf_of(
        (one, tell(one, "Wang met", ("wang", "shoigu"), on("2026-02-01"), mode="meeting", place="beijing")),
        (one, tell(one, "Shoigu met", ("shoigu", "putin"), on("2026-02-03"), mode="meeting")),
        (one, tell(one, "Putin called", ("putin", "xi"), on("2026-02-04"), mode="video call", voices=("kremlin",))),
        (one, tell(one, "Xi called", ("xi", "trump"), on("2026-03-02"), mode="telephone call")),
        (two, tell(two, "spoke", ("putin", "xi"), on("2026-02-04"), mode="video call")),
    )


def test_every_claim_is_a_node_and_every_tie_an_edge_told_once() -> None:
    told = Timeline(small()).window()
    kinds = [data["kind"] for _, data in told.nodes(data=True)]
    assert (kinds.count("claim"), kinds.count("event"), kinds.count("source"), kinds.count("place")) == (5, 4, 2, 1)
    ties = sorted((kind, other) for _, other, kind in told.edges(keys=True) if kind in ("cites", "at"))
    assert ties == [("at", "place:beijing"), ("cites", "actor:kremlin")]
    assert sum(kind == "participant" for _, _, kind in told.edges(keys=True)) == 10
    call = next(n for n, d in told.nodes(data=True) if d["kind"] == "event" and d["sources"] == 2)
    assert (told.nodes[call]["start"], told.nodes[call]["claims"]) == (date(2026, 2, 4), 2)
    assert told.nodes["actor:xi"]["spells"] == (
        (date(2026, 2, 4), date(2026, 2, 4)),
        (date(2026, 3, 2), date(2026, 3, 2)),
    )


def test_a_window_holds_what_shares_a_day_with_it() -> None:
    line = Timeline(small())
    told = line.window(date(2026, 2, 3), date(2026, 2, 10))
    assert {h.actors for h in happenings(told)} == {("putin", "shoigu"), ("putin", "xi")}
    assert line.window(date(2030, 1, 1), date(2030, 1, 2)).number_of_nodes() == 0
    assert line.window(date(1, 1, 1), date(2999, 1, 1)).number_of_edges() == line.window().number_of_edges()


def test_filters_narrow_by_source_and_actor() -> None:
    line = Timeline(small())
    assert {s for h in happenings(line.window(filters=Filters(sources=frozenset({"b"})))) for s in h.sources} == {"b"}
    assert len(happenings(line.window(filters=Filters(actors=frozenset({"trump"}))))) == 1


def test_windows_are_kept_until_the_record_changes() -> None:
    shelf = small()
    line = Timeline(shelf)
    first = line.window()
    assert line.window() is first
    shelf.told.popitem()
    assert line.window() is not first


def test_bad_windows_are_refused() -> None:
    line = Timeline(small())
    with pytest.raises(DateError, match="earlier day first"):
        line.window(date(2026, 2, 4), date(2026, 2, 3))
    with pytest.raises(LimitError, match="more than 2 events"):
        line.window(most=2)
    with pytest.raises(NotFoundError, match="'nobody'"):
        ego(line.window(), "nobody")


def test_who_met_whom_and_when() -> None:
    told = Timeline(small()).window()
    assert [(h.first.day, h.actors) for h in meetings(told, "xi")] == [(4, ("putin", "xi")), (2, ("trump", "xi"))]
    assert [h.actors for h in ego(told, "shoigu")] == [("shoigu", "wang"), ("putin", "shoigu")]


def test_word_travels_forward_in_time_only() -> None:
    told = Timeline(small()).window()
    assert {a.actor: a.day for a in earliest_arrival(told, "wang").values()} == {
        "shoigu": date(2026, 2, 1),
        "putin": date(2026, 2, 3),
        "xi": date(2026, 2, 4),
        "trump": date(2026, 3, 2),
    }
    assert earliest_arrival(told, "trump") == {
        "xi": replace(earliest_arrival(told, "trump")["xi"], day=date(2026, 3, 2), by="trump")
    }
    assert [(s.by, s.actor) for s in route(told, "wang", "xi")] == [
        ("wang", "shoigu"),
        ("shoigu", "putin"),
        ("putin", "xi"),
    ]
    assert route(told, "xi", "wang") == ()
    assert "shoigu" not in earliest_arrival(told, "wang", since=date(2026, 2, 2))


def test_chains_months_and_agreement() -> None:
    told = Timeline(small()).window()
    events = happenings(told)
    assert [(step.one, step.other, step.actor, step.tie) for step in chains(told)] == [
        (events[0].event, events[1].event, "shoigu", "next"),
        (events[1].event, events[2].event, "putin", "next"),
        (events[2].event, events[3].event, "xi", "next"),
    ]
    assert chains(told)[0].claims == (*events[0].claims, *events[1].claims)
    assert [step.actor for step in chains(told, "xi")] == ["xi"]
    months = by_month(told)
    assert list(months) == ["2026-02", "2026-03"]
    assert [(p.one, p.other, p.weight) for p in months["2026-03"]] == [("trump", "xi", 1)]
    assert next(p for p in months["2026-02"] if p.one == "putin" and p.other == "xi").claims == events[2].claims
    assert [(p.one, p.other, p.events) for p in agreement(told)] == [("a", "b", (events[2].event,))]


def test_sliding_centrality_and_what_changed() -> None:
    line = Timeline(small())
    windows = centrality(line.window(), days=3, step=3)
    assert [(r.actor, r.others) for r in windows[D]] == [("shoigu", 2), ("putin", 1), ("wang", 1)]
    assert [(r.actor, r.others) for r in windows[date(2026, 2, 28)]] == [("trump", 1), ("xi", 1)]
    assert windows[date(2026, 2, 7)] == ()
    diff = changes(line.window(D, date(2026, 2, 28)), line.window(date(2026, 3, 1), date(2026, 3, 31)))
    assert [seen.actors for seen in diff.came] == [("trump",)]
    assert [seen.actors for seen in diff.went] == [("putin",), ("shoigu",), ("wang",)]
    assert [seen.actors for seen in diff.new_pairs] == [("trump", "xi")]
    assert diff.new_pairs[0].claims == happenings(line.window())[-1].claims
    with pytest.raises(DateError):
        centrality(line.window(), days=0, step=1)


def test_what_lies_within_a_longer_period_is_of_no_month_and_no_shorter_window() -> None:
    text = article("a", "Putin and Xi met. Shoigu met Wang.")
    shelf = shelf_of(
        (text, tell(text, "Putin and Xi met", ("putin", "xi"), within("2026-01-01", "2026-12-31"), mode="meeting")),
        (text, tell(text, "Shoigu met", ("shoigu", "wang"), on("2026-02-03"), mode="meeting")),
    )
    told = Timeline(shelf).window()
    assert {month: pairs[0].one for month, pairs in by_month(told).items()} == {"2026": "putin", "2026-02": "shoigu"}
    assert all(r.actor in ("shoigu", "wang") for ranks in centrality(told, days=30, step=30).values() for r in ranks)
    arrival = earliest_arrival(told, "putin")["xi"]
    assert (arrival.date_kind, arrival.precision) == ("within", "year")


def test_plans_and_denials_bring_nobody_together() -> None:
    text, no = article("a", "Putin will meet Xi. Shoigu did not meet Wang."), Polarity.DENIED
    shelf = shelf_of(
        (text, tell(text, "Putin will meet", ("putin", "xi"), on("2026-02-03"), mode="meeting", tense=Tense.FUTURE)),
        (text, tell(text, "Shoigu did", ("shoigu", "wang"), on("2026-02-03"), mode="meeting", polarity=no)),
    )
    told = Timeline(shelf).window()
    assert {h.status for h in happenings(told)} == {"planned", "denied"}
    assert meetings(told) == ()
    assert earliest_arrival(told, "putin") == {}
    assert by_month(told) == {}
    assert len(ego(told, "xi")) == 1


def test_a_plan_is_tied_to_what_was_held() -> None:
    text, later = article("a", "Putin will meet Xi."), article("b", "Putin met Xi.")
    shelf = shelf_of(
        (text, tell(text, "Putin will", ("putin", "xi"), on("2026-02-03"), mode="meeting", tense=Tense.FUTURE)),
        (later, tell(later, "Putin met", ("putin", "xi"), on("2026-02-10"), mode="meeting")),
    )
    told = Timeline(shelf).window()
    steps = {step.tie: step for step in chains(told)}
    assert set(steps) == {"next", "plan of"}
    assert len(steps["plan of"].claims) == 2
    assert [kind for *_, kind in shaped(told, "events").edges(keys=True)].count("plan of") == 1


def test_copies_of_one_text_are_one_source() -> None:
    assert independent([("AFP", "t1"), ("Le Soir", "t1"), ("TASS", "t2")]) == 2
    assert independent([("AFP", "t1"), ("AFP", "t2"), ("Le Soir", "t2")]) == 1
    assert independent([]) == 0


def test_sources_that_agree_and_part() -> None:
    one, two = article("a", "Putin called Xi."), article("b", "Putin and Xi spoke.")
    shelf = shelf_of(
        (one, tell(one, "Putin called", ("putin", "xi"), on("2026-02-04"), mode="telephone call")),
        (two, tell(two, "spoke", ("putin", "xi"), on("2026-02-04"), mode="video call")),
    )
    told = Timeline(shelf).window()
    (event,) = happenings(told)
    found = differences(shelf.told[event.event], shelf.said, shelf.texts, KIN)
    (row,) = agreement(told, parting(told, found))
    assert (row.weight, row.differing) == (1, (event.event,))
    assert agreement(told)[0].differing == ()


def test_answers_are_plain_and_named() -> None:
    line = Timeline(small())
    found = ask(line, "path", asking=Asking(actor="wang", goal="xi"))
    assert json.loads(json.dumps(found)) == found
    assert [row["day"] for row in found["rows"]] == ["2026-02-01", "2026-02-03", "2026-02-04"]
    assert found["names"]["xi"] == "Xi Jinping"
    assert all(row["claims"] for row in found["rows"])
    for question in QUESTIONS:
        later = (date(2026, 3, 1), date(2026, 3, 31))
        rows = ask(line, question, asking=Asking(actor="xi", goal="trump", then=later))["rows"]
        assert rows, question
    with pytest.raises(InputError, match="needs an actor"):
        ask(line, "ego")
    with pytest.raises(InputError, match="none of meetings"):
        ask(line, "gossip")


class Counted(Timeline):
    """A timeline that counts the windows that it builds."""

    windows = 0

    def _build(self, *asked: Any) -> Any:
        self.windows += 1
        return super()._build(*asked)


def test_a_window_too_large_to_keep_is_built_once_for_a_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.timeline.KEPT_NODES", 0)
    line = Counted(small())
    assert ask(line, "meetings")["names"]
    assert line.windows == 1
    later = (date(2026, 2, 5), date(2026, 2, 28))
    ask(line, "changes", asking=Asking(then=later))
    assert line.windows == 3, "two windows are compared, each built once"


def test_limits_name_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Timeline(small())
    monkeypatch.setattr("graph.asking.MOST_EVENTS", 2)
    with pytest.raises(LimitError, match=r"graph\.gexf"):
        ask(line, "months")
    with pytest.raises(LimitError, match="longer steps"):
        centrality(Timeline(long_ago()).window(), days=1, step=1)


def long_ago() -> Shelf:
    """Two events two thousand years apart."""
    text = article("a", "Wang met Xi. Putin met Xi.")
    return shelf_of(
        (text, tell(text, "Wang met", ("wang", "xi"), on("0026-02-03"), mode="meeting")),
        (text, tell(text, "Putin met", ("putin", "xi"), on("2026-02-03"), mode="meeting")),
    )


SPELL = st.tuples(st.none() | st.integers(0, 40), st.none() | st.integers(0, 40)).filter(
    lambda s: s[0] is None or s[1] is None or s[0] <= s[1]
)


@given(st.lists(SPELL, max_size=12))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_merged_spells_are_disjoint_and_cover_the_same_days(drawn: list[tuple[int | None, int | None]]) -> None:
    spells = [tuple(None if n is None else D + timedelta(n) for n in spell) for spell in drawn]
    found = merged(spells)  # type: ignore[arg-type]

    def covered(of: object, day: date) -> bool:
        return any((s or date.min) <= day <= (e or date.max) for s, e in of)  # type: ignore[attr-defined]

    for n in range(-1, 42):
        day = D + timedelta(n)
        assert covered(spells, day) == (covered(found, day) or (not found and bool(spells)))
    for (_, end), (start, _) in pairwise(found):
        assert end is not None
        assert start is not None
        assert end + timedelta(1) < start


CAST = st.lists(st.sampled_from("abcdefg"), min_size=2, max_size=3, unique=True)
EVENTS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3), CAST), max_size=14)


def drawn_shelf(drawn: list[tuple[int, int, list[str]]]) -> Shelf:
    """One contact for each."""
    texts = [article(f"s{n}", "They talked.") for n in range(len(drawn))]
    told = []
    for text, (day, length, cast) in zip(texts, drawn, strict=True):
        first, last = D + timedelta(day), D + timedelta(day + length)
        told.append((text, tell(text, "talked", tuple(cast), on(str(first), str(last)), mode="talks")))
    # linked or not, each claim is an event of its own here
    shelf = Shelf(said={c.id: c for _, c in told}, texts={a.id: a for a, _ in told})
    for text, claim in told:
        (event,) = link([claim], {text.id: text})
        shelf.told[event.id] = event
    return shelf


@given(EVENTS)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_earliest_arrival_is_the_least_fixed_point_and_routes_never_go_back(
    drawn: list[tuple[int, int, list[str]]],
) -> None:
    told = Timeline(drawn_shelf(drawn)).window()
    if "actor:a" not in told:
        return
    best = {"a": date.min}
    for _ in range(30):  # by brute force: until nothing changes
        for day, length, cast in drawn:
            first, last = D + timedelta(day), D + timedelta(day + length)
            ready = [max(best[a], first) for a in cast if a in best and best[a] <= last]
            for actor in cast:
                if ready and min(ready) < best.get(actor, date.max):
                    best[actor] = min(ready)
    found = earliest_arrival(told, "a")
    assert {actor: arrival.day for actor, arrival in found.items()} == {k: v for k, v in best.items() if k != "a"}
    for goal in found:
        days = [step.day for step in route(told, "a", goal)]
        assert days == sorted(days)


@given(EVENTS, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_order_of_claims_gives_the_same_graph(drawn: list[tuple[int, int, list[str]]], chance: object) -> None:
    shelf = drawn_shelf(drawn)
    keys = list(shelf.told)
    chance.shuffle(keys)  # type: ignore[attr-defined]
    other = Shelf(told={key: shelf.told[key] for key in keys}, said=shelf.said, texts=shelf.texts)
    one, two = Timeline(shelf).window(), Timeline(other).window()
    assert list(one.nodes(data=True)) == list(two.nodes(data=True))
    assert list(one.edges(keys=True, data=True)) == list(two.edges(keys=True, data=True))


def test_the_window_of_everything_is_the_whole_without_the_undated() -> None:
    line = Timeline(synthetic(300))
    whole = line.window()
    undated = {n for n, d in whole.nodes(data=True) if d["kind"] == "undated event"}
    assert undated
    window = line.window(date.min, date.max)
    assert {n for n, d in whole.nodes(data=True) if d["kind"] == "event"} == {
        n for n, d in window.nodes(data=True) if d["kind"] == "event"
    }
    assert not undated & set(window.nodes)
    assert all(Family(d["family"]) for _, d in window.nodes(data=True) if d["kind"] == "event")
