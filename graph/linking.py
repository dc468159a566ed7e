"""Claims -> events: which claims, across articles and languages, tell the same happening. Pure functions.

Three passes over each group of claims that touch one another, in a fixed order that does not depend on input order:
1. claims that bear a day (or a stretch of days): pairs by falling score, complete linkage (no pair of an event may be
   vetoed or fall below *possible*);
2. claims without a usable day (undated, or dated by a longer period): repeated within their article, or word for
   word elsewhere, or the only matching event of their period; where several match, none is picked;
3. utterances whose reported contents are one event, and denials, which join what they deny.
`blocks` gives the keys under which claims meet; two claims that share none are never compared, so a new article is
re-linked (`relink`) with the claims of its own blocks alone.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.derive import derive_event
from graph.kinship import Kinship, Known, kinship_of
from graph.labels import NameOf, names_of
from graph.likeness import (
    BILATERAL,
    WEIGHTS,
    Traits,
    Verdict,
    gap,
    is_counted,
    modes_agree,
    one_is_remote,
    parties,
    shared_words,
    traits_of,
)
from graph.model import Article, Claim, Event, Family, Join, Tense, digest
from graph.verdict import judge, veto

BUCKET = 2 * WEIGHTS.window + 1  # days of a bucket: a claim with its window touches two at most
LOOSE_REASON = 0.75  # score given to a join that rests on a rule instead of a sum
LEAST_EXACT = 12  # letters below which the same words are no exact repetition
Lookup = Callable[[frozenset[str]], Iterable[Claim]]


def blocks(claim: Claim, article: Article, registry: Known | Kinship | None = None) -> frozenset[str]:
    """The keys under which this claim can meet others: its article, its words, its parties and days, its references.

    Two claims that no rule could ever join may share a key; two that a rule could join always do.
    """
    return keys_of(traits_of(claim, article), kinship_of(registry))


def keys_of(item: Traits, kin: Kinship) -> frozenset[str]:
    """`blocks` of traits."""
    claim = item.claim
    keys = {f"id:{claim.id}"}
    keys.update(f"id:{other}" for other in (claim.denies, claim.reports) if other)
    if claim.denies:
        return frozenset(keys)
    roots = ",".join(sorted({kin.root(actor) for actor in item.agents}))
    where = f"{claim.family.value}|{roots}"
    # Within an article a contact may be told again with one party alone, whose root is another.
    keys.add(f"in:{claim.article}|{claim.family.value if claim.family is Family.CONTACT else where}")
    if len(item.exact) >= LEAST_EXACT:
        keys.add("as:" + digest(where, item.exact))
    if item.first is not None and item.last is not None and item.days <= WEIGHTS.longest:
        first, last = item.first - WEIGHTS.window, item.last + WEIGHTS.window
        keys.update(f"on:{where}|{bucket}" for bucket in range(first // BUCKET, last // BUCKET + 1))
    return frozenset(keys)


def link(
    claims: Sequence[Claim], articles: Mapping[str, Article], registry: Known | Kinship | None = None
) -> tuple[Event, ...]:
    """All events of these claims, sorted by id. `articles` holds the article of every claim, by its id.

    The same claims in any order give the same events; leaving out claims that share no chain of matches with the
    others changes nothing in the others' events. Raises KeyError where an article is missing.
    """
    items = {c.id: traits_of(c, articles[c.article]) for c in sorted(claims, key=lambda c: c.id)}
    return Linkage(items=items, kin=kinship_of(registry), name_of=names_of(registry)).events()


def relink(
    changed: Iterable[Claim],
    lookup: Lookup,
    articles: Mapping[str, Article],
    registry: Known | Kinship | None = None,
) -> tuple[Event, ...]:
    """The events of `changed` and of every claim whose event they can touch, exactly as `link` over all would give.

    `lookup(keys)` returns the stored claims (the changed ones among them or not) that hold one of these `blocks`.
    Of claims that are gone or are not what they were, hand in as changed what `disturbed` gives for their former
    events.
    """
    kin = kinship_of(registry)
    items: dict[str, Traits] = {}
    fresh = sorted(changed, key=lambda c: c.id)
    for claim in fresh:
        items[claim.id] = traits_of(claim, articles[claim.article])
    while fresh:
        keys = frozenset(key for claim in fresh for key in keys_of(items[claim.id], kin))
        candidates = {c.id: c for c in lookup(keys) if c.id not in items}
        met = {key: traits_of(claim, articles[claim.article]) for key, claim in candidates.items()}
        edge = [items[claim.id] for claim in fresh]
        holders = by_key(met.values(), kin)
        pairs = {
            (item.claim.id, other) for item in edge for key in keys_of(item, kin) for other in holders.get(key, ())
        }
        near = {other for one, other in pairs if touches(items[one], met[other], kin)}
        fresh = [candidates[key] for key in sorted(near)]
        items.update({claim.id: met[claim.id] for claim in fresh})
    return Linkage(items=dict(sorted(items.items())), kin=kin, name_of=names_of(registry)).events()


def disturbed(former: Iterable[str], event: Callable[[str], Event]) -> frozenset[str]:
    """Ids of the claims whose events may change when a claim of these former events goes or changes.

    They are those of the events themselves, and those of events that were kept apart from them as possibly the same:
    what kept them apart may have been the claim that is gone. `event` gives a stored event by its id.
    """
    found: set[str] = set()
    for key in former:
        home = event(key)
        found.update(home.claims)
        for other in home.possibly:
            found.update(event(other).claims)
    return frozenset(found)


def by_key(items: Iterable[Traits], kin: Kinship) -> dict[str, list[str]]:
    """Key -> ids of the claims that hold it, in the order given."""
    index: dict[str, list[str]] = defaultdict(list)
    for item in items:
        for key in keys_of(item, kin):
            index[key].append(item.claim.id)
    return index


def touches(a: Traits, b: Traits, kin: Kinship) -> bool:
    """True where the two can bear on each other's events: what `relink` follows."""
    one, two = a.claim, b.claim
    if two.id in (one.denies, one.reports) or one.id in (two.denies, two.reports):
        return True
    if {one.denies, one.reports} & {two.denies, two.reports} - {None}:
        return True
    if a.is_narrow and b.is_narrow:
        return judge(a, b, kin).score >= WEIGHTS.possible
    return loose_match(a, b, kin) is not None


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
    narrow, wide = (a, b) if a.is_narrow else (b, a)
    if narrow.is_narrow and wide.dated and wide.days <= WEIGHTS.longest and exact_parties and said_again:
        return "the one of its period"
    return None


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


@dataclass(kw_only=True)
class Linkage:
    """One run over claims that are all known. Not for use outside this module."""

    items: Mapping[str, Traits]  # by claim id, sorted
    kin: Kinship
    name_of: NameOf
    group: dict[str, list[str]] = field(default_factory=dict)  # claim id -> the list of its group, shared
    joins: list[Join] = field(default_factory=list)
    maybe: set[tuple[str, str]] = field(default_factory=set)  # pairs of claim ids

    def events(self) -> tuple[Event, ...]:
        """Run the passes and derive the events."""
        self.group = {key: [key] for key in self.items}
        pairs = self.candidates()
        self.join_days([(a, b) for a, b in pairs if self.items[a].is_narrow and self.items[b].is_narrow])
        self.join_loose([(a, b) for a, b in pairs if not (self.items[a].is_narrow and self.items[b].is_narrow)])
        self.join_utterances()
        self.join_denials()
        return self.derive()

    def candidates(self) -> list[tuple[str, str]]:
        """Pairs of claims that share a key, smaller id first, sorted. Denials stand aside until the last pass."""
        found: set[tuple[str, str]] = set()
        for key, ids in by_key(self.items.values(), self.kin).items():
            if key.startswith("id:"):
                continue
            found.update((a, b) for i, a in enumerate(ids) for b in ids[i + 1 :])
        return sorted(found)

    def merge(self, a: str, b: str, score: float, reasons: tuple[str, ...]) -> None:
        """Make one group of two; the join is kept under the larger id."""
        one, two = self.group[a], self.group[b]
        one.extend(two)
        for key in two:
            self.group[key] = one
        self.joins.append(Join(claim=max(a, b), to=min(a, b), score=score, reasons=reasons))

    def join_days(self, pairs: list[tuple[str, str]]) -> None:
        """Pass 1."""
        verdicts: dict[tuple[str, str], Verdict] = {}
        for a, b in pairs:
            verdict = judge(self.items[a], self.items[b], self.kin)
            verdicts[a, b] = verdict
        strong = sorted((-v.score, pair) for pair, v in verdicts.items() if v.score >= WEIGHTS.join)
        for score, (a, b) in strong:
            if self.group[a] is self.group[b]:
                continue
            if all(self.fits(x, y, verdicts) for x in self.group[a] for y in self.group[b]):
                self.merge(a, b, -score, verdicts[a, b].reasons)
            else:
                self.maybe.add((a, b))
        self.maybe.update(pair for pair, v in verdicts.items() if WEIGHTS.possible <= v.score < WEIGHTS.join)

    def fits(self, a: str, b: str, verdicts: dict[tuple[str, str], Verdict]) -> bool:
        """True where a pair may stand in one event."""
        pair = (a, b) if a < b else (b, a)
        if pair not in verdicts:
            verdicts[pair] = judge(self.items[pair[0]], self.items[pair[1]], self.kin)
        return verdicts[pair].veto is None and verdicts[pair].score >= WEIGHTS.possible

    def join_loose(self, pairs: list[tuple[str, str]]) -> None:
        """Pass 2: first loose claims among themselves, then each group of them to the only event it matches."""
        matches = {}
        for a, b in pairs:
            reason = loose_match(self.items[a], self.items[b], self.kin)
            if reason:
                matches[a, b] = reason
        for (a, b), reason in matches.items():
            if self.items[a].is_narrow or self.items[b].is_narrow or self.group[a] is self.group[b]:
                continue
            if all(self.loose_fits(x, y) for x in self.group[a] for y in self.group[b]):
                self.merge(a, b, LOOSE_REASON, (reason,))
            else:
                self.maybe.add((a, b))
        targets: dict[str, dict[str, tuple[str, str, str]]] = defaultdict(dict)
        for (a, b), reason in matches.items():
            loose, fixed = (b, a) if self.items[a].is_narrow else (a, b)
            if self.items[fixed].is_narrow and not self.items[loose].is_narrow:
                targets[min(self.group[loose])].setdefault(min(self.group[fixed]), (loose, fixed, reason))
        for _, found in sorted(targets.items()):
            preferred = {k: v for k, v in found.items() if v[2] != "the one of its period"} or found
            if len(preferred) == 1:
                ((loose, fixed, reason),) = preferred.values()
                self.merge(loose, fixed, LOOSE_REASON, (reason,))
            self.maybe.update((min(x, y), max(x, y)) for x, y, _ in found.values())

    def loose_fits(self, a: str, b: str) -> bool:
        """True where two loose claims may stand in one event."""
        one, two = self.items[a], self.items[b]
        return is_partial(one, two) or (
            veto(one, two, self.kin) is None and dates_allow(one, two) and not plans_part(one, two)
        )

    def join_utterances(self) -> None:
        """Pass 3: utterances of one speaker on one day whose contents are one event."""
        same: dict[tuple[object, ...], list[str]] = defaultdict(list)
        for key, item in self.items.items():
            content = item.claim.reports
            if item.claim.family is Family.STATEMENT and content in self.group and item.is_narrow and item.agents:
                same[tuple(sorted(item.agents)), item.first, item.last, min(self.group[content])].append(key)
        for ids in sorted(same.values()):
            for other in ids[1:]:
                if self.group[ids[0]] is not self.group[other]:
                    self.merge(ids[0], other, LOOSE_REASON, ("the same speaker, day and content",))

    def join_denials(self) -> None:
        """Pass 4: a denial joins the event of what it denies."""
        for key, item in self.items.items():
            denied = item.claim.denies
            if denied in self.group and self.group[denied] is not self.group[key]:
                self.merge(denied, key, 1.0, ("denies it",))

    def derive(self) -> tuple[Event, ...]:
        """The events, sorted by id, with their joins and what they possibly are the same as."""
        groups = {min(ids): sorted(ids) for ids in self.group.values()}
        name = {key: min(ids) for key, ids in self.group.items()}
        joins: dict[str, list[Join]] = defaultdict(list)
        for join in self.joins:
            joins[name[join.claim]].append(join)
        near: dict[str, set[str]] = defaultdict(set)
        for a, b in self.maybe:
            if name[a] != name[b]:
                near[name[a]].add(name[b])
                near[name[b]].add(name[a])
        made = {}
        for first, ids in sorted(groups.items()):
            reasons = tuple(sorted(joins[first], key=lambda join: (join.claim, join.to)))
            made[first] = derive_event([self.items[key] for key in ids], reasons, self.kin, self.name_of)
        found = [
            replace(event, possibly=tuple(sorted(made[other].id for other in near[first])))
            for first, event in made.items()
        ]
        return tuple(sorted(found, key=lambda event: event.id))


def redirects(before: Iterable[Event], after: Iterable[Event]) -> dict[str, str]:
    """Ids of `before` that are no event any more -> the id of the event that holds most of its claims now.

    Of several that hold as many, the smallest id. An id whose claims are all gone has no entry.
    """
    new = list(after)
    alive = {event.id for event in new}
    home = {claim: event for event in new for claim in event.claims}
    found = {}
    for event in before:
        if event.id in alive:
            continue
        held = Counter(home[claim].id for claim in event.claims if claim in home)
        if held:
            found[event.id] = min(held, key=lambda key: (-held[key], key))
    return found
