"""axe-core on every kind of page, by day and by night: no serious and no critical violation."""

from pathlib import Path

import pytest

from tests.browser.conftest import Opener, Visit, sign_in

AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf8")
RUN = """async () => {
  const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, { runOnly });
  const words = (node) => `${node.html} ${node.any[0]?.message ?? ""}`;
  return found.violations.map(v => [v.impact, v.id, v.nodes.slice(0, 3).map(words)]);
}"""
PATHS = (
    "/", "/on/2026-02-04", "/on/2026", "/on/2026-02-04?known=2026-02-05&type=CONSULT", "/ask?q=4+February+2026",
    "/search?q=Poutine", "/events", "/differences", "/articles", "/sources", "/actors", "/places", "/actors/Q7747",
    "/sources/afp", "/places/Q956", "/timeline", "/graph?on=2026-02", "/sparql/ui", "/curate", "/add",
)  # fmt: skip


def violations(visit: Visit, path: str) -> list[object]:
    """The serious and critical ones of a page."""
    page = visit.to(path)
    if page.locator("script").count():  # drawn after it has loaded
        page.wait_for_load_state("networkidle")
    page.evaluate(AXE)
    return [(path, *one) for one in page.evaluate(RUN) if one[0] in ("serious", "critical")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_shuts_anybody_out(opened: Opener, scheme: str) -> None:
    visit = opened(color_scheme=scheme)
    page = visit.to("/on/2026-02-04")
    event = page.locator("article.event h3 a").first.get_attribute("href") or ""
    claim = page.locator('.place-in-text a[href^="/claims/"]').first.get_attribute("href") or ""
    article = page.locator("thead .title").first.get_attribute("href") or ""
    paths = (*PATHS, event, claim, article) if scheme == "light" else ("/", "/on/2026-02-04", event, article, "/curate")
    assert [one for path in paths for one in violations(visit, path)] == []


def test_forms_of_curators_shut_nobody_out(visit: Visit) -> None:
    sign_in(visit)
    page = visit.to("/on/2026-02-04")
    event = page.locator("article.event h3 a").first.get_attribute("href") or ""
    claim = page.locator('.place-in-text a[href^="/claims/"]').first.get_attribute("href") or ""
    article = page.locator("thead .title").first.get_attribute("href") or ""
    paths = ("/add", "/curate", f"/curate{event}", f"/curate{claim}", f"/curate{article}")
    assert [one for path in paths for one in violations(visit, path)] == []


@pytest.mark.parametrize("lang", ["fr", "ru", "zh"])
def test_the_day_in_each_language_shuts_nobody_out(opened: Opener, lang: str) -> None:
    assert violations(opened(), f"/on/2026-02-04?lang={lang}") == []
