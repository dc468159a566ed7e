"""Many phrases looked up at once, token by token: by their first word, longest first."""

from collections.abc import Iterable, Iterator, KeysView, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(slots=True)
class Phrases(Generic[Value]):
    """Phrases with what they mean. Words are lower case; a phrase may have several meanings."""

    _sizes: dict[str, tuple[int, ...]] = field(default_factory=dict)  # first word -> lengths of phrases, longest first
    _known: dict[tuple[str, ...], list[Value]] = field(default_factory=dict)

    def add(self, words: Sequence[str], value: Value) -> None:
        """Add one phrase; empty ones are left out."""
        key = tuple(words)
        if not key:
            return
        values = self._known.get(key)
        if values is None:
            values = self._known[key] = []
            sizes = {*self._sizes.get(key[0], ()), len(key)}
            self._sizes[key[0]] = tuple(sorted(sizes, reverse=True))
        if value not in values:
            values.append(value)

    def first_words(self) -> KeysView[str]:
        """The words with which phrases begin."""
        return self._sizes.keys()

    def at(self, lows: Sequence[str], index: int) -> tuple[int, list[Value]] | None:
        """The longest phrase that starts at `index`: (index after it, its meanings), or None."""
        return next(self.all_at(lows, index), None) if lows[index] in self._sizes else None

    def all_at(self, lows: Sequence[str], index: int) -> Iterator[tuple[int, list[Value]]]:
        """Every phrase that starts at `index`, longest first."""
        for size in self._sizes.get(lows[index], ()):
            if index + size > len(lows):
                continue  # at the end of the text a longer phrase has no room
            values = self._known.get(tuple(lows[index : index + size]))
            if values is not None:
                yield index + size, values

    def find(self, lows: Sequence[str], start: int, end: int) -> Iterator[tuple[int, int, list[Value]]]:
        """Non-overlapping phrases between two token indexes, longest at each place: (first, last + 1, meanings)."""
        index = start
        while index < end:
            if lows[index] not in self._sizes:
                index += 1
                continue
            hit = self.at(lows, index)
            if hit is None or hit[0] > end:
                index += 1
            else:
                yield index, hit[0], hit[1]
                index = hit[0]


def phrase_table(entries: Iterable[tuple[Sequence[str], Value]]) -> Phrases[Value]:
    """A table of (words, meaning)."""
    table: Phrases[Value] = Phrases()
    for words, value in entries:
        table.add(words, value)
    return table


def plurals_of(words: tuple[str, ...], rules: Sequence[Sequence[str]]) -> set[tuple[str, ...]]:
    """Singular and plural of a noun phrase: every word up to the first preposition takes its plural ending."""
    found = {words}
    plural = []
    open_ = True
    for word in words:
        open_ = open_ and len(word) > 2 and word not in ("par", "de", "d'", "au", "à", "of", "en")
        plural.append(plural_of(word, rules) if open_ else word)
    found.add(tuple(plural))
    return found


def plural_of(word: str, rules: Sequence[Sequence[str]]) -> str:
    """The plural of a word by the first ending that fits."""
    for ending, replacement in rules:
        if word.endswith(ending):
            return word[: len(word) - len(ending)] + replacement
    return word
