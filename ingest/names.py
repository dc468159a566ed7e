"""Who and where, by name: registry names, metonyms, demonyms, titles and unknown names, each found in place.

No reference is resolved here that needs the sentences before (pronouns, plurals, "son homologue"): see `actors`.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from graph.registry import Registry
from graph.spelling import split_forms, steps
from ingest.document import Document, PlaceMention
from ingest.forms import Lexicon
from ingest.lang_data import load
from ingest.morphology import lexicon
from ingest.phrases import Phrases
from ingest.sentences import find_tokens
from ingest.unknown_names import Hit, UnknownNames, slug


def _capital(word: str) -> bool:
    return word[:1].isupper()


class Names(UnknownNames):
    """All phrases of a language that name an actor or a place, compiled once."""

    def __init__(self, lang: str, registry: Registry) -> None:
        self.lang = lang
        self.registry = registry
        self.data = load(lang, "actors")
        self.grammar = load(lang, "grammar")
        self.lexicon: Lexicon = lexicon(lang)
        self.case_order: tuple[str, ...] = tuple(self.grammar.get("case_order", ()))
        self.latin = str.maketrans(self.data.get("latin", {}))
        self.forms: Phrases[tuple[str, str, bool, frozenset[str]]] = Phrases()
        self.places: Phrases[tuple[str, bool]] = Phrases()
        self.titles: Phrases[tuple[str, str]] = Phrases()
        self.exact_titles: Phrases[tuple[str, str]] = Phrases()
        cases = self._declined()
        for words, actor, kind in registry.forms(lang):
            self.forms.add(self._lows(words), (actor, kind, _capital(words), cases.get((words, actor), frozenset())))
        for words, place, _ in registry.place_forms(lang):
            self.places.add(self._lows(words), (place, _capital(words)))
        for row in self.data["title"]:
            for words in row["words"]:
                self._add_title(words, ("title", row["office"]))
        for words in self.data["counterpart"]["words"]:
            self._add_title(words, ("counterpart", ""))
        for row in self.data["group"]:
            for words in row["words"]:
                self._add_title(words, ("alone" if row.get("alone") else "group", row["of"]))
        self.state_heads: Phrases[str] = Phrases()
        for words in self.data["state_heads"]["words"]:
            self.state_heads.add(self._bases(words), "")
        for words, head in self.data["heads"].items():
            self.state_heads.add(self._bases(words), head)
        self.countries: Phrases[str] = Phrases()
        for words in self.data["own_country"]["words"]:
            self.countries.add(self._bases(words), words)
        self.unnamed: Phrases[tuple[str, str]] | None = None  # nouns of unnamed actors, compiled when first asked for
        self.openers: set[str] = set()  # words with which a mention can begin, collected when first asked for
        self.stop = frozenset(self.data["stop"]["words"])
        self.uncapitalised = tuple(self.data.get("uncapitalised", {}).get("beginnings", ()))
        self.particles = frozenset(self.data.get("particles", {}).get("words", ()))
        self.geography = frozenset(self.grammar["geography"])
        self.before = frozenset(self.data["before"]["words"])
        self.of = frozenset(self.grammar["of"])
        self.joining = frozenset(self.grammar["joining"])
        self.locative = frozenset(
            word for word, what in self.grammar["prepositions"].items() if what in self.grammar["locative"]
        )
        self.carriers = frozenset(self.grammar.get("carriers", ()))
        self.quotes_open = frozenset(self.grammar["quotes_open"])
        self.quotes_close = frozenset(self.grammar["quotes_close"])
        self.determiners = frozenset(self.grammar["determiners"])
        self.possessives = frozenset(self.grammar["possessives"])
        self.inner_adjectives = frozenset(self.data.get("inner_adjectives", {}).get("words", ()))

    def _lows(self, words: str) -> tuple[str, ...]:
        return tuple(token.low for token in find_tokens(words, self.lang, self.registry))

    def _bases(self, words: str) -> tuple[str, ...]:
        return tuple(map(self.lexicon.base, self._lows(words)))

    def _add_title(self, words: str, meaning: tuple[str, str]) -> None:
        """ "=стороны" is matched as it is written, all else by the base forms of its words."""
        if words.startswith("="):
            self.exact_titles.add(self._lows(words[1:]), meaning)
        else:
            self.titles.add(self._bases(words), meaning)

    def _declined(self) -> dict[tuple[str, str], frozenset[str]]:
        """(words, actor) -> the cases of the words, from the place of each form among the endings in the seeds."""
        found: dict[tuple[str, str], frozenset[str]] = {}
        if not self.case_order:
            return found
        for actor in self.registry.actors.values():
            for by_language in actor.written.values():
                for form in split_forms(by_language.get(self.lang, "")):
                    spelled = steps(form)
                    if len(spelled) == len(self.case_order):
                        for words, case in zip(spelled, self.case_order, strict=True):
                            found[words, actor.id] = found.get((words, actor.id), frozenset()) | {case}
        return found

    # ------------------------------------------------------------------ registry names

    def registered(self, text: str, lows: Sequence[str], starts: Sequence[int], index: int) -> Hit | None:
        """The longest registry form at a token; forms written with a capital need one in the text."""
        for after, values in self.forms.all_at(lows, index):
            capital = text[starts[index]].isupper() or not text[starts[index]].islower()
            capital = capital or (after == index + 1 and lows[index].startswith(self.uncapitalised))  # "в минфине"
            usable = [value for value in values if capital or not value[2]]
            if usable:
                kinds = {value[1] for value in usable}
                kind = next(k for k in ("name", "metonym", "forces", "demonym", "short", *kinds) if k in kinds)
                chosen = [value for value in usable if value[1] == kind]
                cases = frozenset().union(*(value[3] for value in chosen))
                return Hit(index, after, kind, tuple(dict.fromkeys(value[0] for value in chosen)), cases=cases)
        return None

    def demonym(self, lows: Sequence[str], index: int) -> str | None:
        """The state whose adjective stands at a token, whatever its case."""
        if index >= len(lows):
            return None
        for after, values in self.forms.all_at(lows, index):
            if after == index + 1:
                for actor, kind, _, _ in values:
                    if kind == "demonym":
                        return actor
        return None

    # ------------------------------------------------------------------ titles

    def _title_phrase(
        self, text: str, lows: Sequence[str], bases: Sequence[str], starts: Sequence[int], index: int
    ) -> tuple[int, str, str, str] | None:
        """A title at a token, with one adjective of a state let in: (after, what, office, state)."""
        best = self.exact_titles.at(lows, index)
        if best is None or (best[0] < len(lows) and self._of(text, lows, starts, best[0]) is not None):
            best = self.titles.at(bases, index)  # "лидеры России и Китая"
        found = (best[0], *best[1][0], "") if best else None
        for gap in (0, 1, 2):
            state = self.demonym(lows, index + gap)
            if state is None:
                continue
            closed = [*bases[index : index + gap], *bases[index + gap + 1 : index + gap + 9]]
            if not closed:
                continue
            hit = self.titles.at(closed, 0)
            if hit and hit[0] > gap and (found is None or hit[0] + 1 > found[0] - index):
                found = (index + hit[0] + 1, *hit[1][0], state)
        return found

    def title(
        self, text: str, lows: Sequence[str], bases: Sequence[str], starts: Sequence[int], index: int
    ) -> Hit | None:
        """A title with what it is of: adjectives and "de X" after it belong to it."""
        found = self._title_phrase(text, lows, bases, starts, index)
        if found is None:
            return None
        after, what, office, of = found
        cases = self.lexicon.phrase_cases(lows[index:after])
        if what == "alone" and after < len(lows) and not self._closed(lows[after]):
            return None
        if what in ("group", "alone"):
            return Hit(index, after, "group", office=office, cases=cases)
        inner = self._inner_title(text, lows, bases, starts, after)
        after, of = inner or (after, of)
        while after < len(lows) and not of:
            step = self._of(text, lows, starts, after)
            if step is not None:
                of, after = step
                continue
            state = self.demonym(lows, after)
            if state is None:
                break
            of, after = state, after + 1
        if (
            after + 1 < len(lows) and lows[after] in self.locative and of and office == "ambassador"
        ):  # "ambassadeur de Chine en Russie"
            where = self.registered(text, lows, starts, after + 1)
            if where is not None and where.last < len(lows) and lows[where.last] == ",":
                after = where.last
        while after < len(lows) and lows[after] in self.inner_adjectives:
            after += 1
        return Hit(index, after, what, office=office, of=of, cases=cases)

    def _closed(self, low: str) -> bool:
        """Whether a word cannot belong to the noun phrase before it: a mark, a preposition, an adverb or a verb."""
        return (
            not low[0].isalnum()
            or low in self.grammar["prepositions"]
            or low in self.grammar["adverbs"]
            or any(form.kind in ("finite", "participle") for form in self.lexicon.forms(low))
        )

    def _inner_title(
        self, text: str, lows: Sequence[str], bases: Sequence[str], starts: Sequence[int], index: int
    ) -> tuple[int, str] | None:
        """ "пресс-секретарь российского лидера": a title in the genitive behind another: (index behind, state)."""
        if not self.case_order or index >= len(lows):
            return None
        found = self._title_phrase(text, lows, bases, starts, index)
        if found is None or found[1] != "title" or "gen" not in self.lexicon.phrase_cases(lows[index : found[0]]):
            return None
        return found[0], found[3]

    def _of(self, text: str, lows: Sequence[str], starts: Sequence[int], index: int) -> tuple[str, int] | None:
        """ "de la Fédération de Russie", "du Kremlin": (actor id, index after)."""
        if lows[index] not in self.of and not self.case_order:
            return None
        inner = index if self.case_order else index + 1
        while inner < len(lows) and lows[inner] in self.determiners:
            inner += 1
        marked = bool(self.case_order) and inner < len(lows) and lows[inner] in self.quotes_open
        inner += marked
        if inner >= len(lows):
            return None
        hit = self.registered(text, lows, starts, inner)
        if hit is None or hit.form in ("demonym", "short") or len(hit.ids) != 1:
            return None
        if hit.cases and "gen" not in hit.cases:
            return None
        if self.registry.actors[hit.ids[0]].kind == "person":
            return None
        closed = marked and hit.last < len(lows) and lows[hit.last] in self.quotes_close
        return hit.ids[0], hit.last + closed

    # ------------------------------------------------------------------ collective nouns

    def collective(
        self, text: str, lows: Sequence[str], bases: Sequence[str], starts: Sequence[int], index: int
    ) -> Hit | None:
        """ "l'armée russe", "entreprises américaines", "le gouvernement de la Chine", "китайские компании"."""
        state = self.demonym(lows, index)
        if state is not None:
            both = self._both(lows, bases, index, state)
            if both is not None:
                return both
            for gap in (2, 1):  # "китайские государственные компании"
                found = self.state_heads.at(bases, index + gap) if index + gap < len(lows) else None
                if found is not None and (gap == 1 or self.lexicon.adjective(lows[index + 1])):
                    return self.collected(lows, index, found[0], state, found[1][0])
            return None
        found = self.state_heads.at(bases, index)
        if found is None:
            return None
        after, heads = found
        last, state = after, self.demonym(lows, after)
        if state is None and after + 1 < len(lows) and lows[after] not in self.of and not self.case_order:
            state, last = self.demonym(lows, after + 1), after + 1  # "autorités locales chinoises"
        if state is not None:
            last += 1
        else:
            step = self._of(text, lows, starts, after) if after < len(lows) else None
            if step is None or self.registry.actors[step[0]].kind not in ("state", "group"):
                return None
            state, last = step
        second = self.demonym(lows, last + 1) if last < len(lows) and lows[last] in self.joining else None
        if second is not None and not heads[0]:  # "avions chinois et russes"
            return Hit(index, last + 2, "head", (state, second))
        second_of = self._of(text, lows, starts, last + 1) if self.case_order and last + 1 < len(lows) else None
        if second_of is not None and not heads[0] and lows[last] in self.grammar["joining"] and second_of[0] != state:
            cases = self.lexicon.phrase_cases(lows[index:last])  # "самолеты России и Китая"
            return Hit(index, second_of[1], "head", (state, second_of[0]), cases=cases)
        return self.collected(lows, index, last, state, heads[0])

    def collected(self, lows: Sequence[str], first: int, last: int, state: str, head: str) -> Hit:
        """A collective by its English head, or the state itself where there is none."""
        cases = self.lexicon.phrase_cases(lows[first:last])
        if not head:
            return Hit(first, last, "head", (state,), cases=cases)
        name = f"{self.adjective(state)} {head}"
        return Hit(first, last, "collective", (slug(name),), name=name, kind="organisation", cases=cases)

    def own_country(self, bases: Sequence[str], index: int) -> int | None:
        """The index after "les forces de son pays", "son pays"; None where they do not stand at `index`."""
        if bases[index] in self.possessives and index + 1 < len(bases) and self.grammar["modifier_first"]:
            own = self.state_heads.at(bases, index + 1)
            if own is not None and not own[1][0]:
                return own[0]  # "his forces"
        head = self.state_heads.at(bases, index)
        at = index
        if head is not None and head[0] < len(bases) and (bases[head[0]] in self.of or self.case_order):
            at = head[0] if self.case_order else head[0] + 1
        found = self.countries.at(bases, at) if at < len(bases) else None
        return found[0] if found else None

    def _both(self, lows: Sequence[str], bases: Sequence[str], index: int, state: str) -> Hit | None:
        """ "российские и китайские военные": both states, where the noun stands for the state."""
        if index + 3 >= len(lows) or lows[index + 1] not in self.grammar["joining"]:
            return None
        other = self.demonym(lows, index + 2)
        found = self.state_heads.at(bases, index + 3) if other is not None and other != state else None
        if index + 4 < len(lows) and self.lexicon.adjective(lows[index + 3]):
            found = self.state_heads.at(bases, index + 4) or found
        if found is None or other is None or found[1][0]:
            return None
        cases = self.lexicon.phrase_cases(lows[index + 2 : found[0]])
        return Hit(index, found[0], "head", (state, other), cases=cases)

    def state_of(self, text: str, lows: Sequence[str], starts: Sequence[int], index: int) -> tuple[str, int] | None:
        """ "de la Chine", "Китая": the actor that a title is of, and the index after."""
        return self._of(text, lows, starts, index) if index < len(lows) else None

    def adjective(self, state: str) -> str:
        """The English adjective of a state, for names made of it."""
        return _english_adjectives(self.registry).get(state, self.registry.actors[state].name)

    # ------------------------------------------------------------------ places

    def place(self, text: str, lows: Sequence[str], starts: Sequence[int], index: int) -> tuple[int, str] | None:
        """The longest place name at a token: (index after, place id)."""
        for after, values in self.places.all_at(lows, index):
            capital = not text[starts[index]].islower()
            usable = [place for place, needs in values if capital or not needs]
            if usable:
                return after, usable[0]
        return None


@lru_cache(maxsize=2)
def _adjectives(key: int, pairs: tuple[tuple[str, str], ...]) -> dict[str, str]:
    del key
    found: dict[str, str] = {}
    for words, actor in pairs:
        found.setdefault(actor, words)
    return found


def _english_adjectives(registry: Registry) -> dict[str, str]:
    pairs = tuple((words, actor) for words, actor, kind in registry.forms("en") if kind == "demonym")
    return _adjectives(id(registry), pairs)


_COMPILED: dict[tuple[str, int], Names] = {}


def names_of(lang: str, registry: Registry) -> Names:
    """The compiled names of a language. A registry is loaded once and kept, so its identity is its key."""
    key = (lang, id(registry))
    if key not in _COMPILED:
        _COMPILED[key] = Names(lang, registry)
    return _COMPILED[key]


def find_places(document: Document, names: Names) -> Iterator[PlaceMention]:
    """Every place name of a text, whether it is meant as a place or not."""
    lows = [token.low for token in document.tokens]
    starts = document.token_starts
    index = 0
    opening = names.places.first_words()
    while index < len(lows):
        if lows[index] not in opening:
            index += 1
            continue
        hit = names.place(document.text, lows, starts, index)
        if hit is None:
            index += 1
            continue
        place: Any = names.registry.places[hit[1]]
        yield PlaceMention(
            start=starts[index], end=document.tokens[hit[0] - 1].end, id=place.id, name=place.name, rule="registry"
        )
        index = hit[0]
