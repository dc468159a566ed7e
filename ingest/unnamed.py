"""Those who act without a name: "источник в делегации", "водители", "полиция". They stand for the body or state that
their words name, else they are local actors under an English word. For languages whose data has a table of such nouns.
"""

from ingest.document import ActorMention, Sentence
from ingest.phrases import Phrases
from ingest.sentences import find_tokens
from ingest.titles import Titles
from ingest.unknown_names import Hit, slug

_NAME_REACH = 10  # tokens behind a noun within which the name of who is meant stands


class Unnamed(Titles):
    """Mentions of unnamed people and services."""

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
        if not cases or self._named_behind(last, sentence.last):
            return None
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
        name = many if self._plural(self.lows[head]) else one
        kind = "organisation" if name in self.data["unnamed_bodies"]["words"] else "person"
        hit = Hit(index, last, "unnamed", (slug(name),), name=name, kind=kind, cases=cases)
        return self._mention(sentence, hit)

    def _held_by(self, noun: str) -> tuple[str, ...] | None:
        """ "министр": the one person named lately who holds such an office; empty where several do, None where none."""
        office = noun.replace(" ", "-")
        recent = self._recent(self.number, reach=6, bare_first=False)
        persons = {e.ids[0] for e in recent if e.kind == "person" and len(e.ids) == 1}
        held = {actor for actor in persons if any(o.endswith(office) for o in self._offices(actor))}
        return None if not held else tuple(held) if len(held) == 1 else ()

    @property
    def ambiguous(self) -> frozenset[str]:
        """English words of nouns that with a noun behind them mean a thing."""
        return frozenset(self.data["unnamed_or_thing"]["words"])

    def _plural(self, low: str) -> bool:
        return low.endswith(tuple(self.data["unnamed_plural"]["endings"]))

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
        hit = self.names.registered(self.text, self.lows, self.starts, at)
        if hit is None or hit.form == "demonym":
            hit = self.names.collective(self.text, self.lows, self.bases, self.starts, at)
        if hit is None or len(hit.ids) != 1 or hit.last > limit:
            return None
        known = self.registry.actors.get(hit.ids[0])
        if known is None or known.kind in ("person", "media", "company"):
            return None
        return known.id, hit.last
