"""Claims told by verbs: acts, and utterances with what they amount to."""

from collections.abc import Sequence
from dataclasses import replace

from graph.model import EventType, Family, Polarity, Role, Tense
from ingest.carried import Carried
from ingest.cases import Cased
from ingest.clauses import Clauses, Verb
from ingest.document import ActorMention
from ingest.drafts import DRAFT_REACH, Draft
from ingest.modality import Modality, courteous, factual, of_carried, of_verb
from ingest.occasions import accepted, jointly
from ingest.opened import Utterance, speech_of
from ingest.roles import Frame, Part
from ingest.statements import TOWARD, statement_trigger
from ingest.triggers import Match, Trigger

# what is told though nobody is named in its sentence: "trente accords ont été signés lundi"
_PLAIN = (Family.CONTACT, Family.DOCUMENT, Family.FORCE, Family.TRADE)
_WE_REACH = 12  # tokens before a verb within which "we" is its subject

# what a verb of speech does by being said, whatever is said: "exige que …"
_TYPED = frozenset((EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN))


class Verbal(Carried):
    """Finds the drafts of verb groups."""

    def find(self, number: int, clauses: Clauses, verb: Verb) -> Draft | None:
        subject = clauses.subject(verb) or self._speaker(clauses, verb)
        utterance = self.spoken.get((number, verb.head))
        match = self.triggers.of_verb(clauses, verb)
        carried = self._carried(clauses, verb)
        alike = carried is not None and match is not None and carried.trigger.type is match.trigger.type
        signed = match is not None and match.trigger.mode == "signing"  # what is signed is agreed, whatever its name
        light = match is None or carried is None or carried.noun is not None or (match.weight == 0 and not alike)
        if carried is not None and light and (match is None or not signed or carried.noun is not None):
            match = carried
        if not factual(clauses, verb):
            match = None
        if match is not None and not (
            utterance is not None and match.weight == 0 and utterance.clausal and match.trigger.type not in _TYPED
        ):
            for other in (match, *(m for m in self.triggers.all_of_verb(clauses, verb) if m != match)):
                draft = self._draft_verb(number, clauses, verb, subject, other)
                if draft is not None:
                    return draft
        if utterance is None and clauses.coverbs is not None and self.triggers.of_verb(clauses, verb) is not None:
            return None  # 会谈十分重要: a happening that lacks its parties
        if utterance is None:
            return self._deed(number, clauses, verb, subject) or self._said(number, clauses, verb)
        if clauses.grammar.open_content and self._acts(clauses, verb, utterance):
            return None
        return (
            self._statement(number, clauses, verb, utterance)
            or (None if utterance.clausal else self._deed(number, clauses, verb, subject))
            or (self._said(number, clauses, verb) if not utterance.speakers else None)
        )

    def _said(self, number: int, clauses: Clauses, verb: Verb) -> Draft | None:
        """ "было заявлено", "нам объяснили": said by somebody whom the grammar leaves unsaid."""
        speech = speech_of(clauses, verb)
        cased = clauses.cased if clauses.grammar.declined else None
        if speech is None or cased is None or not cased.unsaid(verb):
            return None
        start = clauses.clause_start(verb)
        if (
            start > 0
            and clauses.categories[start - 1] in ("R", "S")
            and (clauses.lows[start - 1] not in clauses.grammar.that)
        ):
            return None  # "как было заявлено": a credit
        if self._reflexive(clauses, verb):
            return None  # "сообщается": a credit
        trigger = statement_trigger(self.document.lang, EventType.STATEMENT, speech[0])
        parts = [
            p
            for p in Frame(clauses, self.triggers, trigger, self.registry).of_verb(verb, ())
            if p.role is Role.RECIPIENT and p.slot == "to"
        ]
        modality = of_verb(clauses, verb, reported=self.parsed.reported(clauses, verb.first, number))
        when = self.parsed.when(number, clauses, verb.first, verb.last, verb)
        rule = f"{self.document.lang}.voice.unsaid.statement"
        return Draft(
            number,
            verb.first,
            verb.last,
            trigger,
            parts,
            modality,
            when,
            verb,
            None,
            rule,
            review="doubtful: who said it is left unsaid",
        )

    def _deed(self, number: int, clauses: Clauses, verb: Verb, subject: Sequence[ActorMention]) -> Draft | None:
        """What a named subject did by a verb that no trigger names: OTHER, and doubtful. Verbs of being, wishing and
        seeming tell of no happening."""
        deeds = self.triggers.deeds
        if deeds is None or set(verb.lemmas) & deeds.stative or not factual(clauses, verb):
            return None
        owned = False
        if not subject and clauses.coverbs is not None and not verb.passive:
            subject, owned = clauses.coverbs.owners(verb), True
        if not subject:
            return None
        if clauses.coverbs is not None and (not clauses.coverbs.deed(verb) or self.triggers.in_name(clauses, verb)):
            return None
        start = clauses.clause_start(verb)
        opening = clauses.lows[start - 1] if start > 0 else ""
        if opening in deeds.crediting or (speech_of(clauses, verb) and all(m.kind == "media" for m in subject)):
            return None  # "как сообщал МИД", "об этом сообщило телевидение": a credit
        if clauses.grammar.declined and verb.kind != "finite":
            return None
        passive = verb.passive and (clauses.grammar.declined or not deeds.present)
        if verb.kind != "finite" or verb.first_person or passive:
            return None  # "a décidé de traiter": what is decided, wished or due is told by the verb before it
        now = verb.tense == "present" and verb.kind == "finite" and not verb.negated and not verb.perfect
        if now and (not deeds.present or owned or clauses.hangs(verb)):
            return None
        if verb.tense == "present" and not verb.perfect and clauses.grammar.also_nouns & set(verb.lemmas):
            return None  # "Ukraine talks stalled"
        if verb.passive and not verb.perfect and verb.tense != "future":
            return None  # "La Chine est agacée": how things are
        parts = Frame(clauses, self.triggers, deeds.trigger, self.registry).of_verb(verb, subject)
        if verb.tense == "present" and not verb.perfect and self._generic(clauses, parts):
            return None
        modality = of_verb(clauses, verb, reported=self.parsed.reported(clauses, verb.first, number))
        when = self.parsed.when(number, clauses, verb.first, verb.last, verb)
        rule = f"{self.document.lang}.deed.verb"
        review = "told of what belongs to whom is named" if owned else "no rule knows what act this is"
        return Draft(
            number, verb.first, verb.last, deeds.trigger, parts, modality, when, verb, None, rule,
            review=f"doubtful: {review}",
        )  # fmt: skip

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
        if clauses.coverbs is not None:
            own = clauses.coverbs.first_person(verb) or clauses.coverbs.unsaid(verb)
        else:
            unsaid = unsaid and clauses.grammar.declined and self.discourse.quoted(position)
            own = verb.first_person or pronoun.startswith("first") or unsaid
        bare = clauses.grammar.bare_content and clauses.coverbs is None
        if bare or not own or verb.kind != "finite":
            return ()
        around = [u for u in self.attribution.over(position) if u.mentions]
        speakers = max(around, key=lambda u: u.start).mentions[:1] if around else ()
        return self._spoken_for(clauses, verb, speakers) if clauses.coverbs is not None else speakers

    def _spoken_for(self, clauses: Clauses, verb: Verb, speakers: tuple[ActorMention, ...]) -> tuple[ActorMention, ...]:
        """我们将反制: a spokesman's "we" is his state; an own "I" is the speaker."""
        words = frozenset(clauses.grammar.data["we"])
        start = max(0, verb.first - _WE_REACH)
        known = self.registry.actors.get(speakers[0].ids[0]) if speakers else None
        if known is None or known.state is None or not words & set(clauses.lows[start : verb.first]):
            return speakers
        name = self.registry.actors[known.state].name
        return (replace(speakers[0], ids=(known.state,), names=(name,), kind="state"),)

    def _draft_verb(
        self, number: int, clauses: Clauses, verb: Verb, subject: Sequence[ActorMention], match: Match
    ) -> Draft | None:
        frame = Frame(clauses, self.triggers, match.trigger, self.registry)
        parts = self._nested(clauses, verb, frame.of_verb(verb, subject))
        if match.last > verb.last:
            parts += [
                p
                for p in frame.of_noun(match.last - 1, match.last, ())
                if p.mention.ids not in {q.mention.ids for q in parts}
                and not (p.role is Role.AGENT and p.slot in ("of", "by") and _done_by(parts))
            ]  # "rejected the claims of Britain": whose they are does not reject them
        if verb.passive and match.trigger.family is Family.STATEMENT and clauses.grammar.modifier_first:
            parts += self._owned_by(clauses, verb, frame, parts)
        together = match.trigger.frame.get("of") == Role.PARTICIPANT.value
        for at in match.before if together else ():  # "товарооборот России и Китая вырос"
            named = {q.mention.ids for q in parts}
            parts += [p for p in frame.of_noun(at, at + 1, ()) if p.mention.ids not in named]
        parts = self._of_states(parts) if together else parts
        doers = [p.mention.kind for p in parts if p.role is Role.AGENT]
        if verb.kind == "participle" and match.trigger.type is EventType.REQUEST and set(doers) == {"media"}:
            return None  # "interrogé par Le Monde": a credit
        modality = of_verb(clauses, verb, reported=self.parsed.reported(clauses, verb.first, number))
        if match.weight == 1 and match.last > verb.last:
            modality = of_carried(clauses, verb, modality, performed=_performed(match.trigger))
        if match.trigger.type is EventType.THREATEN or self._declines_contact(clauses, verb, match):
            parts += self._threatened(clauses, verb, frame, parts)
        told = self.spoken.get((number, verb.head))
        if told is not None and told.clausal and match.trigger.type in _TYPED & TOWARD and clauses.coverbs is None:
            parts += self._toward(told, parts)
        nobody = modality.polarity is Polarity.DENIED and self._nobody(clauses, verb)
        if not parts and verb.passive and match.trigger.mode in ("signing", "joint"):
            parts = self._signatories(number)
        if match.trigger.mode == "joint":
            parts = jointly(self.drafts, number, parts)
        if match.trigger.type is EventType.SUPPORT and courteous(clauses, verb):
            modality = Modality()
        if accepted(clauses, verb, match.trigger):
            modality = replace(modality, tense=Tense.FUTURE)
        review = "clear"
        if not parts and match.trigger.type is EventType.OTHER and verb.passive and clauses.grammar.modifier_first:
            return None  # "a goal was achieved": nobody is named to whom anything happened
        if not frame.satisfied(parts) and not (nobody and parts):
            if self._left_unsaid(clauses, verb, match.trigger):
                parts = (self._met_before(number) if match.trigger.needs == "pair" else []) or parts
            else:
                known = self._incomplete(clauses, verb, frame, parts)
                if known is None and not self._nameless(clauses, verb, match):
                    return None
                parts = self._owned_subject(clauses, verb, frame, parts) if known is None else known
            review = "doubtful: who did it is left unsaid"
        if verb.tense == "present" and not verb.perfect and self._generic(clauses, parts):
            return None
        when = self.parsed.when(number, clauses, verb.first, match.last, verb)
        wished = clauses.coverbs is not None and clauses.coverbs.wish_at(verb) is not None
        wished = wished and match.trigger.family is Family.INVITATION
        if wished:
            when, modality = None, Modality()  # 应普京邀请: neither day nor tense of the journey
        rule = f"{self.document.lang}.{match.trigger.name}.verb"
        first, last = match.noun or (verb.first, match.last)
        also = tuple(at for at in match.before if at >= clauses.clause_start(verb))
        return Draft(
            number,
            first,
            last,
            match.trigger,
            parts,
            self._lexical(match, modality),
            when,
            verb,
            None,
            rule,
            nobody=nobody,
            also=also if match.noun is None else tuple(range(verb.first, verb.last)),
            review=review,
            undated=wished,
        )

    def _incomplete(self, clauses: Clauses, verb: Verb, frame: Frame, parts: list[Part]) -> list[Part] | None:
        """The parts of a happening of which the clause does not name who did it: a passive without an agent
        ("no contract was signed"), or what belongs to somebody ("Chinese exports fell"); None where nobody is."""
        if clauses.coverbs is not None:
            return self._owned(clauses, verb, frame, parts)
        if clauses.cased is not None or verb.kind != "finite" or clauses.subject(verb):
            return parts if verb.passive and parts and verb.kind == "finite" and clauses.cased is None else None
        slot = "object" if verb.passive and not {"with", "between"} & set(frame.trigger.frame) else "subject"
        role = frame.trigger.frame.get(slot)
        journey = frame.trigger.family is Family.TRAVEL  # "Russia's annexation came as …": nobody came
        owners = () if journey else clauses.owners(verb)
        if role is not None and owners:
            named = {a for p in parts for a in p.mention.ids}
            parts = [*(Part(m, Role(role), slot) for m in owners if not set(m.ids) & named), *parts]
        if frame.satisfied(parts):
            return parts
        anybody = any(mention is not None for mention in clauses.mention_at)
        told = frame.trigger.family in _PLAIN and verb.tense in ("past", "future") and not clauses.hangs(verb)
        return parts if verb.passive and (anybody or told) else None

    def _owned_by(self, clauses: Clauses, verb: Verb, frame: Frame, parts: Sequence[Part]) -> list[Part]:
        """ "Japan's protest was rejected": whose the noun is undergoes what is said of it."""
        role = frame.trigger.frame.get("inner")
        if role is None or any(p.role is Role.RECIPIENT for p in parts) or clauses.subject(verb):
            return []
        named = {a for p in parts for a in p.mention.ids}
        return [Part(m, Role(role), "inner") for m in clauses.owners(verb) if not set(m.ids) & named]

    def _owned_subject(self, clauses: Clauses, verb: Verb, frame: Frame, parts: list[Part]) -> list[Part]:
        """ "эскадра флота Китая прибыла", "российская подлодка участвовала": whose the subject is does it."""
        role = frame.trigger.frame.get("subject")
        owners = clauses.cased.whose(verb) if isinstance(clauses.cased, Cased) else ()
        named = {actor for part in parts for actor in part.mention.ids}
        more = [Part(m, Role(role), "subject") for m in owners if role is not None and not set(m.ids) & named]
        return [*more, *parts]

    def _nameless(self, clauses: Clauses, verb: Verb, match: Match) -> bool:
        """ "монополист предупредил …": of somebody whom no list names, by sure words or beside a known actor."""
        at = clauses.cased.nameless(verb) if isinstance(clauses.cased, Cased) else -1
        if at < 0 or verb.passive:
            return False
        if match.weight >= 2:
            return True
        somebody = clauses.grammar.lexicon.animate(clauses.lows[at]) or clauses.categories[at] == "O"
        return somebody and any(mention is not None for mention in clauses.mention_at)

    def _owned(self, clauses: Clauses, verb: Verb, frame: Frame, parts: list[Part]) -> list[Part] | None:
        """俄罗斯的原油运抵深圳: told of what belongs to whoever is named before it, or is done to somebody."""
        owners = clauses.coverbs.owners(verb) if clauses.coverbs is not None else ()
        role = frame.trigger.frame.get("subject")
        named = {actor for part in parts for actor in part.mention.ids}
        more = [Part(m, Role(role), "subject") for m in owners if role is not None and not set(m.ids) & named]
        parts = [*more, *parts]
        return parts if parts and (frame.satisfied(parts) or verb.passive) else None

    def _generic(self, clauses: Clauses, parts: Sequence[Part]) -> bool:
        """Whether only people in general do something: "traders buy on the rumour", "experts rarely agree"."""
        doers = [p.mention for p in parts if p.role is not Role.RECIPIENT]
        return bool(doers) and all(
            m.form == "described"
            and m.names[0].endswith("s")
            and " " not in m.names[0]
            and clauses.lows[m.first - clauses.offset - 1 : m.first - clauses.offset] in ([], [","], ["les"], ["des"])
            for m in doers
        )

    def _left_unsaid(self, clauses: Clauses, verb: Verb, trigger: Trigger) -> bool:
        """ "договорённость достигнута", "посла вызвали": a happening all the same, where a frame asks for somebody."""
        cased = clauses.cased if clauses.grammar.declined else None
        alike = trigger.needs != "pair" or trigger.frame.get("subject") == Role.PARTICIPANT.value
        if any(lemma.endswith(tuple(clauses.grammar.data.get("adjective_endings", ()))) for lemma in verb.lemmas):
            return False  # "открыта к диалогу"
        reflexive = verb.passive and self._reflexive(clauses, verb)
        if reflexive and trigger.family not in (Family.CONTACT, Family.DOCUMENT, Family.STATEMENT, Family.INVITATION):
            return False  # "ситуация развивается"
        quiet = trigger.family in (Family.CONTACT, Family.DOCUMENT, Family.INVITATION)
        return cased is not None and alike and cased.unsaid(verb, loosely=quiet)

    def _reflexive(self, clauses: Clauses, verb: Verb) -> bool:
        endings = clauses.grammar.data.get("reflexive_endings", ())
        return bool(endings) and clauses.lows[verb.head].endswith(tuple(endings))

    def _met_before(self, number: int) -> list[Part]:
        """The parties of the contact told last, within reach."""
        for other in reversed(self.drafts):
            if number - other.sentence > DRAFT_REACH:
                return []
            parties = [p for p in other.parts if p.role is Role.PARTICIPANT]
            if other.trigger.family is Family.CONTACT and len({a for p in parties for a in p.mention.ids}) > 1:
                return parties
        return []

    def _signatories(self, number: int) -> list[Part]:
        """ "По их итогам были подписаны два заявления": whose talks were told just before."""
        return self._met_before(number)

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

    def _declines_contact(self, clauses: Clauses, verb: Verb, match: Match) -> bool:
        """ "refused to meet Putin": whom one will not meet is refused."""
        if match.trigger.type is not EventType.REJECT or not clauses.grammar.infinitive_marks:
            return False
        act = next((v for v in clauses.verbs if v.governor >= 0 and clauses.verbs[v.governor] is verb), None)
        told = self.triggers.of_verb(clauses, act) if act is not None else None
        return told is not None and told.trigger.family is Family.CONTACT

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


def _performed(trigger: Trigger) -> bool:
    """Whether what a noun names is done by being announced: sanctions, no journey, meeting or drill."""
    scheduled = trigger.mode in ("drill", "parade", "deployment")
    return trigger.family not in (Family.CONTACT, Family.TRAVEL, Family.INVITATION, Family.OTHER) and not scheduled


def _done_by(parts: Sequence[Part]) -> bool:
    """Whether the subject is who does it."""
    return any(part.slot == "subject" and part.role is Role.AGENT for part in parts)
