"""Linking what bears no day, plans, the days of a journey, and what is possibly the same."""

from typing import Any

from graph.model import Claim, Event, EventType, Family, Status, Tense
from graph.when import Basis
from tests.scenes import article, on, tell, within
from tests.test_linking import linked, together

INVASION: dict[str, Any] = {"to": ("ukraine",), "family": Family.FORCE, "kind": EventType.ASSAULT, "mode": "strike"}


def possibly(events: tuple[Event, ...], one: Claim, other: Claim) -> bool:
    """Whether two claims are in two events that are possibly the same."""
    a, b = (next(e for e in events if claim.id in e.claims) for claim in (one, other))
    assert a.id != b.id
    return b.id in a.possibly and a.id in b.possibly


def test_what_two_articles_date_by_the_same_year_is_possibly_the_same() -> None:
    one = article("a", "La Chine n'a pas condamné l'invasion de 2022.", "2026-02-04", lang="fr")
    two = article("b", "После вторжения 2022 года торговля выросла.", "2025-09-01", lang="ru")
    year = within("2022-01-01", "2022-12-31")
    first = tell(one, "invasion", ("russia",), year, **INVASION)
    named = article("c", "L'invasion du 24 février 2022 a tout changé.", "2023-01-01", lang="fr")
    day = tell(named, "invasion", ("russia",), on("2022-02-24"), **INVASION)
    raid = article("d", "Une frappe a touché Kiev le 10 octobre 2022.", "2022-10-11", lang="fr")
    strike = tell(raid, "frappe", ("russia",), on("2022-10-10"), **INVASION)
    texts = (one, two, named, raid)
    told = linked(first, day, strike, of=texts)
    assert possibly(told, first, day)
    assert not possibly(told, first, strike)
    second = tell(two, "вторжения", ("russia",), year, **{**INVASION, "mode": "strike"})
    other_word = linked(first, second, of=texts)
    assert not possibly(other_word, first, second)  # nothing but the year, and a year has many strikes
    again = article("e", "L'invasion de 2022 a changé l'Europe.", "2025-09-01", lang="fr")
    same = tell(again, "invasion", ("russia",), year, **INVASION)
    assert possibly(linked(first, same, of=(one, again)), first, same)


def test_undated_news_of_the_day_is_possibly_the_dated_event_and_old_news_is_not() -> None:
    dated = article("a", "Putin came to Tianjin on 31 August.", "2025-08-31")
    fresh = article("b", "Путин прибыл в Тяньцзинь.", "2025-08-31", lang="ru")
    late = article("c", "Poutine est venu à Tianjin.", "2025-10-02", lang="fr")
    journey: dict[str, Any] = {"to": ("china",), "family": Family.TRAVEL}
    day = tell(dated, "came", ("putin",), on("2025-08-31"), mode="arrival", **journey)
    news = tell(fresh, "прибыл", ("putin",), None, mode="arrival", **journey)
    old = tell(late, "venu", ("putin",), None, mode="arrival", **journey)
    events = linked(day, news, old, of=(dated, fresh, late))
    assert possibly(events, day, news)
    assert not possibly(events, day, old)
    assert next(e for e in events if news.id in e.claims).when is None


def test_a_visit_planned_for_one_period_by_two_sources_is_one_plan() -> None:
    half = within("2026-01-01", "2026-06-30")
    one = article("a", "Ouchakov dit que Poutine viendra au premier semestre.", lang="fr")
    two = article("b", "普京将于上半年访华。", lang="zh")
    journey: dict[str, Any] = {"to": ("china",), "family": Family.TRAVEL, "mode": "visit"}
    plan = tell(one, "viendra", ("putin",), half, tense=Tense.FUTURE, **journey)
    same = tell(two, "访华", ("putin",), half, tense=Tense.FUTURE, **journey)
    (event,) = linked(plan, same, of=(one, two))
    assert event.status is Status.PLANNED
    (join,) = event.joins
    assert join.reasons == ("the same plan",)
    told = tell(two, "访华", ("putin",), half, **journey)
    assert len(linked(plan, told, of=(one, two))) == 2


def test_the_days_of_a_visit_are_one_visit_in_one_article_and_two_arrivals_are_not() -> None:
    text = article("a", "Xi came on Wednesday. His visit goes on with a parade on Friday. He came again on Saturday.")
    journey: dict[str, Any] = {"to": ("russia",), "family": Family.TRAVEL}
    came = tell(text, "came", ("xi",), on("2025-05-07"), mode="arrival", **journey)
    stays = tell(text, "visit", ("xi",), on("2025-05-09"), mode="visit", **journey)
    again = tell(text, "came again", ("xi",), on("2025-05-10"), mode="arrival", **journey)
    assert together(linked(came, stays, of=(text,)), came, stays)
    assert not together(linked(came, again, of=(text,)), came, again)


def test_an_agreement_and_an_appeal_of_one_day_need_much_in_common() -> None:
    one = article("a", "The president accepted an invitation to come in spring, after the leaders spoke by video.")
    two = article("b", "Both leaders pleaded for closer economic ties during their video call, said state media.")
    utter: dict[str, Any] = {"family": Family.STATEMENT}
    yes = tell(one, "accepted", ("putin",), on("2026-02-04"), kind=EventType.AGREE, **utter)
    plea = tell(two, "pleaded", ("putin",), on("2026-02-04"), kind=EventType.REQUEST, **utter)
    events = linked(yes, plea, of=(one, two))
    assert not together(events, yes, plea)
    assert not possibly(events, yes, plea)


def call_told_by(sources: int) -> tuple[tuple[Event, ...], list[Claim], Claim]:
    """A video call told by so many articles, and by as many as talks in a town; one of them is also misread as telling
    of a meeting there. The events, the claims of the call, and the misreading."""
    pair, day = ("xi", "putin"), on("2026-02-04")
    texts = [article(f"v{n}", f"They spoke by video. {n} praised the ties.") for n in range(sources)]
    told = [tell(text, "spoke", pair, day, mode="video call") for text in texts]
    for n in range(sources):
        texts.append(article(f"t{n}", f"Talks were held in town, says paper {n}."))
        told.append(tell(texts[-1], "Talks", pair, day, mode="talks", place="beijing"))
    stray = tell(texts[0], "praised", pair, day, mode="meeting", place="beijing")
    return linked(*told, stray, of=texts), told, stray


def test_one_stray_reading_does_not_make_two_events_of_what_many_articles_tell() -> None:
    events, told, stray = call_told_by(3)
    assert together(events, *told)
    assert not together(events, told[0], stray)


def test_two_articles_on_a_side_are_too_few_to_set_a_reading_aside() -> None:
    events, told, _ = call_told_by(2)
    assert not together(events, *told)


def test_a_call_of_no_date_of_its_own_is_not_the_meeting_that_another_voice_tells() -> None:
    text = article("a", "The leaders meet on 30 December, papers say. When war began they had telephoned, writes one.")
    meeting = tell(text, "meet", ("xi", "putin"), on("2022-12-30"), mode="meeting", voices=("peskov",))
    taken_over = on("2022-12-30", basis=Basis.INHERITED)
    call = tell(text, "telephoned", ("xi", "putin"), taken_over, mode="telephone call")
    assert not together(linked(meeting, call, of=(text,)), meeting, call)
    own_day = tell(text, "telephoned", ("xi", "putin"), on("2022-12-30"), mode="telephone call")
    assert together(linked(meeting, own_day, of=(text,)), meeting, own_day)


def test_a_mention_without_a_day_joins_no_event_with_another_guest_by_way_of_one_without_any() -> None:
    text = article("a", "He came to China on Friday. Experts had him visit Europe first. The journey was watched.")
    trip: dict[str, Any] = {"family": Family.TRAVEL, "mode": "visit"}
    china = tell(text, "came", ("putin",), on("2008-05-23"), to=("china",), **trip)
    europe = tell(text, "visit", ("putin",), None, to=("europe",), **trip)
    journey = tell(text, "journey", ("putin",), None, **trip)
    assert not together(linked(china, europe, journey, of=(text,)), china, europe)


def test_a_call_of_some_day_of_a_month_is_not_the_meeting_of_that_month() -> None:
    met = article("a", "Putin and Xi met in Samarkand on Thursday.")
    spoke = article("b", "They talked at the summit that day.")
    call = article("c", "Their video call is the first since September.")
    pair = ("xi", "putin")
    meeting = tell(met, "met", pair, on("2022-09-15"), mode="meeting")
    talks = tell(spoke, "talked", pair, on("2022-09-15"), mode="talks")
    video = tell(call, "video call", pair, within("2022-09-01", "2022-09-30"), mode="video call")
    events = linked(meeting, talks, video, of=(met, spoke, call))
    assert together(events, meeting, talks)
    assert not together(events, meeting, video)


def test_a_joint_patrol_told_over_two_seas_is_one_and_two_raids_of_one_army_are_not() -> None:
    one = article("a", "Bombers of both flew over the Bering Sea.")
    two = article("b", "两国轰炸机在阿拉斯加附近巡航。", lang="zh")
    act: dict[str, Any] = {"family": Family.FORCE, "kind": EventType.MOBILIZE, "mode": "deployment"}
    day = on("2024-07-25")
    over = tell(one, "flew", ("russia", "china"), day, place="bering-sea", **act)
    near = tell(two, "巡航", ("china", "russia"), day, place="alaska", **act)
    assert together(linked(over, near, of=(one, two)), over, near)
    alone = tell(one, "flew", ("russia",), day, place="bering-sea", **act)
    other = tell(two, "巡航", ("russia",), day, place="alaska", **act)
    assert not together(linked(alone, other, of=(one, two)), alone, other)


def test_a_meeting_of_some_day_of_a_month_in_another_town_is_another() -> None:
    held = article("a", "Xi received Putin in Beijing on 16 May.")
    vague = article("b", "In May Xi and Putin met in Moscow.")
    pair = ("xi", "putin")
    day = tell(held, "received", pair, on("2024-05-16"), mode="meeting", place="beijing")
    month = within("2024-05-01", "2024-05-31")
    there = tell(vague, "met", pair, month, mode="meeting", place="moscow")
    assert not together(linked(day, there, of=(held, vague)), day, there)
    here = tell(vague, "met", pair, month, mode="meeting", place="great-hall")
    assert together(linked(day, here, of=(held, vague)), day, here)
