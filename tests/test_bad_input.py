"""Text that nobody meant well: no crash, no runaway, and what is unsure is left out or marked."""

from collections import Counter
from datetime import date

import pytest

from graph.echoes import echoes_of
from graph.kinship import Kinship
from graph.likeness import Traits, traits_of
from graph.linking import link
from graph.model import Article, Claim, PublishedBasis
from graph.registry import load_registry
from graph.verdict import veto
from ingest.pipeline import extract

REGISTRY = load_registry()


def article(text: str, lang: str) -> Article:
    return Article(
        id="bad",
        work="bad",
        text=text,
        lang=lang,
        source="bad",
        publisher=None,
        author=None,
        title=None,
        published=date(2026, 2, 4),
        published_basis=PublishedBasis.GIVEN,
    )


def claims(text: str, lang: str = "fr") -> tuple[Claim, ...]:
    return extract(article(text, lang), REGISTRY).claims


def within(text: str, found: tuple[Claim, ...]) -> None:
    """Every claim points into the text, and its trigger lies inside its evidence."""
    for claim in found:
        assert 0 <= claim.start < claim.end <= len(text)
        assert claim.start <= claim.trigger.start < claim.trigger.end <= claim.end


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "XI JINPING A REÇU VLADIMIR POUTINE À PÉKIN LE 4 FÉVRIER 2026. LA CHINE SOUTIENT LA RUSSIE."),
        ("en", "XI JINPING RECEIVED VLADIMIR PUTIN IN BEIJING ON 4 FEBRUARY 2026. CHINA SUPPORTS RUSSIA."),
    ],
)
def test_all_capitals(lang: str, text: str) -> None:
    found = claims(text, lang)
    within(text, found)
    names = {actor.name for claim in found for actor in claim.actors}
    assert names <= {"Xi Jinping", "Vladimir Putin", "China", "Russia"}, "capitals alone make nobody"


def test_lists_and_tables() -> None:
    text = (
        "Échanges, en milliards de dollars\n\n| Année | Russie | Chine |\n|---|---|---|\n| 2022 | 190 | 190 |\n"
        "| 2023 | 240 | 240 |\n\n- Moscou\n- Pékin\n\t- gaz\n\t- pétrole\n\n1.\n2.\n3.\n\n* * *\n\n"
        "Poutine;Xi;Modi\n4;2;2026\n"
    )
    found = claims(text)
    within(text, found)
    assert found == (), "a table of figures tells of no happening"


def test_two_languages_in_one_text() -> None:
    text = (
        "Vladimir Poutine a rencontré Xi Jinping à Pékin mercredi.\n\n"
        "“We are ready,” Vladimir Putin told Xi Jinping. Russia invaded Ukraine in 2022.\n\n"
        "习近平同普京举行会谈。\n\nПутин встретился с Си Цзиньпином."
    )
    for lang in ("fr", "en", "ru", "zh"):
        within(text, claims(text, lang))
    assert any(claim.mode == "meeting" for claim in claims(text, "fr"))


@pytest.mark.parametrize("marks", ["«", "“", '"', "« “ «", "‘“"])
def test_quotations_never_closed(marks: str) -> None:
    opened = f"Vladimir Poutine a déclaré : {marks} la Russie soutient la Chine. Elle a signé un accord avec Pékin."
    text = opened + "\n\n" + "La Chine a condamné les sanctions américaines. " * 40
    found = claims(text)
    within(text, found)
    later = [claim for claim in found if claim.start > len(opened)]
    assert later
    assert not any(voice.name == "Vladimir Putin" for claim in later for link in claim.attribution for voice in link)


def test_ten_thousand_names_in_one_sentence() -> None:
    names = ", ".join(
        ("Xi Jinping", "Vladimir Poutine", "Donald Trump", "Jean Untel", "la Chine")[i % 5] for i in range(10_000)
    )
    text = f"Ont signé l'accord à Pékin : {names}."
    found = claims(text)
    within(text, found)
    assert len(found) < 100


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n\n", ".", "«", "-\n-\n-", "a" * 100_000, "Xi " * 5_000, "l'" * 5_000, "()" * 5_000]
)
def test_hardly_a_text(text: str) -> None:
    within(text, claims(text))


def test_glued_sentences() -> None:
    text = (
        "Xi Jinping a reçu Poutine à Pékin.Ils ont signé un accord.La Chine soutient la Russie."
        "«C'est clair»,a dit Poutine."
    )
    found = claims(text)
    within(text, found)
    assert any(claim.mode == "meeting" for claim in found)


@pytest.mark.parametrize(
    "unit",
    ["Xi Jinping met Putin. ", "On 4 February 2026 Xi Jinping met Putin in Beijing. ", "Putin said no to China. "],
)
def test_the_same_over_and_over_is_compared_a_few_times(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Comparisons grow with the length of such a text, not with its square. They are counted, and still made."""
    compared = Counter[int]()
    at = 0

    def counted(one: Traits, other: Traits, kin: Kinship) -> str | None:
        compared[at] += 1
        return veto(one, other, kin)

    for module in ("graph.verdict", "graph.loose", "graph.linkage"):
        monkeypatch.setattr(f"{module}.veto", counted)
    events = {}
    for at in (200, 400):
        text = unit * at
        found = claims(text, "en")
        assert len(found) == at, "nothing is left out"
        articles = {"bad": article(text, "en")}
        events[at] = link(found, articles, REGISTRY)
        assert sorted(key for event in events[at] for key in event.claims) == sorted(claim.id for claim in found)
    assert compared[400] <= 2 * compared[200] + 10
    assert compared[400] <= 4 * 400


def test_the_same_over_and_over_is_one_meeting() -> None:
    """As it is where it is told twice."""
    for times in (2, 3, 5, 40):
        text = "Xi Jinping met Putin. " * times
        (event,) = link(claims(text, "en"), {"bad": article(text, "en")}, REGISTRY)
        assert len(event.claims) == times


def test_a_few_tellings_and_other_words_are_no_echoes() -> None:
    text = "Xi Jinping met Putin. " * 4 + "Putin called Xi Jinping. " * 4 + "Xi Jinping received Putin. " * 4
    items = [traits_of(claim, article(text, "en")) for claim in claims(text, "en")]
    assert len(items) == 12
    assert echoes_of(items, ()) == {}


def test_the_clauses_of_a_sentence_without_end() -> None:
    """Each meeting is read, and whose relative clause is meant is looked up once a sentence."""
    text = "Xi Jinping met Putin and " * 150
    found = claims(text, "en")
    within(text, found)
    assert len(found) == 150
