"""The ends of the calendar and what clients say of themselves: no request ends in an error of the service's own."""

import asyncio
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.app import make_app
from api.settings import Settings
from tests.programs import ROOT, amur, answers, environment, serving, until

HTML = {"Accept": "text/html"}
TOKEN = "a token of the tests"
LAST = """---
title: Rencontre à Pékin
publisher: Xinhua
language: fr
published: 9999-12-31
---
Xi Jinping a rencontré Vladimir Poutine à Pékin ce vendredi 31 décembre 9999.
"""


@pytest.fixture(scope="module")
def client(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("edges")
    shutil.copytree(seeded, folder / "data")
    (folder / "last.md").write_text(LAST, encoding="utf8")
    done = amur("ingest", folder / "last.md", data=folder / "data")
    assert done.returncode == 0, done.stdout + done.stderr
    with serving(folder / "data", AMUR_TOKEN=TOKEN) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/graph", "/timeline", "/on/9999-12-31"])
def test_pages_stand_with_an_event_on_the_last_day_of_the_calendar(client: httpx.Client, path: str) -> None:
    assert client.get("/on/9999-12-31").json()["events"], "the event is there"
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 200, answer.text[-500:]


@pytest.mark.parametrize("path", ["/graph/centrality", "/graph/meetings", "/export/events.ics"])
def test_questions_and_exports_reach_the_last_day(client: httpx.Client, path: str) -> None:
    answer = client.get(path, params={"on": "9999"})
    assert answer.status_code == 200, answer.text[-500:]


@pytest.mark.parametrize("days", ["9999", "9999-12", "9999-12-31", "0001/9999", "0001-01-01", "999X"])
def test_the_first_and_the_last_days_can_be_asked_for(client: httpx.Client, days: str) -> None:
    for headers in ({}, HTML):
        answer = client.get(f"/on/{days}", headers=headers)
        assert answer.status_code == 200, answer.text[-500:]


@pytest.mark.parametrize("days", ["9999-13", "9999-24", "10000-01-01"])
def test_days_beyond_the_calendar_are_refused(client: httpx.Client, days: str) -> None:
    assert client.get(f"/on/{days}").status_code == 400


def test_no_redirect_leads_to_a_host_that_a_header_names(client: httpx.Client) -> None:
    for path in ("/events/", "/on/2026-02-04/x/", "/id/actors/Q7747", "/"):
        led = client.get(path, headers={"Host": "elsewhere.example"})
        assert "elsewhere" not in led.headers.get("location", ""), path
    assert client.get("/events/", headers={"Host": "elsewhere.example"}).headers["location"] == "/events"


def test_a_header_makes_nobody_another_client(seeded: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = [sys.executable, "-m", "api.cli", "--data", str(seeded), "serve", "--port", "0"]
    with log.open("w", encoding="utf8") as file:
        env = environment(AMUR_LOG_REQUESTS="1", AMUR_RATE_PER_MINUTE="20")
        process = subprocess.Popen(command, stderr=file, cwd=ROOT, env=env)
        try:
            until(lambda: "http://" in log.read_text(encoding="utf8"), "the address")
            address = re.search(r"http://[\d.]+:\d+", log.read_text(encoding="utf8"))
            assert address
            with httpx.Client(base_url=address.group()) as client:
                until(lambda: answers(client), "the service to answer")
                said = [{"X-Forwarded-For": f"203.0.113.{n}", "X-Forwarded-Proto": "https"} for n in range(12)]
                found = [client.get("/events?limit=1", headers=headers).status_code for headers in said]
        finally:
            process.terminate()
            process.wait(20)
    assert (found[0], found[-1]) == (200, 429)
    rows = [json.loads(line) for line in log.read_text(encoding="utf8").splitlines() if line.startswith("{")]
    assert {row["client"] for row in rows} == {"127.0.0.1"}


def test_an_unexpected_error_is_a_problem_document_and_logged_by_its_id(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app(Settings(data=tmp_path))

    @app.get("/breaks")
    def breaks() -> None:
        raise RuntimeError("a secret of the inside")

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as client:
            return await client.get("/breaks")

    answer = asyncio.run(ask())
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert answer.json()["status"] == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-request-id"] in caplog.text
    assert "a secret of the inside" in caplog.text


@pytest.mark.parametrize("cookie", [b"amur=a.\xe9", b"amur=\xff.\xfe", b"amur=e30.0", b"amur=."])
def test_a_cookie_that_is_not_ours_is_nobodys(client: httpx.Client, cookie: bytes) -> None:
    answer = client.get("/curate", headers=[(b"Accept", b"text/html"), (b"Cookie", cookie)])
    assert answer.status_code == 200, answer.text[-500:]
    assert 'name="token"' in answer.text, "asked to sign in"


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "//", "http://elsewhere.example"])
def test_a_form_from_an_origin_that_is_none_is_foreign(client: httpx.Client, origin: str) -> None:
    with httpx.Client(base_url=client.base_url, headers=HTML, timeout=60) as browser:
        mark = re.search(r'name="mark" value="([^"]+)"', browser.get("/curate").text)
        assert mark
        said = {"mark": mark[1], "who": "Ana", "token": TOKEN}
        assert browser.post("/curate/in", data=said, headers={"Origin": origin}).status_code == 403
        assert browser.post("/curate/in", data=said).status_code == 303, "the same form from here"
