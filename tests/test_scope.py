"""What is collected is data: the installed scope, another pair of countries, and what is refused."""

from pathlib import Path

import pytest

from graph.errors import DataError
from graph.registry import Registry, load_registry
from ingest.intake import Intake
from ingest.read.article import article_from_text
from ingest.read.given import Given
from ingest.report import Passed
from ingest.scope import Scope, read_scope
from tests.programs import amur

FRANCE_AND_INDIA = """
name = "France and India"
least = 2
[[side]]
name = "France"
ids = ["Q142"]
[[side]]
name = "India"
ids = ["Q668"]
"""


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture
def other(tmp_path: Path, registry: Registry) -> Scope:
    path = tmp_path / "scope.toml"
    path.write_text(FRANCE_AND_INDIA)
    return read_scope(path, registry)


def named(scope: Scope, words: str, registry: Registry, lang: str) -> frozenset[str]:
    return scope.named(article_from_text(words, Given(lang=lang, publisher="x"), registry), registry)


@pytest.mark.parametrize(
    ("lang", "words", "sides"),
    [
        ("en", "The Kremlin said nothing.", {"Russia"}),
        ("en", "Trade with Harbin grew.", {"China"}),
        ("en", "A crushing defeat in Chinatownish style.", set()),
        ("fr", "La capitale chinoise attend le ministre russe.", {"Russia", "China"}),
        ("fr", "Le maire a inauguré une école.", set()),
        ("ru", "Российская делегация прибыла в Пекин.", {"Russia", "China"}),
        ("ru", "Мэр открыл школу у реки.", set()),
        ("zh", "习近平出席了仪式。", {"China"}),
        ("zh", "市长为学校揭幕。", set()),
    ],
)
def test_the_installed_scope(lang: str, words: str, sides: set[str], registry: Registry) -> None:
    assert named(read_scope(None, registry), words, registry, lang) == sides


@pytest.mark.parametrize(
    ("lang", "words", "covered"),
    [
        ("en", "Emmanuel Macron met Narendra Modi in Paris.", True),
        ("fr", "Paris et New Delhi ont signé un accord.", True),
        ("ru", "Франция и Индия подписали соглашение.", True),
        ("zh", "法国总统访问印度。", True),
        ("en", "Paris said nothing.", False),
        ("en", "Vladimir Putin met Xi Jinping.", False),
    ],
)
def test_another_pair_by_data_alone(lang: str, words: str, covered: bool, other: Scope, registry: Registry) -> None:
    article = article_from_text(words, Given(lang=lang, publisher="x"), registry)
    assert other.covers(article, registry) is covered


def test_a_language_that_is_not_read_is_kept(registry: Registry) -> None:
    article = article_from_text("Der Bürgermeister eröffnete die Schule.", Given(lang="de", publisher="x"), registry)
    assert read_scope().covers(article, registry)


def test_what_is_passed_over_is_counted_and_in_the_ledger(tmp_path: Path, registry: Registry, other: Scope) -> None:
    texts = ("Emmanuel Macron met Narendra Modi in Paris.", "Vladimir Putin met Xi Jinping in Beijing.")
    articles = [article_from_text(text, Given(lang="en", publisher="AFP"), registry) for text in texts]
    with Intake.open(tmp_path, registry, scope=other) as intake:
        results = list(intake.stream(articles))
        assert [isinstance(result, Passed) for result in results] == [False, True]
        assert results[1].reason == "names fewer than 2 of France, India"  # type: ignore[union-attr]
        assert [line.body["outcome"] for line in intake.library.ledger("collection")] == ["new", "out of scope"]
        assert len(list(intake.library.articles())) == 1


def test_the_command_takes_a_scope_and_everything(tmp_path: Path) -> None:
    scope, news = tmp_path / "scope.toml", tmp_path / "news.csv"
    scope.write_text(FRANCE_AND_INDIA)
    news.write_text("body;date\nVladimir Putin met Xi Jinping in Beijing on 3 May.;2025-05-04\n")
    arguments = ("ingest", news, "--column", "text=body", "--column", "published=date")
    none = amur(*arguments, "--scope", scope, data=tmp_path / "data")
    assert none.stdout == "0 articles: 1 out of scope (--all takes them in)\n"
    assert none.returncode == 0
    taken = amur(*arguments, "--scope", scope, "--all", data=tmp_path / "data")
    assert taken.stdout == "1 article: 1 new\n"
    wrong = amur("ingest", news, "--column", "text", data=tmp_path / "data")
    assert wrong.stderr == "amur: --column 'text': write FIELD=NAME, such as text=body\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("name = 1", "has no [[side]]"),
        ("x = 1", "'x' is not known here"),
        ("name = 'a'\nleast = 3\n[[side]]\nname = 'F'\nids = ['Q142']", "from 1 to 1"),
        ("name = 'a'\n[[side]]\nname = 'F'\nids = ['Q1429999']", "is no actor or place"),
        ("name = 'a'\n[[side]]\nname = 'F'", "a side has a name and ids"),
        ("[[side]]\nname = 'F'\nids = ['Q142']", "has no name"),
        ("name = ", "is no TOML"),
    ],
)
def test_a_broken_scope_is_refused_by_name(tmp_path: Path, registry: Registry, content: str, message: str) -> None:
    path = tmp_path / "scope.toml"
    path.write_text(content)
    with pytest.raises(DataError) as refused:
        read_scope(path, registry)
    assert str(refused.value).startswith(f"{path}: ")
    assert message in str(refused.value)
