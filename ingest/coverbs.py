"""Who stands where in a language whose complements stand before the verb, each behind a preposition, and whose modifiers
stand before their noun (习近平在莫斯科同普京举行会谈; 美国对俄罗斯的制裁).

A word is verb or noun by its place; a subject holds over commas until another comes; tense, voice and mood are told by words
before the verb or right behind it. Answers the questions of `clauses`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from ingest.document import ActorMention
from ingest.lang_data import load
from ingest.morphology import VerbPattern
from ingest.words import kind_of

if TYPE_CHECKING:
    from ingest.clauses import Argument, Clauses, Verb

_BREAKS = frozenset((",", ";", "(", ")", "Q", "q"))
_OBJECT = "把"  # the slot of the preposition that puts the object before its verb


@dataclass(frozen=True, slots=True)
class _Marks:
    """Words of the language data as sets."""

    future: frozenset[str]
    past: frozenset[str]
    past_after: frozenset[str]
    present: frozenset[str]
    due: frozenset[str]
    object: frozenset[str]
    light: frozenset[str]
    closing: frozenset[str]
    at_wish: frozenset[str]
    governing: frozenset[str]
    support: frozenset[str]
    speech: frozenset[str]
    control: frozenset[str]
    by: str
    joint: str
    also_nouns: frozenset[str]
    documents: frozenset[str]


@lru_cache(maxsize=4)
def _marks_of(lang: str) -> _Marks:
    verbs, grammar = load(lang, "verbs"), load(lang, "grammar")
    marks, governors = verbs["marks"], load(lang, "modality")["governors"]

    def lemmas(rows: Sequence[str]) -> frozenset[str]:
        return frozenset(VerbPattern.parse(row).lemma for row in rows)

    return _Marks(
        future=frozenset(marks["future"]), past=frozenset(marks["past"]), past_after=frozenset(marks["past_after"]),
        present=frozenset(marks["present"]), due=frozenset(marks["due"]), object=frozenset(marks["object"]),
        light=frozenset(grammar["light"]), closing=frozenset(grammar["closing"]), at_wish=frozenset(grammar["at_wish"]),
        governing=frozenset(word for rows in governors.values() for word in rows)
        | frozenset(verbs["plain"]["modal"]) | frozenset(grammar["object_control"]),
        support=lemmas(load(lang, "events")["support"]["verbs"]),
        speech=frozenset(p for row in load(lang, "voices")["trigger"] for p in lemmas(row["verbs"])),
        control=frozenset(grammar["object_control"]),
        by=grammar["prepositions"][grammar["by"][0]], joint=grammar["with"][0],
        also_nouns=frozenset(grammar["also_nouns"]),
        documents=frozenset(load(lang, "voices")["documents"]["nouns"]),
    )


class Coverbs:
    """The verbs of one sentence, with their subjects and arguments."""

    def __init__(self, clauses: "Clauses") -> None:
        self.c = clauses
        self.lows = clauses.lows
        self.categories = clauses.categories
        self.lexicon = clauses.grammar.lexicon
        self.marks = _marks_of(clauses.document.lang)
        self.prepositions = clauses.grammar.prepositions
        self.of = clauses.grammar.of
        self.relative: set[int] = set()  # heads of verbs in clauses that modify a noun
        self.embedded: set[int] = set()  # of those whose clause a preposition governs
        self._subjects: dict[int, tuple[ActorMention, ...]] = {}
        self._brackets()
        self._prepositions()
        self._adverbs()
        self._verbs()
        self.governors = {id(m): self._governor(m) for m in clauses.mentions}
        self._finish()

    # ------------------------------------------------------------------ words by their place

    def _bare(self, index: int) -> bool:
        mention = self.c.mention_at[index] if 0 <= index < len(self.lows) else None
        return mention is not None and self.categories[index] == "M"

    def _brackets(self) -> None:
        """A short insertion in brackets breaks no clause: 沃洛金（俄罗斯）表示."""
        for index, category in enumerate(self.categories):
            if category != "(":
                continue
            end = next((at for at in range(index + 1, min(index + 9, len(self.lows))) if self.categories[at] == ")"), None)
            if end is not None:
                for at in range(index, end + 1):
                    if self.categories[at] != "T":
                        self.categories[at] = "A"

    def _adverbs(self) -> None:
        """Adverbs that only the general word list knows; 是在 before a time or place, which is no verb."""
        for index, low in enumerate(self.lows):
            if self.categories[index] != "W":
                continue
            after = self.categories[index + 1 : index + 2]
            if (kind_of(low)[:1] == "d" and not self.lexicon.forms(low)) or (
                low in self.c.grammar.copula and after in (["P"], ["T"])
            ):
                self.categories[index] = "A"

    def _prepositions(self) -> None:
        """应 before an actor is a preposition, before a verb a duty; 和 between actors joins them, else it is 同; 将 right
        before an actor is 把."""
        joining, c = self.c.grammar.joining, self.categories
        for index, low in enumerate(self.lows):
            if c[index] == "P":
                noun = index > 0 and c[index - 1] == "W" and kind_of(self.lows[index - 1])[:1] == "n"
                if low in self.marks.due and not self._bare(index + 1):
                    c[index] = "A"
                elif self.lexicon.forms(low) and not self._verb_later(index + 1):
                    c[index] = "W"  # 通过名单: a verb itself, where none follows
                elif low in self.marks.present and self._verb_next(index + 1):
                    c[index] = "A"
                elif self.prepositions[low] == self.marks.joint and noun and not self._verb_next(index + 1):
                    c[index] = "C"
                elif low in joining and (not self._bare(index + 1) or (self._bare(index - 1) and not self._filled(index - 1))):
                    c[index] = "C"
            elif low in self.marks.object and c[index] in ("A", "W") and (
                (self._bare(self._over(index + 1)) and not self._starts(index + 1)) or self._moved(index + 1)
            ):
                c[index] = "P"
                self.c.slots[index] = "object"

    def _over(self, index: int) -> int:
        """The token behind determiners and measure words: 三名 before 外交官."""
        while index < len(self.lows) and self.categories[index] == "D":
            index += 1
            if self.lows[index : index + 1] and self.lows[index] in self.c.grammar.data["measures"]:
                index += 1
        return index

    def _verb_later(self, index: int) -> bool:
        """Whether a word that may be a verb stands between a token and the next break."""
        end = self._break(index)
        return any(self._verb_next(at) for at in range(index, end))

    def _moved(self, index: int) -> bool:
        """将制裁范围扩大到: a noun that looks like a verb, before another noun and the verb."""
        low = self.lows[index : index + 1]
        return bool(low) and low[0] in self.marks.also_nouns and index + 1 < len(self.lows) and (
            self.categories[index + 1] == "W" and not self.lexicon.forms(self.lows[index + 1])
            and self._verb_later(index + 2)
        )

    def _verb_next(self, index: int) -> bool:
        """Whether a word that may be a verb stands at a token, and no noun."""
        return index < len(self.lows) and self.categories[index] == "W" and bool(self.lexicon.forms(self.lows[index]))

    def _starts(self, index: int) -> bool:
        """Whether a place in time follows, so that 将 is a future all the same."""
        return self.categories[index] == "T"

    def _filled(self, index: int) -> bool:
        """Whether the actor that ends at a token is governed by a preposition."""
        mention = self.c.mention_at[index]
        first = mention.first - self.c.offset - 1 if mention is not None else -1
        while first >= 0 and self.categories[first] == "D":
            first -= 1
        return first >= 0 and self.categories[first] == "P"

    def slot(self, index: int) -> str:
        """The slot that a preposition opens."""
        found = self.c.preposition(index)
        return "object" if found == _OBJECT else found

    # ------------------------------------------------------------------ verbs

    def _verbs(self) -> None:
        for index in range(len(self.lows)):
            if self.categories[index] in ("W", "P") and self._verb_here(index):
                self.categories[index] = "V"

    def _verb_here(self, index: int) -> bool:
        low = self.lows[index]
        if self.categories[index] == "P":  # 遭 and 受到 are verbs before a noun that no verb follows
            return False
        return bool(self.lexicon.forms(low)) and not self._nominal(index)

    def _nominal(self, index: int) -> bool:
        """Whether a word that may be a verb is a noun by its place."""
        before = index - 1
        if before < 0 or self.categories[before] in _BREAKS:
            return self._opens(index)
        low, category = self.lows[before], self.categories[before]
        if category == "P" and self._moved(index):
            return True
        if low in self.of or category == "D" and not self._adverbial(before):
            return not self._bare(index + 1) or low in self.of
        at = before
        while at >= 0 and self._inside_phrase(at):
            at -= 1
        if at >= 0 and self.categories[at] == "V":
            if self.lows[at] in self.marks.light:
                return True
            if self.lows[index] in self.marks.also_nouns and self.categories[index + 1 : index + 2] == ["W"] and (
                not self.lexicon.forms(self.lows[index + 1])
            ):
                return True  # 讨论停火问题
            governed = self.lows[at] in self.marks.support or at < before or self.lows[index] in self.marks.also_nouns
            return governed and self.lows[at] not in self.marks.speech and not self._object_next(index)
        if at >= 0 and self.categories[at] == "M" and at < index:
            return self._carried(at, index)
        if category == "W" and low in self.c.grammar.prenominal and self.lows[index] in self.marks.also_nouns:
            return self.categories[at : at + 1] != ["P"] and not self._object_next(index)
        return category == "P" and low not in self.marks.due and self._closed(index + 1)

    def _opens(self, index: int) -> bool:
        """Whether a word at the start of a clause is the noun that the next verb tells of: 声明又说, 会谈持续了."""
        at = index + 1
        while at < len(self.lows) and self.categories[at] in ("A", "T"):
            at += 1
        return self.lows[index] in self.marks.also_nouns and self._verb_next(at)

    def _inside_phrase(self, index: int) -> bool:
        """Whether a token may stand between a verb and the noun that is its object."""
        low = self.lows[index]
        if low in self.marks.closing:
            return False
        return self.categories[index] in ("W", "D", "J") or (self.categories[index] == "A" and low not in self.marks.due and (
            low not in self.marks.future and low not in self.marks.past
        )) or low in self.of or low in self.marks.past_after or (
            self.categories[index] == "C" and low in self.c.grammar.enumerating
        )

    def _carried(self, actor: int, index: int) -> bool:
        """举行中俄会谈, 遭到美国制裁: behind an actor that a light verb governs."""
        mention = self.c.mention_at[actor]
        first = mention.first - self.c.offset - 1 if mention is not None else -1
        while first >= 0 and (self.categories[first] in ("P", "D", "C") or self._bare(first)):
            first -= 1
        light = first >= 0 and self.categories[first] == "V" and self.lows[first] in self.marks.light
        return light and not self._object_next(index)

    def _adverbial(self, index: int) -> bool:
        return self.lows[index].isdigit()

    def _object_next(self, index: int) -> bool:
        """Whether an object follows: an actor, a determiner or a noun."""
        after = index + 1
        while after < len(self.lows) and self.lows[after] in self.marks.past_after:
            after += 1
        if after >= len(self.lows) or self.lows[after] in self.marks.closing:
            return False
        return self.categories[after] in ("M", "D", "O") or (
            self.categories[after] == "W" and not self.lexicon.forms(self.lows[after])
        )

    def _closed(self, index: int) -> bool:
        return index >= len(self.lows) or self.categories[index] in _BREAKS or self.lows[index] in self.marks.closing

    def _finish(self) -> None:
        """Verb groups with tense, voice and mood; then what one verb makes of the next."""
        from ingest.clauses import Verb

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
            self.c.verbs.append(Verb(
                first=index, last=index + 1, head=index, lemmas=(self.lows[index],), kind="finite", tense=tense,
                passive=passive, negated=negated,
                perfect=bool(words & self.marks.past) or bool(set(after) & self.marks.past_after),
                mood="due" if words & self.marks.due else "",
            ))
        self._chain()

    def _before(self, index: int) -> Iterator[int]:
        """The tokens between a verb and the verb, comma or bare actor before it, complements among them."""
        at = index - 1
        while at >= 0 and self.categories[at] not in _BREAKS and self.categories[at] not in ("V", "O"):
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
            due |= {verb.head} if verb.mood == "due" else set()
            found.append(verb)
        self.c.verbs = found

    def _governs(self, above: "Verb", verb: "Verb") -> bool:
        if above.lemmas[0] not in self.marks.governing:
            return False
        between = self.categories[above.last : verb.first]
        return not _BREAKS & set(between) and (
            "M" not in between or above.lemmas[0] in self.marks.control or not any(
                self._subject_at(at) for at in range(above.last, verb.first)
            )
        )

    def _subject_at(self, index: int) -> bool:
        mention = self.c.mention_at[index]
        return mention is not None and self.categories[index] == "M" and self.governors.get(id(mention)) is None

    def own(self, verb: "Verb") -> bool:
        """Whether a subject stands between a verb and the break before it."""
        at = verb.first - 1
        while at >= 0 and self.categories[at] not in _BREAKS:
            if self._subject_at(at) or self.categories[at] == "O":
                return True
            at -= 1
        return False

    def _modifies(self, index: int) -> bool:
        """Whether a verb stands in a clause that modifies a noun: 来华访问的普京, 普京提出的方案, 签署加强合作的协议; not in
        反对美国的制裁, nor the first of 会见到访的普京."""
        at, verbs = index + 1, False
        while at < len(self.lows) and self.categories[at] not in _BREAKS and self.lows[at] not in self.of:
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
        if verbs or self.lows[index] in self.marks.light:
            return False
        head = at + 1
        while head < len(self.lows) and self.categories[head] in ("D", "A", "T"):
            head += 1
        if self._bare(head):
            return True
        above = next((i for i in range(index - 1, self._segment(index) - 1, -1) if self.categories[i] == "V"), None)
        held = above is not None and self.lows[above] not in self.marks.governing | self.marks.speech
        return "M" not in self.categories[index + 1 : at] and (held or self._verb_between(head, self._break(head)))

    def _embedded(self, index: int) -> bool:
        """Whether a verb stands in a clause that a preposition governs: 对习近平访问俄罗斯表示欢迎."""
        before = index - 1
        while before >= 0 and self.categories[before] in ("A", "T", "N"):
            before -= 1
        mention = self.c.mention_at[before] if self._bare(before) else None
        first = mention.first - self.c.offset if mention is not None else 0
        if first < 1 or self.categories[first - 1] != "P" or self.slot(first - 1) not in self.c.grammar.data["slots_to"]:
            return False
        if self.lows[index] in self.marks.support:
            return False
        following = next((at for at in range(index + 1, self._break(index)) if self.categories[at] == "V"), None)
        return following is not None and self.lows[following] in self.marks.support

    def _segment(self, index: int) -> int:
        while index > 0 and self.categories[index - 1] not in _BREAKS:
            index -= 1
        return index

    def _break(self, index: int) -> int:
        while index < len(self.lows) and self.categories[index] not in _BREAKS:
            index += 1
        return index

    def _verb_between(self, start: int, end: int) -> bool:
        return "V" in self.categories[start:end]

    # ------------------------------------------------------------------ complements before the verb

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
            return at
        if self.lows[at] in self.c.grammar.joining and self._bare(at - 1):
            before = self.c.mention_at[at - 1]
            return self._governor(before) if before is not None else None
        if self.lows[at] in self.of:
            return self._over_clause(at - 1)
        return None

    def _light_word(self, index: int) -> bool:
        low = self.lows[index]
        if low in self.c.grammar.data["measures"]:
            return index > 0 and self.categories[index - 1] == "D"
        return low.isascii() or low not in self.marks.closing and kind_of(low)[:1] in ("b", "a")

    def _over_clause(self, at: int) -> int | None:
        verb = False
        while at >= 0 and self.categories[at] not in _BREAKS:
            verb = verb or self.categories[at] == "V"
            if self.categories[at] == "P":
                after = self.categories[at + 1 : at + 2]
                if after in (["V"], ["A"], ["T"], ["D"]) and verb:
                    return at
                if after == ["P"] and verb:
                    return at
            at -= 1
        return None

    def _start(self, verb: "Verb") -> int:
        """The first token of a verb's complements: behind the break, or the verb of the same clause, before it."""
        at = verb.first - 1
        while at >= 0 and self.categories[at] not in _BREAKS:
            if self.categories[at] == "V" and (at not in self.relative or verb.head in self.relative):
                return at + 1
            at -= 1
        return at + 1

    # ------------------------------------------------------------------ subject

    def subject(self, verb: "Verb") -> tuple[ActorMention, ...]:
        """See Clauses.subject."""
        known = self._subjects.get(verb.head)
        if known is None:
            self._subjects[verb.head] = ()  # a verb on the way to itself has none
            known = self._subjects[verb.head] = self._found(verb)
        return known

    def _found(self, verb: "Verb") -> tuple[ActorMention, ...]:
        wish = self._wish(verb)
        if wish or self.credited(verb):
            return wish
        if verb.governor >= 0:
            return self._controller(verb)
        group, blocked = self._left(verb)
        if group or blocked:
            return group
        if verb.head in self.relative:
            return self._modified(verb)
        return self._shared(verb) or self._following(verb)

    def _controller(self, verb: "Verb") -> tuple[ActorMention, ...]:
        above = self.c.verbs[verb.governor]
        group, blocked = self._left(verb)
        if group and group[0].first - self.c.offset >= above.last:
            return group
        if blocked:
            return ()
        if above.lemmas[0] in self.marks.control:
            for argument in self.arguments(above):
                if argument.slot in ("object", *self.c.grammar.data["slots_to"]) and argument.mentions:
                    return argument.mentions
        return self.subject(above)

    def _left(self, verb: "Verb") -> tuple[tuple[ActorMention, ...], bool]:
        """The bare actor before a verb in its own clause, and whether a noun that is no actor stands there instead."""
        at = verb.first - 1
        noun = False
        while at >= 0 and self.categories[at] not in _BREAKS:
            category, mention = self.categories[at], self.c.mention_at[at]
            if category == "M" and mention is not None:
                governor = self.governors.get(id(mention))
                if governor is not None and at == verb.first - 1 and verb.head in self.embedded:
                    return (mention,), False
                if governor is not None:
                    at, noun = governor - 1, False
                    continue
                after = mention.last - self.c.offset
                if after < len(self.lows) and self.lows[after] in self.of:
                    return (), True  # 普京的专机抵达: the noun is the subject
                if noun and mention.kind != "person":
                    return (), True
                above = self._object_of(mention)
                if above is not None and (above in self.relative) == (verb.head in self.relative):
                    return (), False  # 来俄罗斯进行访问: the object of the verb before
                if above is not None and verb.head not in self.relative:
                    at = above - 1
                    continue
                return self._joined(mention), False
            if category == "O":
                return (), True
            if category == "V" and (at not in self.relative or verb.head in self.relative):
                return (), noun
            if category == "W" and not noun:
                noun = self._noun(at, verb.first)
            elif category == "P":
                noun = False
            at -= 1
        return (), noun

    def first_person(self, verb: "Verb") -> bool:
        """Whether a verb has 我 or 我们 for its subject, over commas too."""
        at = verb.first - 1
        while at >= 0 and self.categories[at] not in _BREAKS:
            mention = self.c.mention_at[at]
            if self.categories[at] == "O":
                return self.c.grammar.pronouns[self.lows[at]].startswith("first")
            if mention is not None and self.categories[at] == "M":
                governor = self.governors.get(id(mention))
                if governor is None and self._object_of(mention) is None:
                    return False
                at = governor if governor is not None else at
            at -= 1
        earlier = [v for v in self.c.verbs if v.first < self._segment(verb.first) and v.head not in self.relative]
        return bool(earlier) and not self._left(verb)[1] and self.first_person(earlier[-1])

    def unsaid(self, verb: "Verb") -> bool:
        """Whether a verb opens its sentence, without any subject."""
        return verb is self.c.verbs[0] and "M" not in self.categories[: verb.first] and not self._left(verb)[1]

    def _object_of(self, mention: ActorMention) -> int | None:
        """The verb right before an actor whose object it is; None behind verbs of speech and those whose object acts."""
        at = self._joined(mention)[0].first - self.c.offset - 1
        while at >= 0 and (
            self.categories[at] in ("D", "J") or self.lows[at] in self.marks.past_after
            or (self.categories[at] == "W" and self.lows[at] not in self.marks.closing)
            or (self._bare(at) and self._filled_not(at))
        ):
            at -= 1
        if at < 0 or self.categories[at] != "V" or self.lows[at] in self.marks.control or self.lows[at] in self.marks.speech:
            return None
        return at

    def _filled_not(self, index: int) -> bool:
        mention = self.c.mention_at[index]
        return mention is not None and mention.kind != "person" and self.governors.get(id(mention)) is None

    def _noun(self, index: int, verb: int) -> bool:
        """Whether a word right before a verb is a noun, and no adverb that the data does not know."""
        if any(self.categories[at] in ("M", "V", "P") for at in range(index + 1, verb)):
            return False
        if self.lows[index] in self.marks.closing:
            return False
        kind = kind_of(self.lows[index])
        return kind[:1] in ("n", "j", "l", "") and len(self.lows[index]) > 1 or kind == "vn"

    def _joined(self, mention: ActorMention) -> tuple[ActorMention, ...]:
        """The whole of "A、B和C" whose last part is `mention`."""
        found = [mention]
        while True:
            at = found[0].first - self.c.offset - 1
            if at < 1 or self.lows[at] not in self.c.grammar.joining or self.categories[at] == "P" or not self._bare(at - 1):
                return tuple(found)
            before = self.c.mention_at[at - 1]
            if before is None or self.governors.get(id(before)) != self.governors.get(id(mention)):
                return tuple(found)
            found.insert(0, before)

    def _wish(self, verb: "Verb") -> tuple[ActorMention, ...]:
        """应普京邀请: who wishes so."""
        at = self._wish_at(verb)
        if at is None:
            return ()
        return tuple(m for m in self.c.mentions if self.governors.get(id(m)) == at)

    def reports(self, first: int, last: int) -> bool:
        """Whether words behind a cue report something: 据新华社报道, 根据外交部声明, but not 根据年度计划."""
        words = set(self.lows[last : self._break(last)])
        told = words & self.c.grammar.reporting or words & self.marks.documents
        return bool(told) or (self.lows[first] == self.c.grammar.data["according"][0] and self._bare(last))

    def credited(self, verb: "Verb") -> bool:
        """据新华社报道: whoever is credited is no subject."""
        according = self.c.grammar.data["according"]
        return any(
            self.categories[at] == "P" and self.lows[at] in according for at in range(self._start(verb), verb.first)
        )

    def _wish_at(self, verb: "Verb") -> int | None:
        for at in range(self._start(verb), verb.first):
            if self.categories[at] == "P" and self.lows[at] in self.marks.at_wish:
                return at
        return None

    def _modified(self, verb: "Verb") -> tuple[ActorMention, ...]:
        """来华访问的普京: who is modified does it."""
        at = verb.last
        while at < len(self.lows) and self.lows[at] not in self.of:
            at += 1
        after = at + 1
        while after < len(self.lows) and self.categories[after] in ("D",):
            after += 1
        mention = self.c.mention_at[after] if self._bare(after) else None
        return (mention,) if mention is not None else ()

    def _topic(self, start: int, end: int) -> tuple[ActorMention, ...]:
        """刚刚抵达的习近平，在克里姆林宫会见普京; 中方对此强烈不满，坚决反对: who a clause without a verb is about."""
        for at in range(start, end):
            mention = self.c.mention_at[at]
            if mention is None or self.categories[at] != "M" or self.governors.get(id(mention)) is not None:
                continue
            after = mention.last - self.c.offset
            if (after < end and self.lows[after] in self.of) or self._object_of(mention) is not None:
                continue
            return self._joined(mention)
        return ()

    def _shared(self, verb: "Verb") -> tuple[ActorMention, ...]:
        """A clause without a subject has that of the clause before it, within the same quotation."""
        inside = self.c._in_quote(verb.first)
        end = verb.first
        while end > 0:
            start = self._segment(end)
            own = end == verb.first  # in the same clause the verb right before counts, in one before it the first
            for other in reversed(self.c.verbs) if own else self.c.verbs:
                if not start <= other.first < end or (other.head in self.relative and verb.head not in self.relative):
                    continue
                if self.c._in_quote(other.first) != inside:
                    continue
                wish = self._wish_at(other)
                found = self.subject(other) if wish is None else self._before_wish(wish)
                if found or wish is None:
                    return found
            if end < verb.first and self.c._in_quote(start) == inside:
                found = self._topic(start, end)
                if found:
                    return found
            end = start - 1
        return ()

    def _before_wish(self, at: int) -> tuple[ActorMention, ...]:
        """拉夫罗夫应王毅邀请: who stands before the wish."""
        mention = self.c.mention_at[at - 1] if self._bare(at - 1) else None
        return self._joined(mention) if mention is not None and self.governors.get(id(mention)) is None else ()

    def _following(self, verb: "Verb") -> tuple[ActorMention, ...]:
        """在同普京会谈时，习近平说: a clause of time or occasion has the subject of the one behind it."""
        start, end = self._segment(verb.first), self._break(verb.first)
        if self.lows[end - 1] not in self.marks.closing and self.categories[start] not in ("P", "T", "S"):
            return ()
        for other in self.c.verbs:
            if other.first > verb.first and other.governor < 0 and other.head not in self.relative:
                group, blocked = self._left(other)
                if group or blocked:
                    return group
        return ()

    # ------------------------------------------------------------------ arguments

    def arguments(self, verb: "Verb") -> tuple["Argument", ...]:
        """See Clauses.arguments: complements on both sides of the verb."""
        from ingest.clauses import Argument

        subject = {id(m) for m in self.subject(verb)}
        found = [*self._reached(verb)]
        found += [a for a in self._right(verb) if not any(id(m) in subject for m in a.mentions)]
        found += [a for a in self._complements(self._start(verb), verb.first) if not any(id(m) in subject for m in a.mentions)]
        wish = self._wish_at(verb)
        if wish is not None:
            invited = self._before_wish(wish) or self._following(verb) or self._shared(verb)
            found.append(Argument("object", tuple(m for m in invited if id(m) not in subject)))
        return tuple(found)

    def _reached(self, verb: "Verb") -> Iterator["Argument"]:
        """来俄罗斯进行访问: where a verb of motion before it leads."""
        from ingest.clauses import Argument

        start = self._start(verb)
        at = start - 1
        if at < 0 or self.categories[at] != "V" or self.lows[at] not in self.c.grammar.motion or not self._bare(start):
            return
        mention = self.c.mention_at[start]
        if mention is not None and self.governors.get(id(mention)) is None and mention.kind != "person":
            yield Argument(self.c.grammar.data["locative"][0], (mention,))

    def _complements(self, start: int, end: int) -> Iterator["Argument"]:
        """What prepositions govern between two tokens."""
        from ingest.clauses import Argument

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

    def _right(self, verb: "Verb") -> Iterator["Argument"]:
        from ingest.clauses import Argument

        slot, index, end = "object", verb.last, self.right_end(verb)
        while index < end:
            category, mention = self.categories[index], self.c.mention_at[index]
            if category == "M" and mention is not None:
                after = mention.last - self.c.offset
                if verb.lemmas[0] in self.marks.speech and verb.lemmas[0] not in self.marks.control and self._clause(after):
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
        while index < len(self.lows) and self.categories[index] not in _BREAKS:
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
            self.categories[after] == "W" and mention.kind in ("state", "group") and mention.form != "metonym"
            and not self.lexicon.forms(self.lows[after]) and self.lows[after] not in self.marks.closing
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

    def noun_arguments(self, last: int) -> tuple["Argument", ...]:
        """See Clauses.noun_arguments: what modifies a noun stands before it."""
        return tuple(self._modifiers(last - 1))

    def _modifiers(self, noun: int) -> Iterator["Argument"]:
        from ingest.clauses import Argument

        at = noun - 1
        while at >= 0 and self.categories[at] not in _BREAKS:
            category, mention = self.categories[at], self.c.mention_at[at]
            if category == "V" or category == "S":
                return
            if category == "M" and mention is not None:
                governor = self.governors.get(id(mention))
                inner = governor is not None and mention.last - self.c.offset == noun and (
                    self.lows[noun + 1 : noun + 2] and (self.lows[noun + 1] in self.of or self.categories[noun + 1] == "W")
                )  # 对俄白军演的回应: the preposition governs the noun
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
            if category == "P":
                return
            at -= 1

    def agent(self, verb: "Verb") -> tuple[ActorMention, ...]:
        """Who does what a passive verb says."""
        return next((a.mentions for a in self.arguments(verb) if a.slot == self.marks.by and a.mentions), ())

    def right_end(self, verb: "Verb") -> int:
        """See Clauses.right_end: the next break, or the complements of the next verb."""
        index = verb.last
        while index < len(self.lows) and self.categories[index] not in _BREAKS and self.categories[index] not in ("V", "S"):
            index += 1
        if index < len(self.lows) and self.categories[index] == "V":
            return self._back(index, verb.last)
        return index

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
                return index
        return index

    def dated(self, index: int) -> "Verb | None":
        """The verb whose clause a date stands in, before it; None for one before all verbs."""
        start, end = self._segment(index), self._break(index)
        following = [v for v in self.c.verbs if v.first > index]
        if not any(verb.last <= index for verb in self.c.verbs):
            remote = self.lows[end - 1] in self.c.grammar.data["remote"]
            return following[0] if remote and following and following[0].first < end else None
        if following and following[0].first < end:
            return following[0]
        before = [v for v in self.c.verbs if v.last <= index]
        return before[-1] if before[-1].first >= start or not following else following[0]

    def holds(self, owner: "Verb", verb: "Verb") -> bool:
        """Whether the date of one verb holds for a later one: not that of a clause behind which 以来 stands."""
        end = self._break(owner.first)
        return owner.first <= verb.first and not (
            owner.first < verb.first and self.lows[end - 1] in self.c.grammar.data["remote"]
        )
