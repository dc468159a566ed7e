"""Russian: who acts without a name, doers left unsaid, deeds that no trigger names, trade figures."""

import pytest

from tests.test_russian import parts, read, told, voices

UNNAMED = [
    ("Источник в Кремле рассказал о поездке.", "рассказал", {"Kremlin": "agent"}),
    ("Полиция задержала активистов у посольства.", "задержала", {"police": "agent", "activists": "recipient"}),
    ("Водители вышли на митинг в Чите.", "вышли", {"drivers": "agent"}),
    (
        "Об этом сообщил первый заместитель председателя комитета Госдумы по транспорту Егор Ласточкин.",
        "сообщил",
        {"Egor Lastochkin": "agent"},
    ),
    (
        "«Мы ждём груз», — рассказал «Речной газете» директор компании «Плёс» Павел Лукин.",
        "рассказал",
        {"Pavel Lukin": "agent"},
    ),
    (
        "Учения начнутся летом, заявил на прошлой неделе представитель Минобороны РФ Егор Ласточкин.",
        "заявил",
        {"Egor Lastochkin": "agent"},
    ),
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


TAKEN_UP = [
    ("Китай сократил закупки российского угля. Об этом сообщил Дмитрий Песков.", "сократил", ["Dmitry Peskov"]),
    ("Дмитрий Песков побывал в Туле. Китай сократил закупки российского угля.", "сократил", []),
    (
        "Юрий Ушаков выступил перед прессой и сообщил детали. По его словам, Китай сократил закупки российского угля.",
        "сократил",
        ["Yury Ushakov"],
    ),
    ("Берлин призвал Пекин освободить журналиста.", "освободить", ["Germany"]),
]


@pytest.mark.parametrize(("text", "words", "expected"), TAKEN_UP, ids=[row[0] for row in TAKEN_UP])
def test_voices_that_the_sentence_itself_does_not_name(text: str, words: str, expected: list[str]) -> None:
    assert voices(told(text, words)) == expected


NAMES = [
    ("Капитан Лян Ян встретился с Лавровым.", "Liang Yang"),
    ("Эксперт Алексей Порошкин встретился с Лавровым.", "Alexei Poroshkin"),
    ("Х.Науэртова встретилась с Лавровым.", "Nauertova"),
    ("Министр Дэвид ван Вилен встретился с Лавровым.", "David Van Vilen"),
]


@pytest.mark.parametrize(("text", "name"), NAMES, ids=[row[0] for row in NAMES])
def test_names_that_nobody_knows_in_english_letters(text: str, name: str) -> None:
    assert parts(told(text, "встретил")) == {name: "participant", "Sergei Lavrov": "participant"}


def test_surnames_and_titles_alone_are_who_was_named_with_them() -> None:
    text = "Представитель МИД Китая Линь Цзянь провёл брифинг. Линь осудил санкции. Губернатор Егор Орлов уехал."
    assert parts(told(text, "осудил"))["Lin Jian"] == "agent"
    again = "Губернатор Егор Орлов приехал в Пекин. Там губернатор встретился с Ван И."
    assert parts(told(again, "встретился")) == {"Egor Orlov": "participant", "Wang Yi": "participant"}


def test_a_relative_clause_lends_no_subject() -> None:
    text = "Ван И раскритиковал санкции, под которые попали китайские компании, и поблагодарил Москву."
    assert parts(told(text, "поблагодарил")) == {"Wang Yi": "agent", "Russia": "recipient"}


MARKS = [
    ("Лавров, возможно, приедет в Пекин.", "приедет", "possible"),
    ("Пекин призвал Токио освободить рыбаков.", "освободить", "possible"),
    ("Лавров прокомментировал возможный визит Трампа.", "прокомментировал", "happened"),
    ("Токио отрицает, что его корабли обстреляли Китай.", "обстреляли", "denied"),
]


@pytest.mark.parametrize(("text", "words", "expected"), MARKS, ids=[row[0] for row in MARKS])
def test_how_surely(text: str, words: str, expected: str) -> None:
    assert told(text, words).status.value == expected


def test_ordinals_are_no_decades() -> None:
    assert [t.text for t in read("Лавров участвовал в 20-м раунде консультаций.").times] == []


def test_who_met_fills_what_is_left_unsaid() -> None:
    text = "По итогам переговоров Владимира Путина и Си Цзиньпина в Москве была достигнута договорённость о визах."
    claim = told(text, "достигнута")
    assert parts(claim) == {"Vladimir Putin": "participant", "Xi Jinping": "participant"}
    assert claim.review.startswith("doubtful")


def test_a_situation_that_develops_is_no_cooperation() -> None:
    found = read("Ситуация развивается быстро, рынок развивается.").claims
    assert [claim for claim in found if claim.type.value == "COOPERATE"] == []


ODD = [
    ("Пу́тин встре́тился с Ли Цяном в Пеки́не.", "stress marks"),
    ("Пу\u00adтин встре\u00adтился с Ли Цяном в Пе\u00adкине.", "soft hyphens"),
    ("Пyтин вcтpетился c Ли Цяном в Пeкинe.", "Latin letters among Cyrillic ones"),
    ("Путин\u00a0встретился\u00a0с Ли\u00a0Цяном в\u00a0Пекине.", "spaces that do not break"),
    ("ПУТИН ВСТРЕТИЛСЯ С ЛИ ЦЯНОМ В ПЕКИНЕ.", "capitals"),
]


@pytest.mark.parametrize(("text", "why"), ODD, ids=[row[1] for row in ODD])
def test_odd_letters_are_read_and_offsets_stay(text: str, why: str) -> None:
    del why
    (claim,) = [c for c in read(text).claims if c.type.value == "CONSULT"]
    assert parts(claim) == {"Vladimir Putin": "participant", "Li Qiang": "participant"}
    assert claim.place is not None
    assert claim.place.name == "Beijing"
    assert text[claim.start : claim.end] == text


FOREIGN = [
    ("uk", "Міністр оборони України зустрівся з послом Китаю, повідомила пресслужба. Сторони обговорили постачання."),
    ("be", "Прэзідэнт Беларусі сустрэўся з паслом Кітая і абмеркаваў з ім гандаль, паведаміла прэс-служба."),
    ("bg", "Външният министър на България се срещна с китайския посланик и обсъди с него търговията."),
    ("kk", "Қазақстан президенті Қытай елшісімен кездесіп, сауда мәселелерін талқылады."),
    ("ja", "中国の習近平国家主席はロシアのプーチン大統領と会談した。両首脳は貿易について話し合った。"),
]


@pytest.mark.parametrize(("lang", "text"), FOREIGN, ids=[row[0] for row in FOREIGN])
def test_kindred_languages_are_never_read_as_russian(lang: str, text: str) -> None:
    """Kept with their code, without claims: `silence` then says "collected but unread"."""
    from dataclasses import replace

    from ingest.language import identify_language
    from ingest.pipeline import extract
    from tests.test_russian import registry

    assert identify_language(text) == lang
    article = replace(read("Путин встретился с Ли Цяном.").article, text=text, lang=lang)
    assert extract(article, registry()).claims == ()


SAID_BY_NOBODY = [
    ("Никаких решений пока не объявлено.", "объявлено", "STATEMENT"),
    ("Некоторые соглашения уже подписали.", "подписали", "AGREE"),
    (
        "«Мы ждём груз из Китая», — заявил в порту вице-премьер — полномочный представитель края Егор Порошкин.",
        "заявил",
        "STATEMENT",
    ),
]


@pytest.mark.parametrize(("text", "words", "kind"), SAID_BY_NOBODY, ids=[row[0] for row in SAID_BY_NOBODY])
def test_more_that_is_left_unsaid_and_titles_in_two_parts(text: str, words: str, kind: str) -> None:
    assert told(text, words).type.value == kind


@pytest.mark.parametrize("text", ["Россия связывает с Азией надежды.", "Санкции ударили по рынку.", "Цены выросли."])
def test_what_lasts_and_what_things_do_is_no_deed(text: str) -> None:
    assert read(text).claims == ()
