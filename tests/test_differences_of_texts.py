"""Differences are of the texts: what was only read into a claim parts nobody."""

from dataclasses import replace
from typing import Any

from graph.kinship import Kinship, kinship_of
from graph.linking import link
from graph.model import (
    Article,
    Certainty,
    Claim,
    EventType,
    Family,
    Participant,
    PlaceRef,
    Polarity,
    Role,
    Tense,
)
from graph.registry import load_registry
from graph.when import Basis, Kind
from tests.scenes import KIN, article, on, tell
from tests.test_accounts import ONE, PAIR, THREE, TWO, event_of, parted, said

VISIT: dict[str, Any] = {"actors": ("xi",), "to": ("russia",), "family": Family.TRAVEL}


def test_a_day_taken_over_from_another_sentence_parts_nobody() -> None:
    taken_over = said(TWO, when=on("2026-02-05", basis=Basis.INHERITED))
    assert parted(said(ONE), taken_over) == {}
    stated = said(TWO, when=on("2026-02-05", basis=Basis.RELATIVE))
    assert set(parted(said(ONE), stated)) == {"when"}


def test_who_takes_the_day_over_still_stands_beside_who_states_it() -> None:
    found = parted(
        said(ONE), said(TWO, when=on("2026-02-05")), said(THREE, when=on("2026-02-04", basis=Basis.INHERITED))
    )
    assert found == {"when": {"2026-02-04": {"afp", "voice"}, "2026-02-05": {"tass"}}}


def test_a_place_taken_over_from_another_sentence_parts_nobody() -> None:
    here = said(ONE, place="beijing", mode="meeting")
    elsewhere = said(TWO, place="moscow", mode="meeting")
    assert set(parted(here, elsewhere)) == {"where"}
    assert parted(here, replace(elsewhere, place=PlaceRef(id="moscow", name="Moscow"))) == {}
    by_hand = replace(elsewhere, place=PlaceRef(id="moscow", name="Moscow"), rules=("curation:x",))
    assert set(parted(here, by_hand)) == {"where"}


def test_the_towns_of_a_journey_part_nobody_and_two_countries_do() -> None:
    kin = replace(KIN, inside={**KIN.inside, "harbin": "china"})
    first = said(ONE, place="beijing", mode="visit", actors=("putin",), to=("china",), family=Family.TRAVEL)
    second = said(TWO, place="harbin", mode="visit", actors=("putin",), to=("china",), family=Family.TRAVEL)
    abroad = said(TWO, place="moscow", mode="visit", actors=("putin",), to=("china",), family=Family.TRAVEL)
    assert attributes(kin, first, second) == []
    assert attributes(kin, first, abroad) == ["where"]


def attributes(kin: Kinship, *claims: Claim) -> list[str]:
    """The attributes on which these claims part."""
    from graph.differences import differences

    articles = {a.id: a for a in (ONE, TWO, THREE)}
    return [d.attribute for d in differences(event_of(*claims), claims, articles, kin)]


def test_two_days_of_arrival_in_one_town_part_even_within_the_stretch_of_the_visit() -> None:
    whole = said(THREE, when=on("2025-05-07", "2025-05-10"), mode="visit", **VISIT)
    wednesday = said(ONE, when=on("2025-05-07"), mode="arrival", place="moscow", **VISIT)
    thursday = said(TWO, when=on("2025-05-08"), mode="arrival", place="moscow", **VISIT)
    assert parted(whole, wednesday, thursday) == {"when": {"2025-05-07": {"afp"}, "2025-05-08": {"tass"}}}
    at_the_wall = said(TWO, when=on("2025-05-08"), mode="visit", place="moscow", **VISIT)
    assert parted(whole, wednesday, at_the_wall) == {}


def test_who_tells_it_for_certain_once_does_not_doubt_it() -> None:
    sure, unsure = said(ONE), said(TWO, certainty=Certainty.POSSIBLE)
    assert set(parted(sure, unsure)) == {"certainty"}
    text = article("tass", "Разговор состоялся. Они могли бы решить всё в разговоре.", lang="ru")
    both = [
        tell(ONE, "parlé", PAIR, on("2026-02-04")),
        tell(text, "Разговор", PAIR, on("2026-02-04")),
        tell(text, "разговоре", PAIR, on("2026-02-04"), certainty=Certainty.POSSIBLE),
    ]
    from graph.differences import differences

    assert differences(event_of(*both), both, {ONE.id: ONE, text.id: text}, KIN) == ()


def test_whom_a_party_or_a_newspaper_makes_it_known_is_no_announcement() -> None:
    registry = kinship_of(load_registry())
    assert "kommersant" in registry.press
    assert not {"xinhua", "tass", "rt"} & registry.press
    kin = replace(KIN, above={**KIN.above, "paper": "russia"}, press=frozenset({"paper"}))
    chinese = said(ONE, voices=("mfa",))
    assert attributes(kin, chinese, said(TWO, voices=("ushakov",))) == ["announced by"]
    assert attributes(kin, chinese, said(TWO, voices=("paper",))) == []
    assert attributes(kin, chinese, said(TWO, voices=("putin",))) == []  # who speaks of his own meeting
    assert attributes(kin, chinese, said(TWO, voices=("somebody",))) == []


def test_the_voices_of_one_state_are_one_value() -> None:
    claims = (said(ONE, voices=("mfa",)), said(TWO, voices=("ushakov",)), said(THREE, voices=("kremlin",)))
    names = "Kremlin, Yury Ushakov"
    assert parted(*claims) == {
        "announced by": {"Ministry of Foreign Affairs of China": {"afp"}, names: {"tass", "voice"}}
    }


def test_an_appeal_to_somebody_and_a_joint_act_are_not_told_of_other_people() -> None:
    joint = said(ONE, family=Family.STATEMENT, kind=EventType.AGREE, mode="joint")
    call = said(TWO, family=Family.STATEMENT, kind=EventType.REQUEST, to=("nato",))
    assert "who" not in parted(joint, call)


def test_an_event_is_named_after_what_most_say_and_not_after_a_stray_party() -> None:
    texts: list[Article] = []
    claims = []
    for source, guest in (("a", "china"), ("b", "china"), ("c", "forum")):
        text = article(source, f"Putin came to {guest}.")
        texts.append(text)
        claim = tell(text, "came", ("putin",), on("2024-05-16"), to=(guest,), family=Family.TRAVEL, mode="visit")
        claims.append(claim)
    kin = replace(KIN, above={**KIN.above, "forum": "china"})
    (event,) = link(claims, {t.id: t for t in texts}, kin)
    assert event.actors == (
        Participant(id="china", name="China", role=Role.RECIPIENT, start=0, end=0),
        Participant(id="putin", name="Vladimir Putin", role=Role.AGENT, start=0, end=0),
    )


def test_who_tells_one_thing_in_two_ways_does_not_part_from_himself() -> None:
    text = article("afp", "The fleets went on patrol, with a parade at sea.", lang="en")
    act = {"family": Family.FORCE, "kind": EventType.MOBILIZE}
    patrol = tell(text, "patrol", ("china", "russia"), on("2021-10-17"), mode="deployment", **act)
    parade = tell(text, "parade", ("china", "russia"), on("2021-10-17"), mode="parade", **act)
    from graph.differences import differences

    assert differences(event_of(patrol, parade), [patrol, parade], {text.id: text}, KIN) == ()
    other = tell(TWO, "Разговор", ("china", "russia"), on("2021-10-17"), mode="parade", **act)
    articles = {text.id: text, TWO.id: TWO}
    assert differences(event_of(patrol, parade, other), [patrol, parade, other], articles, KIN) == ()
    strike = replace(other, mode="strike")
    (mode,) = differences(event_of(patrol, parade, strike), [patrol, parade, strike], articles, KIN)
    assert (mode.attribute, {value.value for value in mode.values}) == ("mode", {"deployment", "parade", "strike"})


def test_who_gives_the_value_of_the_other_too_does_not_part_from_him() -> None:
    text = article("afp", "Xi rang Putin on Monday. The call was on Tuesday, says the Kremlin.")
    monday, tuesday = (day_claim(text, word, day) for word, day in (("rang", "2026-02-02"), ("call", "2026-02-03")))
    same = said(TWO, when=on("2026-02-03"))
    later = said(TWO, when=on("2026-02-04"))
    assert whens(monday, tuesday, same, texts=(text, TWO)) == set()
    assert whens(monday, tuesday, later, texts=(text, TWO)) == {"2026-02-02", "2026-02-03", "2026-02-04"}
    voiced = replace(tuesday, attribution=said(ONE, voices=("kremlin",)).attribution)
    assert whens(monday, voiced, same, texts=(text, TWO)) == {"2026-02-02", "2026-02-03"}  # two voices of one text


def day_claim(text: Article, trigger: str, day: str) -> Claim:
    """Xi and Putin in contact on a day."""
    return tell(text, trigger, PAIR, on(day))


def whens(*claims: Claim, texts: tuple[Article, ...]) -> set[str]:
    """The days on which they part."""
    from graph.differences import differences

    found = differences(event_of(*claims), claims, {text.id: text for text in texts}, KIN)
    return {value.value for one in found if one.attribute == "when" for value in one.values}


def test_a_meeting_at_a_distance_is_a_call() -> None:
    text = article("afp", "Xi und Putin: a video call. The meeting took an hour.")
    call = tell(text, "video call", PAIR, on("2026-02-04"), mode="video call")
    meeting = tell(text, "meeting", PAIR, on("2026-02-04"), mode="meeting")
    from graph.differences import differences

    screen = said(TWO, mode="video call")
    texts = {text.id: text, TWO.id: TWO}
    assert differences(event_of(call, meeting, screen), [call, meeting, screen], texts, KIN) == ()
    person = said(TWO, mode="meeting")
    (mode,) = differences(event_of(call, meeting, person), [call, meeting, person], texts, KIN)
    assert {value.value for value in mode.values} == {"video call", "meeting"}


def test_a_plan_for_the_days_of_the_visit_or_of_the_announcement_parts_nobody() -> None:
    whole = said(THREE, when=on("2025-08-31", "2025-09-03"), mode="visit", **VISIT)
    held = said(ONE, when=on("2025-09-02"), mode="visit", **VISIT)
    eve = said(TWO, when=on("2025-08-30"), mode="visit", tense=Tense.FUTURE, **VISIT)
    assert parted(whole, held, eve) == {}
    other = said(TWO, when=on("2025-08-25"), mode="visit", tense=Tense.FUTURE, **VISIT)
    assert set(parted(whole, held, other)) == {"when"}
    assert TWO.published is not None
    announced = said(TWO, when=on(TWO.published.isoformat()), mode="visit", tense=Tense.FUTURE, **VISIT)
    assert parted(whole, held, announced) == {}


def test_a_journey_is_as_long_as_its_days() -> None:
    whole = said(ONE, when=on("2023-03-20", "2023-03-22"), mode="visit", **VISIT)
    assert parted(whole, said(TWO, when=on("2023-03-20"), mode="visit", minutes=2 * 1440, **VISIT)) == {
        "duration": {"3 days": {"afp"}, "2 days": {"tass"}}
    }
    assert parted(whole, said(TWO, when=on("2023-03-20"), mode="visit", minutes=3 * 1440, **VISIT)) == {}
    assert parted(whole, said(TWO, when=on("2023-03-21"), mode="visit", minutes=270, **VISIT)) == {}
    drill = {"actors": ("china", "russia"), "family": Family.FORCE, "kind": EventType.MOBILIZE, "mode": "drill"}
    seven = on("2018-09-11", "2018-09-17")
    assert set(parted(said(ONE, when=on("2018-09-13"), minutes=5 * 1440, **drill), said(TWO, when=seven, **drill))) == {
        "duration"
    }


def test_who_gives_first_and_last_day_parts_from_who_gives_others() -> None:
    drill = {"actors": ("china", "russia"), "family": Family.FORCE, "kind": EventType.MOBILIZE, "mode": "drill"}
    five, seven = on("2018-09-11", "2018-09-15"), on("2018-09-11", "2018-09-17")
    assert parted(said(ONE, when=five, **drill), said(TWO, when=seven, **drill)) == {
        "when": {"2018-09-11/2018-09-15": {"afp"}, "2018-09-11/2018-09-17": {"tass"}}
    }
    assert parted(said(ONE, when=on("2018-09-13"), **drill), said(TWO, when=seven, **drill)) == {}
    week = on("2018-09-10", "2018-09-16", kind=Kind.WITHIN)
    assert parted(said(ONE, when=week, **drill), said(TWO, when=seven, **drill)) == {}
    taken_over = replace(five, basis=Basis.INHERITED)
    assert parted(said(ONE, when=taken_over, **drill), said(TWO, when=seven, **drill)) == {}
    visit = said(ONE, when=on("2023-03-20", "2023-03-22"), mode="visit", **VISIT)
    assert set(parted(visit, said(TWO, when=on("2023-03-20", "2023-03-21"), mode="visit", **VISIT))) == {"when"}
    counted = said(TWO, when=on("2023-03-20", "2023-03-21"), mode="visit", minutes=2 * 1440, **VISIT)
    assert set(parted(visit, counted)) == {"duration"}


def test_a_joint_patrol_is_an_exercise_and_hearsay_is_as_sure_as_a_report() -> None:
    act = {"family": Family.FORCE, "kind": EventType.MOBILIZE}
    patrol = tell(ONE, ONE.text.split()[0], ("china", "russia"), on("2021-10-17"), mode="deployment", **act)
    drill = tell(TWO, "Разговор", ("china", "russia"), on("2021-10-17"), mode="drill", **act)
    assert parted(patrol, drill) == {}
    reported, hearsay = said(ONE, voices=("kremlin",)), said(TWO, certainty=Certainty.PROBABLE)
    assert parted(reported, hearsay) == {}
    assert set(parted(said(ONE), hearsay)) == {"certainty"}


def test_one_account_as_sure_of_a_thing_as_of_its_contrary_speaks_of_two() -> None:
    text = article("afp", "Moscow will not be condemned for annexing. Its isolation in its war grows.")
    from graph.differences import differences

    denied = tell(text, "annexing", ("russia",), None, polarity=Polarity.DENIED)
    told = tell(text, "war", ("russia",), None)
    assert differences(event_of(denied, told), [denied, told], {text.id: text}, KIN) == ()
    guessed = tell(text, "war", ("russia",), None, certainty=Certainty.PROBABLE)
    (whether,) = differences(event_of(denied, guessed), [denied, guessed], {text.id: text}, KIN)
    assert whether.attribute == "whether"


def test_that_they_had_not_met_before_does_not_deny_that_they_met() -> None:
    text = article("afp", "Xi rang Putin on Wednesday. They had not spoken for a year, Kyiv says. It denies the call.")
    from graph.differences import differences

    rang = tell(text, "rang", PAIR, on("2026-02-04"))
    before = tell(text, "spoken", PAIR, None, polarity=Polarity.DENIED, voices=("kremlin",))
    told = said(TWO)
    texts = {a.id: a for a in (text, TWO)}
    assert differences(event_of(rang, before, told), [rang, before, told], texts, KIN) == ()
    denies = replace(tell(text, "denies", ("kremlin",), None, kind=EventType.REJECT), denies=before.id)
    claims = [rang, before, told, denies]
    assert [d.attribute for d in differences(event_of(*claims), claims, texts, KIN)] == ["whether"]


def test_what_few_of_many_tellers_cite_somebody_for_is_common_knowledge() -> None:
    papers = [article(f"paper{n}", f"Xi came to Moscow, says paper {n}.") for n in range(8)]
    known = [tell(text, "came", ("xi",), on("2023-03-20"), to=("russia",), family=Family.TRAVEL) for text in papers]
    cited = [said(ONE, voices=("mfa",), **VISIT), said(TWO, voices=("kremlin",), **VISIT)]
    from graph.differences import differences

    articles = {a.id: a for a in (*papers, ONE, TWO)}
    assert differences(event_of(*known, *cited), [*known, *cited], articles, KIN) == ()
    few = [*known[:4], *cited]
    (announced,) = differences(event_of(*few), few, articles, KIN)
    assert announced.attribute == "announced by"


def test_a_side_of_it_makes_it_known_and_a_plan_is_made_known_apart() -> None:
    from_moscow = said(TWO, voices=("kremlin",))
    assert set(parted(said(ONE, voices=("mfa",)), from_moscow)) == {"announced by"}
    assert parted(said(ONE, voices=("usa",)), from_moscow) == {}  # who stands outside only speaks of it
    assert parted(said(ONE, voices=("mfa",), tense=Tense.FUTURE), from_moscow) == {}
    drill: dict[str, Any] = {"family": Family.FORCE, "kind": EventType.MOBILIZE, "mode": "drill"}
    seen = said(ONE, actors=("china", "russia"), voices=("usa",), **drill)
    told = said(TWO, actors=("china", "russia"), voices=("kremlin",), **drill)
    assert set(parted(seen, told)) == {"announced by"}


def test_who_gives_no_day_for_a_visit_only_mentions_it() -> None:
    told = said(TWO, voices=("kremlin",), mode="visit", **VISIT)
    assert set(parted(said(ONE, voices=("mfa",), mode="visit", **VISIT), told)) == {"announced by"}
    assert parted(said(ONE, voices=("mfa",), when=None, mode="visit", **VISIT), told) == {}


def test_who_denies_a_thing_does_not_make_it_known() -> None:
    denied = said(ONE, voices=("mfa",), polarity=Polarity.DENIED)
    assert set(parted(denied, said(TWO, voices=("kremlin",)))) == {"whether"}


def test_who_says_a_thing_on_two_days_says_it_twice() -> None:
    words: dict[str, Any] = {"actors": ("putin",), "family": Family.STATEMENT, "kind": EventType.STATEMENT}
    assert parted(said(ONE, **words), said(TWO, when=on("2026-02-06"), **words)) == {}
    assert set(parted(said(ONE), said(TWO, when=on("2026-02-06")))) == {"when"}
