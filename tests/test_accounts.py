"""Accounts side by side, and where they part."""

from typing import Any

import pytest

from graph.accounts import accounts, origins
from graph.differences import ATTRIBUTES, differences
from graph.linking import link
from graph.model import Article, Certainty, Claim, Event, EventType, Family, Polarity, Quantity, Tense
from tests.scenes import KIN, article, on, tell, within

ONE = article("afp", "Les deux dirigeants se sont parlé mercredi.", "2026-02-04", lang="fr")
TWO = article("tass", "Разговор двух лидеров состоялся в среду.", "2026-02-04", lang="ru")
THREE = article("voice", "Xi a parlé avec Poutine mercredi.", "2026-02-07", lang="fr")
PAIR = ("xi", "putin")
DAY = on("2026-02-04")


def event_of(*claims: Claim) -> Event:
    """One event of these claims, whatever linking would say."""
    from graph.model import event_id

    ids = tuple(sorted(c.id for c in claims))
    first = claims[0]
    return Event(
        id=event_id(ids), type=first.type, family=first.family, status=first.status, claims=ids, labels=(("en", ""),)
    )


def parted(*claims: Claim) -> dict[str, dict[str, set[str]]]:
    """Attribute -> value -> sources, of the differences between these claims."""
    articles = {a.id: a for a in (ONE, TWO, THREE)}
    found = differences(event_of(*claims), claims, articles, KIN)
    assert [d.attribute for d in found] == [a for a in ATTRIBUTES if a in {d.attribute for d in found}]
    return {d.attribute: {v.value: set(v.sources) for v in d.values} for d in found}


def said(text: Article, **more: Any) -> Claim:
    """A claim of the call by that article."""
    trigger = {ONE.id: "parlé", TWO.id: "Разговор", THREE.id: "parlé"}[text.id]
    when = more.pop("when", DAY)
    return tell(text, trigger, more.pop("actors", PAIR), when, **more)


def test_telephone_against_video_call_is_the_one_difference() -> None:
    claims = (said(ONE, mode="video call"), said(TWO, mode="remote"), said(THREE, mode="telephone call"))
    assert parted(*claims) == {"mode": {"video call": {"afp"}, "telephone call": {"voice"}}}


@pytest.mark.parametrize(("one", "two"), [("talks", "meeting"), ("remote", "video call"), (None, "meeting")])
def test_wider_words_for_the_mode_are_no_difference(one: str | None, two: str) -> None:
    assert parted(said(ONE, mode=one), said(TWO, mode=two)) == {}


def test_a_finer_date_is_no_difference_and_another_day_is() -> None:
    early = within("2026-02-01", "2026-02-10")
    assert parted(said(ONE), said(TWO, when=early)) == {}
    assert parted(said(ONE), said(TWO, when=on("2026-02-05"))) == {
        "when": {"2026-02-04": {"afp"}, "2026-02-05": {"tass"}}
    }


def test_a_day_between_two_time_zones_is_no_difference() -> None:
    assert parted(said(ONE, place="moscow", mode="remote"), said(TWO, when=on("2026-02-05"), place="beijing")) == {}
    same_town = parted(said(ONE, place="beijing"), said(TWO, when=on("2026-02-05"), place="great-hall"))
    assert set(same_town) == {"when"}


def test_the_days_of_a_journey_are_parts_of_it_but_it_begins_on_one() -> None:
    visit: dict[str, Any] = {"actors": ("xi",), "to": ("russia",), "family": Family.TRAVEL}
    first, last = on("2023-03-20"), on("2023-03-22")
    assert parted(said(ONE, when=first, mode="visit", **visit), said(TWO, when=last, mode="visit", **visit)) == {}
    came = said(ONE, when=first, mode="arrival", **visit), said(TWO, when=on("2023-03-21"), mode="arrival", **visit)
    assert set(parted(*came)) == {"when"}
    plan = said(ONE, when=on("2023-03-19"), mode="visit", tense=Tense.FUTURE, **visit)
    assert parted(plan, came[1]) == {"when": {"2023-03-19": {"afp"}, "2023-03-21": {"tass"}}}
    whole = said(THREE, when=on("2023-03-20", "2023-03-22"), mode="visit", **visit)
    assert parted(*came, whole) == {}


def test_a_hall_lies_in_its_city_and_two_cities_differ() -> None:
    assert parted(said(ONE, place="beijing", mode="meeting"), said(TWO, place="great-hall")) == {}
    found = parted(said(ONE, place="beijing", mode="meeting"), said(TWO, place="moscow"))
    assert found == {"where": {"Beijing": {"afp"}, "Moscow": {"tass"}}}
    assert parted(said(ONE, place="beijing", mode="video call"), said(TWO, place="moscow", mode="video call")) == {}


def test_an_omission_is_no_difference() -> None:
    assert parted(said(ONE, minutes=85, place="beijing", mode="meeting"), said(TWO)) == {}


def test_durations_and_numbers() -> None:
    assert parted(said(ONE, minutes=85), said(TWO, minutes=90)) == {"duration": {"85 min": {"afp"}, "90 min": {"tass"}}}
    assert parted(said(ONE, minutes=85), said(TWO, minutes=85)) == {}

    def gas(text: Article, value: float, about: bool) -> Claim:
        from dataclasses import replace

        amount = Quantity(measures="volume", value=value, unit="bcm", approximate=about, start=0, end=1)
        return replace(said(text), quantities=(amount,))

    assert parted(gas(ONE, 10, False), gas(TWO, 12, False)) == {
        "number": {"10 bcm (volume)": {"afp"}, "12 bcm (volume)": {"tass"}}
    }
    assert parted(gas(ONE, 10, False), gas(TWO, 10.5, True)) == {}


def test_who_took_part() -> None:
    attack = {"family": Family.FORCE, "kind": EventType.ASSAULT, "mode": "strike"}
    found = parted(said(ONE, actors=("russia",), **attack), said(TWO, actors=("usa",), **attack))
    assert found == {"who": {"Russia": {"afp"}, "usa": {"tass"}}}
    assert parted(said(ONE, actors=("xi", "putin")), said(TWO, actors=("china", "russia"))) == {}
    assert parted(said(ONE, actors=("xi", "putin")), said(TWO, actors=("xi", "putin", "wang"))) == {}


def test_denied_by_an_official_and_probable_to_the_author_inside_one_source() -> None:
    text = article("voice", "Shoigu apparently met Xi. He did not meet Xi, the ministry says.")
    guess = tell(text, "met", ("shoigu", "xi"), on("2026-02-01"), mode="meeting", certainty=Certainty.PROBABLE)
    denied = tell(
        text, "did not meet", ("shoigu", "xi"), on("2026-02-01"), mode="meeting", polarity=Polarity.DENIED,
        voices=("mfa",),
    )  # fmt: skip
    (event,) = link([guess, denied], {text.id: text}, KIN)
    (whether,) = differences(event, [guess, denied], {text.id: text}, KIN)
    assert whether.attribute == "whether"
    assert {v.value: v.claims for v in whether.values} == {"affirmed": (guess.id,), "denied": (denied.id,)}


def test_certain_against_probable_counts() -> None:
    found = parted(said(ONE), said(TWO, certainty=Certainty.PROBABLE))
    assert found == {"certainty": {"certain": {"afp"}, "probable": {"tass"}}}
    assert parted(said(ONE), said(TWO, certainty=Certainty.PROBABLE, tense=Tense.FUTURE)) == {}


def test_a_claim_that_denies_another_denies_it() -> None:
    told = said(ONE)
    denial = tell(TWO, "Разговор", ("kremlin",), DAY, family=Family.STATEMENT, kind=EventType.REJECT, denies=told.id)
    assert parted(told, denial) == {"whether": {"affirmed": {"afp"}, "denied": {"tass"}}}


def test_who_announced_it() -> None:
    found = parted(said(ONE, voices=("ushakov",)), said(TWO, voices=("mfa",)))
    assert set(found["announced by"]) == {"Yury Ushakov", "Ministry of Foreign Affairs of China"}
    assert parted(said(ONE, voices=("ushakov",)), said(TWO, voices=("kremlin",))) == {}


def test_accounts_by_source_and_voice_with_their_origins() -> None:
    blog = article(
        "blog",
        "Ushakov said the call took 85 minutes. Beijing said it was held in the hall. They talked.",
        "2026-02-05",
    )
    own = tell(blog, "talked", PAIR, DAY, mode="talks")
    russian = tell(blog, "the call took", PAIR, DAY, mode="video call", voices=("ushakov",), minutes=85)
    chinese = tell(blog, "it was held", PAIR, DAY, mode="remote", voices=("mfa",), place="great-hall")
    letter = said(THREE, mode="telephone call")
    from dataclasses import replace

    republished = replace(THREE, origin="A. Writer")
    articles = {a.id: a for a in (blog, republished)}
    claims = (own, russian, chinese, letter)
    told = accounts(event_of(*claims), claims, articles, KIN)
    assert [a.source for a in told] == ["blog", "voice"]
    assert [[c.id for c in t.claims] for t in told[0].tellings] == [[own.id], [russian.id], [chinese.id]]
    assert {o.name for o in told[0].origins} == {"Yury Ushakov", "Ministry of Foreign Affairs of China"}
    assert [o.name for o in told[1].origins] == ["A. Writer"]
    assert len(origins(told)) == 3


def test_ten_copies_from_one_briefing_have_one_origin() -> None:
    copies = [article(f"paper{n}", "The call took 85 minutes, said Ushakov.") for n in range(10)]
    claims = [tell(c, "call", PAIR, DAY, mode="video call", voices=("ushakov",)) for c in copies]
    told = accounts(event_of(*claims), claims, {a.id: a for a in copies}, KIN)
    assert len({a.source for a in told}) == 10
    assert [o.id for o in origins(told)] == ["russia"]
