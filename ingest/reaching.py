"""How far a cue reaches, and whose words "по его словам" gives where nobody spoke just before."""

from collections.abc import Sequence

from ingest.clauses import Clauses
from ingest.discourse import Discourse
from ingest.document import ActorMention, Document
from ingest.grammar import Verb
from ingest.lang_data import load
from ingest.opened import Utterance
from ingest.utterances import Contents

_NAME = 5  # tokens of a quoted name with its marks, at most


class Reaching(Contents):
    """Reaches of cues in one document. `heard` are its sentences, `utterances` those found so far."""

    def __init__(self, document: Document, discourse: Discourse, sentences: Sequence[Clauses]) -> None:
        super().__init__(document, discourse)
        self.heard = sentences
        self.utterances: list[Utterance] = []
        self.papers = frozenset(load(document.lang, "voices")["documents"]["nouns"])

    def _who_acted_last(self, number: int, cue: int) -> tuple[ActorMention, ...]:
        """ "Губернатор созвонился с мэром. По его словам, …": the one person who does something in the sentence before,
        where nobody speaks there; else who spoke before the cue in the same one."""
        beside = [u for u in self.utterances if u.sentence == number and u.verb is not None and u.verb.first < cue]
        persons = [u.mentions for u in beside if len(u.mentions) == 1 and u.mentions[0].kind == "person"]
        if persons and self.heard[number].grammar.declined:
            return persons[-1]
        if number == 0 or any(told.sentence == number - 1 and told.mentions for told in self.utterances):
            return ()
        before = self.heard[number - 1]
        if not before.grammar.declined:
            return self._pointed_at(before)
        doers = [m for v in before.verbs if v.kind == "finite" for m in before.subject(v)]
        named = {m.ids: m for m in doers if m.kind == "person" and len(m.ids) == 1 and m.form != "unnamed"}
        return tuple(named.values()) if len(named) == 1 else ()

    def _pointed_at(self, clauses: Clauses) -> tuple[ActorMention, ...]:
        """ "C'est Iouri Ouchakov qui a présenté les résultats. Selon lui, …": the person a sentence points at."""
        pointing = frozenset(clauses.grammar.data["clefts"])
        for verb in clauses.verbs:
            if verb.first == 0 or clauses.lows[verb.first - 1] not in pointing or verb.last >= len(clauses.lows):
                continue
            mention = clauses.mention_at[verb.last]
            if mention is not None and mention.kind == "person" and len(mention.ids) == 1:
                return (mention,)
        return ()

    def _of_clause(self, clauses: Clauses, first: int, start: int, end: int) -> tuple[int, int]:
        """ "США ввели запрет, и четыре банка, по данным агентства, остановили расчёты": a cue inside a clause that
        another one stands before covers that clause alone, up to a semicolon."""
        opens = 0
        for at in range(first - 1, 0, -1):
            if clauses.lows[at] == ";" and not clauses._in_quote(at):
                opens = at + 1
                break
            joined = clauses.categories[at] == "C" and clauses.categories[at - 1] == ","
            if (
                (joined or clauses.categories[at] in ("R", "S"))
                and any(v.kind == "finite" and v.last <= at for v in clauses.verbs)
                and not any(v.kind == "finite" and at < v.first < first for v in clauses.verbs)
            ):
                opens = at + 1
                break
        if opens and first - opens > 0:
            start = max(start, self._span(clauses, opens, opens + 1)[0])
        stop = next((at for at in range(first, len(clauses.lows)) if clauses.lows[at] == ";"), 0)
        listed = ":" in clauses.lows[first:stop] if stop else False
        if stop and not listed and not clauses._in_quote(stop):
            end = min(end, self._span(clauses, first, stop)[1])
        return start, end

    def _quoted_name(self, clauses: Clauses, index: int) -> int:
        """ "как рассказал «Ъ» один из участников": the token behind a quoted name of no actor; else the token."""
        if not clauses.grammar.declined or clauses.categories[index : index + 1] != ["Q"]:
            return index
        reach = range(index, min(index + _NAME, len(clauses.lows)))
        close = next((at for at in reach if clauses.categories[at] == "q"), -1)
        return close + 1 if close > 0 and not any(clauses.mention_at[index:close]) else index

    def _issuing(self, clauses: Clauses, verb: Verb) -> tuple[ActorMention, ...]:
        """ "говорится в докладе МИД", "сказано в сообщении": whose document it is, behind a verb that is nobody's."""
        if not clauses.grammar.declined or verb.kind != "finite":
            return ()
        nobody = any(lemma.endswith("ся") and lemma[:-2] in clauses.grammar.reporting for lemma in verb.lemmas)
        if not nobody and not (verb.passive and set(verb.lemmas) & clauses.grammar.reporting):
            return ()
        at = verb.last
        if clauses.lows[at : at + 1] != ["в"]:
            return ()
        at += 1
        while (
            at < len(clauses.lows)
            and clauses.categories[at] in ("W", "D")
            and (clauses.grammar.lexicon.adjective(clauses.lows[at]) or clauses.categories[at] == "D")
        ):
            at += 1
        if at + 1 >= len(clauses.lows) or clauses.bases[at] not in self.papers:
            return ()
        mention = clauses.mention_at[at + 1]
        return (mention,) if mention is not None and clauses.categories[at + 1] == "M" else ()
