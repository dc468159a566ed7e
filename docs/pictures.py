"""The pictures of the pages in `docs/images`, from the seed digests, by Chromium: `python docs/pictures.py`."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.programs import amur, serving  # noqa: E402

CHROMIUM = os.environ.get("AMUR_CHROMIUM") or shutil.which("chromium")
FLAGS = ["--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking", "--no-first-run",
         "--disable-component-update", "--disable-sync", "--enable-unsafe-swiftshader"]  # fmt: skip
SIZE = ViewportSize(width=1200, height=900)
SIZES = {"graph": ViewportSize(width=1040, height=860), "phone": ViewportSize(width=390, height=1100)}
MOST_BYTES = 250_000


def drawn(page: Page, what: str) -> None:
    """Wait until a script has drawn."""
    page.wait_for_function(f"() => window.{what}", timeout=30_000)
    page.wait_for_timeout(700)


def main() -> None:
    """Make them all."""
    target = ROOT / "docs" / "images"
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        done = amur("ingest", ROOT / "seeds" / "articles", data=data)
        assert done.returncode == 0, done.stdout + done.stderr
        with serving(data) as client, sync_playwright() as playwright:
            day = client.get("/on/2026-02-04").json()
            event = max(day["events"], key=lambda e: len(e["accounts"]))
            article = event["accounts"][0]["article"]["id"]
            wanted = {
                "day": ("/on/2026-02-04", ""),
                "event": (f"/events/{event['id']}", ""),
                "article": (f"/articles/{article}", ""),
                "timeline": ("/timeline?on=2026-01-20/2026-02-20", "amurTimeline"),
                "graph": ("/graph?on=2026-02-04", "amurGraph"),
                "phone": (f"/events/{event['id']}", ""),
            }
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for name, (path, script) in wanted.items():
                page = browser.new_page(viewport=SIZES.get(name, SIZE), locale="en-GB", has_touch=name == "phone")
                page.goto(str(client.base_url).rstrip("/") + path)
                if script:
                    drawn(page, script)
                made = page.screenshot(path=target / f"{name}.png")
                assert len(made) < MOST_BYTES, (name, len(made))
                page.close()
            browser.close()


if __name__ == "__main__":
    main()
