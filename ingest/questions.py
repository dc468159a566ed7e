"""Questions in words: date, actors, places, kinds of event, sources and grouping, read as an article's sentence is.

What a question's own words mean (asking, citing, joining) is language data, `questions.toml`. What no rule reads is
handed back as missed, never guessed.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graph.errors import QueryError
from graph.model import Article, EventType, Family
from graph.registry import Registry
from graph.when import Kind, When
from ingest.document import ActorMention, Document
from ingest.lang_data import load
from ingest.phrases import Phrases, phrase_table
from ingest.sentences import find_tokens

MAX_LENGTH = 500  # characters
SCRIPTS = {"LATIN": ("en", "fr"), "CYRILLIC": ("ru",), "CJK": ("zh",)}
NAMING = frozenset(("name", "short", "title", "metonym", "people", "demonym", "unknown"))  # forms that say who
MEDIA = frozenset(
    ("agency", "state-media", "newspaper", "magazine", "broadcaster", "news-site", "aggregator", "blog", "party-media")
)
LIGHT, ASKING, CITING, TELLING, OUTLET, EXCLUDING, EITHER, EACH, PLACE = (
    "light", "asking", "citing", "telling", "outlets", "excluding", "either", "each_source", "place",
)  # fmt: skip
KEYS = (LIGHT, ASKING, CITING, TELLING, OUTLET, EXCLUDING, EITHER, EACH, PLACE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Missed:
    """Words of a question that were not understood: where they stand and why."""

    start: int
    end: int
    words: str
    why: str  # word (no rule reads it), relative, open, second, undated, two readings, number, excluding
    decides: bool = False  # an answer without them would be another question's


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What a question was understood to ask. Ids of the registry or of the record; empty: not asked."""

    text: str
    lang: str
    when: When | None = None
    actors: tuple[str, ...] = ()  # all of them take part, or one where `either`
    either: bool = False
    voices: tuple[str, ...] = ()  # who is cited inside the articles
    sources: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    types: tuple[EventType, ...] = ()
    families: tuple[Family, ...] = ()
    by_source: bool = False
    missed: tuple[Missed, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was understood that an answer could rest on."""
        return not (self.when or self.actors or self.voices or self.sources or self.places or self.types)

    @property
    def is_barred(self) -> bool:
        """Whether words were missed without which an answer would be one to another question."""
        return any(missed.decides for missed in self.missed)

    @property
    def answerable(self) -> bool:
        """Whether an answer to what was understood would be one to what was asked, as far as can be told."""
        return not self.is_empty and not self.is_barred


def languages_of(text: str) -> tuple[str, ...]:
    """The languages that the scripts of the text leave open; all where it has no letters."""
    scripts = {unicodedata.name(c, "").partition(" ")[0] for c in text if c.isalpha()}
    return tuple(lang for script, langs in SCRIPTS.items() if not scripts or script in scripts for lang in langs)


def understand(
    text: str,
    registry: Registry,
    *,
    sources: Mapping[str, str] | None = None,
    is_known: Callable[[str], bool] = lambda _: False,
) -> Question:
    """What the question asks, in whichever of the four languages reads most of it.

    `sources` are names of sources that only the record knows, with their ids; `is_known` says whether the record
    knows an actor whom the registry does not. Raises QueryError for what is empty, too long, or in no known script.
    """
    words = " ".join(text.split())
    if not words or len(words) > MAX_LENGTH:
        raise QueryError(f"ask something in at most {MAX_LENGTH} characters")
    read = [_Reading(words, lang, registry, sources or {}, is_known).question() for lang in languages_of(words)]
    if not read:
        raise QueryError("ask in English, French, Russian or Chinese")
    return min(read, key=lambda q: sum(missed.end - missed.start for missed in q.missed))


@lru_cache(maxsize=4)
def _phrases(lang: str) -> Mapping[str, Phrases[bool]]:
    data = load(lang, "questions")

    def cut(words: str) -> Iterator[tuple[str, ...]]:
        yield tuple(token.low for token in find_tokens(words, lang))
        if " " not in words:
            yield (words,)  # an elided article, which before a word is a token of its own

    return {key: phrase_table((form, True) for words in data[key] for form in cut(words)) for key in KEYS}


def _source_names(registry: Registry) -> tuple[tuple[str, str], ...]:
    """(name, id) of the sources that are no actors, whose names the actors' step cannot find; the longest first."""
    found = {
        (name, source.id)
        for source in registry.sources.values()
        if source.id not in registry.actors
        for lang, label in source.labels.items()
        for name in (label, *source.aliases.get(lang, ()))
    }
    return tuple(sorted(found, key=lambda pair: (-len(pair[0]), pair)))


class _Reading:
    """One question in one language: every token is taken for something, or missed."""

    def __init__(
        self,
        text: str,
        lang: str,
        registry: Registry,
        sources: Mapping[str, str],
        is_known: Callable[[str], bool],
    ) -> None:
        from ingest import actors, sentences
        from ingest.times import step as times

        self.text, self.lang, self.registry, self.is_known = text, lang, registry, is_known
        document = Document(article=Article(id="question", work="question", text=text, lang=lang, source="question"))
        document = times.annotate(sentences.annotate(document, registry))
        self.document = actors.annotate(document, registry)
        self.lows = [token.low for token in self.document.tokens]
        self.taken: list[str] = [""] * len(self.lows)
        self.told: dict[str, list[Any]] = {key: [] for key in ("actors", "voices", "sources", "places")}
        self.missed: list[Missed] = []
        self.either = False
        self.names = (*sorted(sources.items(), key=lambda pair: -len(pair[0])), *_source_names(registry))

    def question(self) -> Question:
        """Read it."""
        when = self._date()
        self._mark(EACH, ASKING, CITING, EXCLUDING, EITHER)
        self._sources_by_name()
        for mention in self.document.actors:
            self._mention(mention)
        if self.told["sources"] or self.told["voices"] or EACH in self.taken:
            self._mark(TELLING)
        self._places()
        types, families = self._kinds()
        self._mark(OUTLET, PLACE, LIGHT)
        self._note_rest()
        return Question(
            text=self.text, lang=self.lang, when=when, types=types, families=families, either=self.either,
            by_source=EACH in self.taken, missed=tuple(sorted(self.missed, key=lambda missed: missed.start)),
            **{key: tuple(dict.fromkeys(ids)) for key, ids in self.told.items()},
        )  # fmt: skip

    # ------------------------------------------------------------ tokens

    def _tokens(self, start: int, end: int) -> range:
        """The indexes of the tokens that lie between two code points."""
        inside = [i for i, token in enumerate(self.document.tokens) if token.start < end and token.end > start]
        return range(inside[0], inside[-1] + 1) if inside else range(0)

    def _take(self, indexes: range, what: str) -> None:
        for index in indexes:
            self.taken[index] = what

    def _mark(self, *keys: str) -> None:
        for key in keys:
            for first, last, _ in _phrases(self.lang)[key].find(self.lows, 0, len(self.lows)):
                if not any(self.taken[first:last]):
                    self._take(range(first, last), key)

    def _miss(self, start: int, end: int, why: str, *, decides: bool = False) -> None:
        words = self.text[start:end]
        self.missed.append(Missed(start=start, end=end, words=words, why=why, decides=decides))

    def _before(self, index: int) -> str:
        """What the nearest token to the left that carries a meaning was taken for; names of sources and voices,
        outlets, articles and what joins are passed over."""
        grammar, outlets = load(self.lang, "grammar"), _phrases(self.lang)[OUTLET]
        for at in range(index - 1, -1, -1):
            taken = self.taken[at]
            if taken in (CITING, EACH):
                return taken
            low = self.lows[at]
            small = not taken and (low in grammar["joining"] or low in grammar["determiners"] or self._is_mark(at))
            small = small or (not taken and outlets.at(self.lows, at) is not None)
            if not (taken == "cited" or small):
                return taken
        return ""

    def _is_mark(self, index: int) -> bool:
        return not any(c.isalnum() for c in self.lows[index])

    # ------------------------------------------------------------ what is asked

    def _date(self) -> When | None:
        """The one day or period that the question names."""
        found: dict[str, When] = {}
        for time in self.document.times:
            self._take(self._tokens(time.start, time.end), "time")
            when = time.when
            if when is None:
                self._miss(time.start, time.end, "undated" if time.type in ("DURATION", "SET") else "relative",
                           decides=True)  # fmt: skip
            elif when.edtf.startswith("["):
                self._miss(time.start, time.end, "two readings", decides=True)
            elif when.kind not in (Kind.THROUGHOUT, Kind.WITHIN) or when.start is None or when.end is None:
                self._miss(time.start, time.end, "open", decides=True)
            elif found and when.edtf not in found:
                self._miss(time.start, time.end, "second", decides=True)
            else:
                found[when.edtf] = when
        return next(iter(found.values()), None)

    def _sources_by_name(self) -> None:
        """Sources that are no actors: by their names as they are written, in any case behind a word that cites."""
        low = self.text.casefold()
        for name, id in self.names:
            at = self.text.find(name)
            at = at if at >= 0 or len(low) != len(self.text) else low.find(name.casefold())
            tokens = self._tokens(at, at + len(name)) if at >= 0 else range(0)
            if not tokens or any(self.taken[i] for i in tokens) or not self._whole(tokens, at, at + len(name)):
                continue
            if self.text[at : at + len(name)] == name or self._before(tokens[0]) == CITING:
                self._take(tokens, "cited")
                self.told["sources"].append(id)

    def _whole(self, tokens: range, start: int, end: int) -> bool:
        first, last = self.document.tokens[tokens[0]], self.document.tokens[tokens[-1]]
        return first.start == start and last.end == end

    def _mention(self, mention: ActorMention) -> None:
        """An actor: a source where it is a medium, a voice behind a word that cites, else somebody who takes part."""
        tokens = self._tokens(mention.start, mention.end)
        if mention.form not in NAMING or not mention.ids or any(self.taken[i] for i in tokens):
            return
        unknown = [i for i in mention.ids if i not in self.registry.actors and not self.is_known(i)]
        if unknown:
            return  # its words are missed, with all others that nothing reads
        cited = self._before(tokens[0]) in (CITING, EACH)
        for id in mention.ids:
            source = self.registry.sources.get(id)
            if source is not None and source.kind in MEDIA:
                self._take(tokens, "cited")
                self.told["sources"].append(id)
            elif cited:
                self._take(tokens, "cited")
                self.told["voices"].append(id)
            elif (place := self._place_of(mention, tokens)) is not None:
                self._take(tokens, "where")
                self.told["places"].append(place)
            else:
                self.either = self.either or self._joined_by_or(tokens[0])
                self._take(tokens, "who")
                self.told["actors"].append(id)

    def _joined_by_or(self, index: int) -> bool:
        return index > 1 and self.taken[index - 1] == EITHER and self.taken[index - 2] == "who"

    def _place_of(self, mention: ActorMention, tokens: range) -> str | None:
        """The place that an actor's name stands for behind a word that says where: "in Beijing"."""
        if tokens[0] == 0 or _phrases(self.lang)[PLACE].at(self.lows, tokens[0] - 1) is None:
            return None
        known = (place.id for place in self.document.places if place.start == mention.start)
        return next((id for id in known if id in self.registry.places), None)

    def _places(self) -> None:
        """Places whose names name no actor."""
        for place in self.document.places:
            tokens = self._tokens(place.start, place.end)
            if place.id in self.registry.places and tokens and not any(self.taken[i] for i in tokens):
                self._take(tokens, "where")
                self.told["places"].append(place.id)

    def _kinds(self) -> tuple[tuple[EventType, ...], tuple[Family, ...]]:
        """Types and families of the happenings that verbs and nouns of the question name."""
        from ingest.parsed import Parsed

        parsed = Parsed(self.document, self.registry)
        types, families = [], []
        for clauses in parsed.sentences:
            spans: list[tuple[int, int, Any]] = [
                (first, last, meanings[0])
                for first, last, meanings in parsed.triggers.nouns.find(clauses.bases, 0, len(clauses.lows))
            ]
            for verb in clauses.verbs:
                match = parsed.triggers.of_verb(clauses, verb)
                if match is not None:
                    spans.append((verb.first, match.last, match.trigger))
            for first, last, trigger in spans:
                whole = range(clauses.offset + first, clauses.offset + last)
                free = [i for i in whole if not self.taken[i]]
                if free and not any(self.taken[i] in (ASKING, TELLING, "what") for i in whole):
                    for index in free:
                        self.taken[index] = "what"
                    types.append(trigger.type)
                    families.append(trigger.family)
            if types:  # "held a meeting", "sanctions were imposed": such a verb carries its noun and says no more
                for verb in clauses.verbs:
                    whole = range(clauses.offset + verb.first, clauses.offset + verb.last)
                    if parsed.triggers.support & set(verb.lemmas) and not any(self.taken[i] for i in whole):
                        self._take(whole, LIGHT)
        return tuple(dict.fromkeys(types)), tuple(dict.fromkeys(families))

    def _note_rest(self) -> None:
        """What nothing has read, run by run; words that exclude and numbers, which may be dates, change it."""
        for first, last in self._runs():
            start, end = self.document.tokens[first].start, self.document.tokens[last - 1].end
            why = "number" if any(c.isdigit() for c in self.text[start:end]) else "word"
            why = EXCLUDING if self.taken[first] == EXCLUDING else why
            self._miss(start, end, why, decides=why != "word")

    def _runs(self) -> Iterator[tuple[int, int]]:
        first: int | None = None
        for index, taken in enumerate([*self.taken, LIGHT]):
            rest = index < len(self.lows) and (taken == EXCLUDING or (not taken and not self._is_mark(index)))
            rest = rest or (first is not None and self._inside_a_word(index))
            other = first is not None and (taken == EXCLUDING) != (self.taken[first] == EXCLUDING)
            if first is not None and (not rest or other):
                yield first, index
                first = None
            if rest and first is None:
                first = index

    def _inside_a_word(self, index: int) -> bool:
        """Whether a light word stands between two missed ones without a space: it is a part of the same word."""
        if not 0 < index < len(self.lows) - 1 or self.taken[index] != LIGHT:
            return False
        before, here, after = self.document.tokens[index - 1 : index + 2]
        missed = not self.taken[index - 1] and not self.taken[index + 1]
        return missed and (before.end, here.end) == (here.start, after.start) and not self._is_mark(index + 1)
