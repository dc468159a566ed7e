"""Russian: subjects that no list names, participles that tell what a clause would, chains of nouns, words for the state
that something is done to."""

from datetime import date
from functools import lru_cache

import pytest

from graph.model import Article, Claim, PublishedBasis
from graph.registry import Registry, load_registry
from ingest.pipeline import extract

DAY = date(2026, 2, 5)


@lru_cache(maxsize=1)
def registry() -> Registry:
    return load_registry()


@lru_cache(maxsize=64)
def claims(text: str) -> tuple[Claim, ...]:
    article = Article(
        id="a", work="w", text=text, lang="ru", source="s", published=DAY, published_basis=PublishedBasis.GIVEN
    )
    return extract(article, registry()).claims


def told(text: str, words: str) -> list[Claim]:
    return [c for c in claims(text) if words in text[c.trigger.start : c.trigger.end]]


def parts(claim: Claim) -> dict[str, str]:
    return {actor.name: actor.role.value for actor in claim.actors}


# words, the trigger, its type, who stands where, its day
CLAUSES = [
    (
        "Посол, посетивший Китай 1 июня, доволен.",
        "посетивший",
        "CONSULT",
        {"ambassador": "agent", "China": "recipient"},
        date(2025, 6, 1),
    ),
    (
        "Соглашение, подписанное 3 мая Россией и Китаем, устарело.",
        "подписанное",
        "AGREE",
        {"Russia": "participant", "China": "participant"},
        date(2025, 5, 3),
    ),
    (
        "Лавров, обвинивший США в шантаже, прибыл в Пекин.",
        "прибыл",
        "CONSULT",
        {"Sergei Lavrov": "agent", "China": "recipient"},
        None,
    ),
    (
        "В Сочи прошёл форум, участники которого подписали меморандум.",
        "подписали",
        "AGREE",
        {"participants": "participant"},
        None,
    ),
    ("«Газпром», разумеется, уверяет, что Китай платит вовремя.", "уверяет", "STATEMENT", {"Gazprom": "agent"}, None),
    (
        "Ответа нет, обсуждал ли Сергей Лавров тарифы с Ван И.",
        "обсуждал",
        "CONSULT",
        {"Sergei Lavrov": "participant", "Wang Yi": "participant"},
        None,
    ),
    (
        "Один из участников рынка рассказал о переговорах.",
        "рассказал",
        "STATEMENT",
        {"market participant": "agent"},
        None,
    ),
    (
        "24 мая Россия и Китай провели учения с участием самолётов Ту-95 и Xian H-6.",
        "провели",
        "MOBILIZE",
        {"Russia": "participant", "China": "participant"},
        date(2025, 5, 24),
    ),
    (
        "Это ответ на введение новых антироссийских санкций.",
        "введение новых антироссийских",
        "SANCTION",
        {"Russia": "recipient"},
        None,
    ),
    (
        "Минфин предложил Китаю создать фонд.",
        "предложил",
        "REQUEST",
        {"Ministry of Finance of Russia": "agent", "China": "recipient"},
        None,
    ),
]


@pytest.mark.parametrize(("text", "words", "kind", "who", "day"), CLAUSES)
def test_who_does_what_in_odd_clauses(text: str, words: str, kind: str, who: dict[str, str], day: date | None) -> None:
    found = told(text, words)
    assert [c.type.value for c in found] == [kind]
    assert parts(found[0]) == who
    assert day is None or (found[0].when is not None and found[0].when.start == day)


# somebody acts of whom only a noun or pronoun tells: the claim names nobody, and says so
NAMELESS = [
    ("Газовый монополист предупредил правительство Белоруссии о долгах.", "предупредил", "THREATEN"),
    ("В марте должны запустить газопровод в Китай.", "запустить", "COOPERATE"),
    ("Мост через Амур открыли 10 июня.", "открыли", "COOPERATE"),
    ("В параде участвовала новая подводная лодка.", "участвовала", "MOBILIZE"),
]


@pytest.mark.parametrize(("text", "words", "kind"), NAMELESS)
def test_who_acts_without_a_name_is_left_unsaid(text: str, words: str, kind: str) -> None:
    found = told(text, words)
    assert [c.type.value for c in found] == [kind]
    assert found[0].review.startswith("doubtful")


# no claim of the words: things that do nothing, and people who are of no concern
NOTHING = [
    ("Сайт посетили тысячи пользователей.", "посетили"),
    ("Покупатели купили билеты.", "купили"),
    ("Прибор, отклонивший стрелку, сломан.", "отклонивший"),
    ("Россия провела военные учения.", "военные"),
]


@pytest.mark.parametrize(("text", "words"), NOTHING)
def test_things_do_nothing(text: str, words: str) -> None:
    found = told(text, words)
    assert not [c for c in found if text[c.trigger.start : c.trigger.end] == words]


def test_a_day_inside_what_is_said_is_not_the_day_of_the_saying() -> None:
    text = "На вопрос, обсуждал ли Лавров тарифы с Ван И, она сообщила, что министры в прошлый вторник говорили."
    found = told(text, "обсуждал")
    assert len(found) == 1
    assert found[0].when is None or found[0].when.start != date(2026, 1, 27)
