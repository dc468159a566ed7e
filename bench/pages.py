"""The pages measured: `.venv/bin/python -m bench.pages [EVENTS]`, with Chromium.

A day of 200 events: time of the server, and until it can be read in the browser (goals: 300 ms, 1 s). The timeline with
10,000 events: time from frame to frame while zooming (goal: under 33 ms). Made-up records.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from bench.made_record import fill
from graph.library import Library
from tests.programs import environment, until

CHROMIUM = os.environ.get("AMUR_CHROMIUM") or shutil.which("chromium")
FLAGS = ["--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking", "--no-first-run",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
HTML = {"Accept": "text/html"}
FRAMES = """async () => {
  const drawing = window.amurTimeline, canvas = drawing.canvas;
  const box = canvas.getBoundingClientRect();
  const at = { clientX: box.left + box.width / 2, clientY: box.top + 60, bubbles: true, cancelable: true };
  const turn = (by) => canvas.dispatchEvent(new WheelEvent("wheel", { deltaY: by, ctrlKey: true, ...at }));
  const next = () => new Promise((done) => requestAnimationFrame(done));
  const gaps = [], paints = [];
  const paint = drawing.paint;
  drawing.paint = () => { const began = performance.now(); paint(); paints.push(performance.now() - began); };
  let furthest = 0;
  for (let i = 0; i < 10; i += 1) { turn(-8); await next(); }
  let last = await next();
  for (let i = 0; i < 160; i += 1) {
    turn(i < 80 ? -8 : 8);
    const now = await next();
    gaps.push(now - last);
    last = now;
    furthest = Math.max(furthest, drawing.view.k);
  }
  return { gaps, paints, furthest, marks: drawing.marks.length };
}"""


def quantiles(values: list[float]) -> str:
    """Median, nineteen of twenty, worst."""
    ranked = sorted(value for value in values if value == value)
    most = ranked[int(len(ranked) * 0.95)]
    return f"median {statistics.median(ranked):.1f} ms, p95 {most:.1f}, worst {ranked[-1]:.1f}"


@contextmanager
def served(claims: int, a_day: int) -> Iterator[tuple[httpx.Client, dict[date, int], int]]:
    """A service over a made-up record, its days and its process, as soon as it answers."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with Library.open(data) as library:
            fill(library, claims, a_day)
            days = library.event_days(date(1900, 1, 1), date(2100, 1, 1))
        command = [sys.executable, "-m", "api.cli", "--data", str(data), "serve", "--port", "0"]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment())
        try:
            assert process.stderr is not None
            address = re.search(r"http://[\d.]+:\d+", process.stderr.readline())
            assert address
            with httpx.Client(base_url=address.group(), timeout=120) as client:
                until(lambda: alive(client), "the service")
                yield client, days, process.pid
        finally:
            process.terminate()
            process.wait(30)


def ticks(process: int) -> float:
    """Seconds that a process has computed so far; where the system does not say, none."""
    stat = Path(f"/proc/{process}/stat")
    if not stat.is_file():
        return float("nan")
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def alive(client: httpx.Client) -> bool:
    """Whether it answers."""
    try:
        return client.get("/healthz").status_code == 200
    except httpx.TransportError:
        return False


def settle(process: int, within: float = 60.0) -> None:
    """Wait until the service computes nothing: projecting and loading languages go on beside its first answers."""
    ends = time.monotonic() + within
    before, now = 0.0, ticks(process)
    while now - before > 0.1 and time.monotonic() < ends:
        time.sleep(3)
        before, now = now, ticks(process)


def readable(page: Page, address: str) -> tuple[float, float]:
    """(first content painted, whole page laid out) in ms since the request."""
    page.goto(address)
    page.wait_for_load_state("load")
    found = page.evaluate("""() => [
      performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
      performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd]""")
    return found[0], found[1]


def measure_day(browser: Browser) -> None:
    """A day of 200 events."""
    with served(2_200, 440) as (client, days, process):
        busiest = min(days, key=lambda day: (abs(days[day] - 200), day))
        path = f"/on/{busiest}"
        client.get(path, headers=HTML)
        settle(process)
        taken, before = [], ticks(process)
        for number in range(9):
            started = time.perf_counter()
            # Another address each time, so that nothing that is kept answers.
            size = len(client.get(f"{path}?x={number}", headers=HTML).content)
            taken.append((time.perf_counter() - started) * 1000)
        computed = (ticks(process) - before) / len(taken) * 1000
        print(f"{path}, {days[busiest]} events: server {quantiles(taken)} (goal 300), {computed:.0f} ms computing")
        print(f"  {size:,} bytes")
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        runs = [readable(page, f"{client.base_url}{path}") for _ in range(5)]
        painted, whole = ([run[place] for run in runs] for place in (0, 1))
        print(f"{path}: first paint {quantiles(painted)}; laid out {quantiles(whole)} (goal 1,000)")


def measure_timeline(browser: Browser, events: int) -> None:
    """The timeline while zooming."""
    with served(round(events * 2.06), 100) as (client, _, _):
        started = time.perf_counter()
        rows = len(client.get("/timeline/events.json").json()["events"])
        print(f"/timeline/events.json, {rows:,} events: {(time.perf_counter() - started) * 1000:,.0f} ms")
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{client.base_url}/timeline", timeout=60_000)
        page.wait_for_function("() => window.amurTimeline && window.amurTimeline.frame > 0", timeout=60_000)
        page.wait_for_timeout(500)
        found = page.evaluate(FRAMES)
        print(f"/timeline, {found['marks']:,} events, zooming {found['furthest']:.0f} times and back:"
              f" frame {quantiles(found['gaps'])} (goal 33); painting {quantiles(found['paints'])}")  # fmt: skip


def main() -> None:
    """Print what was measured."""
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        measure_day(browser)
        measure_timeline(browser, events)
        browser.close()


if __name__ == "__main__":
    main()
