"""When a claim's happening is put: the time expression that goes with a verb or noun."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from graph.model import TimeMention
from graph.when import Basis, Kind, Precision, When
from ingest.clauses import Clauses, Verb

_LONG = (Precision.YEAR, Precision.DECADE, Precision.CENTURY)


def located(clauses: Clauses, start: int, end: int) -> tuple[int, int]:
    """Token indexes, relative to the sentence, that a span of code points covers: [first, last)."""
    tokens, offset = clauses.document.tokens, clauses.offset
    limit = offset + len(clauses.lows)
    first = bisect_right(tokens, start, lo=offset, hi=limit, key=lambda token: token.end)
    last = bisect_left(tokens, end, lo=first, hi=limit, key=lambda token: token.start)
    return first - offset, last - offset


class Times:
    """The datable time expressions of one sentence, by token."""

    def __init__(self, clauses: Clauses, times: Sequence[TimeMention], happens: Callable[[int], bool]) -> None:
        self.clauses = clauses
        self.happens = happens  # whether a token is the noun of a happening
        self.rows = [
            (*located(clauses, t.start, t.end), t)
            for t in times
            if t.when is not None and (t.type in ("DATE", "TIME") or _part_of_year(t))
        ]
        self.rows = [r for r in self.rows if not self._ahead(r)]

    def _ahead(self, row: tuple[int, int, TimeMention]) -> bool:
        """ "ahead of the Spring Festival": a day that something only comes before, or besides, is not its day."""
        when = row[2].when
        if row[0] > 0 and self.clauses.categories[row[0] - 1] == "T":
            return False  # "depuis plus de deux ans vendredi": the mark is of the time before it
        return when is not None and when.kind in (Kind.THROUGHOUT, Kind.WITHIN) and self.landmark(row[0])

    def of(self, first: int, last: int, verb: Verb | None) -> When | None:
        """The date of what stands at tokens [first, last) under `verb`: its own clause first, then the sentence."""
        if not self.rows:
            return None
        if verb is not None and self.clauses.coverbs is not None:
            return self._of_verb(first, last, verb)
        own = [row for row in self.rows if self._attached(row[0], first, last) or self._adjectival(row[0], first)]
        if own:
            return self._joined(own[0])
        region = self._region(first, last, verb)
        inside = [
            r
            for r in self.rows
            if region[0] <= r[0] < region[1]
            and not self._of_noun(r)
            and not self._of_other(r[0], first, last)
            and not self._participial(r[0])
        ]
        if inside:
            return self._joined(min(inside, key=lambda r: (self._lasting(r[0]), self._distance(r, first, last))))
        return None

    def own(self, first: int, last: int) -> bool:
        """Whether a date stands right beside a noun at tokens [first, last): "на декабрьском заседании"."""
        return any(self._attached(row[0], first, last) or self._adjectival(row[0], first) for row in self.rows)

    def _of_verb(self, first: int, last: int, verb: Verb) -> When | None:
        """The date of a verb where each date stands before its verb: 邀请王毅年底前访俄 dates the visit alone."""
        coverbs = self.clauses.coverbs
        start, end = self._region(first, last, verb)
        inside = [
            r
            for r in self.rows
            if start <= r[0] < max(end, last)
            and not self._of_noun(r)
            and not self._of_other(r[0], first, last)
            and coverbs is not None
            and coverbs.owns(verb, r[0])
        ]
        return self._joined(min(inside, key=lambda r: self._distance(r, first, last))) if inside else None

    def of_sentence(
        self, first: int, last: int, verb: Verb | None, inside: Callable[[int], bool] = lambda _: False
    ) -> When | None:
        """A date elsewhere in the sentence, marked as inherited: one that stands before all verbs, one of the verb
        above, or one of the happening that the clause is about ("L'entretien de mercredi survient alors que …"); none
        that stands `inside` what the verb reports."""
        usable = [r for r in self.rows if not inside(r[2].start) and self._reaches(r, first, verb)]
        if not usable:
            return None
        best = min(usable, key=lambda r: (_is_long(r[2]), self._distance(r, first, last)))
        when = self._joined(best)
        if when is not None and verb is not None and when.kind is Kind.SINCE and self._when_of(best, verb):
            when = _at_it(when)
        return inherited(when) if when else None

    def _when_of(self, row: tuple[int, int, TimeMention], verb: Verb) -> bool:
        """ "n'est pas sorti depuis mars 2020, quand le pays fermait ses frontières": the clause tells of that time."""
        c = self.clauses
        at = row[1]
        while at < len(c.lows) and c.categories[at] in (",", "Q"):
            at += 1
        opens = at < len(c.lows) and (
            c.lows[at] in c.grammar.data["temporal"] or c.lows[at] in c.grammar.data["whereabouts"]
        )
        return opens and verb.first > at

    def _reaches(self, row: tuple[int, int, TimeMention], first: int, verb: Verb | None) -> bool:
        c, at = self.clauses, row[0]
        happening = self._of_happening(at)
        if self._of_other(at, first, max(first + 1, verb.last if verb is not None else 0)):
            return False
        if (self._of_noun(row) and not happening) or self._participial(at):
            return False
        if self._relative(at, first) and not happening:
            return False
        owner = self._owner(at)
        if owner is not None and not happening and self._of_other(at, owner.first, owner.last):
            return False
        if owner is None or (owner.kind == "finite" and verb is None):
            return True
        if verb is not None and self._announces(owner, verb):
            return False
        if verb is None:
            return owner.kind != "infinitive"
        above = verb
        while above.governor >= 0:
            above = c.verbs[above.governor]
            if above.first == owner.first:
                return True
        if owner.kind == "infinitive":
            return False
        return owner.first <= verb.first and self._subordinate(owner, verb)

    def _announces(self, owner: Verb, verb: Verb) -> bool:
        """Whether a date is of what was said or charged, and the verb tells what is to come or was charged: "a confirmé
        ce 14 mai qu'il se rendrait en Chine"."""
        later = verb.tense in ("future", "conditional") and not verb.anterior and owner.tense in ("past", "present")
        return (later and owner.last <= verb.first) or bool(self.clauses.grammar.accusing & set(owner.lemmas))

    def _subordinate(self, owner: Verb, verb: Verb) -> bool:
        """Whether the clause of `verb` hangs on that of `owner`, or shares its subject."""
        if self.clauses.coverbs is not None:
            return self.clauses.coverbs.holds(owner, verb)
        between = self.clauses.categories[owner.last : verb.first]
        return "S" in between or "R" in between or "C" in between or owner.first == verb.first

    def _owner(self, at: int) -> Verb | None:
        """The verb in whose clause a date stands; None for one before all verbs."""
        c = self.clauses
        if c.coverbs is not None:
            return c.coverbs.dated(at)
        verbs = [v for v in c.verbs if v.kind in ("finite", "infinitive")]
        inside = [v for v in verbs if v.last <= at < max(c.right_end(v), v.last)]
        if inside:
            return inside[-1]
        before = [v for v in verbs if v.last <= at]
        return before[-1] if before else None

    def _adjectival(self, at: int, first: int) -> bool:
        """Whether a date is an adjective right before a noun: "на декабрьском заседании"."""
        c = self.clauses
        return c.grammar.declined and at == first - 1 and c.verb_at(first) is None and self._adjective(at)

    def _of_happening(self, at: int) -> bool:
        """ "L'entretien de mercredi": the noun before it names a happening, and not one beside which the clause tells
        of something else ("au-delà du défilé de vendredi")."""
        if self.happens(at + 1) and self._adjectival(at, at + 1):
            return True
        index = at - 1
        while index >= 0 and self.clauses.categories[index] in ("D", "P"):
            index -= 1
        return index >= 0 and self.happens(index) and not self.landmark(index)

    def landmark(self, index: int) -> bool:
        """Whether a noun is only what something comes before, since or besides: "накануне ожидаемого саммита"."""
        c = self.clauses
        marks = c.grammar.data["landmarks"]
        while index > 0 and c.categories[index - 1] in ("D", "W", "J", "A", "T", "N", "M"):
            index -= 1
            if c.lows[index] in marks:
                return True
        if index > 0 and c.lows[index - 1] in marks:
            return True
        if index > 1 and c.lows[index - 1] in c.grammar.of:  # "ahead of", "à la veille de la cérémonie de"
            return c.lows[index - 2] in marks or (c.categories[index - 2] in ("W", "J") and self.landmark(index - 2))
        return False

    def _region(self, first: int, last: int, verb: Verb | None) -> tuple[int, int]:
        if verb is None:
            return first, self.clauses._noun_end(last)
        start = self.clauses.clause_start(verb)
        end = self.clauses.right_end(verb)
        while verb.governor >= 0:
            verb = self.clauses.verbs[verb.governor]
            if self.clauses.grammar.accusing & set(verb.lemmas):
                return first, self._temporal(max(end, last))  # an accusation's day is not that of what it is about
            start = min(start, self.clauses.clause_start(verb)) if verb.kind != "finite" else start
            break
        return start, self._temporal(max(end, last))

    def _temporal(self, end: int) -> int:
        """A clause of time right behind belongs to what it dates: "à venir « quand il pourra cette année »"."""
        c = self.clauses
        at = end
        while at < len(c.lows) and c.categories[at] in ("Q", ","):
            at += 1
        if at >= len(c.lows) or c.lows[at] not in c.grammar.data["temporal"]:
            return end
        while at < len(c.lows) and c.categories[at] not in (",", ";", "q"):
            at += 1
        return at

    def _attached(self, at: int, first: int, last: int) -> bool:
        """ "entretien de mercredi", "le sommet du 4 février", "visite jeudi": right behind a noun."""
        c = self.clauses
        if not last <= at <= last + 3:
            return False
        between = c.categories[last:at]
        return all(x in ("P", "D") for x in between) and c.verb_at(first) is None

    def _of_noun(self, row: tuple[int, int, TimeMention]) -> bool:
        """Whether a date only modifies the noun before it: "une proposition de 2023", "итоги 2023 года", "le bilan
        2023"; not "à partir de 2027"."""
        c, when = self.clauses, row[2].when
        if when is not None and when.kind in (Kind.SINCE, Kind.UNTIL):
            return False
        index = row[0] - 1
        bare = when is not None and when.precision in _LONG and row[2].text[:1].isdigit()
        if bare and c.coverbs is None and index >= 0 and c.categories[index] == "W" and c.verb_at(index) is None:
            return True
        while index >= 0 and c.categories[index] == "D":
            index -= 1
        return index > 0 and c.lows[index] in c.grammar.of and c.categories[index - 1] in ("W", "J")

    def _before_noun(self, row: tuple[int, int, TimeMention]) -> int:
        """The noun of a happening that a date stands before as an adjective does ("its 24 February invasion"); -1 where
        it does not."""
        c, at = self.clauses, row[1]
        if not c.grammar.modifier_first or c.coverbs is not None or row[0] == 0 or at >= len(c.lows):
            return -1
        if c.categories[row[0] - 1] != "D" and c.lows[row[0] - 1] not in c.grammar.genitive:
            return -1
        while at < len(c.lows) and c.categories[at] in ("J", "W") and not self.happens(at) and at < row[1] + 2:
            at += 1
        return at if at < len(c.lows) and self.happens(at) else -1

    def _lasting(self, at: int) -> bool:
        """Whether a date says for how long what was done is to hold: "signed a programme for 2018-2022"."""
        return at > 0 and self.clauses.lows[at - 1] in self.clauses.grammar.data["lasting"]

    def _of_other(self, at: int, first: int, last: int) -> bool:
        """Whether a date goes with another happening that stands between it and the claim, inside a complement: "son
        premier déplacement depuis l'invasion de l'Ukraine en février 2022"."""
        categories = self.clauses.categories
        row = next((r for r in self.rows if r[0] == at), None)
        noun = self._before_noun(row) if row is not None else -1
        if noun >= 0 and not first <= noun < last:
            return True
        for index in range(at - 1, last - 1, -1):
            if categories[index] in (",", ";", "V", "q", ")"):
                return False
            if self.happens(index) and not first <= index < last:
                return not self.meanwhile(index) and not self._manner(index)
        return False

    def meanwhile(self, index: int) -> bool:
        """Whether a noun is what the claim happened at or during: "lors d'une réunion mardi"."""
        c = self.clauses
        while index > 0 and c.categories[index - 1] in ("D", "W", "J", "A", "T"):
            index -= 1
        if index > 1 and c.lows[index - 1] in c.grammar.of and c.categories[index - 2] == "P":
            index -= 1  # "lors de"
        return index > 0 and c.grammar.prepositions.get(c.lows[index - 1], "") in c.grammar.data["meanwhile"]

    def _manner(self, index: int) -> bool:
        """Whether a noun only says how: "se sont parlé par visioconférence le 21 janvier"."""
        c = self.clauses
        while index > 1 and (c.categories[index - 1] in ("J", "A") or self._adjective(index - 1)):
            index -= 1  # "с государственным визитом 20 мая"
        return index > 0 and c.lows[index - 1] in c.grammar.manner and c.lows[index - 1] not in c.grammar.of

    def _adjective(self, index: int) -> bool:
        grammar = self.clauses.grammar
        return bool(grammar.declined and grammar.lexicon.adjective(self.clauses.lows[index]))

    def _participial(self, at: int) -> bool:
        """Whether a date goes with a participle behind a comma: "sa nomination, intervenue le 30 décembre"."""
        c = self.clauses
        index = at - 1
        while index > 0 and c.categories[index] in ("P", "D"):
            index -= 1
        if index < 1 or c.categories[index] != "W" or c.categories[index - 1] != ",":
            return False
        return any(form.kind == "participle" for form in c.grammar.lexicon.forms(c.lows[index]))

    def _relative(self, at: int, first: int) -> bool:
        """Whether a relative pronoun stands between a date and the claim, so that it belongs to another clause."""
        low, high = (at, first) if at < first else (first, at)
        that = self.clauses.grammar.that
        if self.clauses.grammar.declined:  # "отправится в Аньхой, где осмотрит": on the same day
            that = that | frozenset(self.clauses.grammar.data["whereabouts"])
        return any(
            self.clauses.categories[i] == "R" and self.clauses.lows[i] not in that and not self._held_in(i, at)
            for i in range(low, high)
        )

    def _held_in(self, index: int, at: int) -> bool:
        """ "31 мая стартует саммит, в котором примет участие": whether the relative pronoun at an index stands for the
        happening that a date before it dates, as where or when its clause takes place."""
        c = self.clauses
        if index < 2 or at > index or c.categories[index - 1] != "P":
            return False
        return any(self.happens(i) for i in range(max(at, index - 12), index - 1))

    def _distance(self, row: tuple[int, int, TimeMention], first: int, last: int) -> int:
        return first - row[1] if row[1] <= first else max(0, row[0] - last)

    def _joined(self, row: tuple[int, int, TimeMention]) -> When | None:
        """The interval of a time expression; days that are listed ("mercredi et jeudi") are run together."""
        when = row[2].when
        for other in self.rows:
            if other is row or other[2].when is None or when is None:
                continue
            near = min(abs(other[0] - row[1]), abs(row[0] - other[1])) <= 1
            if near and when.precision is Precision.DAY and other[2].when.precision is Precision.DAY:
                when = _span(when, other[2].when)
        return when


def _span(a: When, b: When) -> When:
    if a.start is None or b.start is None or a.end is None or b.end is None:
        return a
    start, end = min(a.start, b.start), max(a.end, b.end)
    if end - start > timedelta(days=7) or start == end:
        return a
    words = a.words if a.start == start else b.words
    return When(
        start=start,
        end=end,
        kind=Kind.THROUGHOUT,
        precision=Precision.DAY,
        edtf=f"{start.isoformat()}/{end.isoformat()}",
        basis=a.basis,
        words=words,
    )


def inherited(when: When) -> When:
    """The same interval, taken over from elsewhere; what was inferred (the day of publication) stays inferred."""
    return when if when.basis is Basis.INFERRED else replace(when, basis=Basis.INHERITED)


def _at_it(when: When) -> When:
    """The time itself that something lasts since."""
    edtf = when.edtf.removesuffix("/..") if when.edtf else when.edtf
    kind = Kind.THROUGHOUT if when.is_day else Kind.WITHIN
    return replace(when, kind=kind, edtf=edtf)


def same_day(a: date | None, b: date | None) -> bool:
    """Both known and equal."""
    return a is not None and a == b


def _part_of_year(time: TimeMention) -> bool:
    """ "the first four months of 2026", 今年前四个月: a length that lies on the calendar."""
    return time.when is not None and time.when.start is not None and time.rule.endswith(".portion")


def _is_long(time: TimeMention) -> bool:
    return time.when is not None and time.when.precision in _LONG
