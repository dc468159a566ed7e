"""Whose word a claim is: who is cited and only cited, who is taken up behind a quotation, and what nobody vouches for.

All sentences are made up for these tests.
"""

from datetime import date
from functools import lru_cache

import pytest

from graph.model import Article, Claim, PublishedBasis
from graph.registry import Registry, load_registry
from ingest.pipeline import extract


@lru_cache(maxsize=1)
def registry() -> Registry:
    return load_registry()


def claim_at(lang: str, text: str, words: str) -> Claim:
    """The claim whose trigger holds the words."""
    article = Article(
        id="t", work="t", text=text, lang=lang, source="t", published=date(2025, 3, 10),
        published_basis=PublishedBasis.GIVEN,
    )  # fmt: skip
    found = [c for c in extract(article, registry()).claims if words in text[c.trigger.start : c.trigger.end]]
    assert found, f"no claim at {words!r}"
    return found[0]


def voices(claim: Claim) -> list[str]:
    return [voice.name for link in claim.attribution for voice in link]


VOICES = [
    # an unnamed speaker right before the verb, not somebody named far before it
    ("en", "Sergei Lavrov met Wang Yi in Kazan on Sunday, state media reported.", "met", ["state media"]),
    ("en", "Sergei Lavrov met Wang Yi in Kazan on Sunday, Tass reported.", "met", ["TASS"]),
    ("en", "Wang Yi has landed in Moscow, a Tass correspondent reported.", "landed", ["TASS"]),
    # an unnamed official stands for the state, by the conventions of the evaluation
    ("fr", "D'après le conseiller de la présidence russe, Vladimir Poutine et Xi Jinping se rencontreront en mai.",
     "rencontreront", ["Russia"]),
    ("fr", "Le maire va conseiller le comité. Vladimir Poutine et Xi Jinping se rencontreront en mai.",
     "rencontreront", []),
    # a few quoted words with their source say nothing of the clause around them
    ("fr", "Wang Yi entame une visite à Moscou, un voyage \"de la confiance\" selon Pékin.", "entame une visite", []),
    ("fr", "Wang Yi entame une visite à Moscou, selon Pékin.", "entame une visite", ["China"]),
    # what only names the source is nobody's word
    ("fr", "«Nous sommes alliés», a déclaré Wang Yi, selon une vidéo diffusée par le Kremlin.", "diffusée", []),
    ("fr", "«Nous sommes alliés», a déclaré Wang Yi, selon une vidéo diffusée par le Kremlin.", "déclaré",
     ["Kremlin"]),
    ("en", "Sergei Lavrov met Wang Yi, according to a readout of the talks by China's state news agency Xinhua.",
     "met", ["Xinhua"]),
    # known anyway: behind "despite", or a war that is no news
    ("en", "Sergei Lavrov said that he had invited Wang Yi despite the raid on the embassy.", "invited",
     ["Sergei Lavrov"]),
    ("en", "Sergei Lavrov said that they would discuss proposals to resolve the conflict in Ukraine.",
     "conflict", []),
    # a line of its own names the source of the paragraph before it, not of a picture
    ("en", "Sergei Lavrov has held talks with Wang Yi in Kazan.\n\nSource: RIA Novosti, citing CCTV\n\nMore later.",
     "held talks", ["RIA Novosti", "CCTV"]),
    ("en", "A photo shows that Sergei Lavrov met Wang Yi in Kazan.\n\nSource: AFP\n\nThey spoke long.",
     "met", []),
    # what is remembered is vouched for, what is praised is not
    ("en", "Wang Yi recalled his visit to Moscow in 2013.", "visit", ["Wang Yi"]),
    # behind a quotation: who spoke last, not who is named in it
    ("ru", "Си Цзиньпин пригласил Путина в Пекин. Об этом заявил помощник президента Юрий Ушаков.\n\n"
     "«Лавров встретился с Ван И в Казани», — заявил дипломат.", "встретился", ["Yury Ushakov"]),
    ("ru", "Об этом заявил помощник президента Юрий Ушаков.\n\n«Лавров встретился с Ван И в Казани», — заявил "
     "Сергей Шойгу.", "встретился", ["Sergei Shoigu"]),
    # impersonal verbs go on with a medium, never with a person
    ("ru", "Ван И прибыл в Москву. Об этом сообщает Reuters.\n\nОтмечается, что Лавров пригласил его на обед.",
     "пригласил", ["Reuters"]),
    ("ru", "Ван И прибыл в Москву. Так сказал Лавров.\n\nОтмечается, что Шойгу посетил Пекин.", "посетил", []),
    ("ru", "Помощник президента России Юрий Ушаков заметил, что Путин и Си Цзиньпин встретятся в мае.",
     "встретятся", ["Yury Ushakov"]),
    # a medium at the head covers all clauses of its sentence, speakers among them, and a list behind a colon
    ("zh", "央视新闻报道，习近平3月8日应约同普京通电话，习近平谈到两国关系。", "谈到", ["CCTV"]),
    ("zh", "习近平3月8日应约同普京通电话，习近平谈到两国关系。", "谈到", []),
    ("zh", "据俄通社报道，普京行程有两段：5月16日在北京；5月17日，普京将前往哈尔滨。", "前往", ["俄通社"]),
    ("zh", "据县广播站报道，王毅将访问莫斯科。", "访问", ["县广播站"]),
    ("zh", "据初步统计，王毅将访问莫斯科。", "访问", []),
    # an attribute is no saying; a joint deed is told by one of its parties
    ("zh", "王毅提到的“约定”始于十年前。2014年，王毅应拉夫罗夫邀请前往莫斯科。", "前往", []),
    ("zh", "中俄外长会晤。俄罗斯表示今年是两国建交周年，双方将继续在各个领域合作。", "合作", ["Russia"]),
    # given as it was spoken: it goes on without a name, until somebody is named
    ("zh", "王毅指出，过去一年我们两度会晤。双方相继主办上海合作组织天津峰会，加强多边协作。", "峰会", ["Wang Yi"]),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "words", "expected"), VOICES, ids=[f"{r[0]}-{r[1][:50]}" for r in VOICES])
def test_whose_word_it_is(lang: str, text: str, words: str, expected: list[str]) -> None:
    assert voices(claim_at(lang, text, words)) == expected


ACTORS = [
    # whom a cue names takes no part in what is told, and does what the cue itself tells
    ("fr", "Selon le patron du pétrolier Rosneft, Moscou et Pékin ont signé un accord.", "signé", {"Russia", "China"}),
    ("fr", "Rosneft, Moscou et Pékin ont signé un accord.", "signé", {"Rosneft", "Russia", "China"}),
    ("fr", "«Oui», a dit Wang Yi, selon une vidéo diffusée par le Kremlin.", "diffusée", {"Kremlin"}),
    # whoever makes a joint statement known is no party of it
    ("en", "Vladimir Putin and Xi Jinping said so in a joint statement released by the Kremlin.", "released",
     {"Vladimir Putin", "Xi Jinping"}),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "words", "expected"), ACTORS, ids=[row[1][:50] for row in ACTORS])
def test_who_is_cited_takes_no_part(lang: str, text: str, words: str, expected: set[str]) -> None:
    assert {actor.name for actor in claim_at(lang, text, words).actors} == expected


KINDS = [
    # thanks that are reported are not the reporter's
    ("«Приглашение было с благодарностью принято», — сказал Юрий Ушаков.", "сказал", "STATEMENT"),
    ("«Си Цзиньпин поддержал Путина», — сказал Юрий Ушаков.", "сказал", "STATEMENT"),
    ("«Мы благодарны Китаю за помощь», — сказал Юрий Ушаков.", "сказал", "SUPPORT"),
]


@pytest.mark.parametrize(("text", "words", "expected"), KINDS, ids=[row[0] for row in KINDS])
def test_what_is_only_reported_is_no_stance(text: str, words: str, expected: str) -> None:
    assert claim_at("ru", text, words).type.value == expected
