"""One HTML page -> article: main text by trafilatura, what the page says of itself by its metadata and its heading."""

from copy import deepcopy
from dataclasses import replace
from datetime import date
from functools import lru_cache
from importlib import import_module
from typing import Any

from graph.errors import ReadError
from graph.model import Article, PublishedBasis
from graph.registry import Registry
from ingest.language import identify_language
from ingest.read.address import same_site
from ingest.read.article import article_from_text
from ingest.read.clues import find_clues, furniture
from ingest.read.decode import decode, repair
from ingest.read.given import MOST_PAGE_BYTES, Given
from ingest.read.metadata import (
    bears_dates,
    declared_charset,
    heading_lines,
    is_utc,
    literal_forms,
    metadata_day,
    page_metadata,
    weight,
)

_TEASERS = 5  # articles listed on a page that holds none itself
_PARAGRAPH = 120  # weight of a paragraph that is told, not listed
_LITTLE = 2_000  # weight of told paragraphs below which the precise reading is doubted
_MUCH_MORE = 1.5
_LAYOUT_CELL = 300  # weight of a table cell that holds an article and not a figure
_BESIDE = ("nav", "aside", "footer", "form")


def article_from_page(
    data: bytes,
    given: Given,
    registry: Registry,
    *,
    name: str = "",
    charset: str | None = None,
    address: str = "",
) -> Article:
    """The article of an HTML page. `charset` is what a response names; the page's own declaration is used otherwise.
    `address` is where it was fetched from: the page's own one is believed where it is of the same site.

    The text is the page's main text, repaired and in NFC. The date is the page's metadata's, else one by its heading,
    else a dateline's, else htmldate's where the page bears it literally. Raises ReadError for a page without a main
    text, a list of other articles, or one over MOST_PAGE_BYTES.
    """
    if len(data) > MOST_PAGE_BYTES:
        most = f"{MOST_PAGE_BYTES // 1_000_000}"
        raise ReadError(f"holds {len(data) / 1e6:.0f} MB, and a page at most {most}; save its text as .txt")
    source = decode(data, charset or declared_charset(data))
    tree = _tree(source)
    page = page_metadata(tree)
    if address:
        page = replace(page, url=page.url if same_site(page.url, address) else address)
    lines = heading_lines(tree, page.title)
    text = main_text(tree, page.title)
    if not text:
        raise ReadError("is a page without a main text; save its text as .txt, or give another page")
    if _is_list(tree, text):
        raise ReadError("is a list of articles and none itself; give the pages it links to")
    page = _settled(page, lines, identify_language(text))
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


def _settled(page: Given, lines: tuple[str, ...], lang: str) -> Given:
    """The page's date, held against the one that a reader sees by the heading.

    Where metadata contradict each other, the visible day decides; without one, nothing does, and neither is taken if
    they are more than a day apart. Days are local: a time in UTC gives way to a visible day that is the next or the
    one before.
    """
    if page.published is None:
        return page
    seen = find_clues("\n".join(lines), lang, heading=lines)
    days = [metadata_day(reason.split(": ", 1)[1]) for reason in page.published_reasons]
    first = page.published_reasons[0]
    if seen.published and seen.published != page.published:
        apart = abs((seen.published - page.published).days)
        if seen.published in days or (apart == 1 and is_utc(first)):
            shown = f"the page shows: {seen.said('published')}"
            return replace(page, published=seen.published, published_reasons=(first, shown))
    known = [day for day in days if day]
    if seen.published != page.published and known and (max(known) - min(known)).days > 1:
        return replace(page, published=None, published_basis=None, published_reasons=())
    return replace(page, published_reasons=page.published_reasons[:1])


def _tree(source: str) -> Any:
    html: Any = import_module("lxml.html")
    try:
        # A str with an encoding declaration is refused by lxml; bytes are not.
        return html.document_fromstring(source.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except import_module("lxml.etree").ParserError as error:
        raise ReadError(f"is no HTML that can be read ({error}); save the article as .txt") from error


def main_text(tree: Any, title: str | None = None) -> str:
    """The main text of a parsed page, one paragraph a line, without heading and site matter; empty where it has none.

    trafilatura (Barbaresi 2021) favouring precision; where that leaves little and its balanced reading finds much more
    that is told in paragraphs, the latter.
    """
    _open_layout_tables(tree)
    precise = _extract(tree, precise=True)
    if _told(precise) < _LITTLE:
        balanced = _extract(tree, precise=False)
        if _told(balanced) > _MUCH_MORE * _told(precise):
            precise = balanced
    lines = [line for line in repair(precise).split("\n") if line.strip()]
    if lines and title and lines[0].strip() == title:
        lines = lines[1:]
    return "\n".join(line for line in lines if not furniture(line.strip()))


def _extract(tree: Any, *, precise: bool) -> str:
    trafilatura: Any = import_module("trafilatura")
    text = trafilatura.extract(
        deepcopy(tree), favor_precision=precise, include_comments=False, include_tables=True, config=_config()
    )
    return text or ""


@lru_cache(maxsize=1)
def _config() -> Any:
    """trafilatura's settings with a lower bound that a Chinese article passes: it counts characters."""
    config = import_module("trafilatura.settings").use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "90")
    return config


def _open_layout_tables(tree: Any) -> None:
    """Tables that hold the page rather than figures become divisions: the main text stands in a cell of theirs."""
    for table in list(tree.iter("table")):
        cells = [cell for row in table.iter("tr") for cell in row if cell.tag in {"td", "th"}]
        if any(weight(cell.text_content()) >= _LAYOUT_CELL for cell in cells):
            for element in [table, *table.iter("tbody", "tr", "td", "th")]:
                element.tag = "div"


def _told(text: str) -> int:
    """How much is told in paragraphs, in the weight of their characters."""
    return sum(heft for line in text.split("\n") if (heft := weight(line)) >= _PARAGRAPH)


def _is_list(tree: Any, text: str) -> bool:
    """A page of teasers: many linked headings in articles of their own, and no paragraph that tells anything."""
    teasers = sum(bool(item.xpath(".//h2//a | .//h3//a | .//a//h2 | .//a//h3")) for item in tree.iter("article"))
    return teasers >= _TEASERS and not _told(text)


def _by_htmldate(tree: Any, source: str) -> date | None:
    """htmldate's answer, where the page bears that very day in digits: it completes what it half understands
    ("2025年4月3日" to 1 January). Not asked where the page has date metadata: what was not taken of them is another
    article's or contradicts itself, and it would take that."""
    if bears_dates(tree):
        return None
    htmldate: Any = import_module("htmldate")
    times = {str(time.get("datetime"))[:10] for time in tree.iter("time") if time.get("datetime")}
    pruned = deepcopy(tree)
    for tag in _BESIDE:
        for element in list(pruned.iter(tag)):
            element.drop_tree()
    found = htmldate.find_date(pruned, extensive_search=False, original_date=True)
    if not found or (found in times and len(times) > 1):
        return None
    day = date.fromisoformat(found)
    return day if any(form in source for form in literal_forms(day)) else None
