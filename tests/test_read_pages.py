"""HTML pages: main text, dates, publisher and author in ten layouts and four languages."""

import re
from collections import Counter
from datetime import date
from pathlib import Path
from statistics import mean

import pytest

from graph.model import Article, PublishedBasis
from graph.registry import Registry
from ingest.read import Given, ReadFailure, read_articles
from tests.page_layouts import PAGES, STORIES, frame, ps, teasers

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
    assert len(scores) == 40
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
