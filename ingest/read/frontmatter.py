"""Front matter of .md files: a small, strict part of YAML. What is not plainly understood is refused."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from graph.errors import ReadError
from graph.model import PublishedBasis
from ingest.read.given import Given

Value = str | bool | tuple[str, ...] | None

_FENCE = re.compile(r"---[ \t]*\n")
_ENTRY = re.compile(r"(?P<key>[A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+(?P<value>.*?))?[ \t]*")
_ITEM = re.compile(r"[ \t]*-[ \t]+(?P<value>.*?)[ \t]*")
_COMMENT = re.compile(r"\s+#.*$")
_WORDS: dict[str, str | bool | None] = {
    "true": True,
    "yes": True,
    "false": False,
    "no": False,
    "null": None,
    "~": None,
    "": None,
}
_ESCAPES = {'\\"': '"', "\\\\": "\\", "\\n": "\n", "\\t": "\t"}
_TEXT = ("id", "title", "publisher", "author", "lang", "url", "origin", "rights")
_DATES = ("published", "modified")
_OTHER = ("published_basis", "published_reasons", "rendition", "after")
SAME = {"language": "lang", "date": "published", "updated": "modified", "source": "publisher", "link": "url"}
# What writers of site generators put there and an article does not need.
_PASSED_OVER = {"tags", "categories", "category", "keywords", "draft", "layout", "slug", "description", "summary"}
_PASSED_OVER |= {"subtitle", "image", "type", "aliases", "weight"}


def split_front_matter(text: str) -> tuple[dict[str, Value], str]:
    """(entries, body). Without front matter, no entries and the whole text. Raises ReadError where it is malformed."""
    if not _FENCE.match(text):
        return {}, text
    lines = text.split("\n")
    closing = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in {"---", "..."}), None)
    if closing is None:
        if len(lines) > 1 and _ENTRY.fullmatch(lines[1]):
            raise ReadError("front matter is not closed: put a line --- after it")
        return {}, text
    return _entries(lines[1:closing]), "\n".join(lines[closing + 1 :]).lstrip("\n")


def _entries(lines: list[str]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    open_list: str | None = None
    for number, line in enumerate(lines, 2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        item = _ITEM.fullmatch(line)
        if item and open_list:
            before = found[open_list]
            found[open_list] = (*(before if isinstance(before, tuple) else ()), str(_scalar(item["value"], number)))
            continue
        entry = _ENTRY.fullmatch(line)
        if entry is None:
            raise ReadError(f"front matter, line {number}: {line.strip()[:40]!r} is not `key: value`")
        key = SAME.get(entry["key"].lower(), entry["key"].lower())
        if key in found:
            raise ReadError(f"front matter, line {number}: {key!r} is given twice; keep one")
        found[key] = _value(entry["value"] or "", number)
        open_list = key if not entry["value"] else None
    return found


def _value(words: str, number: int) -> Value:
    if words.startswith("["):
        if not words.endswith("]"):
            raise ReadError(f"front matter, line {number}: a list in brackets ends on its line")
        inner = words[1:-1].strip()
        return tuple(str(_scalar(part.strip(), number)) for part in inner.split(",")) if inner else ()
    return _scalar(words, number)


def _scalar(words: str, number: int) -> str | bool | None:
    if words[:1] in {'"', "'"}:
        quote = words[0]
        body = _COMMENT.sub("", words) if not words.endswith(quote) else words
        if len(body) < 2 or not body.endswith(quote):
            raise ReadError(f"front matter, line {number}: the quotation mark {quote} is not closed")
        if quote == "'":
            return body[1:-1].replace("''", "'")
        return re.sub(r'\\[\\"nt]', lambda match: _ESCAPES[match[0]], body[1:-1])
    words = _COMMENT.sub("", words)
    if words[:1] in set("|>{&*!%@`"):
        raise ReadError(f"front matter, line {number}: {words[:20]!r} is beyond the YAML read here; put it in quotes")
    return _WORDS.get(words.lower(), words)


def to_day(words: str, field: str) -> date:
    """A day from an ISO date or date and time: its own day, in whatever time zone. Raises ReadError naming `field`."""
    try:
        return date.fromisoformat(words) if len(words) == 10 else datetime.fromisoformat(words).date()
    except ValueError as error:
        raise ReadError(f"{field}: {words!r} is not a date; write YYYY-MM-DD, or leave it out") from error


def given_by(entries: Mapping[str, Value]) -> Given:
    """What the front matter says. Raises ReadError naming the field that is unknown or malformed."""
    unknown = set(entries) - {*_TEXT, *_DATES, *_OTHER} - _PASSED_OVER
    if unknown:
        known = ", ".join((*_TEXT, *_DATES, *_OTHER))
        raise ReadError(f"front matter: unknown field {sorted(unknown)[0]!r}; known are {known}")
    said: dict[str, Any] = {key: _text(entries, key) for key in _TEXT}
    said |= {key: _day(entries, key) for key in _DATES}
    reasons = entries.get("published_reasons") or ()
    after = _text(entries, "after")
    rendition = entries.get("rendition")
    if rendition not in (None, True, False):
        raise ReadError(f"front matter: rendition: {rendition!r} is neither true nor false")
    said["rights"] = said["rights"] or (f"own-words digest after {after}" if after else None)
    return Given(
        **said,
        published_basis=_basis(entries, said["published"]),
        published_reasons=reasons if isinstance(reasons, tuple) else (str(reasons),),
        rendition=True if after else None if rendition is None else bool(rendition),
    )


def _text(entries: Mapping[str, Value], key: str) -> str | None:
    value = entries.get(key)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else value


def _day(entries: Mapping[str, Value], key: str) -> date | None:
    words = _text(entries, key)
    return None if words is None or words == "unknown" else to_day(words, f"front matter: {key}")


def _basis(entries: Mapping[str, Value], published: date | None) -> PublishedBasis | None:
    words = _text(entries, "published_basis")
    if words is None:
        return None
    if words not in set(PublishedBasis):
        known = ", ".join(basis.value for basis in PublishedBasis)
        raise ReadError(f"front matter: published_basis: {words!r} is none of {known}")
    basis = PublishedBasis(words)
    if (published is None) != (basis is PublishedBasis.UNKNOWN):
        raise ReadError(f"front matter: published_basis {words!r} does not fit `published`; change one of them")
    return basis
