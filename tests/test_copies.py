"""One wire in ten papers is one origin: families of copies, in four languages, in any order."""

import itertools
import random
from datetime import date
from pathlib import Path

import pytest

from graph.answerform import answer_to_json
from graph.answers import on
from graph.copies import Copies, are_copies, containment, families, shingles, sketch_of
from graph.library import Library
from graph.model import Article, Extraction, PublishedBasis
from graph.registry import Registry, load_registry
from graph.sketches import MARKS, alike, sketch
from ingest.intake import Intake
from tests.record_samples import article

WIRE = (
    "Vladimir Poutine et Xi Jinping se sont entretenus par téléphone mardi 10 mars 2026. "
    "Les deux présidents ont parlé du prix du gaz et des travaux sur le pont de Blagovechtchensk, dont la deuxième "
    "voie doit ouvrir à l'automne. Ils ont aussi évoqué la récolte de soja, que la sécheresse menace dans les deux "
    "provinces riveraines du fleuve, et la venue d'une délégation de cheminots à Harbin. "
    "La conversation a duré une quarantaine de minutes. Aucun accord nouveau n'a été annoncé à son issue, mais les "
    "deux capitales ont promis de se revoir avant la fin du printemps."
)
OTHER = (
    "Un bref échange entre les présidents russe et chinois occupe ce matin les lecteurs de la capitale. "
    "Vladimir Poutine et Xi Jinping se sont entretenus par téléphone mardi 10 mars 2026, sans que rien ne filtre "
    "du contenu. Les observateurs rappellent que l'hiver fut long, que les stocks de charbon sont au plus bas, et que "
    "les négociations sur le tarif du transit traînent depuis deux ans dans les ministères des deux pays voisins."
)
CHINESE = (
    "普京与习近平三月十日通了电话。两位元首谈到天然气价格和黑河大桥的工程，第二条车道预计秋天开通。"
    "他们还谈到两岸大豆的收成，旱情使农户担心，一个铁路代表团将前往哈尔滨。通话持续约四十分钟，双方没有宣布新的协议。"
)
RUSSIAN = (
    "Владимир Путин и Си Цзиньпин поговорили по телефону 10 марта 2026 года. Речь шла о цене на газ и о работах на "
    "мосту у Благовещенска, вторая полоса которого откроется осенью. Обсудили и урожай сои, которому грозит засуха, и "
    "приезд железнодорожников в Харбин. Разговор длился около сорока минут, новых соглашений не объявили."
)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def papers(count: int = 10) -> list[Article]:
    """The wire as agency and papers printed it: whole, cut, with a head or a foot of their own, with small changes."""
    cut = WIRE[: WIRE.index(" La conversation")]
    changed = WIRE.replace("mardi 10 mars", "mardi, 10 mars,").replace("quarantaine de minutes", "bonne demi-heure")
    texts = [WIRE, WIRE, "ACTUALITÉS. " + WIRE, WIRE + " (avec agences) Lire aussi nos pages cuisine.", cut, changed]
    made = []
    for number in range(count):
        made.append(
            article(
                texts[number % len(texts)], lang="fr", source=f"local-paper-{number}", publisher=f"Feuille {number}",
                published=date(2026, 3, 11), published_basis=PublishedBasis.GIVEN,
            )
        )  # fmt: skip
    return made


def test_a_cut_and_a_changed_copy_are_copies_and_another_story_is_none() -> None:
    texts = {one.text for one in papers()}
    assert len(texts) == 5
    assert all(are_copies(one, other) for one, other in itertools.combinations(texts, 2))
    assert containment(WIRE, OTHER) < 0.2
    assert not are_copies(WIRE, OTHER)


@pytest.mark.parametrize("text", [WIRE, CHINESE, RUSSIAN], ids=["fr", "zh", "ru"])
def test_every_script_meets_its_copies_by_bands(text: str) -> None:
    half = text[: len(text) * 2 // 3]
    assert set(sketch_of(text).keys) & set(sketch_of(half).keys)
    assert alike(sketch_of(text), [sketch_of(half), sketch_of(CHINESE if text != CHINESE else WIRE)]) == [0]
    assert are_copies(text, half)
    assert not are_copies(CHINESE, RUSSIAN)
    assert sketch_of(text) == sketch_of(text.upper())


def test_equal_marks_measure_how_much_two_sets_share() -> None:
    """Of 300 pairs whose likeness is known: no bias, and the spread of a binomial."""
    chance = random.Random(7)
    for likeness in (0.05, 0.25, 0.6):
        errors = []
        for _ in range(100):
            both = [chance.getrandbits(64) for _ in range(int(400 * likeness))]
            one, other = ([chance.getrandbits(64) for _ in range(200 - len(both) // 2)] for _ in "ab")
            a, b = (sketch([*both, *part]).marks for part in (one, other))
            equal = sum(a[at : at + 2] == b[at : at + 2] for at in range(0, 2 * MARKS, 2))
            errors.append(equal / MARKS - len(both) / (len(both) + len(one) + len(other)))
        spread = (likeness * (1 - likeness) / MARKS) ** 0.5
        assert abs(sum(errors) / 100) < 3 * spread / 10
        assert 0.7 * spread < (sum(error * error for error in errors) / 100) ** 0.5 < 1.4 * spread


def test_no_copy_is_given_up_by_its_sketch() -> None:
    """Whatever the two lengths, a text of which just enough is in the other is compared; and strangers are not."""
    chance = random.Random(8)
    for small, large in itertools.product((25, 120, 700), (30, 150, 3000)):
        for _ in range(40):
            one = [chance.getrandbits(64) for _ in range(small)]
            shared = one[: -(-6 * min(small, large) // 10)]
            other = [*shared, *(chance.getrandbits(64) for _ in range(large - len(shared)))]
            stranger = [chance.getrandbits(64) for _ in range(small)]
            made = alike(sketch(one), [sketch(other), sketch(stranger)])
            assert 0 in made
            assert 1 not in made


def test_a_sketch_is_the_same_on_every_machine() -> None:
    assert sketch_of(WIRE).size == len(shingles(WIRE)) == 98
    assert sketch_of(WIRE).keys[::41] == (158084682787114, 11792975309464897)
    assert len(set(sketch_of(WIRE).keys)) == 42


def test_short_texts_are_copies_only_word_for_word() -> None:
    assert are_copies("Rien à signaler.", "rien à signaler")
    assert not are_copies("Rien à signaler.", "Rien à signaler ici.")
    assert sketch_of("").keys == ()
    assert containment("", "") == 0


def test_ten_outlets_on_one_wire_are_one_origin(tmp_path: Path, registry: Registry) -> None:
    """Through the real pipeline: 11 outlets, 2 origins, the wire and the paper that wrote for itself."""
    agency = article(WIRE, lang="fr", source="afp", publisher="AFP", published=date(2026, 3, 10))
    alone = article(OTHER, lang="fr", source="local-alone", publisher="La Rive", published=date(2026, 3, 11))
    with Intake.open(tmp_path, registry) as intake:
        intake.take_all([*papers(9), agency, alone])
        library = intake.library
        assert len(library.family(agency.id)) == 10
        assert library.family(alone.id) == (alone.id,)
        day = answer_to_json(on(library, registry, date(2026, 3, 10)))
        (call,) = [event for event in day["events"] if event["family"] == "contact"]
        assert call["outlets"] == 11
        assert [(o["id"], o["kind"]) for o in call["origins"]] == [("afp", "original"), ("local-alone", "own")]


def test_a_credit_names_the_origin_without_the_wire_itself(tmp_path: Path, registry: Registry) -> None:
    credited = [
        article(WIRE + " " * number, lang="fr", source=f"local-{number}", origin="AFP", published=date(2026, 3, 11))
        for number in range(3)
    ]
    with Intake.open(tmp_path, registry) as intake:
        intake.take_all(credited)
        known = intake.library.copies_of([one.id for one in credited], registry)
        assert {copy.origin.id for copy in known.values()} == {"afp"}
        assert len({copy.family for copy in known.values()}) == 1


def test_any_order_and_deleting_give_the_same_families(tmp_path: Path, registry: Registry) -> None:
    every = [*papers(), article(OTHER, lang="fr", source="local-alone", published=date(2026, 3, 11))]
    found = []
    for seed in range(3):
        shuffled = random.Random(seed).sample(every, len(every))
        with Intake.open(tmp_path / str(seed), registry, extract=None) as intake:
            intake.take_all(shuffled)
            ids = [one.id for one in every]
            found.append(intake.library.copies_of(ids, registry))
            assert intake.library.find_missing_copies() == 0
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 10
    with Intake.open(tmp_path / "0", registry) as intake:
        gone = every[4]
        intake.delete(gone.id)
        assert gone.id not in intake.library.family(every[0].id)
        intake.take(gone)
        intake.settle()
        assert intake.library.copies_of([one.id for one in every], registry) == found[0]


def test_a_record_of_an_older_version_is_compared_anew(tmp_path: Path, registry: Registry) -> None:
    every = papers()
    with Intake.open(tmp_path, registry) as intake:
        intake.take_all(every)
        known = intake.library.copies_of([one.id for one in every], registry)
        with intake.library.writing() as db:  # as the migration leaves it
            for table in ("sketch", "band", "fresh", "copy"):
                db.execute(f"DELETE FROM {table}")
            intake.library.set_meta("uncompared", "1")
        assert intake.library.family(every[0].id) == (every[0].id,)
    with Intake.open(tmp_path, registry) as intake:
        assert not intake.library.has_missing_copies()
        assert intake.library.copies_of([one.id for one in every], registry) == known
        assert intake.library.find_missing_copies() == 0


def test_keys_that_have_moved_are_found_and_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many turns as there are parts, and more: fresh and settled keys, of long and of short texts, are one."""
    monkeypatch.setattr("graph.record.copies.TOGETHER", 2)
    texts = [f"Rien à signaler au poste {number}." for number in range(100)]
    with Library.open(tmp_path) as library:
        for number, text in enumerate([WIRE, *texts, WIRE + " Fin.", texts[0]]):
            one = article(text, lang="fr", source=f"local-{number}", published=date(2026, 3, 11))
            with library.writing():
                library.put(Extraction(article=one))
                found = library.find_copies(one)
            if number == 0:
                first = one
            if number == 101:
                assert found == (first.id,)
        assert len(found) == 1
        (settled,) = library.db.execute("SELECT count(*) FROM band").fetchone()
        (fresh,) = library.db.execute("SELECT count(*) FROM fresh").fetchone()
        assert settled > 0 < fresh
        assert settled + fresh == 42 + 100 + 42 + 1
        library.delete(first.id)
        assert library.db.execute("SELECT count(*) FROM (SELECT * FROM band UNION SELECT * FROM fresh)").fetchone() == (
            settled + fresh - 42,
        )


def test_a_superseded_version_is_in_no_family(tmp_path: Path, registry: Registry) -> None:
    first = article(WIRE, lang="fr", source="afp", url="https://a.example/1", published=date(2026, 3, 10))
    later = article(OTHER, lang="fr", source="afp", url="https://a.example/1", published=date(2026, 3, 11))
    paper = papers(1)[0]
    with Intake.open(tmp_path, registry) as intake:
        intake.take_all([first, paper])
        assert len(intake.library.family(paper.id)) == 2
        intake.take_all([later])
        assert intake.library.family(paper.id) == (paper.id,)


def test_in_memory_as_in_the_record(registry: Registry, tmp_path: Path) -> None:
    every = [*papers(), article(OTHER, lang="fr", source="local-alone", published=date(2026, 3, 11))]
    held = Copies()
    for one in every:
        held.add(one.id, one.text)
    (family,) = families({one.id: one for one in every}, held.pairs, registry)
    with Library.open(tmp_path) as library, library.writing():
        for one in every:
            library.put(Extraction(article=one))
            library.find_copies(one)
        assert set(family.articles) == set(library.family(every[0].id))
    assert family.origin.id == min((one.published, one.id, one.source) for one in papers())[2]
