"""Ledgers that only grow: `curation` (corrections by hand) and `collection` (what was fetched, when, how it went)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from graph.jsonform import Json
from graph.model import digest
from graph.record.articles import compact
from graph.record.events import Events

CURATION, COLLECTION = "curation", "collection"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of a ledger."""

    seq: int
    at: datetime
    subject: str | None  # the id of a curation entry, the source of a collection entry
    body: Json


class Ledgers(Events):
    """Ledger entries in and out."""

    def add_ledger(self, name: str, body: Json, *, subject: str | None = None, at: datetime | None = None) -> int:
        """Append an entry and return its number. A curation entry changes `data_version`."""
        moment = (at or datetime.now(UTC)).isoformat(timespec="seconds")
        with self.writing() as db:
            row = db.execute(
                "INSERT INTO ledger (name, at, subject, body) VALUES (?, ?, ?, ?)",
                (name, moment, subject, compact(body)),
            )
            if name == CURATION:
                content = json.dumps([subject, body], ensure_ascii=False, sort_keys=True)
                self._shift(CURATION, plus=digest(content, size=32))
            return int(row.lastrowid or 0)

    def ledger_number(self, name: str) -> int:
        """The number of a ledger's last entry; 0 where it is empty."""
        (number,) = self.db.execute("SELECT coalesce(max(seq), 0) FROM ledger WHERE name = ?", (name,)).fetchone()
        return int(number)

    def ledger(self, name: str, *, subject: str | None = None) -> Iterator[Line]:
        """The entries of a ledger in the order they came, all or about one subject."""
        sql = "SELECT seq, at, subject, body FROM ledger WHERE name = ? AND (? IS NULL OR subject = ?) ORDER BY seq"
        for seq, at, about, body in self.db.execute(sql, (name, subject, subject)):
            yield Line(seq=seq, at=datetime.fromisoformat(at), subject=about, body=json.loads(body))
