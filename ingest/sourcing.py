"""Whose words they are where the sentence itself leaves it to the text around: a source that stands on a line of its
own, a verb of speech that nobody is the subject of, and a speaker after a quotation who is only taken up ("said the
diplomat", "заявил он"); and the words inside reported speech that nobody vouches for.
"""

import dataclasses
from collections.abc import Iterator, Sequence

from graph.model import Voice
from graph.registry import Registry
from ingest.clauses import Clauses, Verb
from ingest.discourse import Discourse
from ingest.document import ActorMention, Document
from ingest.lang_data import load
from ingest.opened import Utterance, voices_of
from ingest.speakers import Speakers
from ingest.unknown_names import slug

_NEAR = 2  # sentences back within which an impersonal verb takes up a source
_RETAKEN = 4  # sentences back within which "the diplomat" takes up who spoke
_QUOTED = 8  # tokens behind a colon within which a quotation opens
_AHEAD = 5  # tokens between a preposition and the noun that it governs, at most
_RULERS = frozenset(("president", "prime-minister"))


class Sourcing(Speakers):
    """Voices that the text around a sentence gives, and stretches that no voice covers."""

    def __init__(
        self, document: Document, discourse: Discourse, sentences: Sequence[Clauses], registry: Registry
    ) -> None:
        super().__init__(document, discourse, sentences)
        self.registry = registry
        data = load(document.lang, "voices")
        self.impersonal = frozenset(data["impersonal"]["verbs"])
        self.retaken = frozenset(data["retaken"]["nouns"])
        self.source_lines = frozenset(data["source_lines"]["words"])
        self.pictured = frozenset(data["source_lines"]["pictured"])
        self.aside = tuple(tuple(words.split()) for words in data["background"]["prepositions"])
        self.long_known = frozenset(data["background"]["nouns"])

    # ------------------------------------------------------------------ speakers taken up

    def _told_impersonally(self, number: int, clauses: Clauses, verb: Verb) -> Utterance | None:
        """ "Отмечается, что …": the medium or body that a sentence just before was credited to goes on."""
        if not self.impersonal & set(verb.lemmas) or clauses.subject(verb):
            return None
        for told in reversed(self.utterances):
            if number - told.sentence > _NEAR:
                return None
            if told.sentence < number and told.mentions and told.mentions[0].kind != "person" and told.speakers:
                return told
        return None

    def _retaken(
        self, number: int, clauses: Clauses, verb: Verb, mentions: tuple[ActorMention, ...]
    ) -> Utterance | None:
        """«…», — заявил он; "…," the diplomat said: behind a quotation it is whoever spoke last, not a person who is
        named inside it."""
        before = verb.first - 1
        while before > 0 and clauses.categories[before] in ("D", "W", "A", "O", "M") and before > verb.first - 4:
            before -= 1
        if before < 0 or verb.kind != "finite" or "q" not in clauses.categories[max(0, before - 2) : before + 1]:
            return None
        pronoun = mentions[0] if mentions and mentions[0].form == "pronoun" and len(mentions[0].ids) == 1 else None
        noun = self._bare_noun(clauses, verb)
        of = self._described_speaker(clauses, verb, mentions)
        if noun is None and pronoun is None and not of:
            return None
        if pronoun is not None and self.discourse.quoted(pronoun.start):
            return None
        for told in reversed(self.utterances):
            if number - told.sentence > _RETAKEN:
                break
            person = told.mentions[0] if told.sentence < number and told.mentions else None
            if person is None or person.kind != "person" or len(person.ids) != 1 or not told.speakers:
                continue
            known = self.registry.actors.get(person.ids[0])
            if of and (known is None or known.state != of):
                continue
            if noun is not None and known is not None and any(o.title in _RULERS for o in known.offices):
                continue
            if pronoun is not None and not self._alike(pronoun.ids[0], person.ids[0]):
                continue
            if pronoun is not None and pronoun.ids != person.ids and self._named_since(pronoun, told.verb_span[1]):
                return None  # "Посол отвечал. Министр вышел. «Нет», — сказал он"
            return told
        return None

    def _named_since(self, pronoun: ActorMention, start: int) -> bool:
        """Whether whom a pronoun stands for was named behind a code point, outside quotations."""
        return any(
            m.ids == pronoun.ids
            and start <= m.start < pronoun.start
            and m.form != "pronoun"
            and not self.discourse.quoted(m.start)
            for m in self.document.actors
        )

    def _described_speaker(self, clauses: Clauses, verb: Verb, mentions: Sequence[ActorMention]) -> str:
        """ "…," the Chinese diplomat said: the state by which a noun describes who spoke; empty if none does."""
        told = mentions[0] if len(mentions) == 1 and mentions[0].form == "head" and len(mentions[0].ids) == 1 else None
        if told is None or not clauses.grammar.modifier_first or told.last <= clauses.offset:
            return ""
        first, last = told.first - clauses.offset, told.last - clauses.offset
        definite = first > 0 and clauses.lows[first - 1] in clauses.grammar.definite
        return told.ids[0] if definite and clauses.lows[last - 1] in self.retaken else ""

    def _alike(self, one: str, other: str) -> bool:
        """Whether one pronoun can stand for either."""
        genders = [known.gender for a in (one, other) if (known := self.registry.actors.get(a)) is not None]
        return len({gender for gender in genders if gender}) < 2

    def _bare_noun(self, clauses: Clauses, verb: Verb) -> int | None:
        """The token of a noun beside a verb of speech that takes up a speaker, with nothing that tells of another."""
        size = len(clauses.lows)
        at = verb.last
        while at < size and clauses.lows[at] in clauses.grammar.definite:
            at += 1
        places = [at] if at < size else []
        if verb.first > 1 and clauses.lows[verb.first - 2] in clauses.grammar.definite:
            places.append(verb.first - 1)
        for index in places:
            if clauses.lows[index] not in self.retaken:
                continue
            definite = not clauses.grammar.definite or clauses.lows[index - 1] in clauses.grammar.definite
            behind = clauses.categories[index + 1] if index >= verb.last and index + 1 < size else ","
            if definite and behind not in ("M", "J", "W", "P", "D", "O"):
                return index
        return None

    def _of_document(self, before: Clauses | None, mentions: Sequence[ActorMention], verb: Verb) -> tuple[Voice, ...]:
        """ "A joint statement was released. It said that …": a pronoun that takes up what the sentence before is about
        is that document, not somebody named further back."""
        pronoun = mentions[0] if len(mentions) == 1 and mentions[0].form == "pronoun" else None
        if before is None or pronoun is None or pronoun.kind == "person":
            return ()
        first = next((v for v in before.verbs if v.kind == "finite"), None)
        at = first.first - 1 if first is not None else -1
        if at < 0 or before.lows[at] not in self.documents or any(before.mention_at[:at]):
            return ()
        start = at
        while start > 0 and before.categories[start - 1] in ("J", "W"):
            start -= 1
        begin, end = self._span(before, start, at + 1)
        words, cue = self.document.text[begin:end], verb.lemmas[0]
        return (Voice(id=slug(words), name=words, start=begin, end=end, cue=cue),)

    # ------------------------------------------------------------------ a line that names the source

    def _source_line(self, number: int, clauses: Clauses, sentences: Sequence[Clauses]) -> Iterator[Utterance]:
        """ "Source: RIA Novosti": a paragraph of its own gives the source of the one before it."""
        if len(clauses.lows) < 3 or clauses.lows[0] not in self.source_lines or clauses.lows[1] not in (":", "："):
            return
        before = sentences[number - 1].sentence.block if number else clauses.sentence.block
        mention = next((m for m in clauses.mention_at[2:5] if m is not None), None)
        if number and self.pictured & set(sentences[number - 1].lows):
            return  # "Photo: AFP. Source: AFP": of the picture
        if mention is None or before == clauses.sentence.block or mention.form == "demonym":
            return
        block = self.document.blocks[before]
        speakers = voices_of((mention,), clauses.lows[0])
        line = Utterance(
            number, None, (clauses.sentence.start, mention.end), speakers, (mention,), block.start, block.end,
            "", True, False, f"{self.document.lang}.voice.source",
        )  # fmt: skip
        yield line
        for cited in [u for u in self.utterances if u.sentence == number and u.rule.endswith(".quoting")]:
            yield dataclasses.replace(cited, start=block.start, end=block.end)

    def _turns(self, sentences: Sequence[Clauses]) -> Iterator[Utterance]:
        """ "Dmitry Medvedev: Thank you. …": what is told in somebody's turn of an interview is that one's word."""
        numbers = {clauses.sentence.block: number for number, clauses in reversed([*enumerate(sentences)])}
        for turn in self.discourse.turns:
            speaker, blocks = turn.speaker, self.document.blocks
            if turn.first in numbers:
                yield Utterance(
                    numbers[turn.first], None, (blocks[turn.first].start, turn.colon), voices_of((speaker,), ""),
                    (speaker,), turn.colon, blocks[turn.last - 1].end, "spoken", True, False,
                    f"{self.document.lang}.voice.turn",
                )  # fmt: skip

    def _before_colon(self, number: int, clauses: Clauses) -> Iterator[Utterance]:
        """ "Lavrov : la Chine est prête", "… par son porte-parole, Wang Wenbin : « … »": a person named before a colon
        says what stands behind it, where he opens the sentence, alone or with what he is, or a quotation follows."""
        if (
            clauses.coverbs is not None
            or clauses.grammar.bare_content
            or self.discourse.turns
            or ":" not in clauses.lows
        ):
            return
        colon = clauses.lows.index(":")
        before = next((v for v in clauses.verbs if v.first < colon), None)
        mention = clauses.mention_at[0] if before is None else clauses.mention_at[colon - 1] if colon else None
        quoted = "Q" in clauses.categories[colon : colon + _QUOTED]
        if mention is None or mention.form in ("pronoun", "demonym") or not colon < len(clauses.lows) - 1:
            return
        person = mention.kind == "person" or (mention.kind == "unknown" and " " in mention.names[0])
        if not (person and (quoted or before is None)) and not (quoted and before is None and mention.kind == "state"):
            return
        start, end = self._span(clauses, colon + 1, len(clauses.lows))
        yield Utterance(
            number, None, (mention.start, mention.end), voices_of((mention,), ":"), (mention,), start, end,
            "", True, False, f"{self.document.lang}.voice.colon",
        )  # fmt: skip

    # ------------------------------------------------------------------ what nobody vouches for

    def background(self, clauses: Clauses, position: int) -> bool:
        """Whether a noun at a code point only stands for what is known anyway: behind "despite", or a war that is
        neither subject nor news of its sentence."""
        index = next(
            (at for at in range(len(clauses.lows)) if self.document.tokens[clauses.offset + at].end > position), -1
        )
        if index < 0 or clauses.categories[index] == "V":
            return False
        first = index
        while first > 0 and index - first < _AHEAD and clauses.categories[first - 1] in ("D", "J", "W", "M", "O"):
            first -= 1
            if self._opens_aside(clauses, first):
                return True
        if first > 0 and self._opens_aside(clauses, first - 1):
            return True
        if clauses.lows[index] not in self.long_known:
            return False
        behind = clauses.verb_at(first - 1) if first > 0 else None
        return clauses.categories[first - 1] == "P" or (behind is not None and behind.kind == "infinitive")

    def _opens_aside(self, clauses: Clauses, index: int) -> bool:
        """Whether words that set something aside end at a token: "despite", "en dépit de"."""
        return any(tuple(clauses.lows[max(0, index + 1 - len(words)) : index + 1]) == words for words in self.aside)
