"""Names of people that the registry does not know, in a script without capitals: behind a title or with a dot inside,
by the characters that foreign names are written with (切尔内申科), or by a surname (张又侠).
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from ingest.lang_data import load
from ingest.morphology import lexicon
from ingest.words import ideographic, kind_of

_FOREIGN = (3, 16)  # characters of a foreign name
_SHORT = 2  # of one behind a foreign office: 泰国总理赛塔
_OWN = 3  # characters of a name of a surname and a given name, at most
DOTS = frozenset("·•・‧∙")
_HYPHENS = frozenset("-‐–－")  # inside a name that has a dot: 让-皮埃尔


class Unlisted:
    """Finds the end of a name; one for a language."""

    def __init__(self, lang: str) -> None:
        letters: Mapping[str, Any] = load(lang, "actors")["name_letters"]
        grammar = load(lang, "grammar")
        self.foreign = frozenset(letters["foreign"])
        self.surnames = frozenset(letters["surnames"])
        self.own = frozenset(letters["own"])
        data = load(lang, "actors")
        self.readings = {c: read.capitalize() for read, characters in data["readings"].items() for c in characters}
        self.surname_readings: Mapping[str, str] = data["surname_readings"]
        self.lexicon = lexicon(lang)
        self.words = frozenset(
            word
            for key in ("prepositions", "adverbs", "clitics", "coordinators", "determiners", "negation_open", "closing")
            for word in grammar[key]
        ) | frozenset(load(lang, "verbs")["marks"]["future"])

    def end(self, lows: Sequence[str], index: int, limit: int, state: str | None = None) -> int | None:
        """The token behind a name that starts at a token; None where none starts. `state`: of the office before it."""
        foreign = self._foreign(lows, index, limit, short=state is not None and state not in self.own)
        return foreign or self._chinese(lows, index, limit)

    def spelt(self, lows: Sequence[str], first: int, last: int, state: str | None) -> str:
        """A Chinese name as it is written in other languages: 张又侠 is Zhang Youxia. Empty where it is a foreign name,
        which has no one spelling."""
        name = "".join(lows[first:last])
        foreign = self._foreign(lows, first, last) == last and state not in self.own
        foreign = foreign and not (state is None and len(name) <= _OWN and name[0] in self.surnames)
        foreign = foreign or (state is not None and state not in self.own) or len(name) > _OWN
        if foreign or name[0] not in self.surnames or not self.readings.keys() >= set(name):
            return ""
        surname = self.surname_readings.get(name[0], self.readings[name[0]])
        return f"{surname} {''.join(self.readings[c] for c in name[1:]).capitalize()}"

    def dotted(self, lows: Sequence[str], index: int, limit: int) -> int | None:
        """The token behind a name of two parts with a dot between; None where there is none."""
        if index + 2 >= limit or not ideographic(lows[index][0]):
            return None
        end = self._foreign(lows, index, limit)
        return end if end is not None and any(low in DOTS for low in lows[index:end]) else None

    def _usable(self, low: str) -> bool:
        return low not in self.words and not self.lexicon.forms(low)

    def _foreign(self, lows: Sequence[str], index: int, limit: int, *, short: bool = False) -> int | None:
        at, size, dotted = index, 0, False
        while at < limit and size <= _FOREIGN[1]:
            low = lows[at]
            if low in DOTS or (dotted and low in _HYPHENS):
                if at == index or at + 1 >= limit:
                    break
                dotted = True
            elif not self.foreign.issuperset(low) or not (self._usable(low) or (dotted and low not in self.words)):
                break
            size += len(low)
            at += 1
        if at > index and (lows[at - 1] in DOTS or lows[at - 1] in _HYPHENS):
            at -= 1
        return at if size >= _FOREIGN[0] or (short and size == _SHORT) else None

    def _chinese(self, lows: Sequence[str], index: int, limit: int) -> int | None:
        first = lows[index]
        if not ideographic(first[0]) or first[0] not in self.surnames or not self._usable(first) or len(first) > _OWN:
            return None
        if len(first) > 1 and kind_of(first)[:2] not in ("nr", ""):
            return None
        at, size = index + 1, len(first)
        while at < limit and size < _OWN and len(lows[at]) == 1 and ideographic(lows[at]) and self._usable(lows[at]):
            size += 1
            at += 1
        return at if size > 1 else None


@lru_cache(maxsize=4)
def unlisted_of(lang: str) -> Unlisted:
    """The finder of a language, compiled once."""
    return Unlisted(lang)
