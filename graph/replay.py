"""The ledger replayed: claims as extracted + entries -> claims as they hold, bonds between them, orphans. Pure.

Each article is replayed by itself (`replay_article`), so that one article more costs one article. An entry is about
every version of a work in which it finds its words; it is an orphan where no current version holds them.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.anchors import Letters, find, locate
from graph.bonds import Bonds
from graph.curation import (
    NAMES,
    AddClaim,
    Change,
    Correct,
    Entry,
    Merge,
    MergeActors,
    Note,
    Reject,
    SetDate,
    Split,
    anchors_of,
)
from graph.errors import DataError
from graph.jsonform import Json, claim_from_json, claim_to_json, span_to_json
from graph.model import MODES, Article, Claim, Family, Participant, PublishedBasis, Span, digest

Found = dict[tuple[str, int], str]  # (entry, position of the anchor) -> claim or article that it is about
REVIEW = "corrected by hand"
RULE = "curation:"  # and the entry's id, among the rules of a claim


@dataclass(frozen=True, kw_only=True, slots=True)
class Orphan:
    """An entry that no longer finds its object, and why. It is kept, and holds again when the object is back."""

    entry: Entry
    reason: str


@dataclass(kw_only=True)
class _Bench:
    """One article on its way through the ledger."""

    article: Article
    pool: dict[str, Claim]  # as extracted or added: what anchors are compared with
    live: dict[str, Claim]  # as they hold so far
    letters: Letters
    found: Found = field(default_factory=dict)


def replay_article(
    article: Article, extracted: Sequence[Claim], entries: Iterable[Entry], given: Article | None = None
) -> tuple[tuple[Claim, ...], Found]:
    """The claims of one article as they hold, in the order extracted with added ones last, and what was found there.

    `entries` are active ones in order (`curation.active`); those about other works are passed over. `given` is the
    article as it was handed in, where its date was set by hand.
    """
    pool = {claim.id: claim for claim in extracted}
    bench = _Bench(article=article, pool=pool, live=dict(pool), letters=Letters(article.text))
    for entry in entries:
        deed = entry.deed
        if isinstance(deed, MergeActors):
            _merge_actors(bench, entry, deed)
        elif isinstance(deed, AddClaim):
            _add(bench, entry, deed)
        elif isinstance(deed, SetDate):
            if sets_date(deed, given or article):
                bench.found[entry.id, 0] = article.id
        else:
            _touch(bench, entry)
    return tuple(_without_loose_ends(bench)), bench.found


def _touch(bench: _Bench, entry: Entry) -> None:
    """Find the claims that an entry is about, and do to them what it says."""
    deed = entry.deed
    if isinstance(deed, Note) and deed.kind == "article" and deed.thing == bench.article.id:
        bench.found[entry.id, 0] = deed.thing
    for position, anchor in enumerate(anchors_of(deed)):
        if anchor.passage.work != bench.article.work:
            continue
        claim = find(anchor, bench.article, bench.pool, bench.letters)
        if claim is None:
            continue
        bench.found[entry.id, position] = claim.id
        if isinstance(deed, Reject):
            bench.live.pop(claim.id, None)
        elif isinstance(deed, Correct) and claim.id in bench.live:
            bench.live[claim.id] = corrected(bench.live[claim.id], deed.changes, entry)


def _add(bench: _Bench, entry: Entry, deed: AddClaim) -> None:
    """A claim made by hand stands where its words do."""
    if deed.passage.work != bench.article.work:
        return
    shown = locate(deed.passage, bench.letters)
    trigger = locate(deed.trigger, bench.letters)
    if shown is None:
        return
    if trigger is None or not (shown.start <= trigger.start and trigger.end <= shown.end):
        trigger = shown
    claim = added(deed.changes, entry, bench.article.id, shown, trigger)
    bench.pool[claim.id] = bench.live[claim.id] = claim
    bench.found[entry.id, 0] = claim.id


def _merge_actors(bench: _Bench, entry: Entry, deed: MergeActors) -> None:
    for key, claim in bench.live.items():
        if names(claim, deed.gone):
            bench.found[entry.id, 0] = bench.article.id
            bench.live[key] = renamed(claim, deed, entry)


def names(claim: Claim, actor: str) -> bool:
    """Whether an actor takes part in a claim or vouches for it."""
    return any(a.id == actor for a in claim.actors) or any(v.id == actor for link in claim.attribution for v in link)


def renamed(claim: Claim, deed: MergeActors, entry: Entry) -> Claim:
    """The claim with one actor for two."""
    kept: dict[tuple[str, str], Participant] = {}
    for a in claim.actors:
        actor = replace(a, id=deed.kept, name=deed.kept_name) if a.id == deed.gone else a
        kept.setdefault((actor.id, actor.role), actor)
    known = {deed.gone_name: deed.kept_name}
    return replace(
        claim,
        actors=tuple(kept.values()),
        attribution=tuple(
            tuple(replace(v, id=deed.kept, name=deed.kept_name) if v.id == deed.gone else v for v in link)
            for link in claim.attribution
        ),
        stance=tuple(
            replace(s, holder=known.get(s.holder, s.holder), toward=known.get(s.toward, s.toward)) for s in claim.stance
        ),
        rules=(*claim.rules, RULE + entry.id),
    )


def corrected(claim: Claim, changes: Iterable[Change], entry: Entry) -> Claim:
    """The claim with the changes, marked as corrected. A mode that does not belong to the family is left out."""
    row = claim_to_json(claim)
    fields = []
    for change in changes:
        value = json.loads(change.value)
        row.update(value if change.field == "when" else {change.field: value})
        fields.append(change.field)
    if row["mode"] not in MODES[Family(row["family"])]:
        row["mode"] = None
    before = claim.review.removeprefix(REVIEW + ": ").split(", ") if claim.review.startswith(REVIEW) else []
    row["review"] = f"{REVIEW}: {', '.join(dict.fromkeys([*before, *fields]))}"
    row["rules"] = [*claim.rules, RULE + entry.id]
    return claim_from_json(row)


def added(changes: Iterable[Change], entry: Entry, article: str, shown: Span, trigger: Span) -> Claim:
    """A claim made by hand. Raises DataError where type or family is missing or a value is wrong."""
    given: Json = {}
    for change in changes:
        value = json.loads(change.value)
        given.update(value if change.field == "when" else {change.field: value})
    missing = {"type", "family"} - given.keys()
    if missing:
        raise DataError(f"a claim made by hand says its {' and its '.join(sorted(missing))}")
    row: Json = {
        "id": "c-" + digest("by hand", entry.id, article),
        "article": article,
        **span_to_json(shown),
        "trigger": span_to_json(trigger),
        "evidence": [span_to_json(shown)],
        "mode": None, "actors": [], "said": None, "place": None, "attribution": [], "certainty": "certain",
        "polarity": "affirmed", "tense": "past", "quantities": [], "reports": None, "denies": None, "stance": [],
        **given,
        "review": f"{REVIEW}: added",
        "rules": [RULE + entry.id],
    }  # fmt: skip
    return claim_from_json(row)


def _without_loose_ends(bench: _Bench) -> Iterable[Claim]:
    """The claims that are left, without references to those of the article that were rejected."""
    gone = bench.pool.keys() - bench.live.keys()
    for claim in bench.live.values():
        if claim.reports in gone:
            claim = replace(claim, reports=None)
        if claim.denies in gone:
            claim = replace(claim, denies=None)
        yield claim


def sets_date(deed: SetDate, article: Article) -> bool:
    """Whether the date was set for this text, as given, or for another version of the work that bears the same one."""
    return article.id == deed.article or (article.work == deed.work and article.published == deed.was)


def dated(article: Article, entries: Iterable[Entry]) -> Article:
    """An article, as given, with the publication date set by hand, where one was. Claims are extracted from that."""
    found = article
    for entry in entries:
        if isinstance(entry.deed, SetDate) and sets_date(entry.deed, article):
            found = replace(
                article,
                published=entry.deed.published,
                published_basis=PublishedBasis.GIVEN,
                published_reasons=(f"set by hand by {entry.who}: {entry.why}",),
            )
    return found


def bonds_of(entries: Iterable[Entry], found: Mapping[tuple[str, int], Iterable[str]]) -> Bonds:
    """What merges and splits come to, in their order: of two that part ways the later holds.

    `found` gives the claims that each anchor of each entry is about now, all of current articles.
    """
    label: dict[str, str] = {}
    groups: dict[str, set[str]] = {}
    apart: set[tuple[str, str]] = set()

    def gather(name: str, claims: Iterable[str]) -> None:
        """Take claims out of their groups into one."""
        groups[name] = set(claims)
        for claim in groups[name]:
            if claim in label:
                groups[label[claim]].discard(claim)
            label[claim] = name

    for entry in entries:
        deed = entry.deed
        if isinstance(deed, Merge):
            one, other = _sides(entry, len(deed.one), len(deed.other), found)
            if one and other:
                old = {label[claim] for claim in one | other if claim in label}
                gather(entry.id, set().union(one, other, *(groups[name] for name in old)))
                moved = {tuple(sorted(entry.id if name in old else name for name in pair)) for pair in apart}
                apart = {(a, b) for a, b in moved if a != b}
        elif isinstance(deed, Split):
            off, rest = _sides(entry, len(deed.off), len(deed.rest), found)
            off -= rest
            if off and rest:
                former = {label[claim] for claim in off if claim in label}
                gather(entry.id, off)
                for claim in sorted(rest - label.keys()):
                    gather(f"{entry.id}/{claim}", [claim])
                inherited = {(a, b) for a, b in apart if a in former or b in former}
                for a, b in inherited:  # what the claims were kept apart from, they still are
                    other_one = b if a in former else a
                    apart.add((min(entry.id, other_one), max(entry.id, other_one)))
                for claim in rest:
                    apart.add((min(entry.id, label[claim]), max(entry.id, label[claim])))
    return Bonds(label=label, apart=frozenset(pair for pair in apart if pair[0] != pair[1]))


def _sides(
    entry: Entry, first: int, second: int, found: Mapping[tuple[str, int], Iterable[str]]
) -> tuple[set[str], set[str]]:
    """The claims of both sides that are found."""
    one = {claim for position in range(first) for claim in found.get((entry.id, position), ())}
    other = {claim for position in range(first, first + second) for claim in found.get((entry.id, position), ())}
    return one, other


def orphans(entries: Iterable[Entry], found: Mapping[tuple[str, int], Iterable[str]]) -> tuple[Orphan, ...]:
    """The active entries that find nothing in any current article, in order. `found` is of current articles."""
    made = []
    for entry in entries:
        reason = _missing(entry, found)
        if reason:
            made.append(Orphan(entry=entry, reason=reason))
    return tuple(made)


def _missing(entry: Entry, found: Mapping[tuple[str, int], Iterable[str]]) -> str:
    """Why an entry is an orphan; empty where it is none."""
    deed = entry.deed
    if isinstance(deed, Merge | Split):
        lengths = (len(deed.one), len(deed.other)) if isinstance(deed, Merge) else (len(deed.off), len(deed.rest))
        one, other = _sides(entry, *lengths, found)
        if one and other:
            return ""
        gone = "either event" if not one and not other else "one of the two events"
        return f"no claim of {gone} is found any more"
    if isinstance(deed, Note) and deed.kind == "actor":
        return ""
    if any(found.get((entry.id, position)) for position in range(max(1, len(anchors_of(deed))))):
        return ""
    if isinstance(deed, MergeActors):
        return f"no claim names {deed.gone_name} ({deed.gone}) any more"
    if isinstance(deed, SetDate):
        return f"article {deed.article} is gone, and no other version of it bears the same date"
    if isinstance(deed, Note) and deed.kind == "article":
        return f"article {deed.thing} is gone"
    if isinstance(deed, AddClaim):
        return f"the words « {deed.passage.words[:80]} » are not found any more"
    anchor = anchors_of(deed)[0] if anchors_of(deed) else None
    words = f" on « {anchor.passage.words[:80]} »" if anchor else ""
    return f"no claim{words} is found any more, for it to {NAMES[type(deed)]}"


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """What a ledger makes of all that was extracted."""

    claims: tuple[Claim, ...]  # of current articles, sorted by id
    bonds: Bonds
    orphans: tuple[Orphan, ...]


def replay(
    articles: Iterable[Article],
    extracted: Mapping[str, Sequence[Claim]],
    entries: Iterable[Entry],
    current: frozenset[str],
) -> Replayed:
    """Everything at once: what the record works out article by article. `articles` are as given; `extracted` is by
    article id, read with the dates as set; `entries` are active; `current` are the ids of current versions."""
    ordered = sorted(entries, key=lambda entry: entry.order)
    claims: list[Claim] = []
    here: dict[tuple[str, int], list[str]] = defaultdict(list)
    for article in articles:
        made, found = replay_article(article, extracted.get(article.id, ()), ordered)
        if article.id in current:
            claims.extend(made)
            for key, what in found.items():
                here[key].append(what)
    return Replayed(
        claims=tuple(sorted(claims, key=lambda claim: claim.id)),
        bonds=bonds_of(ordered, here),
        orphans=orphans(ordered, here),
    )
