"""When and where of drafts that do not say it themselves: taken over from the section, from what was told nearby, or
from the day that the article is about; each marked as inherited or inferred."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from graph.model import Certainty, Family, Polarity, PublishedBasis, Role, Tense
from graph.when import Basis, Kind, Precision, When
from ingest.dating import inherited
from ingest.dayless import Dayless
from ingest.drafts import BACKGROUND, DRAFT_REACH, Draft
from ingest.modality import habitual
from ingest.parsed import Parsed
from ingest.scenes import Scenes
from ingest.threads import Threads
from ingest.whereabouts import ON_THE_SPOT, Whereabouts

_NEWS_OPENING = 5  # sentences of a short report that tell the news of its day
_NEWS_LIMIT = 3000  # characters of a short report
_REMEMBERED = 200  # drafts before one that are looked through, however long the sentence or paragraph
_DATED = (PublishedBasis.GIVEN, PublishedBasis.PAGE, PublishedBasis.TEXT)


class Settling(Whereabouts):
    """Gives drafts, in the order of the text, the dates and places that they take over."""

    def __init__(self, parsed: Parsed, drafts: list[Draft]) -> None:
        super().__init__(parsed, drafts)
        self.times = parsed.times
        self.attribution = parsed.attribution
        self.discourse = parsed.discourse
        self.dayless = Dayless(parsed)
        self.scenes = Scenes(parsed, drafts)
        self.threads = Threads(parsed, drafts)
        self.main_means: set[str | None] = set()  # by which the contact of the main day was held
        self.main_day = self._main_day()

    def when(self, draft: Draft) -> When | None:
        """A date taken over: of the section, else of the last dated claim of the same actors nearby, else of the day
        that the article is about."""
        clauses = self.sentences[draft.sentence]
        if draft.modality.tense is Tense.FUTURE:
            return self._planned_again(draft)
        if draft.modality.tense is Tense.PRESENT and draft.verb is not None and not habitual(clauses, draft.verb):
            return self._of_entry(draft)  # "09:05 The parade begins": told as it happens
        of_subject = self._of_subject(draft) if draft.modality.tense is Tense.PAST else None
        of_subject = of_subject or self._threaded(draft)
        if of_subject is not None:
            return of_subject
        if draft.modality.tense is not Tense.PAST or (draft.trigger.family in BACKGROUND and not self._both(draft)):
            return self.threads.of_opening(draft)
        if draft.modality.polarity is Polarity.DENIED and not draft.nobody:
            return None
        if draft.modality.certainty is Certainty.POSSIBLE:
            return None
        if draft.verb is not None and habitual(clauses, draft.verb):
            return None
        if self.dayless.undated(draft):
            return None
        beside = self.dayless.beside(draft) or self.dayless.flashback(draft)
        return beside or self._taken_over(draft) or self.threads.of_opening(draft)

    def _threaded(self, draft: Draft) -> When | None:
        """A day by the thread of the story, of what has one."""
        if self.dayless.undated(draft) or (
            draft.verb is not None and (draft.verb.anterior or habitual(self.sentences[draft.sentence], draft.verb))
        ):
            return None
        return self.threads.near(draft)

    def settle_day(self, draft: Draft) -> None:
        """Give a draft the date that it takes over, where its clause gives none."""
        if self.dayless.standing_invitation(draft):
            draft.when = None
        elif not draft.undated:
            draft.when = draft.when or self.briefings.day(draft) or self.when(draft)
            self.briefings.day(draft)  # what opens one

    def _planned_again(self, draft: Draft) -> When | None:
        """ "As part of his visit": the days of the journey to come that the article tells of, where it gives one date
        only for journeys of that traveller."""
        if draft.verb is not None or draft.trigger.family is not Family.TRAVEL:
            return None
        who = {a for p in draft.parts if p.role is Role.AGENT for a in p.mention.ids}
        dates = {
            (d.when.start, d.when.end): d.when
            for d in self.drafts
            if d.when is not None
            and d.trigger.family is Family.TRAVEL
            and d.modality.tense is Tense.FUTURE
            and who & {a for p in d.parts if p.role is Role.AGENT for a in p.mention.ids}
        }
        return inherited(next(iter(dates.values()))) if len(dates) == 1 else None

    def _of_entry(self, draft: Draft) -> When | None:
        """In an account that runs by the clock: what the same entry tells of the same actors, else the day of
        publication, marked as inferred."""
        block = self.sentences[draft.sentence].sentence.block
        day, first = self.document.anchor, self.dayless.entry(block)
        if day is None or first is None or self.document.article.published_basis not in _DATED:
            return None
        actors = {actor for part in draft.parts for actor in part.mention.ids}
        for other in self._before(draft):
            if self.sentences[other.sentence].sentence.block < first:
                break
            same = actors & {actor for part in other.parts for actor in part.mention.ids}
            if same and other.when is not None and other.when.is_day and other.modality.tense is Tense.PAST:
                return inherited(other.when)
        if (draft.verb is not None and draft.verb.anterior) or self._earlier(draft) or self._told_by_noun(draft):
            return None
        return _on(day)

    def _earlier(self, draft: Draft) -> bool:
        """Whether words before a draft put it before the day of its news."""
        clauses = self.sentences[draft.sentence]
        earlier = clauses.grammar.data.get("earlier", ())
        return any(low in earlier for low in clauses.lows[: draft.last])

    def _told_by_noun(self, draft: Draft) -> bool:
        """Whether a draft is only a noun inside what somebody reports, so that nothing shows it to be of the day."""
        if draft.verb is not None or self.times[draft.sentence].meanwhile(draft.first):
            return False
        position = self.document.tokens[self.sentences[draft.sentence].offset + draft.first].start
        return bool(self.attribution.over(position))

    def _of_subject(self, draft: Draft) -> When | None:
        """ "Les échanges ont dépassé 200 milliards en 2023": of a noun that is the subject of a verb."""
        clauses = self.sentences[draft.sentence]
        if draft.verb is not None or draft.carrier is not None:
            return None
        verb = next((v for v in clauses.verbs if v.kind == "finite" and v.first >= draft.last), None)
        before = clauses.categories[clauses.clause_start(verb) : draft.first] if verb is not None else ["V"]
        if verb is None or {"P", "V", ",", "R", "S"} & set(before):
            return None
        found = self.times[draft.sentence].of(verb.first, verb.last, verb)
        return inherited(found) if found is not None else None

    def _taken_over(self, draft: Draft) -> When | None:
        """A date told elsewhere: of the section, of what the same actors did just before, of the article's day."""
        clauses = self.sentences[draft.sentence]
        if self.dayless.entry(clauses.sentence.block) is not None:
            return self._of_entry(draft)
        if draft.trigger.family is Family.OTHER and self._told_by_noun(draft):
            return None  # "не связан с инаугурацией": only what is spoken of
        section = self.discourse.section(clauses.sentence.block)
        if section is not None:
            when = self._contact_before(section.first)
            if when is not None:
                return inherited(when)
        again = self.scenes.met_again(draft) or self.scenes.press_day(draft)
        if again is not None:
            return again
        told = [part for part in draft.parts if part.slot not in ("answered", "content")]
        actors = {actor for part in told for actor in part.mention.ids}
        loose = self._loose(draft)
        for other in self._before(draft):
            if draft.sentence - other.sentence > DRAFT_REACH or (loose and self._block(other) != self._block(draft)):
                break
            same = actors & {actor for part in other.parts for actor in part.mention.ids}
            if self._aside(other) or self.threads.apart(draft, other):
                continue
            if same and other.when is not None and other.when.is_day and other.modality.tense is Tense.PAST:
                return inherited(other.when)
        when = self._day_of_article(draft)
        if when is not None and not (loose and not self._told_beside(draft, when)):
            return when
        return self._day_of_news(draft)

    def _loose(self, draft: Draft) -> bool:
        """Whether no rule knows the act ("Poutine l'a trahi"): its day is what its own paragraph tells, not what the
        article is about."""
        deeds = self.triggers.deeds
        return deeds is not None and draft.trigger is deeds.trigger and not self._both(draft)

    def _block(self, draft: Draft) -> int:
        """The paragraph of a draft."""
        return self.sentences[draft.sentence].sentence.block

    def _aside(self, draft: Draft) -> bool:
        """昨天抵达的普京今天发言: a clause that only says who somebody is hands on no day, where a grammar tells it."""
        coverbs = self.sentences[draft.sentence].coverbs
        return coverbs is not None and draft.verb is not None and draft.verb.head in coverbs.relative

    def _day_of_news(self, draft: Draft) -> When | None:
        """The day of publication, marked as inferred, for what a short report opens with: a past act told by the
        publisher itself, where the report names no other day."""
        day = self.document.anchor
        mild = draft.trigger.family in (
            Family.CONTACT,
            Family.TRAVEL,
            Family.DOCUMENT,
            Family.INVITATION,
            Family.STATEMENT,
        )
        if day is None or not mild or draft.sentence >= _NEWS_OPENING or len(self.document.text) > _NEWS_LIMIT:
            return None
        if self.document.article.published_basis not in _DATED or (draft.verb is not None and draft.verb.anterior):
            return None
        days = [t.when for t in self.document.times if t.type == "DATE" and t.when is not None and t.when.is_day]
        if any(when.start != day for when in days):
            return None
        return None if self._told_by_noun(draft) or self._earlier(draft) else _on(day)

    def _contact_before(self, block: int) -> When | None:
        """The day of the contact told last before a section: that is what a readout is a readout of."""
        for other in reversed(self.drafts):
            if self.sentences[other.sentence].sentence.block >= block:
                continue
            if other.trigger.family is Family.CONTACT and other.when is not None and other.when.is_day:
                return other.when
        return None

    def _day_of_article(self, draft: Draft) -> When | None:
        """The day of the contact that the article is about, for what its parties or their states said in the past."""
        day = self.main_day
        if day is None or (draft.verb is not None and draft.verb.anterior) or draft.trigger.family is Family.TRAVEL:
            return None
        clauses = self.sentences[draft.sentence]
        if clauses.grammar.declined and set(clauses.lows[: draft.last]) & set(clauses.grammar.data["earlier"]):
            return None
        when, parties = day
        means = {draft.trigger.mode} - {None, "talks"} if draft.trigger.family is Family.CONTACT else set()
        if self.threads.usual and means and self.main_means and not means & self.main_means:
            return None  # a meeting is not of the day of a call
        agents = {a for p in draft.parts if p.role is not Role.RECIPIENT for a in p.mention.ids}
        if not agents:
            unsaid = draft.review != "clear" and draft.trigger.family in ON_THE_SPOT
            return inherited(when) if unsaid and self._told_beside(draft, when) else None
        if agents <= {a for a in parties if self._is_person(a)}:
            return inherited(when)
        told = draft.trigger.family in (Family.STATEMENT, Family.OTHER)
        if self.threads.usual and told and any(self._speaks(agent) for agent in agents):
            return None  # a spokesman of the state, who speaks on another day
        states = {self._state(agent) for agent in agents}
        return inherited(when) if states <= parties and self._told_beside(draft, when) else None

    def _speaks(self, actor: str) -> bool:
        """Whether somebody speaks for a state or body by office."""
        known = self.registry.actors.get(actor)
        return known is not None and any(office.title == "spokesperson" for office in known.offices)

    def _told_beside(self, draft: Draft, when: When) -> bool:
        """Whether the same paragraph, or the sentences just before, told of that day already, so that what the states
        did there goes with it."""
        block = self.sentences[draft.sentence].sentence.block
        for other in self._before(draft):
            if self.sentences[other.sentence].sentence.block != block and draft.sentence - other.sentence > DRAFT_REACH:
                return False
            if other.when is not None and (other.when.start, other.when.end) == (when.start, when.end):
                return True
        return False

    def _before(self, draft: Draft) -> Iterator[Draft]:
        """The drafts before one, the nearest first; of a paragraph without end not all."""
        first = max(0, draft.number - _REMEMBERED)
        return (self.drafts[index] for index in range(draft.number - 1, first - 1, -1))

    def _main_day(self) -> tuple[When, set[str]] | None:
        """The day and parties of the contact that most dated claims tell of; the states of the parties count too."""
        days: Counter[tuple[When, frozenset[str]]] = Counter()
        for draft in self.drafts:
            if draft.when is not None and draft.when.is_day and draft.trigger.family is Family.CONTACT:
                parties = frozenset(actor for part in draft.parts for actor in part.mention.ids)
                days[replace(draft.when, words="", basis=Basis.INHERITED), parties] += 1
        if not days:
            return None
        (when, parties), _ = max(days.items(), key=lambda row: (row[1], row[0][0].start or date.min))
        same = (d for d in self.drafts if d.when is not None and d.when.start == when.start)
        self.main_means = {d.trigger.mode for d in same if d.trigger.family is Family.CONTACT} - {None, "talks"}
        states = {self.registry.actors[a].state for a in parties if a in self.registry.actors}
        return when, set(parties) | {state for state in states if state}

    def agree_with_clock(self, draft: Draft) -> None:
        """What has a day after publication is still to come; what has happened has no such day from elsewhere."""
        when, today = draft.when, self.document.anchor
        gone = today is not None and when is not None and when.end is not None and when.end < today
        if gone and draft.modality.tense is Tense.FUTURE and when is not None and when.basis is Basis.INHERITED:
            draft.when = None  # "in 2014, when they agreed to meet again"
            return
        if today is None or when is None or when.start is None or when.start <= today:
            return
        if when.basis is Basis.INHERITED and draft.modality.tense is Tense.PAST:
            draft.when = None
        elif draft.modality.certainty is Certainty.CERTAIN:
            draft.modality = replace(draft.modality, tense=Tense.FUTURE)


def _on(day: date) -> When:
    """The day of publication, marked as inferred."""
    return When(
        start=day, end=day, kind=Kind.THROUGHOUT, precision=Precision.DAY, edtf=day.isoformat(), basis=Basis.INFERRED
    )
