"""Nouns that a verb only carries: "a tenu une réunion", "held talks", and the noun before a relative clause ("la visite
qu'il doit faire").
"""

from ingest.clauses import Clauses, Verb
from ingest.drafts import otherwise
from ingest.statements import Statements
from ingest.triggers import Match

_CARRIED = 14  # tokens over which a light verb carries its noun, where all that modifies it stands between
_BEFORE = 6  # tokens before a relative pronoun in which its noun stands


class Carried(Statements):
    """Finds the nouns that light verbs carry."""

    def _carried(self, clauses: Clauses, verb: Verb) -> Match | None:
        """ "a tenu une réunion virtuelle": a support verb and the noun it carries make one trigger."""
        if verb.kind == "participle":
            return None
        relative = self._of_relative(clauses, verb) if clauses.cased is None else None
        if relative is not None or not set(verb.lemmas) & self.triggers.support:
            return relative
        limit = min(clauses.right_end(verb), verb.last + (8 if clauses.coverbs is None else _CARRIED))
        limit = max(limit, clauses.coverbs.carried_end(verb)) if clauses.coverbs is not None else limit
        for first, last, found in self.triggers.nouns.find(clauses.bases, verb.last, limit):
            between = range(verb.last, first)
            if clauses.coverbs is not None:
                if clauses.lows[last : last + 1] and clauses.lows[last] in clauses.grammar.of:
                    continue  # 进行一场旨在结束战争的会晤: only what another noun is about
                of = [at for at in between if clauses.lows[at] in clauses.grammar.of]
                between = range(of[-1] + 1, first) if of else between
            if not otherwise(clauses, first, last, found[0]) and all(self._lets_by(clauses, i) for i in between):
                return Match(found[0], last, 1)
        return None

    def _of_relative(self, clauses: Clauses, verb: Verb) -> Match | None:
        """ "la visite que Xi doit faire", "les manœuvres auxquelles la Chine participe": the noun before a relative
        clause is carried by its verb."""
        above = clauses.verbs[verb.governor] if verb.kind == "infinitive" and verb.governor >= 0 else verb
        at = clauses.clause_start(above) - 1
        if at < 1 or clauses.categories[at] != "R":
            return None
        light = self.triggers.support if clauses.lows[at] in clauses.grammar.that else self.triggers.joined
        joining = clauses.lows[at] in clauses.grammar.that or clauses.lows[at] in self.triggers.relatives_to
        if not joining or not set(verb.lemmas) & light:
            return None
        for first, last, found in self.triggers.nouns.find(clauses.bases, max(0, at - _BEFORE), at):
            if last == at or (last == at - 1 and clauses.categories[last] in ("W", "J")):
                return Match(found[0], verb.last, 1, noun=(first, last))
        return None

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
