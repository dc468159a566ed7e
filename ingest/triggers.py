"""Words that name happenings, compiled from `events.toml`: which trigger a verb group or noun is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from graph.errors import LanguageDataError
from graph.model import EventType, Family
from ingest.cases import Cased
from ingest.clauses import Clauses, Verb
from ingest.forms import VerbPattern, spelled_out
from ingest.lang_data import load
from ingest.morphology import lexicon, variants
from ingest.phrases import Phrases, plurals_of
from ingest.sentences import find_tokens

_PERSON = "person"
_COMPLEMENT = 6  # tokens, names and dates apart, within which a preposition must follow its verb
_PRECEDING = 12  # tokens within which they may stand before it, where word order is free
_TOLD_OF = 8  # tokens before a verb within which the noun stands of which it tells
_REACH = 9  # tokens within which the words of a pattern must follow its verb
_ENDINGS = ("s", "es")  # by which a plural differs, where adjectives do not change


@dataclass(frozen=True, slots=True)
class Trigger:
    """One row of `events.toml`."""

    name: str
    type: EventType
    family: Family
    mode: str | None
    frame: Mapping[str, str]
    needs: str
    denial: bool
    unless: frozenset[str] = frozenset()  # words that, right behind, make it something else ("arrivée au pouvoir")


@dataclass(frozen=True, slots=True)
class Deeds:
    """Verbs that no trigger names: what they are taken for, and those that tell of no happening."""

    trigger: Trigger
    stative: frozenset[str]
    present: bool  # whether the present tells of what is done, as French and English headlines use it
    crediting: frozenset[str]  # words that open a clause that only credits


@dataclass(frozen=True, slots=True)
class Match:
    """A trigger found at a verb: how far its words reach (token index, exclusive)."""

    trigger: Trigger
    last: int
    weight: int
    negated: bool = False  # the pattern itself asks for a negation ("ne reconnaît pas")
    before: tuple[int, ...] = ()  # tokens before the verb that belong to it
    noun: tuple[int, int] | None = None  # the noun before a relative clause that carries it ("la visite qu'il fera")


class Triggers:
    """All triggers of a language."""

    def __init__(self, lang: str) -> None:
        data = load(lang, "events")
        self.lang = lang
        self.slots: dict[str, frozenset[str]] = {key: frozenset(words) for key, words in data["slots"].items()}
        self.support = _lemmas(data["support"]["verbs"])
        self.carrying = frozenset(data["support"]["prepositions"])
        self.joined = _lemmas(data["support"].get("joined", ()))
        self.relatives_to = frozenset(data["support"].get("relatives", ()))
        self.happening = [VerbPattern.parse(entry) for entry in data["support"]["happening"]]
        deed = data["deed"]
        self.deeds: Deeds | None = None
        if deed.get("tells", True):
            self.deeds = Deeds(
                _trigger(deed, data["frames"]),
                frozenset(deed["stative"]),
                bool(deed["present"]),
                frozenset(deed.get("crediting", ())),
            )
        self.verbs: dict[str, list[tuple[VerbPattern, Trigger]]] = {}
        self._asking: dict[str, _Asking] = {}  # the same rows by what they ask for
        self.nouns: Phrases[Trigger] = Phrases()
        self.chains: Phrases[Trigger] = Phrases()  # of several nouns, between which adjectives may stand
        plural = load(lang, "grammar")["plural"]
        base = lexicon(lang).base
        for row in variants(data["trigger"]):
            trigger = _trigger(row, data["frames"])
            for written in (entry for row_ in row.get("verbs", ()) for entry in spelled_out(row_)):
                pattern = VerbPattern.parse(written)
                if pattern.words:
                    words = tuple("|".join(map(base, word.split("|"))) for word in pattern.words)
                    pattern = replace(pattern, words=words)
                self.verbs.setdefault(pattern.lemma, []).append((pattern, trigger))
                self._asking.setdefault(pattern.lemma, _Asking()).add(pattern, trigger)
            for written in row.get("nouns", ()):
                words = tuple(base(token.low) for token in find_tokens(written, lang))
                for form in plurals_of(words, plural):
                    self.nouns.add(form, trigger)
                if len(words) > 1 and all(lexicon(lang).cases(low) for low in words):
                    self.chains.add(words, trigger)

    def nouns_of(self, clauses: Clauses) -> list[tuple[int, int, list[Trigger]]]:
        """The nouns of happenings of a sentence: first and last+1 token, triggers. Where nouns show their case,
        adjectives may stand between them: "введение новых санкций"."""
        plain = [self._before_mention(clauses, row) for row in self.nouns.find(clauses.bases, 0, len(clauses.lows))]
        if self.chains.first_words().isdisjoint(clauses.bases):
            return plain
        adjective = clauses.grammar.lexicon.adjective
        words = zip(clauses.categories, clauses.lows, strict=True)
        between = [c == "J" or (c == "W" and adjective(low)) for c, low in words]
        kept = [i for i, skipped in enumerate(between) if not skipped]
        bases = [clauses.bases[i] for i in kept]
        rows = [(kept[a], kept[b - 1] + 1, b - a, found) for a, b, found in self.chains.find(bases, 0, len(bases))]
        wide = [(first, last, found) for first, last, size, found in rows if last - first > size]
        rest = [row for row in plain if not any(first < row[1] and row[0] < last for first, last, _ in wide)]
        return sorted([*rest, *wide], key=lambda row: row[:2])

    def _before_mention(self, clauses: Clauses, row: tuple[int, int, list[Trigger]]) -> tuple[int, int, list[Trigger]]:
        """ "встреча глав МИД": the shorter noun, where the longer one reaches into the words for an actor."""
        first, last, _ = row
        if last - first < 2 or "M" not in clauses.categories[first + 1 : last]:
            return row
        shorter = (
            hit for hit in self.nouns.all_at(clauses.bases, first) if "M" not in clauses.categories[first : hit[0]]
        )
        return next(((first, end, found) for end, found in shorter), row)

    def happens(self, clauses: Clauses, verb: Verb) -> bool:
        """Whether a verb says that its subject takes place: "a eu lieu", "was held", "broke out"."""
        behind = clauses.lows[verb.last : verb.last + 3]
        return any(
            pattern.lemma in verb.lemmas and all(word in behind for word in pattern.words) for pattern in self.happening
        )

    def in_name(self, clauses: Clauses, verb: Verb) -> bool:
        """Whether the word right behind a verb makes it part of a name or of another noun: 中俄区域合作论坛."""
        behind = set(clauses.lows[verb.last : verb.last + 1])
        rows = (row for lemma in verb.lemmas for row in self.verbs.get(lemma, ()))
        return any(not pattern.words and trigger.unless & behind for pattern, trigger in rows)

    def of_verb(self, clauses: Clauses, verb: Verb) -> Match | None:
        """The most specific trigger of a verb group, or None."""
        return next(iter(self.all_of_verb(clauses, verb)), None)

    def all_of_verb(self, clauses: Clauses, verb: Verb) -> list[Match]:
        """All triggers of a verb group, the most specific first."""
        found = [
            match
            for lemma in verb.lemmas
            for pattern, trigger in self._rows(clauses, verb, lemma)
            if (match := self._fits(clauses, verb, pattern, trigger)) is not None
        ]
        return sorted(found, key=lambda match: -match.weight)

    def _rows(self, clauses: Clauses, verb: Verb, lemma: str) -> Iterable[tuple[VerbPattern, Trigger]]:
        """The rows of a verb that may fit, in the order of the data: where words stand only behind their verb, those
        that ask for none, and those that ask for one that is there."""
        asking = self._asking.get(lemma)
        if asking is None or clauses.grammar.declined or verb.passive:
            return self.verbs.get(lemma, ())
        limit = min(verb.last + _REACH, len(clauses.lows))
        return asking.of((*clauses.lows[verb.last : limit], *clauses.bases[verb.last : limit]))

    def _fits(self, clauses: Clauses, verb: Verb, pattern: VerbPattern, trigger: Trigger) -> Match | None:
        if pattern.reflexive != verb.reflexive and not (verb.passive and not pattern.reflexive):
            return None
        limit = min(verb.last + _REACH, len(clauses.lows))
        last, before = verb.last, []
        for word in pattern.words:
            if word == "!":
                if not verb.negated:
                    return None
                continue
            if word.startswith("<"):
                earlier = self._told_of(clauses, word[1:], verb)
                if earlier is None:
                    return None
                before.append(earlier)
                continue
            if word.startswith("+"):
                at = self._right_behind(clauses, word[1:], verb.last)
            else:
                at = self._follows(clauses, word, verb.last, limit)
            if at is None:
                earlier = self._precedes(clauses, word, verb) if clauses.grammar.declined or verb.passive else None
                if earlier is None or (not clauses.grammar.declined and self._none(clauses, earlier)):
                    return None
                before.append(earlier)
            last = max(last, at + 1) if at is not None else last
        if pattern.prepositions and not self._governs(clauses, verb.last, pattern.prepositions):
            ahead = range(clauses.clause_start(verb), verb.first) if clauses.grammar.declined else ()
            if not any(
                clauses.categories[at] == "P" and clauses.preposition(at) in pattern.prepositions for at in ahead
            ):
                return None
        if trigger.unless and trigger.unless & set(clauses.lows[verb.last : verb.last + 4]):
            return None
        if last > verb.last:
            noun = self.nouns.at(clauses.bases, last - 1)  # "held a phone" and "call" are one trigger
            last = max(last, noun[0]) if noun is not None else last
        weight = 2 * len(pattern.words) + len(pattern.prepositions) + 2 * pattern.reflexive
        return Match(trigger, last, weight, "!" in pattern.words, tuple(before))

    def _right_behind(self, clauses: Clauses, word: str, index: int) -> int | None:
        """Where a word stands right behind a verb, adverbs apart; "person": an actor of whom nothing more is said
        ("called Xi on Monday", not "called Xi a friend")."""
        while index < len(clauses.lows) and clauses.categories[index] == "A" and clauses.lows[index] != word:
            index += 1
        if index >= len(clauses.lows):
            return None
        if word != _PERSON:
            dated = clauses.categories[index + 1 : index + 2] == ["T"]  # "insisted on Tuesday that …"
            return index if clauses.lows[index] == word and not dated else None
        mention = clauses.mention_at[index]
        if mention is None or mention.kind != "person" or clauses.categories[index] != "M":
            return None
        behind = mention.last - clauses.offset
        if behind >= len(clauses.lows) or clauses.lows[behind] in ",.":
            return behind - 1
        return behind - 1 if clauses.categories[behind] in ("T", "P", "S", ";") else None

    def _follows(self, clauses: Clauses, word: str, start: int, limit: int) -> int | None:
        options = _options(word)
        for at in range(start, limit):
            low, base = clauses.lows[at], clauses.bases[at]
            told = (
                low in options
                or base in options
                or any(
                    form in options and (not clauses.grammar.modifier_first or ending in _ENDINGS)
                    for form, ending in _stems(low)
                )
            )
            if told and not _dated(clauses, at):
                return at
            if clauses.grammar.declined and clauses.categories[at] in ("S", "R"):
                return None  # "было сделано после того, как совместное командование …"
            if clauses.grammar.modifier_first and not clauses.coverbs and low in clauses.grammar.data["comparing"]:
                return None  # "should be taken as a coercive action"
            if clauses.categories[at] in (";", "q") or (clauses.categories[at] == "V" and at > start + 1):
                return None
            if clauses.coverbs is not None and clauses.categories[at] == ",":
                return None
        return None

    def _precedes(self, clauses: Clauses, word: str, verb: Verb) -> int | None:
        """Where a word of a pattern stands before its verb, where word order is free: "визит нанёс премьер"."""
        above = clauses.verbs[verb.governor] if verb.kind == "infinitive" and verb.governor >= 0 else verb
        start = min(clauses.clause_start(verb), clauses.clause_start(above))
        if start > 1 and "R" in clauses.categories[start - 1 : start + 2]:  # "саммит, в котором примет участие Путин"
            start = max([v.last for v in clauses.verbs if v.last < start], default=0)
        reach = range(verb.first - 1, max(start, verb.first - _PRECEDING) - 1, -1)
        options = _options(word)
        head = clauses.cased.nameless(verb) if isinstance(clauses.cased, Cased) else -1
        if 0 <= head < verb.first and clauses.bases[head] in options:
            return head  # "торговля, сообщает таможня, выросла"
        return next((at for at in reach if clauses.bases[at] in options and clauses.categories[at] != "T"), None)

    def _told_of(self, clauses: Clauses, word: str, verb: Verb) -> int | None:
        """Where the noun stands of which a verb right behind it tells: 贸易额下降."""
        options = _options(word)
        for at in range(verb.first - 1, max(-1, verb.first - _TOLD_OF), -1):
            if clauses.lows[at].endswith(tuple(options)) and clauses.verb_at(at) is None:
                return at
            if clauses.categories[at] not in ("A", "T", "N", "D", "W", "P"):
                return None
        return None

    def _none(self, clauses: Clauses, at: int) -> bool:
        """Whether a noun is said to be none: "no talks were held", which the noun tells itself."""
        return any(low in clauses.grammar.negation_close for low in clauses.lows[max(0, at - 3) : at])

    def _governs(self, clauses: Clauses, start: int, prepositions: Sequence[str]) -> bool:
        """Whether one of the prepositions opens a complement of the verb, adverbs and one object apart."""
        budget = _COMPLEMENT
        for at in range(start, len(clauses.lows)):
            budget -= clauses.categories[at] not in ("M", "T")
            if budget < 0:
                return False
            if clauses.lows[at] in prepositions or clauses.grammar.prepositions.get(clauses.lows[at]) in prepositions:
                return True
            if clauses.categories[at] in (";", ",", "V", "R", "S"):
                return False
        return False


class _Asking:
    """The rows of one verb by the first word that each asks for behind it."""

    def __init__(self) -> None:
        self._plain: list[tuple[int, VerbPattern, Trigger]] = []
        self._by_word: dict[str, list[tuple[int, VerbPattern, Trigger]]] = {}
        self._size = 0

    def add(self, pattern: VerbPattern, trigger: Trigger) -> None:
        """Add the next row of the data."""
        row = (self._size, pattern, trigger)
        self._size += 1
        word = next((word for word in pattern.words if word != "!"), "+")
        asked = not word.startswith(("+", "<"))
        for key in _options(word) if asked else ():
            self._by_word.setdefault(key, []).append(row)
        if not asked:
            self._plain.append(row)

    def of(self, words: Iterable[str]) -> list[tuple[VerbPattern, Trigger]]:
        """The rows that ask for no word, or for one of these or its stem, in the order of the data."""
        if not self._by_word:
            return [(pattern, trigger) for _, pattern, trigger in self._plain]
        rows = {row[0]: row for row in self._plain}
        for word in dict.fromkeys(words):
            for key in (word, *(word[:size] for size in range(max(4, len(word) - 2), len(word)))):
                rows.update((row[0], row) for row in self._by_word.get(key, ()))
        return [(pattern, trigger) for _, (_, pattern, trigger) in sorted(rows.items())]


@lru_cache(maxsize=4096)
def _options(word: str) -> frozenset[str]:
    """The words of which one is asked for: "экспорт|импорт"."""
    return frozenset(word.split("|"))


def _dated(clauses: Clauses, at: int) -> bool:
    """Whether a word only is part of a date: "в начале следующего года", "took place at noon, Beijing time"."""
    return clauses.categories[at] == "T" and (clauses.grammar.declined or clauses.grammar.modifier_first)


@lru_cache(maxsize=8192)
def _stems(low: str) -> tuple[tuple[str, str], ...]:
    """The words of which a word may be an inflected form, of more than three letters, with the one or two letters that
    it has more: "plan" is told by "plans", in English never by "planes"."""
    return tuple((low[:-cut], low[-cut:]) for cut in (1, 2) if len(low) - cut > 3)


def _lemmas(entries: Sequence[str]) -> frozenset[str]:
    return frozenset(VerbPattern.parse(entry).lemma for entry in entries)


def _trigger(row: Mapping[str, Any], frames: Mapping[str, Mapping[str, str]]) -> Trigger:
    try:
        frame = frames[row["frame"]]
        return Trigger(
            row["name"],
            EventType(row["type"]),
            Family(row["family"]),
            row.get("mode"),
            frame,
            row.get("needs", frame.get("needs", "")),
            bool(row.get("denial")),
            frozenset(row.get("unless", ())),
        )
    except (KeyError, ValueError) as error:
        raise LanguageDataError(f"events.toml, trigger {row.get('name', '?')}: {error}") from error


@lru_cache(maxsize=8)
def triggers_of(lang: str) -> Triggers:
    """The compiled triggers of a language. Raises LanguageDataError."""
    return Triggers(lang)
