"""Speakers that no subject names: documents, anonymous voices, and the cues "selon X", "cité par X"."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from graph.model import Voice
from ingest.clauses import Clauses, Verb
from ingest.discourse import Discourse
from ingest.document import ActorMention, Document
from ingest.lang_data import load
from ingest.opened import Utterance, voices_of
from ingest.phrases import Phrases, phrase_table
from ingest.reaching import Reaching
from ingest.sentences import find_tokens
from ingest.unknown_names import slug

_BODIES = ("state", "body", "organisation", "company")  # for whom a member speaks
_CUE_OPENS = 8  # code points after the start of what is said by which a cue still opens it: "that according to"
_SELF_REACH = 3  # sentences over which "по его словам" takes up who spoke last
_CITED_REACH = 1200  # code points over which "le document" takes up who was cited last


@lru_cache(maxsize=8)
def _cues(lang: str) -> Phrases[str]:
    table: Phrases[str] = Phrases()
    for key, rows in load(lang, "voices")["cues"].items():
        if key == "reporting":
            continue
        for words in rows:
            table.add(tuple(token.low for token in find_tokens(words, lang)), key)
    return table


@lru_cache(maxsize=8)
def _heads(lang: str) -> Phrases[str]:
    """Collective nouns with their English head."""
    rows = load(lang, "actors")["heads"].items()
    return phrase_table((tuple(token.low for token in find_tokens(words, lang)), head) for words, head in rows)


class Speakers(Reaching):
    """Voices by their words, and utterances by a cue."""

    def __init__(self, document: Document, discourse: Discourse, sentences: Sequence[Clauses]) -> None:
        super().__init__(document, discourse, sentences)
        self.anonymous = frozenset(load(document.lang, "voices")["anonymous"]["heads"])
        self.heads = _heads(document.lang)
        self.class_nouns = frozenset(load(document.lang, "actors")["short_heads"]["words"])
        self.documents = frozenset(load(document.lang, "voices")["documents"]["nouns"])
        self.issuing = tuple(load(document.lang, "voices")["issuing"]["endings"])

    def _issuer(self, clauses: Clauses, verb: Verb) -> tuple[ActorMention, ...]:
        """白宫发布的声明说, 商务部数据显示: who issued the document right before a verb."""
        before = clauses.lows[max(0, verb.first - 2) : verb.first]
        if clauses.coverbs is None or not self.documents & set(before):
            return ()
        return clauses.coverbs.issuers(verb)

    def _issued(self, clauses: Clauses, verb: Verb) -> Utterance | None:
        """ "…, ajoute le document", "le communiqué précise": the voice that issued what was cited last."""
        around = (*range(verb.last, min(verb.last + 3, len(clauses.lows))), *range(max(0, verb.first - 2), verb.first))
        joined = clauses.coverbs is not None and any(
            verb.lemmas[0].startswith(noun) and verb.lemmas[0] != noun for noun in self.documents
        )  # 报道称
        words = clauses.bases if clauses.grammar.declined else clauses.lows
        if not joined and not any(words[index] in self.documents for index in around):
            return None
        last = next((u for u in reversed(self.utterances) if u.speakers), None)
        return last if last is not None and clauses.sentence.start - last.verb_span[1] < _CITED_REACH else None

    def _beside(self, clauses: Clauses, verb: Verb, mentions: Sequence[ActorMention]) -> tuple[Voice, ...]:
        """ "…, state media reported": who has no name but stands right before a verb speaks, not somebody named far
        before it."""
        at = verb.first - 1
        if not clauses.grammar.modifier_first or at < 2 or clauses.categories[at] != "W" or not mentions:
            return ()
        if not self._is_unnamed(clauses.lows[at]):
            return ()
        start = at
        while start > 0 and self._goes_with(clauses, start - 1, "JWDM"):
            start -= 1
        apart = start > 0 and clauses.categories[start - 1] in (",", "q")
        if not apart or any(m.last - clauses.offset > start for m in mentions):
            return ()
        return self._anonymous(clauses, verb)

    def _is_unnamed(self, low: str) -> bool:
        return low in self.anonymous or low.rstrip("s") in self.anonymous

    def _anonymous(self, clauses: Clauses, verb: Verb) -> tuple[Voice, ...]:
        """ "des responsables de l'UE", "un diplomate européen": a voice by its words."""
        at = self._before_aside(clauses, verb.first - 1)
        behind = range(verb.last, min(verb.last + 6, len(clauses.lows)))
        for index in (*range(at, max(-1, at - 8), -1), *behind):
            if index >= verb.last and clauses.categories[index] == "P":
                break  # "said on its website": where it was said
            low = clauses.lows[index]
            if clauses.categories[index] == "M" and (clauses.grammar.declined or clauses.coverbs is not None):
                continue
            if self._is_unnamed(low):
                last, first = index + 1, index
                while clauses.grammar.modifier_first and first > 0 and self._goes_with(clauses, first - 1, "JW"):
                    first -= 1  # "the Foreign Ministry", "a senior Chinese diplomat"
                while last < len(clauses.lows) and self._goes_with(clauses, last, "JW") and last < index + 3:
                    last += 1
                if last > verb.first > index:
                    last = verb.first
                if last == index + 1 and index < verb.first and clauses.grammar.modifier_first:
                    member = self._member_of(clauses, last)
                    if member is not None:
                        return voices_of((member,), self._words(clauses, verb.first, verb.last))
                    last = self._employed(clauses, last, at + 1)
                medium = clauses.mention_at[first - 1] if clauses.grammar.modifier_first and first > 0 else None
                if medium is not None and medium.kind == "media" and first <= index < verb.first:
                    return voices_of((medium,), self._words(clauses, verb.first, verb.last))  # "a Tass reporter"
                first = self._own_name(clauses, first, last)
                start, end = self._span(clauses, first, last)
                words = self.document.text[start:end]
                cue = self._words(clauses, verb.first, verb.last)
                return (Voice(id=slug(words), name=words, start=start, end=end, cue=cue),)
            if clauses.categories[index] in ("V", ";", "R"):
                break
        return ()

    def _own_name(self, clauses: Clauses, first: int, last: int) -> int:
        """Where the name begins of a medium that a common noun introduces: "the daily newspaper Northern Star"."""
        if not clauses.grammar.modifier_first or clauses.coverbs is not None:
            return first
        at = last
        while at > first and self.document.text[self._span(clauses, at - 1, at)[0]].isupper():
            at -= 1
        named = first < at < last and clauses.lows[at - 1] in self.class_nouns
        return at if named else first

    def _before_aside(self, clauses: Clauses, index: int) -> int:
        """The token before what stands between commas: "an official, who declined to be named, said"."""
        if not clauses.grammar.modifier_first or index < 2 or clauses.categories[index] != ",":
            return index
        for at in range(index - 1, max(0, index - 16), -1):
            if clauses.categories[at] == "," and clauses.categories[at + 1] in ("R", "V"):
                return at - 1
            if clauses.categories[at] in (";", ","):
                break
        return index

    def _member_of(self, clauses: Clauses, index: int) -> ActorMention | None:
        """ "a member of the Russian delegation": whose words they are."""
        if index + 1 >= len(clauses.lows) or clauses.lows[index] not in clauses.grammar.of:
            return None
        at = index + 1
        while at + 1 < len(clauses.lows) and clauses.categories[at] in ("D", "J"):
            at += 1
        mention = clauses.mention_at[at]
        return mention if clauses.categories[at] == "M" and mention is not None and mention.kind in _BODIES else None

    def _employed(self, clauses: Clauses, last: int, end: int) -> int:
        """How far the words of an unnamed voice reach: "a manager at Bank of Communications", but not "in May"."""
        reach = at = last
        while at < end and clauses.categories[at] in ("P", "D", "W", "M", "J") and at < last + 6:
            at += 1
            text = self.document.text[slice(*self._span(clauses, at - 1, at))]
            reach = at if text[0].isupper() else reach
        return reach

    def _goes_with(self, clauses: Clauses, index: int, categories: str) -> bool:
        """Whether a token can belong to the words of an unnamed voice."""
        return clauses.categories[index] in categories and clauses.lows[index][0].isalnum()

    # ------------------------------------------------------------------ "selon X", "cité par X"

    def _according(self, number: int, clauses: Clauses) -> Iterator[Utterance]:
        cues = _cues(self.document.lang)
        yield from self._announced(number, clauses)
        yield from self._seen(number, clauses)
        for first, last, keys in cues.find(clauses.lows, 0, len(clauses.lows)):
            if clauses.coverbs is not None and not clauses.coverbs.reports(first, last):
                continue
            cue = self._words(clauses, first, last)
            known = clauses.coverbs is not None and self._voices_after(clauses, last)
            unnamed = self._unnamed(clauses, last, cue) if not known and self._opens_anonymous(clauses, last) else ()
            mentions = () if unnamed else self._voices_after(clauses, last)
            speakers = unnamed or voices_of(mentions, cue)
            start, end = clauses.sentence.start, clauses.sentence.end
            if keys[0] == "self_before":  # "«…», — приводит его слова агентство"
                mentions = self._who_spoke_last(number)
                speakers, end = voices_of(mentions, cue), self._span(clauses, first, last)[0]
                keys = ["quoting"]
            elif keys[0] == "self":
                first_verb = next((v for v in clauses.verbs if v.kind == "finite"), None)
                mentions = clauses.subject(first_verb) if first_verb else ()
                mentions = tuple(m for m in mentions if m.kind in ("person", "body"))[:1]
                mentions = self._who_acted_last(number, first) or self._who_spoke_last(number) or mentions
                speakers = voices_of(mentions, cue)
                start = self._span(clauses, self._segment(clauses, first), last)[0]
            elif last < len(clauses.lows) and clauses.categories[last] == "R":
                mentions = self._voice_before(clauses, first)
                speakers = voices_of(mentions, cue)
                start = self._span(clauses, first, last)[0]
            elif not speakers:
                speakers = self._unnamed(clauses, last, cue) or self._unlisted(clauses, last, cue)
            crowd = keys[0] == "cited_by" and mentions and all(m.form == "described" for m in mentions)
            if speakers and not crowd:  # "interrogé par des journalistes": nobody who makes it known
                if keys[0] != "cited_by":  # "…; his remarks were carried by Xinhua" takes up what was said before
                    start, end = self._bounded(number, clauses, first, start, end)
                start, end = self._of_quote(clauses, first, start, end)
                cued = self._span(clauses, first, last)
                named = [voice.end for voice in speakers if voice.start >= cued[1] and keys[0] != "self"]
                yield Utterance(
                    number,
                    None,
                    (cued[0], max([cued[1], *named])),  # nobody vouches for the words that name the source
                    speakers,
                    mentions,
                    start,
                    end,
                    "",
                    True,
                    False,
                    f"{self.document.lang}.voice.{keys[0]}",
                )

    def _unlisted(self, clauses: Clauses, index: int, cue: str) -> tuple[Voice, ...]:
        """ "據縣廣播站報道": whoever stands between a cue and what reports, by these words; not 據初步統計."""
        if clauses.coverbs is None:
            return ()
        last = index
        while last < len(clauses.lows) and clauses.categories[last] in ("W", "M", "O"):
            if clauses.lows[last] in self.documents or clauses.lows[last] in clauses.grammar.reporting:
                break
            last += 1
        behind = last + (clauses.lows[last : last + 1] == ["的"])
        told = clauses.lows[behind : behind + 1]
        if last == index or not told or not (told[0] in self.documents or told[0] in clauses.grammar.reporting):
            return ()
        if not self._issues(clauses.lows[last - 1]):
            return ()
        start, end = self._span(clauses, index, last)
        words = self.document.text[start:end]
        return (Voice(id=slug(words), name=words, start=start, end=end, cue=cue),)

    def _issues(self, low: str) -> bool:
        """Whether a word ends in what publishes or announces: …社, …司令部."""
        return any(low.endswith(ending) for ending in self.issuing)

    def _who_spoke_last(self, number: int) -> tuple[ActorMention, ...]:
        """The person or body whose words a sentence before gave."""
        for told in reversed(self.utterances):
            if number - told.sentence > _SELF_REACH:
                break
            if told.sentence < number and told.mentions and told.mentions[0].kind in ("person", "body"):
                return told.mentions[:1]
        return ()

    def _bounded(self, number: int, clauses: Clauses, first: int, start: int, end: int) -> tuple[int, int]:
        """The scope of a cue between semicolons, and inside what somebody is said to say where the cue opens it:
        "Wang said that according to Washington …"."""
        cited = self._voices_after(clauses, first + 1) if clauses.coverbs is not None else ()
        if cited and clauses.lows[first] in frozenset(load(self.document.lang, "voices")["cues"]["quoting"]):
            return max(start, cited[-1].end), end  # 路透社援引官员的话说，…: inside what Reuters says
        if clauses.coverbs is not None and clauses.coverbs.told_before(first):
            return max(start, self._span(clauses, first, first + 1)[0]), end
        if clauses.grammar.declined:
            return self._of_clause(clauses, first, start, end)
        if clauses.coverbs is not None:
            return start, end
        breaks = [at for at, low in enumerate(clauses.lows) if low == ";" and not clauses._in_quote(at)]
        listed = next((at for at in range(first, len(clauses.lows)) if clauses.lows[at] in (":", "：")), None)
        before = [at for at in breaks if at < first]  # behind a colon a list is all of the source
        behind = [at for at in breaks if at > first and (listed is None or at < listed)]
        start = max(start, self._span(clauses, before[-1], first)[0]) if before else start
        end = min(end, self._span(clauses, first, behind[0])[1]) if behind else end
        if not clauses.grammar.bare_content:
            return start, end
        position = self.document.tokens[clauses.offset + first].start
        for told in reversed(self.utterances):
            if told.sentence != number:
                break
            if told.clausal and told.start <= position < told.end and position - told.start <= _CUE_OPENS:
                return max(start, told.start + 1), min(end, told.end)  # inside: after it in the chain
        return start, end

    def _opens_anonymous(self, clauses: Clauses, index: int) -> bool:
        """Whether the first noun after a cue names nobody: "selon une source chez Gazprom"."""
        for at in range(index, min(index + 4, len(clauses.lows))):
            if clauses.categories[at] == "W" or self._like_verb(clauses, index, at):
                if clauses.grammar.modifier_first and clauses.categories[at + 1 : at + 2] == ["M"]:
                    return False  # "the newspaper Izvestia"
                return self._is_unnamed(clauses.lows[at])
            if clauses.categories[at] not in ("D", "P", "A"):
                return False
        return False

    def _like_verb(self, clauses: Clauses, start: int, at: int) -> bool:
        """Whether a token behind a cue that could be a verb is a noun that names nobody: "d'après le conseiller"."""
        if not start < at < len(clauses.lows) or clauses.categories[at] != "V":
            return False
        return clauses.categories[at - 1] == "D" and self._is_unnamed(clauses.lows[at])

    def _announced(self, number: int, clauses: Clauses) -> Iterator[Utterance]:
        """毛宁：中方反对…: a speaker before a colon at the start of a sentence."""
        mention = clauses.mention_at[0] if clauses.grammar.open_content and clauses.lows else None
        if mention is None or mention.kind == "state":
            return
        colon = mention.last - clauses.offset
        asked = [low for low in clauses.lows[colon : colon + 2] if low in clauses.grammar.data["asking"]]
        colon += len(asked)  # 法新社记者：…
        if clauses.lows[colon : colon + 1] not in (["："], [":"]) or colon + 1 >= len(clauses.lows):
            return
        if mention.kind == "media" and not asked:
            return
        start = self._span(clauses, colon + 1, len(clauses.lows))[0]
        end = self.document.blocks[clauses.sentence.block].end
        span = (mention.start, mention.end)
        yield Utterance(
            number,
            None,
            span,
            voices_of((mention,), ""),
            (mention,),
            start,
            end,
            "spoken",
            True,
            False,
            f"{self.document.lang}.voice.colon",
        )

    def _seen(self, number: int, clauses: Clauses) -> Iterator[Utterance]:
        """在王毅看来，…: whose view the sentence is, from there on."""
        words = clauses.grammar.data.get("seen", ()) if clauses.coverbs is not None else ()
        for index in range(1, len(clauses.lows)):
            mention = clauses.mention_at[index - 1]
            if clauses.lows[index] in words and mention is not None and mention.form != "pronoun":
                start, span = self._span(clauses, index, index + 1)[0], self._span(clauses, index, index + 1)
                yield Utterance(
                    number, None, span, voices_of((mention,), clauses.lows[index]), (mention,), start,
                    clauses.sentence.end, "", True, False, f"{self.document.lang}.voice.seen",
                )  # fmt: skip

    def _segment(self, clauses: Clauses, index: int) -> int:
        """The token after the last comma before `index`."""
        while index > 0 and clauses.categories[index - 1] not in (",", ";"):
            index -= 1
        return index

    def _voices_after(self, clauses: Clauses, index: int) -> tuple[ActorMention, ...]:
        """The first actor of the phrase after a cue, with those coordinated with it."""
        skipped = self._quoted_name(clauses, index)
        for at in range(skipped, min(skipped + 10, len(clauses.lows))):
            mention = clauses.mention_at[at]
            if clauses.lows[at] in (")", "）"):
                return ()  # （中央社綜合外電報導）: what follows the bracket is not cited
            if mention is not None and clauses.categories[at] == "M":
                after = mention.last - clauses.offset
                if clauses.lows[after : after + 1] == ["《"]:  # 据日本《…报》报道: the paper's word, not its state's
                    return tuple(m for m in clauses.mention_at[after : after + 4] if m is not None)[:1]
                if clauses.coverbs is not None and clauses.mention_at[after : after + 1] not in ([], [None]):
                    continue  # 据中国官媒新华社报道: the last of several names is the one
                if clauses.grammar.modifier_first and clauses.lows[after - 1] not in clauses.grammar.of:
                    medium = self._medium_named(clauses, after)
                    if medium is not None:
                        return (medium,)  # "China's state news agency Xinhua"
                group = clauses._coordinated_right(mention)
                comma = clauses.categories[mention.last - clauses.offset :][:1] == [","]
                return group[:1] if comma else group  # "According to the Kremlin, Xi and Putin agreed"
            if clauses.categories[at] in (",", ";", "R", "q", "V") and at > index:
                verb = clauses.verb_at(at)
                if verb is None or verb.kind != "participle":
                    return ()
        return ()

    def _voice_before(self, clauses: Clauses, index: int) -> tuple[ActorMention, ...]:
        for at in range(index - 1, -1, -1):
            mention = clauses.mention_at[at]
            if mention is not None and clauses.categories[at] == "M" and mention.form != "pronoun":
                return (mention,)
        return ()

    def _unnamed(self, clauses: Clauses, index: int, cue: str) -> tuple[Voice, ...]:
        """The words of a voice that has no name: "des diplomates européens"."""
        first = index
        while first < len(clauses.lows) and clauses.categories[first] in ("D", "P"):
            first += 1
        last = first
        last += self._like_verb(clauses, index, first)
        while last < len(clauses.lows) and self._goes_with(clauses, last, "WJPA") and last < first + 5:
            last += 1
            if clauses.categories[last - 1] == "P" and clauses.categories[last : last + 2] == ["D", "W"]:
                last += 1  # "le conseiller de la présidence"
        if last == first or not any(
            low in self.anonymous or low.rstrip("s") in self.anonymous for low in clauses.lows[first:last]
        ):
            return ()
        at = last
        while at < len(clauses.lows) - 1 and clauses.categories[at] == "D":
            at += 1
        body = clauses.mention_at[at] if at < len(clauses.lows) and clauses.categories[at] == "M" else None
        if body is not None and clauses.categories[last - 1] == "P":
            return voices_of((body,), cue)  # "selon un responsable du Kremlin" speaks for it
        while clauses.categories[last - 1] in "PA":
            last -= 1
        known = next((row for row in self.heads.find(clauses.lows, first, min(last + 4, len(clauses.lows)))), None)
        name = known[2][0] if known else ""
        if known:
            first, last = known[0], known[1]
        if not name and clauses.lows[first] in self.class_nouns:  # "l'agence Montsame" is Montsame
            proper = [at for at in range(first + 1, last) if self._capital(clauses, at)]
            first = proper[0] if proper else first
        start, end = self._span(clauses, first, last)
        words = name or self.document.text[start:end]
        return (Voice(id=slug(words), name=words, start=start, end=end, cue=cue),)

    def _capital(self, clauses: Clauses, at: int) -> bool:
        return self.document.text[self._span(clauses, at, at + 1)[0]].isupper()
