"""Running the real program: commands as processes, the service on a free port of the loopback."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent


def environment(**more: str) -> dict[str, str]:
    """The environment without settings of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AMUR_")}
    return {**kept, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", **more}


def amur(*arguments: str | Path, data: Path | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run `amur` to its end."""
    command = [sys.executable, "-m", "api.cli", *(["--data", str(data)] if data else []), *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=300, cwd=cwd or ROOT, env=environment(), check=False
    )


@contextmanager
def serving(data: Path, **settings: str) -> Iterator[httpx.Client]:
    """A running `amur serve` on a free port; ended with the block. Its last words are shown where it dies."""
    command = [sys.executable, "-m", "api.cli", "--data", str(data), "serve", "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=environment(**settings))
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        address = re.search(r"http://[\d.]+:\d+", line)
        assert address, line + process.stderr.read()
        with httpx.Client(base_url=address.group(), timeout=60) as client:
            until(lambda: answers(client), "the service to answer")
            yield client
    finally:
        process.terminate()
        process.wait(20)
        assert process.stderr is not None
        process.stderr.close()


def answers(client: httpx.Client) -> bool:
    """Whether it is up."""
    try:
        return client.get("/readyz").status_code == 200
    except httpx.TransportError:
        return False


def until(condition: Callable[[], bool], what: str, seconds: float = 60.0) -> float:
    """Wait until the condition holds; the seconds it took."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < seconds, f"waited {seconds} s for {what}"
        time.sleep(0.05)
    return time.monotonic() - started
