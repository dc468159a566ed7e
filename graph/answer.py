"""The parts of an answer: plain frozen values, complete enough to print, serve or cite without asking again."""

from dataclasses import dataclass, field
from datetime import date, datetime

from graph.accounts import Account, Origin
from graph.model import Article, Certainty, Claim, Difference, Event, Family, Role, StanceValue, Status
from graph.when import Kind, When


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What an answer is narrowed to; empty: no narrowing. Ids, except where said."""

    sources: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()  # an event in which one of them takes part
    together: frozenset[str] = frozenset()  # actors who all take part
    voices: frozenset[str] = frozenset()
    families: frozenset[Family] = frozenset()
    types: frozenset[str] = frozenset()  # values of EventType
    certain: bool = False  # only what its source is certain of
    places: frozenset[str] = frozenset()
    stances: frozenset[StanceValue] = frozenset()  # a claim that shows one of them
    certainties: frozenset[Certainty] = frozenset()
    statuses: frozenset[Status] = frozenset()

    def keeps(self, claim: Claim, article: Article) -> bool:
        """True where a claim passes."""
        return (
            (not self.sources or article.source in self.sources)
            and (not self.actors or any(a.id in self.actors for a in claim.actors))
            and (not self.together or self.together <= {a.id for a in claim.actors})
            and (not self.voices or any(v.id in self.voices for link in claim.attribution for v in link))
            and (not self.families or claim.family in self.families)
            and (not self.types or claim.type.value in self.types)
            and (not self.certain or claim.certainty is Certainty.CERTAIN)
            and (not self.places or (claim.place is not None and claim.place.id in self.places))
            and (not self.stances or any(stance.value in self.stances for stance in claim.stance))
            and (not self.certainties or claim.certainty in self.certainties)
            and (not self.statuses or claim.status in self.statuses)
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceName:
    """A source as it is shown. `shown` is "own-words digest after AFP" where the text is a rendition."""

    id: str
    name: str
    rendition: bool
    shown: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A claim with its words and its surroundings, in the language of the answer."""

    claim: Claim
    quote: str  # the words of the evidence
    event: str | None
    source: SourceName
    article: Article  # without its text
    voices: tuple[tuple[str, ...], ...]  # names of the attribution chain, outermost first
    actors: tuple[str, ...]  # names, in the order of the claim's actors

    @property
    def sides(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Names of those who act or take part, and of those to whom it is done."""
        named = list(zip(self.actors, self.claim.actors, strict=True))
        acting = dict.fromkeys(name for name, actor in named if actor.role is not Role.RECIPIENT)
        undergoing = dict.fromkeys(name for name, actor in named if actor.role is Role.RECIPIENT)
        return tuple(acting), tuple(undergoing)


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One article's account of one event."""

    source: SourceName
    article: Article  # without its text
    account: Account
    claims: tuple[Told, ...]  # the publisher's own word first, then voice by voice


@dataclass(frozen=True, kw_only=True, slots=True)
class DayEvent:
    """An event with all its accounts."""

    event: Event
    label: str
    lines: tuple[Line, ...]
    differences: tuple[Difference, ...]
    outlets: int  # distinct sources
    origins: tuple[Origin, ...]
    possibly: tuple[str, ...] = ()  # labels of the events that are possibly the same, and not merged


@dataclass(frozen=True, kw_only=True, slots=True)
class Contrast:
    """Sources that tell of the same deed of the same day with another party: who spoke with Donald Trump that day."""

    actor: str
    name: str
    family: Family
    events: tuple[str, ...]
    difference: Difference  # attribute "who"; its event is the first of `events`


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceDay:
    """All that one source tells, for `group="source"`."""

    source: SourceName
    claims: tuple[Told, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The answer to "what does each source say happened"."""

    asked: str
    start: date
    end: date
    data_version: str
    lang: str
    group: str
    events: tuple[DayEvent, ...] = ()
    within: tuple[DayEvent, ...] = ()
    planned: tuple[DayEvent, ...] = ()
    undated: tuple[Told, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    by_source: tuple[SourceDay, ...] = ()  # filled where group is "source"
    sources: tuple[SourceName, ...] = field(default=())
    known: date | None = None  # restricted to what was published by that day
    recorded: datetime | None = None  # restricted to what was in the record by that moment

    @property
    def differences(self) -> int:
        """How many there are between sources in all, contrasts among them."""
        apart = sum(not found.within_one for event in self.events for found in event.differences)
        return apart + len(self.contrasts)


def is_of(when: When | None, start: date, end: date) -> bool:
    """True where something so dated is of these days: throughout one of them, or on some day that is surely theirs."""
    if when is None or when.start is None or when.end is None or when.kind not in (Kind.THROUGHOUT, Kind.WITHIN):
        return False
    if when.kind is Kind.THROUGHOUT:
        return when.start <= end and start <= when.end
    return start <= when.start and when.end <= end


def may_be_of(when: When | None, start: date, end: date) -> bool:
    """True where it is dated by a longer period, or an open one, that shares a day with these."""
    if when is None or (when.start is None and when.end is None):
        return False
    return (when.start or date.min) <= end and start <= (when.end or date.max) and not is_of(when, start, end)
