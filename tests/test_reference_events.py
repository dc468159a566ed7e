"""The reference events: schema, days, words, and how a broken file is refused."""

import re
from datetime import date
from pathlib import Path

import pytest

from graph.errors import LanguageDataError
from graph.model import EventType
from graph.reference import ReferenceEvent, load_reference_events
from graph.registry import load_registry

EVENTS = load_reference_events()
BY_ID = {event.id: event for event in EVENTS}
SCRIPTS = {"ru": "[а-яё]", "zh": "[\u4e00-\u9fff]", "fr": "[a-zé]", "en": "[a-z]"}


def site(address: str) -> str:
    """The site of an address: german.china.org.cn and china.org.cn are one."""
    labels = address.split("/")[2].split(".")
    return ".".join(labels[-3 if labels[-2] in {"com", "co", "org", "gov", "net"} else -2 :])


def test_there_are_some_forty_or_more_in_order_of_time() -> None:
    assert len(EVENTS) >= 40
    assert [event.start for event in EVENTS] == sorted(event.start for event in EVENTS)
    assert EVENTS[0].start.year == 2001
    assert EVENTS[-1].end.year == 2026


@pytest.mark.parametrize(
    ("id", "start", "end"),
    [
        ("treaty-2001", date(2001, 7, 16), date(2001, 7, 16)),
        ("crimea-annexed-2014", date(2014, 3, 18), date(2014, 3, 18)),
        ("gas-contract-2014", date(2014, 5, 21), date(2014, 5, 21)),
        ("vostok-2018", date(2018, 9, 11), date(2018, 9, 17)),
        ("no-limits-2022", date(2022, 2, 4), date(2022, 2, 4)),
        ("invasion-2022", date(2022, 2, 24), date(2022, 2, 24)),
        ("road-bridge-2022", date(2022, 6, 10), date(2022, 6, 10)),
        ("xi-moscow-2023", date(2023, 3, 20), date(2023, 3, 22)),
        ("putin-china-2024", date(2024, 5, 16), date(2024, 5, 17)),
        ("beijing-parade-2025", date(2025, 9, 3), date(2025, 9, 3)),
        ("abu-dhabi-2026", date(2026, 2, 4), date(2026, 2, 5)),
    ],
)
def test_days_of_some(id: str, start: date, end: date) -> None:
    assert (BY_ID[id].start, BY_ID[id].end) == (start, end)


def test_the_two_calls_of_one_day_are_apart() -> None:
    that_day = [e for e in EVENTS if e.start <= date(2026, 2, 4) <= e.end and e.type is EventType.CONSULT]
    assert {(e.mode, e.actors) for e in that_day} == {
        ("video call", ("Xi Jinping", "Vladimir Putin")),
        ("telephone call", ("Xi Jinping", "Donald Trump")),
        ("talks", ("Russia", "Ukraine", "United States")),
    }


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.id)
def test_each_is_whole(event: ReferenceEvent) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9-]+", event.id)
    assert (event.end - event.start).days <= 10, "an event of so many days is a period"
    assert str(event.start.year) in event.id
    for lang, script in SCRIPTS.items():
        assert re.search(script, event.labels[lang], re.IGNORECASE), f"label in {lang}"
        assert len(set(event.keywords[lang])) == len(event.keywords[lang])
    assert len({site(address) for address in event.checked}) >= 2, "two pages of one site are one look-up"
    assert all(re.match(r"https?://\S+$", address) for address in event.checked)


def test_actors_bear_their_canonical_names() -> None:
    names = {actor.name for actor in load_registry().actors.values()}
    used = {name for event in EVENTS for name in event.actors}
    assert used <= names, sorted(used - names)


GOOD = """
[gas-2030]
from = 2030-01-01
to = 2030-01-02
type = "COOPERATE"
family = "trade"
actors = ["Russia"]
fr = "a"
en = "b"
ru = "в"
zh = "气"
keywords = {fr = ["gaz"], en = ["gas"], ru = ["газ"], zh = ["气"]}
checked = ["https://a.example/1", "https://b.example/2"]
checked_on = 2030-01-03
"""


def test_a_good_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "events.toml"
    path.write_text(GOOD, encoding="utf8")
    (event,) = load_reference_events(path)
    assert (event.start, event.end, event.mode, event.keywords["ru"]) == (
        date(2030, 1, 1),
        date(2030, 1, 2),
        None,
        ("газ",),
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("2030-01-02", "2029-01-02", "is after to"),
        ("2030-01-02", '"2030-01-02"', "without quotation marks"),
        ('"COOPERATE"', '"COOP"', "COOP"),
        ('"trade"', '"trade"\nmode = "visit"', "it has none"),
        ('"trade"', '"trade"\ncolour = "red"', "unknown keys"),
        ('zh = "气"\n', "", "missing"),
        (', "https://b.example/2"', "", "looked up twice"),
        ('["gaz"]', '["Gaz"]', "lower-case"),
        ('["gaz"]', "[]", "keywords needs"),
        ("[gas-2030]", "[gas-2030", "Expected"),
    ],
)
def test_a_broken_file_is_refused_by_name(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in GOOD
    path = tmp_path / "events.toml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf8")
    with pytest.raises(LanguageDataError, match="(?s)events.toml.*" + re.escape(says)) as caught:
        load_reference_events(path)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LanguageDataError, match=r"none\.toml"):
        load_reference_events(tmp_path / "none.toml")
