"""The types that cross every border: articles, claims, events. Frozen, keyword-only, made of tuples and enums.

Offsets are Unicode code points into `Article.text` exactly as stored. The model does not save, serve or print itself.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from graph.when import When


class EventType(StrEnum):
    """The 16 PLOVER types (Halterman et al. 2023), a bare utterance, and the rest."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"
    STATEMENT = "STATEMENT"
    OTHER = "OTHER"


class Family(StrEnum):
    """What decides whether two claims can tell the same event."""

    CONTACT = "contact"
    TRAVEL = "travel"
    INVITATION = "invitation"
    STATEMENT = "statement"
    DOCUMENT = "document"
    FORCE = "force"
    TRADE = "trade"
    VOTE = "vote"
    LEGAL = "legal"
    OTHER = "other"


# The modes of each family. Two claims of one event that differ here give a difference.
MODES: dict[Family, tuple[str, ...]] = {
    Family.CONTACT: ("meeting", "telephone call", "video call", "remote", "talks"),
    Family.TRAVEL: ("visit", "arrival", "departure"),
    Family.INVITATION: (),
    Family.STATEMENT: ("spoken", "written", "joint", "interview"),
    Family.DOCUMENT: ("signing", "message", "publication"),
    Family.FORCE: ("drill", "parade", "deployment", "strike"),
    Family.TRADE: (),
    Family.VOTE: (),
    Family.LEGAL: (),
    Family.OTHER: (),
}


class Role(StrEnum):
    """How an actor takes part."""

    AGENT = "agent"
    RECIPIENT = "recipient"
    PARTICIPANT = "participant"


class Certainty(StrEnum):
    """How sure the source (not Amur) is."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"


class Polarity(StrEnum):
    """Whether the source affirms or denies."""

    AFFIRMED = "affirmed"
    DENIED = "denied"


class Tense(StrEnum):
    """Where the source puts it relative to its own writing."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"


class Status(StrEnum):
    """The one-word sum of certainty, polarity and tense."""

    HAPPENED = "happened"
    DENIED = "denied"
    PLANNED = "planned"
    POSSIBLE = "possible"


class StanceValue(StrEnum):
    """An attitude."""

    SUPPORTIVE = "supportive"
    CRITICAL = "critical"
    NEUTRAL = "neutral"


class PublishedBasis(StrEnum):
    """Where the publication date comes from."""

    GIVEN = "given"  # by the caller
    PAGE = "page"  # the page's own metadata
    TEXT = "text"  # a dateline
    INFERRED = "inferred"  # worked out, and marked so
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """One text as published. Build it with `identify`, which makes the ids."""

    id: str  # of this very text at this source and address
    work: str  # of the source and address: shared by all versions of it
    text: str
    lang: str
    source: str  # id of the publisher in the registry, or a local id
    publisher: str | None = None  # as written
    author: str | None = None
    title: str | None = None
    url: str | None = None
    published: date | None = None
    published_basis: PublishedBasis = PublishedBasis.UNKNOWN
    published_reasons: tuple[str, ...] = ()
    modified: date | None = None
    origin: str | None = None  # original author or outlet of a republished or translated text, as named
    rendition: bool = False  # an own-words digest, never the publisher's own text
    given_id: str | None = None  # the caller's own id
    rights: str | None = None

    @property
    def text_hash(self) -> str:
        """SHA-256 of the text in UTF-8, hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def currency(self) -> tuple[str, str, str]:
        """Sort key: of two versions of one work the greater is the current one, whatever the order of ingest."""
        return (str(self.modified or ""), str(self.published or ""), self.text_hash)


def digest(*parts: str, size: int = 16) -> str:
    """A stable hexadecimal id made of the parts, which are kept apart by a unit separator."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:size]


def identify(*, source: str, text: str, url: str | None, title: str | None, published: date | None) -> tuple[str, str]:
    """Return (article id, work id).

    A work is a source plus a canonical address, else its title and publication date, else its first line.
    """
    address = url or "\x1e".join((title or text.strip().partition("\n")[0][:200], str(published or "")))
    work = digest("work", source, address)
    return "a-" + digest("article", work, text), "w-" + work


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeMention:
    """A time expression in the text: a TIMEX3 (Saurí et al. 2006) with bounds."""

    start: int
    end: int
    text: str
    type: str  # DATE, TIME, DURATION, SET
    value: str  # TIMEX3 value
    mod: str | None = None  # TIMEX3 mod: START, MID, END, APPROX, MORE_THAN, LESS_THAN, ...
    when: When | None = None  # None where the words, or a missing publication date, give no bounds
    candidates: tuple[When, ...] = ()  # readings of an ambiguous expression, none of them picked
    rule: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ActorRef:
    """An actor as it is known across articles: a QID where one was looked up, else a stable local id."""

    id: str
    name: str  # canonical English name


@dataclass(frozen=True, kw_only=True, slots=True)
class Participant:
    """An actor with a role in a claim and the words that name it there."""

    id: str
    name: str
    role: Role
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Voice:
    """Whoever is cited: one voice of a link of an attribution chain."""

    id: str
    name: str
    start: int
    end: int
    cue: str = ""  # the words that introduce it


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceRef:
    """A place of the gazetteer, or a local one."""

    id: str
    name: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """A number with what it measures."""

    measures: str  # duration, money, volume, mass, soldiers, count, ...
    value: float
    unit: str
    approximate: bool
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Stance:
    """An attitude of a holder (source, author or voice) toward something. Neutral needs no evidence."""

    holder: str
    toward: str
    value: StanceValue
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One source's word that something happened."""

    id: str
    article: str
    start: int  # the sentence or clause that shows it
    end: int
    trigger: Span
    evidence: tuple[Span, ...]  # that span first, then further places that repeat it
    type: EventType
    family: Family
    mode: str | None = None
    actors: tuple[Participant, ...] = ()
    when: When | None = None
    said: When | None = None  # when it was uttered, where told apart from when it happened
    place: PlaceRef | None = None
    attribution: tuple[tuple[Voice, ...], ...] = ()  # outermost first; empty: the publisher's own voice
    certainty: Certainty = Certainty.CERTAIN
    polarity: Polarity = Polarity.AFFIRMED
    tense: Tense = Tense.PAST
    quantities: tuple[Quantity, ...] = ()
    reports: str | None = None
    denies: str | None = None
    stance: tuple[Stance, ...] = ()
    review: str = "clear"  # or "doubtful: reason"
    rules: tuple[str, ...] = ()

    @property
    def status(self) -> Status:
        """The one-word sum."""
        if self.polarity is Polarity.DENIED:
            return Status.DENIED
        if self.tense is Tense.FUTURE:
            return Status.PLANNED
        return Status.HAPPENED if self.certainty is Certainty.CERTAIN else Status.POSSIBLE


def claim_id(article: str, trigger: Span, ordinal: int) -> str:
    """The id of the `ordinal`-th claim of a trigger. A fifth of claims share sentence and type, so those cannot be
    the key."""
    return "c-" + digest("claim", article, str(trigger.start), str(trigger.end), str(ordinal))


@dataclass(frozen=True, kw_only=True, slots=True)
class LocalActor:
    """A person or body that the registry does not know, with the words that named it."""

    id: str
    name: str
    kind: str  # person, organisation, ...
    lang: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Extraction:
    """All that is read out of one article by one version of the extractor."""

    article: Article
    times: tuple[TimeMention, ...] = ()
    claims: tuple[Claim, ...] = ()
    stances: tuple[Stance, ...] = ()  # the publisher's or author's own
    local_actors: tuple[LocalActor, ...] = ()
    extractor: str = ""
    cuts: tuple[str, ...] = ()  # what was beyond a limit and is not read, or not whole: counted, in words


@dataclass(frozen=True, kw_only=True, slots=True)
class Join:
    """Why a claim belongs to an event: the claim it was joined to, the score, and the reasons in words."""

    claim: str
    to: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """The happening that one or more claims tell: derived, and regenerated at will."""

    id: str  # "e-" + digest of its smallest claim id
    type: EventType
    family: Family
    status: Status
    claims: tuple[str, ...]  # sorted
    labels: tuple[tuple[str, str], ...]  # (language, words), sorted
    when: When | None = None
    actors: tuple[Participant, ...] = ()  # start and end are 0: they stand in no text
    place: PlaceRef | None = None
    joins: tuple[Join, ...] = ()
    possibly: tuple[str, ...] = ()  # ids of events that are possibly the same


def event_id(claims: tuple[str, ...]) -> str:
    """The id of the event of these claims: made of the smallest."""
    return "e-" + digest("event", min(claims))


@dataclass(frozen=True, kw_only=True, slots=True)
class DifferingValue:
    """One value of an attribute, with the claims and the sources that give it."""

    value: str
    claims: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One attribute of one event on which accounts part."""

    event: str
    attribute: str  # when, where, who, mode, duration, number, outcome, certainty, whether, announced by
    values: tuple[DifferingValue, ...]

    @property
    def within_one(self) -> bool:
        """Whether one source alone gives all the values: it parts from nobody but itself."""
        return len({source for value in self.values for source in value.sources}) < 2
