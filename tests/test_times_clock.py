"""What is read does not hang on the clock: the same texts read under two system dates, thirty years apart."""

import json
import shutil
import subprocess
import sys
from datetime import date

import pytest

from graph.errors import DateError
from graph.jsonform import time_to_json
from ingest.lang_data import LANGUAGES
from ingest.times.data import language
from ingest.times.explicit import read_explicit
from ingest.times.find import find
from ingest.times.resolve import resolve
from ingest.times.undated import infer_published
from tests.programs import ROOT, environment

FAKETIME = shutil.which("faketime")
SYSTEM_DATES = ("2001-01-01", "2031-06-15")
PUBLISHED = date(2026, 2, 4)
RELATIVE = (
    ("fr", "Hier, mercredi dernier, le 5 mars, en août, il y a trois mois ; d'ici 10 ans, l'année prochaine, en 98."),
    ("en", "Yesterday, last Wednesday, March 5, in August, three months ago; next year, the past 10 years, 3/5/98."),
    ("ru", "Вчера, в прошлую среду, 5 марта, в августе, три месяца назад; в следующем году, в 98-м году."),
    ("zh", "昨天、上周三、3月5日、8月、三个月前、明年、去年底、未来十年、98年。"),
)
ISOLATED = ("4 Feb 2026", "Wed 4 Feb 2026", "5 mars", "mercredi", "03/05/98", "2026-02", "yesterday", "4 févr. 98")
NEEDS_FAKETIME = pytest.mark.skipif(FAKETIME is None, reason="faketime is not installed: no other system date")


def told(published: date | None) -> list[object]:
    """All that the time step reads out of the examples of every rule and out of RELATIVE, as of a publication date."""
    texts = [
        *RELATIVE,
        *((lang, row[0]) for lang in LANGUAGES for rule in language(lang).rules for row in rule.examples),
    ]
    mentions = [time_to_json(m) for lang, text in texts for m in resolve(text, find(text, lang), published, lang)]
    return [
        mentions,
        [str(infer_published(text, lang)) for lang, text in texts],
        [_isolated(words) for words in ISOLATED],
    ]


def _isolated(words: str) -> str:
    try:
        return read_explicit(words).edtf
    except DateError as error:
        return str(error)


def report() -> None:
    """Print, as lines of JSON: the date of the system; what is read with a publication date, and without; and what
    would be read if the system's date were taken for the publication date."""
    today = date.today()  # noqa: DTZ011 the clock of the machine is what is asked for
    for row in (str(today), told(PUBLISHED), told(None), told(today)):
        sys.stdout.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")


def reported(system_date: str) -> list[bytes]:
    """What `report` prints in a process of this interpreter for which it is that day."""
    assert FAKETIME is not None
    done = subprocess.run(
        [
            FAKETIME,
            "-f",
            f"@{system_date} 12:00:00",
            sys.executable,
            "-c",
            "from tests.test_times_clock import report; report()",
        ],
        capture_output=True,
        timeout=300,
        cwd=ROOT,
        env=environment(NO_FAKE_STAT="1", PYTHONDONTWRITEBYTECODE="1", PYTHONIOENCODING="utf-8", TZ="UTC"),
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.splitlines()


@NEEDS_FAKETIME
def test_the_same_is_read_under_two_system_dates() -> None:
    (early, *before), (late, *after) = (reported(day) for day in SYSTEM_DATES)
    assert (json.loads(early), json.loads(late)) == SYSTEM_DATES  # each process saw its own date
    assert before[0] == after[0]  # published 4 February 2026
    assert before[1] == after[1]  # without a publication date
    assert before[2] != after[2]  # the texts would have shown a clock that was read
    assert len(json.loads(before[1])[0]) > 400  # and they are not a few
