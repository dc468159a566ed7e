"""What holds for every text: bounds in order, EDTF, spans; no clock; bad input; linear time."""

import ast
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Article, PublishedBasis, TimeMention
from graph.when import Kind, from_edtf
from ingest.document import Document
from ingest.lang_data import LANGUAGES
from ingest.times.data import language
from ingest.times.find import find
from ingest.times.resolve import resolve
from ingest.times.step import annotate

ROOT = Path(__file__).resolve().parent.parent
CLOCKS = ("today", "now", "utcnow", "time", "localtime", "gmtime")
TEXTS = [(lang, example[0]) for lang in LANGUAGES for rule in language(lang).rules for example in rule.examples]


def read(text: str, lang: str, published: date | None) -> tuple[TimeMention, ...]:
    return resolve(text, find(text, lang), published, lang)


def check(text: str, mentions: tuple[TimeMention, ...]) -> None:
    """What must hold for all mentions of a text."""
    at = 0
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text
        assert at <= mention.start < mention.end <= len(text)
        at = mention.end
        assert mention.type in ("DATE", "TIME", "DURATION", "SET")
        assert mention.value
        assert mention.rule
        when = mention.when
        if when is None:
            continue
        if when.start and when.end:
            assert when.start <= when.end
        parse_edtf(when.edtf)
        back = from_edtf(when.edtf)
        if when.kind is not Kind.UNTIL:
            assert back.start == when.start
        if when.kind is not Kind.SINCE:
            assert back.end == when.end


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4),
    st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2060, 12, 31))),
)
def test_bounds_edtf_and_spans(rows: list[tuple[str, str]], published: date | None) -> None:
    lang = rows[0][0]
    text = " ".join(row[1] for row in rows)
    check(text, read(text, lang, published))


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet="0123456789 -/.:,年月日le4févriermaiMay \u200f\u202b٢一十世纪周上в на г.", max_size=60),
    st.sampled_from(LANGUAGES),
    st.dates(),
)
def test_any_text_is_read_without_a_crash(text: str, lang: str, published: date) -> None:
    check(text, read(text, lang, published))


def test_no_code_of_the_time_step_reads_the_clock() -> None:
    for path in [*(ROOT / "ingest" / "times").glob("*.py"), ROOT / "graph" / "when.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("today", "now", "utcnow", "localtime", "gmtime", "monotonic"), path
            if isinstance(node, ast.Import | ast.ImportFrom):
                assert "time" not in [alias.name for alias in node.names], path


@pytest.fixture
def clock_calls() -> Iterator[list[str]]:
    """Every call of a function that reads the clock, seen by the interpreter itself."""
    calls: list[str] = []

    def watch(frame: FrameType, event: str, argument: Any) -> None:
        asked = event == "c_call" and getattr(argument, "__name__", "") in CLOCKS
        if asked and Path(frame.f_code.co_filename).is_relative_to(ROOT / "ingest"):
            calls.append(f"{frame.f_code.co_filename}: {argument}")

    sys.setprofile(watch)
    try:
        yield calls
    finally:
        sys.setprofile(None)


def test_no_date_hangs_on_the_clock(clock_calls: list[str]) -> None:
    for lang, text in TEXTS:
        read(text, lang, date(2026, 2, 4))
        read(text, lang, None)
    sys.setprofile(None)
    assert clock_calls == []


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Le 31 février, rien.", "fr"),
        ("Le 31 février 2026, rien.", "fr"),
        ("Publié le 12/13/2026.", "fr"),
        ("Le 0 mai ; le 00/00/0000.", "fr"),
        ("February 30, 2026 is no day.", "en"),
        ("On 2026-13-01 and 2026-02-30.", "en"),
        ("31 февраля 2026 года не бывает.", "ru"),
        ("2026年2月31日，2026年13月1日。", "zh"),
        ("1" * 1_000_000, "fr"),
        ("Le 4 mai 0 ; en mai 0000 ; le 04/05/0000 ; le 32 mai.", "fr"),
        ("On May 4, 0; in May 0000; on 0000-05-04; on 14/13/2026.", "en"),
        ("4 мая 0 года; в мае 0000 года; 04.13.2026; 32 мая.", "ru"),
        ("0年5月4日；0000年5月4日；2026-13-04；5月32日。", "zh"),
        ("1" * 1_000_000, "en"),
        ("1" * 1_000_000, "ru"),
        ("1" * 1_000_000, "zh"),
        ("十" * 100_000, "zh"),
        ("\u200f\u202e\u200f", "fr"),
        ("", "en"),
    ],
    ids=lambda value: value[:24],
)
def test_bad_input_gives_no_date(text: str, lang: str) -> None:
    assert [m.when for m in read(text, lang, date(2026, 2, 4)) if m.when is not None] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_right_to_left_marks_do_not_shift_a_span(lang: str) -> None:
    for text in (example[0] for rule in language(lang).rules for example in rule.examples):
        marked = "\u200f" + text + "\u200f"
        check(marked, read(marked, lang, date(2026, 2, 4)))


def test_letters_whose_small_form_is_longer_do_not_shift_a_span() -> None:
    text = "İİİ Le 4 février 2026, İ."
    mentions = read(text, "fr", None)
    assert [m.text for m in mentions] == ["Le 4 février 2026"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_time_grows_linearly_with_the_text(lang: str) -> None:
    line = " ".join(example[0].replace("\n", " ") for rule in language(lang).rules for example in rule.examples) + " "
    sizes = (100_000, 400_000)
    taken = []
    for size in sizes:
        text = (line * (size // len(line) + 1))[:size]
        runs = []
        for _ in range(2):
            start = time.process_time()
            find(text, lang)
            runs.append(time.process_time() - start)
        taken.append(min(runs))
    assert taken[1] / taken[0] < 8  # 4 times the text; quadratic time would take 16 times as long


def test_a_line_of_five_megabytes_is_read() -> None:
    text = ("a" * 60 + " le 4 mai 2024, ") * (5_000_000 // 76)
    mentions = read(text, "fr", date(2026, 2, 4))
    assert len(mentions) == 5_000_000 // 76


def test_the_step_sets_times_and_leaves_the_rest() -> None:
    article = Article(
        id="a-1",
        work="w-1",
        text="Ils se sont parlé mercredi.",
        lang="fr",
        source="s",
        published=date(2026, 2, 4),
        published_basis=PublishedBasis.GIVEN,
    )
    before = Document(article=article)
    after = annotate(before)
    assert before.times == ()
    assert [(m.text, m.value) for m in after.times] == [("mercredi", "2026-02-04")]
    assert after.article is article
