"""Extraction on the project's own annotated articles may not fall by more than two points below the kept marks."""

import json
from collections import Counter

import pytest

from bench.quality import MARKS, parts
from bench.scoring import Share, annotated, counted, measured
from graph.registry import load_registry

MARGIN = 2.0  # percentage points
FALLING = {"voices wrongly added"}  # the less the better


@pytest.mark.parametrize(("name", "lang", "prefix"), parts())
def test_no_score_falls_by_more_than_two_points(name: str, lang: str, prefix: str) -> None:
    marks = json.loads(MARKS.read_text(encoding="utf8"))[name]
    shares = measured(annotated(lang, prefix), load_registry())
    worse = {
        measure: (mark, round(shares[measure].percent, 2))
        for measure, mark in marks.items()
        if (shares[measure].percent - mark) * (-1 if measure in FALLING else 1) < -MARGIN
    }
    assert not worse, f"{name}: {worse}; if a change is worth it, `python -m bench.quality --keep` and say why"


def test_scorer_counts_what_a_reader_would() -> None:
    """Two events; one is found with the right day and voice, one is missed; one claim is about nothing."""
    gold = {
        "events": [
            _event(0, 5, "CONSULT", ["China", "Russia"], day="2026-02-04", voice="Xinhua"),
            _event(50, 60, "SANCTION", ["China"]),
        ],
        "relays": [{"start": 200, "end": 205}],
        "stance": [{"toward": "China", "value": "positive"}, {"toward": "Russia", "value": "neutral"}],
    }
    found = {
        "claims": [
            _claim(2, 6, "CONSULT", ["Russia", "CHINA"], day="2026-02-04", voices=["Xinhua"]),
            _claim(100, 110, "AID", ["China"]),
            _claim(200, 204, "STATEMENT", ["China"]),
        ],
        "stances": [{"toward": "China", "value": "negative"}],
    }
    counts = counted(gold, found)
    assert (counts["events"], counts["found"], counts["judged"]) == (2, 1, 2)
    assert counts["type"] == counts["date"] == counts["voice"] == counts["actors"] == 1
    assert (counts["stances"], counts["stance"]) == (1, 0)


def test_shares_and_their_intervals() -> None:
    assert Share(8, 10).percent == 80
    low, high = Share(8, 10).interval
    assert (round(low), round(high)) == (49, 94)  # Wilson 1927, worked by hand
    assert isinstance(counted({"events": [], "relays": [], "stance": []}, {"claims": [], "stances": []}), Counter)


def _event(
    start: int, end: int, kind: str, names: list[str], day: str | None = None, voice: str | None = None
) -> dict[str, object]:
    return {
        "start": start, "end": end, "type": kind, "from": day, "to": day, "place": None, "attributed_to": voice,
        "factuality": "certain", "actors": [{"name": name, "role": "participant"} for name in names],
    }  # fmt: skip


def _claim(
    start: int, end: int, kind: str, names: list[str], day: str | None = None, voices: list[str] | None = None
) -> dict[str, object]:
    return {
        "start": start, "end": end + 20, "trigger": {"start": start, "end": end}, "type": kind, "from": day, "to": day,
        "place": None, "attribution": [[{"name": v}] for v in voices or []], "polarity": "affirmed", "tense": "past",
        "certainty": "certain", "actors": [{"name": name, "role": "agent"} for name in names],
    }  # fmt: skip
