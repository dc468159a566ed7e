"""Russian words by pymorphy3 (Korobov 2015): verb forms, base forms and cases. Each word is asked once and kept.

The dictionary is opened when a Russian text is first read, never for other languages.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.forms import Form

_KINDS = {"VERB": "finite", "INFN": "infinitive", "GRND": "gerund"}
_TENSES = {"past": "past", "pres": "present", "futr": "future"}
_CASES = {
    "nomn": "nom",
    "gent": "gen",
    "gen1": "gen",
    "gen2": "gen",
    "datv": "dat",
    "accs": "acc",
    "acc2": "acc",
    "ablt": "ins",
    "loct": "loc",
    "loc1": "loc",
    "loc2": "loc",
    "voct": "nom",
}
_NOUNS = frozenset(("NOUN", "ADJF", "NUMR"))
_VERBS = frozenset(("VERB", "INFN", "GRND", "PRTS", "PRED", "ADJS"))
_NAMES = frozenset(("Surn", "Name", "Patr", "Geox"))
_LEAST = 0.2  # share of the readings of a word below which a verb is not considered: "для" is no form of "длить"
_EVEN = 0.5  # a lemma counts beside the likeliest one where it is at least so likely
_RARE = 0.03  # share of the readings of a word below which its case is not considered
_KEPT = 200_000  # words kept before the store is emptied; a year of news has fewer


@dataclass(frozen=True, slots=True)
class Word:
    """What is known of one lower-case word."""

    forms: tuple[Form, ...]
    base: str
    cases: frozenset[str]  # of a noun; empty for all other words
    agrees: frozenset[str]  # cases of an adjective
    adjective: bool
    participle: bool
    participles: tuple[Form, ...]  # what a full participle is a form of
    numbers: frozenset[str]  # sing, plur: of a noun in the nominative
    animate: bool  # a noun for somebody
    given: bool  # a person's given name, and hardly anything else
    name: bool  # a person's or place's name, among other things, or not in the dictionary


class Dictionary:
    """See `morphology.Lexicon`. `named` are the verbs that the language data names: short adjectives ("готов") and
    predicates ("нужно") are verbs only where they are among them, and "обвиняется" is a passive of "обвинять" where
    that is named and "обвиняться" is not."""

    def __init__(self, named: Collection[str]) -> None:
        from pymorphy3.analyzer import MorphAnalyzer

        analyzer: Any = MorphAnalyzer
        self._analyzer = analyzer()
        self._named = frozenset(named)
        self._seen: dict[str, Word] = {}
        self._names: dict[str, list[tuple[str, str, str, float]]] = {}

    def forms(self, low: str) -> tuple[Form, ...]:
        """See Lexicon."""
        return self.word(low).forms

    def base(self, low: str) -> str:
        """See Lexicon."""
        return self.word(low).base

    def cases(self, low: str) -> frozenset[str]:
        """See Lexicon."""
        return self.word(low).cases

    def phrase_cases(self, lows: Sequence[str]) -> frozenset[str]:
        """See Lexicon."""
        found: frozenset[str] = frozenset()
        for low in lows:
            word = self.word(low)
            if word.cases:
                return (found & word.cases or word.cases) if found else word.cases
            found = found & word.agrees or word.agrees if found else word.agrees
        return frozenset()

    def adjective(self, low: str) -> bool:
        """See Lexicon."""
        return self.word(low).adjective

    def participle(self, low: str) -> bool:
        """See Lexicon."""
        return self.word(low).participle

    def participles(self, low: str) -> tuple[Form, ...]:
        """See Lexicon."""
        return self.word(low).participles

    def numbers(self, low: str) -> frozenset[str]:
        """See Lexicon."""
        return self.word(low).numbers

    def animate(self, low: str) -> bool:
        """See Lexicon."""
        return self.word(low).animate

    def name(self, low: str) -> bool:
        """See Lexicon."""
        return self.word(low).name

    def given(self, low: str) -> bool:
        """See Lexicon."""
        return self.word(low).given

    def word(self, low: str) -> Word:
        """All that is known of a lower-case word."""
        known = self._seen.get(low)
        if known is None:
            if len(self._seen) > _KEPT:
                self._seen.clear()
            known = self._seen[low] = self._read(low)
        return known

    def _read(self, low: str) -> Word:
        parses = self._analyzer.parse(low)
        nouns: dict[str, float] = {}
        by_lemma: dict[str, set[str]] = {}  # cases by the noun that the word is a form of: "премьер" is no "премьера"
        lemmas: dict[str, float] = {}
        agrees: set[str] = set()
        numbers: set[str] = set()
        shares = {"NOUN": 0.0, "ADJF": 0.0, "verb": 0.0, "adjective": 0.0}
        for parse in parses:
            pos = str(parse.tag.POS)
            if pos in _NOUNS:
                base = parse.normal_form.replace("ё", "е")
                nouns[base] = nouns.get(base, 0.0) + parse.score
            if pos in ("ADJF", "PRTF", "NUMR"):
                shares["adjective"] += parse.score
            if pos in shares:
                shares[pos] += parse.score
            elif pos in _VERBS:
                shares["verb"] += parse.score
            if parse.score >= _RARE and pos in ("NOUN", "ADJF", "PRTF", "NUMR"):
                case = _CASES.get(str(parse.tag.case), "nom")
                if pos == "NOUN":
                    by_lemma.setdefault(parse.normal_form, set()).add(case)
                    lemmas[parse.normal_form] = lemmas.get(parse.normal_form, 0.0) + parse.score
                    if case == "nom":
                        numbers.add(str(parse.tag.number))
                        numbers.update(("sing", "plur") if "Fixd" in parse.tag.grammemes else ())
                else:
                    agrees.add(case)
        best = max(lemmas.values(), default=0.0)
        cases = {case for lemma, found in by_lemma.items() if lemmas[lemma] >= _EVEN * best for case in found}
        is_noun = shares["NOUN"] >= max(shares["ADJF"], shares["verb"], 0.1)
        is_base = bool(nouns) and shares["NOUN"] + shares["ADJF"] >= shares["verb"]
        return Word(
            forms=tuple(dict.fromkeys(self._verbs(parses))) if shares["verb"] > max(_LEAST, shares["NOUN"]) else (),
            base=max(nouns, key=lambda base: nouns[base]) if is_base else low,
            cases=frozenset(cases) if is_noun else frozenset(),
            agrees=frozenset(agrees),
            adjective=shares["adjective"] >= 0.3,
            participle=str(parses[0].tag.POS) == "PRTF",
            participles=tuple(dict.fromkeys(_participles(parses))) if str(parses[0].tag.POS) == "PRTF" else (),
            numbers=frozenset(numbers) if is_noun else frozenset(),
            animate=is_noun and str(parses[0].tag.animacy) == "anim",
            given=sum(p.score for p in parses if "Name" in p.tag.grammemes) > 0.5,
            name=not self._analyzer.word_is_known(low) or any(_NAMES & set(map(str, p.tag.grammemes)) for p in parses),
        )

    def _verbs(self, parses: Sequence[Any]) -> Iterator[Form]:
        state = any(str(p.tag.POS) == "ADJS" and p.normal_form.replace("ё", "е") in self._named for p in parses)
        present = {parse.normal_form for parse in parses if str(parse.tag.tense) == "pres"}
        for parse in parses:
            tag, pos = parse.tag, str(parse.tag.POS)
            lemma = parse.normal_form.replace("ё", "е")
            if parse.score < 0.05 or (pos == "VERB" and str(tag.mood) == "impr"):
                continue
            if str(tag.tense) == "futr" and parse.normal_form in present:
                continue  # verbs of both aspects ("приветствуем") are read as present
            if pos in ("ADJS", "PRED"):
                if lemma in self._named:
                    yield Form(lemma, "finite", "present", plural=str(tag.number) == "plur")
            elif pos == "PRTS":
                if str(tag.tense) == "past" and not state:  # "уверена": of a mind, and not assured by somebody
                    yield Form(lemma, "finite", "past", plural=str(tag.number) == "plur", passive=True)
            elif pos in _KINDS:
                active = lemma[:-2]
                passive = (
                    lemma.endswith("ся")
                    and lemma not in self._named
                    and active in self._named
                    and str(tag.aspect) == "impf"
                    and pos == "VERB"
                )
                yield Form(
                    active if passive else lemma,
                    _KINDS[pos],
                    _TENSES.get(str(tag.tense), ""),
                    plural=str(tag.number) == "plur",
                    first=str(tag.person) == "1per",
                    passive=passive,
                    intransitive=str(tag.transitivity) == "intr",
                )

    def nominative(self, lows: Sequence[str]) -> tuple[tuple[str, ...], frozenset[str]]:
        """A person's name in the nominative, and the cases in which it stands; as it is where they do not agree."""
        readings = [self._name_readings_of(low) for low in lows]
        best: tuple[float, str, str] | None = None
        for case in dict.fromkeys(_CASES.values()):
            for gender in ("masc", "femn"):
                score = 1.0
                for found in readings:
                    score *= max((s for c, g, _, s in found if c == case and g in (gender, "")), default=0.0)
                if score and (best is None or score > best[0]):
                    best = (score, case, gender)
        if best is None:
            return tuple(lows), frozenset()
        _, case, gender = best
        words = tuple(
            max(((s, w) for c, g, w, s in found if c == case and g in (gender, "")), key=lambda pair: pair[0])[1]
            for found in readings
        )
        together = [frozenset(c for c, g, _, _ in found if g in (gender, "")) for found in readings]
        return words, frozenset.intersection(*together) or frozenset((case,))

    def _name_readings_of(self, low: str) -> list[tuple[str, str, str, float]]:
        """`_name_readings`, asked once a word."""
        known = self._names.get(low)
        if known is None:
            if len(self._names) > _KEPT:
                self._names.clear()
            known = self._names[low] = self._name_readings(low)
        return known

    def _name_readings(self, low: str) -> list[tuple[str, str, str, float]]:
        """(case, gender, nominative, share): names before other nouns; one letter fits every case."""
        if len(low) < 2:
            return [(case, "", low, 1.0) for case in dict.fromkeys(_CASES.values())]
        found = []
        for parse in self._analyzer.parse(low):
            tags = set(map(str, parse.tag.grammemes))
            if str(parse.tag.POS) != "NOUN" or "plur" in tags:
                continue
            weight = parse.score * (20.0 if tags & {"Surn", "Name", "Patr"} else 1.0)
            base = parse.inflect({"nomn"})
            gender = "" if "Fixd" in tags else str(parse.tag.gender)
            found.append((_CASES.get(str(parse.tag.case), "nom"), gender, base.word if base else low, weight))
        return found or [(case, "", low, 0.5) for case in dict.fromkeys(_CASES.values())]


def _participles(parses: Sequence[Any]) -> Iterator[Form]:
    for parse in parses:
        if str(parse.tag.POS) == "PRTF":
            lemma, tense = parse.normal_form.replace("ё", "е"), _TENSES.get(str(parse.tag.tense), "past")
            passive, plural = "pssv" in parse.tag.grammemes, str(parse.tag.number) == "plur"
            yield Form(lemma, "participle", tense, plural=plural, passive=passive)
