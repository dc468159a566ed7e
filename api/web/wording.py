"""The pages' own words, by language, from `texts/<language>.toml`. Names, terms and dates come from `api.words`."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from api.negotiate import parse_accept_language
from api.words import LANGUAGES, Words, in_form
from graph.errors import InputError

COLONS = {"fr": "\N{NO-BREAK SPACE}: ", "zh": "："}
QUOTING = re.compile(r"(.*?[“«]\s?)(.+?)(\s?[”»].*)", re.DOTALL)


@cache
def texts(lang: str) -> Mapping[str, Mapping[str, Any]]:
    """All that the pages say in one language: tables "text", "marks", "counts" and "kinds"."""
    return tomllib.loads(files("api.web").joinpath("texts", f"{lang}.toml").read_text(encoding="utf8"))


class PageWords(Words):
    """Phrases, marks and counts of the pages beside the words of the whole program; one for every page that is made."""

    def __init__(self, lang: str) -> None:
        super().__init__(lang)
        self.used: set[str] = set()  # marks
        self.quoted: dict[str, str] = {}  # event -> language of the words that its name quotes, where it quotes any

    def name_parts(self, event: str, label: str) -> tuple[str, str, str, str]:
        """An event's name before, in and behind the words it quotes, and the language of these; ("", "", name, "")
        where none are quoted or their language is not known."""
        found = QUOTING.fullmatch(label) if event in self.quoted else None
        return (*found.groups(), self.quoted[event]) if found else ("", "", label, "")  # type: ignore[return-value]

    def day(self, day: date, *, year: bool = True) -> str:
        """As `Words.day`; a page says the same few days hundreds of times."""
        return day_in_words(self.lang, day, year)

    def page(self, key: str, **values: object) -> str:
        """A phrase of the pages with its places filled."""
        phrase: str = texts(self.lang)["text"][key]
        return phrase.format(**values)

    def kind(self, value: str) -> str:
        """What a source, actor or place is; as it stands in the data where there is no word for it."""
        return str(texts(self.lang)["kinds"].get(value, value))

    def mark(self, key: str) -> Mapping[str, str]:
        """{"short", "long"}: a mark, and what it means. It is then in the legend of this page."""
        found: Mapping[str, str] = texts(self.lang)["marks"][key]
        self.used.add(key)
        return found

    def used_marks(self) -> list[str]:
        """The marks that were put on this page so far, in the order of the legend."""
        return [key for key in texts(self.lang)["marks"] if key in self.used]

    def listed(self, names: Iterable[str]) -> str:
        """Names one behind the other, with the comma of the language."""
        return ("、" if self.lang == "zh" else ", ").join(names)

    def aside(self, name: str, more: str) -> str:
        """A name with something in brackets behind it."""
        return f"{name}（{more}）" if self.lang == "zh" else f"{name} ({more})"

    @property
    def colon(self) -> str:
        """A colon with the spaces of the language."""
        return COLONS.get(self.lang, ": ")

    @property
    def semicolon(self) -> str:
        """A semicolon with the spaces of the language."""
        return self.colon.replace(":", ";").replace("：", "；")

    def doubt(self, reason: str) -> tuple[str, str]:
        """Why a reading is doubtful, and the language that this is in: English where there is no word for it."""
        found = texts(self.lang)["doubts"].get(reason)
        return (str(found), self.lang) if found else (reason, "en")

    def number(self, key: str, n: int) -> str:
        """A number with its noun in the right form."""
        return in_form(texts(self.lang)["counts"][key], self.lang, n)


@lru_cache(maxsize=4096)
def day_in_words(lang: str, day: date, year: bool) -> str:
    """A day as people write it."""
    return Words(lang).day(day, year=year)


def choose_language(asked: str | None, accept: str | None) -> str:
    """The language of a page: the one asked for, else the best liked of those there are, else English.

    Raises InputError where the one asked for is not there.
    """
    if asked:
        if asked not in LANGUAGES:
            raise InputError(f"no pages in {asked!r}; there are {', '.join(LANGUAGES)}")
        return asked
    for tag in parse_accept_language(accept or ""):
        if tag.partition("-")[0] in LANGUAGES:
            return tag.partition("-")[0]
    return LANGUAGES[0]
