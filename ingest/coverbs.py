"""Who stands where in a language whose complements stand before the verb, each behind a preposition, and whose
modifiers stand before their noun (习近平在莫斯科同普京举行会谈; 美国对俄罗斯的制裁).

A subject holds over commas until another comes. Answers the questions of `clauses`.
"""

from ingest.categories import Categories
from ingest.complements import Complements
from ingest.document import ActorMention
from ingest.grammar import Argument, Verb
from ingest.positions import BREAKS
from ingest.words import kind_of


class Coverbs(Complements):
    """Subjects and arguments of one sentence."""

    def __init__(self, clauses: Categories) -> None:
        super().__init__(clauses)
        self._subjects: dict[int, tuple[ActorMention, ...]] = {}

    def subject(self, verb: Verb) -> tuple[ActorMention, ...]:
        """See Clauses.subject."""
        known = self._subjects.get(verb.head)
        if known is None:
            self._subjects[verb.head] = ()  # a verb on the way to itself has none
            known = self._subjects[verb.head] = self._found(verb)
        return known

    def _found(self, verb: Verb) -> tuple[ActorMention, ...]:
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

    def _controller(self, verb: Verb) -> tuple[ActorMention, ...]:
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

    def _left(self, verb: Verb) -> tuple[tuple[ActorMention, ...], bool]:
        """The bare actor before a verb in its own clause, and whether a noun that is no actor stands there instead."""
        at = verb.first - 1
        noun = False
        while at >= 0 and self.categories[at] not in BREAKS:
            category, mention = self.categories[at], self.c.mention_at[at]
            if at in self.clauses_before:  # 德国代表在普京讲话前离席
                at, noun = self.clauses_before[at] - 1, False
                continue
            if category == "O" and at and self.categories[at - 1] == "P":
                at, noun = at - 2, False
                continue
            if category == "M" and mention is not None:
                governor = self.governors.get(id(mention))
                if governor is not None and at == verb.first - 1 and verb.head in self.embedded:
                    return (mention,), False
                if governor is not None:
                    both = self._both(governor, mention)
                    if both:
                        return both, False
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
                return (), noun and (self.lows[at] in self.marks.clausal or verb.lemmas[0] not in self.marks.reporting)
            if category == "W" and not noun:
                noun = self._noun(at, verb.first)
            elif category == "P":
                noun = False
                if verb.head in self.relative and self._governs_behind(at, verb):
                    return (), False  # 同来华的普京: who is modified does it
            at -= 1
        return (), noun

    def _governs_behind(self, at: int, verb: Verb) -> bool:
        """Whether a preposition governs an actor behind a verb."""
        return any(m.first - self.c.offset >= verb.last and self.governors.get(id(m)) == at for m in self.c.mentions)

    def first_person(self, verb: Verb) -> bool:
        """Whether a verb has 我 or 我们 for its subject, over commas too."""
        at = verb.first - 1
        while at >= 0 and self.categories[at] not in BREAKS:
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

    def unsaid(self, verb: Verb, *, loosely: bool = False) -> bool:
        """Whether a verb opens its sentence, without any subject; `loosely` makes no difference here."""
        del loosely
        return verb is self.c.verbs[0] and "M" not in self.categories[: verb.first] and not self._left(verb)[1]

    def _object_of(self, mention: ActorMention) -> int | None:
        """The verb right before an actor whose object it is; None behind one of speech and one whose object acts."""
        at = self._joined(mention)[0].first - self.c.offset - 1
        while at >= 0 and (
            self.categories[at] in ("D", "J")
            or self.lows[at] in self.marks.past_after
            or (self.categories[at] == "W" and self.lows[at] not in self.marks.closing)
            or (self._bare(at) and self._filled_not(at))
        ):
            at -= 1
        if at < 0 or self.categories[at] != "V" or self.lows[at] in self.marks.clausal:
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
        return (kind[:1] in ("n", "j", "l", "") and len(self.lows[index]) > 1) or kind == "vn"

    def _wish(self, verb: Verb) -> tuple[ActorMention, ...]:
        """应普京邀请: who wishes so."""
        at = self.wish_at(verb)
        if at is None:
            return ()
        return tuple(m for m in self.c.mentions if self.governors.get(id(m)) == at)

    def reports(self, first: int, last: int) -> bool:
        """Whether words behind a cue report something: 据新华社报道, 根据外交部声明, but not 根据年度计划."""
        words = set(self.lows[last : self._break(last)])
        told = words & self.c.grammar.reporting or words & self.marks.documents
        return bool(told) or (self.lows[first] == self.c.grammar.data["according"][0] and self._bare(last))

    def credited(self, verb: Verb) -> bool:
        """据新华社报道: whoever is credited is no subject."""
        according = self.c.grammar.data["according"]
        return any(
            self.categories[at] == "P" and self.lows[at] in according for at in range(self._start(verb), verb.first)
        )

    def wish_at(self, verb: Verb) -> int | None:
        """The token of 应 before a verb at whose wish something is done (应普京邀请), or None."""
        for at in range(self._start(verb), verb.first):
            if self.categories[at] == "P" and self.lows[at] in self.marks.at_wish:
                return at
        return None

    def _modified(self, verb: Verb) -> tuple[ActorMention, ...]:
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
        for at in reversed(range(start, end)):  # 俄罗斯石油的最大买家印度炼油厂，…: the last
            mention = self.c.mention_at[at]
            if mention is None or self.categories[at] != "M" or self.governors.get(id(mention)) is not None:
                continue
            after = mention.last - self.c.offset
            if (after < end and self.lows[after] in self.of) or self._object_of(mention) is not None:
                continue
            return self._joined(mention)
        return ()

    def _shared(self, verb: Verb) -> tuple[ActorMention, ...]:
        """A clause without a subject has that of the clause before it, within the same quotation."""
        inside = self.c._in_quote(verb.first)
        speaker = self._speaker(verb)
        if speaker is not None:
            return self.subject(speaker)
        end = verb.first
        while end > 0:
            start = self._segment(end)
            own = end == verb.first  # in the same clause the verb right before counts, in one before it the first
            for other in reversed(self.c.verbs) if own else self.c.verbs:
                if not start <= other.first < end or (other.head in self.relative and verb.head not in self.relative):
                    continue
                if self.c._in_quote(other.first) != inside:
                    continue
                charged = None if own else self._charged(other, verb, end)
                if charged is not None:
                    return self.subject(charged)
                wish = self.wish_at(other)
                found = self.subject(other) if wish is None else self._before_wish(wish)
                if found or wish is None:
                    return found
            if end < verb.first and self.c._in_quote(start) == inside:
                found = self._topic(start, end)
                if found:
                    return found
            end = start - 1
        return ()

    def _charged(self, above: Verb, verb: Verb, end: int) -> Verb | None:
        """俄方指控乌军出动无人机，攻击民用设施: what somebody is charged with goes on over the comma; the verb of the
        charge whose subject it has, None where the charging goes on itself (又, 并)."""
        if above.lemmas[0] not in self.c.grammar.accusing or verb.lemmas[0] in self.marks.speech | self.marks.control:
            return None
        going_on = {*self.c.grammar.data["going_on"], *self.c.grammar.data["going_on_again"]}
        if going_on & set(self.lows[self._segment(verb.first) : verb.first]):
            return None
        inner = [v for v in self.c.verbs if above.last <= v.first < end and v.head not in self.relative]
        return next((v for v in inner if self._left(v)[0]), None)

    def _speaker(self, verb: "Verb") -> "Verb | None":
        """王毅表示，中方…，并强调…: a verb of speech that goes on with another one has its speaker, not that of what
        was said between."""
        if verb.lemmas[0] not in self.marks.reporting or verb.head in self.relative:
            return None
        start = self._segment(verb.first)
        going_on = self.c.grammar.data["going_on"]
        if not any(low in going_on for low in self.lows[start : verb.first]):
            return None
        before = (
            v
            for v in reversed(self.c.verbs)
            if v.first < start
            and v.lemmas[0] in self.marks.reporting
            and v.head not in self.relative
            and self.c._in_quote(v.first) == self.c._in_quote(verb.first)
        )
        spoken = next((v for v in before if self._left(v)[0] or self._speaker(v) is not None), None)
        asked = (v for v in reversed(self.c.verbs) if v.first < start and v.lemmas[0] in self.marks.asking)
        return spoken or next((v for v in asked if v.governor < 0 and self._left(v)[0]), None)  # 呼吁…，并称…

    def _before_wish(self, at: int) -> tuple[ActorMention, ...]:
        """拉夫罗夫应王毅邀请: who stands before the wish."""
        mention = self.c.mention_at[at - 1] if self._bare(at - 1) else None
        return self._joined(mention) if mention is not None and self.governors.get(id(mention)) is None else ()

    def _following(self, verb: Verb) -> tuple[ActorMention, ...]:
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

    def arguments(self, verb: Verb) -> tuple[Argument, ...]:
        """See Clauses.arguments: complements on both sides of the verb."""
        subject = {id(m) for m in self.subject(verb)}
        around = (*self._right(verb), *self._complements(self._start(verb), verb.first))
        found = [*self._reached(verb), *(a for a in around if not any(id(m) in subject for m in a.mentions))]
        wish = self.wish_at(verb)
        if wish is not None:
            invited = self._before_wish(wish) or self._following(verb) or self._shared(verb)
            found.append(Argument("object", tuple(m for m in invited if id(m) not in subject)))
        return tuple(found)

    def agent(self, verb: Verb) -> tuple[ActorMention, ...]:
        """Who does what a passive verb says."""
        return next((a.mentions for a in self.arguments(verb) if a.slot == self.marks.by and a.mentions), ())

    def issuers(self, verb: Verb) -> tuple[ActorMention, ...]:
        """白宫发布的声明说, 商务部数据显示: who issued the document before a verb."""
        at = verb.first - 1
        while at >= 0 and self.categories[at] not in BREAKS:
            mention = self.c.mention_at[at]
            if mention is not None and self.categories[at] == "M" and self.governors.get(id(mention)) is None:
                return (mention,)
            at -= 1
        return ()

    def told_before(self, index: int) -> bool:
        """Whether a clause of its own stands before a cue: 普京将离京，据俄新社透露，他…."""
        start = self._segment(index)
        return any(v.first < start and v.head not in self.relative for v in self.c.verbs) and not (
            self.c._in_quote(index)
        )

    def unmarked(self, verb: Verb) -> bool:
        """Whether nothing shows that what a verb tells is over: 了, 已."""
        words = {self.lows[at] for at in self._before(verb.head)} | set(self.lows[verb.last : verb.last + 1])
        return not words & (self.marks.past | self.marks.past_after)

    def willing(self, verb: Verb) -> bool:
        """中方愿提供疫苗, 美方应停止制裁: whether words of will or duty stand before a verb."""
        words = self.c.grammar.data["willing"]
        return any(self.lows[at] in words for at in self._before(verb.head))

    def asked_end(self, verb: Verb) -> int:
        """The token behind what is asked for or charged, over commas where it goes on: 敦促美方停止制裁，撤销关税."""
        end = self._break(verb.first)
        for other in self.c.verbs:
            if other.first >= end and other.governor == verb.governor >= 0:
                end = self._break(other.first)
        return end

    def owners(self, verb: Verb) -> tuple[ActorMention, ...]:
        """俄罗斯的原油运抵深圳, 俄罗斯对华出口下降: whose is what stands before a verb, in its own clause."""
        if verb.head in self.relative or verb.governor >= 0:
            return ()
        at = verb.first - 1
        while at >= 0 and self.categories[at] not in BREAKS and self.categories[at] not in ("V", "O"):
            mention = self.c.mention_at[at]
            if mention is not None and self.categories[at] == "M" and self.governors.get(id(mention)) is None:
                return self._joined(mention)
            at -= 1
        return ()

    def deed(self, verb: "Verb") -> bool:
        """Whether a verb tells what its subject did: not in a clause that only modifies a noun, nor where what is asked
        for names nobody else (呼吁减债)."""
        above = self.c.verbs[verb.governor] if verb.governor >= 0 else None
        asked = (
            above is not None
            and above.lemmas[0] in self.marks.control
            and not any(map(self._subject_at, range(above.last, verb.first)))
        )
        return verb.head not in self.relative and not asked

    def scope_start(self, verb: "Verb") -> int:
        """Where words of doubt over a verb begin: before the verb that governs it, in its own clause."""
        while verb.governor >= 0:
            verb = self.c.verbs[verb.governor]
        own = self._start(verb)
        subordinate = self._segment(verb.first)
        return subordinate if self.categories[subordinate : subordinate + 1] == ["S"] else own

    def dated(self, index: int) -> Verb | None:
        """The verb whose clause a date stands in, before it; None for one before all verbs."""
        start, end = self._segment(index), self._break(index)
        following = [v for v in self.c.verbs if v.first > index]
        if not any(verb.last <= index for verb in self.c.verbs):
            own = self.lows[end - 1] in self.c.grammar.data["remote"] or (
                bool(following)
                and following[0].head in self.relative  # 昨天抵达的普京
                and self.lows[end - 1] not in self.c.grammar.data["amidst"]  # 7日举行的会上
            )
            return following[0] if own and following and following[0].first < end else None
        if following and following[0].first < end:
            return following[0]
        before = [v for v in self.c.verbs if v.last <= index]
        return before[-1] if before[-1].first >= start or not following else following[0]

    def owns(self, verb: Verb, index: int) -> bool:
        """Whether a date may be that of a verb: one before another verb of the same clause behind it is not."""
        if verb.first <= index:
            following = next((v for v in self.c.verbs if v.first > index), None)
            return following is None or following.first >= self._break(index) or following.head in self.relative
        return True

    def holds(self, owner: Verb, verb: Verb) -> bool:
        """Whether the date of one verb holds for a later one: not that of a clause behind which 以来 stands."""
        end = self._break(owner.first)
        start = self._segment(owner.first)
        if owner.head in self.relative and verb.head not in self.relative:
            return False  # 昨天抵达的普京会见了习近平
        if owner.first < verb.first and any(
            start <= v.first < owner.first and v.head not in self.relative for v in self.c.verbs
        ):
            return False  # 有记者追问他是否今年获释，发言人没有回答
        return owner.first <= verb.first and not (
            owner.first < verb.first and self.lows[end - 1] in self.c.grammar.data["remote"]
        )
