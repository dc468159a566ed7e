"""One HTML page -> article: main text by trafilatura, what the page says of itself by its metadata and its heading."""

from dataclasses import replace
from datetime import date
from importlib import import_module
from typing import Any

from graph.errors import ReadError
from graph.model import Article, PublishedBasis
from graph.registry import Registry
from ingest.language import identify_language
from ingest.read.article import article_from_text
from ingest.read.clues import find_clues
from ingest.read.decode import decode, repair
from ingest.read.given import Given
from ingest.read.metadata import declared_charset, heading_lines, is_utc, literal_forms, page_metadata

MOST_PAGE_BYTES = 20_000_000
_TEASERS = 5  # articles listed on a page that holds none itself
_PARAGRAPH = 160  # characters of a paragraph that is told, not listed (a third of that in Chinese)
_BESIDE = ("nav", "aside", "footer", "form")


def article_from_page(
    data: bytes, given: Given, registry: Registry, *, name: str = "", charset: str | None = None
) -> Article:
    """The article of an HTML page. `charset` is what a response names; the page's own declaration is used otherwise.

    The text is the page's main text, repaired and in NFC. The date is the page's metadata's, else one by its heading,
    else a dateline's, else htmldate's where the page bears it literally. Raises ReadError for a page without a main
    text, a list of other articles, or one over MOST_PAGE_BYTES.
    """
    if len(data) > MOST_PAGE_BYTES:
        most = f"{MOST_PAGE_BYTES // 1_000_000}"
        raise ReadError(f"holds {len(data) / 1e6:.0f} MB, and a page at most {most}; save its text as .txt")
    source = decode(data, charset or declared_charset(data))
    tree = _tree(source)
    text = main_text(source)
    if not text:
        raise ReadError("is a page without a main text; save its text as .txt, or give another page")
    if _is_list(tree, text):
        raise ReadError("is a list of articles and none itself; give the pages it links to")
    page = page_metadata(tree)
    lines = heading_lines(tree, page.title)
    page = _local_day(page, lines, identify_language(text))
    article = article_from_text(text, given, registry, name=name, page=page, heading=lines)
    if article.published_basis is not PublishedBasis.UNKNOWN or given.published_basis:
        return article
    day = _by_htmldate(tree, source)
    if day is None:
        return article
    page = page.over(
        Given(published=day, published_basis=PublishedBasis.PAGE, published_reasons=("found by htmldate",))
    )
    return article_from_text(text, given, registry, name=name, page=page, heading=lines)


def _local_day(page: Given, lines: tuple[str, ...], lang: str) -> Given:
    """Days are local: a time in UTC gives way to the day by the heading where that is the next or the one before."""
    if page.published is None or not any(is_utc(reason.split(": ", 1)[-1]) for reason in page.published_reasons):
        return page
    seen = find_clues("\n".join(lines), lang, heading=lines)
    if seen.published is None or abs((seen.published - page.published).days) != 1:
        return page
    reasons = (*page.published_reasons, f"the page shows the local day: {seen.said('published')}")
    return replace(page, published=seen.published, published_reasons=reasons)


def _tree(source: str) -> Any:
    html: Any = import_module("lxml.html")
    try:
        # A str with an encoding declaration is refused by lxml; bytes are not.
        return html.document_fromstring(source.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except import_module("lxml.etree").ParserError as error:
        raise ReadError(f"is no HTML that can be read ({error}); save the article as .txt") from error


def main_text(source: str) -> str:
    """The main text of a page's source, one paragraph a line; empty where it has none."""
    trafilatura: Any = import_module("trafilatura")
    text = trafilatura.extract(source, favor_precision=True, include_comments=False, include_tables=True)
    return repair(text).strip() if text else ""


def _is_list(tree: Any, text: str) -> bool:
    """A page of teasers: many linked headings in articles of their own, and no paragraph that tells anything."""
    teasers = sum(bool(item.xpath(".//h2//a | .//h3//a | .//a//h2 | .//a//h3")) for item in tree.iter("article"))
    weight = 3 if any("一" <= char <= "鿿" for char in text[:50]) else 1
    return teasers >= _TEASERS and not any(len(line) * weight >= _PARAGRAPH for line in text.split("\n"))


def _by_htmldate(tree: Any, source: str) -> date | None:
    """htmldate's answer, where the page bears that very day in digits: it completes what it half understands
    ("2025年4月3日" to 1 January), and looks into lists of other articles."""
    htmldate: Any = import_module("htmldate")
    pruned = import_module("copy").deepcopy(tree)
    for tag in _BESIDE:
        for element in list(pruned.iter(tag)):
            element.drop_tree()
    found = htmldate.find_date(pruned, extensive_search=False, original_date=True)
    day = date.fromisoformat(found) if found else None
    return day if day and any(form in source for form in literal_forms(day)) else None
