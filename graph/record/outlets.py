"""Who the record's articles are from, and how many there are of each."""

from collections.abc import Iterator
from datetime import date

from graph.record.articles import Articles
from graph.record.connection import EPOCH, day_number


class Outlets(Articles):
    """Sources of current articles."""

    def source_name(self, source: str) -> str:
        """What articles call a source that the registry does not know: of several spellings always the same one."""
        sql = "SELECT min(name) FROM article WHERE source = ? AND current = 1 AND name > ''"
        (name,) = self.db.execute(sql, (source,)).fetchone()
        return name or ""

    def sources(self) -> tuple[str, ...]:
        """Ids of the sources that have a current article."""
        return tuple(
            s for (s,) in self.db.execute("SELECT DISTINCT source FROM article WHERE current = 1 ORDER BY source")
        )

    def source_counts(self) -> dict[str, int]:
        """Source -> number of its current articles."""
        return dict(self.db.execute("SELECT source, count(*) FROM article WHERE current = 1 GROUP BY source"))

    def has_source(self, source: str) -> bool:
        """Whether the source has a current article."""
        sql = "SELECT 1 FROM article WHERE source = ? AND current = 1 LIMIT 1"
        return self.db.execute(sql, (source,)).fetchone() is not None

    def outlines(self, first: date, last: date) -> Iterator[tuple[str, str, date | None, str]]:
        """(id, source, publication date, language) of the current articles published on these days, and of the undated
        ones: what is needed to count them."""
        sql = (
            "SELECT id, source, published, lang FROM article WHERE current = 1"
            " AND (published IS NULL OR published BETWEEN ? AND ?)"
        )
        for id, source, day, lang in self.db.execute(sql, (day_number(first), day_number(last))):
            yield id, source, None if day is None else date.fromordinal(day + EPOCH), lang
