"""Verb or noun, preposition or conjunction, by place: for a language whose words do not change (Chinese)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.categories import Categories
from ingest.forms import VerbPattern
from ingest.lang_data import load
from ingest.words import kind_of

BREAKS = frozenset((",", ";", "(", ")", "Q", "q"))
OBJECT = "把"  # the slot of the preposition that puts the object before its verb


@dataclass(frozen=True, slots=True)
class Marks:
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
    asking: frozenset[str]  # verbs that ask somebody to do something
    clausal: frozenset[str]  # verbs behind which an actor opens a clause
    reporting: frozenset[str]  # verbs of speech that wish and demand nothing
    by: str
    joint: str
    also_nouns: frozenset[str]
    documents: frozenset[str]
    matters: frozenset[str]  # nouns that sum up the clause before them
    changes: frozenset[str]  # verbs by which something grows or falls


@lru_cache(maxsize=4)
def marks_of(lang: str) -> Marks:
    verbs, grammar = load(lang, "verbs"), load(lang, "grammar")
    marks, governors = verbs["marks"], load(lang, "modality")["governors"]

    def lemmas(rows: Sequence[str]) -> frozenset[str]:
        return frozenset(VerbPattern.parse(row).lemma for row in rows)

    return Marks(
        future=frozenset(marks["future"]),
        past=frozenset(marks["past"]),
        past_after=frozenset(marks["past_after"]),
        present=frozenset(marks["present"]),
        due=frozenset(marks["due"]),
        object=frozenset(marks["object"]),
        light=frozenset(grammar["light"]),
        closing=frozenset(grammar["closing"]),
        at_wish=frozenset(grammar["at_wish"]),
        governing=frozenset(word for rows in governors.values() for word in rows)
        | frozenset(verbs["plain"]["modal"])
        | frozenset(grammar["object_control"]),
        support=lemmas(load(lang, "events")["support"]["verbs"]),
        speech=frozenset(p for row in load(lang, "voices")["trigger"] for p in lemmas(row["verbs"])),
        control=frozenset(grammar["object_control"]),
        clausal=frozenset(grammar["object_control"])
        | (
            frozenset(p for row in load(lang, "voices")["trigger"] for p in lemmas(row["verbs"]))
            - frozenset(load(lang, "voices")["cues"]["quoting"])
        )
        | frozenset(verbs["plain"]["copula"]),
        asking=frozenset(grammar["object_control"]) & frozenset(governors["possible"]),
        reporting=frozenset(p for row in load(lang, "voices")["trigger"] for p in lemmas(row["verbs"]))
        - frozenset(grammar["object_control"])
        - frozenset(governors["future"]),
        by=grammar["prepositions"][grammar["by"][0]],
        joint=grammar["with"][0],
        also_nouns=frozenset(grammar["also_nouns"]),
        documents=frozenset(load(lang, "voices")["documents"]["nouns"]),
        matters=frozenset(grammar["matters"]),
        changes=frozenset(grammar["changes"]),
    )


class Positions:
    """The categories of the words of one sentence, settled by what stands around them."""

    def __init__(self, clauses: Categories) -> None:
        self.c = clauses
        self.lows = clauses.lows
        self.categories = clauses.categories
        self.lexicon = clauses.grammar.lexicon
        self.marks = marks_of(clauses.document.lang)
        self.prepositions = clauses.grammar.prepositions
        self.of = clauses.grammar.of
        self._brackets()
        self._prepositions()
        self._adverbs()
        self._verbs()

    def _bare(self, index: int) -> bool:
        mention = self.c.mention_at[index] if 0 <= index < len(self.lows) else None
        return mention is not None and self.categories[index] == "M"

    def _brackets(self) -> None:
        """A short insertion in brackets breaks no clause: 沃洛金（俄罗斯）表示."""
        for index, category in enumerate(self.categories):
            if category != "(":
                continue
            inside = range(index + 1, min(index + 9, len(self.lows)))
            end = next((at for at in inside if self.categories[at] == ")"), None)
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
            if low in self.marks.future | self.marks.past and not self.lexicon.forms(low):
                self.categories[index] = "A"
            if (kind_of(low)[:1] == "d" and not self.lexicon.forms(low)) or (
                low in self.c.grammar.copula and after in (["P"], ["T"])
            ):
                self.categories[index] = "A"

    def _prepositions(self) -> None:
        """应 before an actor is a preposition, before a verb a duty; 和 between actors joins them, else it is 同;
        将 right before an actor is 把."""
        c = self.categories
        locative = self.c.grammar.data["locative"][0]
        for index, low in enumerate(self.lows):
            lasting = low in self.marks.present and low.endswith(locative) and low != locative
            if lasting and self._at(index + 1):
                c[index], self.c.slots[index] = "P", locative  # 正在莫斯科访问
            elif c[index] == "P":
                c[index] = self._preposition(index, low)
            elif (
                low in self.marks.object
                and c[index] in ("A", "W")
                and ((self._bare(self._over(index + 1)) and not self._starts(index + 1)) or self._moved(index + 1))
            ):
                c[index] = "P"
                self.c.slots[index] = "object"

    def _at(self, index: int) -> bool:
        """Whether a state or city stands at a token, and a verb behind it."""
        mention = self.c.mention_at[index] if index < len(self.lows) else None
        return mention is not None and mention.kind == "state" and self._verb_next(mention.last - self.c.offset)

    def _preposition(self, index: int, low: str) -> str:
        """What a word is that is a preposition among other things."""
        if low in self.marks.due and not self._bare(index + 1):
            return "A"
        if (
            self.prepositions[low] in self.c.grammar.data["about"]
            and self._verb_next(index + 1)
            and not (self._verb_later(index + 2))
        ):
            return "A"  # 中国就弃权
        if self.lexicon.forms(low) and not self._verb_later(index + 1):
            return "W"  # 通过名单: a verb itself, where none follows
        if low in self.marks.present and self._verb_next(index + 1) and not self._timed(index):
            return "A"
        noun = index > 0 and self.categories[index - 1] == "W" and kind_of(self.lows[index - 1])[:1] == "n"
        if noun and self.prepositions[low] == self.marks.joint and not self._verb_next(index + 1):
            return "C"
        if low not in self.c.grammar.joining:
            return "P"
        listed = self._bare(index - 1) and not self._filled(index - 1)
        return "C" if listed or not self._bare(index + 1) else "P"

    def _over(self, index: int) -> int:
        """The token behind determiners and measure words: 三名 before 外交官."""
        while index < len(self.lows) and self.categories[index] == "D":
            index += 1
            if self.lows[index : index + 1] and self.lows[index] in self.c.grammar.data["measures"]:
                index += 1
        return index

    def _timed(self, index: int) -> bool:
        """在接受采访时: whether a clause ends in a word of time."""
        end = self._break(index)
        return any(low in self.marks.closing for low in self.lows[index + 1 : end])

    def _verb_later(self, index: int) -> bool:
        """Whether a word that may be a verb stands between a token and the next break."""
        end = self._break(index)
        return any(self._verb_next(at) for at in range(index, end))

    def _moved(self, index: int) -> bool:
        """将制裁范围扩大到: a noun that looks like a verb, before another noun and the verb."""
        low = self.lows[index : index + 1]
        return (
            bool(low)
            and low[0] in self.marks.also_nouns
            and index + 1 < len(self.lows)
            and (
                self.categories[index + 1] == "W"
                and not self.lexicon.forms(self.lows[index + 1])
                and self._verb_later(index + 2)
            )
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
        return "object" if found == OBJECT else found

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
        if before < 0 or self.categories[before] in BREAKS:
            return self._opens(index)
        low, category = self.lows[before], self.categories[before]
        if category == "P" and self._moved(index):
            return True
        if low in self.of or (category == "D" and not self._adverbial(before)):
            return not self._bare(index + 1) or low in self.of
        if self.lows[index] in self.marks.also_nouns and self._changes(index + 1):
            return True  # 对华出口下降
        of = before
        while of > 0 and self.categories[of] == "W" and self.lows[of] in self.c.grammar.prenominal:
            of -= 1
        if of < before and self.lows[of] in self.of and self.lows[index] in self.marks.also_nouns:
            return not self._object_next(index)  # …的重大会晤
        at = before
        while at >= 0 and self._inside_phrase(at):
            at -= 1
        if at >= 0 and self.categories[at] == "V":
            if self.lows[at] in self.marks.light:
                return True
            says = self.lows[index] in self.marks.reporting - self.marks.documents - self.marks.also_nouns
            if category == "A" or self._in_complement(at) or (says and self._closed(index + 1)):
                return False  # 承诺继续巡航; 就筹备工作交换意见
            if (
                self.lows[index] in self.marks.also_nouns
                and self.categories[index + 1 : index + 2] == ["W"]
                and (not self.lexicon.forms(self.lows[index + 1]))
            ):
                return True  # 讨论停火问题
            governed = self.lows[at] in self.marks.support or at < before or self.lows[index] in self.marks.also_nouns
            return governed and self.lows[at] not in self.marks.speech and not self._object_next(index)
        if at >= 0 and self.categories[at] == "M" and at < index:
            return self._carried(at, index) or (at == before and self._owned_noun(at, index))
        if category == "W" and low in self.c.grammar.prenominal and self.lows[index] in self.marks.also_nouns:
            return self.categories[at : at + 1] != ["P"] and not self._object_next(index)
        passive = self.prepositions.get(low) == self.marks.by  # 遭到殴打
        return category == "P" and low not in self.marks.due and not passive and self._closed(index + 1)

    def _in_complement(self, index: int) -> bool:
        """Whether a verb only modifies a noun that a preposition governs: 筹备 in 就筹备工作."""
        at = index - 1
        while at >= 0 and self.categories[at] in ("W", "D", "J", "M"):
            at -= 1
        about = self.c.grammar.data["about"]
        return at >= 0 and self.categories[at] == "P" and self.slot(at) in about

    def _changes(self, index: int) -> bool:
        """Whether what follows, adverbs and times apart, is a verb by which something grows or falls."""
        while index < len(self.lows) and self.categories[index] in ("A", "T"):
            index += 1
        return index < len(self.lows) and self.lows[index] in self.marks.changes

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
        marked = self.marks.due | self.marks.future | self.marks.past
        adverb = self.categories[index] == "A" and low not in marked
        return (
            adverb
            or self.categories[index] in ("W", "D", "J")
            or low in self.of | self.marks.past_after
            or (self.categories[index] == "C" and low in self.c.grammar.enumerating)
        )

    def _carried(self, actor: int, index: int) -> bool:
        """举行中俄会谈, 遭到美国制裁: behind an actor that a light verb governs."""
        mention = self.c.mention_at[actor]
        first = mention.first - self.c.offset - 1 if mention is not None else -1
        while first >= 0 and (self.categories[first] in ("P", "D", "C") or self._bare(first)):
            first -= 1
        light = first >= 0 and self.categories[first] == "V" and self.lows[first] in self.marks.light
        return light and not self._object_next(index)

    def _owned_noun(self, actor: int, index: int) -> bool:
        """遵守美国制裁: behind an actor that is no subject, since a verb that takes no clause governs it."""
        mention = self.c.mention_at[actor]
        first = mention.first - self.c.offset - 1 if mention is not None else -1
        governed = first >= 0 and self.categories[first] == "V" and self.lows[first] not in self.marks.clausal
        noun = self.lows[index] in self.marks.also_nouns and self.categories[index + 1 : index + 2] != ["M"]
        return governed and noun

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
        return index >= len(self.lows) or self.categories[index] in BREAKS or self.lows[index] in self.marks.closing

    def _segment(self, index: int) -> int:
        while index > 0 and self.categories[index - 1] not in BREAKS:
            index -= 1
        return index

    def _break(self, index: int) -> int:
        while index < len(self.lows) and self.categories[index] not in BREAKS:
            index += 1
        return index

    def _verb_between(self, start: int, end: int) -> bool:
        return "V" in self.categories[start:end]
