"""Articles given as rows: JSON (one object, an array, one a line) and CSV. Their text is taken as it is."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from graph.errors import InputError, ReadError
from graph.model import Article, PublishedBasis
from graph.registry import Registry
from ingest.read.article import article_from_text
from ingest.read.decode import sniff_encoding
from ingest.read.frontmatter import SAME, to_day
from ingest.read.given import Given, ReadFailure, failure

MOST_LINE_BYTES = 32_000_000  # an article of the greatest size, its characters escaped
_SAMPLE = 65_536  # bytes in which the encoding of a CSV file is looked for
_FIELDS = ("text", "id", "lang", "published", "modified", "publisher", "author", "title", "url", "origin", "rights")
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
    stream: BinaryIO, path: Path, given: Given, registry: Registry, *, first: int = 1
) -> Iterator[Article | ReadFailure]:
    """One article or failure for each line that is not blank, in order, in the memory of one line.

    `path` names the stream in failures, and `first` is the number of its first line. A broken line is said and passed
    over.
    """
    number = first - 1
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


def articles_from_csv(
    stream: BinaryIO, path: Path, given: Given, registry: Registry, columns: Mapping[str, str]
) -> Iterator[Article | ReadFailure]:
    """One article or failure for each row of a CSV file (comma, semicolon, tab or bar), in the memory of one row.

    `columns` maps fields of an article to the names of columns; what it leaves out is found by the field's own name.
    Raises ReadError where no column holds the text, or a named one is missing.
    """
    sample = stream.read(_SAMPLE)
    if not sample.strip():
        raise ReadError("is empty; give one article a row, below a row of column names")
    encoding = sniff_encoding(sample)
    joined = io.BufferedReader(_Joined(sample, stream))
    lines = io.TextIOWrapper(joined, encoding, newline="")
    try:
        names = lines.readline()
        mark = max(",;\t|", key=names.count)
        header = next(csv.reader([names], delimiter=mark), [])
        places = _places(header, columns)
        rows = csv.reader(lines, delimiter=mark)
        csv.field_size_limit(MOST_LINE_BYTES)
        number = 1
        while (row := _next_row(rows)) is not None:
            number += 1
            if isinstance(row, str):
                yield failure(path, f"{row}; mend this row", number)
                continue
            if not any(row):
                continue
            said = {key: row[at] for key, at in places.items() if at < len(row)}
            try:
                yield article_from_row(said, given, registry, name=f"{path.stem}#{number}")
            except InputError as error:
                yield failure(path, error, number)
    except UnicodeDecodeError as error:
        raise ReadError(f"looks like {encoding} and holds bytes that are none of it; save it as UTF-8") from error


class _Joined(io.RawIOBase):
    """A stream with what was already read of it put back before it."""

    def __init__(self, before: bytes, stream: BinaryIO) -> None:
        self._before, self._stream = before, stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = self._before[: len(buffer)] or self._stream.read(len(buffer))
        self._before = self._before[len(part) :]
        buffer[: len(part)] = part
        return len(part)


def _places(header: list[str], columns: Mapping[str, str]) -> dict[str, int]:
    """Field -> index of its column. Raises ReadError."""
    names = [name.strip().lstrip("\ufeff") for name in header]
    low = [name.lower() for name in names]
    places = {}
    for key, column in columns.items():
        if key not in _FIELDS:
            raise ReadError(f"column mapping: {key!r} is no field of an article; fields are {', '.join(_FIELDS)}")
        if column not in names:
            raise ReadError(f"has no column {column!r}; its columns are {', '.join(names)[:200]}")
        places[key] = names.index(column)
    for at, name in enumerate(low):
        key = SAME.get(name, name)
        if key in _FIELDS and key not in places:
            places[key] = at
    if "text" not in places:
        raise ReadError(f"has no column `text`; its columns are {', '.join(names)[:200]}: say which one holds the text")
    return places


def _next_row(rows: Iterator[list[str]]) -> list[str] | str | None:
    """The next row, why there is none, or None at the end."""
    try:
        return next(rows, None)
    except csv.Error as error:
        return str(error)
