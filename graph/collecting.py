"""What the collection ledger says of the flow: how much came from whom and in which language, and who dries up."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from graph.library import COLLECTION, Library

NEW = frozenset({"new", "new version", "older version", "out of scope"})  # outcomes that show that a source speaks
RECENT, BEFORE = timedelta(days=7), timedelta(days=35)  # from which days back the two are counted
LEAST = 3  # articles a week below which nothing is concluded from a week without any
SHARE = 4  # a week with less than a quarter of what a week used to bring is said


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Flow:
    """How much came in the last week, and how much a week brought in the four before."""

    kind: str  # source or lang
    key: str  # id of the source, code of the language
    recent: int
    usual: float

    @property
    def dry(self) -> bool:
        """Whether it has fallen off so much that somebody should look."""
        return self.usual >= LEAST and self.recent * SHARE < self.usual


def flows(library: Library, now: datetime) -> tuple[Flow, ...]:
    """The flow from each source and in each language, as of a moment; by kind and key."""
    recent: Counter[tuple[str, str]] = Counter()
    before: Counter[tuple[str, str]] = Counter()
    for line in library.ledger(COLLECTION):
        age = now - line.at
        if line.body["outcome"] not in NEW or not timedelta(0) <= age < BEFORE:
            continue
        into = recent if age < RECENT else before
        into[("lang", str(line.body["lang"]))] += 1
        if line.subject:
            into[("source", line.subject)] += 1
    weeks = (BEFORE - RECENT) / RECENT
    return tuple(
        Flow(kind=kind, key=key, recent=recent[kind, key], usual=before[kind, key] / weeks)
        for kind, key in sorted({*recent, *before})
    )
