"""Numbers with what they measure: durations, money, volumes, soldiers, counts.

A rule of a unit has `link` and `pattern`, which follow the number; besides, where it needs them: `before`, which stands
ahead of it; `factor`; `add` ("an hour and a half"); `value`, where one word says number and unit ("hour-long").
Named groups: `extra`, a second number; `more`, a word that makes it approximate ("20多份").
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from graph.model import Quantity
from ingest.clauses import Clauses, Verb
from ingest.lang_data import load

# not the number of a type ("Tu-95 bombers") nor an ordinal (第10次)
_NUMBER = r"(?<![\d/.,第])(?<!\w[-‑])(?:\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?![\d])|\d+(?:[.,]\d+)?)"

_GROUP = re.compile(r"\(\?P<\w+>")  # the opening of a named group
_BEHIND = 30  # characters behind a clause that its last quantity may look at: "a day | after"


@lru_cache(maxsize=8)
def _rules(lang: str) -> tuple[tuple[dict[str, Any], re.Pattern[str], re.Pattern[str]], ...]:
    """Each rule of a unit, the pattern of its words alone, which is tried first, and the whole pattern."""
    data = load(lang, "quantities")
    words = "|".join(sorted(map(re.escape, data["numbers"]), key=len, reverse=True))
    scale = "|".join(sorted(map(re.escape, data["scales"]), key=len, reverse=True))
    about = "|".join(map(re.escape, data["approximate"]))
    spaced = bool(load(lang, "grammar")["join"])
    edge, gap = (r"\b", r"\s+") if spaced else ("", r"\s*")  # 约两小时: no spaces tell words apart
    number = (
        rf"(?:(?P<about>{about}){gap})?(?:(?P<digits>{_NUMBER})|{edge}(?<!第)(?P<word>{words}){edge})"
        rf"(?:\s*(?P<scale>{scale}){edge})?"
    )

    def whole(row: dict[str, Any]) -> str:
        if "value" in row:
            return rf"(?:(?P<about>{about}){gap})?(?:{row['pattern']})"
        before = f"(?:{row['before']})" if "before" in row else ""
        return rf"{before}{number}{row['link']}(?:{row['pattern']})"

    def words_of(row: dict[str, Any]) -> re.Pattern[str]:
        return re.compile(_GROUP.sub("(?:", row["pattern"]), re.IGNORECASE)

    return tuple((row, words_of(row), re.compile(whole(row), re.IGNORECASE)) for row in data["unit"])


@lru_cache(maxsize=8)
def _number(lang: str) -> re.Pattern[str]:
    """Any number at all: most clauses have none, and none of the rules need be tried."""
    data = load(lang, "quantities")
    words = [*map(re.escape, data["numbers"]), *(row["pattern"] for row in data["unit"] if "value" in row)]
    return re.compile(rf"\d|{'|'.join(words)}", re.IGNORECASE)


def _value(match: re.Match[str], row: dict[str, Any], lang: str) -> float:
    data = load(lang, "quantities")
    if "value" in row:
        return float(row["value"])
    if match["digits"]:
        digits = re.sub(r"[ \u00a0\u202f]", "", match["digits"])
        digits = re.sub(data["thousands"] + r"(?=\d{3}(?!\d))", "", digits)
        value = float(digits.replace(",", "."))
    else:
        value = float(data["numbers"][match["word"].lower()])
    value = value * float(data["scales"].get((match["scale"] or "").lower(), 1)) * float(row.get("factor", 1))
    extra = match.groupdict().get("extra")
    return value + float(row.get("add", 0)) + (float(data["numbers"].get(extra.lower(), extra)) if extra else 0)


def read_quantities(text: str, start: int, end: int, lang: str) -> Iterator[Quantity]:
    """Quantities between two code points, in order of unit rules; overlapping ones are left to the first rule."""
    if _number(lang).search(text, start, end) is None:
        return
    taken: list[tuple[int, int]] = []
    for row, words, pattern in _rules(lang):
        if words.search(text, start, end + _BEHIND) is None:
            continue
        for match in pattern.finditer(text, start, end + _BEHIND):
            if match.end() > end or any(a < match.end() and match.start() < b for a, b in taken):
                continue
            taken.append((match.start(), match.end()))
            told = match.groupdict()
            yield Quantity(
                measures=row["measures"],
                value=_value(match, row, lang),
                unit=row["unit"],
                approximate=told["about"] is not None or told.get("more") is not None,
                start=match.start(),
                end=match.end(),
            )


def find_quantities(
    clauses: Clauses, verb: Verb | None, first: int, last: int, *, coming: bool = False
) -> tuple[Quantity, ...]:
    """The quantities of the clause in which a claim stands. Of what is not `coming` but was held, the length that was
    planned is none."""
    tokens = clauses.document.tokens
    if verb is not None:
        left, right = clauses.clause_start(verb), max(clauses.right_end(verb), last)
    else:
        left, right = max(0, first - 6), clauses._noun_end(last)
    if right <= left:
        return ()
    document = clauses.document
    start, end = tokens[clauses.offset + left].start, tokens[clauses.offset + right - 1].end
    end = through_length(document.text, end, document.lang)
    found = sorted(read_quantities(document.text, start, end, document.lang), key=lambda q: q.start)
    return tuple(q for q in found if coming or not is_planned(document.text, q, document.lang))


@lru_cache(maxsize=8)
def _planned(lang: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, load(lang, "quantities")["planned"]))
    return re.compile(rf"(?:{words})[^.;。；\n]{{0,15}}$", re.IGNORECASE)


def is_planned(text: str, quantity: Quantity, lang: str) -> bool:
    """Whether the words right before a length say that it was meant to be so: "talks scheduled to last six hours"."""
    before = text[max(0, quantity.start - 60) : quantity.start]
    return quantity.measures == "duration" and _planned(lang).search(before) is not None


@lru_cache(maxsize=8)
def _lasting(lang: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, load(lang, "quantities")["lasting"]))
    return re.compile(rf"[\s,，]*(?:{words})[^.;。；,，\n]*", re.IGNORECASE)


def through_length(text: str, end: int, lang: str) -> int:
    """Where a clause ends together with the words right behind it that say how long its happening lasted: "held a
    meeting lasting an hour"."""
    found = _lasting(lang).match(text, end)
    return found.end() if found else end
