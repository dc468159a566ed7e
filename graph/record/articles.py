"""The record's articles, their versions, texts and extractions."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TypeVar

from graph.errors import DataError, ErasedError, NotFoundError
from graph.jsonform import (
    article_from_json,
    article_to_json,
    claim_to_json,
    extraction_from_json,
    extraction_to_json,
)
from graph.model import Article, Claim, Extraction, LocalActor, digest
from graph.record.connection import Record, day_number, interval_key
from graph.record.wording import words_of, written_name

T = TypeVar("T", str, int)
Window = tuple[date | None, date | None]
MODULUS = 1 << 128
BASES = ("unknown", "inferred", "text", "page", "given")  # of a publication date, the best known last


@dataclass(frozen=True, kw_only=True, slots=True)
class Put:
    """What became of an article handed to the record."""

    article: Article
    status: str  # new, unchanged, re-extracted, new version, older version
    note: str = ""  # where details of the same text differ: which were kept


def compact(value: object) -> str:
    """JSON without spaces, keys as they come."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def fingerprint(extraction: Extraction) -> str:
    """A hash of all that one article and its extraction say; the same for the same content, whenever it came."""
    value = [article_to_json(extraction.article), extraction_to_json(extraction)]
    return digest(json.dumps(value, ensure_ascii=False, sort_keys=True), size=32)


def details_rank(article: Article) -> tuple[int, str, str, str]:
    """Of two descriptions of the same text the greater is kept, whatever the order of ingest: a better known
    publication date first, then the later one."""
    return (
        BASES.index(article.published_basis.value),
        str(article.modified or ""),
        str(article.published or ""),
        json.dumps(article_to_json(article, text=False), ensure_ascii=False, sort_keys=True),
    )


class Articles(Record):
    """Articles in and out."""

    def data_version(self) -> str:
        """A short hash of the content: the same articles in any order give the same, any change another."""
        return digest("data", self.meta("articles", "0"), self.meta("curation", "0"), size=12)

    def _shift(self, key: str, *, plus: str = "", minus: str = "") -> None:
        """Keep a sum of content hashes up to date: addition forgets the order."""
        total = int(self.meta(key, "0"), 16)
        total += (int(plus, 16) if plus else 0) - (int(minus, 16) if minus else 0)
        self.set_meta(key, f"{total % MODULUS:x}")

    def is_read(self, article: Article, mark: str) -> bool:
        """Whether the record holds exactly this article, as it was handed in, read by the rules of that mark."""
        row = self.db.execute(
            "SELECT coalesce(given.head, article.head) FROM article JOIN rules ON rules.article = seq"
            " LEFT JOIN given ON given.article = seq WHERE id = ? AND mark = ?",
            (article.id, mark),
        ).fetchone()
        return row is not None and row[0] == compact(article_to_json(article, text=False))

    def put(
        self,
        extraction: Extraction,
        *,
        given: Article | None = None,
        recorded: datetime | None = None,
        rules: str = "",
    ) -> Put:
        """Store an article with what was read out of it, in one transaction; identical content changes nothing.
        `given` is the article as it was handed in, where its date was set by hand; `rules` a mark of all that reading
        depends on, see `is_read`.

        Raises DataError where two claims have one id or the text was erased, BusyError where another process writes for
        too long.
        """
        article, now = extraction.article, (recorded or datetime.now(UTC)).isoformat(timespec="seconds")
        mark = fingerprint(extraction)
        if len({claim.id for claim in extraction.claims}) != len(extraction.claims):
            raise DataError(f"article {article.id}: two of its claims have the same id")
        with self.writing() as db:
            put = self._put(extraction, mark, given, now)
            if rules and put.article == article:
                sql = "INSERT OR REPLACE INTO rules SELECT seq, ? FROM article WHERE id = ?"
                db.execute(sql, (rules, article.id))
            return put

    def _put(self, extraction: Extraction, mark: str, given: Article | None, now: str) -> Put:
        article, db = extraction.article, self.db
        sql = "SELECT seq, fingerprint, head, recorded FROM article WHERE id = ?"
        row = db.execute(sql, (article.id,)).fetchone()
        if row is None:
            if (at := self.erased_at(article.id)) is not None:
                raise DataError(f"article {article.id} was erased on {at:%Y-%m-%d}; it is not taken in again")
            others = [c for (c,) in db.execute("SELECT currency FROM article WHERE work = ?", (article.work,))]
            self._insert(extraction, mark, now, now, given)
            self._elect(article.work)
            if not others:
                return Put(article=article, status="new")
            newest = compact(article.currency) > max(others)
            return Put(article=article, status="new version" if newest else "older version")
        seq, before, head, first_recorded = row
        as_given = db.execute("SELECT head FROM given WHERE article = ?", (seq,)).fetchone()
        kept = article_from_json({**json.loads(as_given[0] if as_given else head), "text": article.text})
        if before == mark and kept == (given or article):
            return Put(article=article, status="unchanged")
        if details_rank(kept) > details_rank(given or article):
            return Put(
                article=kept,
                status="unchanged",
                note="known with other details, which were kept; delete it first to replace them",
            )
        self._remove(seq)
        self._insert(extraction, mark, first_recorded, now, given)
        self._elect(article.work)
        return Put(article=article, status="re-extracted")

    def _insert(
        self, extraction: Extraction, mark: str, recorded: str, extracted: str, given: Article | None = None
    ) -> None:
        article, db = extraction.article, self.db
        published = day_number(article.published) if article.published else None
        seq = db.execute(
            "INSERT INTO article (id, work, currency, current, source, name, lang, published, text_hash, given_id,"
            " fingerprint, head, recorded, extracted) VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                article.id, article.work, compact(article.currency), article.source, written_name(article),
                article.lang, published, article.text_hash, article.given_id, mark,
                compact(article_to_json(article, text=False)),
                recorded, extracted,
            ),
        ).lastrowid  # fmt: skip
        assert seq is not None
        rest = {**extraction_to_json(extraction), "claims": []}
        db.execute("INSERT INTO body VALUES (?, ?, ?)", (seq, article.text, compact(rest)))
        db.execute("INSERT INTO word (rowid, title, text) VALUES (?, ?, ?)", (seq, *words_of(article)))
        for claim in extraction.claims:
            self._insert_claim(claim, seq, published)
        db.executemany(
            "INSERT OR IGNORE INTO local_actor VALUES (?, ?, ?, ?, ?)",
            [(actor.id, seq, actor.name, actor.kind, actor.lang) for actor in extraction.local_actors],
        )
        if given is not None and given != article:
            db.execute("INSERT INTO given VALUES (?, ?)", (seq, compact(article_to_json(given, text=False))))
        db.execute("INSERT OR IGNORE INTO unreplayed VALUES (?)", (article.work,))
        self._shift("articles", plus=mark)
        self.changed("article:" + article.id)

    def _insert_claim(self, claim: Claim, article: int, published: int | None) -> None:
        row = (claim.id, article, claim.start, *interval_key(claim.when), published, claim.type, claim.family)
        seq = self.db.execute(
            "INSERT INTO claim (id, article, start, level, first, last, published, type, family, current, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
            (*row, compact(claim_to_json(claim))),
        ).lastrowid
        self.db.executemany(
            "INSERT OR IGNORE INTO claim_actor VALUES (?, ?, ?)",
            [(actor.id, seq, actor.role.value) for actor in claim.actors],
        )

    def _remove(self, seq: int) -> None:
        db = self.db
        mark, head, text = db.execute(
            "SELECT fingerprint, head, text FROM article JOIN body ON body.article = seq WHERE seq = ?", (seq,)
        ).fetchone()
        self._unlink(seq)
        db.execute("DELETE FROM claim_actor WHERE claim IN (SELECT seq FROM claim WHERE article = ?)", (seq,))
        article = article_from_json({**json.loads(head), "text": text})
        db.execute("INSERT INTO word (word, rowid, title, text) VALUES ('delete', ?, ?, ?)", (seq, *words_of(article)))
        self._disturb_entries(seq)
        for table in ("claim", "local_actor", "body", "original", "given", "anchored", "rules"):
            db.execute(f"DELETE FROM {table} WHERE article = ?", (seq,))
        db.execute("DELETE FROM article WHERE seq = ?", (seq,))
        self._shift("articles", minus=mark)
        self.changed("article:" + article.id)

    def _unlink(self, seq: int) -> None:
        """Events have to be derived anew where claims of this article took part."""
        self.db.execute("INSERT OR IGNORE INTO unlinked SELECT id FROM claim WHERE article = ?", (seq,))
        self.db.execute(
            "INSERT OR REPLACE INTO change (unit) SELECT DISTINCT 'event:' || event FROM event_claim"
            " WHERE claim IN (SELECT id FROM claim WHERE article = ?)",
            (seq,),
        )

    def _disturb_entries(self, seq: int) -> None:
        """What entries of the ledger are about in this article comes or goes: all else that they are about may too."""
        for (entry,) in self.db.execute("SELECT DISTINCT entry FROM anchored WHERE article = ?", (seq,)).fetchall():
            self.changed("entry:" + entry)
            self._disturb(entry)

    def _disturb(self, entry: str) -> None:
        """The claims that an entry is about have to be linked anew."""
        sql = "INSERT OR IGNORE INTO unlinked SELECT found FROM anchored WHERE entry = ? AND found GLOB 'c-*'"
        self.db.execute(sql, (entry,))

    def _elect(self, work: str) -> None:
        """Make the greatest version of a work the current one."""
        db = self.db
        sql = "SELECT seq, id, current FROM article WHERE work = ? ORDER BY currency DESC, id"
        rows = db.execute(sql, (work,)).fetchall()
        for place, (seq, article_id, current) in enumerate(rows):
            if (place == 0) != bool(current):
                db.execute("UPDATE article SET current = ? WHERE seq = ?", (place == 0, seq))
                db.execute("UPDATE claim SET current = ? WHERE article = ?", (place == 0, seq))
                self._unlink(seq)
                self._disturb_entries(seq)
                self.changed("article:" + article_id)

    def delete(self, article_id: str) -> None:
        """Take an article and its claims out of the record; an older version of the work becomes current.

        Events have to be derived anew after it. Raises NotFoundError.
        """
        with self.writing() as db:
            row = db.execute("SELECT seq, work FROM article WHERE id = ?", (article_id,)).fetchone()
            if row is None:
                raise self._missing(article_id)
            self._remove(row[0])
            self._elect(row[1])

    def _missing(self, article_id: str) -> NotFoundError:
        """What to raise where there is no article of that id: it was erased, or was never there."""
        at = self.erased_at(article_id)
        if at is not None:
            return ErasedError(f"article {article_id} was erased on {at:%Y-%m-%d}")
        return NotFoundError(f"no article {article_id}; `amur articles` lists them")

    def erased_at(self, article_id: str) -> datetime | None:
        """When an article of that id was erased; None where it never was."""
        row = self.db.execute("SELECT at FROM tombstone WHERE id = ?", (article_id,)).fetchone()
        return datetime.fromisoformat(row[0]) if row else None

    def article(self, article_id: str, *, text: bool = True) -> Article:
        """One article. Raises NotFoundError."""
        row = self.db.execute(
            "SELECT head, CASE WHEN ? THEN text ELSE '' END FROM article JOIN body ON body.article = seq WHERE id = ?",
            (text, article_id),
        ).fetchone()
        if row is None:
            raise self._missing(article_id)
        return _article(row)

    def articles(
        self,
        *,
        current: bool = True,
        published: Window | None = None,
        source: str | None = None,
        text: bool = False,
        ids: Iterable[str] | None = None,
    ) -> Iterator[Article]:
        """Articles by publication date and id (undated first), without their text unless `text`.

        `published` bounds are inclusive days, None is open; undated articles lie in no window. `current=False` gives
        the superseded versions too. `ids` gives only those.
        """
        where: list[str] = ["1"]
        values: list[str | int] = []
        if current:
            where.append("current = 1")
        if source is not None:
            where.append("source = ?")
            values.append(source)
        if published is not None:
            where.append("published BETWEEN ? AND ?")
            values += _window(published)
        sql = "SELECT head, {} FROM article {} WHERE {} ORDER BY published, id".format(
            "text" if text else "''", "JOIN body ON body.article = seq" if text else "", " AND ".join(where)
        )
        if ids is None:
            yield from (_article(row) for row in self.db.execute(sql, values).fetchall())
            return
        for chunk in _chunks(ids):
            marks = ",".join("?" * len(chunk))
            rows = self.db.execute(sql.replace("ORDER", f"AND id IN ({marks}) ORDER"), [*values, *chunk])
            yield from (_article(row) for row in rows)

    def article_by_given_id(self, given_id: str) -> Article:
        """The current article that the caller named so. Raises NotFoundError."""
        row = self.db.execute(
            "SELECT id FROM article WHERE given_id = ? ORDER BY current DESC, id LIMIT 1", (given_id,)
        ).fetchone()
        if row is None:
            raise NotFoundError(f"no article {given_id}; `amur articles` lists them")
        return self.article(row[0])

    def article_called(self, id: str) -> Article:
        """The article of that id, Amur's or the one that its giver gave it, without text. Raises NotFoundError;
        ErasedError for what was erased."""
        try:
            return self.article(id, text=False)
        except ErasedError:
            raise
        except NotFoundError:
            return self.article_by_given_id(id)

    def versions(self, work: str) -> tuple[Article, ...]:
        """All versions of a work, the current one first, without text."""
        rows = self.db.execute("SELECT head, '' FROM article WHERE work = ? ORDER BY currency DESC, id", (work,))
        return tuple(_article(row) for row in rows)

    def recorded(self, article_id: str) -> tuple[datetime, datetime]:
        """When the article came into the record and when it was last extracted. Raises NotFoundError."""
        row = self.db.execute("SELECT recorded, extracted FROM article WHERE id = ?", (article_id,)).fetchone()
        if row is None:
            raise self._missing(article_id)
        return datetime.fromisoformat(row[0]), datetime.fromisoformat(row[1])

    def fingerprints(self) -> dict[str, str]:
        """Article id -> hash of its content, of current versions: what the projection compares."""
        return dict(self.db.execute("SELECT id, fingerprint || curated FROM article WHERE current = 1 ORDER BY id"))

    def fingerprint(self, article_id: str) -> str | None:
        """The hash of one article's content; None where it is unknown or superseded."""
        sql = "SELECT fingerprint || curated FROM article WHERE id = ? AND current = 1"
        row = self.db.execute(sql, (article_id,)).fetchone()
        return str(row[0]) if row else None

    def families(self) -> Iterator[tuple[str, ...]]:
        """Ids of current articles that have the same text, where there are several."""
        rows = self.db.execute(
            "SELECT group_concat(id, ' ') FROM article WHERE current = 1 GROUP BY text_hash HAVING count(*) > 1"
            " ORDER BY text_hash"
        )
        yield from (tuple(sorted(row[0].split())) for row in rows)

    def extraction(self, article_id: str) -> Extraction:
        """All that was read out of an article, its claims as they hold by the ledger. Raises NotFoundError."""
        row = self.db.execute(
            "SELECT head, text, extraction, seq, curated FROM article JOIN body ON body.article = seq WHERE id = ?",
            (article_id,),
        ).fetchone()
        if row is None:
            raise self._missing(article_id)
        claims = self.db.execute("SELECT body FROM claim WHERE article = ? ORDER BY seq", (row[3],))
        value = {**json.loads(row[2]), "claims": [json.loads(body) for (body,) in claims]}
        found = extraction_from_json(value, _article(row[:2]))
        if not row[4]:
            return found
        sql = "SELECT id, name, kind, lang FROM local_actor WHERE article = ? ORDER BY id, name"
        known = {actor.id for actor in found.local_actors}
        named = (
            LocalActor(id=a[0], name=a[1], kind=a[2], lang=a[3], start=0, end=0) for a in self.db.execute(sql, row[3:4])
        )
        return replace(found, local_actors=(*found.local_actors, *(actor for actor in named if actor.id not in known)))

    def local_actors(self, ids: Iterable[str] | None = None) -> Iterator[LocalActor]:
        """Actors of current articles that the registry does not know, once for each of their names (start, end 0)."""
        sql = (
            "SELECT DISTINCT local_actor.id, local_actor.name, kind, local_actor.lang FROM local_actor"
            " JOIN article ON seq = article AND current = 1 {} ORDER BY 1, 2, 3, 4"
        )
        known = [None] if ids is None else _chunks(ids)
        for chunk in known:
            where = "" if chunk is None else f"WHERE local_actor.id IN ({','.join('?' * len(chunk))})"
            for row in self.db.execute(sql.format(where), chunk or ()):
                yield LocalActor(id=row[0], name=row[1], kind=row[2], lang=row[3], start=0, end=0)


def _article(row: tuple[str, str] | sqlite3.Row) -> Article:
    return article_from_json({**json.loads(row[0]), "text": row[1]})


def _window(published: Window) -> list[int]:
    first, last = published
    return [day_number(first or date.min), day_number(last or date.max)]


def _chunks(ids: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    whole = list(dict.fromkeys(ids))
    for start in range(0, len(whole), size):
        yield whole[start : start + size]
