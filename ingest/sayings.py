"""What is somebody's word though no verb of speech governs it: "Trump's announcement that he would meet Putin", "denied
selling shells"."""

from collections.abc import Iterator

from ingest.clauses import Clauses
from ingest.lang_data import load
from ingest.opened import Utterance, voices_of
from ingest.sourcing import Sourcing

_OWNED = 4  # tokens before a noun within which its possessor stands


class Sayings(Sourcing):
    """Utterances of nouns of speech, and of verbs that take a gerund."""

    def _of_nouns(self, number: int, clauses: Clauses) -> Iterator[Utterance]:
        """ "Trump's announcement that he would meet Putin": the clause behind a noun of speech is its owner's word."""
        nouns = frozenset(load(self.document.lang, "voices")["telling"]["nouns"])
        for at in range(1, len(clauses.lows) - 1) if nouns else ():
            if clauses.lows[at] not in nouns or clauses.lows[at + 1] not in clauses.grammar.that:
                continue
            owner = next(
                (
                    clauses.mention_at[index - 1]
                    for index in range(at - 1, max(0, at - _OWNED), -1)
                    if clauses.lows[index] in clauses.grammar.genitive
                ),
                None,
            ) or (clauses.mention_at[at - 1] if clauses.categories[at - 1] == "J" else None)
            if owner is None:
                continue
            span = self._span(clauses, at, at + 1)
            start, end = self._span(clauses, at + 1, max(self._main_break(clauses, at + 2), at + 2))
            yield Utterance(
                number, None, span, voices_of((owner,), clauses.lows[at]), (owner,), start, end, "spoken", True, False,
                f"{self.document.lang}.voice.noun",
            )  # fmt: skip

    def _of_gerunds(self, number: int, clauses: Clauses) -> Iterator[Utterance]:
        """ "denied selling shells", "hinted at easing the rules": what somebody says of himself by a gerund."""
        verbs = frozenset(load(self.document.lang, "voices")["telling"]["gerunds"])
        for verb in clauses.verbs if verbs else ():
            if verb.kind != "gerund" or verb.governor < 0:
                continue
            above = clauses.verbs[verb.governor]
            if not verbs & set(above.lemmas) or not 0 <= verb.first - above.last <= 1:
                continue
            mentions = clauses.subject(above)
            speakers = voices_of(mentions, self._words(clauses, above.first, above.last))
            if speakers:
                start, end = self._span(clauses, verb.first, self._infinitive_end(clauses, verb))
                yield Utterance(
                    number, None, self._span(clauses, above.first, above.last), speakers, mentions, start, end,
                    "spoken", True, False, f"{self.document.lang}.voice.gerund",
                )  # fmt: skip
