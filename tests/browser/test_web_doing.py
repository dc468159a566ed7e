"""Doing in a real browser: drawings, queries, corrections, adding."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit, sign_in


def test_the_timeline_is_walked_through_zoomed_and_opened_by_keys(visit: Visit) -> None:
    page = visit.to("/timeline")
    canvas = page.locator("canvas")
    expect(canvas).to_be_visible()
    page.wait_for_function("() => window.amurTimeline && window.amurTimeline.frame > 0")
    canvas.focus()
    page.keyboard.press("ArrowDown")
    said = page.locator("#timeline-said")
    expect(said).not_to_be_empty()
    first = said.inner_text()
    page.keyboard.press("ArrowDown")
    expect(said).not_to_have_text(first)
    page.keyboard.press("+")
    page.wait_for_function("() => window.amurTimeline.view.k > 1.5")
    page.keyboard.press("ArrowRight")
    table = page.locator("#timeline-table").get_attribute("href") or ""
    assert re.search(r"on=\d{4}-\d\d-\d\d%2F\d{4}-\d\d-\d\d", table)
    page.keyboard.press("Home")
    page.wait_for_function("() => window.amurTimeline.view.k === 1")
    name = said.locator("a").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/*")
    expect(page.locator("h1")).to_have_text(name)


def test_the_timeline_draws_a_day_as_a_dot_and_a_month_as_a_bar(visit: Visit) -> None:
    page = visit.to("/timeline?on=2026-02")
    page.wait_for_function("() => window.amurTimeline && window.amurTimeline.frame > 0")
    marks = page.evaluate(
        "() => amurTimeline.marks.map(m => [m.kind, m.open,"
        " amurTimeline.x(m.to + 1) - amurTimeline.x(m.from), m.to - m.from])"
    )
    a_day = page.evaluate("window.amurTimeline.x(1) - window.amurTimeline.x(0)")
    for kind, ends, wide, days in marks:
        if not ends:
            assert abs(wide - (days + 1) * a_day) < 1e-6
            assert kind != 1 or days > 0
    inked = page.evaluate("""() => {
      const c = document.querySelector("canvas");
      const d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
      let dark = 0;
      for (let i = 0; i < d.length; i += 4) if (d[i] < 80) dark += 1;
      return dark;
    }""")
    assert inked > 500


def test_lanes_are_chosen_by_source_or_type(visit: Visit) -> None:
    page = visit.to("/timeline?on=2026-02")
    page.wait_for_function("() => window.amurTimeline")
    by_source = page.evaluate("window.amurTimeline.lanes.map(l => l.name)")
    page.get_by_label("Lanes").select_option("type")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_function("() => window.amurTimeline")
    by_type = page.evaluate("window.amurTimeline.lanes.map(l => l.name)")
    assert "AFP" in by_source
    assert by_type
    assert not set(by_type) & set(by_source)


def test_the_graph_moves_through_time_and_leads_to_what_is_clicked(visit: Visit) -> None:
    page = visit.to("/graph?on=2026-02")
    page.wait_for_function("() => window.amurGraph || !document.querySelector('#graph-fails').hidden")
    assert page.evaluate("Boolean(window.amurGraph)"), page.locator("#graph-said").inner_text()
    shown = "() => amurGraph.graph.filterNodes((n) => !amurGraph.sigma.getNodeDisplayData(n).hidden).length"
    everything = page.evaluate(shown)
    assert everything > 20
    page.get_by_label("Days at a time").select_option("1")
    page.locator("#graph-until").fill(str(20488))  # 4 February 2026
    expect(page.locator("#graph-day")).to_have_text("4 February 2026")
    of_the_day = page.evaluate(shown)
    assert 0 < of_the_day < everything
    spot = page.evaluate("""() => {
      const { graph, sigma } = window.amurGraph;
      const node = graph.findNode((n, a) => a.kind === "event" && !sigma.getNodeDisplayData(n).hidden);
      const at = sigma.framedGraphToViewport(sigma.getNodeDisplayData(node));
      return [at.x, at.y];
    }""")
    box = page.locator("[data-network]").bounding_box()
    assert box
    page.mouse.click(box["x"] + spot[0], box["y"] + spot[1])
    page.wait_for_url(re.compile(r"/(events|actors|sources|places)/"))


def test_the_file_for_gephi_is_offered_for_the_same_window(visit: Visit) -> None:
    page = visit.to("/graph?on=2026-02&shape=actors")
    link = page.get_by_role("link", name="For Gephi (GEXF)")
    assert "on=2026-02" in (link.get_attribute("href") or "")
    with page.expect_download() as waited:
        link.click()
    assert waited.value.suggested_filename == "amur.gexf"


def test_a_query_is_run_in_the_editor_without_asking_anybody_else(visit: Visit) -> None:
    page = visit.to("/sparql/ui")
    page.wait_for_function("() => window.amurSparql")
    assert not page.locator("#sparql-plain").is_visible()
    page.locator(".yasqe_queryButton").first.click()
    page.locator(".yasr_results table tbody tr").first.wait_for(timeout=20_000)
    assert page.locator(".yasr_results table tbody tr").count() > 5
    page.get_by_text("who-met-whom").click()
    page.locator("[data-example='query-who-met-whom']").click()
    assert "PREFIX" in page.evaluate("window.amurSparql.getTab().getQuery()")


def test_a_claim_is_corrected_marked_and_the_correction_undone(visit: Visit) -> None:
    sign_in(visit)
    page = visit.to("/on/2026-02-17")
    page.locator('.place-in-text a[href^="/claims/"]').first.click()
    page.get_by_role("link", name="Correct this by hand").click()
    page.locator('form[action$="/correct"] [name="when"]').fill("18 February 2026")
    page.locator('form[action$="/correct"] [name="why"]').fill("the day after")
    page.get_by_role("button", name="Correct", exact=True).click()
    expect(page.get_by_text("Entered in the ledger")).to_be_visible()
    assert "the day after" in page.locator(".ledger").inner_text()
    page.locator(".ledger tbody tr").first.get_by_role("link", name=re.compile("^c-")).click()
    expect(page.locator(".mark-corrected").first).to_be_visible()
    visit.to("/curate")
    page.locator(".ledger tbody tr").first.locator("summary").click()
    page.locator('.ledger [name="why"]').first.fill("no")
    page.locator(".ledger").get_by_role("button", name="Undo").first.click()
    expect(page.get_by_text("undone").first).to_be_visible()


def test_a_pasted_text_shows_its_claims_before_it_is_stored(visit: Visit) -> None:
    sign_in(visit)
    page = visit.to("/add")
    page.get_by_label("Text of the article").fill("Hier, Vladimir Poutine a téléphoné à Xi Jinping depuis Moscou.")
    page.get_by_label("Publisher").fill("Le Courrier des essais")
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("Nothing is stored yet")).to_be_visible()
    assert page.locator(".saying mark").count() >= 1
    assert "April" not in page.locator(".sayings").inner_text()
    page.get_by_label("Published").fill("2026-04-11")
    page.get_by_role("button", name="Read again with these").click()
    assert "10 April 2026" in page.locator(".sayings").inner_text()
    page.get_by_role("button", name="Store it").click()
    page.wait_for_url("**/articles/*")
    visit.to("/on/2026-04-10")
    assert page.locator(".matrix tbody tr").count() >= 1


def test_a_file_is_dropped_into_the_form(visit: Visit) -> None:
    sign_in(visit)
    page = visit.to("/add")
    text = "Le 12 avril 2026, Xi Jinping a rencontré Vladimir Poutine à Pékin."
    page.get_by_label("or a file").set_input_files(
        {"name": "article.txt", "mimeType": "text/plain", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Read it").click()
    assert "a rencontré" in page.locator(".saying mark").all_inner_texts()
