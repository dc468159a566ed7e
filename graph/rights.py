"""Whose words may leave the machine, and how many of them: one policy for answers, lists, search, exports, RDF and
pages.

A text may be shown whole where it is an own-words digest, where its `rights` or those of its source are open, or where
nobody but the users of this machine is served. Of any other text no more than QUOTED characters are given at a time.
"""

from collections.abc import Callable
from dataclasses import dataclass

from graph.model import Article, Claim
from graph.registry import Registry

QUOTED = 300  # characters of a quotation from a text that may not be shown whole
OPEN_RIGHTS = frozenset(("public domain", "cc0", "cc by", "cc by-sa", "open"))
CUT = "…"

Whole = Callable[[Article], bool]  # says of an article whether it may be shown whole


@dataclass(frozen=True, kw_only=True)
class Policy:
    """A `Whole`. `private`: what is shown stays on this machine."""

    registry: Registry | None = None
    private: bool = False

    def __call__(self, article: Article) -> bool:
        """Whether the article may be shown whole."""
        return self.private or article.rendition or is_open(article.rights) or self._open_source(article.source)

    def _open_source(self, id: str) -> bool:
        source = self.registry.sources.get(id) if self.registry is not None else None
        return source is not None and is_open(source.rights)


PRIVATE = Policy(private=True)


def is_open(rights: str | None) -> bool:
    """Whether these rights let a text be passed on whole: one of OPEN_RIGHTS, with or without a version (CC BY 4.0)."""
    words = (rights or "").casefold().replace("-4.0", "").replace("cc-by", "cc by").split()
    plain = " ".join(word for word in words if not word.replace(".", "").isdigit())
    return plain in OPEN_RIGHTS


def cut(words: str, whole: bool) -> str:
    """The words, no more of them than a quotation may hold unless all may be shown. The beginning stands as it is."""
    return words if whole or len(words) <= QUOTED else words[: QUOTED - 1].rstrip() + CUT


def excerpt(article: Article, start: int, end: int, whole: Whole) -> str:
    """The words text[start:end] of an article, as far as they may be shown."""
    return cut(article.text[start:end], whole(article))


def around_trigger(article: Article, claim: Claim, whole: Whole) -> tuple[str, str, str]:
    """A claim's words before, in and behind those that name the happening; together no more than may be shown."""
    text, mark = article.text, claim.trigger
    before, words, after = text[claim.start : mark.start], text[mark.start : mark.end], text[mark.end : claim.end]
    if whole(article) or len(before) + len(words) + len(after) <= QUOTED:
        return before, words, after
    words = words[: QUOTED - 2]
    left = min(len(before), max(0, QUOTED - 2 - len(words)) // 2)
    right = QUOTED - 2 - len(words) - left
    before = CUT + before[len(before) - left :] if left < len(before) else before
    return before, words, (after[:right] + CUT if right < len(after) else after)
