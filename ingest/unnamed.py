"""Those who act without a name: "источник в делегации", "водители", "полиция". They stand for the body or state that
their words name, else they are local actors under an English word. For languages whose data has a table of such nouns.
"""

from ingest.document import ActorMention, Sentence
from ingest.phrases import Phrases
from ingest.sentences import find_tokens
from ingest.titles import Titles
from ingest.unknown_names import Hit, slug

_CLASS_REACH = 4  # sentences back within which "агентство" takes up one that was named
_NAME_REACH = 10  # tokens behind a noun within which the name of who is meant stands


class Unnamed(Titles):
    """Mentions of unnamed people and services."""

    opening: tuple[int, str] | None = None  # a noun behind which somebody is named, by token, and its base form

    def _nouns(self) -> Phrases[tuple[str, str]]:
        """The nouns, by base form, with their English singular and plural; compiled once a language."""
        table: Phrases[tuple[str, str]] | None = self.names.unnamed
        if table is None:
            table = self.names.unnamed = Phrases()
            for words, english in self.data.get("unnamed", {}).items():
                lows = (token.low for token in find_tokens(words, self.document.lang))
                table.add(tuple(map(self.names.lexicon.base, lows)), (english[0], english[-1]))
        return table

    def _unnamed(self, sentence: Sentence, index: int) -> ActorMention | None:
        """The unnamed actor whose noun stands at a token; None where a name follows, or something else is meant."""
        found = self._nouns().at(self.bases, index)
        if found is None or found[0] > sentence.last:
            return None
        last, ((one, many), *_) = found
        cases = self.names.lexicon.phrase_cases(self.lows[index:last])
        if self._modifies(last, sentence.last):
            return None  # "военные учения"
        if not cases:
            return None
        if self._named_behind(last, sentence.last):
            self.opening = (index, self.bases[index])
            return None
        taken_up = self._of_class(sentence, index, last)
        if taken_up is not None:
            return taken_up
        whose = self._speaks_for(last, sentence.last, one)
        if whose is not None:
            return self._mention(sentence, Hit(index, whose[1], "head", (whose[0],), cases=cases))
        if one in self.ambiguous and self._of_other(last, sentence.last):
            return None  # "источник энергии"
        head = next((at for at in range(index, last) if not self.names.lexicon.adjective(self.lows[at])), index)
        known = self.borne.get((self.bases[index], ""), ())
        if known and not self._plural(self.lows[head]) and not self._of_other(last, sentence.last):
            return self._mention(sentence, Hit(index, last, "title", known, cases=cases))
        held = self._held_by(one) if not self._plural(self.lows[head]) else None
        if held is not None:
            return self._mention(sentence, Hit(index, last, "title", held, cases=cases)) if held else None
        if one in self.home_bodies and not self._of_other(last, sentence.last):
            home = self._home(index)
            if home is not None:
                return self._mention(sentence, Hit(index, last, "head", (home,), cases=cases))
        name = many if self._plural(self.lows[head]) and not self._one_of(index) else one
        kind = "organisation" if name in self.data["unnamed_bodies"]["words"] else "person"
        name, last = self._described_as(sentence, index, last, name) if kind == "person" else (name, last)
        hit = Hit(index, last, "unnamed", (slug(name),), name=name, kind=kind, cases=cases)
        return self._mention(sentence, hit)

    def _described_as(self, sentence: Sentence, index: int, last: int, name: str) -> tuple[str, int]:
        """ "местный экспортёр", "источник в отрасли", "менеджер «Газпрома»": the English name, and the token behind."""
        kinds, inside = self.data.get("unnamed_kinds", {}), self.data.get("unnamed_in", {})
        at = index - 1
        while at >= sentence.first and self.names.lexicon.adjective(self.lows[at]):
            word = kinds.get(self.bases[at])
            name = f"{word} {name}" if word else name
            at -= 1
        within = last < sentence.last and self.lows[last] in self.names.locative
        noun = self.bases[last + within] if last + within < sentence.last else ""
        if noun in inside and (within or "gen" in self.names.lexicon.cases(self.lows[last])):
            behind = inside[noun]
            end = last + within + 1
            return (f"{name} {behind}" if " " in behind else f"{behind} {name}"), end
        return self._employed(sentence, last, within, name)

    def _employed(self, sentence: Sentence, last: int, within: bool, name: str) -> tuple[str, int]:
        """Whom or where somebody works for: "менеджер «Газпрома»", "источник в Киеве"."""
        at = last + within
        at += at < sentence.last and self.lows[at] in self.names.quotes_open
        if at >= sentence.last:
            return name, last
        place = self.names.place(self.text, self.lows, self.starts, at) if within else None
        if place is not None and place[0] <= sentence.last:
            return f"{name} in {self.registry.places[place[1]].name}", place[0]
        hit = None if within else self.names.registered(self.text, self.lows, self.starts, at)
        known = self.registry.actors.get(hit.ids[0]) if hit is not None and len(hit.ids) == 1 else None
        if hit is None or known is None or known.kind in ("person", "state", "media") or hit.last > sentence.last:
            return name, last
        end = hit.last + (hit.last < sentence.last and self.lows[hit.last] in self.names.quotes_close)
        return f"{known.name} {name}", end

    def _named_with_noun(self, mention: ActorMention) -> None:
        """ "губернатор Амурской области Василий Орлов … губернатор": remember who was named behind a noun."""
        if self.opening is None or mention.kind != "person" or len(mention.ids) > 1:
            return
        index, noun = self.opening
        if 0 < mention.first - index <= _NAME_REACH or mention.first <= index < mention.last:
            self.borne[noun, ""] = mention.ids
            self.opening = None

    def _of_class(self, sentence: Sentence, index: int, last: int) -> ActorMention | None:
        """ "агентство", "компания": the one of that kind that was named lately, where the noun stands alone."""
        kind = self.data.get("class_nouns", {}).get(self.bases[index])
        beside = index > sentence.first and self.names.lexicon.adjective(self.lows[index - 1])
        if (
            kind is None
            or last > index + 1
            or beside
            or self._plural(self.lows[index])
            or self._of_other(last, sentence.last)
        ):
            return None
        if last < sentence.last and self.names.registered(self.text, self.lows, self.starts, last) is not None:
            return None  # "газета Ведомости": the noun says what the name is
        for entry in self._recent(self.number, reach=_CLASS_REACH, bare_first=False):
            if entry.kind == kind and len(entry.ids) == 1:
                cases = self.names.lexicon.cases(self.lows[index])
                return self._mention(sentence, Hit(index, last, "short", entry.ids, cases=cases))
        return None

    def _home(self, index: int) -> str | None:
        """The state of the language, for a body that is called by a bare noun, unless another state was named last."""
        states = [e.ids[0] for e in self._recent(self.number, reach=2, bare_first=False) if e.kind == "state"]
        home: str | None = self.data.get("home", {}).get("state")
        return home if not states or states[0] == home else None

    def _held_by(self, noun: str) -> tuple[str, ...] | None:
        """ "министр": the one person named lately who holds such an office; empty where several do, None where none."""
        office = noun.replace(" ", "-")
        recent = self._recent(self.number, reach=6, bare_first=False)
        persons = {e.ids[0] for e in recent if e.kind == "person" and len(e.ids) == 1}
        held = {actor for actor in persons if any(o.endswith(office) for o in self._offices(actor))}
        return None if not held else tuple(held) if len(held) == 1 else ()

    @property
    def home_bodies(self) -> frozenset[str]:
        """English words of bodies that are those of the state of the language, where nothing tells of another."""
        return frozenset(self.data.get("home_bodies", {}).get("words", ()))

    @property
    def ambiguous(self) -> frozenset[str]:
        """English words of nouns that with a noun behind them mean a thing."""
        return frozenset(self.data["unnamed_or_thing"]["words"])

    def _plural(self, low: str) -> bool:
        return low.endswith(tuple(self.data["unnamed_plural"]["endings"]))

    def _modifies(self, last: int, limit: int) -> bool:
        """Whether the word before a token is an adjective of the noun at it."""
        lexicon = self.names.lexicon
        return (
            last < limit
            and lexicon.adjective(self.lows[last - 1])
            and bool(lexicon.cases(self.lows[last]) & lexicon.phrase_cases(self.lows[last - 1 : last]))
        )

    def _one_of(self, index: int) -> bool:
        """ "один из местных экспортёров": one of several."""
        at = index - 1
        while at > 0 and self.names.lexicon.adjective(self.lows[at]):
            at -= 1
        return at > 0 and self.lows[at] == "из" and self.lows[at - 1] in self.names.grammar["one_of"]

    def _named_behind(self, index: int, limit: int) -> bool:
        """ "водитель Иван Петров", "эксперт института Пётр Орлов": who is meant is named."""
        names, quoted = self.names, False
        for at in range(index, min(index + _NAME_REACH, limit)):
            if self.lows[at] in names.quotes_open or self.lows[at] in names.quotes_close:
                quoted = not quoted
                continue
            if quoted:
                continue
            if names._name_part(self.text, self.starts[at], self.lows[at]):
                known = names.registered(self.text, self.lows, self.starts, at)
                if known is not None and known.form in ("name", "short") and self._is_person(known.ids):
                    return True
                return at + 1 < limit and (
                    names._name_part(self.text, self.starts[at + 1], self.lows[at + 1])
                    or names._surname(self.text, self.starts, self.lows, at + 1, at)
                )
            lexicon = names.lexicon
            if not (lexicon.cases(self.lows[at]) or lexicon.adjective(self.lows[at])):
                return False
        return False

    def _speaks_for(self, index: int, limit: int, noun: str) -> tuple[str, int] | None:
        """ "источник в Кремле", "чиновник министерства": the body or state, and the token behind it."""
        if noun not in self.data["unnamed_acting"]["words"]:
            return None
        at = index
        if at < limit and self.lows[at] in self.names.locative | {"из"}:
            at += 1
        if at >= limit:
            return None
        bare = self._nouns().at(self.bases, at)
        if bare is not None and bare[1][0][0] in self.home_bodies and bare[0] <= limit:
            home = self._home(at) if not self._of_other(bare[0], limit) else None
            if home is not None:
                return home, bare[0]  # "источник в правительстве"
        hit = self.names.registered(self.text, self.lows, self.starts, at)
        if hit is None or hit.form == "demonym":
            hit = self.names.collective(self.text, self.lows, self.bases, self.starts, at)
        if hit is None or len(hit.ids) != 1 or hit.last > limit:
            return None
        known = self.registry.actors.get(hit.ids[0])
        if known is None or known.kind in ("person", "media", "company"):
            return None
        return known.id, hit.last
