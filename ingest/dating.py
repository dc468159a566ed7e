"""When and where a claim's happening is put: the time expression and the place that go with a verb or noun."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from graph.model import PlaceRef, TimeMention
from graph.registry import Registry
from graph.when import Basis, Kind, Precision, When
from ingest.clauses import Clauses, Verb
from ingest.document import PlaceMention

_LONG = (Precision.YEAR, Precision.DECADE, Precision.CENTURY)


def located(clauses: Clauses, start: int, end: int) -> tuple[int, int]:
    """Token indexes, relative to the sentence, that a span of code points covers: [first, last)."""
    tokens = clauses.document.tokens
    first = next(
        (i for i in range(len(clauses.lows)) if tokens[clauses.offset + i].end > start), len(clauses.lows)
    )
    last = next(
        (i for i in range(first, len(clauses.lows)) if tokens[clauses.offset + i].start >= end), len(clauses.lows)
    )
    return first, last


class Times:
    """The datable time expressions of one sentence, by token."""

    def __init__(self, clauses: Clauses, times: Sequence[TimeMention], happens: Callable[[int], bool]) -> None:
        self.clauses = clauses
        self.happens = happens  # whether a token is the noun of a happening
        self.rows = [
            (*located(clauses, t.start, t.end), t)
            for t in times
            if t.when is not None and t.type in ("DATE", "TIME")
        ]

    def of(self, first: int, last: int, verb: Verb | None) -> When | None:
        """The date of what stands at tokens [first, last) under `verb`: its own clause first, then the sentence."""
        if not self.rows:
            return None
        if verb is not None and self.clauses.coverbs is not None:
            return self._of_verb(first, last, verb)
        own = [row for row in self.rows if self._attached(row[0], first, last)]
        if own:
            return self._joined(own[0])
        region = self._region(first, last, verb)
        inside = [
            r for r in self.rows
            if region[0] <= r[0] < region[1] and not self._of_noun(r[0]) and not self._of_other(r[0], first, last)
            and not self._participial(r[0])
        ]
        if inside:
            return self._joined(min(inside, key=lambda r: (self._lasting(r[0]), self._distance(r, first, last))))
        return None

    def _of_verb(self, first: int, last: int, verb: Verb) -> When | None:
        """The date of a verb where each date stands before its verb: 邀请王毅年底前访俄 dates the visit alone."""
        coverbs = self.clauses.coverbs
        start, end = self._region(first, last, verb)
        inside = [
            r for r in self.rows
            if start <= r[0] < max(end, last) and not self._of_noun(r[0]) and not self._of_other(r[0], first, last)
            and coverbs is not None and coverbs.owns(verb, r[0])
        ]
        return self._joined(min(inside, key=lambda r: self._distance(r, first, last))) if inside else None

    def of_sentence(self, first: int, last: int, verb: Verb | None) -> When | None:
        """A date elsewhere in the sentence, marked as inherited: one that stands before all verbs, one of the verb
        above, or one of the happening that the clause is about ("L'entretien de mercredi survient alors que …")."""
        usable = [r for r in self.rows if self._reaches(r[0], first, verb)]
        if not usable:
            return None
        best = min(usable, key=lambda r: (_is_long(r[2]), self._distance(r, first, last)))
        when = self._joined(best)
        return inherited(when) if when else None

    def _reaches(self, at: int, first: int, verb: Verb | None) -> bool:
        c = self.clauses
        happening = self._of_happening(at)
        if self._of_other(at, first, max(first + 1, verb.last if verb is not None else 0)):
            return False
        if (self._of_noun(at) and not happening) or self._participial(at):
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

    def _of_happening(self, at: int) -> bool:
        """ "L'entretien de mercredi": the noun before it names a happening."""
        index = at - 1
        while index >= 0 and self.clauses.categories[index] in ("D", "P"):
            index -= 1
        return index >= 0 and self.happens(index)

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

    def _of_noun(self, at: int) -> bool:
        """Whether a date only modifies the noun before it: "une proposition de 2023"."""
        c = self.clauses
        index = at - 1
        while index >= 0 and c.categories[index] == "D":
            index -= 1
        return index > 0 and c.lows[index] in c.grammar.of and c.categories[index - 1] in ("W", "J")

    def _lasting(self, at: int) -> bool:
        """Whether a date says for how long what was done is to hold: "signed a programme for 2018-2022"."""
        return at > 0 and self.clauses.lows[at - 1] in self.clauses.grammar.data["lasting"]

    def _of_other(self, at: int, first: int, last: int) -> bool:
        """Whether a date goes with another happening that stands between it and the claim, inside a complement: "son
        premier déplacement depuis l'invasion de l'Ukraine en février 2022"."""
        categories = self.clauses.categories
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
        return index > 0 and c.lows[index - 1] in c.grammar.manner and c.lows[index - 1] not in c.grammar.of

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
            self.clauses.categories[i] == "R" and self.clauses.lows[i] not in that for i in range(low, high)
        )

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
    return When(start=start, end=end, kind=Kind.THROUGHOUT, precision=Precision.DAY,
                edtf=f"{start.isoformat()}/{end.isoformat()}", basis=a.basis, words=words)


def inherited(when: When) -> When:
    """The same interval, taken over from elsewhere."""
    return replace(when, basis=Basis.INHERITED)


def place_of(
    clauses: Clauses, places: Sequence[PlaceMention], registry: Registry, first: int, last: int, verb: Verb | None,
    toward: frozenset[str] = frozenset(), away: frozenset[str] = frozenset(),
) -> PlaceRef | None:
    """The narrowest place that a locative preposition puts into the clause; `toward` are further prepositions, of
    where one travels to, `away` those of where one comes from, which is not where one arrives."""
    locative = frozenset(clauses.grammar.data["locative"]) - away | toward
    if verb is not None:
        region = (clauses.clause_start(verb), max(clauses.right_end(verb), last))
    else:
        region = (first, clauses._noun_end(last))
    found: list[tuple[int, PlaceMention]] = []
    for place in places:
        at, _ = located(clauses, place.start, place.end)
        if region[0] <= at < region[1]:
            preposition = _preposition(clauses, at)
            if _topic(clauses, at) or (verb is not None and _of_participle(clauses, verb, at)):
                continue
            visited = bool(toward) and verb is not None and _right_behind(clauses, verb, at)
            if preposition in locative or visited or (
                found and clauses.categories[at - 1] == "," and not _of_person(clauses, at)
            ):
                found.append((abs(at - last), place))
    opening = region[0] - 1
    where = clauses.grammar.data["whereabouts"]
    if not found and verb is not None and opening > 0 and clauses.lows[opening] in where:  # "in Dalian, where …"
        found = [(0, p) for p in places if 0 <= opening - located(clauses, p.start, p.end)[1] <= 1]
    if not found:
        return None
    ids = {place.id for _, place in found}
    found.sort(key=lambda pair: pair[0])
    inner = [place for _, place in found if not any(_within(registry, other, place.id) for other in ids)]
    best = (inner or [found[0][1]])[0]
    return PlaceRef(id=best.id, name=best.name, start=best.start, end=best.end)


def assaulted(clauses: Clauses, places: Sequence[PlaceMention], first: int, last: int) -> PlaceRef | None:
    """ "l'annexion de la Crimée", "a envahi l'Ukraine": what is assaulted is where."""
    for place in places:
        at, _ = located(clauses, place.start, place.end)
        if last <= at <= last + 6 and not {"V", ";", ","} & set(clauses.categories[last:at]):
            return PlaceRef(id=place.id, name=place.name, start=place.start, end=place.end)
    return None


def _topic(clauses: Clauses, at: int) -> bool:
    """ "the war in Ukraine": a place that tells which war, not where something else happens."""
    index = at - 1
    while index > 0 and clauses.categories[index] in ("D", "J"):
        index -= 1
    topics = clauses.grammar.data["place_topics"]
    return index > 0 and clauses.categories[index] == "P" and clauses.lows[index - 1] in topics


def _of_participle(clauses: Clauses, verb: Verb, at: int) -> bool:
    """ "a remercié pour l'aide envoyée au Sichuan": a place of the participle before it, and not of the verb."""
    index = at - 1
    while index > verb.last and clauses.categories[index] in ("D", "P"):
        index -= 1
    reduced = index > verb.last and clauses.categories[index] == "W" and clauses.categories[index + 1] == "P"
    if reduced and clauses.categories[index - 1] in ("D", "J"):
        return False  # "a Western bid at the UN"
    return reduced and any(form.kind == "participle" for form in clauses.grammar.lexicon.forms(clauses.lows[index]))


def _of_person(clauses: Clauses, at: int) -> bool:
    """Whether a place is only part of somebody's title: "In Moscow, Kremlin spokesman Dmitry Peskov …"."""
    mention = clauses.mention_at[at]
    return mention is not None and mention.kind == "person"


def _right_behind(clauses: Clauses, verb: Verb, at: int) -> bool:
    """Whether the word at a token is the object of a verb: "visited the Kremlin"."""
    return verb.last <= at and all(c in ("D", "J", "A") for c in clauses.categories[verb.last : at])


def _preposition(clauses: Clauses, at: int) -> str:
    index = at - 1
    determiners = clauses.grammar.data["determiners"]  # an article may belong to an actor: "in the Kremlin"
    while index > at - 4 and index >= 0 and (
        clauses.categories[index] in ("D", "W", "J") or clauses.lows[index] in determiners
        or (clauses.coverbs is not None and clauses.categories[index] == "M")  # 在乌兹别克斯坦撒马尔罕
    ):
        if clauses.categories[index] == "W" and clauses.lows[index] not in clauses.grammar.data["place_heads"]:
            return ""
        index -= 1
    if index > 0 and clauses.lows[index] in clauses.grammar.of:
        head = index - 1
        while head > 0 and clauses.categories[head] == "J":
            head -= 1  # "dans la ville sud-africaine de X"
        if clauses.lows[head] in clauses.grammar.data["place_heads"]:
            return _preposition(clauses, head + 1)  # "in the city of X"
    return clauses.grammar.prepositions.get(clauses.lows[index], "") if index >= 0 else ""


def _within(registry: Registry, inner: str, outer: str) -> bool:
    """Whether a place lies in another, at any depth."""
    seen = registry.places[inner].within if inner in registry.places else None
    while seen is not None:
        if seen == outer:
            return True
        seen = registry.places[seen].within if seen in registry.places else None
    return False


def same_day(a: date | None, b: date | None) -> bool:
    """Both known and equal."""
    return a is not None and a == b


def _is_long(time: TimeMention) -> bool:
    return time.when is not None and time.when.precision in _LONG
