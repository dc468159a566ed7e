"""The record's families of copies: sketches and pairs, kept up to date article by article."""

from collections.abc import Iterable

from graph.copies import Copied, are_copies, copied, families, sketch_of
from graph.model import Article
from graph.record.articles import _chunks
from graph.record.curated import Curated
from graph.registry import Registry
from graph.sketches import PART, PARTS, Sketch, alike

TOGETHER = 500  # articles looked at together
UNCOMPARED = "uncompared"  # in `meta`: there are articles without a sketch


class Copies(Curated):
    """Copies in and out."""

    def find_copies(self, article: Article, made: Sketch | None = None, *, compare: bool = True) -> tuple[str, ...]:
        """Compare an article of the record with those that are alike, note which are copies, and return them. An
        article that was compared already is left as it is. `made` is the text's sketch, where it has been worked out;
        with `compare` false somebody else compares it (`note_copies`). Part of a transaction of the caller's."""
        if self.db.execute("SELECT 1 FROM sketch WHERE article = ?", (article.id,)).fetchone():
            return ()
        made = sketch_of(article.text) if made is None else made
        keys = made.keys
        near = self._alike(made, keys) if compare else ()
        found = [key for key in near if are_copies(article.text, self._text(key))]
        sql = "INSERT INTO sketch (article, size, marks) VALUES (?, ?, ?)"
        place = self.db.execute(sql, (article.id, made.size, made.marks)).lastrowid
        assert place is not None
        self.db.executemany("INSERT INTO fresh VALUES (?, ?)", [(key, place) for key in sorted(keys)])
        if place % TOGETHER == 0:
            self._move(place // TOGETHER % PARTS)
        self.note_copies((article.id, key) for key in found)
        return tuple(found)

    def _alike(self, made: Sketch, keys: tuple[int, ...]) -> list[str]:
        """The articles that may be copies by their sketches, sorted; the memory is that of some hundreds."""
        marks = ",".join("?" * len(keys))
        rows = self.db.execute(
            "SELECT article, size, marks FROM sketch WHERE seq IN"
            f" (SELECT sketch FROM fresh WHERE key IN ({marks}) UNION SELECT sketch FROM band WHERE key IN ({marks}))",
            (*keys, *keys),
        )
        found: list[str] = []
        while part := rows.fetchmany(TOGETHER):
            found += (part[at][0] for at in alike(made, [Sketch(size=size, marks=marks) for _, size, marks in part]))
        return sorted(found)

    def _move(self, part: int) -> None:
        """Move the fresh keys of one part, which lie together, to where all lie. With each of PARTS turns all have had
        theirs once: no transaction is long, and each page is written for many keys at once, not for one."""
        between = (part << PART, (part + 1 << PART) - 1)
        self.db.execute("INSERT INTO band SELECT key, sketch FROM fresh WHERE key BETWEEN ? AND ?", between)
        self.db.execute("DELETE FROM fresh WHERE key BETWEEN ? AND ?", between)

    def _text(self, article_id: str) -> str:
        sql = "SELECT text FROM article JOIN body ON body.article = seq WHERE id = ?"
        (text,) = self.db.execute(sql, (article_id,)).fetchone()
        return str(text)

    def delete(self, article_id: str) -> None:
        """As `Articles.delete`; it is no copy of anything any more."""
        with self.writing() as db:
            super().delete(article_id)
            row = db.execute("SELECT seq, size, marks FROM sketch WHERE article = ?", (article_id,)).fetchone()
            if row is not None:
                gone = [(key, row[0]) for key in Sketch(size=row[1], marks=row[2]).keys]
                for table in ("fresh", "band"):
                    db.executemany(f"DELETE FROM {table} WHERE key = ? AND sketch = ?", gone)
                db.execute("DELETE FROM sketch WHERE seq = ?", row[:1])
            db.execute("DELETE FROM copy WHERE one = ? OR other = ?", (article_id, article_id))

    def note_copies(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Note which articles of the record are copies of one another, as somebody else has found out. Part of a
        transaction of the caller's."""
        self.db.executemany("INSERT OR IGNORE INTO copy VALUES (?, ?)", [(min(p), max(p)) for p in pairs])

    def find_missing_copies(self) -> int:
        """Compare the articles that never were, as those of a record of an older version; how many there were. Some
        hundreds to a transaction: a death costs no more."""
        count, last = 0, ""
        sql = "SELECT id FROM article WHERE id > ? AND id NOT IN (SELECT article FROM sketch) ORDER BY id LIMIT ?"
        while waiting := [key for (key,) in self.db.execute(sql, (last, TOGETHER)).fetchall()]:
            with self.writing():
                for key in waiting:
                    self.find_copies(self.article(key))
            count, last = count + len(waiting), waiting[-1]
        self.set_meta(UNCOMPARED, "")
        return count

    def has_missing_copies(self) -> bool:
        """Whether the record comes from an older version that compared otherwise."""
        return bool(self.meta(UNCOMPARED))

    def family(self, article_id: str) -> tuple[str, ...]:
        """The ids of the current articles that are one text with this one, itself among them, sorted."""
        return self._families([article_id])[0]

    def _families(self, ids: Iterable[str]) -> list[tuple[str, ...]]:
        """The families of these articles, each once."""
        found: list[tuple[str, ...]] = []
        seen: set[str] = set()
        for start in ids:
            if start in seen:
                continue
            whole, edge = {start}, {start}
            while edge:
                edge = self._current(self._beside(edge) - whole)
                whole |= edge
            seen |= whole
            found.append(tuple(sorted(whole)))
        return found

    def _beside(self, ids: Iterable[str]) -> set[str]:
        """The articles that are copies of one of these."""
        found: set[str] = set()
        for chunk in _chunks(ids):
            marks = ",".join("?" * len(chunk))
            sql = f"SELECT other FROM copy WHERE one IN ({marks}) UNION SELECT one FROM copy WHERE other IN ({marks})"
            found.update(key for (key,) in self.db.execute(sql, [*chunk, *chunk]))
        return found

    def _current(self, ids: Iterable[str]) -> set[str]:
        """Those that are the current version of their work."""
        return {head.id for head in self.articles(ids=sorted(ids))}

    def copies_of(self, ids: Iterable[str], registry: Registry) -> dict[str, Copied]:
        """Article id -> its family and origin, for those of these that have copies or credit somebody else."""
        wanted = tuple(ids)
        groups = self._families(wanted)
        heads = {head.id: head for group in groups for head in self.articles(ids=group)}
        pairs = [(group[0], other) for group in groups for other in group[1:]]
        made = copied(families(heads, pairs, registry), heads.values(), registry)
        return {key: made[key] for key in wanted if key in made}
