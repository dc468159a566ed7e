"""The record's families of copies: bands and pairs, kept up to date article by article."""

from collections.abc import Iterable

from graph.copies import Copied, are_copies, bands_of, copied, families
from graph.model import Article
from graph.record.articles import _chunks
from graph.record.curated import Curated
from graph.registry import Registry


class Copies(Curated):
    """Copies in and out."""

    def find_copies(
        self, article: Article, bands: tuple[int, ...] | None = None, *, compare: bool = True
    ) -> tuple[str, ...]:
        """Compare an article of the record with those that are alike, note which are copies, and return them. An
        article that was compared already is left as it is. `bands` are the text's, where they have been worked out;
        with `compare` false somebody else compares it (`note_copies`). Part of a transaction of the caller's."""
        if self.db.execute("SELECT 1 FROM band WHERE article = ? LIMIT 1", (article.id,)).fetchone():
            return ()
        bands = bands_of(article.text) if bands is None else bands
        marks = ",".join("?" * len(bands))
        near = [
            key
            for (key,) in self.db.execute(f"SELECT DISTINCT article FROM band WHERE key IN ({marks})", bands)
            if key != article.id
        ]
        found = [key for key in sorted(near) if compare and are_copies(article.text, self.article(key).text)]
        self.db.executemany("INSERT OR IGNORE INTO band VALUES (?, ?)", [(band, article.id) for band in bands])
        pairs = [(min(article.id, key), max(article.id, key)) for key in found]
        self.db.executemany("INSERT OR IGNORE INTO copy VALUES (?, ?)", pairs)
        return tuple(found)

    def note_copies(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Note which articles of the record are copies of one another, as somebody else has found out. Part of a
        transaction of the caller's."""
        self.db.executemany("INSERT OR IGNORE INTO copy VALUES (?, ?)", [(min(p), max(p)) for p in pairs])

    def find_missing_copies(self) -> int:
        """Compare the articles that never were, as those of a record of an older version; how many there were."""
        sql = "SELECT id FROM article WHERE id NOT IN (SELECT article FROM band) ORDER BY id"
        waiting = [key for (key,) in self.db.execute(sql).fetchall()]
        for key in waiting:
            self.find_copies(self.article(key))
        return len(waiting)

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
