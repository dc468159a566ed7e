"""The other party of a happening that its clause leaves unsaid, where the text around makes it certain: whom a refusal,
demand, reproach or sanction is to.

It is the one other state that the sentence names, else the sentences just before it, else the one other state that the
article is about. Taken over by discourse as in centering (Grosz, Joshi & Weinstein 1995), over states in place of
entities; a party so found is marked by the slot "around".
"""

from collections import Counter
from collections.abc import Iterable

from graph.model import EventType, Family, Role
from ingest.document import ActorMention
from ingest.drafts import Draft
from ingest.parsed import Parsed
from ingest.roles import Part

# what is done to somebody, by its kind
_DIRECTED = frozenset((
    EventType.REQUEST, EventType.REJECT, EventType.ACCUSE, EventType.THREATEN, EventType.SANCTION, EventType.CONCEDE,
))  # fmt: skip
_PERSONAL = ("person", "persons", "unknown", "media")
_BEFORE = 2  # sentences before one in which the other party is looked for
_SHARE = 0.8  # of all states named in an article, those of the two that it is about
_LEAST = 3  # times that each of the two is named


class Counterparts:
    """Completes the drafts of one document."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.registry = parsed.registry
        self.sentences = parsed.sentences
        self.usual = bool(self.sentences) and self.sentences[0].grammar.declined  # where parties are often left out
        if not self.usual:
            return
        self.named = [self._states_of(parsed.actors.of(c.sentence)) for c in self.sentences]
        self.about = self._about()

    def complete(self, draft: Draft) -> None:
        """Add the other party, where exactly one state can be it."""
        kind = draft.trigger.type
        if not self.usual or kind not in _DIRECTED or Role.RECIPIENT.value not in draft.trigger.frame.values():
            return
        doers = [p for p in draft.parts if p.role is not Role.RECIPIENT]
        if not doers or len(draft.parts) > len(doers) or draft.trigger.family is Family.CONTACT or draft.trigger.denial:
            return
        if any(part.mention.kind in _PERSONAL for part in doers):
            return  # who speaks answers anybody
        if draft.trigger.family is Family.TRADE and not all(
            p.mention.kind in ("state", "body", "group") for p in doers
        ):
            return  # a bank that tightens its checks does so to everybody
        own = {self._state(actor) for part in doers for actor in part.mention.ids} - {None}
        if not own:
            return
        other = self._other(draft.sentence, own)
        if other is not None:
            draft.parts.append(Part(other, Role.RECIPIENT, "around"))

    def _other(self, number: int, own: set[str | None]) -> ActorMention | None:
        """The one other state: of the sentence, of those before, of the article."""
        for near in (self.named[number : number + 1], self.named[max(0, number - _BEFORE) : number]):
            others = {state: mention for named in near for state, mention in named.items() if state not in own}
            if len(others) == 1:
                return next(iter(others.values()))
            if others:
                return None
        rest = [(state, mention) for state, mention in self.about.items() if state not in own]
        told = len(rest) == 1 and any(rest[0][0] in named for named in self.named[:number])
        return rest[0][1] if told else None

    def _about(self) -> dict[str, ActorMention]:
        """The two states that an article is about; empty where there are more, or one."""
        counts: Counter[str] = Counter()
        first: dict[str, ActorMention] = {}
        for mention in self.parsed.document.actors:
            for state, found in self._states_of((mention,)).items():
                counts[state] += 1
                first.setdefault(state, found)
        most = counts.most_common(2)
        both = sum(count for _, count in most)
        if len(most) < 2 or most[1][1] < _LEAST or both < _SHARE * counts.total():
            return {}
        return {state: first[state] for state, _ in most}

    def _states_of(self, mentions: Iterable[ActorMention]) -> dict[str, ActorMention]:
        """The states that are named, or whose people and bodies are."""
        found: dict[str, ActorMention] = {}
        for mention in mentions:
            for actor in mention.ids:
                state = self._state(actor)
                if state is not None and mention.kind != "media" and self._party(mention):
                    name = self.registry.actors[state].name
                    found.setdefault(state, ActorMention(
                        start=mention.start, end=mention.end, ids=(state,), names=(name,), kind="state", form="metonym",
                        first=mention.first, last=mention.last, bare=mention.bare,
                    ))  # fmt: skip
        return found

    def _party(self, mention: ActorMention) -> bool:
        """Whether a mention may be a party, and is no place: "предпочло Доху", "трубу из Туркмении"."""
        return mention.bare or mention.kind != "state"

    def _state(self, actor: str) -> str | None:
        """The state that an actor is, or is of."""
        known = self.registry.actors.get(actor)
        if known is None or known.kind == "media":
            return None
        return actor if known.kind in ("state", "group") else known.state
