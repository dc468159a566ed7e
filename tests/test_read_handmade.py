"""Events made by hand, as CSV: they become claims, link with those that were read, and are refused row by row."""

from pathlib import Path

import pytest

from graph.errors import ReadError
from graph.model import Extraction, Role
from graph.registry import Registry, load_registry
from ingest.intake import Intake
from ingest.read.article import article_from_text
from ingest.read.given import Given, ReadFailure
from ingest.read.handmade import BY_HAND, read_handmade
from tests.programs import amur

HEAD = "date,actors,type,source,words,mode,place\n"
CALL = '2026-02-04,Xi Jinping; Владимир Путин,consult,Coder,"Xi and Putin spoke by video on 4 February.",video call,\n'


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def made(tmp_path: Path, registry: Registry, text: str) -> list[Extraction | ReadFailure]:
    path = tmp_path / "events.csv"
    path.write_text(text)
    return list(read_handmade(path, registry))


def test_a_row_becomes_a_claim(tmp_path: Path, registry: Registry) -> None:
    (one,) = made(tmp_path, registry, HEAD + CALL)
    assert isinstance(one, Extraction)
    (claim,) = one.claims
    assert (claim.type, claim.family, claim.mode) == ("CONSULT", "contact", "video call")
    assert [registry.actors[actor.id].name for actor in claim.actors] == ["Xi Jinping", "Vladimir Putin"]
    assert one.article.text[claim.start : claim.end] == "Xi and Putin spoke by video on 4 February."
    assert str(claim.when.start) == "2026-02-04" if claim.when else False
    assert one.extractor == BY_HAND


def test_who_acts_on_whom_and_who_is_not_known(tmp_path: Path, registry: Registry) -> None:
    row = '2026-02,"Q148; Nemo Nobody > Russia",AID,Coder,Help came in February.,,Beijing\n'
    (one,) = made(tmp_path, registry, HEAD + row)
    assert isinstance(one, Extraction)
    (claim,) = one.claims
    assert [(actor.role, actor.id.startswith("local-")) for actor in claim.actors] == [
        (Role.AGENT, False), (Role.AGENT, True), (Role.RECIPIENT, False)
    ]  # fmt: skip
    assert claim.place is not None
    assert [actor.name for actor in one.local_actors] == ["Nemo Nobody"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("2026-02-04,Xi Jinping,dance,Coder,Words.,,", "type: 'dance' is none of"),
        ("4 Feb,Xi Jinping,consult,Coder,Words.,,", "date: "),
        ("2026-02-04,Xi Jinping,consult,Coder,,,", "words: is empty"),
        ("2026-02-04,Xi Jinping,consult,Coder,Words.,walk,", "mode: 'walk' is none of contact"),
        ("2026-02-04,Xi Jinping,consult,Coder,Words are here.,,Nowhere", "place: 'Nowhere' is not known"),
        ("2026-02-04,A > B > C,consult,Coder,Words are here.,,", "more than one >"),
    ],
)
def test_a_wrong_row_is_named_and_the_rest_goes_in(tmp_path: Path, registry: Registry, row: str, message: str) -> None:
    wrong, right = made(tmp_path, registry, f"{HEAD}{row}\n{CALL}")
    assert isinstance(wrong, ReadFailure)
    assert wrong.message.startswith(f"{tmp_path / 'events.csv'}:2: ")
    assert message in wrong.message
    assert isinstance(right, Extraction)


@pytest.mark.parametrize("head", ["date,actors\n", "", "date,actors,type,source,words,colour\n"])
def test_wrong_columns_are_named(tmp_path: Path, registry: Registry, head: str) -> None:
    with pytest.raises(ReadError, match=r"column|is empty"):
        made(tmp_path, registry, head)


def test_made_and_read_claims_are_one_event_and_both_survive(tmp_path: Path, registry: Registry) -> None:
    said = Given(publisher="Paper", lang="en")
    words = "Xi Jinping held a video call with Vladimir Putin on 4 February 2026."
    with Intake.open(tmp_path / "data", registry) as intake:
        intake.take(article_from_text(words, said, registry))
        assert [r.status for r in intake.take_handmade(made(tmp_path, registry, HEAD + CALL))] == ["new"]  # type: ignore[union-attr]
        intake.settle()
        events = [event for event in intake.library.events() if len(event.claims) == 2]
        assert len(events) == 1
        claims = intake.library.claim_count()
        intake.rebuild(claims=True)
        assert intake.library.claim_count() == claims
        assert [r.status for r in intake.take_handmade(made(tmp_path, registry, HEAD + CALL))] == ["unchanged"]  # type: ignore[union-attr]


def test_the_command(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(HEAD + CALL + "2026-02-04,Xi Jinping,dance,Coder,Words are here.,,\n")
    done = amur("ingest", path, "--events", data=tmp_path / "data")
    assert done.stdout == "1 article: 1 new, 1 failed\n"
    assert done.stderr.startswith(f"amur: {path}:3: type: 'dance' is none of")
