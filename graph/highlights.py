"""Where the words of a search stand in a text, and passages around them. Words are found as the index finds them:
without case and accents, longer words by their beginning, Chinese without spaces."""

import re
import unicodedata
from dataclasses import dataclass

from graph.record.wording import TERM, UNSPACED, phrase

SHOWN = 3  # passages of one text
AROUND = 70  # characters on each side


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A stretch of the text with the places of found words in it. All offsets are code points of the text."""

    start: int
    end: int
    marks: tuple[tuple[int, int], ...]


def folded(text: str) -> str:
    """The text without case and accents, code point by code point."""
    if text.isascii():
        return text.lower()
    return "".join(_fold(char) for char in text)


def _fold(char: str) -> str:
    if char.isascii():
        return char.lower()
    low = unicodedata.normalize("NFD", char)[0].lower()
    return low[:1] or char


def search_pattern(words: str) -> re.Pattern[str] | None:
    """What finds the words of a search in a folded text; None where there is nothing to look for."""
    parts = []
    for quoted, word in TERM.findall(words):
        pieces = folded(phrase(quoted or word)).split()
        if not pieces:
            continue
        longer = r"\w*" if word and len(pieces) == 1 and len(pieces[0]) >= 4 else ""
        parts.append(_phrase_pattern(pieces) + longer)
    return re.compile("|".join(sorted(parts, key=lambda part: (-len(part), part)))) if parts else None


def _phrase_pattern(pieces: list[str]) -> str:
    made = ""
    for before, piece in zip(["", *pieces], pieces, strict=False):
        wide = bool(UNSPACED.match(piece))
        if before:
            made += r"\s*" if wide and UNSPACED.match(before) else r"[\W_]+"
        made += re.escape(piece) if wide else rf"(?<!\w){re.escape(piece)}"
    return made if UNSPACED.match(pieces[-1]) or len(pieces[-1]) >= 4 else made + r"(?!\w)"


def passages(text: str, words: str, *, most: int = SHOWN, around: int = AROUND) -> tuple[Passage, ...]:
    """The first passages in which the words of a search stand, in the order of the text, none of them overlapping."""
    pattern = search_pattern(words)
    if pattern is None:
        return ()
    found: list[Passage] = []
    for match in pattern.finditer(folded(text)):
        mark = (match.start(), match.end())
        if found and match.start() < found[-1].end:
            last = found[-1]
            if match.end() <= last.end:
                found[-1] = Passage(start=last.start, end=last.end, marks=(*last.marks, mark))
            continue
        if len(found) == most:
            break
        low = found[-1].end if found else 0
        start = _at_space(text, max(low, match.start() - around), match.start())
        found.append(Passage(start=start, end=min(len(text), match.end() + around), marks=(mark,)))
    return tuple(found)


def _at_space(text: str, start: int, limit: int) -> int:
    """The next beginning of a word, so that no passage begins inside of one; `start` where none comes soon."""
    if start == 0 or not text[start - 1].isalnum():
        return start
    for at in range(start, min(limit, start + 20)):
        if not text[at].isalnum():
            return at + 1
    return start
