"""JSON values that leave the program where they differ from what the record keeps."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from api.choosing import EVERYTHING, Window, claims_by_article
from api.rights import quoted
from graph.answer import Filters
from graph.jsonform import Json, claim_to_json, extraction_to_json
from graph.library import Library
from graph.model import Article, Claim, Extraction


def claim_row(claim: Claim, text: str) -> Json:
    """A claim in the shape of `amur extract --json`: its trigger with the words."""
    row = claim_to_json(claim)
    row["trigger"]["text"] = text[claim.trigger.start : claim.trigger.end]
    return row


def extraction_row(extraction: Extraction) -> Json:
    """One line of `amur extract --json`."""
    row = extraction_to_json(extraction)
    text = extraction.article.text
    for claim in row["claims"]:
        trigger = claim["trigger"]
        trigger["text"] = text[trigger["start"] : trigger["end"]]
    return row


def export_rows(
    library: Library,
    heads: dict[str, Article] | None = None,
    *,
    window: Window | None = None,
    filters: Filters = EVERYTHING,
    chosen: Iterable[str] | None = None,
) -> Iterator[Json]:
    """The stored claims of current articles that pass, article by article in the order of publication, in the memory
    of one article: the fields of `extract`, with `article` (its id as given, else Amur's) and `event`. `heads` is
    filled with the article of the rows that follow, under that id. `chosen`: only these claims."""
    for article, claims in claims_by_article(library, window, filters, chosen):
        if heads is not None:
            heads.clear()
            heads[article.given_id or article.id] = article
        events = library.events_of(claim.id for claim in claims)
        for claim in claims:
            row = claim_row(claim, article.text)
            yield {**row, "article": article.given_id or article.id, "event": events.get(claim.id)}


COLUMNS = (
    "id", "article", "source", "published", "event", "type", "family", "mode", "status", "certainty", "from", "to",
    "kind", "precision", "edtf", "actors", "place", "voices", "quote", "start", "end", "rendition",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


def csv_lines(
    library: Library,
    *,
    window: Window | None = None,
    filters: Filters = EVERYTHING,
    whole: Callable[[Article], bool] = lambda _: True,
    chosen: Iterable[str] | None = None,
) -> Iterator[str]:
    """The stored claims as CSV, a row a claim: with a byte order mark, for spreadsheets; nothing in it is a formula.
    `whole` says whose words may be quoted at any length."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    out.write("\ufeff")
    writer.writerow(COLUMNS)
    heads: dict[str, Article] = {}
    for row in export_rows(library, heads, window=window, filters=filters, chosen=chosen):
        article = heads[row["article"]]
        voices = " < ".join(" + ".join(voice["name"] for voice in link) for link in reversed(row["attribution"]))
        named = {
            **row,
            "source": article.publisher or article.source,
            "published": article.published,
            "actors": "; ".join(f"{actor['name']} ({actor['role']})" for actor in row["actors"]),
            "place": (row["place"] or {}).get("name"),
            "voices": voices,
            "quote": quoted(article.text[row["start"] : row["end"]], whole(article)),
            "rendition": "own-words digest" if article.rendition else "",
        }
        writer.writerow([harmless(named[column]) for column in COLUMNS])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def harmless(value: object) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP: CSV injection)."""
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(FORMULA) else text
