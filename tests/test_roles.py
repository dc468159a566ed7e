"""Roles by tokens over HTTP; and erasing over HTTP and on the command line, beside a running service."""

import base64
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.roles import Role, role_of, tokens
from api.settings import Settings
from tests.programs import amur, serving, until

TEXT = "Le 8 mars 2026, Xi Jinping a rencontré Vladimir Poutine à Pékin avec Jean Quidamoux."
ARTICLE = {"text": TEXT, "published": "2026-03-09", "publisher": "Xinhua", "title": "Rencontre"}
ALL = {"AMUR_TOKEN": "contributor's", "AMUR_CURATOR_TOKEN": "curator's", "AMUR_READER_TOKEN": "reader's"}


def bearing(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture(scope="module")
def data(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(seeded, tmp_path_factory.mktemp("roles") / "data")


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[httpx.Client]:
    with serving(data, AMUR_LOG_REQUESTS="1", **ALL) as client:
        yield client


def test_a_service_with_readers_answers_nobody_else(client: httpx.Client) -> None:
    for path in ("/on/2026-02-04", "/sparql?query=ASK%7B%7D", "/docs", "/openapi.json", "/metrics", "/static/x"):
        refused = client.get(path)
        assert (refused.status_code, refused.headers["content-type"]) == (401, "application/problem+json")
        assert "Basic" in refused.headers["www-authenticate"]
        assert client.get(path, headers=bearing("wrong")).status_code == 401
        assert client.get(path, headers=bearing("reader's")).status_code in (200, 404)
    assert client.get("/on/2026-02-04", auth=("anybody", "reader's")).status_code == 200
    assert client.get("/on/2026-02-04", headers=bearing("curator's")).status_code == 200
    assert client.get("/healthz").status_code == 200


def test_each_role_may_do_what_it_may(client: httpx.Client) -> None:
    assert client.post("/articles", json=ARTICLE, headers=bearing("reader's")).status_code == 403
    taken = client.post("/articles", json=ARTICLE, headers=bearing("contributor's"))
    assert taken.status_code == 201, taken.text
    place = taken.headers["location"]
    for method, path in (("DELETE", place), ("POST", "/erasures")):
        body = {"what": "article", "value": place.rpartition("/")[2]} if method == "POST" else None
        for token in ("reader's", "contributor's"):
            refused = client.request(method, path, json=body, headers=bearing(token))
            assert refused.status_code == 403
            assert "curator" in refused.json()["detail"]
    assert client.delete(place, headers=bearing("curator's")).status_code == 204


def test_what_is_erased_is_gone_from_every_answer(client: httpx.Client) -> None:
    headers = bearing("curator's")
    place = client.post("/articles", json=ARTICLE, headers=headers).headers["location"]
    query = {"query": 'ASK { ?s ?p ?o FILTER(CONTAINS(STR(?o), "Quidamoux")) }', "format": "json"}

    def found() -> bool:
        return bool(client.get("/sparql", params=query, headers=headers).json()["boolean"])

    until(found, "the projection to follow")
    assert "Quidamoux" in client.get("/on/2026-03-08", headers=headers).text
    done = client.post("/erasures", json={"what": "person", "value": "Jean Quidamoux"}, headers=headers)
    assert done.status_code == 200, done.text
    assert "Quidamoux" not in done.text
    (new,) = done.json()["redacted"]
    for path in ("/on/2026-03-08", f"/articles/{new}", "/export/claims.jsonl", "/feed.atom"):
        assert "Quidamoux" not in client.get(path, headers=headers).text, path
    assert client.get("/search", params={"q": "Quidamoux"}, headers=headers).json()["items"] == []
    until(lambda: not found(), "the projection to follow")
    for suffix in ("", ".ttl", ".csv", ".html"):
        assert client.get(place + suffix, headers=headers).status_code == 410, suffix
    assert client.post("/articles", json=ARTICLE, headers=headers).status_code == 422
    listed = client.get("/erasures", headers=headers).json()["items"]
    assert [row["article"] for row in listed] == [place.rpartition("/")[2]]
    gone = client.post("/erasures", json={"what": "article", "value": new}, headers=headers)
    assert gone.json()["articles"] == [new]
    whole = client.get("/erasures", headers=headers).json()["items"]
    first = client.get("/erasures?limit=1", headers=headers).json()
    rest = client.get("/erasures", params={"cursor": first["next"]}, headers=headers).json()
    assert first["items"] + rest["items"] == whole
    assert (len(whole), rest["next"]) == (2, None)
    for wrong in ({"what": "all", "value": "x"}, {"what": "person"}, {"what": "person", "value": "Vladimir Putin"}):
        assert client.post("/erasures", json=wrong, headers=headers).status_code == 422
    missing = {"what": "article", "value": "a-0"}
    assert client.post("/erasures", json=missing, headers=headers).status_code == 404


def test_the_command_erases_beside_a_running_service(client: httpx.Client, data: Path) -> None:
    headers = bearing("curator's")
    article = {**ARTICLE, "text": TEXT.replace("Quidamoux", "Tartempionsky")}
    place = client.post("/articles", json=article, headers=headers).headers["location"]
    done = amur("erase", "article", place.rpartition("/")[2], "--yes", "--json", data=data)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["articles"] == [place.rpartition("/")[2]]
    assert client.get(place, headers=headers).status_code == 410
    asked = amur("erase", "article", "a-0", data=data)
    assert asked.returncode == 1, "nobody said yes"

    def lingering() -> list[str]:
        try:
            return [p.name for p in data.rglob("*") if p.is_file() and b"Tartempionsky" in p.read_bytes()]
        except FileNotFoundError:  # a snapshot goes while it is looked at
            return ["a file that is gone"]

    until(lambda: lingering() == [], "the service to sweep up")


def test_tokens_make_roles() -> None:
    alone = Settings(token="t")
    assert tokens(alone) == {Role.CURATOR: "t"}
    assert role_of(alone, "Bearer t") is Role.CURATOR
    basic = base64.b64encode(b"me:t").decode()
    assert role_of(alone, f"basic {basic}") is Role.CURATOR
    for wrong in (None, "", "t", "Bearer", "Bearer ", "Bearer tt", "Basic t", "Basic ????", "Digest t", "Bearer Ł"):
        assert role_of(alone, wrong) is Role.NOBODY
    assert role_of(Settings(), "Bearer ") is Role.NOBODY, "no token set is no token to guess"
    shown = Settings(token="a", curator_token="b", reader_token="c").shown()
    assert {shown[name] for name in ("token", "curator_token", "reader_token")} == {"set"}
