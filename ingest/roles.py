"""Who takes which part: the frame of a trigger filled from the clause around it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.model import Family, Role
from graph.registry import Registry
from ingest.clauses import Argument, Clauses, Verb
from ingest.document import ActorMention
from ingest.triggers import Trigger, Triggers


@dataclass(frozen=True, slots=True)
class Part:
    """An actor mention with its role, and the slot it came from."""

    mention: ActorMention
    role: Role
    slot: str


class Frame:
    """Fills the frame of one trigger in one sentence."""

    def __init__(self, clauses: Clauses, triggers: Triggers, trigger: Trigger, registry: Registry) -> None:
        self.clauses = clauses
        self.slots = triggers.slots
        self.trigger = trigger
        self.registry = registry
        self.locative = frozenset(clauses.grammar.data["locative"])
        self.verb: Verb | None = None  # the verb group whose parts were asked for last

    # ------------------------------------------------------------------ verbs

    def of_verb(self, verb: Verb, subject: Sequence[ActorMention]) -> list[Part]:
        """Roles around a verb group. A passive turns subject and object round."""
        self.verb = verb
        arguments = self._foreign(self.clauses.arguments(verb), subject)
        parts = list(self._from_arguments(arguments, verb, filled=verb.passive and bool(subject)))
        if verb.kind == "participle" and not self.clauses.grammar.declined:
            parts += self._from_arguments(self.clauses.patient(verb), None)
            parts += self._as("subject", self.clauses.agent(verb))
        elif verb.passive:
            parts += self._as("object", subject)
            parts += self._as("subject", self.clauses.agent(verb))
        else:
            parts = [*self._as("subject", subject), *parts]
        return _once([*parts, *self._members(verb, parts)])

    def _members(self, verb: Verb, parts: Sequence[Part]) -> list[Part]:
        """ "met a delegation that included A and B", "held talks with officials including A": those named as members of
        what takes the same part."""
        clauses, including = self.clauses, frozenset(self.clauses.grammar.data["including"])
        slot = next((p for p in reversed(parts) if p.slot in ("object", "with")), None)
        if not including or slot is None:
            return []
        named = [a for a in clauses.arguments(verb) if a.slot == "including"]
        behind = next((v for v in clauses.verbs if v.first >= verb.last), None)
        if behind is not None and set(behind.lemmas) & including and clauses.categories[behind.first - 1] == "R":
            named += [a for a in clauses.arguments(behind) if a.slot == "object"]
        return [Part(m, slot.role, slot.slot) for a in named for m in a.mentions]

    def _foreign(self, arguments: Sequence[Argument], subject: Sequence[ActorMention]) -> Sequence[Argument]:
        """Arguments without what is the subject's own: in "Wang restated China's support for Russia" China undergoes
        nothing."""
        own = {self.registry.actors[a].state for m in subject for a in m.ids if a in self.registry.actors} | {
            a for m in subject for a in m.ids
        }
        return [a for a in arguments if a.slot != "inner" or not {i for m in a.mentions for i in m.ids} <= own]

    def _as(self, slot: str, mentions: Sequence[ActorMention]) -> list[Part]:
        role = self.trigger.frame.get(slot)
        return [Part(m, Role(role), slot) for m in mentions] if role else []

    def _from_arguments(
        self, arguments: Sequence[Argument], verb: Verb | None, *, filled: bool = False
    ) -> Iterator[Part]:
        passive = verb is not None and verb.passive
        for argument in arguments:
            key = self._key(argument)
            if key is None or (passive and (key == "object" or argument.slot in self.slots["by"])):
                continue
            if self._of_noun_before(argument, key, verb):
                continue
            direct = argument.slot == "object" or argument.within in ("object", "second")
            beside = key in ("to", "against", "inner") and argument.slot not in self.slots["addressee"]
            if filled and not direct and beside:
                continue  # "a salué le plan de la Chine pour l'Ukraine": the object is named, the rest is about it
            filled = filled or ((direct or key == "against") and bool(argument.mentions))
            if argument.mentions and self.clauses.aside(argument.mentions[-1]):
                continue
            if key == "object" and self.trigger.mode == "deployment" and _unnamed_people(argument):
                continue  # "scrambled fighters", "called up reservists": what is moved, not against whom
            source = key == "inner" and argument.slot in self.slots["by"]
            for mention in argument.mentions:
                if key == "host":
                    yield from self._host(mention)
                elif filled and key == "to" and self.trigger.family is Family.INVITATION and mention.kind == "state":
                    continue  # "invited Putin to India": where to
                elif source or not (self._is_place(argument, mention) or self._behind_place(mention)):
                    yield Part(mention, Role(self.trigger.frame[key]), key)

    def _behind_place(self, mention: ActorMention) -> bool:
        """ "in Samarkand, Uzbekistan": the state in which the place before the comma lies."""
        document = self.clauses.document
        if mention.kind != "state" or mention.first < 2 or document.tokens[mention.first - 1].low != ",":
            return False
        end = document.tokens[mention.first - 2].end
        before = self.clauses.mention_at[mention.first - 2 - self.clauses.offset]
        if before is not None and before.kind == "state" and before.form == "name":
            return False  # "Poland, France and Germany"
        return any(place.end == end for place in document.places)

    def _of_noun_before(self, argument: Argument, key: str, verb: Verb | None) -> bool:
        """ "discussed relations with the US", "met Xi on a visit to Beijing": what hangs on a noun and not on the verb
        of a contact between persons. For languages that put their verbs between."""
        clauses = self.clauses
        if verb is None or self.trigger.needs != "pair" or key not in ("to", "with") or not argument.mentions:
            return False
        if not clauses.grammar.modifier_first or argument.mentions[0].kind == "person":
            return False
        index = argument.mentions[0].first - clauses.offset - 1
        while index > 0 and clauses.categories[index] == "D":
            index -= 1
        subject = clauses.subject(verb)
        return (
            clauses.categories[index - 1] == "W"
            and index - 1 >= verb.last
            and (key == "to" or bool(subject and all(m.kind in ("person", "persons") for m in subject)))
        )

    def _key(self, argument: Argument) -> str | None:
        """The slot of the frame that an argument fills."""
        frame = self.trigger.frame
        if argument.slot in ("inner", "adjective"):
            outer = argument.within
            within = next((k for k in ("with", "between", "to", "against") if outer in self.slots[k]), None)
            if "inner" in frame:
                return "inner" if within or outer in ("object", "second") else None
            return within if within in frame and argument.slot == "inner" else None
        if argument.slot == "object":
            return "object" if "object" in frame else None
        for key in ("with", "between", "against", "to", "host", "source"):
            if key in frame and argument.slot in self.slots[key]:
                return key
        uttered = self.trigger.family is Family.STATEMENT and self.clauses.grammar.modifier_first
        if uttered and frame.get("inner") == Role.RECIPIENT.value and argument.slot in self.slots["by"]:
            return "inner"  # "rejected claims by Washington", "welcomed the offer from Beijing"
        return None

    def _is_place(self, argument: Argument, mention: ActorMention) -> bool:
        """ "à Pékin" is where something is done, unless the frame addresses somebody ("demander à Pékin")."""
        if argument.slot not in self.locative or "cities" in self.trigger.frame:
            return False
        if mention.kind == "body" and self._chamber(mention):
            return True
        if self.trigger.needs == "pair":
            return mention.kind != "person"
        if mention.kind != "state" or (mention.form == "head" and argument.slot in self.slots["against"]):
            return False  # "fired at a Russian plane"
        return mention.form == "metonym" or argument.slot not in self.slots["addressee"]

    def _chamber(self, mention: ActorMention) -> bool:
        """ "vetoed a draft at the UN Security Council": a body by the name of the place where it sits, behind another
        word than the verb; "hit out at the Security Council" is against it."""
        before = mention.first - self.clauses.offset - 2
        if before < 0 or self.clauses.verb_at(before) is not None:
            return False
        return any(place.start <= mention.start and mention.end <= place.end for place in self.clauses.document.places)

    def _host(self, mention: ActorMention) -> Iterator[Part]:
        """The state of the place that is travelled to."""
        if mention.kind in ("state", "group"):
            yield Part(mention, Role(self.trigger.frame["host"]), "host")

    # ------------------------------------------------------------------ nouns

    def of_noun(
        self, first: int, last: int, possessor: Sequence[ActorMention], carrier: Verb | None = None
    ) -> list[Part]:
        """Roles around a noun: complements after it, adjectives on both sides, whose it is, and what follows the verb
        that says that it takes place."""
        frame = self.trigger.frame
        parts: list[Part] = []
        for argument in self.clauses.noun_arguments(last):
            key = self._noun_key(argument)
            if key is None:
                continue
            if key == "against" and any(part.slot == "against" for part in parts):
                continue  # "sanctions on Russia over Ukraine"
            for mention in argument.mentions:
                if key == "host":
                    parts += self._host(mention)
                elif not (self._is_where(argument, mention) and "cities" not in frame):
                    parts.append(Part(mention, Role(frame[key]), key))
        before = self._adjective(first)
        if before is not None and "adjective" in frame:
            parts.append(Part(before, self._by_adjective(before), "adjective"))
        parts += self._inside(first, last)
        if carrier is not None:  # "la guerre a éclaté entre A et B"
            for argument in self.clauses.arguments(carrier):
                key = self._noun_key(argument)
                if key in ("with", "between", "by", "against"):
                    parts += [Part(m, Role(frame[key]), key) for m in argument.mentions]
        if possessor:
            role = frame.get("possessive") or frame.get("subject")
            parts += [Part(m, Role(role), "possessive") for m in possessor] if role else []
        return _once(parts)

    def _is_where(self, argument: Argument, mention: ActorMention) -> bool:
        """ "entretiens à Moscou": a state behind a preposition of place, unless it is addressed by its name ("soutien à
        la Russie")."""
        if argument.slot not in self.locative:
            return False
        if self.trigger.needs == "pair" and mention.kind == "body":
            return self._chamber(mention)  # "pourparlers au Kremlin"
        if mention.kind != "state":
            return False
        return mention.form == "metonym" or argument.slot not in self.slots["addressee"]

    def _by_adjective(self, mention: ActorMention) -> Role:
        """The role of who is named by an adjective: "российские санкции" are by Russia, "антироссийские" against it."""
        opposed = mention.office == "against" and "against" in self.trigger.frame
        return Role(self.trigger.frame["against" if opposed else "adjective"])

    def _inside(self, first: int, last: int) -> Iterator[Part]:
        """ "наращивание российских войск", "введение антироссийских санкций": adjectives of states inside a trigger of
        several words."""
        for at in range(first + 1, last):
            mention = self.clauses.mention_at[at] if self.clauses.categories[at] == "J" else None
            if mention is not None and self.clauses.grammar.declined and "adjective" in self.trigger.frame:
                yield Part(mention, self._by_adjective(mention), "adjective")

    def _adjective(self, first: int) -> ActorMention | None:
        """ "Russian invasion", "Russian full-scale invasion", "the Putin visit", "US sanctions"."""
        clauses = self.clauses
        if first == 0:
            return None
        if not clauses.grammar.modifier_first:
            return clauses.mention_at[first - 1] if clauses.categories[first - 1] == "J" else None
        for at in range(first - 1, max(-1, first - 4), -1):
            mention = clauses.mention_at[at]
            if mention is not None:
                words = clauses.document.text[mention.start : mention.end]
                beside = at == first - 1 and (mention.kind == "person" or words.isupper())
                return mention if beside or clauses.categories[at] == "J" else None
            if clauses.categories[at] != "W" or clauses.lows[at] in clauses.grammar.genitive:
                return None
        return None

    def _noun_key(self, argument: Argument) -> str | None:
        frame = self.trigger.frame
        if argument.slot == "goods":
            return "goods" if "goods" in frame else None
        if argument.slot == "inner" and argument.within == "noun":
            return "of" if "of" in frame else None
        if argument.slot == "adjective" and argument.within == "noun":
            return "adjective" if "adjective" in frame else None
        if argument.slot == "noun":
            return "of" if "of" in frame else None
        for key in ("by", "with", "between", "against", "to", "host", "of"):  # "of": "une visite en Chine de Poutine"
            if key in frame and argument.slot in self.slots[key]:
                return key
        return None

    # ------------------------------------------------------------------ judgement

    def satisfied(self, parts: Sequence[Part]) -> bool:
        """Whether the frame found what its trigger needs."""
        actors = {actor for part in parts for actor in part.mention.ids}
        needs = self.trigger.needs
        if needs == "pair":
            return len(self._apart(actors)) >= 2 or any(part.mention.kind == "group" for part in parts)
        if needs == "recipient":
            roles = {p.role for p in parts}
            return Role.RECIPIENT in roles and len(roles) > 1
        if needs == "guest":
            guests = [p for p in parts if p.role is Role.AGENT and p.mention.kind in ("person", "persons")]
            return bool(guests) and self._there(parts)
        if needs == "agent":
            agents = {a for p in parts if p.role is not Role.RECIPIENT for a in p.mention.ids}
            return bool(agents)
        return bool(actors) or needs == ""

    def _there(self, parts: Sequence[Part]) -> bool:
        """ "est à Pékin": whether the verb is followed by where somebody is, and by nothing else first."""
        clauses, verb = self.clauses, self.verb
        if verb is None or verb.negated or verb.passive:
            return False
        at = verb.last
        while at < len(clauses.lows) and clauses.categories[at] in ("P", "D", "A", "T"):
            at += 1
        if at == verb.last or at >= len(clauses.lows):
            return False
        start = clauses.document.tokens[clauses.offset + at].start
        hosts = any(p.slot == "host" and p.mention.first == clauses.offset + at for p in parts)
        return hosts or any(place.start <= start < place.end for place in clauses.document.places)

    def _apart(self, actors: set[str]) -> set[str]:
        """Actors less those that only are the state of another of them."""
        states = {self.registry.actors[a].state for a in actors if a in self.registry.actors}
        return {a for a in actors if a not in states or len(actors) == 1}


def _unnamed_people(argument: Argument) -> bool:
    """Whether an argument only describes people."""
    return bool(argument.mentions) and all(m.form == "described" for m in argument.mentions)


def _once(parts: Sequence[Part]) -> list[Part]:
    """Each actor once, in its first role."""
    seen: set[str] = set()
    kept: list[Part] = []
    for part in parts:
        if not set(part.mention.ids) <= seen and not (
            part.mention.form == "head"
            and part.slot in ("to", "object")
            and any(k.slot == part.slot and k.mention.kind == "person" for k in kept)
        ):
            kept.append(part)
            seen.update(part.mention.ids)
    return kept
