"""Claims without a usable day: undated, or dated by a longer period. They join by rule, not by score."""

from graph.blocks import LEAST_EXACT
from graph.kinship import Kinship, same_place
from graph.likeness import (
    BILATERAL,
    MANY_A_DAY,
    ONCE_A_DAY,
    WEIGHTS,
    Traits,
    gap,
    is_counted,
    modes_agree,
    one_is_remote,
    parties,
    shared_words,
)
from graph.model import Family, Tense
from graph.verdict import veto

PERIOD = "the one of its period"
NEEDS_A_NAME = (None, "strike")  # modes that say so little that the word has to be the same too


def loose_match(a: Traits, b: Traits, kin: Kinship) -> str | None:
    """The reason to join two claims of which one bears no usable day, or None.

    In one article a repeated mention suffices: the same parties whole, a compatible mode and no contradiction, and
    outside bilateral families shared words. Elsewhere the words must be the same, or one must be dated by a period
    of a month at most in which the other lies.
    """
    one, two = a.claim, b.claim
    if a.is_narrow and b.is_narrow:
        return None
    if is_partial(a, b):
        return "told again with fewer names" if partly_same(a, b, kin) else None
    if veto(a, b, kin) is not None or one_is_remote(one.mode, two.mode) or not modes_agree(one.mode, two.mode):
        return None
    if plans_part(a, b) or not dates_allow(a, b):
        return None
    if one.article != two.article and same_words(a, b):
        return "word for word"
    exact_parties = parties(a, b, kin) == 0
    said_again = one.family in BILATERAL or shared_words(a, b) >= WEIGHTS.least_words
    if one.article == two.article and exact_parties and said_again and one.type is two.type:
        return "told again in the article"
    if exact_parties and is_one_plan(a, b):
        return "the same plan"
    narrow, wide = (a, b) if a.is_narrow else (b, a)
    if towns_part(a, b, kin):
        return None
    if narrow.is_narrow and wide.dated and wide.days <= WEIGHTS.longest and exact_parties and said_again:
        return PERIOD
    return None


def may_be_one(a: Traits, b: Traits, kin: Kinship) -> bool:
    """True where two claims of two articles, of which one bears no usable day, are possibly the same: shown, not
    merged.

    The same parties whole, the same type and a compatible mode, and: both give the same longer period ("the invasion
    of 2022"), or the same word names a day of the one's period, or one bears no date and its article came out on the
    other's day or just after, or came out on the other's days without a date too.
    """
    one, two = a.claim, b.claim
    if one.article == two.article or (a.is_narrow and b.is_narrow) or one.type is not two.type:
        return False
    if one.family in MANY_A_DAY or parties(a, b, kin) != 0 or veto(a, b, kin) is not None or plans_part(a, b):
        return False
    if one.mode in NEEDS_A_NAME and one.family not in ONCE_A_DAY and not a.named & b.named:
        return False
    if one_is_remote(one.mode, two.mode) or not modes_agree(one.mode, two.mode):
        return False
    if a.dated and b.dated:
        same = (a.first, a.last) == (b.first, b.last)
        return same or (gap(a, b) == 0 and one.family not in ONCE_A_DAY and bool(a.named & b.named))
    if one.when is not None or two.when is not None:
        undated, dated = (a, b) if one.when is None else (b, a)
        return undated.claim.when is None and dated.is_narrow and is_news_of(undated, dated.first, dated.last)
    return a.published is not None and b.published is not None and abs(a.published - b.published) <= WEIGHTS.news


def towns_part(a: Traits, b: Traits, kin: Kinship) -> bool:
    """True where two articles give two places for a contact that one of them dates by a longer period: a month says
    too little to take what happened in another town for the same."""
    one, two = a.claim, b.claim
    if one.article == two.article or one.family is not Family.CONTACT or one.when is None or two.when is None:
        return False
    apart = one.place is not None and two.place is not None and not same_place(one.place, two.place, kin)
    return apart and not (a.is_narrow and b.is_narrow)


def is_one_plan(a: Traits, b: Traits) -> bool:
    """True where both tell of a meeting, journey or the like to come within the very same period: a pair plans one."""
    one, two = a.claim, b.claim
    if one.family not in ONCE_A_DAY or one.type is not two.type or not one.tense is two.tense is Tense.FUTURE:
        return False
    return a.dated and not a.is_narrow and (a.first, a.last) == (b.first, b.last)


def is_news_of(item: Traits, first: int | None, last: int | None) -> bool:
    """True where the article of a claim came out on one of these days or just after."""
    if item.published is None or first is None or last is None:
        return False
    return first <= item.published <= last + WEIGHTS.news


def plans_part(a: Traits, b: Traits) -> bool:
    """True where one is still to come and the other is over: without days nothing says that they are one."""
    tenses = {a.claim.tense, b.claim.tense}
    return tenses == {Tense.FUTURE, Tense.PAST}


def dates_allow(a: Traits, b: Traits) -> bool:
    """True where the dates of two claims, of which one bears no usable day, do not part them: one is undated, or a
    narrow one lies in the other's period, or both give the same period."""
    if not a.dated or not b.dated:
        return True
    if a.is_narrow or b.is_narrow:
        return gap(a, b) == 0
    return (a.first, a.last) == (b.first, b.last)


def same_words(a: Traits, b: Traits) -> bool:
    """True where both pieces of evidence are the same words, told by the same one of them."""
    at = [(c.trigger.start - c.start, c.trigger.end - c.start, c.type) for c in (a.claim, b.claim)]
    return len(a.exact) >= LEAST_EXACT and a.exact == b.exact and at[0] == at[1]


def is_partial(a: Traits, b: Traits) -> bool:
    """True where in one article a contact is told once with both parties and once with one alone."""
    return (
        a.claim.family is Family.CONTACT is b.claim.family
        and a.claim.article == b.claim.article
        and (len(a.members) < 2) != (len(b.members) < 2)
    )


def partly_same(a: Traits, b: Traits, kin: Kinship) -> bool:
    """True where a contact that names one party repeats one that names both: same mode, same dates, same article."""
    few, both = (a, b) if len(a.members) < 2 else (b, a)
    return (
        bool(few.members)
        and few.members < both.members
        and few.claim.trigger != both.claim.trigger
        and few.claim.mode is not None
        and few.claim.mode == both.claim.mode
        and not is_counted(a)
        and not is_counted(b)
        and (not few.dated or gap(a, b) == 0)
    )
