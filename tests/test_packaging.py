"""The wheel: it holds what the program needs, and does the main job from an empty folder in a bare environment."""

import json
import os
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.programs import ROOT, environment

DATA = (".toml", ".ttl", ".rq", ".sql", ".md", ".html", ".js", ".css")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = folder.glob("*.whl")
    return made


def tracked(*folders: str) -> set[str]:
    """Files below folders of the checkout that a program of Amur may open, caches and tests apart."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file())
    return {
        path.relative_to(ROOT).as_posix()
        for path in found
        if path.suffix in (".py", *DATA) and not {"__pycache__", "node_modules"} & set(path.parts)
    }


def test_the_wheel_holds_every_module_and_data_file(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert tracked("graph", "ingest", "api") <= names
    assert {f"graph/{name}" for name in tracked("seeds")} <= names
    assert "graph/ontology.ttl" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_wheel_does_the_main_job_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    place, empty = tmp_path / "venv", tmp_path / "empty"
    empty.mkdir()
    venv.create(place, with_pip=False, symlinks=os.name != "nt")
    python = place / "bin" / "python"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        str(wheel),
    ]
    subprocess.run(pip, check=True, timeout=120)
    # The packages Amur depends on are taken from the environment of the tests, the project itself is not.
    inside = Path(sysconfig.get_path("purelib", vars={"base": str(place), "platbase": str(place)}))
    (inside / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    env = {name: value for name, value in environment().items() if name != "PYTHONPATH"}

    def run(*arguments: str) -> str:
        command = [str(place / "bin" / "amur"), *arguments]
        done = subprocess.run(command, cwd=empty, env=env, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    origin = subprocess.run(
        [python, "-c", "import graph; print(graph.__file__)"],
        cwd=empty,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(origin.stdout.strip()).is_relative_to(place), "the installed package, not the checkout"
    shown = run("start", "--no-serve")
    assert "4 February 2026 · 3 sources" in shown
    assert "own-words digest after AFP" in shown
    assert (empty / "data" / "library.sqlite").is_file()
    assert json.loads(run("sparql", "ASK { ?c a amur:Claim }", "--json"))["boolean"] is True


def test_every_dependency_is_pinned_with_hashes_and_without_addresses() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    pinned = {line.partition("==")[0] for line in lock.splitlines() if "==" in line}
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    assert {name.partition("[")[0].lower() for name in wanted} <= pinned
    assert "://" not in lock
    blocks = [block for block in lock.replace("\\\n", "").splitlines() if "==" in block]
    assert all("--hash=sha256:" in block for block in blocks)
