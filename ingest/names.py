"""Who and where, by name: registry names, metonyms, demonyms, titles and unknown names, each found in place.

No reference is resolved here that needs the sentences before (pronouns, plurals, "son homologue"): see `actors`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graph.model import digest
from graph.registry import Registry
from ingest.document import Document, PlaceMention
from ingest.lang_data import load
from ingest.phrases import Phrases
from ingest.sentences import find_tokens


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that name somebody, by token index. `office` and `of` are set for titles."""

    first: int
    last: int
    form: str  # name, short, demonym, metonym, forces, title, group, counterpart, head, unknown
    ids: tuple[str, ...] = ()
    name: str = ""
    office: str = ""
    of: str = ""
    kind: str = ""


def _capital(word: str) -> bool:
    return word[:1].isupper()


class Names:
    """All phrases of a language that name an actor or a place, compiled once."""

    def __init__(self, lang: str, registry: Registry) -> None:
        self.lang = lang
        self.registry = registry
        self.data = load(lang, "actors")
        self.grammar = load(lang, "grammar")
        self.forms: Phrases[tuple[str, str, bool]] = Phrases()
        self.places: Phrases[tuple[str, bool]] = Phrases()
        self.titles: Phrases[tuple[str, str]] = Phrases()
        for words, actor, kind in registry.forms(lang):
            self.forms.add(self._lows(words), (actor, kind, _capital(words)))
        for words, place, _ in registry.place_forms(lang):
            self.places.add(self._lows(words), (place, _capital(words)))
        for row in self.data["title"]:
            for words in row["words"]:
                self.titles.add(self._lows(words), ("title", row["office"]))
        for words in self.data["counterpart"]["words"]:
            self.titles.add(self._lows(words), ("counterpart", ""))
        for row in self.data["group"]:
            for words in row["words"]:
                self.titles.add(self._lows(words), ("group", row["of"]))
        self.state_heads: Phrases[str] = Phrases()
        for words in self.data["state_heads"]["words"]:
            self.state_heads.add(self._lows(words), "")
        for words, head in self.data["heads"].items():
            self.state_heads.add(self._lows(words), head)
        self.countries: Phrases[str] = Phrases()
        for words in self.data["own_country"]["words"]:
            self.countries.add(self._lows(words), words)
        self.stop = frozenset(self.data["stop"]["words"])
        self.before = frozenset(self.data["before"]["words"])
        self.of = frozenset(self.grammar["of"])
        self.determiners = frozenset(self.grammar["determiners"])
        self.inner_adjectives = frozenset(self.data.get("inner_adjectives", {}).get("words", ()))

    def _lows(self, words: str) -> tuple[str, ...]:
        return tuple(token.low for token in find_tokens(words, self.lang))

    # ------------------------------------------------------------------ registry names

    def registered(self, text: str, lows: Sequence[str], starts: Sequence[int], index: int) -> Hit | None:
        """The longest registry form at a token; forms written with a capital need one in the text."""
        for after, values in self.forms.all_at(lows, index):
            capital = text[starts[index]].isupper() or not text[starts[index]].islower()
            usable = [value for value in values if capital or not value[2]]
            if usable:
                kinds = {kind for _, kind, _ in usable}
                kind = next(k for k in ("name", "metonym", "forces", "demonym", "short", *kinds) if k in kinds)
                ids = tuple(actor for actor, k, _ in usable if k == kind)
                return Hit(index, after, kind, ids)
        return None

    def demonym(self, lows: Sequence[str], index: int) -> str | None:
        """The state whose adjective stands at a token, whatever its case."""
        if index >= len(lows):
            return None
        for after, values in self.forms.all_at(lows, index):
            if after == index + 1:
                for actor, kind, _ in values:
                    if kind == "demonym":
                        return actor
        return None

    # ------------------------------------------------------------------ titles

    def _title_phrase(self, lows: Sequence[str], index: int) -> tuple[int, str, str, str] | None:
        """A title at a token, with one adjective of a state let in: (after, what, office, state)."""
        best = self.titles.at(lows, index)
        found = (best[0], *best[1][0], "") if best else None
        for gap in (1, 2):
            state = self.demonym(lows, index + gap)
            if state is None:
                continue
            closed = [*lows[index : index + gap], *lows[index + gap + 1 : index + gap + 9]]
            hit = self.titles.at(closed, 0)
            if hit and hit[0] > gap and (found is None or hit[0] + 1 > found[0] - index):
                found = (index + hit[0] + 1, *hit[1][0], state)
        return found

    def title(self, text: str, lows: Sequence[str], starts: Sequence[int], index: int) -> Hit | None:
        """A title with what it is of: adjectives and "de X" after it belong to it."""
        found = self._title_phrase(lows, index)
        if found is None:
            return None
        after, what, office, of = found
        if what == "group":
            return Hit(index, after, "group", office=office)
        while after < len(lows) and not of:
            state = self.demonym(lows, after)
            if state is not None:
                of, after = state, after + 1
                continue
            step = self._of(text, lows, starts, after)
            if step is None:
                break
            of, after = step
        while after < len(lows) and lows[after] in self.inner_adjectives:
            after += 1
        return Hit(index, after, what, office=office, of=of)

    def _of(self, text: str, lows: Sequence[str], starts: Sequence[int], index: int) -> tuple[str, int] | None:
        """ "de la Fédération de Russie", "du Kremlin": (actor id, index after)."""
        if lows[index] not in self.of:
            return None
        inner = index + 1
        while inner < len(lows) and lows[inner] in self.determiners:
            inner += 1
        if inner >= len(lows):
            return None
        hit = self.registered(text, lows, starts, inner)
        if hit is None or hit.form in ("demonym", "short") or len(hit.ids) != 1:
            return None
        if self.registry.actors[hit.ids[0]].kind == "person":
            return None
        return hit.ids[0], hit.last

    # ------------------------------------------------------------------ collective nouns

    def collective(self, text: str, lows: Sequence[str], starts: Sequence[int], index: int) -> Hit | None:
        """ "l'armée russe", "entreprises américaines", "le gouvernement de la Chine"."""
        found = self.state_heads.at(lows, index)
        if found is None:
            return None
        after, heads = found
        last, state = after, self.demonym(lows, after)
        if state is None and after + 1 < len(lows) and lows[after] not in self.of:
            state, last = self.demonym(lows, after + 1), after + 1  # "autorités locales chinoises"
        if state is not None:
            last += 1
        else:
            step = self._of(text, lows, starts, after) if after < len(lows) else None
            if step is None or self.registry.actors[step[0]].kind not in ("state", "group"):
                return None
            state, last = step
        head = heads[0]
        if not head:
            return Hit(index, last, "head", (state,))
        adjective = self.adjective(state)
        name = f"{adjective} {head}"
        return Hit(index, last, "collective", (slug(name),), name=name, kind="organisation")

    def own_country(self, lows: Sequence[str], index: int) -> int | None:
        """The index after "les forces de son pays", "son pays"; None where they do not stand at `index`."""
        head = self.state_heads.at(lows, index)
        at = index
        if head is not None and head[0] < len(lows) and lows[head[0]] in self.of:
            at = head[0] + 1
        found = self.countries.at(lows, at) if at < len(lows) else None
        return found[0] if found else None

    def adjective(self, state: str) -> str:
        """The English adjective of a state, for names made of it."""
        return _english_adjectives(self.registry).get(state, self.registry.actors[state].name)

    # ------------------------------------------------------------------ unknown names

    def unknown(self, text: str, document: Document, lows: Sequence[str], index: int, sentence_first: int) -> Hit | None:
        """Two or more capitalised words, or an acronym, that the registry does not know."""
        tokens = document.tokens
        end = index
        while end < len(tokens) and self._name_part(text, tokens[end].start, lows[end]):
            if end > index and not _touching(text, tokens[end - 1].end, tokens[end].start):
                break
            end += 1
        size = end - index
        if size == 0 or lows[index] in self.stop:
            return None
        word = text[tokens[index].start : tokens[end - 1].end]
        acronym = size == 1 and word.isupper() and word.isalpha() and 3 <= len(word) <= 6
        if acronym and text.isupper():
            return None
        if acronym:
            return Hit(index, end, "unknown", (slug(word),), name=word, kind="organisation")
        if size >= 2 and not (index == sentence_first and lows[index] in self.stop):
            return Hit(index, end, "unknown", (slug(word),), name=word, kind="unknown")
        return None

    def _name_part(self, text: str, start: int, low: str) -> bool:
        return text[start].isupper() and low[0].isalpha() and low not in self.stop and not low.endswith("'")

    # ------------------------------------------------------------------ places

    def place(self, text: str, lows: Sequence[str], starts: Sequence[int], index: int) -> tuple[int, str] | None:
        """The longest place name at a token: (index after, place id)."""
        for after, values in self.places.all_at(lows, index):
            capital = not text[starts[index]].islower()
            usable = [place for place, needs in values if capital or not needs]
            if usable:
                return after, usable[0]
        return None


def _touching(text: str, end: int, start: int) -> bool:
    return text[end:start] in (" ", "\u00a0", "-", "")


def slug(name: str) -> str:
    import unicodedata

    plain = unicodedata.normalize("NFKD", name.casefold())
    slug = "-".join("".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split())
    return f"local-{slug}" if slug.isascii() else "local-" + digest("actor", name.casefold(), size=12)


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
    while index < len(lows):
        hit = names.place(document.text, lows, starts, index)
        if hit is None:
            index += 1
            continue
        place: Any = names.registry.places[hit[1]]
        yield PlaceMention(
            start=starts[index], end=document.tokens[hit[0] - 1].end, id=place.id, name=place.name, rule="registry"
        )
        index = hit[0]
