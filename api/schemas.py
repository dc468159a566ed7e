"""The shapes of what the service answers, for its documentation. What is sent is made by `graph.jsonform` and
`graph.answerform`; tests hold the two against each other. Here: what all share, pages, problems, what is handed in."""

from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")
DAY = "2026-02-04"


class Shape(BaseModel):
    """Unknown fields are errors in tests, and documented as none."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class SpanOut(Shape):
    """A half-open range of code points of the article's text."""

    start: int
    end: int


class WhenOut(Shape):
    """Inclusive days. `kind` says what they mean: on every day (throughout), on some day (within), since, until."""

    from_: str | None = Field(alias="from", examples=[DAY])
    to: str | None = Field(examples=[DAY])
    kind: Literal["throughout", "within", "since", "until"] | None
    precision: str | None = Field(examples=["day"])
    edtf: str | None = Field(examples=[DAY])
    date_basis: Literal["explicit", "relative", "inherited", "inferred"] | None
    date_words: str | None = Field(examples=["mercredi"])


class Ref(Shape):
    """A thing with its name."""

    id: str
    name: str


class Page(Shape, Generic[T]):
    """A part of a list; `next` is the cursor of the following part."""

    items: list[T]
    next: str | None


class ArticleIn(BaseModel):
    """An article as it is handed in; what is missing is found out or stays unknown."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=8_000_000, examples=["Le 4 février 2026, Xi Jinping a parlé …"])
    id: str | None = None
    lang: Literal["fr", "en", "ru", "zh"] | None = None
    published: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$", examples=["2026-02-04"])
    publisher: str | None = Field(default=None, examples=["AFP"])
    author: str | None = None
    title: str | None = None
    url: str | None = None


class Taken(Shape):
    """What became of an article."""

    article: str
    status: str = Field(examples=["new"])
    note: str
    claims: int


class Health(Shape):
    """How the service is."""

    status: Literal["ok", "behind"]
    data_version: str
    projected_version: str | None
    articles: int
    claims: int
    problem: str = ""


class Problem(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
