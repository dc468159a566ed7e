"""Articles given as JSON: one object, an array, or one a line. Their text is taken as it is."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from graph.errors import InputError, ReadError
from graph.model import Article, PublishedBasis
from graph.registry import Registry
from ingest.read.article import article_from_text
from ingest.read.frontmatter import to_day
from ingest.read.given import Given, ReadFailure, failure

MOST_LINE_BYTES = 32_000_000  # an article of the greatest size, its characters escaped
_WORDS = ("id", "lang", "publisher", "author", "title", "url", "origin", "rights")


def given_by_row(row: Mapping[str, Any]) -> Given:
    """What a row's fields say; null, "" or missing is not said. Raises ReadError naming the field that is wrong."""
    said: dict[str, Any] = {}
    for key in _WORDS:
        value = row.get(key)
        if isinstance(value, int) and key == "id":
            value = str(value)
        if value is not None and not isinstance(value, str):
            raise ReadError(f"{key}: {value!r} is not a string; put it in quotes or leave it out")
        said[key] = value or None
    for key in ("published", "modified"):
        value = row.get(key)
        if value and not isinstance(value, str):
            raise ReadError(f'{key}: {value!r} is not a date; write "YYYY-MM-DD", or leave it out')
        said[key] = to_day(value, key) if value else None
    basis = row.get("published_basis")
    if basis is not None and basis not in set(PublishedBasis):
        raise ReadError(f"published_basis: {basis!r} is none of {', '.join(PublishedBasis)}")
    return Given(
        **said,
        published_basis=PublishedBasis(basis) if basis and said["published"] else None,
        published_reasons=tuple(row.get("published_reasons") or ()),
        rendition=row.get("rendition"),
    )


def article_from_row(row: object, given: Given, registry: Registry, *, name: str) -> Article:
    """The article of one JSON object {"text", "id"?, "lang"?, "published"?, …}; `given` wins over its fields.

    Raises ReadError where it is no such object.
    """
    if not isinstance(row, dict):
        raise ReadError('is not an object; give {"text": …, "id"?, "lang"?, "published"?, "publisher"?}')
    text = row.get("text")
    if not isinstance(text, str):
        raise ReadError('has no "text" that is a string; give the article\'s text there')
    said = given.over(given_by_row(row))
    return article_from_text(text, said, registry, name=said.id or name)


def articles_from_jsonl(
    stream: BinaryIO, path: Path, given: Given, registry: Registry
) -> Iterator[Article | ReadFailure]:
    """One article or failure for each line that is not blank, in order, in the memory of one line.

    `path` names the stream in failures. A broken line is said and passed over.
    """
    number = 0
    while line := stream.readline(MOST_LINE_BYTES + 1):
        number += 1
        if len(line) > MOST_LINE_BYTES:
            yield failure(path, f"a line holds more than {MOST_LINE_BYTES // 1_000_000} MB; split it", number)
            while line and not line.endswith(b"\n"):
                line = stream.readline(MOST_LINE_BYTES)
            continue
        if not line.strip():
            continue
        try:
            row = json.loads(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
            yield article_from_row(row, given, registry, name=f"{path.stem}#{number}")
        except InputError as error:
            yield failure(path, error, number)
        except (ValueError, RecursionError) as error:  # JSON's own errors and broken UTF-8 are ValueErrors
            yield failure(path, f"is not JSON ({error}); mend this line", number)


def articles_from_json(data: bytes, path: Path, given: Given, registry: Registry) -> Iterator[Article | ReadFailure]:
    """The articles of a JSON text: one object, an array of them, or {"articles": [ … ]}. Raises ReadError."""
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"is not JSON ({error}); one object, an array, or one object a line as .jsonl") from error
    if isinstance(content, dict) and isinstance(content.get("articles"), list):
        content = content["articles"]
    if not isinstance(content, list):
        yield article_from_row(content, given, registry, name=path.stem)
        return
    if not content:
        raise ReadError("holds an empty list; give at least one article")
    for number, row in enumerate(content, 1):
        try:
            yield article_from_row(row, given, registry, name=f"{path.stem}#{number}")
        except InputError as error:
            yield failure(path, f"article {number}: {error}")
