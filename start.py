#!/usr/bin/env python3
"""Set Amur up and run it. Needs Python 3.11 or later and nothing else.

    python3 start.py                set up, ingest seeds/articles, answer for 4 February 2026, serve until stopped
    python3 start.py --no-serve     the same without serving; other words go to `amur start` (--port 8080, --data DIR)
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


def run(*command: str | Path) -> None:
    """Run a command here; end this program with its exit code where it fails."""
    done = subprocess.run([str(part) for part in command], cwd=HERE)
    if done.returncode:
        sys.exit(done.returncode)


def set_up() -> None:
    """Make .venv with the locked packages, unless it is there already."""
    wanted = hashlib.sha256(LOCK.read_bytes() + (HERE / "pyproject.toml").read_bytes()).hexdigest()
    if STAMP.is_file() and STAMP.read_text() == wanted and PYTHON.exists():
        return
    print("Setting up .venv (once; a minute or two) …", file=sys.stderr, flush=True)
    try:
        venv.create(VENV, with_pip=True, clear=True)
    except (subprocess.CalledProcessError, ModuleNotFoundError):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(f"This Python has no ensurepip. On Debian and Ubuntu: apt install python{version}-venv")
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, "--require-hashes", "-r", LOCK)
    run(*pip, "--no-build-isolation", "--no-deps", "-e", HERE)
    STAMP.write_text(wanted)


def main_job(arguments: list[str]) -> None:
    """Ingest the seed articles, answer the headline question, serve."""
    command = [str(PYTHON), "-m", "api.cli", "start", *arguments]
    if os.name == "nt":  # where exec returns to the shell at once
        run(*command)
    else:
        os.chdir(HERE)
        os.execv(PYTHON, command)


def checks(arguments: list[str]) -> None:
    """Lint, types, tests: a file of tests runs in one process, the files in as many as there are cores."""
    run(PYTHON, "-m", "ruff", "check", ".")
    run(PYTHON, "-m", "mypy")
    run(PYTHON, "-m", "pytest", "-n", "auto", "--dist", "loadfile", *arguments)


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
