"""Those who act without a name of the registry, in a script without capitals: by what they are (消息人士, 抗议者), by
their office (蒙古国能源部长), or by a proper name that ends in what bears one (哈尔滨市政府, 南洋理工大学).
Their English names are made of the language data.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from graph.registry import Registry
from ingest.lang_data import load
from ingest.modifiers import Modified
from ingest.names import Names, names_of
from ingest.phrases import Phrases
from ingest.sentences import find_tokens
from ingest.unknown_names import Hit, slug
from ingest.words import ideographic, kind_of

_PARTS = 4  # words of a proper name before what it ends in, at most
_ENDING = 2  # characters of the word that a proper name ends in, at least
_PROPER = ("ns", "nz", "nt", "nr", "j")  # kinds of words that a proper name may begin with
_INSIDE = ("n", "j", "b", "v", "f", "a", "m")  # kinds of words that may stand within one


class Nameless:
    """Finds them; one for each compiled `Names`."""

    def __init__(self, names: Names) -> None:
        data: Mapping[str, Any] = names.data
        self.names = names
        self.heads: Phrases[tuple[str, str]] = Phrases()
        several = ((words, (english, english)) for words, english in data["heads"].items())
        for words, english in (*data["unnamed"].items(), *several):
            lows = tuple(token.low for token in find_tokens(words, names.lang, names.registry))
            self.heads.add(lows, (english[0], english[-1]))
        self.modifiers: dict[str, str] = data["unnamed_modifiers"]
        self.endings: dict[str, str] = data["institutions"]
        self.plural = frozenset(data["several"]["words"])
        self.counts: dict[str, str] = data["counts"]
        self.single = frozenset(data["single"]["words"])
        self.many = frozenset(data["single"]["unless"])
        self.counted = frozenset(data["several"]["counted"])
        self.closed = frozenset(
            word
            for key in ("prepositions", "adverbs", "clitics", "coordinators", "determiners", "closing")
            for word in names.grammar[key]
        )

    def openers(self) -> set[str]:
        """The words with which a mention can begin."""
        return {*self.heads.first_words(), *self.modifiers}

    def at(self, lows: Sequence[str], index: int, limit: int) -> Hit | None:
        """Somebody told by what he is, with the words that modify it: 外交消息人士."""
        at, english = index, []
        while at < limit and lows[at] in self.modifiers and at < index + _PARTS:
            english.append(self.modifiers[lows[at]])
            at += 1
        found = self.heads.at(lows, at) if at < limit else None
        if found is None and english:  # a modifier may open the noun itself: 外交 in 外交人士
            at, english = index, []
            found = self.heads.at(lows, at)
        if found is None or found[0] > limit:
            return None
        name = " ".join((*english, self._number(found[1][0], lows, index)))
        return Hit(index, found[0], "unnamed", (slug(name),), name=name, kind="organisation")

    def _number(self, english: tuple[str, str], lows: Sequence[str], index: int) -> str:
        """One or several, with their number where it is told of people who are cited: "two sources"."""
        before = lows[max(0, index - 2) : index]
        number = next((self.counts[low[0]] for low in before if low[0] in self.counts), "")
        if not number and not self.plural & {*before, *(low[0] for low in before)}:
            one = bool(self.single & {*before, *(low[0] for low in before)})
            return english[0] if one or english[0] not in self.many else english[1]
        return f"{number} {english[1]}" if number and english[0] in self.counted else english[1]

    def officer(self, hit: Hit, words: str) -> Hit | None:
        """Who holds an office of a state, where nobody knows who it was."""
        known = self.names.registry.actors.get(hit.of)
        if known is None or known.kind != "state":
            return None
        office = next(iter(self.names.data["unnamed"].get(words, ())), "") or _english(hit.office)
        if not office:
            return None
        name = f"{self.names.adjective(hit.of)} {office}"
        return Hit(hit.first, hit.last, "unnamed", (slug(name),), name=name, kind="person", of=hit.of)

    def source(self, found: Modified, word: str) -> Hit | None:
        """俄航天署消息人士: a source at a body, which does not speak for it as one of a state does."""
        sources, known = self.names.data["sources"], self.names.registry.actors.get(found.of[0])
        if word not in sources["words"] or known is None or known.kind in ("state", "group", "person"):
            return None
        name = f"{sources['of_body']} {known.name}"
        return Hit(found.first, found.last, "unnamed", (slug(name),), name=name, kind="person")

    def institutions(self, lows: Sequence[str], first: int, last: int) -> dict[int, Hit]:
        """Proper names between two tokens that end in what bears one, by their first token."""
        found: dict[int, Hit] = {}
        for at in range(first + 1, last):
            ending = next((lows[at][-size:] for size in (4, 3, 2, 1) if lows[at][-size:] in self.endings), "")
            verb = len(ending) == 1 and self.names.lexicon.forms(lows[at])  # 签署, 部署
            short = len(lows[at]) < _ENDING + (len(ending) == 1)
            if not ending or verb or short or (at + 1 < last and lows[at + 1][-2:] in self.endings):
                continue
            start = self._start(lows, at, first)
            if start is not None:
                hit = self._institution(lows, start, at, ending)
                found[start] = hit
        return found

    def _start(self, lows: Sequence[str], at: int, first: int) -> int | None:
        """The first word of a proper name that ends at a token: a place or another name, with nouns between."""
        best = None
        for index in range(at - 1, max(first, at - 1 - _PARTS) - 1, -1):
            low = lows[index]
            kind = kind_of(low)
            place = self.names.places.at(lows, index)
            if place is not None and place[0] <= at:
                country = place[1][0][0] in self.names.registry.actors
                return None if country and lows[at][-2:] in self.endings else index
            if low in self.closed or not ideographic(low[0]) or self.names.lexicon.forms(low):
                break
            if kind.startswith(_PROPER):
                best = index
            elif kind and not kind.startswith(_INSIDE):
                break
        return best

    def _institution(self, lows: Sequence[str], start: int, at: int, ending: str) -> Hit:
        place = self.names.places.at(lows, start)
        if place is not None and place[0] == at and lows[at] == ending and place[1][0][0] in self.names.registry.places:
            name = f"{self.names.registry.places[place[1][0][0]].name} {self.endings[ending]}"
        else:
            name = "".join(lows[start : at + 1])
        return Hit(start, at + 1, "name", (slug(name),), name=name, kind="organisation")


def _english(office: str) -> str:
    """ "minister-of-energy": energy minister."""
    rank, of, what = office.partition("-of-")
    return f"{what} {rank}".replace("-", " ") if of else office.replace("-", " ")


_FINDERS: dict[tuple[str, int], Nameless | None] = {}


def nameless_of(lang: str, registry: Registry) -> Nameless | None:
    """The finder of a language that has the data for it; None for the others."""
    key = (lang, id(registry))
    if key not in _FINDERS:
        _FINDERS[key] = Nameless(names_of(lang, registry)) if "institutions" in load(lang, "actors") else None
    return _FINDERS[key]
