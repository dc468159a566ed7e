"""One sentence as a row of categories, the ground on which verb groups, subjects and arguments are found.

M actor, J adjective of a state, T time, P preposition, D determiner, C coordinator, R relative, S subordinator,
K clitic, N negation, A adverb, O subject pronoun, V verb group, Q/q quotes, ( ) brackets, comma, ; stop, W any other
word.
"""

from collections.abc import Sequence

from graph.model import TimeMention
from ingest.document import ActorMention, Document, Sentence
from ingest.grammar import Verb, adverbials, compound_prepositions, grammar_of


class Categories:
    """The words of one sentence with their categories; `verbs` is filled by what stands above."""

    def __init__(
        self,
        document: Document,
        sentence: Sentence,
        mentions: Sequence[ActorMention],
        times: Sequence[TimeMention],
        quoted: Sequence[bool],
    ) -> None:
        self.document = document
        self.sentence = sentence
        self.grammar = grammar_of(document.lang)
        self.lows = [token.low for token in document.tokens[sentence.first : sentence.last]]
        self.bases = document.bases[sentence.first : sentence.last]
        self.offset = sentence.first
        self.mentions = list(mentions)
        self.quoted = quoted
        size = len(self.lows)
        self.mention_at: list[ActorMention | None] = [None] * size
        self.categories = [""] * size
        for mention in mentions:
            for index in range(mention.first - self.offset, min(mention.last - self.offset, size)):
                self.mention_at[index] = mention
                self.categories[index] = "J" if mention.form == "demonym" and not self.grammar.coverbs else "M"
        self._mark_times(times)
        self._mark_adverbials()
        self._categorise()
        self.verbs: list[Verb] = []

    def preposition(self, index: int) -> str:
        """The slot that the preposition at a token opens."""
        return self.slots.get(index) or self.grammar.prepositions.get(self.lows[index], "")

    def _mark_times(self, times: Sequence[TimeMention]) -> None:
        tokens = self.document.tokens
        for time in times:
            for index in range(len(self.lows)):
                token = tokens[self.offset + index]
                if token.start >= time.end:
                    break
                if token.end > time.start and not self.categories[index]:
                    self.categories[index] = "T"

    def _mark_adverbials(self) -> None:
        """Fixed phrases ("à plusieurs reprises") are adverbs, whatever words they are made of."""
        for first, last, _ in adverbials(self.document.lang).find(self.lows, 0, len(self.lows)):
            for index in range(first, last):
                self.categories[index] = self.categories[index] or "A"
        self.slots: dict[int, str] = {}
        for first, last, slots in compound_prepositions(self.document.lang).find(self.lows, 0, len(self.lows)):
            if not any(self.categories[first:last]):
                self.categories[first:last] = [*"A" * (last - first - 1), "P"]
                self.slots[last - 1] = slots[0]

    def _categorise(self) -> None:
        g = self.grammar
        inside = False
        for index, low in enumerate(self.lows):
            if self.categories[index]:
                continue
            if low in g.quotes_open or low in g.quotes_close:
                opening = low not in g.quotes_close or (low in g.quotes_open and not inside)
                inside = opening
                self.categories[index] = "Q" if opening else "q"
            else:
                slot = self._unaccented(index, low)
                if slot is not None:
                    self.categories[index], self.slots[index] = "P", slot
                    continue
                self.categories[index] = "A" if self._abbreviating(index) else self._category(index, low)
                behind = index > 0 and self.categories[index - 1] == ","
                if behind and self.categories[index] == "W" and g.lexicon.participle(low):
                    self.categories[index] = "R"

    def _abbreviating(self, index: int) -> bool:
        """Whether a full stop inside a sentence only ends an abbreviation: "семь тыс. солдат"."""
        g = self.grammar
        if not g.declined or index == 0 or self.lows[index] != "." or index + 1 >= len(self.lows):
            return False
        return self.lows[index - 1] in g.data["abbreviations"] and self.categories[index - 1] != "M"

    def _category(self, index: int, low: str) -> str:
        g = self.grammar
        if low in g.pronouns:
            return "O"
        if low in g.negation_open:
            return "N"
        if low in g.soft:
            return ","
        if low in "[]" and g.declined:
            return "A"  # an editor's "[Китай]" stands in its clause
        if low in "()[]（）":
            return "(" if low in "([（" else ")"
        if low in g.stops:
            return ";"
        if low in g.relatives:
            return "R"
        if low in g.prepositions:
            if low in g.partitive and index > 0 and self.categories[index - 1] == "P":
                return "D"  # "avec des banques"
            return "P"
        if low in g.coordinators:
            late = low in g.adverbs and index > 0 and self.categories[index - 1] == "N"
            return "A" if late else "C"  # "has not yet confirmed"
        if low in g.determiners:
            return "D"
        if low in g.clitics:
            return "K"
        if low in g.subordinators:
            return "S"
        if low in g.negation_close:
            return "N"
        if low[0].isdigit():
            return "D"
        if low in g.adverbs or (len(low) > 6 and low.endswith(g.adverb_endings) and not self._nominal(index)):
            return "A"
        return "W"

    def _unaccented(self, index: int, low: str) -> str | None:
        """The preposition that a word is where it opens a sentence or quotation before an article or a name: "A
        l'invitation de Xi", "A Pékin"; not in "A été élu"."""
        slot = self.grammar.data["unaccented"].get(low)
        if slot is None or (index > 0 and self.categories[index - 1] != "Q") or index + 1 >= len(self.lows):
            return None
        return slot if self.lows[index + 1] in self.grammar.determiners or self.categories[index + 1] == "M" else None

    def _nominal(self, index: int) -> bool:
        """Whether an article or preposition before a word makes it a noun: "le document"."""
        return index > 0 and self.categories[index - 1] in ("D", "P", "J")

    def _bare_at(self, index: int) -> bool:
        mention = self.mention_at[index]
        return mention is not None and self.categories[index] == "M" and mention.bare

    def _opening(self, index: int) -> int:
        depth = 0
        while index >= 0:
            depth += {")": 1, "(": -1}.get(self.categories[index], 0)
            if depth == 0:
                return index
            index -= 1
        return 0

    def _opening_quote(self, index: int) -> int:
        index -= 1
        while index > 0 and self.categories[index] != "Q":
            index -= 1
        return max(index, 0)

    def _closing(self, index: int) -> int:
        while index < len(self.lows) - 1 and self.categories[index] != ")":
            index += 1
        return index

    def _in_quote(self, index: int) -> bool:
        """Whether a token stands between quotation marks of this sentence."""
        marks = [c for c in self.categories[:index] if c in ("Q", "q")]
        return bool(marks) and marks[-1] == "Q"
