"""The pages over HTTP, from a real service with the seed articles: what a reader finds without any script."""

import re
import shutil
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from graph.registry import load_registry
from tests.programs import ROOT, amur, serving

HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
HOSTILE = '<script>alert("1")</script> & "Пекин"'
LANGUAGES = ("en", "fr", "ru", "zh")
VOID = {"meta", "link", "input", "br", "hr", "img", "line", "rect"}


class Page(HTMLParser):
    """A page read: its elements, its links, its ids, its text, and elements that are not closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()
        self.faults += [f"{tag} is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"{tag} closes what it did not open, line {self.getpos()[0]}")

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str, **having: str) -> list[dict[str, str | None]]:
        """The attributes of the elements of that name, with these values."""
        return [a for name, a in self.elements if name == tag and all(a.get(k) == v for k, v in having.items())]

    def links(self) -> set[str]:
        """Addresses that the page leads to, on this service, without fragments."""
        found = {a["href"] or "" for name, a in self.elements if name in ("a", "link") and a.get("href")}
        return {link.partition("#")[0] for link in found if link.startswith("/")}


@pytest.fixture(scope="module")
def client(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    data = tmp_path_factory.mktemp("pages") / "data"
    shutil.copytree(seeded, data)
    hostile = data.parent / "hostile.md"
    words = "Le 9 mars 2026, Xi Jinping a rencontré Vladimir Poutine à Pékin. <b>Fin</b>"
    hostile.write_text(f"---\ntitle: '{HOSTILE}'\npublisher: Xinhua\npublished: 2026-03-09\n---\n{words}\n")
    twice = [data.parent / f"{name}.md" for name in ("phone", "video")]  # one source, one talk, two means
    for path, means in zip(twice, ("par téléphone", "par visioconférence"), strict=True):
        words = f"Le 9 avril 2026, Xi Jinping et Vladimir Poutine se sont entretenus {means}, selon le Kremlin."
        path.write_text(f"---\ntitle: Un entretien {means}\npublisher: Xinhua\npublished: 2026-04-10\n---\n{words}\n")
    done = amur("ingest", hostile, *twice, data=data)
    assert done.returncode == 0, done.stdout + done.stderr
    with serving(data) as client:
        yield client


def seen(client: httpx.Client, path: str, **headers: str) -> Page:
    answer = client.get(path, headers={**HTML, **headers})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page = Page(answer.text)
    assert not page.faults, (path, page.faults)
    return page


def test_a_browser_is_shown_the_page_and_a_program_the_data_at_the_same_address(client: httpx.Client) -> None:
    for path in ("/on/2026-02-04", "/events", "/articles", "/sources", "/actors", "/places", "/differences"):
        page = client.get(path, headers=HTML)
        assert page.headers["content-type"].startswith("text/html"), path
        assert "Accept" in page.headers["vary"]
        for accept in ("*/*", "application/json", "application/json, text/html;q=0.5"):
            assert client.get(path, headers={"Accept": accept}).headers["content-type"] == "application/json", path
    assert client.get("/on/2026-02-04?format=json", headers=HTML).json()["date"]["edtf"] == "2026-02-04"
    turtle = client.get("/actors/Q7747.ttl", headers=HTML)
    assert turtle.headers["content-type"].startswith("text/turtle")


def test_a_page_is_not_sent_twice(client: httpx.Client) -> None:
    first = client.get("/on/2026-02-04", headers=HTML)
    again = client.get("/on/2026-02-04", headers={**HTML, "If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head("/on/2026-02-04", headers=HTML).headers["etag"] == first.headers["etag"]


def test_no_page_has_scripts_or_styles_within_or_anything_from_elsewhere(client: httpx.Client) -> None:
    for path in ("/", "/on/2026-02-04", "/on/2026", "/search?q=Poutine"):
        answer = client.get(path, headers=HTML)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        page = Page(answer.text)
        names = {name for name, _ in page.elements}
        assert not names & {"script", "style", "iframe", "object", "img"}
        assert not [a for _, a in page.elements if "style" in a or any(key.startswith("on") for key in a)]
        sheets = page.all("link", rel="stylesheet")
        assert len(sheets) == 1
        assert client.get(sheets[0]["href"] or "").headers["content-type"].startswith("text/css")
    assert "url(" not in (ROOT / "api/web/static/amur.css").read_text()


def test_the_day_lays_the_three_accounts_of_the_call_side_by_side(client: httpx.Client) -> None:
    day = client.get("/on/2026-02-04").json()
    event = next(e for e in day["events"] if len(e["accounts"]) == 3)
    html = client.get("/on/2026-02-04", headers=HTML).text
    block = html.split(f'<article class="event" id="{event["id"]}">')[1].split("</article>")[0]
    page = Page(block)
    heads = [a for a in page.all("a") if a.get("class") == "source"]
    assert len(heads) == 3
    for account in event["accounts"]:
        assert account["source"]["name"] in page.text
        for claim in account["claims"]:
            assert " ".join(claim["quote"].split()) in " ".join(page.text.split())
            assert f"characters {claim['start']}–{claim['end']}" in page.text
    assert {a["lang"] for a in page.all("blockquote")} == {"fr"}
    rows = [part.split("</tr>")[0] for part in block.split('<tr class="differs">')[1:]]
    row = next(row for row in rows if "Means" in row)
    assert "telephone call" in row
    assert "video call" in row
    assert row.count('class="value parted"') >= 3


def test_marks_are_explained_in_their_title_and_in_the_legend(client: httpx.Client) -> None:
    page = seen(client, "/on/2026-02-04")
    ids = {a["id"] for _, a in page.elements if a.get("id")}
    marks = [a for a in page.all("a") if (a.get("class") or "").startswith("mark ")]
    assert {"mark mark-digest", "mark mark-differs", "mark mark-inferred"} <= {a["class"] for a in marks}
    for mark in marks:
        assert (mark["href"] or "")[1:] in ids
        assert len(mark["title"] or "") > 40
    assert "not the publisher's own text" in page.text


def test_the_matrix_tells_numbers_of_claims_and_the_kinds_of_nothing_apart(client: httpx.Client) -> None:
    day = client.get("/on/2026-02-04").json()
    html = client.get("/on/2026-02-04", headers=HTML).text
    matrix = html.split('<table class="matrix"')[1].split("</table>")[0]
    columns = len(re.findall(r'<th scope="col">', matrix)) - 1
    rows = matrix.split("<tr>")[2:]
    assert len(rows) == len(day["events"])
    for row, event in zip(rows, day["events"], strict=True):
        told = {a["source"]["id"] for a in event["accounts"]}
        assert row.count('class="number"') == row.count("cell told") == len(told)
        cells = re.findall(r'<td class="cell (\w+)">', row)
        assert len(cells) == columns
        assert set(cells) <= {"told", "not_found", "silent", "unread", "not_collected"}
        total = sum(int(n) for n in re.findall(r'class="number"[^>]*>(\d+)<', row))
        assert total == sum(len(account["claims"]) for account in event["accounts"])
    assert {"not_found", "silent"} <= set(re.findall(r'<td class="cell (\w+)">', matrix))


def test_sections_keep_plans_and_longer_periods_apart(client: httpx.Client) -> None:
    day = client.get("/on/2026-02-04").json()
    html = client.get("/on/2026-02-04", headers=HTML).text
    parts = re.split(r'<section aria-labelledby="(\w+)">', html)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert {"accounts", *(key for key in ("planned", "within") if day[key])} <= set(sections)
    for key, listed in (("accounts", day["events"]), ("planned", day["planned"]), ("within", day["within"])):
        ids = re.findall(r'<article class="event" id="([^"]+)"', sections.get(key, ""))
        assert ids == [event["id"] for event in listed[:100]]


def test_the_neighbouring_days_are_those_that_have_events(client: httpx.Client) -> None:
    page = seen(client, "/on/2026-02-04")
    (before,), (after,) = page.all("a", rel="prev"), page.all("a", rel="next")
    for link in (before, after):
        day = (link["href"] or "").removeprefix("/on/")
        assert client.get(f"/on/{day}").json()["events"], day
    assert before["href"] < "/on/2026-02-04" < after["href"]  # type: ignore[operator]
    back = seen(client, after["href"] or "")
    assert back.all("a", rel="prev")[0]["href"] == "/on/2026-02-04"


def test_filters_are_kept_in_the_address_and_in_the_form(client: httpx.Client) -> None:
    empty = client.get("/on/2026-02-04?actor=&source=&type=", headers=HTML)
    assert empty.status_code == 200
    html = client.get("/on/2026-02-04?actor=&source=&type=CONSULT&lang=fr", headers=HTML).text
    wanted = client.get("/on/2026-02-04?type=CONSULT&lang=fr").json()["events"]
    assert re.findall(r'<article class="event" id="([^"]+)"', html.split('id="accounts"')[1])[: len(wanted)] == [
        event["id"] for event in wanted
    ]
    page = Page(html)
    assert [a["value"] for a in page.all("option") if "selected" in a] == ["CONSULT"]
    assert page.all("input", name="lang", value="fr")


def test_every_link_of_every_kind_of_page_leads_somewhere(client: httpx.Client) -> None:
    event = client.get("/on/2026-02-04").json()["events"][0]
    account = event["accounts"][0]
    wanted = {"/", "/on/2026-02-04", "/on/2026-02?lang=zh", f"/events/{event['id']}", "/differences", "/search?q=Xi",
              f"/articles/{account['article']['id']}", f"/claims/{account['claims'][0]['id']}", "/sources"}  # fmt: skip
    kinds: dict[str, list[str]] = {}
    for path in sorted(wanted):
        for link in sorted(seen(client, path).links()):
            parts = urlsplit(link)
            kind = parts.path.split("/")[1] + ("" if "." not in parts.path else parts.path.rpartition(".")[2])
            kinds.setdefault(kind + parts.query[:6], []).append(link)
    for links in kinds.values():
        for link in links[:3]:
            answer = client.get(link, headers=HTML)
            assert answer.status_code in (200, 303, 307), link
            if answer.headers.get("content-type", "").startswith("text/html") and not link.startswith("/docs"):
                assert not Page(answer.text).faults, link


def test_the_article_is_shown_whole_with_the_words_that_make_claims_linked(client: httpx.Client) -> None:
    listed = client.get("/articles").json()["items"]
    given = next(a for a in listed if a["publisher"] == "AFP")
    whole = client.get(f"/articles/{given['id']}").json()
    html = client.get(f"/articles/{given['id']}", headers=HTML).text
    text = html.split('<div class="text"')[1].split("</div>")[0].partition(">")[2]
    assert Page(text).text == whole["text"]
    linked = {link.removeprefix("/claims/") for link in Page(text).links()}
    spans = {(c["trigger"]["start"], c["trigger"]["end"]) for c in whole["claims"]}
    assert len(linked) >= 0.9 * len(spans)
    assert linked <= {claim["id"] for claim in whole["claims"]}
    times = [mark for mark in Page(text).all("span") + Page(text).all("a") if "is-time" in (mark.get("class") or "")]
    assert len(times) >= len(whole["times"])


def test_a_claim_page_shows_its_sentence_rules_and_event(client: httpx.Client) -> None:
    event = client.get("/on/2026-02-04").json()["events"][0]
    claim = event["accounts"][0]["claims"][0]
    page = seen(client, f"/claims/{claim['id']}?lang=en")
    assert claim["quote"] in page.text
    assert all(rule in page.text for rule in claim["rules"])
    assert f"/events/{event['id']}?lang=en" in page.links()
    assert page.all("blockquote")[0]["lang"] == "fr"


def test_a_script_in_a_title_stays_text(client: httpx.Client) -> None:
    found = client.get("/articles?published=2026-03").json()["items"]
    assert [a["title"] for a in found] == [HOSTILE]
    for path in (f"/articles/{found[0]['id']}", "/articles", "/on/2026-03-09", "/search?q=rencontré"):
        answer = client.get(path, headers=HTML)
        assert "<script" not in answer.text, path
        assert "<b>Fin" not in answer.text
        assert HOSTILE in Page(answer.text).text, path
    echoed = client.get("/search", params={"q": HOSTILE}, headers=HTML)
    assert echoed.status_code == 200
    assert "<script" not in echoed.text
    refused = client.get("/on/<script>x", headers=HTML)
    assert refused.status_code == 400
    assert "<script" not in refused.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_language_is_chosen_by_address_and_by_the_browser(client: httpx.Client, lang: str) -> None:
    texts = tomllib.loads((ROOT / f"api/web/texts/{lang}.toml").read_text(encoding="utf8"))["text"]
    by_address = client.get(f"/?lang={lang}", headers={**HTML, "Accept-Language": "de"})
    by_browser = client.get("/", headers={**HTML, "Accept-Language": f"de, {lang}-XX;q=0.9, en;q=0.1"})
    for answer in (by_address, by_browser):
        assert answer.headers["content-language"] == lang
        assert Page(answer.text).all("html")[0]["lang"] == lang
        assert texts["tagline"] in Page(answer.text).text
    assert "Accept-Language" in by_browser.headers["vary"]
    kept = [link for link in Page(by_address.text).links() if link.startswith("/events/")]
    assert kept
    assert all(link.endswith(f"?lang={lang}") for link in kept)
    offered = {a["hreflang"] for a in Page(by_address.text).all("a") if a.get("hreflang") and a.get("lang")}
    assert offered == set(LANGUAGES)


def test_errors_are_pages_with_the_status_of_the_data(client: httpx.Client) -> None:
    wrong = {
        "/on/yesterday": 400, "/events/e-none": 404, "/on/2026-02-04?actor=Nobody": 404, "/?lang=de": 422,
        "/on/2026-02-04?page=0": 422, "/on/2026-02-04?type=X": 422,
    }  # fmt: skip
    for path, status in wrong.items():
        answer = client.get(path, headers=HTML)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8"), path
        assert not Page(answer.text).faults


def test_the_box_leads_to_the_day_in_words_of_any_language(client: httpx.Client) -> None:
    for words in ("4 February 2026", "4 février 2026", "4 февраля 2026", "2026年2月4日"):
        answer = client.get("/on", params={"date": words}, headers=HTML)
        assert (answer.status_code, answer.headers["location"]) == (303, "/on/2026-02-04")
    answer = client.get("/on", params={"date": "2026-02-01/2026-02-10", "lang": "ru"}, headers=HTML)
    assert answer.headers["location"] == "/on/2026-02-01/2026-02-10?lang=ru"


def test_the_strip_and_its_list_tell_the_same_weeks(client: httpx.Client) -> None:
    page = seen(client, "/")
    weeks = [link for link in page.links() if re.fullmatch(r"/on/\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d", link)]
    assert weeks
    assert len(page.all("rect")) == len(weeks)
    assert page.all("svg", role="img")


def test_headings_labels_and_tables_are_made_for_screen_readers(client: httpx.Client) -> None:
    for path in ("/", "/on/2026-02-04", "/events", "/search?q=Xi"):
        page = seen(client, path)
        assert len(page.all("h1")) == 1
        assert page.elements[[n for n, _ in page.elements].index("body") + 1] == (
            "a", {"class": "skip", "href": "#content"},
        )  # fmt: skip
        ids = [a["id"] for _, a in page.elements if a.get("id")]
        assert len(ids) == len(set(ids)), path
        for _, a in page.elements:
            assert set((a.get("aria-labelledby") or a.get("aria-describedby") or "").split()) <= set(ids)
        assert all(a.get("scope") in ("col", "row") for a in page.all("th"))
        fields = [a for a in page.all("input") if a.get("type") not in ("hidden", "checkbox")]
        labels = {a.get("for") for a in page.all("label")}
        assert all(a.get("aria-label") or a.get("id") in labels for a in fields)


def test_all_languages_say_the_same_things_and_fill_the_same_places() -> None:
    found = {
        lang: tomllib.loads((ROOT / f"api/web/texts/{lang}.toml").read_text(encoding="utf8")) for lang in LANGUAGES
    }
    english = found["en"]
    for lang, table in found.items():
        assert {part: list(rows) for part, rows in table.items()} == {
            part: list(rows) for part, rows in english.items()
        }
        for key, words in table["text"].items():
            assert words.strip(), (lang, key)
            assert set(re.findall(r"\{(\w+)\}", words)) == set(re.findall(r"\{(\w+)\}", english["text"][key])), key
        for mark in table["marks"].values():
            assert set(mark) == {"short", "long"}
        registry = load_registry()
        shelves = (registry.actors, registry.places, registry.sources)
        kinds = {thing.kind for shelf in shelves for thing in shelf.values()}  # type: ignore[attr-defined]
        assert kinds <= set(table["kinds"])
        for forms in table["counts"].values():
            assert all("{n}" in words for words in forms.values())


def test_the_pages_use_every_phrase_and_no_other() -> None:
    used = "".join(
        path.read_text(encoding="utf8")
        for path in (ROOT / "api/web").rglob("*")
        if path.suffix in (".html", ".py") and "node_modules" not in path.parts
    )
    known = tomllib.loads((ROOT / "api/web/texts/en.toml").read_text(encoding="utf8"))["text"]
    named = set(re.findall(r'(?:\bt|\.page)\(["\'](\w+)["\']', used))
    made = (*(name for name in named if name.endswith("_")), "tie_")  # completed by a value of the model
    assert {name for name in named if not name.endswith("_")} <= set(known)
    idle = {key for key in known if f'"{key}"' not in used and not key.startswith(made)}
    assert not idle


def test_a_source_lists_the_events_that_it_tells(client: httpx.Client) -> None:
    day = client.get("/on/2026-02-04").json()
    for source in day["sources"]:
        told = {e["id"] for e in day["events"] if source["id"] in {a["source"]["id"] for a in e["accounts"]}}
        listed = {link.removeprefix("/events/") for link in seen(client, f"/sources/{source['id']}").links()}
        assert told <= listed


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, of `#rrggbb`."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_all_colours_have_the_contrast_that_text_needs_by_day_and_by_night() -> None:
    sheet = (ROOT / "api/web/static/amur.css").read_text(encoding="utf8")
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in sheet.split(":root {")[1:3])
    assert luminance(light["paper"]) > 0.8 > 0.1 > luminance(dark["paper"])
    for scheme in (light, dark):
        for ink in ("ink", "soft", "link"):
            for ground in ("paper", "panel", "mark"):
                assert contrast(scheme[ink], scheme[ground]) >= 4.5, (ink, ground)
        assert contrast(scheme["differs-ink"], scheme["differs"]) >= 4.5


def test_the_characters_of_a_quotation_lead_onto_its_sentence_in_the_text(client: httpx.Client) -> None:
    day = client.get("/on/2026-02-04").json()
    account = next(a for e in day["events"] for a in e["accounts"] if a["article"]["id"])
    claim, article = account["claims"][0], account["article"]["id"]
    leads = f"/articles/{article}#{claim['id']}"
    event = next(e["id"] for e in day["events"] if account in e["accounts"])
    for path in (f"/claims/{claim['id']}", "/on/2026-02-04", f"/events/{event}"):
        assert [a for a in seen(client, path).all("a") if a.get("href") == leads], path
    text = client.get(f"/articles/{article}", headers=HTML).text.split('<div class="text"')[1].split("</div>")[0]
    after = Page("<p>" + text.split(f'id="{claim["id"]}"></span>')[1].split("</span></span>")[0]).text
    assert " ".join(after.split()).startswith(" ".join(claim["quote"].split())[:60])
    assert re.search(r'<span class="stretch">(?:(?!class="stretch").)*id="' + claim["id"], text, re.DOTALL)


def test_every_anchor_that_a_page_links_to_is_there(client: httpx.Client) -> None:
    days = client.get("/on/2026").json()
    events = [*days["events"], *days["planned"], *days["within"]]
    start = ["/", "/on/2026", "/on/2026-02-04", "/events", "/articles", "/differences",
             *(f"/events/{event['id']}" for event in events[:40])]  # fmt: skip
    pages = {path: seen(client, path) for path in start}
    wanted: dict[str, set[str]] = {}
    for path, page in pages.items():
        for link in page.all("a"):
            to, _, anchor = (link.get("href") or "").partition("#")
            if anchor and (not to or to.startswith("/")):
                wanted.setdefault(to or path, set()).add(anchor)
    assert {path.split("/")[1] for path in wanted} >= {"on", "events", "articles"}
    assert any("silence" in anchors for anchors in wanted.values())
    for path, anchors in wanted.items():
        page = pages.get(path) or seen(client, path)
        missing = anchors - {a["id"] for _, a in page.elements if a.get("id")}
        assert not missing, (path, missing)


def test_a_day_with_none_but_plans_or_periods_counts_them(client: httpx.Client) -> None:
    day = client.get("/on/2026-02-04?type=COOPERATE").json()
    year = client.get("/on/2026").json()
    planned = year["planned"]
    assert planned
    when = next(d for d in (f"2026-{m:02}-{n:02}" for m in range(3, 13) for n in (1, 28))
                if not (found := client.get(f"/on/{d}").json())["events"] and found["within"])  # fmt: skip
    text = seen(client, f"/on/{when}?lang=en").text
    assert "Nothing stored tells" not in text
    assert re.search(r"No event of a known day; (\d+ planned, )?\d+ within a longer period", text)
    assert "Only what is narrowed to" not in text
    if not day["events"]:
        text = seen(client, "/on/2026-02-04?type=COOPERATE&lang=en").text
        assert "Only what is narrowed to is looked for: cooperates." in text
        assert "Without narrowing there are events" in text
    asked = seen(client, f"/ask?lang=en&q=what+happened+on+{when}").text
    assert "No event of a known day;" in asked
    narrowed = seen(client, "/ask?lang=en&q=legal+cases+against+Xi+Jinping+on+1+March+2026").text
    assert "Only what is narrowed to is looked for: " in narrowed


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_among_the_plans_is_labelled_happened(client: httpx.Client, lang: str) -> None:
    html = client.get(f"/on/2026?lang={lang}", headers=HTML).text
    plans = html.split('aria-labelledby="planned"')[1].split("</section>")[0]
    happened = {"en": "happened", "fr": "a eu lieu", "ru": "произошло", "zh": "已发生"}[lang]
    heads = re.findall(r'</h3>\s*<p class="quiet">[^·]+· ([^·<]+)', plans)
    assert heads
    assert happened not in {head.strip() for head in heads}


def test_what_one_source_gives_in_two_ways_is_no_difference_between_sources(client: httpx.Client) -> None:
    days = client.get("/on/2026").json()
    alone, apart = [], []
    for event in (*days["events"], *days["planned"], *days["within"]):
        for found in event["differences"]:
            sources = {source for value in found["values"] for source in value["sources"]}
            (apart if len(sources) > 1 else alone).append(event["id"])
    assert alone
    assert apart
    only = next(key for key in alone if key not in apart)
    page = client.get(f"/events/{only}?lang=en", headers=HTML).text
    assert "One source gives both:" in page
    assert "Sources differ on:" not in page
    assert 'class="value parted"' not in page
    contested = client.get("/?lang=en", headers=HTML).text.split('id="contested"')[1]
    assert only not in contested.split("</ul>")[0]
    other = next(key for key in apart if key not in alone)
    assert "Sources differ on:" in client.get(f"/events/{other}?lang=en", headers=HTML).text


def test_the_language_is_chosen_in_the_header_too(client: httpx.Client) -> None:
    header = client.get("/on/2026-02-04", headers=HTML).text.split("<header")[1].split("</header>")[0]
    assert {a.get("hreflang") for a in Page(f"<header{header}</header>").all("a")} >= set(LANGUAGES)


def test_a_question_is_answered_in_its_language_and_source_by_source_where_asked(client: httpx.Client) -> None:
    russian = {"q": "Что произошло 4 февраля 2026 года по данным каждого источника?"}
    answer = client.get("/ask", params=russian, headers={**HTML, "Accept-Language": "en"})
    assert answer.headers["content-language"] == "ru"
    asked = seen(client, "/ask?lang=en&q=what+happened+on+4+Feb+2026+according+to+each+source")
    day = client.get("/on/2026-02-04").json()
    assert "by source" in asked.text
    for source in day["sources"]:
        assert source["shown"] in asked.text
    plain = seen(client, "/ask?lang=en&q=what+happened+in+2026")
    assert re.search(r"20 of \d+ are shown", plain.text)
    undated = seen(client, "/ask?lang=en&q=what+happened+between+Trump+and+Putin+according+to+each+source")
    assert "Not understood: by source" in " ".join(undated.text.split())


def test_no_source_is_without_a_readable_name(client: httpx.Client) -> None:
    page = client.get("/sources?lang=en", headers=HTML).text
    assert not re.search(r'<a href="/sources/[^"]+">\s*</a>', page)
    assert "unnamed source" not in page
