"""The record's claims, by id, article, day and actor. Unless said otherwise only those of current versions."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from graph.errors import NotFoundError
from graph.jsonform import claim_from_json
from graph.model import Claim, Tense
from graph.record.articles import Window, _chunks, _window, compact
from graph.record.connection import LEVELS, SINCE, UNTIL, day_number
from graph.record.searching import Searching

FUTURE = compact({"tense": Tense.FUTURE.value})[1:-1]  # as it stands in the row of a claim


class Claims(Searching):
    """Claims out; they come in with their article."""

    def claim(self, claim_id: str) -> Claim:
        """One claim, of whatever version. Raises NotFoundError."""
        row = self.db.execute("SELECT body FROM claim WHERE id = ?", (claim_id,)).fetchone()
        if row is None:
            raise NotFoundError(f"no claim {claim_id}")
        return _claim(row)

    def claims(self, ids: Iterable[str]) -> dict[str, Claim]:
        """The claims of these ids that there are, of whatever version, in the order asked."""
        found: dict[str, Claim] = {}
        for chunk in _chunks(ids):
            sql = f"SELECT id, body FROM claim WHERE id IN ({','.join('?' * len(chunk))})"
            rows = dict(self.db.execute(sql, chunk).fetchall())
            found.update((key, _read(rows[key])) for key in chunk if key in rows)
        return found

    def current_claims(self, ids: Iterable[str]) -> Iterator[Claim]:
        """Those of these claims that belong to the current version of a work, in the order asked."""
        for chunk in _chunks(ids):
            sql = f"SELECT id, body FROM claim WHERE current = 1 AND id IN ({','.join('?' * len(chunk))})"
            rows = dict(self.db.execute(sql, chunk).fetchall())
            yield from (_read(rows[key]) for key in chunk if key in rows)

    def claims_of(self, article_id: str) -> tuple[Claim, ...]:
        """The claims of one article, of whatever version, in the order of the text."""
        sql = "SELECT body FROM claim WHERE article = (SELECT seq FROM article WHERE id = ?) ORDER BY start, id"
        return tuple(_claim(row) for row in self.db.execute(sql, (article_id,)))

    def plans_of(self, articles: Iterable[str]) -> tuple[Claim, ...]:
        """The claims of these articles, of whatever version, that tell the future, article by article in the order of
        the text."""
        found: list[Claim] = []
        for chunk in _chunks(articles):
            sql = (
                "SELECT body FROM claim WHERE article IN (SELECT seq FROM article WHERE id IN"
                f" ({','.join('?' * len(chunk))})) AND instr(body, ?) ORDER BY article, start, id"
            )
            rows = self.db.execute(sql, [*chunk, FUTURE])
            found += (claim for row in rows if (claim := _claim(row)).tense is Tense.FUTURE)
        return tuple(found)

    def claims_between(
        self, start: date, end: date, *, longest: int | None = None, open_ended: bool = False
    ) -> tuple[Claim, ...]:
        """Claims whose interval shares a day with `start`..`end` (inclusive), sorted by first day and id.

        `longest` leaves out intervals of more days; `open_ended` adds those that only have a start or an end.
        """
        return tuple(_claim(row) for row in self._overlapping("claim", start, end, longest, open_ended))

    def claims_between_in_all(self, start: date, end: date) -> tuple[Claim, ...]:
        """As `claims_between` with open ends, of all versions of the articles."""
        rows = (self._overlapping("claim", start, end, None, True, current) for current in (1, 0))
        return tuple(_claim(row) for some in rows for row in some)

    def _overlapping(
        self, table: str, start: date, end: date, longest: int | None, open_ended: bool, version: int = 1
    ) -> list[tuple[str]]:
        """(body,) of the rows of a table with an index of intervals; of claims those of current versions (1) or of
        superseded ones (0)."""
        first, last = day_number(start), day_number(end)
        current = f"current = {version:d} AND " if table == "claim" else ""
        select = f"SELECT first, id, last, body FROM {table} WHERE {current}level = ? AND first "
        rows: list[tuple[int | None, str, int | None, str]] = []
        for level in LEVELS:
            if longest is not None and level and 2 ** (level - 1) >= longest:
                break
            found = self.db.execute(
                select + "BETWEEN ? AND ? AND last >= ?", (level, first - 2**level + 1, last, first)
            )
            rows += found
        if open_ended:
            rows += self.db.execute(select + "<= ?", (SINCE, last))
            rows += self.db.execute(select + "IS NULL AND last >= ?", (UNTIL, first))
        if longest is not None:
            rows = [row for row in rows if row[0] is None or row[2] is None or row[2] - row[0] < longest]
        return [(row[3],) for row in sorted(rows, key=lambda row: (row[0] is not None, row[0] or 0, row[1]))]

    def undated_claims(self, published: Window) -> tuple[Claim, ...]:
        """Claims without bounds, of articles published in the window (inclusive days; None is open)."""
        sql = "SELECT body FROM claim WHERE current = 1 AND level IS NULL AND published BETWEEN ? AND ? ORDER BY id"
        return tuple(_claim(row) for row in self.db.execute(sql, _window(published)))

    def claims_with(self, actor: str) -> Iterator[Claim]:
        """Claims in which the actor takes part, by first day and id."""
        sql = (
            "SELECT DISTINCT body, first, id FROM claim_actor JOIN claim ON claim.seq = claim_actor.claim"
            " WHERE actor = ? AND current = 1 ORDER BY first, id"
        )
        yield from (_claim(row) for row in self.db.execute(sql, (actor,)))

    def claim_ids_with(self, actor: str, *, after: str = "") -> Iterator[str]:
        """The ids of the claims in which the actor takes part, sorted; with `after` those of greater ids."""
        sql = (
            "SELECT DISTINCT id FROM claim_actor JOIN claim ON claim.seq = claim_actor.claim"
            " WHERE actor = ? AND current = 1 AND id > ? ORDER BY id"
        )
        yield from (claim for (claim,) in self.db.execute(sql, (actor, after)))

    def all_claims(self, *, after: str = "") -> Iterator[Claim]:
        """Every claim of every current version, by id, in constant memory; with `after` those of greater ids."""
        sql = "SELECT body FROM claim WHERE id > ? AND current = 1 ORDER BY id"
        yield from (_claim(row) for row in self.db.execute(sql, (after,)))

    def claim_ids(self) -> tuple[str, ...]:
        """The ids of all claims of current versions, sorted."""
        return tuple(claim for (claim,) in self.db.execute("SELECT id FROM claim WHERE current = 1 ORDER BY id"))

    def article_count(self) -> int:
        """How many articles there are, in their current versions."""
        (count,) = self.db.execute("SELECT count(*) FROM article WHERE current = 1").fetchone()
        return int(count)

    def claim_count(self) -> int:
        """How many claims of current versions there are."""
        (count,) = self.db.execute("SELECT count(*) FROM claim WHERE current = 1").fetchone()
        return int(count)


def _claim(row: tuple[str, ...]) -> Claim:
    return _read(row[0])


@lru_cache(maxsize=4096)
def _read(body: str) -> Claim:
    """The claim of a row. While events are derived each is asked for again and again."""
    return claim_from_json(json.loads(body))
