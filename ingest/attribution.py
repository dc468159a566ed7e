"""Who says so: utterances, the stretch of text each covers, and the chain of voices over any point of the text.

Speech verbs with their subjects, "selon X", quotations and reporting sections each open a scope; the chain of a claim
is the scopes around it, outermost first (as in PARC 3, Pareti 2016: source, cue, content).
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from graph.model import Voice
from ingest.clauses import Clauses, Verb
from ingest.discourse import Discourse
from ingest.document import ActorMention, Document
from ingest.lang_data import load
from ingest.morphology import VerbPattern
from ingest.names import slug
from ingest.phrases import Phrases, phrase_table
from ingest.sentences import find_tokens

_BODIES = ("state", "body", "organisation", "company")  # for whom a member speaks
_CUE_OPENS = 8  # code points after the start of what is said by which a cue still opens it: "that according to"
_CITED_REACH = 1200  # code points over which "le document" takes up who was cited last
_QUOTE_REACH = 4000  # code points back in which the speaker of a quotation that goes on is looked for


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


class Attribution:
    """All utterances of a document, and the chain of voices at any point."""

    def __init__(self, document: Document, discourse: Discourse, sentences: Sequence[Clauses]) -> None:
        self.document = document
        self.discourse = discourse
        self.sentences = sentences
        self.anonymous = frozenset(load(document.lang, "voices")["anonymous"]["heads"])
        self.quoting = frozenset(load(document.lang, "voices").get("beside_content", {}).get("verbs", ()))
        self.heads = _heads(document.lang)
        self.documents = frozenset(load(document.lang, "voices")["documents"]["nouns"])
        self.utterances: list[Utterance] = []
        for number, clauses in enumerate(sentences):
            self.utterances.extend(self._spoken(number, clauses))
            self.utterances.extend(self._accused(number, clauses))
            self.utterances.extend(self._according(number, clauses))
        self._continue_quotes()
        self._run_on()
        self._continue_indirect()
        self._starts = [clauses.sentence.start for clauses in sentences]
        self._over: dict[int, list[Utterance]] = {}
        for utterance in self.utterances:
            for number in range(self.sentence_at(utterance.start), self.sentence_at(max(utterance.end - 1, 0)) + 1):
                self._over.setdefault(number, []).append(utterance)

    def sentence_at(self, position: int) -> int:
        """The number of the sentence in which, or behind which, a code point lies."""
        return max(0, bisect_right(self._starts, position) - 1)

    def over(self, position: int) -> list[Utterance]:
        """The utterances whose content covers a code point, in the order in which they were found."""
        return [u for u in self._over.get(self.sentence_at(position), ()) if u.start <= position < u.end]

    # ------------------------------------------------------------------ verbs of speech

    def _spoken(self, number: int, clauses: Clauses) -> Iterator[Utterance]:
        for verb in clauses.verbs:
            speech = speech_of(clauses, verb)
            if clauses.coverbs is not None and clauses.coverbs.credited(verb):
                continue  # 据新华社报道: told by the cue
            if speech is None or verb.kind == "participle" or verb.passive:
                continue
            mentions = clauses.subject(verb)
            speakers = voices_of(mentions, self._words(clauses, verb.first, verb.last))
            if not speakers:
                speakers = self._document(clauses, verb) or self._anonymous(clauses, verb)
            start, end, clausal = self._content(clauses, verb)
            if not set(verb.lemmas) - self.quoting and (not clausal or self._infinitive(clauses, verb)):
                continue  # "продолжил работу": a verb of speech only beside what is said
            yield Utterance(
                number,
                verb,
                self._span(clauses, verb.first, verb.last),
                speakers,
                mentions,
                start,
                end,
                speech[0],
                clausal,
                self._infinitive(clauses, verb),
                f"{self.document.lang}.voice.{speech[1]}",
            )

    def _accused(self, number: int, clauses: Clauses) -> Iterator[Utterance]:
        """ "accuse Pékin de livrer des armes": what somebody is accused of is the accuser's word."""
        for verb in clauses.verbs:
            if verb.governor < 0 or verb.kind not in ("infinitive", "gerund"):
                continue
            accusing = clauses.verbs[verb.governor]
            if accusing.passive or not clauses.grammar.accusing & set(accusing.lemmas) or verb.first < accusing.last:
                continue
            mentions = clauses.subject(accusing)
            speakers = voices_of(mentions, self._words(clauses, accusing.first, accusing.last))
            if speakers:
                start, end = self._span(clauses, verb.first, self._infinitive_end(clauses, verb))
                yield Utterance(
                    number, None, self._span(clauses, accusing.first, accusing.last), speakers, mentions, start, end,
                    "spoken", True, False, f"{self.document.lang}.voice.accuse",
                )  # fmt: skip

    def _infinitive(self, clauses: Clauses, verb: Verb) -> bool:
        following = next((v for v in clauses.verbs if v.first >= verb.last), None)
        if clauses.grammar.open_content:  # 表示支持, 宣布对…实施制裁: one's own act
            return following is not None and not {",", ";", "Q"} & set(clauses.categories[verb.last : following.first])
        return following is not None and following.kind == "infinitive" and following.first - verb.last <= 3

    def _words(self, clauses: Clauses, first: int, last: int) -> str:
        start, end = self._span(clauses, first, last)
        return self.document.text[start:end]

    def _span(self, clauses: Clauses, first: int, last: int) -> tuple[int, int]:
        tokens = self.document.tokens
        return tokens[clauses.offset + first].start, tokens[clauses.offset + last - 1].end

    def _content(self, clauses: Clauses, verb: Verb) -> tuple[int, int, bool]:
        """What is said, in code points, and whether it is a clause or quotation."""
        if clauses.grammar.open_content:
            return self._open(clauses, verb)
        size = len(clauses.lows)
        trailing = self._trailing(clauses, verb)
        if trailing is None and clauses.grammar.bare_content:
            trailing = self._inserted(clauses, verb)
        if trailing is not None:
            return trailing
        for index in range(verb.last, size):
            low, category = clauses.lows[index], clauses.categories[index]
            if category == "Q":
                return (*self._span(clauses, index, self._quote_end(clauses, index)), True)
            if low in clauses.grammar.that or low == ":":
                return (*self._span(clauses, index, self._main_break(clauses, index)), True)
            other = clauses.verb_at(index) if category == "V" else None
            if other is not None:
                if other.kind == "infinitive" and index - verb.last <= 3:
                    return (*self._span(clauses, index, self._infinitive_end(clauses, other)), True)
                if (
                    other.kind == "gerund"
                    and clauses.grammar.bare_content
                    and (clauses.lows[index - 1] in clauses.grammar.data["gerund_control"])
                ):  # "quoted Xi as saying that …"
                    return (*self._span(clauses, index, self._main_break(clauses, index)), True)
                if clauses.grammar.bare_content and self._own_subject(clauses, verb, other):
                    return (*self._span(clauses, verb.last, self._relative_end(clauses, verb, index)), True)
                break
            if category in ("R", "S", ";"):
                break
        end = clauses.right_end(verb)
        if end <= verb.last or clauses.categories[verb.last] in (",", ";"):
            told = self._told_first(clauses, verb)
            if told is not None:
                return told
        if end <= verb.last:
            at = self._span(clauses, verb.first, verb.last)[1]
            return at, at, False
        return (*self._span(clauses, verb.last, end), False)

    def _open(self, clauses: Clauses, verb: Verb) -> tuple[int, int, bool]:
        """普京表示，…: what is said follows behind a comma, up to the sentence's end or the next speaker; where nothing
        follows it stands before."""
        size, after = len(clauses.lows), verb.last
        while after < size and clauses.categories[after] in (",", ";", "A", "T", ")"):
            after += 1
        if after >= size:
            first = self._speaker_start(clauses, verb)
            quote = self._quote_before(clauses) if first == 0 else None
            if quote is not None:
                return (*quote, True)
            own = clauses.coverbs is None or clauses.coverbs.own(verb)
            if first < 2 or not own or clauses.categories[first - 1] not in (",", "q"):
                at = self._span(clauses, verb.first, verb.last)[1]
                return at, at, False
            start = clauses.sentence.start
            start = next((s for s, e in self.discourse.quotes if s < start < e), start)
            return start, self.document.tokens[clauses.offset + first - 1].end, True
        end = self._next_speaker(clauses, verb)
        clausal = clauses.categories[verb.last] in (",", ";", "Q") or any(
            verb.last <= v.first < end for v in clauses.verbs
        )
        return (*self._span(clauses, verb.last, max(end, verb.last + 1)), clausal)

    def _quote_before(self, clauses: Clauses) -> tuple[int, int] | None:
        """“…。”佩斯科夫说。: the quotation right before a sentence that only names its speaker."""
        start = clauses.sentence.start
        at = bisect_right(self.discourse.quotes, (start, start)) - 1
        if at < 0 or self.document.text[self.discourse.quotes[at][1] : start].strip():
            return None
        return self.discourse.quotes[at]

    def _next_speaker(self, clauses: Clauses, verb: Verb) -> int:
        """The token at which somebody else is said to speak, outside quotations; the sentence's end where nobody is."""
        for other in clauses.verbs:
            if other.first <= verb.last or speech_of(clauses, other) is None or clauses._in_quote(other.first):
                continue
            subject = clauses.subject(other)
            first = subject[0].first - clauses.offset if subject else 0
            if verb.last < first < other.first and clauses.categories[first - 1] in (",", ";", "q", "S", "C"):
                return first
        return len(clauses.lows)

    def _told_first(self, clauses: Clauses, verb: Verb) -> tuple[int, int, bool] | None:
        """ "Ils ont accepté d'agrandir les patrouilles, le ministère russe a dit": a whole clause stands before the
        subject of a verb of speech that has no content behind it."""
        subject = clauses.subject(verb)
        if not subject or verb.kind != "finite":
            return None
        at = subject[0].first - clauses.offset - 1
        while at > 0 and clauses.categories[at] == "D":
            at -= 1
        if (
            at <= 0
            or clauses.categories[at] != ","
            or not any(v.last <= at and v.kind == "finite" for v in clauses.verbs)
        ):
            return None
        return clauses.sentence.start, self.document.tokens[clauses.offset + at].end, True

    def _infinitive_end(self, clauses: Clauses, infinitive: Verb) -> int:
        """Reported infinitives ("dit vouloir …") end where a finite verb is coordinated with the verb of speech."""
        for verb in clauses.verbs:
            if verb.first > infinitive.last and verb.kind == "finite":
                between = clauses.categories[infinitive.last : verb.first]
                if "S" not in between and "R" not in between and ("C" in between or "," in between):
                    return max(infinitive.last, verb.first - 1)
        return len(clauses.lows)

    def _quote_end(self, clauses: Clauses, index: int) -> int:
        """The token after the mark that closes a quotation; the sentence's end where it goes on."""
        for at in range(index + 1, len(clauses.lows)):
            if clauses.categories[at] == "q":
                return at + 1
        return len(clauses.lows)

    def _main_break(self, clauses: Clauses, index: int) -> int:
        """Where a reported clause ends: at the sentence's end, or where another speaker's contrast begins."""
        breaks = frozenset(clauses.grammar.data["contrast"])
        hard = frozenset(clauses.grammar.data["contrast_hard"])
        for at in range(index + 1, len(clauses.lows)):
            if clauses.lows[at] in hard:
                return at
            if clauses.categories[at] == "," and self._main_clause(clauses, index, at):
                return at
            if clauses.categories[at] == "," and self._credit(clauses, at + 1):
                return at
            if clauses.lows[at] in breaks and clauses.categories[at - 1] in (",", "q", "W", "M", "T"):
                later = [v for v in clauses.verbs if v.first > at]
                if later and speech_of(clauses, later[0]) is not None:
                    return at
        return len(clauses.lows)

    def _credit(self, clauses: Clauses, index: int) -> bool:
        """Whether a trailing credit starts at a token: ", ont rapporté les agences"."""
        verb = clauses.verb_at(index) if index < len(clauses.lows) and clauses.categories[index] == "V" else None
        return (
            verb is not None
            and verb.first == index
            and verb.kind == "finite"
            and bool(set(verb.lemmas) & clauses.grammar.reporting)
        )

    def _main_clause(self, clauses: Clauses, content: int, at: int) -> bool:
        """Whether the main clause begins at a comma behind words that were reported in a subordinate one: "après que le
        Kremlin a déclaré que …, M. Wang a dit"."""
        speech = next((v for v in reversed(clauses.verbs) if v.last <= content), None)
        if speech is None or "S" not in clauses.categories[: speech.first]:
            return False
        if any(v.kind == "finite" and v.last <= speech.first and not clauses.hangs(v) for v in clauses.verbs):
            return False
        following = next((v for v in clauses.verbs if v.first > at and v.kind == "finite"), None)
        if following is None or {"S", "R"} & set(clauses.categories[at : following.first]):
            return False
        return any(clauses.mention_at[i] is not None for i in range(at, following.first))

    def _trailing(self, clauses: Clauses, verb: Verb) -> tuple[int, int, bool] | None:
        """ "…, a déclaré X": the content stands before the verb."""
        before = verb.first - 1
        if before < 0 or clauses.categories[before] not in (",", "q") or verb.kind != "finite":
            return None
        mentions = clauses.subject(verb)
        if mentions and clauses.mention_at[before - 1] is not None and mentions[0].first - clauses.offset < before:
            return None  # "Poutine, …, a déclaré que": the subject stands before
        if mentions and mentions[0].first - clauses.offset < verb.first and clauses.categories[before] == ",":
            return None
        if mentions and mentions[0].first - clauses.offset < verb.first and not self._quote_first(clauses, mentions[0]):
            return None
        start = clauses.sentence.start
        for quote_start, quote_end in self.discourse.quotes:
            if quote_start < start < quote_end:
                start = quote_start
        end = self.document.tokens[clauses.offset + before].end
        if self._carries_on(clauses, verb):
            end = clauses.sentence.end
        return start, end, True

    def _carries_on(self, clauses: Clauses, verb: Verb) -> bool:
        """ "La Russie, a-t-il dit, attache …": a comma right behind the credit, and the sentence goes on."""
        at = verb.last
        while at < len(clauses.lows) and clauses.categories[at] in ("M", "O", "D"):
            at += 1
        behind = at < len(clauses.lows) - 2 and clauses.categories[at] == ","
        return behind and any(v.first > at and v.kind == "finite" for v in clauses.verbs)

    def _own_subject(self, clauses: Clauses, verb: Verb, other: Verb) -> bool:
        """ "he said the two would meet": whether a finite verb behind one of speech opens its content."""
        if other.kind != "finite" or other.first <= verb.last:
            return False
        between = clauses.categories[verb.last : other.first]
        nominal = [at for at, c in enumerate(between) if c in ("M", "O", "W")]
        coordinated = between[-1] == "C" or (between[-1] == "A" and "C" in between[-2:])
        return bool(nominal) and not coordinated and ";" not in between

    def _relative_end(self, clauses: Clauses, verb: Verb, index: int) -> int:
        """Where a reported clause ends; in a relative clause ("Kyiv, which says …, welcomed") at its closing comma."""
        end = self._main_break(clauses, index)
        if verb.first > 0 and clauses.categories[verb.first - 1] == "R":
            return next((at for at in range(index, end) if clauses.categories[at] == ","), end)
        return end

    def _inserted(self, clauses: Clauses, verb: Verb) -> tuple[int, int, bool] | None:
        """ "…, Xinhua reported", "…, he said on Monday", "…, Shoigu said, …": said of the words before, and of
        those behind where the clause goes on."""
        head = verb
        control = clauses.grammar.data["gerund_control"]
        if verb.kind == "gerund" and verb.governor >= 0 and clauses.lows[verb.first - 1] in control:
            head = clauses.verbs[verb.governor]  # "…, Xi was quoted as saying"
        first = self._speaker_start(clauses, head)
        if head.kind != "finite" or first < 2 or clauses.categories[first - 1] not in (",", "q"):
            return None
        size, after = len(clauses.lows), verb.last
        while after < size and clauses.categories[after] in ("T", "P", "D", "W", "M", "A", "J"):
            after += 1
        if after < size and (
            clauses.categories[after] not in (",", ";", "C", "q", "S", ")", "R")
            or (clauses.lows[after] in clauses.grammar.that)
        ):
            return None
        earlier = any(v.first < first and v.kind == "finite" for v in clauses.verbs)
        goes_on = after < size and clauses.categories[after] == "," and self._goes_on(clauses, after)
        if not earlier and not goes_on and "q" not in clauses.categories[:first]:
            return None
        start = clauses.sentence.start
        for quote_start, quote_end in self.discourse.quotes:
            if quote_start < start < quote_end:
                start = quote_start
        breaks = [at for at in range(first) if clauses.lows[at] == ";" and not clauses._in_quote(at)]
        if breaks and clauses.grammar.bare_content:
            start = self._span(clauses, breaks[-1] + 1, first)[0]  # "He invited him; Kim may come, a lawmaker said"
        last = size if goes_on else first
        return start, self.document.tokens[clauses.offset + last - 1].end, True

    def _speaker_start(self, clauses: Clauses, verb: Verb) -> int:
        """The first token of the phrase right before a verb."""
        index = verb.first
        while index > 0 and clauses.categories[index - 1] in ("M", "O", "D", "W", "J", "A", "P"):
            index -= 1
        return index

    def _goes_on(self, clauses: Clauses, comma: int) -> bool:
        """Whether a clause of its own, with a subject, follows the comma that closes an insertion."""
        following = next((v for v in clauses.verbs if v.first > comma), None)
        if following is None or following.kind != "finite":
            return False
        if following.first == comma + 1:  # "Lavrov, Peskov said, had met Wang": the subject stands before it all
            return "," in clauses.categories[:comma]
        between = clauses.categories[comma + 1 : following.first]
        return any(c in ("M", "O", "W") for c in between) and not {"R", "S"} & set(between)

    def _quote_first(self, clauses: Clauses, mention: ActorMention) -> bool:
        """Whether the subject stands inside the quotation, so that it cannot be the speaker."""
        return self.discourse.quoted(mention.start)

    def _document(self, clauses: Clauses, verb: Verb) -> tuple[Voice, ...]:
        """ "…, ajoute le document", "le communiqué précise": the voice that issued what was cited last."""
        around = (*range(verb.last, min(verb.last + 3, len(clauses.lows))), *range(max(0, verb.first - 2), verb.first))
        if not any(clauses.lows[index] in self.documents for index in around):
            return ()
        last = next((u for u in reversed(self.utterances) if u.speakers), None)
        near = last is not None and clauses.sentence.start - last.verb_span[1] < _CITED_REACH
        return last.speakers if last is not None and near else ()

    def _anonymous(self, clauses: Clauses, verb: Verb) -> tuple[Voice, ...]:
        """ "des responsables de l'UE", "un diplomate européen": a voice by its words."""
        at = self._before_aside(clauses, verb.first - 1)
        behind = range(verb.last, min(verb.last + 6, len(clauses.lows)))
        for index in (*range(at, max(-1, at - 8), -1), *behind):
            if index >= verb.last and clauses.categories[index] == "P":
                break  # "said on its website": where it was said
            low = clauses.lows[index]
            if clauses.categories[index] == "M" and clauses.grammar.declined:
                continue
            if low in self.anonymous or low.rstrip("s") in self.anonymous:
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
                start, end = self._span(clauses, first, last)
                words = self.document.text[start:end]
                cue = self._words(clauses, verb.first, verb.last)
                return (Voice(id=slug(words), name=words, start=start, end=end, cue=cue),)
            if clauses.categories[index] in ("V", ";", "R"):
                break
        return ()

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
        for first, last, keys in cues.find(clauses.lows, 0, len(clauses.lows)):
            if clauses.coverbs is not None and not clauses.coverbs.reports(first, last):
                continue
            cue = self._words(clauses, first, last)
            unnamed = self._unnamed(clauses, last, cue) if self._opens_anonymous(clauses, last) else ()
            mentions = () if unnamed else self._voices_after(clauses, last)
            speakers = unnamed or voices_of(mentions, cue)
            start, end = clauses.sentence.start, clauses.sentence.end
            if keys[0] == "self":
                first_verb = next((v for v in clauses.verbs if v.kind == "finite"), None)
                mentions = clauses.subject(first_verb) if first_verb else ()
                mentions = tuple(m for m in mentions if m.kind in ("person", "body"))[:1]
                speakers = voices_of(mentions, cue)
                start = self._span(clauses, self._segment(clauses, first), last)[0]
            elif last < len(clauses.lows) and clauses.categories[last] == "R":
                mentions = self._voice_before(clauses, first)
                speakers = voices_of(mentions, cue)
                start = self._span(clauses, first, last)[0]
            elif not speakers:
                speakers = self._unnamed(clauses, last, cue)
            if speakers:
                if keys[0] != "cited_by":  # "…; his remarks were carried by Xinhua" takes up what was said before
                    start, end = self._bounded(number, clauses, first, start, end)
                yield Utterance(
                    number,
                    None,
                    self._span(clauses, first, last),
                    speakers,
                    mentions,
                    start,
                    end,
                    "",
                    True,
                    False,
                    f"{self.document.lang}.voice.{keys[0]}",
                )

    def _bounded(self, number: int, clauses: Clauses, first: int, start: int, end: int) -> tuple[int, int]:
        """The scope of a cue between semicolons, and inside what somebody is said to say where the cue opens it:
        "Wang said that according to Washington …"."""
        if not clauses.grammar.bare_content:
            return start, end
        breaks = [at for at, low in enumerate(clauses.lows) if low == ";" and not clauses._in_quote(at)]
        before, behind = [at for at in breaks if at < first], [at for at in breaks if at > first]
        start = max(start, self._span(clauses, before[-1], first)[0]) if before else start
        end = min(end, self._span(clauses, first, behind[0])[1]) if behind else end
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
            if clauses.categories[at] == "W":
                if clauses.grammar.modifier_first and clauses.categories[at + 1 : at + 2] == ["M"]:
                    return False  # "the newspaper Izvestia"
                return clauses.lows[at] in self.anonymous or clauses.lows[at].rstrip("s") in self.anonymous
            if clauses.categories[at] not in ("D", "P", "A"):
                return False
        return False

    def _announced(self, number: int, clauses: Clauses) -> Iterator[Utterance]:
        """毛宁：中方反对…: a speaker before a colon at the start of a sentence."""
        mention = clauses.mention_at[0] if clauses.grammar.open_content and clauses.lows else None
        if mention is None or mention.kind in ("state", "media"):
            return
        colon = mention.last - clauses.offset
        if clauses.lows[colon : colon + 1] not in (["："], [":"]) or colon + 1 >= len(clauses.lows):
            return
        start, end = self._span(clauses, colon + 1, len(clauses.lows))
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

    def _segment(self, clauses: Clauses, index: int) -> int:
        """The token after the last comma before `index`."""
        while index > 0 and clauses.categories[index - 1] not in (",", ";"):
            index -= 1
        return index

    def _voices_after(self, clauses: Clauses, index: int) -> tuple[ActorMention, ...]:
        """The first actor of the phrase after a cue, with those coordinated with it."""
        for at in range(index, min(index + 10, len(clauses.lows))):
            mention = clauses.mention_at[at]
            if mention is not None and clauses.categories[at] == "M":
                after = mention.last - clauses.offset
                if clauses.coverbs is not None and clauses.mention_at[after : after + 1] not in ([], [None]):
                    continue  # 据中国官媒新华社报道: the last of several names is the one
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
        while last < len(clauses.lows) and self._goes_with(clauses, last, "WJPA") and last < first + 5:
            last += 1
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
        start, end = self._span(clauses, first, last)
        words = name or self.document.text[start:end]
        return (Voice(id=slug(words), name=words, start=start, end=end, cue=cue),)

    # ------------------------------------------------------------------ quotations that go on

    def _continue_quotes(self) -> None:
        """A quotation without a speaker of its own is the last speaker's: of its sentence, else of the one before."""
        spoken = sorted((u for u in self.utterances if u.speakers and u.clausal), key=lambda u: u.start)
        starts = [u.start for u in spoken]
        for start, end in self.discourse.quotes:
            near = spoken[bisect_right(starts, start - _QUOTE_REACH) : bisect_right(starts, end)]
            if end - start < 25 or any(u.start < end and u.end > start for u in near):
                continue
            before = [u for u in near if u.verb_span[1] <= start and start - u.verb_span[1] < 600]
            if before:
                last = max(before, key=lambda u: u.verb_span[0])
                self.utterances.append(
                    Utterance(
                        last.sentence,
                        None,
                        last.verb_span,
                        last.speakers,
                        last.mentions,
                        start,
                        end,
                        last.mode,
                        True,
                        False,
                        f"{self.document.lang}.voice.continued",
                    )
                )

    def _run_on(self) -> None:
        """习近平指出，…。双方要…: where what is said follows its verb openly, the sentences behind it in the same
        paragraph go on with it as long as they wish, demand or speak in the first person."""
        told_in: dict[int, list[Utterance]] = {}
        for utterance in self.utterances:
            if utterance.speakers and utterance.clausal:
                told_in.setdefault(utterance.sentence, []).append(utterance)
        for number in range(1, len(self.sentences)):
            clauses, before = self.sentences[number], self.sentences[number - 1]
            if not clauses.grammar.open_content or clauses.sentence.block != before.sentence.block:
                continue
            end = before.sentence.end - 1
            around = [u for u in told_in.get(number - 1, ()) if u.start <= end <= u.end]
            around = [u for u in around if not all(m.kind == "media" for m in u.mentions)]
            if not around or number in told_in or not self._goes_on_saying(clauses):
                continue
            last = max(around, key=lambda u: u.start)
            told = Utterance(
                number,
                None,
                last.verb_span,
                last.speakers,
                last.mentions,
                clauses.sentence.start,
                clauses.sentence.end,
                last.mode,
                True,
                False,
                f"{self.document.lang}.voice.continued",
            )
            told_in[number] = [told]
            self.utterances.append(told)

    def _goes_on_saying(self, clauses: Clauses) -> bool:
        if set(clauses.lows) & frozenset(clauses.grammar.data["first_person"]):
            return True
        first = next(
            (clauses.mention_at[at] for at in range(len(clauses.lows)) if clauses.mention_at[at] is not None), None
        )
        if first is not None and first.kind == "person" and first.bare:
            return False
        stated = first is not None and first.kind == "state" and first.form == "metonym" and first.bare
        return stated or any(verb.mood == "due" for verb in clauses.verbs)

    def _continue_indirect(self) -> None:
        """Free indirect speech: after "La Chine …, a répondu Wang Yi." a sentence that opens with "Elle" goes on with
        his words."""
        told_in: dict[int, list[Utterance]] = {}
        for utterance in self.utterances:
            if utterance.speakers:
                told_in.setdefault(utterance.sentence, []).append(utterance)
        for number in range(1, len(self.sentences)):
            clauses, before = self.sentences[number], self.sentences[number - 1]
            if clauses.sentence.block != before.sentence.block or number in told_in:
                continue
            said = next(
                (
                    u
                    for u in told_in.get(number - 1, ())
                    if u.clausal and u.start <= before.sentence.start and u.verb_span[0] >= u.end - 2
                ),
                None,
            )
            first = next((v for v in clauses.verbs if v.kind == "finite"), None)
            opening = clauses.subject(first) if said is not None and first is not None else ()
            told = {a for v in before.verbs[:1] for m in before.subject(v) for a in m.ids}
            if said is not None and opening and opening[0].form == "pronoun" and set(opening[0].ids) <= told:
                if {voice.id for voice in said.speakers} & set(opening[0].ids):
                    continue
                self.utterances.append(
                    Utterance(
                        number,
                        None,
                        said.verb_span,
                        said.speakers,
                        said.mentions,
                        clauses.sentence.start,
                        clauses.sentence.end,
                        said.mode,
                        True,
                        False,
                        f"{self.document.lang}.voice.indirect",
                    )
                )

    # ------------------------------------------------------------------ chains

    def chain(
        self, position: int, block: int, own: tuple[int, int] | None, actors: Set[str]
    ) -> tuple[tuple[Voice, ...], ...]:
        """The voices over a code point, outermost first. `own` is the span of the claim's own verb of speech, whose
        scope is left out, as is that of an infinitive whose subject is the speaker ("dit vouloir …": `actors`)."""
        links: list[tuple[Voice, ...]] = []
        section = self.discourse.section(block)
        if section is not None:
            links.append(voices_of(section.voices, section.cue))
        around = [
            u
            for u in self.over(position)
            if u.speakers
            and u.clausal
            and u.verb_span != own
            and not _inside(position, u.verb_span)
            and not ((u.infinitive or own is not None) and {voice.id for voice in u.speakers} <= actors)
        ]
        for utterance in sorted(around, key=lambda u: (u.start, _depth(u), -u.end)):
            links.append(utterance.speakers)
        seen: set[str] = set()
        chain = []
        for link in links:
            fresh = tuple(voice for voice in link if voice.id not in seen)
            seen.update(voice.id for voice in fresh)
            if fresh:
                chain.append(fresh)
        return tuple(chain)


def _depth(utterance: Utterance) -> int:
    """How far inside a voice stands where two scopes open together: "according to A, B said, citing C"."""
    if utterance.rule.endswith(".quoting"):
        return 2
    return int(utterance.verb is not None)


def _inside(position: int, span: tuple[int, int]) -> bool:
    return span[0] <= position < span[1]
