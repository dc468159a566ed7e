"""The thread of a story: what has no day of its own happened when the sentence before says, when a meeting or ceremony
that it names took place ("на церемонии"), "then", or on the day that a report opens with.

For languages that are written so, where nothing else tells; each day so found is marked as inherited.
"""

from collections.abc import Iterator
from datetime import timedelta

from graph.model import Certainty, EventType, Family, Polarity, Tense
from graph.when import Kind, Precision, When
from ingest.clauses import Clauses
from ingest.dating import inherited
from ingest.drafts import Draft
from ingest.parsed import Parsed

_MARK = 2  # tokens before a clause in which "then" stands, which opens it
_NEAR = 2  # sentences over which "then" and "at the ceremony" reach
_OPENING = 3  # sentences that open a report
_FRESH = timedelta(days=2)  # between the day of the news and publication
_REPORT = 30  # sentences of a report that runs on from its opening
_TOLD = (Family.STATEMENT, Family.CONTACT, Family.DOCUMENT, Family.INVITATION, Family.OTHER)
_SHOWN = ("parade", "drill")  # what a report of its day shows, beside what is said


class Threads:
    """Days by the thread of the story, for the drafts of one document in the order of the text."""

    def __init__(self, parsed: Parsed, drafts: list[Draft]) -> None:
        self.parsed = parsed
        self.sentences = parsed.sentences
        self.drafts = drafts
        self.anchor = parsed.document.anchor
        self.usual = bool(self.sentences) and self.sentences[0].grammar.declined

    def near(self, draft: Draft) -> When | None:
        """The day of the thread for a happening in the past, whatever its kind; None where the thread is cut."""
        if not self.usual or not self._may_follow(draft):
            return None
        return self._then(draft) or self._occasion(draft) or self._next(draft)

    def apart(self, draft: Draft, other: Draft) -> bool:
        """Whether another draft stands inside words that somebody reports, and a draft does not, so that it hands on no
        day."""
        return self.usual and bool(self._over(other) - self._over(draft))

    def of_opening(self, draft: Draft) -> When | None:
        """The day that a report opens with, for what is said, met, signed or shown in it."""
        if not self.usual or draft.sentence > _REPORT or not self._may_follow(draft) or not self._of_news(draft):
            return None
        opening = self._opening()
        if opening is None or opening.when is None or opening.sentence > draft.sentence or opening is draft:
            return None
        block = self.sentences[draft.sentence].sentence.block
        for number in range(draft.sentence + 1):
            other = self.sentences[number]
            if number > opening.sentence and other.sentence.block == block and self._elsewhere(number, opening.when):
                return None
        return inherited(opening.when)

    # ------------------------------------------------------------------ conditions

    def _of_news(self, draft: Draft) -> bool:
        shown = draft.trigger.mode in _SHOWN
        told = draft.trigger.family in _TOLD or draft.trigger.type is EventType.SUPPORT
        if draft.trigger.family is Family.OTHER and not self._met(draft):
            return False  # "император участвовал": somebody of another story
        return (shown or told) and not self._reported(draft) and draft.modality.polarity is Polarity.AFFIRMED

    def _met(self, draft: Draft) -> bool:
        """Whether all who do something were told of before."""
        known = self.parsed.registry.actors
        who = {actor for part in draft.parts for actor in part.mention.ids if actor not in known}
        before = [d for d in self.drafts[: draft.number] if d.sentence < draft.sentence]
        return who <= {actor for d in before for part in d.parts for actor in part.mention.ids}

    def _may_follow(self, draft: Draft) -> bool:
        """Whether a draft is told as past, and nothing in its sentence puts it at another time."""
        clauses = self.sentences[draft.sentence]
        if draft.modality.tense is not Tense.PAST or draft.modality.certainty is Certainty.POSSIBLE:
            return False
        told = draft.verb is not None or draft.carrier is not None
        stative = (
            self.parsed.triggers.deeds is not None
            and draft.verb is not None
            and (set(draft.verb.lemmas) & self.parsed.triggers.deeds.stative)
        )
        return told and not stative and not self._elsewhere(draft.sentence, None) and not self._earlier(clauses, draft)

    def _earlier(self, clauses: Clauses, draft: Draft) -> bool:
        words = frozenset(clauses.grammar.data["earlier"]) - frozenset(clauses.grammar.data["then"])
        return any(low in words for low in clauses.lows[: draft.last])

    def _reported(self, draft: Draft) -> bool:
        return bool(self._over(draft))

    def _over(self, draft: Draft) -> set[int]:
        """The utterances that a draft stands inside of."""
        clauses = self.sentences[draft.sentence]
        position = self.parsed.document.tokens[clauses.offset + draft.first].start
        return {id(u) for u in self.parsed.attribution.over(position) if u.clausal}

    def _elsewhere(self, number: int, when: When | None) -> bool:
        """Whether a sentence names another time, of the past, outside what is only reported in it."""
        for first, _, time in self.parsed.times[number].rows:
            other = time.when
            if other is None or other.start is None or _holds(other, when):
                continue
            if when is not None and self.anchor is not None and other.start > self.anchor:
                continue
            position = self.parsed.document.tokens[self.sentences[number].offset + first].start
            if not any(u.clausal for u in self.parsed.attribution.over(position)):
                return True
        return False

    # ------------------------------------------------------------------ threads

    def _then(self, draft: Draft) -> When | None:
        """ "Тогда же было принято решение": when what was dated last before it happened."""
        clauses = self.sentences[draft.sentence]
        start = clauses.clause_start(draft.verb) if draft.verb is not None else draft.first
        if not set(clauses.lows[max(0, start - _MARK) : draft.last]) & set(clauses.grammar.data["then"]):
            return None
        return next((inherited(d.when) for d in self._before(draft) if d.when is not None), None)

    def _occasion(self, draft: Draft) -> When | None:
        """ "На церемонии присутствовали": when what was told last, or the meeting told last, took place."""
        clauses = self.sentences[draft.sentence]
        words = frozenset(clauses.grammar.data["occasions"])
        named = [
            at for at in range(1, len(clauses.lows))
            if clauses.bases[at] in words and clauses.lows[at - 1] in clauses.grammar.data["occasion"]
        ]  # fmt: skip
        if not named:
            return None
        return next((inherited(d.when) for d in self._before(draft) if d.when is not None and d.when.is_day), None)

    def _next(self, draft: Draft) -> When | None:
        """ "Вчера водители вышли к зданию. Полиция задержала двоих": of the same day as the sentence before it."""
        block = self.sentences[draft.sentence].sentence.block
        if draft.modality.polarity is Polarity.DENIED and draft.verb is None:
            return None
        if self._reported(draft):
            return None  # what is told inside somebody's words runs by its own thread
        for other in self._before(draft, reach=1):
            if other.sentence == draft.sentence or self.sentences[other.sentence].sentence.block != block:
                continue
            if other.verb is not None and other.verb.kind == "finite" and not self._reported(other):
                known = other.when is not None and other.when.precision in (Precision.DAY, Precision.MONTH)
                closed = known and other.when is not None and other.when.kind in (Kind.THROUGHOUT, Kind.WITHIN)
                return inherited(other.when) if closed and other.when is not None else None
        return None

    def _before(self, draft: Draft, reach: int = _NEAR) -> Iterator[Draft]:
        """The drafts before one, told as past and certain, the nearest first."""
        for index in range(draft.number - 1, -1, -1):
            other = self.drafts[index]
            if draft.sentence - other.sentence > reach:
                return
            told = other.modality.tense is Tense.PAST and other.modality.certainty is Certainty.CERTAIN
            if told and other.modality.polarity is Polarity.AFFIRMED:
                yield other

    def _opening(self) -> Draft | None:
        """What a report opens with, where it is news of its day."""
        for draft in self.drafts:
            if draft.sentence >= _OPENING:
                return None
            when = draft.when
            if when is None or not when.is_day or when.start is None or when.kind is not Kind.THROUGHOUT:
                continue
            fresh = self.anchor is not None and timedelta(0) <= self.anchor - when.start <= _FRESH
            past = draft.modality.tense is Tense.PAST and when.precision is Precision.DAY
            if fresh and past and not self._reported(draft):
                return draft
        return None


def _holds(period: When, when: When | None) -> bool:
    """Whether a period has a day in it."""
    if when is None or when.start is None or period.start is None:
        return False
    return period.start <= when.start and (period.end is None or when.start <= period.end)
