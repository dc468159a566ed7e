"""Questions in words over HTTP and on the command line: the answer is that of the address that is shown with it."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.asked_shapes import Asked
from tests.programs import amur, serving

DAY = [
    "what happened on 4 Feb 2026 according to each source",
    "Que s'est-il passé le 4 février 2026 selon chaque source ?",
    "Что произошло 4 февраля 2026 года по данным каждого источника?",
    "2026年2月4日各来源说发生了什么？",
]
PAIR = [
    "what happened between Xi and Putin on 4 Feb 2026 according to AFP?",
    "que s'est-il passé entre Xi et Poutine le 4 février 2026 selon l'AFP ?",
    "что произошло между Си Цзиньпином и Путиным 4 февраля 2026 года по данным АФП",
    "据法新社报道，2026年2月4日习近平和普京之间发生了什么？",
]


@pytest.fixture(scope="module")
def data(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("asked") / "data"
    shutil.copytree(seeded, folder)
    return folder


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[httpx.Client]:
    with serving(data) as client:
        yield client


@pytest.mark.parametrize("question", [*DAY, *PAIR])
def test_an_answer_is_that_of_the_address_that_asks_the_same(client: httpx.Client, question: str) -> None:
    got = client.get("/ask", params={"q": question})
    assert got.status_code == 200, got.text
    value = got.json()
    Asked.model_validate(value)
    assert value["missed"] == []
    same = client.get(value["same_as"]).json()
    assert same.pop("asked") == "2026-02-04"
    assert value["answer"].pop("asked") == question
    assert value["answer"] == same
    assert same["events"]
    if question in DAY:
        assert value["understood"]["group"] == "source"
        assert len(same["by_source"]) == 3
    else:
        assert [actor["id"] for actor in value["understood"]["actors"]] == ["Q15031", "Q7747"]
        for event in same["events"]:
            assert {"Q15031", "Q7747"} <= {actor["id"] for actor in event["actors"]}
    again = client.get("/ask", params={"q": question}, headers={"If-None-Match": got.headers["etag"]})
    assert again.status_code == 304


def test_without_a_date_events_are_listed(client: httpx.Client) -> None:
    value = client.get("/ask", params={"q": "what happened between Trump and Putin?"}).json()
    Asked.model_validate(value)
    assert value["answer"] is None
    assert value["events"]
    assert client.get(value["same_as"]).json()["items"] == value["events"]


@pytest.mark.parametrize("question", ["what happened", "什么？", "et alors ?", "ASK { ?s ?p ?o }"])
def test_where_nothing_is_understood_that_is_said(client: httpx.Client, question: str) -> None:
    refused = client.get("/ask", params={"q": question})
    assert (refused.status_code, refused.headers["content-type"]) == (400, "application/problem+json")
    assert "date" in refused.json()["detail"]


def test_there_is_no_answer_to_another_question(client: httpx.Client) -> None:
    for question, words in (
        ("what happened yesterday between Xi and Putin", "yesterday"),
        ("что произошло 4 февраля 2026 года кроме как по данным ТАСС", "кроме"),
        ("what happened on 04/02/2026", "04/02/2026"),
        ("what happened on 30 February 2026", "30 February 2026"),
    ):
        value = client.get("/ask", params={"q": question}).json()
        Asked.model_validate(value)
        assert (value["answer"], value["events"], value["same_as"]) == (None, None, None)
        assert [missed["words"] for missed in value["missed"] if missed["decides"]] == [words]


def test_the_command_says_what_it_understood(data: Path) -> None:
    done = amur("ask", PAIR[0], data=data)
    assert done.returncode == 0, done.stderr
    assert "actors: Xi Jinping and Vladimir Putin" in done.stdout
    assert "sources: AFP" in done.stdout
    value = json.loads(amur("ask", PAIR[0], "--json", data=data).stdout)
    assert value["same_as"].startswith("/on/2026-02-04?source=afp&with=Q15031&with=Q7747")
    missed = amur("ask", "what happened yesterday between Xi and Putin", data=data)
    assert missed.returncode == 1
    assert "not understood: yesterday" in missed.stdout
