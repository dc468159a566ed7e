"""Objects and complements of verbs and nouns: walks to the right, over lists and brackets."""

from abc import ABC, abstractmethod
from collections.abc import Iterator

from ingest.document import ActorMention, BlockKind
from ingest.grammar import Argument, Verb
from ingest.verbs import Verbs

_APPOSED = 6  # tokens before a company's name that say what it is


class Arguments(Verbs, ABC):
    """What depends on a verb or noun; `subject` is known to what stands above."""

    @abstractmethod
    def subject(self, verb: Verb) -> tuple[ActorMention, ...]:
        """See Subjects."""

    def arguments(self, verb: Verb) -> tuple[Argument, ...]:
        """Objects and complements to the right of a verb, each with its slot."""
        last = self._last_of_pair(verb)
        return (*self._clitic_object(verb), *self._walk_right(last.last, self.right_end(last), "object"))

    def _last_of_pair(self, verb: Verb) -> Verb:
        """ "a condamné et rejeté les sanctions": the object stands behind the last of participles that are joined."""
        for other in self.verbs:
            between = self.categories[verb.last : other.first]
            if other.first > verb.last and "C" in between and set(between) <= {"C", "A", "N"}:
                joined = other.kind == verb.kind == "finite" and other.last == other.first + 1 and other.perfect
                return other if joined and self.ambiguity is None and not self.grammar.declined else verb
        return verb

    def _clitic_object(self, verb: Verb) -> tuple[Argument, ...]:
        """ "lui a fourni", "en l'invitant": the actor named last before the verb that is not its subject."""
        slots = self.grammar.data["object_clitics"]
        if set(verb.lemmas) & self.grammar.reporting:
            return ()  # whom one answers is seldom the actor named last
        slot = next((slots[low] for low in self.lows[verb.first : verb.head] if low in slots), None)
        if slot is None:
            return ()
        subject = {actor for m in self.subject(verb) for actor in m.ids}
        for index in range(verb.first - 1, -1, -1):
            mention = self.mention_at[index]
            if mention is not None and self.categories[index] == "M" and not subject & set(mention.ids):
                return (Argument(slot, (mention,)),)
        return ()

    def patient(self, verb: Verb) -> tuple[Argument, ...]:
        """What a participle stands behind ("Choïgou, chargé par …", "une proposition chinoise, rejetée par …"), or
        before ("Accusée par Washington, la Chine …")."""
        if verb.first == 0:
            following = next((v for v in self.verbs if v.kind == "finite"), None)
            subject = self.subject(following) if following is not None else ()
            return (Argument("object", subject),) if subject else ()
        for index in range(verb.first - 1, max(-1, verb.first - 7), -1):
            category, mention = self.categories[index], self.mention_at[index]
            if mention is not None and category in ("M", "J"):
                bare = category == "M" and (mention.kind == "person" or not self._of_before(mention))
                return (Argument("object" if bare else "inner", (mention,), -1, "object"),)
            if category in ("V", "S", ";", "R"):
                break
        return ()

    def noun_arguments(self, last: int) -> tuple[Argument, ...]:
        """Complements to the right of a noun that ends at token `last` (exclusive, relative to the sentence)."""
        return tuple(self._walk_right(last, self._noun_end(last), "noun"))

    def _walk_right(self, start: int, end: int, first_slot: str) -> Iterator[Argument]:
        slot, head, index = first_slot, -1 if first_slot == "object" else start - 1, start
        named = False  # whether an object was met
        other = False  # inside a noun that our noun governs: "échange du point de vue russe"
        while index < end:
            category, mention, low = self.categories[index], self.mention_at[index], self.lows[index]
            if category == "M" and mention is not None:
                group = self._coordinated_right(mention)
                of = self._of_before(mention)
                if mention.bare and first_slot == "object" and slot not in ("object", "second"):
                    slot, head = "second" if named else "object", -1  # "a reçu au Kremlin Hu Jintao"
                named = named or slot == "object"
                if other and of:
                    index = group[-1].last - self.offset
                    continue
                behind = group[-1].last - self.offset
                if slot != "noun" and behind < len(self.lows) and self.lows[behind] in self.grammar.genitive:
                    yield Argument("inner", group, behind, slot)  # "praised China's peace plan"
                    slot, head = "second" if slot == "object" else slot, behind
                elif of and head >= 0:
                    yield Argument("inner", group, head, slot)
                elif slot == "noun":
                    return
                else:
                    yield Argument(slot, group, head if head >= 0 else -1, "")
                    if slot == "object":
                        slot = "second"
                index = group[-1].last - self.offset
                continue
            if category == "J" and mention is not None and other and first_slot == "noun":
                yield Argument("goods", (mention,), head, slot)  # "livraisons de gaz russe"
            elif category == "J" and mention is not None and not other and not self._titles(index):
                inner = first_slot == "noun" and self._undergone(index)
                yield Argument("inner" if inner else "adjective", (mention,), head, slot)
            elif category == "P":
                article = index == start and low in self.grammar.partitive and first_slot == "object"
                if not article and not (low in self.grammar.of and head >= 0):
                    nested = slot == "object" and head >= 0 and low in self.grammar.data["between"]
                    slot, head, other = "" if nested else self.grammar.prepositions[low], -1, False
                elif first_slot == "noun" and low in self.grammar.of:
                    other = self._noun_next(index)
            elif category == "D":
                if first_slot == "object" and slot not in ("object", "second") and self._new_phrase(index, start):
                    slot, head = "second" if named else "object", -1
                if low in self.grammar.possessives or low in self.grammar.possessives_plural:
                    yield Argument("possessive", (), index, slot)
            elif category == "W":
                if head < 0:
                    if first_slot == "noun" and slot not in ("noun", *self.grammar.manner):
                        return  # what follows belongs to this other noun
                    head = index
                    yield Argument(slot, (), index)
            elif category == "(":
                index = self._closing(index)
            index += 1

    def _titles(self, index: int) -> bool:
        """Whether an adjective only tells of whom somebody who is named right behind is an officer: "former Russian
        intelligence officer Ivan Ivanov"."""
        if not self.grammar.modifier_first:
            return False
        at = index + 1
        while at < len(self.lows) and self.categories[at] in ("W", "J"):
            at += 1
        mention = self.mention_at[at] if at < len(self.lows) and at > index + 1 else None
        return mention is not None and self.categories[at] == "M" and mention.kind in ("person", "unknown")

    def _undergone(self, index: int) -> bool:
        """ "the annexation of Ukrainian territory": an adjective right behind "of" tells to whom a thing is done; in
        "l'invasion russe" it tells who does it."""
        at = index - 1
        while at >= 0 and self.categories[at] in ("D", "J"):
            at -= 1
        return self.grammar.modifier_first and at >= 0 and self.lows[at] in self.grammar.of

    def _new_phrase(self, index: int, start: int) -> bool:
        """Whether an article opens a phrase that no preposition governs: it stands right behind a name, a time or a
        noun ("a signé à Pékin un accord")."""
        return index > start and self.categories[index - 1] in ("M", "T") and not self._list_goes_on(index - 1)

    def _noun_next(self, index: int) -> bool:
        """Whether a common noun follows a preposition at `index`."""
        at = index + 1
        while at < len(self.lows) and self.categories[at] in ("D", "A"):
            at += 1
        return at < len(self.lows) and self.categories[at] == "W"

    def _of_before(self, mention: ActorMention) -> bool:
        index = mention.first - self.offset - 1
        while index >= 0 and self.categories[index] == "D":
            index -= 1
        return index >= 0 and self.lows[index] in self.grammar.of

    def right_end(self, verb: Verb) -> int:
        """Where the complements of a verb end: the next clause, verb or stop."""
        index = verb.last
        while index < len(self.lows):
            category = self.categories[index]
            if category in ("R", "S", ";", "V") or (category == "q" and index > verb.last and not self._goes_on(index)):
                break
            if category in (",", "C") and self._new_clause(index):
                break
            index += 1
        if index < len(self.lows) and self.categories[index] == "V":
            index = self._back_to_phrase(index, verb.last)
        return index

    def _goes_on(self, index: int) -> bool:
        """Whether a complement follows a closing quotation mark: "de « fournir des armes » à la Russie"."""
        return index + 1 < len(self.lows) and self.categories[index + 1] in ("P", "T")

    def _new_clause(self, index: int) -> bool:
        """Whether a clause with its own verb follows a comma or coordinator before any other break."""
        for at in range(index + 1, len(self.lows)):
            if self.categories[at] == "V":
                return True
            if self.categories[at] in (",", "C", ";", "R", "S", "P", "q"):
                return False
        return False

    def _back_to_phrase(self, index: int, limit: int) -> int:
        """Leave to a following verb its own subject phrase."""
        verb = next((v for v in self.verbs if v.first == index), None)
        if verb is None or verb.kind != "finite":
            return index
        at = index
        while at > limit and self.categories[at - 1] in ("M", "D", "A", "W", "O"):
            at -= 1
            mention = self.mention_at[at]
            if mention is not None and self.categories[at] == "M":
                if not mention.bare and self.ambiguity is None:
                    return index  # "la visite qu'il fera à Moscou se prépare": no subject of the verb behind
                return max(limit, self._coordinated_left(mention)[0].first - self.offset)
        return index

    def _noun_end(self, last: int) -> int:
        """Where the complements of a noun end: at a break, or where another noun takes over."""
        index, governed = last, False
        while index < len(self.lows) and self.categories[index] not in ("R", "S", ";", "V", ",", "Q", "("):
            if self.categories[index] == "q" and not (self.ambiguity is None and self._goes_on(index)):
                break  # but "« renforcer la coopération » entre A et B"
            if self.categories[index] == "P":
                governed = self.lows[index] not in self.grammar.of
            elif (
                self.categories[index] == "W" and governed and self.lows[index] not in self.grammar.data["place_heads"]
            ):
                break
            index += 1
        return index

    def agent(self, verb: Verb) -> tuple[ActorMention, ...]:
        """Who does what a passive verb says ("par X")."""
        by = {self.grammar.prepositions[word] for word in self.grammar.data["by"] if word in self.grammar.prepositions}
        return next((a.mentions for a in self.arguments(verb) if a.slot in by and a.mentions), ())

    # ------------------------------------------------------------------ lists

    def _coordinated_left(self, mention: ActorMention) -> tuple[ActorMention, ...]:
        """The whole of "A, B et C" whose last part is `mention`."""
        found = [mention]
        while mention.form != "pronoun":
            index = self._before_apposition(found[0])
            joined = False
            while index >= 0 and (
                self.categories[index] in (("D", "J") if self.grammar.declined else ("D",))
                or self.lows[index] in self.grammar.joining
                or (self.categories[index] == "," and (joined or len(found) > 1 or self._headline(index, found[0])))
                or (self.categories[index] == "W" and self.lows[index] in ("que",))
            ):
                joined = joined or self.lows[index] in self.grammar.joining or self.categories[index] == ","
                index -= 1
            if index > 0 and joined and self.categories[index] == ")":
                index = self._opening(index) - 1  # "Roscosmos (Russie) et la CNSA"
            before = self.mention_at[index] if index >= 0 and joined else None
            if (
                before is None
                or self.categories[index] != "M"
                or before.form == "demonym"
                or before.bare != mention.bare
            ):
                return tuple(found)
            found.insert(0, before)
        return tuple(found)

    def _before_apposition(self, mention: ActorMention) -> int:
        """The token before "le groupe nucléaire chinois CNNC", "the Chinese oil giant CNPC": before what a company is,
        where that is joined to another party; else the token before the name."""
        plain = mention.first - self.offset - 1
        index = plain
        while index > 0 and plain - index < _APPOSED and mention.kind == "company":
            between = self.mention_at[index]
            if self.categories[index] == "D":
                return index if self.lows[index - 1] in self.grammar.joining and index < plain else plain
            if self.categories[index] != "W" and not (between is not None and between.form == "demonym"):
                break
            index -= 1
        return plain

    def _headline(self, comma: int, second: ActorMention) -> bool:
        """ "Xi, Putin discuss …": two of a kind at the start of a headline, with a comma for "and"."""
        if self.document.blocks[self.sentence.block].kind is not BlockKind.HEADING:
            return False
        first = self.mention_at[comma - 1] if comma > 0 else None
        return (
            self.ambiguity is not None
            and first is not None
            and first.first == self.offset
            and first.kind == second.kind
            and second.first - self.offset == comma + 1
        )

    def _coordinated_right(self, mention: ActorMention) -> tuple[ActorMention, ...]:
        """The whole of "A, B et C" whose first part is `mention`."""
        found = [mention]
        while True:
            index = found[-1].last - self.offset
            joined = False
            while index < len(self.lows) and (
                self.categories[index] == "D"
                or self.lows[index] in self.grammar.joining
                or (self.categories[index] == "," and self._list_goes_on(index))
                or (self.categories[index] == "P" and joined and not (self.grammar.declined and mention.bare))
            ):
                joined = joined or self.lows[index] in self.grammar.joining or self.categories[index] == ","
                index += 1
            after = self.mention_at[index] if index < len(self.lows) and joined else None
            if (
                after is None
                or self.categories[index] != "M"
                or (self._has_verb(after) and not self._oblique(found[0]))
            ):
                return tuple(found)
            found.append(after)

    def _oblique(self, mention: ActorMention) -> bool:
        """Whether the form of a mention shows that it is no subject: then neither is what is joined to it."""
        return bool(mention.cases) and "nom" not in mention.cases

    def _list_goes_on(self, index: int) -> bool:
        """Whether a comma separates members of a list: a joining word comes before the next verb."""
        for at in range(index + 1, len(self.lows)):
            if self.lows[at] in self.grammar.joining:
                return True
            if self.categories[at] not in ("M", "D", ",", "J"):
                return False
        return False

    def _has_verb(self, mention: ActorMention) -> bool:
        """Whether a finite verb follows a mention, so that it opens the next clause; not what cannot be a subject."""
        if mention.cases and "nom" not in mention.cases:
            return False
        index = mention.last - self.offset
        while index < len(self.lows) and self.categories[index] in ("A", "K", "N"):
            index += 1
        return (
            index < len(self.lows)
            and self.categories[index] == "V"
            and any(verb.first <= index < verb.last and verb.kind == "finite" for verb in self.verbs)
        )
