"""One run of linking: the passes, in a fixed order that does not depend on the order of claims."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations, pairwise

from graph.blocks import by_key
from graph.bonds import NONE, Bonds
from graph.derive import derive_event
from graph.echoes import echoes_of
from graph.kinship import Kinship
from graph.labels import NameOf
from graph.likeness import ONCE_A_DAY, WEIGHTS, Traits, Verdict, is_counted, one_is_remote
from graph.loose import PERIOD, dates_allow, is_partial, loose_match, may_be_one, plans_part, towns_part
from graph.model import Event, Family, Join
from graph.verdict import judge, meet_twice, speak_of_other_things, veto

LOOSE_REASON = 0.75  # score given to a join that rests on a rule instead of a sum
BY_HAND = "joined by hand"
SAMPLE = 4  # claims of a unit that are compared with those of another
SAMPLE_BY_HAND = 32  # the same where somebody joined them, who may have joined the unlike


Verdicts = dict[tuple[str, str], tuple[Verdict, tuple[str, str]]]  # of two units, with the claims it rests on


def unite(parts: dict[str, list[str]], one: str, other: str) -> None:
    """Make one part of two."""
    parts[one].extend(parts[other])
    for unit in parts[other]:
        parts[unit] = parts[one]


def profile(item: Traits) -> tuple[object, ...] | None:
    """All that a verdict rests on but words and article, for claims of which two with the same are one event; else
    None."""
    claim = item.claim
    least = 2 if claim.family is Family.CONTACT else 1
    if claim.family not in ONCE_A_DAY or not item.is_narrow or claim.denies or is_counted(item):
        return None
    if not item.agents or len(item.members) < least:
        return None
    place = (claim.place.id, claim.place.name) if claim.place else None
    basis = claim.when.basis if claim.when else None
    told = (claim.family, claim.type, claim.mode, item.first, item.last, place, basis)
    return (*told, item.agents, item.recipients, item.voices, item.numbers)


@dataclass(kw_only=True)
class Linkage:
    """One run over claims that are all known. See `graph.linking.link`."""

    items: Mapping[str, Traits]  # by claim id, sorted
    kin: Kinship
    name_of: NameOf
    bonds: Bonds = NONE  # what was said by hand
    group: dict[str, list[str]] = field(default_factory=dict)  # claim id -> the list of its group, shared
    joins: list[Join] = field(default_factory=list)
    maybe: set[tuple[str, str]] = field(default_factory=set)  # pairs of claim ids
    index: dict[str, list[str]] = field(default_factory=dict)  # key -> claim ids
    unit: dict[str, str] = field(default_factory=dict)  # claim id -> the smallest id of its unit
    members: dict[str, list[str]] = field(default_factory=dict)  # that id -> the ids of the unit, without echoes
    echoes: Mapping[str, str] = field(default_factory=dict)  # claim told over and over -> the first of its like

    def events(self) -> tuple[Event, ...]:
        """Run the passes and derive the events."""
        self.group = {key: [key] for key in self.items}
        self.index = by_key(self.items.values(), self.kin)
        self.echoes = echoes_of(self.items.values(), self.bonds.label)
        self.join_by_hand()
        self.join_echoes()
        self.join_alike()
        self.join_days()
        self.join_loose()
        self.join_utterances()
        self.join_denials()
        return self.derive()

    def merge(self, a: str, b: str, score: float, reasons: tuple[str, ...]) -> None:
        """Make one group of two, unless they were parted by hand; the join is kept under the larger id."""
        one, two = self.group[a], self.group[b]
        if one is two or self.bonds.part(one, two):
            return
        if len(one) < len(two):
            one, two = two, one
        one.extend(two)
        for key in two:
            self.group[key] = one
        self.joins.append(Join(claim=max(a, b), to=min(a, b), score=score, reasons=reasons))

    def join_by_hand(self) -> None:
        """Before all else: what somebody said is one event."""
        for claims in self.bonds.groups.values():
            here = [claim for claim in claims if claim in self.group]
            for other in here[1:]:
                self.merge(here[0], other, 1.0, (BY_HAND,))

    def join_echoes(self) -> None:
        """What one article says over and over, in the same words, is one event with the first of it where two of it
        would be; else each stays by itself. Nothing else is compared with it."""
        for key, first in self.echoes.items():
            one, two = self.items[first], self.items[key]
            verdict = judge(one, two, self.kin)
            if one.is_narrow and verdict.score >= WEIGHTS.join:
                self.merge(first, key, verdict.score, verdict.reasons)
            elif reason := loose_match(one, two, self.kin):
                self.merge(first, key, LOOSE_REASON, (reason,))

    def told(self, ids: Iterable[str]) -> list[str]:
        """Those that are compared: without echoes."""
        return [key for key in ids if key not in self.echoes]

    def join_alike(self) -> None:
        """Before pass 1: claims that say the very same of a contact, journey or invitation of one day are one event
        whatever else is there, and need not be compared each with each. A unit is such a group, or one claim."""
        alike: dict[tuple[object, ...], list[str]] = defaultdict(list)
        seen: set[tuple[object, ...]] = set()
        for key, item in self.items.items():
            mark = profile(item)
            told = (mark, item.claim.article, item.claim.trigger)
            if key in self.bonds.parted or key in self.echoes:
                continue
            if mark is not None and told not in seen:  # the same words told twice are two happenings
                seen.add(told)
                alike[mark].append(key)
        for ids in alike.values():
            for other in ids[1:]:
                verdict = judge(self.items[ids[0]], self.items[other], self.kin)
                self.merge(ids[0], other, verdict.score, verdict.reasons)
        self.unit = {key: min(ids) for ids in {id(ids): ids for ids in self.group.values()}.values() for key in ids}
        self.members = defaultdict(list)
        for key, unit in sorted(self.unit.items()):
            if key not in self.echoes:
                self.members[unit].append(key)

    def join_days(self) -> None:
        """Pass 1, over units."""
        pairs: set[tuple[str, str]] = set()
        for key, ids in self.index.items():
            if not key.startswith("id:"):
                pairs.update(self.near({self.unit[i] for i in self.told(ids) if self.items[i].is_narrow}))
        verdicts = {pair: self.judge_units(*pair) for pair in sorted(p for p in pairs if self.may_meet(*p))}
        strong = sorted((-v.score, pair) for pair, (v, _) in verdicts.items() if v.score >= WEIGHTS.join)
        parts = {unit: [unit] for unit in self.members}
        refused = []
        for _, (one, other) in strong:
            if parts[one] is parts[other] or self.held_apart(parts[one], parts[other]):
                continue
            if self.are_of_two_days(parts[one], parts[other]):
                continue
            if all(self.fits(x, y, verdicts) for x in parts[one] for y in parts[other]):
                unite(parts, one, other)
            else:
                refused.append((one, other))
        tried = set()
        for one, other in refused:
            groups = tuple(sorted((min(part), len(part)) for part in (parts[one], parts[other])))
            if groups not in tried:
                tried.add(groups)
                self.reconcile(parts, one, other, verdicts)
        for pair, (verdict, best) in sorted(verdicts.items(), key=lambda entry: (-entry[1][0].score, entry[0])):
            one, other = pair
            if parts[one] is parts[other] and self.group[best[0]] is not self.group[best[1]]:
                self.merge(*best, verdict.score, verdict.reasons)
        self.maybe.update(verdicts[pair][1] for pair in refused)
        self.maybe.update(best for v, best in verdicts.values() if WEIGHTS.possible <= v.score < WEIGHTS.join)

    def near(self, units: Collection[str]) -> Iterator[tuple[str, str]]:
        """Pairs of these units, smaller id first, without those whose days lie too far apart for any two of their
        claims: an article that tells of a thousand days gives no half a million pairs."""
        spans = sorted((*self.days_of(unit), unit) for unit in units)
        for place, (_, last, one) in enumerate(spans):
            for at in range(place + 1, len(spans)):
                first, _, other = spans[at]
                if first - last > WEIGHTS.window:
                    break
                yield (one, other) if one < other else (other, one)

    def days_of(self, unit: str) -> tuple[int, int]:
        """The first and the last day of the claims of a unit; all days where one of them has none."""
        items = [self.items[key] for key in self.members[unit]]
        first = min(0 if item.first is None else item.first for item in items)
        return first, max(date.max.toordinal() if item.last is None else item.last for item in items)

    def held_apart(self, ones: list[str], others: list[str]) -> bool:
        """Whether somebody parted claims of these units by hand."""
        if not self.bonds.apart:
            return False
        mine, theirs = ([claim for unit in units for claim in self.members[unit]] for units in (ones, others))
        return self.bonds.part(mine, theirs)

    def are_of_two_days(self, ones: list[str], others: list[str]) -> bool:
        """Whether two groups tell of two contacts of a pair, which met again."""
        mine, theirs = ([self.items[key] for unit in units for key in self.members[unit]] for units in (ones, others))
        return meet_twice(mine, theirs)

    def reconcile(self, parts: dict[str, list[str]], one: str, other: str, verdicts: Verdicts) -> None:
        """Unite two groups that a few units keep apart, and set those aside: of an event that many articles tell, one
        stray reading must not make two. They go only where several articles stand on each side without them.
        """
        left, right = parts[one], parts[other]
        if left is right or self.held_apart(left, right):
            return
        strays = self.strays(left, right, verdicts)
        if strays is None or not (self.enough(left, strays) and self.enough(right, strays)):
            return
        for stray in strays:
            parts[stray].remove(stray)
            parts[stray] = [stray]
        unite(parts, left[0], right[0])

    def strays(self, left: list[str], right: list[str], verdicts: Verdicts) -> set[str] | None:
        """The units without which two groups are one, the smallest first, of equals the one most at odds, then the one
        least like the rest; None where their claims are too many."""
        both = (*left, *right)
        at_odds = [(x, y) for x in left for y in right if not self.fits(x, y, verdicts)]
        allowed = max(1, sum(len(self.members[x]) for x in both) // WEIGHTS.to_a_stray)
        found: set[str] = set()
        while at_odds:
            count = Counter(unit for pair in at_odds for unit in pair)
            ties = {x: sum(self.score(x, y, verdicts) for y in both if y != x) for x in count}
            ranks = {x: (len(self.members[x]), -count[x], ties[x], x) for x in count}
            stray = min(ranks, key=lambda x: ranks[x])
            found.add(stray)
            if sum(len(self.members[x]) for x in found) > allowed:
                return None
            at_odds = [pair for pair in at_odds if stray not in pair]
        return found

    def enough(self, part: list[str], strays: set[str]) -> bool:
        """Whether several articles tell a group without those units."""
        units = [unit for unit in part if unit not in strays]
        return len({self.items[c].claim.article for unit in units for c in self.members[unit]}) >= WEIGHTS.witnesses

    def score(self, one: str, other: str, verdicts: Verdicts) -> float:
        """The score of two units that were compared, 0 where they cannot be one."""
        verdict = verdicts.get((min(one, other), max(one, other)))
        return 0.0 if verdict is None or verdict[0].veto is not None else verdict[0].score

    def may_meet(self, one: str, other: str) -> bool:
        """False where two units can be left out of the count at a glance."""
        if not self.bonds.label:
            return not speak_of_other_things(self.items[one], self.items[other])
        return any(
            not speak_of_other_things(self.items[a], self.items[b])
            for a in self.sample(one)
            for b in self.sample(other)
        )

    def sample(self, unit: str) -> list[str]:
        """The claims that stand for a unit: a few where all are alike, more where they were joined by hand."""
        ids = self.members[unit]
        return (
            ids[:SAMPLE_BY_HAND] if self.bonds.label and any(key in self.bonds.label for key in ids) else ids[:SAMPLE]
        )

    def judge_units(self, one: str, other: str) -> tuple[Verdict, tuple[str, str]]:
        """The verdict on two units, and the pair of claims it rests on: that of the likest of a few of each, unless
        an article that tells both keeps them apart."""
        mine, theirs = self.members[one], self.members[other]
        articles = {self.items[key].claim.article for key in mine} if len(mine) > 1 or len(theirs) > 1 else set()
        for b in theirs if articles else ():
            if self.items[b].claim.article in articles:
                for a in mine:
                    one_text = self.items[a].claim.article == self.items[b].claim.article
                    if one_text and self.items[a].claim.family is self.items[b].claim.family:
                        verdict = judge(self.items[a], self.items[b], self.kin)
                        if verdict.veto is not None:
                            return verdict, (min(a, b), max(a, b))
        found = [
            (judge(self.items[a], self.items[b], self.kin), (min(a, b), max(a, b)))
            for a in self.sample(one)
            for b in self.sample(other)
        ]
        return min(found, key=lambda entry: (entry[0].veto is not None, -entry[0].score, entry[1]))

    def fits(self, one: str, other: str, verdicts: Verdicts) -> bool:
        """True where two units may stand in one event."""
        pair = (one, other) if one < other else (other, one)
        if pair not in verdicts:
            verdicts[pair] = self.judge_units(*pair)
        verdict = verdicts[pair][0]
        return verdict.veto is None and verdict.score >= WEIGHTS.possible

    def loose_pairs(self) -> list[tuple[str, str]]:
        """Pairs of which one claim bears no usable day, smaller id first, sorted."""
        found: set[tuple[str, str]] = set()
        for key, every in self.index.items():
            ids = every if key.startswith("as:") else self.told(every)
            loose = [i for i in ids if not self.items[i].is_narrow]
            if not loose or key.startswith("id:"):
                continue
            fixed = {i for i in ids if self.items[i].is_narrow}
            if key.startswith("on:"):  # joins by period rest on what a whole unit shares
                fixed = {self.unit[i] for i in fixed}
            elif key.startswith("as:"):  # exact repetition hands on from one to the next
                found.update(pairwise(ids))
                continue
            else:
                found.update(combinations(loose, 2))
            if key.startswith("news:"):
                fixed = set()
            found.update((min(a, b), max(a, b)) for a in loose for b in fixed)
        return sorted(found)

    def join_loose(self) -> None:
        """Pass 2: first loose claims among themselves, then each group of them to the only event it matches."""
        matches = {}
        for a, b in self.loose_pairs():
            reason = loose_match(self.items[a], self.items[b], self.kin)
            if reason:
                matches[a, b] = reason
            elif may_be_one(self.items[a], self.items[b], self.kin):
                self.maybe.add((a, b))
        for (a, b), reason in matches.items():
            if self.items[a].is_narrow or self.items[b].is_narrow or self.group[a] is self.group[b]:
                continue
            if self.groups_fit(a, b):
                self.merge(a, b, LOOSE_REASON, (reason,))
            else:
                self.maybe.add((a, b))
        targets: dict[str, dict[str, tuple[str, str, str]]] = defaultdict(dict)
        for (a, b), reason in matches.items():
            loose, fixed = (b, a) if self.items[a].is_narrow else (a, b)
            if self.items[fixed].is_narrow and not self.items[loose].is_narrow:
                targets[min(self.group[loose])].setdefault(min(self.group[fixed]), (loose, fixed, reason))
        for _, found in sorted(targets.items()):
            preferred = {k: v for k, v in found.items() if v[2] != PERIOD} or found
            ((loose, fixed, reason), *others) = preferred.values()
            if not others and self.groups_fit(loose, fixed):
                self.merge(loose, fixed, LOOSE_REASON, (reason,))
            self.maybe.update((min(x, y), max(x, y)) for x, y, _ in found.values())

    def groups_fit(self, a: str, b: str) -> bool:
        """True where no two claims of the groups of these two forbid one event."""
        return all(self.loose_fits(x, y) for x in self.told(self.group[a]) for y in self.told(self.group[b]))

    def loose_fits(self, a: str, b: str) -> bool:
        """True where two claims, of which one is loose, may stand in one event."""
        one, two = self.items[a], self.items[b]
        return is_partial(one, two) or (
            veto(one, two, self.kin) is None
            and not one_is_remote(one.claim.mode, two.claim.mode)
            and not towns_part(one, two, self.kin)
            and ((one.is_narrow and two.is_narrow) or dates_allow(one, two))
            and (one.is_narrow or two.is_narrow or not plans_part(one, two))
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
            if name[a] != name[b] and not self.bonds.part(groups[name[a]], groups[name[b]]):
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
