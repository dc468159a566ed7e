"""Text and what is said about it -> Article: who wins where several say something, and what may be concluded."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from graph.errors import ReadError
from graph.model import Article, PublishedBasis, digest, identify
from graph.registry import Registry
from ingest.language import SUPPORTED, UNKNOWN, identifiable, identify_language
from ingest.read.address import canonical_url, date_in_address, year_in_address
from ingest.read.clues import Clues, agency_of, find_clues
from ingest.read.given import Given

MOST_CHARACTERS = 5_000_000  # of one article: a thick book
_NEAR = 45  # days by which a dateline and a date from elsewhere may part and still share a year
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class _Dated:
    day: date | None
    basis: PublishedBasis
    reasons: tuple[str, ...] = ()


def language_code(words: str) -> str:
    """The two-letter code of "fr", "fr-FR", "zh_Hant". Raises ReadError where it is not a code known here."""
    code = re.split(r"[-_]", words.strip().lower())[0]
    if code not in identifiable():
        raise ReadError(
            f"language {words!r} is not a known code; give {', '.join(SUPPORTED)}, or leave it out to have it found"
        )
    return code


def article_from_text(
    text: str,
    given: Given,
    registry: Registry,
    *,
    name: str = "",
    page: Given | None = None,
    heading: tuple[str, ...] = (),
) -> Article:
    """The article of a text, which is taken as it is: every offset elsewhere counts its code points.

    `given` is what the caller says and wins; `page` is what the page's metadata say, and wins over the text; `heading`
    are lines around the page's heading that are not in the text. `name`
    (of a file, a row) stands in for the source where nothing names a publisher. What nobody says stays unknown, and
    today's date is never used. Raises ReadError for an empty, oversized or unstorable text, a wrong address, or a
    language that cannot be told.
    """
    _check(text)
    said = given.over(page) if page else given
    agency = agency_of(said.author)
    lang = _language(text, given, page)
    url = canonical_url(said.url) if said.url else None
    clues = find_clues(text, lang, lambda words: not registry.resolve_source(words, None).local, heading)
    author = said.author or clues.author
    outlet = author if author and not registry.resolve_source(author, None).local else None
    publisher = _publisher(said, outlet, url, clues, registry)
    if publisher and url and not given.publisher:
        publisher = _vouched(publisher, url, registry)
    source = registry.resolve_source(publisher, url).id if publisher or url else ""
    if not source:
        source = "local-" + digest("source", "file", name or text, size=12)
    dated = _published(said, url, clues)
    title = said.title or clues.title
    # A date that is only concluded may change with the next version, which is still the same work.
    firm = None if dated.basis is PublishedBasis.INFERRED else dated.day
    article, work = identify(source=source, text=text, url=url, title=title, published=firm)
    return Article(
        id=article,
        work=work,
        text=text,
        lang=lang,
        source=source,
        publisher=publisher,
        author=None if agency or outlet else author,
        title=title,
        url=url,
        published=dated.day,
        published_basis=dated.basis,
        published_reasons=dated.reasons,
        modified=said.modified or clues.modified,
        origin=said.origin or _origin(said, publisher, agency, clues, registry),
        rendition=bool(said.rendition),
        given_id=said.id,
        rights=said.rights,
    )


def _check(text: str) -> None:
    if not text.strip():
        raise ReadError("holds no text; give an article's text")
    if len(text) > MOST_CHARACTERS:
        raise ReadError(
            f"holds {len(text):,} characters, and an article at most {MOST_CHARACTERS:,}; split it, or give "
            "articles as .jsonl, one a line"
        )
    broken = _UNSTORABLE.search(text)
    if broken:
        raise ReadError(f"character {broken.start()} is {broken[0]!r}, which no text holds; take it out")


def _language(text: str, given: Given, page: Given | None) -> str:
    """As the caller says; else what the text shows; else what the page declares, often its software's language."""
    if given.lang:
        return language_code(given.lang)
    found = identify_language(text)
    if found == UNKNOWN and page and page.lang:
        return language_code(page.lang)
    if found == UNKNOWN:
        raise ReadError(f"is too little text to tell its language; say which: {', '.join(SUPPORTED)}")
    return found


def _publisher(said: Given, outlet: str | None, url: str | None, clues: Clues, registry: Registry) -> str | None:
    if said.publisher:
        return said.publisher
    if clues.publisher or clues.site or outlet:
        return clues.publisher or clues.site or outlet
    if url:  # an agency credit on somebody's page does not make the page the agency's
        source = registry.resolve_source(None, url)
        return None if source.local else source.name
    return clues.agency


def _vouched(name: str, url: str, registry: Registry) -> str:
    """The name by which a page calls its publisher; where that is a source known by other addresses, the page's host:
    whoever writes a page writes the name in it too."""
    known = registry.resolve_source(name, None)
    if known.local or not known.domains or registry.resolve_source(None, url).id == known.id:
        return name
    there = registry.resolve_source(None, url)
    return urlsplit(url).hostname or name if there.local else there.name


def _origin(said: Given, publisher: str | None, agency: str | None, clues: Clues, registry: Registry) -> str | None:
    """The original author or outlet that the text names, unless it is its publisher's own name."""
    credited = clues.publisher if said.publisher else None
    named = clues.origin or agency or clues.agency or credited
    if named is None or not said.publisher:
        return named
    same = registry.resolve_source(named, None).id == registry.resolve_source(publisher, None).id
    return None if same else named


def _published(said: Given, url: str | None, clues: Clues) -> _Dated:
    """The publication date: given, of the page, in the text; else worked out and marked so; else unknown."""
    if said.published:
        return _Dated(said.published, said.published_basis or PublishedBasis.GIVEN, said.published_reasons)
    if said.published_basis is PublishedBasis.UNKNOWN:  # the caller says that nobody knows
        return _Dated(None, PublishedBasis.UNKNOWN, said.published_reasons)
    if clues.published:
        return _Dated(clues.published, PublishedBasis.TEXT, (f"the text says: {clues.said('published')}",))
    modified = said.modified or clues.modified
    if clues.day:
        return _with_year(clues, url, modified)
    address = date_in_address(url)
    if address:
        return _Dated(address, PublishedBasis.INFERRED, ("the address bears this date",))
    if modified:
        return _Dated(modified, PublishedBasis.INFERRED, ("only the date of an update is known, and is taken",))
    return _Dated(None, PublishedBasis.UNKNOWN)


def _with_year(clues: Clues, url: str | None, modified: date | None) -> _Dated:
    """A dateline without a year, with the year of the address or of the update where that is near; else unknown."""
    words = f"the text says: {clues.said('day')}"
    near = date_in_address(url)
    whence = "address"
    if near is None and (found := year_in_address(url)):
        year, month = found
        if month is None and (day := _day_of(year, clues)):
            return _Dated(day, PublishedBasis.TEXT, (words, "the year is that of the address"))
        near = date(year, month, 15) if month else None
    if near is None:
        near, whence = modified, "update"
    if near:
        days = [day for year in (near.year - 1, near.year, near.year + 1) if (day := _day_of(year, clues))]
        best = min(days, key=lambda day: abs((day - near).days), default=None)
        if best and abs((best - near).days) <= _NEAR:
            return _Dated(best, PublishedBasis.TEXT, (words, f"the year is that of the {whence}"))
    return _Dated(None, PublishedBasis.UNKNOWN, (words, "no year is given"))


def _day_of(year: int, clues: Clues) -> date | None:
    month, day = clues.day or (0, 0)
    try:
        return date(year, month, day)
    except ValueError:  # 29 February of another year
        return None
