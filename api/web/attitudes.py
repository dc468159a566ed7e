"""Stance over time: article by article how often somebody is supported or criticised, with the claims that show it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from api.web.naming import titled
from graph.library import Library
from graph.model import Article, Claim, Span, Stance, StanceValue

MOST_SHOWN = 30  # claims behind a point that are linked
MOST_QUOTED = 3  # places where the article itself shows it
LONGEST_QUOTE = 160


@dataclass(frozen=True, kw_only=True, slots=True)
class Attitude:
    """What one article shows toward one thing."""

    article: Article
    toward: str
    supportive: int
    critical: int
    claims: tuple[str, ...]
    quotes: tuple[str, ...] = ()  # of the article's own stance, which no claim bears


def of_source(library: Library, articles: Iterable[Article]) -> dict[str, list[Attitude]]:
    """Toward -> the articles of a source in order of publication; of what most articles show something, first."""
    found: dict[str, list[Attitude]] = {}
    for head in sorted(articles, key=lambda a: (str(a.published or "9999"), a.id)):
        extraction = library.extraction(head.id)
        shown: list[tuple[Stance, str | None]] = [(stance, None) for stance in extraction.stances]
        shown += [(stance, claim.id) for claim in extraction.claims for stance in claim.stance]
        for toward in sorted({stance.toward for stance, _ in shown}):
            made = attitude(extraction.article, toward, [(s, c) for s, c in shown if s.toward == toward])
            if made:
                (named,) = titled(library, (made.article,))
                found.setdefault(toward, []).append(replace(made, article=named))
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def toward_actor(library: Library, claims: Iterable[Claim], name: str) -> list[Attitude]:
    """What articles show toward somebody, by the claims of the events in which they take part, in order of
    publication."""
    by_article: dict[str, list[tuple[Stance, str | None]]] = {}
    for claim in claims:
        mine = [(stance, claim.id) for stance in claim.stance if stance.toward == name]
        if mine:
            by_article.setdefault(claim.article, []).extend(mine)
    heads = titled(library, library.articles(current=False, ids=sorted(by_article)))
    made = [attitude(head, name, by_article[head.id]) for head in heads]
    return sorted((m for m in made if m), key=lambda m: (str(m.article.published or "9999"), m.article.id))


def attitude(article: Article, toward: str, shown: list[tuple[Stance, str | None]]) -> Attitude | None:
    """None where an article is only neutral."""
    counts = Counter(stance.value for stance, _ in shown)
    if not counts[StanceValue.SUPPORTIVE] and not counts[StanceValue.CRITICAL]:
        return None
    spans = [span for stance, claim in shown if claim is None and stance.value is not StanceValue.NEUTRAL
             for span in stance.evidence]  # fmt: skip
    told = (claim for stance, claim in shown if claim and stance.value is not StanceValue.NEUTRAL)
    return Attitude(
        article=article,
        toward=toward,
        supportive=counts[StanceValue.SUPPORTIVE],
        critical=counts[StanceValue.CRITICAL],
        claims=tuple(dict.fromkeys(told))[:MOST_SHOWN],
        quotes=tuple(quoted(article.text, span) for span in spans[:MOST_QUOTED] if article.text),
    )


def quoted(text: str, span: Span) -> str:
    """The words of a span on one line, cut where they are many."""
    words = " ".join(text[span.start : span.end].split())
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1].rstrip() + "…"
