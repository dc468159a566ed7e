"""Why a claim is there: its words in their surroundings, its rules, its event and the reasons for joining it."""

from graph.answerform import article_head
from graph.jsonform import Json, claim_to_json, event_to_json
from graph.library import Library
from graph.rights import Policy, Whole, around_trigger, excerpt

AROUND = 120  # characters shown before and after


def surroundings(text: str, start: int, end: int, most: int) -> tuple[str, str]:
    """What stands before and after text[start:end] on one line each, no more than `most` characters, in whole words
    where there are spaces."""
    before, after = text[max(0, start - most) : start], text[end : end + most]
    if start > most:
        before = before.partition(" ")[2] or before
    if end + most < len(text):
        after = after.rpartition(" ")[0] or after
    return " ".join(before.split()), " ".join(after.split())


def explanation(library: Library, claim_id: str, lang: str = "en", whole: Whole | None = None) -> Json:
    """All that is known of a claim's making. `whole` says whose words may be quoted at any length, by default those
    that may leave the machine; of others no surroundings are shown. Raises NotFoundError."""
    with library.reading():
        claim = library.claim(claim_id)
        article = library.article(claim.article)
        key = library.event_of(claim_id)
        event = library.event(key) if key else None
    text = article.text
    row = claim_to_json(claim)
    row["trigger"]["text"] = text[claim.trigger.start : claim.trigger.end]
    whole = whole or Policy()
    around = AROUND if whole(article) else 0
    before, after = surroundings(text, claim.start, claim.end, around)
    words = "".join(around_trigger(article, claim, whole))
    name = article.publisher or article.source
    return {
        "claim": row,
        "quote": excerpt(article, claim.start, claim.end, whole),
        "context": [before + " " if before else "", " ".join(words.split()), " " + after if after else ""],
        "article": article_head(article),
        "shown": f"own-words digest after {name}" if article.rendition else name,
        "event": event_to_json(event, lang) if event else None,
        "joins": [
            {"claim": j.claim, "to": j.to, "score": j.score, "reasons": list(j.reasons)}
            for j in (event.joins if event else ())
            if claim_id in (j.claim, j.to)
        ],
    }
