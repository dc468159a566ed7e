"""Nouns of happenings that are not told where they stand: an invitation that a journey follows, one told just before,
the sides of a war, and what is only being arranged."""

from collections.abc import Sequence
from dataclasses import replace

from graph.model import EventType, Family, Role
from ingest.clauses import Clauses, Verb
from ingest.drafts import DRAFT_REACH, Draft
from ingest.modality import planned
from ingest.roles import Part
from ingest.triggers import Trigger

_WISH_REACH = 6  # tokens before an invitation among which the preposition stands that makes it one followed
_ARRANGED_REACH = 6  # tokens between a noun of arrangement and what is arranged
_BARE = 3  # tokens between an infinitive and the noun it carries


def followed(clauses: Clauses, first: int) -> bool:
    """Whether an invitation is one that something is done at: "à l'invitation de Xi", "at Xi's invitation". Not "a
    répondu à une invitation", which a verb governs and no possessor closes."""
    words = frozenset(clauses.grammar.data["at_wish"])
    for at in range(first - 1, max(-1, first - 1 - _WISH_REACH), -1):
        if clauses.categories[at] == "P":
            return clauses.lows[at] in words or clauses.preposition(at) in words
        if clauses.categories[at] in ("V", ";", "S", "R", "q"):
            return False
    return False


def guest(clauses: Clauses, verb: Verb | None, parts: Sequence[Part]) -> list[Part]:
    """The parties of an invitation that is followed: whoever acts at it is the one invited."""
    hosts = [p for p in parts if p.role is Role.AGENT]
    named = {actor for p in parts for actor in p.mention.ids}
    who = clauses.subject(verb) if verb is not None and hosts else ()
    more = [m for m in who if m.kind in ("person", "persons") and not set(m.ids) & named]
    return [*hosts, *(Part(m, Role.RECIPIENT, "subject") for m in more)]


def invitation_before(drafts: Sequence[Draft], number: int) -> tuple[list[Part], bool]:
    """The parties of the invitation told last within reach of a sentence, and whether no other was told by others."""
    near = [
        d
        for d in drafts
        if d.trigger.family is Family.INVITATION
        and number - d.sentence <= DRAFT_REACH
        and {p.role for p in d.parts} >= {Role.AGENT, Role.RECIPIENT}
    ]
    if not near:
        return [], False
    casts = {frozenset((a, p.role) for p in d.parts for a in p.mention.ids) for d in near}
    last = max(near, key=lambda d: (d.sentence, d.first))
    return [replace(p, slot="told") for p in last.parts], len(casts) == 1


def accused(clauses: Clauses, verb: Verb | None, first: int, parts: list[Part]) -> list[Part]:
    """ "обвинили Китай в поставках России": what somebody is accused of, by a noun, is done by who is accused, and to
    whoever the noun names; where nouns show their case."""
    if verb is None or not clauses.grammar.declined or not clauses.grammar.accusing & set(verb.lemmas):
        return parts
    at = first - 1
    while at > verb.last and clauses.categories[at] in ("W", "J", "D", "A"):
        at -= 1
    whom = [m for a in clauses.arguments(verb) if a.slot == "object" for m in a.mentions]
    if (
        clauses.lows[at] != "в"
        or not whom
        or {a for m in whom for a in m.ids} & {a for p in parts for a in p.mention.ids}
    ):
        return parts
    return [*(Part(m, Role.AGENT, "accused") for m in whom), *(replace(p, role=Role.RECIPIENT) for p in parts)]


def is_war(clauses: Clauses, first: int, last: int) -> bool:
    """Whether a noun is one of war, which has sides, and not of an attack."""
    return bool(set(clauses.bases[first:last]) & frozenset(clauses.grammar.data["wars"]))


def within(clauses: Clauses, first: int, last: int) -> list[Part]:
    """The state that the words for a war themselves name as where it is: "le conflit ukrainien"."""
    named = {m.ids: m for m in clauses.mention_at[first:last] if m is not None and m.kind == "state"}
    return [Part(m, Role.RECIPIENT, "of") for m in named.values()] if len(named) == 1 else []


def sides(parts: Sequence[Part]) -> list[Part]:
    """ "the Russia-Ukraine war", 俄乌战争: two that a war is of are its sides, none its attacker."""
    actors = {actor for p in parts for actor in p.mention.ids}
    if len(actors) < 2 or {p.role for p in parts} != {Role.AGENT}:
        return list(parts)
    return [replace(p, role=Role.PARTICIPANT) for p in parts]


def attackers(clauses: Clauses, drafts: Sequence[Draft]) -> None:
    """Give the wars among the drafts of a sentence the attacker that the same sentence names by another noun of force
    ("le conflit en Ukraine …, depuis l'offensive russe")."""
    force = [d for d in drafts if d.trigger.type is EventType.ASSAULT]
    for draft in force:
        if draft.verb is not None or not is_war(clauses, draft.first, draft.last):
            continue
        against = {a for p in draft.parts if p.role is Role.RECIPIENT for a in p.mention.ids}
        if not against or {p.role for p in draft.parts} != {Role.RECIPIENT}:
            continue
        for other in force:
            theirs = {a for p in other.parts if p.role is Role.RECIPIENT for a in p.mention.ids}
            doers = [p for p in other.parts if p.role is Role.AGENT and not set(p.mention.ids) & against]
            if other is not draft and doers and theirs <= against:
                draft.parts = [*doers, *draft.parts]
                break


def arranged(clauses: Clauses, first: int, last: int, verb: Verb | None) -> bool:
    """Whether a happening is only being arranged: "the dates of the visit will be agreed", a future verb about the
    particulars of what a noun names. Not "the dates of the visit were agreed"."""
    if verb is None or verb.tense != "future":
        return False
    words = frozenset(clauses.grammar.data["arrangements"])
    if clauses.coverbs is not None:
        return bool(words & set(clauses.lows[last : last + 3]))
    before = range(max(0, first - _ARRANGED_REACH), first)
    return any(
        clauses.bases[at] in words or clauses.lows[at] in words
        for at in before
        if not {"V", ";", ","} & set(clauses.categories[at:first])
    )


def to_come(clauses: Clauses, happens: Verb | None, first: int) -> bool:
    """Whether what opens in the present is to come: "a summit opens tonight, in which Putin will take part"."""
    if happens is None or happens.tense != "present" or happens.perfect:
        return False
    for verb in clauses.verbs:
        start = clauses.clause_start(verb)
        if verb.kind == "finite" and verb.first > max(first, happens.last) and verb.tense == "future" and start > 0:
            return clauses.categories[start - 1] == "R" or clauses.categories[start] == "R"
    return False


def carried_by(clauses: Clauses, first: int) -> Verb | None:
    """The infinitive whose object a noun is: "inviter Poutine à lui rendre visite"."""
    for verb in clauses.verbs:
        if verb.kind == "infinitive" and 0 <= first - verb.last <= _BARE:
            between = clauses.categories[verb.last : first]
            return verb if all(c in ("D", "W", "A", "J") for c in between) else None
    return None


def accepted(clauses: Clauses, verb: Verb, trigger: Trigger) -> bool:
    """Whether a journey is told right behind an invitation accepted, in a language without tense:
    普京接受邀请，今年上半年访问中国. Not 普京接受邀请，访问了中国."""
    if clauses.coverbs is None or trigger.family is not Family.TRAVEL or verb.tense != "past" or verb.perfect:
        return False
    before = next((v for v in reversed(clauses.verbs) if v.first < verb.first), None)
    if before is None or not set(before.lemmas) & frozenset(clauses.grammar.data["accepting"]):
        return False
    return clauses.coverbs.unmarked(verb)


def jointly(drafts: Sequence[Draft], number: int, parts: Sequence[Part]) -> list[Part]:
    """The parties of a document made jointly, of which its clause names one: those whom that one met in the same
    sentence ("Xi held talks with Putin and signed a joint statement")."""
    named = {actor for p in parts for actor in p.mention.ids}
    if len(named) != 1:
        return list(parts)
    for draft in reversed(drafts):
        met = [p for p in draft.parts if p.role is Role.PARTICIPANT]
        theirs = {actor for p in met for actor in p.mention.ids}
        if draft.sentence == number and draft.trigger.family is Family.CONTACT and named < theirs:
            return [*parts, *(p for p in met if not set(p.mention.ids) & named)]
    return list(parts)


def without_plans(drafts: Sequence[Draft], number: int, clauses: Clauses) -> list[Draft]:
    """The drafts less those of a sentence's verbs of plan that no trigger names, where what is planned is told by the
    verb that they govern: "ne prévoient pas de se rencontrer" is a meeting that is denied, and no act besides."""
    told = {d.verb.governor for d in drafts if d.sentence == number and d.verb is not None and d.verb.governor >= 0}
    planning = {clauses.verbs[at].first for at in told if set(clauses.verbs[at].lemmas) & planned(clauses)}
    return [
        d
        for d in drafts
        if d.sentence != number or d.trigger.name != "deed" or d.verb is None or d.verb.first not in planning
    ]
