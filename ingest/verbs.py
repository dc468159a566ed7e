"""The verb groups of a sentence: auxiliaries, negation, clitics and participles, and what governs an infinitive."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.ambiguity import Ambiguity
from ingest.categories import Categories
from ingest.forms import Form
from ingest.grammar import Verb

_NEITHER = ("ni",)  # joins the parts of a negated group: "n'a ni confirmé ni démenti"


class Verbs(Categories):
    """Finds the verb groups by auxiliaries and forms; where each clause begins."""

    ambiguity: Ambiguity | None = None  # for languages whose forms look alike
    _finite: tuple[list[Verb], int, frozenset[int]] | None = None  # of which groups, how many, their finite tokens

    def _find_verbs(self) -> None:
        index = 0
        while index < len(self.lows):
            verb = self._verb_at(index) or self._coordinated(index)
            if verb is None:
                index += 1
                continue
            self.verbs.append(verb)
            for inside in range(verb.first, verb.last):
                self.categories[inside] = "V"
            index = verb.last
        if self.grammar.declined:
            self.verbs = sorted((*self.verbs, *self._participial()), key=lambda verb: verb.first)
        if self.ambiguity is not None:
            self._open_clauses()
            self.verbs = self.ambiguity.settle(self.verbs)
        self.verbs = [self._governed(number, verb) for number, verb in enumerate(self.verbs)]
        self._open_clauses()
        for verb in self.verbs if self.grammar.declined else ():  # "обсуждал ли"
            if self.lows[verb.last : verb.last + 1] and self.lows[verb.last] in self.grammar.data["enclitics"]:
                self.categories[verb.last] = "A"

    def _participial(self) -> Iterator[Verb]:
        """ "посол, посетивший министерство": a full participle behind a comma tells what a clause would."""
        for index, low in enumerate(self.lows):
            forms = self.grammar.lexicon.participles(low) if self.categories[index] == "R" else ()
            if forms:
                yield Verb(
                    first=index, last=index + 1, head=index, lemmas=tuple(dict.fromkeys(f.lemma for f in forms)),
                    kind="participle", tense=forms[0].tense, passive=forms[0].passive, plural=forms[0].plural,
                    negated=self._negated_before(index),
                )  # fmt: skip

    def _open_clauses(self) -> None:
        """ "after the two met", "as Xi arrived": a word that is preposition and conjunction is the latter where a
        clause follows."""
        g = self.grammar
        for index, low in enumerate(self.lows):
            if self.categories[index] == "P" and low in g.subordinators and self._clause_follows(index):
                self.categories[index] = "S"

    def _clause_follows(self, index: int) -> bool:
        for at in range(index + 1, len(self.lows)):
            category = self.categories[at]
            if category == "V":
                verb = self.verb_at(at)
                return verb is not None and verb.kind == "finite" and at > index + 1
            if category in (",", ";", "S", "R", "q", "Q"):
                return False
        return False

    def _verb_at(self, index: int) -> Verb | None:
        if self.categories[index] not in ("W", "N", "K"):
            return None
        if index > 0 and [self.lows[index - 1], self.lows[index]] in self.grammar.data["fixed"]:
            return None
        forms = self.grammar.lexicon.forms(self.lows[index])
        if not forms and self.ambiguity is not None:
            forms = self.ambiguity.guessed(index)
        if not forms:
            return None
        forms = tuple(form for form in forms if self._plausible(index, form))
        if not forms:
            return None
        aux = next((f for f in forms if f.lemma in self.grammar.auxiliaries and f.kind != "participle"), None)
        if aux is not None:
            verb = self._compound(index, aux)
            if verb is not None:
                return verb
        return self._simple(index, forms)

    def _coordinated(self, index: int) -> Verb | None:
        """ "a condamné et rejeté", "n'a ni confirmé ni démenti", "a rencontré Xi puis signé un accord": a participle
        behind a coordinator goes with the auxiliary of the group before it."""
        if self.categories[index] != "W" or not self.verbs or self.ambiguity is not None:
            return None
        form = next((f for f in self.grammar.lexicon.forms(self.lows[index]) if f.kind == "participle"), None)
        above, join = self.verbs[-1], self._before(index)
        while join >= 0 and self.categories[join] in ("K", "N") and self.lows[join] not in _NEITHER:
            join -= 1
        if form is None or join < above.last or not (above.perfect or above.passive):
            return None
        if self.categories[join] != "C" and self.lows[join] not in _NEITHER:
            return None
        behind = self.categories[join - 1]
        listed = behind in ("W", "J") and join - 1 >= above.last and self._participle(join - 1)
        if listed or {";", "S", "R"} & set(self.categories[above.last : join]):
            return None  # "un texte rédigé et signé"
        return replace(
            above, first=index, last=index + 1, head=index, lemmas=self._lemmas(index, form), reflexive=False
        )

    def _participle(self, index: int) -> bool:
        return any(f.kind == "participle" for f in self.grammar.lexicon.forms(self.lows[index]))

    def _plausible(self, index: int, form: Form) -> bool:
        """Whether a verb can stand here: after an article or preposition the same word is a noun."""
        before = self._before(index)
        if self.ambiguity is not None and not self.ambiguity.possible(index, before, form):
            return False
        if before < 0:
            return True
        category = self.categories[before]
        if form.kind == "finite" and category == "W" and self.lows[before] in self.grammar.prenominal:
            return False
        low = self.lows[before]
        if category == "D" and low.isdigit() and before > 0 and self.lows[before - 1] == "-":
            return True  # "deux Tu-95 patrouillaient": the number belongs to a name
        if form.kind == "infinitive":
            return category != "D" or low in self.grammar.clitics
        if form.kind in ("participle", "gerund"):
            return category not in ("D",) and (category != "P" or form.kind == "gerund")
        if category == "P":
            return low in self.grammar.clitics and self._clitic(before)
        if category == "D":
            return low in self.grammar.clitics and self._clitic(before)
        if category == "J":
            return not self.grammar.data["adjectives_first"]
        return category != "V" or self.grammar.declined

    def _clitic(self, index: int) -> bool:
        """Whether "le", "la", "les", "en" at `index` is an object pronoun: a subject or negation stands before it."""
        before = index - 1
        return before >= 0 and (
            self.categories[before] in ("O", "N", "K")
            or self.lows[before] in self.grammar.subject_relatives
            or self._bare_at(before)
        )

    def _before(self, index: int) -> int:
        before = index - 1
        while before >= 0 and self.categories[before] == "A":
            before -= 1
        return before

    def _compound(self, index: int, aux: Form) -> Verb | None:
        """ "a également souligné", "a été reçu", "s'est rendu", "va se rendre"."""
        g = self.grammar
        passive, perfect, tense, current, end, mood = False, False, aux.tense, aux, index, ""
        negated = self._negated_before(index)
        reflexive = self._reflexive(index)
        while True:
            step = self._next_part(current, end)
            if step is None:
                break
            end, form, makes, closed, reflexive_inside = step
            negated, reflexive = negated or closed, reflexive or reflexive_inside
            if makes == "perfect":
                perfect = True
            elif makes == "passive":
                if reflexive or form.lemma in g.motion:
                    perfect = True
                else:
                    passive = True
            elif makes in ("future", "conditional"):
                tense = makes if aux.tense in ("present", "") else tense
            elif makes in ("possible", "due"):
                mood = makes
            current = form
        if end == index:
            return None
        kind = aux.kind
        return Verb(
            first=self._group_start(index),
            last=self._fused(end, current),
            head=end,
            lemmas=self._whole(end, current),
            kind=kind,
            tense=self._tense(tense, perfect),
            passive=passive,
            reflexive=reflexive,
            negated=negated,
            plural=aux.plural,
            first_person=aux.first,
            perfect=perfect,
            anterior=perfect and aux.tense in self.grammar.data["anterior"],
            mood=mood,
        )

    def _whole(self, index: int, form: Form) -> tuple[str, ...]:
        """The lemmas of a group; that of a fused one first ("faire savoir")."""
        last = self._fused(index, form)
        fused = (f"{form.lemma} {self.lows[last - 1]}",) if last > index + 1 else ()
        return (*fused, *self._lemmas(index, form))

    def _slips(self, index: int) -> bool:
        """ "a-t-il rappelé", "l'a lui-même confirmé": a pronoun between auxiliary and participle, though it has been
        resolved."""
        mention, low = self.mention_at[index], self.lows[index]
        return mention is not None and mention.form == "pronoun" and (low.startswith("-") or low.endswith("même"))

    def _fused(self, index: int, form: Form) -> int:
        """The token after a verb group, an infinitive that only completes it taken in: "a fait savoir"."""
        following = self.grammar.data["fused"].get(form.lemma, ())
        return index + 2 if index + 1 < len(self.lows) and self.lows[index + 1] in following else index + 1

    def _tense(self, tense: str, perfect: bool) -> str:
        return "past" if perfect and tense in ("present", "imperfect", "past", "") else tense

    def _lemmas(self, index: int, form: Form) -> tuple[str, ...]:
        """The lemma of the reading that was taken, and of others of the same kind."""
        others = (f.lemma for f in self.grammar.lexicon.forms(self.lows[index]) if f.kind == form.kind)
        return tuple(dict.fromkeys((form.lemma, *others)))

    def _next_part(self, current: Form, index: int) -> tuple[int, Form, str, bool, bool] | None:
        """The form that an auxiliary goes with, over adverbs, negation and clitics."""
        closed = reflexive = False
        for at in range(index + 1, min(index + 8, len(self.lows))):
            low, category = self.lows[at], self.categories[at]
            forms = self.grammar.lexicon.forms(low) if category not in ("M", "J", "T") else ()
            if not forms and category == "W" and self.ambiguity is not None:
                forms = self.ambiguity.guessed(at)
            for wanted, makes in self.grammar.auxiliaries.get(current.lemma, ()):
                for form in forms:
                    if form.kind == wanted or (wanted == "passive" and form.passive):
                        return at, form, makes, closed, reflexive
            if low in self.grammar.negation_close or low in self.grammar.negation_open:
                closed = closed or low in self.grammar.negation_close
            elif low in self.grammar.reflexives:
                reflexive = True
            elif category not in ("A", "N", "O", "K", "Q", "q", "T") and not self._slips(at):
                return None
        return None

    def _simple(self, index: int, forms: Sequence[Form]) -> Verb | None:
        order = {"finite": 0, "infinitive": 1, "gerund": 2, "participle": 3}
        form = min(forms, key=lambda f: order[f.kind])
        if form.kind == "participle" and not self._reduced(index):
            return None
        lemmas = tuple(dict.fromkeys(f.lemma for f in forms if f.kind == form.kind))
        return Verb(
            first=self._group_start(index),
            last=index + 1,
            head=index,
            lemmas=lemmas,
            kind=form.kind,
            tense=form.tense,
            passive=form.passive or form.kind == "participle",
            reflexive=self._reflexive(index),
            negated=self._negated_before(index) or self._negated_after(index),
            plural=form.plural,
            first_person=form.first,
        )

    def _reduced(self, index: int) -> bool:
        """A participle counts as a verb when an agent follows it: "rejetée par l'Ukraine"."""
        by = self.grammar.data["by"]
        return any(self.lows[at] in by for at in range(index + 1, min(index + 4, len(self.lows))))

    def _group_start(self, index: int) -> int:
        first = index
        while first > 0 and (
            self.categories[first - 1] in ("K", "N")
            or (self.lows[first - 1] in self.grammar.clitics and self._clitic(first - 1))
            or self.lows[first - 1] in self.grammar.reflexives
        ):
            first -= 1
        return first

    def _reflexive(self, index: int) -> bool:
        first = self._group_start(index)
        return any(low in self.grammar.reflexives for low in self.lows[first:index])

    def _negated_before(self, index: int) -> bool:
        """An opening particle alone negates an infinitive ("ne pas écarter") and, in careless text, a finite verb."""
        first = max(0, index - 4)
        window = range(index - 1, first - 1, -1)
        for at in window:
            if self.lows[at] in self.grammar.negation_open:
                return not self._restrictive(index)
            if self.categories[at] not in ("K", "N", "A", "D", "P", "O"):
                return False
        return False

    def _restrictive(self, index: int) -> bool:
        """ "ne … que" restricts and does not deny."""
        after = self.lows[index + 1 : index + 7]
        closed = any(low in self.grammar.negation_close for low in after[:3])
        return not closed and any(low in self.grammar.that for low in after)

    def _negated_after(self, index: int) -> bool:
        after = self.lows[index + 1 : index + 2]
        return not self.grammar.negation_open and any(low in self.grammar.negation_close for low in after)

    def _governed(self, number: int, verb: Verb) -> Verb:
        """The verb before an infinitive or gerund with no clause break between."""
        if verb.kind == "infinitive" and self.grammar.declined and self._leads(number, verb):
            return replace(verb, governor=number + 1)
        if verb.kind not in ("infinitive", "gerund") or number == 0:
            return verb
        before = self.verbs[number - 1]
        speech = self._speech_above(number) if verb.kind == "gerund" else None
        if speech is not None:
            return replace(verb, governor=speech)
        between = self.categories[before.last : verb.first]
        if any(category in ("R", ";") for category in between) and verb.kind == "infinitive":
            return verb
        return replace(verb, governor=number - 1)

    def _leads(self, number: int, verb: Verb) -> bool:
        """ "раскрыть отказался", "заключить контракт планировалось": an infinitive before the verb that governs it."""
        if number + 1 >= len(self.verbs):
            return False
        after = self.verbs[number + 1]
        before = self.verbs[number - 1] if number else None
        between = self.categories[verb.last : after.first]
        if before is not None and not {",", "R", "S", ";", "q", "Q"} & set(self.categories[before.last : verb.first]):
            return False
        return (
            after.kind == "finite"
            and bool(set(after.lemmas) & self.grammar.modal)
            and not {",", ";", "R", "S", "C", "q", "Q"} & set(between)
        )

    def _speech_above(self, number: int) -> int | None:
        """For a gerund after a comma: the verb of speech whose reported clause it follows ("Il a déclaré que la Chine
        s'opposait …, ajoutant que …")."""
        verb = self.verbs[number]
        if verb.first == 0 or self.categories[verb.first - 1] != "," or not self.hangs(self.verbs[number - 1]):
            return None
        for index in range(number - 2, -1, -1):
            if self.verbs[index].kind == "finite" and set(self.verbs[index].lemmas) & self.grammar.reporting:
                return index
        return None

    def verb_at(self, index: int) -> Verb | None:
        """The verb group that covers a token of the sentence."""
        return next((verb for verb in self.verbs if verb.first <= index < verb.last), None)

    def clause_start(self, verb: Verb) -> int:
        """The first token of the clause of a verb: after the break before it."""
        if verb.kind == "participle" and self.grammar.declined:
            return verb.first
        index = verb.first - 1
        finite = self._finite_tokens()
        while index >= 0:
            if self.categories[index] == "R" and self.grammar.lexicon.participle(self.lows[index]):
                commas = [at for at in range(index, verb.first) if self.categories[at] == ","]
                return commas[-1] + 1 if commas else index + 1  # "посол, посетивший порт, заявил"
            if self.categories[index] in ("S", ";", "R"):
                return index + 1
            if self.categories[index] == "V" and index in finite:
                return self._after_verb(index, verb)
            index -= 1
        return 0

    def _finite_tokens(self) -> frozenset[int]:
        """The tokens of the finite verb groups; worked out anew where groups were found since."""
        known = self._finite
        if known is None or known[0] is not self.verbs or known[1] != len(self.verbs):
            tokens = frozenset(at for v in self.verbs if v.kind == "finite" for at in range(v.first, v.last))
            known = self._finite = (self.verbs, len(self.verbs), tokens)
        return known[2]

    def hangs(self, verb: Verb) -> bool:
        """Whether a verb stands in a relative or subordinate clause."""
        start = self.clause_start(verb)
        return start > 0 and self.categories[start - 1] in ("R", "S")

    def _after_verb(self, index: int, verb: Verb) -> int:
        """Between two finite verbs the clause of the second starts at the last comma or coordinator."""
        for at in range(verb.first - 1, index, -1):
            if self.categories[at] in ("C", ","):
                return at + 1
        return index + 1
