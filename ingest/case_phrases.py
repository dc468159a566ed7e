"""Noun phrases of a language that shows by case who stands where: where they begin, what depends on a noun, whose a
title is, and the complements on one side of a verb or noun.
"""

from collections.abc import Iterator

from ingest.document import ActorMention
from ingest.grammar import Argument, Verb
from ingest.subjects import Subjects

_OBLIQUE = ("dat", "ins", "gen")
_DASHES = ("—", "–", "-")
_QUOTED_NAME = 7  # tokens of a name in quotation marks, at most
_OWNER = 5  # tokens behind a noun within which the name of whose it is stands
_TITLE_REACH = 16  # tokens over which what depends on a title runs before the name


class CasePhrases:
    """The noun phrases of one sentence."""

    def __init__(self, clauses: Subjects) -> None:
        self.c = clauses
        self.lexicon = clauses.grammar.lexicon
        self.two_case = frozenset(clauses.grammar.data["two_case"])
        self.about = frozenset(clauses.grammar.data["about"])
        self.carriers = frozenset(clauses.grammar.data["carriers"])
        self.by = frozenset(clauses.grammar.data["by"])
        self.titular = frozenset(clauses.grammar.data["titular"])

    def _owners(self, index: int) -> tuple[ActorMention, ...]:
        """Whose the noun at a token is: by the adjective of a state before it, or a name in the genitive behind."""
        c = self.c
        at = index - 1
        while at >= 0 and (c.categories[at] == "J" or self._adjective(at)):
            mention = c.mention_at[at]
            if c.categories[at] == "J" and mention is not None and mention.office != "against":
                return (mention,)
            at -= 1
        at = index + 1
        while at < min(len(c.lows), index + _OWNER) and c.categories[at] in ("W", "J"):
            mention = c.mention_at[at]
            if c.categories[at] == "J" and mention is not None:
                return (mention,)
            if not self._adjective(at) and "gen" not in self.lexicon.cases(c.lows[at]):
                return ()
            at += 1
        mention = c.mention_at[at] if at < len(c.lows) else None
        if mention is None or c.categories[at] != "M" or mention.kind in ("person", "unknown", "media"):
            return ()
        return (mention,) if mention.bare and self._may_be("gen", mention) else ()

    def _many_behind(self, verb: Verb) -> bool:
        """Whether a noun behind a plural verb may be its subject by form and number."""
        for at in range(verb.last, len(self.c.lows)):
            if self.c.categories[at] == "W" and self.lexicon.cases(self.c.lows[at]):
                return "plur" in self.lexicon.numbers(self.c.lows[at])
            if self.c.categories[at] not in ("W", "A", "D", "T", "J"):
                return False
        return False

    def _borne(self, index: int) -> ActorMention | None:
        """ "директор компании «Восток» Павел Лозовой": the person whose title the noun at a token opens, behind what
        depends on the title."""
        c = self.c
        if not self.lexicon.animate(c.lows[index]) and c.bases[index] not in c.grammar.data["titular_things"]:
            return None
        at, quoted = index + 1, False
        while at < len(c.lows) and at < index + _TITLE_REACH:
            category, mention = c.categories[at], c.mention_at[at]
            if category in ("Q", "q"):
                quoted = category == "Q"
            elif category == "M" and mention is not None and not quoted:
                if mention.kind in ("person", "unknown") and mention.form != "pronoun" and self._may_be("nom", mention):
                    return mention
                if mention.cases and "gen" not in mention.cases:
                    return None
            elif category == "," and c.lows[at] in _DASHES and at + 1 < len(c.lows):
                at += 1 + self._adjective(at + 1)  # "вице-премьер — полномочный представитель Юрий …"
                if "nom" not in self.lexicon.cases(c.lows[min(at, len(c.lows) - 1)]):
                    return None
            elif not quoted and not self._dependent(at):
                return None
            at += 1
        return None

    def _name_end(self, index: int) -> int:
        """The token behind a quoted name that opens at a token; 0 where what is quoted is somebody's words."""
        for at in range(index + 1, min(index + _QUOTED_NAME, len(self.c.lows))):
            if self.c.categories[at] == "q":
                return at + 1
            if self.c.categories[at] in ("V", ";", ","):
                return 0
        return 0

    def _may_be(self, case: str, mention: ActorMention) -> bool:
        return not mention.cases or case in mention.cases

    def _dependent(self, index: int) -> bool:
        """Whether a word can stand between a title and the name of who bears it."""
        c = self.c
        if c.categories[index] in ("J", "M") or c.lows[index] in c.grammar.joining:
            return True
        if c.categories[index] == "P":
            return c.preposition(index) in self.titular
        cases = self.lexicon.cases(c.lows[index])
        return c.categories[index] in ("W", "A", "D") and (
            "gen" in cases
            or self.lexicon.adjective(c.lows[index])
            or (c.categories[index - 1] in ("P", "W") and bool(cases - {"nom"}) and "gen" not in cases)
        )

    def _reports_on(self, verb: Verb) -> bool:
        """ "«Восток», разумеется, уверяет, что": what is said follows, so that no credit ends here."""
        behind = self.c.lows[verb.last : verb.last + 2]
        return len(behind) == 2 and behind[0] == "," and behind[1] in self.c.grammar.that

    def _numbered(self, verb: Verb, index: int) -> bool:
        """Whether a noun agrees with a finite verb in number, or is one of several: "мост открыли" has another
        subject."""
        numbers = self.lexicon.numbers(self.c.lows[index])
        if verb.kind != "finite" or not numbers or ("plur" if verb.plural else "sing") in numbers:
            return True
        around = range(max(self.c.clause_start(verb), index - 8), min(index + 6, len(self.c.lows)))
        return verb.plural and any(self.c.lows[at] in self.c.grammar.joining for at in around)

    def _counted(self, mention: ActorMention) -> bool:
        """ "семь тысяч наёмников", "один из участников": a genitive that a number or measure makes the subject."""
        c = self.c
        if mention.cases and "gen" not in mention.cases:
            return False
        at = mention.first - c.offset - 1
        while at >= 0 and (c.categories[at] == "J" or (c.categories[at] == "W" and self._adjective(at))):
            at -= 1
        if at > 0 and c.categories[at] == "P" and c.preposition(at) == "из":
            return c.lows[at - 1] in c.grammar.data["some_of"] and (at < 2 or c.categories[at - 2] != "P")
        first = at
        while at >= 0 and (c.lows[at] in c.grammar.data["tallied"] or c.lows[at][0].isdigit()):
            at -= 1
        return at < first and (at < 0 or c.categories[at] not in ("P", "J", "W"))

    def _dated(self, index: int) -> int:
        """ "заявил в воскресенье, 12 декабря, посол": the token behind a date between commas; 0 where there is none."""
        start = index - 1
        while start >= 0 and self.c.categories[start] == "T":
            start -= 1
        if "," in self.c.lows[start + 1 : index]:
            return index + 1  # the date holds its own comma
        at = index + 1
        while at < len(self.c.lows) and self.c.categories[at] == "T":
            at += 1
        return at + 1 if at > index + 1 and at < len(self.c.lows) and self.c.categories[at] == "," else 0

    def _credit_before(self, verb: Verb, index: int) -> int:
        """ "Китай, говорил посол, предлагал": where a comma closes an inserted credit, the token before the comma that
        opens it; else -1."""
        c = self.c
        opening = next((at for at in range(index - 1, -1, -1) if c.categories[at] in (",", ";", "S", "R")), -1)
        if opening < 1 or c.categories[opening] != "," or opening + 1 >= index:
            return -1
        inside = c.verb_at(opening + 1)
        if inside is None or inside.kind != "finite" or not set(inside.lemmas) & c.grammar.reporting:
            return -1
        return opening - 1 if inside.first == opening + 1 and verb.first > index else -1

    def _before(self, index: int) -> int:
        """The token before a noun phrase whose noun stands at `index`, its adjectives and preposition taken away."""
        c = self.c
        at = index - 1
        while at >= 0 and (c.categories[at] in ("J", "D") or (c.categories[at] == "W" and self._adjective(at))):
            at -= 1
        return at - 1 if at >= 0 and c.categories[at] == "P" else at

    def _adjective(self, index: int) -> bool:
        return self.lexicon.adjective(self.c.lows[index])

    def _inside(self, index: int, cases: frozenset[str]) -> bool:
        """Whether a noun is a genitive that belongs to the noun before it: "глава правительства"."""
        if "gen" not in cases:
            return False
        at = self._before(index)
        return at >= 0 and self._noun(at) and at == self._skipped(index)

    def _skipped(self, index: int) -> int:
        """The token before a noun's adjectives."""
        at = index - 1
        while at >= 0 and (self.c.categories[at] == "J" or (self.c.categories[at] == "W" and self._adjective(at))):
            at -= 1
        return at

    def _noun(self, index: int) -> bool:
        return self.c.categories[index] == "W" and bool(self.lexicon.cases(self.c.lows[index]))

    def _marked(self, mention: ActorMention) -> bool:
        """Whether a name stands in quotation marks."""
        return self.c.lows[mention.first - self.c.offset] in self.c.grammar.quotes_open

    def _surely(self, mention: ActorMention) -> bool:
        return "nom" in mention.cases and "acc" not in mention.cases and "gen" not in mention.cases

    def _attribute(self, mention: ActorMention) -> bool:
        """Whether a name stands in the genitive of the noun before it: "власти США", "визит Путина"."""
        if mention.cases and "gen" not in mention.cases:
            return False
        before = mention.first - self.c.offset - 1
        if before < 0 or not self._noun(before):
            return False
        named = mention.kind != "person" and not mention.cases and self.c.bases[before] in self.carriers
        return not (named and self.lexicon.cases(self.c.lows[before]) == frozenset(("nom",)))

    def _walk(self, start: int, end: int, first_slot: str, subject: set[int]) -> Iterator[Argument]:
        c = self.c
        noun = first_slot == "noun"
        preposition, slot = "", first_slot
        head = start - 1 if noun else -1  # the noun that a genitive right behind it belongs to
        chained = noun
        adjectives: list[ActorMention] = []
        preposition_seen = ""
        index = start
        while index < end:
            category, mention, low = c.categories[index], c.mention_at[index], c.lows[index]
            if category == "M" and mention is not None:
                group = c._coordinated_right(mention)
                placed = self._placed(mention, preposition, slot if chained else "", noun)
                if chained and placed in _OBLIQUE and slot not in ("object", "noun", *_OBLIQUE, "nom"):
                    placed = "inner"  # "в связи с продажей оружия Тайваню": it depends on the noun
                if placed is not None and not any(id(m) in subject for m in group):
                    inner = chained and placed == "inner"
                    yield Argument(placed, group, head, slot if inner else "")
                if not (chained and placed == "inner"):
                    slot = placed or slot
                preposition, chained, adjectives = "", False, []
                index = max(group[-1].last - c.offset, index + 1)
                continue
            if category == "J" and mention is not None:
                adjectives.append(mention)
            elif category == "P":
                if not noun and preposition_seen in self.about:
                    return  # "сообщил о визите в Китай": all that follows is what it is about
                preposition, chained = c.preposition(index), False
                preposition_seen = preposition
            elif category == "D":
                if low in c.grammar.possessives or low in c.grammar.possessives_plural:
                    yield Argument("possessive", (), index, preposition or slot)
            elif category == "W":
                cases = self.lexicon.cases(low)
                if cases:
                    if preposition:
                        slot, preposition = preposition, ""
                        yield Argument(slot, (), index)
                    elif chained and "gen" in cases:
                        adjectives = adjectives if noun and head == start - 1 else []  # deep inside the object
                    else:
                        slot = self._case_slot(cases, noun, first_slot == "left")
                        yield Argument(slot, (), index)
                    for adjective in adjectives:
                        yield Argument("inner" if slot == "noun" else "adjective", (adjective,), index, slot)
                    head, chained, adjectives = index, True, []
            elif category == "(":
                index = c._closing(index)
            elif category == "T":
                preposition, chained = "", False
            elif category in (",", "C", "q", "Q", ")"):
                if low in c.grammar.joining and slot == preposition_seen:
                    preposition = slot  # "против лиц и компаний"
                chained = False
            index += 1

    def _placed(self, mention: ActorMention, preposition: str, chained: str, noun: bool) -> str | None:
        """The slot of a mention; None for what is no complement."""
        cases = mention.cases
        if preposition:
            if preposition not in self.two_case:
                return preposition
            return preposition + ("?" if not cases else "+" if "acc" in cases and "loc" not in cases else "")
        if chained and (not cases or "gen" in cases):
            return "inner"
        if noun:
            return "noun" if "gen" in cases else next((case for case in ("ins", "dat") if case in cases), None)
        if not cases or "acc" in cases:
            return "object"
        return next((case for case in _OBLIQUE if case in cases), None)

    def _case_slot(self, cases: frozenset[str], noun: bool, left: bool) -> str:
        if "nom" in cases and left:
            return "nom"  # before the verb a noun of doubtful case is no object
        if "acc" in cases and not noun:
            return "object"
        return next((case for case in _OBLIQUE if case in cases), "nom")
