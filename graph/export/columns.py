"""What every file of the time-ordered graph tells of a node and an edge, and text as XML takes it."""

import re
from datetime import date
from functools import lru_cache

# (attribute of the graph, title of the column, type)
NODE_COLUMNS = (
    ("kind", "kind", "string"),
    ("event_type", "event type", "string"),
    ("family", "family", "string"),
    ("mode", "mode", "string"),
    ("status", "status", "string"),
    ("certainty", "certainty", "string"),
    ("polarity", "polarity", "string"),
    ("stance", "stance", "string"),
    ("source", "told by", "string"),
    ("rendition", "own-words digest", "boolean"),
    ("article", "article", "string"),
    ("published", "published", "string"),
    ("edtf", "event date", "string"),
    ("date_kind", "date kind", "string"),
    ("precision", "precision", "string"),
    ("sources", "number of sources", "integer"),
    ("claims", "number of claims", "integer"),
    ("uri", "uri", "string"),
)
EDGE_COLUMNS = (
    ("role", "role", "string"),
    ("told_by", "told by", "string"),
    ("claims", "claims", "string"),
    ("events", "events", "string"),
)
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
PLAIN = re.compile(r"[\w:./-]+")  # needs no cleaning
MARKS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def shown(value: object) -> str:
    """A value as text: dates in ISO form, lists separated by "; "."""
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return iso(value)
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


@lru_cache(maxsize=50_000)  # kinds, names and ids come again and again
def clean(value: str) -> str:
    """Text for an attribute or element: without control characters, white space collapsed, marks escaped."""
    if PLAIN.fullmatch(value):
        return value
    return " ".join(FORBIDDEN.sub(" ", value).split()).translate(MARKS)


@lru_cache(maxsize=50_000)
def iso(day: date) -> str:
    """A day as 2026-02-04."""
    return day.isoformat()
