"""What takes over no day, and what takes over that of a flashback: the limits of inheriting a date.

A date that stands beside something else is not its date. A claim without a date of its own is kept from the day told
nearby where its words put it at another time: behind "since", in a sentence with a date of its own, in a flashback, as
an invitation that a visit rests on, in the imperfect of a standing practice."""

from bisect import bisect_right
from datetime import timedelta

from graph.model import Family, TimeMention
from graph.when import Kind, Precision, When
from ingest.dating import inherited, located
from ingest.drafts import Draft
from ingest.parsed import Parsed

_HEAD = 3  # tokens at the head of a sentence in which a date opens a flashback
_RUNS_ON = 3  # sentences over which a flashback runs on
_LONG_AGO = timedelta(days=200)  # before publication: a flashback
_WIDE = (Precision.DAY, Precision.MONTH, Precision.YEAR)
_INVITER = 8  # tokens before an invitation in which the preposition of "at the invitation of" stands


class Dayless:
    """Tells, for the drafts of one document, which take over no day."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.sentences = parsed.sentences
        self.anchor = parsed.document.anchor
        self.stamped = sorted(parsed.stamps)

    def undated(self, draft: Draft) -> bool:
        """Whether a draft in the past has no day that could be taken over from what is told around it."""
        return self._standing(draft) or self._since(draft) or self._landmark(draft)

    def beside(self, draft: Draft) -> When | None:
        """ "défendue fin janvier par X, lors d'un entretien avec Y": a noun that tells at what something happened is of
        the past time of the sentence told before it, however vague."""
        times = self.parsed.times[draft.sentence]
        if draft.verb is not None or draft.carrier is not None or not times.meanwhile(draft.first):
            return None
        before = [row[2].when for row in times.rows if row[1] <= draft.first and row[2].when is not None]
        if not before or before[-1].kind in (Kind.SINCE, Kind.UNTIL) or self.anchor is None:
            return None
        when = before[-1]
        return inherited(when) if when.end is not None and when.end <= self.anchor else None

    def standing_invitation(self, draft: Draft) -> bool:
        """ "Ce 20 mars, il est à Moscou à l'invitation de …": an invitation that a visit rests on was given before, on
        no day that is told, unless a date stands right behind it."""
        clauses = self.sentences[draft.sentence]
        if draft.trigger.family is not Family.INVITATION or (draft.verb is not None and clauses.coverbs is None):
            return False
        at, marks = draft.first - 1, clauses.grammar.data["invited"]
        while at >= max(0, draft.first - _INVITER) and clauses.categories[at] not in (",", ";", "V"):
            if clauses.lows[at] in marks:
                return self.parsed.times[draft.sentence].of(draft.first, draft.last, None) is None
            if draft.verb is None and clauses.categories[at] == "P":
                return False
            at -= 1
        return False

    def entry(self, block: int) -> int | None:
        """The first block of the entry, in an account that runs by the clock, that a block belongs to."""
        at = bisect_right(self.stamped, block)
        return self.stamped[at - 1] if at else None

    def flashback(self, draft: Draft) -> When | None:
        """ "En 2014, … C'était la première fois que …": the time that opens a flashback, for the sentences behind it
        in the same paragraph that name no other time."""
        block = self.sentences[draft.sentence].sentence.block
        for number in range(draft.sentence - 1, max(-1, draft.sentence - 1 - _RUNS_ON), -1):
            if self.sentences[number].sentence.block != block:
                return None
            if self._cut(number + 1, draft.first if number + 1 == draft.sentence else None):
                return None
            opening = self._opening(number)
            if opening is not None:
                return inherited(opening)
        return None

    def _cut(self, number: int, first: int | None) -> bool:
        """Whether a sentence, up to token `first`, names a time of its own, so that the thread is cut."""
        clauses = self.sentences[number]
        stop = len(clauses.lows) if first is None else first
        return any(located(clauses, t.start, t.end)[0] < stop for t in self._times(number) if t.when is not None)

    def _opening(self, number: int) -> When | None:
        """The past and distant time at the head of a sentence."""
        clauses = self.sentences[number]
        for mention in self._times(number):
            when = mention.when
            if when is None or when.end is None or when.kind in (Kind.SINCE, Kind.UNTIL) or self.anchor is None:
                continue
            first, _ = located(clauses, mention.start, mention.end)
            if first < _HEAD and when.precision in _WIDE and self.anchor - when.end > _LONG_AGO:
                return when
        return None

    def _times(self, number: int) -> list[TimeMention]:
        return [t for t in self.parsed.dates.of(self.sentences[number].sentence) if t.type in ("DATE", "TIME")]

    def _standing(self, draft: Draft) -> bool:
        """ "a déclaré que les deux pays agissaient de concert": an imperfect inside what is reported is its present."""
        verb = draft.verb
        if verb is None or verb.tense != "imperfect" or draft.utterance is not None:
            return False
        return self.parsed.reported(self.sentences[draft.sentence], draft.first, draft.sentence)

    def _since(self, draft: Draft) -> bool:
        """ "la première visite depuis que la Cour a émis un mandat": what a clause of "since" tells happened before."""
        verb, clauses = draft.verb, self.sentences[draft.sentence]
        if verb is None or clauses.coverbs is not None:
            return False
        at = clauses.clause_start(verb) - 1
        words = clauses.lows[max(0, at - 2) : at + 1]
        return any(mark == words[-len(mark) :] for mark in clauses.grammar.data["since"]) and at >= 0

    def _landmark(self, draft: Draft) -> bool:
        """ "накануне ожидаемого саммита": what something comes before or besides."""
        return draft.verb is None and self.parsed.times[draft.sentence].landmark(draft.first)
