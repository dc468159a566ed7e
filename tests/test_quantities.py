"""Numbers with their units: every example of every rule, in every language, and what a rule must not take."""

from typing import Any

import pytest

from ingest.lang_data import LANGUAGES, load
from ingest.quantities import is_planned, read_quantities

KEYS = {"measures", "unit", "link", "pattern", "before", "factor", "add", "value", "examples", "others"}
RULES = [pytest.param(lang, row, id=f"{lang}-{row['unit']}-{n}") for lang in LANGUAGES
         for n, row in enumerate(load(lang, "quantities")["unit"])]  # fmt: skip
TOLD = [pytest.param(lang, row, words, value, id=f"{lang}-{words}") for lang in LANGUAGES
        for row in load(lang, "quantities")["unit"] for words, value in row.get("examples", ())]  # fmt: skip
OTHERS = [pytest.param(lang, row, words, id=f"{lang}-{row['unit']}-{words}") for lang in LANGUAGES
          for row in load(lang, "quantities")["unit"] for words in row.get("others", ())]  # fmt: skip


@pytest.mark.parametrize(("lang", "row"), RULES)
def test_a_rule_has_only_known_keys_and_either_a_number_or_a_value(lang: str, row: dict[str, Any]) -> None:
    assert row.keys() <= KEYS
    assert ("link" in row) != ("value" in row)


@pytest.mark.parametrize(("lang", "row", "words", "value"), TOLD)
def test_an_example_is_read(lang: str, row: dict[str, Any], words: str, value: float) -> None:
    found = [(q.measures, q.unit, q.value) for q in read_quantities(words, 0, len(words), lang)]
    assert (row["measures"], row["unit"], value) in found, found


@pytest.mark.parametrize(("lang", "row", "words"), OTHERS)
def test_what_is_another_thing_is_not(lang: str, row: dict[str, Any], words: str) -> None:
    found = [(q.measures, q.unit) for q in read_quantities(words, 0, len(words), lang)]
    assert (row["measures"], row["unit"]) not in found, found


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", "签署20多份双边合作文件"),
        ("zh", "簽署20餘份合作文件"),
        ("en", "more than 20 documents"),
        ("ru", "более 20 документов"),
    ],
)
def test_more_than_is_approximate(lang: str, words: str) -> None:
    (found,) = read_quantities(words, 0, len(words), lang)
    assert (found.value, found.unit, found.approximate) == (20, "document", True)


PLANNED = [
    ("en", "The talks, scheduled to last for six to seven hours, ended early."),
    ("ru", "Переговоры, которые должны были идти и рассчитаны на 7 часов, завершились."),
    ("fr", "Les pourparlers, qui devaient durer 7 heures, ont pris fin."),
    ("zh", "会谈原定持续7小时，提前结束。"),
]
HELD = [
    ("en", "The talks lasted seven hours; the next are planned."),
    ("ru", "Переговоры продлились 7 часов."),
    ("fr", "Les pourparlers ont duré 7 heures."),
    ("zh", "会谈持续7小时。"),
]


@pytest.mark.parametrize(("lang", "words"), PLANNED)
def test_a_length_that_was_planned_is_known_as_such(lang: str, words: str) -> None:
    (found,) = read_quantities(words, 0, len(words), lang)
    assert (found.value, found.unit) == (7, "hour")
    assert is_planned(words, found, lang)


@pytest.mark.parametrize(("lang", "words"), HELD)
def test_a_length_that_was_held_is_not(lang: str, words: str) -> None:
    (found,) = read_quantities(words, 0, len(words), lang)
    assert not is_planned(words, found, lang)
