"""Verb groups of a language whose words do not change: tense, voice and mood by the words before a verb or right behind
it, what governs what, and clauses that modify a noun.
"""

from collections.abc import Iterator
from dataclasses import replace

from ingest.categories import Categories
from ingest.document import ActorMention
from ingest.grammar import Verb
from ingest.positions import BREAKS, Positions
from ingest.words import kind_of


class VerbGroups(Positions):
    """The verbs of one sentence; sets `Clauses.verbs`."""

    def __init__(self, clauses: Categories) -> None:
        super().__init__(clauses)
        self.relative: set[int] = set()  # heads of verbs in clauses that modify a noun
        self.clauses_before: dict[int, int] = {}  # word that closes a clause of time -> the preposition that opens it
        self.embedded: set[int] = set()  # of those whose clause a preposition governs
        self.governors = {id(m): self._governor(m) for m in clauses.mentions}
        self._finish()

    def _governor(self, mention: ActorMention) -> int | None:
        """The preposition that governs an actor, over determiners, what is joined to it, and a clause that modifies it
        (同来华访问的普京); None where it is bare."""
        first = mention.first - self.c.offset
        at = first - 1
        while at >= 0 and (self.categories[at] == "D" or (self.categories[at] == "W" and self._light_word(at))):
            at -= 1
        if at < 0:
            return None
        if self.categories[at] == "P":
            return None if self._opens_clause(at, mention) else at
        if self.lows[at] in self.c.grammar.joining and self._bare(at - 1):
            before = self.c.mention_at[at - 1]
            return self._governor(before) if before is not None else None
        if self.lows[at] in self.of:
            return self._over_clause(at - 1)
        return None

    def _opens_clause(self, at: int, mention: ActorMention) -> bool:
        """Whether a preposition governs the clause of an actor and not the actor: 由于俄罗斯入侵乌克兰, 在普京访华期间;
        not in 在北京会见普京时."""
        slot, after, end = self.slot(at), mention.last - self.c.offset, self._break(at)
        closing = self.marks.closing | frozenset(self.c.grammar.data["remote"])
        close = next((i for i in range(after, end) if self.lows[i] in closing), end)
        verb = next((i for i in range(after, close) if self.categories[i] == "V"), None)
        if verb is None or self.lows[after] in self.of:
            return False
        if self.lows[at] in self.c.grammar.data["clause_words"] and self.lows[verb] in self.marks.speech:
            between = self.categories[after:verb]
            return set(between) <= {"T", "A"}  # 针对泽连斯基8日表示…
        clausal = self.lows[at] in self.c.grammar.data["clause_words"] and slot in self.c.grammar.data["slots_to"]
        held = set(self.categories[after:verb])
        if clausal and mention.kind == "person" and held <= {"T", "A", "P"}:
            return True  # 针对王毅3月31日访俄，…
        if clausal and mention.kind == "state" and self.categories[after] in ("P", "A", "T"):
            return True  # 针对美国以此为由制裁中企，…
        if slot not in self.c.grammar.data["clause_slots"]:
            return False
        if close < end:
            self.clauses_before[close] = at
        if slot not in (*self.c.grammar.data["locative"], *self.c.grammar.data["from"]):
            return True
        if close == end:
            return False
        if slot in self.c.grammar.data["from"] and self.lows[close] in self.c.grammar.data["remote"]:
            return True  # 自俄军入侵以来
        if mention.kind != "state":
            return mention.kind in ("person", "body", "company", "organisation", "persons", "group")
        if self.lows[verb] in self.marks.speech:
            return True
        behind = next((m for m in map(self.c.mention_at.__getitem__, range(verb + 1, close)) if m is not None), None)
        return behind is not None and behind.kind == "state" and self.lows[verb] not in self.marks.light

    def _light_word(self, index: int) -> bool:
        low = self.lows[index]
        if low in self.c.grammar.data["measures"]:
            return index > 0 and self.categories[index - 1] == "D"
        return low.isascii() or (low not in self.marks.closing and kind_of(low)[:1] in ("b", "a"))

    def _over_clause(self, at: int) -> int | None:
        verb = False
        while at >= 0 and self.categories[at] not in BREAKS:
            verb = verb or self.categories[at] == "V"
            if self.categories[at] == "P":
                after = self.categories[at + 1 : at + 2]
                if after in (["V"], ["A"], ["T"], ["D"]) and verb:
                    return at
                if after == ["P"] and verb:
                    return at
                verb = verb or after == ["M"]  # 对来自中国、土耳其的实体: what opens with a preposition of its own
            at -= 1
        return None

    def _finish(self) -> None:
        """Verb groups with tense, voice and mood; then what one verb makes of the next."""
        heads = [index for index, category in enumerate(self.categories) if category == "V"]
        self.embedded = {index for index in heads if self._embedded(index)}
        self.relative = {index for index in heads if self._modifies(index)} | self.embedded
        self.c.verbs = []
        for index in heads:
            marked = list(self._before(index))
            words = {self.lows[at] for at in marked if self.categories[at] != "P"}
            negated = any(self.categories[at] == "N" for at in marked)
            after = self.lows[index + 1 : index + 2]
            tense = "past"
            if words & self.marks.future and not words & self.marks.past:
                tense = "future"
            elif words & self.marks.present:
                tense = "present"
            passive = any(self.categories[at] == "P" and self.slot(at) == self.marks.by for at in marked)
            self.c.verbs.append(
                Verb(
                    first=index,
                    last=index + 1,
                    head=index,
                    lemmas=(self.lows[index],),
                    kind="finite",
                    tense=tense,
                    passive=passive,
                    negated=negated,
                    perfect=bool(words & self.marks.past) or bool(set(after) & self.marks.past_after),
                    mood="due" if words & self.marks.due else "",
                )
            )
        self._chain()

    def _before(self, index: int) -> Iterator[int]:
        """The tokens between a verb and the verb, comma or bare actor before it, complements among them."""
        at = index - 1
        while at >= 0 and self.categories[at] not in BREAKS and self.categories[at] not in ("V", "O"):
            mention = self.c.mention_at[at]
            if mention is not None and self.categories[at] == "M":
                governor = self.governors.get(id(mention))
                first = mention.first - self.c.offset
                if governor is None:
                    if at < index - 1 and self.categories[first - 1] == "P":
                        at = first - 1
                        continue
                    return
                at = governor
                continue
            yield at
            at -= 1

    def _chain(self) -> None:
        """A verb right behind one that plans, asks or denies is governed by it; one that shares its subject shares its
        future; what is due or wished tells of nothing yet."""
        found: list[Verb] = []
        due: set[int] = set()
        for verb in self.c.verbs:
            above = len(found) - 1
            while above >= 0 and found[above].head in self.relative and verb.head not in self.relative:
                above -= 1
            before = found[above] if above >= 0 else None
            if before is not None and verb.head not in self.relative and self._governs(before, verb):
                verb = replace(verb, kind="infinitive", governor=above)
                due |= {verb.head} if before.head in due else set()
            elif verb.mood == "due":
                verb = replace(verb, kind="infinitive")
            elif before is not None and before.tense == "future" and not verb.perfect and not self.own(verb):
                verb = replace(verb, tense="future")
            elif before is not None and before.head in due and not verb.perfect and not self.own(verb):
                verb = replace(verb, kind="infinitive", mood="due")
            asked = self._asked_on(found, before, verb)
            if asked >= 0:
                verb = replace(verb, kind="infinitive", governor=asked)
            due |= {verb.head} if verb.mood == "due" else set()
            found.append(verb)
        self.c.verbs = [self._meanwhile(verb, found) for verb in found]

    def _meanwhile(self, verb: Verb, verbs: list[Verb]) -> Verb:
        """习近平访问俄罗斯期间，将与普京会谈: what something is still to be done during is to come itself."""
        end = self._break(verb.first)
        during = self.lows[end - 1] in self.c.grammar.data["during"]
        if not during or verb.head in self.relative or verb.tense != "past" or verb.perfect:
            return verb
        main = next((v for v in verbs if v.first >= end and v.head not in self.relative), None)
        return replace(verb, tense="future") if main is not None and main.tense == "future" else verb

    def _asked_on(self, found: list[Verb], before: Verb | None, verb: Verb) -> int:
        """敦促美方停止散布谎言，撤销制裁: what is asked for goes on over the comma; -1 where it does not."""
        if before is None or before.governor < 0 or verb.governor >= 0 or verb.head in self.relative or self.own(verb):
            return -1
        low, asking = verb.lemmas[0], found[before.governor]
        start = self._segment(verb.first)
        going_on = set(self.lows[start : verb.first]) & frozenset(self.c.grammar.data["going_on_again"])
        asks = asking.lemmas[0] in self.marks.asking and before.head not in self.relative
        if not asks or start <= before.first or low in self.marks.speech | self.marks.asking or going_on:
            return -1
        return before.governor if not verb.perfect and not verb.passive else -1

    def _governs(self, above: Verb, verb: Verb) -> bool:
        if above.lemmas[0] not in self.marks.governing:
            return False
        between = self.categories[above.last : verb.first]
        return not BREAKS & set(between) and (
            "M" not in between
            or above.lemmas[0] in self.marks.control
            or not any(self._subject_at(at) for at in range(above.last, verb.first))
        )

    def _subject_at(self, index: int) -> bool:
        mention = self.c.mention_at[index]
        return mention is not None and self.categories[index] == "M" and self.governors.get(id(mention)) is None

    def own(self, verb: Verb) -> bool:
        """Whether a subject stands between a verb and the break before it."""
        at = verb.first - 1
        while at >= 0 and self.categories[at] not in BREAKS:
            if self._subject_at(at) or self.categories[at] == "O":
                return True
            at -= 1
        return False

    def _modifies(self, index: int) -> bool:
        """Whether a verb stands in a clause that modifies a noun: 来华访问的普京, 普京提出的方案, 签署加强合作的协议;
        not in 反对美国的制裁, nor the first of 会见到访的普京."""
        at, verbs = index + 1, False
        while at < len(self.lows) and self.categories[at] not in BREAKS and self.lows[at] not in self.of:
            verbs = verbs or self.categories[at] == "V"
            at += 1
        if at >= len(self.lows) or self.lows[at] not in self.of:
            return False
        before = index - 1
        while before >= 0 and self.categories[before] in ("A", "T", "N"):
            before -= 1
        if before >= 0 and self.categories[before] == "P":
            return True
        if at == index + 1:
            return True
        head = at + 1
        while head < len(self.lows) and self.categories[head] in ("D", "A", "T"):
            head += 1
        if verbs and self.lows[index] in self.c.grammar.motion and self.categories[index + 1] == "V":
            return self._modifies(index + 1) and self.categories[head : head + 1] == ["W"]
        if verbs or self.lows[index] in self.marks.light:
            who = self.c.mention_at[head] if self._bare(head) else None  # 进行访问的普京, not 进行的会谈
            return not verbs and who is not None and who.kind == "person" and "M" not in self.categories[index:at]
        if self._bare(head):
            return True
        if self.categories[before : before + 1] == ["D"] and self._verb_between(head, self._break(head)):
            return True  # 许多支持乌克兰的国家认为…
        above = next((i for i in range(index - 1, self._segment(index) - 1, -1) if self.categories[i] == "V"), None)
        if above is not None and above == before and self.lows[above] in self.c.grammar.motion:
            return self.categories[head : head + 1] == ["W"]  # 前来出席峰会的贵宾
        held = above is not None and self.lows[above] not in self.marks.governing | self.marks.speech
        return "M" not in self.categories[index + 1 : at] and (held or self._verb_between(head, self._break(head)))

    def _embedded(self, index: int) -> bool:
        """Whether a verb stands in a clause that a preposition governs: 对习近平访问俄罗斯表示欢迎,
        对停火缺乏进展一事表达不满."""
        if self._matter(index):
            return True
        before = index - 1
        while before >= 0 and self.categories[before] in ("A", "T", "N"):
            before -= 1
        mention = self.c.mention_at[before] if self._bare(before) else None
        first = mention.first - self.c.offset if mention is not None else 0
        addressed = (*self.c.grammar.data["slots_to"][:1], *self.c.grammar.data["about"])
        if first < 1 or self.categories[first - 1] != "P" or self.slot(first - 1) not in addressed:
            return False
        if self.lows[index] in self.marks.support:
            return False
        following = (at for at in range(index + 1, self._break(index)) if self.categories[at] == "V")
        return any(map(self._carries, following))

    def _carries(self, index: int) -> bool:
        """Whether a verb only carries a noun, by itself or in one word with it: 表示, 提出严正交涉."""
        return not {self.lows[index], self.lows[index][:2]}.isdisjoint(self.marks.support)

    def _matter(self, index: int) -> bool:
        """Whether a verb stands between a preposition and the noun for the matter as a whole, before a verb that only
        carries a noun."""
        matters = self.marks.matters
        if matters.isdisjoint(self.lows):
            return False
        end = self._break(index)
        noun = next((at for at in range(index + 1, end) if self.lows[at] in matters), None)
        if noun is None:
            return False
        whole = noun + 1 == end and self.categories[self._segment(index)] == "P"  # 对于美方制裁中企的行径，…
        if not whole and not self._carries(noun + 1):
            return False
        addressed = (*self.c.grammar.data["slots_to"][:1], *self.c.grammar.data["about"])
        opening = next(
            (
                at
                for at in range(self._segment(index), index)
                if self.categories[at] == "P" and self.slot(at) in addressed
            ),
            None,
        )
        if opening is not None:
            self.clauses_before[noun] = opening
        return opening is not None

    def _start(self, verb: Verb) -> int:
        """The first token of a verb's complements: behind the break, or the verb of the same clause, before it."""
        at = verb.first - 1
        while at >= 0 and self.categories[at] not in BREAKS:
            if self.categories[at] == "V" and (at not in self.relative or verb.head in self.relative):
                return at + 1
            at -= 1
        return at + 1
