"""The verdict on a pair of claims: family by family, vetoes before scores."""

from collections import defaultdict
from collections.abc import Iterable

from graph.grounds import READ_INTO
from graph.kinship import Kinship, same_place
from graph.likeness import (
    BILATERAL,
    ENDS_OF_A_JOURNEY,
    REMOTE_MODES,
    WEIGHTS,
    Traits,
    Verdict,
    gap,
    is_counted,
    modes_agree,
    one_is_remote,
    parties,
    shared_words,
)
from graph.model import Family


def veto(a: Traits, b: Traits, kin: Kinship) -> str | None:
    """Why the two can never be one event, or None. Dates are judged apart, by `judge`."""
    one, two = a.claim, b.claim
    if one.family is not two.family:
        return "different families"
    if not a.agents or not b.agents:
        return "nobody acts"
    if one.family is not Family.STATEMENT and one.type is not two.type:
        return "different types"
    if parties(a, b, kin) is None:
        return "different parties"
    if one.family is Family.CONTACT and min(len(a.members), len(b.members)) < 2:
        return "one party is unknown"
    if one.family is Family.TRAVEL and ("departure" in (one.mode, two.mode)) and one.mode != two.mode:
        return "coming and leaving"
    if is_counted(a) or is_counted(b):
        return "several happenings"
    return within_one_text(a, b, kin) if one.article == two.article else None


def within_one_text(a: Traits, b: Traits, kin: Kinship) -> str | None:
    """Vetoes for claims of one article: what one voice tells apart is not one event."""
    one, two = a.claim, b.claim
    if one.trigger == two.trigger:
        return "the same words tell both"
    if (parties(a, b, kin) or 0) > 1:
        return "one article tells of persons and of their states"
    if a.voices != b.voices:
        taken_over = any(c.when is not None and c.when.basis in READ_INTO for c in (one, two))
        return "one article tells of two modes" if taken_over and unlike_modes(one.mode, two.mode) else None
    journey = one.family is Family.TRAVEL and not (one.mode == two.mode and one.mode in ENDS_OF_A_JOURNEY)
    if a.is_narrow and b.is_narrow and gap(a, b) and not journey:
        return "one voice gives two days"
    if one_is_remote(one.mode, two.mode):
        return "one voice tells of a meeting and of a call"
    if one.family is Family.CONTACT and one.place and two.place and not same_place(one.place, two.place, kin):
        return "one voice names two places"
    mine, theirs = ({q.value for q in c.quantities if q.measures == "duration"} for c in (one, two))
    if one.family is Family.CONTACT and mine and theirs and not mine & theirs:
        return "one voice gives two durations"
    return None


def unlike_modes(one: str | None, other: str | None) -> bool:
    """True where two modes cannot be said of one happening, or one is of a distance and one is not."""
    return one_is_remote(one, other) or not modes_agree(one, other)


def judge(a: Traits, b: Traits, kin: Kinship) -> Verdict:
    """Score two claims that both bear a day or a stretch of days. In: traits, kinship. Out: verdict."""
    if speak_of_other_things(a, b):
        return Verdict(veto="nothing in common")
    reason = veto(a, b, kin)
    apart = gap(a, b)
    if reason is None and apart is None:
        reason = "undated"
    if reason is None and apart is not None and apart > WEIGHTS.window:
        reason = f"{apart} days apart"
    if reason is not None or apart is None:
        return Verdict(veto=reason)
    stand_ins = parties(a, b, kin) or 0
    bilateral = a.claim.family in BILATERAL
    parts = [(WEIGHTS.parties if bilateral else WEIGHTS.roles, "the same parties")]
    if stand_ins:
        parts.append((stand_ins * WEIGHTS.stand_in, f"{stand_ins} standing for a state"))
    if a.claim.type is b.claim.type:
        parts.append((WEIGHTS.same_type, f"both {a.claim.type.value}"))
    parts += [date_part(a, b, apart), *mode_parts(a, b, apart), *place_parts(a, b, kin), *content_parts(a, b)]
    score = min(sum(weight for weight, _ in parts), *ceilings(a, b, apart))
    return Verdict(score=round(score, 4), reasons=tuple(words for weight, words in parts if weight))


def date_part(a: Traits, b: Traits, apart: int) -> tuple[float, str]:
    """Weight and words of the dates."""
    if apart == 0:
        same = (a.first, a.last) == (b.first, b.last)
        return (WEIGHTS.same_day, "the same day") if same else (WEIGHTS.overlap, "dates overlap")
    words = f"{apart} day{'s' if apart > 1 else ''} apart"
    if a.claim.family is Family.TRAVEL:
        return WEIGHTS.journey_near, words
    if a.claim.family is Family.INVITATION:
        return WEIGHTS.invitation_near, words
    return (WEIGHTS.next_day if apart == 1 else 0.0), words


def mode_parts(a: Traits, b: Traits, apart: int) -> list[tuple[float, str]]:
    """Weights and words of the modes."""
    one, two = a.claim.mode, b.claim.mode
    if one is None or two is None:
        return []
    if one == two or modes_agree(one, two):
        found = [
            (WEIGHTS.same_mode if one == two else WEIGHTS.same_mode / 2, f"{one} and {two}" if one != two else one)
        ]
        if apart and one == two and one in ("telephone call", "video call"):
            found.append((WEIGHTS.remote_near, "calls of one pair within days"))
        return found
    return [(WEIGHTS.remote_and_in_person if one_is_remote(one, two) else WEIGHTS.other_mode, f"{one} against {two}")]


def place_parts(a: Traits, b: Traits, kin: Kinship) -> list[tuple[float, str]]:
    """Weights and words of the places. In a call each side has its own place, and a patrol passes many: neither parts
    anything."""
    one, two = a.claim.place, b.claim.place
    if one is None or two is None:
        return []
    if same_place(one, two, kin):
        return [(WEIGHTS.same_place, f"in {one.name}")]
    if {a.claim.mode, b.claim.mode} & REMOTE_MODES or is_joint(a, b):
        return []
    return [(WEIGHTS.other_place, f"{one.name} against {two.name}")]


def content_parts(a: Traits, b: Traits) -> list[tuple[float, str]]:
    """Weights and words of shared words and numbers."""
    share = shared_words(a, b)
    found = [(round(WEIGHTS.words * share, 4), f"{round(100 * share)} % of the words")] if share else []
    if a.numbers & b.numbers:
        found.append((WEIGHTS.numbers, "the same numbers"))
    return found


def has_shared_content(a: Traits, b: Traits) -> bool:
    """True where words or numbers say the same thing."""
    return bool(a.numbers & b.numbers) or shared_words(a, b) >= WEIGHTS.least_words


def ceilings(a: Traits, b: Traits, apart: int) -> list[float]:
    """Upper bounds: where two acts of one day can only be told apart by what they are about, and no content is
    shared; and where a source would contradict its own earlier date."""
    bounds = [1.0]
    content = has_shared_content(a, b)
    if not content and needs_content(a, b):
        bounds.append(WEIGHTS.without_content)
    if a.claim.type is not b.claim.type and not a.numbers & b.numbers and shared_words(a, b) < WEIGHTS.most_words:
        bounds.append(WEIGHTS.other_act)
    if apart and a.source == b.source and a.voices == b.voices and not content and a.claim.family is not Family.TRAVEL:
        bounds.append(WEIGHTS.self_contradiction)
    if apart and a.claim.family is Family.CONTACT and not content and not one_call(a, b, apart):
        # in a visit of some days the same two meet again and again, in the same town
        bounds.append(WEIGHTS.without_content)
    return bounds


def one_call(a: Traits, b: Traits, apart: int) -> bool:
    """True where both tell of a call, a day apart: two calls of one pair on two days running are rarer than a slip."""
    return apart == 1 and a.claim.mode == b.claim.mode and a.claim.mode in ("telephone call", "video call")


def speak_of_other_things(a: Traits, b: Traits) -> bool:
    """True where only content could make two acts of one day the same, and they can be seen to share none.

    Asked before all else: a president who is quoted a thousand times on one day gives half a million pairs. Acts told
    in two languages cannot be seen to differ, unless they are utterances, of which there are too many to guess.
    """
    if not needs_content(a, b) or a.numbers & b.numbers:
        return False
    if a.lang == b.lang:
        return shared_words(a, b) < WEIGHTS.some_words
    one, two = a.claim, b.claim
    return one.family is Family.STATEMENT and not (
        one.type is two.type and a.recipients and a.recipients == b.recipients
    )


def is_joint(a: Traits, b: Traits) -> bool:
    """True where both tell of what several forces do together, a patrol or the like: they do one of a kind a day, and
    pass many places."""
    one, two = a.claim, b.claim
    joint = min(len(a.agents), len(b.agents)) > 1 and not a.recipients and not b.recipients
    return joint and one.family is Family.FORCE is two.family and one.mode == two.mode == "deployment"


def tells_package(item: Traits) -> bool:
    """True where a signing is told with the number of documents: of a pair there is one such package a day."""
    quantities = item.claim.quantities
    return item.claim.mode == "signing" and any(q.unit == "document" and q.value > 1 for q in quantities)


def meet_twice(ones: Iterable[Traits], others: Iterable[Traits]) -> bool:
    """Whether these tell of one contact and those of another, of a pair that met again: several articles give the one
    day in their own words, several the other, and none of these both days."""
    mine, theirs = told_days(ones), told_days(others)
    if not mine or not theirs or mine.keys() & theirs.keys():
        return False
    return all(len(set().union(*days.values())) >= WEIGHTS.twice for days in (mine, theirs))


def told_days(items: Iterable[Traits]) -> dict[tuple[int | None, int | None], set[str]]:
    """The days (proleptic ordinals, first and last) that the words of contacts give, each with its articles."""
    found: dict[tuple[int | None, int | None], set[str]] = defaultdict(set)
    for item in items:
        when = item.claim.when
        if item.claim.family is Family.CONTACT and when is not None and when.basis not in READ_INTO:
            found[item.first, item.last].add(item.claim.article)
    return found


def needs_content(a: Traits, b: Traits) -> bool:
    """True where one pair can do several such things on one day."""
    family, same_text = a.claim.family, a.claim.article == b.claim.article
    if family is Family.STATEMENT:
        return True
    if family is Family.DOCUMENT:
        if tells_package(a) and tells_package(b):
            return False
        return same_text or a.claim.mode is None or a.claim.mode != b.claim.mode
    if family is Family.FORCE:
        placed = a.claim.place is not None and b.claim.place is not None
        return a.claim.mode not in ("drill", "parade") and not placed and not is_joint(a, b)
    return family in (Family.TRADE, Family.LEGAL, Family.OTHER)
