"""Questions in four languages: every example of the language data runs, the keys are the same, nothing is guessed."""

from functools import lru_cache
from typing import Any

import pytest

from graph.errors import QueryError
from graph.registry import Registry, load_registry
from ingest.lang_data import LANGUAGES, differing_keys, load
from ingest.questions import KEYS, MAX_LENGTH, understand

LISTS = ("actors", "voices", "sources", "places", "types", "families")
EXAMPLE = {"text", "on", "by_source", "either", "missed", "answerable", *LISTS}


@lru_cache(maxsize=1)
def registry() -> Registry:
    return load_registry()


def examples() -> list[Any]:
    return [
        pytest.param(lang, row, id=f"{lang}-{number}")
        for lang in LANGUAGES
        for number, row in enumerate(load(lang, "questions")["examples"])
    ]


def test_every_language_has_the_same_keys_and_asks_the_same() -> None:
    assert differing_keys("questions") == ()
    for lang in LANGUAGES:
        data = load(lang, "questions")
        assert set(data) == {*KEYS, "examples"}
        assert all(set(row) <= EXAMPLE for row in data["examples"])
        assert all(words and words == words.lower() for key in KEYS for words in data[key])
    asked = {lang: [{k: v for k, v in row.items() if k not in ("text", "missed")} for row in
                    load(lang, "questions")["examples"]] for lang in LANGUAGES}  # fmt: skip
    assert all(asked[lang] == asked["en"] for lang in LANGUAGES)


@pytest.mark.parametrize(("lang", "row"), examples())
def test_examples_are_understood(lang: str, row: dict[str, Any]) -> None:
    found = understand(row["text"], registry())
    assert found.lang == lang
    assert (found.when.edtf if found.when else None) == row.get("on")
    for key in LISTS:
        assert list(getattr(found, key)) == row.get(key, []), key
    assert [missed.words for missed in found.missed] == row.get("missed", [])
    for missed in found.missed:
        assert found.text[missed.start : missed.end] == missed.words
    assert (found.by_source, found.either) == (row.get("by_source", False), row.get("either", False))
    assert found.answerable is row.get("answerable", True)


@pytest.mark.parametrize("text", ["", "  ", "x " * MAX_LENGTH, "مرحبا", "ελληνικά"])
def test_what_is_no_question_is_refused(text: str) -> None:
    with pytest.raises(QueryError):
        understand(text, registry())


def test_names_that_only_the_record_knows_are_sources_where_they_are_cited() -> None:
    known = {"Gazette du Nord": "local-1"}
    for text in ("what happened in 2026 according to gazette du nord", "que dit Gazette du Nord de 2026 ?"):
        assert understand(text, registry(), sources=known).sources == ("local-1",)
    other = understand("what happened in 2026 to gazette du nord", registry(), sources=known)
    assert (other.sources, [missed.words for missed in other.missed]) == ((), ["gazette du nord"])
