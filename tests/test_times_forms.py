"""Every form of time expression, in every language where it exists, with the interval a careful reader gives it."""

from datetime import date
from pathlib import Path

import pytest

from graph.model import TimeMention
from ingest.times.find import find
from ingest.times.resolve import resolve

TABLE = Path(__file__).parent / "data" / "times" / "forms.tsv"
WEDNESDAY = date(2026, 2, 4)
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf8").splitlines() if line and line[0] != "#"]


def read(text: str, lang: str, published: date | None) -> tuple[TimeMention, ...]:
    return resolve(text, find(text, lang), published, lang)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}-{row[1]}")
def test_form(row: list[str]) -> None:
    _, lang, text, words, *expected = row
    mentions = read(text, lang, WEDNESDAY)
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text
    if words == "-":
        assert mentions == ()
        return
    place = text.lower().index(words.lower())
    hits = [m for m in mentions if (m.start <= place and m.end >= place + len(words) - 1) or m.text == words]
    assert len(hits) == 1, [m.text for m in mentions]
    when = hits[0].when
    got = [str(when.start or "-"), str(when.end or "-"), when.kind.value, when.precision.value] if when else ["-"] * 4
    assert got == expected


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Lundi, il a téléphoné ; la semaine dernière, il se taisait.", "fr"),
        ("He called on Monday; last week he was silent, and three days ago too.", "en"),
        ("Вчера он звонил, на прошлой неделе молчал.", "ru"),
        ("他昨天来电，上周五沉默。", "zh"),
    ],
)
def test_without_a_publication_date_what_is_relative_stays_unresolved(text: str, lang: str) -> None:
    mentions = read(text, lang, None)
    assert len(mentions) >= 2
    assert [mention.when for mention in mentions] == [None] * len(mentions)


def test_without_a_publication_date_what_is_written_out_is_resolved() -> None:
    mentions = read("Le 4 février 2022, ils se sont vus ; le 5 mars, ils se taisaient.", "fr", None)
    assert mentions[0].when is not None
    assert mentions[0].when.start == date(2022, 2, 4)
