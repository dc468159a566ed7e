"""Who stands where in a language that shows it by case: the nominative is the subject on either side of its verb, the
accusative the object, the other cases and prepositions complements.

Names that do not decline (КНР, США, Шойгу) show no case: they are taken by their place, as in a language without cases.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.case_phrases import CasePhrases
from ingest.document import ActorMention
from ingest.grammar import Argument, Verb
from ingest.subjects import Subjects

_NOUN_ENDS = ("R", "S", ";", "V", ",", "q", "Q", "(")
_BODIES = ("body", "media", "organisation", "company", "group", "ministry")


@dataclass(frozen=True, slots=True)
class _Found:
    """A candidate for the subject. `sure`: its form can be nothing else; `blocked`: the subject is no actor."""

    group: tuple[ActorMention, ...] = ()
    sure: bool = False
    blocked: bool = False
    weak: bool = False  # left out in the text, and taken over from the clause above
    head: int = -1  # the token of a noun or pronoun that is the subject, and no actor that is known


_NOTHING = _Found()


class Cased(CasePhrases):
    """Subjects and arguments of one sentence."""

    def __init__(self, clauses: Subjects) -> None:
        super().__init__(clauses)
        self._subjects: dict[int, tuple[ActorMention, ...]] = {}

    # ------------------------------------------------------------------ subject

    def subject(self, verb: Verb) -> tuple[ActorMention, ...]:
        """See Clauses.subject."""
        known = self._subjects.get(verb.head)
        if known is None:
            self._subjects[verb.head] = ()  # a verb on the way to itself has none
            known = self._subjects[verb.head] = self._found(verb)
        return known

    def _found(self, verb: Verb) -> tuple[ActorMention, ...]:
        if verb.kind in ("infinitive", "gerund"):
            return self._controller(verb)
        if verb.kind == "participle":
            return self.c._antecedent(verb.first)
        if any(lemma.endswith("ся") and lemma[:-2] in self.c.grammar.reporting for lemma in verb.lemmas):
            return ()  # "отмечается", "сообщается": nobody's
        left = self._agreeing(verb, self._left(verb, verb.first - 1))
        right = self._agreeing(verb, self._right(verb))
        before = self.c.categories[verb.first - 1] if verb.first else ""
        if before == "," and self._credit_before(verb, verb.first - 1) >= 0:
            before = ""  # "США, пишет газета, отговаривали Пекин"
        if before in (",", "q"):
            told = set(verb.lemmas) & self.c.grammar.reporting
            if right.group and (told or not left.sure or self._close(verb, right.group)):
                return right.group
            if told and before == "," and right.blocked:
                return ()  # "…, рассказали участники рынка"
            if told and verb.tense == "present" and before == "," and not left.weak and not self._reports_on(verb):
                return ()  # "…, сообщает агентство": the subject before told the rest
        for one in (left, right):
            if one.group and one.sure and not one.weak:
                return one.group
        if left.group and not left.weak:
            return left.group
        if verb.plural and not (left.group or right.group or left.blocked or right.blocked):
            inside = self._institution(verb)
            if inside:
                return inside
        if right.blocked or (left.blocked and left.sure):
            return ()
        if left.group and not self._objectless(verb):
            return left.group  # "заявил, что посетит Китай": what follows is the object
        if right.group:
            return right.group
        if left.blocked and not left.group:
            return ()
        return left.group if left.group else self._skipped_over(verb)

    def unsaid(self, verb: Verb, *, loosely: bool = False) -> bool:
        """Whether the grammar leaves unsaid who does it: a passive without an agent, a plural without a subject ("посла
        вызвали в министерство"). `loosely`: also beside a noun that may be its object ("соглашения оформили")."""
        if verb.kind == "infinitive" and verb.governor >= 0:
            above = self.c.verbs[verb.governor]
            impersonal = above.plural and bool(set(above.lemmas) & self.c.grammar.modal)  # "должны запустить"
            return (above.passive or impersonal) and self.unsaid(above)
        if verb.kind != "finite" or verb.first_person or (not verb.passive and not verb.plural):
            return False
        if verb.passive:
            return not self.agent(verb)
        before = verb.first - 1
        beside = (self._left(verb, before), self._right(verb))
        if not loosely and self._many_behind(verb):
            return False  # "посетили тысячи людей"
        named = self.subject(verb) or any(one.blocked and (one.sure or not loosely) for one in beside)
        return not named and not (before >= 0 and self.c.categories[before] == "R")

    def whose(self, verb: Verb) -> tuple[ActorMention, ...]:
        """Whose the subject of a verb is, where the subject names no actor ("эскадра флота Китая")."""
        at = self.nameless(verb)
        return self._owners(at) if at >= 0 and self.c.categories[at] == "W" else ()

    def nameless(self, verb: Verb) -> int:
        """The token of the noun or pronoun that is the subject of a verb though nobody knows whom it names ("монополист
        предупредил"); -1 where there is none."""
        if verb.kind == "infinitive":
            return self.nameless(self.c.verbs[verb.governor]) if verb.governor >= 0 else -1
        if verb.kind != "finite" or self.subject(verb):
            return -1
        found = (self._left(verb, verb.first - 1), self._right(verb))
        return next((one.head for one in found if one.head >= 0), -1)

    def _objectless(self, verb: Verb) -> bool:
        """Whether a verb takes no object, so that a noun of doubtful case beside it is its subject."""
        forms = self.lexicon.forms(self.c.lows[verb.head])
        return verb.passive or (bool(forms) and all(form.intransitive for form in forms))

    def _skipped_over(self, verb: Verb) -> tuple[ActorMention, ...]:
        """ "В ходе беседы Си пригласил": a name right before its verb that might also belong to the noun before it."""
        index = verb.first - 1
        while index >= 0 and self.c.categories[index] == "A":
            index -= 1
        mention = self.c.mention_at[index] if index >= 0 else None
        if mention is None or self.c.categories[index] != "M" or not mention.bare:
            return ()
        before = mention.first - self.c.offset - 1
        if (mention.cases and "nom" not in mention.cases) or (before >= 0 and self.c.categories[before] == "P"):
            return ()
        return self._agreeing(verb, _Found((mention,))).group

    def _controller(self, verb: Verb) -> tuple[ActorMention, ...]:
        """Who does what an infinitive or gerund says: the subject of the verb above, or whom that verb makes do it."""
        c = self.c
        if verb.governor < 0:
            following = next((v for v in c.verbs if v.first > verb.first and v.kind == "finite"), None)
            return self.subject(following) if following is not None and verb.kind == "gerund" else ()
        above = c.verbs[verb.governor]
        if verb.kind == "infinitive" and set(above.lemmas) & c._object_control():
            for argument in self.arguments(above):
                if argument.slot in ("object", *c.grammar.data["slots_to"]) and argument.mentions:
                    return argument.mentions
        return self.subject(above)

    def _institution(self, verb: Verb) -> tuple[ActorMention, ...]:
        """ "В Кремле сообщили": whoever stands in that institution; a capital or state only where it speaks."""
        left = range(verb.first - 1, self.c.clause_start(verb) - 1, -1)
        right = range(verb.last, min(verb.last + 6, len(self.c.lows)))
        return self._standing_in(verb, left) or self._standing_in(verb, right)

    def _standing_in(self, verb: Verb, reach: range) -> tuple[ActorMention, ...]:
        c = self.c
        for at in reach:
            category, mention = c.categories[at], c.mention_at[at]
            if category in ("V", ";", "R", "S", ",", "q"):
                return ()
            if category != "M" or mention is None:
                continue
            before = self._skipped(mention.first - c.offset)
            if before >= 0 and c.categories[before] == "P" and c.preposition(before) == "в":
                speaks = bool(set(verb.lemmas) & c.grammar.reporting)
                if mention.kind in _BODIES or (mention.kind == "state" and speaks):
                    return (mention,)
        return ()

    def _close(self, verb: Verb, group: Sequence[ActorMention]) -> bool:
        """Whether a group stands right behind a verb: "…, заявил Песков"."""
        return all(c in ("A", "D", "T") for c in self.c.categories[verb.last : group[0].first - self.c.offset])

    def _agreeing(self, verb: Verb, found: _Found) -> _Found:
        """One person is no subject of a plural verb, and nobody named is one of "мы приветствуем"."""
        if not found.group:
            return found
        ids = {actor for mention in found.group for actor in mention.ids}
        alone = len(ids) == 1 and found.group[0].kind == "person" and found.group[0].form != "unnamed"
        before = found.group[0].last - self.c.offset <= verb.first
        many = before and len(found.group) > 1 and verb.kind == "finite" and not verb.plural
        return _NOTHING if (verb.plural and alone) or many or verb.first_person else found

    def _left(self, verb: Verb, index: int) -> _Found:
        c = self.c
        seen = crossed = doubtful = False
        objectless = self._objectless(verb)
        while index >= 0:
            direct = not seen and not crossed
            category, mention = c.categories[index], c.mention_at[index]
            if category == "M" and mention is not None:
                found = self._candidate(mention) or self._counted(mention)
                if found and (not doubtful or not self._oblique_by_place(mention)):
                    group = c._coordinated_left(mention)
                    return _Found(group, all(map(self._surely, group)))
                index = self._before(mention.first - c.offset)
                seen = True
                continue
            if category == "W" and self.lexicon.cases(c.lows[index]):
                cases, start = self.lexicon.cases(c.lows[index]), self._before(index)
                governed = start >= 0 and c.categories[start + 1] == "P"
                if crossed and not governed and "acc" in cases and self._object_before(index):
                    return _Found(c._shared(verb, index), True)
                if not governed and "nom" in cases and self._numbered(verb, index) and not self._inside(index, cases):
                    carried = self._carried(index)
                    if carried or "acc" not in cases or objectless or not direct:
                        return carried or _Found(sure="acc" not in cases, blocked=True, head=index)
                    doubtful = True  # "Пекин обвинения отрицает": an object, where a subject stands before it
                index, seen = start, True
                continue
            if category in (",", ")", "q"):
                jumped = (
                    c._over_commas(index)
                    if category == ","
                    else (c._opening(index) - 1 if category == ")" else c._opening_quote(index) - 1)
                )
                crossed = crossed or category == ","
                credit = self._credit_before(verb, index) if category == "," else -1
                if credit >= 0:
                    index = credit
                    continue
                if jumped is None or (category == "," and self._clause_between(jumped, index)):
                    return _Found(c._shared(verb, index), True)
                index = jumped
                continue
            if category == "R":
                owned = self._of_relative(index)
                if owned is not None:
                    return owned
                relative = c.lows[index] in c.grammar.subject_relatives
                return _Found(c._antecedent(index), True) if relative else (_NOTHING if seen else self._above(index))
            if category == "S" and c.lows[index] in c.grammar.that and not seen:
                return self._above(index)
            if category == "Q" and all(c.categories[at] in ("A", "N") for at in range(index + 1, verb.first)):
                index -= 1  # "Пекин «решительно недоволен»"
                continue
            if category in ("S", ";", "(", "Q"):
                return _Found(blocked=True) if doubtful else _NOTHING
            if category == "O":
                return _Found(blocked=True, sure=True, head=index)
            if category == "V" or (category == "C" and not seen):
                return _Found(c._shared(verb, index), True)
            index -= 1
        return _Found(blocked=True) if doubtful else _NOTHING

    def _clause_between(self, start: int, end: int) -> bool:
        """Whether what stands between two commas is a clause of its own and no insertion: "они обсудили мир, выразили
        готовность"."""
        between = self.c.categories[start + 1 : end]
        if {"R", "S"} & set(between):
            return False
        return any(v.kind == "finite" and start < v.first < end for v in self.c.verbs)

    def _object_before(self, index: int) -> bool:
        """ "обсудили кризис, подтвердили поддержку": the noun belongs to the verb before it, which shares its
        subject."""
        for at in range(index - 1, -1, -1):
            if self.c.categories[at] in ("S", "R", ";", ",", "C"):
                return False
            if self.c.categories[at] == "V":
                return True
        return False

    def _carried(self, index: int) -> _Found | None:
        """ "пресс-служба Кремля", "газета «Известия»": the name behind a noun that only says what it is."""
        c = self.c
        if c.bases[index] not in self.carriers:
            return None
        at = index + 1
        while at < len(c.lows) and (c.categories[at] == "J" or (c.categories[at] == "W" and self._adjective(at))):
            at += 1
        mention = c.mention_at[at] if at < len(c.lows) else None
        if mention is None or c.categories[at] != "M" or mention.kind == "person":
            return None
        return _Found((mention,), sure=True)

    def _completes(self, verb: Verb, index: int) -> bool:
        """Whether a token belongs to the infinitive that a verb governs: "отказываются принимать и банки"."""
        other = self.c.verb_at(index)
        return (
            other is not None
            and other.kind == "infinitive"
            and other.governor >= 0
            and (self.c.verbs[other.governor].first == verb.first)
        )

    def _oblique_by_place(self, mention: ActorMention) -> bool:
        """Whether a name that shows no case stands where it hardly is a subject."""
        return not mention.cases and mention.kind == "state"

    def _above(self, index: int) -> _Found:
        """ "Путин заявил, что посетит Китай": who says so does it."""
        above = next((v for v in reversed(self.c.verbs) if v.last <= index and v.kind == "finite"), None)
        return _Found(self.subject(above), weak=True) if above is not None else _NOTHING

    def _candidate(self, mention: ActorMention) -> bool:
        """Whether a mention can be a subject by its form and by what stands before it."""
        if not mention.bare or (mention.cases and "nom" not in mention.cases):
            return False
        before = mention.first - self.c.offset - 1
        if before >= 0 and self.c.categories[before] == "P":
            return False
        if self._marked(mention) and before >= 0 and self._noun(before):
            return False  # "учения «Морское взаимодействие»": the noun before it says what its part is
        return self._surely(mention) or not self._attribute(mention)

    def _right(self, verb: Verb) -> _Found:
        c = self.c
        index, pending, objectless = verb.last, False, self._objectless(verb)
        while index < len(c.lows):
            category, mention = c.categories[index], c.mention_at[index]
            if category == "M" and mention is not None:
                group = c._coordinated_right(mention)
                if (not pending and self._candidate(mention)) or self._counted(mention):
                    return _Found(group, all(map(self._surely, group)))
                index, pending = group[-1].last - c.offset, False
                continue
            if category == "W":
                cases = self.lexicon.cases(c.lows[index])
                carried = self._carried(index) if "nom" in cases and not pending else None
                if carried is not None:
                    return carried
                borne = self._borne(index) if "nom" in cases and not pending else None
                if borne is not None:
                    return _Found(c._coordinated_right(borne), sure=True)
                fits = "nom" in cases and self._numbered(verb, index)
                if fits and not pending and (objectless or not cases & {"acc", "gen"}):
                    return _Found(sure=True, blocked=True, head=index)
                pending = pending and not cases
            elif category == "T":
                pending = False
            elif category == "P":
                pending = True
            elif category == "O":
                return _Found(blocked=True, sure=True, head=index)
            elif category == "Q" and self._name_end(index):
                index, pending = self._name_end(index), False  # "рассказал «Амурскому меридиану» директор …"
                continue
            elif category == "V" and self._completes(verb, index):
                pending = False
            elif category == "C" and c.categories[index - 1] == "V":
                pending = False  # "поедет и сам посол"
            elif category == "," and self._dated(index):
                index = self._dated(index)
                continue
            elif category in (";", "S", "R", "V", "q", "Q", "(") or (category in (",", "C") and not pending):
                break
            index += 1
        return _NOTHING

    def _of_relative(self, index: int) -> _Found | None:
        """ "форум, участники которого подписали": the noun before a relative pronoun in the genitive is the subject."""
        c = self.c
        at = index - 1
        if at < 1 or c.lows[index] not in c.grammar.data["genitive_relatives"] or c.categories[at] not in ("M", "W"):
            return None
        mention = c.mention_at[at]
        if c.categories[at] == "M" and mention is not None:
            opens = mention.first - c.offset - 1
            fits = self._may_be("nom", mention) and c.categories[opens] == ","
            return _Found((mention,), sure=True) if fits else None
        cases = self.lexicon.cases(c.lows[at])
        fits = "nom" in cases and c.categories[at - 1] == ","
        return _Found(sure=True, blocked=True, head=at) if fits else None

    # ------------------------------------------------------------------ arguments

    def arguments(self, verb: Verb) -> tuple[Argument, ...]:
        """See Clauses.arguments: complements on both sides of the verb, the subject left out."""
        c = self.c
        subject = {id(m) for m in self.subject(verb)}
        right = self._walk(verb.last, c.right_end(verb), "object", subject)
        if verb.kind == "infinitive" and verb.governor >= 0 and c.verbs[verb.governor].last <= verb.first:
            between = self._walk(c.verbs[verb.governor].last, verb.first, "left", subject)
            return (*right, *(a for a in between if a.slot in c.grammar.data["with"]))  # "намерен с Россией строить"
        if verb.kind in ("infinitive", "participle"):  # what stands before it depends on the verb above
            return tuple(right)
        left = self._walk(c.clause_start(verb), verb.first, "left", subject)
        return (*right, *left)

    def noun_arguments(self, last: int) -> tuple[Argument, ...]:
        """See Clauses.noun_arguments."""
        end = last
        while end < len(self.c.lows) and self.c.categories[end] not in _NOUN_ENDS:
            end += 1
        return tuple(self._walk(last, end, "noun", set()))

    def agent(self, verb: Verb) -> tuple[ActorMention, ...]:
        """Who does what a passive verb says: the instrumental."""
        return next((a.mentions for a in self.arguments(verb) if a.slot in self.by and a.mentions), ())
