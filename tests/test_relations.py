"""Plans and what came of them, parts of visits, answers."""

from graph.linking import link
from graph.model import Claim, EventType, Family, Tense
from graph.relations import Relation, Tie, relations
from tests.scenes import KIN, article, on, tell, within

NEWS = article(
    "a",
    "Xi invited Putin. Putin will visit China in May. Putin arrived in Beijing. The two met there. They signed it. "
    "Xi spoke with Putin by telephone. The Kremlin praised the visit. Putin flew to the USA.",
)
TRAVEL = {"family": Family.TRAVEL, "mode": "visit"}
INVITED = tell(NEWS, "invited", ("xi",), on("2026-02-04"), to=("putin",), family=Family.INVITATION)
PLANNED = tell(
    NEWS, "will visit", ("putin",), within("2026-05-01", "2026-05-31"), to=("china",), tense=Tense.FUTURE, **TRAVEL
)
HELD = tell(NEWS, "arrived", ("putin",), on("2026-05-19", "2026-05-20"), to=("china",), **TRAVEL)
MET = tell(NEWS, "met", ("xi", "putin"), on("2026-05-20"), mode="meeting", place="great-hall")
SIGNED = tell(
    NEWS, "signed", ("xi", "putin"), on("2026-05-20"), family=Family.DOCUMENT, mode="signing", kind=EventType.AGREE
)
CALL = tell(NEWS, "spoke", ("xi", "putin"), on("2026-05-25"), mode="telephone call")
ELSEWHERE = tell(NEWS, "flew", ("putin",), on("2026-03-01"), to=("usa",), **TRAVEL)
PRAISE = tell(
    NEWS, "praised", ("kremlin",), on("2026-05-21"), family=Family.STATEMENT, kind=EventType.SUPPORT, reports=HELD.id
)


def told(*claims: Claim) -> set[tuple[str, Tie, str]]:
    """Relations as (claim, tie, claim)."""
    events = link(claims, {NEWS.id: NEWS}, KIN)
    name = {event.id: event.claims[0] for event in events}
    found: tuple[Relation, ...] = relations(events, {c.id: c for c in claims}, KIN)
    assert found == relations(tuple(reversed(events)), {c.id: c for c in claims}, KIN)
    assert all(r.reasons for r in found)
    return {(name[r.one], r.tie, name[r.other]) for r in found}


def test_invitation_and_plan_lead_to_the_visit_and_not_to_another() -> None:
    assert told(INVITED, PLANNED, HELD, ELSEWHERE) == {
        (INVITED.id, Tie.PLAN_OF, HELD.id),
        (PLANNED.id, Tie.PLAN_OF, HELD.id),
    }


def test_a_plan_is_not_realised_before_its_time_nor_long_after() -> None:
    early = tell(NEWS, "arrived", ("putin",), on("2026-04-02"), to=("china",), **TRAVEL)
    late = tell(NEWS, "arrived", ("putin",), on("2026-08-02"), to=("china",), **TRAVEL)
    assert told(PLANNED, early) == set()
    assert told(PLANNED, late) == set()
    assert told(INVITED, late) == {(INVITED.id, Tie.PLAN_OF, late.id)}


def test_a_plan_a_few_days_late_says_so() -> None:
    late = tell(NEWS, "arrived", ("putin",), on("2026-06-02"), to=("china",), **TRAVEL)
    events = link((PLANNED, late), {NEWS.id: NEWS}, KIN)
    (found,) = relations(events, {}, KIN)
    assert found.reasons == ("planned", "held late")


def test_what_visitor_and_host_do_during_the_visit_is_part_of_it() -> None:
    assert told(HELD, MET, SIGNED, CALL, ELSEWHERE) == {
        (MET.id, Tie.PART_OF, HELD.id),
        (SIGNED.id, Tie.PART_OF, HELD.id),
    }
    away = tell(NEWS, "met", ("xi", "putin"), on("2026-05-20"), mode="meeting", place="moscow")
    assert told(HELD, away) == set()


def test_an_utterance_about_an_event_answers_it() -> None:
    assert told(HELD, PRAISE) == {(PRAISE.id, Tie.RESPONSE_TO, HELD.id)}
