"""The shape of an answer to a question in words, for the documentation."""

from typing import Literal

from pydantic import Field

from api.schemas import Shape
from api.schemas_events import DateOut, DayAnswer, EventOut


class NamedOut(Shape):
    """An id with its name."""

    id: str = Field(examples=["Q7747"])
    name: str = Field(examples=["Vladimir Putin"])


class UnderstoodOut(Shape):
    """What was read out of a question. Empty lists: not asked."""

    date: DateOut | None
    actors: list[NamedOut]
    sources: list[NamedOut]
    voices: list[NamedOut]
    places: list[NamedOut]
    all_of_the_actors: bool = Field(description="Whether all of the actors have to take part")
    types: list[str] = Field(examples=[["CONSULT"]])
    families: list[str] = Field(examples=[["contact"]])
    group: Literal["event", "source"]


class MissedOut(Shape):
    """Words of a question that no rule reads."""

    start: int
    end: int
    words: str = Field(examples=["yesterday"])
    why: str = Field(
        description="word, number, relative (needs a day to count from), open, second (another date came before), "
        "two readings, undated, excluding"
    )
    decides: bool = Field(description="An answer without them would be one to another question: so there is none")


class Asked(Shape):
    """A question with what was understood, and its answer as far as there is one."""

    question: str
    lang: str
    understood: UnderstoodOut
    missed: list[MissedOut]
    same_as: str | None = Field(description="The address that asks the same", examples=["/on/2026-02-04?lang=en"])
    data_version: str
    answer: DayAnswer | None = Field(description="Where a date was asked for")
    events: list[EventOut] | None = Field(description="Where none was; `same_as` has them page by page")
    more: bool = Field(description="There are more events than these")
