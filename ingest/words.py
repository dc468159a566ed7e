"""Words of a text that writes no spaces between them.

A run of characters is cut at the likeliest places: of all cuts into known words the one whose words have the highest
product of frequencies (the unigram model of jieba, Sun 2012), found from right to left. Known are the words of the
language data, the names of the registry, and a general word list, which also tells what kind of word each is.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.util import find_spec
from math import log
from pathlib import Path
from typing import Any

from graph.errors import LanguageDataError
from graph.registry import Registry
from ingest.lang_data import load

_TOTAL = 60_000_000.0  # occurrences that the word list was counted on
_OWN = 2_000  # the least frequency given to a word of the language data or a name
_ROW = re.compile(r"^(\S{1,4}) (\d+) (\w+)$", re.MULTILINE)
_COUNTED = "年月日周星零〇一二三四五六七八九十上下本今明昨前后同当"  # begin an expression of time
_COMMON = 100  # occurrences from which a word is more than somebody's name
_LEAST = 3  # occurrences below which a general word is left out


@lru_cache(maxsize=1)
def _general() -> dict[str, tuple[int, str]]:
    """word -> (occurrences, kind): v verb, n noun, a adjective, d adverb, and finer. Read once, when first needed."""
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise LanguageDataError("the word list of jieba is missing: install Amur with its locked requirements")
    text = (Path(spec.origin).parent / "dict.txt").read_text(encoding="utf8")
    return {word: (int(count), kind) for word, count, kind in _ROW.findall(text) if int(count) >= _LEAST}


def kind_of(word: str) -> str:
    """What kind of word the general list takes a word for; empty where it does not know it."""
    row = _general().get(word)
    return row[1] if row is not None else ""


class Words:
    """Cuts runs of characters into words."""

    def __init__(self, own: Iterable[str], apart: Collection[str]) -> None:
        known = frozenset(own)
        self._cost: dict[str, float] = {
            word: log(_TOTAL / count) for word, count in _usable() if word not in apart and not _joined(word, known)
        }
        most = log(_TOTAL / _OWN)
        for word in known:
            if len(word) > 1:
                self._cost[word] = min(self._cost.get(word, most), most)
            else:
                self._cost.setdefault(word, most)
        lengths: dict[str, set[int]] = {}
        for word in self._cost:
            if len(word) > 1:
                lengths.setdefault(word[:2], set()).add(len(word))
        self._lengths: Mapping[str, tuple[int, ...]] = {pair: tuple(sorted(sizes)) for pair, sizes in lengths.items()}
        self._unknown = log(_TOTAL)

    def cut(self, run: str) -> list[int]:
        """The ends of the words of a run of characters, in order."""
        size = len(run)
        cost, lengths, unknown = self._cost.get, self._lengths.get, self._unknown
        best, step = [0.0] * (size + 1), [1] * size
        for start in range(size - 1, -1, -1):
            least = best[start + 1] + cost(run[start], unknown)
            for length in lengths(run[start : start + 2], ()):
                end = start + length
                if end > size:
                    break
                own = cost(run[start:end])
                if own is not None and own + best[end] < least:
                    least, step[start] = own + best[end], length
            best[start] = least
        ends, at = [], 0
        while at < size:
            at += step[at]
            ends.append(at)
        return ends


def _odd(word: str, count: int, kind: str) -> bool:
    """Names of people are left to the registry, and numerals to the rules of time."""
    person = kind.startswith("nr") and (len(word) > 2 or count < _COMMON)
    number = kind.startswith("m") or (kind == "t" and word[0] in _COUNTED)
    return person or (len(word) > 1 and number)


@lru_cache(maxsize=1)
def _usable() -> list[tuple[str, int]]:
    """The general words that are not odd, with their occurrences: the same for all that cut."""
    return [(word, count) for word, (count, kind) in _general().items() if not _odd(word, count, kind)]


def _joined(word: str, own: Collection[str]) -> bool:
    """Whether a general word, which has four characters at most, is two words of the language data, or one beside a
    general word: 举行会谈."""
    if len(word) < 3:
        return False
    if word[0] in own and word[1:] in own:
        return True  # 俄外交部
    if len(word) < 4:
        return False
    head, tail = word[:2], word[2:]
    return (head in own and (tail in own or tail in _general())) or (tail in own and head in _general())


def ideographic(character: str) -> bool:
    """Whether a character is a Han character, which may be a word by itself."""
    return "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff"


@lru_cache(maxsize=8)
def script_of(lang: str) -> dict[int, str]:
    """Characters of other scripts with those that the language data is written in; empty where there is one script."""
    rows = load(lang, "grammar").get("fold_pairs", ())
    return {ord(pair[0]): pair[1] for row in rows for pair in row.split()}


_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_NOT_WORDS = frozenset(
    (
        "fold_pairs",
        "apart",
        "examples",
        "not",
        "recast",
        "token",
        "type",
        "family",
        "mode",
        "name_letters",
        "readings",
        "surname_readings",
    )
)


def _written(data: Any) -> Iterator[str]:
    """Every run of characters in the words and keys of a table."""
    if isinstance(data, str):
        yield from _RUN.findall(data)
    elif isinstance(data, Mapping):
        for key, value in data.items():
            if key not in _NOT_WORDS:
                yield from _RUN.findall(key)
                yield from _written(value)
    elif isinstance(data, list):
        for row in data:
            yield from _written(row)


def _own(lang: str) -> set[str]:
    tables = ("grammar", "verbs", "events", "voices", "actors", "modality")
    return {word for name in tables for word in _written(load(lang, name))}


def _names(registry: Registry, lang: str, known: Collection[str]) -> set[str]:
    """The names of a registry as words. A name made of that of a state and a word that is known by itself (俄罗斯 +
    外交部) is no word, so that 俄罗斯外交部长 is cut rightly."""
    script = script_of(lang)
    forms = [(words.translate(script), actor) for words, actor, _ in registry.forms(lang)]
    states = {words for words, actor in forms if registry.actors[actor].kind in ("state", "group")}
    written = {words for words, _ in forms} | {words.translate(script) for words, _, _ in registry.place_forms(lang)}
    short = {words for words in written if not any(words[:at] in states for at in range(1, len(words)))}
    parts = {part for words in short for part in _RUN.findall(words)}
    rest = parts | set(known)
    longer = (part for words in written - short for part in _RUN.findall(words))
    return parts | {
        part for part in longer if not any(part[:at] in states and part[at:] in rest for at in range(1, len(part) - 1))
    }


_CUTTERS: dict[tuple[str, int], Words] = {}


def words_of(lang: str, registry: Registry | None) -> Words:
    """The words of a language, and of a registry where one is given. A registry is loaded once and kept, so its
    identity is its key."""
    key = (lang, id(registry))
    if key not in _CUTTERS:
        own = _own(lang)
        if registry is not None:
            own |= _names(registry, lang, own)
        _CUTTERS[key] = Words(own, frozenset(load(lang, "grammar").get("apart", ())))
    return _CUTTERS[key]
