"""A site with the seed articles and a hostile one, and a browser that may reach nothing else."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from tests.programs import amur, serving

CHROMIUM = os.environ.get("AMUR_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking", "--no-first-run",
    "--disable-component-update", "--disable-sync", "--enable-unsafe-swiftshader",
)  # fmt: skip
TOKEN = "a token of the tests"
HOSTILE = '<script>alert("1")</script> & "Пекин"'
WORDS = "Le 9 mars 2026, Xi Jinping a rencontré Vladimir Poutine à Pékin. <b>Fin</b>"


@dataclass
class Visit:
    """A page of the site, with all that went wrong in it."""

    page: Page
    base: str
    wrong: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def to(self, path: str) -> Page:
        """Open an address of the site."""
        self.page.goto(self.base + path)
        return self.page


@pytest.fixture(scope="session")
def site(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running service."""
    data = tmp_path_factory.mktemp("site") / "data"
    shutil.copytree(seeded, data)
    hostile = data.parent / "hostile.md"
    hostile.write_text(f"---\ntitle: '{HOSTILE}'\npublisher: Xinhua\npublished: 2026-03-09\n---\n{WORDS}\n")
    done = amur("ingest", hostile, data=data)
    assert done.returncode == 0, done.stdout + done.stderr
    with serving(data, AMUR_TOKEN=TOKEN) as client:
        yield str(client.base_url).rstrip("/")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    if not CHROMIUM:
        pytest.skip("no chromium on this machine: apt-get install chromium, or name one in AMUR_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


Opener = Callable[..., Visit]


@pytest.fixture
def opened(chromium: Browser, site: str) -> Iterator[Opener]:
    """Opens contexts of the browser; at the end nothing may have left the machine, and no console may bear an error."""
    contexts: list[BrowserContext] = []
    visits: list[Visit] = []

    def open_one(**options: object) -> Visit:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", **options})  # type: ignore[arg-type]
        contexts.append(context)
        visit = Visit(page=context.new_page(), base=site)
        visits.append(visit)

        def guard(route: Route) -> None:
            if urlsplit(route.request.url).netloc == urlsplit(site).netloc:
                route.continue_()
            else:
                visit.outside.append(route.request.url)
                route.abort()

        context.route("**/*", guard)
        visit.page.on("console", lambda m: visit.wrong.append(f"{m.text} {m.location}") if m.type == "error" else None)
        visit.page.on("pageerror", lambda error: visit.wrong.append(str(error)))
        visit.page.on("dialog", lambda dialog: (visit.wrong.append(dialog.message), dialog.dismiss()))
        return visit

    yield open_one
    for context in contexts:
        context.close()
    for visit in visits:
        assert visit.outside == []
        assert visit.wrong == []


@pytest.fixture
def visit(opened: Opener) -> Visit:
    """A page on a wide screen."""
    return opened()


def sign_in(visit: Visit) -> None:
    """Become a curator."""
    page = visit.to("/curate")
    page.get_by_label("Your name").fill("Ana")
    page.get_by_label("Token").fill(TOKEN)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("Signed in as Ana").wait_for()
