"""Exports over HTTP: each format read back by another's reader, narrowed as asked, with licence and version."""

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import feedparser
import httpx
import pytest
import rdflib

from api.shapes import csv_lines
from graph.library import Library
from graph.rights import Policy
from tests.programs import amur, serving

AMUR = rdflib.Namespace("https://w3id.org/amur/ontology#")
EXPORTS = {
    "/export/claims.jsonl": "application/x-ndjson",
    "/export/claims.csv": "text/csv; charset=utf-8",
    "/export/amur.trig": "application/trig",
    "/export/amur.jsonld": "application/ld+json",
    "/export/amur.ttl": "text/turtle; charset=utf-8",
    "/export/amur.nt": "application/n-triples",
    "/export/events.ics": "text/calendar; charset=utf-8",
    "/export/timeline.json": "application/json",
    "/feed.atom": "application/atom+xml",
}
# The readers of rdflib call what rdflib deprecates.
UNION = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")
DEFAULT = (None, rdflib.URIRef("urn:x-rdflib:default"))  # the default graph, as its two readers call it
HOSTILE = (
    "Le 8 mars 2026, Xi Jinping a rencontré Vladimir Poutine à Pékin ; <script>alert(1)</script>, a dit « l'agence » "
    "\\n & une virgule, " + "de longues discussions très utiles ont suivi " * 12 + "."
)


@pytest.fixture(scope="module")
def data(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    shutil.copytree(seeded, folder / "data")
    article = folder / "hostile.md"
    article.write_text(f"---\ntitle: T\npublisher: '=Xinhua'\npublished: 2026-03-09\n---\n{HOSTILE}\n", encoding="utf8")
    done = amur("ingest", article, data=folder / "data")
    assert done.returncode == 0, done.stderr
    return folder / "data"


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[httpx.Client]:
    with serving(data) as client:
        yield client


@pytest.fixture(scope="module")
def events(client: httpx.Client) -> dict[str, dict[str, Any]]:
    return {event["id"]: event for event in client.get("/events?limit=1000").json()["items"]}


def unfolded(text: str) -> list[str]:
    """Content lines as RFC 5545 has them read."""
    assert text.endswith("\r\n")
    for line in text.split("\r\n"):
        assert len(line.encode()) <= 75, line
        assert "\n" not in line
    return re.sub("\r\n[ \t]", "", text).split("\r\n")[:-1]


def entries(text: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for line in unfolded(text):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and line != "END:VCALENDAR":
            found[-1][name.partition(";")[0]] = value
    return found


@pytest.mark.parametrize("path", EXPORTS)
def test_every_export_bears_licence_version_and_its_type(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == EXPORTS[path]
    assert answer.headers["x-data-version"] == client.get("/healthz").json()["data_version"]
    assert "creativecommons.org/publicdomain/zero" in answer.headers["link"]
    assert "publishers" in answer.headers["x-rights"]
    assert "content-length" not in answer.headers, "it is sent as it is made"
    tag = answer.headers["etag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    head = client.head(path)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    assert client.get(path, params={"on": "2026-02-04"}, headers={"If-None-Match": tag}).status_code == 200
    for wrong, status in ({"on": "never"}, 400), ({"actor": "nobody at all"}, 404), ({"family": "none"}, 422):
        refused = client.get(path, params=wrong)
        assert (refused.status_code, refused.headers["content-type"]) == (status, "application/problem+json")


def test_calendar_entries_are_the_dated_events(client: httpx.Client, events: dict[str, dict[str, Any]]) -> None:
    text = client.get("/export/events.ics").content.decode()
    lines = unfolded(text)
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Amur//Amur//EN"]
    assert lines[-1] == "END:VCALENDAR"
    found = {entry["UID"].removeprefix("urn:amur:events/"): entry for entry in entries(text)}
    closed = {
        key
        for key, event in events.items()
        if event["when"] and event["when"]["kind"] in ("throughout", "within") and event["when"]["to"]
    }
    assert set(found) == closed
    for key, entry in found.items():
        when = events[key]["when"]
        assert entry["DTSTART"] == when["from"].replace("-", "")
        after = date.fromisoformat(when["to"]) + timedelta(days=1)
        assert entry["DTEND"] == after.isoformat().replace("-", ""), "the end of an all-day entry is exclusive"
        assert re.fullmatch(r"\d{8}T\d{6}Z", entry["DTSTAMP"])
        loose = when["kind"] == "within" and when["from"] != when["to"]
        if loose:
            assert entry["STATUS"] == "TENTATIVE"
            assert when["edtf"] in entry["SUMMARY"].replace("\\", "")
    assert any(events[key]["when"]["kind"] == "within" for key in found)
    hostile = [e["DESCRIPTION"] for e in found.values() if "script" in e["DESCRIPTION"]]
    assert hostile
    assert all("\\;" in words for words in hostile)
    assert any("\\\\n" in words for words in hostile), "a backslash of the text stays one"


def test_slides_are_the_dated_events_and_hold_no_markup_of_the_texts(
    client: httpx.Client, events: dict[str, dict[str, Any]]
) -> None:
    value = client.get("/export/timeline.json?lang=fr").json()
    assert value["amur"]["data_version"] == client.get("/healthz").json()["data_version"]
    found = {slide["unique_id"]: slide for slide in value["events"]}
    assert found
    assert set(found) == {key for key, event in events.items() if event["when"] and event["when"]["from"]}
    for key, slide in found.items():
        when = events[key]["when"]
        first = date.fromisoformat(when["from"])
        assert slide["start_date"]["year"] == first.year
        assert slide["start_date"].get("month") in (None, first.month)
        assert ("end_date" in slide) == (when["kind"] in ("throughout", "within") and when["from"] != when["to"])
        assert slide["text"]["headline"]
        assert not re.search(r"<(?!/?(p|b|a)\b)", slide["text"]["text"])
    assert any("&lt;script&gt;" in slide["text"]["text"] for slide in found.values())


def test_the_feed_is_read_by_a_feed_reader_newest_first(
    client: httpx.Client, events: dict[str, dict[str, Any]]
) -> None:
    answer = client.get("/feed.atom", params={"limit": 500})
    read = feedparser.parse(answer.content)
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    assert read.feed.id == str(answer.url)
    assert read.feed.rights
    assert read.feed.updated == read.entries[0].updated
    assert {entry.id.removeprefix("urn:amur:events/") for entry in read.entries} == set(events)
    stamps = [entry.updated for entry in read.entries]
    assert stamps == sorted(stamps, reverse=True)
    for entry in read.entries[:5]:
        assert client.get(entry.link).json()["id"] == entry.id.removeprefix("urn:amur:events/")
    newest = feedparser.parse(client.get("/feed.atom?limit=1").content)
    assert len(newest.entries) == 1
    assert "Xinhua" in newest.entries[0].content[0].value, "what came last stands first"
    assert len(feedparser.parse(client.get("/feed.atom?actor=Q7747&type=CONSULT").content).entries) < len(events)


@UNION
def test_both_forms_of_rdf_say_what_the_projection_says(client: httpx.Client, data: Path) -> None:
    stored = rdflib.Dataset()
    stored.parse(data=amur("export", "--format", "nquads", data=data).stdout, format="nquads")
    wanted = set(stored.quads())
    for path, form in (("/export/amur.trig", "trig"), ("/export/amur.jsonld", "json-ld")):
        read = rdflib.Dataset()
        read.parse(data=client.get(path).text, format=form)
        found = set(read.quads())
        assert {quad for quad in found if quad[3] not in DEFAULT} == wanted
        version = client.get("/healthz").json()["data_version"]
        about = {(str(p), str(o)) for s, p, o, g in found if g in DEFAULT}
        assert (str(rdflib.OWL.versionInfo), version) in about
        assert any(p == str(rdflib.DCTERMS.license) for p, _ in about)
    for path, form in (("/export/amur.ttl", "turtle"), ("/export/amur.nt", "nt")):
        triples = set(rdflib.Graph().parse(data=client.get(path).text, format=form))
        said = {triple for triple in triples if str(triple[0]) != "urn:amur:export"}
        assert said == {quad[:3] for quad in wanted}
        assert len(triples - said) == 3, "rights, licence, version"


@UNION
@pytest.mark.parametrize("filters", [{"type": "CONSULT"}, {"on": "2026-02-04"}, {"on": "2026", "actor": "Q7747"}])
def test_every_form_is_narrowed_alike(client: httpx.Client, filters: dict[str, str]) -> None:
    rows = [json.loads(line) for line in client.get("/export/claims.jsonl", params=filters).text.splitlines()]
    whole = client.get("/export/claims.jsonl").text.splitlines()
    assert 0 < len(rows) < len(whole)
    ids = {row["id"] for row in rows}
    if "type" in filters:
        assert ids == {row["id"] for row in map(json.loads, whole) if row["type"] == "CONSULT"}
    text = client.get("/export/claims.csv", params=filters).content.decode("utf-8-sig")
    assert {row["id"] for row in csv.DictReader(io.StringIO(text, newline=""))} == ids
    for path, form in (
        ("/export/amur.trig", "trig"),
        ("/export/amur.jsonld", "json-ld"),
        ("/export/amur.nq", "nquads"),
    ):
        read = rdflib.Dataset(default_union=True)
        read.parse(data=client.get(path, params=filters).text, format=form)
        assert {str(claim).rpartition("/")[2] for claim in read.subjects(rdflib.RDF.type, AMUR.Claim)} == ids
    kept = {event["id"] for event in client.get("/events", params={**filters, "limit": 1000}).json()["items"]}
    calendar = entries(client.get("/export/events.ics", params=filters).content.decode())
    assert {entry["UID"].rpartition("/")[2] for entry in calendar} <= kept
    slides = client.get("/export/timeline.json", params=filters).json()["events"]
    assert {slide["unique_id"] for slide in slides} <= kept
    assert slides


def test_the_quads_bear_licence_and_version_whole_and_narrowed(client: httpx.Client) -> None:
    for path in ("/export/amur.nq", "/export/amur.nq?type=CONSULT"):
        answer = client.get(path)
        assert answer.headers["content-type"] == "application/n-quads"
        assert answer.headers["x-data-version"] == client.get("/healthz").json()["data_version"]
        assert "creativecommons.org/publicdomain/zero" in answer.headers["link"]
        assert "publishers" in answer.headers["x-rights"]


def test_no_cell_is_a_formula_whatever_a_publisher_is_called(client: httpx.Client) -> None:
    whole = client.get("/export/claims.csv?on=2026-03-08")
    assert whole.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(whole.content.decode("utf-8-sig"), newline="")))
    assert rows
    assert "'=Xinhua" in {row["source"] for row in rows}
    assert not any(row["source"].startswith("=") for row in rows)


def test_off_loopback_words_are_quoted_in_part_alone(data: Path) -> None:
    with Library.open(data) as library:
        text = "".join(csv_lines(library, whole=Policy()))
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    ours = [row for row in rows if row["rendition"]]
    others = [row for row in rows if not row["rendition"]]
    assert others
    assert all(len(row["quote"]) <= 300 for row in others)
    assert any(row["quote"].endswith("…") for row in others)
    assert any(len(row["quote"]) > 300 for row in ours), "a digest in our own words is quoted whole"
