"""HTML pages: main text, dates, publisher and author in twelve layouts and four languages."""

import re
from collections import Counter
from datetime import date
from pathlib import Path
from statistics import mean

import pytest

from graph.model import Article, PublishedBasis
from graph.registry import Registry, load_registry
from ingest.read import Given, ReadFailure, read_articles
from tests.page_layouts import PAGES, STORIES, frame, ld, ps, teasers

REGISTRY = Registry(actors={}, places={}, sources={})


def read(data: bytes, folder: Path, **said: object) -> Article | ReadFailure:
    path = folder / "page.html"
    path.write_bytes(data)
    (found,) = read_articles([path], Given(**said), REGISTRY)  # type: ignore[arg-type]
    return found


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Article]:
    folder = tmp_path_factory.mktemp("pages")
    found = {key: read(page.data, folder) for key, page in PAGES.items()}
    assert [(key, outcome) for key, outcome in found.items() if not isinstance(outcome, Article)] == []
    return {key: outcome for key, outcome in found.items() if isinstance(outcome, Article)}


def f1(found: str, wanted: str) -> float:
    """Of words, or of characters in Chinese, as bags."""
    bags = [Counter(re.findall(r"[一-鿿]|[^\W一-鿿]+", text.lower())) for text in (found, wanted)]
    shared = (bags[0] & bags[1]).total()
    return 2 * shared / (bags[0].total() + bags[1].total())


def test_main_text(articles: dict[tuple[str, str], Article]) -> None:
    scores = {key: f1(articles[key].text, page.text) for key, page in PAGES.items()}
    assert len(scores) == 48
    assert mean(scores.values()) >= 0.92, {key: round(score, 2) for key, score in scores.items() if score < 0.95}
    assert min(scores.values()) >= 0.80, {key: round(score, 2) for key, score in scores.items() if score < 0.95}


def test_publication_dates(articles: dict[tuple[str, str], Article]) -> None:
    told = {key: (articles[key].published, page.published) for key, page in PAGES.items()}
    wrong = {key: days for key, days in told.items() if days[0] is not None and days[0] != days[1]}
    assert wrong == {}
    right = [key for key, days in told.items() if days[0] == days[1]]
    assert len(right) >= 0.92 * len(PAGES), sorted(set(PAGES) - set(right))


def test_a_date_says_where_it_comes_from(articles: dict[tuple[str, str], Article]) -> None:
    for (layout, lang), article in articles.items():
        assert (article.published is None) == (article.published_basis is PublishedBasis.UNKNOWN), (layout, lang)
        assert article.published is None or article.published_reasons, (layout, lang)


def test_publisher_author_address_language(articles: dict[tuple[str, str], Article]) -> None:
    for (layout, lang), page in PAGES.items():
        article = articles[layout, lang]
        assert article.lang == lang
        assert article.title == STORIES[lang]["title"], (layout, lang)
        for field in ("publisher", "author", "url", "modified"):
            if getattr(page, field):
                assert getattr(article, field) == getattr(page, field), (layout, lang, field)


def test_agency_copy_names_its_agency(articles: dict[tuple[str, str], Article]) -> None:
    origins = {lang: articles["agency copy", lang].origin for lang in STORIES}
    assert origins == {"fr": "AFP", "en": "AFP", "ru": "TASS", "zh": "Xinhua"}


def test_site_matter_is_left_out(articles: dict[tuple[str, str], Article]) -> None:
    for (layout, lang), article in articles.items():
        story = STORIES[lang]
        for words in (story["paywall"], story["share"], story["copyright"], *story["comments"]):
            assert words not in article.text, (layout, lang, words)


def test_a_list_of_articles_is_none_itself(tmp_path: Path) -> None:
    story = STORIES["en"]
    page = frame(story, "en", "<title>World</title>", f"<main>{teasers(story, date(2025, 3, 3), 'article')}</main>")
    found = read(page.encode(), tmp_path)
    assert isinstance(found, ReadFailure)


def test_the_caller_wins_over_the_page(tmp_path: Path) -> None:
    found = read(PAGES["paywall", "fr"].data, tmp_path, published=date(2020, 1, 1), publisher="Autre", title="T")
    assert isinstance(found, Article)
    assert (found.published, found.published_basis) == (date(2020, 1, 1), PublishedBasis.GIVEN)
    assert (found.publisher, found.title, found.author) == ("Autre", "T", STORIES["fr"]["author"])


def plain_page(head: str = "", by: str = "", lang: str = "fr", beside: str = "") -> bytes:
    story = STORIES[lang]
    body = f"<main><h1>{story['title']}</h1>{by}{ps(story['paragraphs'])}</main>{beside}"
    return frame(story, lang, head, body).encode()


def meta(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{value}">'


def data(published: str, headline: str = "x", kind: str = "NewsArticle") -> str:
    return ld({"@type": kind, "headline": headline, "datePublished": published})


PUBLISHED = "article:published_time"
TITLE = STORIES["fr"]["title"]


@pytest.mark.parametrize(
    ("page", "day"),
    [
        (plain_page(meta(PUBLISHED, "Thu, 06 Mar 2025 10:30:00 GMT")), "2025-03-06"),
        (plain_page(meta(PUBLISHED, "2025/3/6 10:30")), "2025-03-06"),
        (plain_page(meta(PUBLISHED, "20250306103000")), "2025-03-06"),
        (plain_page(meta(PUBLISHED, "2025年3月6日")), "2025-03-06"),
        (plain_page(meta(PUBLISHED, "1970-01-01T00:00:00Z")), None),
        (plain_page(meta(PUBLISHED, "0000-00-00")), None),
        (plain_page(meta(PUBLISHED, "2025-13-40")), None),
        (plain_page(meta(PUBLISHED, "06/03/2025")), None),  # March or June
        # two days that contradict each other: what a reader sees decides, and nothing where he sees none
        (plain_page(data("2025-03-06") + meta(PUBLISHED, "2025-03-09"), "<p>Publié le 9 mars 2025</p>"), "2025-03-09"),
        (plain_page(data("2025-03-06") + meta(PUBLISHED, "2025-03-09"), "<p>6 mars 2025</p>"), "2025-03-06"),
        (plain_page(data("2025-03-06") + meta(PUBLISHED, "2025-03-09")), None),
        (plain_page(data("2025-03-06T23:30:00+03:00") + meta(PUBLISHED, "2025-03-07T01:00:00+05:00")), "2025-03-06"),
        # a day by the heading that is not the metadata's next neighbour is an update's or an event's
        (plain_page(meta(PUBLISHED, "2025-03-06T08:00:00Z"), "<p>Mis à jour le 9 mars 2025</p>"), "2025-03-06"),
        # several articles in the data of a page: only the page's own counts
        (plain_page(data("2025-03-01", "Autre") + data("2025-03-06", TITLE)), "2025-03-06"),
        (plain_page(data("2025-03-01", "Autre") + data("2025-03-06", "Encore")), None),
        (
            plain_page(
                ld({"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "datePublished": "2025-03-01"}]})
            ),
            None,
        ),
        (plain_page(ld({"@type": "Organization", "name": "x", "foundingDate": "1999-01-01"})), None),
        # microdata of listed articles
        (
            plain_page(
                beside="<ul><li itemscope><meta itemprop='datePublished' content='2025-03-01'>"
                "<a href='/1'>Autre</a></li></ul>"
            ),
            None,
        ),
        (plain_page(beside="<p>Dernière modification du site : 12.01.2026</p>"), None),
        (plain_page(by="<div><span>6 mars 2025</span> <span>Anne Leroy</span></div>"), None),
        (plain_page(by="<div class='d'>Jeudi 6 mars 2025, 10h30</div>"), "2025-03-06"),
        (plain_page(by="<div>2025年04月03日 10:30 来源：北疆日报</div>", lang="zh"), "2025-04-03"),
        (plain_page(by="<div>二〇二五年四月三日</div>", lang="zh"), "2025-04-03"),
        (plain_page(by="<span>03.04.2025, 18:02</span>", lang="ru"), "2025-04-03"),
        (plain_page(by="<p>Thursday, 3 April 2025</p>", lang="en"), "2025-04-03"),
        (plain_page(by="<p>04/03/2025</p>", lang="en"), None),  # April or March
        (plain_page("<link rel='canonical' href='https://nord.example/monde/2025/03/06/marche'>"), "2025-03-06"),
    ],
)
def test_dates_of_pages(page: bytes, day: str | None, tmp_path: Path) -> None:
    found = read(page, tmp_path)
    assert isinstance(found, Article)
    assert (str(found.published) if found.published else None) == day, found.published_reasons


def test_an_agency_as_author_is_the_origin(tmp_path: Path) -> None:
    found = read(plain_page(meta("og:site_name", "Nord Hebdo") + '<meta name="author" content="AFP">'), tmp_path)
    assert isinstance(found, Article)
    assert (found.publisher, found.author, found.origin) == ("Nord Hebdo", None, "AFP")


def test_site_names_are_taken_off_titles(tmp_path: Path) -> None:
    for title in (f"{TITLE} - Nord Hebdo", f"{TITLE} | Nord Hebdo", TITLE):
        found = read(plain_page(meta("og:title", title) + meta("og:site_name", "Nord Hebdo")), tmp_path)
        assert isinstance(found, Article)
        assert found.title == TITLE


def test_broken_markup(tmp_path: Path) -> None:
    story = STORIES["fr"]
    page = f"<html><body><div><h1>{story['title']}<p>{'<p><b>'.join(story['paragraphs'])}<table><tr><td></div>"
    found = read(page.encode(), tmp_path)
    assert isinstance(found, Article)
    assert f1(found.text, "\n".join(story["paragraphs"])) > 0.9


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<html><head></head><body></body></html>", "without a main text"),
        (b"<!-- -->", "ingest"),
        (b"", "is empty"),
        (b"%PDF-1.4", "is binary"),
    ],
)
def test_pages_without_an_article(data: bytes, said: str, tmp_path: Path) -> None:
    found = read(data, tmp_path)
    assert isinstance(found, ReadFailure)
    assert "page.html" in found.message
    assert said in found.message or said == "ingest"


def test_deeply_nested_data(tmp_path: Path) -> None:
    deep = "[" * 900 + "]" * 900
    head = (
        f'<script type="application/ld+json">{deep}</script>'
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "author": {deep}}}</script>'
    )
    found = read(plain_page(head), tmp_path)
    assert isinstance(found, Article)
    assert found.author is None


def test_deeply_nested_markup(tmp_path: Path) -> None:
    story = STORIES["en"]
    page = frame(story, "en", "", "<div>" * 3000 + ps(story["paragraphs"]) + "</div>" * 3000)
    found = read(page.encode(), tmp_path)
    assert isinstance(found, Article | ReadFailure)


def test_a_page_of_two_hundred_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    (found,) = read_articles([path], Given(), REGISTRY)
    assert isinstance(found, ReadFailure)
    assert "holds 200 MB" in found.message


def test_a_page_elsewhere_cannot_call_itself_a_known_source(tmp_path: Path) -> None:
    def at(address: str) -> Article:
        head = meta("og:site_name", "Xinhua") + f'<link rel="canonical" href="{address}">'
        (tmp_path / "page.html").write_bytes(plain_page(head))
        (found,) = read_articles([tmp_path / "page.html"], Given(), load_registry())
        assert isinstance(found, Article)
        return found

    real, false = at("https://english.news.cn/20260204/a.html"), at("https://news.example/20260204/a.html")
    assert real.source == "xinhua"
    assert (false.source == "xinhua", false.publisher) == (False, "news.example")
