"""Names that the registry does not know, by capitals: people, with initials and small words, and acronyms; as they are
cited in English.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph.model import digest
from graph.registry import Registry
from ingest.document import Document
from ingest.forms import Lexicon
from ingest.phrases import Phrases
from ingest.transcription import transcription_of


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that name somebody, by token index. `office` and `of` are set for titles."""

    first: int
    last: int
    form: str  # name, short, demonym, metonym, forces, title, group, counterpart, head, unknown
    ids: tuple[str, ...] = ()
    name: str = ""
    office: str = ""
    of: str = ""
    kind: str = ""
    cases: frozenset[str] = frozenset()


class UnknownNames:
    """Finds and cites unknown names; the base of `names.Names`, which sets what it reads."""

    lang: str
    lexicon: Lexicon
    case_order: tuple[str, ...]
    latin: dict[int, str]
    forms: Phrases[tuple[str, str, bool, frozenset[str]]]
    titles: Phrases[tuple[str, str]]
    stop: frozenset[str]
    particles: frozenset[str]
    geography: frozenset[str]
    registry: Registry

    def unknown(
        self, text: str, document: Document, lows: Sequence[str], index: int, sentence_first: int
    ) -> Hit | None:
        """Two or more capitalised words, or an acronym, that the registry does not know."""
        tokens, starts = document.tokens, document.token_starts
        end = index
        while end < len(tokens) and (
            self._name_part(text, starts[end], lows[end]) or self._surname(text, starts, lows, end, index)
        ):
            if end > index and not _touching(text, tokens[end - 1].end, tokens[end].start):
                break
            known = self.case_order and end > index and self.forms.at(lows, end)
            if known and not self._surname(text, starts, lows, end, index):
                break  # "Глава Китая": the rest is known
            inner = None if self.case_order or end == index else self.forms.at(lows, end)
            if inner is not None and inner[0] > end + 1:
                return None  # "Roscosmos Chief Dmitry Rogozin", "Major Chinese Banks": the rest is known
            end += 1
            if self._particle(text, starts, lows, end):
                end += 1  # "Дэвид ван Вил"
        initialled = self._initials(text, starts, lows, index) if self.case_order else 0
        if initialled:
            name, cases = self.cited(lows[initialled - 1 : initialled], "")
            return Hit(index, initialled, "unknown", (slug(name),), name=name, kind="person", cases=cases)
        size = end - index
        if size == 0 or lows[index] in self.stop:
            return None
        if self.case_order and lows[end - 1][-1].isdigit():
            return None  # "Xian H-6": a machine
        if size > 1 and lows[end - 1] in self.geography:
            return None  # "the Tsugaru Strait"
        word = text[tokens[index].start : tokens[end - 1].end]
        title = self.titles.at(lows, index)
        if title is not None and title[0] >= end and not self.case_order:
            return None  # "Special Representative of …"
        acronym = size == 1 and word.isupper() and word.isalpha() and 3 <= len(word) <= 6
        if acronym and text.isupper():
            return None
        if acronym:
            name, cases = self.cited(lows[index:end], word)
            return Hit(index, end, "unknown", (slug(name),), name=name, kind="organisation")
        if size >= 2 and not (index == sentence_first and lows[index] in self.stop):
            known_as = self._spelled_otherwise(lows[index:end])
            if known_as:
                return Hit(index, end, "name", (known_as,))
            name, cases = self.cited(lows[index:end], word)
            kind = "person" if self.lexicon.given(lows[index]) else "unknown"
            return Hit(index, end, "unknown", (slug(name),), name=name, kind=kind, cases=cases)
        return None

    def _spelled_otherwise(self, lows: Sequence[str]) -> str:
        """ "Sergeï Lavrov", "Serguey Lavrov": the one person of that surname whose given name has the same consonants;
        empty where there is none."""
        found = self.forms.at(lows, len(lows) - 1) if not self.case_order else None
        if found is None:
            return ""
        told = _consonants(lows[0])
        alike = {
            value[0]
            for value in found[1]
            if (known := self.registry.actors.get(value[0])) is not None
            and known.kind == "person"
            and known.name.lower().endswith(" " + lows[-1])
            and told
            and _consonants(known.name.split()[0]) == told
        }
        return alike.pop() if len(alike) == 1 else ""

    def cited(self, lows: Sequence[str], words: str) -> tuple[str, frozenset[str]]:
        """A local name as it is cited across languages, in Latin letters and the nominative, and its cases here."""
        if not self.case_order:
            return words, frozenset()
        if words.isupper():
            return "".join(low.translate(self.latin) for low in lows).upper(), frozenset()
        nominative, cases = self.lexicon.nominative(tuple(lows))
        return transcription_of(self.lang).written(nominative), cases

    def _particle(self, text: str, starts: Sequence[int], lows: Sequence[str], index: int) -> bool:
        """Whether a small word inside a name stands at a token, with the rest of the name behind it."""
        after = index + 1
        return (
            lows[index:after] != []
            and lows[index] in self.particles
            and after < len(lows)
            and (text[starts[after]].isupper() and lows[after] not in self.stop)
        )

    def _initials(self, text: str, starts: Sequence[int], lows: Sequence[str], index: int) -> int:
        """The token behind "Х.Науэрт", "И. О. Иванов"; 0 where no initials start."""
        at = index
        while (
            at + 1 < len(lows)
            and len(lows[at]) <= 2
            and text[starts[at]].isupper()
            and lows[at + 1] == "."
            and (lows[at].isalpha())
        ):
            at += 2
        if at == index or at >= len(lows) or len(lows[at]) < 3 or lows[at] in self.stop:
            return 0
        word = text[starts[at] : starts[at] + 2]
        return at + 1 if word[0].isupper() and word[1:].islower() else 0

    def _surname(self, text: str, starts: Sequence[int], lows: Sequence[str], index: int, first: int) -> bool:
        """A word with a capital right behind a given name, whatever else it means: "Егор Ласточкин"."""
        return (
            index > first
            and self.lexicon.given(lows[index - 1])
            and text[starts[index]].isupper()
            and lows[index] not in self.stop
            and lows[index].isalpha()
        )

    def _name_part(self, text: str, start: int, low: str) -> bool:
        joined = low.partition("-")
        if joined[1] and joined[0] in self.particles and text[start + len(joined[0]) + 1 :][:1].isupper():
            return True  # "аль-Мишри"
        if not text[start].isupper() or not low[0].isalpha() or low in self.stop or low.endswith("'"):
            return False
        return self.lexicon.name(low)


def _touching(text: str, end: int, start: int) -> bool:
    return text[end:start] in (" ", "\u00a0", "-", "")


def slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    slug = "-".join("".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split())
    return f"local-{slug}" if slug.isascii() else "local-" + digest("actor", name.casefold(), size=12)


_VOWELS = frozenset("aeiouyh-'’")


@lru_cache(maxsize=4096)
def _consonants(name: str) -> str:
    """The consonants of a given name, however it is transcribed: those of "Sergueï" are those of "Sergei"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    plain = plain.replace("w", "v").replace("gu", "g").replace("ck", "k").replace("c", "k").replace("q", "k")
    return "".join(c for c in plain if c not in _VOWELS)
