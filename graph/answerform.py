"""An answer as plain JSON values, in the shape of `amur on DATE --json` and `GET /on/{date}`."""

from graph.answer import Answer, Contrast, DayEvent, Line, SourceName, Told
from graph.jsonform import Json, claim_to_json, day_to_json, difference_to_json, event_to_json
from graph.model import Article


def answer_to_json(answer: Answer) -> Json:
    """The whole answer. `by_source` is there where the answer was asked for by source."""
    one_day = answer.start == answer.end
    row: Json = {
        "asked": answer.asked,
        "date": {
            "from": answer.start.isoformat(),
            "to": answer.end.isoformat(),
            "edtf": answer.start.isoformat() if one_day else f"{answer.start}/{answer.end}",
        },
        "data_version": answer.data_version,
        "lang": answer.lang,
        "sources": [source_to_json(source) for source in answer.sources],
        "events": [day_event_to_json(event, answer.lang) for event in answer.events],
        "contrasts": [contrast_to_json(contrast) for contrast in answer.contrasts],
        "within": [day_event_to_json(event, answer.lang) for event in answer.within],
        "planned": [day_event_to_json(event, answer.lang) for event in answer.planned],
        "undated": [loose_to_json(told) for told in answer.undated],
    }
    if answer.known:
        row["known"] = answer.known.isoformat()
    if answer.recorded:
        row["recorded"] = answer.recorded.isoformat()
    if answer.group == "source":
        row["by_source"] = [
            {"source": source_to_json(day.source), "claims": [loose_to_json(told) for told in day.claims]}
            for day in answer.by_source
        ]
    return row


def source_to_json(source: SourceName) -> Json:
    """{"id", "name", "rendition", "shown"}"""
    return {"id": source.id, "name": source.name, "rendition": source.rendition, "shown": source.shown}


def article_head(article: Article) -> Json:
    """What identifies an article to a reader."""
    return {
        "id": article.id,
        "given_id": article.given_id,
        "title": article.title,
        "url": article.url,
        "author": article.author,
        "origin": article.origin,
        "lang": article.lang,
        "published": day_to_json(article.published),
        "published_basis": article.published_basis.value,
    }


def told_to_json(told: Told) -> Json:
    """A claim as `amur extract` gives it, plus `quote` and `event`."""
    return {**claim_to_json(told.claim), "quote": told.quote, "event": told.event}


def loose_to_json(told: Told) -> Json:
    """A claim outside its event, with its source and article."""
    return {
        **told_to_json(told),
        "source": source_to_json(told.source),
        "article": article_head(told.article),
    }


def line_to_json(line: Line) -> Json:
    """One article's account."""
    return {
        "source": source_to_json(line.source),
        "article": article_head(line.article),
        "origins": [origin.name for origin in line.account.origins],
        "claims": [told_to_json(told) for told in line.claims],
    }


def day_event_to_json(item: DayEvent, lang: str) -> Json:
    """An event with its accounts and differences."""
    event = event_to_json(item.event, lang)
    event["label"] = item.label
    return {
        **event,
        "accounts": [line_to_json(line) for line in item.lines],
        "differences": [difference_to_json(difference) for difference in item.differences],
        "outlets": item.outlets,
        "origins": [{"id": o.id, "name": o.name, "kind": o.kind} for o in item.origins],
    }


def contrast_to_json(contrast: Contrast) -> Json:
    """Who else is said to have done it: the shared party, the events, and the values with their sources."""
    return {
        "actor": {"id": contrast.actor, "name": contrast.name},
        "family": contrast.family.value,
        "events": list(contrast.events),
        **difference_to_json(contrast.difference),
    }
