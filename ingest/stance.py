"""Attitudes: of the publisher or author, from loaded words in its own voice next to whom it names."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from graph.model import Claim, Span, Stance, StanceValue
from graph.registry import Registry
from ingest.document import Document
from ingest.lang_data import load


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


def find_stances(document: Document, claims: Sequence[Claim], registry: Registry) -> tuple[Stance, ...]:
    """The publisher's or author's own stances toward the actors that the text names most."""
    del claims, registry
    tally: dict[str, dict[StanceValue, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for sentence in document.sentences:
        text = document.text[sentence.start : sentence.end]
        named = {n for m in document.actors if sentence.start <= m.start < sentence.end for n in m.names}
        for value, pattern in _words(document.lang):
            for hit in pattern.finditer(text):
                for name in named:
                    tally[name][value].append(
                        Span(start=sentence.start + hit.start(), end=sentence.start + hit.end())
                    )
    least = int(load(document.lang, "stance")["intensity"])
    holder = document.article.author or document.article.publisher or document.article.source
    found = []
    for name, values in sorted(tally.items()):
        good, bad = values[StanceValue.SUPPORTIVE], values[StanceValue.CRITICAL]
        if max(len(good), len(bad)) < least or abs(len(good) - len(bad)) < 2:
            continue
        value = StanceValue.SUPPORTIVE if len(good) > len(bad) else StanceValue.CRITICAL
        found.append(Stance(holder=holder, toward=name, value=value, evidence=tuple(good if len(good) > len(bad) else bad)))
    return tuple(found)
