"""Turns of an interview or transcript: paragraphs that begin with the name of who speaks and a colon.

"Russian President Dmitry Medvedev: Thank you. …" opens a turn that runs on over the paragraphs behind it, until the
next one opens or a heading cuts it. A text is such only where at least two paragraphs begin so.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.document import ActorMention, BlockKind, Document

_LABEL = re.compile(r"[^\W\d_][^:：\n.!?;]{1,80}[:：](?=\s+\S)")
_WORDS = 12  # of a label, at most
_SHORT = 4  # capitals of a label that only gives somebody's initials, at most
_LEAST = 2  # labelled paragraphs of a transcript


@dataclass(frozen=True, slots=True)
class Turn:
    """Who speaks over which blocks [first, last); `colon` is the code point behind the label."""

    first: int
    last: int
    colon: int
    speaker: ActorMention


def labels(document: Document) -> dict[int, int]:
    """The blocks that may open a turn, with the code point of the colon."""
    found: dict[int, int] = {}
    for number, block in enumerate(document.blocks):
        if block.kind is BlockKind.FURNITURE:
            continue
        hit = _LABEL.match(document.text, block.start, block.end)
        if hit is not None and len(hit.group().split()) <= _WORDS and hit.end() < block.end:
            found[number] = hit.end() - 1
    return found if len(found) >= _LEAST else {}


def initials(words: str, name: str) -> bool:
    """Whether a label only gives the initials of a name told before: "NF" of "Nadia Feroze"."""
    return words.isupper() and len(words) <= _SHORT and "".join(part[0] for part in name.split()).upper() == words


def find_turns(document: Document) -> tuple[Turn, ...]:
    """The turns of a document whose actors are found; none where fewer than two labels name somebody. A turn of the
    author, who only asks, has no voice and is left out."""
    opened = labels(document)
    if not opened:
        return ()
    spoken = [*_spoken(document, opened)]
    if len(spoken) < _LEAST or sum(1 for _, speaker in spoken if speaker is not None) < _LEAST:
        return ()
    author = document.article.author or ""
    turns = []
    for index, (number, speaker) in enumerate(spoken):
        until = spoken[index + 1][0] if index + 1 < len(spoken) else len(document.blocks)
        headings = (at for at in range(number + 1, until) if document.blocks[at].kind is BlockKind.HEADING)
        if speaker is not None and not any(name in author for name in speaker.names):
            turns.append(Turn(number, next(headings, until), opened[number] + 1, speaker))
    return tuple(turns)


def _spoken(document: Document, opened: dict[int, int]) -> Iterator[tuple[int, ActorMention | None]]:
    """The labelled blocks, each with who speaks; None where the label names nobody ("Question:")."""
    starts = [mention.start for mention in document.actors]
    known: list[ActorMention] = []
    for number, colon in opened.items():
        start = document.blocks[number].start
        inside = document.actors[bisect_left(starts, start) : bisect_left(starts, colon)]
        words = document.text[start:colon].strip()
        speaker = _named(inside, colon) or next((m for m in known if initials(words, m.names[0])), None)
        if speaker is not None:
            known.append(speaker)
        yield number, speaker


def _named(mentions: Sequence[ActorMention], colon: int) -> ActorMention | None:
    """The person whose name ends a label."""
    last = mentions[-1] if mentions else None
    if last is None or last.end < colon or len(last.ids) != 1 or last.form == "pronoun":
        return None
    person = last.kind == "person" or (last.kind == "unknown" and " " in last.names[0])
    return last if person else None
