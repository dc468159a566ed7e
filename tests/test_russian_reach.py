"""Russian: who acts without a name, doers left unsaid, deeds that no trigger names, trade figures."""

import pytest

from tests.test_russian import parts, read, told, voices

UNNAMED = [
    ("Источник в Кремле рассказал о поездке.", "рассказал", {"Kremlin": "agent"}),
    ("Полиция задержала активистов у посольства.", "задержала", {"police": "agent", "activists": "recipient"}),
    ("Водители вышли на митинг в Чите.", "вышли", {"drivers": "agent"}),
    ("Об этом сообщил первый заместитель председателя комитета Госдумы по транспорту Егор Ласточкин.", "сообщил",
     {"Egor Lastochkin": "agent"}),
    ("«Мы ждём груз», — рассказал «Речной газете» директор компании «Плёс» Павел Лукин.", "рассказал",
     {"Pavel Lukin": "agent"}),
    ("Учения начнутся летом, заявил на прошлой неделе представитель Минобороны РФ Егор Ласточкин.", "заявил",
     {"Egor Lastochkin": "agent"}),
]


@pytest.mark.parametrize(("text", "words", "actors"), UNNAMED, ids=[row[0] for row in UNNAMED])
def test_who_acts_without_a_known_name(text: str, words: str, actors: dict[str, str]) -> None:
    assert parts(told(text, words)) == actors


def test_a_thing_is_nobody() -> None:
    """ "источник энергии" is no source, and the chairman of a committee is no head of state."""
    assert read("Источник энергии для завода купил Китай. Председатель комитета уехал.").local_actors == ()


UNSAID = [
    ("Достигнута договорённость о поставках зерна.", "Достигнута", "AGREE"),
    ("Российского посла вызвали в министерство.", "вызвали", "ACCUSE"),
    ("Было выражено сожаление в связи с решением Вашингтона.", "выражено", "ACCUSE"),
    ("Товарооборот России и Китая вырос на треть.", "вырос", "COOPERATE"),
]


@pytest.mark.parametrize(("text", "words", "kind"), UNSAID, ids=[row[0] for row in UNSAID])
def test_a_happening_whose_doer_is_left_unsaid(text: str, words: str, kind: str) -> None:
    assert told(text, words).type.value == kind


def test_what_is_left_unsaid_is_doubtful() -> None:
    assert told("Российского посла вызвали в министерство.", "вызвали").review.startswith("doubtful")


DEEDS = [
    ("Сергей Лавров осмотрел старый порт.", "осмотрел", True),
    ("Пекин отреагировал на решение Вашингтона.", "отреагировал", True),
    ("Пекин знает об этом. Москва находится в Европе.", "", False),
    ("Китай хочет мира. Россия остаётся соседом.", "", False),
    ("Ситуация изменилась, рынок вздрогнул.", "", False),
]


@pytest.mark.parametrize(("text", "words", "expected"), DEEDS, ids=[row[0] for row in DEEDS])
def test_deeds(text: str, words: str, expected: bool) -> None:
    found = [text[c.trigger.start : c.trigger.end] for c in read(text).claims if c.type.value == "OTHER"]
    assert found == ([words] if expected else [])


def test_voices_are_english_words() -> None:
    text = "По словам экспертов, Китай сократил закупки российского угля."
    assert voices(told(text, "сократил")) == ["experts"]
