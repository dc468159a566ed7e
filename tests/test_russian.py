"""Russian: who does what to whom by case, whatever the order of words; voices, negation, time of verbs, odd input."""

import subprocess
import sys
from datetime import date
from functools import lru_cache

import pytest

from graph.model import Article, Claim, Extraction, PublishedBasis
from graph.registry import Registry, load_registry
from ingest.morphology import lexicon
from ingest.pipeline import extract
from ingest.sentences import find_tokens

DAY = date(2026, 2, 5)


@lru_cache(maxsize=1)
def registry() -> Registry:
    return load_registry()


def read(text: str, published: date | None = DAY) -> Extraction:
    basis = PublishedBasis.GIVEN if published else PublishedBasis.UNKNOWN
    article = Article(id="a", work="w", text=text, lang="ru", source="s", published=published, published_basis=basis)
    return extract(article, registry())


def told(text: str, words: str) -> Claim:
    """The claim whose trigger holds the words."""
    found = [c for c in read(text).claims if words in text[c.trigger.start : c.trigger.end]]
    assert found, f"no claim at {words!r}: {[text[c.trigger.start : c.trigger.end] for c in read(text).claims]}"
    return found[0]


def parts(claim: Claim) -> dict[str, str]:
    return {actor.name: actor.role.value for actor in claim.actors}


def voices(claim: Claim) -> list[str]:
    return [voice.name for link in claim.attribution for voice in link]


# words, the trigger, its type, and who stands where
PLACES = [
    ("Путин принял Ван И в Кремле.", "принял", "CONSULT", {"Vladimir Putin": "agent", "Wang Yi": "recipient"}),
    (
        "В Москву прибыл председатель КНР Си Цзиньпин.",
        "прибыл",
        "CONSULT",
        {"Xi Jinping": "agent", "Russia": "recipient"},
    ),
    (
        "Китай посетил премьер-министр России Михаил Мишустин.",
        "посетил",
        "CONSULT",
        {"Mikhail Mishustin": "agent", "China": "recipient"},
    ),
    (
        "Владимира Путина в аэропорту Пекина встретил Ван И.",
        "встретил",
        "CONSULT",
        {"Wang Yi": "agent", "Vladimir Putin": "recipient"},
    ),
    ("Пекин обвинил Вашингтон в провокациях.", "обвинил", "ACCUSE", {"China": "agent", "United States": "recipient"}),
    (
        "Вашингтону Пекин выразил решительный протест.",
        "выразил",
        "ACCUSE",
        {"China": "agent", "United States": "recipient"},
    ),
    ("Москва поставляет Пхеньяну ракеты.", "поставляет", "AID", {"Russia": "agent", "North Korea": "recipient"}),
    (
        "Совместное заявление было подписано Путиным и Си Цзиньпином.",
        "подписано",
        "AGREE",
        {"Vladimir Putin": "participant", "Xi Jinping": "participant"},
    ),
    (
        "Украина была атакована российскими дронами.",
        "атакована",
        "ASSAULT",
        {"Russia": "agent", "Ukraine": "recipient"},
    ),
    (
        "Встреча Сергея Лаврова с Ван И прошла в Пекине.",
        "Встреча",
        "CONSULT",
        {"Sergei Lavrov": "participant", "Wang Yi": "participant"},
    ),
    (
        "Переговоры между Лавровым и Ван И завершились.",
        "Переговоры",
        "CONSULT",
        {"Sergei Lavrov": "participant", "Wang Yi": "participant"},
    ),
    (
        "Лидеры России и Китая провели телефонный разговор.",
        "разговор",
        "CONSULT",
        {"Vladimir Putin": "participant", "Xi Jinping": "participant"},
    ),
    (
        "Российские и китайские военные провели совместные учения.",
        "учения",
        "MOBILIZE",
        {"Russia": "participant", "China": "participant"},
    ),
    (
        "Вторжение России в Украину началось в феврале 2022 года.",
        "Вторжение",
        "ASSAULT",
        {"Russia": "agent", "Ukraine": "recipient"},
    ),
    (
        "Зеленский попросил Си Цзиньпина о помощи.",
        "попросил",
        "REQUEST",
        {"Volodymyr Zelensky": "agent", "Xi Jinping": "recipient"},
    ),
    (
        "Администрация президента Трампа ввела пошлины против Китая.",
        "пошлины",
        "SANCTION",
        {"United States": "agent", "China": "recipient"},
    ),
    ("Пекин потребовал от Токио извиниться.", "потребовал", "REQUEST", {"China": "agent", "Japan": "recipient"}),
    ("Россия получила от КНДР снаряды.", "получила", "AID", {"North Korea": "agent", "Russia": "recipient"}),
    (
        "Госсекретарь США Марко Рубио пригрозил Пекину санкциями.",
        "пригрозил",
        "THREATEN",
        {"Marco Rubio": "agent", "China": "recipient"},
    ),
    (
        "Путин прилетел в Пекин, где встретился с Ли Цяном.",
        "встретился",
        "CONSULT",
        {"Vladimir Putin": "participant", "Li Qiang": "participant"},
    ),
    ("Трамп заявил, что посетит Китай.", "посетит", "CONSULT", {"Donald Trump": "agent", "China": "recipient"}),
]


@pytest.mark.parametrize(("text", "words", "kind", "actors"), PLACES, ids=[row[0] for row in PLACES])
def test_who_does_what_to_whom(text: str, words: str, kind: str, actors: dict[str, str]) -> None:
    claim = told(text, words)
    assert claim.type.value == kind
    assert parts(claim) == actors


VOICES = [
    ("«Отношения крепнут, визит готовится», — заявил Песков. Путин посетит Китай.", "заявил", []),
    ("Путин посетит Китай в мае, сообщил Дмитрий Песков.", "посетит", ["Dmitry Peskov"]),
    ("По словам Юрия Ушакова, Путин посетит Китай в мае.", "посетит", ["Yury Ushakov"]),
    ("Путин посетит Китай в мае, сообщила пресс-служба Кремля.", "посетит", ["Kremlin"]),
    ("В Кремле сообщили, что Путин посетит Китай в мае.", "посетит", ["Kremlin"]),
    (
        "Как передаёт ТАСС со ссылкой на МИД КНР, Ван И встретился с Лавровым.",
        "встретился",
        ["TASS", "Ministry of Foreign Affairs of China"],
    ),
    ("Китай не поставляет России оружие, подчеркнула Мао Нин.", "поставляет", ["Mao Ning"]),
    ("Агентство Bloomberg пишет, что Китай ограничил экспорт дронов в Россию.", "ограничил", ["Bloomberg"]),
    ("«Мы осуждаем действия Вашингтона», — сказала Мария Захарова.", "осуждаем", ["Maria Zakharova"]),
]


@pytest.mark.parametrize(("text", "words", "expected"), VOICES, ids=[row[0] for row in VOICES])
def test_voices(text: str, words: str, expected: list[str]) -> None:
    assert voices(told(text, words)) == expected


def test_first_person_in_a_quotation_is_the_speaker() -> None:
    claim = told("«Мы осуждаем действия Вашингтона», — сказала Мария Захарова.", "осуждаем")
    assert parts(claim) == {"Maria Zakharova": "agent", "United States": "recipient"}


STATUS = [
    ("Китай не поставляет России оружие.", "поставляет", "denied"),
    ("Китай опроверг во вторник, что поставил России оружие.", "поставил", "denied"),
    ("Си Цзиньпин приедет в Москву.", "приедет", "planned"),
    ("Лидеры будут обсуждать Украину. Путин будет встречаться с Моди.", "встречаться", "planned"),
    ("Путин намерен посетить Китай.", "посетить", "planned"),
    ("Путин, возможно, встретился с Моди.", "встретился", "possible"),
    ("Китай якобы передал России дроны.", "передал", "possible"),
    ("Путин встретился с Моди.", "встретился", "happened"),
    ("Пекин приветствует решение Москвы.", "приветствует", "happened"),
]


@pytest.mark.parametrize(("text", "words", "expected"), STATUS, ids=[row[0] for row in STATUS])
def test_whether_and_when(text: str, words: str, expected: str) -> None:
    assert told(text, words).status.value == expected


def test_names_are_no_words() -> None:
    """Песков is not песок, and words of a name keep their own letters."""
    text = "Песков встретился с Шойгу. О поставках песка он не говорил."
    assert [c for c in read(text).claims if "песка" in text[c.trigger.start : c.trigger.end]] == []
    assert parts(told(text, "встретился")) == {"Dmitry Peskov": "participant", "Sergei Shoigu": "participant"}


def test_people_whom_nobody_knows_are_cited_in_the_nominative() -> None:
    text = "Путин встретился с Фёдором Курочкиным. Курочкин поблагодарил Путина."
    assert parts(told(text, "встретился")) == {"Vladimir Putin": "participant", "Fedor Kurochkin": "participant"}
    assert parts(told(text, "поблагодарил")) == {"Fedor Kurochkin": "agent", "Vladimir Putin": "recipient"}


def test_sentences_end_behind_names_of_one_letter() -> None:
    text = "Лавров провёл переговоры с Ван И. Дипломаты обсудили Украину."
    assert parts(told(text, "обсудили")) == {"Sergei Lavrov": "participant", "Wang Yi": "participant"}
    assert told(text, "переговоры").end < text.index("Дипломаты")


ODD = [
    ("Влади́мир Пу́тин встре́тился с Си Цзиньпи́ном.", "встре́тился"),
    ("Влади\u00adмир Путин встре\u00adтился с Си Цзинь\u00adпином.", "встре\u00adтился"),
    ("Bлaдимиp Пyтин вcтpeтилcя c Cи Цзиньпином.", "вcтpeтилcя"),  # Latin look-alikes
    ("ВЛАДИМИР ПУТИН ВСТРЕТИЛСЯ С СИ ЦЗИНЬПИНОМ.", "ВСТРЕТИЛСЯ"),
]


@pytest.mark.parametrize(("text", "words"), ODD, ids=["stress", "soft hyphens", "look-alikes", "capitals"])
def test_odd_letters(text: str, words: str) -> None:
    """Marks and foreign letters are seen through, and offsets stay code points of the text as given."""
    claim = told(text, words)
    assert text[claim.trigger.start : claim.trigger.end] == words
    assert parts(claim) == {"Vladimir Putin": "participant", "Xi Jinping": "participant"}
    for actor in claim.actors:
        assert text[actor.start : actor.end].strip() == text[actor.start : actor.end] != ""


SCRAPS = ["", " \n\n", "«", "— — —", "Путин", "Путин и", "и Китай и", "не не не", "Ван И.", "\u0301"]


@pytest.mark.parametrize("text", SCRAPS)
def test_scraps_break_nothing(text: str) -> None:
    assert read(text).article.text == text


def test_without_a_date_nothing_is_dated() -> None:
    claims = read("Путин встретился с Моди в среду.", None).claims
    assert [c.when for c in claims] == [None]


def test_tokens_keep_their_places() -> None:
    text = "Ещё Пу́тин ска\u00adзал: «Kитай»."
    tokens = find_tokens(text, "ru")
    assert [token.low for token in tokens] == ["еще", "путин", "сказал", ":", "«", "китай", "»", "."]
    assert [text[token.start : token.end] for token in tokens][1:3] == ["Пу́тин", "ска\u00adзал"]


def test_forms_of_one_word_have_one_base() -> None:
    words = lexicon("ru")
    forms = {
        "переговоры": "переговоров переговорам переговорами переговорах",
        "визит": "визита визиту визитом визите визиты визитов",
        "встреча": "встречи встрече встречу встречей встреч встречами",
        "санкция": "санкции санкций санкциями",
        "глава": "главы главе главу главой",
    }
    for base, declined in forms.items():
        assert {words.base(form) for form in declined.split()} == {words.base(base)}


def test_a_french_run_does_not_open_the_dictionary() -> None:
    program = """
import sys
from graph.model import Article
from graph.registry import load_registry
from ingest.pipeline import extract

extract(Article(id="a", work="w", text="Poutine a rencontré Xi Jinping.", lang="fr", source="s"), load_registry())
print("pymorphy3" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
