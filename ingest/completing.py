"""Parties of drafts that their clause leaves unsaid, in a language that says little twice: whom a refusal or reproach
answers, and the state of the place that is travelled to."""

from dataclasses import replace

from graph.model import EventType, Family, PlaceRef, Role
from graph.registry import Registry
from ingest.document import ActorMention
from ingest.drafts import Draft
from ingest.parsed import Parsed
from ingest.roles import Part

# what is said to somebody, so that whoever acted just before is meant where nobody is named
_ANSWERING = frozenset((EventType.REJECT, EventType.ACCUSE, EventType.REQUEST, EventType.THREATEN))
_REACH = 1  # sentences back in which whom an answer is to is looked for


class Completing:
    """Completes the drafts of one document, given in the order of the text."""

    def __init__(self, parsed: Parsed, drafts: list[Draft]) -> None:
        self.parsed = parsed
        self.registry: Registry = parsed.registry
        self.sentences = parsed.sentences
        self.drafts = drafts

    def complete(self, draft: Draft) -> None:
        """Add the party that is left unsaid, once the place of the draft is known."""
        if self.sentences[draft.sentence].grammar.declined:
            return
        if draft.trigger.family is Family.TRAVEL:
            self._host(draft)
        elif draft.trigger.type is EventType.ASSAULT and self.sentences[draft.sentence].coverbs is not None:
            self._attacked(draft)
        elif self.sentences[draft.sentence].coverbs is None:
            return  # where subjects are seldom left out, whom an answer is to is told or open
        elif draft.trigger.type is EventType.AGREE:
            self._invited(draft)
        elif draft.trigger.type in _ANSWERING and draft.trigger.family is Family.STATEMENT:
            self._answered(draft)

    def _host(self, draft: Draft) -> None:
        """前往叶卡捷琳堡: the state of the place; and where a state alone is told, the place is that state (访俄)."""
        hosts = [p.mention for p in draft.parts if p.role is Role.RECIPIENT]
        if not hosts and draft.place is not None:
            place = self.registry.places.get(draft.place.id)
            state = (place.country or "") if place is not None else ""
            state = draft.place.id if draft.place.id in self.registry.actors else state
            if state in self.registry.actors and state not in self._states(draft):
                draft.parts.append(Part(self._mention(state, draft.place), Role.RECIPIENT, "host"))
        elif draft.place is None and len(hosts) == 1 and hosts[0].ids[0] in self.registry.places:
            mention = hosts[0]
            name = self.registry.places[mention.ids[0]].name
            draft.place = PlaceRef(id=mention.ids[0], name=name, start=mention.start, end=mention.end)

    def _attacked(self, draft: Draft) -> None:
        """俄军包围马里乌波尔: the state of the place that is attacked, where nobody else is."""
        place = self.registry.places.get(draft.place.id) if draft.place is not None else None
        state = (place.country or "") if place is not None else ""
        if draft.place is None or state not in self.registry.actors or state in self._states(draft):
            return
        if not any(p.role is Role.RECIPIENT for p in draft.parts):
            draft.parts.append(Part(self._mention(state, draft.place), Role.RECIPIENT, "host"))

    def _mention(self, state: str, place: PlaceRef) -> ActorMention:
        name = self.registry.actors[state].name
        return ActorMention(start=place.start, end=place.end, ids=(state,), names=(name,), kind="state", form="metonym")

    def _invited(self, draft: Draft) -> None:
        """…邀请…，中方接受了邀请: whose invitation it was."""
        own = self._states(draft)
        if len({actor for part in draft.parts for actor in part.mention.ids}) > 1:
            return
        for other in reversed(self.drafts[: draft.number]):
            if draft.sentence - other.sentence > _REACH:
                return
            hosts = [p for p in other.parts if p.role is Role.AGENT and not set(p.mention.ids) & own]
            if other.trigger.family is Family.INVITATION and hosts:
                draft.parts.append(Part(hosts[0].mention, Role.RECIPIENT, "answered"))
                return

    def _answered(self, draft: Draft) -> None:
        """…，中方拒绝: whoever did or said what is refused, as the state that he is of."""
        if any(p.role is Role.RECIPIENT for p in draft.parts):
            return
        own = self._states(draft)
        for other in reversed(self.drafts[: draft.number]):
            if draft.sentence - other.sentence > _REACH or not self._same_block(draft, other):
                return
            for part in other.parts:
                whom = self._whom(part.mention)
                if part.role is not Role.RECIPIENT and whom is not None and not set(whom.ids) & own:
                    draft.parts.append(Part(whom, Role.RECIPIENT, "answered"))
                    return

    def _same_block(self, draft: Draft, other: Draft) -> bool:
        return self.sentences[draft.sentence].sentence.block == self.sentences[other.sentence].sentence.block

    def _whom(self, mention: ActorMention) -> ActorMention | None:
        """A mention as the state that it is of; None for several at once and for the press."""
        if len(mention.ids) != 1 or mention.kind == "media" or mention.form == "unnamed":
            return None
        known = self.registry.actors.get(mention.ids[0])
        if known is None or known.kind == "media":
            return None
        if known.state is None or known.kind == "state":
            return mention if known.kind == "state" else None
        name = self.registry.actors[known.state].name
        return replace(mention, ids=(known.state,), names=(name,), kind="state")

    def _states(self, draft: Draft) -> set[str]:
        """The actors of a draft and the states that they are of."""
        actors = {actor for part in draft.parts for actor in part.mention.ids}
        states = {self.registry.actors[a].state for a in actors if a in self.registry.actors}
        return actors | {state for state in states if state}
