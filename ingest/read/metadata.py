"""What an HTML page says of itself: JSON-LD (schema.org), Open Graph, Dublin Core and the like, and its heading."""

import json
import re
from collections.abc import Iterator
from datetime import date
from email.utils import parsedate_to_datetime
from importlib import import_module
from typing import Any

from graph.errors import ReadError
from graph.model import PublishedBasis
from ingest.read.address import canonical_url
from ingest.read.given import Given

_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)|<\?xml[^>]{0,80}encoding=["']([\w-]+)"""
)
_ARTICLES = {
    "Article",
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "BlogPosting",
    "LiveBlogPosting",
    "SocialMediaPosting",
    "Report",
    "ImageGallery",
    "MediaGallery",
    "WebPage",
}
_PUBLISHED = (
    "article:published_time",
    "article:published",
    "og:published_time",
    "og:article:published_time",
    "publishdate",
    "publish-date",
    "publish_date",
    "pubdate",
    "pub_date",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "weibo:article:create_at",
    "bt:pubdate",
    "mediator_published_time",
    "cxenseparse:recs:publishtime",
)
_MODIFIED = ("article:modified_time", "og:updated_time", "dcterms.modified", "dc.date.modified", "datemodified")
_LINES = 10  # on each side of the heading
_LINE = 120  # weight of a line that dates or signs
_HAN = re.compile("[\u3400-\u9fff]")
_BLOCKS = {"p", "div", "section", "header", "li", "td", "tr", "h1", "h2", "h3", "time", "figure", "ul", "br", "main"}
_ELSEWHERE = {"nav", "aside", "footer", "form", "script", "style", "noscript", "template", "button", "head"}
_ISO = re.compile(
    r"(\d{4})(?:-?(\d{2})-?(\d{2})|[/.年](\d{1,2})[/.月](\d{1,2})日?)"
    r"(?:[T ]?(\d{2}):?(\d{2}).*?(Z|UTC|[+-]\d{2}:?\d{2})?$|$)"
)
_RFC = re.compile(r"[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4}")
_SUFFIX = r"\s*(?:[-–—|_·•:：｜]+)\s*"


def weight(words: str) -> int:
    """Characters, of which a Chinese one counts for three: that is how much it says."""
    return len(words) + 2 * len(_HAN.findall(words))


def declared_charset(data: bytes) -> str | None:
    """The encoding that the first kilobytes of a page declare."""
    match = _CHARSET.search(data[:4096])
    return (match[1] or match[2]).decode() if match else None


def literal_forms(day: date) -> tuple[str, ...]:
    """The ways in which a page may bear a day in digits that leave no doubt which is the month."""
    forms = ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y.%m.%d", "%d.%m.%Y")
    return tuple(day.strftime(form) for form in forms)


def page_metadata(tree: Any) -> Given:
    """What the metadata of a parsed page say; what contradicts itself is left out. Dates have the basis `page`."""
    metas = _metas(tree)
    data = _article_data(tree)
    publisher = _name(data.get("publisher")) or _first(metas, "og:site_name", "dc.publisher", "application-name")
    dated = _published(tree, metas, data)
    return Given(
        title=_title(tree, metas, data, publisher),
        publisher=publisher,
        author=_author(tree, metas, data, publisher),
        lang=_words(tree.get("lang")) or _words(tree.get("{http://www.w3.org/XML/1998/namespace}lang")),
        url=_address(tree, metas, data),
        published=dated[0][0] if dated else None,
        published_basis=PublishedBasis.PAGE if dated else None,
        published_reasons=tuple(reason for _, reason in dated),
        modified=metadata_day(data.get("dateModified")) or metadata_day(_first(metas, *_MODIFIED)),
    )


def _metas(tree: Any) -> dict[str, str]:
    """name, property or itemprop of <meta> -> content; the first of each."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = _words(meta.get("content"))
        for key in ("property", "name", "itemprop"):
            name = (meta.get(key) or "").strip().lower()
            # itemprop inside the body belongs to whatever item stands there, often another article
            if name and content and (key != "itemprop" or _in_head_or_article(meta)):
                found.setdefault(name, content)
    return found


def _in_head_or_article(element: Any) -> bool:
    kinds = [parent.tag for parent in element.iterancestors()]
    scopes = [parent for parent in element.iterancestors() if parent.get("itemscope") is not None]
    return "head" in kinds or (len(scopes) <= 1 and not {"li", "aside", "nav"} & set(kinds))


def _words(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _first(metas: dict[str, str], *names: str) -> str | None:
    return next((metas[name] for name in names if name in metas), None)


def _article_data(tree: Any) -> dict[str, Any]:
    """The JSON-LD object of the page's own article; empty where there is none, or several that differ in date."""
    found: list[dict[str, Any]] = []
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            content = json.loads(script.text or "", strict=False)
            found += [item for item in _items(content) if _types(item) & _ARTICLES]
        except (ValueError, RecursionError):  # broken JSON-LD is frequent, and the rest of the page still speaks
            continue
    articles = [item for item in found if _types(item) != {"WebPage"}] or found
    if len({str(item.get("datePublished"))[:10] for item in articles}) > 1:
        heading = " ".join(_heading_text(tree).split())
        articles = [item for item in articles if heading and _words(item.get("headline")) == heading]
    return articles[0] if articles else {}


def _items(content: object) -> Iterator[dict[str, Any]]:
    """Top-level objects, those of arrays and of @graph; what is nested (listed items, updates) is not the page's."""
    if isinstance(content, list):
        for part in content:
            yield from _items(part)
    elif isinstance(content, dict):
        yield content
        yield from _items(content.get("@graph", []))


def _types(item: dict[str, Any]) -> set[str]:
    kind = item.get("@type")
    return {kind} if isinstance(kind, str) else {part for part in kind if isinstance(part, str)} if kind else set()


def _name(value: object, depth: int = 3) -> str | None:
    """The name or names of JSON-LD agents."""
    if isinstance(value, list) and depth:
        return ", ".join(dict.fromkeys(name for part in value if (name := _name(part, depth - 1)))) or None
    if isinstance(value, dict) and depth:
        return _name(value.get("name"), depth - 1)
    words = _words(value)
    return None if words is None or words.startswith(("http:", "https:")) else words


def _published(tree: Any, metas: dict[str, str], data: dict[str, Any]) -> list[tuple[date, str]]:
    """Days that the page calls its publication, with where they stand, the weightiest first; each day once."""
    candidates = [
        (data.get("datePublished"), "JSON-LD datePublished"),
        *((metas.get(name), f"meta {name}") for name in _PUBLISHED),
        *((value, "time element of the article") for value in _own_times(tree)),
    ]
    found: dict[date, str] = {}
    for value, where in candidates:
        day = metadata_day(value)
        if day:
            found.setdefault(day, f"{where}: {value}")
    return list(found.items())


def bears_dates(tree: Any) -> bool:
    """True where the page has date metadata of whatever article."""
    if any(name in _PUBLISHED for name in _metas(tree)) or tree.xpath("//*[@itemprop='datePublished']"):
        return True
    return any("datePublished" in (script.text or "") for script in tree.xpath("//script[@type='application/ld+json']"))


def _own_times(tree: Any) -> list[str]:
    """The datetime of <time> elements marked as publication, or of the one beside the heading; none if they differ."""
    marked = tree.xpath("//time[@pubdate or @itemprop='datePublished' or contains(@class, 'publish')][@datetime]")
    own = [time.get("datetime") for time in marked if not _listed(time)]
    if not own:
        headings = tree.xpath("//h1")
        scope = headings[0].getparent() if len(headings) == 1 else None
        own = [time.get("datetime") for time in scope.iter("time") if time.get("datetime")] if scope is not None else []
        own = [value for value in own if value]
    return own if len({value[:10] for value in own}) == 1 else []


def _listed(element: Any) -> bool:
    return any(parent.tag in {"li", "aside", "nav", "footer"} for parent in element.iterancestors())


def metadata_day(value: object) -> date | None:
    """The day of a date or time as written (ISO 8601 and its like, or RFC 5322); None for anything else.

    1970 is None too: it means "not set".
    """
    words = value.strip() if isinstance(value, str) else ""
    match = _ISO.match(words)
    try:
        if match:
            day = date(int(match[1]), int(match[2] or match[4]), int(match[3] or match[5]))
        else:
            day = parsedate_to_datetime(words).date() if _RFC.match(words) else date.min
    except ValueError:  # month 13 and the like
        return None
    return day if day.year > 1980 else None


def is_utc(words: str) -> bool:
    """True where the words end in a time in UTC, whose day may be another one where the article was written."""
    match = re.search(_ISO.pattern, words)
    return bool(match and match[6] and match[8] in {"Z", "UTC", "+00:00", "+0000"}) or words.endswith("GMT")


def _heading_text(tree: Any) -> str:
    headings = tree.xpath("//h1")
    return " ".join(headings[0].text_content().split()) if len(headings) == 1 else ""


def _title(tree: Any, metas: dict[str, str], data: dict[str, Any], publisher: str | None) -> str | None:
    """Headline, og:title, the only h1, or <title>, without the site's name at its end."""
    title = _words(data.get("headline")) or metas.get("og:title") or _heading_text(tree)
    title = title or metas.get("dc.title") or _words(tree.findtext(".//title")) or ""
    if not title:
        return None
    heading = _heading_text(tree)
    if heading and title != heading and title.startswith(heading) and re.match(_SUFFIX, title[len(heading) :]):
        return heading
    return re.sub(f"{_SUFFIX}{re.escape(publisher)}$", "", title) or title if publisher else title


def _author(tree: Any, metas: dict[str, str], data: dict[str, Any], publisher: str | None) -> str | None:
    names = _name(data.get("author")) or _name(_first(metas, "author", "article:author", "dc.creator", "byl"))
    if names is None:
        marked = tree.xpath("//*[@rel='author' or @itemprop='author']")
        names = _words(marked[0].text_content()) if marked and not _listed(marked[0]) else None
    if names is None or len(names) > 120 or (publisher and names.casefold() == publisher.casefold()):
        return None
    return re.sub(r"^(?:[Pp]ar|[Bb]y|Автор:?|作者[:：]?|记者)\s+", "", names)


def _address(tree: Any, metas: dict[str, str], data: dict[str, Any]) -> str | None:
    """The canonical address; one that leads to a home page is somebody's mistake."""
    links = tree.xpath("//link[@rel='canonical']/@href")
    for url in (*links, metas.get("og:url"), data.get("url")):
        try:
            address = canonical_url(url) if isinstance(url, str) else None
        except ReadError:  # relative, or none: the next may do
            continue
        if address and not (address.count("/") == 3 and address.endswith("/")):
            return address
    return None


def heading_lines(tree: Any, title: str | None) -> tuple[str, ...]:
    """Short lines around the page's heading: dates, bylines and credits stand there, outside what is the main text."""
    lines: list[str] = []
    place: int | None = None
    for words, is_heading in _visible_lines(tree):
        if is_heading and place is None:
            place = len(lines)
        elif weight(words) <= _LINE:
            lines.append(words)
        elif place is not None:
            break
        if place is not None and len(lines) >= place + _LINES:
            break
    if place is None:
        return ()
    return tuple(line for line in lines[max(0, place - _LINES // 2) : place + _LINES] if line != title)


def _is_teaser(element: Any) -> bool:
    """Another article, listed: a linked heading below the page's own."""
    return bool(element.xpath(".//h2//a | .//h3//a | .//h4//a | .//a//h2 | .//a//h3 | .//a//h4")) and not element.xpath(
        ".//h1"
    )


def _visible_lines(tree: Any) -> Iterator[tuple[str, bool]]:
    """(line, whether it is the heading) of what a reader sees outside menus, one for each block."""
    body = tree.find("body")
    walk = import_module("lxml.etree").iterwalk(body if body is not None else tree, events=("start", "end"))
    held: list[str] = []
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _BLOCKS or not tag:
            words = " ".join("".join(held).split())
            held.clear()
            if words:
                yield words, False
        if event == "end":
            held.append(element.tail or "")
        elif tag == "h1":
            yield " ".join(element.text_content().split()), True
            walk.skip_subtree()
        elif not tag or tag in _ELSEWHERE or (tag in {"li", "article"} and _is_teaser(element)):
            walk.skip_subtree()
        else:
            held.append(element.text or "")
