"""Correcting and adding by the pages: only with the token, only from our own forms, shown in the ledger, undone."""

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest

from tests.programs import serving

HTML = {"Accept": "text/html"}
TOKEN = "a token of the tests"
SENTENCE = "Le 9 mars 2026, Xi Jinping a rencontré Vladimir Poutine à Pékin."


@pytest.fixture(scope="module")
def address(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("curated") / "data"
    shutil.copytree(seeded, data)
    with serving(data, AMUR_TOKEN=TOKEN) as client:
        yield str(client.base_url)


@pytest.fixture
def browser(address: str) -> Iterator[httpx.Client]:
    """Somebody who keeps cookies and is not signed in."""
    with httpx.Client(base_url=address, headers=HTML, timeout=60) as client:
        yield client


def mark_in(page: httpx.Response) -> str:
    """The mark that its forms bear."""
    found = re.search(r'name="mark" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


def signed_in(browser: httpx.Client, who: str = "Ana") -> str:
    """Sign in; the mark of forms from now on."""
    opened = mark_in(browser.get("/curate"))
    answer = browser.post("/curate/in", data={"mark": opened, "who": who, "token": TOKEN})
    assert (answer.status_code, answer.headers["location"]) == (303, "/curate")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert TOKEN not in answer.headers["set-cookie"]
    return mark_in(browser.get("/curate"))


def a_claim(browser: httpx.Client, place: int = 0) -> tuple[str, str]:
    """(claim, event) of the fourth of February."""
    event = browser.get("/on/2026-02-04?format=json").json()["events"][place]
    return event["accounts"][0]["claims"][0]["id"], event["id"]


def ledger(browser: httpx.Client) -> str:
    return browser.get("/curate").text


def test_a_correction_is_signed_shown_marked_and_undone(browser: httpx.Client) -> None:
    mark = signed_in(browser)
    claim, _ = a_claim(browser)
    form = browser.get(f"/curate/claims/{claim}")
    assert mark_in(form) == mark
    done = browser.post(
        f"/curate/claims/{claim}/correct", data={"mark": mark, "why": "the day before", "when": "3 February 2026"}
    )
    assert done.status_code == 303, done.text
    entry = done.headers["location"].partition("done=")[2]
    shown = browser.get(done.headers["location"]).text
    assert f'id="{entry}"' in shown
    assert "the day before" in shown
    assert "Ana" in shown
    assert browser.get(f"/claims/{claim}?format=json").json()["claim"]["from"] == "2026-02-03"
    page = browser.get(f"/claims/{claim}").text
    assert "mark-corrected" in page
    undone = browser.post("/curate/undo", data={"mark": mark, "entry": entry, "why": "it was right"})
    assert undone.status_code == 303
    assert browser.get(f"/claims/{claim}?format=json").json()["claim"]["from"] == "2026-02-04"
    assert "undone" in ledger(browser)


def test_events_are_merged_and_split_by_the_forms(browser: httpx.Client) -> None:
    mark = signed_in(browser)
    events = browser.get("/on/2026-02-04?format=json").json()["events"]
    one, other = (e["id"] for e in events[-2:])
    assert f'value="{other}"' in browser.get(f"/curate/events/{one}").text
    done = browser.post(f"/curate/events/{one}/merge", data={"mark": mark, "why": "one call", "other": other})
    assert done.status_code == 303, done.text
    merged = browser.get(f"/events/{one}?format=json").json()
    claims = [c["id"] for a in merged["accounts"] for c in a["claims"]]
    assert len(claims) == 2
    done = browser.post(
        f"/curate/events/{merged['id']}/split", data={"mark": mark, "why": "two calls", "claim": claims[:1]}
    )
    assert done.status_code == 303, done.text
    homes = {browser.get(f"/claims/{claim}?format=json").json()["event"]["id"] for claim in claims}
    assert len(homes) == 2


def test_a_reason_is_asked_for_and_a_refusal_is_a_page(browser: httpx.Client) -> None:
    mark = signed_in(browser)
    claim, event = a_claim(browser)
    for path, data, status in (
        (f"/curate/claims/{claim}/reject", {"why": " "}, 422),
        (f"/curate/claims/{claim}/correct", {"why": "x"}, 422),
        (f"/curate/claims/{claim}/correct", {"why": "x", "when": "one fine day"}, 400),
        (f"/curate/events/{event}/merge", {"why": "x", "other": event}, 422),
        ("/curate/undo", {"why": "x", "entry": "k-none"}, 404),
    ):
        answer = browser.post(path, data={"mark": mark, **data})
        assert answer.status_code in (status, 400, 422), (path, answer.status_code, answer.text)
        assert answer.headers["content-type"].startswith("text/html")


def test_nobody_writes_without_signing_in_or_by_a_form_that_is_not_ours(address: str, browser: httpx.Client) -> None:
    claim, _ = a_claim(browser)
    reject = f"/curate/claims/{claim}/reject"
    assert browser.post(reject, data={"why": "x"}).status_code == 403  # no session at all
    opened = mark_in(browser.get("/curate"))
    assert browser.post(reject, data={"mark": opened, "why": "x"}).status_code == 403  # not signed in
    mark = signed_in(browser)
    for data in ({"why": "x"}, {"why": "x", "mark": "0" * 64}, {"why": "x", "mark": opened}):
        assert browser.post(reject, data=data).status_code == 403, data
    good = {"why": "x", "mark": mark}
    for headers in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert browser.post(reject, data=good, headers=headers).status_code == 403, headers
    name, value = next(iter(browser.cookies.items()))
    forged = value[:-1] + ("0" if value[-1] != "0" else "1")
    with httpx.Client(base_url=address, headers=HTML, cookies={name: forged}) as other:
        assert other.post(reject, data=good).status_code == 403
    browser.post("/curate/out", data={"mark": mark})
    assert browser.post(reject, data=good).status_code == 403
    assert browser.get(f"/claims/{claim}?format=json").status_code == 200


def test_wrong_tokens_are_refused_and_soon_not_even_tried(seeded: Path, tmp_path: Path) -> None:
    shutil.copytree(seeded, tmp_path / "data")
    with serving(tmp_path / "data", AMUR_TOKEN=TOKEN) as client:
        client.headers.update(HTML)
        mark = mark_in(client.get("/curate"))
        tried = [client.post("/curate/in", data={"mark": mark, "who": "Eve", "token": "guess"}) for _ in range(11)]
        assert [answer.status_code for answer in tried] == [403] * 10 + [429]
        right = client.post("/curate/in", data={"mark": mark, "who": "Eve", "token": TOKEN})
        assert right.status_code == 429


def test_without_a_token_of_its_own_a_service_takes_nothing_from_anybody(seeded: Path, tmp_path: Path) -> None:
    shutil.copytree(seeded, tmp_path / "data")
    with serving(tmp_path / "data") as client:
        client.headers.update(HTML)
        page = client.get("/curate").text
        assert "AMUR_TOKEN" in page
        assert 'name="token"' not in page
        for path in ("/curate/in", "/curate/undo", "/add"):
            assert client.post(path, data={"token": "", "who": "Eve", "text": SENTENCE}).status_code == 403, path


def test_a_text_is_read_dated_read_again_and_only_then_stored(browser: httpx.Client) -> None:
    mark = signed_in(browser)
    before = len(browser.get("/articles?format=json&limit=1000").json()["items"])
    text = f"{SENTENCE}\nHier, Vladimir Poutine a téléphoné à Xi Jinping."
    first = browser.post("/add", data={"mark": mark, "text": text.replace("\n", "\r\n"), "publisher": "Xinhua"})
    assert first.status_code == 200, first.text
    kept = re.search(r'<textarea name="text"[^>]*>\n(.*?)</textarea>', first.text, re.S)
    assert kept
    assert unescape(kept[1]) == text
    assert "a rencontré</mark>" in first.text
    assert len(browser.get("/articles?format=json&limit=1000").json()["items"]) == before
    again = browser.post("/add", data={"mark": mark, "text": text, "publisher": "Xinhua", "published": "2026-03-10"})
    assert "10 March 2026" in again.text
    stored = browser.post(
        "/add", data={"mark": mark, "text": text, "publisher": "Xinhua", "published": "2026-03-10", "do": "store"}
    )
    assert stored.status_code == 303
    article = browser.get(f"{stored.headers['location']}?format=json").json()
    assert (article["text"], article["published"], article["published_basis"]) == (text, "2026-03-10", "given")
    assert len(browser.get("/articles?format=json&limit=1000").json()["items"]) == before + 1
    assert any(e["accounts"] for e in browser.get("/on/2026-03-09?format=json").json()["events"])


def test_a_file_is_read_by_its_kind_and_others_are_refused(browser: httpx.Client) -> None:
    mark = signed_in(browser)
    body = f"<article><p>{SENTENCE * 3}</p></article>"
    html = f"<html lang='fr'><head><title>Un titre</title></head><body>{body}</body></html>"
    read = browser.post("/add", data={"mark": mark}, files={"file": ("a page.html", html.encode(), "text/html")})
    assert read.status_code == 200, read.text
    assert "a rencontré</mark>" in read.text
    for name, content in (("x.exe", b"MZ"), ("x.jsonl", b"{}"), ("empty.txt", b"")):
        refused = browser.post("/add", data={"mark": mark}, files={"file": (name, content, "text/plain")})
        assert refused.status_code in (400, 422), name
    assert browser.post("/add", data={"mark": mark}).status_code in (400, 422)


def test_pages_with_forms_are_kept_by_nobody(browser: httpx.Client) -> None:
    claim, event = a_claim(browser)
    for path in ("/curate", "/add", f"/curate/claims/{claim}", f"/curate/events/{event}"):
        answer = browser.get(path)
        assert answer.headers["cache-control"] == "no-store", path
        assert "etag" not in answer.headers


def test_forms_name_things_in_words_of_the_page(browser: httpx.Client) -> None:
    mark = signed_in(browser)
    assert "choose “Correct this by hand”" in browser.get("/curate?lang=en").text
    claim, event = a_claim(browser)
    forms = browser.get(f"/curate/events/{event}?lang=fr").text
    listed = forms.split('id="claims"')[1]
    assert re.search(rf'href="/curate/claims/{claim}\?lang=fr"><q lang="fr">[^<]{{20,}}</q>', listed)
    form = unescape(browser.get(f"/curate/claims/{claim}?lang=fr").text)
    assert "Temps (passé)" in form
    assert "Affirmé ou nié (affirmé)" in form
    sent = {"mark": mark, "text": SENTENCE, "published": "2026-03-10", "do": "read"}
    preview = unescape(browser.post("/add?lang=fr", data=sent).text)
    assert "Xi Jinping, Vladimir Poutine · 9 mars 2026" in preview
    assert preview.index("Vladimir Poutine · 9 mars") < preview.index("<textarea")  # beneath the date, above the text
