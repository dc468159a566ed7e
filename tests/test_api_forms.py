"""What every address has: forms by Accept and suffix, links to them, entity tags, HEAD, compression, problems, CORS;
and the answers of search, stance and silence."""

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import rdflib

from api.listing import COLUMNS
from api.routes.standing import SilenceOut, StanceOfArticle
from api.schemas import Page
from api.schemas_claims import ToldClaim
from api.schemas_things import Found
from graph.highlights import folded
from tests.programs import serving

PLACES = [
    "/on/2026-02-04", "/ask?q=2026-02-04", "/events", "/events/{event}", "/events/{event}/accounts",
    "/claims", "/claims/{claim}",
    "/articles", "/articles/{article}", "/actors", "/actors/Q7747", "/actors/Q7747/timeline", "/places", "/places/Q956",
    "/sources", "/sources/afp", "/differences", "/search?q=Xi", "/stance?source=afp&toward=Q7747",
    "/silence?event={event}", "/erasures",
]  # fmt: skip
THINGS = ["/events/{event}", "/claims/{claim}", "/articles/{article}", "/actors/Q7747", "/places/Q956", "/sources/afp"]
RDF = {".ttl": "turtle", ".nt": "nt", ".jsonld": "json-ld", ".rdf": "xml"}


@pytest.fixture(scope="module")
def client(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    data = shutil.copytree(seeded, tmp_path_factory.mktemp("forms") / "data")
    with serving(data, AMUR_CORS_ORIGINS="https://reader.example") as client:
        yield client


@pytest.fixture(scope="module")
def ids(client: httpx.Client) -> dict[str, str]:
    event = client.get("/on/2026-02-04?source=afp").json()["events"][0]
    account = next(a for a in event["accounts"] if a["source"]["id"] == "afp")
    return {"event": event["id"], "claim": account["claims"][0]["id"], "article": account["article"]["id"]}


@pytest.mark.parametrize("place", PLACES)
def test_every_address_is_a_good_citizen(client: httpx.Client, ids: dict[str, str], place: str) -> None:
    path = place.format(**ids)
    whole = client.get(path, headers={"Origin": "https://reader.example"})
    assert whole.status_code == 200, whole.text
    assert whole.headers["content-type"] == "application/json"
    assert whole.headers["access-control-allow-origin"] == "https://reader.example"
    assert "access-control-allow-origin" not in client.get(path, headers={"Origin": "https://other.example"}).headers
    tag = whole.headers["etag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    head = client.head(path)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    if len(whole.content) >= 1000:
        assert whole.headers["content-encoding"] == "gzip"
        plain = client.get(path, headers={"Accept-Encoding": "identity"})
        assert "content-encoding" not in plain.headers
        assert plain.json() == whole.json()
        assert "accept-encoding" in plain.headers["vary"].lower()
    wrong = client.get(path, params={**httpx.URL(path).params, "limit": "0", "lang": "xx", "group": "x"})
    if wrong.status_code != 200:  # the address has such a parameter
        assert (wrong.status_code, wrong.headers["content-type"]) == (422, "application/problem+json")


# rdflib's reader of JSON-LD calls what rdflib deprecates.
@pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")
@pytest.mark.parametrize("place", THINGS)
def test_a_thing_has_every_form_by_suffix_and_by_accept(client: httpx.Client, ids: dict[str, str], place: str) -> None:
    path = place.format(**ids)
    plain = client.get(path)
    assert "accept" in plain.headers["vary"].lower()
    links = {part.split(";")[0].strip(" <>"): part for part in plain.headers["link"].split(", ")}
    assert links[f"urn:amur:{path.lstrip('/')}"].endswith('rel="cite-as"')
    for suffix, form in RDF.items():
        assert 'rel="alternate"' in links[path + suffix]
        by_suffix = client.get(path + suffix, headers={"Accept": "application/json"})
        media = by_suffix.headers["content-type"].partition(";")[0]
        by_accept = client.get(path, headers={"Accept": f"application/json;q=0.2, {media};q=0.9, text/html;q=0.1"})
        subject = rdflib.URIRef(f"urn:amur:{path.lstrip('/')}")
        for answer in (by_suffix, by_accept):
            assert answer.status_code == 200, answer.text
            assert answer.headers["vary"].lower().replace("accept-", "").count("accept") == 1
            held = client.get(path + suffix, headers={"If-None-Match": answer.headers["etag"].removeprefix("W/")})
            assert (held.status_code, held.content) == (304, b"")
            read = rdflib.Graph().parse(data=answer.text, format=form)
            assert (subject, rdflib.RDF.type, None) in read
    assert client.get(path + ".json", headers={"Accept": "text/html"}).json() == plain.json()
    page = client.get(path + ".html", headers={"Accept": "application/json"})
    assert page.headers["content-type"].startswith("text/html")
    table = client.get(path + ".csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"), newline="")))
    assert rows or "Q956" in path
    assert client.get(path, headers={"Accept": "text/csv"}).content == table.content
    led = client.get(f"/id{path}", follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (303, path)
    for suffix in (*RDF, ".json", ".csv"):
        missing = client.get(path.rpartition("/")[0] + "/nothing-so-called" + suffix)
        assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json"), suffix


LISTS = ["/events?actor=Q7747", "/claims?type=CONSULT", "/articles", "/actors?kind=person", "/sources", "/places"]


# rdflib's reader of JSON-LD calls what rdflib deprecates.
@pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")
@pytest.mark.parametrize("place", LISTS)
def test_a_list_has_every_form_page_by_page(client: httpx.Client, place: str) -> None:
    path, _, query = place.partition("?")
    asked = dict(httpx.QueryParams(query))
    plain = client.get(path, params={**asked, "limit": 3}).json()
    ids = [item["id"] for item in plain["items"]]
    for suffix, form in {**RDF, ".csv": "csv"}.items():
        by_suffix = client.get(path + suffix, params={**asked, "limit": 3}, headers={"Accept": "application/json"})
        assert by_suffix.status_code == 200, by_suffix.text
        media = by_suffix.headers["content-type"].partition(";")[0]
        by_accept = client.get(
            path, params={**asked, "limit": 3}, headers={"Accept": f"{media}, application/json;q=0.9"}
        )
        assert by_accept.headers["content-type"] == by_suffix.headers["content-type"]
        if form == "csv":
            rows = list(csv.DictReader(io.StringIO(by_suffix.content.decode("utf-8-sig"), newline="")))
            assert [row["id"] for row in rows] == ids
            assert tuple(rows[0]) == COLUMNS[path.strip("/")]
        else:
            read = rdflib.Graph().parse(data=by_suffix.text, format=form)
            assert {str(s).rpartition("/")[2] for s in read.subjects()} == set(ids)
        held = client.get(
            path + suffix, params={**asked, "limit": 3}, headers={"If-None-Match": by_suffix.headers["etag"]}
        )
        assert (held.status_code, held.content) == (304, b"")
        if plain["next"]:
            following = by_suffix.links["next"]["url"]
            assert following.startswith(path + suffix + "?")
            again = client.get(path, params={**asked, "limit": 3, "cursor": plain["next"]}).json()
            first = again["items"][0]["id"]
            assert first not in ids
            assert first in client.get(following).text
        wrong = client.get(path + suffix, params={"limit": 0})
        assert (wrong.status_code, wrong.headers["content-type"]) == (422, "application/problem+json")
    assert client.get(path + ".json", params={**asked, "limit": 3}).json() == plain


def test_what_is_offered_in_no_form_that_is_taken_is_refused(client: httpx.Client, ids: dict[str, str]) -> None:
    for path in (*THINGS, *LISTS, "/on/2026-02-04"):
        for accept in ("image/png", "application/json;q=0", "text/*;q=0, application/*;q=0"):
            refused = client.get(path.format(**ids), headers={"Accept": accept})
            assert (refused.status_code, refused.headers["content-type"]) == (406, "application/problem+json")
            assert "application/json" in refused.json()["detail"]
    for accept in ("", "*/*", "image/png, */*;q=0.1", "application/*", "nonsense"):
        assert client.get("/events", headers={"Accept": accept}).headers["content-type"] == "application/json", accept


def test_claims_are_listed_once_each_whatever_they_are_narrowed_to(client: httpx.Client) -> None:
    for asked in ({}, {"actor": "Q7747"}, {"on": "2026-02-04"}, {"with": ["Q7747", "Q15031"]}, {"source": "afp"}):
        exported = client.get("/export/claims.jsonl", params=asked).text.splitlines()
        found: list[str] = []
        cursor = None
        while True:
            part = client.get("/claims", params={**asked, "limit": 50, **({"cursor": cursor} if cursor else {})}).json()
            Page[ToldClaim].model_validate(part)
            found += [item["id"] for item in part["items"]]
            cursor = part["next"]
            if cursor is None:
                break
        assert found == sorted(json.loads(line)["id"] for line in exported), asked


def test_tables_of_things_hold_the_claims_about_them(client: httpx.Client, ids: dict[str, str]) -> None:
    def claims(path: str) -> set[str]:
        text = client.get(path).content.decode("utf-8-sig")
        return {row["id"] for row in csv.DictReader(io.StringIO(text, newline=""))}

    event = client.get(f"/events/{ids['event']}").json()
    assert claims(f"/events/{ids['event']}.csv") == set(event["claims"])
    assert claims(f"/claims/{ids['claim']}.csv") == {ids["claim"]}
    article = client.get(f"/articles/{ids['article']}").json()
    assert claims(f"/articles/{ids['article']}.csv") == {claim["id"] for claim in article["claims"]}
    assert claims("/actors/Q7747.csv") == claims("/export/claims.csv?actor=Q7747")
    assert claims("/sources/afp.csv") == claims("/export/claims.csv?source=afp")
    assert claims("/export/claims.csv?with=Q7747&with=Q15031") < claims("/actors/Q7747.csv")


def test_a_day_has_its_forms_too(client: httpx.Client) -> None:
    plain = client.get("/on/2026-02-04?actor=Q7747")
    assert '</on/2026-02-04.ics?actor=Q7747>; rel="alternate"; type="text/calendar"' in plain.headers["link"]
    assert '</on/2026-02-04?actor=Q7747>; rel="cite-as"' in plain.headers["link"], "what is narrowed is cited so"
    for suffix, path, media in (
        (".csv", "/export/claims.csv", "text/csv"), (".trig", "/export/amur.trig", "application/trig"),
        (".jsonld", "/export/amur.jsonld", "application/ld+json"), (".ics", "/export/events.ics", "text/calendar"),
        (".gexf", "/graph.gexf", "application/gexf+xml"), (".ttl", "/export/amur.ttl", "text/turtle"),
        (".nt", "/export/amur.nt", "application/n-triples"), (".nq", "/export/amur.nq", "application/n-quads"),
    ):  # fmt: skip
        by_suffix = client.get(f"/on/2026-02-04{suffix}?actor=Q7747")
        assert by_suffix.status_code == 200, by_suffix.text
        assert by_suffix.headers["content-type"].startswith(media)
        exported = client.get(path, params={"on": "2026-02-04", "actor": "Q7747"})
        if suffix in (".csv", ".gexf", ".ics"):
            assert by_suffix.text == exported.text
        in_words = client.get("/on/4 février 2026?actor=Q7747", headers={"Accept": media})
        assert in_words.headers["content-type"].startswith(media)
        assert len(in_words.content) > 100
    assert client.get("/on/2026-02-04.json?actor=Q7747").json() == plain.json()
    assert client.get("/on/4 février 2026.csv").status_code == 200
    assert client.get("/on/2026-02-04", headers={"Accept": "text/csv;q=0.9, */*;q=0.1"}).text.startswith("\ufeffid,")
    assert client.get("/on/2026-02-04", headers={"Accept": "*/*"}).headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("words", "mark"),
    [("Ouchakov", "Ouchakov"), ("ouchakóv", "Ouchakov"), ("telephon", "telephon"), ("普京", "普京"),
     ("视频", "视频"), ('"Xi Jinping"', "Xi Jinping"), ("Путин", "Путин")],
)  # fmt: skip
def test_search_shows_the_words_where_they_stand(client: httpx.Client, words: str, mark: str) -> None:
    value = client.get("/search", params={"q": words}).json()
    Page[Found].model_validate(value)
    if not value["items"]:
        pytest.skip(f"no seed article holds {words}")
    for item in value["items"]:
        text = client.get(f"/articles/{item['article']['id']}").json()["text"]
        assert item["highlights"], item["article"]["id"]
        for passage in item["highlights"]:
            assert text[passage["start"] : passage["end"]] == passage["text"]
            assert passage["marks"]
            for low, high in passage["marks"]:
                assert folded(passage["text"][low:high]).startswith(folded(mark))


def test_the_head_of_a_long_answer_costs_no_answer(client: httpx.Client) -> None:
    def sent() -> int:
        found = re.search(r"amur_sent_bytes_total (\d+)", client.get("/metrics").text)
        assert found
        return int(found[1])

    for path in ("/export/amur.trig", "/export/claims.csv", "/sparql?query=SELECT * {?s ?p ?o}", "/graph.gexf"):
        for _ in range(10):  # more than may be under way: each is let go of
            head = client.head(path)
            assert (head.status_code, head.content) == (200, b""), path
            assert head.headers["content-type"]
    before = sent()
    assert client.get("/export/claims.csv").content
    assert sent() > before + 1000


def test_search_has_pages(client: httpx.Client) -> None:
    whole = client.get("/search?q=Xi&limit=100").json()["items"]
    found, cursor = [], None
    while True:
        part = client.get("/search", params={"q": "Xi", "limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        found += part["items"]
        cursor = part["next"]
        if cursor is None:
            break
    assert len(whole) > 2
    assert found == whole
    first = client.get("/search?q=Xi&limit=2").json()
    number, _, last = first["next"].partition(".")
    assert (number, last) == ("2", first["items"][-1]["article"]["id"])
    moved = client.get("/search", params={"q": "Xi", "cursor": f"1.{last}"}).json()
    assert moved["items"] == whole[2:], "it goes on behind the article shown last, wherever that stands now"
    assert client.get("/search?q=Xi&cursor=x").status_code == 400


def test_stance_is_a_series_of_articles(client: httpx.Client) -> None:
    shown = {}
    for source in client.get("/sources").json()["items"]:
        for toward in ("Q7747", "Xi Jinping", "Russia", "United States"):
            value = client.get("/stance", params={"source": source["id"], "toward": toward}).json()
            Page[StanceOfArticle].model_validate(value)
            for item in value["items"]:
                assert item["supportive"] + item["critical"] + item["neutral"] > 0
                shown[source["id"], toward, item["article"]] = item
    assert shown
    assert client.get("/stance?source=Nobody%20Times&toward=Q7747").status_code == 404
    assert client.get("/stance?source=afp").status_code == 422


def test_silence_says_what_is_known_of_each_source(client: httpx.Client, ids: dict[str, str]) -> None:
    value = client.get("/silence", params={"event": ids["event"]}).json()
    SilenceOut.model_validate(value)
    assert {item["standing"] for item in value["sources"]} >= {"told"}
    assert client.get("/silence?event=e-none").status_code == 404


def test_every_parameter_has_an_example_or_says_its_values(client: httpx.Client) -> None:
    """But `cursor`, which nobody makes up, and `default`, which has no value."""
    document = client.get("/openapi.json").json()
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert operation["summary"], path
            assert operation["description"], path
            for given in operation.get("parameters", ()):
                schemas = [given["schema"], *given["schema"].get("anyOf", ())]
                shown = any(key in given for key in ("example", "examples"))
                listed = ("examples", "enum", "pattern", "default")
                shown = shown or any(key in schema for schema in schemas for key in listed)
                assert shown or given["name"] in ("cursor", "default"), (path, given["name"])


def test_the_types_of_problems_can_be_looked_up(client: httpx.Client) -> None:
    for path in ("/events/e-none", "/on/never", "/events?limit=0", "/events?type=x", "/sparql?query=NONSENSE"):
        problem = client.get(path).json()
        told = client.get(problem["type"])
        assert told.status_code == 200, problem
        assert str(problem["status"]) in told.text
    assert client.get("/problems/none").status_code == 404
