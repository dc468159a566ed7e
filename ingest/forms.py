"""What is asked of the words of a language: readings as verb forms, base forms, cases; how data writes a verb."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Form:
    """One reading of a word as a verb form."""

    lemma: str
    kind: str  # finite, infinitive, participle (past, passive), gerund
    tense: str = ""  # past, present, future, conditional, subjunctive, imperfect
    plural: bool = False
    first: bool = False  # first person
    passive: bool = False  # a form that is passive by itself
    intransitive: bool = False  # known to take no object


@dataclass(frozen=True, slots=True)
class VerbPattern:
    """A verb with what must stand beside it, as the data writes it: "~ rendre @à" (reflexive, with that preposition),
    "mettre fin" (with that word soon after)."""

    lemma: str
    reflexive: bool
    words: tuple[str, ...]  # all must follow soon; of "a|b" either
    prepositions: tuple[str, ...]  # one must follow soon

    @staticmethod
    @lru_cache(maxsize=4096)
    def parse(written: str) -> "VerbPattern":
        """Read one entry of a `verbs` list."""
        parts = written.split()
        reflexive = parts[0] == "~"
        rest = parts[2:] if reflexive else parts[1:]
        return VerbPattern(
            parts[1] if reflexive else parts[0],
            reflexive,
            tuple(part for part in rest if not part.startswith("@")),  # "+on": right behind the verb, "<额": before it
            tuple(part[1:] for part in rest if part.startswith("@")),
        )


def spelled_out(written: str) -> tuple[str, ...]:
    """An entry of a `verbs` list once for each of its verbs: "расти|вырасти экспорт|импорт" is two entries, each of
    which asks for one of two words."""
    mark = "~ " if written.startswith("~ ") else ""
    verbs, _, rest = written.removeprefix("~ ").partition(" ")
    return tuple(f"{mark}{verb} {rest}".strip() for verb in verbs.split("|"))


class Lexicon(Protocol):
    """What a language knows of its verbs."""

    def forms(self, low: str) -> tuple[Form, ...]:
        """All readings of a lower-case word as a verb form; empty where it is none that is known."""
        ...

    def base(self, low: str) -> str:
        """The form by which nouns and adjectives are compared: the word itself in languages that do not decline."""
        ...

    def cases(self, low: str) -> frozenset[str]:
        """The cases (nom, gen, dat, acc, ins, loc) in which a noun may stand; empty for all else."""
        ...

    def phrase_cases(self, lows: Sequence[str]) -> frozenset[str]:
        """The cases of a noun phrase by its first noun and the adjectives before it; empty where none is shown."""
        ...

    def adjective(self, low: str) -> bool:
        """Whether a word is an adjective, as far as the language shows it."""
        ...

    def participle(self, low: str) -> bool:
        """Whether a word is a full participle, which behind a comma opens a clause of its own ("закрепляющие")."""
        ...

    def participles(self, low: str) -> tuple[Form, ...]:
        """The readings of a word as a full participle, active or passive; empty where it is none."""
        ...

    def numbers(self, low: str) -> frozenset[str]:
        """The numbers (sing, plur) in which a noun may stand in the nominative; empty where the language does not
        tell."""
        ...

    def animate(self, low: str) -> bool:
        """Whether a word is a noun for somebody, as far as the dictionary of the language tells."""
        ...

    def name(self, low: str) -> bool:
        """Whether a word may be the name of a person or place; True where the language does not tell."""
        ...

    def given(self, low: str) -> bool:
        """Whether a word is a person's given name, as far as the dictionary of the language tells."""
        ...

    def nominative(self, lows: Sequence[str]) -> tuple[tuple[str, ...], frozenset[str]]:
        """A person's name as it is cited, and the cases in which it may stand here (empty: not known)."""
        ...
