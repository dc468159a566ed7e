"""Archives: the members of a Zip file, and the pages of WARC files such as CC-NEWS."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from graph.errors import InputError, ReadError
from graph.model import Article
from graph.registry import Registry
from ingest.read.article import article_from_text
from ingest.read.decode import decode
from ingest.read.given import Given, ReadFailure, failure
from ingest.read.unread import UnreadPage
from ingest.read.warc import Record, http_body, records

_PAGES = ("text/html", "application/xhtml+xml")


def open_members(stream: BinaryIO, path: Path) -> Iterator[tuple[Path, BinaryIO | ReadFailure]]:
    """(`path!member`, its bytes) of the files in a Zip archive, by name; encrypted ones as failures.

    Raises ReadError where it is no Zip archive.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except zipfile.BadZipFile as error:
        raise ReadError(f"is no Zip archive or is cut short ({error}); pack it again") from error
    with archive:
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            hidden = any(part.startswith((".", "__MACOSX")) for part in Path(info.filename).parts)
            if info.is_dir() or hidden:
                continue
            member = Path(f"{path}!{info.filename}")
            try:
                with archive.open(info) as content:
                    yield member, cast(BinaryIO, content)
            except (RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
                # encrypted, packed in a way not known here, or with a wrong checksum
                yield member, failure(member, f"cannot be unpacked ({error}); pack it again")


def read_warc(
    stream: BinaryIO, path: Path, given: Given, registry: Registry
) -> Iterator[Article | ReadFailure | UnreadPage]:
    """The HTML pages (status 200) of a WARC file, unread, and its converted texts as articles, in order; other records
    are passed over. A broken record is said, and reading goes on at the next."""
    nothing = True
    for record in records(stream):
        nothing = False
        if isinstance(record, str):
            yield failure(path, f"{record}; the next ones are read")
            continue
        try:
            article = _article(record, path, given, registry)
        except InputError as error:
            yield failure(path, f"{record.url}: {error}")
        else:
            if article:
                yield article
    if nothing:
        raise ReadError("is empty; give a WARC file with pages")


def _article(record: Record, path: Path, given: Given, registry: Registry) -> Article | UnreadPage | None:
    """The article of a record, or its page; None of one that holds none by its kind."""
    url = record.url if record.url.startswith(("http://", "https://")) else None
    said = given.over(Given(url=url))
    if record.type == "conversion":
        return article_from_text(decode(record.block), said, registry, name=record.url)
    if record.type == "response" and record.block.startswith(b"HTTP/"):
        status, headers, body = http_body(record.block)
        kind = headers.get("content-type", "").lower()
    elif record.type == "resource":
        status, kind, body = 200, record.headers.get("content-type", "").lower(), record.block
    else:
        return None
    if status != 200 or not kind.startswith(_PAGES):
        return None
    charset = kind.partition("charset=")[2].split(";")[0].strip(" \"'") or None
    return UnreadPage(data=body, given=said, path=path, name=record.url, charset=charset, url=record.url)
