"""Finding again what an entry of the ledger is about: by words, surroundings and occurrence, never by offsets.

Only letters and figures count, without case: a comma more or less, a space, a quotation mark change nothing.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from graph.curation import ClaimAnchor, Passage
from graph.model import Article, Claim, Span

AROUND = 40  # characters kept on each side
ENOUGH = 12  # letters of the surroundings that have to be the same


class Letters:
    """A text with what is compared of it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _folded(self) -> tuple[str, list[int]]:
        kept = [(low, at) for at, char in enumerate(self.text) for low in char.casefold() if low.isalnum()]
        return "".join(low for low, _ in kept), [at for _, at in kept]

    def of(self, start: int, end: int) -> str:
        """The letters of a stretch of the text."""
        folded, places = self._folded
        return folded[bisect_right(places, start - 1) : bisect_right(places, end - 1)]

    def spans(self, words: str) -> Iterator[Span]:
        """Where these words stand, whatever marks are between them."""
        folded, places = self._folded
        wanted = Letters(words)._folded[0]
        at = folded.find(wanted) if wanted else -1
        while at >= 0:
            last = at + len(wanted) - 1
            yield Span(start=places[at], end=places[last] + 1)
            at = folded.find(wanted, at + 1)


def passage_of(article: Article, span: Span, letters: Letters | None = None) -> Passage:
    """The passage text[start:end] of an article."""
    known = letters or Letters(article.text)
    words = article.text[span.start : span.end]
    same = [found.start for found in known.spans(words)]
    return Passage(
        article=article.id,
        work=article.work,
        words=words,
        before=article.text[max(0, span.start - AROUND) : span.start],
        after=article.text[span.end : span.end + AROUND],
        occurrence=max(0, bisect_right(same, span.start) - 1),
    )


def anchor_of(
    claim: Claim, article: Article, extracted: Sequence[Claim], letters: Letters | None = None
) -> ClaimAnchor:
    """The anchor of a claim as extracted, among all that was extracted from its article."""
    return ClaimAnchor(
        claim=claim.id,
        passage=passage_of(article, claim.trigger, letters),
        type=claim.type,
        actors=tuple(sorted({actor.id for actor in claim.actors})),
        alone=sum(other.trigger == claim.trigger for other in extracted) == 1,
    )


def locate(passage: Passage, letters: Letters) -> Span | None:
    """Where a passage stands in a text of the same work: the place whose surroundings are most the same, of equals
    that of the same occurrence; None where the words are gone or all around them is another."""
    before, after = (Letters(words)._folded[0] for words in (passage.before, passage.after))
    needed = min(ENOUGH, len(before) + len(after))
    best: tuple[int, int, int] | None = None
    chosen = None
    for number, span in enumerate(letters.spans(passage.words)):
        left = letters.of(max(0, span.start - 3 * AROUND), span.start)
        right = letters.of(span.end, span.end + 3 * AROUND)
        same = shared(before[::-1], left[::-1]) + shared(after, right)
        rank = (same, -abs(number - passage.occurrence), -number)
        if same >= needed and (best is None or rank > best):
            best, chosen = rank, span
    return chosen


def shared(one: str, other: str) -> int:
    """How many letters two strings begin with alike."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def find(anchor: ClaimAnchor, article: Article, pool: Mapping[str, Claim], letters: Letters) -> Claim | None:
    """The claim of `pool`, all of this article and as extracted, that the anchor means; None where there is none.

    It rests on the same words. Of several the one of the same type and actors is meant; a single one is, whatever was
    read there, where it was the only one then; else its actors have to be the same, or more or fewer of the same.
    """
    known = pool.get(anchor.claim)
    span = known.trigger if known else locate(anchor.passage, letters)
    if span is None:
        return None
    there = [c for c in pool.values() if c.trigger.start < span.end and span.start < c.trigger.end]
    alone = anchor.alone and len(there) == 1
    wanted = set(anchor.actors)

    def rank(claim: Claim) -> tuple[bool, bool, bool, int, bool, str]:
        actors = {actor.id for actor in claim.actors}
        exact = claim.trigger == span
        return (actors == wanted, claim.type is anchor.type, exact, len(actors & wanted), claim.id == anchor.claim, "")

    fitting = [claim for claim in there if alone or is_alike(claim, anchor, wanted)]
    return max(sorted(fitting, key=lambda c: c.id, reverse=True), key=rank, default=None)


def is_alike(claim: Claim, anchor: ClaimAnchor, wanted: set[str]) -> bool:
    """Whether what was read is what the entry was about, or that with an actor more or less."""
    actors = {actor.id for actor in claim.actors}
    if claim.type is not anchor.type:
        return actors == wanted and bool(actors)
    return actors <= wanted or wanted <= actors
