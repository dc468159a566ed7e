"""Utterances: a verb or cue of speech, who speaks, and what is said; and the stretch of what is said where it follows
its verb openly, without a word that opens it, behind a comma or a colon (王毅表示，…).
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph.model import Voice
from ingest.clauses import Clauses, Verb
from ingest.discourse import Discourse
from ingest.document import ActorMention, Document
from ingest.forms import VerbPattern
from ingest.lang_data import load


@dataclass(frozen=True, slots=True)
class Utterance:
    """A verb of speech with who speaks, and the code points of what is said."""

    sentence: int
    verb: Verb | None  # None for "selon X"
    verb_span: tuple[int, int]
    speakers: tuple[Voice, ...]
    mentions: tuple[ActorMention, ...]
    start: int
    end: int
    mode: str
    clausal: bool  # a clause or quotation is reported, not only a noun
    infinitive: bool  # the content is an infinitive, whose subject is the speaker ("dit vouloir …")
    rule: str


@lru_cache(maxsize=8)
def _speech(lang: str) -> dict[str, tuple[tuple[VerbPattern, str, str], ...]]:
    """lemma -> (pattern, mode, rule name)."""
    table: dict[str, list[tuple[VerbPattern, str, str]]] = {}
    for row in load(lang, "voices")["trigger"]:
        for written in row["verbs"]:
            pattern = VerbPattern.parse(written)
            table.setdefault(pattern.lemma, []).append((pattern, row["mode"], row["name"]))
    return {lemma: tuple(rows) for lemma, rows in table.items()}


def voices_of(mentions: Sequence[ActorMention], cue: str) -> tuple[Voice, ...]:
    """One voice an actor."""
    return tuple(
        Voice(id=actor, name=name, start=m.start, end=m.end, cue=cue)
        for m in mentions
        for actor, name in zip(m.ids, m.names, strict=True)
    )


def speech_of(clauses: Clauses, verb: Verb) -> tuple[str, str] | None:
    """(mode, rule name) where a verb is one of speech, else None."""
    table = _speech(clauses.document.lang)
    after = clauses.lows[verb.head + 1 : verb.last + 4]
    for lemma in verb.lemmas:
        for pattern, mode, rule in table.get(lemma, ()):
            if pattern.reflexive and not verb.reflexive:
                continue
            if all(word in after or (word == "que" and "qu'" in after) for word in pattern.words):
                return mode, rule
    return None


_COLONS = ("：", ":")
_OPENING = 24  # characters at the start of a paragraph that tell whether it is a question
_BLOCKS = 3  # paragraphs that a speaker announced at the end of one goes on over


class Opened:
    """What is said by a verb of speech whose content nothing opens."""

    def __init__(self, document: Document, discourse: Discourse) -> None:
        self.document = document
        self.discourse = discourse

    def _words(self, clauses: Clauses, first: int, last: int) -> str:
        start, end = self._span(clauses, first, last)
        return self.document.text[start:end]

    def _span(self, clauses: Clauses, first: int, last: int) -> tuple[int, int]:
        tokens = self.document.tokens
        return tokens[clauses.offset + first].start, tokens[clauses.offset + last - 1].end

    def _open(self, clauses: Clauses, verb: Verb) -> tuple[int, int, bool]:
        """普京表示，…: what is said follows behind a comma, up to the sentence's end or the next speaker; where nothing
        follows it stands before."""
        size, after = len(clauses.lows), verb.last
        if after < size and clauses.lows[after] in clauses.grammar.data["closing"]:  # 普京讲话前: only when it was
            at = self._span(clauses, verb.first, verb.last)[1]
            return at, at, False
        while after < size and clauses.categories[after] in (",", ";", "A", "T", ")"):
            after += 1
        if after >= size:
            first = self._speaker_start(clauses, verb)
            quote = self._quote_before(clauses) if first == 0 else None
            if quote is not None:
                return (*quote, True)
            own = clauses.coverbs is None or clauses.coverbs.own(verb)
            if clauses.lows[-1] in _COLONS and verb.last < size:
                return self._below(clauses, verb)
            if verb.lemmas[0] in clauses.grammar.data["answering"]:  # …，中方回应。: what it answers, not what it says
                own = False
            if first < 2 or not own or clauses.categories[first - 1] not in (",", "q"):
                at = self._span(clauses, verb.first, verb.last)[1]
                return at, at, False
            start = clauses.sentence.start
            start = next((s for s, e in self.discourse.quotes if s < start < e), start)
            return start, self.document.tokens[clauses.offset + first - 1].end, True
        end = self._next_speaker(clauses, verb)
        if all(c in (",", ";", "A", "T", "C") for c in clauses.categories[verb.last : end]):
            end = len(clauses.lows)  # 新华社说，王毅表示，…: one in the other's words
        clausal = clauses.categories[verb.last] in (",", ";", "Q") or any(
            verb.last <= v.first < end for v in clauses.verbs
        )
        start, last = self._span(clauses, verb.last, max(end, verb.last + 1))
        first = self._speaker_start(clauses, verb)
        inserted = first > 1 and "q" in clauses.categories[first - 2 : first] and clauses.categories[after] == "Q"
        return (clauses.sentence.start if inserted else start), last, clausal

    def _below(self, clauses: Clauses, verb: Verb) -> tuple[int, int, bool]:
        """林剑表示：at the end of a paragraph: the paragraphs that follow, up to the next question or announcement."""
        blocks, lines = self.document.blocks, self.document.text
        first = last = clauses.sentence.block + 1
        asking = tuple(clauses.grammar.data["asking"])
        while last < min(len(blocks), first + _BLOCKS):
            words = lines[blocks[last].start : blocks[last].end]
            if words.rstrip().endswith(_COLONS) or any(ask in words[:_OPENING] for ask in asking):
                break
            last += 1
        at = self._span(clauses, verb.first, verb.last)[1]
        return (blocks[first].start, blocks[last - 1].end, True) if last > first else (at, at, False)

    def _quote_before(self, clauses: Clauses) -> tuple[int, int] | None:
        """“…。”佩斯科夫说。: the quotation right before a sentence that only names its speaker."""
        start = clauses.sentence.start
        at = bisect_right(self.discourse.quotes, (start, start)) - 1
        if at < 0 or self.document.text[self.discourse.quotes[at][1] : start].strip():
            return None
        return self.discourse.quotes[at]

    def _next_speaker(self, clauses: Clauses, verb: Verb) -> int:
        """The token at which somebody else is said to speak, outside quotations; the sentence's end where nobody is."""
        turning = frozenset(clauses.grammar.data["turning"])
        speakers = clauses.subject(verb) if clauses.coverbs is not None else ()
        heads = not any(v.first < verb.first for v in clauses.verbs)
        press = heads and bool(speakers) and all(m.kind == "media" for m in speakers)
        for other in clauses.verbs:
            speaks = speech_of(clauses, other) is not None or other.lemmas[0] in turning
            if other.first <= verb.last or not speaks or clauses._in_quote(other.first):
                continue
            subject = clauses.subject(other)
            if press and not any(m.kind == "media" for m in subject):
                continue  # 新华社报道，王毅说…，李强说…: all of it is told by the medium
            if other.lemmas[0] in turning and set(subject) & set(clauses.subject(verb)):
                continue
            first = subject[0].first - clauses.offset if subject else 0
            if other.lemmas[0] in turning and {",", ";"} & set(clauses.categories[first : other.first]):
                continue  # 俄方要求结算，被中方拒绝
            if verb.last < first < other.first and clauses.categories[first - 1] in (",", ";", "q", "S", "C"):
                return first
        return len(clauses.lows)

    def _speaker_start(self, clauses: Clauses, verb: Verb) -> int:
        """The first token of the phrase right before a verb."""
        index = verb.first
        while index > 0 and clauses.categories[index - 1] in ("M", "O", "D", "W", "J", "A", "P"):
            index -= 1
        return index
