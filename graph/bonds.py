"""Which claims are one event, and which are not, because somebody said so by hand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from graph.model import digest


@dataclass(frozen=True, kw_only=True)
class Bonds:
    """Groups of claims that are one event each, and pairs of groups that are not. Linking never breaks them."""

    label: Mapping[str, str] = field(default_factory=dict)  # claim id -> its group
    apart: frozenset[tuple[str, str]] = frozenset()  # of groups, the smaller first

    @cached_property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """Group -> its claims, sorted."""
        found: dict[str, list[str]] = defaultdict(list)
        for claim, label in sorted(self.label.items()):
            found[label].append(claim)
        return {label: tuple(claims) for label, claims in found.items()}

    @cached_property
    def parted(self) -> frozenset[str]:
        """The claims that must not meet some other."""
        labels = {label for pair in self.apart for label in pair}
        return frozenset(claim for claim, label in self.label.items() if label in labels)

    def marks(self) -> dict[str, str]:
        """Claim -> a hash of all that was said of it: the claims it goes with, and those it is kept apart from."""
        rivals: dict[str, set[str]] = defaultdict(set)
        for one, other in self.apart:
            rivals[one].add(other)
            rivals[other].add(one)
        found = {}
        for label, claims in self.groups.items():
            kept_from = sorted(claim for rival in rivals[label] for claim in self.groups.get(rival, ()))
            found.update(dict.fromkeys(claims, digest("bond", *claims, "from", *kept_from)))
        return found

    def partners(self, claim: str) -> tuple[str, ...]:
        """The claims that are one event with this one, itself among them; empty where nothing was said of it."""
        return self.groups[self.label[claim]] if claim in self.label else ()

    def part(self, ones: Iterable[str], others: Iterable[str]) -> bool:
        """Whether some claim of one side must not meet some of the other."""
        if not self.apart:
            return False
        mine = {self.label[claim] for claim in ones if claim in self.label}
        theirs = {self.label[claim] for claim in others if claim in self.label}
        return any(((a, b) if a < b else (b, a)) in self.apart for a in mine for b in theirs)


NONE = Bonds()
