"""Attitudes of the publisher or author: loaded words in its own voice, next to whom it names.

Only words that nobody is cited for count: not those inside quotations, reported clauses and reporting sections. An
attitude is told where one side clearly outweighs the other and stands out from the length of the text; agency style
stays neutral.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from graph.model import Claim, Span, Stance, StanceValue
from graph.registry import Registry
from ingest.document import BlockKind, Document, Sentence
from ingest.lang_data import load

Told = Sequence[tuple[int, int]]  # code points that are somebody else's words


@lru_cache(maxsize=8)
def _words(lang: str) -> tuple[tuple[StanceValue, re.Pattern[str]], ...]:
    data = load(lang, "stance")
    boundary = r"\b" if load(lang, "grammar")["join"] else ""

    def compiled(words: Sequence[str]) -> re.Pattern[str]:
        parts = (re.escape(w[:-1]) + r"\w*" if w.endswith("*") else re.escape(w) for w in words)
        return re.compile(f"{boundary}(?:{'|'.join(parts)}){boundary}", re.IGNORECASE)

    return (
        (StanceValue.SUPPORTIVE, compiled(data["supportive"])),
        (StanceValue.CRITICAL, compiled(data["critical"])),
    )


@lru_cache(maxsize=8)
def _partnership(lang: str) -> re.Pattern[str]:
    words = load(lang, "stance")["partnership"]
    boundary = r"\b" if load(lang, "grammar")["join"] else ""
    return re.compile(f"{boundary}(?:{'|'.join(map(re.escape, words))}){boundary}", re.IGNORECASE)


def _named(document: Document, sentence: Sentence, registry: Registry) -> list[tuple[int, int, frozenset[str]]]:
    """What a sentence names that attitudes are read toward: (start, end, English names). Persons count for their state,
    both sides together, and words for their alliance, for the partnership."""
    watched: Mapping[str, str] = load(document.lang, "stance")["targets"]
    found = []
    for mention in document.actors:
        if sentence.start <= mention.start < sentence.end:
            states = {registry.actors[a].state for a in mention.ids if a in registry.actors}
            names = {watched[a] for a in (*mention.ids, *states) if a is not None and a in watched}
            if {"Russia", "China"} <= names:
                names = {"Russia-China partnership"}
            if names:
                found.append((mention.start, mention.end, frozenset(names)))
    for word in _partnership(document.lang).finditer(document.text, sentence.start, sentence.end):
        found.append((word.start(), word.end(), frozenset({"Russia-China partnership"})))
    return found


def _nearest(named: Sequence[tuple[int, int, frozenset[str]]], hit: Span) -> frozenset[str]:
    """The names closest to a loaded word; what follows counts as a little closer ("l'obsession américaine")."""
    best = min(named, key=lambda n: n[0] - hit.end if n[0] >= hit.end else 10 + hit.start - n[1], default=None)
    return best[2] if best else frozenset()


def _own(start: int, told: Told) -> bool:
    return not any(a <= start < b for a, b in told)


def _hits(document: Document, registry: Registry, told: Told) -> Iterator[tuple[str, StanceValue, Span]]:
    for sentence in document.sentences:
        if document.blocks[sentence.block].kind is BlockKind.FURNITURE:
            continue
        named: list[tuple[int, int, frozenset[str]]] | None = None
        for value, pattern in _words(document.lang):
            for match in pattern.finditer(document.text, sentence.start, sentence.end):
                if not _own(match.start(), told):
                    continue
                hit = Span(start=match.start(), end=match.end())
                named = _named(document, sentence, registry) if named is None else named
                for target in _nearest(named, hit):
                    yield target, value, hit


def find_stances(document: Document, claims: Sequence[Claim], registry: Registry, told: Told) -> tuple[Stance, ...]:
    """The publisher's or author's own stances, with the words they rest on; what is not listed is neutral."""
    del claims
    tally: dict[str, dict[StanceValue, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for target, value, span in _hits(document, registry, told):
        tally[target][value].append(span)
    data = load(document.lang, "stance")
    least = max(float(data["least"]), float(data["per_thousand"]) * len(document.text) / 1000)
    holder = document.article.author or document.article.publisher or document.article.source
    found = []
    for target, values in sorted(tally.items()):
        good, bad = values[StanceValue.SUPPORTIVE], values[StanceValue.CRITICAL]
        strong, weak = (good, bad) if len(good) > len(bad) else (bad, good)
        if len(strong) >= least and len(strong) >= float(data["ratio"]) * len(weak):
            value = StanceValue.SUPPORTIVE if strong is good else StanceValue.CRITICAL
            found.append(Stance(holder=holder, toward=target, value=value, evidence=tuple(strong)))
    return tuple(found)
