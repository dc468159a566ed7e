"""The record's side of curation: claims as extracted beside claims as they hold, and what each entry is about now."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from graph.curation import Entry, active, entry_from_json, entry_to_json
from graph.errors import DataError, NotFoundError
from graph.jsonform import article_from_json, claim_from_json, claim_to_json, extraction_from_json
from graph.model import Article, Claim, Extraction, LocalActor, digest
from graph.record.articles import compact
from graph.record.ledgers import CURATION, Ledgers


@lru_cache(maxsize=65_536)
def _entry(body: str) -> Entry:
    """A stored entry, parsed once."""
    return entry_from_json(json.loads(body))


class Curated(Ledgers):
    """Corrections in, and out again."""

    def entries(self) -> tuple[Entry, ...]:
        """All entries of the curation ledger, in their order."""
        rows = self.db.execute("SELECT body FROM ledger WHERE name = ? ORDER BY seq", (CURATION,))
        return tuple(sorted((_entry(body) for (body,) in rows), key=lambda entry: entry.order))

    def entry(self, entry_id: str) -> Entry:
        """One entry. Raises NotFoundError."""
        sql = "SELECT body FROM ledger WHERE name = ? AND subject = ?"
        for (body,) in self.db.execute(sql, (CURATION, entry_id)).fetchall():
            return _entry(body)
        raise NotFoundError(f"no entry {entry_id} in the ledger; `amur curate list` shows them")

    def active_entries(self) -> tuple[Entry, ...]:
        """The entries that hold, in their order."""
        return active(self.entries()) if self.has_entries() else ()

    def has_entries(self) -> bool:
        """Whether anything was ever corrected by hand."""
        return self.db.execute("SELECT 1 FROM ledger WHERE name = ? LIMIT 1", (CURATION,)).fetchone() is not None

    def add_entry(self, entry: Entry) -> bool:
        """Append an entry; False where the ledger has it already. What it is about is to be replayed by the caller."""
        if self.db.execute(
            "SELECT 1 FROM ledger WHERE name = ? AND subject = ? LIMIT 1", (CURATION, entry.id)
        ).fetchone():
            return False
        self.add_ledger(CURATION, entry_to_json(entry), subject=entry.id, at=entry.at)
        self.changed("entry:" + entry.id)
        return True

    def last_entry_at(self) -> datetime | None:
        """The latest moment at which an entry of the ledger was signed."""
        moments = [entry.at for entry in self.entries()]
        return max(moments, default=None)

    # ------------------------------------------------------------ what is due

    def mark_unreplayed(self, works: Iterable[str]) -> None:
        """Say that the ledger has to be replayed for these works."""
        self.db.executemany("INSERT OR IGNORE INTO unreplayed VALUES (?)", [(work,) for work in works])

    def unreplayed(self) -> tuple[str, ...]:
        """The works of which the ledger has to be replayed, sorted."""
        return tuple(work for (work,) in self.db.execute("SELECT work FROM unreplayed ORDER BY work"))

    def has_unreplayed(self) -> bool:
        """Whether there are any."""
        return self.db.execute("SELECT 1 FROM unreplayed LIMIT 1").fetchone() is not None

    def mark_replayed(self) -> None:
        """Say, in the transaction that stores what came of it, that the ledger is replayed."""
        self.db.execute("DELETE FROM unreplayed")

    def works_naming(self, actor: str) -> tuple[str, ...]:
        """The works of which a claim, as extracted or as it holds, names an actor as party or voice. Reads them all."""
        words = f'"id":{compact(actor)}'
        sql = (
            "SELECT DISTINCT work FROM article JOIN claim ON claim.article = article.seq WHERE instr(claim.body, ?)"
            " UNION SELECT work FROM article JOIN original ON original.article = seq WHERE instr(body, ?)"
        )
        return tuple(work for (work,) in self.db.execute(sql, (words, words)))

    # ------------------------------------------------------------ as extracted, as given

    def extracted_claims(self, article_id: str) -> tuple[Claim, ...]:
        """The claims of one article as extracted, whatever the ledger says, in the order extracted."""
        (seq,) = self.db.execute("SELECT seq FROM article WHERE id = ?", (article_id,)).fetchone() or (None,)
        rows = self.db.execute("SELECT body FROM original WHERE article = ? ORDER BY place", (seq,)).fetchall()
        if not rows and not self._is_curated(seq):
            rows = self.db.execute("SELECT body FROM claim WHERE article = ? ORDER BY seq", (seq,)).fetchall()
        return tuple(claim_from_json(json.loads(body)) for (body,) in rows)

    def _is_curated(self, seq: int | None) -> bool:
        row = self.db.execute("SELECT curated FROM article WHERE seq = ?", (seq,)).fetchone()
        return bool(row and row[0])

    def extracted_claim(self, claim_id: str) -> Claim:
        """One claim as extracted, rejected ones too. Raises NotFoundError."""
        row = self.db.execute("SELECT body FROM original WHERE claim = ?", (claim_id,)).fetchone()
        return claim_from_json(json.loads(row[0])) if row else self.claim(claim_id)

    def given_article(self, article_id: str) -> Article:
        """An article as it was handed in, without a date set by hand. Raises NotFoundError."""
        article = self.article(article_id)
        row = self.db.execute(
            "SELECT given.head FROM given JOIN article ON seq = article WHERE id = ?", (article_id,)
        ).fetchone()
        return article_from_json({**json.loads(row[0]), "text": article.text}) if row else article

    # ------------------------------------------------------------ as it holds

    def put_replayed(
        self,
        article_id: str,
        claims: Sequence[Claim],
        found: Mapping[tuple[str, int], str],
        *,
        extracted: Sequence[Claim],
        local_actors: Sequence[LocalActor],
    ) -> None:
        """Store what the ledger made of an article: its claims as they hold, and what its entries found there.

        Claims that are another than before are to be linked anew; so are those that an entry has come or ceased to be
        about. `local_actors` are those of the article that the registry does not know, by the claims as they hold.
        """
        seq, current, published, before = self.db.execute(
            "SELECT seq, current, published, curated FROM article WHERE id = ?", (article_id,)
        ).fetchone()
        self._put_anchored(seq, found)
        bodies = [compact(claim_to_json(claim)) for claim in claims]
        mark = "" if list(claims) == list(extracted) else digest(*bodies, "claims")
        rows = self.db.execute("SELECT id, body FROM claim WHERE article = ? ORDER BY seq", (seq,)).fetchall()
        if [body for _, body in rows] == bodies and mark == before:
            return
        self._replace_claims(seq, claims, bodies, dict(rows), current, published)
        self.db.execute("DELETE FROM original WHERE article = ?", (seq,))
        if mark:
            originals = [(seq, place, c.id, compact(claim_to_json(c))) for place, c in enumerate(extracted)]
            self.db.executemany("INSERT INTO original VALUES (?, ?, ?, ?)", originals)
        self.db.execute("DELETE FROM local_actor WHERE article = ?", (seq,))
        self.db.executemany(
            "INSERT OR IGNORE INTO local_actor VALUES (?, ?, ?, ?, ?)",
            [(actor.id, seq, actor.name, actor.kind, actor.lang) for actor in local_actors],
        )
        self.db.execute("UPDATE article SET curated = ? WHERE seq = ?", (mark, seq))
        self.changed("article:" + article_id)

    def _replace_claims(
        self,
        seq: int,
        claims: Sequence[Claim],
        bodies: Sequence[str],
        rows: Mapping[str, str],
        current: int,
        published: int | None,
    ) -> None:
        wanted = {claim.id: body for claim, body in zip(claims, bodies, strict=True)}
        self.mark_unlinked(key for key in {*rows, *wanted} if rows.get(key) != wanted.get(key))
        self.db.execute("DELETE FROM claim_actor WHERE claim IN (SELECT seq FROM claim WHERE article = ?)", (seq,))
        self.db.execute("DELETE FROM claim WHERE article = ?", (seq,))
        for claim in claims:
            self._insert_claim(claim, seq, published)
        self.db.execute("UPDATE claim SET current = ? WHERE article = ?", (current, seq))

    def _put_anchored(self, seq: int, found: Mapping[tuple[str, int], str]) -> None:
        now = {(entry, position, what) for (entry, position), what in found.items()}
        sql = "SELECT entry, position, found FROM anchored WHERE article = ?"
        before = set(self.db.execute(sql, (seq,)).fetchall())
        self.db.executemany("DELETE FROM anchored WHERE entry = ? AND position = ? AND found = ?", sorted(before - now))
        self.db.executemany("INSERT INTO anchored VALUES (?, ?, ?, ?)", [(*row, seq) for row in sorted(now - before)])
        for entry in sorted({entry for entry, _, _ in now ^ before}):
            self.changed("entry:" + entry)
            self.mark_unlinked({what for about, _, what in now ^ before if about == entry and what.startswith("c-")})
            self._disturb(entry)

    def extracted(self, article_id: str) -> Extraction:
        """All that was read out of an article, whatever the ledger says of its claims. Raises NotFoundError."""
        article = self.article(article_id)
        (body,) = self.db.execute(
            "SELECT extraction FROM body JOIN article ON seq = article WHERE id = ?", (article_id,)
        ).fetchone()
        value = {**json.loads(body), "claims": []}
        return replace(extraction_from_json(value, article), claims=self.extracted_claims(article_id))

    def mark_unlinked(self, claims: Iterable[str]) -> None:
        """Say that events have to be derived anew where these claims take part."""
        self.db.executemany("INSERT OR IGNORE INTO unlinked VALUES (?)", [(claim,) for claim in sorted(claims)])

    def heed_bonds(self, marks: Mapping[str, str]) -> None:
        """Say that events have to be derived anew where what was said by hand of a claim (`Bonds.marks`) is another
        than when they last were. An entry bears on claims that it does not name: those that others made one with
        them, and those that these were kept apart from."""
        before = dict(self.db.execute("SELECT claim, mark FROM bond"))
        changed = sorted(claim for claim in before.keys() | marks.keys() if before.get(claim) != marks.get(claim))
        self.mark_unlinked(changed)
        self.db.executemany("DELETE FROM bond WHERE claim = ?", [(claim,) for claim in changed])
        rows = [(claim, marks[claim]) for claim in changed if claim in marks]
        self.db.executemany("INSERT INTO bond VALUES (?, ?)", rows)

    def anchored(self, *, current: bool) -> Mapping[tuple[str, int], tuple[str, ...]]:
        """(entry, position of the anchor) -> what it is about now, in all versions or in current ones alone."""
        found: dict[tuple[str, int], list[str]] = defaultdict(list)
        sql = (
            "SELECT entry, position, found FROM anchored JOIN article ON seq = article AND (current = 1 OR ?)"
            " ORDER BY entry, position, found"
        )
        for entry, position, what in self.db.execute(sql, (not current,)):
            found[entry, position].append(what)
        return {key: tuple(values) for key, values in found.items()}

    def entries_about(self, what: str) -> tuple[Entry, ...]:
        """The active entries about a claim or article, in order."""
        rows = self.db.execute("SELECT DISTINCT entry FROM anchored WHERE found = ?", (what,)).fetchall()
        return tuple(sorted((self.entry(entry) for (entry,) in rows), key=lambda e: e.order))

    def curated_articles(self) -> tuple[str, ...]:
        """The articles, of whatever version, whose claims are others than those extracted."""
        return tuple(key for (key,) in self.db.execute("SELECT id FROM article WHERE curated > '' ORDER BY id"))

    def anchored_to(self, entry_id: str) -> tuple[str, ...]:
        """What an entry is about now in current articles, sorted."""
        sql = (
            "SELECT DISTINCT found FROM anchored JOIN article ON seq = article AND current = 1"
            " WHERE entry = ? ORDER BY found"
        )
        return tuple(what for (what,) in self.db.execute(sql, (entry_id,)))

    def check_claims(self, claims: Iterable[str]) -> None:
        """Raises NotFoundError for the first id that no current claim bears, with the reason where one is known."""
        wanted = tuple(claims)
        known = {claim.id for claim in self.current_claims(wanted)}
        for claim in wanted:
            if claim not in known:
                row = self.db.execute("SELECT 1 FROM original WHERE claim = ?", (claim,)).fetchone()
                why = "was rejected, or belongs to an older version" if row else "is not known"
                raise NotFoundError(f"claim {claim} {why}; `amur on DATE --json` shows the claims of a day")
        if len(set(wanted)) != len(wanted):
            raise DataError("a claim is named twice")
