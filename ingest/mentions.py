"""What was mentioned so far in a document, and how a mention is made and remembered."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from graph.model import LocalActor
from graph.registry import Registry
from ingest.described import described_of
from ingest.document import ActorMention, Document, Sentence
from ingest.glosses import find_glosses
from ingest.lang_data import load
from ingest.modifiers import Modifiers
from ingest.nameless import nameless_of
from ingest.names import Names
from ingest.phrases import Phrases
from ingest.sentences import find_tokens
from ingest.turns import labels
from ingest.unknown_names import Hit
from ingest.unlisted import unlisted_of

REACH = 4  # sentences back within which a reference is looked for


@dataclass(slots=True)
class Entry:
    """One thing mentioned."""

    ids: tuple[str, ...]
    kind: str
    sentence: int
    position: int
    bare: bool
    office: str = ""


@dataclass(slots=True)
class Memory:
    entries: list[Entry] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # id -> English name
    kinds: dict[str, str] = field(default_factory=dict)
    genders: dict[str, str] = field(default_factory=dict)
    unlisted: Phrases[str] = field(default_factory=Phrases)  # local persons of a script without capitals
    surnames: dict[str, str] = field(default_factory=dict)  # last word of a local person's name -> id
    nouns: dict[str, tuple[int, ActorMention]] = field(default_factory=dict)  # noun of a description -> the last one
    counts: Counter[str] = field(default_factory=Counter)
    local: dict[str, LocalActor] = field(default_factory=dict)


class Mentions:
    """Makes the mentions of one document and remembers them."""

    def __init__(self, document: Document, names: Names) -> None:
        self.document = document
        self.names = names
        self.registry: Registry = names.registry
        self.text = document.text
        self.tokens = document.tokens
        self.lows = [token.low for token in document.tokens]
        self.bases = document.bases
        self.starts = document.token_starts
        self.memory = Memory()
        self.indefinite = frozenset(names.grammar["indefinite"])
        grammar = names.grammar
        self.prepositions: dict[str, str] = grammar["prepositions"]
        self.pronouns: dict[str, str] = grammar["subject_pronouns"]
        self.pronoun_cases: dict[str, str] = grammar.get("pronoun_cases", {})
        self.joining = frozenset(grammar["joining"])
        self.slipped = frozenset(grammar["slipped"]) if names.case_order else frozenset()
        self.counting = frozenset(grammar.get("counting", ()))
        self.data = names.data
        self.latter: dict[str, list[list[str]]] = {}
        for written in self.data["pronouns"]["latter"]:
            self.latter.setdefault(written.split()[0], []).append(written.split())
        self.impersonal = frozenset(w.split()[0] for w in self.data["impersonal"]["words"] if " " not in w)
        self.impersonal_two = frozenset(w for w in self.data["impersonal"]["words"] if " " in w)
        self.titled: dict[tuple[str, str], str] = {}
        self.borne: dict[tuple[str, str], tuple[str, ...]] = {}  # (word of a title, whose) -> who was named with it
        self.previous: ActorMention | None = None
        self.modifiers = Modifiers(names) if grammar["modifier_first"] else None
        self.described = described_of(names)
        self.possessives = frozenset(grammar["possessives"]), frozenset(grammar["possessives_plural"])
        self.prenominal = frozenset(grammar["prenominal"])
        self.owned_words: Phrases[bool] = Phrases()
        for written in self.data["own_country"]["owned"]:
            self.owned_words.add(tuple(token.low for token in find_tokens(written, document.lang)), True)
        self.short_heads = frozenset(self.data["short_heads"]["words"])
        self.grouping = self.joining | frozenset(grammar.get("grouping", ()))
        self.time_starts = [time.start for time in document.times]
        self.state_adjectives = bool(self.data.get("state_adjectives", True))
        self.enumerating: tuple[str, ...] = tuple(grammar.get("enumerating", ()))
        self.unlisted = unlisted_of(document.lang) if "name_letters" in self.data else None
        self.nameless = nameless_of(document.lang, names.registry)
        self.glossed = find_glosses(document, names, self.unlisted) if self.unlisted is not None else {}
        self.title_behind = bool(grammar.get("title_behind"))
        self.openers: set[str] = self._openers() if self.unlisted is not None else set()
        self.labels = labels(document)
        self.turns: list[ActorMention] = []  # who spoke in the turns of an interview so far
        self.hyphenated: dict[str, tuple[str, ...]] = {}
        self.number = 0  # of the sentence at hand
        self.of = frozenset(grammar["of"])
        self.measures = frozenset(grammar["measure_nouns"]) if grammar["modifier_first"] else frozenset()
        self.counted = self.measures or self.counting  # "a number of EU countries", "une trentaine de pacifistes"
        self.definite = frozenset(grammar["definite"])
        self.that = frozenset(grammar["that"])
        voices = load(document.lang, "voices")
        self.saying = frozenset((*voices["cues"]["reporting"], *load(document.lang, "modality")["governors"]["denied"]))

    def _openers(self) -> set[str]:
        """The words with which a mention can begin, where capitals do not tell."""
        names = self.names
        if not names.openers:
            tables = (names.forms, names.titles, names.exact_titles, names.state_heads, names.countries)
            names.openers.update(*(table.first_words() for table in tables))
            names.openers.update(self.pronouns, self.data["pairs"], self.latter, self.short_heads)
            names.openers.update(self.nameless.openers() if self.nameless is not None else ())
        return names.openers.copy()

    def _mention(
        self, sentence: Sentence, hit: Hit, *, first: int | None = None, last: int | None = None, kind: str = ""
    ) -> ActorMention:
        first = hit.first if first is None else first
        titled = hit.form not in ("name", "metonym") or self._kind(hit.ids[0]) == "person"
        while titled and first > sentence.first and self.lows[first - 1] in self.names.before:
            first -= 1
        last = max(hit.last, last or 0)
        if first > sentence.first and last < sentence.last and self._marked(first - 1, last):
            first, last = first - 1, last + 1
        first, cases = self._carried(sentence, hit, first)
        first, cases = self._counted(sentence, first, cases) if "gen" in cases else (first, cases)
        names = []
        self._surname_first(hit)
        for actor in hit.ids:
            known = self.registry.actors.get(actor)
            if known is None and actor not in self.memory.names:
                self._new_local(actor, hit)
            names.append(known.name if known else self.memory.names[actor])
        return ActorMention(
            start=self.starts[hit.first],
            end=self.tokens[hit.last - 1].end,
            ids=hit.ids,
            names=tuple(names),
            kind=kind or self._kind(hit.ids[0]),
            form=hit.form,
            first=first,
            last=last,
            bare=self._bare(sentence, first, self._kind(hit.ids[0])),
            office=hit.office,
            cases=cases,
            rule=f"{self.document.lang}.actor.{hit.form}",
        )

    def _carried(self, sentence: Sentence, hit: Hit, first: int) -> tuple[int, frozenset[str]]:
        """ "китайская компания CNPC", "пресс-служба Кремля": where the phrase begins, and the cases of its head."""
        known = self._kind(hit.ids[0])
        if first == sentence.first or known in ("person", "state", "unknown"):
            return first, hit.cases
        if self.bases[first - 1] not in self.names.carriers:
            return first, hit.cases
        cases = self.names.lexicon.cases(self.lows[first - 1])
        first -= 1
        while first > sentence.first and self.names.lexicon.adjective(self.lows[first - 1]):
            first -= 1
        return first, cases

    def _surname_first(self, hit: Hit) -> None:
        """ "Линь Цзянь … Линь": of people whose surname stands first it alone names them later."""
        known = self.registry.actors.get(hit.ids[0])
        states = self.data.get("surname_first", {}).get("states", ())
        if known is None or known.kind != "person" or known.state not in states or hit.last - hit.first != 2:
            return
        words, _ = self.names.lexicon.nominative((self.lows[hit.first],))
        self.memory.surnames.setdefault(words[0], hit.ids[0])
        self.memory.surnames.setdefault(self.lows[hit.first], hit.ids[0])

    def _counted(self, sentence: Sentence, first: int, cases: frozenset[str]) -> tuple[int, frozenset[str]]:
        """ "несколько банков", "около сорока водителей": where the phrase begins, and the cases that it may have: those
        of the word that counts, not the genitive behind it."""
        at = first - 1
        while at >= sentence.first and self.names.lexicon.adjective(self.lows[at]) and not self._counts(at):
            at -= 1
        if at < sentence.first or not self._counts(at):
            return first, cases
        while at > sentence.first and self._counts(at - 1):
            at -= 1
        return at, cases | {"nom", "acc"}

    def _counts(self, index: int) -> bool:
        """Whether a word counts or measures: a number, "несколько", "ряд"."""
        low = self.lows[index]
        return low[0].isdigit() or low in self.counting or self.bases[index] in self.counting

    def _marked(self, before: int, after: int) -> bool:
        """Whether quotation marks stand around a name and nothing else: "газета «Известия»"."""
        return self.lows[before] in self.names.quotes_open and self.lows[after] in self.names.quotes_close

    def _new_local(self, actor: str, hit: Hit) -> None:
        name, kind = hit.name, hit.kind or "unknown"
        self.memory.names[actor] = name
        self.memory.kinds[actor] = kind
        self.memory.local[actor] = LocalActor(
            id=actor,
            name=name,
            kind=kind,
            lang=self.document.lang,
            start=self.starts[hit.first],
            end=self.tokens[hit.last - 1].end,
        )
        if self.unlisted is not None and kind == "person":
            self.memory.unlisted.add(tuple(self.lows[hit.first : hit.last]), actor)
            self.openers.add(self.lows[hit.first])
        if kind in ("person", "unknown") and " " in name and hit.form != "described":
            words, _ = self.names.lexicon.nominative(tuple(self.lows[hit.first : hit.last]))
            self.memory.surnames.setdefault(words[-1], actor)

    def _bare(self, sentence: Sentence, first: int, kind: str) -> bool:
        """Whether no preposition governs the phrase; a coordinated one shares that of the one before."""
        index = first - 1
        while index >= sentence.first and self.lows[index] in self.names.determiners:
            index -= 1
        while index >= sentence.first and self.names.lexicon.adjective(self.lows[index]):
            if self.lows[index] in self.names.grammar["relatives"]:
                return True  # "в котором Путин сказал": the preposition is of the pronoun
            index -= 1
        if self.previous is not None and index >= sentence.first and self.lows[index] in self.joining:
            before = index - 1 if self.previous.last != index else index
            alike = self._kind(self.previous.ids[0]) == kind
            if alike and self.previous.last >= before and self.previous.first >= sentence.first:
                return self.previous.bare
        if index == sentence.first and self.lows[index] in self.names.grammar["partitive"]:
            return True  # "Des Chinois ont …": an article, not a preposition
        if index < sentence.first or self.lows[index] not in self.prepositions:
            return True
        if any(" ".join(self.lows[index : index + size]) in self.slipped for size in (2, 3)):
            return True
        if index > sentence.first and self.lows[index] in self.of and self.lows[index - 1] in self.counted:
            return self._bare(sentence, index - 1, kind)  # "a number of EU countries"
        return False

    def _remember(self, number: int, mention: ActorMention) -> None:
        kind = "demonym" if mention.form == "demonym" else ("group" if len(mention.ids) > 1 else mention.kind)
        if mention.form == "demonym" and len(mention.ids) == 1:
            kind = "adjective"
        if mention.form == "described" and kind == "person":
            kind = "described"
        self.memory.entries.append(
            Entry(mention.ids, kind, number, mention.first, mention.bare and mention.form != "demonym", mention.office)
        )
        if mention.form in ("head", "collective", "described"):
            words = self.lows[mention.first : mention.last]
            self.memory.nouns[words[-1] if self.names.grammar["modifier_first"] else words[0]] = number, mention
        for actor in mention.ids:
            self.memory.counts[actor] += 1
            if mention.office and len(mention.ids) == 1:
                self.titled[mention.office, ""] = actor

    def _remember_groups(self, number: int, found: Sequence[ActorMention]) -> None:
        """Coordinated mentions ("Poutine et Xi") are one antecedent of a later plural."""
        for left, right in pairwise(found):
            between = self.lows[left.last : right.first]
            if between and set(between) <= self.grouping | self.names.determiners and set(between) & self.grouping:
                ids = tuple(dict.fromkeys((*left.ids, *right.ids)))
                if len(ids) > 1 and left.form != "demonym":
                    bare = left.bare
                    self.memory.entries.append(Entry(ids, "group", number, left.first, bare))

    def _recent(self, number: int, reach: int = REACH, *, bare_first: bool = True) -> list[Entry]:
        """What was mentioned lately, likeliest antecedent first."""
        near = [e for e in self.memory.entries[-60:] if number - e.sentence <= reach]
        if not bare_first:
            return sorted(near, key=lambda e: (-e.sentence, -e.position))
        return sorted(near, key=lambda e: (not e.bare, number - e.sentence, e.position))

    def _kind(self, actor: str) -> str:
        known = self.registry.actors.get(actor)
        return known.kind if known else self.memory.kinds.get(actor, "unknown")

    def _state(self, actor: str) -> str | None:
        known = self.registry.actors.get(actor)
        if known is None:
            return None
        return actor if known.kind == "state" else known.state

    def _offices(self, actor: str) -> tuple[str, ...]:
        known = self.registry.actors.get(actor)
        if known is None:
            return ()
        day = self.document.anchor
        held = [o.title for o in known.offices if day is None or (o.start or day) <= day <= (o.end or day)]
        return tuple(dict.fromkeys(held))

    def _gender(self, actor: str) -> str:
        known = self.registry.actors.get(actor)
        if known is None:
            return ""
        if known.gender:
            return known.gender
        states = self.data["states"]
        if known.kind == "state" and states["feminine_ending"]:
            label = known.labels.get(self.document.lang, "")
            feminine = label.endswith(tuple(states["feminine_ending"])) and actor not in states["masculine"]
            return "f" if feminine else "m"
        return ""

    def _is_person(self, ids: Sequence[str]) -> bool:
        return any(self._kind(actor) == "person" for actor in ids)

    def _definite(self, index: int) -> bool:
        if self.names.case_order:
            return True  # without articles every title may be one that was told before
        return index > 0 and self.lows[index - 1] in self.names.determiners

    def _dated(self, start: int) -> bool:
        """Whether a code point lies in an expression of time."""
        at = bisect_right(self.time_starts, start) - 1
        return at >= 0 and self.document.times[at].start <= start < self.document.times[at].end
