"""Happenings told by nouns: whose a journey is, invitations, wars and their sides, what is only being arranged.

All sentences are made up for these tests; the publication date is Thursday 5 February 2026.
"""

from datetime import date
from functools import lru_cache

import pytest

from graph.model import Article, Claim, PublishedBasis
from graph.registry import Registry, load_registry
from ingest.pipeline import extract

SIDES = {"Russia": "participant", "Ukraine": "participant"}
PUTIN, XI, MODI, SCO = "Vladimir Putin", "Xi Jinping", "Narendra Modi", "Shanghai Cooperation Organisation"


@lru_cache(maxsize=1)
def registry() -> Registry:
    return load_registry()


def claims(lang: str, text: str) -> tuple[Claim, ...]:
    article = Article(
        id="t",
        work="t",
        text=text,
        lang=lang,
        source="t",
        published=date(2026, 2, 5),
        published_basis=PublishedBasis.GIVEN,
    )
    return extract(article, registry()).claims


def at(lang: str, text: str, word: str) -> Claim:
    """The claim whose trigger holds the last occurrence of a word."""
    place = text.rindex(word)
    found = [c for c in claims(lang, text) if c.trigger.start <= place < c.trigger.end]
    assert len(found) == 1, [text[c.trigger.start : c.trigger.end] for c in claims(lang, text)]
    return found[0]


def roles(claim: Claim) -> dict[str, str]:
    return {actor.name: actor.role.value for actor in claim.actors}


@pytest.mark.parametrize(
    ("lang", "text", "word", "agent"),
    [
        ("fr", "Arrivé à Pékin, Vladimir Poutine y est depuis sa réélection.", "réélection", PUTIN),
        ("en", "Putin arrived in the Chinese capital Beijing on his first foreign trip.", "foreign trip", PUTIN),
        ("en", "Xi Jinping thanked Putin for his visit to Beijing.", "visit", PUTIN),
    ],
)
def test_a_journey_is_no_places(lang: str, text: str, word: str, agent: str) -> None:
    assert [name for name, role in roles(at(lang, text, word)).items() if role == "agent"] == [agent]


def test_what_is_told_is_of_the_teller() -> None:
    told = at("en", "Putin told Xi Jinping about the results of his meeting with Narendra Modi.", "meeting")
    assert set(roles(told)) == {PUTIN, MODI}


@pytest.mark.parametrize(
    ("lang", "text", "word", "host", "guest"),
    [
        ("fr", "A l'invitation de Vladimir Poutine, Xi Jinping sera à Moscou en mars.", "invitation", PUTIN, XI),
        ("fr", "Xi Jinping est à Moscou ce jeudi à l'invitation de Vladimir Poutine.", "invitation", PUTIN, XI),
        ("en", "Vladimir Putin will visit Beijing in May at Xi Jinping's invitation.", "invitation", XI, PUTIN),
        ("en", "Xi Jinping arrived in Moscow on Monday at the invitation of Vladimir Putin.", "invitation", PUTIN, XI),
        ("ru", "Владимир Путин прибыл в Пекин в среду по приглашению Си Цзиньпина.", "приглашению", XI, PUTIN),
        ("zh", "习近平4日抵达莫斯科，应普京邀请，对俄罗斯进行国事访问。", "邀请", PUTIN, XI),
    ],
)
def test_an_invitation_followed_has_no_day_of_the_journey(
    lang: str, text: str, word: str, host: str, guest: str
) -> None:
    claim = at(lang, text, word)
    assert roles(claim) == {host: "agent", guest: "recipient"}
    assert claim.when is None
    assert claim.status.value == "happened"


def test_an_invitation_accepted_keeps_its_day() -> None:
    claim = at("en", "Vladimir Putin accepted the invitation of Xi Jinping on Monday.", "accepted")
    assert claim.when is not None
    assert claim.when.start == date(2026, 2, 2)


def test_an_invitation_taken_up_has_the_parties_told_before() -> None:
    claim = at("fr", "Xi Jinping a invité Vladimir Poutine à Pékin. L'invitation a été acceptée.", "invitation")
    assert (roles(claim), claim.review) == ({XI: "agent", PUTIN: "recipient"}, "clear")


@pytest.mark.parametrize(
    ("lang", "text", "word", "expected"),
    [
        ("en", "The Russia-Ukraine war has lasted four years.", "war", SIDES),
        ("zh", "俄乌战争已持续四年。", "战争", SIDES),
        ("ru", "Война России и Украины продолжается.", "Война", SIDES),
        ("fr", "La guerre russo-ukrainienne dure.", "guerre", SIDES),
        (
            "fr", "Vladimir Poutine a été reçu, en plein conflit ukrainien, par Xi Jinping.", "conflit",
            {"Ukraine": "recipient"},
        ),
        (
            "fr", "Le conflit en Ukraine a, depuis l'offensive russe, rapproché Moscou et Pékin.", "conflit",
            {"Russia": "agent", "Ukraine": "recipient"},
        ),
        (
            "en", "The American-Israeli strikes on Iran continued.", "strikes",
            {"United States": "agent", "Israel": "agent", "Iran": "recipient"},
        ),
    ],
)  # fmt: skip
def test_a_war_has_sides_and_an_attack_a_doer(lang: str, text: str, word: str, expected: dict[str, str]) -> None:
    assert roles(at(lang, text, word)) == expected


@pytest.mark.parametrize(
    ("lang", "text", "word", "status"),
    [
        ("ru", "Детали визита Путина в Китай будут согласованы позже.", "визита", "planned"),
        ("ru", "Детали визита Путина в Китай были согласованы вчера.", "визита", "happened"),
        ("en", "The dates of Putin's visit to China will be agreed later.", "visit", "planned"),
        ("fr", "Les dates de la visite de Poutine en Chine seront fixées plus tard.", "visite", "planned"),
        ("ru", "Разговор прошел накануне ожидаемого саммита Путина и Дональда Трампа.", "саммита", "planned"),
        ("ru", "Вечером в Тяньцзине стартует саммит ШОС, в котором примет участие Путин.", "саммит", "planned"),
        ("ru", "Вечером в Тяньцзине открылся саммит ШОС, в котором участвовал Путин.", "саммит", "happened"),
        ("fr", "Xi Jinping a invité Vladimir Poutine à lui rendre visite en mai.", "visite", "planned"),
        ("zh", "普京接受习近平邀请，今年上半年到访中国。", "到访", "planned"),
        ("zh", "普京接受习近平邀请，访问了中国。", "访问", "happened"),
    ],
)
def test_what_is_only_being_arranged(lang: str, text: str, word: str, status: str) -> None:
    assert at(lang, text, word).status.value == status


@pytest.mark.parametrize(
    ("lang", "text", "word", "parties"),
    [
        ("en", "Xi Jinping held talks with Putin and signed a joint statement.", "joint statement", {XI, PUTIN}),
        ("en", "Xi Jinping signed a joint statement.", "joint statement", {XI}),
        ("zh", "习近平与普京在莫斯科举行会谈，并签署联合声明。", "联合声明", {XI, PUTIN}),
        ("zh", "国家主席习近平在北京同来华进行国事访问的俄罗斯总统普京举行会谈。", "举行会谈", {XI, PUTIN}),
        ("zh", "习近平在钓鱼台同来华出席开幕式的普京举行“新春之会”。", "新春之会", {XI, PUTIN}),
        ("ru", "Вечером открывается саммит ШОС, в котором примет участие Путин.", "участие", {PUTIN, SCO}),
        ("ru", "Путин и Си Цзиньпин подвели итоги года.", "подвели", {PUTIN, XI}),
    ],
)
def test_who_takes_part(lang: str, text: str, word: str, parties: set[str]) -> None:
    assert set(roles(at(lang, text, word))) == parties


@pytest.mark.parametrize(
    ("lang", "text", "type_"),
    [
        ("zh", "普京出席第四届中俄区域合作论坛。", "COOPERATE"),
        ("ru", "Заявление было сделано после того, как совместное командование объявило о перехвате.", "AGREE"),
    ],
)
def test_a_word_of_a_name_or_of_another_clause_tells_of_nothing(lang: str, text: str, type_: str) -> None:
    assert type_ not in {c.type.value for c in claims(lang, text)}


def test_what_is_only_compared_is_not_done() -> None:
    text = '"It should be taken as a coercive action against Japan," Minoru Kihara said.'
    assert not [c for c in claims("en", text) if "taken" in text[c.trigger.start : c.trigger.end]]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("fr", "Poutine et Xi ne prévoient pas de se rencontrer.", [("CONSULT", "denied")]),
        ("en", "Putin expects Xi Jinping to make a state visit to Russia.", [("CONSULT", "planned")]),
    ],
)
def test_who_plans_does_nothing_besides(lang: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(c.type.value, c.status.value) for c in claims(lang, text)] == expected
