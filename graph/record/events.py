"""The record's events and differences: derived from claims, stored so that no question has to derive them."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter

from graph.errors import NotFoundError
from graph.jsonform import Json, difference_to_json, when_from_json, when_to_json
from graph.model import (
    Claim,
    Difference,
    DifferingValue,
    Event,
    EventType,
    Family,
    Join,
    Participant,
    PlaceRef,
    Role,
    Status,
)
from graph.record.articles import _chunks, compact
from graph.record.claims import Claims
from graph.record.connection import EPOCH, day_number, interval_key

# What one source gives in two ways parts nobody from anybody.
BETWEEN_SOURCES = (
    "(SELECT count(DISTINCT source.value) FROM json_each(difference.body, '$.values') AS given,"
    " json_each(given.value, '$.sources') AS source) > 1"
)


def event_to_row(event: Event) -> Json:
    """An event as it is stored, whole (`jsonform.event_to_json` is what is shown)."""
    return {
        "id": event.id,
        "type": event.type.value,
        "family": event.family.value,
        "status": event.status.value,
        "claims": list(event.claims),
        "labels": dict(event.labels),
        "when": when_to_json(event.when) if event.when else None,
        "actors": [[a.id, a.name, a.role.value] for a in event.actors],
        "place": [event.place.id, event.place.name] if event.place else None,
        "joins": [[j.claim, j.to, j.score, list(j.reasons)] for j in event.joins],
        "possibly": list(event.possibly),
    }


def event_from_row(value: Json) -> Event:
    """The inverse."""
    return Event(
        id=value["id"],
        type=EventType(value["type"]),
        family=Family(value["family"]),
        status=Status(value["status"]),
        claims=tuple(value["claims"]),
        labels=tuple(sorted(value["labels"].items())),
        when=when_from_json(value["when"]) if value["when"] else None,
        actors=tuple(Participant(id=a[0], name=a[1], role=Role(a[2]), start=0, end=0) for a in value["actors"]),
        place=PlaceRef(id=value["place"][0], name=value["place"][1]) if value["place"] else None,
        joins=tuple(Join(claim=j[0], to=j[1], score=j[2], reasons=tuple(j[3])) for j in value["joins"]),
        possibly=tuple(value["possibly"]),
    )


def difference_from_row(event: str, value: Json) -> Difference:
    """The inverse of `jsonform.difference_to_json`, given the event."""
    return Difference(
        event=event,
        attribute=value["attribute"],
        values=tuple(
            DifferingValue(value=v["value"], claims=tuple(v["claims"]), sources=tuple(v["sources"]))
            for v in value["values"]
        ),
    )


class Events(Claims):
    """Events in and out."""

    def events(self, *, after: str = "") -> Iterator[Event]:
        """All events, by id; with `after` those of greater ids."""
        yield from (_event(row) for row in self.db.execute("SELECT body FROM event WHERE id > ? ORDER BY id", (after,)))

    def event_ids(self) -> tuple[str, ...]:
        """The ids of all events, sorted."""
        return tuple(event for (event,) in self.db.execute("SELECT id FROM event ORDER BY id"))

    def event(self, event_id: str) -> Event:
        """One event; a retired id leads to the event that tells its first claim now. Raises NotFoundError."""
        row = self.db.execute("SELECT body FROM event WHERE id = ?", (event_id,)).fetchone()
        if row is not None:
            return _event(row)
        retired = self.db.execute("SELECT claims FROM retired WHERE event = ?", (event_id,)).fetchone()
        for claim in json.loads(retired[0]) if retired else ():
            heir = self.event_of(claim)
            if heir is not None and heir != event_id:
                return self.event(heir)
        gone = "was withdrawn with its articles" if retired else "is not known"
        raise NotFoundError(f"event {event_id} {gone}; `amur on DATE` lists the events of a day")

    def events_by_id(self, ids: Iterable[str]) -> dict[str, Event]:
        """The events of these ids that there are now; retired ones are left out."""
        found: dict[str, Event] = {}
        for chunk in _chunks(ids):
            rows = self.db.execute(f"SELECT body FROM event WHERE id IN ({','.join('?' * len(chunk))})", chunk)
            found.update((event.id, event) for event in map(_event, rows))
        return found

    def events_between(
        self, start: date, end: date, *, longest: int | None = None, open_ended: bool = False
    ) -> tuple[Event, ...]:
        """As `claims_between`, for events."""
        return tuple(_event(row) for row in self._overlapping("event", start, end, longest, open_ended))

    def events_with(self, actor: str) -> Iterator[Event]:
        """Events in which the actor takes part, by first day and id."""
        sql = "SELECT body FROM event_actor JOIN event ON id = event WHERE actor = ? ORDER BY first, id"
        yield from (_event(row) for row in self.db.execute(sql, (actor,)))

    def event_of(self, claim_id: str) -> str | None:
        """The id of the event that a claim tells, or None."""
        row = self.db.execute("SELECT event FROM event_claim WHERE claim = ?", (claim_id,)).fetchone()
        return row[0] if row else None

    def events_of(self, claims: Iterable[str]) -> dict[str, str]:
        """Claim id -> event id, for those that tell one."""
        found: dict[str, str] = {}
        for chunk in _chunks(claims):
            sql = f"SELECT claim, event FROM event_claim WHERE claim IN ({','.join('?' * len(chunk))})"
            found.update(self.db.execute(sql, chunk).fetchall())
        return found

    def tellers_of(self, events: Iterable[str]) -> dict[str, list[str]]:
        """Event id -> the sources that tell it, by number of claims."""
        found: dict[str, list[str]] = {}
        for chunk in _chunks(events):
            sql = (
                "SELECT event, article.source, count(*) AS told FROM event_claim"
                " JOIN claim ON claim.id = event_claim.claim JOIN article ON article.seq = claim.article"
                f" WHERE event IN ({','.join('?' * len(chunk))})"
                " GROUP BY event, article.source ORDER BY event, told DESC, article.source"
            )
            for event, source, _ in self.db.execute(sql, chunk):
                found.setdefault(event, []).append(source)
        return found

    def parted_events(self, events: Iterable[str]) -> dict[str, int]:
        """Event id -> number of its differences between sources, of those that have any."""
        found: dict[str, int] = {}
        for chunk in _chunks(events):
            marks = ",".join("?" * len(chunk))
            sql = (
                f"SELECT event, count(*) FROM difference WHERE event IN ({marks}) AND {BETWEEN_SOURCES} GROUP BY event"
            )
            found.update(self.db.execute(sql, chunk).fetchall())
        return found

    def event_days(self, start: date, end: date) -> dict[date, int]:
        """How many events are of each day from `start` to `end` and of no other; days without any are left out."""
        sql = (
            "SELECT first, count(*) FROM event WHERE level = 0 AND first BETWEEN ? AND ? GROUP BY first ORDER BY first"
        )
        rows = self.db.execute(sql, (day_number(start), day_number(end)))
        return {date.fromordinal(first + EPOCH): count for first, count in rows}

    def event_day_before(self, day: date) -> date | None:
        """The last earlier day that has an event of its own which is no mere plan, or None."""
        sql = (
            "SELECT first FROM event WHERE level = 0 AND status != 'planned' AND first < ? ORDER BY first DESC LIMIT 1"
        )
        row = self.db.execute(sql, (day_number(day),)).fetchone()
        return None if row is None else date.fromordinal(row[0] + EPOCH)

    def event_day_after(self, day: date) -> date | None:
        """The first later day that has an event of its own which is no mere plan, or None."""
        sql = "SELECT first FROM event WHERE level = 0 AND status != 'planned' AND first > ? ORDER BY first LIMIT 1"
        row = self.db.execute(sql, (day_number(day),)).fetchone()
        return None if row is None else date.fromordinal(row[0] + EPOCH)

    def latest_events(self, limit: int) -> tuple[Event, ...]:
        """Events of a known day that are no mere plans, the latest first, then by id."""
        sql = "SELECT body FROM event WHERE level = 0 AND status != 'planned' ORDER BY first DESC, id LIMIT ?"
        return tuple(_event(row) for row in self.db.execute(sql, (limit,)))

    def contested_events(self, limit: int) -> tuple[tuple[Event, int], ...]:
        """(event, number of its differences) of those that have most, then by id."""
        sql = (
            "SELECT event.body, count(*) AS parted FROM difference JOIN event ON event.id = difference.event"
            f" WHERE {BETWEEN_SOURCES} GROUP BY event.id ORDER BY parted DESC, event.id LIMIT ?"
        )
        return tuple((_event((body,)), parted) for body, parted in self.db.execute(sql, (limit,)))

    def put_events(self, events: Iterable[Event], retired: Iterable[str] = ()) -> None:
        """Store events and take the retired ones out, in one transaction; what is stored already stays untouched.

        The differences of what is new or changed have to be put anew. A claim tells the event that was put last.
        """
        with self.writing():
            for event_id in retired:
                self._take_out(event_id, retire=True)
            for event in events:
                body = compact(event_to_row(event))
                row = self.db.execute("SELECT body FROM event WHERE id = ?", (event.id,)).fetchone()
                if row is None or row[0] != body:
                    self._take_out(event.id, retire=False)
                    self._put_event(event, body)

    def _take_out(self, event_id: str, *, retire: bool) -> None:
        row = self.db.execute("SELECT body FROM event WHERE id = ?", (event_id,)).fetchone()
        if row is None:
            return
        claims = json.loads(row[0])["claims"]
        self.changed("event:" + event_id)
        if retire:
            self.db.execute("INSERT OR REPLACE INTO retired VALUES (?, ?)", (event_id, compact(claims)))
        self.db.execute("DELETE FROM event WHERE id = ?", (event_id,))
        for table in ("event_claim", "event_actor", "difference"):
            self.db.execute(f"DELETE FROM {table} WHERE event = ?", (event_id,))

    def _put_event(self, event: Event, body: str) -> None:
        row = (event.id, *interval_key(event.when), event.type, event.family, event.status)
        self.db.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*row, body))
        self.db.execute("DELETE FROM retired WHERE event = ?", (event.id,))
        self.changed("event:" + event.id)
        self.db.executemany("INSERT OR REPLACE INTO event_claim VALUES (?, ?)", [(c, event.id) for c in event.claims])
        actors = {actor.id for actor in event.actors}
        self.db.executemany("INSERT INTO event_actor VALUES (?, ?)", [(actor, event.id) for actor in sorted(actors)])

    def differences(self, event_id: str) -> tuple[Difference, ...]:
        """The differences of one event, by attribute."""
        rows = self.db.execute("SELECT body FROM difference WHERE event = ? ORDER BY attribute", (event_id,))
        return tuple(difference_from_row(event_id, json.loads(body)) for (body,) in rows)

    def all_differences(self) -> Iterator[Difference]:
        """All differences between sources, by event and attribute."""
        sql = f"SELECT event, body FROM difference WHERE {BETWEEN_SOURCES} ORDER BY event, attribute"
        yield from (difference_from_row(event, json.loads(body)) for event, body in self.db.execute(sql))

    def rival_contacts(self, window: tuple[date, date] | None = None) -> Iterator[tuple[str, ...]]:
        """The contacts of each day, of all days or of those of a window, on which two have a party in common; by day,
        ids sorted."""
        low, high = window or (date.min, date.max)
        sql = (
            "SELECT DISTINCT one.first, one.id FROM event AS one JOIN event_actor AS mine ON mine.event = one.id"
            " JOIN event AS two ON two.level = 0 AND two.first = one.first AND two.id != one.id"
            " JOIN event_actor AS theirs ON theirs.event = two.id AND theirs.actor = mine.actor"
            " WHERE one.level = 0 AND one.first BETWEEN ? AND ? AND one.family = 'contact' AND two.family = 'contact'"
            " ORDER BY one.first, one.id"
        )
        rows = self.db.execute(sql, (day_number(low), day_number(high)))
        for _, found in groupby(rows.fetchall(), key=itemgetter(0)):
            yield tuple(event for _, event in found)

    def put_differences(self, event_id: str, differences: Iterable[Difference]) -> None:
        """Replace the differences of an event."""
        rows = sorted((event_id, d.attribute, compact(difference_to_json(d))) for d in differences)
        with self.writing() as db:
            sql = "SELECT event, attribute, body FROM difference WHERE event = ? ORDER BY attribute"
            if db.execute(sql, (event_id,)).fetchall() != rows:
                db.execute("DELETE FROM difference WHERE event = ?", (event_id,))
                db.executemany("INSERT INTO difference VALUES (?, ?, ?)", rows)
                self.changed("event:" + event_id)

    def put_blocks(self, claim_id: str, keys: Iterable[int]) -> None:
        """Set the keys (of 63 bits) under which a claim meets others; none takes it out."""
        self.db.execute("DELETE FROM block WHERE claim = ?", (claim_id,))
        self.db.executemany("INSERT OR IGNORE INTO block VALUES (?, ?)", [(key, claim_id) for key in keys])

    def claims_under(self, keys: Iterable[int]) -> tuple[Claim, ...]:
        """The current claims that bear one of the keys, by id."""
        found: set[str] = set()
        for chunk in _chunks(keys):
            sql = f"SELECT claim FROM block WHERE key IN ({','.join('?' * len(chunk))})"
            found.update(claim for (claim,) in self.db.execute(sql, chunk))
        return tuple(self.current_claims(sorted(found)))

    def unlinked(self, most: int = -1, *, after: str = "") -> tuple[str, ...]:
        """Ids of the claims that came, changed or went since events were last derived, sorted; at most so many, and
        only those behind `after`."""
        sql = "SELECT claim FROM unlinked WHERE claim > ? ORDER BY claim LIMIT ?"
        return tuple(claim for (claim,) in self.db.execute(sql, (after, most)))

    def has_unlinked(self) -> bool:
        """Whether there are any."""
        return self.db.execute("SELECT 1 FROM unlinked LIMIT 1").fetchone() is not None

    def unlink_all(self) -> None:
        """Every event has to be derived anew."""
        self.db.execute("INSERT OR IGNORE INTO unlinked SELECT id FROM claim WHERE current = 1")
        self.db.execute("INSERT OR IGNORE INTO unlinked SELECT claim FROM event_claim")

    def mark_linked(self, claims: Iterable[str] | None = None) -> None:
        """Say, in the transaction that stores the events, that they are derived from these claims as they are now;
        from all, where none are named."""
        if claims is None:
            self.db.execute("DELETE FROM unlinked")
        else:
            self.db.executemany("DELETE FROM unlinked WHERE claim = ?", [(claim,) for claim in claims])

    def forget_indexed(self) -> None:
        """Begin a list of the claims whose keys are those of now. It is this thread's, and does not outlive it."""
        self.db.execute("CREATE TEMP TABLE IF NOT EXISTS indexed (claim TEXT PRIMARY KEY) WITHOUT ROWID")
        self.db.execute("CREATE TEMP TABLE IF NOT EXISTS seen (version INTEGER)")
        self.db.execute("DELETE FROM temp.indexed")
        self.db.execute("DELETE FROM temp.seen")
        self.db.execute("INSERT INTO temp.seen VALUES (?)", self.db.execute("PRAGMA data_version").fetchone())

    def note_indexed(self, claims: Iterable[str]) -> None:
        """Add to the list."""
        self.db.executemany("INSERT OR IGNORE INTO temp.indexed VALUES (?)", [(claim,) for claim in claims])

    def indexed(self, claims: Iterable[str]) -> list[str]:
        """Those of these claims that are on the list; none where another connection has written since it was begun."""
        if self.db.execute("PRAGMA data_version").fetchone() != self.db.execute("SELECT * FROM temp.seen").fetchone():
            return []
        found: list[str] = []
        for chunk in _chunks(claims):
            sql = f"SELECT claim FROM temp.indexed WHERE claim IN ({','.join('?' * len(chunk))})"
            found.extend(claim for (claim,) in self.db.execute(sql, chunk))
        return found


def _event(row: tuple[str, ...]) -> Event:
    return event_from_row(json.loads(row[0]))
