"""Interviews: whose answers a text of questions and answers gives.

Told by their make alone: a speaker named before a colon right behind a question ("… ? Jean Dupont, chercheur : …"), or
paragraphs that hold nothing but a question between answers in the first person, by somebody whom the introduction
presents with what he is ("Jean Dupont, chercheur à …, revient sur …").
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from ingest.clauses import Clauses
from ingest.document import ActorMention, BlockKind, Document, Sentence
from ingest.opened import Utterance, voices_of

_LABEL = 160  # code points within which the colon stands behind the name of who answers
_QUESTION = 400  # code points of a paragraph that is a question, at most
_LEAST = 2  # paragraphs of questions that make an interview
_INTRODUCTION = 4  # blocks before the first question, at most
_NAMED = ("person", "unknown")  # kinds of mentions by name: of whom the registry knows, and of others
_FORMS = ("name", "unknown")


Answers = tuple[ActorMention, tuple[tuple[int, int], ...]]  # who is interviewed, the code points of the answers


def answered(document: Document, sentences: Sequence[Clauses]) -> Iterator[Utterance]:
    """The answers of an interview as utterances of who is interviewed, the questions left out; none where a text is no
    interview."""
    found = _answers(document, sentences)
    if found is None:
        return
    mention, spans = found
    starts = [clauses.sentence.start for clauses in sentences]
    for start, end in spans:
        number = max(0, bisect_right(starts, start) - 1)
        yield Utterance(
            sentence=number,
            verb=None,
            verb_span=(mention.start, mention.start),
            speakers=voices_of((mention,), ":"),
            mentions=(mention,),
            start=start,
            end=end,
            mode="interview",
            clausal=True,
            infinitive=False,
            rule=f"{document.lang}.voice.interview",
        )


def _answers(document: Document, sentences: Sequence[Clauses]) -> Answers | None:
    asked = [s for s in document.sentences if _asks(document, s)]
    if not asked:
        return None
    labelled = _labelled(document, asked)
    if labelled is not None:
        mention, turns = labelled
        return mention, tuple(span for a, b in turns for span in _between(document, asked, a, b))
    blocks = _questions(document)
    if len(blocks) < _LEAST or not 0 < blocks[0] <= _INTRODUCTION:
        return None
    start = document.blocks[blocks[0]].end
    spans = tuple(_between(document, asked, start, len(document.text)))
    who = _introduced(document, document.blocks[blocks[0]].start)
    return (who, spans) if who is not None and _in_first_person(sentences, spans) else None


def _asks(document: Document, sentence: Sentence) -> bool:
    return document.text[sentence.start : sentence.end].rstrip(' \n»”"').endswith(("?", "？"))


def _labelled(document: Document, asked: Sequence[Sentence]) -> tuple[ActorMention, list[tuple[int, int]]] | None:
    """Who is named before a colon right behind a question and asks none himself, with the stretches behind his name up
    to that of the next who speaks."""
    heads = {sentence.start for sentence in document.sentences}
    labels: list[tuple[ActorMention, int]] = []
    for mention in document.actors:
        colon = document.text.find(":", mention.end, mention.end + _LABEL) if mention.start in heads else -1
        named = mention.kind in (*_NAMED, "media") and mention.form in _FORMS
        if named and colon >= 0 and not set(".?!\n;«") & set(document.text[mention.end : colon]):
            labels.append((mention, colon + 1))
    ends = {len(document.text[: s.end].rstrip()) for s in asked}
    turns = [
        (mention, start, labels[n + 1][0].start if n + 1 < len(labels) else len(document.text))
        for n, (mention, start) in enumerate(labels)
    ]
    asking = {mention.ids for mention, _, end in turns if len(document.text[:end].rstrip()) in ends}
    for mention, _, _ in turns:
        behind = len(document.text[: mention.start].rstrip()) in ends
        if behind and mention.kind in _NAMED and mention.ids not in asking:
            return mention, [(a, b) for who, a, b in turns if who.ids == mention.ids]
    return None


def _questions(document: Document) -> list[int]:
    """The blocks that hold nothing but a question."""
    return [
        number
        for number, block in enumerate(document.blocks)
        if block.kind is not BlockKind.FURNITURE
        and block.end - block.start <= _QUESTION
        and document.text[block.start : block.end].rstrip(' \n*»”"').endswith(("?", "？"))
    ]


def _introduced(document: Document, end: int) -> ActorMention | None:
    """The person whom the introduction presents with what he is: a name with an apposition behind it."""
    for mention in document.actors:
        if mention.start >= end:
            return None
        behind = document.text[mention.end : mention.end + 1]
        if mention.kind in _NAMED and mention.form in _FORMS and behind in (",", "，"):
            return mention
    return None


def _between(document: Document, asked: Sequence[Sentence], start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch of the text without the questions in it."""
    for question in [s for s in asked if start <= s.start < end]:
        if question.start > start:
            yield start, question.start
        start = question.end
    if start < end:
        yield start, end


def _in_first_person(sentences: Sequence[Clauses], spans: Sequence[tuple[int, int]]) -> bool:
    """Whether answers say "I", outside what they quote."""
    for clauses in sentences:
        if not any(a <= clauses.sentence.start < b for a, b in spans):
            continue
        said = [clauses.grammar.pronouns.get(low) == "first" for low in clauses.lows]
        if any(first and not clauses._in_quote(at) for at, first in enumerate(said)):
            return True
    return False
