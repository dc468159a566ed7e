"""What stands around a verb or noun in a language whose complements stand before the verb, each behind a preposition,
and whose modifiers stand before their noun.
"""

from collections.abc import Iterator

from ingest.document import ActorMention
from ingest.grammar import Argument, Verb
from ingest.positions import BREAKS
from ingest.verbgroups import VerbGroups

_QUOTED = 16  # tokens of a quotation that only modifies a noun, at most
_MODIFIED = 6  # tokens behind it within which the noun stands
_NAMED = 3  # tokens behind a verb up to the end of a noun in quotation marks
_PLACE_WORDS = 4  # words of a time or place behind its preposition, at most


class Complements(VerbGroups):
    """The arguments of the verbs and nouns of one sentence."""

    def _joined(self, mention: ActorMention) -> tuple[ActorMention, ...]:
        """The whole of "A、B和C" whose last part is `mention`."""
        found = [mention]
        while True:
            at = found[0].first - self.c.offset - 1
            joined = at > 0 and self.lows[at] in self.c.grammar.joining and self.categories[at] != "P"
            if not joined or not self._bare(at - 1):
                return tuple(found)
            before = self.c.mention_at[at - 1]
            if before is None or self.governors.get(id(before)) != self.governors.get(id(mention)):
                return tuple(found)
            found.insert(0, before)

    def _both(self, governor: int, mention: ActorMention) -> tuple[ActorMention, ...]:
        """普京与习近平在出席峰会前，已举行会谈: two before a clause of time are both subject of what follows."""
        opening = mention.last - self.c.offset
        timed = self.categories[opening : opening + 1] == ["P"] and self.lows[self._break(opening) - 1] in (
            self.marks.closing
        )
        if self.slot(governor) != self.marks.joint or not timed:
            return ()
        before = self.c.mention_at[governor - 1] if self._bare(governor - 1) else None
        return (*self._joined(before), mention) if before is not None else ()

    def _reached(self, verb: Verb) -> Iterator[Argument]:
        """来俄罗斯进行访问: where a verb of motion before it leads."""
        start = self._start(verb)
        at = start - 1
        if at < 0 or self.categories[at] != "V" or self.lows[at] not in self.c.grammar.motion or not self._bare(start):
            return
        mention = self.c.mention_at[start]
        if mention is not None and self.governors.get(id(mention)) is None and mention.kind != "person":
            yield Argument(self.c.grammar.data["locative"][0], (mention,))

    def _complements(self, start: int, end: int) -> Iterator[Argument]:
        """What prepositions govern between two tokens."""
        seen: set[int] = set()
        for at in range(start, end):
            mention = self.c.mention_at[at]
            if mention is None or self.categories[at] != "M" or id(mention) in seen:
                continue
            seen.add(id(mention))
            governor = self.governors.get(id(mention))
            if governor is None or governor < start:
                continue
            after = mention.last - self.c.offset
            slot = self.slot(governor)
            if after < end and self.lows[after] in self.of:
                yield Argument("inner", (mention,), after + 1, slot)
            else:
                yield Argument(slot, (mention,))

    def _right(self, verb: Verb) -> Iterator[Argument]:
        slot, index, end = "object", verb.last, self.right_end(verb)
        while index < end:
            over = self._over_relative(index) if self.categories[index] == "V" else index
            index = over if over < end else index
            category, mention = self.categories[index], self.c.mention_at[index]
            if category == "M" and mention is not None:
                after = mention.last - self.c.offset
                if verb.lemmas[0] in self.marks.speech - self.marks.control and self._clause(after):
                    return
                group = self._list(mention, end)
                after = group[-1].last - self.c.offset
                if self._titled_on(group[-1], after, end):
                    index = after
                    continue
                closes = verb.head in self.relative and after < end and self.lows[after] in self.of
                if after < end and not closes and (self.lows[after] in self.of or self._attribute(group[-1], after)):
                    yield Argument("inner", group, after, slot)
                else:
                    yield Argument(slot, group)
                slot = "second" if slot == "object" else slot
                index = max(after, index + 1)
                continue
            if category == "P":
                slot = self.slot(index)
            elif category == "W" and slot == "object":
                yield Argument(slot, (), index)
            index += 1

    def _clause(self, index: int) -> bool:
        """Whether a verb follows before the next break."""
        while index < len(self.lows) and self.categories[index] not in BREAKS:
            if self.categories[index] == "V":
                return True
            index += 1
        return False

    def _titled_on(self, mention: ActorMention, after: int, end: int) -> bool:
        """俄罗斯国会下院议长沃洛金: a state before nouns that end in somebody's name."""
        at = after
        while at < end and self.categories[at] == "W" and not self.lexicon.forms(self.lows[at]):
            at += 1
        following = self.c.mention_at[at] if after < at < end and self._bare(at) else None
        return mention.kind != "person" and following is not None and following.kind == "person"

    def _attribute(self, mention: ActorMention, after: int) -> bool:
        """俄罗斯石油: a state before a noun; cities are places (莫斯科国际机场)."""
        return (
            self.categories[after] == "W"
            and mention.kind in ("state", "group")
            and mention.form != "metonym"
            and not self.lexicon.forms(self.lows[after])
            and self.lows[after] not in self.marks.closing
        )

    def _list(self, mention: ActorMention, end: int) -> tuple[ActorMention, ...]:
        """The whole of "A、B和C" whose first part is `mention`."""
        found = [mention]
        joining = self.c.grammar.joining | {low for low, slot in self.prepositions.items() if slot == self.marks.joint}
        while True:
            at = found[-1].last - self.c.offset
            after = self.c.mention_at[at + 1] if at + 1 < end and self.lows[at] in joining else None
            if after is None or self.categories[at + 1] != "M":
                return tuple(found)
            found.append(after)

    def carried_end(self, verb: Verb) -> int:
        """The token up to which a noun that a verb carries may stand in quotation marks (举行“新春之会”) or behind
        quoted words that modify it (举行了一场“深入”的会谈); -1 where nothing is quoted."""
        opening = self._break(verb.last)
        if self.categories[opening : opening + 1] != ["Q"] or self._verb_between(verb.last, opening):
            return -1
        reach = range(opening + 1, min(opening + _QUOTED, len(self.lows) - 1))
        closing = next((at for at in reach if self.lows[at] in self.c.grammar.quotes_close), -1)
        if closing > 0 and self.lows[closing + 1] in self.of:
            return min(closing + _MODIFIED, len(self.lows))
        return min(verb.last + _NAMED, len(self.lows)) if opening == verb.last else -1

    def noun_arguments(self, last: int) -> tuple[Argument, ...]:
        """See Clauses.noun_arguments: what modifies a noun stands before it."""
        return tuple(self._modifiers(last - 1))

    def _modifiers(self, noun: int) -> Iterator[Argument]:
        at = noun - 1
        while at >= 0 and self.categories[at] not in BREAKS:
            category, mention = self.categories[at], self.c.mention_at[at]
            if category == "V" or category == "S":
                return
            if category == "M" and mention is not None:
                governor = self.governors.get(id(mention))
                goes_on = self.categories[noun + 1 : noun + 2] == ["W"] or {*self.lows[noun + 1 : noun + 2]} & self.of
                inner = mention.last - self.c.offset == noun and goes_on  # 对俄白军演的回应: 对 governs the noun
                if governor is not None and not inner:
                    yield Argument(self.slot(governor), self._joined(mention))
                    at = governor - 1
                    continue
                after = mention.last - self.c.offset
                city = mention.form == "metonym" and self.lows[after] in self.of  # 北京的阅兵: where, not whose
                named = mention.kind not in ("person", "state") and after == noun  # 上合组织峰会
                if not city and not named:
                    yield Argument("adjective", self._joined(mention), noun, "noun")
                return
            topical = self.lows[noun - 1 : noun] and self.lows[noun - 1] in self.of and not self._bare(at + 1)
            if category == "P" and not (topical and self.slot(at) in self.c.grammar.data["placing"]):
                return  # but 中俄在航天领域的合作 is of both
            at -= 1

    def right_end(self, verb: Verb) -> int:
        """See Clauses.right_end: the next break, or the complements of the next verb."""
        index = verb.last
        while index < len(self.lows) and self.categories[index] not in BREAKS | {"V", "S"}:
            index += 1
            if index < len(self.lows) and self.categories[index] == "V":
                index = self._over_relative(index)
        if index < len(self.lows) and self.categories[index] == "V":
            return self._back(index, verb.last)
        return index

    def _over_relative(self, index: int) -> int:
        """俘虏2名加入俄军的中国公民: the token behind a clause that modifies the object; else the verb itself."""
        if index not in self.relative or index in self.embedded:
            return index
        end = self._break(index)
        of = next((at for at in range(index, end) if self.lows[at] in self.of), None)
        return of + 1 if of is not None and of + 1 < end and self._bare(of + 1) else index

    def _back(self, index: int, limit: int) -> int:
        """The first token of what stands before a verb and belongs to it: adverbs and complements."""
        while index > limit:
            mention = self.c.mention_at[index - 1]
            if mention is not None and self.categories[index - 1] == "M":
                governor = self.governors.get(id(mention))
                if governor is None or governor < limit:
                    return index
                index = governor
            elif self.categories[index - 1] in ("A", "N", "T"):
                index -= 1
            else:
                placed = self._placed(index, limit)
                if placed == index:
                    return index
                index = placed
        return index

    def _placed(self, index: int, limit: int) -> int:
        """于下半年, 在哈尔滨: where a preposition before a time or a place begins; `index` itself where none does."""
        at = index
        while at > limit and index - at <= _PLACE_WORDS and self.categories[at - 1] in ("T", "W"):
            at -= 1
        opens = at > limit and self.categories[at - 1] == "P" and self.slot(at - 1) in self.c.grammar.data["placing"]
        return at - 1 if opens else index
