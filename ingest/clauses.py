"""Who stands where: verb groups of a sentence, and for each its subject, objects and complements.

No parser is at hand, so four questions are answered from categories of words and walks to the left and right of a verb:
`subject`, `arguments` (objects and complements), `agent` of a passive, and `governor`. Everything else in the pipeline
asks these questions only, so that a parser can stand behind them one day.
"""

from collections.abc import Sequence

from graph.model import TimeMention
from ingest.ambiguity import Ambiguity
from ingest.cases import Cased
from ingest.coverbs import Coverbs
from ingest.document import ActorMention, Document, Sentence
from ingest.grammar import Argument, Verb, grammar_of
from ingest.subjects import Subjects

__all__ = ["Argument", "Clauses", "Verb", "grammar_of"]


class Clauses(Subjects):
    """One sentence, cut up. Where a language shows by case, or by coverbs, who stands where, these answer."""

    def __init__(
        self,
        document: Document,
        sentence: Sentence,
        mentions: Sequence[ActorMention],
        times: Sequence[TimeMention],
        quoted: Sequence[bool],
    ) -> None:
        super().__init__(document, sentence, mentions, times, quoted)
        self.ambiguity = Ambiguity(self) if self.grammar.infinitive_marks else None
        self.cased: Cased | Coverbs | None = None
        self.coverbs: Coverbs | None = Coverbs(self) if self.grammar.coverbs else None
        if self.coverbs is not None:
            self.cased = self.coverbs
        else:
            self._find_verbs()
            self.cased = Cased(self) if self.grammar.declined else None

    def subject(self, verb: Verb) -> tuple[ActorMention, ...]:
        """The actors that do what an active verb says, or undergo what a passive one says; empty if none is found."""
        return self.cased.subject(verb) if self.cased is not None else super().subject(verb)

    def _nameless(self, verb: Verb) -> bool:
        return isinstance(self.cased, Cased) and self.cased.nameless(verb) >= 0

    def arguments(self, verb: Verb) -> tuple[Argument, ...]:
        """Objects and complements of a verb, each with its slot."""
        return self.cased.arguments(verb) if self.cased is not None else super().arguments(verb)

    def noun_arguments(self, last: int) -> tuple[Argument, ...]:
        """Complements to the right of a noun that ends at token `last` (exclusive, relative to the sentence)."""
        return self.cased.noun_arguments(last) if self.cased is not None else super().noun_arguments(last)

    def agent(self, verb: Verb) -> tuple[ActorMention, ...]:
        """Who does what a passive verb says ("par X")."""
        return self.cased.agent(verb) if self.cased is not None else super().agent(verb)

    def right_end(self, verb: Verb) -> int:
        """Where the complements of a verb end: the next clause, verb or stop."""
        return self.coverbs.right_end(verb) if self.coverbs is not None else super().right_end(verb)
