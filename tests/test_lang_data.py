"""Language data: the same files and keys in every language, valid types, and every example of every trigger run through
the whole pipeline."""

import tomllib
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

import pytest

from graph.model import Article, Claim, EventType, Family, PublishedBasis
from graph.registry import Registry, load_registry
from ingest.forms import VerbPattern, spelled_out
from ingest.lang_data import LANGUAGES, load
from ingest.morphology import all_lemmas, lexicon
from ingest.pipeline import extract

FILES = ("grammar", "verbs", "events", "voices", "actors", "described", "modality", "stance", "quantities")
MODEL = "fr"
# tables whose keys are words of the language, or forms of it
OWN_WORDS = {
    "grammar": {"prepositions", "subject_pronouns", "object_clitics", "verb_prepositions", "fused", "unaccented"},
    "verbs": {"tenses", "like", "irregular"},
    "events": {"frames"},
    "actors": {"heads", "unnamed", "pairs", "antecedents", "latin", "palladius", "given", "latin_endings"},
    "quantities": {"numbers", "scales"},
    "stance": {"targets"},
}


def present(lang: str) -> bool:
    return all(files("ingest").joinpath("lang", lang, f"{name}.toml").is_file() for name in FILES)


def needs(lang: str) -> None:
    if not present(lang):
        pytest.skip(f"ingest/lang/{lang} has not all of {', '.join(FILES)} yet")


@lru_cache(maxsize=1)
def registry() -> Registry:
    return load_registry()


@lru_cache(maxsize=4096)
def claims(lang: str, text: str) -> tuple[Claim, ...]:
    article = Article(
        id="example",
        work="example",
        text=text,
        lang=lang,
        source="example",
        publisher=None,
        author=None,
        title=None,
        published=date(2026, 2, 4),
        published_basis=PublishedBasis.GIVEN,
    )
    return extract(article, registry()).claims


def rows(name: str) -> list[Any]:
    return [
        pytest.param(lang, row, id=f"{lang}-{row['name']}")
        for lang in LANGUAGES
        if present(lang)
        for row in load(lang, name)["trigger"]
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FILES)
def test_same_keys(lang: str, name: str) -> None:
    """Every key of the model; more of them only where words are analysed in another way (cases, no spaces)."""
    needs(lang)
    model, own = load(MODEL, name), load(lang, name)
    same_kind = load(lang, "verbs")["analyser"] == load(MODEL, "verbs")["analyser"]
    assert set(model) - set(own) == set()
    assert not same_kind or set(own) == set(model)
    for key, value in model.items():
        if isinstance(value, dict) and key not in OWN_WORDS.get(name, set()):
            assert set(value) - set(own[key]) == set(), f"{name}.toml [{key}]"
            assert not same_kind or set(own[key]) == set(value), f"{name}.toml [{key}]"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_same_frames(lang: str) -> None:
    needs(lang)
    assert set(load(MODEL, "events")["frames"]) - set(load(lang, "events")["frames"]) == set()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["events", "voices"])
def test_same_triggers(lang: str, name: str) -> None:
    needs(lang)

    def told(of: str) -> dict[str, tuple[str, ...]]:
        keys = ("type", "family", "mode") if name == "events" else ("mode",)
        return {row["name"]: tuple(str(row.get(key)) for key in keys) for row in load(of, name)["trigger"]}

    assert told(lang) == told(MODEL)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_types_and_families_are_known(lang: str) -> None:
    needs(lang)
    roles = {"agent", "recipient", "participant"}
    for row in load(lang, "events")["trigger"]:
        assert EventType(row["type"])
        assert Family(row["family"])
    for frame in load(lang, "events")["frames"].values():
        assert {value for key, value in frame.items() if key != "needs"} <= roles
        assert frame["needs"] in {"pair", "guest", "agent", "party", "object", ""}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_trigger_is_named_twice(lang: str) -> None:
    needs(lang)
    names = [row["name"] for row in load(lang, "events")["trigger"]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_verb_of_a_trigger_has_forms(lang: str) -> None:
    needs(lang)
    words = lexicon(lang)
    if load(lang, "verbs")["analyser"] != "conjugation":
        pytest.skip("the forms come from a dictionary")
    for lemma in all_lemmas(lang):
        assert any(form.lemma == lemma for form in words.forms(lemma)), lemma


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_trigger_has_an_example(lang: str) -> None:
    needs(lang)
    bare = [row["name"] for row in load(lang, "events")["trigger"] if not row["examples"]]
    assert bare == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_patterns_of_one_trigger_stand_in_no_other(lang: str) -> None:
    """Two triggers that claim the same bare verb could never be told apart."""
    needs(lang)
    seen: dict[VerbPattern, str] = {}
    for row in load(lang, "events")["trigger"]:
        for written in (entry for entries in row["verbs"] for entry in spelled_out(entries)):
            pattern = VerbPattern.parse(written)
            other = seen.setdefault(pattern, row["name"])
            assert other == row["name"], f"{written!r} stands under {other} and {row['name']}"


@pytest.mark.parametrize(("lang", "row"), rows("events"))
def test_examples_of_events(lang: str, row: dict[str, Any]) -> None:
    for text in row["examples"]:
        found = claims(lang, text)
        assert any(claim.rules[0].startswith(f"{lang}.{row['name']}.") for claim in found), (
            text,
            [(claim.rules[0], claim.type.value) for claim in found],
        )


@pytest.mark.parametrize(("lang", "row"), rows("events"))
def test_counterexamples_of_events(lang: str, row: dict[str, Any]) -> None:
    for text in row["not"]:
        found = [claim for claim in claims(lang, text) if claim.rules[0].startswith(f"{lang}.{row['name']}.")]
        assert not found, (text, [(claim.rules[0], [actor.name for actor in claim.actors]) for claim in found])


@pytest.mark.parametrize(("lang", "row"), rows("voices"))
def test_examples_of_voices(lang: str, row: dict[str, Any]) -> None:
    for text in row["examples"]:
        found = claims(lang, text)
        cited = [voice for claim in found for link in claim.attribution for voice in link]
        assert cited or any(f".voice.{row['name']}" in claim.rules[0] for claim in found), text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FILES)
def test_files_are_toml_and_lower_case(lang: str, name: str) -> None:
    needs(lang)
    raw = files("ingest").joinpath("lang", lang, f"{name}.toml").read_text(encoding="utf8")
    assert tomllib.loads(raw)
    if name in ("events", "voices"):
        for row in load(lang, name)["trigger"]:
            for written in (*row["verbs"], *row.get("nouns", ())):
                assert written == written.lower(), written
                assert "’" not in written, written
