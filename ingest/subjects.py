"""The subject of a verb: the nearest bare phrase that agrees, over appositions, relatives and complements."""

from ingest.arguments import Arguments
from ingest.document import ActorMention
from ingest.grammar import Verb


class Subjects(Arguments):
    """Who does what a verb says."""

    def subject(self, verb: Verb) -> tuple[ActorMention, ...]:
        """The actors that do what an active verb says, or undergo what a passive one says; empty if none is found."""
        if verb.kind in ("infinitive", "gerund"):
            return self._controller(verb)
        inside = next((m for m in self.mention_at[verb.first : verb.last] if m is not None), None)
        if inside is not None and inside.form == "pronoun":
            return (inside,)  # "a-t-il rappelé"
        inverted = self._inverted(verb)
        if inverted:
            return inverted
        if verb.kind == "participle" or self._unnamed_speaker(verb):
            return ()
        return self._walk_left(verb, verb.first - 1)

    def _controller(self, verb: Verb) -> tuple[ActorMention, ...]:
        before = verb.first - 1
        main = self._main_of(verb)
        if main is not None:
            return self.subject(main)
        if verb.kind == "gerund" and before >= 0 and (self._bare_at(before) or self._with_at(before)):
            mention = self.mention_at[verb.first - 1]
            return self._coordinated_left(mention) if mention is not None else ()
        if verb.kind == "gerund" and self.ambiguity is not None and before >= 0 and self.categories[before] == "W":
            return ()  # "with his forces launching …": another noun's doing
        if verb.governor < 0 and verb.kind == "infinitive" and self.ambiguity is not None and verb.first > 1:
            mention = self.mention_at[verb.first - 2]  # "Lavrov, Wang Yi to meet in Beijing"
            return self._coordinated_left(mention) if mention is not None and self._bare_at(verb.first - 2) else ()
        if verb.governor < 0:
            following = next((v for v in self.verbs if v.first > verb.first and v.kind == "finite"), None)
            return self.subject(following) if following and verb.kind == "gerund" else ()
        governor = self.verbs[verb.governor]
        behind = self.lows[verb.first - 1] if verb.kind == "gerund" and verb.first > governor.last else ""
        if behind in self.grammar.data["gerund_control"] or (
            verb.kind == "infinitive" and set(governor.lemmas) & self._object_control()
        ):
            for argument in self.arguments(governor):
                if argument.slot in ("object", *self.grammar.data["slots_to"]) and argument.mentions:
                    return argument.mentions
        return self.subject(governor)

    def _main_of(self, verb: Verb) -> Verb | None:
        """ "said that in carrying out patrols, the two obeyed the law": the verb behind the comma whose subject a
        gerund shares that opens a reported clause."""
        opens = verb.first - 2
        if verb.kind != "gerund" or self.ambiguity is None or opens < 1 or self.categories[opens + 1] != "P":
            return None
        if self.lows[opens] not in self.grammar.that:
            return None
        comma = next((at for at in range(verb.last, len(self.lows)) if self.categories[at] in (",", ";", "V")), -1)
        if comma < 0 or self.categories[comma] != ",":
            return None
        return next((v for v in self.verbs if v.first > comma and v.kind == "finite"), None)

    def _with_at(self, index: int) -> bool:
        """ "with Western countries condemning …": an actor behind a preposition of company."""
        mention = self.mention_at[index]
        if mention is None or self.categories[index] != "M" or self.ambiguity is None:
            return False
        before = self._coordinated_left(mention)[0].first - self.offset - 1
        while before > 0 and self.categories[before] == "D":
            before -= 1  # "with both A and B saying …"
        return before >= 0 and self.lows[before] in self.grammar.data["with"]

    def aside(self, mention: ActorMention) -> bool:
        """Whether an actor is the subject of a gerund behind a preposition of company, and so no party to the verb
        before: "condemned the move, with China abstaining"."""
        behind = mention.last - self.offset
        verb = self.verb_at(behind) if 0 < behind < len(self.lows) else None
        return verb is not None and verb.kind == "gerund" and verb.first == behind and self._with_at(behind - 1)

    def _object_control(self) -> frozenset[str]:
        return frozenset(self.grammar.data["object_control"])

    def _inverted(self, verb: Verb) -> tuple[ActorMention, ...]:
        """ "…, a déclaré Poutine": a bare actor right after the verb, with a quotation or comma before it."""
        after = self._behind(verb)
        if after >= len(self.lows) or self.categories[after] not in ("M", "O"):
            return ()
        mention = self.mention_at[after]
        if self.categories[after] == "O" or (mention is not None and mention.form == "pronoun"):
            inverted = self.lows[after].startswith("-")
            return (mention,) if mention is not None and inverted else ()
        before = verb.first - 1
        if before >= 0 and self.categories[before] == "R" and self.lows[before] not in self.grammar.subject_relatives:
            turned = mention is not None and mention.bare and self.ambiguity is None and not self.grammar.declined
            return self._coordinated_right(mention) if turned and mention is not None else ()
        if before >= 0 and self.categories[before] not in (",", "q"):
            return ()
        if mention is None or not mention.bare:
            return ()
        if before >= 0 and set(verb.lemmas) & self.grammar.reporting:
            group = self._coordinated_right(mention)
            behind = group[-1].last - self.offset
            if (
                self.grammar.bare_content
                and self.categories[before] == ","
                and self.categories[behind : behind + 1] == ["V"]
            ):
                own = self.verb_at(behind)
                if own is not None and own.kind == "finite":
                    return ()  # "an official, who declined to be named, said Moscow had agreed": what is said
            return group
        if before < 0 or self._walk_left(verb, before):
            return (
                () if before < 0 or (self.categories[before] != "q" and not self._after_quote(before)) else (mention,)
            )
        return self._coordinated_right(mention)

    def _behind(self, verb: Verb) -> int:
        """The token at which an inverted subject would stand: behind adverbs and, for verbs of speech after a comma or
        quotation, behind a short complement ("a déclaré, dans un communiqué, le ministère")."""
        after = verb.last
        while after < len(self.lows) and self.categories[after] in ("A", "D"):
            after += 1
        before = verb.first - 1
        if before < 0 or self.categories[before] not in (",", "q") or not set(verb.lemmas) & self.grammar.reporting:
            return after
        far = after
        while far < min(len(self.lows), verb.last + 12) and (
            self.categories[far] in ("A", "D", "T", "P", "W", ",", "J") or self._governed_at(far)
        ):
            far += 1
        mention = self.mention_at[far] if far < len(self.lows) else None
        return far if mention is not None and self.categories[far] == "M" and mention.bare else after

    def _governed_at(self, index: int) -> bool:
        """Whether an actor stands at a token behind a preposition: "a expliqué à l'AFP M. Dupont"."""
        mention = self.mention_at[index]
        return mention is not None and self.categories[index] == "M" and not mention.bare

    def _unnamed_speaker(self, verb: Verb) -> bool:
        """ "…, ont annoncé ses services": a common noun behind a verb of speech is its subject."""
        before, after = verb.first - 1, verb.last
        if before < 0 or self.categories[before] not in (",", "q") or not set(verb.lemmas) & self.grammar.reporting:
            return False
        if self.categories[before] == "," and not any(v.kind == "finite" and v.last <= before for v in self.verbs):
            return False  # "Rosneft, …, a annoncé un accord": nothing was told yet that could be credited
        if self.grammar.bare_content and any(v.kind == "finite" and v.first > after for v in self.verbs):
            return False  # "…, said the talks were useful": a reported clause
        return after + 1 < len(self.lows) and self.categories[after] == "D" and self.categories[after + 1] == "W"

    def _after_quote(self, index: int) -> bool:
        return index > 0 and self.categories[index - 1] == "q"

    def _walk_left(self, verb: Verb, index: int) -> tuple[ActorMention, ...]:
        """The bare phrase before a verb, over complements, brackets and what stands between commas."""
        seen_noun = counted = False
        while index >= 0:
            category = self.categories[index]
            mention = self.mention_at[index]
            if mention is not None and category == "M":
                if self._governed_by_preposition(mention):
                    index = self._phrase_start(mention) - 1
                    seen_noun = False
                    continue
                if self.grammar.modifier_first and self._modifies(index):
                    return ()  # "Ukraine talks stalled": the noun is the subject
                return self._coordinated_left(mention)
            if category == ",":
                jumped = self._over_commas(index)
                if jumped is None:
                    return self._shared(verb, index)
                index = jumped
                continue
            if category == ")":
                short = self._short_name(index)
                if short:
                    return short
                index = self._opening(index) - 1
                continue
            if category == "q":
                index = self._opening_quote(index) - 1
                continue
            if category == "R":
                return self._antecedent(index) if self.lows[index] in self.grammar.subject_relatives else ()
            if category == "Q" and index == verb.first - 1:
                index -= 1  # "Xi « aura une discussion … »": the verb opens the quotation, its subject stands before
                continue
            if category in ("S", ";", "(", "Q"):
                return self._shared(verb, index) if category == "(" else ()
            if category == "O":
                return ()
            if category == "V":
                if (seen_noun or counted) and self.grammar.bare_content and self._reports(index):
                    return ()  # "Novak said trade grew", "Novak said about 40 contracts were signed"
                return self._shared(verb, index)
            if category == "C" and not seen_noun:
                return self._shared(verb, index)
            if category == "P":
                counted, seen_noun = seen_noun and self.lows[index + 1].isdigit(), False
            elif category == "D":
                if index == 0 or self.categories[index - 1] != "P":
                    return ()
            elif category == "W":
                seen_noun = True
            index -= 1
        return ()

    def _short_name(self, index: int) -> tuple[ActorMention, ...]:
        """ "l'Administration spatiale nationale chinoise (CNSA) a signé": an actor that alone fills the brackets behind
        a phrase that names nobody else, with those named before it and joined to it."""
        opening = self._opening(index)
        mention = self.mention_at[index - 1]
        if mention is None or mention.first - self.offset != opening + 1 or mention.kind in ("person", "state"):
            return ()
        at = opening - 1
        if at < 0 or self.categories[at] not in ("W", "J"):
            return ()
        while at >= 0 and self.categories[at] in ("W", "J", "A"):
            at -= 1
        while at >= 0 and self.categories[at] == "D":
            at -= 1
        if at >= 0 and self.categories[at] == "P":
            return ()
        if at < 1 or self.lows[at] not in self.grammar.joining:
            return (mention,)
        before = self._opening(at - 1) - 1 if self.categories[at - 1] == ")" else at - 1
        first = self.mention_at[before] if before >= 0 else None
        if first is None or self.categories[before] != "M" or not first.bare:
            return (mention,)
        return (*self._coordinated_left(first), mention)

    def owners(self, verb: Verb) -> tuple[ActorMention, ...]:
        """Whose the subject of a verb is, where it is no actor itself: "Chinese exports fell", "le contrat entre
        Gazprom et CNPC a été signé"; empty where the subject is an actor, or nobody's."""
        index, noun = verb.first - 1, False
        found: list[ActorMention] = []
        while index >= 0 and self.categories[index] not in (",", ";", "V", "R", "S", "q", "Q", "(", ")", "O", "K"):
            mention = self.mention_at[index]
            if mention is not None:
                first = mention.first - self.offset
                if self.categories[index] == "J" or self._owning(first):
                    found.insert(0, mention)
                index = min(first, index)
            noun = noun or self.categories[index] == "W"
            index -= 1
        return tuple(found) if noun else ()

    def _owning(self, first: int) -> bool:
        """Whether an actor at a token is what a noun is of: "of Russia", "between A and B", "China's exports"."""
        before = first - 1
        while before >= 0 and self.categories[before] == "D" and self.lows[before] not in self.grammar.genitive:
            before -= 1
        mention = self.mention_at[first]
        behind = mention.last - self.offset if mention is not None else first + 1
        if self.grammar.genitive and behind < len(self.lows) and self.lows[behind] in self.grammar.genitive:
            return True
        if before < 0:
            return self.grammar.modifier_first  # "US exports"
        low = self.lows[before]
        if low in self.grammar.joining:
            return True
        return low in self.grammar.of or low in self.grammar.data["between"] or low in self.grammar.data["by"]

    def _reports(self, index: int) -> bool:
        """Whether the verb at a token is one of speech."""
        verb = self.verb_at(index)
        return verb is not None and bool(set(verb.lemmas) & self.grammar.reporting)

    def _modifies(self, index: int) -> bool:
        return index + 1 < len(self.categories) and self.categories[index + 1] == "W"

    def _governed_by_preposition(self, mention: ActorMention) -> bool:
        if mention.bare:
            return False
        index = mention.first - self.offset - 1
        while index > 0 and self.categories[index] == "D":
            index -= 1
        return self.categories[index] != "S"  # "since Russia attacked": no preposition after all

    def _phrase_start(self, mention: ActorMention) -> int:
        index = mention.first - self.offset
        while index > 0 and self.categories[index - 1] in ("D", "P"):
            index -= 1
        return index

    def _over_commas(self, index: int) -> int | None:
        """A comma right before the verb closes an insertion: the index before the comma that opens it."""
        before = index - 1
        while before >= 0 and self.categories[before] not in (",", ";", "S"):
            if self.categories[before] == ")":
                before = self._opening(before)
            elif self.categories[before] == "q":
                before = self._opening_quote(before)
            before -= 1
        if before < 0 or self.categories[before] != ",":
            relative = self._relative_insertion(index) if self.ambiguity is not None else None
            if relative is not None:
                return relative
            return index - 1 if self.categories[index - 1] != "V" else None
        start = before + 1
        mention = self.mention_at[start] if start < len(self.lows) else None
        if mention is not None and self.categories[start] == "M" and mention.bare and mention.form != "pronoun":
            return index - 1
        if self.categories[start] == "D" and self.categories[start + 1] == "M":
            return index - 1
        return before - 1

    def _relative_insertion(self, index: int) -> int | None:
        """ "Kyiv, which says the war cannot end until Russia pulls out, welcomed": the index before a relative clause
        that has clauses of its own."""
        for at in range(index - 2, 0, -1):
            if self.categories[at] == "R" and self.categories[at - 1] == ",":
                return at - 2
            if self.categories[at] == ";":
                return None
        return None

    def _antecedent(self, relative: int) -> tuple[ActorMention, ...]:
        """What "qui" stands for: the actor right before it."""
        index = relative - 1
        comma = index >= 0 and self.categories[index] == ","
        if comma:
            index -= 1
        index = self._before_rather(index)
        if index >= 0 and self.categories[index] == ")":
            index = self._opening(index) - 1
        mention = self.mention_at[index] if index >= 0 else None
        if mention is None or self.categories[index] != "M":
            return ()
        start = mention.first - self.offset - 1
        while start >= 0 and self.categories[start] == "D":
            start -= 1
        if start >= 0 and self.lows[start] in self.grammar.of and mention.kind != "person":
            return () if self._noun_before(start) and not comma else (mention,)
        return self._coordinated_left(mention)

    def _before_rather(self, index: int) -> int:
        """ "ce sont les États-Unis et non la Chine qui …": the actor that is not put aside."""
        mention = self.mention_at[index] if index >= 0 else None
        if mention is None:
            return index
        at = mention.first - self.offset - 1
        while at >= 0 and self.categories[at] == "D":
            at -= 1
        if at < 1 or self.lows[at] not in self.grammar.data["rather"]:
            return index
        return at - 2 if self.lows[at - 1] in self.grammar.joining else at - 1

    def _of_object(self, verb: Verb) -> bool:
        """Whether a verb stands in a relative clause whose pronoun is its object: "la visite que Xi fera inquiète"."""
        at = self.clause_start(verb) - 1
        return (
            at > 0
            and self.categories[at] == "R"
            and self.categories[at - 1] != "V"
            and (self.lows[at] in self.grammar.that)
        )

    def _noun_before(self, index: int) -> bool:
        return index > 0 and self.categories[index - 1] == "W"

    def _shared(self, verb: Verb, index: int) -> tuple[ActorMention, ...]:
        """A coordinated verb without a phrase of its own shares the subject of the verb before it."""
        number = next((n for n, other in enumerate(self.verbs) if other.first == verb.first), len(self.verbs))
        opens = self.grammar.declined and verb.first > 0 and self.categories[verb.first - 1] == "Q"
        inside = self._in_quote(verb.first - opens)  # "искала страну и «разместилась в ней»"
        for other in reversed(self.verbs[:number]):
            if self.hangs(other) and not self.hangs(verb) and (self.grammar.declined or self._of_object(other)):
                continue
            if other.kind == verb.kind and other.last <= index + 1 and self._in_quote(other.first) == inside:
                found = self.subject(other)
                if found or self._nameless(other):
                    return found
        return ()

    def _nameless(self, verb: Verb) -> bool:
        """Whether the subject of a verb is a noun that names no actor, where a language shows it by case."""
        return False
