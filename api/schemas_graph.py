"""The shapes of answers about the time-ordered graph, for the service's documentation."""

from typing import Generic, Literal, TypeVar

from pydantic import Field

from api.schemas import DAY, Shape
from graph.questions import Pair, Rank

T = TypeVar("T")


class AskedOut(Shape, Generic[T]):
    """The rows of a question, and what their ids are called."""

    question: str
    from_: str | None = Field(alias="from", examples=[DAY])
    to: str | None = Field(examples=[DAY])
    data_version: str
    rows: list[T]
    names: dict[str, str]


class Months(Shape):
    """Pairs of actors in the events of a month, the commonest first."""

    month: str = Field(examples=["2026-02"], description="or a year, for what is dated no closer")
    pairs: list[Pair]


class Centrality(Shape):
    """Actors of a window, those that act with most others first."""

    from_: str = Field(alias="from", examples=[DAY])
    to: str = Field(examples=[DAY])
    ranks: list[Rank]


class Change(Shape):
    """An actor that came or went, or a pair that acts together anew or no more."""

    change: Literal["came", "went", "new_pairs", "lost_pairs"]
    actors: list[str]
    claims: list[str]
