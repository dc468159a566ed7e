"""Utterances as claims: STATEMENT, or what is said amounts to; and whom it is about."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile

from graph.model import EventType, Family, Role, Tense, Voice
from ingest.clauses import Clauses, Verb
from ingest.document import ActorMention
from ingest.drafts import Draft
from ingest.lang_data import load
from ingest.modality import of_verb
from ingest.opened import Utterance
from ingest.parsed import Parsed
from ingest.roles import Frame, Part
from ingest.sentences import folded
from ingest.triggers import Trigger

TOWARD = frozenset((EventType.REQUEST, EventType.ACCUSE, EventType.THREATEN, EventType.SUPPORT))
BACKING = frozenset((EventType.SUPPORT, EventType.AGREE, EventType.REQUEST))


class Statements:
    """Makes the drafts of utterances."""

    def __init__(self, parsed: Parsed, drafts: Sequence[Draft]) -> None:
        self.parsed = parsed
        self.drafts = drafts  # those found so far
        self.document = parsed.document
        self.registry = parsed.registry
        self.triggers = parsed.triggers
        self.sentences = parsed.sentences
        self.times = parsed.times
        self.attribution = parsed.attribution
        self.discourse = parsed.discourse
        self.spoken = parsed.spoken
        self.mention_starts: list[int] = []
        modality = load(parsed.document.lang, "modality")
        self.never = frozenset(modality["never"]["words"])
        self.nobody = frozenset(modality["nobody"]["words"])
        self.quotes = frozenset(load(parsed.document.lang, "grammar")["quoting"])
        short = load(parsed.document.lang, "actors")["short_heads"]["words"]
        self.unspoken = frozenset((*short, *load(parsed.document.lang, "voices")["documents"]["nouns"], "media"))
        self.acting = frozenset(load(parsed.document.lang, "voices")["anonymous"]["acting"])
        self.manner = tuple(load(parsed.document.lang, "voices")["manner"]["words"])
        self.documents = frozenset(load(parsed.document.lang, "voices")["documents"]["nouns"])
        grammar = load(parsed.document.lang, "grammar")
        self.about = frozenset(grammar["about"]) if grammar.get("case_order") else frozenset()

    def _statement(self, number: int, clauses: Clauses, verb: Verb, utterance: Utterance) -> Draft | None:
        """The utterance itself: STATEMENT, or what its content amounts to."""
        speakers = utterance.mentions or self._unnamed(clauses, utterance)
        told = clauses.coverbs is None  # whether those who only have a collective name say nothing of their own
        if all(m.kind == "media" or (m.form == "collective" and told) or _press(m) for m in speakers):
            return None  # "Xinhua reported": a credit, kept in the chain of what it credits
        if not utterance.clausal and verb.kind == "finite" and clauses.hangs(verb):
            return None  # "ce qu'il décrit comme …"
        if verb.kind == "infinitive" or (verb.kind == "gerund" and not utterance.clausal):
            return None
        quotes = bool(clauses.grammar.bare_content) and not set(verb.lemmas) - self.quotes
        if quotes and verb.kind == "gerund":
            return None  # "Xinhua, citing an official, said …": a credit
        kind = self._recast(utterance)
        if not utterance.clausal and kind in (EventType.REQUEST, EventType.AGREE) and clauses.grammar.modifier_first:
            kind = EventType.STATEMENT  # "announced a referendum to determine whether it should …"
        trigger = statement_trigger(self.document.lang, kind, utterance.mode)
        frame = Frame(clauses, self.triggers, trigger, self.registry)
        parts = frame.of_verb(verb, speakers)
        if clauses.coverbs is not None:
            press = frozenset(load(self.document.lang, "actors")["press"]["names"])
            parts = [p for p in parts if p.role is not Role.RECIPIENT or not press & set(p.mention.names)]
            parts += self._most_named(utterance, parts) if kind is not EventType.STATEMENT else []
        elif kind in TOWARD and utterance.clausal:
            parts += self._toward(utterance, parts)
        if utterance.clausal and clauses.grammar.bare_content and set(verb.lemmas) & clauses.grammar.reporting:
            parts = [p for p in parts if p.slot != "object"]  # "said Putin and Xi met": part of what is said
        if quotes:
            parts = [p for p in parts if p.role is Role.AGENT]  # "cited Putin as saying": whose words, not to whom
        modality = of_verb(clauses, verb, reported=self.parsed.reported(clauses, verb.first, number))
        when = None
        if not self._only_told_of(number, clauses, verb, utterance):
            when = self.parsed.when(number, clauses, verb.first, verb.last, verb)
        return Draft(
            number,
            verb.first,
            verb.last,
            trigger,
            parts,
            modality,
            when,
            verb,
            utterance,
            f"{utterance.rule}.{kind.value.lower()}",
        )

    def _only_told_of(self, number: int, clauses: Clauses, verb: Verb, utterance: Utterance) -> bool:
        """Whether all dates of the sentence stand in what is said, behind the verb, and so say nothing of when it was
        said: "recalled that this year marks …", but not "said on Monday the two would meet"."""
        rows = self.times[number].rows
        if not rows or not utterance.clausal or not clauses.grammar.bare_content:
            return False
        behind = (
            verb.last
            if clauses.lows[verb.last : verb.last + 1] and (clauses.lows[verb.last] in clauses.grammar.that)
            else verb.last + 1
        )
        return all(first > behind and utterance.start <= time.start < utterance.end for first, _, time in rows)

    def _unnamed(self, clauses: Clauses, utterance: Utterance) -> tuple[ActorMention, ...]:
        """ "A senior Chinese diplomat said": who has no name but speaks for the state or body that his words name."""
        if not utterance.clausal or not self.acting:
            return ()
        around = [m for m in clauses.mention_at if m is not None]
        whole = [m for m in around if any(v.start == m.start and v.id in m.ids for v in utterance.speakers)]
        if whole:
            return tuple(whole[:1])  # "a member of the Russian delegation said": Russia
        return tuple(
            ActorMention(start=v.start, end=v.end, ids=(v.id,), names=(v.name,), kind="person", form="unnamed")
            for v in utterance.speakers
            if self._of_words(clauses, v) or self._speaks_for(v, around)
        )

    def _speaks_for(self, voice: Voice, around: Sequence[ActorMention]) -> bool:
        """Whether an unnamed voice speaks for somebody whom its words name."""
        if not self.acting & set(voice.name.lower().split()):
            return False
        return any(voice.start <= m.start and m.end <= voice.end for m in around) or any(
            word[0].isupper() for word in voice.name.split()
        )

    def _of_words(self, clauses: Clauses, voice: Voice) -> bool:
        """Whether a voice is a person or people by a common noun ("a trader said"), and no medium or document."""
        if not clauses.grammar.modifier_first or clauses.coverbs is not None or voice.id in self.registry.actors:
            return False
        words = voice.name.lower().split()
        return bool(words) and not (self.unspoken & set(words))

    def _most_named(self, utterance: Utterance, parts: Sequence[Part]) -> list[Part]:
        """Whom praise, reproach or refusal is of: the other state that is named in what is said, where one is."""
        if any(part.role is Role.RECIPIENT for part in parts):
            return []
        actors, own = self.registry.actors, set()
        for part in parts:
            known = [actors[a] for a in part.mention.ids if a in actors]
            own |= {actor.id for actor in known} | {actor.state for actor in known if actor.state}
        counts: Counter[str] = Counter()
        first: dict[str, ActorMention] = {}
        topics = frozenset(load(self.document.lang, "grammar")["place_topics"])
        for mention in self.document.actors:
            about = self.document.tokens[mention.last : mention.last + 1]
            if about and about[0].low in topics:
                continue  # 乌克兰危机: what it is about, not whom
            if utterance.start <= mention.start < utterance.end:
                others = [a for a in mention.ids if a not in own and a in actors and actors[a].kind == "state"]
                if len(others) == 1:
                    counts[others[0]] += 1
                    first.setdefault(others[0], mention)
        if not counts or not own:
            return []
        state = max(counts, key=lambda a: (counts[a], -first[a].start))
        found = replace(first[state], ids=(state,), names=(actors[state].name,), kind="state")
        return [Part(found, Role.RECIPIENT, "content")]

    def _toward(self, utterance: Utterance, parts: Sequence[Part]) -> list[Part]:
        """Whom an utterance is about, where it blames, asks or backs somebody: the first actor that it names who is
        neither the speaker nor the speaker's own state."""
        if any(p.role is Role.RECIPIENT for p in parts):
            return []
        own = {a for p in parts for a in p.mention.ids}
        own |= {s for a in own if a in self.registry.actors and (s := self.registry.actors[a].state)}
        told = [
            *takewhile(lambda m: m.start < utterance.end, self.document.actors[self._first_mention(utterance.start) :])
        ]
        if load(self.document.lang, "grammar").get("case_order"):  # who does it comes before whom it is done to
            told.sort(key=lambda m: not (m.bare and (not m.cases or "nom" in m.cases)))
        for mention in told:
            other = self._other_of_pair(mention, own)
            if other is not None:
                return [Part(other, Role.RECIPIENT, "content")]
            states = {self.registry.actors[a].state for a in mention.ids if a in self.registry.actors}
            if mention.form in ("demonym", "pronoun", "described") or mention.kind in ("media", "project"):
                continue
            if not own & (set(mention.ids) | states):
                return [Part(mention, Role.RECIPIENT, "content")]
        return []

    def _other_of_pair(self, mention: ActorMention, own: set[str]) -> ActorMention | None:
        """ "les relations sino-russes", "les deux pays": the state of the two that is not the speaker's."""
        if len(mention.ids) != 2 or self.sentences[0].coverbs is not None:
            return None
        others = [(a, name) for a, name in zip(mention.ids, mention.names, strict=True) if a not in own]
        known = self.registry.actors.get(others[0][0]) if len(others) == 1 else None
        if known is None or known.kind != "state":
            return None
        return replace(mention, ids=(known.id,), names=(others[0][1],), kind="state")

    def _of_states(self, parts: list[Part]) -> list[Part]:
        """ "Wang Yi veut renforcer la coopération entre Pékin et Moscou": what is between two states is theirs, and not
        of the person who speaks of it."""
        states = {a for p in parts if p.slot in ("between", "of") and p.mention.kind == "state" for a in p.mention.ids}
        if len(states) < 2:
            return parts
        return [p for p in parts if p.slot != "subject" or {self._state_of(a) for a in p.mention.ids} - states]

    def _state_of(self, actor: str) -> str:
        known = self.registry.actors.get(actor)
        return (known.state if known is not None else None) or actor

    def _first_mention(self, position: int) -> int:
        """The index of the first actor that is mentioned at or behind a code point."""
        if not self.mention_starts:
            self.mention_starts = [m.start for m in self.document.actors]
        return bisect_left(self.mention_starts, position)

    def _recast(self, utterance: Utterance) -> EventType:
        words = self.document.text[utterance.start : utterance.end]
        content = folded(words, self.document.lang).lower().replace("’", "'")
        for manner in self.manner:
            content = content.replace(manner, " ")
        for kind, pattern in _recasts(self.document.lang):
            if pattern.search(content):
                return EventType.STATEMENT if self._of_another(utterance, kind) else kind
        return EventType.REJECT if utterance.clausal and self._denies(utterance) else EventType.STATEMENT

    def _of_another(self, utterance: Utterance, kind: EventType) -> bool:
        """Whether what is said tells of another's act: «Президент пригласил …», — сказал помощник; "Russia and China
        oppose …," the statement of the Kremlin said."""
        clauses, verb = self.sentences[utterance.sentence], utterance.verb
        if verb is None or not utterance.clausal or clauses.coverbs is not None:
            return False
        document = clauses.lows[max(0, verb.first - 1)] in self.documents
        if kind not in BACKING and not document:
            return False
        own = {voice.id for voice in utterance.speakers}
        for told in clauses.verbs:
            start = self.document.tokens[clauses.offset + told.first].start
            if utterance.start <= start < utterance.end and told.kind == "finite":
                doers = [m for m in clauses.subject(told) if utterance.start <= m.start < start]
                past = of_verb(clauses, told, reported=False).tense is Tense.PAST
                return (
                    bool(doers)
                    and (document or past)
                    and all(
                        (document or m.kind == "person") and m.form != "pronoun" and not own & set(m.ids) for m in doers
                    )
                )
        return False

    def _denies(self, utterance: Utterance) -> bool:
        """Whether what is said is that something never was: "Il n'y a eu aucun accord secret", a-t-il martelé."""
        clauses = self.sentences[utterance.sentence]
        words = self.never
        for verb in clauses.verbs:
            start = self.document.tokens[clauses.offset + verb.first].start
            if utterance.start <= start < utterance.end and verb.kind in ("finite", "infinitive"):
                near = clauses.lows[verb.first : min(verb.last + 3, len(clauses.lows))]
                return verb.negated and any(low in words for low in near)
        return False


def _press(mention: ActorMention) -> bool:
    """ "Russian media", "Russian news agencies": the press of a country, by its canonical name."""
    return mention.kind == "group" and mention.names[0].endswith(("media", "agencies"))


@lru_cache(maxsize=8)
def _recasts(lang: str) -> tuple[tuple[EventType, re.Pattern[str]], ...]:
    rows = []
    for row in load(lang, "voices")["recast"]:
        cues = "|".join(re.escape(cue[:-1]) + r"\w*" if cue.endswith("*") else re.escape(cue) for cue in row["cues"])
        boundary = r"\b" if load(lang, "grammar")["join"] else ""
        rows.append((EventType(row["type"]), re.compile(f"{boundary}(?:{cues}){boundary}")))
    return tuple(rows)


@lru_cache(maxsize=64)
def statement_trigger(lang: str, kind: EventType, mode: str) -> Trigger:
    """The trigger that an utterance is: of what type, spoken or written."""
    frames = load(lang, "events")["frames"]
    return Trigger("statement", kind, Family.STATEMENT, mode or "spoken", frames["utter"], "agent", False)
