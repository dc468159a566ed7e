"""What a pronoun, a plural or a short form stands for.

References are resolved from a memory of what was mentioned, as centering does it (Grosz, Joshi & Weinstein 1995): the
first mention of the last sentence that no preposition governs comes before all others.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.document import ActorMention, Sentence
from ingest.mentions import REACH, Entry, Mentions
from ingest.turns import initials
from ingest.unknown_names import Hit, slug

_COMPANIES = {"company", "organisation"}
_NOUN_REACH = 8  # sentences back within which a definite noun takes up who was described by it


class Antecedents(Mentions):
    """Looks back for what a reference takes up."""

    def _pronoun(self, number: int, sentence: Sentence, index: int) -> ActorMention | None:
        for words in self.latter.get(self.lows[index], ()):
            size = len(words)
            described = index > 0 and self.names.lexicon.adjective(self.lows[index - 1])
            if self.lows[index : index + size] == words and not described:
                entry = self._latter(number, words[0] in self.names.grammar["possessives"])
                return self._mention(sentence, Hit(index, index + size, "pronoun", entry.ids)) if entry else None
        taken = self._object_pronoun(sentence, index)
        if taken is not None:
            return taken
        which = self.pronouns.get(self.lows[index])
        if which is None or self._is_impersonal(index):
            return None
        if self.turns and which.startswith(("first", "second")):
            ids = self._of_turn(which)
            return self._mention(sentence, Hit(index, index + 1, "pronoun", ids)) if ids else None
        wanted = self.data["antecedents"].get(which)
        if not wanted or (wanted == ["thing"] and not self._takes_up(sentence, index)):
            return None
        ids = self._speaker(number, wanted, index) or self._antecedent(number, wanted, other=which.endswith("-object"))
        case = self.pronoun_cases.get(self.lows[index])
        hit = Hit(index, index + 1, "pronoun", ids, cases=frozenset((case,)) if case else frozenset())
        return self._mention(sentence, hit) if ids else None

    def _open_turn(self, sentence: Sentence, mention: ActorMention) -> None:
        """Note who speaks from here on, where a mention ends the label of a turn."""
        colon = self.labels.get(sentence.block)
        if colon is not None and mention.end == colon and mention.kind in ("person", "unknown"):
            self.turns.append(mention)

    def _open_by_initials(self, sentence: Sentence) -> None:
        """ "NF: …": the turn of somebody whose label gave the whole name before."""
        colon, start = self.labels.get(sentence.block), self.document.blocks[sentence.block].start
        if colon is None or sentence.start != start:
            return
        words = self.text[start:colon].strip()
        again = next((m for m in self.turns if initials(words, m.names[0])), None)
        if again is not None:
            self.turns.append(again)

    def _of_turn(self, which: str) -> tuple[str, ...]:
        """Whom "I", "we" and "you" stand for in a turn: who speaks, for an officer's "we" the state, and the one who
        spoke before."""
        speaker = self.turns[-1].ids
        if which.startswith("second"):
            return next((m.ids for m in reversed(self.turns) if m.ids != speaker), ()) or self._answering(speaker)
        state = self._state(speaker[0])
        officer = which.startswith("first-plural") and state is not None and bool(self._offices(speaker[0]))
        return (state,) if officer and state is not None else speaker

    def _answering(self, speaker: tuple[str, ...]) -> tuple[str, ...]:
        """Who speaks in a later turn, where that is somebody whom the registry knows."""
        for block, colon in self.labels.items():
            at = bisect_left(self.starts, max(self.document.blocks[block].start, self.turns[-1].end))
            while at < len(self.starts) and self.starts[at] < colon:
                named = self.names.registered(self.text, self.lows, self.starts, at)
                whole = named is not None and named.form == "name" and len(named.ids) == 1
                if named is not None and whole and self._is_person(named.ids) and named.ids != speaker:
                    return named.ids
                at += 1
        return ()

    def _object_pronoun(self, sentence: Sentence, index: int) -> ActorMention | None:
        """ "его встретил посол", "поблагодарил их за помощь": a possessive that stands where an object does."""
        which = self.names.grammar.get("object_pronouns", {}).get(self.lows[index])
        if which is None:
            return None
        lexicon, after = self.names.lexicon, index + 1
        behind = lexicon.forms(self.lows[after]) if after < sentence.last else ()
        verb = bool(behind) and behind[0].kind == "finite" and not lexicon.cases(self.lows[after])
        before = lexicon.forms(self.lows[index - 1]) if index > sentence.first else ()
        closed = after >= sentence.last or not self.lows[after][0].isalpha() or self.lows[after] in self.prepositions
        if not verb and not (before and before[0].kind == "finite" and closed):
            return None
        wanted = [want for want in self.data["antecedents"][which] if want.startswith(("person", "group"))]
        ids = self._antecedent(self.number, wanted, other=True)
        if not ids:
            return None
        return self._mention(sentence, Hit(index, after, "pronoun", ids, cases=frozenset(("acc",))))

    def _speaker(self, number: int, wanted: Sequence[str], index: int) -> tuple[str, ...]:
        """ "…, while Japan said it had …": right behind a verb of speech a pronoun is the one who speaks."""
        at = index - 2 if self.lows[index - 1] in self.that else index - 1
        at -= bool(self.names.case_order) and self.lows[at] == ","  # "заявил, что он"
        at = self._before_time(at)
        if at < 1 or not any(form.lemma in self.saying for form in self.names.lexicon.forms(self.lows[at])):
            return ()
        told = [e for e in self.memory.entries[-20:] if e.sentence == number and e.bare and e.position < at]
        near = max(told, key=lambda e: e.position, default=None)
        if near is None or at - near.position > 4 or len(near.ids) > 1:
            return ()
        if near.kind == "unknown" and wanted == ["thing"]:
            return near.ids  # "the Joint Chiefs said it had …"
        kinds = (want.partition(":") for want in wanted)
        return near.ids if any(self._fits(near, kind, gender) for kind, _, gender in kinds) else ()

    def _before_time(self, index: int) -> int:
        """The token before an expression of time that ends at a token: "said on Monday it had …"."""
        at = index
        while at > 0 and self._dated(self.starts[at]):
            at -= 1
        return at - 1 if 0 < at < index and self.lows[at] in self.prepositions else at

    def _takes_up(self, sentence: Sentence, index: int) -> bool:
        """Whether "it" stands where it takes up an actor: at the head of a sentence, or of words that a verb of speech
        reports ("the ministry said it …")."""
        if index == sentence.first or self.lows[index - 1] == ";":
            return True
        behind = self.names.lexicon.forms(self.lows[index + 1]) if index + 1 < sentence.last else ()
        if self.lows[index - 1] == "," and any(form.lemma in self.saying for form in behind):
            return True  # "…, it said"
        before = self._before_time(index - 2 if self.lows[index - 1] in self.that else index - 1)
        forms = self.names.lexicon.forms(self.lows[before])
        return before > sentence.first and any(form.lemma in self.saying for form in forms)

    def _latter(self, number: int, other: bool) -> Entry | None:
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
        beside = self._recent(number, reach=0) if self.names.case_order and not other else []
        for entry in beside:  # "Китай воздержался: аннексию он не признал": of the sentence itself before all others
            kinds = [want.partition(":")[::2] for want in wanted if not want.startswith("group")]
            alike = any(gender and self._fits(entry, kind, gender) for kind, gender in kinds)
            if entry.bare and len(entry.ids) == 1 and alike:
                return entry.ids
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

    def _fits(self, entry: Entry, kind: str, gender: str) -> bool:
        actor = entry.ids[0]
        if kind == "thing":
            return entry.kind not in ("person", "demonym", "adjective", "unknown", "described")
        if entry.kind == "described" and kind == "person":
            return gender != "f"  # "a banker … he": nothing tells that he is a woman
        if entry.kind != kind:
            return False
        if gender == "u":  # of whom nothing tells
            return not self._gender(actor)
        if not gender:
            return True
        return self._gender(actor) == gender

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

    def _same_noun(self, number: int, sentence: Sentence, index: int) -> ActorMention | None:
        """ "the ships", "ces sociétés": those who were described by that noun a moment ago."""
        told = self.memory.nouns.get(self.lows[index])
        if told is None or self.names.case_order or number - told[0] > _NOUN_REACH:
            return None
        if self.lows[index - 1] not in self.definite or index == sentence.first:
            return None
        known = told[1]
        return self._mention(sentence, Hit(index, index + 1, "head", known.ids), kind=known.kind)

    def _own_country(self, number: int, index: int) -> Hit | None:
        """ "les forces de son pays": of the state of the person mentioned last."""
        end = self.names.own_country(self.bases, index)
        if end is None:
            return None
        recent = self._recent(number, bare_first=self.modifiers is None)
        person = next((e for e in recent if e.kind == "person" and self._state(e.ids[0])), None)
        state = self._state(person.ids[0]) if person else None
        return Hit(index, end, "head", (state,)) if state else None

    def _owned(self, number: int, sentence: Sentence, index: int) -> Hit | None:
        """ "its jets", "leurs troupes": of the state, or the states, that the possessive takes up."""
        plural = self.lows[index] in self.possessives[1]
        if not plural and self.lows[index] not in self.possessives[0]:
            return None
        at = index + 1
        while at < sentence.last and self.lows[at] in self.prenominal:
            at += 1
        found = self.owned_words.at(self.lows, at) if at < sentence.last else None
        if found is None or found[0] > sentence.last:
            return None
        ids = self._owners(number, index, plural)
        return Hit(index, found[0], "head", ids) if ids else None

    def _whose_own(self, sentence: Sentence, hit: Hit) -> Hit:
        """ "his lawyer", "Maslov's aide": somebody who is described by whose he is."""
        if hit.form != "described" or hit.kind != "person" or not self.names.grammar["modifier_first"]:
            return hit
        before, owner = hit.first - 1, ""
        if before < sentence.first or self.unlisted is not None:
            return hit
        if self.lows[before] in self.names.grammar["genitive"] and self.previous is not None:
            known = self.previous.last in (before, before + 1) and self.previous.kind in ("person", "unknown")
            owner = self.previous.names[0] if known else ""
        elif self.lows[before] in self.possessives[0]:
            recent = (e for e in self._recent(self.number) if e.kind in ("person", "unknown") and len(e.ids) == 1)
            person = next(recent, None)
            owner = self._named_as(person.ids[0]) if person is not None else ""
        if not owner or " of " in hit.name:
            return hit
        name = f"{hit.name} of {owner}"
        return replace(hit, ids=(slug(name),), name=name)

    def _named_as(self, actor: str) -> str:
        """The English name of an actor."""
        known = self.registry.actors.get(actor)
        return known.name if known is not None else self.memory.names.get(actor, "")

    def _owners(self, number: int, index: int, plural: bool) -> tuple[str, ...]:
        """Whose: the one named nearest before in the sentence whom nothing governs, else the likeliest lately."""
        near = [e for e in self.memory.entries[-40:] if e.sentence == number and e.bare and e.position < index]
        near.sort(key=lambda e: -e.position)
        lately = sorted(self._recent(number), key=lambda e: plural and len(e.ids) < 2)
        for entry in (*near, *lately):
            states = tuple(dict.fromkeys(self._whose(actor) for actor in entry.ids))
            if "" not in states and (plural or len(states) == 1) and entry.kind != "adjective":
                return states
        return ()

    def _whose(self, actor: str) -> str:
        """The state of an actor, or the alliance that it is; empty for one who has no forces."""
        return self._state(actor) or (actor if self._kind(actor) == "group" else "")

    # ------------------------------------------------------------------ plurals

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
            if self.state_adjectives:
                return both or self._pair("persons", number) or self._pair("states", number)
            if self._states_since(number - 1):
                both = ()  # 普京与温家宝签署备忘录，俄方提议…。双方: the two sides, where a side was named since
            return both or self._pair("states", number) or self._pair("persons", number)
        if of == "trio":
            return self._trio(number)
        if of == "companies":
            return self._two_companies(number)
        if of not in ("persons", "states"):
            return self._both_in_office(of, number)
        kind = "person" if of == "persons" else "state"
        recent = self._recent(number, reach=30, bare_first=False)
        for entry in recent:  # named together a moment ago: "Poutine et Xi … Les deux dirigeants"
            if entry.kind == "group" and len(entry.ids) == 2 and number - entry.sentence <= REACH:
                kinds = {self._kind(actor) for actor in entry.ids}
                fitting = kind == "state" or all(self._leads(actor, offices) for actor in entry.ids)
                if kinds == {kind} and fitting:
                    return entry.ids
        met = self._pair_of_sentence(number - 1) if kind == "person" and not offices else ()
        if met and self.modifiers is not None and self.state_adjectives:
            return met  # "A flew in to meet B. … the two would discuss …"
        counts: Counter[str] = Counter()
        for entry in recent:
            ids = entry.ids if kind == "person" else tuple(s for s in map(self._state, entry.ids) if s)
            leading = (actor for actor in ids if self._kind(actor) == kind and self._leads(actor, offices))
            counts.update(ids if kind == "state" else leading)
        most = tuple(actor for actor, _ in counts.most_common(2))  # among equals the one named later
        if len(most) < 2 and kind == "person" and len(offices) == 1:
            return self._both_in_office(offices[0], number)  # "the heads of state" of whom none was named
        return most if len(most) == 2 else ()

    def _states_since(self, number: int) -> bool:
        """Whether a state acts in a sentence behind the persons that it names."""
        told = [e for e in self.memory.entries[-40:] if e.sentence == number]
        persons = [e.position for e in told if e.kind == "person"]
        return bool(persons) and any(e.kind == "state" and e.bare and e.position > max(persons) for e in told)

    def _two_companies(self, number: int) -> tuple[str, ...]:
        """ "les deux groupes": the two companies named together last, else the two named last."""
        recent = self._recent(number, reach=30, bare_first=False)
        pairs = (e.ids for e in recent if len(e.ids) == 2)
        together = next((ids for ids in pairs if {*map(self._kind, ids)} <= _COMPANIES), ())
        single = dict.fromkeys(e.ids[0] for e in recent if len(e.ids) == 1 and self._kind(e.ids[0]) in _COMPANIES)
        return together or (tuple(single)[:2] if len(single) >= 2 else ())

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
