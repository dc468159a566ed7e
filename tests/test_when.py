"""Intervals: EDTF out and in, overlap, order, distance, Allen's relations with unknown ends."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import DateError
from graph.when import (
    Allen,
    Basis,
    Kind,
    Precision,
    When,
    allen,
    distance,
    from_edtf,
    holds,
    one_of,
    order,
    overlap,
    to_edtf,
)

FORMS = [
    ("2026-02-04", "2026-02-04", "2026-02-04", Kind.THROUGHOUT, Precision.DAY),
    ("2026-02", "2026-02-01", "2026-02-28", Kind.WITHIN, Precision.MONTH),
    ("2024-02", "2024-02-01", "2024-02-29", Kind.WITHIN, Precision.MONTH),
    ("2026", "2026-01-01", "2026-12-31", Kind.WITHIN, Precision.YEAR),
    ("2025-35", "2025-07-01", "2025-09-30", Kind.WITHIN, Precision.QUARTER),
    ("2026-40", "2026-01-01", "2026-06-30", Kind.WITHIN, Precision.HALF),
    ("2022-22", "2022-06-01", "2022-08-31", Kind.WITHIN, Precision.SEASON),
    ("2025-24", "2025-12-01", "2026-02-28", Kind.WITHIN, Precision.SEASON),
    ("199X", "1990-01-01", "1999-12-31", Kind.WITHIN, Precision.DECADE),
    ("2024-05-16/2024-05-17", "2024-05-16", "2024-05-17", Kind.THROUGHOUT, Precision.DAY),
    ("2025-01/..", "2025-01-01", "2025-01-31", Kind.SINCE, Precision.MONTH),
    ("../2036", "2036-01-01", "2036-12-31", Kind.UNTIL, Precision.YEAR),
    ("2022-02-24/..", "2022-02-24", "2022-02-24", Kind.SINCE, Precision.DAY),
]


@pytest.mark.parametrize(("form", "start", "end", "kind", "precision"), FORMS)
def test_edtf_out_and_in(form: str, start: str, end: str, kind: Kind, precision: Precision) -> None:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    assert to_edtf(first, last, precision, kind) == form
    when = from_edtf(form)
    assert (when.start, when.end, when.kind, when.precision) == (first, last, kind, precision)
    assert str(parse_edtf(form)).replace(" ", "") == form


@given(
    st.dates(date(1000, 1, 1), date(2999, 12, 31)),
    st.integers(0, 4000),
    st.sampled_from(Precision),
    st.sampled_from(Kind),
    st.booleans(),
)
def test_every_form_we_write_is_edtf_and_keeps_its_bounds(
    start: date, days: int, precision: Precision, kind: Kind, approximate: bool
) -> None:
    end = start + timedelta(days=days)
    form = to_edtf(start, end, precision, kind, approximate=approximate)
    parse_edtf(form)
    when = from_edtf(form)
    if kind is Kind.SINCE:
        assert when.start == start
    elif kind is Kind.UNTIL:
        assert when.end == end
    else:
        assert (when.start, when.end) == (start, end)


def test_nothing_known_and_one_of_a_set() -> None:
    assert to_edtf(None, None, Precision.VAGUE, Kind.WITHIN) == "XXXX"
    assert from_edtf("XXXX").start is None
    form = one_of([from_edtf("2026-02-10"), from_edtf("2026-02-03")])
    assert form == "[2026-02-03,2026-02-10]"
    parse_edtf(form)
    when = from_edtf(form)
    assert (when.start, when.end, when.kind) == (date(2026, 2, 3), date(2026, 2, 10), Kind.WITHIN)
    assert from_edtf("[..2026-02]").start is None


@pytest.mark.parametrize(
    "form", ["2026-02-31", "2026-13", "0000", "", "/", "../..", "2026-02-05/2026-02-04", "[]", "4 Feb"]
)
def test_what_is_not_edtf_is_refused(form: str) -> None:
    with pytest.raises(DateError):
        from_edtf(form)


def days(start: str | None, end: str | None, kind: Kind = Kind.THROUGHOUT) -> When:
    first, last = (date.fromisoformat(each) if each else None for each in (start, end))
    return When(
        start=first,
        end=last,
        kind=kind,
        precision=Precision.DAY,
        edtf=to_edtf(first, last, Precision.DAY, kind),
        basis=Basis.EXPLICIT,
    )


ALLEN = [
    ("2026-02-01", "2026-02-03", Allen.BEFORE, "2026-02-06", "2026-02-09"),
    ("2026-02-01", "2026-02-05", Allen.MEETS, "2026-02-06", "2026-02-09"),
    ("2026-02-01", "2026-02-07", Allen.OVERLAPS, "2026-02-06", "2026-02-09"),
    ("2026-02-06", "2026-02-07", Allen.STARTS, "2026-02-06", "2026-02-09"),
    ("2026-02-07", "2026-02-08", Allen.DURING, "2026-02-06", "2026-02-09"),
    ("2026-02-08", "2026-02-09", Allen.FINISHES, "2026-02-06", "2026-02-09"),
    ("2026-02-06", "2026-02-09", Allen.EQUAL, "2026-02-06", "2026-02-09"),
    ("2026-02-01", None, Allen.UNKNOWN, "2026-02-06", "2026-02-09"),
    ("2026-03-01", None, Allen.AFTER, "2026-02-06", "2026-02-09"),
    (None, "2026-02-03", Allen.BEFORE, "2026-02-06", None),
]
CONVERSE = {
    Allen.BEFORE: Allen.AFTER,
    Allen.AFTER: Allen.BEFORE,
    Allen.MEETS: Allen.MET_BY,
    Allen.OVERLAPS: Allen.OVERLAPPED_BY,
    Allen.STARTS: Allen.STARTED_BY,
    Allen.DURING: Allen.CONTAINS,
    Allen.FINISHES: Allen.FINISHED_BY,
    Allen.EQUAL: Allen.EQUAL,
    Allen.UNKNOWN: Allen.UNKNOWN,
}


@pytest.mark.parametrize(("a", "b", "relation", "c", "d"), ALLEN)
def test_allen(a: str | None, b: str | None, relation: Allen, c: str | None, d: str | None) -> None:
    assert allen(days(a, b), days(c, d)) is relation
    assert allen(days(c, d), days(a, b)) is CONVERSE[relation]


def test_within_is_only_surely_before_or_after() -> None:
    within = days("2026-02-01", "2026-02-28", Kind.WITHIN)
    assert allen(within, days("2026-02-10", "2026-02-11")) is Allen.UNKNOWN
    assert allen(within, days("2026-03-01", "2026-03-02")) is Allen.BEFORE


def test_open_kinds_reach_as_far_as_they_say() -> None:
    since, until = from_edtf("2025-01/.."), from_edtf("../2036")
    assert holds(since, date(2031, 1, 1))
    assert not holds(since, date(2024, 12, 31))
    assert holds(until, date(1999, 1, 1))
    assert not holds(until, date(2037, 1, 1))
    assert overlap(since, until)
    assert distance(days("2026-02-04", "2026-02-04"), days("2026-02-05", "2026-02-05")) == 1
    assert distance(since, days("2024-12-30", "2024-12-30")) == 2


@given(st.lists(st.tuples(st.dates(), st.integers(0, 400)), min_size=2, max_size=6))
def test_order_and_distance_agree(rows: list[tuple[date, int]]) -> None:
    whens = []
    for start, length in rows:
        end = date.fromordinal(min(start.toordinal() + length, date.max.toordinal()))
        whens.append(days(start.isoformat(), end.isoformat()))
    ordered = sorted(whens, key=order)
    for one, other in pairwise(ordered):
        assert one.start is not None
        assert other.start is not None
        assert one.start <= other.start
        assert overlap(one, other) == (distance(one, other) == 0)
        assert distance(one, other) == distance(other, one)
