"""Who is meant, mention by mention in reading order: names, titles by date, counterparts, plurals and pronouns."""

from bisect import bisect_left
from collections.abc import Iterator

from graph.registry import Registry
from ingest.document import ActorMention, BlockKind, Document, Sentence, replace
from ingest.glosses import places_spelt
from ingest.modifiers import Modified
from ingest.names import Names, find_places, names_of
from ingest.unknown_names import Hit
from ingest.unlisted import DOTS
from ingest.unnamed import Unnamed


class _Reader(Unnamed):
    """Reads one document."""

    def __init__(self, document: Document, names: Names) -> None:
        super().__init__(document, names)
        self.inside = _inside_places(document)
        self.openers.update(self.lows[first] for first in self.glossed)

    def read(self) -> Iterator[ActorMention]:
        """All mentions, in order."""
        for number, sentence in enumerate(self.document.sentences):
            self.number = number
            self._open_by_initials(sentence)
            if self.document.blocks[sentence.block].kind is BlockKind.FURNITURE:
                continue
            found = list(self._sentence(number, sentence))
            self._remember_groups(number, found)
            yield from found

    def _sentence(self, number: int, sentence: Sentence) -> Iterator[ActorMention]:
        index = sentence.first
        dotted = self.openers and any(low in DOTS for low in self.lows[sentence.first : sentence.last])
        proper = self.nameless.institutions(self.lows, index, sentence.last) if self.nameless is not None else {}
        while index < sentence.last:
            if self.openers and not dotted and self.lows[index] not in self.openers and index not in proper:
                index += 1
                continue
            mention = self._at(number, sentence, index) if index not in proper else None
            if index in proper:
                named = self.names.registered(self.text, self.lows, self.starts, index)
                hit = proper[index]
                longer = (named is None or named.last < hit.last) and not self._ends_in_known(hit)
                mention = self._mention(sentence, hit) if longer else self._at(number, sentence, index)
            if mention is None:
                index += 1
                continue
            self._open_turn(sentence, mention)
            if mention.form != "unnamed":  # nobody whom a pronoun takes up
                self._remember(number, mention)
            self._named_with_noun(mention)
            self.previous = mention
            yield mention
            index = max(mention.last, index + 1)

    def _ends_in_known(self, hit: Hit) -> bool:
        """中国官媒中央电视台: whether what looks like a proper name ends in one that the registry knows."""
        for at in range(hit.first + 1, hit.last):
            known = self.names.registered(self.text, self.lows, self.starts, at)
            if known is not None and known.last == hit.last and known.form == "name":
                return True
        return False

    def _at(self, number: int, sentence: Sentence, index: int) -> ActorMention | None:
        low = self.lows[index]
        spelt = self._glossed(index) if index in self.glossed else None
        if spelt is not None:
            return self._mention(sentence, spelt)
        pair = self.data["pairs"].get(self.bases[index]) or self._hyphenated(low)
        if pair:
            return self._pair_phrase(number, sentence, index, tuple(pair))
        prefixes = self.data.get("opposed", {}).get("prefixes", ())
        opposed = next((low.removeprefix(prefix) for prefix in prefixes if low.startswith(prefix)), "")
        against = self.names.demonym((opposed,), 0) if opposed else None
        if against is not None:  # "антироссийские санкции"
            return self._mention(sentence, Hit(index, index + 1, "demonym", (against,), office="against"))
        modified = self._modified(number, sentence, index)
        if modified is not None:
            return modified
        named = self.names.registered(self.text, self.lows, self.starts, index)
        if self.modifiers is not None and named is not None:
            unnamed = self._described(sentence, index)  # "a Gazprom executive"
            if unnamed is not None:
                return unnamed
        if named is not None and named.form == "demonym" and (self._in_place(index) or not self._shortened(named)):
            return None
        if named is None or named.form == "demonym":
            for make in (self._titled, self._collective):
                mention = make(number, sentence, index)
                if mention is not None:
                    return mention
            unnamed = self._described(sentence, index) if self.modifiers is None or named is None else None
            if unnamed is not None:
                return unnamed
        if named is not None and index in self.inside and named.last <= self.inside[index]:
            return None  # "mer du Japon" is a place, and Japan is not at it
        if named is not None:
            mention = self._named(sentence, named)
            if mention is not None or named.form != "short":
                return mention
        reference = (
            self._pronoun(number, sentence, index)
            or self._surname(sentence, index)
            or self._short_head(number, sentence, index)
            or self._same_noun(number, sentence, index)
        )
        if reference is not None:
            return reference
        hit = self.nameless.at(self.lows, index, sentence.last) if self.nameless is not None else None
        if hit is not None:
            return self._mention(sentence, hit)
        unnamed = self._unnamed(sentence, index) if "unnamed" in self.data else None
        if unnamed is not None:
            return unnamed
        hit = self.names.unknown(self.text, self.document, self.lows, index, sentence.first)
        if hit is None or hit.last > sentence.last or self._suffix(index, hit):
            return None
        return self._mention(sentence, hit)

    def _described(self, sentence: Sentence, index: int) -> ActorMention | None:
        """ "the Mongolian energy minister", "a banker", "le ministre mongol de l'Énergie"."""
        if self.described is None:
            return None
        hit = self.described.at(self.text, self.lows, self.starts, index, sentence.last)
        return self._mention(sentence, self._whose_own(sentence, hit)) if hit is not None else None

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
        title = self.names.titles.at(self.bases, at)
        titled = title is not None and not self._capacity(hit.first, title[0])
        headed = low not in self.prepositions and self.names.state_heads.at(self.bases, at) is not None
        return (titled or headed) and len(self.lows[at]) > 1

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
            ids = tuple(actor for actor in ids if self.memory.counts[actor]) or self._own_body(ids)
            if not ids:
                return None
        if len(ids) > 1:
            ids = self._choose(ids)
        if hit.form == "demonym":
            return self._demonym(sentence, Hit(hit.first, hit.last, hit.form, ids))
        last = self._apposition(self._class_noun(hit, ids), sentence.last, ids)
        if self.title_behind and self._kind(ids[0]) == "person":
            title = self.names.titles.at(self.bases, last) if last < sentence.last else None
            if title is not None and title[1][0][0] == "title" and title[0] <= sentence.last:
                last = title[0] if self._may_bear(ids[0], title[1][0][1]) else last
        return self._mention(sentence, Hit(hit.first, hit.last, hit.form, ids, cases=hit.cases), last=last)

    def _may_bear(self, actor: str, office: str) -> bool:
        """Whether a title behind a name can be its bearer's: 普京总统, but not 普京助理乌沙科夫."""
        if office not in self.data["serving"]["words"]:
            return True
        known = self.registry.actors.get(actor)
        return known is None or any(held.title == office for held in known.offices)

    def _own_body(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """ "Минобороны" alone, before any was named: that of the state of the publisher, where it is known."""
        if not self.names.case_order:
            return ()
        article = self.document.article
        state = self.registry.resolve_source(article.publisher, article.url).country or self.data["home"]["state"]
        known = (self.registry.actors[actor] for actor in ids)
        own = tuple(actor.id for actor in known if state and actor.kind == "body" and actor.state == state)
        return own if len(own) == 1 else ()

    def _class_noun(self, hit: Hit, ids: tuple[str, ...]) -> int:
        """The token after "the Interfax agency", "the TASS news agency": the noun belongs to the name."""
        if self.modifiers is None or self._kind(ids[0]) in ("person", "state"):
            return hit.last
        for last in (hit.last, hit.last + 1):
            if last < len(self.lows) and self.lows[last] in self.short_heads:
                return last + 1
        return hit.last

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

    def _surname(self, sentence: Sentence, index: int) -> ActorMention | None:
        """The surname alone of a local person named in full before."""
        if self.unlisted is not None:
            known = self.memory.unlisted.at(self.lows, index)
            if known is not None:
                return self._mention(sentence, Hit(index, known[0], "short", (known[1][0],)))
            dotted = self._unlisted(self.unlisted.dotted(self.lows, index, sentence.last), index)
            if dotted is not None or not self.lows[index].isascii():
                return self._mention(sentence, dotted) if dotted is not None else None
        if not self.memory.surnames or not self.text[self.starts[index]].isupper():
            return None
        words, cases = self.names.lexicon.nominative((self.lows[index],))
        actor = self.memory.surnames.get(words[0]) or self.memory.surnames.get(self.lows[index])
        return self._mention(sentence, Hit(index, index + 1, "short", (actor,), cases=cases)) if actor else None

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
        if found is None or self._capacity(index, found.last):
            return None
        if found.person is not None:
            ids = self._choose(found.person.ids)
            if not self._belongs(ids[0], found.of[0]):
                return None
            last = self._apposition(found.person.last, sentence.last, ids)
            name = Hit(found.person.first, found.person.last, "name", ids)
            return self._mention(sentence, name, first=index, last=last)
        if found.what == "head" and self.nameless is not None and self._kind(found.of[0]) == "group":
            described = self.nameless.at(self.lows, index, sentence.last)  # 欧洲外交官 is no Europe
            if described is not None:
                return self._mention(sentence, described)
        if found.what == "head" and not self.state_adjectives and self.lows[index] in self.prepositions:
            return None  # 以国家利益为由
        if found.what == "head":
            return self._mention(sentence, self._collected(found))
        return self._office_of(number, sentence, found)

    def _capacity(self, first: int, last: int) -> bool:
        """以总统身份: whether a title only says in whose capacity somebody acts."""
        if self.state_adjectives or self.lows[first] not in self.prepositions or last >= len(self.lows):
            return False
        return self.lows[last] in self.data["capacity"]["words"]

    def _collected(self, found: Modified) -> Hit:
        """States by their officials and forces; companies and the like by a name of their own."""
        source = self.nameless.source(found, self.lows[found.last - 1]) if self.nameless is not None else None
        if source is not None:
            return source
        if not found.head and len(found.of) == 1 and self._kind(found.of[0]) == "group" and self.described is not None:
            unnamed = self.described.at(self.text, self.lows, self.starts, found.first, found.last)
            if unnamed is not None and unnamed.form == "described" and unnamed.last == found.last:
                return unnamed  # "a NATO diplomat" speaks for no alliance
        if not found.head or len(found.of) > 1:
            return Hit(found.first, found.last, "head", found.of)
        hit = self.names.collected(self.lows, found.first, found.last, found.of[0], found.head)
        known = self._single_phrase(hit.name)
        return Hit(found.first, found.last, "collective", (known,)) if known else hit

    def _single_phrase(self, words: str) -> str:
        lows = tuple(word.lower() for word in words.split())
        hit = self.names.forms.at(lows, 0)
        return hit[1][0][0] if hit is not None and hit[0] == len(lows) else ""

    def _collective(self, number: int, sentence: Sentence, index: int) -> ActorMention | None:
        hit = None
        if self.state_adjectives:  # else a state stands before its noun, see `modifiers`: 官员对美国, 消息人士23日
            hit = self.names.collective(self.text, self.lows, self.bases, self.starts, index)
        hit = hit or self._own_country(number, index) or self._owned(number, sentence, index)
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
    if reader.glossed:
        more = places_spelt(document, registry, reader.glossed)
        document = replace(document, places=tuple(sorted((*document.places, *more), key=lambda place: place.start)))
    mentions = tuple(reader.read())
    return replace(document, actors=mentions, local_actors=tuple(reader.memory.local.values()))
