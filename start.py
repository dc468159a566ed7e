#!/usr/bin/env python3
"""Set Amur up and run it. Needs Python 3.11 or later and nothing else.

    python3 start.py                set up, ingest seeds/articles, answer for 4 February 2026, serve until stopped
    python3 start.py --no-serve     the same without serving
    python3 start.py test           set up, then lint, type-check and test

A second run finds everything in place and takes seconds: the lock file's hash is kept in .venv and compared.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOCK = HERE / "requirements.lock"
STAMP = VENV / "amur-installed"


def run(*command: str | Path, quiet: bool = False) -> None:
    """Run a command here; end this program with its exit code where it fails."""
    done = subprocess.run([str(part) for part in command], cwd=HERE, stdout=subprocess.DEVNULL if quiet else None)
    if done.returncode:
        sys.exit(done.returncode)


def set_up() -> None:
    """Make .venv with the locked packages, unless it is there already."""
    wanted = hashlib.sha256(LOCK.read_bytes() + (HERE / "pyproject.toml").read_bytes()).hexdigest()
    if STAMP.is_file() and STAMP.read_text() == wanted:
        return
    print("Setting up .venv (once; a minute or two) …", file=sys.stderr)
    venv.create(VENV, with_pip=True, clear=True)
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, "--require-hashes", "-r", LOCK)
    run(*pip, "--no-build-isolation", "--no-deps", "-e", HERE)
    STAMP.write_text(wanted)


def main_job(arguments: list[str]) -> None:
    """Ingest the seed articles, answer the headline question, serve."""
    amur = (PYTHON, "-m", "api.cli")
    run(*amur, "ingest", "seeds/articles")
    run(*amur, "on", "2026-02-04")
    if "--no-serve" not in arguments:
        os.execv(PYTHON, [str(part) for part in (*amur, "serve")])


def checks(arguments: list[str]) -> None:
    """Lint, types, tests."""
    run(PYTHON, "-m", "ruff", "check", ".")
    run(PYTHON, "-m", "mypy")
    run(PYTHON, "-m", "pytest", *arguments)


def main() -> None:
    """See the module's words."""
    if sys.version_info < (3, 11):
        sys.exit(f"Amur needs Python 3.11 or later; this is {sys.version.split()[0]}. Try: python3.11 start.py")
    arguments = sys.argv[1:]
    set_up()
    if arguments[:1] == ["test"]:
        checks(arguments[1:])
    else:
        main_job(arguments)


if __name__ == "__main__":
    main()
