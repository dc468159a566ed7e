"""Whose the happening is that a noun names: "son entretien", "leur rencontre", "Putin's visit"."""

from graph.model import Family
from ingest.clauses import Clauses
from ingest.document import ActorMention
from ingest.lang_data import load
from ingest.parsed import Parsed
from ingest.triggers import Trigger

# what persons do, so that "his first trip" is no state's, however near one is named
_PERSONAL = (Family.TRAVEL, Family.CONTACT, Family.INVITATION, Family.OTHER)


class Owners:
    """Finds whose the nouns of one document are."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.document = parsed.document
        self.triggers = parsed.triggers
        self.sentences = parsed.sentences
        grammar = load(parsed.document.lang, "grammar")
        self.genitive = frozenset(grammar["genitive"])
        self.telling = frozenset(grammar["telling"])

    def _possessor(self, number: int, clauses: Clauses, first: int, trigger: Trigger) -> tuple[ActorMention, ...]:
        """ "son entretien", "leur rencontre", "Putin's visit": whose it is."""
        grammar = clauses.grammar
        for at in range(first - 1, max(-1, first - 4), -1):
            low = clauses.lows[at]
            if low in self.genitive and at > 0 and clauses.mention_at[at - 1] is not None:
                mention = clauses.mention_at[at - 1]
                return (mention,) if mention is not None else ()
            if low in grammar.possessives or low in grammar.possessives_plural:
                return self._owner(number, clauses, at, trigger, plural=low in grammar.possessives_plural)
            if clauses.categories[at] not in ("W", "A", "J", "T"):
                break
        return ()

    def _owner(
        self, number: int, clauses: Clauses, at: int, trigger: Trigger, *, plural: bool
    ) -> tuple[ActorMention, ...]:
        """Whose a possessive is: an object between verb and it, else the subject of the clause, else of the text."""
        before = [v for v in clauses.verbs if v.last <= at]
        speaker = self._speaker_of(number, clauses, at) if not plural else ()
        if speaker:
            return speaker
        if before and not plural:
            named = [m for m in map(clauses.mention_at.__getitem__, range(before[-1].last, at)) if m is not None]
            kinds = ("person",) if trigger.family in _PERSONAL else ("person", "state", "body")
            named = [m for m in named if m.form != "demonym" and m.kind in kinds]
            if named and self.telling & set(clauses.lows[named[-1].last - clauses.offset : at]):
                named = []  # "told Xi about the results of his meeting": of his own
            if not named and self._is_deed(clauses, at):
                named = [m for m in self._mentions_before(number, clauses, at) if m.kind == "state"]
                named = [m for m in named if m.start >= clauses.sentence.start]
            if named and "," not in clauses.categories[before[-1].last : at]:
                return (named[-1],)
        pair = self._pair_between(clauses, before[-1].last, at) if before and plural else ()
        if pair:
            return pair
        finite = [v for v in clauses.verbs if v.kind == "finite"]
        beside = [g for g in clauses.noun_arguments(self._noun_after(clauses, at)) if g.slot != "goods"]
        partners = {a for g in beside for m in g.mentions for a in m.ids}
        following = sorted(finite, key=lambda v: (clauses.hangs(v), v.first < at, abs(v.first - at)))
        for verb in following:
            subject = clauses.subject(verb)
            actors = {actor for m in subject for actor in m.ids}
            if subject and not actors & partners and (len(actors) > 1) == plural:
                return subject
        if plural:
            return self._last_pair(number, clauses, at)
        earlier = [m for m in self._mentions_before(number, clauses, at) if m.kind in ("person", "state")]
        if trigger.family in _PERSONAL:
            earlier = [m for m in earlier if m.kind == "person"]
        if clauses.grammar.declined:  # "его первая поездка": states are "его" too rarely to stand before persons
            earlier = [m for m in earlier if m.kind == "person"] or earlier
        return (earlier[-1],) if earlier else ()

    def _speaker_of(self, number: int, clauses: Clauses, at: int) -> tuple[ActorMention, ...]:
        """ "told Japan that the flights were part of its drills with Russia": in what a state says "its" is its own,
        where no subject stands between."""
        if not clauses.grammar.modifier_first or clauses.coverbs is not None:
            return ()
        position = self.document.tokens[clauses.offset + at].start
        told = [u for u in self.parsed.attribution.over(position) if u.sentence == number and u.verb is not None]
        if not told or len(told[-1].mentions) != 1 or told[-1].mentions[0].kind not in ("state", "body"):
            return ()
        said = told[-1].verb
        between = [clauses.subject(v) for v in clauses.verbs if said is not None and said.last < v.first < at]
        return () if any(between) else told[-1].mentions

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
