"""Where drafts happen that do not say it themselves: where their parties were last said to be, the place that "y" takes
up, the host's own country, the scene that the article opens with.
"""

from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import date

from graph.model import Certainty, EventType, Family, PlaceRef, Polarity, Role, Tense
from graph.when import When
from ingest.briefings import Briefings
from ingest.drafts import DRAFT_REACH, Draft
from ingest.parsed import Parsed
from ingest.placing import assaulted, opening, place_of

# what happens where its parties are
ON_THE_SPOT = (Family.CONTACT, Family.STATEMENT, Family.INVITATION, Family.DOCUMENT, Family.OTHER)
_APART = ("telephone call", "video call")  # modes of which the parties are at no one place
_PLACE_REACH = 12  # sentences over which a place is
_THERE = 2  # sentences back in which the place of "y" is named
_DATELINE = 24  # code points at the start of an article in which its dateline stands
_STAY = 1  # days by which two happenings of one stay lie apart


class Whereabouts:
    """Finds the places of drafts."""

    def __init__(self, parsed: Parsed, drafts: list[Draft]) -> None:
        self.parsed = parsed
        self.document = parsed.document
        self.registry = parsed.registry
        self.triggers = parsed.triggers
        self.sentences = parsed.sentences
        self.drafts = drafts
        self.briefings = Briefings(parsed, drafts)
        self.told_in = [draft.sentence for draft in drafts]  # the sentence of each draft
        self.scene: Draft | None = None  # set once the places that clauses name are known

    def place(self, draft: Draft) -> PlaceRef | None:
        clauses = self.sentences[draft.sentence]
        travel = ("object",) if draft.trigger.family is Family.TRAVEL and clauses.coverbs is not None else ()
        named = [p.mention for p in draft.parts if p.slot not in ("host", "subject", *travel)]
        places = [
            place  # "fournir à la Russie" names whom, not where
            for place in self.parsed.places.of(clauses.sentence)
            if draft.trigger.type is EventType.ASSAULT
            or not any(m.start <= place.start < m.end and m.form != "metonym" for m in named)
        ]
        toward = self.triggers.slots["host"] if draft.trigger.family is Family.TRAVEL else frozenset()
        if draft.trigger.type is EventType.AID or draft.trigger.mode == "deployment":
            toward = self.triggers.slots["addressee"]  # "sent masks to Wuhan"
        travels = draft.trigger.family is Family.TRAVEL and draft.trigger.mode != "departure"
        away = self.triggers.slots["source"] if travels else frozenset()
        verb = draft.verb or (draft.carrier if clauses.cased is None or clauses.grammar.declined else None)
        found = place_of(clauses, places, self.registry, draft.first, draft.last, verb, toward, away)
        if found is None and draft.trigger.type is EventType.ASSAULT:
            doers = [p.mention for p in draft.parts if p.role is Role.AGENT] if clauses.grammar.declined else []
            places = [p for p in places if not any(m.start <= p.start < m.end for m in doers)]
            found = assaulted(clauses, places, self.registry, draft.first, draft.last, draft.verb)
        if found is None and draft.verb is not None and clauses.cased is None and not self._told_inside(draft):
            found = opening(clauses, places, draft.first)
        return found or self._here(draft) or self._there(draft) or self._of_state(draft)

    def _told_inside(self, draft: Draft) -> bool:
        """Whether a draft stands inside what a verb of its sentence reports."""
        return self.parsed.reported(self.sentences[draft.sentence], draft.first, draft.sentence)

    def _of_state(self, draft: Draft) -> PlaceRef | None:
        """The country itself, where nothing narrower is named, for a visit to a state and for what is attacked."""
        if draft.trigger.type is EventType.ASSAULT:
            slots: tuple[str, ...] = ("object", "of", "against", "inner", "host")
        elif draft.trigger.family is Family.TRAVEL and draft.trigger.mode != "departure":
            slots = ("host", "object")
        elif _receives(draft):
            slots = ("subject",)
        else:
            return None
        if self.sentences[draft.sentence].cased is not None:
            return None
        role = Role.AGENT if _receives(draft) else Role.RECIPIENT
        hosts = [p.mention for p in draft.parts if p.role is role and p.slot in slots]
        hosts = [mention for mention in hosts if mention.kind == "state"]
        if len(hosts) != 1 or len(hosts[0].ids) != 1:
            return None
        place = next((p for p in self.registry.places.values() if p.name == hosts[0].names[0]), None)
        return PlaceRef(id=place.id, name=place.name, start=0, end=0) if place is not None else None

    def _there(self, draft: Draft) -> PlaceRef | None:
        """ "Lavrov est à Pékin. Le ministre y a rencontré Wang": the place named last before the pronoun of place."""
        clauses, verb = self.sentences[draft.sentence], draft.verb
        there = clauses.grammar.data["there"]
        if verb is None or not there or not set(there) & set(clauses.lows[verb.first : verb.head]):
            return None
        position = self.document.tokens[clauses.offset + verb.first].start
        floor = self.sentences[max(0, draft.sentence - _THERE)].sentence.start
        before = [place for place in self.document.places if floor <= place.start < position]
        if not before:
            return None
        best = before[-1]
        return PlaceRef(id=best.id, name=best.name, start=best.start, end=best.end)

    def _here(self, draft: Draft) -> PlaceRef | None:
        """新华社莫斯科4月8日电 … 在此间会见: the place of the dateline, where a clause says that it was there."""
        clauses = self.sentences[draft.sentence]
        here = frozenset(clauses.grammar.data.get("here", ()))
        if not here & set(clauses.lows[: draft.last]) or not self.document.places:
            return None
        place = self.document.places[0]
        if place.start > _DATELINE:
            return None
        return PlaceRef(id=place.id, name=place.name, start=place.start, end=place.end)

    def place_at_hand(self, draft: Draft) -> PlaceRef | None:
        """A meeting, and what is said at it, is where its parties were last said to be on that day."""
        briefed = self.briefings.place(draft)
        if briefed is not None:
            return briefed
        if draft.trigger.family not in ON_THE_SPOT:
            return None
        if draft.trigger.mode in _APART:
            return None
        if draft.when is None:
            return self._scene_of(draft)
        actors = {actor for part in draft.parts for actor in part.mention.ids}
        first, last = (
            bisect_left(self.told_in, draft.sentence - _PLACE_REACH),
            bisect_right(self.told_in, draft.sentence + _PLACE_REACH),
        )
        for other in sorted(self.drafts[first:last], key=lambda d: abs(d.sentence - draft.sentence)):
            if other.place is None or other.trigger.mode in _APART:
                continue
            if self._goes_on(draft, other):
                return replace(other.place, start=0, end=0)
            if not self._gathers(other):
                continue
            journey = other.trigger.family is Family.TRAVEL and other.modality.tense is Tense.FUTURE
            if other.trigger.mode == "departure" or (journey and draft.modality.tense is Tense.PAST):
                continue  # where somebody is still to go is not where he spoke
            parties = {actor for part in other.parts for actor in part.mention.ids}
            same_day = other.when is not None and _within_days(other.when, draft.when)
            unsaid = not actors and draft.review != "clear" and abs(draft.sentence - other.sentence) <= DRAFT_REACH
            if same_day and (actors & parties or unsaid or self._one_meeting(draft, other)):
                return replace(other.place, start=0, end=0)
        return self._scene_of(draft)

    def _goes_on(self, draft: Draft, other: Draft) -> bool:
        """Whether what is said goes on from what the same voice said nearby on the same day, at a place that its clause
        names: "Lors d'une conférence de presse à Kiev, il a déclaré … Il a ajouté …"."""
        if draft.utterance is None or other.utterance is None or draft.when is None or other.when is None:
            return False
        if other.place is None or other.place.end == 0 or abs(draft.sentence - other.sentence) > DRAFT_REACH:
            return False
        voices = [{a for p in d.parts if p.role is Role.AGENT for a in p.mention.ids} for d in (draft, other)]
        return bool(voices[0]) and voices[0] == voices[1] and _bounds(draft.when) == _bounds(other.when)

    def _scene_of(self, draft: Draft) -> PlaceRef | None:
        """Where the meeting took place that the article opens with, for what its parties, or their states, said and
        did in the past on no other day."""
        cased = self.sentences[draft.sentence].cased is not None
        if self.scene is None or draft.modality.tense is not Tense.PAST or cased:
            return None
        doers = {a for p in draft.parts if p.role is not Role.RECIPIENT for a in p.mention.ids}
        told = {a for p in self.scene.parts for a in p.mention.ids}
        told |= {self._state(actor) for actor in told}
        if not doers or not doers <= told or draft.modality.polarity is Polarity.DENIED or self.scene.place is None:
            return None
        if draft.when is not None and self.scene.when is not None and not _within_days(self.scene.when, draft.when):
            return None
        return replace(self.scene.place, start=0, end=0)

    def _gathers(self, draft: Draft) -> bool:
        """Whether somebody is somewhere by what a draft tells: a contact, a journey, or what two persons agree on at a
        place that the clause names ("se sont mis d'accord à Sotchi")."""
        if draft.trigger.family in (Family.CONTACT, Family.TRAVEL):
            return True
        named = draft.place is not None and draft.place.end > 0
        return named and draft.trigger.type is EventType.AGREE and self._both(draft)

    def opening_scene(self) -> Draft | None:
        """The first meeting or journey told of in the past whose place is named; none where an article tells of a call
        before: its parties were apart."""
        for draft in self.drafts:
            there = self._gathers(draft) and draft.trigger.mode != "departure"
            past = draft.modality.tense is Tense.PAST and draft.modality.certainty is Certainty.CERTAIN
            if there and past and len({a for p in draft.parts for a in p.mention.ids}) > 1:
                if draft.trigger.mode in _APART:
                    return None
                if draft.place is not None:
                    return draft
        return None

    def _one_meeting(self, a: Draft, b: Draft) -> bool:
        """Whether a contact, or what was done at it, is of the same day and of the same two states as another, told
        once by persons and once by states."""
        declined = self.sentences[a.sentence].grammar.declined
        at_it = declined and _bounds(a.when) == _bounds(b.when)
        if b.trigger.family is not Family.CONTACT or (a.trigger.family is not Family.CONTACT and not at_it):
            return False
        first, second = ({self._state(actor) for p in d.parts for actor in p.mention.ids} for d in (a, b))
        return len(first) == 2 and first == second

    def _both(self, draft: Draft) -> bool:
        """Whether two persons do it together."""
        return sum(self._is_person(a) for p in draft.parts if p.role is not Role.RECIPIENT for a in p.mention.ids) >= 2

    def _is_person(self, actor: str) -> bool:
        known = self.registry.actors.get(actor)
        return known is not None and known.kind == "person"

    def _state(self, actor: str) -> str:
        """The state that an actor is of, or the actor itself."""
        known = self.registry.actors.get(actor)
        return (known.state if known else None) or actor


def _receives(draft: Draft) -> bool:
    """Whether a draft is of a host who receives somebody: "la Russie accueillera Xi en mai"."""
    frame = draft.trigger.frame
    return (
        draft.trigger.family is Family.CONTACT
        and frame.get("subject") == Role.AGENT.value
        and (frame.get("object") == Role.RECIPIENT.value and draft.trigger.mode == "meeting")
    )


def _bounds(when: When | None) -> tuple[date | None, date | None]:
    return (when.start, when.end) if when is not None else (None, None)


def _within_days(a: When, b: When) -> bool:
    """Whether two intervals are the same, or days of one stay."""
    if (a.start, a.end) == (b.start, b.end):
        return True
    if not (a.is_day and b.is_day) or a.start is None or b.start is None:
        return False
    return abs((a.start - b.start).days) <= _STAY
