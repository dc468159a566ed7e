"""Verb or noun, past or participle, infinitive or present: for languages whose forms look alike (English).

The words around decide, as taggers by rule have done since Brill (1992): what stands before, and what follows.
"""

from collections.abc import Sequence
from dataclasses import replace

from ingest.categories import Categories
from ingest.forms import Form
from ingest.grammar import Verb

_PHRASE = ("M", "D", "J", "O")  # what opens an object


class Ambiguity:
    """The choices of one sentence."""

    def __init__(self, clauses: Categories) -> None:
        self.clauses = clauses
        self.lows = clauses.lows
        self.categories = clauses.categories
        self.marks = clauses.grammar.infinitive_marks
        self.nouns = clauses.grammar.also_nouns
        self.prepositions = clauses.grammar.verb_prepositions

    def possible(self, index: int, before: int, form: Form) -> bool:
        """Whether a form can be a verb at a token; `before` is the token before it, adverbs apart, or -1."""
        if form.kind == "infinitive":
            return before >= 0 and (self.lows[before] in self.marks or self._causative(before))
        if form.kind == "gerund":
            return not self._verbal_noun(index, before, form)
        if form.kind == "finite" and form.tense == "present":
            if before >= 0 and self.lows[before] in self.marks:
                return False
            return form.lemma not in self.nouns or self._verb_here(index, before, form)
        return True

    def guessed(self, index: int) -> tuple[Form, ...]:
        """A verb that the data does not name, by its ending: so that clauses are cut rightly all the same."""
        low = self.lows[index]
        start = self.clauses.document.tokens[self.clauses.offset + index].start
        if len(low) < 5 or not low.endswith("ed") or low in self.nouns or self.clauses.document.text[start].isupper():
            return ()
        return (Form(low, "finite", "past"), Form(low, "participle"))

    def _causative(self, before: int) -> bool:
        """ "helped Xi meet" is left alone; "help build" is an infinitive right behind its verb."""
        verb = self.clauses.verbs[-1] if self.clauses.verbs else None
        return verb is not None and verb.last == before + 1 and "help" in verb.lemmas

    def _after(self, index: int) -> int:
        after = index + 1
        while after < len(self.lows) and self.categories[after] == "A":
            after += 1
        return after

    def _takes_object(self, index: int, lemma: str) -> bool:
        """Whether what follows can be the object or complement of a verb."""
        after = self._after(index)
        if after >= len(self.lows):
            return False
        category, low = self.categories[after], self.lows[after]
        if category in _PHRASE or low in self.clauses.grammar.that:
            return True
        if category == "P":
            return low in self.prepositions.get(lemma, ())
        if category != "W" or not low[0].isalpha():
            return False
        before = index - 1
        if self.lows[index] == lemma and (before < 0 or self.categories[before] != "M"):
            return False  # a bare form behind a noun: "oil export volumes"
        past = self.clauses.grammar.lexicon.forms(low) or self.guessed(after)
        return not past or (after + 1 < len(self.lows) and self.categories[after + 1] == "W" and low.endswith("ed"))

    def _verb_here(self, index: int, before: int, form: Form) -> bool:
        """Whether a word that is a noun as often ("visits", "support") is a verb here."""
        if before < 0:
            return False
        category = self.categories[before]
        if category == "O" or (category == "R" and self.lows[before] in self.clauses.grammar.subject_relatives):
            return True
        if category in ("P", "D", "J"):
            return False
        mention = self.clauses.mention_at[before] if category == "M" else None
        if mention is not None and mention.form == "pronoun":
            return True
        if category == "M" and form.plural and not self._several(before):
            return False
        return self._takes_object(index, form.lemma)

    def _several(self, index: int) -> bool:
        """Whether the actors before a bare form are more than one: "Russia and China support"."""
        mention = self.clauses.mention_at[index]
        if mention is None:
            return False
        if len(mention.ids) > 1 or mention.form in ("head", "collective", "group", "forces"):
            return True
        first = mention.first - self.clauses.offset
        return first > 0 and self.lows[first - 1] in self.clauses.grammar.joining

    def _verbal_noun(self, index: int, before: int, form: Form) -> bool:
        """ "the meeting", "Russian shelling", "a summit meeting": a form in -ing that is a noun."""
        if before >= 0 and self.categories[before] in ("J", "D"):
            return True
        if self.lows[index] not in self.nouns or (before >= 0 and self.categories[before] == ","):
            return False
        after = self._after(index)
        if after < len(self.lows) and self.categories[after] in _PHRASE:
            prenominal = self.clauses.grammar.prenominal
            return before >= 0 and self.categories[before] == "W" and self.lows[before] in prenominal
        return True

    def settle(self, verbs: Sequence[Verb]) -> list[Verb]:
        """Pasts that are participles, and bare forms that are infinitives, once all verbs are seen."""
        found: list[Verb] = []
        for number, verb in enumerate(verbs):
            following = next((v for v in verbs[number + 1 :] if v.kind == "finite"), None)
            if self._participle(verb, following):
                verb = replace(verb, kind="participle", passive=True)
            elif found and verb.kind == "finite" and verb.tense == "present" and verb.plural:
                verb = self._coordinated(verb, found[-1])
            found.append(verb)
        return found

    def _participle(self, verb: Verb, following: Verb | None) -> bool:
        """ "the deal signed in Moscow covers …", "Asked about …, Peskov said", "rejected by Ukraine"."""
        if verb.kind != "finite" or verb.tense != "past" or verb.last - verb.first > 1 or verb.passive or verb.perfect:
            return False
        forms = self.clauses.grammar.lexicon.forms(self.lows[verb.head]) or self.guessed(verb.head)
        if not any(form.kind == "participle" for form in forms):
            return False
        after = self._after(verb.head)
        by = self.clauses.grammar.data["by"]
        if after < len(self.lows) and self.lows[after] in by and self._actor_soon(after + 1):
            return True
        before = verb.first - 1
        while before >= 0 and self.categories[before] == "A":
            before -= 1
        if before < 0:
            return True
        if following is None or self.categories[before] not in ("W", "M", ","):
            return False
        if self.categories[before] == "M" and set(verb.lemmas) & self.clauses.grammar.reporting:
            return False  # "Seoul said on Tuesday its jets had …"
        between = self.categories[verb.last : following.first]
        if any(category in ("C", "S", "R", ";", "q", "Q", "O") for category in between):
            return False
        if self.categories[before] == ",":
            return False
        return "," not in between and self._no_subject(verb.last, following.first)

    def _actor_soon(self, index: int) -> bool:
        for at in range(index, min(index + 4, len(self.lows))):
            if self.categories[at] == "M":
                return True
            if self.categories[at] not in ("D", "W", "J") or not self.lows[at][0].isalnum():
                return False
        return True

    def _no_subject(self, start: int, end: int) -> bool:
        """Whether all that stands between two verbs hangs on prepositions or is the object of the first: not in "said
        Tuesday the bombers entered", nor in "met in Moscow the two agreed"."""
        if end <= start:
            return True
        if self.categories[start] not in ("P", "T", "A"):
            return False
        governed, closed = False, False
        for at in range(start, end):
            category = self.categories[at]
            if category == "P":
                governed, closed = True, False
            elif category in ("T", "A"):
                governed, closed = False, False
            elif category in ("M", "O", "D", "W", "J"):
                mention = self.clauses.mention_at[at]
                fresh = category in ("D", "O") or (mention is not None and mention.first - self.clauses.offset == at)
                if not governed or (closed and fresh):
                    return False
                closed = category == "M" and mention is not None and mention.last - self.clauses.offset == at + 1
        return True

    def _coordinated(self, verb: Verb, previous: Verb) -> Verb:
        """ "agreed to meet and discuss": a bare form behind a coordinator goes on as the verb before it began."""
        before = verb.first - 1
        while before >= 0 and self.categories[before] == "A":
            before -= 1
        if before < 0 or self.categories[before] != "C" or self.categories[before - 1] == "O":
            return verb
        if any(c in ("R", "S", ";", "q") for c in self.categories[previous.last : before]):
            return verb
        if previous.kind == "infinitive":
            return replace(verb, kind="infinitive", tense="")
        if previous.tense in ("future", "conditional") or previous.mood:
            return replace(verb, tense=previous.tense, mood=previous.mood)
        return verb
