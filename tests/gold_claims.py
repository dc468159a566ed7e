"""Claims built from the hand-made annotations of ../shared/eval/dev, where that folder exists. No tests in here."""

import json
import re
import sys
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from graph.model import (
    Article,
    Certainty,
    Claim,
    EventType,
    Family,
    Participant,
    PlaceRef,
    Polarity,
    PublishedBasis,
    Role,
    Span,
    Tense,
    Voice,
    claim_id,
    digest,
)
from graph.registry import Registry
from graph.when import Basis, Kind, Precision, When

EVAL = Path(__file__).resolve().parent.parent.parent / "shared" / "eval"
DEV = EVAL / "dev"

# What the trigger word says of family and mode. First match counts; lower-case.
TRIGGERS: tuple[tuple[str, Family, str | None], ...] = (
    (r"invit|邀请|приглас", Family.INVITATION, None),
    (r"téléphon|phone", Family.CONTACT, "telephone call"),
    (r"visio|vidéo|video", Family.CONTACT, "video call"),
    (r"téléconf|virtuel", Family.CONTACT, "remote"),
    (r"visit|визит|访问|rendre en|rendu à|venue|flew|come to|participer", Family.TRAVEL, "visit"),
    (r"arriv|抵达|прибы", Family.TRAVEL, "arrival"),
    (r"вернулся|returned", Family.TRAVEL, "departure"),
    (r"rencontr|meeting|met$|tête-à-tête|встреч", Family.CONTACT, "meeting"),
    (
        r"entre|talks|会谈|discu|обсу|sommet|évoqu|échang|réunion|retrouv|go over|take up|поделился",
        Family.CONTACT,
        "talks",
    ),
)
BY_TYPE = {
    "AGREE": Family.DOCUMENT,
    "SUPPORT": Family.STATEMENT,
    "ACCUSE": Family.STATEMENT,
    "REQUEST": Family.STATEMENT,
    "REJECT": Family.STATEMENT,
    "THREATEN": Family.STATEMENT,
    "CONSULT": Family.CONTACT,
    "MOBILIZE": Family.FORCE,
    "ASSAULT": Family.FORCE,
    "COERCE": Family.FORCE,
    "COOPERATE": Family.TRADE,
    "AID": Family.TRADE,
    "SANCTION": Family.TRADE,
}


@cache
def scorer() -> ModuleType:
    """The published scorer as a module."""
    spec = spec_from_file_location("score_extraction", EVAL / "score_extraction.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def family_of(event: dict[str, object]) -> tuple[Family, str | None]:
    """Family and mode by trigger words for CONSULT, by type for the rest."""
    if event["type"] == "CONSULT":
        for pattern, family, mode in TRIGGERS:
            if re.search(pattern, str(event["trigger"]).casefold()):
                return family, mode
    return BY_TYPE.get(str(event["type"]), Family.STATEMENT), None


def ids_by_name(registry: Registry) -> dict[str, str]:
    """Name as the scorer compares it -> id, of actors and places."""
    same = scorer().name
    shelves = [*registry.actors.values(), *registry.places.values()]
    return {same(name): x.id for x in reversed(shelves) for name in (x.labels["en"], *x.aliases.get("en", ()))}


def gold_articles() -> Iterator[tuple[Article, dict[str, object]]]:
    """Every annotated article with its annotation."""
    for path in sorted((DEV / "articles").glob("*.json")):
        row = json.loads(path.read_text(encoding="utf8"))
        published = row.get("published") or row.get("published_inferred")
        article = Article(
            id=row["id"],
            work="w-" + row["id"],
            text=row["text"],
            lang=row["lang"],
            source="s-" + digest(str(row.get("publisher"))),
            publisher=row.get("publisher"),
            author=row.get("author"),
            published=date.fromisoformat(published) if published else None,
            published_basis=PublishedBasis.GIVEN,
            given_id=row["id"],
        )
        yield article, json.loads((DEV / "gold" / path.name).read_text(encoding="utf8"))


def gold_claim(article: Article, event: dict[str, object], ids: dict[str, str]) -> Claim:
    """One annotated happening as a claim."""
    same = scorer_name
    family, mode = family_of(event)
    start, end = int(str(event["start"])), int(str(event["end"]))
    low = max(article.text.rfind(mark, 0, start) for mark in ".。!?\n") + 1
    high = min((k for k in (article.text.find(mark, end) for mark in ".。!?\n") if k >= 0), default=end)
    span = Span(start=start, end=end)
    first, last = (date.fromisoformat(str(event[k])) if event[k] else None for k in ("from", "to"))
    when = None
    if first and last:
        days = (last - first).days
        vague = event.get("granularity") == "vague"
        when = When(
            start=first,
            end=last,
            kind=Kind.THROUGHOUT if days < 4 and not vague else Kind.WITHIN,
            precision=Precision.VAGUE if vague else Precision.DAY if days < 4 else Precision.MONTH,
            edtf=f"{first}/{last}" if days else str(first),
            basis=Basis.RELATIVE,
        )
    actors = event["actors"]
    assert isinstance(actors, list)
    place, voice = event["place"], event["attributed_to"]
    return Claim(
        id=claim_id(article.id, span, int(str(event["id"])[1:])),
        article=article.id,
        start=low,
        end=high,
        trigger=span,
        evidence=(Span(start=low, end=high),),
        type=EventType(str(event["type"])),
        family=family,
        mode=mode,
        actors=tuple(
            Participant(
                id=ids.get(same(a["name"]), "local-" + digest(same(a["name"]))),
                name=a["name"],
                role=Role(a["role"]),
                start=0,
                end=0,
            )
            for a in actors
        ),
        when=when,
        place=PlaceRef(id=ids.get(same(place), "local-" + str(place)), name=str(place)) if place else None,
        attribution=((Voice(id=ids.get(same(voice), str(voice)), name=str(voice), start=0, end=0),),) if voice else (),
        certainty=Certainty.CERTAIN if event["factuality"] in ("certain", "future", "denied") else Certainty.PROBABLE,
        polarity=Polarity.DENIED if event["factuality"] == "denied" else Polarity.AFFIRMED,
        tense=Tense.FUTURE if event["factuality"] == "future" else Tense.PAST,
    )


def scorer_name(text: object) -> str:
    """A name as the scorer compares it."""
    return str(scorer().name(str(text)))


def gold_claims(registry: Registry) -> tuple[dict[str, Article], dict[tuple[str, str], Claim]]:
    """Articles by id, and claims by (article id, annotation id)."""
    ids = ids_by_name(registry)
    articles, claims = {}, {}
    for article, gold in gold_articles():
        articles[article.id] = article
        events = gold["events"]
        assert isinstance(events, list)
        for event in events:
            claims[article.id, event["id"]] = gold_claim(article, event, ids)
    return articles, claims


def pair_scores(found: dict[tuple[str, str], str]) -> tuple[float, float]:
    """Pairwise precision and recall, as the scorer takes them, of (article, annotation) -> event id."""
    clusters = json.loads((DEV / "clusters.json").read_text(encoding="utf8"))
    gold = {(a, e): key for key, cluster in clusters.items() for a, e in cluster["members"]}
    mentions = sorted(gold)
    pairs = [(x, y) for i, x in enumerate(mentions) for y in mentions[i + 1 :]]
    right = {(x, y) for x, y in pairs if gold[x] == gold[y]}
    said = {(x, y) for x, y in pairs if x in found and y in found and found[x] == found[y]}
    return len(right & said) / max(1, len(said)), len(right & said) / len(right)


def extracted_scores(registry: Registry) -> tuple[float, float]:
    """Pairwise precision and recall with the claims that the pipeline reads out of the same articles."""
    from graph.jsonform import claim_to_json
    from graph.linking import link
    from ingest.pipeline import extract

    read = [(extract(article, registry), gold) for article, gold in gold_articles()]
    claims = [claim for extraction, _ in read for claim in extraction.claims]
    events = link(claims, {extraction.article.id: extraction.article for extraction, _ in read}, registry)
    home = {claim: event.id for event in events for claim in event.claims}
    found = {}
    for extraction, gold in read:
        told, rows = gold["events"], [claim_to_json(claim) for claim in extraction.claims]
        assert isinstance(told, list)
        for i, j in scorer().match(told, rows):
            found[extraction.article.id, told[i]["id"]] = home[rows[j]["id"]]
    return pair_scores(found)
