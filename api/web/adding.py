"""Adding an article: what is read out of it is shown before anything is stored, and its date can be set right first."""

import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from api.days import read_days
from api.roles import Role
from api.service import service_of
from api.web.curating import page
from api.web.guarding import PageRoute
from api.web.naming import names_in
from api.web.rendering import reader_of
from api.web.session import check_signed
from graph.errors import DataError, InputError, ReadError
from graph.model import Article, PublishedBasis
from graph.registry import Registry
from ingest.intake import Intake
from ingest.pipeline import extract
from ingest.read.article import article_from_text
from ingest.read.files import kind_of, read_articles
from ingest.read.given import Given

router = APIRouter(include_in_schema=False, route_class=PageRoute)
KINDS = (".txt", ".md", ".html", ".htm")
Mark = Annotated[str, Form(max_length=200)]
Text = Annotated[str, Form(max_length=5_000_000)]
Line = Annotated[str, Form(max_length=2_000)]
NOTHING = {"text": "", "title": "", "publisher": "", "url": "", "published": "", "lang_of_text": ""}


@router.get("/add")
def form(request: Request) -> Response:
    """An empty form."""
    return page(request, "add.html", wanted=Role.CONTRIBUTOR, given=NOTHING, found=None)


@router.post("/add")
def read(
    request: Request,
    mark: Mark = "",
    text: Text = "",
    title: Line = "",
    publisher: Line = "",
    url: Line = "",
    published: Line = "",
    lang_of_text: Line = "",
    do: Line = "read",
    file: UploadFile | None = None,
) -> Response:
    """What is read out of a text or file; with `do=store` it goes into the record."""
    check_signed(request, mark, Role.CONTRIBUTOR)
    service, reader = service_of(request), reader_of(request)
    values = {"title": title, "publisher": publisher, "url": url, "published": published, "lang_of_text": lang_of_text}
    given = said(values)
    text = text.replace("\r\n", "\n")  # forms send every line end as two characters
    if file is not None and file.filename:
        article = from_file(file, given, service.registry)
    elif text.strip():
        article = article_from_text(text, given, service.registry)
    else:
        raise ReadError(reader.words.page("add_nothing"))
    if do == "store":
        intake = Intake(service.library, service.registry, names=service.names)
        put = intake.take(article)
        intake.relink()
        return RedirectResponse(reader.to("articles", put.article.id), status_code=303)
    found = extract(article, service.registry)
    shown = found.article
    return page(
        request,
        "add.html",
        wanted=Role.CONTRIBUTOR,
        found=found,
        name_of=names_in(service, reader.lang),
        given={
            "text": shown.text,
            "title": shown.title or "",
            "publisher": shown.publisher or "",
            "url": shown.url or "",
            # What is only inferred is not put into the form as if somebody had said it.
            "published": str(shown.published) if shown.published and is_said(shown) else "",
            "lang_of_text": shown.lang,
        },
    )


def is_said(article: Article) -> bool:
    """Whether somebody gives the publication date: the form, the page or the text."""
    return article.published_basis in (PublishedBasis.GIVEN, PublishedBasis.PAGE, PublishedBasis.TEXT)


def said(values: dict[str, str]) -> Given:
    """What the form says of the article. Raises DateError, and DataError for more than a day."""
    plain = {key: value.strip() or None for key, value in values.items()}
    published = None
    if plain["published"]:
        days = read_days(plain["published"])
        if days.start != days.end:
            raise DataError(f"{plain['published']!r} is more than a day: an article is published on one")
        published = days.start
    return Given(
        title=plain["title"],
        publisher=plain["publisher"],
        url=plain["url"],
        lang=plain["lang_of_text"],
        published=published,
    )


def from_file(file: UploadFile, given: Given, registry: Registry) -> Article:
    """The one article of an uploaded file, read by its kind. Raises InputError for other kinds, ReadError where it
    cannot be read."""
    name = Path(file.filename or "").name
    kind = kind_of(name)
    if kind not in KINDS:
        raise InputError(f"{name!r}: give {', '.join(KINDS)}; many articles at once go in by `amur ingest`")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"article{kind}"
        path.write_bytes(file.file.read())
        for outcome in read_articles([path], given, registry):
            if isinstance(outcome, Article):
                return outcome
            raise ReadError(outcome.message.removeprefix(f"{path}: "))
    raise ReadError(f"{name!r} holds no article")
