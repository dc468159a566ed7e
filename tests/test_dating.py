"""Which date goes with which claim: dates of the clause, dates taken over, dates that belong to something else, and
days of publication, which are marked as inferred. Every text is made up."""

from datetime import date
from functools import lru_cache

import pytest

from graph.model import Article, Claim, PublishedBasis
from graph.registry import Registry, load_registry
from ingest.pipeline import extract


@lru_cache
def registry() -> Registry:
    return load_registry()


def claims(lang: str, text: str, published: str = "2024-05-16") -> list[tuple[str, Claim]]:
    """The claims of a text with the words of their triggers."""
    article = Article(
        id="t",
        work="t",
        text=text,
        lang=lang,
        source="t",
        published=date.fromisoformat(published),
        published_basis=PublishedBasis.GIVEN,
    )
    found = extract(article, registry()).claims
    return [(text[c.trigger.start : c.trigger.end], c) for c in found]


def dated(lang: str, text: str, word: str, published: str = "2024-05-16") -> str:
    """Start, end, kind and basis of the last claim whose trigger holds a word; "none" without a date."""
    claim = [c for words, c in claims(lang, text, published) if word in words][-1]
    when = claim.when
    return "none" if when is None else f"{when.start} {when.end} {when.kind} {when.basis}"


OWN = [
    ("fr", "Pour leur premier dîner depuis plus de trois ans mardi, Xi et Poutine ont signé un accord.", "ont signé",
     "2024-05-14 2024-05-14 throughout relative"),
    ("fr", "Rosatom va fournir la Chine en combustible à partir de 2027.", "va fournir",
     "2027-01-01 2027-12-31 since explicit"),
    ("fr", "Les échanges commerciaux entre la Chine et la Russie ont dépassé 200 milliards de dollars en 2023.",
     "échanges", "2023-01-01 2023-12-31 within inherited"),
    ("fr", "Wang Yi n'a pas quitté Pékin depuis mars 2020, quand la Chine fermait ses frontières.", "fermait",
     "2020-03-01 2020-03-31 within inherited"),
    ("ru", "Си Цзиньпин посетит Россию с государственным визитом с 20 по 22 мая.", "посетит",
     "2024-05-20 2024-05-22 throughout relative"),
    ("ru", "31 мая в Казани начнётся саммит ШОС, в котором примет участие Владимир Путин.", "примет участие",
     "2024-05-31 2024-05-31 throughout inherited"),
    ("zh", "王毅5/7至5/10对俄罗斯进行访问。", "访问", "2024-05-07 2024-05-10 throughout relative"),
    ("zh", "昨天举行的会议上，王毅批评美国。", "批评", "2024-05-15 2024-05-15 throughout inherited"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "word", "expected"), OWN)
def test_the_date_that_the_sentence_gives_is_taken(lang: str, text: str, word: str, expected: str) -> None:
    assert dated(lang, text, word) == expected


OTHERS = [
    # what stands before, since or besides something
    ("en", "Putin met Xi on Tuesday. It was his first visit since the court accused Netanyahu.", "accused"),
    ("fr", "Xi Jinping a rencontré Poutine mardi. Une première depuis que le tribunal a accusé Poutine.",
     "a accusé"),
    ("fr", "Au-delà de la cérémonie de vendredi, Xi Jinping doit signer avec Poutine une déclaration.", "signer"),
    # the period that is summed up is no date
    ("ru", "Путин и Си Цзиньпин подвели итоги 2023 года.", "подвели"),
    # an invitation that a visit rests on
    ("fr", "Ce 14 mai, Xi Jinping est en Russie à l'invitation de Vladimir Poutine.", "invitation"),
    ("en", "On May 14 Xi Jinping arrived in Moscow at the invitation of Putin.", "invitation"),
    ("ru", "14 мая Си Цзиньпин прибыл в Москву по приглашению Путина.", "приглашению"),
    # a standing practice in reported speech
    ("fr", "Xi Jinping a rencontré Poutine mardi. Lavrov a déclaré que la Russie et la Chine agissaient ensemble.",
     "agissaient"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "word"), OTHERS)
def test_a_date_of_something_else_is_not_taken(lang: str, text: str, word: str) -> None:
    found = [c.when for words, c in claims(lang, text) if word in words]
    assert all(when is None or when.basis == "inferred" for when in found)


REPORTED = [
    ("en", "Putin said that on May 3 the army attacked Ukraine.", "said", "attacked"),
    ("fr", "Poutine a déclaré que le 3 mai l'armée avait attaqué l'Ukraine.", "a déclaré", "avait attaqué"),
    ("ru", "Путин заявил, что 3 мая армия атаковала Украину.", "заявил", "атаковала"),
    ("zh", "普京表示，5月3日俄军袭击了乌克兰。", "表示", "袭击"),
]


@pytest.mark.parametrize(("lang", "text", "said", "done"), REPORTED)
def test_an_utterance_takes_no_date_from_what_it_reports(lang: str, text: str, said: str, done: str) -> None:
    assert "05-03" not in dated(lang, text, said)
    assert dated(lang, text, done).startswith("2024-05-03 2024-05-03")


@pytest.mark.parametrize(
    ("lang", "text", "said"),
    [
        ("en", "Putin said on May 3 that the army attacked Ukraine.", "said"),
        ("fr", "Poutine a déclaré le 3 mai que l'armée avait attaqué l'Ukraine.", "a déclaré"),
        ("ru", "Путин заявил 3 мая, что армия атаковала Украину.", "заявил"),
        ("zh", "普京5月3日表示，俄军袭击了乌克兰。", "表示"),
    ],
)
def test_an_utterance_keeps_its_own_date(lang: str, text: str, said: str) -> None:
    assert dated(lang, text, said).startswith("2024-05-03 2024-05-03")


@pytest.mark.parametrize(
    ("lang", "text", "word", "wrong"),
    [
        ("en", "Putin spoke with Xi by telephone ahead of the Lunar New Year.", "spoke", "02-10"),
        ("en", "Putin sent New Year greetings to Xi.", "sent", "01-01"),
        ("ru", "В преддверии Праздника весны Путин провел переговоры с Си Цзиньпином.", "провел", "02-10"),
        ("zh", "习近平在农历新年来临之际与普京通电话。", "通电话", "02-10"),
        ("zh", "普京向习近平祝贺新年。", "祝贺", "01-01"),
    ],
)
def test_a_feast_that_draws_near_is_no_date(lang: str, text: str, word: str, wrong: str) -> None:
    assert wrong not in dated(lang, text, word, "2024-02-09")


def test_a_feast_on_which_something_happens_is_its_date() -> None:
    text = "Putin spoke with Xi by telephone on New Year's Day."
    assert dated("en", text, "spoke", "2024-02-09").startswith("2024-01-01")


def test_the_day_of_publication_stays_inferred_when_it_is_handed_on() -> None:
    text = "Xi Jinping met Vladimir Putin. Xi supported talks. Putin thanked Xi."
    bases = {str(c.when.basis) for _, c in claims("en", text) if c.when is not None}
    assert bases == {"inferred"}


def test_a_day_told_elsewhere_is_inherited() -> None:
    text = "Xi Jinping met Vladimir Putin on Tuesday. Xi supported talks."
    assert dated("en", text, "supported") == "2024-05-14 2024-05-14 throughout inherited"


def test_a_journey_to_come_is_dated_once() -> None:
    text = "Putin will visit China on May 20-21. As part of Putin's visit, he is also scheduled to meet Li Qiang."
    assert dated("en", text, "visit").startswith("2024-05-20 2024-05-21")


def test_what_is_still_to_come_has_no_day_that_is_over() -> None:
    text = "Xi recalled the year 2014, when he and Putin agreed to meet again in Beijing."
    assert "2014" not in dated("en", text, "meet")


STAMPED = [
    ("en", "08:10 Xi Jinping opened the forum.\n\n09:45 Lavrov criticized the United States.", "criticized"),
    ("fr", "8h10 Xi Jinping a ouvert le forum.\n\n9h45 Lavrov a critiqué les États-Unis.", "a critiqué"),
    ("ru", "08:10 Си Цзиньпин открыл форум.\n\n09:45 Лавров раскритиковал США.", "раскритиковал"),
    ("zh", "08:10 习近平宣布论坛开幕。\n\n09:45 拉夫罗夫批评美国。", "批评"),
]


@pytest.mark.parametrize(("lang", "text", "word"), STAMPED)
def test_an_account_by_the_clock_is_of_its_day(lang: str, text: str, word: str) -> None:
    assert dated(lang, text, word) == "2024-05-16 2024-05-16 throughout inferred"


def test_an_account_by_the_clock_tells_in_the_present() -> None:
    text = "08:10 Xi Jinping opened the forum.\n\n09:45 Lavrov criticizes the United States."
    assert dated("en", text, "criticizes") == "2024-05-16 2024-05-16 throughout inferred"
    assert "inferred" not in dated("en", "Xi opened the forum. Lavrov criticizes the United States.", "criticizes")


def test_an_entry_keeps_the_day_that_it_tells() -> None:
    text = "08:10 Lavrov visited Beijing on May 3. Lavrov criticized the United States.\n\n09:45 Xi opened the forum."
    assert dated("en", text, "criticized") == "2024-05-03 2024-05-03 throughout inherited"


def test_one_clock_time_makes_no_account_by_the_clock() -> None:
    text = "Lavrov visited Beijing on May 3.\n\n09:45 Lavrov criticized the United States."
    assert "inferred" not in dated("en", text, "criticized")


def test_a_flashback_holds_for_the_sentences_behind_it() -> None:
    text = "Xi met Putin on Tuesday. In 2014, Xi attended the games in Sochi. Putin received Xi first."
    assert dated("en", text, "received") == "2014-01-01 2014-12-31 within inherited"
    assert dated("en", text.replace("In 2014, ", ""), "received") == "2024-05-14 2024-05-14 throughout inherited"
