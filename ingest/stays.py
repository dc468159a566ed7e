"""Journeys of a known length: "flew to Moscow on May 7 for a four-day visit", "the second day of a three-day visit"."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from graph.model import Family
from graph.when import Kind, Precision, When
from ingest.clauses import Clauses
from ingest.drafts import Draft
from ingest.lang_data import load

_AROUND = 4  # tokens around a noun of travel in which its length stands
_BEFORE = 6  # tokens before its length in which "the second day of" stands
_LONGEST = 31  # days


def stay(clauses: Clauses, draft: Draft) -> When | None:
    """The days of a journey whose length its noun gives and of which one is known: the first, or the one counted."""
    when, grammar = draft.when, clauses.grammar.data
    if draft.trigger.family is not Family.TRAVEL or when is None or not when.is_day or when.start is None:
        return None
    length, at = _length(clauses, draft)
    if not 1 < length <= _LONGEST:
        return None
    ordinals, days = list(grammar["stay_ordinals"]), frozenset(grammar["stay_days"])
    before = clauses.lows[max(0, at - _BEFORE) : at]
    counted = [ordinals.index(low) for low, then in pairwise(before) if then in days and low in ordinals]
    first = when.start - timedelta(days=counted[-1] if counted else 0)
    last = first + timedelta(days=length - 1)
    return replace(
        when, start=first, end=last, kind=Kind.THROUGHOUT, precision=Precision.DAY,
        edtf=f"{first.isoformat()}/{last.isoformat()}",
    )  # fmt: skip


def _length(clauses: Clauses, draft: Draft) -> tuple[int, int]:
    """How many days a journey lasts, and the token that says so; 0 where nothing does."""
    numbers = load(clauses.document.lang, "quantities")["numbers"]
    days = frozenset(clauses.grammar.data["stay_days"])
    reach = range(max(0, draft.first - _AROUND), min(len(clauses.lows), draft.last + _AROUND))
    for at in reach:
        low = clauses.lows[at]
        number, _, unit = low.partition("-")
        if unit in days:
            return _count(number, numbers), at
        if low in days and at > 0 and _count(clauses.lows[at - 1], numbers) and at > draft.first:
            return _count(clauses.lows[at - 1], numbers), at - 1
    return 0, 0


def _count(word: str, numbers: dict[str, int]) -> int:
    return int(word) if word.isdigit() and len(word) < 3 else int(numbers.get(word, 0))
