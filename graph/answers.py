"""What each source says happened on a day: the headline question, answered from the record.

As of a day is what a claim dates to that very day or to a stretch that runs throughout it. What lies somewhere within
a longer period, plans, and claims without a date stand in sections of their own. An event that is of the day is told
whole: with every claim that belongs to it, from every source, however that source dates it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Protocol

from graph.accounts import Account, accounts, origins
from graph.answer import (
    Answer,
    Contrast,
    DayEvent,
    Filters,
    Line,
    SourceDay,
    SourceName,
    Told,
    is_of,
    may_be_of,
)
from graph.answerform import answer_to_json
from graph.contrasts import contrasts
from graph.copies import Copied, CopyRecord
from graph.differences import differences
from graph.errors import DateError, InputError
from graph.kinship import Kinship, kinship_of
from graph.labels import digest_name
from graph.linking import link
from graph.model import Article, Claim, Event, Family, Tense, Voice
from graph.registry import Registry
from graph.rights import Policy, Whole, excerpt
from graph.when import later

__all__ = ["Answer", "Filters", "Record", "answer_to_json", "on"]

GROUPS = ("event", "source")
SAID_WITHIN = 3  # days after which an article is no more searched for plans uttered on the day asked for


class Record(Protocol):
    """What is read of the record; `graph.library.Library` is one."""

    def data_version(self) -> str: ...
    def claims_between(
        self, start: date, end: date, *, longest: int | None = None, open_ended: bool = False
    ) -> Sequence[Claim]: ...
    def undated_claims(self, published: tuple[date | None, date | None]) -> Sequence[Claim]: ...
    def claims(self, ids: Iterable[str]) -> Mapping[str, Claim]: ...
    def plans_of(self, articles: Iterable[str]) -> Sequence[Claim]: ...
    def articles(
        self,
        *,
        current: bool = True,
        published: tuple[date | None, date | None] | None = None,
        source: str | None = None,
        text: bool = False,
        ids: Iterable[str] | None = None,
    ) -> Iterable[Article]: ...
    def events_of(self, claims: Iterable[str]) -> Mapping[str, str]: ...
    def events_by_id(self, ids: Iterable[str]) -> Mapping[str, Event]: ...
    def source_name(self, source: str) -> str: ...


def on(
    library: Record,
    registry: Registry | None,
    start: date,
    end: date | None = None,
    *,
    asked: str | None = None,
    group: str = "event",
    lang: str = "en",
    filters: Filters | None = None,
    known: date | None = None,
    recorded: datetime | None = None,
    whole: Whole | None = None,
) -> Answer:
    """What each source says happened from `start` to `end` (inclusive; one day where `end` is left out).

    `known` restricts it to articles and versions published by that day, `recorded` to what had come into the record
    by that moment, corrections by hand included (see `graph.known`). `group="source"` fills `by_source` as well.
    `lang` is that of labels and names; quotes stay in the language of their text. `whole` says whose words may be
    quoted at any length, by default those that may leave the machine.

    Raises DateError where the end lies before the start, InputError for an unknown group.
    """
    end = end or start
    if end < start:
        raise DateError(f"{end} lies before {start}: give the earlier day first")
    if group not in GROUPS:
        raise InputError(f"group {group!r} is none of {', '.join(GROUPS)}")
    if known is not None or recorded is not None:
        library = _as_known(library, registry, (start, end), known, recorded)
    policy = whole or Policy(registry=registry)
    desk = Desk(library=library, registry=registry, kin=kinship_of(registry), lang=lang, whole=policy)
    words = asked or (str(start) if start == end else f"{start}/{end}")
    answer = desk.answer(start, end, words, group, filters or Filters())
    return replace(answer, known=known, recorded=recorded) if known or recorded else answer


def _as_known(
    library: Record,
    registry: Registry | None,
    window: tuple[date, date],
    known: date | None,
    recorded: datetime | None,
) -> Record:
    """The record of then. Raises InputError for a moment without time zone, and where the record keeps no versions."""
    from graph.known import KnownRecord
    from graph.library import Library

    if not isinstance(library, Library):
        raise InputError("only a library keeps what was known before")
    if recorded is not None and recorded.tzinfo is None:
        raise InputError(f"{recorded} has no time zone: add one, such as Z")
    return KnownRecord(library, registry, window, published_by=known, recorded_by=recorded)


def event_answer(
    library: Record, registry: Registry | None, event: Event, *, lang: str = "en", whole: Whole | None = None
) -> DayEvent:
    """One event with all its accounts and differences, apart from any day. `whole` as for `on`."""
    policy = whole or Policy(registry=registry)
    desk = Desk(library=library, registry=registry, kin=kinship_of(registry), lang=lang, whole=policy)
    desk.fetch(library.claims(event.claims).values())
    return desk.day_event(event)


@dataclass(kw_only=True)
class Desk:
    """The reading room of one answer: each article, claim and event is fetched once."""

    library: Record
    registry: Registry | None
    kin: Kinship
    lang: str
    whole: Whole
    texts: dict[str, Article] = field(default_factory=dict)
    known: dict[str, Claim] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)  # claim -> event
    events: dict[str, Event] = field(default_factory=dict)
    heads: dict[str, tuple[SourceName, Article]] = field(default_factory=dict)  # article -> its source, itself bare
    copied: dict[str, Copied | None] = field(default_factory=dict)  # by article: None where it is no copy

    def answer(self, start: date, end: date, asked: str, group: str, filters: Filters) -> Answer:
        """See `on`."""
        dated = self.fetch(self.library.claims_between(start, end, open_ended=True))
        undated = self.fetch(self.library.undated_claims((start, end)))
        said = self.fetch(self.plans_said(start, end, dated))
        kept = {c.id for c in (*dated, *undated, *said) if filters.keeps(c, self.texts[c.article])}
        of_day = [c for c in dated if c.id in kept and is_of(c.when, start, end)]
        today = self.events_of(c for c in of_day if c.tense is not Tense.FUTURE)
        plans = self.events_of(c for c in (*of_day, *said) if c.id in kept and c.tense is Tense.FUTURE) - today
        longer = self.events_of(c for c in dated if c.id in kept and may_be_of(c.when, start, end)) - today - plans
        loose = [c for c in undated if c.id in kept and not self.is_told_elsewhere(c, today | plans | longer)]
        events = self.day_events(today)
        return Answer(
            asked=asked,
            start=start,
            end=end,
            data_version=self.library.data_version(),
            lang=self.lang,
            group=group,
            events=events,
            within=self.day_events(longer),
            planned=self.day_events(plans),
            undated=in_order(self.told(claim) for claim in loose),
            contrasts=self.contrasts(events),
            by_source=by_source(events) if group == "source" else (),
            sources=names_in(events),
        )

    def is_told_elsewhere(self, claim: Claim, listed: set[str]) -> bool:
        """True where an undated claim belongs to an event that is listed, or that other claims date."""
        home = self.homes.get(claim.id)
        return home is not None and (home in listed or self.events[home].when is not None)

    def fetch(self, claims: Iterable[Claim]) -> list[Claim]:
        """The claims, with their articles, events and all other claims of these events at hand."""
        found = list(claims)
        fresh = [c for c in found if c.id not in self.known]
        self.known.update((c.id, c) for c in fresh)
        self.homes.update(self.library.events_of(c.id for c in fresh))
        homes = {self.homes[c.id] for c in fresh if c.id in self.homes} - set(self.events)
        self.events.update(self.library.events_by_id(sorted(homes)))
        missing = {c for event in self.events.values() for c in event.claims if c not in self.known}
        more = self.library.claims(sorted(missing))
        self.known.update(more)
        self.homes.update((c, event.id) for event in self.events.values() for c in event.claims)
        wanted = {c.article for c in self.known.values()} - set(self.texts)
        self.texts.update((a.id, a) for a in self.library.articles(current=False, text=True, ids=sorted(wanted)))
        # Claims that came in since events were last derived are told too, as events of their own for now.
        for event in link([c for c in fresh if c.id not in self.homes], self.texts, self.registry):
            self.events[event.id] = event
            self.homes.update((claim, event.id) for claim in event.claims)
        return found

    def plans_said(self, start: date, end: date, dated: Sequence[Claim]) -> list[Claim]:
        """Plans uttered on these days: those whose own words say so, those that an utterance of these days reports or
        an invitation or utterance tells in the same sentence, and those of articles published on them that say
        nothing else of when they were uttered."""
        told = [c for c in dated if c.tense is not Tense.FUTURE and is_of(c.when, start, end)]
        found = {c.id: c for c in self.library.claims(sorted({c.reports for c in told if c.reports})).values()}
        spoken: dict[str, list[Claim]] = {}
        for claim in told:
            if claim.family in (Family.STATEMENT, Family.INVITATION):
                spoken.setdefault(claim.article, []).append(claim)
        window = {a.id: a for a in self.library.articles(published=(start, later(end, SAID_WITHIN)))}
        for claim in self.library.plans_of(sorted(window.keys() | spoken.keys())):
            published = window[claim.article].published if claim.article in window else None
            then = published is not None and start <= published <= end
            beside = any(c.start < claim.end and claim.start < c.end for c in spoken.get(claim.article, ()))
            if is_of(claim.said, start, end) or (claim.said is None and (then or beside)):
                found[claim.id] = claim
        return [claim for claim in found.values() if claim.tense is Tense.FUTURE]

    def events_of(self, claims: Iterable[Claim]) -> set[str]:
        """The events of these claims."""
        return {self.homes[c.id] for c in claims if c.id in self.homes}

    def name(self, key: str, otherwise: str) -> str:
        """The label of an actor or source in the language of the answer."""
        registry = self.registry
        if registry is not None and (key in registry.actors or key in registry.sources or key in registry.places):
            return registry.label(key, self.lang)
        return otherwise

    def source(self, article: Article) -> SourceName:
        """Who publishes, never a bare name where the text is a digest in other words."""
        plain = self.name(article.source, article.publisher or self.library.source_name(article.source))
        shown = digest_name(plain, self.lang) if article.rendition else plain
        return SourceName(id=article.source, name=plain, rendition=article.rendition, shown=shown)

    def head(self, id: str) -> tuple[SourceName, Article]:
        """Who publishes an article, and its particulars alone; made once."""
        if id not in self.heads:
            article = self.texts[id]
            self.heads[id] = (self.source(article), without_text(article))
        return self.heads[id]

    def told(self, claim: Claim) -> Told:
        """A claim with its words."""
        source, head = self.head(claim.article)
        return Told(
            claim=claim,
            quote=excerpt(self.texts[claim.article], claim.start, claim.end, self.whole),
            event=self.homes.get(claim.id),
            source=source,
            article=head,
            voices=tuple(tuple(self.voice(v) for v in link) for link in claim.attribution),
            actors=tuple(self.name(a.id, a.name) for a in claim.actors),
        )

    def voice(self, voice: Voice) -> str:
        """The name of a voice."""
        return self.name(voice.id, voice.name)

    def day_events(self, keys: Iterable[str]) -> tuple[DayEvent, ...]:
        """The events, by how many sources tell them, then date and name."""
        made = [self.day_event(self.events[key]) for key in keys]
        return tuple(sorted(made, key=lambda e: (-e.outlets, -len(e.event.claims), e.label, e.event.id)))

    def day_event(self, event: Event) -> DayEvent:
        """One event with its accounts."""
        items = accounts(event, self.known, self.texts, self.kin)
        lines = tuple(
            Line(
                source=self.head(item.article)[0],
                article=self.head(item.article)[1],
                account=item,
                claims=tuple(self.told(claim) for claim in item.claims),
            )
            for item in sorted(items, key=lambda i: (self.texts[i.article].published or date.max, i.source, i.article))
        )
        labels = dict(event.labels)
        return DayEvent(
            event=event,
            label=labels.get(self.lang) or labels.get("en", ""),
            lines=lines,
            differences=differences(event, self.known, self.texts, self.kin) if len(event.claims) > 1 else (),
            outlets=len({item.source for item in items}),
            origins=origins(items, self.copies(items)),
            possibly=self.labels_of(event.possibly),
        )

    def labels_of(self, events: Sequence[str]) -> tuple[str, ...]:
        """The labels of these events, each once, with the day where there is one."""
        found = self.library.events_by_id(events) if events else {}
        made = []
        for key in events:
            if key in found:
                labels, when = dict(found[key].labels), found[key].when
                label = labels.get(self.lang) or labels.get("en", "")
                made.append(f"{label} ({when.edtf})" if when else label)
        return tuple(sorted(set(made)))

    def copies(self, items: Sequence[Account]) -> Mapping[str, Copied]:
        """Which of the accounts' articles are copies, where the record says so; asked once of all that are at hand."""
        if self.registry is None or not isinstance(self.library, CopyRecord):
            return {}
        wanted = {item.article for item in items}
        if fresh := self.texts.keys() - self.copied.keys():
            found = self.library.copies_of(sorted(fresh), self.registry)
            self.copied.update((key, found.get(key)) for key in fresh)
        return {key: copied for key in wanted if (copied := self.copied[key]) is not None}

    def contrasts(self, events: Sequence[DayEvent]) -> tuple[Contrast, ...]:
        """With whom else somebody is said to have been in contact that day."""
        return contrasts((item.event for item in events), self.known, self.texts, self.kin, self.name)


def without_text(article: Article) -> Article:
    """The article's particulars alone."""
    return replace(article, text="")


def in_order(told: Iterable[Told]) -> tuple[Told, ...]:
    """By source, article and place in the text."""
    return tuple(sorted(told, key=lambda t: (t.source.name, t.article.id, t.claim.start, t.claim.id)))


def by_source(events: Iterable[DayEvent]) -> tuple[SourceDay, ...]:
    """The claims of the day, source by source, by name."""
    found: dict[tuple[str, bool], list[Told]] = {}
    names: dict[tuple[str, bool], SourceName] = {}
    for event in events:
        for line in event.lines:
            key = (line.source.id, line.source.rendition)
            names[key] = line.source
            found.setdefault(key, []).extend(line.claims)
    made = [SourceDay(source=names[key], claims=in_order(told)) for key, told in found.items()]
    return tuple(sorted(made, key=lambda day: (day.source.name, day.source.id, day.source.rendition)))


def names_in(events: Iterable[DayEvent]) -> tuple[SourceName, ...]:
    """The sources that tell something of the day, by name."""
    found = {(line.source.id, line.source.rendition): line.source for event in events for line in event.lines}
    return tuple(sorted(found.values(), key=lambda source: (source.name, source.id, source.rendition)))
