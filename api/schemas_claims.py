"""The shapes of claims: one source's word, with the words it rests on."""

from typing import Literal

from pydantic import Field

from api.schemas import Shape, SpanOut, WhenOut


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
