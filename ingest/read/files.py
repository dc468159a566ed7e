"""Files and folders -> articles, one after the other. What cannot be read is said in one line and passed over."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from graph.errors import InputError, ReadError
from graph.model import Article
from graph.registry import Registry
from ingest.read.article import MOST_CHARACTERS, article_from_text
from ingest.read.decode import decode
from ingest.read.frontmatter import given_by, split_front_matter
from ingest.read.given import Given, ReadFailure, failure
from ingest.read.rows import articles_from_json, articles_from_jsonl

MOST_TEXT_BYTES = 4 * MOST_CHARACTERS
MOST_JSON_BYTES = 64_000_000

Outcome = Article | ReadFailure


def read_articles(paths: Iterable[Path], given: Given, registry: Registry) -> Iterator[Outcome]:
    """The articles of files and folders, in the order given; a folder's files in the order of their names.

    Files are .txt, .md, .html, .json and .jsonl; in folders, other files and hidden ones are passed over. `given`
    wins over what files say. Streams: the memory is that of one file, of a .jsonl that of one line.
    """
    for path in paths:
        if path.is_dir():
            yield from _read_folder(path, given, registry)
        else:
            yield from read_file(path, given, registry)


def _read_folder(folder: Path, given: Given, registry: Registry) -> Iterator[Outcome]:
    empty = True
    try:
        for path in sorted(folder.rglob("*")):
            hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
            if path.suffix.lower() in READERS and not hidden and path.is_file():
                empty = False
                yield from read_file(path, given, registry)
    except OSError as error:
        yield failure(folder, f"cannot be read: {error.strerror}; check its permissions")
        return
    if empty:
        yield failure(folder, f"holds no article; put {_EXPECTED} files there")


def read_file(path: Path, given: Given, registry: Registry) -> Iterator[Outcome]:
    """The articles of one file."""
    try:
        if not path.exists():
            raise ReadError("no such file; check the path")
        reader = READERS.get(path.suffix.lower())
        if reader is None:
            raise ReadError(f"is of a kind that is not read; give {_EXPECTED}")
        yield from reader(path, given, registry)
    except InputError as error:
        yield failure(path, error)
    except OSError as error:
        yield failure(path, f"cannot be read: {error.strerror or error}; check the file and its permissions")


def _whole(path: Path, most: int, way_out: str) -> bytes:
    size = path.stat().st_size
    if size > most:
        raise ReadError(f"holds {size / 1e6:.0f} MB, and at most {most / 1e6:.0f} are read; {way_out}")
    return path.read_bytes()


def _text(path: Path) -> str:
    return decode(_whole(path, MOST_TEXT_BYTES, "split it, or give many articles as .jsonl, one a line"))


def _read_txt(path: Path, given: Given, registry: Registry) -> Iterator[Outcome]:
    yield article_from_text(_text(path), given, registry, name=path.stem)


def _read_md(path: Path, given: Given, registry: Registry) -> Iterator[Outcome]:
    entries, body = split_front_matter(_text(path))
    yield article_from_text(body, given.over(given_by(entries)), registry, name=path.stem)


def _read_html(path: Path, given: Given, registry: Registry) -> Iterator[Outcome]:
    # trafilatura and lxml take most of a second to import
    from ingest.read.page import MOST_PAGE_BYTES, article_from_page

    data = _whole(path, MOST_PAGE_BYTES, "save its text as .txt")
    yield article_from_page(data, given, registry, name=path.stem)


def _read_json(path: Path, given: Given, registry: Registry) -> Iterator[Outcome]:
    data = _whole(path, MOST_JSON_BYTES, "give it as .jsonl, one article a line")
    if not data.strip():
        raise ReadError("is empty; give a file with an article's text")
    yield from articles_from_json(data, path, given, registry)


def _read_jsonl(path: Path, given: Given, registry: Registry) -> Iterator[Outcome]:
    with path.open("rb") as stream:
        nothing = True
        for outcome in articles_from_jsonl(stream, path, given, registry):
            nothing = False
            yield outcome
    if nothing:
        raise ReadError("is empty; give one article a line")


READERS: dict[str, Callable[[Path, Given, Registry], Iterator[Outcome]]] = {
    ".txt": _read_txt,
    ".md": _read_md,
    ".html": _read_html,
    ".htm": _read_html,
    ".xhtml": _read_html,
    ".json": _read_json,
    ".jsonl": _read_jsonl,
    ".ndjson": _read_jsonl,
}
_EXPECTED = ".txt, .md, .html, .json or .jsonl"
