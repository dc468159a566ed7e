"""The shapes of events, accounts, differences and days' answers."""

from pydantic import Field

from api.schemas import DAY, Ref, Shape, WhenOut
from api.schemas_claims import ArticleHead, ClaimOut, LooseClaim, SourceName, ToldClaim


class DifferingValueOut(Shape):
    """One value with who gives it."""

    value: str
    sources: list[str]
    claims: list[str]


class DifferenceOut(Shape):
    """One attribute on which accounts part."""

    attribute: str = Field(examples=["mode"])
    values: list[DifferingValueOut]


class RoleRef(Ref):
    """An actor with its role."""

    role: str


class OriginOut(Ref):
    """Where an account comes from."""

    kind: str


class EventOut(Shape):
    """The happening that one or more claims tell."""

    id: str = Field(examples=["e-0a1b2c3d4e5f6071"])
    type: str
    family: str
    label: str
    status: str
    when: WhenOut | None
    actors: list[RoleRef]
    place: Ref | None
    claims: list[str]
    possibly: list[str] = Field(description="Events that are possibly the same, and not merged")


class AccountOut(Shape):
    """One article's account of an event."""

    source: SourceName
    article: ArticleHead
    origins: list[str]
    claims: list[ToldClaim]


class DayEventOut(EventOut):
    """An event with its accounts and differences."""

    accounts: list[AccountOut]
    differences: list[DifferenceOut]
    outlets: int
    origins: list[OriginOut]


class ContrastOut(DifferenceOut):
    """Who else is said to have done it."""

    actor: Ref
    family: str
    events: list[str]


class DateOut(Shape):
    """The days asked for."""

    from_: str = Field(alias="from", examples=[DAY])
    to: str = Field(examples=[DAY])
    edtf: str = Field(examples=[DAY])


class SourceClaims(Shape):
    """All that one source tells."""

    source: SourceName
    claims: list[LooseClaim]


class DayAnswer(Shape):
    """What each source says happened."""

    asked: str = Field(examples=["4 Feb 2026"])
    date: DateOut
    data_version: str
    lang: str
    sources: list[SourceName]
    events: list[DayEventOut]
    contrasts: list[ContrastOut]
    within: list[DayEventOut] = Field(description="Dated within a longer period that includes the day")
    planned: list[DayEventOut]
    undated: list[LooseClaim] = Field(description="Claims without a date, of articles published then")
    by_source: list[SourceClaims] | None = None
    known: str | None = Field(default=None, description="Only from what was published by that day", examples=[DAY])


class JoinOut(Shape):
    """Why a claim was joined to another."""

    claim: str
    to: str
    score: float
    reasons: list[str]


class Explanation(Shape):
    """Why a claim is there."""

    claim: ClaimOut
    quote: str
    context: list[str] = Field(description="What stands before, the words, what stands after")
    article: ArticleHead
    shown: str
    event: EventOut | None
    joins: list[JoinOut]


class EventDifference(DifferenceOut):
    """A difference with its event. Of a contrast, which stands between two events of a day, there are who is in both,
    and the two; `event` is the first."""

    event: str
    actor: Ref | None = None
    family: str | None = None
    events: list[str] | None = None
