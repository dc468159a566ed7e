"""What hostile clients send: each ends in a clean refusal or a limit, and the real service still answers."""

import shutil
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from api import patience
from tests.programs import serving

CROSS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
PATHS = "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>|^!<urn:x>)* ?b . ?b (!<urn:x>|^!<urn:x>)* ?c }"


@pytest.fixture(scope="module")
def client(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    data = tmp_path_factory.mktemp("attacked") / "data"
    shutil.copytree(seeded, data)
    with serving(data, AMUR_SPARQL_SECONDS="2", AMUR_SPARQL_MEMORY_MB="300") as client:
        yield client


def answers(client: httpx.Client) -> bool:
    """Still alive, the record and SPARQL alike."""
    asked = client.get("/sparql", params={"query": "ASK { ?c a amur:Claim }", "format": "json"})
    return client.get("/on/2026-02-04").status_code == 200 and asked.json()["boolean"] is True


def resident(client: httpx.Client) -> int:
    """Kilobytes that the service's own process holds."""
    port = client.base_url.port
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
                if b"serve" in words and listens(entry, port):
                    status = (entry / "status").read_text()
                    return int(status.partition("VmRSS:")[2].split()[0])
            except OSError:
                continue  # ended meanwhile, or not ours to read
    raise AssertionError("the service's process was not found")


def listens(entry: Path, port: int | None) -> bool:
    """Whether a process holds the listening socket of a port."""
    lines = (entry / "net" / "tcp").read_text().splitlines()[1:]
    rows = (line.split() for line in lines)
    inodes = {row[9] for row in rows if row[1].endswith(f":{port:04X}") and row[3] == "0A"}
    return any(str(link.readlink()) in {f"socket:[{inode}]" for inode in inodes} for link in (entry / "fd").iterdir())


@pytest.mark.parametrize("query", [CROSS, PATHS])
def test_runaway_queries_end_and_others_are_answered_meanwhile(client: httpx.Client, query: str) -> None:
    assert answers(client)
    before = resident(client) if Path("/proc/self/status").exists() else 0
    with ThreadPoolExecutor(2) as pool:
        held = pool.submit(client.get, "/sparql", params={"query": query})
        time.sleep(0.2)
        assert answers(client)
        refused = held.result()
    assert refused.status_code == 422, refused.text[:300]
    assert answers(client)
    if before:
        assert resident(client) < before + 50_000, "memory is back to where it was"


def test_many_runaways_at_once_leave_the_rest_of_the_service_alone(client: httpx.Client) -> None:
    with ThreadPoolExecutor(8) as pool:
        held = [pool.submit(client.get, "/sparql", params={"query": CROSS}) for _ in range(8)]
        started = time.monotonic()
        assert client.get("/on/2026-02-04").status_code == 200
        assert time.monotonic() - started < 2
        assert {answer.result().status_code for answer in held} <= {422, 503}
    assert answers(client)


def test_requests_that_come_drop_by_drop_hold_nothing_up(client: httpx.Client) -> None:
    address = ("127.0.0.1", client.base_url.port or 0)
    drops = [socket.create_connection(address) for _ in range(100)]
    try:
        for drop in drops:
            drop.sendall(b"GET /on/2026-02-04 HTTP/1.1\r\nHost: x\r\nX-")
        assert answers(client)
        last = drops[-1]
        last.settimeout(patience.HEAD_SECONDS + 10)
        assert last.recv(10) == b"", "the service hangs up on who does not finish its request"
    finally:
        for drop in drops:
            drop.close()
    assert answers(client)


@pytest.mark.parametrize(
    "head",
    [
        b"GET /on/2026-02-04 HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /on/2026\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused(client: httpx.Client, head: bytes) -> None:
    with socket.create_connection(("127.0.0.1", client.base_url.port or 0)) as raw:
        raw.settimeout(10)
        raw.sendall(head)
        try:
            answer = raw.recv(100)
        except ConnectionResetError:
            answer = b""
        assert answer == b"" or answer.startswith(b"HTTP/1.1 4"), answer
    assert answers(client)


@pytest.mark.parametrize(
    "kind", ["events", "claims", "articles", "actors", "sources", "places", "on", "id/events", "rdf/events"]
)
@pytest.mark.parametrize(
    "path", ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "....//etc/passwd", "%00"]
)
def test_no_route_leads_to_files(client: httpx.Client, kind: str, path: str) -> None:
    answer = client.get(f"/{kind}/{path}", follow_redirects=True)
    assert 400 <= answer.status_code < 500
    assert "root:" not in answer.text


def test_words_of_a_request_never_become_markup_or_headers(client: httpx.Client) -> None:
    script = "<script>alert(1)</script>"
    for path in (f"/on/{script}", f"/events/{script}", f"/search?q={script}", f"/sparql?query={script}"):
        answer = client.get(path)
        assert "html" not in answer.headers["content-type"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert "x-injected" not in client.get("/id/events/a%0d%0aX-Injected:%201", follow_redirects=False).headers
