"""The record's claims -> its events and differences, kept up to date portion by portion.

A portion is one transaction, and what it holds is as `link` over everything would have it, so that a death in between
costs a portion: the rest is still noted as unlinked, and whoever opens the record next goes on with it.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping

from graph.accounts import differences
from graph.curating import bonds, replay_due
from graph.kinship import kinship_of
from graph.library import Library
from graph.linking import blocks, relink
from graph.model import Article, Claim, Event, digest
from graph.rdf_known import registry_lines
from graph.registry import Registry
from graph.resources import seed_folder
from graph.vocab import Names

LINKER = "3"  # raised when linking or differences come to give others for the same claims: all are then derived anew
PORTION = 5_000  # claims derived from in one transaction
SHELF = 20_000  # articles with text kept at hand while linking


class Relinking:
    """Derives what is due in one record."""

    def __init__(self, library: Library, registry: Registry) -> None:
        self.library, self.registry = library, registry
        self._kin = kinship_of(registry)
        words = (seed_folder() / "labels" / "events.toml").read_text(encoding="utf8")
        self._linker = digest(LINKER, words, *registry_lines(registry, Names()))

    def run(self) -> None:
        """Derive the events and differences of every claim that came, changed or went, and of all that it touches; of
        all claims where the linker or the registry is another than the last time."""
        library = self.library
        if library.meta("linker") == self._linker and not library.has_unlinked() and not library.has_unreplayed():
            return
        with library.writing():
            replay_due(library, self.registry)
            library.heed_bonds(bonds(library).marks())
            if library.meta("linker") != self._linker:
                library.unlink_all()
                library.set_meta("linker", self._linker)
            due = library.unlinked(PORTION + 1)
            if len(due) <= PORTION:
                self._index(due)
                self._link(due)
                library.mark_linked()
                return
        self._index_all()
        while due := library.unlinked(PORTION):
            with library.writing():
                self._index(due)
                library.mark_linked((*due, *library.indexed(self._link(due))))

    def _index_all(self) -> None:
        """Set the keys of all that is due, so that each event is derived once, with its first claim; nothing depends
        on it: a claim is indexed again before it is linked."""
        library, last = self.library, ""
        library.forget_indexed()
        while due := library.unlinked(PORTION, after=last):
            last = due[-1]
            with library.writing():
                self._index(due)
                library.note_indexed(due)

    def _index(self, claims: Iterable[str]) -> None:
        library, shelf = self.library, _Shelf(self.library)
        current = {claim.id: claim for claim in library.current_claims(claims)}
        for key in claims:
            found = current.get(key)
            keys = blocks(found, shelf[found.article], self._kin) if found else ()
            library.put_blocks(key, sorted(map(_key, keys)))

    def _link(self, due: tuple[str, ...]) -> list[str]:
        """Derive the events of these claims and of all that they touch; the claims of those events."""
        library, shelf = self.library, _Shelf(self.library)
        former = set(library.events_of(due).values())
        events = relink(due, library, self._lookup, shelf, self.registry, bonds=bonds(library))
        members = [claim for event in events for claim in event.claims]
        former.update(library.events_of(members).values())
        self._store(events, former - {event.id for event in events}, library.claims(members), shelf)
        return members

    def _lookup(self, keys: frozenset[str]) -> tuple[Claim, ...]:
        return self.library.claims_under(sorted(map(_key, keys)))

    def _store(
        self, events: Iterable[Event], gone: Iterable[str], claims: Mapping[str, Claim], shelf: Mapping[str, Article]
    ) -> None:
        events = tuple(events)
        self.library.put_events(events, retired=sorted(gone))
        for event in events:
            self.library.put_differences(event.id, differences(event, claims, shelf, self._kin))


class _Shelf(Mapping[str, Article]):
    """The articles of a library with their texts, taken out as they are asked for; the last used stay at hand."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._kept: OrderedDict[str, Article] = OrderedDict()

    def __getitem__(self, id: str) -> Article:
        if id in self._kept:
            self._kept.move_to_end(id)
        else:
            self._kept[id] = self._library.article(id)
            if len(self._kept) > SHELF:
                self._kept.popitem(last=False)
        return self._kept[id]

    def __iter__(self) -> Iterator[str]:
        return (article.id for article in self._library.articles(current=False))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _key(block: str) -> int:
    """63 bits of a block's key: what SQLite holds as an integer. Two keys in one cost a comparison, no more."""
    return int(digest("block", block), 16) >> 1
