"""What is said at a briefing: of its day, and in the town of the dateline, as long as the same voice goes on.

"…, the spokeswoman said at a briefing on Tuesday. … she added": an utterance has no day but that of its sentence,
unless it belongs to a briefing, meeting or interview whose day was told; who goes on there goes on on that day.
"""

from graph.model import Family, PlaceRef, Polarity, Role, Tense
from graph.when import When
from ingest.dating import inherited
from ingest.drafts import Draft
from ingest.parsed import Parsed

_GOES_ON = 5  # sentences over which somebody goes on at a briefing


class Briefings:
    """Tells, for the drafts of one document in the order of the text, which belong to a briefing told before."""

    def __init__(self, parsed: Parsed, drafts: list[Draft]) -> None:
        self.parsed = parsed
        self.drafts = drafts
        self.at: dict[int, Draft] = {}  # number of a draft -> the first one of its briefing
        grammar = parsed.sentences[0].grammar.data if parsed.sentences else {}
        self.nouns = tuple(tuple(words.split()) for words in grammar.get("briefings", ()))
        self.line = self._dateline() if self.nouns else None

    def day(self, draft: Draft) -> When | None:
        """The day of the briefing that an undated draft goes on at; notes those that open one."""
        if not self.nouns or draft.trigger.family is not Family.STATEMENT:
            return None
        if draft.when is not None and draft.when.is_day and self._opens(draft):
            self.at[draft.number] = draft
            return None
        opened = self._before(draft) if draft.when is None and self._past(draft) else None
        if opened is None or opened.when is None:
            return None
        self.at[draft.number] = opened
        return inherited(opened.when)

    def place(self, draft: Draft) -> PlaceRef | None:
        """The place of the briefing: what its first words name, else the town of the dateline."""
        opened = self.at.get(draft.number)
        if opened is None or draft.modality.tense is not Tense.PAST:
            return None
        if opened is not draft and opened.place is not None:
            return opened.place
        return self.line if self._says(opened, self.nouns) else None

    def _opens(self, draft: Draft) -> bool:
        """Whether a clause tells at what something was said: "said at a briefing", "told a forum in Sochi"."""
        clauses, times = self.parsed.sentences[draft.sentence], self.parsed.times[draft.sentence]
        if self._says(draft, self.nouns):
            return True
        for first, _, found in self.parsed.triggers.nouns.find(clauses.bases, 0, len(clauses.lows)):
            if found[0].family is Family.CONTACT and times.meanwhile(first):
                return True
        return False

    def _says(self, draft: Draft, phrases: tuple[tuple[str, ...], ...]) -> bool:
        """Whether the sentence of a draft holds one of some phrases."""
        lows = self.parsed.sentences[draft.sentence].lows
        starts = range(len(lows))
        return any(tuple(lows[at : at + len(words)]) == words for words in phrases for at in starts)

    def _before(self, draft: Draft) -> Draft | None:
        """The first draft of the briefing at which the same one spoke last."""
        who = _doers(draft)
        for other in reversed(self.drafts[max(0, draft.number - 40) : draft.number]):
            if draft.sentence - other.sentence > _GOES_ON or not who:
                return None
            if other.number in self.at and _doers(other) == who:
                return self.at[other.number]
        return None

    def _past(self, draft: Draft) -> bool:
        anterior = draft.verb is not None and draft.verb.anterior
        told = draft.modality.tense is Tense.PAST and draft.modality.polarity is Polarity.AFFIRMED
        return told and not anterior and draft.verb is not None

    def _dateline(self) -> PlaceRef | None:
        """The town in capitals that opens a paragraph: "BEIJING, March 27. /TASS/."."""
        document = self.parsed.document
        starts = {block.start for block in document.blocks}
        for place in document.places:
            words = document.text[place.start : place.end]
            if place.start in starts and words.isupper() and words.isalpha() and len(words) > 2:
                return PlaceRef(id=place.id, name=place.name, start=place.start, end=place.end)
        return None


def _doers(draft: Draft) -> frozenset[str]:
    return frozenset(a for p in draft.parts if p.role is not Role.RECIPIENT for a in p.mention.ids)
