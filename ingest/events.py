"""Claims: what each sentence says happened, put together from trigger, roles, date, place, voices and modality."""

from collections.abc import Iterator, Sequence

from graph.model import Claim, Family, Participant, Role, Span, Tense, claim_id
from graph.registry import Registry
from graph.when import When
from ingest.answers import fill_answers, fill_hosts
from ingest.binding import linked, merged
from ingest.clauses import Clauses
from ingest.completing import Completing
from ingest.counterparts import Counterparts
from ingest.document import BlockKind, Document
from ingest.drafts import Draft
from ingest.limits import MOST_CLAIMS, UNREAD
from ingest.nominal import Nominal
from ingest.occasions import without_plans
from ingest.parsed import Parsed
from ingest.quantities import find_quantities
from ingest.roles import Part
from ingest.settling import Settling
from ingest.stays import stay
from ingest.verbal import Verbal

_MEETING_REACH = 12  # sentences over which who met is who did together what is left unsaid


class _Assembler:
    """Makes the claims of one document."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.document = parsed.document
        self.registry = parsed.registry
        self.sentences = parsed.sentences
        self.times = parsed.times
        self.attribution = parsed.attribution
        self.discourse = parsed.discourse
        self.drafts: list[Draft] = []
        self.unread = 0  # sentences behind those that told as much as is taken
        self.verbal = Verbal(parsed, self.drafts)
        self.nominal = Nominal(parsed, self.drafts)

    def claims(self) -> list[Claim]:
        """All claims, in the order of their triggers."""
        for number, clauses in enumerate(self.sentences):
            if len(self.drafts) >= MOST_CLAIMS:
                self.unread = len(self.sentences) - number
                break
            block = self.document.blocks[clauses.sentence.block]
            if block.kind is BlockKind.FURNITURE:
                continue
            taken: set[int] = set()
            for verb in clauses.verbs:
                if clauses.coverbs is not None and verb.first in taken:
                    continue  # 表示热烈欢迎: the noun that the verb before carries
                draft = self.verbal.find(number, clauses, verb)
                if draft is not None:
                    self.drafts.append(draft)
                    taken.update(range(draft.first, draft.last), draft.also)
            self.drafts[:] = without_plans(self.drafts, number, clauses)
            for draft in self.nominal.find(number, clauses, taken):
                self.drafts.append(draft)
        self.drafts.sort(key=lambda d: (d.sentence, d.first, d.last))
        self._uncite()
        self._unrelease()
        self._fill_nobody()
        self._fill_unsaid()
        if self.sentences and self.sentences[0].cased is None:
            fill_answers(self.drafts, self.registry)
        return self._finished()

    def _uncite(self) -> None:
        """ "Selon le patron de Rosneft, Moscou et Pékin ont signé": whom a cue names takes no part in what he tells."""
        for draft in self.drafts:
            offset = self.sentences[draft.sentence].offset
            if self.attribution.cited(self.document.tokens[offset + draft.first].start, draft.sentence):
                continue  # "selon une vidéo diffusée par le Kremlin": an act of his own
            draft.parts = [
                part for part in draft.parts if not self.attribution.cited(part.mention.start, draft.sentence)
            ]

    def _unrelease(self) -> None:
        """ "they said in a joint statement released by the Kremlin": whoever makes it known is no party of its own."""
        for draft in self.drafts:
            verb, clauses = draft.verb, self.sentences[draft.sentence]
            joint = draft.trigger.mode == "joint" and draft.trigger.family is Family.STATEMENT
            if verb is None or not joint or verb.kind != "participle" or not draft.parts:
                continue
            if len({actor for part in draft.parts for actor in part.mention.ids}) > 1:
                continue
            above = next((v for v in reversed(clauses.verbs) if v.last <= verb.first and v.kind == "finite"), None)
            doers = clauses.subject(above) if above is not None else ()
            doers = doers if sum(len(m.ids) for m in doers) > 1 else ()
            draft.parts = [Part(m, Role.PARTICIPANT, "subject") for m in doers]
            draft.review = draft.review if doers else "doubtful: who did it is left unsaid"

    def _fill_nobody(self) -> None:
        """A denial of "anybody else" is about whoever the next sentences name with the same verb."""
        for draft in [d for d in self.drafts if d.nobody]:
            actors = {actor for part in draft.parts for actor in part.mention.ids}
            for other in self.drafts:
                near = 0 < other.sentence - draft.sentence <= 2
                theirs = {actor for part in other.parts for actor in part.mention.ids}
                if near and other.trigger is draft.trigger and actors & theirs:
                    draft.parts += [p for p in other.parts if not set(p.mention.ids) & actors]
                    draft.review = "doubtful: whom the denial is about is named only in the next sentence"
                    break
        self.drafts = [d for d in self.drafts if not d.nobody or d.review != "clear"]

    def _fill_unsaid(self) -> None:
        """ "По итогам переговоров Путина и Си были подписаны": who did together what the grammar leaves unsaid are the
        parties of the contact told in the same sentence, else of the one told last; where no case shows who is meant,
        of whatever two did together."""
        for number, draft in enumerate(self.drafts):
            together = draft.trigger.frame.get("subject") == Role.PARTICIPANT.value
            if draft.parts or not together or not draft.review.startswith("doubtful: who"):
                continue
            near = [d for d in self.drafts if d.sentence == draft.sentence and d is not draft]
            near += [d for d in reversed(self.drafts[:number]) if draft.sentence - d.sentence <= _MEETING_REACH]
            for other in near:
                met = [p for p in other.parts if p.role is Role.PARTICIPANT]
                alike = other.trigger.family is Family.CONTACT or self.sentences[draft.sentence].cased is None
                if alike and len({a for p in met for a in p.mention.ids}) > 1:
                    draft.parts = list(met)
                    break

    def _finished(self) -> list[Claim]:
        claims: list[Claim] = []
        ordinals: dict[tuple[int, int], int] = {}
        self.drafts = self._once()
        for number, draft in enumerate(self.drafts):
            draft.number = number
        settling, completing = Settling(self.parsed, self.drafts), Completing(self.parsed, self.drafts)
        counterparts = Counterparts(self.parsed)
        for draft in self.drafts:
            draft.place = settling.place(draft)
            completing.complete(draft)
            counterparts.complete(draft)
        if self.sentences and self.sentences[0].cased is None:
            fill_hosts(self.drafts, self.registry)
        settling.scene = settling.opening_scene()
        for draft in self.drafts:
            settling.settle_day(draft)
            settling.agree_with_clock(draft)
            draft.place = settling.scenes.refined(draft, draft.place or settling.place_at_hand(draft))
        for draft in self.drafts:  # when all have taken their day over from the day on which a journey began
            if draft.trigger.mode == "visit":
                draft.when = stay(self.sentences[draft.sentence], draft) or draft.when
            for parts in self._dyads(draft):
                claim = self._claim(draft, parts, ordinals)
                claims.append(claim)
        return linked(merged(claims, self._headings()))

    def _once(self) -> list[Draft]:
        """Without nouns that only name again, in the same sentence and of the same actors, what was told there."""
        kept: list[Draft] = []
        seen: dict[tuple[int, str, frozenset[str]], When | None] = {}
        for draft in self.drafts:
            actors = frozenset(actor for part in draft.parts for actor in part.mention.ids)
            key = (draft.sentence, draft.trigger.name, actors)
            if draft.verb is None and key in seen and draft.when in (None, seen[key]):
                continue
            seen.setdefault(key, draft.when)
            kept.append(draft)
        return kept

    def _dyads(self, draft: Draft) -> Iterator[list[Part]]:
        """ "A a parlé avec B et C" is one claim for each partner of a call."""
        calls = draft.trigger.mode in ("telephone call", "video call")
        subjects = [p for p in draft.parts if p.slot == "subject"]
        partners = [p for p in draft.parts if p.slot in ("with", "to", "object")]
        if calls and len(subjects) == 1 and len(partners) > 1:
            for partner in partners:
                yield [*subjects, partner]
        else:
            yield draft.parts

    def _claim(self, draft: Draft, parts: Sequence[Part], ordinals: dict[tuple[int, int], int]) -> Claim:
        clauses = self.sentences[draft.sentence]
        tokens, sentence = self.document.tokens, clauses.sentence
        trigger = Span(
            start=tokens[clauses.offset + draft.first].start, end=tokens[clauses.offset + draft.last - 1].end
        )
        key = (trigger.start, trigger.end)
        ordinals[key] = ordinals.get(key, -1) + 1
        own = draft.utterance.verb_span if draft.utterance else self._own_act(clauses, draft)
        position = trigger.start
        actors = tuple(
            Participant(id=actor, name=name, role=part.role, start=part.mention.start, end=part.mention.end)
            for part in parts
            for actor, name in zip(part.mention.ids, part.mention.names, strict=True)
        )
        place = draft.place
        span = Span(start=sentence.start, end=sentence.end)
        said = draft.when if draft.utterance is not None else self._said(draft, position)
        return Claim(
            id=claim_id(self.document.article.id, trigger, ordinals[key]),
            article=self.document.article.id,
            start=span.start,
            end=span.end,
            trigger=trigger,
            evidence=(span,),
            type=draft.trigger.type,
            family=draft.trigger.family,
            mode=draft.trigger.mode,
            actors=_unique(actors),
            when=draft.when,
            said=said,
            place=place,
            attribution=self.attribution.chain(position, sentence.block, own, actors),
            certainty=draft.modality.certainty,
            polarity=draft.modality.polarity,
            tense=draft.modality.tense,
            quantities=find_quantities(
                clauses,
                draft.verb or draft.carrier,
                draft.first,
                draft.last,
                coming=draft.modality.tense is Tense.FUTURE,
            ),
            review=draft.review,
            rules=(draft.rule, *draft.modality.rules),
        )

    def _own_act(self, clauses: Clauses, draft: Draft) -> tuple[int, int] | None:
        """他发文，批评美国: an act of speech that goes on with its speaker for its subject is his own."""
        if clauses.coverbs is None or draft.verb is None or draft.trigger.family is not Family.STATEMENT:
            return None
        return None if clauses.coverbs.own(draft.verb) else (-1, -1)

    def _said(self, draft: Draft, position: int) -> When | None:
        for utterance in self.attribution.over(position):
            if utterance.verb is not None:
                return self.times[utterance.sentence].of(utterance.verb.first, utterance.verb.last, utterance.verb)
        return None

    def _headings(self) -> list[tuple[int, int]]:
        return [(b.start, b.end) for b in self.document.blocks if b.kind is BlockKind.HEADING]


def _unique(actors: Sequence[Participant]) -> tuple[Participant, ...]:
    return tuple({actor.id: actor for actor in reversed(actors)}.values())[::-1]


def find_claims(
    document: Document, registry: Registry
) -> tuple[tuple[Claim, ...], tuple[tuple[int, int], ...], tuple[str, ...]]:
    """The claims of a document whose times, actors and places are found; the spans (code points) that are somebody
    else's words and not the publisher's; and what is not read because it is beyond `MOST_CLAIMS`."""
    parsed = Parsed(document, registry)
    assembler = _Assembler(parsed)
    claims = tuple(assembler.claims())
    unread, total = assembler.unread, len(parsed.sentences)
    cuts = (UNREAD.format(most=MOST_CLAIMS, count=unread, total=total),) if unread else ()
    blocks = document.blocks
    told = [*parsed.discourse.quotes]
    told += [(u.start, u.end) for u in parsed.attribution.utterances if u.speakers and u.clausal]
    told += [(blocks[s.first].start, blocks[s.last - 1].end) for s in parsed.discourse.sections]
    return claims, tuple(told), cuts
