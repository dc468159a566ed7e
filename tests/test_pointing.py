"""Whom a sentence points at speaks on in the next; words that only look like an act or a person."""

import pytest

from graph.model import EventType
from tests.readings import read

POINTED = [
    ("fr", "C’est Iouri Ouchakov qui a présenté les résultats. Selon lui, Vladimir Poutine a rencontré Xi Jinping."),
    ("en", "It was Yury Ushakov who briefed reporters. According to him, Vladimir Putin met Xi Jinping in Moscow."),
]


@pytest.mark.parametrize(("lang", "text"), POINTED)
def test_who_is_pointed_at_is_meant_by_according_to_him(lang: str, text: str) -> None:
    met = [claim for claim in read(lang, text).claims if claim.type is EventType.CONSULT and claim.mode == "meeting"]
    assert met
    assert [[voice.name for voice in link] for link in met[0].attribution] == [["Yury Ushakov"]]


def test_an_invitation_that_is_accepted_is_agreed_to_by_the_guest() -> None:
    for lang, text in (
        ("fr", "Vladimir Poutine a accepté l’invitation de Xi Jinping."),
        ("en", "Vladimir Putin accepted Xi Jinping’s invitation."),
    ):
        (claim,) = [claim for claim in read(lang, text).claims if claim.type is EventType.AGREE]
        assert {(actor.name, actor.role.value) for actor in claim.actors} == {
            ("Vladimir Putin", "agent"),
            ("Xi Jinping", "recipient"),
        }


WRONG = [
    ("fr", "La Chine a jugé l’offre insuffisante.", EventType.COERCE),
    ("en", "Vladimir Putin held a series of bilateral meetings with Xi Jinping.", EventType.COERCE),
    ("fr", "Les dirigeants russes ont parlé avec Xi Jinping en format restreint.", EventType.SANCTION),
]


@pytest.mark.parametrize(("lang", "text", "kind"), WRONG)
def test_words_that_are_no_such_act(lang: str, text: str, kind: EventType) -> None:
    assert kind not in {claim.type for claim in read(lang, text).claims}


def test_a_heading_in_a_list_is_no_voice_and_near_positions_are_no_relatives() -> None:
    heading = "- Date et cadre : Xi Jinping a rencontré Vladimir Poutine à Moscou le 4 février."
    near = "Xi Jinping et Vladimir Poutine ont constaté des positions proches, voire convergentes, sur l’Iran."
    names = {
        name
        for claim in (*read("fr", heading).claims, *read("fr", near).claims)
        for name in [*(a.name for a in claim.actors), *(v.name for link in claim.attribution for v in link)]
    }
    assert not names & {"cadre", "relatives"}


PAIRS = [
    ("fr", "Rosatom et le groupe nucléaire chinois CNNC ont signé un contrat.", "China National Nuclear Corporation"),
    ("en", "Rosatom and the Chinese nuclear company CNNC signed a contract.", "China National Nuclear Corporation"),
]


@pytest.mark.parametrize(("lang", "text", "other"), PAIRS)
def test_what_a_company_is_parts_no_pair(lang: str, text: str, other: str) -> None:
    (signed,) = [claim for claim in read(lang, text).claims if claim.mode == "signing"]
    assert {actor.name for actor in signed.actors} == {"Rosatom", other}


def test_what_stands_in_a_sentence_before_a_company_is_no_party() -> None:
    text = "Rosatom attend. Le groupe nucléaire chinois CNNC a signé un contrat avec Kazatomprom."
    assert "Rosatom" not in {
        actor.name for claim in read("fr", text).claims for actor in claim.actors if claim.mode == "signing"
    }
