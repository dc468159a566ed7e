"""Word forms: which verb a token is a form of, in which tense. One lexicon a language, built once from its data.

Three analysers stand behind the same questions: `conjugation` inflects the verbs that the data names by its patterns
(French, English); `pymorphy3` asks that dictionary about each new word (Russian, see `dictionary`); `none` takes words
as they are (Chinese).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from graph.errors import LanguageDataError
from ingest.forms import Form, Lexicon, VerbPattern, spelled_out
from ingest.lang_data import load


class _Undeclined:
    """Answers for languages without cases."""

    def base(self, low: str) -> str:
        """See Lexicon."""
        return low

    def cases(self, low: str) -> frozenset[str]:
        """See Lexicon."""
        del low
        return frozenset()

    def phrase_cases(self, lows: Sequence[str]) -> frozenset[str]:
        """See Lexicon."""
        del lows
        return frozenset()

    def adjective(self, low: str) -> bool:
        """See Lexicon."""
        del low
        return False

    def participle(self, low: str) -> bool:
        """See Lexicon."""
        del low
        return False

    def participles(self, low: str) -> tuple[Form, ...]:
        """See Lexicon."""
        del low
        return ()

    def numbers(self, low: str) -> frozenset[str]:
        """See Lexicon."""
        del low
        return frozenset()

    def animate(self, low: str) -> bool:
        """See Lexicon."""
        del low
        return False

    def name(self, low: str) -> bool:
        """See Lexicon."""
        del low
        return True

    def given(self, low: str) -> bool:
        """See Lexicon."""
        del low
        return False

    def nominative(self, lows: Sequence[str]) -> tuple[tuple[str, ...], frozenset[str]]:
        """See Lexicon."""
        return tuple(lows), frozenset()


def _pattern(lemma: str, verbs: Mapping[str, Any]) -> Mapping[str, str]:
    rows = {row["ends"]: row for row in verbs["pattern"]}
    given = verbs["like"].get(lemma)
    if given is not None:
        return dict(rows[given]) | {"ends": given if lemma.endswith(given) else lemma[-len(given) :]}
    best = max((end for end in rows if lemma.endswith(end)), key=len, default=None)
    if best is None:
        raise LanguageDataError(f"verbs.toml: no pattern for {lemma!r}; add a pattern or an entry under [irregular]")
    found: Mapping[str, str] = rows[best]
    return found


def _split(words: str | None, stem: str) -> list[str]:
    return [stem + word.strip("-") for word in words.split()] if words else []


def _agreeing(participle: list[str], endings: list[str]) -> list[str]:
    if len(participle) != 1:
        return participle
    first = participle[0]
    return [first] + [first + ending for ending in endings if not (first.endswith("s") and ending == "s")]


def inflect(lemma: str, verbs: Mapping[str, Any]) -> Iterator[tuple[str, Form]]:
    """Every form of one verb by the patterns of `verbs.toml`. Raises LanguageDataError where no pattern fits."""
    row = _pattern(lemma, verbs)
    odd: Mapping[str, str] = verbs["irregular"].get(lemma, {})
    stem = lemma[: len(lemma) - len(row["ends"])]

    def words(key: str) -> list[str]:
        return odd[key].split() if key in odd else _split(row.get(key), stem)

    yield lemma, Form(lemma, "infinitive")
    present = words("present")
    for number, form in enumerate(present):
        whole = len(present) == 6  # all persons are given: the 1st ones are marked
        plural = number >= 3 if whole else number == len(present) - 1 and number > 0
        yield form, Form(lemma, "finite", "present", plural=plural, first=whole and number in (0, 3))
    for number, form in enumerate(words("past")):
        yield form, Form(lemma, "finite", "past", plural=number > 0)
    for form in _agreeing(words("participle"), verbs.get("agreement", "").split()):
        yield form, Form(lemma, "participle")
    for form in words("gerund") or [
        stem + part + verbs["gerund_ending"] for part in ([row["stem"]] if "stem" in row else [])
    ]:
        yield form, Form(lemma, "gerund")
    for form in words("subjunctive"):
        yield form, Form(lemma, "finite", "subjunctive")
    for tense, (key, endings) in verbs.get("tenses", {}).items():
        for number, ending in enumerate(endings.split()):
            if key in row:
                first = ending.startswith("*")
                yield stem + row[key] + ending.lstrip("*"), Form(lemma, "finite", tense, number == 1, first)


class Conjugated(_Undeclined):
    """A lexicon of the verbs that the data names, each inflected once."""

    def __init__(self, lemmas: Iterable[str], verbs: Mapping[str, Any]) -> None:
        self._forms: dict[str, tuple[Form, ...]] = {}
        for lemma in dict.fromkeys(lemmas):
            for word, form in inflect(lemma, verbs):
                known = self._forms.get(word, ())
                if form not in known:
                    self._forms[word] = (*known, form)

    def forms(self, low: str) -> tuple[Form, ...]:
        """See Lexicon."""
        return self._forms.get(low, ())


class Plain(_Undeclined):
    """A lexicon of words that do not change."""

    def __init__(self, lemmas: Iterable[str]) -> None:
        self._lemmas = frozenset(lemmas)

    def forms(self, low: str) -> tuple[Form, ...]:
        """See Lexicon."""
        return (Form(low, "finite", "present"),) if low in self._lemmas else ()


class Listed(Plain):
    """A lexicon of words that do not change, with all verbs of two or more characters of a general word list."""

    def __init__(self, lemmas: Iterable[str], kind_of: Callable[[str], str], never: Collection[str]) -> None:
        super().__init__(lemmas)
        self._kind_of = kind_of
        self._never = never
        self._seen: dict[str, tuple[Form, ...]] = {}  # at most the words of the general list, and unknown characters

    def forms(self, low: str) -> tuple[Form, ...]:
        """See Lexicon."""
        known = self._seen.get(low)
        if known is None:
            verb = low in self._lemmas or (len(low) > 1 and low not in self._never and self._kind_of(low) == "v")
            known = (Form(low, "finite", "past"),) if verb else ()
            if low.isalpha():
                self._seen[low] = known
        return known


def variants(rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The rows of triggers, and after each its variants: the same trigger with other words and another frame."""
    for row in rows:
        yield row
        for variant in row.get("variant", ()):
            yield {**row, "verbs": (), "nouns": (), **variant}


def all_lemmas(lang: str) -> Iterator[str]:
    """Every verb that the data of a language names, triggers first."""
    for name in ("events", "voices"):
        for row in variants(load(lang, name)["trigger"]):
            yield from (VerbPattern.parse(w).lemma for words in row.get("verbs", ()) for w in spelled_out(words))
    for governors in load(lang, "modality")["governors"].values():
        yield from (VerbPattern.parse(words).lemma for words in governors)
    support = load(lang, "events")["support"]
    yield from (VerbPattern.parse(words).lemma for words in (*support["verbs"], *support["happening"]))
    for group in load(lang, "verbs")["plain"].values():
        yield from group


@lru_cache(maxsize=8)
def lexicon(lang: str) -> Lexicon:
    """The lexicon of a language. Raises LanguageDataError where its data is broken."""
    verbs = load(lang, "verbs")
    analyser = verbs["analyser"]
    if analyser == "conjugation":
        return Conjugated(all_lemmas(lang), verbs)
    if analyser == "pymorphy3":
        from ingest.dictionary import Dictionary

        return Dictionary(frozenset(all_lemmas(lang)))
    if analyser == "none":
        return Plain(all_lemmas(lang))
    if analyser == "words":
        from ingest.words import kind_of

        return Listed(all_lemmas(lang), kind_of, frozenset(load(lang, "grammar")["not_verbs"]))
    raise LanguageDataError(
        f"ingest/lang/{lang}/verbs.toml: analyser {analyser!r} is not conjugation, pymorphy3, words, none"
    )
