"""What pages call things: texts without a title, words quoted in a name, amounts, doubts, in four languages."""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import cast

import httpx
import pytest

from api.explaining import surroundings
from api.service import Service
from api.web.amounts import amount
from api.web.naming import names_in, opening
from api.web.wording import PageWords, texts
from api.words import LANGUAGES
from graph.model import Article, Quantity
from graph.registry import load_registry
from tests.programs import ROOT, amur, serving

REASON = re.compile(r'"doubtful: ([a-z ]{12,})"')


def text(words: str, lang: str = "fr") -> Article:
    return Article(id="a", work="a", text=words, lang=lang, source="s", published=date(2026, 2, 4))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Two texts without a title that tell of one meeting, and a Russian deed that no template names."""
    folder = tmp_path_factory.mktemp("untitled")
    (folder / "afp.md").write_text(
        "---\npublisher: AFP\nlanguage: fr\npublished: 2026-02-05\n---\n"
        "Xi Jinping a rencontré Vladimir Poutine à Pékin le 4 février 2026. Ils ont parlé pendant deux heures.\n"
    )
    (folder / "tass.md").write_text(
        "---\npublisher: TASS\nlanguage: ru\npublished: 2026-02-05\n---\n"
        "4 февраля 2026 года Владимир Путин встретился с Си Цзиньпином в Пекине. Путин заявил, что доволен.\n"
    )
    done = amur("ingest", folder, data=folder / "data")
    assert done.returncode == 0, done.stdout + done.stderr
    with serving(folder / "data") as made:
        made.headers["Accept"] = "text/html"
        yield made


def test_a_text_without_a_title_is_called_by_how_it_begins() -> None:
    long = "Une phrase assez longue pour qu'on ne la dise pas en entier, parce que personne ne la lirait."
    assert opening(text("\n  Deux mots.\nEt la suite.")) == "« Deux mots. »"
    begun = opening(text(long))
    assert begun.startswith("« Une phrase")
    assert begun.endswith(" … »")
    assert long.startswith(begun[2:-4])
    assert long[len(begun[2:-4])] in " ,"  # whole words
    assert opening(text("习近平同普京会晤，双方就双边关系和共同关心的问题深入交换意见并达成共识。", "zh")).endswith(
        "……”"
    )
    assert opening(text("Xi met Putin.", "en")) == "“Xi met Putin.”"
    assert opening(text(" \n")) == ""


@pytest.mark.parametrize("path", ["/on/2026-02-04", "/articles", "/sources/afp", "/search?q=Poutine"])
def test_no_page_calls_a_text_untitled(client: httpx.Client, path: str) -> None:
    page = client.get(path, params={"lang": "en"} if "?" not in path else None).text
    assert "« Xi Jinping a rencontré Vladimir Poutine à Pékin le 4 février" in unescape(page)
    article = re.search(r'href="/articles/([^"#?]+)[^>]*>« Xi', page)
    assert article
    head = client.get(f"/articles/{article[1]}?lang=en").text
    assert re.search(r'<h1 lang="fr">« Xi Jinping a rencontré', unescape(head))
    assert "5 February 2026" in head


def test_words_that_a_name_quotes_say_their_language(client: httpx.Client) -> None:
    page = client.get("/on/2026-02-04?lang=en").text
    assert re.search(r"“<span lang=\"ru\">[^<]*заявил[^<]*</span>”", page)
    russian = client.get("/on/2026-02-04?lang=ru").text
    assert re.search(r"«<span lang=\"ru\">[^<]*заявил[^<]*</span>»", russian)
    words = PageWords("en")
    assert words.name_parts("e-1", "Somebody: “dit”") == ("", "", "Somebody: “dit”", "")
    words.quoted["e-1"] = "fr"
    assert words.name_parts("e-1", "Somebody: “dit”") == ("Somebody: “", "dit", "”", "fr")
    assert words.name_parts("e-1", "Nobody is quoted") == ("", "", "Nobody is quoted", "")


def test_the_legend_explains_the_marks_of_the_page_and_no_others(client: httpx.Client) -> None:
    page = client.get("/on/2026-02-04?lang=en").text
    used = set(re.findall(r'class="mark mark-(\w+)" href', page))
    assert set(re.findall(r'<div id="mark-(\w+)"', page)) == used
    assert "digest" not in used
    assert 'id="legend"' not in client.get("/places?lang=en").text


def test_nothing_is_said_of_what_was_not_looked_for(client: httpx.Client) -> None:
    page = client.get("/on/2026-02-04?type=SANCTION&lang=en").text
    assert "Nothing stored tells of these days" not in page
    assert "Nothing of the kind is told of these days. Only what is narrowed to is looked for: sanctions." in page
    assert "Without narrowing there are events of these days" in page
    empty = client.get("/on/1999-02-04?type=SANCTION&lang=en").text
    assert "Without narrowing" not in empty
    some = client.get("/on/2026-02-04?family=contact&lang=en").text
    assert "Only what is narrowed to is looked for: contact." in some  # the form has no field for it


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (85, "minute", ["1 h 25 min", "1 h 25 min", "1 ч 25 мин", "1小时25分钟"]),
        (2000, "soldier", ["2,000 soldiers", "2 000 soldats", "2 000 солдат", "2,000名士兵"]),
        (1, "person", ["1 person", "1 personne", "1 человек", "1人"]),
        (15.5, "percent", ["15.5%", "15,5 %", "15,5 %", "15.5%"]),
        (5, "kiloparsec", ["5 kiloparsec"] * 4),
    ],
)
def test_amounts_are_written_as_in_the_language(value: float, unit: str, expected: list[str]) -> None:
    made = [amount(Quantity(measures="x", value=value, unit=unit, approximate=False, start=0, end=1), PageWords(lang))
            for lang in LANGUAGES]  # fmt: skip
    assert [re.sub(r"\s", " ", words) for words in made] == expected
    near = Quantity(measures="x", value=value, unit=unit, approximate=True, start=0, end=1)
    assert amount(near, PageWords("en")).startswith("≈ ")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_doubt_of_a_reading_has_words(lang: str) -> None:
    reasons = {found for path in Path(ROOT / "ingest").glob("*.py") for found in REASON.findall(path.read_text())}
    assert len(reasons) >= 6
    assert reasons <= set(texts(lang)["doubts"])
    assert PageWords(lang).doubt("what nobody wrote") == ("what nobody wrote", "en")


def test_the_surroundings_of_a_sentence_are_whole_words() -> None:
    words = "Premièrement rien. Xi a appelé. Ensuite longuement rien."
    start, end = words.index("Xi"), words.index(" Ensuite")
    assert surroundings(words, start, end, 8) == ("rien.", "Ensuite")
    assert surroundings(words, start, end, 100) == ("Premièrement rien.", "Ensuite longuement rien.")
    assert surroundings("习近平同普京通话。随后会晤。", 0, 9, 3) == ("", "随后会")
    assert surroundings(words, start, end, 0) == ("", "")


def test_stance_names_whom_it_is_toward_in_the_language_of_the_page() -> None:
    class Known:
        registry = load_registry()

    name_of = names_in(cast(Service, Known()), "fr")
    assert name_of("", "Vladimir Putin") == "Vladimir Poutine"
    assert name_of("", "Nobody at all") == "Nobody at all"
    assert name_of("Q7747", "otherwise") == "Vladimir Poutine"


def test_the_list_of_differences_says_of_which_day_and_who_is_a_digest(seeded: Path) -> None:
    with serving(seeded) as client:
        page = client.get("/differences?lang=en", headers={"Accept": "text/html"}).text
        entries = [re.sub(r"<[^>]+>|\s+", " ", entry) for entry in page.split('<li><span class="date">')[1:]]
        told = [" ".join(entry.split()) for entry in entries]
        means = next(entry for entry in told if "Xi Jinping and Vladimir Putin confer" in entry)
        assert "4 February 2026" in means
        assert re.search(r"≠ ?means · video call AFP \(digest\), Hannibal Genséric \(digest\) telephone call", means)
        spoke = next(entry for entry in told if "With whom Donald Trump spoke" in entry)
        assert "Vladimir Putin Hannibal Genséric (digest) Xi Jinping" in spoke
        day = re.search(r'href="(/on/2026-02-04[^"]*)#disputed">With whom', page)
        assert day
        whole = client.get(unescape(day[1]), headers={"Accept": "text/html"}).text
        assert 'id="disputed"' in whole
        assert "With whom Donald Trump spoke" in whole.split('id="disputed"')[1].split("</section>")[0]
