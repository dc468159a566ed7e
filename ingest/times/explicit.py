"""Read one isolated date as a person or a page writes it: "2026-02-04", "4 février 2026", "4 Feb 2026".

The only place where dateparser is asked, and last: it invents missing parts, so it is handed only what has a day, a
month and a year, and is told to want all three.
"""

from datetime import date, datetime

from graph.errors import DateError
from graph.when import Basis, Kind, Precision, When, from_edtf, to_edtf
from ingest.lang_data import LANGUAGES
from ingest.times.find import find
from ingest.times.resolve import resolve

LONGEST = 60  # code points; what is longer is no isolated date


def read_explicit(words: str, languages: tuple[str, ...] = LANGUAGES) -> When:
    """The interval of an isolated date, month, year or EDTF form that is written out whole.

    Tries EDTF, then the rules of each language, then dateparser. Raises DateError where the words are no date, or
    leave out the year: nothing is filled in, and the clock of the machine is never read.
    """
    text = words.strip()
    if not text or len(text) > LONGEST:
        raise DateError(f"{words[:LONGEST]!r} is not a date: write it like 2026-02-04 or 4 February 2026")
    try:
        return from_edtf(text, words=text)
    except DateError:
        pass  # not EDTF: it may still be words
    for lang in languages:
        mentions = resolve(text, find(text, lang), None, lang)
        if mentions and mentions[0].start == 0 and mentions[-1].end == len(text):
            when = mentions[0].when
            if when is not None and when.start is not None and when.basis is Basis.EXPLICIT:
                return when
    exact = _by_dateparser(text, languages)
    if exact is None:
        raise DateError(f"{text!r} is not a date with its year: write it like 2026-02-04 or 4 February 2026")
    return When(
        start=exact,
        end=exact,
        kind=Kind.THROUGHOUT,
        precision=Precision.DAY,
        edtf=to_edtf(exact, exact, Precision.DAY, Kind.THROUGHOUT),
        basis=Basis.EXPLICIT,
        words=text,
    )


def _by_dateparser(text: str, languages: tuple[str, ...]) -> date | None:
    """What dateparser reads, where day, month and year all stand in the text."""
    if not any(char.isdigit() for char in text) or not any(char.isalpha() for char in text):
        return None  # figures alone are read by the rules or not at all: dateparser would swap day and month
    import dateparser  # late: it takes half a second to load

    found = dateparser.parse(
        text,
        languages=list(languages),
        settings={
            "REQUIRE_PARTS": ["day", "month", "year"],
            "STRICT_PARSING": True,
            "PARSERS": ["absolute-time"],
            "RELATIVE_BASE": datetime(2000, 1, 1),  # noqa: DTZ001 so that the clock is not read; days have no zone
        },
    )
    return found.date() if found else None
