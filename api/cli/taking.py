"""Commands that read: `extract`, `times`. What `ingest` and they share: what is said about an article."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.console import AsJson, complain, console, progress, write_json, write_lines
from graph.errors import AmurError, DataError

if TYPE_CHECKING:
    from graph.model import Article, Extraction
    from graph.registry import Registry
    from ingest.read.given import Given, ReadFailure

logger = logging.getLogger(__name__)

Published = Annotated[str | None, typer.Option(metavar="DATE", help="Publication date, YYYY-MM-DD.")]
Publisher = Annotated[str | None, typer.Option(help="Who publishes: AFP, Xinhua, a blog.")]
Address = Annotated[str | None, typer.Option(metavar="URL", help="The article's address.")]
Lang = Annotated[str | None, typer.Option(metavar="CODE", help="fr, en, ru or zh; found out where not given.")]


def given_by_options(published: str | None, publisher: str | None, url: str | None, lang: str | None) -> "Given":
    """What the options say about what is read. Raises DataError for a date that is none."""
    from graph.jsonform import day_from_json
    from ingest.read.given import Given

    try:
        day = day_from_json(published)
    except DataError as error:
        raise DataError(f"--published {error}") from error
    return Given(published=day, publisher=publisher, url=url, lang=lang)


def extract(
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE...", help="Articles.")] = None,
    jsonl: Annotated[
        Path | None,
        typer.Option("--jsonl", metavar="FILE", help="Articles as JSON lines; their text is taken as it is."),
    ] = None,
    published: Published = None,
    publisher: Publisher = None,
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    """Show what is read out of articles; nothing is stored.

    With --json one object a line, one an article, in input order; offsets count code points of the text.

    [dim]amur extract seeds/articles/*.md[/dim]

    [dim]amur extract --jsonl articles.jsonl --json > extracted.jsonl[/dim]
    """
    from api.shapes import extraction_row
    from ingest.read.given import ReadFailure

    if bool(files) == bool(jsonl):
        raise typer.BadParameter("give FILEs, or --jsonl FILE")
    from graph.registry import load_registry

    registry = load_registry()
    failed = 0
    with progress("Extracting", None) as step:
        for read in _articles(files or [], jsonl, given_by_options(published, publisher, None, lang)):
            if isinstance(read, ReadFailure):
                failed += 1
                complain(read.message)
                continue
            step()
            extraction = _extracted(read, registry)
            for cut in extraction.cuts if extraction else ():
                complain(f"{read.given_id or read.title or read.id}: read in part: {cut}")
            if extraction is None:
                failed += 1
            elif as_json:
                write_lines([extraction_row(extraction)])
            else:
                _show(extraction)
    if failed:
        raise typer.Exit(1)


def _extracted(article: "Article", registry: "Registry") -> "Extraction | None":
    """What is read out of an article; None, and a line that says why, where that failed."""
    from ingest.pipeline import extract as extract_article

    try:
        return extract_article(article, registry)
    except Exception as error:
        # A fault of ours with one article must not cost the others.
        logger.debug("extraction failed", exc_info=error)
        reason = str(error) if isinstance(error, AmurError) else f"{type(error).__name__}: {error}; please report it"
        complain(f"{article.given_id or article.title or article.id}: extraction failed: {reason}")
        return None


def _articles(files: list[Path], jsonl: Path | None, given: "Given") -> "Iterator[Article | ReadFailure]":
    from graph.registry import load_registry
    from ingest.read.files import read_articles
    from ingest.read.given import failure
    from ingest.read.rows import articles_from_jsonl

    registry = load_registry()
    if jsonl is None:
        yield from read_articles(files, given, registry)
        return
    try:
        with jsonl.open("rb") as stream:
            yield from articles_from_jsonl(stream, jsonl, given, registry)
    except OSError as error:
        yield failure(jsonl, f"cannot be read: {error.strerror}; check the path")


def _show(extraction: "Extraction") -> None:
    from api.cli.tables import extraction_table

    console().print(extraction_table(extraction))


def times(
    words: Annotated[list[str], typer.Argument(metavar="FILE|WORDS...", help="A file, or the words themselves.")],
    published: Published = None,
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    """Show the time expressions of a text, each with its dates and the rule that read it.

    [dim]amur times "mercredi, et en décembre" --published 2026-02-05[/dim]

    [dim]amur times article.txt --json[/dim]
    """
    from graph.errors import ReadError
    from graph.jsonform import day_from_json, time_to_json
    from ingest.language import identify_language
    from ingest.read.article import language_code
    from ingest.read.decode import decode
    from ingest.times.find import find
    from ingest.times.resolve import resolve

    path = Path(words[0]) if len(words) == 1 else None
    try:
        text = decode(path.read_bytes()) if path is not None and path.is_file() else " ".join(words)
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror})") from error
    language = language_code(lang) if lang else identify_language(text)
    mentions = resolve(text, find(text, language), day_from_json(published), language)
    if as_json:
        write_json({"lang": language, "times": [time_to_json(mention) for mention in mentions]})
        return
    from api.cli.tables import times_table

    console().print(times_table(mentions))
