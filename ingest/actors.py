"""Who is meant, mention by mention in reading order: names, titles by date, counterparts, plurals and pronouns.

References are resolved from a memory of what was mentioned, as centering does it (Grosz, Joshi & Weinstein 1995): the
first mention of the last sentence that no preposition governs comes before all others.
"""

import dataclasses
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from graph.model import LocalActor
from graph.registry import Registry
from ingest.document import ActorMention, BlockKind, Document, Sentence, replace
from ingest.lang_data import load
from ingest.modifiers import Modified, Modifiers
from ingest.names import Hit, Names, find_places, names_of, slug
from ingest.phrases import Phrases
from ingest.unlisted import DOTS, unlisted_of

_REACH = 4  # sentences back within which a reference is looked for


@dataclass(slots=True)
class _Entry:
    """One thing mentioned."""

    ids: tuple[str, ...]
    kind: str
    sentence: int
    position: int
    bare: bool
    office: str = ""


@dataclass(slots=True)
class _Memory:
    entries: list[_Entry] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # id -> English name
    kinds: dict[str, str] = field(default_factory=dict)
    genders: dict[str, str] = field(default_factory=dict)
    unlisted: Phrases[str] = field(default_factory=Phrases)  # local persons of a script without capitals
    surnames: dict[str, str] = field(default_factory=dict)  # last word of a local person's name -> id
    counts: Counter[str] = field(default_factory=Counter)
    local: dict[str, LocalActor] = field(default_factory=dict)


class _Reader:
    """Reads one document."""

    def __init__(self, document: Document, names: Names) -> None:
        self.document = document
        self.names = names
        self.registry: Registry = names.registry
        self.text = document.text
        self.tokens = document.tokens
        self.lows = [token.low for token in document.tokens]
        self.bases = document.bases
        self.starts = document.token_starts
        self.memory = _Memory()
        self.inside = _inside_places(document)
        self.indefinite = frozenset(names.grammar["indefinite"])
        grammar = names.grammar
        self.prepositions: dict[str, str] = grammar["prepositions"]
        self.pronouns: dict[str, str] = grammar["subject_pronouns"]
        self.pronoun_cases: dict[str, str] = grammar.get("pronoun_cases", {})
        self.joining = frozenset(grammar["joining"])
        self.data = names.data
        self.latter: dict[str, list[list[str]]] = {}
        for written in self.data["pronouns"]["latter"]:
            self.latter.setdefault(written.split()[0], []).append(written.split())
        self.impersonal = frozenset(w.split()[0] for w in self.data["impersonal"]["words"] if " " not in w)
        self.impersonal_two = frozenset(w for w in self.data["impersonal"]["words"] if " " in w)
        self.titled: dict[tuple[str, str], str] = {}
        self.previous: ActorMention | None = None
        self.modifiers = Modifiers(names) if grammar["modifier_first"] else None
        self.short_heads = frozenset(self.data["short_heads"]["words"])
        self.grouping = self.joining | frozenset(grammar.get("grouping", ()))
        self.time_starts = [time.start for time in document.times]
        self.state_adjectives = bool(self.data.get("state_adjectives", True))
        self.enumerating: tuple[str, ...] = tuple(grammar.get("enumerating", ()))
        self.unlisted = unlisted_of(document.lang) if "name_letters" in self.data else None
        self.title_behind = bool(grammar.get("title_behind"))
        self.openers: set[str] = self._openers() if self.unlisted is not None else set()
        self.hyphenated: dict[str, tuple[str, ...]] = {}
        self.number = 0  # of the sentence at hand
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
        return names.openers.copy()

    # ------------------------------------------------------------------ the walk

    def read(self) -> Iterator[ActorMention]:
        """All mentions, in order."""
        for number, sentence in enumerate(self.document.sentences):
            self.number = number
            if self.document.blocks[sentence.block].kind is BlockKind.FURNITURE:
                continue
            found = list(self._sentence(number, sentence))
            self._remember_groups(number, found)
            yield from found

    def _sentence(self, number: int, sentence: Sentence) -> Iterator[ActorMention]:
        index = sentence.first
        dotted = self.openers and any(low in DOTS for low in self.lows[sentence.first : sentence.last])
        while index < sentence.last:
            if self.openers and not dotted and self.lows[index] not in self.openers:
                index += 1
                continue
            mention = self._at(number, sentence, index)
            if mention is None:
                index += 1
                continue
            self._remember(number, mention)
            self.previous = mention
            yield mention
            index = max(mention.last, index + 1)

    def _at(self, number: int, sentence: Sentence, index: int) -> ActorMention | None:
        low = self.lows[index]
        pair = self.data["pairs"].get(self.bases[index]) or self._hyphenated(low)
        if pair:
            return self._pair_phrase(number, sentence, index, tuple(pair))
        modified = self._modified(number, sentence, index)
        if modified is not None:
            return modified
        named = self.names.registered(self.text, self.lows, self.starts, index)
        if named is not None and named.form == "demonym" and (self._in_place(index) or not self._shortened(named)):
            return None
        if named is None or named.form == "demonym":
            for make in (self._titled, self._collective):
                mention = make(number, sentence, index)
                if mention is not None:
                    return mention
        if named is not None and index in self.inside and named.last <= self.inside[index]:
            return None  # "mer du Japon" is a place, and Japan is not at it
        if named is not None:
            return self._named(sentence, named)
        reference = (
            self._pronoun(number, sentence, index) or self._surname(sentence, index)
            or self._short_head(number, sentence, index)
        )
        if reference is not None:
            return reference
        hit = self.names.unknown(self.text, self.document, self.lows, index, sentence.first)
        if hit is None or hit.last > sentence.last or self._suffix(index, hit):
            return None
        return self._mention(sentence, hit)

    def _pair_phrase(self, number: int, sentence: Sentence, index: int, pair: tuple[str, ...]) -> ActorMention | None:
        """Two states named as one, with the office or the noun that stands for them behind: 中俄元首, 中俄两国."""
        if self.state_adjectives:
            return self._mention(sentence, Hit(index, index + 1, "demonym", pair))
        at = index + 1
        title = self.names.titles.at(self.bases, at) if at < sentence.last else None
        if title is not None and title[0] <= sentence.last and title[1][0][0] == "title" and title[1][0][1]:
            return self._office_of(number, sentence, Modified(index, title[0], pair, *title[1][0]))
        heads = self.names.state_heads.at(self.bases, at) if at < sentence.last else None
        last = heads[0] if heads is not None and heads[0] <= sentence.last and not heads[1][0] else at
        officers = self._officers(number, sentence, Hit(index, last, "group", office="states"), pair)
        return officers or self._mention(sentence, Hit(index, last, "name", pair))

    def _officers(self, number: int, sentence: Sentence, hit: Hit, ids: tuple[str, ...]) -> ActorMention | None:
        """两国外长: who holds an office in each of two states, where the office stands behind."""
        if self.state_adjectives or hit.last >= sentence.last:
            return None
        title = self.names.titles.at(self.bases, hit.last)
        if title is None or title[0] > sentence.last or title[1][0][0] != "title" or not title[1][0][1]:
            return None
        states = ids if hit.office == "states" else self._pair("states", number)
        modified = Modified(hit.first, title[0], states, *title[1][0])
        found = self._office_of(number, sentence, modified) if states else None
        if found is not None and found.kind == "person":
            return found
        persons = self._pair("persons", number)
        return self._mention(sentence, Hit(hit.first, title[0], "group", persons), kind="persons") if persons else None

    def _shortened(self, hit: Hit) -> bool:
        """Whether a single character stands for a state: 俄 wherever it is a word, 中 and 以 only behind one that leads
        (对美) or before a title or a noun of state (美财长)."""
        if self.state_adjectives or hit.last - hit.first > 1 or len(self.lows[hit.first]) > 1:
            return True
        low, at = self.lows[hit.first], hit.last
        if self._dated(self.starts[hit.first]):
            return False  # 同日
        if low in self.data["sure"] or self.lows[hit.first - 1] in self.data["leads"]:
            return True
        if at >= len(self.lows):
            return False
        titled = self.names.titles.at(self.bases, at) or self.names.state_heads.at(self.bases, at)
        return titled is not None and len(self.lows[at]) > 1

    def _dated(self, start: int) -> bool:
        """Whether a code point lies in an expression of time."""
        at = bisect_right(self.time_starts, start) - 1
        return at >= 0 and self.document.times[at].start <= start < self.document.times[at].end

    def _in_place(self, index: int) -> bool:
        """Whether an adjective only is the first word of a place's name: "Японское море"."""
        place = self.names.place(self.text, self.lows, self.starts, index)
        return place is not None and place[0] > index + 1

    def _suffix(self, index: int, hit: Hit) -> bool:
        """The legal form behind a company's name ("Gazprom PJSC") is nobody of its own."""
        return self.previous is not None and self.previous.last == index and hit.kind == "organisation"

    # ------------------------------------------------------------------ names

    def _named(self, sentence: Sentence, hit: Hit) -> ActorMention | None:
        ids = hit.ids
        if hit.form == "short":  # a surname that others bear too counts once its bearer has been named in full
            ids = tuple(actor for actor in ids if self.memory.counts[actor])
            if not ids:
                return None
        if len(ids) > 1:
            ids = self._choose(ids)
        if hit.form == "demonym":
            return self._demonym(sentence, Hit(hit.first, hit.last, hit.form, ids))
        last = self._apposition(self._class_noun(hit, ids), sentence.last, ids)
        if self.title_behind and self._kind(ids[0]) == "person":
            title = self.names.titles.at(self.bases, last) if last < sentence.last else None
            last = title[0] if title is not None and title[1][0][0] == "title" and title[0] <= sentence.last else last
        return self._mention(sentence, Hit(hit.first, hit.last, hit.form, ids, cases=hit.cases), last=last)

    def _class_noun(self, hit: Hit, ids: tuple[str, ...]) -> int:
        """The token after "the Interfax agency", "the TASS news agency": the noun belongs to the name."""
        if self.modifiers is None or self._kind(ids[0]) in ("person", "state"):
            return hit.last
        for last in (hit.last, hit.last + 1):
            if last < len(self.lows) and self.lows[last] in self.short_heads:
                return last + 1
        return hit.last

    def _choose(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """Of actors that share a form, the one already named most often; else the first."""
        return (max(ids, key=lambda actor: (self.memory.counts[actor], -ids.index(actor))),)

    def _demonym(self, sentence: Sentence, hit: Hit) -> ActorMention:
        """An adjective, unless it is written with a capital inside a sentence: then it is the people, for the state."""
        if not self.state_adjectives:
            return self._mention(sentence, Hit(hit.first, hit.last, "name", hit.ids))
        capital = self.text[self.starts[hit.first]].isupper() and self.text[self.starts[hit.first] + 1 :][:1].islower()
        people = capital and (self.names.data["people_capital"] or self._are_people(hit.first))
        cases = self.names.lexicon.cases(self.lows[hit.first])  # "китайцы" is a noun, "китайские" is none
        form = "people" if people or cases else "demonym"
        return self._mention(sentence, Hit(hit.first, hit.last, form, hit.ids, cases=cases))

    def _are_people(self, index: int) -> bool:
        """ "Russians": a plural whose singular is the adjective."""
        low = self.lows[index]
        return low.endswith("s") and self.names.demonym((low[:-1],), 0) is not None

    def _apposition(self, index: int, limit: int, ids: tuple[str, ...]) -> int:
        """The token after an apposition that follows a name: ", ministre des Affaires étrangères"; else `index`."""
        if index + 1 >= limit or self.lows[index] not in (",", "("):
            return index
        inner = index + 1
        while inner < limit and (self.lows[inner] in self.names.determiners or self.lows[inner] in self.names.before):
            inner += 1
        hit = self.names.title(self.text, self.lows, self.bases, self.starts, inner) if inner < limit else None
        if hit is None or hit.form != "title" or hit.last >= limit:
            return index
        after = self.names.registered(self.text, self.lows, self.starts, hit.last)
        if after is not None and after.ids != ids and self._is_person(after.ids):
            return index  # the title belongs to the next name
        if hit.of:
            kind = self._kind(hit.of)
            self.memory.entries.append(_Entry((hit.of,), kind, self.number, hit.last - 1, False))
        return hit.last

    def _is_person(self, ids: Sequence[str]) -> bool:
        return any(self._kind(actor) == "person" for actor in ids)

    def _surname(self, sentence: Sentence, index: int) -> ActorMention | None:
        """The surname alone of a local person named in full before."""
        if self.unlisted is not None:
            known = self.memory.unlisted.at(self.lows, index)
            if known is not None:
                return self._mention(sentence, Hit(index, known[0], "short", (known[1][0],)))
            dotted = self._unlisted(self.unlisted.dotted(self.lows, index, sentence.last), index)
            return self._mention(sentence, dotted) if dotted is not None else None
        if not self.memory.surnames or not self.text[self.starts[index]].isupper():
            return None
        words, cases = self.names.lexicon.nominative((self.lows[index],))
        actor = self.memory.surnames.get(words[0]) or self.memory.surnames.get(self.lows[index])
        return self._mention(sentence, Hit(index, index + 1, "short", (actor,), cases=cases)) if actor else None

    # ------------------------------------------------------------------ what stands before

    def _hyphenated(self, low: str) -> tuple[str, ...]:
        """ "Russia-China", "Putin-Xi": both, where each half alone names somebody."""
        if "-" not in low and "–" not in low:
            return ()
        known = self.hyphenated.get(low)
        if known is None:
            halves = low.replace("–", "-").split("-")
            found = [self._single(half) for half in halves]
            known = tuple(actor for actor in found if actor) if len(halves) == 2 and all(found) else ()
            self.hyphenated[low] = known
        return known

    def _single(self, word: str) -> str:
        """The actor that one word names without doubt; empty where there is none."""
        hit = self.names.forms.at((word,), 0) if word else None
        usable = [value for value in hit[1] if value[1] in ("name", "demonym", "metonym")] if hit else []
        return usable[0][0] if usable else ""

    def _modified(self, number: int, sentence: Sentence, index: int) -> ActorMention | None:
        """ "Russian President Vladimir Putin", "China's Wang Yi", "a Kremlin spokesman", "US officials"."""
        if self.modifiers is None:
            return None
        found = self.modifiers.at(self.text, self.lows, self.bases, self.starts, index, sentence.last)
        if found is None:
            return None
        if found.person is not None:
            ids = self._choose(found.person.ids)
            if not self._belongs(ids[0], found.of[0]):
                return None
            last = self._apposition(found.person.last, sentence.last, ids)
            name = Hit(found.person.first, found.person.last, "name", ids)
            return self._mention(sentence, name, first=index, last=last)
        if found.what == "head":
            return self._mention(sentence, self._collected(found))
        return self._office_of(number, sentence, found)

    def _collected(self, found: Modified) -> Hit:
        """States by their officials and forces; companies and the like by a name of their own."""
        if not found.head or len(found.of) > 1:
            return Hit(found.first, found.last, "head", found.of)
        hit = self.names.collected(self.lows, found.first, found.last, found.of[0], found.head)
        known = self._single_phrase(hit.name)
        return Hit(found.first, found.last, "collective", (known,)) if known else hit

    def _single_phrase(self, words: str) -> str:
        lows = tuple(word.lower() for word in words.split())
        hit = self.names.forms.at(lows, 0)
        return hit[1][0][0] if hit is not None and hit[0] == len(lows) else ""

    def _office_of(self, number: int, sentence: Sentence, found: Modified) -> ActorMention | None:
        """Who bears a title of one state or body, or of several states at once."""
        if len(found.of) > 1:
            held = [self._holder(number, Hit(found.first, found.last, found.what, office=found.office, of=state))
                    for state in found.of]
            ids = tuple(actor for holders in held for actor in holders) if all(held) else found.of
            return self._mention(sentence, Hit(found.first, found.last, "title", ids, office=found.office))
        hit = Hit(found.first, found.last, found.what, office=found.office, of=found.of[0])
        named = self._name_after(sentence, hit)
        if named is not None:
            if self.unlisted is not None and self._kind(hit.of) != "state":  # 该公司 takes up the company of its head
                self.memory.entries.append(_Entry((hit.of,), self._kind(hit.of), number, hit.first, False))
            return named
        plain = bool(found.head)  # the title is also a noun that stands for whose it is: "a Kremlin spokesman"
        ids = () if found.past or plain else self._holder(number, hit)
        if ids:
            return self._mention(sentence, Hit(found.first, found.last, hit.form, ids, office=hit.office))
        return self._mention(sentence, Hit(found.first, found.last, "head", found.of)) if plain else None

    def _short_head(self, number: int, sentence: Sentence, index: int) -> ActorMention | None:
        """ "the council", "the ministry": the body named lately whose name holds that word."""
        low = self.lows[index]
        if low not in self.short_heads or not self._definite(index):
            return None
        for entry in self._recent(number, reach=12, bare_first=False):
            known = self.registry.actors.get(entry.ids[0])
            if known is None or len(entry.ids) > 1 or known.kind in ("person", "state"):
                continue
            label = known.labels.get(self.document.lang, known.name).lower()
            if low in (label if self.unlisted is not None else label.split()):
                return self._mention(sentence, Hit(index, index + 1, "short", entry.ids))
        return None

    # ------------------------------------------------------------------ titles

    def _titled(self, number: int, sentence: Sentence, index: int) -> ActorMention | None:
        hit = self.names.title(self.text, self.lows, self.bases, self.starts, index)
        if hit is None or hit.last > sentence.last:
            return None
        if hit.form == "group":
            of, _, offices = hit.office.partition(":")  # "persons:president": those who hold it
            ids = self._pair(of, number, tuple(offices.split()))
            officers = self._officers(number, sentence, Hit(index, hit.last, "group", office=of), ids)
            if officers is not None:
                return officers
            group = Hit(index, hit.last, "group", ids, cases=hit.cases)
            return self._mention(sentence, group, kind=of) if ids else None
        both = self._both_holders(number, sentence, hit)
        if both is not None:
            return both
        named = self._name_after(sentence, hit)
        if named is not None:
            return named
        if hit.of and index > sentence.first and self.lows[index - 1] in self.indefinite:
            return self._mention(sentence, Hit(index, hit.last, "head", (hit.of,), cases=hit.cases))
        ids = self._holder(number, hit)
        if not ids and not hit.of and hit.office == "spokesperson" and self.names.case_order:
            body = next((e for e in self._recent(number) if e.kind == "body" and len(e.ids) == 1), None)
            hit = dataclasses.replace(hit, of=body.ids[0]) if body is not None else hit
        if not ids and hit.of and hit.office == "spokesperson" and self.names.case_order:
            return self._mention(sentence, Hit(index, hit.last, "head", (hit.of,), cases=hit.cases))
        if not ids:
            return None
        return self._mention(sentence, Hit(index, hit.last, hit.form, ids, office=hit.office, cases=hit.cases))

    def _both_holders(self, number: int, sentence: Sentence, hit: Hit) -> ActorMention | None:
        """ "лидеры России и Китая", "les présidents de la Russie et de la Chine": two holders of one office."""
        at = hit.last
        if not hit.of or not hit.office or at + 1 >= sentence.last or self.lows[at] not in self.joining:
            return None
        other = self.names.state_of(self.text, self.lows, self.starts, at + 1)
        if other is None or other[0] == hit.of or other[1] > sentence.last:
            return None
        ids = (*self._holder(number, hit), *self._holder(number, dataclasses.replace(hit, of=other[0])))
        if len(set(ids)) != 2:
            return None
        found = Hit(hit.first, other[1], "group", ids, office=hit.office, cases=hit.cases)
        return self._mention(sentence, found, kind="person")

    def _name_after(self, sentence: Sentence, hit: Hit) -> ActorMention | None:
        """The name that a title introduces: "le président chinois Xi Jinping", "le conseiller, Iouri Ouchakov"."""
        for gap in (0, 1):
            at = hit.last + gap
            if at >= sentence.last or (gap and self.lows[hit.last] not in (",", "(", *self.enumerating)):
                return None
            further = self.names.titles.at(self.bases, at) if self.title_behind else None
            if further is not None and further[1][0][0] == "title" and further[0] <= sentence.last:
                longer = Hit(hit.first, further[0], hit.form, office=further[1][0][1] or hit.office, of=hit.of)
                return self._name_after(sentence, longer)
            name = self.names.registered(self.text, self.lows, self.starts, at) or self._misspelt(at, sentence.last)
            if name is not None and self._is_person(name.ids) and name.last <= sentence.last:
                ids = self._choose(name.ids)
                if gap and hit.of and not self._belongs(ids[0], hit.of):
                    return None
                last = self._apposition(name.last, sentence.last, ids)
                cases = (hit.cases & name.cases or name.cases or hit.cases) if gap == 0 else hit.cases
                full = Hit(name.first, name.last, "name", ids, office=hit.office, cases=cases)
                return self._mention(sentence, full, first=hit.first, last=last)
            person = self._unknown_person(at, sentence.last, hit) if name is None else None
            if person is not None:
                return self._mention(sentence, person, first=hit.first)
        return None

    def _misspelt(self, index: int, limit: int) -> Hit | None:
        """A known surname behind a first name that is spelt otherwise: "Антони Блинкен"."""
        if not self.names.case_order or index + 1 >= limit or self.lows[index] in self.names.stop:
            return None
        if not self.names._name_part(self.text, self.starts[index], self.lows[index]):
            return None
        name = self.names.registered(self.text, self.lows, self.starts, index + 1)
        if name is None or name.form not in ("name", "short") or not self._is_person(name.ids):
            return None
        return dataclasses.replace(name, first=index)

    def _unknown_person(self, index: int, limit: int, hit: Hit) -> Hit | None:
        if self.unlisted is not None:
            return self._unlisted(self.unlisted.end(self.lows, index, limit), index, hit.of)
        end = index
        while end < limit and self.names._name_part(self.text, self.starts[end], self.lows[end]):
            if end > index and self.names.case_order and self.names.forms.at(self.lows, end):
                return None
            end += 1
        if end == index or end - index > 4 or (end - index == 1 and self.lows[index] not in self.memory.surnames
                                              and hit.of == "" and hit.office):
            return None
        if end - index == 1 and self.lows[index] in self.memory.surnames:
            return Hit(index, end, "short", (self.memory.surnames[self.lows[index]],))
        found = self.names.unknown(self.text, self.document, self.lows, index, -1)
        word = self.text[self.starts[index] : self.tokens[end - 1].end]
        name, cases = self.names.cited(self.lows[index:end], word)
        ids = found.ids if found and found.last == end else ("local-" + "-".join(name.lower().split()),)
        return Hit(index, end, "unknown", ids, name=name, kind="person", of=hit.of, cases=hit.cases & cases or cases)

    def _unlisted(self, end: int | None, index: int, of: str = "") -> Hit | None:
        if end is None:
            return None
        name = self.text[self.starts[index] : self.tokens[end - 1].end]
        return Hit(index, end, "unknown", (slug(name),), name=name, kind="person", of=of)

    def _belongs(self, actor: str, of: str) -> bool:
        """Whether a person can hold an office of that body or state."""
        known = self.registry.actors.get(actor)
        body = self.registry.actors.get(of)
        return known is None or body is None or known.state in (None, of, body.state)

    def _holder(self, number: int, hit: Hit) -> tuple[str, ...]:
        if hit.form == "counterpart":
            return self._counterpart(number, hit)
        if not hit.office:
            return ()
        if not hit.of:
            known = self.titled.get((hit.office, "")) or self._in_office(number, hit.office)
            return (known,) if known and self._definite(hit.first) else ()
        of = self.registry.actors[hit.of]
        for state in (hit.of, of.state, of.parent):
            holders = self.registry.holders(hit.office, state, self._day(hit)) if state else ()
            if len(holders) > 1:
                named = [actor for actor in holders if self.memory.counts[actor.id]]
                holders = tuple(named[:1]) if named or self._day(hit) is None else holders
            if len(holders) == 1:
                return (holders[0].id,)
        return ()

    def _in_office(self, number: int, office: str) -> str | None:
        """Who was named lately and holds that office."""
        recent = self._recent(number, reach=6, bare_first=False)
        return next((e.ids[0] for e in recent if e.kind == "person" and office in self._offices(e.ids[0])), None)

    def _day(self, hit: Hit) -> date | None:
        """The day for which a title is resolved: a date in the same sentence, else publication."""
        del hit
        return self.document.anchor

    def _definite(self, index: int) -> bool:
        if self.names.case_order:
            return True  # without articles every title may be one that was told before
        return index > 0 and self.lows[index - 1] in self.names.determiners

    def _counterpart(self, number: int, hit: Hit) -> tuple[str, ...]:
        """ "son homologue chinois": who holds, in that state, the office of the person mentioned last."""
        persons = [
            e for e in self._recent(number, bare_first=False)
            if e.kind == "person" and self._offices(e.ids[0]) and (not hit.of or self._state(e.ids[0]) != hit.of)
        ]
        person = next(iter(persons), None)
        if person is None:
            return ()
        if not hit.of:
            return self._same_office(number, person.ids[0])
        for office in self._offices(person.ids[0]):
            holders = self.registry.holders(office, hit.of, self.document.anchor)
            if len(holders) == 1:
                return (holders[0].id,)
        return ()

    def _same_office(self, number: int, actor: str) -> tuple[str, ...]:
        """ "son homologue" alone: who was mentioned with the same office in another state."""
        mine = set(self._offices(actor))
        for entry in self._recent(number, reach=20, bare_first=False):
            other = entry.ids[0]
            if entry.kind == "person" and self._state(other) != self._state(actor) and mine & set(self._offices(other)):
                return entry.ids
        return ()

    def _offices(self, actor: str) -> tuple[str, ...]:
        known = self.registry.actors.get(actor)
        if known is None:
            return ()
        day = self.document.anchor
        held = [o.title for o in known.offices if day is None or (o.start or day) <= day <= (o.end or day)]
        return tuple(dict.fromkeys(held))

    # ------------------------------------------------------------------ collectives and references

    def _collective(self, number: int, sentence: Sentence, index: int) -> ActorMention | None:
        hit = self.names.collective(self.text, self.lows, self.bases, self.starts, index) or self._own_country(
            number, index
        )
        hit = hit or self._of_person(number, sentence, index)
        if hit is None or hit.last > sentence.last:
            return None
        return self._mention(sentence, hit)

    def _of_person(self, number: int, sentence: Sentence, index: int) -> Hit | None:
        """ "администрация президента Байдена": a body of a person's state, where words decline."""
        found = self.names.state_heads.at(self.bases, index) if self.names.case_order else None
        if found is None or found[1][0] or found[0] >= sentence.last:
            return None
        named = self.names.registered(self.text, self.lows, self.starts, found[0])
        person = self._titled(number, sentence, found[0]) if named is None else self._named(sentence, named)
        if person is None or person.kind != "person" or (person.cases and "gen" not in person.cases):
            return None
        state = self._state(person.ids[0])
        cases = self.names.lexicon.phrase_cases(self.lows[index : found[0]])
        return Hit(index, person.last, "head", (state,), cases=cases) if state else None

    def _own_country(self, number: int, index: int) -> Hit | None:
        """ "les forces de son pays": of the state of the person mentioned last."""
        end = self.names.own_country(self.bases, index)
        if end is None:
            return None
        recent = self._recent(number, bare_first=self.modifiers is None)
        person = next((e for e in recent if e.kind == "person" and self._state(e.ids[0])), None)
        state = self._state(person.ids[0]) if person else None
        return Hit(index, end, "head", (state,)) if state else None

    def _pair(self, of: str, number: int, offices: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The two persons, or the two states, that a plural stands for; of = "any": the two named together last.
        `offices`: only persons who hold or held one of them."""
        if of == "any":
            met = self._pair_of_sentence(number)
            if met:
                return met
            recent = self._recent(number, reach=1, bare_first=False)
            groups = (e.ids for e in recent if e.kind == "group" and len(e.ids) == 2)
            alike = (ids for ids in groups if {*map(self._kind, ids)} in ({"person"}, {"state"}))
            both: tuple[str, ...] = next(alike, ())
            both = both or self._pair_of_sentence(number - 1)
            return both or self._pair("persons", number) or self._pair("states", number)
        if of == "trio":
            return self._trio(number)
        if of not in ("persons", "states"):
            return self._both_in_office(of, number)
        kind = "person" if of == "persons" else "state"
        recent = self._recent(number, reach=30, bare_first=False)
        for entry in recent:  # named together a moment ago: "Poutine et Xi … Les deux dirigeants"
            if entry.kind == "group" and len(entry.ids) == 2 and number - entry.sentence <= _REACH:
                kinds = {self._kind(actor) for actor in entry.ids}
                fitting = kind == "state" or all(self._leads(actor, offices) for actor in entry.ids)
                if kinds == {kind} and fitting:
                    return entry.ids
        counts: Counter[str] = Counter()
        for entry in recent:
            ids = entry.ids if kind == "person" else tuple(s for s in map(self._state, entry.ids) if s)
            leading = (actor for actor in ids if self._kind(actor) == kind and self._leads(actor, offices))
            counts.update(ids if kind == "state" else leading)
        most = tuple(actor for actor, _ in counts.most_common(2))  # among equals the one named later
        if len(most) < 2 and kind == "person" and len(offices) == 1:
            return self._both_in_office(offices[0], number)  # "the heads of state" of whom none was named
        return most if len(most) == 2 else ()

    def _trio(self, number: int) -> tuple[str, ...]:
        """ "the three leaders": the three persons of the last sentence that names just three."""
        told: dict[int, dict[str, None]] = {}
        for entry in self._recent(number, reach=30, bare_first=False):
            persons = (actor for actor in entry.ids if self._kind(actor) == "person")
            told.setdefault(entry.sentence, {}).update(dict.fromkeys(persons))
        return next((tuple(named) for _, named in sorted(told.items(), reverse=True) if len(named) == 3), ())

    def _both_in_office(self, office: str, number: int) -> tuple[str, ...]:
        """ "les deux chefs d'État": the two named lately who hold that office, else its holders in the two states."""
        recent = self._recent(number, reach=30, bare_first=False)
        persons = [e.ids[0] for e in recent if e.kind == "person" and office in self._offices(e.ids[0])]
        found = tuple(dict.fromkeys(persons))[:2]
        if len(found) == 2:
            return found
        states = self._pair("states", number)
        holders = [self.registry.holders(office, state, self.document.anchor) for state in states]
        return tuple(held[0].id for held in holders) if len(holders) == 2 and all(len(h) == 1 for h in holders) else ()

    def _leads(self, actor: str, offices: tuple[str, ...] = ()) -> bool:
        """Whether a person heads a state or its diplomacy or defence, or bears one of the offices asked for."""
        known = self.registry.actors.get(actor)
        wanted = offices or ("president", "prime-minister", "foreign-minister", "defence-minister")
        return known is None or not known.offices or any(o.title in wanted for o in known.offices)

    def _state(self, actor: str) -> str | None:
        known = self.registry.actors.get(actor)
        if known is None:
            return None
        return actor if known.kind == "state" else known.state

    def _pronoun(self, number: int, sentence: Sentence, index: int) -> ActorMention | None:
        for words in self.latter.get(self.lows[index], ()):
            size = len(words)
            described = index > 0 and self.names.lexicon.adjective(self.lows[index - 1])
            if self.lows[index : index + size] == words and not described:
                entry = self._latter(number, words[0] in self.names.grammar["possessives"])
                return self._mention(sentence, Hit(index, index + size, "pronoun", entry.ids)) if entry else None
        which = self.pronouns.get(self.lows[index])
        if which is None or self._is_impersonal(index):
            return None
        wanted = self.data["antecedents"].get(which)
        if not wanted or (wanted == ["thing"] and not self._takes_up(sentence, index)):
            return None
        ids = self._antecedent(number, wanted, other=which.endswith("-object"))
        case = self.pronoun_cases.get(self.lows[index])
        hit = Hit(index, index + 1, "pronoun", ids, cases=frozenset((case,)) if case else frozenset())
        return self._mention(sentence, hit) if ids else None

    def _takes_up(self, sentence: Sentence, index: int) -> bool:
        """Whether "it" stands where it takes up an actor: at the head of a sentence, or of words that a verb of speech
        reports ("the ministry said it …")."""
        if index == sentence.first or self.lows[index - 1] == ";":
            return True
        before = index - 2 if self.lows[index - 1] in self.that else index - 1
        forms = self.names.lexicon.forms(self.lows[before])
        return before > sentence.first and any(form.lemma in self.saying for form in forms)

    def _latter(self, number: int, other: bool) -> _Entry | None:
        """The person named last; for "son hôte" one who is not the subject of the sentence."""
        persons = [e for e in self._recent(number, reach=10, bare_first=False) if e.kind == "person"]
        subject = next((e.ids for e in reversed(persons) if e.sentence == number and e.bare), ()) if other else ()
        others = [e for e in persons if e.ids != subject and (not other or self._leads(e.ids[0]))]
        return max(others, key=lambda e: self.memory.counts[e.ids[0]]) if others and other else next(iter(others), None)

    def _is_impersonal(self, index: int) -> bool:
        span = int(self.data["impersonal"]["span"])
        after = self.lows[index + 1 : index + 1 + span]
        return any(word in self.impersonal for word in after) or " ".join(after[:2]) in self.impersonal_two

    def _antecedent(self, number: int, wanted: Sequence[str], *, other: bool = False) -> tuple[str, ...]:
        """What a pronoun stands for; `other`: an object pronoun, which is not the subject of its own sentence."""
        recent = self._recent(number, reach=0) if other else []
        subject = next((e.ids for e in recent if e.bare and e.kind in ("person", "group")), ())
        for want in wanted:
            if want.startswith("group"):
                persons = want == "group"
                ids = self._group(number, persons) or self._pair("persons" if persons else "states", number)
                if ids:
                    return ids
                continue
            kind, _, gender = want.partition(":")
            for entry in self._recent(number):
                if other and entry.ids == subject:
                    continue
                if len(entry.ids) == 1 and self._fits(entry, kind, gender):
                    return entry.ids
        return ()

    def _group(self, number: int, persons: bool) -> tuple[str, ...]:
        """Whom a plural takes up: persons named together a moment ago, else the two persons of the sentence before,
        else the group that the text speaks of most."""
        groups = [e for e in self._recent(number) if len(e.ids) > 1 and e.kind == "group"]
        of_persons = [e for e in groups if self._is_person(e.ids[:1])]
        near = [e for e in (of_persons if persons else groups) if number - e.sentence <= 1]
        if not near and persons:
            pair = self._pair_of_sentence(number - 1)
            if pair:
                return pair
        chosen = near or (of_persons if persons else []) or groups
        best = max(chosen, key=lambda e: (min(self.memory.counts[a] for a in e.ids), e.sentence), default=None)
        return best.ids if best else ()

    def _pair_of_sentence(self, number: int) -> tuple[str, ...]:
        """The two persons of a sentence, where there are just two."""
        told = [e for e in self.memory.entries[-40:] if e.sentence == number and e.kind == "person"]
        ids = tuple(dict.fromkeys(e.ids[0] for e in told))
        return ids if len(ids) == 2 else ()

    def _fits(self, entry: _Entry, kind: str, gender: str) -> bool:
        actor = entry.ids[0]
        if kind == "thing":
            return entry.kind not in ("person", "group", "demonym", "adjective", "unknown")
        if entry.kind != kind:
            return False
        if not gender:
            return True
        return self._gender(actor) == gender

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

    def _recent(self, number: int, reach: int = _REACH, *, bare_first: bool = True) -> list[_Entry]:
        """What was mentioned lately, likeliest antecedent first."""
        near = [e for e in self.memory.entries[-60:] if number - e.sentence <= reach]
        if not bare_first:
            return sorted(near, key=lambda e: (-e.sentence, -e.position))
        return sorted(near, key=lambda e: (not e.bare, number - e.sentence, e.position))

    # ------------------------------------------------------------------ making and remembering

    def _kind(self, actor: str) -> str:
        known = self.registry.actors.get(actor)
        return known.kind if known else self.memory.kinds.get(actor, "unknown")

    def _mention(
        self, sentence: Sentence, hit: Hit, *, first: int | None = None, last: int | None = None, kind: str = ""
    ) -> ActorMention:
        first = hit.first if first is None else first
        while first > sentence.first and self.lows[first - 1] in self.names.before:
            first -= 1
        last = max(hit.last, last or 0)
        if first > sentence.first and last < sentence.last and self._marked(first - 1, last):
            first, last = first - 1, last + 1
        first, cases = self._carried(sentence, hit, first)
        names = []
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

    def _marked(self, before: int, after: int) -> bool:
        """Whether quotation marks stand around a name and nothing else: "газета «Известия»"."""
        return self.lows[before] in self.names.quotes_open and self.lows[after] in self.names.quotes_close

    def _new_local(self, actor: str, hit: Hit) -> None:
        name, kind = hit.name, hit.kind or "unknown"
        self.memory.names[actor] = name
        self.memory.kinds[actor] = kind
        self.memory.local[actor] = LocalActor(
            id=actor, name=name, kind=kind, lang=self.document.lang,
            start=self.starts[hit.first], end=self.tokens[hit.last - 1].end,
        )
        if self.unlisted is not None and kind == "person":
            self.memory.unlisted.add(tuple(self.lows[hit.first : hit.last]), actor)
            self.openers.add(self.lows[hit.first])
        if kind in ("person", "unknown") and " " in name:
            words, _ = self.names.lexicon.nominative(tuple(self.lows[hit.first : hit.last]))
            self.memory.surnames.setdefault(words[-1], actor)

    def _bare(self, sentence: Sentence, first: int, kind: str) -> bool:
        """Whether no preposition governs the phrase; a coordinated one shares that of the one before."""
        index = first - 1
        while index >= sentence.first and self.lows[index] in self.names.determiners:
            index -= 1
        while index >= sentence.first and self.names.lexicon.adjective(self.lows[index]):
            index -= 1
        if self.previous is not None and index >= sentence.first and self.lows[index] in self.joining:
            before = index - 1 if self.previous.last != index else index
            alike = self._kind(self.previous.ids[0]) == kind
            if alike and self.previous.last >= before and self.previous.first >= sentence.first:
                return self.previous.bare
        if index == sentence.first and self.lows[index] in self.names.grammar["partitive"]:
            return True  # "Des Chinois ont …": an article, not a preposition
        return index < sentence.first or self.lows[index] not in self.prepositions

    def _remember(self, number: int, mention: ActorMention) -> None:
        kind = "demonym" if mention.form == "demonym" else ("group" if len(mention.ids) > 1 else mention.kind)
        if mention.form == "demonym" and len(mention.ids) == 1:
            kind = "adjective"
        self.memory.entries.append(
            _Entry(mention.ids, kind, number, mention.first, mention.bare and mention.form != "demonym", mention.office)
        )
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
                    self.memory.entries.append(_Entry(ids, "group", number, left.first, bare))


def _inside_places(document: Document) -> dict[int, int]:
    """Tokens inside the name of a place that is longer than a name of its own, with the token after it."""
    inside: dict[int, int] = {}
    starts = document.token_starts
    for place in document.places:
        first, last = bisect_left(starts, place.start), bisect_left(starts, place.end)
        inside.update(dict.fromkeys(range(first + 1, last), last))
    return inside


def annotate(document: Document, registry: Registry) -> Document:
    """Set actors, places and local actors."""
    names = names_of(document.lang, registry)
    document = replace(document, places=tuple(find_places(document, names)))
    reader = _Reader(document, names)
    mentions = tuple(reader.read())
    return replace(document, actors=mentions, local_actors=tuple(reader.memory.local.values()))
