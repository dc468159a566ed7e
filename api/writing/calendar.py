"""iCalendar (RFC 5545): dated events as all-day entries."""

import re
from collections.abc import Iterator
from datetime import timedelta

from api.rights import LICENCE, NOTE
from api.writing.telling import Entry, Wish, entries
from graph.library import Library
from graph.model import Status
from graph.when import Kind

FOLD = 75  # octets a line, without its end
SPECIAL = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def calendar(library: Library, wish: Wish) -> Iterator[str]:
    """One VCALENDAR. What bears no date, or an open one, has no place in a calendar and is left out."""
    yield "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Amur//Amur//EN\r\nCALSCALE:GREGORIAN\r\n"
    yield from (folded("X-WR-CALNAME", "Amur"), folded("X-WR-CALDESC", NOTE))
    yield from (folded("X-AMUR-DATA-VERSION", library.data_version()), folded("X-AMUR-LICENCE", LICENCE))
    for entry in entries(library, wish):
        yield from _event(entry, wish)
    yield "END:VCALENDAR\r\n"


def _event(entry: Entry, wish: Wish) -> Iterator[str]:
    """A VEVENT. What lies on some day of a longer period bears that period in its name, and is tentative: it must not
    look as if it were of each of these days."""
    event, when = entry.event, entry.event.when
    start, end = when.bounds if when else (None, None)
    if when is None or start is None or end is None or end.year > 9998:
        return
    loose = when.kind is Kind.WITHIN and start != end
    sure = event.status is Status.HAPPENED and not loose
    yield "BEGIN:VEVENT\r\n"
    yield folded("UID", wish.names.event(event.id))
    yield f"DTSTAMP:{entry.changed:%Y%m%dT%H%M%SZ}\r\nCREATED:{entry.recorded:%Y%m%dT%H%M%SZ}\r\n"
    yield f"DTSTART;VALUE=DATE:{compact(start)}\r\nDTEND;VALUE=DATE:{compact(end + timedelta(days=1))}\r\n"  # exclusive
    yield folded("SUMMARY", f"{entry.title} ({when.edtf})" if loose else entry.title)
    yield folded("DESCRIPTION", "\n".join([*(f"{name}: « {words} »" for name, words in entry.lines), NOTE]))
    yield folded("CATEGORIES", event.family.value, event.type.value, event.status.value)
    if event.place:
        yield folded("LOCATION", event.place.name)
    if wish.address:
        yield folded("URL", wish.link(event), escape=False)
    yield f"STATUS:{'CONFIRMED' if sure else 'TENTATIVE'}\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"


def compact(day: object) -> str:
    """20260204"""
    return str(day).replace("-", "")


def folded(name: str, *values: str, escape: bool = True) -> str:
    """A content line with its end, cut after at most 75 octets, never within a character. Several values are a list."""
    text = f"{name}:{','.join(escaped(value) if escape else CONTROLS.sub('', value) for value in values)}"
    lines, line, size = [], "", 0
    for character in text:
        width = len(character.encode())
        if size + width > FOLD:
            lines.append(line)
            line, size = " ", 1
        line += character
        size += width
    return "\r\n".join([*lines, line]) + "\r\n"


def escaped(value: str) -> str:
    """TEXT as section 3.3.11 wants it; control characters are dropped."""
    plain = CONTROLS.sub("", value.replace("\r\n", "\n").replace("\t", " "))
    return "".join(SPECIAL.get(character, character) for character in plain)
