"""Tokens, blocks and sentences of a text.

Sentences come from `sentencex` and are then mended: joined after titles and initials, and split where a full stop is
glued to the next word, as in careless reprints and machine translation.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from graph.registry import Registry
from ingest.document import Block, BlockKind, Document, Sentence, Token, replace
from ingest.lang_data import LANGUAGES, load
from ingest.limits import IN_PIECES, MOST_TOKENS
from ingest.morphology import lexicon
from ingest.words import ideographic, script_of, words_of

_LINE = re.compile(r"[^\n]+")
_ITEM = re.compile(r"\s*(?:[-–—•*·●▪◦]\s+|\(?\d{1,2}[.)]\s+)")
_END = re.compile(r"[.!?…。！？][»”\"’)\]]*\s*$|[:;：；]\s*$")
_GLUED = re.compile(
    r"(?<=\))\s?[-–—]{1,2}\s(?=\S)|(?<=[^\W\d_A-Z]{2})[.!?](?=[^\W\d_a-zà-ÿа-яё])|(?<=[.!?»”]) +-(?=\w)"
)
_HEADING_LIMIT = 140  # characters; a longer line without a full stop is a paragraph that lost it


@lru_cache(maxsize=8)
def _token_pattern(lang: str) -> re.Pattern[str]:
    return re.compile(load(lang, "grammar")["token"])


def find_tokens(text: str, lang: str, registry: Registry | None = None) -> tuple[Token, ...]:
    """Words, numbers and marks of a text, in order, with code point offsets.

    Where no spaces tell words apart, they are cut by the words of the language data, and by the names of `registry`
    where one is given.
    """
    if load(lang, "grammar").get("tokens") == "words":
        return tuple(_cut(text, lang, registry))
    fold, alike, alphabet = _folding(lang)
    return tuple(
        Token(start=m.start(), end=m.end(), low=_folded(m[0].lower(), fold, alike, alphabet))
        for m in _token_pattern(lang).finditer(text)
    )


def _cut(text: str, lang: str, registry: Registry | None) -> Iterator[Token]:
    plain = folded(text, lang)
    words = words_of(lang, registry)
    for m in _token_pattern(lang).finditer(plain):
        run = m[0]
        if len(run) == 1 or not ideographic(run[0]):
            yield Token(start=m.start(), end=m.end(), low=run.lower() if not run.isspace() else " ")
            continue
        start = 0
        for end in words.cut(run):
            yield Token(start=m.start() + start, end=m.start() + end, low=run[start:end])
            start = end


def folded(text: str, lang: str) -> str:
    """The text in that of several scripts in which the language data is written, character by character, so that all
    offsets stay; the text itself where a language has one script."""
    table = script_of(lang)
    return text.translate(table) if table else text


@lru_cache(maxsize=8)
def _folding(lang: str) -> tuple[dict[int, str], dict[int, str], frozenset[str]]:
    """What is folded in every word; letters of another script that are taken for the language's own in a word that
    mixes both; and the language's own letters."""
    grammar = load(lang, "grammar")
    fold, alike = grammar.get("fold", {"’": "'"}), grammar.get("alike", {})
    return str.maketrans(fold), str.maketrans(alike), frozenset(grammar.get("alphabet", ""))


def _folded(low: str, fold: dict[int, str], alike: dict[int, str], alphabet: frozenset[str]) -> str:
    """ "Пу́тин" with a stress mark, "ещё", or "Kитай" with a Latin K, as the language data writes it."""
    if low.isascii():
        return low.translate(alike) if alike and len(low) == 1 else low  # "встретился c Путиным" with a Latin c
    if alike and not alike.keys().isdisjoint(map(ord, low)) and not alphabet.isdisjoint(low):
        low = low.translate(alike)
    return low.translate(fold) or low


def find_bases(text: str, tokens: Sequence[Token], lang: str) -> tuple[str, ...]:
    """The form of each token by which nouns are compared. Names keep theirs: Песков is no песок."""
    words = lexicon(lang)
    if not load(lang, "grammar").get("case_order"):
        return tuple(token.low for token in tokens)
    return tuple(
        token.low if text[token.start].isupper() and words.name(token.low) else words.base(token.low)
        for token in tokens
    )


def find_blocks(text: str, lang: str) -> tuple[Block, ...]:
    """Paragraphs, headings, list items and furniture: one for each line that is not blank."""
    furniture = _furniture()
    lines = [m for m in _LINE.finditer(text) if m[0].strip()]
    blocks = []
    for line in lines:
        words = line[0]
        start = line.start() + len(words) - len(words.lstrip())
        end = line.start() + len(words.rstrip())
        if furniture is not None and furniture.search(words.strip()):
            kind = BlockKind.FURNITURE
        elif _ITEM.match(words):
            kind = BlockKind.ITEM
        elif end - start <= _HEADING_LIMIT and not _END.search(words):
            kind = BlockKind.HEADING
        else:
            kind = BlockKind.PARAGRAPH
        blocks.append(Block(start=start, end=end, kind=kind))
    return tuple(blocks)


@lru_cache(maxsize=1)
def _furniture() -> re.Pattern[str] | None:
    """Site matter of all languages: pages carry English buttons around French text."""
    patterns = [row["pattern"] for lang in LANGUAGES for row in load(lang, "reading")["furniture"]]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE) if patterns else None


def _pieces(text: str, lang: str, block: Block) -> Iterator[tuple[int, int]]:
    """Sentence bounds of a block: sentencex's, joined after abbreviations, split at glued full stops."""
    from sentencex import segment  # type: ignore[attr-defined]  # a native module

    abbreviation = _abbreviation(lang)
    bounds: list[list[int]] = []
    position = block.start
    words = text[block.start : block.end]
    for piece in segment(lang, words):
        end = position + len(piece)
        before = text[bounds[-1][0] : bounds[-1][1]].rstrip() if bounds else ""
        if bounds and (abbreviation.search(before) or piece[:1].islower() or piece.startswith("-")):
            bounds[-1][1] = end
        elif piece.strip():
            bounds.append([position, end])
        position = end
    for start, end in bounds:
        cut = start
        for glue in _glued(lang).finditer(text, start, end):
            yield cut, glue.end()
            cut = glue.end()
        yield cut, end


@lru_cache(maxsize=8)
def _glued(lang: str) -> re.Pattern[str]:
    """Full stops that end a sentence although nothing shows it: glued ones, and those behind a name of one letter."""
    whole = "|".join(map(re.escape, load(lang, "grammar").get("whole_names", ())))
    return re.compile(rf"{_GLUED.pattern}|(?:\b(?:{whole})\.(?=\s+(?:[^\W_a-zà-ÿа-яё]|[«“—])))") if whole else _GLUED


@lru_cache(maxsize=8)
def _abbreviation(lang: str) -> re.Pattern[str]:
    known = "|".join(re.escape(word) for word in load(lang, "grammar")["abbreviations"])
    return re.compile(rf"(?:^|[\s(«“])(?:{known}|[A-ZА-ЯЁ])\.$" if known else r"(?:^|[\s(«“])[A-ZА-ЯЁ]\.$")


def annotate(document: Document, registry: Registry | None = None) -> Document:
    """Set tokens, blocks and sentences. The names of `registry` tell words apart where no spaces do. A sentence beyond
    `MOST_TOKENS` is cut in pieces, which `cuts` counts."""
    text, lang = document.text, document.lang
    tokens = find_tokens(text, lang, registry)
    starts = [token.start for token in tokens]
    blocks = find_blocks(text, lang)
    sentences, endless = [], 0
    for number, block in enumerate(blocks):
        for start, end in _pieces(text, lang, block):
            bounds = _bounded(tokens, bisect_left(starts, start), bisect_left(starts, end))
            endless += len(bounds) > 1
            sentences += [
                Sentence(start=tokens[first].start, end=tokens[last - 1].end, block=number, first=first, last=last)
                for first, last in bounds
            ]
    bases = find_bases(text, tokens, lang)
    cuts = (IN_PIECES.format(count=endless, most=MOST_TOKENS),) if endless else ()
    return replace(
        document, tokens=tokens, bases=bases, blocks=blocks, sentences=tuple(sentences), cuts=document.cuts + cuts
    )


def _bounded(tokens: Sequence[Token], first: int, last: int) -> list[tuple[int, int]]:
    """[first, last) in pieces of bounded length, cut behind a mark where one stands in the last half of a piece."""
    found = []
    while last - first > MOST_TOKENS:
        full = first + MOST_TOKENS
        marks = (at + 1 for at in range(full - 1, first + MOST_TOKENS // 2, -1) if not tokens[at].low[0].isalnum())
        end = next(marks, full)
        found.append((first, end))
        first = end
    if first < last:
        found.append((first, last))
    return found
