"""reading.toml of every language: same keys, and every example does what it says."""

from time import process_time
from typing import Any

import pytest

from ingest.lang_data import LANGUAGES, differing_keys, load
from ingest.read.rules import ReadingRules, reading_rules

CLUES = [(lang, row) for lang in LANGUAGES for row in load(lang, "reading")["clues"]]
FURNITURE = [(lang, row) for lang in LANGUAGES for row in load(lang, "reading")["furniture"]]


def found(rules: ReadingRules, name: str, text: str) -> dict[str, str]:
    """What the rule of that name reads in a line, dates as ISO."""
    rule = next(rule for rule in rules.clues if rule.name == name)
    match = rule.pattern.search(text)
    if match is None:
        return {}
    said = rule.groups(match)
    if "date" in said:
        said["date"] = str(rules.to_date(said["date"]))
    if "day" in said:
        month, day = rules.to_day(said["day"]) or (0, 0)
        said["day"] = f"{month:02}-{day:02}"
    for key in ("publisher", "origin"):
        if key in said:
            said[key] = said[key].strip("«»")
    return said


@pytest.mark.parametrize(("lang", "row"), CLUES, ids=[f"{lang}.{row['name']}" for lang, row in CLUES])
def test_clue_examples(lang: str, row: dict[str, Any]) -> None:
    rules = reading_rules(lang)
    for example in row["examples"]:
        wanted = {key: value for key, value in example.items() if key != "text"}
        assert wanted, example
        assert found(rules, row["name"], example["text"]) == wanted, example["text"]
    for text in row["not"]:
        assert found(rules, row["name"], text) == {}, text


@pytest.mark.parametrize(("lang", "row"), FURNITURE, ids=[f"{lang}.{row['name']}" for lang, row in FURNITURE])
def test_furniture_examples(lang: str, row: dict[str, Any]) -> None:
    rule = next(rule for rule in reading_rules(lang).furniture if rule.name == row["name"])
    assert [text for text in row["examples"] if not rule.pattern.search(text)] == []
    assert [text for text in row["not"] if rule.pattern.search(text)] == []


def test_same_keys_and_rules_in_every_language() -> None:
    assert differing_keys("reading") == ()
    for kind in ("clues", "furniture"):
        names = {lang: {row["name"] for row in load(lang, "reading")[kind]} for lang in LANGUAGES}
        assert names["fr"] == names["en"] == names["ru"] == names["zh"], kind


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_month_is_known(lang: str) -> None:
    assert set(reading_rules(lang).months.values()) == set(range(1, 13))


def test_chinese_numerals() -> None:
    rules = reading_rules("zh")
    assert str(rules.to_date("二〇二五年十二月三十一日")) == "2025-12-31"
    assert str(rules.to_date("二○二五年三月廿一日")) == "2025-03-21"
    assert str(rules.to_date("二零二五年十月十日")) == "2025-10-10"
    assert rules.to_day("三月二日") == (3, 2)


@pytest.mark.parametrize(
    ("lang", "words"),
    [("fr", "31 février 2025"), ("fr", "12 poires 2025"), ("en", "February 30, 2025"), ("ru", "31.04.2025")],
)
def test_what_is_no_day_stays_none(lang: str, words: str) -> None:
    assert reading_rules(lang).to_date(words) is None


def test_numeric_english_dates_are_not_guessed() -> None:
    assert reading_rules("en").to_date("02/04/2025") is None


HOSTILE = [
    unit * (600 // len(unit) + 1)
    for unit in (
        "a",
        "A",
        "1",
        " ",
        "Aa ",
        "Aa, Bb ",
        "Aa and ",
        "Par Aa ",
        "By Aa Bb, ",
        "4 mars ",
        "4.",
        "©",
        "|",
        "- ",
        "一",
        "李明、",
        "А",
        "Аа ",
    )
]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_line_takes_long(lang: str) -> None:
    """The outside is hostile: a line made to confuse is read as fast as any other."""
    rules = reading_rules(lang)
    openings = ("", "Par ", "By ", "Автор: ", "作者：", "Source: ", "© ", "MOSCOW, ", "Publié le ")
    slowest = (0.0, "", "")
    for opening in openings:
        for line in HOSTILE:
            for rule in (*rules.clues, *rules.furniture):
                start = process_time()
                rule.pattern.search((opening + line)[:600])
                slowest = max(slowest, (process_time() - start, rule.name, (opening + line)[:20]))
    assert slowest[0] < 0.3, slowest
