"""The ledger at work on a record: entries go in, and what they come to is kept up to date article by article."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from graph.bonds import NONE, Bonds
from graph.curation import Deed, Entry, Merge, MergeActors, SetDate, Split, Undo, works_of
from graph.errors import DataError
from graph.library import Library
from graph.model import Claim
from graph.registry import Registry
from graph.replay import Orphan, bonds_of, orphans, replay_article
from graph.unlisted import complete


def append(library: Library, entry: Entry) -> bool:
    """Put a signed entry into the ledger, and note the works that it bears on; False where it is there already.

    Part of a transaction of the caller's. Raises DataError for an undo of what the ledger does not hold.
    """
    works = works_touched(library, entry)
    if not library.add_entry(entry):
        return False
    library.mark_unreplayed(works)
    return True


def works_touched(library: Library, entry: Entry) -> frozenset[str]:
    """The works in which an entry can change anything."""
    deed = root_deed(library, entry)
    if isinstance(deed, MergeActors):
        return frozenset((*library.works_naming(deed.gone), *library.works_naming(deed.kept)))
    return works_of(deed)


def root_deed(library: Library, entry: Entry) -> Deed:
    """The deed that an entry is or, through any number of undos, undoes. Raises DataError where that is unknown."""
    seen = {entry.id}
    by_id: Mapping[str, Entry] = {}
    while isinstance(entry.deed, Undo):
        by_id = by_id or {one.id: one for one in library.entries()}
        if entry.deed.entry not in by_id or entry.deed.entry in seen:
            raise DataError(f"entry {entry.id} undoes {entry.deed.entry}, which the ledger does not hold")
        entry = by_id[entry.deed.entry]
        seen.add(entry.id)
    return entry.deed


def append_all(library: Library, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Put the entries of a ledger file in, and return those that were new.

    Part of a transaction of the caller's. Raises DataError where one undoes what neither ledger nor file holds.
    """
    return tuple(entry for entry in entries if append(library, entry))


def replay_due(library: Library, registry: Registry) -> None:
    """Replay the ledger for every work that came, changed or went, or that a new entry is about. Part of a transaction
    of the caller's; what has to be linked anew is noted."""
    works = library.unreplayed()
    if not works:
        return
    if library.has_entries():
        everywhere, by_work = by_works(library.active_entries())
        for work in works:
            entries = sorted((*everywhere, *by_work.get(work, ())), key=lambda entry: entry.order)
            for head in library.versions(work):
                _replay(library, registry, head.id, entries)
    library.mark_replayed()


def by_works(entries: Iterable[Entry]) -> tuple[list[Entry], dict[str, list[Entry]]]:
    """The entries that bear on any work, and those of each."""
    everywhere: list[Entry] = []
    by_work: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if isinstance(entry.deed, MergeActors):
            everywhere.append(entry)
        for work in works_of(entry.deed):
            by_work[work].append(entry)
    return everywhere, by_work


def _replay(library: Library, registry: Registry, article_id: str, entries: Sequence[Entry]) -> None:
    raw = library.extracted(article_id)
    claims, found = replay_article(raw.article, raw.claims, entries, library.given_article(article_id))
    local = complete(replace(raw, claims=claims), registry).local_actors
    if claims != raw.claims:
        gone = actor_ids(raw.claims) - actor_ids(claims)
        local = tuple(actor for actor in local if actor.id not in gone)
    library.put_replayed(article_id, claims, found, extracted=raw.claims, local_actors=local)


def actor_ids(claims: Iterable[Claim]) -> set[str]:
    """All who take part or are cited."""
    found = {actor.id for claim in claims for actor in claim.actors}
    return found | {voice.id for claim in claims for voice in chain.from_iterable(claim.attribution)}


def bonds(library: Library) -> Bonds:
    """Which claims are one event, and which are not, by hand, now."""
    if not library.has_entries():
        return NONE
    entries = [entry for entry in library.active_entries() if isinstance(entry.deed, Merge | Split)]
    return bonds_of(entries, library.anchored(current=True)) if entries else NONE


def orphans_of(library: Library) -> tuple[Orphan, ...]:
    """The active entries that find nothing in any current article."""
    if not library.has_entries():
        return ()
    return orphans(library.active_entries(), library.anchored(current=True))


def dates_set(library: Library) -> dict[str, list[Entry]]:
    """Work -> active entries that set a publication date, in order."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in library.active_entries():
        if isinstance(entry.deed, SetDate):
            found[entry.deed.work].append(entry)
    return found
