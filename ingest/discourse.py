"""Scopes that run over sentences: quotations, reported sections, and what a section is about.

A heading or an introducing line that names a document ("compte rendu d'Ouchakov", "Résumé du compte rendu de la Chine")
opens a scope of voice over the list under it; it ends with the list, at a closing formula, or at the next heading.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph.model import TimeMention
from graph.when import Precision
from ingest.document import ActorMention, BlockKind, Document
from ingest.lang_data import load
from ingest.phrases import Phrases, phrase_table
from ingest.sentences import find_tokens
from ingest.turns import Turn, find_turns

_QUOTE_LIMIT = 4000  # characters; a quotation that is not closed by then was never closed


@dataclass(frozen=True, slots=True)
class Section:
    """A run of blocks under one reporting heading: block indexes [first, last), the voices, the date it tells of."""

    first: int
    last: int
    voices: tuple[ActorMention, ...]
    cue: str
    time: TimeMention | None


@dataclass(frozen=True, slots=True)
class Discourse:
    """What runs over sentences."""

    quotes: tuple[tuple[int, int], ...]  # code points, the marks included
    sections: tuple[Section, ...]
    turns: tuple[Turn, ...] = ()  # of an interview or transcript

    def quoted(self, start: int) -> bool:
        """Whether a code point lies within a quotation."""
        at = bisect_left(self.quotes, (start + 1, 0)) - 1
        return at >= 0 and self.quotes[at][0] <= start < self.quotes[at][1]

    def section(self, block: int) -> Section | None:
        """The reporting section of a block."""
        return next((s for s in self.sections if s.first <= block < s.last), None)


def find_quotes(document: Document) -> Iterator[tuple[int, int]]:
    """Quotations as spans; one that is not closed in its block ends with it."""
    grammar = load(document.lang, "grammar")
    opening, closing = frozenset(grammar["quotes_open"]), frozenset(grammar["quotes_close"])
    blocks = iter(document.blocks)
    block = next(blocks, None)
    start, mark = -1, ""
    for token in document.tokens:
        while block is not None and token.start >= block.end:
            if start >= 0:
                yield start, block.end
                start = -1
            block = next(blocks, None)
        if start < 0:
            if token.low in opening:
                start, mark = token.start, token.low
        elif token.low in closing and (token.low == mark or token.low not in opening) and _pairs(mark, token.low):
            yield start, token.end
            start = -1
        elif token.start - start > _QUOTE_LIMIT:
            start = -1
    if start >= 0 and block is not None:
        yield start, block.end


def _pairs(mark: str, close: str) -> bool:
    pairs = {"«": "»", "“": "”", "„": "“”", "「": "」", "『": "』", '"': '"', "‘": "’"}
    return close in pairs.get(mark, close)


@lru_cache(maxsize=8)
def _headings(lang: str) -> tuple[Phrases[str], Phrases[str], Phrases[str]]:
    documents = load(lang, "voices")["documents"]

    def table(key: str) -> Phrases[str]:
        return phrase_table((tuple(t.low for t in find_tokens(words, lang)), words) for words in documents[key])

    return table("heading"), table("open"), table("close")


def find_sections(
    document: Document, mentions: Sequence[ActorMention], times: Sequence[TimeMention]
) -> Iterator[Section]:
    """Reporting sections, in order."""
    heading, opening, closing = _headings(document.lang)
    lows = [token.low for token in document.tokens]
    starts = document.token_starts
    blocks = document.blocks
    for number, block in enumerate(blocks):
        items = number + 1 < len(blocks) and blocks[number + 1].kind is BlockKind.ITEM
        if block.kind is BlockKind.ITEM or not items:
            continue
        first, last = bisect_left(starts, block.start), bisect_left(starts, block.end)
        cue = next((values[0] for _, _, values in heading.find(lows, first, last)), None)
        if cue is None or block.kind is not BlockKind.HEADING:
            opens = next((values[0] for _, _, values in opening.find(lows, first, last)), None)
            cue = opens if opens is not None else None
        if cue is None:
            continue
        voices = _section_voices(document, mentions, block.start, block.end, number)
        if not voices:
            continue
        end = _section_end(document, lows, starts, closing, number)
        yield Section(number + 1, end, voices, cue, _section_time(times, block.end))


def _section_voices(
    document: Document, mentions: Sequence[ActorMention], start: int, end: int, number: int
) -> tuple[ActorMention, ...]:
    """Who issues the document that a heading names. A state stands for its body that was said to publish one just
    before."""
    named = [m for m in mentions if start <= m.start < end and m.form not in ("group", "pronoun")]
    named = [m for m in named if m.form != "demonym"] or named
    if not named:
        return ()
    voice = named[0]
    if voice.kind != "state":
        return (voice,)
    floor = document.blocks[max(0, number - 2)].start
    bodies = [m for m in mentions if floor <= m.start < start and m.kind in ("body", "organisation")]
    issuing = [m for m in bodies if m.names and _of_state(m, voice)]
    return (issuing[0],) if issuing else (voice,)


def _of_state(body: ActorMention, state: ActorMention) -> bool:
    return state.names[0] in body.names[0] or body.office == state.ids[0]


def _section_end(
    document: Document, lows: Sequence[str], starts: Sequence[int], closing: Phrases[str], number: int
) -> int:
    blocks = document.blocks
    end = number + 1
    while end < len(blocks) and blocks[end].kind is BlockKind.ITEM:
        first, last = bisect_left(starts, blocks[end].start), bisect_left(starts, blocks[end].end)
        end += 1
        if any(True for _ in closing.find(lows, first, last)):
            break
    return end


def _section_time(times: Sequence[TimeMention], before: int) -> TimeMention | None:
    """The last day named before a section: that is what it tells of."""
    days = [t for t in times if t.start < before and t.when is not None and t.when.precision is Precision.DAY]
    return days[-1] if days else None


def read_discourse(document: Document) -> Discourse:
    """Quotations and sections of a document whose times and actors are found."""
    return Discourse(
        quotes=tuple(find_quotes(document)),
        sections=tuple(find_sections(document, document.actors, document.times)),
        turns=find_turns(document),
    )
