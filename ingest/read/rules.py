"""The reading rules of a language, `ingest/lang/<lang>/reading.toml`, checked against their schema and compiled."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from graph.errors import LanguageDataError
from ingest.lang_data import load

GROUPS = frozenset({"date", "day", "author", "publisher", "origin", "agency"})
_KEYS = {"months", "numerals", "forms", "agencies", "clues", "furniture"}
_FORMS = {"date", "day", "weekday", "name"}
_CLUE_KEYS = {"name", "where", "dates", "pattern", "examples", "not"}
_FURNITURE_KEYS = {"name", "pattern", "examples", "not"}
_WHERE = {"head", "tail", "both"}
_DATES = {"published", "modified"}
_NAMED = re.compile(r"\(\?P<\w+>")


@dataclass(frozen=True, slots=True)
class ClueRule:
    """A line pattern that says something about the article that bears the line."""

    name: str
    head: bool  # looked for in the first lines
    tail: bool  # and in the last
    dates: str | None  # what its date is: "published", "modified"
    pattern: re.Pattern[str]

    def groups(self, match: re.Match[str]) -> dict[str, str]:
        """What the match says, by group; `agency2` is another place for `agency`."""
        return {name.rstrip("0123456789"): value.strip() for name, value in match.groupdict().items() if value}


@dataclass(frozen=True, slots=True)
class Furniture:
    """A line that is the site's, not the article's."""

    name: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """All rules of one language."""

    lang: str
    clues: tuple[ClueRule, ...]
    furniture: tuple[Furniture, ...]
    months: Mapping[str, int]
    numerals: Mapping[str, int]
    date_forms: tuple[re.Pattern[str], ...]
    day_forms: tuple[re.Pattern[str], ...]
    agencies: Mapping[str, str]

    def to_date(self, words: str) -> date | None:
        """The day that `words` (a match of the language's date forms) name; None where there is no such day."""
        for form in self.date_forms:
            match = form.match(words)
            if match:
                month = self._month(match["m"])
                try:
                    return date(self._number(match["y"], year=True), month, self._number(match["d"])) if month else None
                except ValueError:  # no such day
                    return None
        return None

    def to_day(self, words: str) -> tuple[int, int] | None:
        """The (month, day) of a date without a year, or None."""
        for form in self.day_forms:
            match = form.match(words)
            month = self._month(match["m"]) if match else None
            if match and month:
                return month, self._number(match["d"])
        return None

    def _month(self, words: str) -> int | None:
        return int(words) if words.isdigit() else self.months.get(words.lower().rstrip("."))

    def _number(self, words: str, *, year: bool = False) -> int:
        if words.isdigit():
            return int(words)
        total = 0
        for char in words:
            value = self.numerals[char]
            total = total * 10 + value if year else (total or 1) * 10 if value == 10 else total + value
        return total


def _require(sound: bool, lang: str, what: str) -> None:
    if not sound:
        raise LanguageDataError(f"ingest/lang/{lang}/reading.toml: {what}")


def _compile(lang: str, name: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        where = f"ingest/lang/{lang}/reading.toml: {name!r}"
        raise LanguageDataError(f"{where} is no regular expression: {error}") from error


def _clue(lang: str, row: Mapping[str, Any], forms: Mapping[str, str]) -> ClueRule:
    name = row.get("name", "?")
    _require(set(row) <= _CLUE_KEYS, lang, f"clue {name!r} has unknown keys {sorted(set(row) - _CLUE_KEYS)}")
    _require(row.get("where") in _WHERE, lang, f"clue {name!r}: `where` is one of {sorted(_WHERE)}")
    _require(row.get("dates") in {*_DATES, None}, lang, f"clue {name!r}: `dates` is one of {sorted(_DATES)}")
    _require(bool(row.get("examples")) and bool(row.get("not")), lang, f"clue {name!r} needs `examples` and `not`")
    pattern = row["pattern"]
    for form, expression in forms.items():
        pattern = pattern.replace(f"{{{form}}}", f"(?:{expression})")
    compiled = _compile(lang, name, pattern)
    named = {group.rstrip("0123456789") for group in compiled.groupindex}
    _require(bool(named) and named <= GROUPS, lang, f"clue {name!r}: groups are among {sorted(GROUPS)}")
    _require(("date" in named) <= ("dates" in row), lang, f"clue {name!r} finds a date: say `dates`")
    return ClueRule(name, row["where"] != "tail", row["where"] != "head", row.get("dates"), compiled)


def _furniture(lang: str, row: Mapping[str, Any]) -> Furniture:
    name = row.get("name", "?")
    _require(set(row) == _FURNITURE_KEYS, lang, f"furniture {name!r} has the keys {sorted(_FURNITURE_KEYS)}")
    _require(bool(row["examples"]) and bool(row["not"]), lang, f"furniture {name!r} needs `examples` and `not`")
    return Furniture(name, _compile(lang, name, row["pattern"]))


@lru_cache(maxsize=8)
def reading_rules(lang: str) -> ReadingRules:
    """The compiled rules of a supported language. Raises LanguageDataError where its file breaks the schema."""
    table = load(lang, "reading")
    _require(set(table) == _KEYS, lang, f"keys are {sorted(_KEYS)}, here {sorted(table)}")
    _require(set(table["forms"]) == _FORMS, lang, f"forms are {sorted(_FORMS)}")
    longest_first = sorted(table["agencies"], key=lambda words: (-len(words), words))
    forms = {
        "date": "|".join(_NAMED.sub("(?:", form) for form in table["forms"]["date"]),
        "day": "|".join(_NAMED.sub("(?:", form) for form in table["forms"]["day"]),
        "weekday": table["forms"]["weekday"],
        "name": table["forms"]["name"],
        "agency": "|".join(map(re.escape, longest_first)),
    }
    return ReadingRules(
        lang=lang,
        clues=tuple(_clue(lang, row, forms) for row in table["clues"]),
        furniture=tuple(_furniture(lang, row) for row in table["furniture"]),
        months=table["months"],
        numerals=table["numerals"],
        date_forms=tuple(_compile(lang, "date", form) for form in table["forms"]["date"]),
        day_forms=tuple(_compile(lang, "day", form) for form in table["forms"]["day"]),
        agencies=table["agencies"],
    )
