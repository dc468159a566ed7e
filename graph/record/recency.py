"""When articles came and changed: what feeds and calendars stamp their entries with."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from graph.record.connection import Record

CHUNK = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Stamp:
    """When an article first came into the record, and when what is read out of it last changed (UTC)."""

    recorded: datetime
    changed: datetime


def stamps(record: Record, articles: Iterable[str]) -> dict[str, Stamp]:
    """Article id -> its stamp, for those that are there."""
    found: dict[str, Stamp] = {}
    wanted = sorted(set(articles))
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        sql = f"SELECT id, recorded, extracted FROM article WHERE id IN ({','.join('?' * len(part))})"
        for key, recorded, extracted in record.db.execute(sql, part):
            found[key] = Stamp(recorded=datetime.fromisoformat(recorded), changed=datetime.fromisoformat(extracted))
    return found


def latest_articles(record: Record) -> Iterator[str]:
    """Ids of current articles, what came or changed last first."""
    sql = "SELECT id FROM article WHERE current = 1 ORDER BY extracted DESC, seq DESC"
    yield from (key for (key,) in record.db.execute(sql))
