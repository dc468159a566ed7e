"""JSON values that leave the program where they differ from what the record keeps."""

from collections.abc import Iterator

from graph.jsonform import Json, claim_to_json, extraction_to_json
from graph.library import Library
from graph.model import Claim, Extraction


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


def export_rows(library: Library) -> Iterator[Json]:
    """The stored claims of all current articles, article by article in the order of publication, in the memory of one
    article: the fields of `extract`, with `article` (its id as given, else Amur's) and `event`."""
    for head in library.articles():
        article = library.article(head.id)
        claims = library.claims_of(head.id)
        events = library.events_of(claim.id for claim in claims)
        for claim in claims:
            row = claim_row(claim, article.text)
            yield {**row, "article": article.given_id or article.id, "event": events.get(claim.id)}
