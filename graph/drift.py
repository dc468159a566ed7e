"""How what one source says moves over time: of one event, attribute by attribute; of one actor, by its stance."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from graph.jsonform import Json, day_to_json
from graph.library import Library
from graph.linking import link
from graph.model import Article, Claim, Event, Stance, StanceValue
from graph.registry import Registry

VALUES: dict[str, Callable[[Claim], str | None]] = {
    "status": lambda claim: claim.status.value,
    "when": lambda claim: claim.when.edtf if claim.when else None,
    "where": lambda claim: claim.place.name if claim.place else None,
    "who": lambda claim: ", ".join(sorted({actor.name for actor in claim.actors})) or None,
    "mode": lambda claim: claim.mode,
    "duration": lambda claim: _quantity(claim, "duration"),
    "certainty": lambda claim: claim.certainty.value,
    "announced by": lambda claim: claim.attribution[-1][0].name if claim.attribution else None,
}


def _quantity(claim: Claim, measures: str) -> str | None:
    """The first quantity of a kind, in words."""
    return next((f"{q.value:g} {q.unit}" for q in claim.quantities if q.measures == measures), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """What one article, or one version of it, says: the values with the claims that give them."""

    day: date | None  # of publication, of a later version that of its change
    article: str
    current: bool  # False: a version that was replaced
    values: tuple[tuple[str, tuple[str, ...]], ...]  # (value, claims), the commonest first


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """One attribute over time. It moves where two points have no value in common."""

    attribute: str
    points: tuple[Point, ...]

    @property
    def moves(self) -> bool:
        """Whether some point says nothing of what the one before it said."""
        said = [{value for value, _ in point.values} for point in self.points]
        return any(not one & other for one, other in pairwise(said))


@dataclass(frozen=True, kw_only=True, slots=True)
class StancePoint:
    """The attitudes that one article shows toward one thing."""

    day: date | None
    article: str
    supportive: int
    critical: int
    neutral: int
    claims: tuple[str, ...]  # that show them; the article's own stance has none
    quotes: tuple[str, ...]  # the words of the evidence


def day_of(article: Article) -> date | None:
    """The day on which this very text was out."""
    return article.modified or article.published


def event_drift(library: Library, registry: Registry, event_id: str, source: str) -> tuple[Series, ...]:
    """How a source's account of an event moves from article to article and from version to version, by attribute.

    Attributes of which it says nothing are left out. Raises NotFoundError for an unknown event.
    """
    event = library.event(event_id)
    told = versions_telling(library, registry, event, source)
    ordered = sorted(told, key=lambda a: (str(day_of(a) or "9999"), a.currency, a.id))
    made = []
    for attribute, value in VALUES.items():
        points = [point for article in ordered if (point := _point(library, article, told[article], value))]
        if points:
            made.append(Series(attribute=attribute, points=tuple(points)))
    return tuple(made)


def _point(
    library: Library, article: Article, claims: Iterable[Claim], value: Callable[[Claim], str | None]
) -> Point | None:
    found: dict[str, list[str]] = {}
    for claim in claims:
        words = value(claim)
        if words is not None:
            found.setdefault(words, []).append(claim.id)
    if not found:
        return None
    values = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    current = library.versions(article.work)[0].id == article.id
    return Point(
        day=day_of(article),
        article=article.id,
        current=current,
        values=tuple((words, tuple(sorted(ids))) for words, ids in values),
    )


def versions_telling(library: Library, registry: Registry, event: Event, source: str) -> dict[Article, list[Claim]]:
    """The source's articles that tell an event, with the claims that do, replaced versions of them included.

    A replaced version tells it by those of its claims that would be linked to it were they still held.
    """
    claims = library.claims(event.claims)
    heads = {a.id: a for a in library.articles(ids=sorted({c.article for c in claims.values()}))}
    found: dict[Article, list[Claim]] = {}
    for claim in claims.values():
        if heads[claim.article].source == source:
            found.setdefault(heads[claim.article], []).append(claim)
    old = [v for work in sorted({a.work for a in found}) for v in library.versions(work) if v.id not in heads]
    texts = {a.id: a for a in library.articles(current=False, text=True, ids=[*heads, *(v.id for v in old)])}
    for version in old:
        before = library.claims_of(version.id)
        for one in link([*claims.values(), *before], texts, registry):
            if set(one.claims) & set(event.claims):
                mine = [claim for claim in before if claim.id in one.claims]
                if mine:
                    found.setdefault(version, []).extend(mine)
    return found


def stance_drift(library: Library, source: str, toward: str, *, holder: str | None = None) -> tuple[StancePoint, ...]:
    """A source's stance toward an actor or subject (by its English name), article by article in the order of
    publication: its own and that of those it cites; with `holder` that of one voice alone. Articles that show none
    are left out."""
    made = []
    for head in sorted(library.articles(source=source), key=lambda a: (str(day_of(a) or "9999"), a.id)):
        extraction = library.extraction(head.id)
        shown: list[tuple[Stance, str | None]] = [(stance, None) for stance in extraction.stances]
        shown += [(stance, claim.id) for claim in extraction.claims for stance in claim.stance]
        mine = [(s, c) for s, c in shown if s.toward == toward and (holder is None or s.holder == holder)]
        if not mine:
            continue
        counts = Counter(stance.value for stance, _ in mine)
        text = extraction.article.text
        spans = sorted({span for stance, _ in mine for span in stance.evidence})
        made.append(
            StancePoint(
                day=day_of(head),
                article=head.id,
                supportive=counts[StanceValue.SUPPORTIVE],
                critical=counts[StanceValue.CRITICAL],
                neutral=counts[StanceValue.NEUTRAL],
                claims=tuple(sorted({claim for _, claim in mine if claim})),
                quotes=tuple(text[span.start : span.end] for span in spans),
            )
        )
    return tuple(made)


def series_to_json(series: Series) -> Json:
    """One attribute over time as plain values."""
    return {
        "attribute": series.attribute,
        "moves": series.moves,
        "points": [
            {
                "day": day_to_json(point.day),
                "article": point.article,
                "current": point.current,
                "values": [{"value": value, "claims": list(claims)} for value, claims in point.values],
            }
            for point in series.points
        ],
    }
