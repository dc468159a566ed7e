"""Journeys of a known length: "flew to Moscow on May 7 for a four-day visit", "the second day of a three-day visit"."""

import re
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache

from graph.model import Family
from graph.when import Kind, Precision, When
from ingest.clauses import Clauses
from ingest.drafts import Draft
from ingest.lang_data import load

_DAYS = re.compile(r"P(\d{1,2})D")
_AROUND = 4  # tokens around a noun of travel in which its length stands
_NEAR = 40  # code points around its length in which "the second day of" stands
_LONGEST = 31  # days


def stay(clauses: Clauses, draft: Draft) -> When | None:
    """The days of a journey whose length is told beside it and of which one is known: the first, or the one counted."""
    when = draft.when
    if draft.trigger.family is not Family.TRAVEL or when is None or not when.is_day or when.start is None:
        return None
    found = _length(clauses, draft)
    if found is None:
        return None
    length, start, end = found
    first = when.start - timedelta(days=_counted(clauses, start, end, length))
    last = first + timedelta(days=length - 1)
    return replace(
        when, start=first, end=last, kind=Kind.THROUGHOUT, precision=Precision.DAY,
        edtf=f"{first.isoformat()}/{last.isoformat()}",
    )  # fmt: skip


def _length(clauses: Clauses, draft: Draft) -> tuple[int, int, int] | None:
    """How many days a journey lasts, and the code points that say so; None where none or several lengths are told."""
    tokens, offset = clauses.document.tokens, clauses.offset
    first = max(0, draft.first - _AROUND)
    last = min(len(clauses.lows), draft.last + _AROUND)
    start, end = tokens[offset + first].start, tokens[offset + last - 1].end
    found = []
    for time in clauses.document.times:
        told = _DAYS.fullmatch(time.value or "") if start <= time.start < end else None
        if told and 1 < int(told[1]) <= _LONGEST:
            found.append((int(told[1]), time.start, time.end))
    return found[0] if len(found) == 1 else None


def _counted(clauses: Clauses, start: int, end: int, length: int) -> int:
    """How many days of the journey had passed by the day that is told."""
    sentence, text = clauses.sentence, clauses.document.text
    near = text[max(sentence.start, start - _NEAR) : start] + " " + text[end : min(sentence.end, end + _NEAR)]
    for number, pattern in enumerate(_ordinals(clauses.document.lang)):
        if pattern.search(near):
            return length - 1 if number == 0 else number - 1
    return 0


@lru_cache(maxsize=8)
def _ordinals(lang: str) -> tuple[re.Pattern[str], ...]:
    """What the last day of a journey is called, then its first, second, …"""
    grammar = load(lang, "grammar")
    units = "|".join(map(re.escape, grammar["stay_days"]))
    edge, gap = (r"\b", r"\s") if grammar["join"] else ("", "")
    return tuple(
        re.compile(f"{edge}(?:{'|'.join(map(re.escape, words.split('|')))}){gap}(?:{units}){edge}", re.IGNORECASE)
        for words in (grammar["stay_last"], *grammar["stay_ordinals"])
    )
