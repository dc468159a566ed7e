"""Names in another script as English texts write them: Chinese names by their syllables (Palladius to pinyin), settled
given names, else letter by letter. For languages whose data has such tables.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from ingest.lang_data import load

_SYLLABLES = 3  # of a Chinese given name, at most


class Transcription:
    """Writes names of one language in Latin letters."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.letters = str.maketrans(data.get("latin", {}))
        self.syllables: Mapping[str, str] = data.get("palladius", {})
        self.surnames = frozenset(data.get("palladius_surnames", {}).get("words", ()))
        self.articles = frozenset(data.get("particles", {}).get("words", ()))
        self.given: Mapping[str, str] = data.get("given", {})
        self.endings: Mapping[str, str] = data.get("latin_endings", {})

    def written(self, words: Sequence[str]) -> str:
        """Lower-case words of a name in the nominative as one name: "лян ян" is "Liang Yang"."""
        chinese = self._chinese(words)
        return chinese or " ".join(self._joined(word) for word in words)

    def _joined(self, word: str) -> str:
        """A word of a name with its parts: "аль-мишри" is "al-Mishri"."""
        first, _, rest = word.partition("-")
        if rest and first in self.articles:
            return f"{first.translate(self.letters)}-{self._word(rest)}"
        return self.given.get(word) or " ".join(self._word(part) for part in word.split("-") if part)

    def _word(self, word: str) -> str:
        if word in self.given:
            return self.given[word]
        for ending, latin in self.endings.items():
            if word.endswith(ending) and len(word) > len(ending) + 2:
                word = word[: -len(ending)] + latin
                break
        latin = word.translate(self.letters)
        return latin[:1].upper() + latin[1:]

    def _chinese(self, words: Sequence[str]) -> str:
        """A surname of China and one or two syllables behind it; empty where a name is not of that make."""
        if len(words) != 2 or words[0] not in self.surnames:
            return ""
        parts = [self._split(word) for word in words]
        if not all(parts) or len(parts[1]) > _SYLLABLES:
            return ""
        return " ".join("".join(self.syllables[s] for s in part).capitalize() for part in parts)

    def _split(self, word: str) -> list[str]:
        """The syllables of a word, as few as possible; empty where it is not made of them."""
        best: list[list[str] | None] = [[]] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - 6), end):
                before, piece = best[start], word[start:end].strip("ъ")
                known = best[end]
                if before is not None and piece in self.syllables and (known is None or len(before) + 1 < len(known)):
                    best[end] = [*before, piece]
        return best[-1] or []


@lru_cache(maxsize=8)
def transcription_of(lang: str) -> Transcription:
    """The transcription of a language, from its `actors.toml`."""
    return Transcription(load(lang, "actors"))
