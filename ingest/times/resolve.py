"""Resolve: what each expression of time means, worked out from publication, tense and the dates told before it.

Free of language: it sees the parts that `find` read. Without a publication date what is relative stays unresolved;
the clock of the machine is never read.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from graph.model import Tense, TimeMention
from graph.when import Basis, Kind, Precision, When, one_of, to_edtf
from ingest.times.calendar import plus_days, plus_months
from ingest.times.find import Found, Link
from ingest.times.readers import READERS
from ingest.times.reading import Reading, State, full_year, weekday_day

SENTENCE_ENDS = ".!?;\n。！？；"
OPENING = 5  # code points from the comma to the day in "16 days later, on December 14"
LISTED = 8  # code points between two weekdays of one list
PLACED = ("date", "days", "feast")


def resolve(text: str, found: Sequence[Found], anchor: date | None, lang: str) -> tuple[TimeMention, ...]:
    """The expressions with their TIMEX3 values and bounds, in order.

    `anchor` is the publication date, None where it is unknown. `lang` says whose rules found them; nothing hangs on
    it. What turns out to be no date (31 February) is left out. Expressions joined by a dash become one; the two ends
    of "du 5 au 7 mai" stay two, both with the bounds of the whole.
    """
    found = _completed(found)
    state = State(anchor=anchor, order=_order(found))
    readings: list[Reading | None] = []
    for i, one in enumerate(found):
        state.sentence = _sentence(text, one.start)
        readings.append(_read(text, found, i, readings, state))
        _remember(one, readings[-1], state)
    mentions: list[TimeMention] = []
    i = 0
    while i < len(found):
        reading, one = readings[i], found[i]
        after = readings[i + 1] if one.link and i + 1 < len(found) else None
        if reading is not None and after is not None:
            reading, after = _settled(reading, after), _settled(after, reading)
            readings[i + 1] = after
        if reading is None:
            i += 1
        elif after is not None and (whole := _whole(one, reading, after)) is not None:
            mentions.extend(_range(text, one, found[i + 1], whole, after))
            i += 2
        elif one.parts and "/" in reading.value:
            mentions.extend(_two(text, one, reading))
            i += 1
        else:
            mentions.append(_mention(one, reading, one.text))
            i += 1
    return tuple(mentions)


def _order(found: Sequence[Found]) -> str | None:
    """Whether the text puts month or day first in its figures, where it shows both ways or neither: None."""
    shown = {
        "day_first" if one.values["order"] == "day_first" else "month_first"
        for one in found
        if "order" in one.values and (one.values["order"] == "day_first" or int(one.values.get("d", 0)) > 12)
    }
    return shown.pop() if len(shown) == 1 else None


def _sentence(text: str, at: int) -> int:
    """Where the sentence of an offset begins, at most 400 code points before it."""
    low = max(0, at - 400)
    return max(low, *(text.rfind(stop, low, at) + 1 for stop in SENTENCE_ENDS))


def _read(
    text: str, found: Sequence[Found], i: int, readings: Sequence[Reading | None], state: State
) -> Reading | None:
    """The reading of one expression among its neighbours."""
    one, after = found[i], found[i + 1] if i + 1 < len(found) else None
    if one.read == "bare":
        return None
    if one.read == "clock":
        return READERS["clock"](one, _with_day_beside(text, found, i, state))
    reading = READERS[one.read](one, state)
    if reading is None:
        return None
    if one.read == "weekday" and i and _listed(text, found[i - 1], one):
        reading = _after_listed(reading, readings[i - 1], one)
    if one.read == "shift" and after is not None and _in_apposition(text, one, after):
        told = READERS[after.read](after, state)
        if told is not None and told.bounds is not None and told.precision is Precision.DAY:
            reading = replace(reading, bounds=told.bounds, precision=told.precision, value=told.value)
    return reading


def _completed(found: Sequence[Found]) -> list[Found]:
    """The expressions with what they share with the next one, from the last to the first: "les 20, 21 et 22 mars"."""
    filled = list(found)
    for i in range(len(filled) - 2, -1, -1):
        if filled[i].shares:
            filled[i] = _filled(filled[i], filled[i + 1])
    return filled


def _filled(one: Found, after: Found) -> Found:
    """What lacks its month, year or unit, with those of the expression that it is joined to."""
    values = dict(one.values)
    if one.read == "bare" and "n" in values:
        number = values.pop("n")
        if after.read == "duration" and "unit" in after.values:
            return replace(one, read="duration", values={"n": number, "unit": after.values["unit"]})
        if after.read in ("date", "days") and "d" in after.values:
            borrowed = {k: after.values[k] for k in ("m", "y", "yy", "mrel", "yrel", "dir") if k in after.values}
            return replace(one, read="date", values={"d": number, **borrowed}, tense=after.tense)
        if after.read == "date" and "y" in after.values and "m" not in after.values and isinstance(number, int):
            return replace(one, read="date", values={"y": number}) if number > 999 else one
        if after.read == "clock":
            return replace(one, read="clock", values={**after.values, "h": number, "mi": 0})
        return one
    if one.read == "date" and after.read == "date" and "m" in values and "m" in after.values:
        for key in ("y", "yy", "yrel"):
            if key in after.values and not {"y", "yy", "yrel"} & set(values):
                values[key] = after.values[key]
        return replace(one, values=values)
    if one.read == "date" and after.read == "date" and {"q", "h", "s"} & set(values) and "y" in after.values:
        return replace(one, values={"y": after.values["y"], **values})
    return one


def _with_day_beside(text: str, found: Sequence[Found], i: int, state: State) -> State:
    """For a clock time: the state with the day that stands beside it in the sentence, before or after."""
    one = found[i]
    if i + 1 < len(found):
        after = found[i + 1]
        gap = text[one.end : after.start]
        if after.read in ("date", "weekday") and len(gap) <= 4 and not any(stop in gap for stop in SENTENCE_ENDS):
            told = READERS[after.read](after, state)
            if told is not None and told.bounds is not None and told.precision is Precision.DAY:
                return replace(state, day=told.bounds[0])
    if _heads_line(text, one) and not any(_heads_line(text, other) for other in found[:i] if other.read != "clock"):
        return replace(state, day=state.anchor)  # "10:30 …": a ticker is of the day of publication
    return state


def _heads_line(text: str, one: Found) -> bool:
    """Whether an expression is the first of its line, marks apart."""
    return not text[text.rfind("\n", 0, one.start) + 1 : one.start].strip(" *#-–—[（(|·")


def _listed(text: str, before: Found, one: Found) -> bool:
    """Whether two weekdays stand in one list."""
    return before.read == "weekday" and one.start - before.end <= LISTED and "\n" not in text[before.end : one.start]


def _after_listed(reading: Reading, before: Reading | None, one: Found) -> Reading:
    """The weekday that follows the one before it in a list: "mercredi et jeudi"."""
    wanted = one.values.get("w")
    if before is None or before.bounds is None or reading.bounds is None or not isinstance(wanted, int):
        return reading
    if "dir" in one.values or "wk" in one.values:
        return reading
    exact = weekday_day(wanted, replace(one, tense=Tense.FUTURE), before.bounds[0])
    return replace(reading, bounds=(exact, exact), value=exact.isoformat() + reading.value[10:]) if exact else reading


def _in_apposition(text: str, one: Found, after: Found) -> bool:
    """Whether the next expression says which day it is: "16 jours plus tard, le 14 décembre 2025"."""
    gap = text[one.end : after.start]
    told = "counted" in one.values or one.values.get("ref") == "context"
    comma = max(gap.rfind(mark) for mark in ",(，（")
    return told and after.read == "date" and "d" in after.values and comma >= 0 and len(gap) - comma <= OPENING


def _remember(one: Found, reading: Reading | None, state: State) -> None:
    """Take what was told into the state."""
    if reading is None:
        return
    if one.read in PLACED and (year := full_year(one.values, state.anchor)) is not None:
        state.year, state.year_end = year, one.end
    if reading.bounds is None or (reading.type == "DURATION" and one.read != "shift"):
        return
    state.last, state.last_end = reading, one.end
    if reading.precision is Precision.DAY and reading.bounds[0] == reading.bounds[1] and one.read != "ref":
        state.day = reading.bounds[0]


def _settled(end: Reading, other: Reading) -> Reading:
    """An end of a range that may be several days: the one nearest to the other end, where that one is known."""
    if not end.candidates or other.bounds is None or other.precision is not Precision.DAY:
        return end
    known = other.bounds[0]
    bounds = min(end.candidates, key=lambda choice: abs((choice[0] - known).days))
    return replace(end, bounds=bounds, value=bounds[0].isoformat(), candidates=())


def _whole(one: Found, first: Reading, second: Reading) -> Reading | None:
    """The first end of a range with the bounds of the whole, if the two make one; a weekday or month that would come
    after its end is that of a week or a year before."""
    if first.bounds is None or second.bounds is None or "DURATION" in (first.type, second.type):
        return None
    start, end = first.bounds[0], second.bounds[1]
    if start > end and first.basis is Basis.RELATIVE:
        back = plus_days(start, -7) if one.read == "weekday" else plus_months(start, -12)
        if back is not None and back <= end:
            value = back.isoformat() if first.precision is Precision.DAY else f"{back:%Y-%m}"
            return replace(first, value=value, bounds=(back, end))
    return replace(first, bounds=(start, end)) if start <= end else None


def _range(text: str, one: Found, other: Found, first: Reading, second: Reading) -> list[TimeMention]:
    """Two expressions as the ends of a range: two mentions, each with its own value and the bounds of the whole."""
    assert first.bounds is not None
    kind = Kind.WITHIN if one.link is Link.BETWEEN else Kind.THROUGHOUT
    precision = max(first.precision, second.precision, key=list(Precision).index)
    basis = Basis.EXPLICIT if first.basis is second.basis is Basis.EXPLICIT else Basis.RELATIVE
    when = When(
        start=first.bounds[0],
        end=first.bounds[1],
        kind=kind,
        precision=precision,
        edtf=to_edtf(*first.bounds, precision, kind),
        basis=basis,
        words=text[one.start : other.end],
    )
    return [replace(_mention(end, reading, end.text), when=when) for end, reading in ((one, first), (other, second))]


def _two(text: str, one: Found, reading: Reading) -> list[TimeMention]:
    """A range that one rule read, as two mentions for its two ends, both with the bounds of the whole."""
    whole = _mention(one, reading, one.text)
    values = reading.value.split("/")
    return [
        replace(whole, start=start, end=end, text=text[start:end], value=value)
        for (start, end), value in zip(one.parts, values, strict=True)
    ]


def _mention(one: Found, reading: Reading, words: str) -> TimeMention:
    """An expression as the model keeps it."""
    return TimeMention(
        start=one.start,
        end=one.end,
        text=one.text,
        type=reading.type,
        value=reading.value,
        mod=reading.mod or one.mod,
        when=_when(one, reading, words),
        candidates=_candidates(one, reading, words),
        rule=one.rule,
    )


def _candidates(one: Found, reading: Reading, words: str) -> tuple[When, ...]:
    """The readings of an ambiguous expression, each as an interval."""
    single = (_when(one, replace(reading, bounds=bounds, candidates=()), words) for bounds in reading.candidates)
    return tuple(when for when in single if when is not None)


def _one_of(candidates: tuple[When, ...], words: str) -> When:
    """What is certain of an ambiguous expression: it lies within the span of its readings, and is one of them."""
    starts = [when.start for when in candidates if when.start is not None]
    ends = [when.end for when in candidates if when.end is not None]
    return When(
        start=min(starts),
        end=max(ends),
        kind=Kind.WITHIN,
        precision=candidates[0].precision,
        edtf=one_of(candidates),
        basis=candidates[0].basis,
        words=words,
    )


def _when(one: Found, reading: Reading, words: str) -> When | None:
    """The interval of a reading; without bounds where it is vague, None where it is not on the calendar."""
    if reading.candidates:
        return _one_of(_candidates(one, reading, words), words)
    if reading.bounds is None:
        if not reading.vague:
            return None
        return When(
            start=None,
            end=None,
            kind=Kind.WITHIN,
            precision=Precision.VAGUE,
            edtf=to_edtf(None, None, Precision.VAGUE, Kind.WITHIN),
            basis=reading.basis,
            words=words,
        )
    start, end = reading.bounds
    whole_days = reading.precision is Precision.DAY
    kind = one.kind or (Kind.THROUGHOUT if whole_days else Kind.WITHIN)
    shown = Kind.THROUGHOUT if reading.duration_to else kind
    return When(
        start=start,
        end=end,
        kind=kind,
        precision=reading.precision,
        edtf=to_edtf(start, end, reading.precision, shown, approximate=reading.precision is Precision.VAGUE),
        basis=reading.basis,
        words=words,
    )
