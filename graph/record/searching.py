"""The search over the words of the record's articles."""

from collections.abc import Iterable

from graph.errors import QueryError
from graph.record.outlets import Outlets
from graph.record.wording import TERM, phrase


class Searching(Outlets):
    """Articles by their words."""

    def search(self, words: str, lang: str | None = None, *, limit: int = 100) -> list[tuple[str, float]]:
        """(article id, rank; lower is better) of current articles that hold all the words.

        Words in double quotes are a phrase; others of four letters or more also find longer words that begin so.
        Raises QueryError where there is nothing to look for.
        """
        terms = []
        for quoted, word in TERM.findall(words):
            plain = phrase(quoted or word)
            if plain:
                prefix = "*" if word and " " not in plain and len(plain) >= 4 else ""
                terms.append(f'"{plain}"{prefix}')
        if not terms:
            raise QueryError(f"nothing to search for in {words!r}; give a word of the articles")
        rows = self.db.execute(
            "SELECT id, rank FROM word JOIN article ON seq = word.rowid WHERE word MATCH ? AND current = 1"
            " AND (? IS NULL OR lang = ?) ORDER BY rank, id LIMIT ?",
            (" AND ".join(terms), lang, lang, limit),
        )
        return [(row[0], row[1]) for row in rows]

    def naming(self, parties: Iterable[Iterable[str]], *, source: str | None = None) -> tuple[str, ...]:
        """Ids of current articles, of one source or of all, that name every party in one of its forms, sorted."""
        sides = [" OR ".join(sorted({f'"{words}"' for form in forms if (words := phrase(form))})) for forms in parties]
        if not sides or not all(sides):
            return ()
        rows = self.db.execute(
            "SELECT id FROM word JOIN article ON seq = word.rowid WHERE word MATCH ? AND current = 1"
            f"{'' if source is None else ' AND source = ?'} ORDER BY id",
            (" AND ".join(f"({side})" for side in sides), *(() if source is None else (source,))),
        )
        return tuple(id for (id,) in rows)
