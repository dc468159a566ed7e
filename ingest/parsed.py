"""All that is known of an article before its claims are put together: clauses, discourse, voices, dates by sentence."""

from collections.abc import Callable
from functools import partial

from graph.registry import Registry
from graph.when import When
from ingest.attribution import Attribution
from ingest.clauses import Clauses, Verb
from ingest.dating import Times
from ingest.discourse import Discourse, read_discourse
from ingest.document import Document, Placed, Sentence
from ingest.entries import stamps
from ingest.triggers import Triggers, triggers_of


class Parsed:
    """A document cut into clauses, with its discourse, voices and dates."""

    def __init__(self, document: Document, registry: Registry) -> None:
        self.document = document
        self.registry = registry
        self.discourse: Discourse = read_discourse(document)
        self.triggers: Triggers = triggers_of(document.lang)
        self.actors, self.dates, self.places = Placed(document.actors), Placed(document.times), Placed(document.places)
        self.sentences: list[Clauses] = [self._cut(s) for s in document.sentences]
        self.stamps = stamps(document)
        self.times = [self._times(c) for c in self.sentences]
        self.attribution = Attribution(document, self.discourse, self.sentences, registry)
        self._relatives: dict[int, tuple[Verb, ...]] = {}  # by first token of a sentence: verbs of its relative clauses
        self.spoken = {(u.sentence, u.verb.head): u for u in self.attribution.utterances if u.verb is not None}

    def _cut(self, sentence: Sentence) -> Clauses:
        document = self.document
        mentions, times = self.actors.of(sentence), self.dates.of(sentence)
        return Clauses(document, sentence, mentions, times, ())

    def _times(self, clauses: Clauses) -> Times:
        nouns = {index for first, last, _ in self.triggers.nouns_of(clauses) for index in range(first, last)}
        stamp = self.stamps.get(clauses.sentence.block, -1)  # a stamp says when it was written
        times = [t for t in self.dates.of(clauses.sentence) if t.end > stamp]
        return Times(clauses, times, nouns.__contains__)

    def reported(self, clauses: Clauses, first: int, number: int) -> bool:
        """Whether a token of a sentence stands inside words that a verb of that sentence reports."""
        position = self.document.tokens[clauses.offset + first].start
        return any(u.sentence == number and u.clausal and u.verb is not None for u in self.attribution.over(position))

    # ------------------------------------------------------------------ dates

    def when(self, number: int, clauses: Clauses, first: int, last: int, verb: Verb | None) -> When | None:
        """The date of tokens [first, last) under a verb: its own clause's, else one that reaches it in the sentence."""
        times = self.times[number]
        found = times.of(first, last, verb)
        above = clauses.verbs[verb.governor] if verb is not None and verb.governor >= 0 else None
        if above is not None and clauses.grammar.accusing & set(above.lemmas):
            return found  # the day of an accusation is not that of what it is about
        if found is None and above is not None:
            found = times.of(first, last, above)
        told = None if clauses.grammar.declined and verb is not None else self._of_relative(times, clauses, last, verb)
        return found or told or times.of_sentence(first, last, verb, self._inside(number, verb))

    def _inside(self, number: int, verb: Verb | None) -> Callable[[int], bool]:
        """Whether a point of the text stands inside what a verb reports: "a déclaré que le 3 mai l'armée …" is not of
        3 May."""
        if verb is None:
            return lambda _: False
        own = self.spoken.get((number, verb.head))
        if own is None and self.sentences[number].grammar.declined:
            return self._told_within(number, verb)
        return lambda position: own is not None and any(u is own for u in self.attribution.over(position))

    def _told_within(self, number: int, verb: Verb) -> Callable[[int], bool]:
        """Whether a point of a sentence stands inside what somebody there reports, and a verb does not."""
        position = self.document.tokens[self.sentences[number].offset + verb.head].start
        around = {id(u) for u in self.attribution.over(position)}

        def told(at: int) -> bool:
            over = (u for u in self.attribution.over(at) if u.sentence == number and u.verb is not None and u.clausal)
            return any(id(u) not in around for u in over)

        return told

    def _of_relative(self, times: Times, clauses: Clauses, last: int, of: Verb | None) -> When | None:
        """ "une offensive, qui a débuté la semaine dernière": the date of the relative clause that says when; of a bare
        verb only right behind it, not "arrived in Moscow for talks, which end on Friday"."""
        if clauses.offset not in self._relatives:
            self._relatives[clauses.offset] = tuple(filter(partial(opens_relative, clauses), clauses.verbs))
        for verb in self._relatives[clauses.offset]:
            if verb.first > last:
                between = clauses.categories[last : clauses.clause_start(verb)]
                if of is not None and last <= of.last and any(category not in (",", "R") for category in between):
                    return None
                return times.of(verb.first, verb.last, verb) if self.triggers.happens(clauses, verb) else None
        return None


def opens_relative(clauses: Clauses, verb: Verb) -> bool:
    """Whether the clause of a verb is a relative one whose subject is what stands before it ("qui a débuté")."""
    start = clauses.clause_start(verb)
    return start > 0 and clauses.lows[start - 1] in clauses.grammar.subject_relatives
