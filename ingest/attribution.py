"""Who says so: utterances, the stretch of text each covers, and the chain of voices over any point of the text.

Speech verbs with their subjects, "selon X", quotations and reporting sections each open a scope; the chain of a claim
is the scopes around it, outermost first (as in PARC 3, Pareti 2016: source, cue, content).
"""

import dataclasses
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from graph.model import Participant, Role, Voice
from graph.registry import Registry
from ingest.clauses import Clauses, Verb
from ingest.discourse import Discourse
from ingest.document import ActorMention, BlockKind, Document
from ingest.interviews import answered
from ingest.lang_data import load
from ingest.opened import Utterance, speech_of, voices_of
from ingest.phrases import Phrases, phrase_table
from ingest.sayings import Sayings
from ingest.sentences import find_tokens

_PLEDGING = (".vouched", ".say")
_QUOTE_REACH = 4000  # code points back in which the speaker of a quotation that goes on is looked for


@lru_cache(maxsize=8)
def _taking_up(lang: str) -> Phrases[str]:
    rows = load(lang, "voices").get("taking_up", {}).get("words", ())
    return phrase_table((tuple(token.low for token in find_tokens(words, lang)), words) for words in rows)


class Attribution(Sayings):
    """All utterances of a document, and the chain of voices at any point."""

    def __init__(
        self, document: Document, discourse: Discourse, sentences: Sequence[Clauses], registry: Registry
    ) -> None:
        super().__init__(document, discourse, sentences, registry)
        self.sentences = sentences
        self.quoting = frozenset(load(document.lang, "voices").get("beside_content", {}).get("verbs", ()))
        self.vouching = frozenset(load(document.lang, "voices").get("vouching", {}).get("verbs", ()))
        self.telling = frozenset(load(document.lang, "voices")["telling"]["verbs"])
        self.taking_up = _taking_up(document.lang)
        for number, clauses in enumerate(sentences):
            self.utterances.extend(self._spoken(number, clauses))
            self.utterances.extend(self._accused(number, clauses))
            self.utterances.extend(self._vouched(number, clauses))
            self.utterances.extend(self._of_nouns(number, clauses))
            self.utterances.extend(self._of_gerunds(number, clauses))
            self.utterances.extend(self._according(number, clauses))
            self.utterances.extend([*self._source_line(number, clauses, sentences)])
            self.utterances.extend(self._before_colon(number, clauses))
        self.utterances.extend(self._turns(sentences))
        self._take_up()
        self.utterances.extend(answered(document, sentences) if not discourse.turns else ())
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

    def cited(self, position: int, number: int) -> bool:
        """Whether words at a code point of a sentence only name a source: behind "according to"."""
        return any(
            u.sentence == number and u.rule.endswith(".according") and u.verb_span[0] <= position < u.verb_span[1]
            for u in self._over.get(number, ())
        )

    # ------------------------------------------------------------------ verbs of speech

    def _spoken(self, number: int, clauses: Clauses) -> Iterator[Utterance]:
        for verb in clauses.verbs:
            speech = speech_of(clauses, verb)
            if clauses.coverbs is not None and clauses.coverbs.credited(verb):
                continue  # 据新华社报道: told by the cue
            if speech is None or verb.kind == "participle" or self._doubled(clauses, verb):
                continue
            if verb.passive and not self._issuing(clauses, verb):
                continue
            mentions, speakers = self._who_speaks(number, clauses, verb)
            start, end, clausal = self._content(clauses, verb)
            if set(verb.lemmas) & self.telling and end > start >= self._span(clauses, verb.first, verb.last)[1]:
                start, end = self._span(clauses, verb.last, self._main_break(clauses, verb.last))
                clausal = True
            if clauses.coverbs is not None and clauses.grammar.of & set(clauses.lows[verb.last : verb.last + 1]):
                clausal = False  # 王毅提到的约定: what it is called, not what he says
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

    def _who_speaks(
        self, number: int, clauses: Clauses, verb: Verb
    ) -> tuple[tuple[ActorMention, ...], tuple[Voice, ...]]:
        """The actors and voices that a verb of speech is of."""
        mentions = clauses.subject(verb) or self._issuer(clauses, verb) or self._issuing(clauses, verb)
        taken = self._retaken(number, clauses, verb, mentions) or self._told_impersonally(number, clauses, verb)
        if taken is not None:
            return taken.mentions, taken.speakers
        before = self.sentences[number - 1] if number else None
        speakers = self._beside(clauses, verb, mentions) or self._of_document(before, mentions, verb)
        if speakers:
            return (), speakers
        speakers = voices_of(mentions, self._words(clauses, verb.first, verb.last))
        if speakers:
            return mentions, speakers
        issued = self._issued(clauses, verb)
        if issued is not None:
            return issued.mentions, issued.speakers
        return (), self._anonymous(clauses, verb)

    def _doubled(self, clauses: Clauses, verb: Verb) -> bool:
        """回应指, 反驳说: the first of two verbs of speech side by side is told by the second."""
        following = next((v for v in clauses.verbs if v.first == verb.last), None)
        return clauses.coverbs is not None and following is not None and speech_of(clauses, following) is not None

    def _accused(self, number: int, clauses: Clauses) -> Iterator[Utterance]:
        """ "accuse Pékin de livrer des armes": what somebody is accused of is the accuser's word."""
        for verb in clauses.verbs:
            if verb.governor < 0 or verb.kind not in ("infinitive", "gerund"):
                continue
            accusing = clauses.verbs[verb.governor]
            words = clauses.grammar.accusing | (self.vouching if clauses.coverbs is not None else frozenset())
            if accusing.passive or not words & set(accusing.lemmas) or verb.first < accusing.last:
                continue
            mentions = clauses.subject(accusing)
            speakers = voices_of(mentions, self._words(clauses, accusing.first, accusing.last))
            if speakers:
                last = self._infinitive_end(clauses, verb)
                last = last if clauses.coverbs is None else clauses.coverbs.asked_end(verb)
                start, end = self._span(clauses, verb.first, last)
                yield Utterance(
                    number, None, self._span(clauses, accusing.first, accusing.last), speakers, mentions, start, end,
                    "spoken", True, False, f"{self.document.lang}.voice.accuse",
                )  # fmt: skip

    def _vouched(self, number: int, clauses: Clauses) -> Iterator[Utterance]:
        """ "призвал выпустить", "отрицает, что …": what an act of speech with a type of its own is about is the word of
        who performs it."""
        for verb in clauses.verbs if clauses.coverbs is None else ():
            if verb.passive or not self.vouching & set(verb.lemmas) or speech_of(clauses, verb) is not None:
                continue
            mentions = clauses.subject(verb)
            start, end, clausal = self._content(clauses, verb)
            if not clausal or not mentions or start < self._span(clauses, verb.first, verb.last)[1]:
                continue
            span = self._span(clauses, verb.first, verb.last)
            yield Utterance(
                number, None, span, voices_of(mentions, self._words(clauses, verb.first, verb.last)), mentions,
                start, end, "spoken", True, self._infinitive(clauses, verb), f"{self.document.lang}.voice.vouched",
            )  # fmt: skip

    def _take_up(self) -> None:
        """ "Об этом сообщил посол": the sentences before, in the paragraph or else in the one before it, are his."""
        for utterance in [u for u in self.utterances if u.verb is not None and u.speakers and not u.clausal]:
            number, clauses, verb = utterance.sentence, self.sentences[utterance.sentence], utterance.verb
            if verb is None or number == 0 or not self._takes_up(clauses, verb):
                continue
            block = clauses.sentence.block
            first = number
            while first > 0 and self.sentences[first - 1].sentence.block == block:
                first -= 1
            if first == number and self.document.blocks[self.sentences[number - 1].sentence.block].kind is (
                BlockKind.PARAGRAPH
            ):
                block = self.sentences[number - 1].sentence.block
                while first > 0 and self.sentences[first - 1].sentence.block == block:
                    first -= 1
            if first < number:
                start, end = self.sentences[first].sentence.start, self.sentences[number - 1].sentence.end
                rule = f"{self.document.lang}.voice.taken_up"
                self.utterances.append(
                    dataclasses.replace(utterance, verb=None, start=start, end=end, clausal=True, rule=rule)
                )

    def _takes_up(self, clauses: Clauses, verb: Verb) -> bool:
        """Whether words that take up what was told stand beside a verb of speech, and it opens its sentence or they
        do."""
        found = self.taking_up.find(clauses.lows, 0, len(clauses.lows))
        return any(first <= 2 and abs(first - verb.first) <= 8 for first, _, _ in found)

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
            if not around or number in told_in:
                continue
            last = max(around, key=lambda u: u.start)
            if not self._goes_on_saying(clauses, before) and not self._of_spokesman(clauses, last):
                continue
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

    def _of_spokesman(self, clauses: Clauses, last: Utterance) -> bool:
        """Whether the paragraph of a spokesman goes on with his words: until somebody else is named who acts."""
        spoken = {m.ids for m in self.document.actors if m.office == "spokesperson"}
        named = [m for m in clauses.mention_at if m is not None and m.kind in ("person", "media") and m.bare]
        return bool(last.mentions) and last.mentions[0].ids in spoken and not named

    def _goes_on_saying(self, clauses: Clauses, before: Clauses) -> bool:
        spoken = frozenset(clauses.grammar.data["first_person"])
        if spoken & set(clauses.lows):
            return True
        if spoken & set(before.lows) and not any(
            m and m.bare and m.kind in ("person", "media") for m in clauses.mention_at
        ):
            return True  # 王毅说，我们…。双方…: given as he spoke
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
        self, position: int, block: int, own: tuple[int, int] | None, actors: Sequence[Participant]
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
            and not ((u.infinitive or own is not None) and self._own_act(u, own, actors))
            and not (u.rule.endswith(".turn") and self._of_speaker(actors))
        ]
        if own is None and around and self.background(self.sentences[self.sentence_at(position)], position):
            around = [u for u in around if self.discourse.quoted(position)]
        inside = max((u.start for u in around if not u.rule.endswith(".quoting")), default=0)
        quoting = bool(self.sentences) and self.sentences[0].grammar.declined  # "газета со ссылкой на МИД пишет, что …"

        def opens(u: Utterance) -> int:
            return max(u.start, inside) if quoting and u.rule.endswith(".quoting") else u.start

        for utterance in sorted(around, key=lambda u: (opens(u), _depth(u), -u.end)):
            links.append(utterance.speakers)
        seen: set[str] = set()
        chain = []
        for link in links:
            fresh = tuple(voice for voice in link if voice.id not in seen)
            seen.update(voice.id for voice in fresh)
            if fresh:
                chain.append(fresh)
        return tuple(chain)

    def _of_speaker(self, actors: Sequence[Participant]) -> bool:
        """ "we would like to congratulate you": what somebody does in the first person by saying so."""
        pronouns = self.sentences[0].grammar.pronouns
        doers = [actor for actor in actors if actor.role is not Role.RECIPIENT]
        return bool(doers) and all(
            pronouns.get(self.document.text[a.start : a.end].lower(), "").startswith("first") for a in doers
        )

    def _own_act(self, told: Utterance, own: tuple[int, int] | None, actors: Sequence[Participant]) -> bool:
        """Whether what is told is an act of the speaker: 表示支持, not 俄罗斯表示两国将合作 (a party of it)."""
        voices = {voice.id for voice in told.speakers}
        if not voices <= {actor.id for actor in actors}:
            return False
        if own is None and self.sentences[told.sentence].grammar.declined and told.rule.endswith(_PLEDGING):
            return False  # "предложил создать": his word on what is to come
        if own is not None or self.sentences[told.sentence].coverbs is None:
            return True
        joint = any(actor.role is Role.PARTICIPANT for actor in actors if actor.id not in voices)
        return not joint or any(actor.start == voice.start for actor in actors for voice in told.speakers)


def _depth(utterance: Utterance) -> int:
    """How far inside a voice stands where two scopes open together: "according to A, B said, citing C"."""
    if utterance.rule.endswith(".quoting"):
        return 2
    return int(utterance.verb is not None)


def _inside(position: int, span: tuple[int, int]) -> bool:
    return span[0] <= position < span[1]
