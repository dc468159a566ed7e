"""The shapes of what the service answers, for its documentation. What is sent is made by `graph.jsonform` and
`graph.answerform`; tests hold the two against each other."""

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


class ActorIn(Shape):
    """An actor in a role, with the words that name it."""

    id: str = Field(examples=["Q7747"])
    name: str = Field(examples=["Vladimir Putin"])
    role: Literal["agent", "recipient", "participant"]
    start: int
    end: int


class VoiceOut(Shape):
    """Whoever is cited."""

    id: str
    name: str = Field(examples=["Kremlin"])
    start: int
    end: int
    cue: str


class PlaceIn(Shape):
    """A place with the words that name it."""

    id: str
    name: str
    start: int = 0
    end: int = 0


class QuantityOut(Shape):
    """A number with what it measures."""

    measures: str = Field(examples=["duration"])
    value: float
    unit: str
    approximate: bool
    start: int
    end: int


class StanceOut(Shape):
    """An attitude of a holder toward something."""

    holder: str
    toward: str
    value: Literal["supportive", "critical", "neutral"]
    evidence: list[SpanOut]
    start: int | None = None
    end: int | None = None


class TriggerOut(SpanOut):
    """The words that name the happening."""

    text: str | None = None


class ClaimOut(WhenOut):
    """One source's word that something happened, with the words it rests on."""

    id: str = Field(examples=["c-5f2a9c1044d0e7b2"])
    article: str
    start: int
    end: int
    trigger: TriggerOut
    evidence: list[SpanOut]
    type: str = Field(examples=["CONSULT"])
    family: str = Field(examples=["contact"])
    mode: str | None = Field(examples=["video call"])
    actors: list[ActorIn]
    said: WhenOut | None
    place: PlaceIn | None
    attribution: list[list[VoiceOut]] = Field(
        description="The chain of voices, outermost first; empty: the publisher's own"
    )
    certainty: Literal["certain", "probable", "possible"]
    polarity: Literal["affirmed", "denied"]
    tense: Literal["past", "present", "future"]
    status: Literal["happened", "denied", "planned", "possible"]
    quantities: list[QuantityOut]
    reports: str | None
    denies: str | None
    stance: list[StanceOut]
    review: str
    rules: list[str]


class ToldClaim(ClaimOut):
    """A claim with the words of its evidence and its event."""

    quote: str
    event: str | None


class SourceName(Shape):
    """A source as it is shown: "own-words digest after AFP" where the text is a rendition."""

    id: str
    name: str
    rendition: bool
    shown: str


class ArticleHead(Shape):
    """What identifies an article to a reader."""

    id: str
    given_id: str | None
    title: str | None
    url: str | None
    author: str | None
    origin: str | None
    lang: str
    published: str | None
    published_basis: Literal["given", "page", "text", "inferred", "unknown"]


class LooseClaim(ToldClaim):
    """A claim outside its event, with its source and article."""

    source: SourceName
    article: ArticleHead  # type: ignore[assignment]


class DifferingValueOut(Shape):
    """One value with who gives it."""

    value: str
    sources: list[str]
    claims: list[str]


class DifferenceOut(Shape):
    """One attribute on which accounts part."""

    attribute: str = Field(examples=["mode"])
    values: list[DifferingValueOut]


class Ref(Shape):
    """A thing with its name."""

    id: str
    name: str


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
    """A difference with its event."""

    event: str


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
