"""Filters over HTTP: what answers and lists are narrowed to is what the claims themselves say."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.choosing import Budget, claims_told, events_of, events_told
from api.schemas_events import DayAnswer
from graph.answer import Filters
from graph.library import Library
from tests.programs import amur, serving


@pytest.fixture(scope="module")
def client(seeded: Path) -> Iterator[httpx.Client]:
    with serving(seeded) as client:
        yield client


@pytest.fixture(scope="module")
def claims(seeded: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in amur("export", data=seeded).stdout.splitlines()]


def items(client: httpx.Client, path: str, **params: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        answer = client.get(path, params={**params, **cursor})
        assert answer.status_code == 200, answer.text
        value = answer.json()
        found += value["items"]
        if value["next"] is None:
            return found
        cursor = {"cursor": value["next"]}


@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        ({"type": "CONSULT"}, lambda c: c["type"] == "CONSULT"),
        ({"type": "consult"}, lambda c: c["type"] == "CONSULT"),
        ({"family": ["contact", "travel"]}, lambda c: c["family"] in ("contact", "travel")),
        ({"actor": "Q7747"}, lambda c: any(a["id"] == "Q7747" for a in c["actors"])),
        ({"place": "Beijing"}, lambda c: c["place"] and c["place"]["id"] == "Q956"),
        ({"status": "planned"}, lambda c: c["status"] == "planned"),
        ({"certainty": ["probable", "possible"]}, lambda c: c["certainty"] in ("probable", "possible")),
        ({"certain": "true"}, lambda c: c["certainty"] == "certain"),
        ({"stance": "critical"}, lambda c: any(s["value"] == "critical" for s in c["stance"])),
        ({"voice": "Q7747"}, lambda c: any(v["id"] == "Q7747" for link in c["attribution"] for v in link)),
        ({"actor": "Q7747", "status": "happened"}, lambda c: c["status"] == "happened"
            and any(a["id"] == "Q7747" for a in c["actors"])),
    ],
)  # fmt: skip
def test_events_are_those_of_which_a_claim_passes(
    client: httpx.Client, claims: list[dict[str, Any]], filters: dict[str, Any], passes: Any
) -> None:
    wanted = {claim["event"] for claim in claims if passes(claim)} - {None}
    assert {event["id"] for event in items(client, "/events", limit=7, **filters)} == wanted
    differing = {d["event"] for d in items(client, "/differences") if not d.get("events")}
    narrowed = items(client, "/differences", **filters)
    assert {d["event"] for d in narrowed if not d.get("events")} == wanted & differing
    assert all(wanted & set(d["events"]) for d in narrowed if d.get("events"))


def test_some_filters_keep_something_and_leave_something_out(
    client: httpx.Client, claims: list[dict[str, Any]]
) -> None:
    everything = len(items(client, "/events"))
    for filters in ({"type": "CONSULT"}, {"place": "China"}, {"certain": "true"}, {"on": "2026-02-04"}):
        assert 0 < len(items(client, "/events", **filters)) < everything, filters
    inside = {c["place"]["id"] for c in claims if c["place"]}
    assert "Q956" in inside, "Beijing is told of, and lies in China"
    in_china = {event["id"] for event in items(client, "/events", place="China")}
    assert {event["id"] for event in items(client, "/events", place="Beijing")} <= in_china


def test_a_page_looks_at_no_more_than_its_budget_and_the_next_goes_on(seeded: Path) -> None:
    filters = Filters(places=frozenset({"Q956"}))
    with Library.open(seeded, create=False) as library, library.reading():
        whole = [claim.id for claim, _ in claims_told(library, None, filters)]
        assert whole
        found, after, pages = [], "", 0
        while True:
            budget = Budget(10)
            found += [claim.id for claim, _ in claims_told(library, None, filters, after, budget)]
            pages += 1
            if (following := budget.cursor(None)) is None:
                break
            after = following
        assert found == whole
        assert pages == -(-library.claim_count() // 10) or pages == library.claim_count() // 10 + 1
        few = Budget(10)
        events = list(events_told(library, few.of(events_of(library, None, filters)), filters))
        assert len(events) <= 10
        assert few.cursor(None) == library.event_ids()[9]


def test_a_day_is_narrowed_by_place_certainty_stance_and_status(client: httpx.Client) -> None:
    def told(**filters: Any) -> set[str]:
        answer = client.get("/on/2026-02-04", params=filters)
        assert answer.status_code == 200, answer.text
        return {event["id"] for event in answer.json()["events"]}

    whole = told()
    for filters in ({"certainty": "certain"}, {"status": "happened"}, {"family": "contact"}, {"source": "AFP"}):
        assert told(**filters), filters
        assert told(**filters) <= whole, filters
    assert told(source="AFP") < whole
    assert told(family="contact") < whole
    assert told(place="Vladivostok") == set(), "nothing is told of it that day"


def test_a_day_is_told_as_it_was_known_on_another(client: httpx.Client) -> None:
    whole = client.get("/on/2026-02-04").json()
    for known, there in (
        ("2026-02-04", {"afp"}),
        ("2026-02", {s["id"] for s in whole["sources"]}),
        ("2026-02-03", set()),
    ):
        answer = client.get("/on/2026-02-04", params={"known": known})
        assert answer.status_code == 200, answer.text
        value = answer.json()
        DayAnswer.model_validate(value)
        assert {source["id"] for source in value["sources"]} == there, known
        told = {account["source"]["id"] for event in value["events"] for account in event["accounts"]}
        assert told <= there
        assert value["known"] == {"2026-02": "2026-02-28"}.get(known, known)
    event = next(e for e in whole["events"] if {"afp"} < {a["source"]["id"] for a in e["accounts"]})
    for path in (f"/events/{event['id']}", f"/events/{event['id']}/accounts"):
        told = client.get(path, params={"known": "2026-02-04"}).json()
        accounts = told if isinstance(told, list) else told["accounts"]
        assert {account["source"]["id"] for account in accounts} == {"afp"}
        assert client.get(path, params={"known": "2026-02-03"}).status_code == 404
    question = {"q": "what happened on 4 Feb 2026", "known": "2026-02-04"}
    asked = client.get("/ask", params=question).json()
    assert "known=2026-02-04" in asked["same_as"]
    assert {source["id"] for source in asked["answer"]["sources"]} == {"afp"}
    assert client.get(asked["same_as"]).json()["events"] == asked["answer"]["events"]
    assert client.get("/on/2026-02-04?known=once").status_code == 400
    undated = client.get("/ask", params={"q": "what did Putin do", "known": "2026-02-04"})
    assert undated.status_code == 422
    for path in ("/on/2026-02-04.csv", "/export/amur.nq", "/events", "/differences", "/feed.atom"):
        refused = client.get(path, params={"known": "2026-02-04"})
        assert refused.status_code == 422, f"{path}: it is not passed over in silence"


def test_values_that_are_none_are_refused_by_name(client: httpx.Client) -> None:
    for path in ("/on/2026-02-04", "/events", "/differences"):
        for name in ("type", "family", "stance", "certainty", "status"):
            answer = client.get(path, params={name: "nonsense"})
            assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
            assert name in answer.json()["detail"]
        for name in ("source", "actor", "voice", "place"):
            answer = client.get(path, params={name: "nobody at all"})
            assert answer.status_code == 404
            assert "nobody at all" in answer.json()["detail"]


def test_the_documentation_has_an_example_for_every_filter(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for path in ("/on/{date}", "/events", "/differences"):
        named = {parameter["name"]: parameter for parameter in paths[path]["get"]["parameters"]}
        for name in ("source", "actor", "voice", "type", "family", "place", "stance", "certainty", "status"):
            assert named[name]["description"], (path, name)
            assert named[name]["schema"].get("examples") or named[name].get("examples"), (path, name)
