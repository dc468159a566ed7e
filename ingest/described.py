"""Those who act without a name: office holders that nobody is known for, professions, groups and bodies, each by the
words that describe it: "the Mongolian energy minister", "five Chinese banks", "une source industrielle à Pékin".

The name is composed in English, so that an actor is called alike whatever the language: qualifiers, the adjective of a
state, the noun, and the place or body that it is of.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.lang_data import load
from ingest.names import Names
from ingest.phrases import Phrases, plurals_of
from ingest.sentences import find_tokens
from ingest.unknown_names import Hit, slug

_REACH = 6  # tokens between the first word of a description and its noun
_RANK = ("former", "retired", "senior", "new", "current")  # qualifiers that stand before the adjective of a state


@dataclass(frozen=True, slots=True)
class Head:
    """A noun by which somebody is described. `what` is people, bodies, offices or acting."""

    english: str
    what: str
    plural: bool


@dataclass(slots=True)
class _Phrase:
    """A description as far as it is read."""

    head: Head
    start: int  # token of the noun
    last: int  # token behind it
    qualifiers: list[str] = field(default_factory=list)
    of: str = ""  # the state or body
    behind: str = ""  # what follows the noun in English: "at Gazprom"


def _english_plural(words: str) -> str:
    """The plural of an English noun, of one word or several: "trawler captains", "businessmen"."""
    if words.endswith("man"):
        return words[:-3] + "men"
    if words.endswith("y") and words[-2:-1] not in "aeou":
        return words[:-1] + "ies"
    if words.endswith(("police", "customs", "crew")):
        return words
    return words + ("es" if words.endswith(("s", "x", "ch", "sh")) else "s")


class Described:
    """Finds descriptions in one language."""

    def __init__(self, names: Names) -> None:
        data = load(names.lang, "described")
        self.names = names
        self.rules = names.grammar["plural"]
        self.first = bool(names.grammar["modifier_first"])
        self.indefinite = frozenset(names.grammar["indefinite"])
        self.genitive = frozenset(names.grammar["genitive"])
        self.heads: Phrases[Head] = Phrases()
        for what in ("offices", "acting", "people", "bodies"):
            for entry in data[what]:
                self._add_head(*_entry(entry), what)
        self.qualifiers: Phrases[str] = Phrases()
        for entry in data["qualifiers"]:
            words, english = _entry(entry)
            self.qualifiers.add(self._lows(words), english)
        self.joined = dict(_entry(entry) for entry in data["joined"])
        self.opening = frozenset((*self.heads.first_words(), *self.qualifiers.first_words()))

    def _lows(self, words: str) -> tuple[str, ...]:
        return tuple(token.low for token in find_tokens(words, self.names.lang))

    def _add_head(self, words: str, english: str, what: str) -> None:
        singular = self._lows(words)
        for form in plurals_of(singular, self.rules):
            plural = form != singular
            self.heads.add(form, Head(_english_plural(english) if plural else english, what, plural))

    # ------------------------------------------------------------------ reading

    def at(self, text: str, lows: Sequence[str], starts: Sequence[int], index: int, limit: int) -> Hit | None:
        """The description that starts at a token, within `limit`; None where there is none, or where a name or
        a noun that it only modifies follows."""
        phrase = self._before(text, lows, starts, index, limit) if self.first else self._around(lows, index, limit)
        if phrase is None:
            return None
        if not phrase.of or phrase.head.what == "acting":
            self._complete(text, lows, starts, phrase, limit)
        if not self._counts(text, lows, starts, phrase, index, limit):
            return None
        return self._hit(phrase, index)

    def _before(self, text: str, lows: Sequence[str], starts: Sequence[int], index: int, limit: int) -> _Phrase | None:
        """ "Chinese industry official": everything stands before the noun; of several nouns the last is the one."""
        at, of = index, ""
        found: _Phrase | None = None
        words: list[str] = []
        while at < min(limit, index + _REACH):
            head = self.heads.at(lows, at)
            if head is not None and head[0] <= limit:
                if found is not None:
                    words.append(found.head.english)
                found = _Phrase(head[1][0], at, head[0], [], of)
                at = head[0]
                continue
            qualifier = self.qualifiers.at(lows, at)
            if qualifier is not None:
                at, words = qualifier[0], [*words, *([found.head.english] if found else []), qualifier[1][0]]
                found = None
                continue
            named = None if found is not None or of else self.names.registered(text, lows, starts, at)
            if named is None or len(named.ids) != 1 or self._person(named.ids[0]) or named.form == "short":
                break
            of, at = named.ids[0], named.last
            at += at < limit and lows[at] in self.genitive
        if found is not None:
            found.qualifiers = words
        return found

    def _around(self, lows: Sequence[str], index: int, limit: int) -> _Phrase | None:
        """ "ancien ministre mongol de l'Énergie", "source industrielle": words on both sides of the noun."""
        at = index
        words: list[str] = []
        while at < limit and (qualifier := self.qualifiers.at(lows, at)) is not None:
            at, words = qualifier[0], [*words, qualifier[1][0]]
        if at >= limit:
            return None
        phrase = self._with_state(lows, at, limit)
        if phrase is None:
            return None
        at = phrase.last
        while at < limit:
            qualifier = self.qualifiers.at(lows, at)
            state = self.names.demonym(lows, at) if not phrase.of else None
            if qualifier is not None:
                at, words = qualifier[0], [*words, qualifier[1][0]]
            elif state is not None:
                phrase.of, at = state, at + 1
            else:
                break
        phrase.last, phrase.qualifiers = at, words
        return phrase

    def _with_state(self, lows: Sequence[str], at: int, limit: int) -> _Phrase | None:
        """The noun at a token, with the adjective of a state let in: "ministre mongol de l'Énergie"."""
        head = self.heads.at(lows, at)
        best = _Phrase(head[1][0], at, head[0]) if head is not None and head[0] <= limit else None
        for gap in (1, 2):
            state = self.names.demonym(lows, at + gap) if at + gap < limit else None
            if state is None:
                continue
            closed = [*lows[at : at + gap], *lows[at + gap + 1 : at + gap + 7]]
            hit = self.heads.at(closed, 0)
            if hit is not None and hit[0] > gap and (best is None or at + hit[0] + 1 > best.last):
                best = _Phrase(hit[1][0], at, at + hit[0] + 1, [], state)
        return best

    def _complete(self, text: str, lows: Sequence[str], starts: Sequence[int], phrase: _Phrase, limit: int) -> None:
        """The body or place behind the noun: "at Gazprom", "in Yekaterinburg", "de l'OTAN"."""
        at = phrase.last
        if at >= limit or lows[at] not in self.joined:
            return
        joint, inner = self.joined[lows[at]], at + 1
        while inner < limit and lows[inner] in self.names.determiners:
            inner += 1
        if inner >= limit or not text[starts[inner]].isupper() or lows[inner] in self.names.stop:
            return
        named = self.names.registered(text, lows, starts, inner)
        if named is not None and named.last <= limit and named.form != "demonym" and len(named.ids) == 1:
            if self._person(named.ids[0]):
                return
            phrase.last = named.last
            if joint in ("of", "for"):
                phrase.of = phrase.of or named.ids[0]
                return
            place = self.names.place(text, lows, starts, inner)
            known = self.names.registry
            name = known.places[place[1]].name if place is not None and named.form == "metonym" else ""
            phrase.behind = f"{joint} {name or known.actors[named.ids[0]].name}"
            return
        self._complete_unknown(text, lows, starts, phrase, inner, limit)

    def _complete_unknown(
        self, text: str, lows: Sequence[str], starts: Sequence[int], phrase: _Phrase, inner: int, limit: int
    ) -> None:
        joint = self.joined[lows[phrase.last]]
        place = self.names.place(text, lows, starts, inner)
        if place is not None and place[0] <= limit:
            joint = "in" if joint == "of" and phrase.head.what != "offices" else joint
            phrase.last, phrase.behind = place[0], f"{joint} {self.names.registry.places[place[1]].name}"
            return
        end = inner
        while end < limit and text[starts[end]].isupper() and lows[end] not in self.names.stop and end < inner + 4:
            end += 1
        words = text[starts[inner] : starts[end - 1] + len(lows[end - 1])]
        phrase.last, phrase.behind = end, f"{joint} {words}"

    def _person(self, actor: str) -> bool:
        known = self.names.registry.actors.get(actor)
        return known is not None and known.kind == "person"

    # ------------------------------------------------------------------ judging and naming

    def _counts(
        self, text: str, lows: Sequence[str], starts: Sequence[int], phrase: _Phrase, index: int, limit: int
    ) -> bool:
        what, last = phrase.head.what, phrase.last
        told = bool(phrase.of or phrase.behind)
        if last < limit and text[starts[last]].isupper() and lows[last] not in self.names.stop:
            return False  # a name follows: "l'économiste Sergueï Gouriev"
        if last < limit and lows[last] in self.names.of:
            return False  # "a source of concern", "the driver of growth"
        known = self.names.registry.actors.get(phrase.of)
        if what == "bodies" and self.first and known is not None and known.kind not in ("state", "group"):
            return False  # "the Interfax agency": the noun says what the name is
        if what == "offices":
            return told
        opened = index > 0 and lows[index - 1] in self.indefinite
        if what == "bodies":
            return told or opened or (bool(phrase.qualifiers) and phrase.head.plural)
        return (
            phrase.head.plural
            or told
            or bool(phrase.qualifiers)
            or (index > 0 and (lows[index - 1] in self.names.determiners or lows[index - 1] in self.indefinite))
        )

    def _of_capital(self, phrase: _Phrase) -> str:
        """ "the defence ministry in Moscow": the body that the registry knows by the adjective of the state."""
        if phrase.head.what != "bodies" or phrase.of or not phrase.behind.startswith("in "):
            return ""
        metonym = self.names.forms.at(tuple(phrase.behind[3:].lower().split()), 0)
        states = [v[0] for v in metonym[1] if v[1] == "metonym"] if metonym is not None else []
        if len(states) != 1:
            return ""
        parts = (self.names.adjective(states[0]), *phrase.qualifiers, phrase.head.english)
        words = tuple(" ".join(parts).lower().split())
        hit = self.names.forms.at(words, 0)
        return hit[1][0][0] if hit is not None and hit[0] == len(words) else ""

    def _hit(self, phrase: _Phrase, index: int) -> Hit:
        body = self._of_capital(phrase)
        if body:
            return Hit(index, phrase.last, "name", (body,))
        if phrase.head.what == "acting" and phrase.of:
            return Hit(index, phrase.last, "head", (phrase.of,))
        kind = "organisation" if phrase.head.what == "bodies" else "person"
        name = self.name(phrase.head.english, phrase.of, phrase.qualifiers, phrase.behind)
        return Hit(index, phrase.last, "described", (slug(name),), name=name, kind=kind)

    def name(self, head: str, of: str, qualifiers: Sequence[str] = (), behind: str = "") -> str:
        """The English name of a description: "former Mongolian energy minister", "CNPC executive"."""
        known = self.names.registry.actors.get(of)
        adjective = "" if known is None else self.names.adjective(of) if known.kind == "state" else known.name
        before = [word for word in qualifiers if word in _RANK]
        beside = [word for word in qualifiers if word and word not in _RANK]
        return " ".join(word for word in (*before, adjective, *beside, head, behind) if word)


def _entry(entry: str) -> tuple[str, str]:
    """An entry of the data: (words, English)."""
    words, _, english = entry.partition("=")
    return words.strip(), (english or words).strip().removeprefix("-")  # "-": left out of the name


_COMPILED: dict[int, Described] = {}


def described_of(names: Names) -> Described | None:
    """The finder for a language, compiled once; None for one that describes nobody by these lists."""
    key = id(names)
    if key not in _COMPILED:
        _COMPILED[key] = Described(names)
    found = _COMPILED[key]
    return found if found.opening else None
