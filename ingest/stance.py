"""Attitudes of the publisher or author: loaded words in its own voice, next to whom it names.

Only words that nobody is cited for count: not those inside quotations, reported clauses and reporting sections. An
attitude is told where one side clearly outweighs the other and stands out from the length of the text; agency style
stays neutral.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from graph.model import Claim, Span, Stance, StanceValue
from graph.registry import Registry
from ingest.document import BlockKind, Document, Sentence
from ingest.lang_data import load
from ingest.words import script_of

_SHORT = 4000  # characters of an opinion piece that keeps to its matter, so that what names nobody is of whom it named
_TOLD_SHARE = 0.6  # of a text; where others' words have more of it, it is no opinion piece

_BETWEEN = "Russia-China partnership"
Told = Sequence[tuple[int, int]]  # code points that are somebody else's words


def _pattern(lang: str, words: Iterable[str]) -> re.Pattern[str]:
    """Lower-case words, or stems ending in *, as one pattern, by their first letters: each place of a text is held
    against a few of them only."""
    boundary = r"\b" if load(lang, "grammar")["join"] else ""
    letters: dict[str, list[str]] = {}
    for word in words:
        low = word.lower()
        letters.setdefault(low[0], []).append(
            re.escape(low[1:-1]) + r"\w*" if low.endswith("*") else re.escape(low[1:])
        )
    parts = (f"{re.escape(letter)}(?:{'|'.join(rest)})" for letter, rest in letters.items())
    return re.compile(f"{boundary}(?:{'|'.join(parts)}){boundary}")


def _lower(text: str) -> str:
    """A text in lower case and with plain apostrophes, character by character."""
    low = text.lower()
    low = low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.replace("’", "'")


@lru_cache(maxsize=8)
def _words(lang: str) -> tuple[tuple[StanceValue, re.Pattern[str]], ...]:
    data = load(lang, "stance")
    return (
        (StanceValue.SUPPORTIVE, _pattern(lang, data["supportive"])),
        (StanceValue.CRITICAL, _pattern(lang, data["critical"])),
    )


@lru_cache(maxsize=8)
def _partnership(lang: str) -> re.Pattern[str]:
    return _pattern(lang, load(lang, "stance")["partnership"])


@lru_cache(maxsize=8)
def _opinion(lang: str) -> re.Pattern[str] | None:
    """The turns of phrase of opinion pieces; None where a language has none."""
    words = sorted(load(lang, "stance")["opinion"], key=len, reverse=True)
    return _pattern(lang, words) if words else None


@lru_cache(maxsize=8)
def _denoting(lang: str) -> tuple[dict[str, str], re.Pattern[str] | None]:
    """Words that name somebody by themselves: "tsar = Q7747"; and their pattern, longest first."""
    rows = dict(row.split(" = ") for row in load(lang, "stance")["denoting"])
    return rows, _pattern(lang, sorted(rows, key=len, reverse=True)) if rows else None


def is_opinion(document: Document, low: str, told: Told) -> bool:
    """Whether a text (`low`: in lower case) is an opinion piece: by the questions, exclamations and turns of phrase of
    its author's own voice, where that voice has the better part of the text."""
    data, text = load(document.lang, "stance"), document.text
    pattern = _opinion(document.lang)
    if pattern is None:
        return False
    inside = bytearray(len(text))
    for start, end in told:
        inside[start:end] = b"\1" * (end - start)
    if sum(inside) > _TOLD_SHARE * len(text):
        return False
    marks = sum(not inside[m.start()] for m in pattern.finditer(low))
    marks += sum(not inside[at] for at, char in enumerate(text) if char in "?!")
    return marks >= max(int(data["opinion_least"]), float(data["opinion_per_thousand"]) * len(text) / 1000)


def _denoted(
    document: Document, low: str, sentence: Sentence, registry: Registry
) -> list[tuple[int, int, frozenset[str]]]:
    """Words of invective or praise that name somebody by themselves: "le tsar"."""
    targets, (actors, pattern) = load(document.lang, "stance")["targets"], _denoting(document.lang)
    found = []
    for word in pattern.finditer(low, sentence.start, sentence.end) if pattern is not None else ():
        actor = actors[word.group()]
        state = registry.actors[actor].state if actor in registry.actors else None
        names = frozenset(targets[a] for a in (actor, state) if a in targets)
        found.append((word.start(), word.end(), names))
    return found


def _named(
    document: Document, low: str, sentence: Sentence, registry: Registry, *, opinion: bool
) -> list[tuple[int, int, frozenset[str]]]:
    """What a sentence names that attitudes are read toward: (start, end, English names). Persons count for their state,
    both sides together, and words for their alliance, for the partnership; in an opinion piece for each side too."""
    watched: Mapping[str, str] = load(document.lang, "stance")["targets"]
    found = _denoted(document, low, sentence, registry) if opinion else []
    for mention in document.actors:
        if sentence.start <= mention.start < sentence.end:
            states = {registry.actors[a].state for a in mention.ids if a in registry.actors}
            names = {watched[a] for a in (*mention.ids, *states) if a is not None and a in watched}
            if {"Russia", "China"} <= names:
                names = {*names, _BETWEEN} if opinion else {_BETWEEN}
            if names:
                found.append((mention.start, mention.end, frozenset(names)))
    for word in _partnership(document.lang).finditer(low, sentence.start, sentence.end):
        found.append((word.start(), word.end(), frozenset({_BETWEEN})))
    return found


def _nearest(named: Sequence[tuple[int, int, frozenset[str]]], hit: Span) -> frozenset[str]:
    """The names closest to a loaded word; what follows counts as a little closer ("l'obsession américaine")."""
    best = min(named, key=lambda n: n[0] - hit.end if n[0] >= hit.end else 10 + hit.start - n[1], default=None)
    return best[2] if best else frozenset()


def _together(named: Sequence[tuple[int, int, frozenset[str]]]) -> bool:
    """Whether a sentence names both states, by themselves or by who leads them."""
    names = {name for _, _, told in named for name in told}
    return bool(names & {"Russia", "Putin"}) and bool(names & {"China", "Xi"})


def _own(start: int, told: Told) -> bool:
    return not any(a <= start < b for a, b in told)


def _hits(
    document: Document, low: str, registry: Registry, told: Told, *, opinion: bool
) -> Iterator[tuple[str, StanceValue, Span]]:
    last: list[tuple[int, int, frozenset[str]]] = []  # what the sentence before names, for a piece of opinion
    for sentence in document.sentences:
        if document.blocks[sentence.block].kind is BlockKind.FURNITURE:
            continue
        named: list[tuple[int, int, frozenset[str]]] | None = None
        if opinion and len(document.text) <= _SHORT:
            named = _named(document, low, sentence, registry, opinion=True) or last
            last = named
        for value, pattern in _words(document.lang):
            for match in pattern.finditer(low, sentence.start, sentence.end):
                if not _own(match.start(), told):
                    continue
                hit = Span(start=match.start(), end=match.end())
                named = _named(document, low, sentence, registry, opinion=opinion) if named is None else named
                joint = value is StanceValue.SUPPORTIVE and load(document.lang, "stance").get("joint")
                for target in frozenset({_BETWEEN}) if joint and _together(named) else _nearest(named, hit):
                    yield target, value, hit


def find_stances(document: Document, claims: Sequence[Claim], registry: Registry, told: Told) -> tuple[Stance, ...]:
    """The publisher's or author's own stances, with the words they rest on; what is not listed is neutral."""
    del claims
    script = script_of(document.lang)
    low = _lower(document.text).translate(script) if script else _lower(document.text)
    opinion = is_opinion(document, low, told)
    tally: dict[str, dict[StanceValue, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for target, value, span in _hits(document, low, registry, told, opinion=opinion):
        tally[target][value].append(span)
    data = load(document.lang, "stance")
    least = max(float(data["least"]), float(data["per_thousand"]) * len(document.text) / 1000)
    least = max(1.0, least - 1) if opinion else least
    holder = document.article.author or document.article.publisher or document.article.source
    found = []
    for target, values in sorted(tally.items()):
        good, bad = values[StanceValue.SUPPORTIVE], values[StanceValue.CRITICAL]
        strong, weak = (good, bad) if len(good) > len(bad) else (bad, good)
        if len(strong) >= least and len(strong) >= float(data["ratio"]) * len(weak):
            value = StanceValue.SUPPORTIVE if strong is good else StanceValue.CRITICAL
            found.append(Stance(holder=holder, toward=target, value=value, evidence=tuple(strong)))
    return tuple(found)
