"""Claims: what each sentence says happened, put together from trigger, roles, date, place, voices and modality."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from graph.model import (
    Certainty,
    Claim,
    EventType,
    Family,
    Participant,
    PlaceRef,
    Polarity,
    PublishedBasis,
    Role,
    Span,
    Tense,
    claim_id,
)
from graph.registry import Registry
from graph.when import Basis, Kind, Precision, When
from ingest.attribution import Attribution, Utterance
from ingest.clauses import Clauses, Verb
from ingest.dating import Times, assaulted, inherited, place_of
from ingest.discourse import Discourse, read_discourse
from ingest.document import ActorMention, BlockKind, Document, Placed, Sentence
from ingest.lang_data import load
from ingest.modality import Modality, factual, habitual, of_carried, of_noun, of_verb
from ingest.names import names_of
from ingest.quantities import find_quantities
from ingest.roles import Frame, Part
from ingest.triggers import Match, Trigger, Triggers, triggers_of

# what a noun of these names is often only background ("l'offensive russe"): it has no date but its own
_BACKGROUND = (Family.FORCE, Family.TRADE, Family.LEGAL)
_ANAPHOR_REACH = 12  # sentences over which a definite noun takes up a contact told before
_PLACE_REACH = 12  # sentences over which a place is
_STAY = 1  # days by which two happenings of one stay lie apart
_NEWS_OPENING = 5  # sentences of a short report that tell the news of its day
_NEWS_LIMIT = 3000  # characters of a short report
_DATED = (PublishedBasis.GIVEN, PublishedBasis.PAGE, PublishedBasis.TEXT)
_DRAFT_REACH = 3  # sentences over which a date is inherited by the same actors


@dataclass(slots=True)
class _Draft:
    """A claim in the making."""

    sentence: int
    first: int  # token indexes of the trigger, relative to the sentence
    last: int
    trigger: Trigger
    parts: list[Part]
    modality: Modality
    when: When | None
    verb: Verb | None
    utterance: Utterance | None
    rule: str
    place: PlaceRef | None = None
    nobody: bool = False
    carrier: Verb | None = None  # for nouns: the verb whose clause tells more of it
    number: int = -1  # its place among all drafts, once they are in order
    review: str = "clear"
    also: tuple[int, ...] = ()  # further tokens that belong to the trigger


class _Assembler:
    """Makes the claims of one document."""

    def __init__(self, document: Document, registry: Registry) -> None:
        self.document = document
        self.registry = registry
        self.discourse: Discourse = read_discourse(document)
        self.triggers: Triggers = triggers_of(document.lang)
        self.actors, self.dates, self.places = Placed(document.actors), Placed(document.times), Placed(document.places)
        self.sentences: list[Clauses] = [self._cut(s) for s in document.sentences]
        self.times = [self._times(c) for c in self.sentences]
        self.attribution = Attribution(document, self.discourse, self.sentences)
        self.spoken = {(u.sentence, u.verb.head): u for u in self.attribution.utterances if u.verb is not None}
        self.drafts: list[_Draft] = []
        self.told_in: list[int] = []  # the sentence of each draft
        self.main_day: tuple[When, set[str]] | None = None
        self.never = frozenset(load(document.lang, "modality")["never"]["words"])
        self.nobody = frozenset(load(document.lang, "modality")["nobody"]["words"])
        self.copula = frozenset(load(document.lang, "verbs")["plain"]["copula"])
        grammar = load(document.lang, "grammar")
        self.about = frozenset(grammar["about"]) if grammar.get("case_order") else frozenset()
        self.genitive = frozenset(load(document.lang, "grammar")["genitive"])

    def _cut(self, sentence: Sentence) -> Clauses:
        document = self.document
        mentions, times = self.actors.of(sentence), self.dates.of(sentence)
        return Clauses(document, sentence, mentions, times, ())

    def _times(self, clauses: Clauses) -> Times:
        nouns = {
            index
            for first, last, _ in self.triggers.nouns.find(clauses.bases, 0, len(clauses.lows))
            for index in range(first, last)
        }
        return Times(clauses, self.dates.of(clauses.sentence), nouns.__contains__)

    # ------------------------------------------------------------------ finding

    def claims(self) -> list[Claim]:
        """All claims, in the order of their triggers."""
        for number, clauses in enumerate(self.sentences):
            block = self.document.blocks[clauses.sentence.block]
            if block.kind is BlockKind.FURNITURE:
                continue
            taken: set[int] = set()
            for verb in clauses.verbs:
                draft = self._from_verb(number, clauses, verb)
                if draft is not None:
                    self.drafts.append(draft)
                    taken.update(range(draft.first, draft.last), draft.also)
            for draft in self._from_nouns(number, clauses, taken):
                self.drafts.append(draft)
        self.drafts.sort(key=lambda d: (d.sentence, d.first, d.last))
        self._fill_nobody()
        return self._finished()

    def _from_verb(self, number: int, clauses: Clauses, verb: Verb) -> _Draft | None:
        subject = clauses.subject(verb) or self._speaker(clauses, verb)
        utterance = self.spoken.get((number, verb.head))
        match = self.triggers.of_verb(clauses, verb)
        carried = self._carried(clauses, verb)
        if carried is not None and (match is None or match.weight == 0):
            match = carried
        if not factual(clauses, verb):
            match = None
        if match is not None and not (utterance is not None and match.weight == 0 and utterance.clausal):
            for other in (match, *(m for m in self.triggers.all_of_verb(clauses, verb) if m != match)):
                draft = self._draft_verb(number, clauses, verb, subject, other)
                if draft is not None:
                    return draft
        if utterance is None or (clauses.grammar.open_content and self._acts(clauses, verb, utterance)):
            return None
        return self._statement(number, clauses, verb, utterance)

    def _acts(self, clauses: Clauses, verb: Verb, utterance: Utterance) -> bool:
        """表示反对, 宣布制裁: what is said is an act of its own, told by the verb behind."""
        following = next((v for v in clauses.verbs if v.first >= verb.last), None)
        if following is None or not utterance.infinitive or not factual(clauses, following):
            return False
        match = self.triggers.of_verb(clauses, following) or self._carried(clauses, following)
        return match is not None and clauses.subject(following) == clauses.subject(verb)

    def _speaker(self, clauses: Clauses, verb: Verb) -> tuple[ActorMention, ...]:
        """Who says "we" or "I": the speaker of the words around a verb in the first person."""
        before = verb.first - 1
        while before >= 0 and clauses.categories[before] in ("A", "N"):
            before -= 1
        pronoun = clauses.grammar.pronouns.get(clauses.lows[before], "") if before >= 0 else ""
        position = self.document.tokens[clauses.offset + verb.head].start
        unsaid = before < 0 or clauses.categories[before] in ("Q", ";")  # "«Признательны за …»"
        own = verb.first_person or pronoun.startswith("first") or (unsaid and self.discourse.quoted(position))
        if not clauses.grammar.declined or not own or verb.kind != "finite":
            return ()
        around = [u for u in self.attribution.over(position) if u.mentions]
        return max(around, key=lambda u: u.start).mentions[:1] if around else ()

    def _carried(self, clauses: Clauses, verb: Verb) -> Match | None:
        """ "a tenu une réunion virtuelle": a support verb and the noun it carries make one trigger."""
        if not set(verb.lemmas) & self.triggers.support or verb.kind == "participle":
            return None
        limit = min(clauses.right_end(verb), verb.last + 8)
        for first, last, found in self.triggers.nouns.find(clauses.bases, verb.last, limit):
            between = range(verb.last, first)
            if not self._otherwise(clauses, first, last, found[0]) and all(self._lets_by(clauses, i) for i in between):
                return Match(found[0], last, 1)
        return None

    def _otherwise(self, clauses: Clauses, first: int, last: int, trigger: Trigger) -> bool:
        """Whether the words beside a noun make it something else: "guerre commerciale", "trade war"."""
        around = set(clauses.lows[last : last + 4])
        if clauses.grammar.modifier_first:
            around |= set(clauses.lows[max(0, first - 2) : first])
        return bool(trigger.unless & around)

    def _lets_by(self, clauses: Clauses, index: int) -> bool:
        """What may stand between a support verb and its noun: anything but a bare actor, a break or a verb."""
        mention = clauses.mention_at[index]
        if clauses.categories[index] == "M":
            return mention is not None and (not mention.bare or clauses.grammar.declined)
        if clauses.categories[index] == "P":
            return clauses.preposition(index) in self.triggers.carrying
        if clauses.lows[index] in clauses.grammar.enumerating:
            return True
        if clauses.categories[index] == "W" and clauses.grammar.declined:
            noun = clauses.grammar.lexicon.cases(clauses.lows[index])
            return not noun or clauses.bases[index] in clauses.grammar.data["measures"]
        return clauses.categories[index] in ("D", "W", "A", "T", "J", "K", "Q")

    def _draft_verb(
        self, number: int, clauses: Clauses, verb: Verb, subject: Sequence[ActorMention], match: Match
    ) -> _Draft | None:
        frame = Frame(clauses, self.triggers, match.trigger, self.registry)
        parts = self._nested(clauses, verb, frame.of_verb(verb, subject))
        if match.last > verb.last:
            parts += [p for p in frame.of_noun(match.last - 1, match.last, ()) if p.mention.ids not in
                      {q.mention.ids for q in parts}]
        modality = of_verb(clauses, verb, reported=self._reported(clauses, verb.first, number))
        if match.weight == 1 and match.last > verb.last:
            modality = of_carried(clauses, verb, modality)
        if match.trigger.type is EventType.THREATEN:
            parts += self._threatened(clauses, verb, frame, parts)
        nobody = modality.polarity is Polarity.DENIED and self._nobody(clauses, verb)
        if not frame.satisfied(parts) and not (nobody and parts):
            return None
        when = self._when(number, clauses, verb.first, match.last, verb)
        rule = f"{self.document.lang}.{match.trigger.name}.verb"
        return _Draft(number, verb.first, match.last, match.trigger, parts, self._lexical(match, modality), when, verb,
                      None, rule, nobody=nobody, also=match.before)

    def _nobody(self, clauses: Clauses, verb: Verb) -> bool:
        """ "n'a rencontré personne d'autre": whom the denial is about is told next, if at all."""
        words = self.nobody
        return any(low in words for low in clauses.lows[verb.first : min(verb.last + 4, len(clauses.lows))])

    def _threatened(self, clauses: Clauses, verb: Verb, frame: Frame, parts: Sequence[Part]) -> list[Part]:
        """ "threatened to impose tariffs on China": whom the threatened act is done to."""
        if any(p.role is Role.RECIPIENT for p in parts):
            return []
        number = next((n for n, v in enumerate(clauses.verbs) if v.first == verb.first), -1)
        acts = [v for v in clauses.verbs if v.governor == number and v.kind == "infinitive"]
        found = [p for act in acts[:1] for p in frame.of_verb(act, ()) if p.role is Role.RECIPIENT]
        return [p for p in found if not {a for q in parts for a in q.mention.ids} & set(p.mention.ids)]

    def _fill_nobody(self) -> None:
        """A denial of "anybody else" is about whoever the next sentences name with the same verb."""
        for draft in [d for d in self.drafts if d.nobody]:
            actors = {actor for part in draft.parts for actor in part.mention.ids}
            for other in self.drafts:
                near = 0 < other.sentence - draft.sentence <= 2
                theirs = {actor for part in other.parts for actor in part.mention.ids}
                if near and other.trigger is draft.trigger and actors & theirs:
                    draft.parts += [p for p in other.parts if not set(p.mention.ids) & actors]
                    draft.review = "doubtful: whom the denial is about is named only in the next sentence"
                    break
        self.drafts = [d for d in self.drafts if not d.nobody or d.review != "clear"]

    def _nested(self, clauses: Clauses, verb: Verb, parts: list[Part]) -> list[Part]:
        """ "condamner l'invasion de l'Ukraine par la Russie": what is said of a happening is said to who did it."""
        slots = ("inner", "against") if clauses.grammar.modifier_first else ("inner",)
        inner = next((p for p in parts if p.slot in slots), None)
        if inner is None:
            return parts
        for first, last, found in self.triggers.nouns.find(clauses.bases, verb.last, clauses.right_end(verb)):
            if found[0].frame.get("of") != Role.RECIPIENT.value:
                continue
            noun = Frame(clauses, self.triggers, found[0], self.registry).of_noun(first, last, ())
            doers = [Part(p.mention, Role.RECIPIENT, "inner") for p in noun if p.role is Role.AGENT]
            rest = [p for p in parts if p.slot not in slots]
            return [*rest, *doers] if doers or any(p.mention == inner.mention for p in noun) else parts
        return parts

    def _lexical(self, match: Match, modality: Modality) -> Modality:
        """A negation that the trigger itself asks for ("ne reconnaît pas" rejects) is no denial of the happening."""
        if match.negated and modality.polarity is Polarity.DENIED:
            return replace(modality, polarity=Polarity.AFFIRMED)
        return modality

    def _statement(self, number: int, clauses: Clauses, verb: Verb, utterance: Utterance) -> _Draft | None:
        """The utterance itself: STATEMENT, or what its content amounts to."""
        if all(m.kind == "media" or m.form == "collective" or _press(m) for m in utterance.mentions):
            return None  # "Xinhua reported": a credit, kept in the chain of what it credits
        if not utterance.clausal and verb.kind == "finite" and clauses.hangs(verb):
            return None  # "ce qu'il décrit comme …"
        if not utterance.mentions or verb.kind == "infinitive" or (verb.kind == "gerund" and not utterance.clausal):
            return None
        kind = self._recast(utterance)
        trigger = _statement_trigger(self.document.lang, kind, utterance.mode)
        frame = Frame(clauses, self.triggers, trigger, self.registry)
        parts = frame.of_verb(verb, utterance.mentions)
        if utterance.clausal and clauses.grammar.bare_content and set(verb.lemmas) & clauses.grammar.reporting:
            parts = [p for p in parts if p.slot != "object"]  # "said Putin and Xi met": part of what is said
        modality = of_verb(clauses, verb, reported=self._reported(clauses, verb.first, number))
        when = self._when(number, clauses, verb.first, verb.last, verb)
        return _Draft(number, verb.first, verb.last, trigger, parts, modality, when, verb, utterance,
                      f"{utterance.rule}.{kind.value.lower()}")

    def _recast(self, utterance: Utterance) -> EventType:
        content = self.document.text[utterance.start : utterance.end].lower().replace("’", "'")
        for kind, pattern in _recasts(self.document.lang):
            if pattern.search(content):
                return kind
        return EventType.REJECT if utterance.clausal and self._denies(utterance) else EventType.STATEMENT

    def _denies(self, utterance: Utterance) -> bool:
        """Whether what is said is that something never was: "Il n'y a eu aucun accord secret", a-t-il martelé."""
        clauses = self.sentences[utterance.sentence]
        words = self.never
        for verb in clauses.verbs:
            start = self.document.tokens[clauses.offset + verb.first].start
            if utterance.start <= start < utterance.end and verb.kind in ("finite", "infinitive"):
                near = clauses.lows[verb.first : min(verb.last + 3, len(clauses.lows))]
                return verb.negated and any(low in words for low in near)
        return False

    def _from_nouns(self, number: int, clauses: Clauses, taken: set[int]) -> Iterator[_Draft]:
        for first, last, found in self.triggers.nouns.find(clauses.bases, 0, len(clauses.lows)):
            if self._modifies(clauses, first):
                continue
            if taken & set(range(first, last)) or any(c in ("M", "V", "T") for c in clauses.categories[first:last]):
                continue
            if all(c == "A" for c in clauses.categories[first:last]):
                continue
            draft = self._from_noun(number, clauses, first, last, found[0])
            if draft is not None:
                yield draft

    def _from_noun(self, number: int, clauses: Clauses, first: int, last: int, trigger: Trigger) -> _Draft | None:
        frame = Frame(clauses, self.triggers, trigger, self.registry)
        verb = self._carrier(clauses, first, last)
        possessor = self._possessor(number, clauses, first)
        happens = self._happens(clauses, verb, first)
        if not possessor and verb is not None and set(verb.lemmas) & self.copula and trigger.needs == "agent":
            possessor = self._undergoing(clauses, verb, first)
        reduced = next((v for v in clauses.verbs if v.first == last and v.kind == "participle"), None)
        parts = frame.of_noun(first, last, possessor, happens or reduced)
        if not frame.satisfied(parts) and trigger.needs == "pair":
            parts = self._completed(clauses, first, last, frame, parts, verb)
        if not frame.satisfied(parts) and trigger.family is Family.TRAVEL:
            parts = [*self._traveller(clauses, first, frame, verb), *parts]
        told = None
        if not frame.satisfied(parts) and trigger.needs == "pair" and not parts:
            told = self._told_before(number, clauses, first, trigger, happens)
            parts = list(told.parts) if told is not None else parts
        if not frame.satisfied(parts) or self._in_title(clauses, first):
            return None
        if self._otherwise(clauses, first, last, trigger):
            return None
        modality = of_noun(clauses, first, last, happens, reported=False)
        contact = trigger.family is Family.CONTACT and verb is not None and happens is None
        if contact and verb is not None and verb.tense == "future" and self.times[number].meanwhile(first):
            modality = replace(modality, tense=Tense.FUTURE)  # "lors de leurs entretiens, ils auront …"
        when = self.times[number].of(first, last, None)
        scheduled = trigger.family not in _BACKGROUND or trigger.mode in ("drill", "parade")
        if when is None and (happens is not None or scheduled):
            when = self._when(number, clauses, first, last, verb)
        if told is not None and when is None:
            when = inherited(told.when) if told.when is not None else None
        return _Draft(number, first, last, trigger, parts, modality, when, None, None,
                      f"{self.document.lang}.{trigger.name}.noun", carrier=happens)

    def _told_before(
        self, number: int, clauses: Clauses, first: int, trigger: Trigger, happens: Verb | None
    ) -> _Draft | None:
        """ "Le sommet", "cet entretien": the contact told last, where the noun is definite and says something of its own
        (a date, a place, a length)."""
        definite = clauses.grammar.definite
        if (first == 0 or clauses.lows[first - 1] not in definite) if definite else happens is None:
            return None
        own = clauses.categories[first : clauses._noun_end(first + 1)]
        if "T" not in own and "M" not in own and happens is None:
            return None
        for other in reversed(self.drafts):
            if number - other.sentence > _ANAPHOR_REACH:
                return None
            if other.trigger.family is trigger.family and other.modality.polarity is Polarity.AFFIRMED:
                return other
        return None

    def _modifies(self, clauses: Clauses, first: int) -> bool:
        """ "avions de guerre", "plan de visite": without an article the noun only says of what kind another is."""
        g = clauses.grammar
        return (
            first > 1 and clauses.lows[first - 1] in g.modifying and clauses.categories[first - 2] == "W"
            and not self._is_measure(clauses.lows[first - 2])
        )

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
        for verb in clauses.verbs:
            if verb.kind == "finite" and clauses.clause_start(verb) <= first < max(clauses.right_end(verb), verb.last):
                return verb
        finite = [verb for verb in clauses.verbs if verb.kind == "finite"]
        return min(finite, key=lambda v: abs(v.first - first)) if finite else None

    def _happens(self, clauses: Clauses, verb: Verb | None, first: int) -> Verb | None:
        """The verb when it says that the noun takes place ("a eu lieu", "se déroulera"), else None."""
        if verb is None or (verb.first < first and not clauses.grammar.declined):
            return None
        happening = self.triggers.happens(clauses, verb)
        ended = clauses.grammar.declined and verb.passive and set(verb.lemmas) & self.triggers.support
        return verb if happening or ended else None

    def _undergoing(self, clauses: Clauses, verb: Verb, first: int) -> tuple[ActorMention, ...]:
        """ "L'Iran est sous pression après la répression": of a state said to be in some condition, the noun is its own."""
        return tuple(m for m in clauses.subject(verb) if m.kind == "state") if verb.last <= first else ()

    def _possessor(self, number: int, clauses: Clauses, first: int) -> tuple[ActorMention, ...]:
        """ "son entretien", "leur rencontre", "Putin's visit": whose it is."""
        grammar = clauses.grammar
        for at in range(first - 1, max(-1, first - 4), -1):
            low = clauses.lows[at]
            if low in self.genitive and at > 0 and clauses.mention_at[at - 1] is not None:
                mention = clauses.mention_at[at - 1]
                return (mention,) if mention is not None else ()
            if low in grammar.possessives or low in grammar.possessives_plural:
                return self._owner(number, clauses, at, plural=low in grammar.possessives_plural)
            if clauses.categories[at] not in ("W", "A", "J", "T"):
                break
        return ()

    def _owner(self, number: int, clauses: Clauses, at: int, *, plural: bool) -> tuple[ActorMention, ...]:
        """Whose a possessive is: an object between the verb and it, else the subject of the clause, else of the text."""
        before = [v for v in clauses.verbs if v.last <= at]
        if before and not plural:
            named = [m for m in map(clauses.mention_at.__getitem__, range(before[-1].last, at)) if m is not None]
            named = [m for m in named if m.form != "demonym" and m.kind in ("person", "state", "body")]
            if not named and self._is_deed(clauses, at):
                named = [m for m in self._mentions_before(number, clauses, at) if m.kind == "state"]
                named = [m for m in named if m.start >= clauses.sentence.start]
            if named and "," not in clauses.categories[before[-1].last : at]:
                return (named[-1],)
        pair = self._pair_between(clauses, before[-1].last, at) if before and plural else ()
        if pair:
            return pair
        finite = [v for v in clauses.verbs if v.kind == "finite"]
        partners = {a for g in clauses.noun_arguments(self._noun_after(clauses, at)) for m in g.mentions for a in m.ids}
        following = sorted(finite, key=lambda v: (clauses.hangs(v), v.first < at, abs(v.first - at)))
        for verb in following:
            subject = clauses.subject(verb)
            actors = {actor for m in subject for actor in m.ids}
            if subject and not actors & partners and (len(actors) > 1) == plural:
                return subject
        if plural:
            return self._last_pair(number, clauses, at)
        earlier = [m for m in self._mentions_before(number, clauses, at) if m.kind in ("person", "state")]
        return (earlier[-1],) if earlier else ()

    def _is_deed(self, clauses: Clauses, at: int) -> bool:
        """Whether a possessive opens a deed of force: it is that of the state named last ("à la Russie pour appuyer son
        offensive"), where a journey or meeting is that of the subject."""
        hit = next(iter(self.triggers.nouns.find(clauses.lows, at + 1, min(at + 6, len(clauses.lows)))), None)
        return hit is not None and hit[2][0].family is Family.FORCE

    def _pair_between(self, clauses: Clauses, start: int, at: int) -> tuple[ActorMention, ...]:
        """ "agreements made by Putin and Xi during their meeting": a pair named between the verb and the possessive."""
        if not clauses.grammar.modifier_first:
            return ()
        for index in range(at - 1, start - 1, -1):
            mention = clauses.mention_at[index]
            if mention is not None and clauses.categories[index] == "M":
                pair = clauses._coordinated_left(mention)
                return pair if len(pair) == 2 and all(m.kind == mention.kind for m in pair) else ()
        return ()

    def _noun_after(self, clauses: Clauses, at: int) -> int:
        """The token after the noun of a happening that a possessive at `at` opens."""
        hit = next(iter(self.triggers.nouns.find(clauses.bases, at + 1, min(at + 6, len(clauses.lows)))), None)
        return hit[1] if hit else at + 1

    def _mentions_before(self, number: int, clauses: Clauses, at: int) -> list[ActorMention]:
        position = self.document.tokens[clauses.offset + at].start
        floor = self.sentences[max(0, number - 1)].sentence.start
        return [m for m in self.document.actors if floor <= m.start < position and m.form != "demonym"]

    def _last_pair(self, number: int, clauses: Clauses, at: int) -> tuple[ActorMention, ...]:
        before = self._mentions_before(number, clauses, at)
        groups = [m for m in before if len(m.ids) > 1]
        if groups:
            return (groups[-1],)
        persons: dict[str, ActorMention] = {}
        for mention in reversed(before):
            if mention.kind == "person" and len(mention.ids) == 1:
                persons.setdefault(mention.ids[0], mention)
        return tuple(persons.values())[:2] if len(persons) >= 2 else ()

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
        return any(low in words for low in clauses.lows[max(0, first - 4) : first])

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
        guests = match is not None and match.trigger.frame.get("of") == Role.RECIPIENT.value and (
            match.trigger.family is Family.CONTACT
        )
        who = [m for a in clauses.arguments(verb) if a.slot == "object" for m in a.mentions] if guests else (
            clauses.subject(verb)  # "Xi welcomed Putin for a visit": the guest's
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

    def _reported(self, clauses: Clauses, first: int, number: int) -> bool:
        position = self.document.tokens[clauses.offset + first].start
        return any(
            u.sentence == number and u.clausal and u.verb is not None for u in self.attribution.over(position)
        )

    # ------------------------------------------------------------------ dates

    def _when(self, number: int, clauses: Clauses, first: int, last: int, verb: Verb | None) -> When | None:
        times = self.times[number]
        found = times.of(first, last, verb)
        if found is None and verb is not None and verb.governor >= 0:
            found = times.of(first, last, clauses.verbs[verb.governor])
        return found or self._of_relative(times, clauses, last) or times.of_sentence(first, last, verb)

    def _of_relative(self, times: Times, clauses: Clauses, last: int) -> When | None:
        """ "a lancé une offensive …, qui a débuté la semaine dernière": the date of the relative clause that says when."""
        for verb in clauses.verbs:
            start = clauses.clause_start(verb)
            if verb.first > last and start > 0 and clauses.lows[start - 1] in clauses.grammar.subject_relatives:
                return times.of(verb.first, verb.last, verb) if self.triggers.happens(clauses, verb) else None
        return None

    def _inherit(self, draft: _Draft) -> When | None:
        """A date taken over: of the section, else of the last dated claim of the same actors nearby, else of the day
        that the article is about."""
        clauses = self.sentences[draft.sentence]
        if draft.modality.tense is not Tense.PAST or (draft.trigger.family in _BACKGROUND and not self._both(draft)):
            return None
        if draft.modality.polarity is Polarity.DENIED and not draft.nobody:
            return None
        if draft.modality.certainty is Certainty.POSSIBLE:
            return None
        if draft.verb is not None and habitual(clauses, draft.verb):
            return None
        section = self.discourse.section(clauses.sentence.block)
        if section is not None:
            when = self._contact_before(section.first)
            if when is not None:
                return inherited(when)
        actors = {actor for part in draft.parts for actor in part.mention.ids}
        for other in self._before(draft):
            if draft.sentence - other.sentence > _DRAFT_REACH:
                break
            same = actors & {actor for part in other.parts for actor in part.mention.ids}
            if same and other.when is not None and other.when.is_day and other.modality.tense is Tense.PAST:
                return inherited(other.when)
        return self._day_of_article(draft) or self._day_of_news(draft)

    def _day_of_news(self, draft: _Draft) -> When | None:
        """The day of publication, marked as inferred, for what a short report opens with: a past act told by the
        publisher itself, where the report names no other day."""
        day = self.document.anchor
        mild = draft.trigger.family in (Family.CONTACT, Family.TRAVEL, Family.DOCUMENT, Family.INVITATION, Family.STATEMENT)
        if day is None or not mild or draft.sentence >= _NEWS_OPENING or len(self.document.text) > _NEWS_LIMIT:
            return None
        if self.document.article.published_basis not in _DATED or (draft.verb is not None and draft.verb.anterior):
            return None
        days = [t.when for t in self.document.times if t.type == "DATE" and t.when is not None and t.when.is_day]
        if any(when.start != day for when in days):
            return None
        clauses = self.sentences[draft.sentence]
        earlier = clauses.grammar.data.get("earlier", ())
        if any(low in earlier for low in clauses.lows[: draft.last]):
            return None
        return When(start=day, end=day, kind=Kind.THROUGHOUT, precision=Precision.DAY, edtf=day.isoformat(),
                    basis=Basis.INFERRED)

    def _both(self, draft: _Draft) -> bool:
        """Whether two persons do it together."""
        return sum(self._is_person(a) for p in draft.parts if p.role is not Role.RECIPIENT for a in p.mention.ids) >= 2

    def _contact_before(self, block: int) -> When | None:
        """The day of the contact told last before a section: that is what a readout is a readout of."""
        for other in reversed(self.drafts):
            if self.sentences[other.sentence].sentence.block >= block:
                continue
            if other.trigger.family is Family.CONTACT and other.when is not None and other.when.is_day:
                return other.when
        return None

    def _day_of_article(self, draft: _Draft) -> When | None:
        """The day of the contact that the article is about, for what its parties or their states said in the past."""
        day = self.main_day
        if day is None or (draft.verb is not None and draft.verb.anterior) or draft.trigger.family is Family.TRAVEL:
            return None
        when, parties = day
        agents = {a for p in draft.parts if p.role is not Role.RECIPIENT for a in p.mention.ids}
        if not agents:
            return None
        if agents <= {a for a in parties if self._is_person(a)}:
            return inherited(when)
        states = {self._state(agent) for agent in agents}
        return inherited(when) if states <= parties and self._told_beside(draft, when) else None

    def _is_person(self, actor: str) -> bool:
        known = self.registry.actors.get(actor)
        return known is not None and known.kind == "person"

    def _told_beside(self, draft: _Draft, when: When) -> bool:
        """Whether the same paragraph, or the sentences just before, told of that day already, so that what the states did
        there goes with it."""
        block = self.sentences[draft.sentence].sentence.block
        for other in self._before(draft):
            if self.sentences[other.sentence].sentence.block != block and draft.sentence - other.sentence > _DRAFT_REACH:
                return False
            if other.when is not None and (other.when.start, other.when.end) == (when.start, when.end):
                return True
        return False

    def _before(self, draft: _Draft) -> Iterator[_Draft]:
        """The drafts before one, the nearest first."""
        return (self.drafts[index] for index in range(draft.number - 1, -1, -1))

    def _state(self, actor: str) -> str:
        """The state that an actor is of, or the actor itself."""
        known = self.registry.actors.get(actor)
        return (known.state if known else None) or actor

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
        states = {self.registry.actors[a].state for a in parties if a in self.registry.actors}
        return when, set(parties) | {state for state in states if state}

    # ------------------------------------------------------------------ finishing

    def _finished(self) -> list[Claim]:
        claims: list[Claim] = []
        ordinals: dict[tuple[int, int], int] = {}
        self.drafts = self._once()
        for number, draft in enumerate(self.drafts):
            draft.number = number
            draft.place = self._place(draft)
        self.told_in = [draft.sentence for draft in self.drafts]
        self.main_day = self._main_day()
        for draft in self.drafts:
            draft.when = draft.when or self._inherit(draft)
            self._agree_with_clock(draft)
            draft.place = draft.place or self._place_at_hand(draft)
            for parts in self._dyads(draft):
                claim = self._claim(draft, parts, ordinals)
                claims.append(claim)
        return _linked(_merged(claims, self._headings()))

    def _agree_with_clock(self, draft: _Draft) -> None:
        """What has a day after publication is still to come; what has happened has no such day from elsewhere."""
        when, today = draft.when, self.document.anchor
        if today is None or when is None or when.start is None or when.start <= today:
            return
        if when.basis is Basis.INHERITED and draft.modality.tense is Tense.PAST:
            draft.when = None
        elif draft.modality.certainty is Certainty.CERTAIN:
            draft.modality = replace(draft.modality, tense=Tense.FUTURE)

    def _once(self) -> list[_Draft]:
        """Without nouns that only name again, in the same sentence and of the same actors, what was told there."""
        kept: list[_Draft] = []
        seen: dict[tuple[int, str, frozenset[str]], When | None] = {}
        for draft in self.drafts:
            actors = frozenset(actor for part in draft.parts for actor in part.mention.ids)
            key = (draft.sentence, draft.trigger.name, actors)
            if draft.verb is None and key in seen and draft.when in (None, seen[key]):
                continue
            seen.setdefault(key, draft.when)
            kept.append(draft)
        return kept

    def _place(self, draft: _Draft) -> PlaceRef | None:
        clauses = self.sentences[draft.sentence]
        named = [p.mention for p in draft.parts if p.slot not in ("host", "subject")]
        places = [
            place  # "fournir à la Russie" names whom, not where
            for place in self.places.of(clauses.sentence)
            if draft.trigger.type is EventType.ASSAULT
            or not any(m.start <= place.start < m.end and m.form != "metonym" for m in named)
        ]
        toward = self.triggers.slots["host"] if draft.trigger.family is Family.TRAVEL else frozenset()
        found = place_of(clauses, places, self.registry, draft.first, draft.last, draft.verb, toward)
        if found is None and draft.trigger.type is EventType.ASSAULT:
            found = assaulted(clauses, places, draft.first, draft.last)
        return found

    def _place_at_hand(self, draft: _Draft) -> PlaceRef | None:
        """A meeting, and what is said at it, is where its parties were last said to be on that day."""
        if draft.trigger.family not in (Family.CONTACT, Family.STATEMENT, Family.INVITATION, Family.DOCUMENT):
            return None
        if draft.trigger.mode in ("telephone call", "video call") or draft.when is None:
            return None
        actors = {actor for part in draft.parts for actor in part.mention.ids}
        first, last = bisect_left(self.told_in, draft.sentence - _PLACE_REACH), bisect_right(
            self.told_in, draft.sentence + _PLACE_REACH
        )
        for other in sorted(self.drafts[first:last], key=lambda d: abs(d.sentence - draft.sentence)):
            if other.place is None or other.trigger.family not in (Family.CONTACT, Family.TRAVEL):
                continue
            parties = {actor for part in other.parts for actor in part.mention.ids}
            same_day = other.when is not None and _within_days(other.when, draft.when)
            if same_day and actors & parties:
                return replace(other.place, start=0, end=0)
        return None

    def _dyads(self, draft: _Draft) -> Iterator[list[Part]]:
        """ "A a parlé avec B et C" is one claim for each partner of a call."""
        calls = draft.trigger.mode in ("telephone call", "video call")
        subjects = [p for p in draft.parts if p.slot == "subject"]
        partners = [p for p in draft.parts if p.slot in ("with", "to", "object")]
        if calls and len(subjects) == 1 and len(partners) > 1:
            for partner in partners:
                yield [*subjects, partner]
        else:
            yield draft.parts

    def _claim(self, draft: _Draft, parts: Sequence[Part], ordinals: dict[tuple[int, int], int]) -> Claim:
        clauses = self.sentences[draft.sentence]
        tokens, sentence = self.document.tokens, clauses.sentence
        trigger = Span(
            start=tokens[clauses.offset + draft.first].start, end=tokens[clauses.offset + draft.last - 1].end
        )
        key = (trigger.start, trigger.end)
        ordinals[key] = ordinals.get(key, -1) + 1
        own = draft.utterance.verb_span if draft.utterance else None
        section = self.discourse.section(sentence.block)
        position = trigger.start
        actors = tuple(
            Participant(id=actor, name=name, role=part.role, start=part.mention.start, end=part.mention.end)
            for part in parts
            for actor, name in zip(part.mention.ids, part.mention.names, strict=True)
        )
        place = draft.place
        span = Span(start=sentence.start, end=sentence.end)
        said = draft.when if draft.utterance is not None else self._said(draft, position)
        del section
        return Claim(
            id=claim_id(self.document.article.id, trigger, ordinals[key]),
            article=self.document.article.id,
            start=span.start,
            end=span.end,
            trigger=trigger,
            evidence=(span,),
            type=draft.trigger.type,
            family=draft.trigger.family,
            mode=draft.trigger.mode,
            actors=_unique(actors),
            when=draft.when,
            said=said,
            place=place,
            attribution=self.attribution.chain(position, sentence.block, own, {actor.id for actor in actors}),
            certainty=draft.modality.certainty,
            polarity=draft.modality.polarity,
            tense=draft.modality.tense,
            quantities=find_quantities(clauses, draft.verb or draft.carrier, draft.first, draft.last),
            review=draft.review,
            rules=(draft.rule, *draft.modality.rules),
        )

    def _said(self, draft: _Draft, position: int) -> When | None:
        for utterance in self.attribution.over(position):
            if utterance.verb is not None:
                return self.times[utterance.sentence].of(utterance.verb.first, utterance.verb.last, utterance.verb)
        return None

    def _headings(self) -> list[tuple[int, int]]:
        return [(b.start, b.end) for b in self.document.blocks if b.kind is BlockKind.HEADING]


def _unique(actors: Sequence[Participant]) -> tuple[Participant, ...]:
    return tuple({actor.id: actor for actor in reversed(actors)}.values())[::-1]


def _within_days(a: When, b: When) -> bool:
    """Whether two intervals are the same, or days of one stay."""
    if (a.start, a.end) == (b.start, b.end):
        return True
    if not (a.is_day and b.is_day) or a.start is None or b.start is None:
        return False
    return abs((a.start - b.start).days) <= _STAY


def _press(mention: ActorMention) -> bool:
    """ "Russian media", "Russian news agencies": the press of a country, by its canonical name."""
    return mention.kind == "group" and mention.names[0].endswith(("media", "agencies"))


@lru_cache(maxsize=8)
def _recasts(lang: str) -> tuple[tuple[EventType, re.Pattern[str]], ...]:
    rows = []
    for row in load(lang, "voices")["recast"]:
        cues = "|".join(
            re.escape(cue[:-1]) + r"\w*" if cue.endswith("*") else re.escape(cue) for cue in row["cues"]
        )
        boundary = r"\b" if load(lang, "grammar")["join"] else ""
        rows.append((EventType(row["type"]), re.compile(f"{boundary}(?:{cues}){boundary}")))
    return tuple(rows)


@lru_cache(maxsize=64)
def _statement_trigger(lang: str, kind: EventType, mode: str) -> Trigger:
    frames = load(lang, "events")["frames"]
    return Trigger("statement", kind, Family.STATEMENT, mode or "spoken", frames["utter"], "agent", False)


def _merged(claims: Sequence[Claim], headings: Sequence[tuple[int, int]]) -> list[Claim]:
    """A headline told again in the body is further evidence of the body's claim."""
    kept: list[Claim] = []
    bodies = [c for c in claims if not any(s <= c.start < e for s, e in headings)]
    for claim in claims:
        if not any(s <= claim.start < e for s, e in headings):
            kept.append(claim)
            continue
        twin = next((b for b in bodies if _same(b, claim)), None)
        if twin is None:
            kept.append(claim)
        else:
            merged = replace(twin, evidence=(*twin.evidence, *claim.evidence))
            bodies[bodies.index(twin)] = merged
            kept = [merged if k.id == twin.id else k for k in kept]
            claims = [merged if c.id == twin.id else c for c in claims]
    by_id = {b.id: b for b in bodies}
    return [by_id.get(claim.id, claim) for claim in kept]


def _same(a: Claim, b: Claim) -> bool:
    return (
        a.type is b.type and a.family is b.family and a.mode == b.mode and {p.id for p in a.actors} == {p.id for p in b.actors}
        and a.polarity is b.polarity and a.tense is b.tense
    )


def _linked(claims: Sequence[Claim]) -> list[Claim]:
    """A denial denies, and a bare utterance reports, the first claim inside its own words."""
    found = []
    beside: dict[int, list[Claim]] = {}
    for claim in claims:
        beside.setdefault(claim.start, []).append(claim)
    for claim in claims:
        inside = next(
            (c for c in beside[claim.start] if c.id != claim.id and c.start == claim.start and c.trigger.start > claim.trigger.end
             and any(v.id in {a.id for a in claim.actors} for link in c.attribution for v in link)),
            None,
        )
        if claim.type is EventType.STATEMENT and inside is not None:
            claim = replace(claim, reports=inside.id)
        elif claim.type is EventType.REJECT and "deny" in claim.rules[0]:
            denied = next((c for c in beside[claim.start] if c.polarity is Polarity.DENIED), None)
            claim = replace(claim, denies=denied.id) if denied else claim
        found.append(claim)
    return found


def find_claims(document: Document, registry: Registry) -> tuple[tuple[Claim, ...], tuple[tuple[int, int], ...]]:
    """The claims of a document whose times, actors and places are found, and the spans (code points) that are somebody
    else's words and not the publisher's."""
    assembler = _Assembler(document, registry)
    claims = tuple(assembler.claims())
    blocks = document.blocks
    told = [*assembler.discourse.quotes]
    told += [(u.start, u.end) for u in assembler.attribution.utterances if u.speakers and u.clausal]
    told += [(blocks[s.first].start, blocks[s.last - 1].end) for s in assembler.discourse.sections]
    return claims, tuple(told)



