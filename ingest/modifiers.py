"""States and bodies that stand before what they modify: "Russian President", "Kremlin aide", "China's top diplomat",
"Russian, Ukrainian and US officials". For languages whose grammar says `modifier_first`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.names import Names
from ingest.unknown_names import Hit


@dataclass(frozen=True, slots=True)
class Modified:
    """A phrase from its first modifier to its head. `what` is title, counterpart, head or person."""

    first: int
    last: int  # token index behind the head
    of: tuple[str, ...]  # states or bodies, in the order of the text
    what: str
    office: str = ""
    head: str = ""  # the English head of a collective; empty where the state itself is meant
    person: Hit | None = None
    past: bool = False  # "former": nobody holds the office now by these words


class Modifiers:
    """Looks for modified phrases; one for each compiled `Names`."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.genitive = frozenset(names.grammar["genitive"])
        self.joining = frozenset(names.grammar["joining"])
        self.determiners = frozenset(names.grammar["determiners"]) - self.genitive
        # where names have no capitals, 外交部 alone is a body all the same before an office
        self.bare = ("forces",) if names.grammar.get("title_behind") else ("forces", "short")
        self.former = frozenset(names.data["former"]["words"])
        self.possessives = frozenset((*names.grammar["possessives"], *names.grammar["possessives_plural"]))

    def at(
        self, text: str, lows: Sequence[str], bases: Sequence[str], starts: Sequence[int], index: int, limit: int
    ) -> Modified | None:
        """The phrase whose first modifier stands at a token, within `limit`; None where nothing is modified."""
        first = self._modifier(text, lows, starts, index)
        if first is None:
            return None
        found, after = self._list(text, lows, starts, first, limit)
        past = index > 0 and lows[index - 1] in self.former
        genitive = after < limit and lows[after] in self.genitive
        at = after + 1 if genitive else after
        start = at
        while at < limit and lows[at] in self.names.before:
            past = past or lows[at] in self.former
            at += 1
        phrases = [  # "state media": a word that may precede a title may also open one
            phrase
            for place in range(start, min(at + 1, limit))
            if (phrase := self._head(lows, bases, index, place, found, limit)) is not None
        ]
        if phrases:
            phrase = max(phrases, key=lambda p: p.last)
            last = phrase.last
            while phrase.what == "head" and not phrase.head and last < limit:  # "Coast Guard aircraft"
                longer = self.names.state_heads.at(bases, last)
                if longer is None or longer[0] > limit or longer[1][0]:
                    break
                last = longer[0]
            return Modified(index, last, phrase.of, phrase.what, phrase.office, phrase.head, None, past)
        if at < limit and len(found) == 1 and (genitive or at > start):
            person = self.names.registered(text, lows, starts, at)
            if (
                person is not None
                and self._belongs(person, found[0])
                and person.last <= limit
                and not self.goes_on(text, starts, person, limit)
            ):
                return Modified(index, person.last, found, "person", person=person)
        return None

    def _modifier(self, text: str, lows: Sequence[str], starts: Sequence[int], index: int) -> Hit | None:
        hit = self.names.registered(text, lows, starts, index)
        if hit is None or len(hit.ids) != 1:
            return None
        if hit.form in self.bare and not (hit.form == "forces" and self._armed(lows, hit.last)):
            return None
        return None if self._is_person(hit) else hit

    def _armed(self, lows: Sequence[str], index: int) -> bool:
        """Whether what stands for a state follows its forces: "Russian military planes"."""
        heads = self.names.state_heads.at(lows, index) if index < len(lows) else None
        return heads is not None and not heads[1][0]

    def _is_person(self, hit: Hit) -> bool:
        known = self.names.registry.actors.get(hit.ids[0])
        return known is not None and known.kind == "person"

    def _belongs(self, hit: Hit, state: str) -> bool:
        """Whether a name is a person's, or that of a company or body of the state before it ("Russia's Gazprom")."""
        known = self.names.registry.actors.get(hit.ids[0])
        return self._is_person(hit) or (known is not None and known.state == state and hit.form in ("name", "short"))

    def goes_on(self, text: str, starts: Sequence[int], hit: Hit, limit: int) -> bool:
        """Whether a surname alone is followed by a name, so that another is meant: "Ma Li" is not Jack Ma."""
        behind = text[starts[hit.last] :][:2] if hit.form == "short" and hit.last < limit else ""
        return behind[:1].isupper() and behind[1:].islower()

    def _adjective(self, text: str, starts: Sequence[int], hit: Hit) -> bool:
        """A demonym, or a short form in capitals ("US", "EU") that serves as one."""
        return hit.form == "demonym" or (hit.last == hit.first + 1 and text[starts[hit.first] + 1 :][:1].isupper())

    def _list(
        self, text: str, lows: Sequence[str], starts: Sequence[int], first: Hit, limit: int
    ) -> tuple[tuple[str, ...], int]:
        """ "Russian, Ukrainian and US": the ids, and the index behind; the first alone where no list follows."""
        ids, last, joined = [first.ids[0]], first.last, False
        if not self._adjective(text, starts, first):
            return tuple(ids), last
        at = last
        while at < limit and (lows[at] == "," or lows[at] in self.joining):
            comma = at
            while at < limit and (lows[at] == "," or lows[at] in self.joining or lows[at] in self.determiners):
                joined = joined or lows[at] in self.joining
                at += 1
            hit = self._modifier(text, lows, starts, at) if at < limit else None
            if hit is None or not self._adjective(text, starts, hit) or at - comma > 3:
                break
            ids.append(hit.ids[0])
            last = at = hit.last
            if joined:
                return tuple(ids), last
        return (first.ids[0],), first.last

    def _head(
        self, lows: Sequence[str], bases: Sequence[str], index: int, at: int, of: tuple[str, ...], limit: int
    ) -> Modified | None:
        """A title or a collective noun at a token; of two that start there the longer one."""
        title = self.names.exact_titles.at(lows, at) or self.names.titles.at(bases, at)
        if title is not None and (title[0] > limit or title[1][0][0] not in ("title", "counterpart")):
            title = None
        heads = self.names.state_heads.at(bases, at)
        if heads is not None and heads[0] > limit:
            heads = None
        if title is not None and (heads is None or title[0] >= heads[0]):
            what, office = title[1][0]
            return Modified(index, title[0], of, what, office, "" if heads is None else "=")
        if heads is not None:
            return Modified(index, heads[0], of, "head", "", heads[1][0])
        return None
