"""Differences: the attributes of one event on which its accounts part.

Values that can both be true at different grain are no difference ("early February" and 4 February, Beijing and the
Great Hall of the People, "remote" and a video call, a person and the state they act for); what only some tell is an
omission. Nothing is scored: every value stands with the claims and the sources that give it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations

from graph.grounds import announcer, bounded, stated_place, stated_when
from graph.kinship import Kinship, Known, kinship_of, same_place
from graph.likeness import ENDS_OF_A_JOURNEY, IN_PERSON_MODES, REMOTE_MODES, SYMMETRIC_TYPES, modes_agree
from graph.model import (
    Article,
    Certainty,
    Claim,
    Difference,
    DifferingValue,
    Event,
    Family,
    Polarity,
    Quantity,
    Role,
    Tense,
)
from graph.when import Kind, When, distance

# The order in which differences are told.
ATTRIBUTES = ("whether", "when", "where", "who", "mode", "duration", "number", "certainty", "announced by")
MINUTES = {"second": 1 / 60, "minute": 1.0, "hour": 60.0, "day": 1440.0, "week": 10080.0}
COMMON_KNOWLEDGE = 0.25  # share of tellers below which those who cite somebody do not say who made it known
TOLERANCE = 0.10  # share by which a number said to be approximate may be off

Said = tuple[str, Claim]  # a value in words, and a claim that gives it
Clash = Callable[[Claim, Claim], bool]


def differences(
    event: Event,
    claims: Mapping[str, Claim] | Iterable[Claim],
    articles: Mapping[str, Article],
    registry: Known | Kinship | None = None,
) -> tuple[Difference, ...]:
    """All differences of an event, in the order of ATTRIBUTES.

    `claims` holds at least those of the event, `articles` the articles of these. Raises KeyError where one is missing.
    """
    kin = kinship_of(registry)
    known = claims if isinstance(claims, Mapping) else {claim.id: claim for claim in claims}
    mine = [known[key] for key in event.claims]
    told = [claim for claim in mine if claim.denies not in event.claims]
    found = {
        "whether": whether(mine, event),
        "when": when_values(told, articles, kin),
        "where": where_values(told, kin),
        "who": who_values(told, kin),
        "mode": mode_values(told),
        "duration": duration_values(told, kin),
        "number": number_values(told),
        "certainty": certainty_values(told, articles),
        "announced by": voice_values(told, articles, kin),
    }
    made = []
    for attribute in ATTRIBUTES:
        values = gather(found[attribute], articles)
        if len(values) > 1:
            made.append(Difference(event=event.id, attribute=attribute, values=values))
    return tuple(made)


def gather(said: Iterable[Said], articles: Mapping[str, Article]) -> tuple[DifferingValue, ...]:
    """Claims and sources by value; the value that most sources give first, then by its words."""
    by_value: dict[str, list[Claim]] = {}
    for value, claim in said:
        by_value.setdefault(value, []).append(claim)
    values = [
        DifferingValue(
            value=value,
            claims=tuple(sorted(c.id for c in claims)),
            sources=tuple(sorted({articles[c.article].source for c in claims})),
        )
        for value, claims in by_value.items()
    ]
    return tuple(sorted(values, key=lambda v: (-len(v.sources), v.value)))


def account_of(claim: Claim) -> object:
    """Whose telling it is: an article's own, or that of a chain of voices in it."""
    return (claim.article, tuple(tuple(voice.id for voice in link) for link in claim.attribution))


def clashing(said: Sequence[Said], clash: Clash, key: Callable[[Claim], object]) -> list[Said]:
    """The values on which some two accounts part; empty where none do.

    Two articles part where nothing that one says goes with anything that the other says: who gives a value that the
    other gives too has it from two sides, or we misread him once. Within an article two accounts part likewise. `key`
    gives all of a claim that `clash` looks at, so that of a thousand claims that say the same one is compared.
    """
    kinds = {(value, key(claim)): claim for value, claim in said}
    apart = {
        pair
        for (first, a), (second, b) in combinations(kinds.items(), 2)
        if first[0] != second[0] and clash(a, b)
        for pair in ((first, second), (second, first))
    }
    if not apart:
        return []
    contested = {kind for pair in apart for kind in pair}
    involved: set[str] = set()
    by_article: dict[str, dict[object, set[tuple[str, object]]]] = {}
    for value, claim in said:
        if (value, key(claim)) in contested:
            tellers = by_article.setdefault(claim.article, {})
            tellers.setdefault(account_of(claim), set()).add((value, key(claim)))
    texts = {frozenset(kind for told in tellers.values() for kind in told) for tellers in by_article.values()}
    groups = [*combinations(texts, 2)]
    for tellers in by_article.values():
        groups += [(frozenset(one), frozenset(other)) for one, other in combinations(tellers.values(), 2)]
    for one, other in groups:
        if all((x, y) in apart for x in one for y in other):
            involved.update(value for value, _ in one | other)
    return [(value, claim) for value, claim in said if value in involved]


def whether(claims: Sequence[Claim], event: Event) -> list[Said]:
    """Affirmed against denied. A claim that denies another of the event denies; plans are neither. One account that
    is as sure of both does not part from itself: it speaks of two things. Nor does a text that gives its day and says
    without one that it was not ("they had not met since"), unless somebody there denies it."""
    denied = [c for c in claims if c.denies in event.claims or c.polarity is Polarity.DENIED]
    affirmed = [c for c in claims if c not in denied and c.tense is not Tense.FUTURE]

    sure = {c.article for c in affirmed if stated_when(c)} if denied else ()
    rejected = {c.denies for c in denied}
    denied = [c for c in denied if c.denies or c.id in rejected or stated_when(c) or c.article not in sure]

    def parted(yes: Claim, no: Claim) -> bool:
        return account_of(yes) != account_of(no) or yes.certainty is not no.certainty or no.denies == yes.id

    against = [no for no in denied if any(parted(yes, no) for yes in affirmed)]
    return [*(("denied", no) for no in against), *(("affirmed", yes) for yes in affirmed if against)]


def when_values(claims: Sequence[Claim], articles: Mapping[str, Article], kin: Kinship) -> list[Said]:
    """Dates that cannot both be right. A day apart in two countries is the time zone. Each day of a visit is a day of
    it: a journey's dates part only over the day of arrival or departure, or where it was planned for other days than
    those of the whole of it. What is still to come is not of the day on which it is announced; and who says a thing
    on one day says it on another."""
    held = [c for c in claims if c.family is not Family.STATEMENT]
    told = [c for c in held if c.tense is not Tense.FUTURE or not is_of_its_article(c, articles[c.article])]
    said = [(c.when.edtf, c) for c in told if c.when is not None and bounded(c.when)]
    spans = [c.when for _, c in said if c.when and c.when.kind is Kind.THROUGHOUT and c.when.start != c.when.end]

    def clash(a: Claim, b: Claim) -> bool:
        one, two = stated_when(a), stated_when(b)
        if one is None or two is None:
            return False
        if not distance(one, two):
            return is_other_stretch(a, b)
        if at_one_end(a, b) and a.place and b.place and same_place(a.place, b.place, kin):
            return True
        if inside_one(one, two, spans):
            return False
        if distance(one, two) == 1 and a.place and b.place and kin.country(a.place.id) != kin.country(b.place.id):
            return False
        planned = (a.tense is Tense.FUTURE) != (b.tense is Tense.FUTURE)
        if a.family is Family.TRAVEL and planned:
            return not any(near(stretch, one) and near(stretch, two) for stretch in spans)
        return a.family is not Family.TRAVEL or at_one_end(a, b)

    found = []
    for mode in ENDS_OF_A_JOURNEY:
        found += clashing([(value, c) for value, c in said if c.mode == mode], clash, day_key)
    return found or clashing(said, clash, day_key)


def is_other_stretch(a: Claim, b: Claim) -> bool:
    """True where each gives first and last day of a journey or drill, and not the same ones. Two towns of one journey
    have each its own."""
    if a.place and b.place and a.place.id != b.place.id and a.family is Family.TRAVEL:
        return False
    stretches = [stretch_of(claim) for claim in (a, b)]
    return all(stretches) and stretches[0] != stretches[1]


def stretch_of(claim: Claim) -> tuple[date, date] | None:
    """First and last day of a journey or a drill, where the claim's own words give both and they are not one; not where
    they give one day and a length."""
    when = stated_when(claim)
    if (
        when is None
        or lasted(claim) is not None
        or not when.start
        or not when.end
        or "~" in when.edtf
        or when.start == when.end
    ):
        return None
    is_one = claim.family in (Family.TRAVEL, Family.FORCE) and when.kind is Kind.THROUGHOUT
    return (when.start, when.end) if is_one else None


def is_of_its_article(claim: Claim, article: Article) -> bool:
    """True where the day it gives is that on which its article came out."""
    return claim.when is not None and claim.when.start == claim.when.end == article.published


def near(stretch: When, when: When) -> bool:
    """True where it lies in the stretch or on the day before or after."""
    apart = distance(stretch, when)
    return apart is not None and apart <= 1


def day_key(claim: Claim) -> object:
    """All of a claim that a clash of days looks at."""
    return (claim.when, claim.place and claim.place.id, claim.mode, claim.tense)


def at_one_end(a: Claim, b: Claim) -> bool:
    """True where both tell of the arrival, or both of the departure."""
    return a.mode == b.mode and a.mode in ENDS_OF_A_JOURNEY


def inside_one(a: When, b: When, spans: Sequence[When]) -> bool:
    """True where both lie in one of the stretches."""
    lows, highs = [w.start for w in (a, b) if w.start], [w.end for w in (a, b) if w.end]
    return any(s.start and s.end and s.start <= min(lows) and s.end >= max(highs) for s in spans)


def where_values(claims: Sequence[Claim], kin: Kinship) -> list[Said]:
    """Places of which neither lies in the other. At a distance each side has its own, and patrols pass many, which is
    no difference; a journey has many, which are one only over the country."""
    if any(c.mode in REMOTE_MODES or c.mode == "deployment" for c in claims):
        return []
    said = [(c.place.name, c) for c in claims if c.place]

    def clash(a: Claim, b: Claim) -> bool:
        one, two = stated_place(a), stated_place(b)
        if one is None or two is None or same_place(one, two, kin):
            return False
        return a.family is not Family.TRAVEL or kin.country(one.id) != kin.country(two.id)

    return clashing(said, clash, lambda c: (c.place and c.place.id, stated_place(c) is None))


def who_values(claims: Sequence[Claim], kin: Kinship) -> list[Said]:
    """Sets of actors of which each has one that the other has not, nor anyone standing for him."""
    said = [(", ".join(sorted(a.name for a in c.actors)), c) for c in claims if c.actors]

    def lacks(a: Claim, b: Claim, role: bool) -> bool:
        whole = a.type in SYMMETRIC_TYPES or b.type in SYMMETRIC_TYPES
        mine = {x.id for x in a.actors if whole or (x.role is Role.RECIPIENT) is role}
        theirs = {x.id for x in b.actors if whole or (x.role is Role.RECIPIENT) is role}
        rest = mine - theirs
        return bool(theirs) and any(
            not any(kin.stands_for(x, y) or kin.stands_for(y, x) for y in theirs - mine) for x in rest
        )

    def clash(a: Claim, b: Claim) -> bool:
        return any(lacks(a, b, role) and lacks(b, a, role) for role in (False, True))

    return clashing(said, clash, lambda c: (c.type, frozenset((a.id, a.role) for a in c.actors)))


def mode_values(claims: Sequence[Claim]) -> list[Said]:
    """Modes that cannot both be said of one happening. Who tells it as a call once and then as a meeting means a
    meeting at a distance."""
    calls = {c.article for c in claims if c.mode in REMOTE_MODES}
    said = [(c.mode, c) for c in claims if c.mode and not (c.mode in IN_PERSON_MODES and c.article in calls)]
    return clashing(said, lambda a, b: not modes_agree(a.mode, b.mode), lambda c: c.mode)


def in_minutes(quantity: Quantity) -> float | None:
    """A duration in minutes; None for a unit that has no fixed length."""
    factor = MINUTES.get(quantity.unit.rstrip("s"))
    return None if factor is None else quantity.value * factor


def duration_words(minutes: float) -> str:
    """ "85 min", "3 days" """
    days = minutes / MINUTES["day"]
    return f"{days:g} days" if days > 1 and days == int(days) else f"{minutes:g} min"


def duration_values(claims: Sequence[Claim], kin: Kinship) -> list[Said]:
    """How long it lasted: a length that the words give, held of a journey or a drill also against that of its days.
    Two towns of one journey have each its own."""
    said = []
    length: dict[str, tuple[float, bool]] = {}
    counted = set()
    for claim in claims:
        found, stretch = lasted(claim), stretch_of(claim)
        if found is None and stretch is not None:
            counted.add(claim.id)
            found = (((stretch[1] - stretch[0]).days + 1) * MINUTES["day"], False)
        if found is not None:
            length[claim.id] = found
            said.append((duration_words(found[0]), claim))

    def clash(a: Claim, b: Claim) -> bool:
        if a.id in counted and b.id in counted:
            return False  # that is said of the days already
        towns = a.place and b.place and a.place.id != b.place.id and a.family is Family.TRAVEL
        return not towns and not close(length[a.id], length[b.id])

    return clashing(said, clash, lambda c: (length[c.id], c.id in counted, c.place and c.place.id))


def lasted(claim: Claim) -> tuple[float, bool] | None:
    """Length in minutes that the words give, and whether it is approximate."""
    values = [(m, q.approximate) for q in claim.quantities if q.measures == "duration" and (m := in_minutes(q))]
    if claim.family in (
        Family.TRAVEL,
        Family.FORCE,
    ):  # "a three-day visit"; the hours of one are those of something else
        values = [(minutes, about) for minutes, about in values if minutes >= MINUTES["day"]]
    return values[0] if len(values) == 1 else None


def close(a: tuple[float, bool], b: tuple[float, bool]) -> bool:
    """True where two numbers are the same, or as near as "about" allows."""
    if a[1] or b[1]:
        return abs(a[0] - b[0]) <= TOLERANCE * max(abs(a[0]), abs(b[0]))
    return a[0] == b[0]


def number_values(claims: Sequence[Claim]) -> list[Said]:
    """Numbers of the same thing in the same unit, each given once by its claim."""
    found: list[Said] = []
    measured: dict[tuple[str, str], list[tuple[Claim, Quantity]]] = {}
    for claim in claims:
        kinds: dict[tuple[str, str], list[Quantity]] = {}
        for quantity in claim.quantities:
            if quantity.measures != "duration":
                kinds.setdefault((quantity.measures, quantity.unit), []).append(quantity)
        for kind, values in kinds.items():
            if len({q.value for q in values}) == 1:
                measured.setdefault(kind, []).append((claim, values[0]))
    for (measures, unit), given in sorted(measured.items()):
        found += clashing_numbers(unit if measures == "count" else f"{unit} ({measures})".strip(), given)
    return found


def clashing_numbers(unit: str, given: Sequence[tuple[Claim, Quantity]]) -> list[Said]:
    """Of the numbers of one thing, those that differ by more than their words allow."""
    value = {claim.id: (q.value, q.approximate) for claim, q in given}
    said = [(f"{q.value:g} {unit}", claim) for claim, q in given]
    return clashing(said, lambda a, b: not close(value[a.id], value[b.id]), lambda c: value[c.id])


def certainty_values(claims: Sequence[Claim], articles: Mapping[str, Article]) -> list[Said]:
    """How sure each is, of what is affirmed and not merely planned. Who tells it for certain once does not doubt it;
    and "reportedly" is as sure as "CCTV reported": the probable parts only from a source's own word."""
    told = [c for c in claims if c.polarity is Polarity.AFFIRMED and c.tense is not Tense.FUTURE]
    sure = {articles[c.article].source for c in told if c.certainty is Certainty.CERTAIN}
    own = any(c.certainty is Certainty.CERTAIN and not c.attribution for c in told)
    return [
        (c.certainty.value, c)
        for c in told
        if c.certainty is Certainty.CERTAIN
        or (articles[c.article].source not in sure and (own or c.certainty is not Certainty.PROBABLE))
    ]


def voice_values(claims: Sequence[Claim], articles: Mapping[str, Article], kin: Kinship) -> list[Said]:
    """Who made it known, where two sources cite nobody in common: one has it from the Kremlin, the other from Beijing.
    A spokesman and his office are one; that it is to come and that it was is made known twice. Where few of those who
    tell it cite anybody, it is common knowledge."""
    cited: dict[str, set[str]] = {}
    names: dict[str, set[str]] = {}
    told = []
    tellers: dict[bool, set[str]] = {True: set(), False: set()}
    citing: dict[bool, set[str]] = {True: set(), False: set()}
    for claim in claims:
        voice = announcer(claim, kin) if claim.polarity is Polarity.AFFIRMED else None
        tellers[claim.tense is Tense.FUTURE].add(articles[claim.article].source)
        if voice is not None:
            root = kin.root(voice.id)
            cited.setdefault(articles[claim.article].source, set()).add(root)
            names.setdefault(root, set()).add(voice.name)
            told.append((root, claim))
            citing[claim.tense is Tense.FUTURE].add(articles[claim.article].source)

    def is_common(claim: Claim) -> bool:
        coming = claim.tense is Tense.FUTURE
        return len(citing[coming]) < COMMON_KNOWLEDGE * len(tellers[coming])

    said = [(", ".join(sorted(names[root])), claim) for root, claim in told if not is_common(claim)]

    def clash(a: Claim, b: Claim) -> bool:
        if (a.tense is Tense.FUTURE) != (b.tense is Tense.FUTURE):
            return False
        one, two = articles[a.article].source, articles[b.article].source
        return one != two and not cited[one] & cited[two]

    return clashing(said, clash, lambda c: (articles[c.article].source, c.tense is Tense.FUTURE))
