"""The day, month, year or interval that somebody asks about, from the words in which they ask.

EDTF comes first; everything else is read by the same rules that read the articles, in each language, without a
publication date, so that nothing is taken for granted: what needs one ("yesterday") is refused.
"""

from dataclasses import dataclass
from datetime import date

from graph.errors import DateError
from graph.model import TimeMention
from graph.when import Kind, When, from_edtf

EXAMPLES = "2026-02-04, 2026-02, 2026, 2026-02-04/2026-02-10, 4 Feb 2026, 4 février 2026, 4 февраля 2026, 2026年2月4日"
MAX_LENGTH = 100  # characters
MARKS = " \t.,;:!?()«»\"'"


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedDays:
    """Inclusive days with the EDTF form and the words as they came."""

    words: str
    start: date
    end: date
    edtf: str


def read_days(words: str) -> AskedDays:
    """The days that the words mean. Raises DateError where they mean none, several, or an open interval."""
    text = words.strip()
    if not text or len(text) > MAX_LENGTH:
        raise DateError(f"no date in {text[:MAX_LENGTH]!r}; give one like {EXAMPLES}")
    when = _edtf(text) or _in_words(text)
    start, end = when.bounds
    if start is None or end is None:
        raise DateError(f"{text!r} has an open end; give both ends, like 2026-02-04/2026-02-10")
    if start > end:
        raise DateError(f"{text!r} ends before it begins; swap the ends")
    return AskedDays(words=words, start=start, end=end, edtf=when.edtf)


def _edtf(text: str) -> When | None:
    """The reading as EDTF; None where the text is not of that form. "4/2/2026" and the like are left to the words."""
    if any(c.isspace() or not c.isascii() for c in text) or not (text[:4].isalnum() or text.startswith(("[", ".."))):
        return None
    try:
        return from_edtf(text.upper() if "x" in text else text)
    except DateError:
        if text[:4].isdigit() and text[4:5] == "-":
            raise
        return None


def _in_words(text: str) -> When:
    from ingest.questions import languages_of
    from ingest.times.find import find
    from ingest.times.resolve import resolve

    readings: dict[str, When] = {}
    for lang in languages_of(text):
        mentions = resolve(text, find(text, lang), None, lang)
        for when in _whole(text, mentions):
            readings.setdefault(when.edtf, when)
    if not readings:
        raise DateError(f"no date understood in {text!r}; give one like {EXAMPLES}")
    if len(readings) > 1:
        raise DateError(f"{text!r} can mean {' or '.join(sorted(readings))}; say which")
    return next(iter(readings.values()))


def _whole(text: str, mentions: tuple[TimeMention, ...]) -> tuple[When, ...]:
    """What the one dated mention can mean that takes up the whole text but marks and an article or preposition before
    it; nothing where there is no such mention."""
    dated = [m for m in mentions if m.when is not None and m.when.kind in (Kind.THROUGHOUT, Kind.WITHIN)]
    if len(dated) != 1 or len(mentions) != 1:
        return ()
    (mention,) = dated
    before, after = text[: mention.start].strip(MARKS), text[mention.end :].strip(MARKS)
    if after or (before and not (before.isalpha() and len(before) <= 2)):
        return ()
    return mention.candidates or ((mention.when,) if mention.when else ())
