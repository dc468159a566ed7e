"""Who stands where: verb groups of a sentence, and for each its subject, objects and complements.

No parser is at hand, so four questions are answered from categories of words and walks to the left and right of a verb:
`subject`, `arguments` (objects and complements), `agent` of a passive, and `governor`. Everything else in the pipeline
asks these questions only, so that a parser can stand behind them one day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from graph.model import TimeMention
from ingest.ambiguity import Ambiguity
from ingest.document import ActorMention, BlockKind, Document, Sentence
from ingest.lang_data import load
from ingest.morphology import Form, Lexicon, lexicon
from ingest.phrases import Phrases, phrase_table
from ingest.sentences import find_tokens

if TYPE_CHECKING:
    from ingest.cases import Cased
    from ingest.coverbs import Coverbs


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb group by token index, `first` to `last` (exclusive), `head` the word that carries the meaning."""

    first: int
    last: int
    head: int
    lemmas: tuple[str, ...]
    kind: str  # finite, infinitive, participle, gerund
    tense: str  # past, present, future, conditional, subjunctive, imperfect
    passive: bool = False
    reflexive: bool = False
    negated: bool = False
    plural: bool = False
    first_person: bool = False
    perfect: bool = False
    anterior: bool = False  # pluperfect: before what is told around it
    mood: str = ""  # possible, due: what a modal auxiliary adds
    governor: int = -1  # index of the verb that governs an infinitive or gerund; -1 for none


@dataclass(frozen=True, slots=True)
class Argument:
    """What depends on a verb or noun. `slot` is subject, object, inner, adjective, possessive, or a preposition."""

    slot: str
    mentions: tuple[ActorMention, ...]
    head: int = -1  # token index of the noun, for a phrase that is no actor
    within: str = ""  # for inner and adjective: the slot of the phrase that they stand in


@dataclass(slots=True)
class Grammar:
    """The function words of a language as sets."""

    lang: str
    lexicon: Lexicon
    determiners: frozenset[str]
    prepositions: dict[str, str]
    coordinators: frozenset[str]
    joining: frozenset[str]
    relatives: frozenset[str]
    subject_relatives: frozenset[str]
    subordinators: frozenset[str]
    that: frozenset[str]
    clitics: frozenset[str]
    reflexives: frozenset[str]
    pronouns: dict[str, str]
    negation_open: frozenset[str]
    negation_close: frozenset[str]
    adverbs: frozenset[str]
    adverb_endings: tuple[str, ...]
    partitive: frozenset[str]
    stops: frozenset[str]
    of: frozenset[str]
    possessives: frozenset[str]
    possessives_plural: frozenset[str]
    auxiliaries: dict[str, tuple[tuple[str, str], ...]]
    motion: frozenset[str]
    modal: frozenset[str]
    quotes_open: frozenset[str]
    quotes_close: frozenset[str]
    prenominal: frozenset[str]
    reporting: frozenset[str]
    manner: frozenset[str]
    definite: frozenset[str]
    modifying: frozenset[str]
    soft: frozenset[str]
    declined: bool  # who stands where is shown by case, see `cases`
    infinitive_marks: frozenset[str]
    also_nouns: frozenset[str]
    verb_prepositions: dict[str, frozenset[str]]
    genitive: frozenset[str]
    modifier_first: bool
    coverbs: bool  # complements stand before the verb, see `coverbs`
    open_content: bool
    enumerating: frozenset[str]
    bare_content: bool
    copula: frozenset[str]
    accusing: frozenset[str]
    data: dict[str, Any] = field(default_factory=dict)


@lru_cache(maxsize=8)
def grammar_of(lang: str) -> Grammar:
    """The function words of a language, compiled once."""
    g, v = load(lang, "grammar"), load(lang, "verbs")
    auxiliaries: dict[str, list[tuple[str, str]]] = {}
    for row in v["auxiliary"]:
        auxiliaries.setdefault(row["lemma"], []).append((row["with"], row["makes"]))
    return Grammar(
        lang=lang,
        lexicon=lexicon(lang),
        determiners=frozenset(g["determiners"]),
        prepositions=g["prepositions"],
        coordinators=frozenset(g["coordinators"]),
        joining=frozenset(g["joining"]),
        relatives=frozenset(g["relatives"]),
        subject_relatives=frozenset(g["subject_relatives"]),
        subordinators=frozenset(g["subordinators"]),
        that=frozenset(g["that"]),
        accusing=frozenset(g["accusing"]),
        clitics=frozenset(g["clitics"]),
        reflexives=frozenset(g["reflexives"]),
        pronouns=g["subject_pronouns"],
        negation_open=frozenset(g["negation_open"]),
        negation_close=frozenset(g["negation_close"]),
        adverbs=frozenset(g["adverbs"]),
        adverb_endings=tuple(g["adverb_endings"]),
        partitive=frozenset(g["partitive"]),
        stops=frozenset(g["stops"]),
        of=frozenset(g["of"]),
        possessives=frozenset(g["possessives"]),
        possessives_plural=frozenset(g["possessives_plural"]),
        auxiliaries={lemma: tuple(rows) for lemma, rows in auxiliaries.items()},
        motion=frozenset(v["motion"]),
        modal=frozenset(v["plain"]["modal"]),
        quotes_open=frozenset(g["quotes_open"]),
        quotes_close=frozenset(g["quotes_close"]),
        prenominal=frozenset(g["prenominal"]),
        manner=frozenset(g["manner"]),
        definite=frozenset(g["definite"]),
        modifying=frozenset(g["modifying"]),
        reporting=frozenset(load(lang, "voices")["cues"]["reporting"]),
        soft=frozenset(g["soft"]),
        declined=bool(g.get("case_order")),
        infinitive_marks=frozenset(g["infinitive_marks"]),
        also_nouns=frozenset(g["also_nouns"]),
        verb_prepositions={lemma: frozenset(words) for lemma, words in g["verb_prepositions"].items()},
        genitive=frozenset(g["genitive"]),
        modifier_first=bool(g["modifier_first"]),
        coverbs=bool(g.get("coverbs")),
        open_content=bool(g.get("open_content")),
        enumerating=frozenset(g.get("enumerating", ())),
        bare_content=bool(g["bare_content"]),
        copula=frozenset(v["plain"]["copula"]),
        data=g,
    )


@lru_cache(maxsize=8)
def _compound_prepositions(lang: str) -> Phrases[str]:
    """Prepositions of several words ("в адрес", "по отношению к") with their slots."""
    rows = load(lang, "grammar")["prepositions"].items()
    return phrase_table(
        (tuple(token.low for token in find_tokens(words, lang)), slot) for words, slot in rows if " " in words
    )


@lru_cache(maxsize=8)
def _adverbials(lang: str) -> Phrases[str]:
    return phrase_table(
        (tuple(token.low for token in find_tokens(words, lang)), words) for words in load(lang, "grammar")["slipped"]
    )


# Categories of tokens: M actor, J adjective of a state, T time, P preposition, D determiner, C coordinator, R relative,
# S subordinator, K clitic, N negation, A adverb, O subject pronoun, V verb group, Q/q quotes, ( ) brackets,
# , comma, ; stop, W any other word.
class Clauses:
    """One sentence, cut up."""

    def __init__(
        self,
        document: Document,
        sentence: Sentence,
        mentions: Sequence[ActorMention],
        times: Sequence[TimeMention],
        quoted: Sequence[bool],
    ) -> None:
        self.document = document
        self.sentence = sentence
        self.grammar = grammar_of(document.lang)
        self.lows = [token.low for token in document.tokens[sentence.first : sentence.last]]
        self.bases = document.bases[sentence.first : sentence.last]
        self.offset = sentence.first
        self.mentions = list(mentions)
        self.quoted = quoted
        size = len(self.lows)
        self.mention_at: list[ActorMention | None] = [None] * size
        self.categories = [""] * size
        for mention in mentions:
            for index in range(mention.first - self.offset, min(mention.last - self.offset, size)):
                self.mention_at[index] = mention
                self.categories[index] = "J" if mention.form == "demonym" and not self.grammar.coverbs else "M"
        self._mark_times(times)
        self._mark_adverbials()
        self._categorise()
        self.verbs: list[Verb] = []
        self.ambiguity = Ambiguity(self) if self.grammar.infinitive_marks else None
        self.cased: Cased | Coverbs | None = None
        self.coverbs: Coverbs | None = self._by_coverbs() if self.grammar.coverbs else None
        if self.coverbs is not None:
            self.cased = self.coverbs
        else:
            self._find_verbs()
            self.cased = self._by_case() if self.grammar.declined else None

    def preposition(self, index: int) -> str:
        """The slot that the preposition at a token opens."""
        return self.slots.get(index) or self.grammar.prepositions.get(self.lows[index], "")

    def _by_coverbs(self) -> "Coverbs":
        from ingest.coverbs import Coverbs  # only where a language needs it

        return Coverbs(self)

    def _by_case(self) -> "Cased":
        from ingest.cases import Cased

        return Cased(self)

    # ------------------------------------------------------------------ categories

    def _mark_times(self, times: Sequence[TimeMention]) -> None:
        tokens = self.document.tokens
        for time in times:
            for index in range(len(self.lows)):
                token = tokens[self.offset + index]
                if token.start >= time.end:
                    break
                if token.end > time.start and not self.categories[index]:
                    self.categories[index] = "T"

    def _mark_adverbials(self) -> None:
        """Fixed phrases ("à plusieurs reprises") are adverbs, whatever words they are made of."""
        for first, last, _ in _adverbials(self.document.lang).find(self.lows, 0, len(self.lows)):
            for index in range(first, last):
                self.categories[index] = self.categories[index] or "A"
        self.slots: dict[int, str] = {}
        for first, last, slots in _compound_prepositions(self.document.lang).find(self.lows, 0, len(self.lows)):
            if not any(self.categories[first:last]):
                self.categories[first:last] = [*"A" * (last - first - 1), "P"]
                self.slots[last - 1] = slots[0]

    def _categorise(self) -> None:
        g = self.grammar
        inside = False
        for index, low in enumerate(self.lows):
            if self.categories[index]:
                continue
            if low in g.quotes_open or low in g.quotes_close:
                opening = low not in g.quotes_close or (low in g.quotes_open and not inside)
                inside = opening
                self.categories[index] = "Q" if opening else "q"
            else:
                self.categories[index] = self._category(index, low)
                behind = index > 0 and self.categories[index - 1] == ","
                if behind and self.categories[index] == "W" and g.lexicon.participle(low):
                    self.categories[index] = "R"

    def _category(self, index: int, low: str) -> str:
        g = self.grammar
        if low in g.pronouns:
            return "O"
        if low in g.negation_open:
            return "N"
        if low in g.soft:
            return ","
        if low in "()[]（）":
            return "(" if low in "([（" else ")"
        if low in g.stops:
            return ";"
        if low in g.relatives:
            return "R"
        if low in g.prepositions:
            if low in g.partitive and index > 0 and self.categories[index - 1] == "P":
                return "D"  # "avec des banques"
            return "P"
        if low in g.coordinators:
            late = low in g.adverbs and index > 0 and self.categories[index - 1] == "N"
            return "A" if late else "C"  # "has not yet confirmed"
        if low in g.determiners:
            return "D"
        if low in g.clitics:
            return "K"
        if low in g.subordinators:
            return "S"
        if low in g.negation_close:
            return "N"
        if low[0].isdigit():
            return "D"
        if low in g.adverbs or (len(low) > 6 and low.endswith(g.adverb_endings) and not self._nominal(index)):
            return "A"
        return "W"

    def _nominal(self, index: int) -> bool:
        """Whether an article or preposition before a word makes it a noun: "le document"."""
        return index > 0 and self.categories[index - 1] in ("D", "P", "J")

    # ------------------------------------------------------------------ verbs

    def _find_verbs(self) -> None:
        index = 0
        while index < len(self.lows):
            verb = self._verb_at(index)
            if verb is None:
                index += 1
                continue
            self.verbs.append(verb)
            for inside in range(verb.first, verb.last):
                self.categories[inside] = "V"
            index = verb.last
        if self.ambiguity is not None:
            self.verbs = self.ambiguity.settle(self.verbs)
        self.verbs = [self._governed(number, verb) for number, verb in enumerate(self.verbs)]
        self._open_clauses()

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
        if form.kind == "infinitive":
            return category != "D" or low in self.grammar.clitics
        if form.kind in ("participle", "gerund"):
            return category not in ("D",) and (category != "P" or form.kind == "gerund")
        if category == "P":
            return low in self.grammar.clitics and self._clitic(before)
        if category == "D":
            return low in self.grammar.clitics and self._clitic(before)
        return category != "V" and (category != "J" or not self.grammar.data["adjectives_first"])

    def _clitic(self, index: int) -> bool:
        """Whether "le", "la", "les", "en" at `index` is an object pronoun: a subject or negation stands before it."""
        before = index - 1
        return before >= 0 and (
            self.categories[before] in ("O", "N", "K")
            or self.lows[before] in self.grammar.subject_relatives
            or self._bare_at(before)
        )

    def _bare_at(self, index: int) -> bool:
        mention = self.mention_at[index]
        return mention is not None and self.categories[index] == "M" and mention.bare

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

    def _inverted_pronoun(self, index: int) -> bool:
        """ "a-t-il rappelé": the pronoun between auxiliary and participle, though it has been resolved."""
        mention = self.mention_at[index]
        return mention is not None and mention.form == "pronoun" and self.lows[index].startswith("-")

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
            elif category not in ("A", "N", "O", "K", "Q", "q") and not self._inverted_pronoun(at):
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

    # ------------------------------------------------------------------ subject

    def subject(self, verb: Verb) -> tuple[ActorMention, ...]:
        """The actors that do what an active verb says, or undergo what a passive one says; empty if none is found."""
        if self.cased is not None:
            return self.cased.subject(verb)
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

    def _with_at(self, index: int) -> bool:
        """ "with Western countries condemning …": an actor behind a preposition of company."""
        mention = self.mention_at[index]
        if mention is None or self.categories[index] != "M" or self.ambiguity is None:
            return False
        before = mention.first - self.offset - 1
        return before >= 0 and self.lows[before] in self.grammar.data["with"]

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
        while far < min(len(self.lows), verb.last + 12) and self.categories[far] in ("A", "D", "T", "P", "W", ",", "J"):
            far += 1
        mention = self.mention_at[far] if far < len(self.lows) else None
        return far if mention is not None and self.categories[far] == "M" and mention.bare else after

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
        seen_noun = False
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
                return self._shared(verb, index)
            if category == "C" and not seen_noun:
                return self._shared(verb, index)
            if category == "P":
                seen_noun = False
            elif category == "D":
                if index == 0 or self.categories[index - 1] != "P":
                    return ()
            elif category == "W":
                seen_noun = True
            index -= 1
        return ()

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

    def _opening(self, index: int) -> int:
        depth = 0
        while index >= 0:
            depth += {")": 1, "(": -1}.get(self.categories[index], 0)
            if depth == 0:
                return index
            index -= 1
        return 0

    def _opening_quote(self, index: int) -> int:
        index -= 1
        while index > 0 and self.categories[index] != "Q":
            index -= 1
        return max(index, 0)

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

    def _noun_before(self, index: int) -> bool:
        return index > 0 and self.categories[index - 1] == "W"

    def _shared(self, verb: Verb, index: int) -> tuple[ActorMention, ...]:
        """A coordinated verb without a phrase of its own shares the subject of the verb before it."""
        number = next((n for n, other in enumerate(self.verbs) if other.first == verb.first), len(self.verbs))
        inside = self._in_quote(verb.first)
        for other in reversed(self.verbs[:number]):
            if other.kind == verb.kind and other.last <= index + 1 and self._in_quote(other.first) == inside:
                found = self.subject(other)
                if found:
                    return found
        return ()

    def _in_quote(self, index: int) -> bool:
        """Whether a token stands between quotation marks of this sentence."""
        marks = [c for c in self.categories[:index] if c in ("Q", "q")]
        return bool(marks) and marks[-1] == "Q"

    def _coordinated_left(self, mention: ActorMention) -> tuple[ActorMention, ...]:
        """The whole of "A, B et C" whose last part is `mention`."""
        found = [mention]
        while mention.form != "pronoun":
            index = found[0].first - self.offset - 1
            joined = False
            while index >= 0 and (
                self.categories[index] in ("D",)
                or self.lows[index] in self.grammar.joining
                or (self.categories[index] == "," and (joined or len(found) > 1 or self._headline(index, found[0])))
                or (self.categories[index] == "W" and self.lows[index] in ("que",))
            ):
                joined = joined or self.lows[index] in self.grammar.joining or self.categories[index] == ","
                index -= 1
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
                or (self.categories[index] == "P" and joined)
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

    # ------------------------------------------------------------------ arguments

    def arguments(self, verb: Verb) -> tuple[Argument, ...]:
        """Objects and complements to the right of a verb, each with its slot."""
        if self.cased is not None:
            return self.cased.arguments(verb)
        return (*self._clitic_object(verb), *self._walk_right(verb.last, self.right_end(verb), "object"))

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
        if self.cased is not None:
            return self.cased.noun_arguments(last)
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
            if category == "J" and mention is not None and not other:
                yield Argument("adjective", (mention,), head, slot)
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

    def _closing(self, index: int) -> int:
        while index < len(self.lows) - 1 and self.categories[index] != ")":
            index += 1
        return index

    def right_end(self, verb: Verb) -> int:
        """Where the complements of a verb end: the next clause, verb or stop."""
        if self.coverbs is not None:
            return self.coverbs.right_end(verb)
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
                return max(limit, self._coordinated_left(mention)[0].first - self.offset)
        return index

    def _noun_end(self, last: int) -> int:
        """Where the complements of a noun end: at a break, or where another noun takes over."""
        index, governed = last, False
        while index < len(self.lows) and self.categories[index] not in ("R", "S", ";", "V", ",", "q", "Q", "("):
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
        if self.cased is not None:
            return self.cased.agent(verb)
        by = {self.grammar.prepositions[word] for word in self.grammar.data["by"] if word in self.grammar.prepositions}
        return next((a.mentions for a in self.arguments(verb) if a.slot in by and a.mentions), ())

    def verb_at(self, index: int) -> Verb | None:
        """The verb group that covers a token of the sentence."""
        return next((verb for verb in self.verbs if verb.first <= index < verb.last), None)

    def clause_start(self, verb: Verb) -> int:
        """The first token of the clause of a verb: after the break before it."""
        index = verb.first - 1
        while index >= 0:
            if self.categories[index] in ("S", ";", "R"):
                return index + 1
            if self.categories[index] == "V" and any(
                v.first <= index < v.last and v.kind == "finite" for v in self.verbs
            ):
                return self._after_verb(index, verb)
            index -= 1
        return 0

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
