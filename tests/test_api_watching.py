"""Counts, request ids, logs and the limit on requests, on a running service."""

import json
import re
import subprocess
import sys
from pathlib import Path

import httpx

from api.watching import Allowance
from tests.programs import ROOT, answers, environment, serving, until


def test_what_is_asked_is_counted(seeded: Path) -> None:
    with serving(seeded) as client:
        before = client.get("/metrics")
        assert before.headers["content-type"].startswith("text/plain; version=0.0.4")
        assert re.search(r"^amur_articles 5\.0$", before.text, re.MULTILINE)
        for _ in range(3):
            client.get("/nothing-here")
        client.request("INVENTED", "/")
        after = client.get("/metrics").text
        assert 'amur_requests_total{method="GET",status="404"} 3' in after
        assert 'method="other"' in after
        assert "INVENTED" not in after
        for line in after.splitlines():
            assert re.fullmatch(r'# TYPE \w+ (counter|gauge)|\w+(\{method="\w+",status="\d{3}"\})? [\d.e+-]+', line)
        ids = {client.get("/healthz").headers["x-request-id"] for _ in range(5)}
        assert len(ids) == 5


def test_languages_are_loaded_beside_a_service_that_is_ready(seeded: Path) -> None:
    with serving(seeded) as client:
        assert "amur_languages_loaded 0.0" in client.get("/metrics").text, "it is ready before they are"
        until(lambda: "amur_languages_loaded 1.0" in client.get("/metrics").text, "the languages")
        for words in ("what happened on 4 Feb 2026", "что произошло 4 февраля 2026 года", "2026年2月4日发生了什么"):
            assert client.get("/ask", params={"q": words}).elapsed.total_seconds() < 2


def test_who_asks_too_often_is_told_to_wait_and_watchers_are_not(seeded: Path) -> None:
    with serving(seeded, AMUR_RATE_PER_MINUTE="20") as client:
        found = [client.get("/events?limit=1") for _ in range(12)]
        refused = [answer for answer in found if answer.status_code == 429]
        assert found[0].status_code == 200
        assert refused
        assert refused[0].headers["content-type"] == "application/problem+json"
        assert int(refused[0].headers["retry-after"]) >= 1
        assert "x-request-id" in refused[0].headers
        assert client.get("/healthz").status_code == 200
        assert re.search(r"^amur_rate_limited_total [1-9]", client.get("/metrics").text, re.MULTILINE)


def test_an_allowance_fills_up_again_and_forgets_who_is_silent() -> None:
    allowance = Allowance(60, clients=3)
    passed = [allowance.wait("a", 0.0) == 0 for _ in range(20)]
    assert passed == [True] * 15 + [False] * 5, "a quarter of a minute's requests at once"
    assert allowance.wait("a", 0.5) == 0.5
    assert allowance.wait("b", 0.5) == 0, "one client's haste is not another's"
    assert allowance.wait("a", 1.5) == 0
    for name in "cdefgh":
        allowance.wait(name, 2.0)
    assert len(allowance) == 3


def test_a_logged_request_is_a_line_of_json_without_query_or_token(seeded: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = [sys.executable, "-m", "api.cli", "--data", str(seeded), "serve", "--port", "0"]
    with log.open("w", encoding="utf8") as file:
        env = environment(AMUR_LOG_REQUESTS="1")
        process = subprocess.Popen(command, stderr=file, cwd=ROOT, env=env)
        try:
            until(lambda: "http://" in log.read_text(encoding="utf8"), "the address")
            address = re.search(r"http://[\d.]+:\d+", log.read_text(encoding="utf8"))
            assert address
            with httpx.Client(base_url=address.group()) as client:
                until(lambda: answers(client), "the service to answer")
                answer = client.get("/search?q=secretword", headers={"Authorization": "Bearer secrettoken"})
        finally:
            process.terminate()
            process.wait(20)
    text = log.read_text(encoding="utf8")
    assert "secret" not in text
    rows = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    (row,) = [row for row in rows if row["request"] == answer.headers["x-request-id"]]
    assert (row["method"], row["path"], row["status"]) == ("GET", "/search", 200)
