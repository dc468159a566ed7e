"""Attitudes of French texts: opinion pieces by their author's own voice, wire style neutral. All texts are made up."""

import pytest

from tests.readings import read

IRONY = "Hélas, on le savait bien. Faut-il en rire ? Décidément, quelle farce ! "


def attitudes(text: str) -> dict[str, str]:
    return {stance.toward: stance.value.value for stance in read("fr", text).stances}


def test_an_opinion_piece_needs_one_loaded_word() -> None:
    told = attitudes(IRONY + "Poutine est un tyran.")
    assert told["Putin"] == told["Russia"] == "critical"


def test_invective_names_somebody_by_itself() -> None:
    assert attitudes(IRONY + "Le tsar minable mendie encore.")["Putin"] == "critical"


def test_both_are_blamed_together() -> None:
    told = attitudes(IRONY + "Poutine et Xi se sont vus. Les deux dirigeants sont grotesques.")
    assert {told.get(name) for name in ("Putin", "Xi", "Russia", "China", "Russia-China partnership")} == {"critical"}


def test_praise() -> None:
    assert attitudes(IRONY.replace("farce", "joie") + "Xi Jinping est un visionnaire admirable.")["Xi"] == "supportive"


@pytest.mark.parametrize(
    "text",
    [
        # one loaded word in a report
        "Vladimir Poutine est arrivé mardi à Pékin. Le porte-parole a dénoncé une farce. Les deux ont signé.",
        # loaded words that are all somebody else's
        "« Poutine est un tyran, un despote grotesque ! », a lancé Zelensky. Moscou n'a pas répondu.",
        # questions of an interviewer
        "Que veut Poutine ? Jeanne Martel, chercheuse : Rien de grotesque. Est-ce tout ? Non. Et après ? Rien.",
    ],
)
def test_reports_stay_neutral(text: str) -> None:
    assert attitudes(text) == {}
