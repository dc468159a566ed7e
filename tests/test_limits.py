"""How much of one article is read: what is beyond a limit is counted and said, and costs no more than its length."""

import time
from datetime import date
from pathlib import Path

import pytest

from graph.library import COLLECTION, Library
from graph.model import Extraction
from graph.registry import load_registry
from ingest.intake import Intake
from ingest.limits import MOST_CLAIMS, MOST_TOKENS
from ingest.pipeline import extract
from ingest.read.article import article_from_text
from ingest.read.given import Given
from tests.programs import amur

ENDLESS = {
    "fr": "Xi Jinping a dit que Poutine avait rencontré Wang Yi à Moscou, et ",
    "en": "Xi Jinping said that Putin met Wang Yi in Moscow, and ",
    "ru": "Си Цзиньпин заявил, что Путин встретился с Ван И в Москве, и ",
    "zh": "习近平说普京在莫斯科会见了王毅，",
}
DAYS = [f"Le {1 + n % 28} mars {1990 + n % 37}, Xi Jinping a rencontré Vladimir Poutine à Moscou." for n in range(2500)]


def read(text: str, lang: str) -> Extraction:
    given = Given(publisher="Xinhua", published=date(2026, 2, 5), lang=lang, title="T")
    return extract(article_from_text(text, given, load_registry()), load_registry())


@pytest.mark.parametrize("lang", ENDLESS)
def test_an_endless_sentence_is_read_in_pieces_and_that_is_said(lang: str) -> None:
    whole = read(ENDLESS[lang] * 30, lang)
    assert whole.cuts == ()
    pieces = read(ENDLESS[lang] * 200, lang)
    (said,) = pieces.cuts
    assert said.startswith(f"1 sentence(s) of more than {MOST_TOKENS:,} words")
    assert len(pieces.claims) > 5 * len(whole.claims), "nothing of it is left out"
    assert all(claim.end - claim.start < 6 * MOST_TOKENS for claim in pieces.claims)
    assert all(pieces.article.text[claim.start : claim.end].strip() for claim in pieces.claims)


@pytest.mark.parametrize("lang", ENDLESS)
def test_twice_the_text_costs_about_twice_the_time(lang: str) -> None:
    def seconds(times: int) -> float:
        begun = time.process_time()
        read(ENDLESS[lang] * times, lang)
        return time.process_time() - begun

    seconds(20)  # the language is loaded
    one, two = seconds(200), seconds(600)
    assert two < 6 * one + 0.5, "three times the text"


def test_an_article_without_end_is_read_up_to_a_number_of_claims(tmp_path: Path) -> None:
    text = " ".join(DAYS)
    found = read(text, "fr")
    (said,) = found.cuts
    assert said == f"more than {MOST_CLAIMS:,} claims: the last {2500 - MOST_CLAIMS:,} of 2,500 sentences are not read"
    assert len(found.claims) == MOST_CLAIMS
    with Library.open(tmp_path) as library:
        intake = Intake(library, load_registry())
        put = intake.take(found.article)
        assert put.note == f"read in part: {said}"
        begun = time.process_time()
        intake.relink()
        assert time.process_time() - begun < 15, "a thousand days in one article are not each compared with each"
        failed = [line.body for line in library.ledger(COLLECTION) if line.body["outcome"] == "failed"]
        assert [(body["where"], body["reason"]) for body in failed] == [("T", put.note)]
        assert intake.take(found.article).note == "", "known now: said once"


def test_the_command_line_names_what_was_cut(tmp_path: Path) -> None:
    file = tmp_path / "endless.txt"
    file.write_text(ENDLESS["fr"] * 200, encoding="utf8")
    options = ("--published", "2026-02-05", "--publisher", "Xinhua", "--lang", "fr")
    for command in (("extract", file, "--json"), ("ingest", file, "--all")):
        done = amur(*command, *options, data=tmp_path / "data")
        assert done.returncode == 0, done.stderr
        assert "read in part: 1 sentence(s) of more than 1,000 words" in done.stderr
