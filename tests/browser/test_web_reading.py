"""Reading in a real browser: by clicks, by keys, without scripts, on a narrow screen, in four languages."""

import re
import tomllib
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import HOSTILE, Opener, Visit
from tests.programs import ROOT

CALL = "Xi Jinping and Vladimir Putin confer"
PATHS = (
    "/", "/on/2026-02-04", "/on/2026-02", "/timeline", "/graph", "/events", "/differences", "/articles", "/sources",
    "/actors", "/places", "/ask", "/search?q=Poutine", "/sparql/ui", "/curate", "/add", "/actors/Q7747",
)  # fmt: skip


def test_what_each_source_says_of_a_day_is_found_by_clicks_alone(visit: Visit) -> None:
    page = visit.to("/")
    page.locator("#contested ~ ul").get_by_role("link", name=CALL).first.click()
    page.get_by_role("link", name="4 February 2026", exact=True).first.click()
    assert page.url.endswith("/on/2026-02-04")
    row = page.locator(".matrix tbody tr", has=page.get_by_role("link", name=CALL, exact=True)).first
    assert row.locator("td.told").count() == 3
    row.locator("td.told a").first.click()
    block = page.locator("article.event", has=page.get_by_role("link", name=CALL, exact=True)).first
    expect(block).to_be_in_viewport()
    sources = block.locator("thead .source").all_inner_texts()
    assert len(sources) == 3
    means = block.locator("tr", has=page.locator("th", has_text="Means")).first.inner_text()
    assert "video call" in means
    assert "telephone call" in means
    assert block.locator("blockquote mark").count() >= 3
    block.locator(".place-in-text a").first.click()
    assert re.search(r"/articles/[^/]+#c-\w+$", page.url)
    expect(page.locator(".stretch:has(> .anchor:target)")).to_be_in_viewport()
    page.go_back()
    block.locator('.place-in-text a[href^="/claims/"]').first.click()
    assert re.search(r"/claims/c-\w+$", page.url)
    expect(page.get_by_role("heading", name="The sentence")).to_be_visible()


def test_a_question_is_asked_in_the_box_and_leads_to_the_day(visit: Visit) -> None:
    page = visit.to("/")
    page.get_by_role("textbox", name="Ask a question").fill("What happened on 4 February 2026 between Xi and Putin?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("heading", name="Understood")).to_be_visible()
    assert "4 February 2026" in page.locator("dl.fields").inner_text()
    page.get_by_role("link", name="The whole answer").click()
    assert "/on/2026-02-04" in page.url
    expect(page.locator("article.event").first).to_be_visible()


def test_filters_go_into_the_address_and_back_takes_them_out(visit: Visit) -> None:
    page = visit.to("/on/2026-02-04")
    everything = page.locator(".matrix tbody tr").count()
    page.get_by_text("Narrow down").click()
    page.locator('.filters [name="type"]').select_option("CONSULT")
    page.locator('.filters [name="source"]').select_option(index=1)
    page.locator(".filters button").click()
    assert "type=CONSULT" in page.url
    assert re.search(r"source=[^&]+", page.url)
    narrowed = page.locator(".matrix tbody tr").count()
    assert 0 < narrowed < everything
    assert page.locator('.filters [name="type"]').input_value() == "CONSULT"
    page.reload()
    assert page.locator(".matrix tbody tr").count() == narrowed
    page.get_by_role("link", name="Lift all").click()
    assert page.locator(".matrix tbody tr").count() == everything
    page.go_back()
    assert page.locator(".matrix tbody tr").count() == narrowed


def test_without_scripts_everything_is_there_to_be_read(opened: Opener) -> None:
    visit = opened(java_script_enabled=False)
    page = visit.to("/timeline?on=2026-02")
    expect(page.get_by_text("The drawing needs JavaScript")).to_be_visible()
    assert page.locator("tbody tr").count() > 10
    assert not page.locator(".drawing").is_visible()
    page.locator("tbody th a").first.click()
    assert "/events/" in page.url
    visit.to("/graph?on=2026-02")
    assert page.locator("tbody tr").count() > 10
    visit.to("/sparql/ui")
    assert page.get_by_label("Query").input_value().startswith("#")
    visit.to("/on/2026-02-04")
    page.get_by_role("link", name=re.compile("Next day with events")).click()
    assert page.url.split("/on/")[1] > "2026-02-04"


def test_on_a_narrow_screen_nothing_runs_out_of_it(opened: Opener) -> None:
    visit = opened(viewport={"width": 360, "height": 740}, has_touch=True)
    event = visit.to("/on/2026-02-04").locator(".matrix tbody th a").first.get_attribute("href") or ""
    for path in (*PATHS, f"/events/{event[1:]}"):
        page = visit.to(path)
        wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide[0] <= wide[1], path
    for lang in ("fr", "ru", "zh"):
        for path in ("/", "/on/2026-02-04", f"/events/{event[1:]}", "/timeline"):
            page = visit.to(f"{path}?lang={lang}")
            wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
            assert wide[0] <= wide[1], (path, lang)


def test_on_a_phone_each_source_is_a_card(opened: Opener) -> None:
    visit = opened(viewport={"width": 360, "height": 740}, has_touch=True)
    event = visit.to("/on/2026-02-04").locator(".matrix tbody th a").first.get_attribute("href") or ""
    page = visit.to(f"/events/{event[1:]}")
    cards = page.evaluate("""() => {
      const box = (one) => { const { top, bottom, width } = one.getBoundingClientRect(); return [top, bottom, width]; };
      const heads = [...document.querySelectorAll(".accounts thead th:not(.corner)")];
      return heads.map((head, at) => [box(head),
        [...document.querySelectorAll(`.accounts tbody td:nth-child(${at + 2})`)].map(box)]);
    }""")
    assert len(cards) == 3
    tops = []
    for (top, bottom, _), cells in cards:
        assert all(cell[0] >= bottom - 1 and cell[2] > 250 for cell in cells)
        tops.append((top, max(cell[1] for cell in cells)))
    assert all(end <= start for (_, end), (start, _) in pairwise(tops))
    labels = page.eval_on_selector_all(".accounts td", "all => all.map(one => one.dataset.field)")
    assert {"When", "Who", "Means", "In its words"} <= set(labels)


def test_greatly_enlarged_at_a_desk_the_table_stays_one_and_its_fields_in_sight(opened: Opener) -> None:
    visit = opened(viewport={"width": 360, "height": 740})
    event = visit.to("/on/2026-02-04").locator(".matrix tbody th a").first.get_attribute("href") or ""
    page = visit.to(f"/events/{event[1:]}")
    assert page.evaluate("getComputedStyle(document.querySelector('.accounts')).display") == "table"
    wanted = page.eval_on_selector_all(".columns a", "links => links.map(a => a.href + a.textContent)")
    page.locator(".columns").focus()
    met = []
    for _ in wanted:
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.href + document.activeElement.textContent"))
    assert met == wanted
    assert page.evaluate("document.querySelector('.columns').scrollLeft") > 0
    field = page.locator(".accounts tbody th").first.bounding_box()
    assert field
    assert field["x"] >= 0


def test_by_keys_alone_in_the_order_in_which_it_is_read(visit: Visit) -> None:
    page = visit.to("/on/2026-02-04")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    wanted = page.eval_on_selector_all(".matrix a", "links => links.map(a => a.href + a.textContent)")
    page.locator(".columns").first.focus()
    met = []
    for _ in wanted:
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.href + document.activeElement.textContent"))
    assert met == wanted
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert "/on/2026-02-04#" in page.url or "/events/" in page.url


@pytest.mark.parametrize("lang", ["en", "fr", "ru", "zh"])
def test_each_language_is_chosen_at_the_foot_and_stays(opened: Opener, lang: str) -> None:
    visit = opened(locale="de-DE")
    texts = tomllib.loads((ROOT / f"api/web/texts/{lang}.toml").read_text(encoding="utf8"))["text"]
    page = visit.to("/")
    page.locator(f'footer .languages a[hreflang="{lang}"]').click()
    assert page.locator("html").get_attribute("lang") == lang
    expect(page.locator("h1")).to_have_text(texts["tagline"])
    page.locator("#contested ~ ul a").first.click()
    assert page.locator("html").get_attribute("lang") == lang
    expect(page.locator("#accounts")).to_have_text(texts["accounts"])
    quotes = page.eval_on_selector_all("blockquote, q", "all => all.map(one => one.lang)")
    assert quotes
    assert set(quotes) == {"fr"}


def test_every_quotation_says_its_language(visit: Visit) -> None:
    day = visit.to("/on/2026-02-04")
    claim = day.locator(".place-in-text a").first.get_attribute("href") or ""
    article = day.locator("thead .title").first.get_attribute("href") or ""
    for path in ("/on/2026-02-04", "/on/2026", claim, article, "/actors/Q7747", "/sources/afp"):
        page = visit.to(path)
        assert page.eval_on_selector_all("blockquote:not([lang]), q:not([lang])", "all => all.length") == 0, path


def test_a_script_in_a_title_stays_text(visit: Visit) -> None:
    for path in ("/articles?published=2026-03", "/on/2026-03-09", "/search?q=rencontré", "/timeline?on=2026-03"):
        page = visit.to(path)
        if "timeline" not in path:
            expect(page.get_by_text(HOSTILE).first).to_be_visible()
        assert page.locator("main script, main b").count() == 0
    page = visit.to("/search?q=" + "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    assert page.locator("main img").count() == 0


def test_motion_stops_for_those_who_ask_for_none(opened: Opener) -> None:
    still = opened(reduced_motion="reduce").to("/")
    assert still.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    moving = opened(reduced_motion="no-preference").to("/")
    assert moving.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "smooth"


def test_on_paper_the_marks_are_explained_and_nothing_is_pressed(visit: Visit) -> None:
    page = visit.to("/on/2026-02-04")
    page.emulate_media(media="print")
    expect(page.get_by_text("Own-words digest: not the publisher", exact=False).first).to_be_visible()
    assert page.locator("button:visible").count() == 0
    assert len(page.pdf()) > 10_000


def test_what_was_dark_on_the_screen_is_black_on_white_on_paper(opened: Opener) -> None:
    page = opened(color_scheme="dark").to("/on/2026-02-04")
    page.emulate_media(media="print", color_scheme="dark")
    colours = page.evaluate("""() => [document.body, document.querySelector(".parted")].map((one) => {
      const { color, backgroundColor } = getComputedStyle(one);
      return [color, backgroundColor];
    })""")
    assert colours == [["rgb(0, 0, 0)", "rgb(255, 255, 255)"]] * 2
