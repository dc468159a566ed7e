"""The shapes of articles, actors, sources and places."""

from pydantic import Field

from api.schemas import Shape, WhenOut
from api.schemas_claims import ClaimOut, StanceOut
from api.schemas_events import EventOut


class ArticleOut(Shape):
    """An article; `text` only where it is asked for."""

    id: str
    work: str
    lang: str
    source: str
    publisher: str | None
    author: str | None
    title: str | None
    url: str | None
    published: str | None
    published_basis: str
    published_reasons: list[str]
    modified: str | None
    origin: str | None
    rendition: bool
    given_id: str | None
    rights: str | None
    text: str | None = None


class TimeOut(WhenOut):
    """A time expression: TIMEX3 with bounds and the rule that read it."""

    start: int
    end: int
    text: str = Field(examples=["mercredi"])
    type: str = Field(examples=["DATE"])
    value: str = Field(examples=["2026-02-04"])
    mod: str | None
    rule: str
    candidates: list[WhenOut] | None = None


class ArticleWhole(ArticleOut):
    """An article with what was read out of it."""

    times: list[TimeOut]
    claims: list[ClaimOut]
    stances: list[StanceOut]
    versions: list[str] = Field(description="Ids of all versions of the work, the current one first")


class ActorOut(Shape):
    """Somebody or something that takes part."""

    id: str
    kind: str
    name: str
    labels: dict[str, str]
    state: str | None = None
    parent: str | None = None
    wikidata: str | None = None


class ActorWhole(ActorOut):
    """An actor with the events in which it takes part."""

    events: list[EventOut]


class SourceOut(Shape):
    """Who publishes."""

    id: str
    kind: str
    name: str
    labels: dict[str, str]
    country: str | None = None
    owner: str | None = None
    articles: int


class SourceWhole(SourceOut):
    """A source with its articles."""

    items: list[ArticleOut]


class PlaceOut(Shape):
    """A place where something can happen."""

    id: str
    kind: str
    name: str
    labels: dict[str, str]
    country: str | None
    within: str | None
    latitude: float | None
    longitude: float | None
    wikidata: str | None


class Highlight(Shape):
    """A passage of the text in which words of the search stand."""

    start: int
    end: int
    text: str
    marks: list[tuple[int, int]] = Field(description="where they stand in the passage: code points")


class Found(Shape):
    """An article that holds the words; a lower rank is better."""

    article: ArticleOut
    rank: float
    highlights: list[Highlight]
