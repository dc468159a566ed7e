"""Labels of events in four languages: every type, family and mode that a trigger can give, with and without parties."""

import re
import tomllib

import pytest

from graph.concepts import concept_label
from graph.labels import event_labels, is_many
from graph.model import EventType, Family, Participant, Role
from graph.registry import load_registry
from graph.resources import seed_folder
from ingest.lang_data import LANGUAGES, load
from ingest.morphology import variants

LATIN, CYRILLIC, HAN = re.compile(r"[A-Za-z]"), re.compile(r"[А-яЁё]"), re.compile(r"[\u4e00-\u9fff]")
BOTH = re.compile(r"[А-яЁё\u4e00-\u9fff]")
SCRIPT = {"ru": CYRILLIC, "zh": HAN, "fr": LATIN, "en": LATIN}
ALIEN = {"ru": HAN, "zh": CYRILLIC, "fr": BOTH, "en": BOTH}


def kinds() -> list[tuple[EventType, Family, str | None]]:
    """What the triggers of all languages can tell, and each type and family alone."""
    found = {
        (EventType(row["type"]), Family(row["family"]), row.get("mode"))
        for lang in LANGUAGES
        for row in variants(load(lang, "events")["trigger"])
    }
    found |= {(kind, Family.STATEMENT, mode) for kind in EventType for mode in ("spoken", "written", None)}
    found |= {(kind, family, None) for kind in EventType for family in Family}
    return sorted(found, key=str)


def parties(number: int) -> list[Participant]:
    registry = load_registry()
    roles = (Role.AGENT, Role.RECIPIENT)
    return [
        Participant(id=actor, name=registry.actors[actor].name, role=role, start=0, end=1)
        for actor, role in list(zip(("Q159", "Q148"), roles, strict=True))[:number]
    ]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_every_kind_of_event_has_a_label_in_four_languages(number: int) -> None:
    registry = load_registry()

    def name_of(actor: str, lang: str, name: str) -> str:
        return registry.label(actor, lang) or name

    for kind, family, mode in kinds():
        labels = dict(event_labels(kind=kind, family=family, mode=mode, actors=parties(number), name_of=name_of))
        assert set(labels) == set(LANGUAGES)
        for lang, label in labels.items():
            assert label.strip() == label, (kind, family, mode, lang)
            assert SCRIPT[lang].search(label), (kind, family, mode, lang, label)
            assert not ALIEN[lang].search(label), (kind, family, mode, lang, label)
            assert not set("{}[]") & set(label), (kind, family, mode, lang, label)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_type_family_and_mode_has_a_word(lang: str) -> None:
    for kind, family, mode in kinds():
        assert SCRIPT[lang].search(concept_label("type", kind.value, lang))
        assert SCRIPT[lang].search(concept_label("family", family.value, lang))
        assert mode is None or SCRIPT[lang].search(concept_label("mode", mode, lang)), mode


def test_who_is_several_takes_the_verb_of_several() -> None:
    rules = tomllib.loads((seed_folder() / "labels" / "events.toml").read_text(encoding="utf8"))["number"]
    assert [name for name in rules["many"] if not is_many(name)] == []
    assert [name for name in rules["one"] if is_many(name)] == []
    firms = Participant(id="american-companies", name="American companies", role=Role.AGENT, start=0, end=1)
    labels = dict(event_labels(kind=EventType.COOPERATE, family=Family.OTHER, mode=None, actors=[firms]))
    assert labels["en"].startswith("American companies cooperate")
    assert not labels["en"].startswith("American companies cooperates")
    states = [actor.labels["en"] for actor in load_registry().actors.values() if actor.kind in ("state", "person")]
    assert [name for name in states if is_many(name)] == []
