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


# a report, the words, and the day that the thread of the story gives
DAYS = [
    ("Вчера водители вышли к зданию суда. Полиция задержала двоих.", "задержала", date(2026, 2, 4)),
    ("Мост открыли 10 июня. На церемонии министр Юрий Трутнев хвалил партнёров.", "хвалил", date(2025, 6, 10)),
    ("В среду Путин прибыл в Пекин. Песков опроверг слухи о сделке.", "опроверг", date(2026, 2, 4)),
    ("На декабрьском заседании в Москве министры приняли устав. Тогда же было принято решение о банке.",
     "принято решение", date(2025, 12, 1)),
    ("20 марта начинается трёхдневный визит Си Цзиньпина в Россию.", "визит", date(2026, 3, 20)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "day"), DAYS)
def test_the_thread_of_a_story_gives_days(text: str, words: str, day: date) -> None:
    found = told(text, words)
    assert found
    assert found[0].when is not None
    assert found[0].when.start == day


def test_a_stay_has_all_its_days_and_a_later_day_is_one() -> None:
    visit = told("20 марта начинается трёхдневный визит Си Цзиньпина в Россию.", "визит")[0]
    assert visit.when is not None
    assert visit.when.end == date(2026, 3, 22)
    later = "Во второй день трёхдневного визита, 21 марта 2025 года, Си Цзиньпин посетил Казань."
    assert all(c.when is None or c.when.start == c.when.end for c in claims(later))


def test_what_is_long_past_is_of_no_thread() -> None:
    text = "В среду Путин осмотрел корабль. Ранее лодку испытали. Судно строил царь Пётр Великий."
    assert all(c.when is None or c.when.start != date(2026, 2, 4) for c in told(text, "испытали"))


# who speaks, where the credit stands in the middle, behind a semicolon, or is only taken up
VOICES = [
    ("Китай, говорил нам востоковед Александр Лукин, предлагал кредиты.", "предлагал", ["Alexander Lukin"]),
    ("США, пишет РБК, отговаривали Пекин; Москва это опровергает.", "отговаривали", ["RBC"]),
    ("США, пишет РБК, отговаривали Пекин; Москва это опровергает.", "опровергает", []),
    ("Вашингтон ввёл санкции, и четыре банка, по данным Reuters, приостановили платежи.", "приостановили", ["Reuters"]),
    ("Вашингтон ввёл санкции, и четыре банка, по данным Reuters, приостановили платежи.", "ввёл санкции", []),
    (
        "Россия уступила остров. Об этом заявил в воскресенье, 12 декабря, посол Китая Чжан Ханьхуэй.",
        "уступила",
        ["Zhang Hanhui"],
    ),
    ("Губернатор Василий Орлов связался с Китаем. По его словам, соседи откроют мост.", "откроют", ["Vasily Orlov"]),
]


@pytest.mark.parametrize(("text", "words", "names"), VOICES)
def test_whose_words_they_are(text: str, words: str, names: list[str]) -> None:
    found = told(text, words)
    assert found
    assert [voice.name for link in found[0].attribution for voice in link] == names


# whom it is done to, where the clause leaves it out
PARTIES = [
    ("Китай предложил России скидку. Москва отказала.", "отказала", {"Russia": "agent", "China": "recipient"}),
    ("Песков отверг обвинения.", "отверг", {"Dmitry Peskov": "agent"}),
    ("Китай воздержался: резолюцию США он осудил.", "осудил", {"China": "agent", "United States": "recipient"}),
    (
        "Путин встретился с Ван И и поблагодарил его за помощь.",
        "поблагодарил",
        {"Vladimir Putin": "agent", "Wang Yi": "recipient"},
    ),
    ("Эскадра ВМС Китая прибыла в Россию.", "прибыла", {"China": "agent", "Russia": "recipient"}),
    (
        "Вышла статья, согласно которой Пекин потребовал от Москвы скидку.",
        "потребовал",
        {"China": "agent", "Russia": "recipient"},
    ),
    ("Москва тогда обвинила Вашингтон в шантаже.", "обвинила", {"Russia": "agent", "United States": "recipient"}),
    ("Китай находится под санкциями США.", "находится под санкциями", {"China": "recipient", "United States": "agent"}),
]


@pytest.mark.parametrize(("text", "words", "who"), PARTIES)
def test_parties_by_discourse(text: str, words: str, who: dict[str, str]) -> None:
    found = told(text, words)
    assert found
    assert parts(found[0]) == who


def test_a_meeting_is_not_of_the_day_of_a_call() -> None:
    text = "В Москве началась встреча Сергея Лаврова и Ван И. 7 августа 2025 года они провели телефонный разговор."
    meeting = told(text, "встреча")
    assert meeting
    assert meeting[0].when is None or meeting[0].when.start != date(2025, 8, 7)


def test_a_noun_does_not_swallow_who_is_named_behind_it() -> None:
    found = told("Прошла встреча глав МИД России и Китая.", "встреча")
    assert found
    assert set(parts(found[0])) & {"Sergei Lavrov", "Wang Yi", "Russia", "China"}


def test_what_somebody_is_accused_of_is_his_deed() -> None:
    found = told("США обвинили Китай в поставках России материалов.", "поставках")
    assert found
    assert parts(found[0]) == {"China": "agent", "Russia": "recipient"}


# who speaks without a name, as he is described
DESCRIBED = [
    ("Источник в делегации сообщил, что Китай подпишет договор.", "source in the delegation"),
    ("Местный экспортёр заявил, что Китай закрыл мост.", "local exporter"),
    ("Источник в правительстве рассказал, что Китай закрыл мост.", "Russia"),
]


@pytest.mark.parametrize(("text", "name"), DESCRIBED)
def test_who_speaks_without_a_name_is_described(text: str, name: str) -> None:
    said = [c for c in claims(text) if c.rules[0].endswith(".statement")]
    assert [actor.name for actor in said[0].actors] == [name]


def test_a_document_speaks_for_who_issued_it() -> None:
    text = "Китайские фирмы поставляли моторы российским заводам, говорится в докладе МИД Украины."
    found = told(text, "поставляли")
    assert [v.name for link in found[0].attribution for v in link] == ["Ministry of Foreign Affairs of Ukraine"]
