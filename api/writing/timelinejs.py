"""TimelineJS (Knight Lab) JSON: dated events as slides. Its texts are HTML there, so everything is escaped."""

import json
from collections.abc import Iterator
from datetime import date
from html import escape
from typing import Any

from api.rights import LICENCE, NOTE
from api.writing.telling import Entry, Wish, entries
from graph.library import Library
from graph.when import Kind, Precision

COARSE = {Precision.YEAR: ("year",), Precision.MONTH: ("year", "month")}


def slides(library: Library, wish: Wish) -> Iterator[str]:
    """One JSON object, event by event. What bears no date, or one without a beginning, cannot be a slide."""
    about = f"{NOTE} Data version {library.data_version()}."
    head = {"text": {"headline": "Amur", "text": f"<p>{escape(about)}</p>"}, "unique_id": "about"}
    yield '{"scale":"human","title":' + _json(head)
    yield ',"amur":' + _json({"data_version": library.data_version(), "licence": LICENCE, "note": NOTE})
    yield ',"events":['
    comma = ""
    for entry in entries(library, wish):
        slide = _slide(entry, wish)
        if slide is not None:
            yield comma + "\n" + _json(slide)
            comma = ","
    yield "\n]}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _slide(entry: Entry, wish: Wish) -> dict[str, Any] | None:
    event, when = entry.event, entry.event.when
    start, end = when.bounds if when else (None, None)
    if when is None or start is None:
        return None
    quotes = "".join(f"<p><b>{escape(name)}</b>: « {escape(words)} »</p>" for name, words in entry.lines)
    link = f'<p><a href="{escape(wish.link(event))}">{escape(event.id)}</a></p>' if wish.address else ""
    parts = COARSE.get(when.precision, ("year", "month", "day"))
    slide: dict[str, Any] = {
        "unique_id": event.id,
        "start_date": _date(start, parts),
        "text": {"headline": escape(entry.title), "text": quotes + link},
        "group": event.family.value,
        "autolink": False,
    }
    if end is not None and end != start:
        slide["end_date"] = _date(end, parts)
    if when.kind is not Kind.THROUGHOUT and start != end:
        slide["display_date"] = when.edtf  # some day of it, or from it on: not each of its days
    return slide


def _date(day: date, parts: tuple[str, ...]) -> dict[str, int]:
    return {part: getattr(day, part) for part in parts}
