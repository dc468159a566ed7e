"""The function words of a language, and what a clause is made of: verb groups and their arguments."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ingest.document import ActorMention
from ingest.forms import Lexicon
from ingest.lang_data import load
from ingest.morphology import lexicon
from ingest.phrases import Phrases, phrase_table
from ingest.sentences import find_tokens


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb group by token index, `first` to `last` (exclusive), `head` the word that carries the meaning."""

    first: int
    last: int
    head: int
    lemmas: tuple[str, ...]
    kind: str  # finite, infinitive, participle, gerund
    tense: str  # past, present, future, conditional, subjunctive, imperfect
    passive: bool = False
    reflexive: bool = False
    negated: bool = False
    plural: bool = False
    first_person: bool = False
    perfect: bool = False
    anterior: bool = False  # pluperfect: before what is told around it
    mood: str = ""  # possible, due: what a modal auxiliary adds
    governor: int = -1  # index of the verb that governs an infinitive or gerund; -1 for none


@dataclass(frozen=True, slots=True)
class Argument:
    """What depends on a verb or noun. `slot` is subject, object, inner, adjective, possessive, or a preposition."""

    slot: str
    mentions: tuple[ActorMention, ...]
    head: int = -1  # token index of the noun, for a phrase that is no actor
    within: str = ""  # for inner and adjective: the slot of the phrase that they stand in


@dataclass(slots=True)
class Grammar:
    """The function words of a language as sets."""

    lang: str
    lexicon: Lexicon
    determiners: frozenset[str]
    prepositions: dict[str, str]
    coordinators: frozenset[str]
    joining: frozenset[str]
    relatives: frozenset[str]
    subject_relatives: frozenset[str]
    subordinators: frozenset[str]
    that: frozenset[str]
    clitics: frozenset[str]
    reflexives: frozenset[str]
    pronouns: dict[str, str]
    negation_open: frozenset[str]
    negation_close: frozenset[str]
    adverbs: frozenset[str]
    adverb_endings: tuple[str, ...]
    partitive: frozenset[str]
    stops: frozenset[str]
    of: frozenset[str]
    possessives: frozenset[str]
    possessives_plural: frozenset[str]
    auxiliaries: dict[str, tuple[tuple[str, str], ...]]
    motion: frozenset[str]
    modal: frozenset[str]
    quotes_open: frozenset[str]
    quotes_close: frozenset[str]
    prenominal: frozenset[str]
    reporting: frozenset[str]
    manner: frozenset[str]
    definite: frozenset[str]
    modifying: frozenset[str]
    soft: frozenset[str]
    declined: bool  # who stands where is shown by case, see `cases`
    infinitive_marks: frozenset[str]
    also_nouns: frozenset[str]
    verb_prepositions: dict[str, frozenset[str]]
    genitive: frozenset[str]
    modifier_first: bool
    coverbs: bool  # complements stand before the verb, see `coverbs`
    open_content: bool
    enumerating: frozenset[str]
    bare_content: bool
    copula: frozenset[str]
    accusing: frozenset[str]
    data: dict[str, Any] = field(default_factory=dict)


@lru_cache(maxsize=8)
def grammar_of(lang: str) -> Grammar:
    """The function words of a language, compiled once."""
    g, v = load(lang, "grammar"), load(lang, "verbs")
    auxiliaries: dict[str, list[tuple[str, str]]] = {}
    for row in v["auxiliary"]:
        auxiliaries.setdefault(row["lemma"], []).append((row["with"], row["makes"]))
    return Grammar(
        lang=lang,
        lexicon=lexicon(lang),
        determiners=frozenset(g["determiners"]),
        prepositions=g["prepositions"],
        coordinators=frozenset(g["coordinators"]),
        joining=frozenset(g["joining"]),
        relatives=frozenset(g["relatives"]),
        subject_relatives=frozenset(g["subject_relatives"]),
        subordinators=frozenset(g["subordinators"]),
        that=frozenset(g["that"]),
        accusing=frozenset(g["accusing"]),
        clitics=frozenset(g["clitics"]),
        reflexives=frozenset(g["reflexives"]),
        pronouns=g["subject_pronouns"],
        negation_open=frozenset(g["negation_open"]),
        negation_close=frozenset(g["negation_close"]),
        adverbs=frozenset(g["adverbs"]),
        adverb_endings=tuple(g["adverb_endings"]),
        partitive=frozenset(g["partitive"]),
        stops=frozenset(g["stops"]),
        of=frozenset(g["of"]),
        possessives=frozenset(g["possessives"]),
        possessives_plural=frozenset(g["possessives_plural"]),
        auxiliaries={lemma: tuple(rows) for lemma, rows in auxiliaries.items()},
        motion=frozenset(v["motion"]),
        modal=frozenset(v["plain"]["modal"]),
        quotes_open=frozenset(g["quotes_open"]),
        quotes_close=frozenset(g["quotes_close"]),
        prenominal=frozenset(g["prenominal"]),
        manner=frozenset(g["manner"]),
        definite=frozenset(g["definite"]),
        modifying=frozenset(g["modifying"]),
        reporting=frozenset(load(lang, "voices")["cues"]["reporting"]),
        soft=frozenset(g["soft"]),
        declined=bool(g.get("case_order")),
        infinitive_marks=frozenset(g["infinitive_marks"]),
        also_nouns=frozenset(g["also_nouns"]),
        verb_prepositions={lemma: frozenset(words) for lemma, words in g["verb_prepositions"].items()},
        genitive=frozenset(g["genitive"]),
        modifier_first=bool(g["modifier_first"]),
        coverbs=bool(g.get("coverbs")),
        open_content=bool(g.get("open_content")),
        enumerating=frozenset(g.get("enumerating", ())),
        bare_content=bool(g["bare_content"]),
        copula=frozenset(v["plain"]["copula"]),
        data=g,
    )


@lru_cache(maxsize=8)
def compound_prepositions(lang: str) -> Phrases[str]:
    """Prepositions of several words ("в адрес", "по отношению к") with their slots."""
    rows = load(lang, "grammar")["prepositions"].items()
    return phrase_table(
        (tuple(token.low for token in find_tokens(words, lang)), slot) for words, slot in rows if " " in words
    )


@lru_cache(maxsize=8)
def adverbials(lang: str) -> Phrases[str]:
    """Fixed phrases that are adverbs."""
    return phrase_table(
        (tuple(token.low for token in find_tokens(words, lang)), words) for words in load(lang, "grammar")["slipped"]
    )
