"""Where what is said stands: behind its verb, before it, or on both sides of an insertion."""

from ingest.clauses import Clauses, Verb
from ingest.document import ActorMention
from ingest.opened import Opened, speech_of


class Contents(Opened):
    """What is said by each verb of speech of a document: before it, behind it, or on both sides."""

    def _infinitive(self, clauses: Clauses, verb: Verb) -> bool:
        following = next((v for v in clauses.verbs if v.first >= verb.last), None)
        if clauses.grammar.open_content:  # 表示支持, 宣布对…实施制裁: one's own act
            return following is not None and not {",", ";", "Q"} & set(clauses.categories[verb.last : following.first])
        if following is None or following.kind != "infinitive" or following.first - verb.last > 3:
            return False
        own = clauses.grammar.declined or clauses.grammar.bare_content
        return own or following.negated  # "dit avoir signé": what he vouches for

    def _content(self, clauses: Clauses, verb: Verb) -> tuple[int, int, bool]:
        """What is said, in code points, and whether it is a clause or quotation."""
        if clauses.grammar.open_content:
            return self._open(clauses, verb)
        size = len(clauses.lows)
        trailing = self._trailing(clauses, verb)
        if trailing is None and clauses.grammar.bare_content:
            trailing = self._inserted(clauses, verb)
        if trailing is not None:
            return trailing
        for index in range(verb.last, size):
            low, category = clauses.lows[index], clauses.categories[index]
            if category == "Q":
                return (*self._span(clauses, index, self._quote_end(clauses, index)), True)
            if low in clauses.grammar.that or low == ":":
                return (*self._span(clauses, index, self._main_break(clauses, index)), True)
            other = clauses.verb_at(index) if category == "V" else None
            if other is not None:
                if other.kind == "infinitive" and index - verb.last <= 3:
                    return (*self._span(clauses, index, self._infinitive_end(clauses, other)), True)
                if (
                    other.kind == "gerund"
                    and clauses.grammar.bare_content
                    and (clauses.lows[index - 1] in clauses.grammar.data["gerund_control"])
                ):  # "quoted Xi as saying that …"
                    return (*self._span(clauses, index, self._main_break(clauses, index)), True)
                if clauses.grammar.bare_content and self._own_subject(clauses, verb, other):
                    return (*self._span(clauses, verb.last, self._relative_end(clauses, verb, index)), True)
                break
            if category in ("R", "S", ";"):
                break
        end = clauses.right_end(verb)
        if end <= verb.last or clauses.categories[verb.last] in (",", ";"):
            told = self._told_first(clauses, verb)
            if told is not None:
                return told
        if end <= verb.last:
            at = self._span(clauses, verb.first, verb.last)[1]
            return at, at, False
        return (*self._span(clauses, verb.last, end), False)

    def _told_first(self, clauses: Clauses, verb: Verb) -> tuple[int, int, bool] | None:
        """ "Ils ont accepté d'agrandir les patrouilles, le ministère russe a dit": a whole clause stands before the
        subject of a verb of speech that has no content behind it."""
        subject = clauses.subject(verb)
        if not subject or verb.kind != "finite":
            return None
        at = subject[0].first - clauses.offset - 1
        while at > 0 and clauses.categories[at] == "D":
            at -= 1
        if (
            at <= 0
            or clauses.categories[at] != ","
            or not any(v.last <= at and v.kind == "finite" for v in clauses.verbs)
        ):
            return None
        return clauses.sentence.start, self.document.tokens[clauses.offset + at].end, True

    def _infinitive_end(self, clauses: Clauses, infinitive: Verb) -> int:
        """Reported infinitives ("dit vouloir …") end where a finite verb is coordinated with the verb of speech."""
        for verb in clauses.verbs:
            if verb.first > infinitive.last and verb.kind == "finite":
                between = clauses.categories[infinitive.last : verb.first]
                if "S" not in between and "R" not in between and ("C" in between or "," in between):
                    return max(infinitive.last, verb.first - 1)
        return len(clauses.lows)

    def _quote_end(self, clauses: Clauses, index: int) -> int:
        """The token after the mark that closes a quotation; the sentence's end where it goes on."""
        for at in range(index + 1, len(clauses.lows)):
            if clauses.categories[at] == "q":
                return at + 1
        return len(clauses.lows)

    def _main_break(self, clauses: Clauses, index: int) -> int:
        """Where a reported clause ends: at the sentence's end, or where another speaker's contrast begins."""
        breaks = frozenset(clauses.grammar.data["contrast"])
        hard = frozenset(clauses.grammar.data["contrast_hard"])
        for at in range(index + 1, len(clauses.lows)):
            if clauses.lows[at] in hard:
                return at
            if clauses.lows[at] == ";" and clauses.grammar.declined and self._new_topic(clauses, at):
                return at
            if clauses.categories[at] == "," and self._main_clause(clauses, index, at):
                return at
            if clauses.categories[at] == "," and self._credit(clauses, at + 1):
                return at
            if clauses.lows[at] in breaks and clauses.categories[at - 1] in (",", "q", "W", "M", "T"):
                later = [v for v in clauses.verbs if v.first > at]
                if later and speech_of(clauses, later[0]) is not None:
                    return at
        return len(clauses.lows)

    def _new_topic(self, clauses: Clauses, at: int) -> bool:
        """Whether a clause of its own, and no further clause of what is said, begins behind a semicolon."""
        return (
            at + 1 < len(clauses.lows)
            and clauses.lows[at + 1] not in clauses.grammar.that
            and not (clauses._in_quote(at))
        )

    def _credit(self, clauses: Clauses, index: int) -> bool:
        """Whether a trailing credit starts at a token: ", ont rapporté les agences"."""
        verb = clauses.verb_at(index) if index < len(clauses.lows) and clauses.categories[index] == "V" else None
        return (
            verb is not None
            and verb.first == index
            and verb.kind == "finite"
            and bool(set(verb.lemmas) & clauses.grammar.reporting)
        )

    def _main_clause(self, clauses: Clauses, content: int, at: int) -> bool:
        """Whether the main clause begins at a comma behind words that were reported in a subordinate one: "après que le
        Kremlin a déclaré que …, M. Wang a dit"."""
        speech = next((v for v in reversed(clauses.verbs) if v.last <= content), None)
        if speech is None or "S" not in clauses.categories[: speech.first]:
            return False
        if any(v.kind == "finite" and v.last <= speech.first and not clauses.hangs(v) for v in clauses.verbs):
            return False
        following = next((v for v in clauses.verbs if v.first > at and v.kind == "finite"), None)
        if following is None or {"S", "R"} & set(clauses.categories[at : following.first]):
            return False
        return any(clauses.mention_at[i] is not None for i in range(at, following.first))

    def _trailing(self, clauses: Clauses, verb: Verb) -> tuple[int, int, bool] | None:
        """ "…, a déclaré X": the content stands before the verb."""
        before = verb.first - 1
        if before < 0 or clauses.categories[before] not in (",", "q") or verb.kind != "finite":
            return None
        mentions = clauses.subject(verb)
        if mentions and clauses.mention_at[before - 1] is not None and mentions[0].first - clauses.offset < before:
            return None  # "Poutine, …, a déclaré que": the subject stands before
        if mentions and mentions[0].first - clauses.offset < verb.first and clauses.categories[before] == ",":
            return None
        if mentions and mentions[0].first - clauses.offset < verb.first and not self._quote_first(clauses, mentions[0]):
            return None
        start = clauses.sentence.start
        for quote_start, quote_end in self.discourse.quotes:
            if quote_start < start < quote_end:
                start = quote_start
        end = self.document.tokens[clauses.offset + before].end
        if self._carries_on(clauses, verb):
            end = clauses.sentence.end
            stop = next((at for at in range(verb.last, len(clauses.lows)) if clauses.lows[at] == ";"), 0)
            if stop and clauses.grammar.declined:  # "США, пишет газета, отговаривали; Пекин это отрицает"
                end = self._span(clauses, verb.last, stop)[1]
        return start, end, True

    def _carries_on(self, clauses: Clauses, verb: Verb) -> bool:
        """ "La Russie, a-t-il dit, attache …": a comma right behind the credit, and the sentence goes on."""
        at = verb.last
        named = ("M", "O", "D", "W", "J", "K", "T", "P", "A") if clauses.grammar.declined else ("M", "O", "D")
        while at < len(clauses.lows) and clauses.categories[at] in named:
            at += 1
        behind = at < len(clauses.lows) - 2 and clauses.categories[at] == ","
        return behind and any(v.first > at and v.kind == "finite" for v in clauses.verbs)

    def _own_subject(self, clauses: Clauses, verb: Verb, other: Verb) -> bool:
        """ "he said the two would meet": whether a finite verb behind one of speech opens its content."""
        if other.kind != "finite" or other.first <= verb.last:
            return False
        between = clauses.categories[verb.last : other.first]
        nominal = [at for at, c in enumerate(between) if c in ("M", "O", "W")]
        coordinated = between[-1] == "C" or (between[-1] == "A" and "C" in between[-2:])
        return bool(nominal) and not coordinated and ";" not in between

    def _relative_end(self, clauses: Clauses, verb: Verb, index: int) -> int:
        """Where a reported clause ends; in a relative clause ("Kyiv, which says …, welcomed") at its closing comma."""
        end = self._main_break(clauses, index)
        if verb.first > 0 and clauses.categories[verb.first - 1] == "R":
            return next((at for at in range(index, end) if clauses.categories[at] == ","), end)
        return end

    def _inserted(self, clauses: Clauses, verb: Verb) -> tuple[int, int, bool] | None:
        """ "…, Xinhua reported", "…, he said on Monday", "…, Shoigu said, …": said of the words before, and of
        those behind where the clause goes on."""
        head = verb
        control = clauses.grammar.data["gerund_control"]
        if verb.kind == "gerund" and verb.governor >= 0 and clauses.lows[verb.first - 1] in control:
            head = clauses.verbs[verb.governor]  # "…, Xi was quoted as saying"
        first = self._speaker_start(clauses, head)
        if head.kind != "finite" or first < 2 or clauses.categories[first - 1] not in (",", "q"):
            return None
        size, after = len(clauses.lows), verb.last
        while after < size and clauses.categories[after] in ("T", "P", "D", "W", "M", "A", "J"):
            after += 1
        if after < size and (
            clauses.categories[after] not in (",", ";", "C", "q", "S", ")", "R")
            or (clauses.lows[after] in clauses.grammar.that)
        ):
            return None
        earlier = any(v.first < first and v.kind == "finite" for v in clauses.verbs)
        goes_on = after < size and clauses.categories[after] == "," and self._goes_on(clauses, after)
        if not earlier and not goes_on and "q" not in clauses.categories[:first]:
            return None
        start = clauses.sentence.start
        for quote_start, quote_end in self.discourse.quotes:
            if quote_start < start < quote_end:
                start = quote_start
        breaks = [at for at in range(first) if clauses.lows[at] == ";" and not clauses._in_quote(at)]
        if breaks and clauses.grammar.bare_content:
            start = self._span(clauses, breaks[-1] + 1, first)[0]  # "He invited him; Kim may come, a lawmaker said"
        last = size if goes_on else first
        return start, self.document.tokens[clauses.offset + last - 1].end, True

    def _goes_on(self, clauses: Clauses, comma: int) -> bool:
        """Whether a clause of its own, with a subject, follows the comma that closes an insertion."""
        following = next((v for v in clauses.verbs if v.first > comma), None)
        if following is None or following.kind != "finite":
            return False
        if following.first == comma + 1:  # "Lavrov, Peskov said, had met Wang": the subject stands before it all
            return "," in clauses.categories[:comma]
        between = clauses.categories[comma + 1 : following.first]
        return any(c in ("M", "O", "W") for c in between) and not {"R", "S"} & set(between)

    def _quote_first(self, clauses: Clauses, mention: ActorMention) -> bool:
        """Whether the subject stands inside the quotation, so that it cannot be the speaker."""
        return self.discourse.quoted(mention.start)

    def _of_quote(self, clauses: Clauses, first: int, start: int, end: int) -> tuple[int, int]:
        """ "un voyage « de paix » selon Pékin": a cue right behind a few quoted words, without a verb of their own,
        is of them only."""
        if first < 2 or clauses.categories[first - 1] != "q" or clauses.coverbs is not None:
            return start, end
        at = next((i for i in range(first - 2, -1, -1) if clauses.categories[i] == "Q"), 0)
        if at == 0 or any(v.kind == "finite" and at < v.first < first for v in clauses.verbs):
            return start, end
        return self._span(clauses, at, first)

    def _medium_named(self, clauses: Clauses, index: int) -> ActorMention | None:
        """The medium whose name ends the noun phrase that goes on at a token."""
        while index < len(clauses.lows) and clauses.categories[index] in ("W", "J"):
            index += 1
        mention = clauses.mention_at[index] if index < len(clauses.lows) else None
        return mention if mention is not None and mention.kind == "media" else None
