"""Claims, articles and events as plain JSON values, in the shape that `amur extract`, the record and REST share."""

from datetime import date
from typing import Any

from graph.errors import DataError
from graph.model import (
    Article,
    Certainty,
    Claim,
    Difference,
    Event,
    EventType,
    Extraction,
    Family,
    LocalActor,
    Participant,
    PlaceRef,
    Polarity,
    PublishedBasis,
    Quantity,
    Role,
    Span,
    Stance,
    StanceValue,
    Tense,
    TimeMention,
    Voice,
)
from graph.when import Basis, Kind, Precision, When

Json = dict[str, Any]


def day_to_json(day: date | None) -> str | None:
    """An ISO date, or None."""
    return day.isoformat() if day else None


def day_from_json(value: str | None) -> date | None:
    """The inverse. Raises DataError on anything else than an ISO date."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise DataError(f"{value!r} is not a date of the form YYYY-MM-DD") from error


def when_to_json(when: When | None) -> Json:
    """The five fields that CONTRACT gives a date, plus the words; all null where there is none."""
    return {
        "from": day_to_json(when.start) if when else None,
        "to": day_to_json(when.end) if when else None,
        "kind": when.kind.value if when else None,
        "precision": when.precision.value if when else None,
        "edtf": when.edtf if when else None,
        "date_basis": when.basis.value if when else None,
        "date_words": when.words if when else None,
    }


def when_from_json(value: Json) -> When | None:
    """The inverse of `when_to_json`."""
    if value.get("kind") is None:
        return None
    return When(
        start=day_from_json(value.get("from")),
        end=day_from_json(value.get("to")),
        kind=Kind(value["kind"]),
        precision=Precision(value["precision"]),
        edtf=value["edtf"],
        basis=Basis(value["date_basis"]),
        words=value.get("date_words") or "",
    )


def span_to_json(span: Span) -> Json:
    """{"start", "end"} in code points."""
    return {"start": span.start, "end": span.end}


def span_from_json(value: Json) -> Span:
    """The inverse of `span_to_json`."""
    return Span(start=value["start"], end=value["end"])


def stance_to_json(stance: Stance) -> Json:
    """A stance; `start` and `end` repeat the first piece of evidence (0, 0 where neutral needs none)."""
    first = stance.evidence[0] if stance.evidence else Span(start=0, end=0)
    return {
        "holder": stance.holder,
        "toward": stance.toward,
        "value": stance.value.value,
        "start": first.start,
        "end": first.end,
        "evidence": [span_to_json(span) for span in stance.evidence],
    }


def stance_from_json(value: Json) -> Stance:
    """The inverse of `stance_to_json`."""
    return Stance(
        holder=value["holder"],
        toward=value["toward"],
        value=StanceValue(value["value"]),
        evidence=tuple(span_from_json(span) for span in value["evidence"]),
    )


def time_to_json(mention: TimeMention) -> Json:
    """A time expression with its rule and, where it is ambiguous, its candidates."""
    row: Json = {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "type": mention.type,
        "value": mention.value,
        "mod": mention.mod,
        **when_to_json(mention.when),
        "rule": mention.rule,
    }
    if mention.candidates:
        row["candidates"] = [when_to_json(when) for when in mention.candidates]
    return row


def time_from_json(value: Json) -> TimeMention:
    """The inverse of `time_to_json`."""
    candidates = (when_from_json(row) for row in value.get("candidates", ()))
    return TimeMention(
        start=value["start"],
        end=value["end"],
        text=value["text"],
        type=value["type"],
        value=value["value"],
        mod=value.get("mod"),
        when=when_from_json(value),
        candidates=tuple(when for when in candidates if when is not None),
        rule=value["rule"],
    )


def place_to_json(place: PlaceRef | None) -> Json | None:
    """A place with the words that name it, or None."""
    if place is None:
        return None
    return {"id": place.id, "name": place.name, "start": place.start, "end": place.end}


def claim_to_json(claim: Claim) -> Json:
    """A claim in the shape of `amur extract --json`."""
    return {
        "id": claim.id,
        "article": claim.article,
        "start": claim.start,
        "end": claim.end,
        "trigger": span_to_json(claim.trigger),
        "evidence": [span_to_json(span) for span in claim.evidence],
        "type": claim.type.value,
        "family": claim.family.value,
        "mode": claim.mode,
        "actors": [
            {"id": a.id, "name": a.name, "role": a.role.value, "start": a.start, "end": a.end} for a in claim.actors
        ],
        **when_to_json(claim.when),
        "said": when_to_json(claim.said) if claim.said else None,
        "place": place_to_json(claim.place),
        "attribution": [
            [{"id": v.id, "name": v.name, "start": v.start, "end": v.end, "cue": v.cue} for v in link]
            for link in claim.attribution
        ],
        "certainty": claim.certainty.value,
        "polarity": claim.polarity.value,
        "tense": claim.tense.value,
        "status": claim.status.value,
        "quantities": [
            {
                "measures": q.measures,
                "value": q.value,
                "unit": q.unit,
                "approximate": q.approximate,
                "start": q.start,
                "end": q.end,
            }
            for q in claim.quantities
        ],
        "reports": claim.reports,
        "denies": claim.denies,
        "stance": [stance_to_json(stance) for stance in claim.stance],
        "review": claim.review,
        "rules": list(claim.rules),
    }


def claim_from_json(value: Json) -> Claim:
    """The inverse of `claim_to_json`. Raises DataError where a field is missing or not among its values."""
    try:
        return Claim(
            id=value["id"],
            article=value["article"],
            start=value["start"],
            end=value["end"],
            trigger=span_from_json(value["trigger"]),
            evidence=tuple(span_from_json(span) for span in value["evidence"]),
            type=EventType(value["type"]),
            family=Family(value["family"]),
            mode=value["mode"],
            actors=tuple(
                Participant(id=a["id"], name=a["name"], role=Role(a["role"]), start=a["start"], end=a["end"])
                for a in value["actors"]
            ),
            when=when_from_json(value),
            said=when_from_json(value["said"]) if value["said"] else None,
            place=PlaceRef(**value["place"]) if value["place"] else None,
            attribution=tuple(tuple(Voice(**voice) for voice in link) for link in value["attribution"]),
            certainty=Certainty(value["certainty"]),
            polarity=Polarity(value["polarity"]),
            tense=Tense(value["tense"]),
            quantities=tuple(Quantity(**quantity) for quantity in value["quantities"]),
            reports=value["reports"],
            denies=value["denies"],
            stance=tuple(stance_from_json(stance) for stance in value["stance"]),
            review=value["review"],
            rules=tuple(value["rules"]),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise DataError(f"claim {value.get('id', '?')}: {error}") from error


def article_to_json(article: Article, *, text: bool = True) -> Json:
    """An article; without its text where `text` is false."""
    row: Json = {
        "id": article.id,
        "work": article.work,
        "lang": article.lang,
        "source": article.source,
        "publisher": article.publisher,
        "author": article.author,
        "title": article.title,
        "url": article.url,
        "published": day_to_json(article.published),
        "published_basis": article.published_basis.value,
        "published_reasons": list(article.published_reasons),
        "modified": day_to_json(article.modified),
        "origin": article.origin,
        "rendition": article.rendition,
        "given_id": article.given_id,
        "rights": article.rights,
    }
    if text:
        row["text"] = article.text
    return row


def article_from_json(value: Json) -> Article:
    """The inverse of `article_to_json` with text."""
    return Article(
        **{
            **value,
            "published": day_from_json(value["published"]),
            "published_basis": PublishedBasis(value["published_basis"]),
            "published_reasons": tuple(value["published_reasons"]),
            "modified": day_from_json(value["modified"]),
        }
    )


def extraction_to_json(extraction: Extraction) -> Json:
    """One line of `amur extract --json`, plus what the record keeps (`local_actors`, `extractor`). `cuts` is there
    where a limit was reached."""
    article = extraction.article
    return {
        "id": article.given_id or article.id,
        "lang": article.lang,
        "published": day_to_json(article.published),
        "published_basis": article.published_basis.value,
        "published_reasons": list(article.published_reasons),
        "times": [time_to_json(mention) for mention in extraction.times],
        "claims": [claim_to_json(claim) for claim in extraction.claims],
        "stances": [stance_to_json(stance) for stance in extraction.stances],
        "local_actors": [
            {"id": a.id, "name": a.name, "kind": a.kind, "lang": a.lang, "start": a.start, "end": a.end}
            for a in extraction.local_actors
        ],
        "extractor": extraction.extractor,
        **({"cuts": list(extraction.cuts)} if extraction.cuts else {}),
    }


def extraction_from_json(value: Json, article: Article) -> Extraction:
    """The inverse of `extraction_to_json`, given its article."""
    return Extraction(
        article=article,
        times=tuple(time_from_json(row) for row in value["times"]),
        claims=tuple(claim_from_json(row) for row in value["claims"]),
        stances=tuple(stance_from_json(row) for row in value["stances"]),
        local_actors=tuple(LocalActor(**row) for row in value["local_actors"]),
        extractor=value["extractor"],
    )


def event_to_json(event: Event, lang: str = "en") -> Json:
    """An event with its label in one language; `when` nested."""
    when = when_to_json(event.when)
    return {
        "id": event.id,
        "type": event.type.value,
        "family": event.family.value,
        "label": dict(event.labels).get(lang, ""),
        "status": event.status.value,
        "when": when if event.when else None,
        "actors": [{"id": a.id, "name": a.name, "role": a.role.value} for a in event.actors],
        "place": {"id": event.place.id, "name": event.place.name} if event.place else None,
        "claims": list(event.claims),
        "possibly": list(event.possibly),
    }


def difference_to_json(difference: Difference) -> Json:
    """A difference with the claims and sources behind each value."""
    return {
        "attribute": difference.attribute,
        "values": [{"value": v.value, "sources": list(v.sources), "claims": list(v.claims)} for v in difference.values],
    }
