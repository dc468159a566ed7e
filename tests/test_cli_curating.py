"""`amur curate` and `amur silence`, run as programs on the seed articles."""

import json
import shutil
from pathlib import Path

import pytest

from graph.library import Library
from tests.programs import amur

WHO = ("--who", "Ana", "--why", "read again")


@pytest.fixture
def data(seeded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(seeded, tmp_path / "data"))


def first_dated(data: Path) -> tuple[str, str]:
    """A claim and its event."""
    with Library.open(data, create=False) as library:
        event = max(library.events(), key=lambda e: (len(e.claims), e.id))
        return event.claims[0], event.id


def run(data: Path, *words: str) -> str:
    done = amur(*words, data=data)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_correct_list_undo(data: Path) -> None:
    claim, _ = first_dated(data)
    made = json.loads(run(
        data, "curate", "correct", claim, *WHO, "--when", "3 février 2026", "--actor", "Putin:agent",
        "--actor", "Q148:recipient", "--voice", "Kremlin", "--place", "Beijing", "--certainty", "possible", "--json",
    ))  # fmt: skip
    assert made["about"] == [claim]
    with Library.open(data, create=False) as library:
        found = library.claim(claim)
        assert str(found.when.start if found.when else "") == "2026-02-03"
        assert [(a.name, a.role.value) for a in found.actors] == [("Vladimir Putin", "agent"), ("China", "recipient")]
        assert found.place is not None
        assert found.place.name == "Beijing"
        assert found.attribution[0][0].id == "kremlin"
    listed = run(data, "curate", "list")
    assert made["id"] in listed
    assert "Ana: correct" in listed
    assert "read again" in listed
    run(data, "curate", "undo", made["id"], *WHO)
    assert "[undone]" in run(data, "curate", "list")
    rows = [json.loads(line) for line in run(data, "curate", "list", "--json").splitlines()]
    assert [row["undone"] for row in rows] == [True, False]


def test_reject_split_merge_note_date_and_the_ledger_as_a_file(data: Path, tmp_path: Path, seeded: Path) -> None:
    claim, event = first_dated(data)
    with Library.open(data, create=False) as library:
        second = library.event(event).claims[1]
    run(data, "curate", "split", event, claim, *WHO)
    with Library.open(data, create=False) as library:
        home, rest = library.event_of(claim), library.event_of(second)
        assert home
        assert rest
        assert home != rest
        article = library.claim(claim).article
    run(data, "curate", "merge", home, rest, *WHO)
    run(data, "curate", "note", "article", article, *WHO)
    run(data, "curate", "date", article, "2026-02-06", *WHO)
    run(data, "curate", "reject", claim, *WHO)
    ledger = tmp_path / "ledger.jsonl"
    run(data, "curate", "export", "-o", str(ledger))
    assert len(ledger.read_text(encoding="utf8").splitlines()) == 5
    fresh = Path(shutil.copytree(seeded, tmp_path / "fresh"))
    assert "5 entries, 5 new; 0 orphans" in run(fresh, "curate", "import", str(ledger))
    assert "5 entries, 0 new" in run(fresh, "curate", "import", str(ledger))
    with Library.open(data, create=False) as one, Library.open(fresh, create=False) as two:
        assert one.data_version() == two.data_version()
        assert list(one.events()) == list(two.events())
    assert run(data, "export", "--format", "nquads") == run(fresh, "export", "--format", "nquads")
    assert run(data, "check").strip() == "conforms"


def test_a_claim_added_by_hand(data: Path) -> None:
    with Library.open(data, create=False) as library:
        article = next(library.articles(text=True, source="afp"))
    words = article.text[100:160]
    made = json.loads(run(
        data, "curate", "add", article.id, "--words", words, "--type", "CONSULT", "--family", "contact",
        "--mode", "telephone call", "--when", "2026-02-04", "--actor", "Putin", "--actor", "Xi Jinping", *WHO, "--json",
    ))  # fmt: skip
    (claim,) = made["about"]
    assert claim in run(data, "on", "2026-02-04", "--json")
    assert "corrected by hand: added" in run(data, "explain", claim, "--json")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("reject", "c-none", *WHO), "claim c-none is not known"),
        (("merge", "EVENT", "EVENT", *WHO), "cannot be merged into itself"),
        (("split", "EVENT", "c-none", *WHO), "claim c-none is not known"),
        (("correct", "CLAIM", *WHO), "nothing is corrected"),
        (("correct", "CLAIM", *WHO, "--type", "dance"), "DANCE"),
        (("correct", "CLAIM", *WHO, "--actor", "Nobody Atall"), "no actor called 'Nobody Atall'"),
        (("correct", "CLAIM", *WHO, "--actor", "Putin:king"), "role 'king' is none of"),
        (("correct", "CLAIM", *WHO, "--when", "soon"), "soon"),
        (("add", "a-none", "--words", "x", "--type", "CONSULT", "--family", "contact", *WHO), "no article a-none"),
        (("date", "a-none", "tomorrow", *WHO), "'tomorrow' is not a date"),
        (("undo", "k-none", *WHO), "no entry k-none"),
        (("reject", "CLAIM", "--who", " ", "--why", "x"), "an entry of the ledger says who"),
        (("import", "nowhere.jsonl"), "cannot be read"),
    ],
)
def test_refusals_are_one_line(seeded: Path, words: tuple[str, ...], message: str) -> None:
    claim, event = first_dated(seeded)
    done = amur("curate", *[{"CLAIM": claim, "EVENT": event}.get(word, word) for word in words], data=seeded)
    assert done.returncode == 1, done.stdout
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    with Library.open(seeded, create=False) as library:
        assert library.entries() == ()


def test_silence_is_told_source_by_source(seeded: Path) -> None:
    _, event = first_dated(seeded)
    shown = run(seeded, "silence", event)
    assert "told in" in shown
    assert "not collected: no article of" in shown
    rows = json.loads(run(seeded, "silence", event, "--json"))["sources"]
    assert {row["standing"] for row in rows} >= {"told", "not collected"}


def test_what_was_known_and_a_bundle_that_can_be_checked(data: Path, tmp_path: Path) -> None:
    now = json.loads(run(data, "on", "2026-02-04", "--json"))
    then = json.loads(run(data, "on", "2026-02-04", "--known", "2026-02-04", "--json"))
    sources = {source["id"] for source in then["sources"]}
    assert sources
    assert sources < {source["id"] for source in now["sources"]}
    assert json.loads(run(data, "on", "2026-02-04", "--recorded", "2020-01-01T00:00Z", "--json"))["events"] == []
    file = tmp_path / "answer.json"
    file.write_text(run(data, "on", "2026-02-04", "--bundle"), encoding="utf8")
    assert run(data, "verify", str(file)) == "holds; the record is as it was\n"
    claim, _ = first_dated(data)
    run(data, "curate", "reject", claim, *WHO)
    assert run(data, "verify", str(file)) == "holds; the record has changed since\n"
    file.write_text(file.read_text(encoding="utf8").replace("2026-02-04", "2026-02-05"), encoding="utf8")
    done = amur("verify", file, data=data)
    assert done.returncode == 1
    assert "its hash is another" in done.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("on", "2026-02-04", "--known", "soon"), "'soon' is not a date"),
        (("on", "2026-02-04", "--recorded", "soon"), "no moment"),
        (("on", "2026-02-04", "--recorded", "2026-02-04T10:00"), "has no time zone"),
        (("verify", "pyproject.toml"), "cannot be read as a bundle"),
        (("verify", "schemathesis.toml.json"), "cannot be read as a bundle"),
        (("silence", "e-none"), "event e-none is not known"),
    ],
)
def test_bad_questions_are_refused_in_one_line(seeded: Path, words: tuple[str, ...], message: str) -> None:
    done = amur(*words, data=seeded)
    assert done.returncode == 1
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
