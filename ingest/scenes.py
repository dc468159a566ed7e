"""What the meetings and press conferences of a document give to what is told of them again, and to what is said there:
their day, and the place as it is told of words and papers."""

from dataclasses import replace

from graph.model import Certainty, EventType, Family, PlaceRef, Polarity, Role, Tense
from graph.when import When
from ingest.dating import inherited
from ingest.drafts import Draft
from ingest.parsed import Parsed

_INSIDE = frozenset(("building", "square", "airport", "station", "crossing", "bridge"))  # kinds of places in a city
_WIDE = frozenset(("country", "region"))
_DATELINE = 24  # code points at the start of an article in which its dateline stands
_DISTANT = ("telephone call", "video call")


class Scenes:
    """The meetings of one document; the drafts are in the order of the text."""

    def __init__(self, parsed: Parsed, drafts: list[Draft]) -> None:
        self.parsed = parsed
        self.registry = parsed.registry
        self.drafts = drafts
        self.meetings: dict[tuple[str | None, frozenset[str]], list[Draft]] = {}
        for draft in drafts:
            if draft.trigger.family is Family.CONTACT and draft.when is not None and draft.when.is_day:
                self.meetings.setdefault((self._means(draft), self._parties(draft)), []).append(draft)
        self.spokespersons = self._days_of_spokespersons()

    def _means(self, draft: Draft) -> str | None:
        return draft.trigger.mode if draft.trigger.mode in _DISTANT else None

    def _parties(self, draft: Draft) -> frozenset[str]:
        return frozenset(actor for part in draft.parts for actor in part.mention.ids)

    def met_again(self, draft: Draft) -> When | None:
        """The day of a meeting that was told before with the same parties, where the document knows of one day only:
        whatever else one of them did on another day in between."""
        if draft.trigger.family is not Family.CONTACT or len(self._parties(draft)) < 2:
            return None
        told = self.meetings.get((self._means(draft), self._parties(draft)), ())
        days = {(other.when.start, other.when.end) for other in told if other.when is not None}
        before = next((other for other in told if other.number < draft.number), None)
        return inherited(before.when) if before is not None and before.when is not None and len(days) == 1 else None

    # ------------------------------------------------------------------ spokespersons

    def _speaks_for_state(self, actor: str) -> bool:
        known = self.registry.actors.get(actor)
        return known is not None and any(office.title == "spokesperson" for office in known.offices)

    def _speaker(self, draft: Draft) -> str | None:
        """The spokesperson who alone acts or speaks."""
        doers = {a for p in draft.parts if p.role is Role.AGENT for a in p.mention.ids}
        alone = next(iter(doers)) if len(doers) == 1 else ""
        return alone if self._speaks_for_state(alone) else None

    def _days_of_spokespersons(self) -> dict[str, When]:
        """The one day on which a spokesperson is told to have spoken, where it is one."""
        days: dict[str, set[When]] = {}
        for draft in self.drafts:
            speaker, past = self._speaker(draft), draft.modality.tense is Tense.PAST
            if speaker is not None and past and draft.when is not None and draft.when.is_day:
                days.setdefault(speaker, set()).add(inherited(replace(draft.when, words="")))
        spans = {speaker: {(day.start, day.end) for day in told} for speaker, told in days.items()}
        return {speaker: next(iter(told)) for speaker, told in days.items() if len(spans[speaker]) == 1}

    def press_day(self, draft: Draft) -> When | None:
        """The day of the press conference at which a spokesperson said what bears no day."""
        speaker = self._speaker(draft)
        spoken = draft.utterance is not None or draft.trigger.family is Family.STATEMENT
        return self.spokespersons.get(speaker) if speaker is not None and spoken else None

    # ------------------------------------------------------------------ places

    def refined(self, draft: Draft, place: PlaceRef | None) -> PlaceRef | None:
        """The place of a draft: of what is said or signed at a meeting in a building its city, as it is reported; the
        town of the meeting where the clause itself only names the country; of a spokesperson the town of the
        dateline, where it is one of the own state."""
        if place is None:
            return self._press_room(draft)
        if draft.trigger.family in (Family.CONTACT, Family.TRAVEL):
            return place
        known = self.registry.places.get(place.id)
        if known is None:
            return place
        close = self.parsed.sentences[draft.sentence].coverbs is not None
        if close and place.end == 0 and known.kind in _INSIDE:
            while known.kind in _INSIDE and known.within in self.registry.places:
                known = self.registry.places[known.within or ""]
            return PlaceRef(id=known.id, name=known.name, start=0, end=0)
        if (
            known.kind in _WIDE
            and draft.trigger.family is Family.STATEMENT
            and draft.trigger.type is not EventType.AGREE
        ):
            return self._town(draft, place)
        return place

    def _town(self, draft: Draft, place: PlaceRef) -> PlaceRef:
        """The place of the meeting on the same day that lies in the country named."""
        doers = {a for p in draft.parts if p.role is Role.AGENT for a in p.mention.ids}
        for (means, parties), told in self.meetings.items():
            if means is not None or not doers or not doers <= parties:
                continue
            for other in told:
                if other.place is None or other.when is None or draft.when is None:
                    continue
                same = (other.when.start, other.when.end) == (draft.when.start, draft.when.end)
                if same and self._within(other.place.id, place.id):
                    return replace(other.place, start=0, end=0)
        return place

    def _within(self, inner: str, outer: str) -> bool:
        place = self.registry.places.get(inner)
        if place is not None and inner != outer and place.country == outer:
            return True
        while place is not None and place.within != outer:
            place = self.registry.places.get(place.within or "")
        return place is not None

    def _press_room(self, draft: Draft) -> PlaceRef | None:
        speaker, places = self._speaker(draft), self.parsed.document.places
        if speaker is None or not places or places[0].start > _DATELINE:
            return None
        usual = draft.modality.tense is Tense.PAST and draft.modality.polarity is not Polarity.DENIED
        if not usual or draft.modality.certainty is not Certainty.CERTAIN:
            return None
        if draft.utterance is None and draft.trigger.family not in (Family.STATEMENT, Family.DOCUMENT):
            return None
        day = self.spokespersons.get(speaker)
        if day is None or (draft.when is not None and (day.start, day.end) != (draft.when.start, draft.when.end)):
            return None
        known = self.registry.places.get(places[0].id)
        own = self.registry.actors[speaker].state
        if known is None or known.kind != "city" or known.country != own:
            return None
        return PlaceRef(id=known.id, name=known.name, start=0, end=0)
