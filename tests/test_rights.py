"""What leaves the machine of a text that is not ours: quotations of at most 300 characters, in every answer."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from graph.model import Article, Claim, EventType, Family, Span
from graph.registry import Registry, load_registry
from graph.rights import PRIVATE, QUOTED, Policy, around_trigger, cut, is_open
from tests.programs import amur, serving

END = "Schlusswort"
LONG = (
    "Le 8 mars 2026, Xi Jinping a rencontré Vladimir Poutine à Pékin et les deux présidents ont parlé "
    + "de longues affaires très utiles et " * 10
    + f"de {END}."
)
ARTICLE = f"---\ntitle: Rencontre\npublisher: Xinhua\npublished: 2026-03-09\n---\n{LONG}\n"
PLACES = [
    "/on/2026-03-08", "/on/2026-03-08?group=source", "/events/{event}", "/events/{event}/accounts", "/claims/{claim}",
    "/articles/{article}", "/articles", "/events?on=2026-03-08", "/ask?q=2026-03-08", "/export/claims.jsonl",
    "/export/claims.csv", "/export/amur.trig", "/export/amur.jsonld", "/export/amur.nq", "/export/events.ics",
    "/export/timeline.json", "/feed.atom", "/graph.gexf", "/claims/{claim}.ttl", "/articles/{article}.nt",
    "/sparql?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D",
]  # fmt: skip
PAGES = ["/on/2026-03-08", "/events/{event}", "/claims/{claim}", "/articles/{article}", "/ask?q=2026-03-08"]


@pytest.fixture(scope="module")
def data(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rights")
    shutil.copytree(seeded, folder / "data")
    (folder / "long.md").write_text(ARTICLE, encoding="utf8")
    done = amur("ingest", folder / "long.md", data=folder / "data")
    assert done.returncode == 0, done.stderr
    return folder / "data"


@pytest.fixture(scope="module")
def public(data: Path) -> Iterator[httpx.Client]:
    """A service behind a proxy: it listens on loopback, and is reached from outside."""
    with serving(data, AMUR_PUBLIC_URL="https://amur.example") as client:
        yield client


def things(client: httpx.Client) -> dict[str, str]:
    event = client.get("/on/2026-03-08").json()["events"][0]
    account = event["accounts"][0]
    return {"event": event["id"], "claim": account["claims"][0]["id"], "article": account["article"]["id"]}


@pytest.mark.parametrize("place", PLACES)
def test_no_answer_of_a_public_service_holds_more_than_a_quotation(public: httpx.Client, place: str) -> None:
    answer = public.get(place.format(**things(public)))
    assert answer.status_code == 200, answer.text
    assert END not in answer.text


@pytest.mark.parametrize("place", PAGES)
def test_no_page_does_either(public: httpx.Client, place: str) -> None:
    answer = public.get(place.format(**things(public)), headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    assert END not in answer.text


def test_on_this_machine_words_are_whole_but_in_rdf(data: Path, tmp_path: Path) -> None:
    data = shutil.copytree(data, tmp_path / "data")
    with serving(data) as client:
        found = things(client)
        for place in ("/on/2026-03-08", "/events/{event}", "/claims/{claim}", "/articles/{article}"):
            assert END in client.get(place.format(**found)).text, place
        assert END not in client.get("/export/amur.nq").text, "RDF goes from store to store: its words are public"
    assert END in amur("on", "2026-03-08", "--json", data=data).stdout
    assert END in amur("explain", found["claim"], "--json", data=data).stdout


def test_a_bundle_with_quotations_holds(data: Path, tmp_path: Path) -> None:
    from datetime import date

    from graph.answers import on
    from graph.export.bundle import bundle, verify
    from graph.library import Library

    with Library.open(data) as library:
        made = bundle(library, on(library, load_registry(), date(2026, 3, 8)), query={"on": "2026-03-08"})
        assert END not in str(made)
        assert verify(made, library) == []
        claim = made["answer"]["events"][0]["accounts"][0]["claims"][0]
        claim["quote"] = "Xi" + claim["quote"]
        assert any("does not stand" in line for line in verify(made, library))


@pytest.mark.parametrize(
    ("rights", "free"),
    [("CC BY 4.0", True), ("cc-by-sa-4.0", True), ("Public domain", True), ("CC0 1.0", True), ("open", True),
     ("CC BY-NC 4.0", False), ("CC BY-ND", False), ("all rights reserved", False), ("", False), (None, False),
     ("not open", False)],
)  # fmt: skip
def test_open_rights_are_named_so(rights: str | None, free: bool) -> None:
    assert is_open(rights) is free


def test_the_policy_goes_by_article_and_source() -> None:
    registry = load_registry()
    free = replace(registry.sources["xinhua"], rights="public domain")
    open_ = Registry(actors=registry.actors, places=registry.places, sources={**registry.sources, "xinhua": free})
    article = Article(id="a", work="w", text="x" * 900, lang="en", source="xinhua")
    assert not Policy(registry=registry)(article)
    assert Policy(registry=open_)(article)
    assert Policy()(replace(article, rendition=True))
    assert Policy()(replace(article, rights="CC BY 4.0"))
    assert PRIVATE(article)


def test_a_quotation_is_cut_at_its_end_and_keeps_the_words_that_matter() -> None:
    assert cut("x" * QUOTED, whole=False) == "x" * QUOTED
    assert len(cut("x" * (QUOTED + 1), whole=False)) == QUOTED
    text = "a" * 500 + "MET" + "b" * 500
    mark = Span(start=500, end=503)
    claim = Claim(
        id="c", article="a", start=0, end=1003, trigger=mark, evidence=(mark,), type=EventType.CONSULT,
        family=Family.CONTACT,
    )  # fmt: skip
    article = Article(id="a", work="w", text=text, lang="en", source="s")
    before, words, after = around_trigger(article, claim, Policy())
    assert words == "MET"
    assert len(before + words + after) <= QUOTED
    assert "".join(around_trigger(article, claim, PRIVATE)) == text
