"""How right extracted claims are, held against annotated articles: counts that add up over articles.

A claim is paired with the annotated event whose trigger it overlaps, or, within one evidence span, with one of its type
that shares an actor; one to one, best first. What an annotator listed as *relays* (words of reporting, bare repeats) is
neither right nor wrong. Names are compared without case, accents and hyphens.
"""

import json
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from pathlib import Path
from typing import Any

from graph.jsonform import extraction_to_json
from graph.model import Article, PublishedBasis
from graph.registry import Registry

Json = dict[str, Any]
SETS = Path(__file__).resolve().parent.parent / "tests" / "data" / "annotated"
_JOINT = frozenset({"CONSULT", "AGREE", "COOPERATE", "MOBILIZE"})  # types whose agents and participants are one role

# what is measured: the hits and the total of each share
MEASURES = {
    "event recall": ("found", "events"),
    "claim precision": ("found", "judged"),
    "type right": ("type", "found"),
    "actors F1": ("actors", "found"),
    "roles right": ("role", "roles"),
    "place right": ("place", "places"),
    "date right": ("date", "dated"),
    "cited voices right": ("voice", "cited"),
    "voices wrongly added": ("spurious", "uncited"),
    "not plainly certain F1": ("marked", "marks"),
    "stances taken": ("stance", "stances"),
}


@dataclass(frozen=True, slots=True)
class Share:
    """Hits out of a total, with its 95 % interval after Wilson (1927)."""

    hits: float
    total: float

    @property
    def percent(self) -> float:
        """0 to 100; 100 where there is nothing to be wrong about."""
        return 100 * self.hits / self.total if self.total else 100.0

    @property
    def interval(self) -> tuple[float, float]:
        """Lowest and highest percentage."""
        if not self.total:
            return 0.0, 100.0
        z, n = 1.96, self.total
        p = min(1.0, self.hits / n)
        middle, half = (p + z * z / (2 * n)), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return 100 * (middle - half) / (1 + z * z / n), 100 * (middle + half) / (1 + z * z / n)


def annotated(lang: str, prefix: str = "") -> Iterator[tuple[Article, Json]]:
    """The articles of a language of the project's own annotated set whose ids begin so, each with its annotation."""
    for path in sorted((SETS / lang / "articles").glob(f"{prefix}*.json")):
        row = json.loads(path.read_text(encoding="utf8"))
        day = row.get("published") or row.get("published_inferred")
        article = Article(
            id=row["id"],
            work=row["id"],
            text=row["text"],
            lang=lang,
            source="annotated",
            publisher=row.get("publisher"),
            author=row.get("author"),
            title=row.get("title"),
            published=date.fromisoformat(day) if day else None,
            published_basis=PublishedBasis.GIVEN if day else PublishedBasis.UNKNOWN,
        )
        yield article, json.loads((SETS / lang / "gold" / path.name).read_text(encoding="utf8"))


def measured(articles: Iterator[tuple[Article, Json]], registry: Registry) -> dict[str, Share]:
    """The shares of MEASURES over articles and their annotations."""
    from ingest.pipeline import extract

    counts: Counter[str] = Counter()
    for article, gold in articles:
        counts.update(counted(gold, extraction_to_json(extract(article, registry))))
    return {name: Share(counts[hits], counts[total]) for name, (hits, total) in MEASURES.items()}


def counted(gold: Json, found: Json) -> Counter[str]:
    """The counts of one article: its annotation against the JSON form of its extraction."""
    counts: Counter[str] = Counter()
    pairs = paired(gold["events"], found["claims"])
    matched = {j for _, j in pairs}
    left = [c for j, c in enumerate(found["claims"]) if j not in matched and not _relayed(c, gold.get("relays", []))]
    counts.update(events=len(gold["events"]), found=len(pairs), judged=len(pairs) + len(left))
    for i, j in pairs:
        counts.update(_compared(gold["events"][i], found["claims"][j]))
    for stance in gold["stance"]:
        if stance["value"] != "neutral":
            said = {s["value"] for s in found["stances"] if _plain(s["toward"]) == _plain(stance["toward"])}
            counts.update(stances=1, stance=said == {stance["value"]})
    return counts


def paired(events: Sequence[Json], claims: Sequence[Json]) -> list[tuple[int, int]]:
    """Places of events and of the claims that tell them, one to one."""
    scored = []
    for i, event in enumerate(events):
        names = _names(event)
        for j, claim in enumerate(claims):
            over = _overlap(event, claim["trigger"])
            inside = claim["start"] <= event["start"] and event["end"] <= claim["end"]
            alike = event["type"] == _type(claim)
            if over or (inside and alike and (not names or names & _names(claim))):
                days = event["from"] is not None and (event["from"], event["to"]) == (claim["from"], claim["to"])
                scored.append((3 * over + 2 * alike + _f1(names, _names(claim)) + days, i, j))
    pairs: list[tuple[int, int]] = []
    for _, i, j in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
        if all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


def _compared(event: Json, claim: Json) -> Counter[str]:
    counts: Counter[str] = Counter(type=event["type"] == _type(claim))
    counts["actors"] += _f1(_names(event), _names(claim))  # type: ignore[assignment]  # shares of one add up
    roles = {_plain(a["name"]): a["role"] for a in claim["actors"]}
    for actor in event["actors"]:
        role = roles.get(_plain(actor["name"]))
        if role is not None:
            joint = {role, actor["role"]} <= {"agent", "participant"} and event["type"] in _JOINT
            counts.update(roles=1, role=role == actor["role"] or (joint and len(event["actors"]) > 1))
    if event["place"]:
        place = claim["place"]["name"] if claim["place"] else ""
        counts.update(places=1, place=_plain(place) == _plain(event["place"]))
    if event["from"]:
        counts.update(dated=1, date=_day_right(event, claim))
    if not event.get("attribution_any"):
        chain = {_plain(voice) for voice in _voices(claim)}
        cited = event["attributed_to"]
        counts.update(cited=bool(cited), voice=bool(cited) and _plain(cited) in chain)
        counts.update(uncited=not cited, spurious=bool(chain) and not cited)
    ours, theirs = _factuality(claim), event["factuality"]
    counts["marks"] += ((ours != "certain") + (theirs != "certain")) / 2  # type: ignore[assignment]
    counts["marked"] += ours == theirs != "certain"
    return counts


def _day_right(event: Json, claim: Json) -> bool:
    if event.get("granularity") != "vague":
        return (event["from"], event["to"]) == (claim["from"], claim["to"])
    return bool(claim["from"] and claim["to"]) and claim["from"] <= event["to"] and claim["to"] >= event["from"]


def _relayed(claim: Json, relays: Sequence[Json]) -> bool:
    return any(_overlap(relay, claim["trigger"]) for relay in relays)


def _overlap(a: Json, b: Json) -> bool:
    return bool(min(a["end"], b["end"]) > max(a["start"], b["start"]))


def _type(claim: Json) -> str:
    return "OTHER" if claim["type"] == "STATEMENT" else str(claim["type"])


def _names(row: Json) -> set[str]:
    return {_plain(actor["name"]) for actor in row["actors"]}


def _voices(claim: Json) -> Iterator[str]:
    for link in claim["attribution"]:
        for voice in link if isinstance(link, list) else [link]:
            yield voice["name"] if isinstance(voice, dict) else voice


def _factuality(claim: Json) -> str:
    if claim["polarity"] == "denied":
        return "denied"
    return "future" if claim["tense"] == "future" else str(claim["certainty"])


def _f1(a: set[str], b: set[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def _plain(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().replace("-", " ").split())
