"""Claims told by nouns: "la visite de Poutine en Chine", "lors d'un entretien avec Xi"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from graph.model import EventType, Family, Polarity, Role, Tense
from ingest.clauses import Clauses, Verb
from ingest.dating import inherited
from ingest.document import ActorMention
from ingest.drafts import BACKGROUND, Draft, otherwise
from ingest.lang_data import load
from ingest.modality import Modality, of_noun, of_verb
from ingest.names import names_of
from ingest.occasions import (
    accused,
    arranged,
    attackers,
    carried_by,
    followed,
    guest,
    invitation_before,
    is_war,
    sides,
    to_come,
    within,
)
from ingest.owners import Owners
from ingest.parsed import Parsed
from ingest.roles import Frame, Part
from ingest.triggers import Trigger

_TOLD_LAST = "doubtful: which contact is meant is taken from what was told last"
_ANAPHOR_REACH = 12  # sentences over which a definite noun takes up a contact told before


class Nominal(Owners):
    """Finds the drafts of nouns, given those found so far."""

    def __init__(self, parsed: Parsed, drafts: list[Draft]) -> None:
        super().__init__(parsed)
        self.registry = parsed.registry
        self.times = parsed.times
        self.attribution = parsed.attribution
        self.discourse = parsed.discourse
        self.drafts = drafts
        self.copula = frozenset(load(parsed.document.lang, "verbs")["plain"]["copula"])
        grammar = load(parsed.document.lang, "grammar")
        self.about = frozenset(grammar["about"]) if grammar.get("case_order") else frozenset()

    def find(self, number: int, clauses: Clauses, taken: set[int]) -> list[Draft]:
        """The drafts of the nouns of a sentence outside the tokens `taken` by verbs."""
        found_here: list[Draft] = []
        for first, last, found in self.triggers.nouns_of(clauses):
            if self._modifies(clauses, first) or self._of_another(clauses, last):
                continue
            broken = ("V", "T") if is_war(clauses, first, last) else ("M", "V", "T")  # "the Ukraine war"
            if taken & set(range(first, last)) or any(c in broken for c in clauses.categories[first:last]):
                continue
            if all(c == "A" for c in clauses.categories[first:last]):
                continue
            draft = self._from_noun(number, clauses, first, last, found[0])
            if draft is not None:
                found_here.append(draft)
        attackers(clauses, [*(d for d in self.drafts if d.sentence == number), *found_here])
        return found_here

    def _from_noun(self, number: int, clauses: Clauses, first: int, last: int, trigger: Trigger) -> Draft | None:
        frame = Frame(clauses, self.triggers, trigger, self.registry)
        verb = self._carrier(clauses, first, last)
        possessor = self._possessor(number, clauses, first, trigger)
        happens = self._happens(clauses, verb, first, last)
        if not possessor and verb is not None and set(verb.lemmas) & self.copula and trigger.needs == "agent":
            possessor = self._undergoing(clauses, verb, first)
        reduced = next((v for v in clauses.verbs if v.first == last and v.kind == "participle"), None)
        parts = frame.of_noun(first, last, possessor, happens or reduced)
        if not frame.satisfied(parts) and trigger.needs == "pair":
            parts = self._completed(clauses, first, last, frame, parts, verb)
        if not frame.satisfied(parts) and trigger.family is Family.TRAVEL:
            parts = [*self._traveller(clauses, first, frame, verb), *parts]
        doers = {id(m) for v in clauses.verbs if v.passive for m in clauses.agent(v)}
        parts = [p for p in parts if p.slot != "by" or id(p.mention) not in doers]
        bearer = carried_by(clauses, first) if trigger.family is Family.TRAVEL and happens is None else None
        if bearer is not None and not frame.satisfied(parts):
            parts = [*(Part(m, Role.AGENT, "subject") for m in clauses.subject(bearer)), *parts]
        parts = accused(clauses, verb, first, parts)
        if trigger.type is EventType.ASSAULT and is_war(clauses, first, last):
            parts = sides(parts or within(clauses, first, last))
        if trigger.family is Family.INVITATION:
            return self._invitation(number, clauses, first, last, trigger, parts, verb, happens)
        told = None
        if not frame.satisfied(parts) and trigger.needs == "pair" and not parts:
            told = self._told_before(number, clauses, first, trigger, happens)
            parts = list(told.parts) if told is not None else parts
        review = "clear" if told is None or self._same(number, clauses, first, trigger, told) else _TOLD_LAST
        if not frame.satisfied(parts) and trigger.needs == "pair" and self._governed(clauses, first):
            parts = self._beside(number, first, parts) or parts
            review = "doubtful: who takes part is taken over from what is told beside it"
        if not frame.satisfied(parts):
            ordered = clauses.cased is None or clauses.coverbs is not None
            undergone = bool(parts) and ordered and (trigger.needs == "agent" or clauses.coverbs is not None)
            dated = clauses.grammar.declined and scheduled(trigger) and self.times[number].own(first, last)
            if not undergone and not dated and (happens is None or not self._is_subject(clauses, first, last)):
                return None
            review = "doubtful: who did it is left unsaid"
        if self._in_title(clauses, first):
            return None
        if otherwise(clauses, first, last, trigger):
            return None
        modality = of_noun(clauses, first, last, happens, reported=False)
        if bearer is not None:
            modality = of_verb(clauses, bearer, reported=False)
        if arranged(clauses, first, last, verb) or to_come(clauses, happens, first):
            modality = replace(modality, tense=Tense.FUTURE)
        contact = trigger.family is Family.CONTACT and verb is not None and happens is None
        if contact and verb is not None and verb.tense == "future" and self.times[number].meanwhile(first):
            modality = replace(modality, tense=Tense.FUTURE)  # "lors de leurs entretiens, ils auront …"
        if happens is None and self._due(clauses, trigger, first):
            modality = replace(modality, tense=Tense.FUTURE)
        when = self.times[number].of(first, last, None)
        if when is None and (happens is not None or scheduled(trigger)):
            when = self.parsed.when(number, clauses, first, last, verb)
        if told is not None and when is None:
            when = inherited(told.when) if told.when is not None else None
        return Draft(
            number,
            first,
            last,
            trigger,
            parts,
            modality,
            when,
            None,
            None,
            f"{self.document.lang}.{trigger.name}.noun",
            carrier=happens,
            review=review,
        )

    def _due(self, clauses: Clauses, trigger: Trigger, first: int) -> bool:
        """ "doit prendre part à des discussions", "is due to take part in talks": a meeting or drill that stands behind
        a verb of what is to come is to come too."""
        if clauses.cased is not None or not (trigger.family is Family.CONTACT or trigger.mode in ("drill", "parade")):
            return False
        before = [v for v in clauses.verbs if v.last <= first <= clauses.right_end(v)]
        return bool(before) and of_verb(clauses, before[-1], reported=False).tense is Tense.FUTURE

    def _invitation(
        self,
        number: int,
        clauses: Clauses,
        first: int,
        last: int,
        trigger: Trigger,
        parts: list[Part],
        verb: Verb | None,
        happens: Verb | None,
    ) -> Draft | None:
        """An invitation: of one that is followed neither day nor tense is that of the journey; of one taken up again
        ("L'invitation a été acceptée") the parties are those told before."""
        rule, review = f"{self.document.lang}.{trigger.name}.noun", "clear"
        if followed(clauses, first) and parts:
            parts = guest(clauses, verb, parts)
            if not parts:
                return None
            return Draft(number, first, last, trigger, parts, Modality(), None, None, None, rule, undated=True)
        if not parts:
            parts, sole = invitation_before(self.drafts, number)
            review = "clear" if sole else "doubtful: which invitation is meant is taken from what was told last"
        if not any(p.role is Role.AGENT for p in parts):
            if not parts and (happens is None and not self._is_subject(clauses, first, last)):
                return None
            review = "doubtful: who did it is left unsaid"
        if otherwise(clauses, first, last, trigger):
            return None
        when = self.times[number].of(first, last, None) or self.parsed.when(number, clauses, first, last, verb)
        modality = of_noun(clauses, first, last, happens, reported=False)
        return Draft(
            number, first, last, trigger, parts, modality, when, None, None, rule, carrier=happens, review=review
        )

    def _is_subject(self, clauses: Clauses, first: int, last: int) -> bool:
        """Whether a noun stands in the nominative, where a language shows it, and no preposition governs it."""
        if not clauses.grammar.declined:
            return False
        lexicon, at = clauses.grammar.lexicon, first - 1
        while at >= 0 and (lexicon.adjective(clauses.lows[at]) or clauses.categories[at] in ("J", "D")):
            at -= 1
        cases = lexicon.phrase_cases(clauses.lows[at + 1 : last])
        noun = at >= 0 and clauses.categories[at] != "T" and bool(lexicon.cases(clauses.lows[at]))
        governed = noun or (at >= 0 and clauses.categories[at] == "P")
        return "nom" in cases and not governed

    def _governed(self, clauses: Clauses, first: int) -> bool:
        """Whether a preposition governs a noun: "after a decade of talks"."""
        at = first - 1
        while at >= 0 and clauses.categories[at] in ("D", "W", "A", "J", "T"):
            at -= 1
        return at >= 0 and clauses.categories[at] == "P"

    def _beside(self, number: int, first: int, parts: Sequence[Part]) -> list[Part]:
        """ "signed a deal after a decade of talks": the two parties that the same sentence tells of nearest by, where
        the noun names none of its own."""
        if parts or self.sentences[number].cased is not None:
            return []
        near = [d for d in self.drafts if d.sentence == number and len(_actors(d)) == 2]
        near = [d for d in near if d.modality.polarity is Polarity.AFFIRMED and d.utterance is None]
        near = [d for d in near if not any(p.mention.kind == "media" for p in d.parts)]  # who publishes was not there
        best = min(near, key=lambda d: abs(d.first - first), default=None)
        return [] if best is None else [Part(p.mention, Role.PARTICIPANT, "beside") for p in best.parts]

    def _told_before(
        self, number: int, clauses: Clauses, first: int, trigger: Trigger, happens: Verb | None
    ) -> Draft | None:
        """ "Le sommet", "cet entretien": the contact told last, where the noun is definite and says something of its
        own (a date, a place, a length)."""
        definite = clauses.grammar.definite if happens is None or clauses.coverbs is None else frozenset()
        if (first == 0 or clauses.lows[first - 1] not in definite) if definite else happens is None:
            return None
        own = clauses.categories[first : clauses._noun_end(first + 1)]
        framing = first > 1 and clauses.lows[first - 2] in clauses.grammar.data["framing"]  # "Following the talks, …"
        if "T" not in own and "M" not in own and happens is None and not framing:
            return None
        near = takewhile(lambda other: number - other.sentence <= _ANAPHOR_REACH, reversed(self.drafts))
        told = [other for other in near if self._may_be(other, trigger)]
        return max(told, key=lambda other: self._likeness(number, clauses, first, trigger, other), default=None)

    def _may_be(self, other: Draft, trigger: Trigger) -> bool:
        """Whether a noun may take up a contact: affirmed, and not by other means: "la visioconférence" is no dinner."""
        if other.trigger.family is not trigger.family or other.modality.polarity is not Polarity.AFFIRMED:
            return False
        means = {trigger.mode, other.trigger.mode} - {None, "talks"}
        return len(means) < 2 or "remote" in means

    def _likeness(self, number: int, clauses: Clauses, first: int, trigger: Trigger, other: Draft) -> tuple[bool, bool]:
        """How well a contact told before fits a noun: of the same day, by the same means. The same noun shows nothing:
        "the conversation" of two parties is told beside that of two others."""
        when = self.times[number].of(first, first + 1, None)
        known = when is not None and other.when is not None
        of_day = known and (when.start, when.end) == (other.when.start, other.when.end)  # type: ignore[union-attr]
        means = trigger.mode not in (None, "talks") and trigger.mode == other.trigger.mode
        return of_day, means

    def _same(self, number: int, clauses: Clauses, first: int, trigger: Trigger, told: Draft) -> bool:
        """Whether something shows that this contact is meant, or no other was told lately by other parties."""
        if any(self._likeness(number, clauses, first, trigger, told)):
            return True
        near = takewhile(lambda other: number - other.sentence <= _ANAPHOR_REACH, reversed(self.drafts))
        cast = {actor for part in told.parts for actor in part.mention.ids}
        return all(
            {actor for part in other.parts for actor in part.mention.ids} == cast
            for other in near
            if self._may_be(other, trigger)
        )

    def _modifies(self, clauses: Clauses, first: int) -> bool:
        """ "avions de guerre", "plan de visite": without an article the noun only says of what kind another is."""
        g = clauses.grammar
        return (
            first > 1
            and clauses.lows[first - 1] in g.modifying
            and clauses.categories[first - 2] == "W"
            and not self._is_measure(clauses.lows[first - 2])
        )

    def _of_another(self, clauses: Clauses, last: int) -> bool:
        """ "war industry", "strike drones": before another noun it only says of what kind that is."""
        if not clauses.grammar.modifier_first or last >= len(clauses.lows):
            return False
        low = clauses.lows[last]
        return clauses.categories[last] == "W" and low.isalpha() and not clauses.grammar.lexicon.forms(low)

    def _is_measure(self, low: str) -> bool:
        words = load(self.document.lang, "grammar")["measure_nouns"]
        return low in words or low.rstrip("s") in words

    def _in_title(self, clauses: Clauses, first: int) -> bool:
        """Whether a noun is only part of a title: "ministre de la Guerre"."""
        names = names_of(self.document.lang, self.registry)
        return any(
            at < first < end
            for at in range(max(0, first - 5), first)
            for end, values in names.titles.all_at(clauses.bases, at)
            if values[0][0] == "title"
        )

    def _carrier(self, clauses: Clauses, first: int, last: int) -> Verb | None:
        """The finite verb of the clause in which a noun stands."""
        around = [
            verb
            for verb in clauses.verbs
            if verb.kind == "finite" and clauses.clause_start(verb) <= first < max(clauses.right_end(verb), verb.last)
        ]
        if around and clauses.grammar.declined:  # "Отметим, переговоры шли"
            return next((verb for verb in around if self.triggers.happens(clauses, verb)), around[0])
        if around:
            return around[0]
        finite = [verb for verb in clauses.verbs if verb.kind == "finite"]
        return min(finite, key=lambda v: abs(v.first - first)) if finite else None

    def _happens(self, clauses: Clauses, verb: Verb | None, first: int, last: int) -> Verb | None:
        """The verb when it says that the noun takes place ("a eu lieu", "se déroulera"), else None."""
        if verb is None or (verb.first < first and not clauses.grammar.declined):
            return None
        if not clauses.grammar.declined and clauses.coverbs is None and self._inside(clauses, verb, first):
            return None
        if verb.first < first and not verb.negated and not self._is_subject(clauses, first, last):
            return None  # "разговор прошел накануне саммита"
        happening = self.triggers.happens(clauses, verb)
        ended = verb.passive and set(verb.lemmas) & self.triggers.support
        return verb if happening or ended else None

    def _inside(self, clauses: Clauses, verb: Verb, first: int) -> bool:
        """ "a resolution condemning the invasion was adopted": a noun that another verb governs is not what the verb
        behind tells of."""
        start = clauses.clause_start(verb)
        return any(v.kind in ("gerund", "infinitive") and start <= v.first < first for v in clauses.verbs)

    def _undergoing(self, clauses: Clauses, verb: Verb, first: int) -> tuple[ActorMention, ...]:
        """ "L'Iran est sous pression après la répression": of a state said to be in some condition, the noun is its
        own."""
        return tuple(m for m in clauses.subject(verb) if m.kind == "state") if verb.last <= first else ()

    def _completed(
        self, clauses: Clauses, first: int, last: int, frame: Frame, parts: list[Part], verb: Verb | None
    ) -> list[Part]:
        """ "Poutine a qualifié …, lors d'un entretien avec Xi": the other party is the subject of the clause."""
        if verb is None or self._spoken_about(clauses, first):
            return parts
        subject = clauses.subject(verb)
        if not parts and self._occasion(clauses, first):
            return self._met_there(clauses, verb, subject)
        if not parts and not (set(verb.lemmas) & self.triggers.support and self._is_object(clauses, verb, first)):
            return parts
        actors = {actor for part in parts for actor in part.mention.ids}
        more = [m for m in subject if not set(m.ids) & actors and m.kind in ("person", "state", "body")]
        return [*(Part(m, Role.PARTICIPANT, "subject") for m in more), *parts]

    def _occasion(self, clauses: Clauses, first: int) -> bool:
        """Whether a noun names the occasion on which its clause happened: "lors d'un appel téléphonique"."""
        words = clauses.grammar.data["occasion"]
        before = [at for at in range(max(0, first - 9), first) if clauses.categories[at] != "T"][-4:]  # lengths apart
        return any(clauses.lows[at] in words for at in before)

    def _met_there(self, clauses: Clauses, verb: Verb, subject: Sequence[ActorMention]) -> list[Part]:
        """Who spoke, and to whom, on that occasion."""
        with_whom = [
            mention
            for argument in clauses.arguments(verb)
            if argument.slot in ("object", *self.triggers.slots["to"], *self.triggers.slots["with"])
            for mention in argument.mentions
            if mention.kind in ("person", "state", "body")
        ]
        return [Part(m, Role.PARTICIPANT, "subject") for m in (*subject, *with_whom)]

    def _spoken_about(self, clauses: Clauses, first: int) -> bool:
        """ "опроверг сообщения о переговорах с Киевом": what is spoken about need not be the speaker's."""
        index = first - 1
        while index >= 0 and clauses.categories[index] in ("D", "W", "A", "J") and clauses.grammar.declined:
            index -= 1
        return index >= 0 and clauses.categories[index] == "P" and clauses.preposition(index) in self.about

    def _traveller(self, clauses: Clauses, first: int, frame: Frame, verb: Verb | None) -> list[Part]:
        """ "On the second day of a visit, Xi met …": who acts during a journey makes it."""
        index = first - 1
        while index > 0 and clauses.categories[index] in ("W", "T", "J", "A"):
            index -= 1
        if verb is None or index < 1 or clauses.categories[index] != "D" or clauses.categories[index - 1] != "P":
            return []
        if clauses.lows[index] in self.genitive:
            return []
        match = self.triggers.of_verb(clauses, verb)
        guests = (
            match is not None
            and match.trigger.frame.get("of") == Role.RECIPIENT.value
            and (match.trigger.family is Family.CONTACT)
        )
        who = (
            [m for a in clauses.arguments(verb) if a.slot == "object" for m in a.mentions]
            if guests
            else (
                clauses.subject(verb)  # "Xi welcomed Putin for a visit": the guest's
            )
        )
        return [Part(m, Role.AGENT, "subject") for m in who if m.kind == "person"]

    def _is_object(self, clauses: Clauses, verb: Verb, first: int) -> bool:
        """Whether a noun is a direct object of a verb: no preposition governs it."""
        index = first - 1
        if clauses.grammar.declined and first < verb.first:
            return index < 0 or clauses.categories[index] != "P"
        while index > verb.last and clauses.categories[index] in ("D", "W", "A"):
            index -= 1
        return first >= verb.last and clauses.categories[index] != "P"


def scheduled(trigger: Trigger) -> bool:
    """Whether a noun names something that has a day of its own, and is no background."""
    return trigger.family not in BACKGROUND or trigger.mode in ("drill", "parade", "deployment")


def _actors(draft: Draft) -> set[str]:
    return {actor for part in draft.parts for actor in part.mention.ids}
