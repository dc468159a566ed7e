"""Titles: whose they are on the day, the names that they introduce, and counterparts."""

import dataclasses
from datetime import date

from ingest.antecedents import Antecedents
from ingest.document import ActorMention, Sentence
from ingest.glosses import actor_spelt
from ingest.mentions import Entry
from ingest.modifiers import Modified
from ingest.unknown_names import Hit, slug
from ingest.unlisted import DOTS


class Titles(Antecedents):
    """Who holds an office, and who bears a title."""

    def _titled(self, number: int, sentence: Sentence, index: int) -> ActorMention | None:
        hit = self.names.title(self.text, self.lows, self.bases, self.starts, index)
        if hit is None or hit.last > sentence.last:
            return None
        if hit.form == "group" and self._only_describes(hit):
            return None
        if hit.form == "group":
            of, _, offices = hit.office.partition(":")  # "persons:president": those who hold it
            of = "states" if of == "any" and self._of_states(hit) else of
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
            if self._kind(hit.of) == "group" and self.described is not None:
                return None  # "un diplomate européen" speaks for no union of states: see `described`
            return self._mention(sentence, Hit(index, hit.last, "head", (hit.of,), cases=hit.cases))
        if not hit.of and self._of_other(hit.last, sentence.last):
            return None
        ids = self._holder(number, hit) or self._borne(hit)
        if not ids and not hit.of and hit.office == "spokesperson" and self.names.case_order:
            body = next((e for e in self._recent(number) if e.kind == "body" and len(e.ids) == 1), None)
            hit = dataclasses.replace(hit, of=body.ids[0]) if body is not None else hit
        if not ids and hit.of and hit.office == "spokesperson" and self.names.case_order:
            return self._mention(sentence, Hit(index, hit.last, "head", (hit.of,), cases=hit.cases))
        if not ids:
            return None
        return self._mention(sentence, Hit(index, hit.last, hit.form, ids, office=hit.office, cases=hit.cases))

    def _of_other(self, index: int, limit: int) -> bool:
        """ "председатель комитета": a title that a noun behind it, in a language of cases, makes another's."""
        lexicon = self.names.lexicon
        while self.names.case_order and index < limit and lexicon.adjective(self.lows[index]):
            index += 1
        if not self.names.case_order or index >= limit:
            return False
        marked = self.lows[index] in self.names.quotes_open
        return marked or "gen" in lexicon.cases(self.lows[index]) or self._acronym(index)

    def _acronym(self, index: int) -> bool:
        word = self.text[self.starts[index] : self.tokens[index].end]
        return len(word) > 1 and word.isupper()

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
            if name is not None and self.modifiers is not None:
                name = None if self.modifiers.goes_on(self.text, self.starts, name, sentence.last) else name
            if name is not None and self._is_person(name.ids) and name.last <= sentence.last:
                ids = self._choose(name.ids)
                if gap and hit.of and not self._belongs(ids[0], hit.of):
                    return None
                last = self._apposition(name.last, sentence.last, ids)
                cases = (hit.cases & name.cases or name.cases or hit.cases) if gap == 0 else hit.cases
                full = Hit(name.first, name.last, "name", ids, office=hit.office, cases=cases)
                self._bears(hit, ids)
                return self._mention(sentence, full, first=hit.first, last=last)
            person = self._unknown_person(at, sentence.last, hit) if name is None else None
            if person is not None:
                self._bears(hit, person.ids)
                return self._mention(sentence, person, first=hit.first)
        return None

    def _only_describes(self, hit: Hit) -> bool:
        """双边会谈: whether a word for both sides only says of what kind something is; not in 双边贸易."""
        words = self.data.get("bilateral", {"words": ()})["words"]
        return self.lows[hit.first] in words and not self._of_states(hit)

    def _of_states(self, hit: Hit) -> bool:
        """双方贸易, 双边贸易: whether both are the states, by the noun that follows."""
        behind = self.lows[hit.last] if hit.last < len(self.lows) else ""
        return behind in self.data.get("bilateral", {"before": ()})["before"]

    def _bears(self, hit: Hit, ids: tuple[str, ...]) -> None:
        """Remember who was named with a title, for when it stands alone."""
        if self.names.case_order:
            self.borne[self.bases[hit.first], hit.of] = ids
            self.borne.setdefault((self.bases[hit.first], ""), ids)

    def _borne(self, hit: Hit) -> tuple[str, ...]:
        """Who was named in full with this title before: "губернатор Орлов … губернатор"."""
        return self.borne.get((self.bases[hit.first], hit.of), ()) if self.names.case_order else ()

    def _misspelt(self, index: int, limit: int) -> Hit | None:
        """A known surname behind a first name that is spelt otherwise: "Антони Блинкен"."""
        if not self.names.case_order or index + 1 >= limit or self.lows[index] in self.names.stop:
            return None
        if not self.names._name_part(self.text, self.starts[index], self.lows[index]):
            return None
        if self.names.lexicon.given(self.lows[index]):
            return None  # "Егор Орлов" is another Orlov
        name = self.names.registered(self.text, self.lows, self.starts, index + 1)
        if name is None or name.form not in ("name", "short") or not self._is_person(name.ids):
            return None
        return dataclasses.replace(name, first=index)

    def _unknown_person(self, index: int, limit: int, hit: Hit) -> Hit | None:
        if index in self.glossed:
            return self._glossed(index, hit.of)
        if self.unlisted is not None:
            return self._unlisted(self.unlisted.end(self.lows, index, limit, self._state(hit.of)), index, hit.of)
        end = index
        while end < limit and (
            self.names._name_part(self.text, self.starts[end], self.lows[end])
            or self.names._surname(self.text, self.starts, self.lows, end, index)
        ):
            known = end > index and self.names.case_order and self.names.forms.at(self.lows, end)
            if known and not self.names._surname(self.text, self.starts, self.lows, end, index):
                return None
            end += 1
            end += self.names._particle(self.text, self.starts, self.lows, end)
        if (
            end == index
            or end - index > 4
            or (end - index == 1 and self.lows[index] not in self.memory.surnames and hit.of == "" and hit.office)
        ):
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
        state = self._state(of) if of else None
        name = (self.unlisted.spelt(self.lows, index, end, state) if self.unlisted is not None else "") or name
        return Hit(index, end, "unknown", (slug(name),), name=name, kind="person", of=of)

    def _glossed(self, index: int, of: str = "") -> Hit | None:
        """雪蔓（Wendy Sherman）: who is spelt out behind the name; `of` what a title before it is of."""
        gloss = self.glossed[index]
        known = actor_spelt(self.registry, gloss.spelt)
        if known is None and " " not in gloss.spelt and not of:
            return None  # a place or a thing
        lows = self.lows[index : gloss.last]
        dot = max((at for at, low in enumerate(lows) if low in DOTS), default=-1)
        actor = known or slug(gloss.spelt)
        for words in (lows, lows[dot + 1 :]):
            self.memory.unlisted.add(tuple(words), actor)
            self.openers.add(words[0])
        if known is not None:
            return Hit(index, gloss.last, "name", (known,))
        return Hit(index, gloss.last, "unknown", (actor,), name=gloss.spelt, kind="person", of=of)

    def _belongs(self, actor: str, of: str) -> bool:
        """Whether a person can hold an office of that body or state."""
        known = self.registry.actors.get(actor)
        body = self.registry.actors.get(of)
        return known is None or body is None or known.state in (None, of, body.state)

    def _choose(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """Of actors that share a form, the one already named most often; else the first."""
        return (max(ids, key=lambda actor: (self.memory.counts[actor], -ids.index(actor))),)

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
            self.memory.entries.append(Entry((hit.of,), kind, self.number, hit.last - 1, False))
        return hit.last

    def _office_of(self, number: int, sentence: Sentence, found: Modified) -> ActorMention | None:
        """Who bears a title of one state or body, or of several states at once."""
        if len(found.of) > 1:
            held = [
                self._holder(number, Hit(found.first, found.last, found.what, office=found.office, of=state))
                for state in found.of
            ]
            ids = tuple(actor for holders in held for actor in holders) if all(held) else found.of
            return self._mention(sentence, Hit(found.first, found.last, "title", ids, office=found.office))
        hit = Hit(found.first, found.last, found.what, office=found.office, of=found.of[0])
        named = self._name_after(sentence, hit)
        if named is not None:
            if self.unlisted is not None and self._kind(hit.of) != "state":  # 该公司 takes up the company of its head
                self.memory.entries.append(Entry((hit.of,), self._kind(hit.of), number, hit.first, False))
            return named
        plain = bool(found.head)  # the title is also a noun that stands for whose it is: "a Kremlin spokesman"
        ids = () if found.past or plain else self._holder(number, hit)
        if ids:
            return self._mention(sentence, Hit(found.first, found.last, hit.form, ids, office=hit.office))
        if plain:
            return self._mention(sentence, Hit(found.first, found.last, "head", found.of))
        if self.nameless is None or found.what != "title":
            return None
        start = next((at for at in range(found.first, found.last) if self.names.titles.at(self.bases, at)), found.first)
        officer = self.nameless.officer(hit, "".join(self.lows[start : found.last]))
        return self._mention(sentence, officer) if officer is not None else None

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

    # ------------------------------------------------------------------ holders

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

    def _counterpart(self, number: int, hit: Hit) -> tuple[str, ...]:
        """ "son homologue chinois": who holds, in that state, the office of the person mentioned last."""
        persons = [
            e
            for e in self._recent(number, bare_first=False)
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
