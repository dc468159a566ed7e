"""Answers of an interview are the words of who is interviewed; a text that only asks is no interview."""

from datetime import date

import pytest

from graph.model import Article, Claim, PublishedBasis
from graph.registry import load_registry
from ingest.pipeline import extract

INTRODUCTION = "Jeanne Martel, chercheuse à l'Institut des frontières, revient sur le sommet."


def claims(text: str) -> tuple[Claim, ...]:
    article = Article(id="t", work="t", text=text, lang="fr", source="t", published=date(2026, 2, 5),
                      published_basis=PublishedBasis.GIVEN)  # fmt: skip
    return extract(article, load_registry()).claims


def voices(text: str, words: str) -> set[str]:
    """The voices over the claims whose trigger holds some words."""
    found = [c for c in claims(text) if words in text[c.trigger.start : c.trigger.end]]
    assert found, [text[c.trigger.start : c.trigger.end] for c in claims(text)]
    return {voice.name for claim in found for link in claim.attribution for voice in link}


@pytest.mark.parametrize(
    "text",
    [
        # a speaker before a colon, right behind a question
        "Que veut Moscou ? Jeanne Martel, chercheuse : La Chine a aidé la Russie. Est-ce tout ? Non.",
        # paragraphs of questions, answers in the first person
        f"{INTRODUCTION}\n\nQue veut Moscou ?\n\nJe le sais mal. La Chine a aidé la Russie.\n\nEst-ce tout ?\n\nNon.",
    ],
)
def test_answers_are_of_who_is_interviewed(text: str) -> None:
    assert voices(text, "aidé") == {"Jeanne Martel"}


@pytest.mark.parametrize(
    "text",
    [
        # questions of the author, answered by the author
        f"{INTRODUCTION}\n\nQue veut Moscou ?\n\nLa Chine a aidé la Russie.\n\nEst-ce tout ?\n\nNon.",
        # nobody is presented
        "Les questions.\n\nQue veut Moscou ?\n\nJe le sais mal. La Chine a aidé la Russie.\n\nEst-ce tout ?\n\nNon.",
        # one question in passing
        f"{INTRODUCTION} Que veut Moscou ? La Chine a aidé la Russie, je crois.",
    ],
)
def test_no_interview(text: str) -> None:
    assert voices(text, "aidé") == set()


def test_who_asks_is_not_interviewed() -> None:
    text = (
        "Paul Aubert : La Chine a remercié la Russie. Que veut Moscou ?\n\n"
        "Jeanne Martel : La Chine a aidé la Russie.\n\n"
        "Paul Aubert : Est-ce tout ?\n\nJeanne Martel : Non."
    )
    assert voices(text, "aidé") == {"Jeanne Martel"}
    assert "Jeanne Martel" not in voices(text, "remercié")


def test_what_stands_before_the_first_question_is_the_outlets() -> None:
    text = (
        "Jeanne Martel, chercheuse, commente. La Chine a remercié la Russie.\n\nEt après ?\n\n"
        "J'attends. La Chine a aidé la Russie.\n\nEst-ce tout ?\n\nNon."
    )
    assert voices(text, "remercié") == set()
    assert voices(text, "aidé") == {"Jeanne Martel"}
