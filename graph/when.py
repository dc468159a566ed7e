"""When something happened: inclusive day intervals with a kind, a precision, an EDTF form and a basis.

Days are `datetime.date`, without time zone, local to the place the text names. An open or unknown end is None.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What the bounds mean."""

    THROUGHOUT = "throughout"  # on every day from `start` to `end`
    WITHIN = "within"  # on some day between them, never to be shown as of one of them
    SINCE = "since"  # from `start` on
    UNTIL = "until"  # up to `end`


class Precision(StrEnum):
    """The grain of the words."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    VAGUE = "vague"


class Basis(StrEnum):
    """What a date rests on."""

    EXPLICIT = "explicit"  # the words give it whole
    RELATIVE = "relative"  # worked out from the publication date or a date nearby
    INHERITED = "inherited"  # taken over from sentence, section or article
    INFERRED = "inferred"  # concluded from other facts, and marked so


@dataclass(frozen=True, kw_only=True, slots=True)
class When:
    """A dated interval. `start` and `end` are inclusive days; None is an open or unknown end."""

    start: date | None
    end: date | None
    kind: Kind
    precision: Precision
    edtf: str
    basis: Basis
    words: str = ""

    @property
    def is_day(self) -> bool:
        """True when it is one known calendar day."""
        return self.start is not None and self.start == self.end and self.precision is Precision.DAY
