"""Timeline, graph, queries, questions, profiles, what was known when: as pages without any script."""

import json
import re
import subprocess
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest

from graph.library import Library
from graph.registry import load_registry
from graph.silence import Standing, silence
from graph.standings import standings
from tests.programs import ROOT, serving

HTML = {"Accept": "text/html"}
CLIENT, STATIC = ROOT / "api/web/client", ROOT / "api/web/static"


@pytest.fixture(scope="module")
def client(seeded: Path) -> Iterator[httpx.Client]:
    with serving(seeded) as client:
        client.headers.update(HTML)
        yield client


def test_the_drawing_and_the_table_hold_the_same_events(client: httpx.Client) -> None:
    data = client.get("/timeline/events.json?on=2026-02").json()
    page = client.get("/timeline?on=2026-02").text
    table = page.split("<tbody>")[1].split("</tbody>")[0]
    listed = re.findall(r'href="/events/([^"?]+)', table)
    words_in = unescape(re.sub(r"<[^>]+>", "", table))
    assert sorted(listed) == sorted(row[0] for row in data["events"])
    for id, label, first, last, kind, type_, sources, _, planned, words in data["events"]:
        assert label in words_in
        assert words in unescape(table)
        assert first is None or last is None or first <= last
        assert 0 <= kind <= 3
        assert planned in (0, 1)
        assert data["types"][type_]
        assert sources
        told = {a["source"]["name"] for a in client.get(f"/events/{id}?format=json").json()["accounts"]}
        assert len({data["sources"][s] for s in sources}) <= len(told)


def test_a_longer_period_is_never_drawn_as_a_day(client: httpx.Client) -> None:
    rows = client.get("/timeline/events.json").json()["events"]
    for id, _, first, last, kind, *_ in rows:
        when = client.get(f"/events/{id}?format=json").json()["when"]
        assert (kind == 1) == (when["kind"] == "within")
        if when["precision"] != "day" and first is not None and last is not None:
            assert last > first, id


def test_filters_narrow_timeline_and_graph_and_stay_in_their_links(client: httpx.Client) -> None:
    everything = len(client.get("/timeline/events.json").json()["events"])
    some = client.get("/timeline/events.json?actor=Q22686").json()["events"]
    assert 0 < len(some) < everything
    page = client.get("/timeline?actor=Q22686&on=2026").text
    assert "/timeline/events.json?on=2026&amp;actor=Q22686" in page
    assert 'name="actor" value="Q22686"' in page
    graph = client.get("/graph?on=2026-02&shape=actors").text
    assert "/graph.json?on=2026-02&amp;shape=actors" in graph
    assert "Enable Timeline" in graph
    assert client.get("/graph?shape=none").status_code == 422
    assert client.get("/timeline?on=yesterday").status_code == 400


def test_a_question_shows_what_was_understood_what_was_missed_and_the_answer(client: httpx.Client) -> None:
    page = client.get("/ask", params={"q": "what happened on 4 Feb 2026 between Xi and Putin, frobnicated"}).text
    assert "4 February 2026" in page
    assert "frobnicated" in page.split("Not understood")[1]
    same = unescape(re.findall(r'href="(/on/[^"]+)"', page)[0])
    assert client.get(same).status_code == 200
    assert "Ask like" in client.get("/ask", params={"q": "hello"}).text
    assert client.get("/ask").status_code == 200
    hostile = client.get("/ask", params={"q": '<script>alert("4 February 2026")</script>'}).text
    assert "<script>alert" not in hostile


def test_an_event_is_shown_as_it_was_known_on_a_day(client: httpx.Client) -> None:
    event = client.get("/on/2026-02-04?format=json").json()["events"][0]
    whole = client.get(f"/events/{event['id']}").text
    then = client.get(f"/events/{event['id']}?known=2026-02-05").text
    assert len(re.findall('class="source"', whole)) == 3
    assert len(re.findall('class="source"', then)) == 2
    assert "as it was known on" in then
    assert client.get(f"/events/{event['id']}?known=2026-02-01").status_code == 404
    day = client.get("/on/2026-02-04?known=2026-02-04").text
    assert len(re.findall('<th scope="col"><a href="/sources/', day)) >= 1


def test_a_bundle_of_the_day_can_be_verified(client: httpx.Client, seeded: Path, tmp_path: Path) -> None:
    from graph.export.bundle import verify

    day = client.get("/on/2026-02-04").text
    link = re.findall(r'href="(/bundle/[^"]+)"', day)[0]
    made = client.get(link).json()
    with Library.open(seeded, create=False) as library:
        assert verify(made, library) == []
    made["answer"]["events"][0]["label"] = "something else"
    assert verify(made)


def test_a_bundle_is_narrowed_as_the_day_is_and_bears_licence_and_version(client: httpx.Client) -> None:
    asked = {"actor": "Q7747", "known": "2026-02-04", "lang": "zh"}
    answer = client.get("/bundle/4 février 2026", params=asked)
    made, day = answer.json(), client.get("/on/2026-02-04.json", params=asked).json()
    assert [event["id"] for event in made["answer"]["events"]] == [event["id"] for event in day["events"]]
    assert made["query"] == {"date": "2026-02-04", "lang": "zh", "actor": ["Q7747"], "known": ["2026-02-04"]}
    assert made["answer"]["lang"] == "zh"
    assert "creativecommons.org" in made["rights"]
    assert answer.headers["x-data-version"] == made["data_version"]
    assert 'rel="license"' in answer.headers["link"]
    tag = answer.headers["etag"]
    assert client.get("/bundle/4 février 2026", params=asked, headers={"If-None-Match": tag}).status_code == 304
    assert (
        client.get("/bundle/2026-02-04", headers={"Accept-Language": "ru, fr;q=0.5"}).json()["answer"]["lang"] == "ru"
    )
    for path, status in (("/bundle/never", 400), ("/bundle/2026-02-04?actor=nobody at all", 404)):
        refused = client.get(path)
        assert (refused.status_code, refused.headers["content-type"]) == (status, "application/problem+json")


def test_standings_of_many_events_are_those_of_silence(seeded: Path) -> None:
    from datetime import date

    from graph.answers import on

    registry = load_registry()
    with Library.open(seeded, create=False) as library:
        answer = on(library, registry, date(2026, 2, 4))
        cells = standings(library, registry, answer.events)
        seen = set()
        for item in answer.events:
            for one in silence(library, registry, item.event.id).sources:
                cell = cells[item.event.id].get(one.source)
                standing = cell.standing if cell else Standing.NOT_COLLECTED
                assert standing is one.standing, (item.label, one.source)
                seen.add(standing)
                if cell and standing is not Standing.TOLD:
                    assert (cell.collected, cell.naming, cell.gaps) == (one.collected, len(one.naming), len(one.gaps))
                    assert cell.named_in == one.naming[:10]
        assert {Standing.TOLD, Standing.NOT_FOUND, Standing.SILENT, Standing.NOT_COLLECTED} <= seen


def test_what_is_not_found_leads_to_the_articles_that_name_the_parties(client: httpx.Client) -> None:
    events = client.get("/on/2026-02-04?format=json").json()["events"]
    invited = next(event for event in events if event["family"] == "invitation") if "family" in events[0] else None
    invited = invited or next(event for event in events if "invites" in event["label"])
    page = client.get(f"/events/{invited['id']}").text.split('id="silence"')[1].split("</table>")[0]
    row = next(row for row in page.split("<tr>") if "not_found" in row)
    links = re.findall(r'href="(/articles/[^"]+)" lang="fr"', row)
    assert links
    text = client.get(f"{links[0]}?format=json").json()["text"]
    assert "Poutine" in text
    assert "Xi" in text


def test_profiles_say_whom_somebody_meets_and_with_what_stance(client: httpx.Client) -> None:
    putin = client.get("/actors/Q7747").text
    assert "Xi Jinping" in putin.split('id="meets"')[1]
    source = client.get("/on/2026-02-04?format=json").json()["sources"][0]["id"]
    page = client.get(f"/sources/{source}").text
    assert 'id="stance"' in page
    shown = page.split('id="stance"')[1]
    assert re.findall(r'<q lang="fr">[^<]{3,}</q>', shown)
    for claim in re.findall(r'href="(/claims/[^"]+)"', shown):
        assert client.get(claim).status_code == 200
    assert client.get("/places/Q956").status_code == 200


def test_the_query_page_is_a_plain_form_that_works(client: httpx.Client) -> None:
    page = client.get("/sparql/ui").text
    assert '<form class="stacked" id="sparql-plain" action="/sparql">' in page
    query = unescape(re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.S)[0])
    answer = client.get("/sparql", params={"query": query, "format": "csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    assert len(answer.text.splitlines()) > 5


def test_scripts_come_from_here_alone_and_only_where_they_are_needed(client: httpx.Client) -> None:
    for path, script in (("/timeline", "timeline.js"), ("/graph", "graph.js"), ("/sparql/ui", "sparql.js")):
        answer = client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self'; connect-src 'self'" in policy
        assert "unsafe" not in policy
        (source,) = re.findall(r'<script type="module" src="([^"]+)"></script>', answer.text)
        assert source.startswith(f"/static/{script}?v=")
        assert "<style" not in answer.text
        assert not re.search(r"\son\w+=|\sstyle=", answer.text)
        assert client.get(source).status_code == 200
    for path in ("/", "/on/2026-02-04", "/curate", "/add", "/ask"):
        assert "<script" not in client.get(path).text, path


def test_a_first_visit_weighs_less_than_a_hundred_kilobytes(client: httpx.Client) -> None:
    for path in ("/", "/on/2026-02-04", "/timeline"):
        page = client.get(path, headers={"Accept-Encoding": "gzip"})
        parts = [page, *(client.get(link) for link in re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text))]
        weight = sum(int(part.headers["content-length"]) for part in parts)
        assert weight < 100_000, (path, weight)


def test_what_is_built_comes_with_its_sources_its_lock_and_its_licences() -> None:
    lock = (CLIENT / "package-lock.json").read_text(encoding="utf8")
    assert '"resolved"' not in lock
    packages = json.loads(lock)["packages"]
    notice = (STATIC / "NOTICE.txt").read_text(encoding="utf8")
    for name in ("sigma", "graphology", "d3-zoom", "@zazuko/yasgui"):
        assert f"{name} {packages[f'node_modules/{name}']['version']}" in notice
    for licence in re.findall(r"(?m)^licence: (.+)$", notice):
        assert "GPL" not in licence
    listed = subprocess.run(["git", "ls-files", "api/web"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        assert not [name for name in listed.stdout.split() if "node_modules" in name]
