"""Differences are of the texts: what was only read into a claim parts nobody."""

from dataclasses import replace
from typing import Any

from graph.kinship import Kinship, kinship_of
from graph.linking import link
from graph.model import Article, Certainty, Claim, EventType, Family, Participant, PlaceRef, Polarity, Role
from graph.registry import load_registry
from graph.when import Basis
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
    (mode,) = differences(event_of(patrol, parade, other), [patrol, parade, other], articles, KIN)
    assert mode.attribute == "mode"


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
