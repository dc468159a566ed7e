"""Files, folders and archives -> articles, one after the other. What cannot be read is said in one line."""

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, cast

from graph.errors import InputError, ReadError
from graph.model import Article
from graph.registry import Registry
from ingest.read.article import MOST_CHARACTERS, article_from_text
from ingest.read.decode import decode
from ingest.read.frontmatter import given_by, split_front_matter
from ingest.read.given import MOST_PAGE_BYTES, Given, ReadFailure, failure
from ingest.read.rows import articles_from_csv, articles_from_json, articles_from_jsonl
from ingest.read.unread import UnreadPage

MOST_TEXT_BYTES = 4 * MOST_CHARACTERS
MOST_JSON_BYTES = 64_000_000
_DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error)

Outcome = Article | ReadFailure | UnreadPage


@dataclass(slots=True)
class Meter:
    """How far the reading has come, in bytes of the files as they lie."""

    total: int = 0
    _before: int = 0  # of files that are done
    _open: BinaryIO | None = None

    @property
    def done(self) -> int:
        """Bytes that are behind."""
        return min(self.total, self._before + (self._open.tell() if self._open and not self._open.closed else 0))

    def measure(self, paths: Iterable[Path]) -> None:
        """Set the total: the sizes of all that would be read."""
        for path in paths:
            files = path.rglob("*") if path.is_dir() else (path,)
            self.total += sum(file.stat().st_size for file in files if file.is_file() and kind_of(file.name))

    @contextmanager
    def reading(self, stream: BinaryIO) -> Iterator[None]:
        """The stream is the file that is read now."""
        self._open = stream
        try:
            yield
        finally:
            self._before += self._open.tell()
            self._open = None


@dataclass(frozen=True, slots=True)
class _Job:
    """One file or member to be read: its path for messages, and what holds for all."""

    path: Path
    given: Given
    registry: Registry
    columns: Mapping[str, str] = field(default_factory=dict)
    meter: Meter = field(default_factory=Meter)

    @property
    def name(self) -> str:
        """The name without its kinds: "a" for a.jsonl.gz. It stands in for an unknown source."""
        return self.path.name.split(".")[0] or self.path.name


def read_articles(
    paths: Iterable[Path], given: Given, registry: Registry, columns: Mapping[str, str] | None = None
) -> Iterator[Article | ReadFailure]:
    """The articles of files and folders, in the order given; a folder's files in the order of their names.

    Files are .txt, .md, .html, .json, .jsonl, .csv, each also as .gz; .zip with such members; .warc and .warc.gz. In
    folders, other files and hidden ones are passed over. `given` wins over what files say; `columns` maps article
    fields to the column names of .csv files. Streams: the memory is that of one article, but for .json that of a file.
    """
    for outcome in read_unparsed(paths, given, registry, columns):
        yield outcome.read(registry) if isinstance(outcome, UnreadPage) else outcome


def read_unparsed(
    paths: Iterable[Path],
    given: Given,
    registry: Registry,
    columns: Mapping[str, str] | None = None,
    meter: Meter | None = None,
) -> Iterator[Outcome]:
    """The same with HTML pages handed out as they are, to be read elsewhere: that is most of the work on them. `meter`
    shows how far it has come."""
    for path in paths:
        job = _Job(path, given, registry, columns or {}, meter or Meter())
        if path.is_dir():
            yield from _read_folder(job)
        else:
            yield from _read_file(job)


def _read_folder(job: _Job) -> Iterator[Outcome]:
    empty = True
    try:
        for path in sorted(job.path.rglob("*")):
            hidden = any(part.startswith(".") for part in path.relative_to(job.path).parts)
            if not hidden and kind_of(path.name) and path.is_file():
                empty = False
                yield from _read_file(replace(job, path=path))
    except OSError as error:
        yield failure(job.path, f"cannot be read: {error.strerror}; check its permissions")
        return
    if empty:
        yield failure(job.path, f"holds no article; put {EXPECTED} files there")


def kind_of(name: str) -> str | None:
    """The kind by which a file of that name is read: ".txt", ".warc"; None where it is not read. ".gz" is left out."""
    low = name.lower().removesuffix(".gz")
    return next((kind for kind in (*READERS, *ARCHIVES) if low.endswith(kind)), None)


def _read_file(job: _Job) -> Iterator[Outcome]:
    count = 0
    try:
        if not job.path.exists():
            raise ReadError("no such file; check the path")
        kind = kind_of(job.path.name)
        if kind is None:
            raise ReadError(f"is of a kind that is not read; give {EXPECTED}")
        with job.path.open("rb") as stream, job.meter.reading(stream):
            for outcome in _read_stream(stream, kind, job):
                count += 1
                yield outcome
    except InputError as error:
        yield failure(job.path, error)
    except _DAMAGED as error:
        yield failure(job.path, f"is damaged or cut short after {count} articles ({error}); fetch it again")
    except OSError as error:
        yield failure(job.path, f"cannot be read: {error.strerror or error}; check the file and its permissions")


def _read_stream(stream: BinaryIO, kind: str, job: _Job) -> Iterator[Outcome]:
    """`stream` is the raw file or member; compression is undone here, but for archives, which know their own."""
    if kind in ARCHIVES:
        # archives need trafilatura, which takes most of a second to import
        from ingest.read import archives

        if kind == ".warc":
            yield from archives.read_warc(stream, job.path, job.given, job.registry)
            return
        for member, content in archives.open_members(stream, job.path):
            inner = kind_of(member.name)
            if isinstance(content, ReadFailure):
                yield content
            elif inner in READERS:
                yield from _read_member(content, inner, replace(job, path=member))
        return
    plain = cast(BinaryIO, gzip.GzipFile(fileobj=stream)) if job.path.name.lower().endswith(".gz") else stream
    yield from READERS[kind](plain, job)


def _read_member(content: BinaryIO, kind: str, job: _Job) -> Iterator[Outcome]:
    """A member of an archive; a broken one is said, and the next is read."""
    try:
        yield from _read_stream(content, kind, job)
    except InputError as error:
        yield failure(job.path, error)
    except _DAMAGED as error:
        yield failure(job.path, f"is damaged ({error}); pack it again")


def whole(stream: BinaryIO, most: int, way_out: str) -> bytes:
    """All bytes of a stream. Raises ReadError where they are more than `most`, having read no more than that."""
    data = stream.read(most + 1)
    if len(data) > most:
        size = _size(stream)
        held = f"{size / 1e6:.0f} MB" if size else f"more than {most / 1e6:.0f} MB"
        raise ReadError(f"holds {held}, and at most {most / 1e6:.0f} are read; {way_out}")
    return data


def _size(stream: BinaryIO) -> int | None:
    """Of a plain file; None of what is unpacked on the way."""
    if isinstance(stream, gzip.GzipFile) or not stream.seekable():
        return None
    return stream.seek(0, 2)


def _text(stream: BinaryIO) -> str:
    return decode(whole(stream, MOST_TEXT_BYTES, "split it, or give many articles as .jsonl, one a line"))


def _read_txt(stream: BinaryIO, job: _Job) -> Iterator[Outcome]:
    yield article_from_text(_text(stream), job.given, job.registry, name=job.name)


def _read_md(stream: BinaryIO, job: _Job) -> Iterator[Outcome]:
    entries, body = split_front_matter(_text(stream))
    yield article_from_text(body, job.given.over(given_by(entries)), job.registry, name=job.name)


def _read_html(stream: BinaryIO, job: _Job) -> Iterator[Outcome]:
    data = whole(stream, MOST_PAGE_BYTES, "save its text as .txt")
    yield UnreadPage(data=data, given=job.given, name=job.name, path=job.path)


def _read_json(stream: BinaryIO, job: _Job) -> Iterator[Outcome]:
    data = whole(stream, MOST_JSON_BYTES, "give it as .jsonl, one article a line")
    if not data.strip():
        raise ReadError("is empty; give a file with an article's text")
    yield from articles_from_json(data, job.path, job.given, job.registry)


def _read_jsonl(stream: BinaryIO, job: _Job) -> Iterator[Outcome]:
    yield from _some(articles_from_jsonl(stream, job.path, job.given, job.registry))


def _read_csv(stream: BinaryIO, job: _Job) -> Iterator[Outcome]:
    yield from _some(articles_from_csv(stream, job.path, job.given, job.registry, job.columns))


def _some(outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    nothing = True
    for outcome in outcomes:
        nothing = False
        yield outcome
    if nothing:
        raise ReadError("is empty; give one article a line")


READERS: dict[str, Callable[[BinaryIO, _Job], Iterator[Outcome]]] = {
    ".txt": _read_txt,
    ".md": _read_md,
    ".html": _read_html,
    ".htm": _read_html,
    ".xhtml": _read_html,
    ".json": _read_json,
    ".jsonl": _read_jsonl,
    ".ndjson": _read_jsonl,
    ".csv": _read_csv,
    ".tsv": _read_csv,
}
ARCHIVES = (".zip", ".warc")
EXPECTED = ".txt, .md, .html, .json, .jsonl, .csv, .zip or .warc"
