"""French, sentence by sentence: who did what to whom, when, according to whom, and what is no claim at all.

All sentences are made up for these tests; the publication date is Thursday 5 February 2026.
"""

from datetime import date
from functools import lru_cache

import pytest

from graph.model import Article, Claim, PublishedBasis
from graph.registry import Registry, load_registry
from ingest.pipeline import extract

PUTIN, XI, LAVROV, WANG = "Vladimir Putin", "Xi Jinping", "Sergei Lavrov", "Wang Yi"


@lru_cache(maxsize=1)
def registry() -> Registry:
    return load_registry()


def claims(text: str, published: date = date(2026, 2, 5)) -> tuple[Claim, ...]:
    article = Article(
        id="t", work="t", text=text, lang="fr", source="t", published=published, published_basis=PublishedBasis.GIVEN
    )
    return extract(article, registry()).claims


def roles(claim: Claim) -> dict[str, str]:
    return {actor.name: actor.role.value for actor in claim.actors}


def voices(claim: Claim) -> list[list[str]]:
    return [[voice.name for voice in link] for link in claim.attribution]


def only(text: str, type_: str, published: date = date(2026, 2, 5)) -> Claim:
    found = [c for c in claims(text, published) if c.type.value == type_]
    assert len(found) == 1, [(c.type.value, text[c.trigger.start : c.trigger.end]) for c in claims(text, published)]
    return found[0]


@pytest.mark.parametrize(
    ("text", "type_", "expected"),
    [
        # appositions, coordination, passives, inversion
        (
            "Lavrov, « vieux routier de la diplomatie » et ministre des Affaires étrangères, s'est rendu à Pékin.",
            "CONSULT",
            {LAVROV: "agent", "China": "recipient"},
        ),
        (
            "Le conseiller du Kremlin, Iouri Ouchakov, a salué la position de la Chine.",
            "SUPPORT",
            {"Yury Ushakov": "agent", "China": "recipient"},
        ),
        (
            "La Chine a condamné et rejeté les sanctions américaines.",
            "ACCUSE",
            {"China": "agent", "United States": "recipient"},
        ),
        ("Sergueï Lavrov a été reçu par Wang Yi.", "CONSULT", {WANG: "agent", LAVROV: "recipient"}),
        (
            "La proposition chinoise, rejetée par l'Ukraine, reste sur la table.",
            "REJECT",
            {"Ukraine": "agent", "China": "recipient"},
        ),
        ("Accusée par Kiev, la Chine se tait.", "ACCUSE", {"Ukraine": "agent", "China": "recipient"}),
        # recipients inside the object
        ("Pékin a soutenu les affirmations de Moscou.", "SUPPORT", {"China": "agent", "Russia": "recipient"}),
        (
            "La Chine a condamné l'invasion de l'Ukraine par la Russie.",
            "ACCUSE",
            {"China": "agent", "Russia": "recipient"},
        ),
        # references
        (
            "Poutine et Xi se sont parlé. Les deux dirigeants ont convenu d'un calendrier.",
            "AGREE",
            {PUTIN: "participant", XI: "participant"},
        ),
        (
            "La Chine appelle au calme. Elle a rejeté les accusations de Kiev.",
            "REJECT",
            {"China": "agent", "Ukraine": "recipient"},
        ),
        # nouns
        ("L'annexion de la Crimée par la Russie a été dénoncée en 2014 par l'ONU.", "ASSAULT", {"Russia": "agent"}),
        (
            "Des avions chinois et russes ont patrouillé au-dessus de la mer du Japon.",
            "MOBILIZE",
            {"China": "agent", "Russia": "agent"},
        ),
    ],
)
def test_who_does_what_to_whom(text: str, type_: str, expected: dict[str, str]) -> None:
    found = roles(only(text, type_))
    assert {name: found.get(name) for name in expected} == expected
    assert set(found) <= set(expected) | {"Crimea", "Ukraine"}, found


def test_a_call_with_two_partners_is_two_claims() -> None:
    found = claims("Xi Jinping a parlé au téléphone avec Vladimir Poutine et Donald Trump.")
    assert [set(roles(c)) for c in found] == [{XI, PUTIN}, {XI, "Donald Trump"}]
    assert found[0].trigger == found[1].trigger


def test_the_other_party_is_the_subject_of_the_clause() -> None:
    text = "Poutine a vanté l'alliance lors d'un entretien par visioconférence avec son homologue chinois Xi Jinping."
    call = only(text, "CONSULT")
    assert set(roles(call)) == {PUTIN, XI}
    assert call.mode == "video call"


@pytest.mark.parametrize(("published", "name"), [(date(2010, 9, 28), "Dmitry Medvedev"), (date(2026, 2, 5), PUTIN)])
def test_titles_are_resolved_by_date(published: date, name: str) -> None:
    assert set(roles(only("Le président russe a rencontré Hu Jintao.", "CONSULT", published))) == {name, "Hu Jintao"}


@pytest.mark.parametrize(
    ("text", "type_", "expected"),
    [
        (
            "« La Chine a fourni des drones à la Russie », a déclaré Volodymyr Zelensky.",
            "AID",
            [["Volodymyr Zelensky"]],
        ),
        ("Selon le Kremlin, Poutine a invité Xi à Moscou.", "CONSULT", [["Kremlin"]]),
        (
            "Poutine a invité Xi à Moscou, a indiqué Dmitri Peskov, cité par l'agence TASS.",
            "CONSULT",
            [["TASS"], ["Dmitry Peskov"]],
        ),
        (
            "Le ministère chinois des Affaires étrangères affirme que les États-Unis ont attaqué l'Iran.",
            "ASSAULT",
            [["Ministry of Foreign Affairs of China"]],
        ),
        ("Pékin a accusé Washington d'attiser les tensions.", "ACCUSE", []),
        (
            "Les accusations du président Zelensky selon lesquelles Pékin fournirait des armes à la Russie irritent.",
            "AID",
            [["Volodymyr Zelensky"]],
        ),
    ],
)
def test_according_to_whom(text: str, type_: str, expected: list[list[str]]) -> None:
    assert voices(only(text, type_)) == expected


def test_a_heading_speaks_for_its_list_and_no_further() -> None:
    text = (
        "Poutine et Xi se sont entretenus mercredi.\n"
        "Points clés du compte rendu d'Ouchakov\n"
        "- Agenda : Xi a invité Poutine à Pékin.\n"
        "- Ukraine : Poutine a salué le plan chinois.\n"
        "Reste une inconnue.\n"
        "L'Ukraine a rejeté ce plan.\n"
    )
    found = {c.type.value: voices(c) for c in claims(text)}
    assert found["SUPPORT"] == [["Yury Ushakov"]]
    assert found["REJECT"] == []


@pytest.mark.parametrize(
    ("text", "type_", "status", "certainty"),
    [
        ("La Chine n'a jamais fourni d'armes à la Russie.", "AID", "denied", "certain"),
        ("Pékin a nié mardi que la Chine avait livré des armes à la Russie.", "AID", "denied", "certain"),
        ("Pékin n'a pas nié que la Chine avait livré des armes à la Russie.", "AID", "happened", "certain"),
        ("La Chine a assuré n'avoir « jamais » livré d'armes à la Russie.", "AID", "denied", "certain"),
        ("La Chine aurait livré des drones à la Russie.", "AID", "possible", "probable"),
        ("La Chine pourrait livrer des drones à la Russie.", "AID", "possible", "possible"),
        ("Je ne doute pas que Poutine a rencontré Xi.", "CONSULT", "possible", "probable"),
        ("Poutine rencontrera Xi en mai.", "CONSULT", "planned", "certain"),
        ("Wang Yi doit rencontrer Lavrov vendredi.", "CONSULT", "planned", "certain"),
        ("Ce pont n'a été inauguré par Poutine qu'en 2022.", "COOPERATE", "happened", "certain"),
        ("La Chine ne reconnaît pas l'annexion de la Crimée.", "REJECT", "happened", "certain"),
    ],
)
def test_how_surely(text: str, type_: str, status: str, certainty: str) -> None:
    found = [c for c in claims(text) if c.type.value == type_]
    assert [(c.status.value, c.certainty.value) for c in found] == [(status, certainty)], found


@pytest.mark.parametrize(
    ("text", "type_", "start", "end", "basis"),
    [
        ("Poutine a rencontré Xi mercredi.", "CONSULT", date(2026, 2, 4), date(2026, 2, 4), "relative"),
        (
            "Russes et Ukrainiens se retrouvent mercredi et jeudi à Abou Dhabi.",
            "CONSULT",
            date(2026, 2, 4),
            date(2026, 2, 5),
            "relative",
        ),
        (
            "Mardi, Xi a reçu Lavrov. Poutine avait fait son premier voyage à Pékin depuis la guerre de février 2022.",
            "CONSULT",
            date(2026, 2, 3),
            date(2026, 2, 3),
            "relative",
        ),
        # a short report that names no other day is of its publication day, and says that this is inferred
        (
            "Xi a invité Poutine à se rendre en Chine au premier semestre 2026.",
            "CONSULT",
            date(2026, 2, 5),
            date(2026, 2, 5),
            "inferred",
        ),
        (
            "La Chine s'est toujours opposée aux sanctions. Mercredi, Poutine a rencontré Xi.",
            "REJECT",
            None,
            None,
            None,
        ),
    ],
)
def test_dates_stay_with_what_they_date(
    text: str, type_: str, start: date | None, end: date | None, basis: str | None
) -> None:
    found = next(c for c in claims(text) if c.type.value == type_)
    when = found.when
    assert (when.start if when else None, when.end if when else None) == (start, end)
    assert (when.basis.value if when else None) == basis


def test_a_date_inside_a_complement_is_not_that_of_the_journey() -> None:
    text = (
        "Mardi, Xi a reçu Lavrov. Poutine avait effectué son premier voyage à Pékin depuis l'invasion de l'Ukraine en "
        "février 2022."
    )
    journey = next(c for c in claims(text) if c.family.value == "travel")
    assert journey.when is None or journey.when.start != date(2022, 2, 1)


def test_where_is_kept_apart_from_whom() -> None:
    met = only("Wang Yi a rencontré Sergueï Lavrov à Moscou.", "CONSULT")
    assert met.place is not None
    assert met.place.name == "Moscow"
    assert set(roles(met)) == {WANG, LAVROV}
    sold = only("La Chine a fourni des drones à la Russie.", "AID")
    assert sold.place is None


def test_lengths_and_amounts() -> None:
    call = only("L'entretien entre Poutine et Xi a duré une heure et vingt-cinq minutes.", "CONSULT")
    assert [(q.value, q.unit) for q in call.quantities] == [(85, "minute")]
    deal = only("Gazprom et CNPC ont signé un contrat de 400 milliards de dollars.", "AGREE")
    assert [(q.measures, q.value, q.unit) for q in deal.quantities] == [("money", 400e9, "USD")]


@pytest.mark.parametrize(
    "text",
    [
        "La Chine est prête à travailler avec la Russie pour mettre fin à la crise.",  # an aim, not a rupture
        "Les avions de guerre russes sont gris.",  # a kind of aeroplane
        "L'ancien ministre de la Guerre vit à Moscou.",  # part of a title
        "Xi est au pouvoir depuis son arrivée au pouvoir.",
        "Le rouble a rencontré de fortes résistances.",
        "S'abonner à notre lettre",
        "Les Chinois et les Russes ont l'obligation de défendre la paix.",
    ],
)
def test_what_is_no_happening(text: str) -> None:
    assert claims(text) == (), [(c.type.value, text[c.trigger.start : c.trigger.end], roles(c)) for c in claims(text)]


@pytest.mark.parametrize(
    "text",
    [
        "POUTINE ET XI SE SONT RENCONTRÉS À PÉKIN MERCREDI.",
        "Poutine a rencontré Xi.Xi a invité Poutine.La Chine a salué la Russie",
        "« Poutine a dit que Xi a dit que Lavrov a dit « nous",
        ", ; : — « » ( ) ' ’ - \u200f\u202b",
        "Poutine, " * 10_000,
        "a" * 100_000,
    ],
)
def test_ill_formed_text_breaks_nothing(text: str) -> None:
    for claim in claims(text):
        assert 0 <= claim.trigger.start < claim.trigger.end <= len(text)


def test_what_no_rule_knows_is_told_as_doubtful_and_what_is_only_meant_to_be_is_not() -> None:
    (claim,) = claims("Vladimir Poutine a lassé ses partenaires.")
    assert (claim.type.value, claim.review) == ("OTHER", "doubtful: no rule knows what act this is")
    assert claims("Xi Jinping a le désir de lasser ses partenaires.") == ()


def test_a_short_name_in_brackets_stands_for_the_phrase_before_it() -> None:
    for text in (
        "Roscosmos et l'Administration spatiale nationale chinoise (CNSA) ont signé un accord.",
        "L'Agence spatiale russe (Roscosmos) et la CNSA (Pékin) ont signé un accord.",
    ):
        (claim,) = (claim for claim in claims(text) if claim.type.value == "AGREE")
        assert {actor.name for actor in claim.actors} == {"Roscosmos", "CNSA"}
    assert claims("La hausse des prix (Gazprom) a surpris.") == ()


def test_who_fights_beside_somebody_does_not_attack_him() -> None:
    (claim,) = claims("Des citoyens chinois combattent pour la Russie en Ukraine.")
    assert [(actor.name, actor.role.value) for actor in claim.actors] == [("Chinese citizens", "agent")]
    assert claim.place is not None
    assert claim.place.name == "Ukraine"


def test_what_is_said_goes_on_where_it_was_begun() -> None:
    text = (
        "Lors d'une conférence de presse à Kiev, Volodymyr Zelensky a déclaré mardi que Moscou recrutait des soldats. "
        "Il a ajouté mardi que la Chine devait agir."
    )
    added = next(c for c in claims(text) if text[c.trigger.start : c.trigger.end] == "a ajouté")
    assert added.place is not None
    assert added.place.name == "Kyiv"


def test_a_day_may_stand_between_auxiliary_and_participle() -> None:
    (claim,) = claims("Vladimir Poutine a mardi rencontré Xi Jinping à Pékin.")
    assert claim.type.value == "CONSULT"
    assert {actor.name for actor in claim.actors} == {"Vladimir Putin", "Xi Jinping"}


def test_talks_that_somebody_is_to_take_part_in_are_planned() -> None:
    (claim,) = claims("La Russie doit prendre part à des discussions avec la Chine en mai.")
    assert (claim.type.value, claim.status.value) == ("CONSULT", "planned")


@pytest.mark.parametrize("verb", ["s'est prolongé", "a duré", "s'est étiré"])
def test_a_talk_that_went_on_has_its_length(verb: str) -> None:
    told = claims(f"Le 4 février, l'entretien de Xi Jinping avec Vladimir Poutine {verb} pendant une heure.")
    assert [(q.value, q.unit) for c in told for q in c.quantities if q.measures == "duration"] == [(1, "hour")]


def test_what_was_said_in_a_call_has_no_place_of_another_meeting() -> None:
    later = "\n\nLavrov a décrit la rivalité des blocs.\n\nXi Jinping a rencontré Vladimir Poutine à Moscou."
    pledge = " Xi Jinping et Vladimir Poutine ont réaffirmé leur soutien à la Serbie."
    call = claims("Le 4 février, Xi Jinping et Vladimir Poutine se sont parlé par visioconférence." + pledge + later)
    meeting = claims("Xi Jinping a rencontré Vladimir Poutine à Moscou le 4 février." + pledge)
    assert [c.place for c in call if c.type.value == "SUPPORT"] == [None]
    assert [c.place.name for c in meeting if c.type.value == "SUPPORT" and c.place] == ["Moscow"]


def test_the_hall_from_which_one_speaks_is_not_where_all_that_was_said_took_place() -> None:
    told = claims(
        "Le 4 février, Xi Jinping a tenu une réunion virtuelle avec Vladimir Poutine à Pékin. "
        "Xi Jinping et Vladimir Poutine ont réaffirmé leur soutien à la Serbie."
    )
    assert [c.place for c in told if c.type.value == "SUPPORT"] == [None]
