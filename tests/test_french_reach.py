"""French beyond the plain clause: joined participles, relative clauses that carry their noun, the first person,
speakers before a colon, names spelled otherwise, and those who act without a name. All sentences are made up.
"""

import pytest

from graph.model import Claim
from tests.readings import read

LAVROV, XI = "Sergei Lavrov", "Xi Jinping"


def claims(text: str) -> tuple[Claim, ...]:
    return read("fr", text).claims


def told(text: str) -> set[tuple[str, str, frozenset[str]]]:
    """(type, words of the trigger, names of the actors) of every claim."""
    return {
        (c.type.value, text[c.trigger.start : c.trigger.end], frozenset(a.name for a in c.actors)) for c in claims(text)
    }


@pytest.mark.parametrize(
    ("text", "type_", "words", "actors"),
    [
        # participles that share an auxiliary
        ("Moscou n'a ni confirmé ni démenti.", "REJECT", "démenti", {"Russia"}),
        ("Lavrov a rencontré Wang Yi puis signé un accord avec Pékin.", "AGREE", "signé", {LAVROV, "China"}),
        ("Lavrov a condamné et rejeté les sanctions américaines.", "ACCUSE", "a condamné", {LAVROV, "United States"}),
        # a relative clause carries the noun before it
        ("La visite que Xi Jinping doit faire à Moscou se prépare.", "CONSULT", "visite", {XI, "Russia"}),
        ("Les manœuvres auxquelles la Chine participe durent trois jours.", "MOBILIZE", "manœuvres", {"China"}),
        # the first person is who speaks
        (
            "« Nous condamnons les frappes américaines », a dit Lavrov.",
            "ACCUSE",
            "condamnons",
            {LAVROV, "United States"},
        ),
        # another spelling of a known name
        ("Serguey Lavrov a remercié la Chine.", "SUPPORT", "a remercié", {LAVROV, "China"}),
        # without anybody named
        ("Trente accords ont été signés mardi.", "AGREE", "ont été signés", set()),
        # numbers that belong to a name; those whom a noun counts
        ("Deux Tu-95 patrouillaient près de l'Alaska.", "MOBILIZE", "patrouillaient", set()),
        ("Une trentaine de pacifistes ont interpellé Pékin.", "COERCE", "ont interpellé", {"pacifists", "China"}),
        # two companies taken up
        (
            "Gazprom négocie avec Rosneft. Les deux groupes ont signé un contrat mardi.",
            "AGREE",
            "ont signé",
            {"Gazprom", "Rosneft"},
        ),
        # the other of two states; what is between states is not of who speaks of it
        ("« L'amitié sino-russe est excellente », a assuré Wang Yi.", "SUPPORT", "a assuré", {"Wang Yi", "Russia"}),
        (
            "Wang Yi veut « renforcer la coopération » entre la Chine et la Russie.",
            "COOPERATE",
            "renforcer la coopération",
            {"China", "Russia"},
        ),
        # whose goods they are
        ("Les livraisons de gaz russe à la Chine ont repris.", "COOPERATE", "livraisons de gaz", {"Russia", "China"}),
    ],
)
def test_told(text: str, type_: str, words: str, actors: set[str]) -> None:
    assert (type_, words, frozenset(actors)) in told(text), told(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Le texte rédigé et signé se lit vite.", "signé"),  # participles that only describe
        ("L'avion que la Chine regarde est grand.", "avion"),
        ("Serge Lavrovski a remercié la Chine.", LAVROV),
    ],
)
def test_not_told(text: str, words: str) -> None:
    assert not any(words in trigger or words in actors for _, trigger, actors in told(text)), told(text)


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("Lavrov : la Chine a aidé la Russie.", LAVROV),
        ("Pékin réagit par son porte-parole, Lin Jian : « La Russie a aidé la Chine. »", "Lin Jian"),
        ("Xi Jinping dit avoir aidé la Russie.", XI),
        ("La Chine a aidé la Russie, selon un banquier interrogé par Reuters.", "banker|Reuters"),
        ("Ukraine : la Chine a aidé la Russie.", ""),  # a topic
        ("Deux pays, un fait : la Chine a aidé la Russie.", ""),
    ],
)
def test_voices(text: str, voice: str) -> None:
    found = [c for c in claims(text) if "aidé" in text[c.trigger.start : c.trigger.end]]
    assert found, told(text)
    assert {v.name for c in found for link in c.attribution for v in link} == (
        set(voice.split("|")) if voice else set()
    )


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        ("Lavrov est à Pékin. Le ministre russe y a rencontré Wang Yi.", "y a rencontré", "Beijing"),
        ("Lavrov a rencontré Wang Yi. Il a salué la Chine.", "a salué", None),
        ("Wang Yi et Lavrov se sont mis d'accord à Sotchi. Lavrov a remercié la Chine.", "a remercié", "Sochi"),
        ("La Russie accueillera Xi Jinping en mai.", "accueillera", "Russia"),
        ("La Russie et la Chine ont mené des manœuvres près de Vladivostok.", "manœuvres", "Vladivostok"),
    ],
)
def test_places(text: str, words: str, place: str | None) -> None:
    found = [c for c in claims(text) if words in text[c.trigger.start : c.trigger.end]]
    assert found, told(text)
    assert found[0].place == place if place is None else found[0].place is not None and found[0].place.name == place
