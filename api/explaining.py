"""Why a claim is there: its words in their surroundings, its rules, its event and the reasons for joining it."""

from graph.answerform import article_head
from graph.jsonform import Json, claim_to_json, event_to_json
from graph.library import Library

AROUND = 120  # characters shown before and after


def explanation(library: Library, claim_id: str, lang: str = "en") -> Json:
    """All that is known of a claim's making. Raises NotFoundError."""
    with library.reading():
        claim = library.claim(claim_id)
        article = library.article(claim.article)
        key = library.event_of(claim_id)
        event = library.event(key) if key else None
    text = article.text
    row = claim_to_json(claim)
    row["trigger"]["text"] = text[claim.trigger.start : claim.trigger.end]
    before = " ".join(text[max(0, claim.start - AROUND) : claim.start].split())
    after = " ".join(text[claim.end : claim.end + AROUND].split())
    name = article.publisher or article.source
    return {
        "claim": row,
        "quote": text[claim.start : claim.end],
        "context": [before + " " if before else "", " ".join(text[claim.start : claim.end].split()), " " + after],
        "article": article_head(article),
        "shown": f"own-words digest after {name}" if article.rendition else name,
        "event": event_to_json(event, lang) if event else None,
        "joins": [
            {"claim": j.claim, "to": j.to, "score": j.score, "reasons": list(j.reasons)}
            for j in (event.joins if event else ())
            if claim_id in (j.claim, j.to)
        ],
    }
