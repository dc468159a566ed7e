"""A first projection of a big record, in a process of its own: `python -m api.projecting DATA BASE_IRI`.

Making RDF of a million claims takes long and would leave the service's own process little time for its clients.
"""

import os
import subprocess
import sys
from pathlib import Path

from graph.errors import AmurError, BusyError, StoreError

LONG = 20_000  # claims from which on a record is big
BUSY, FAILED = 3, 1


def start(data: Path, base: str) -> "subprocess.Popen[str]":
    """Start it; `finish` waits for it."""
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)}
    command = [sys.executable, "-m", "api.projecting", str(data), base]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environ)


def finish(process: "subprocess.Popen[str]") -> None:
    """Wait for its end. Raises BusyError where another process holds the store, StoreError where it failed."""
    _, words = process.communicate()
    if process.returncode == BUSY:
        raise BusyError(words.strip())
    if process.returncode:
        raise StoreError(words.strip() or "the projection was ended")


def main() -> int:
    """Project all that is due."""
    from api.sparql.cage import die_with_parent, step_back
    from graph.library import Library
    from graph.projection import project
    from graph.registry import load_registry
    from graph.store import Store
    from graph.vocab import Names

    die_with_parent()
    step_back()
    data, base = Path(sys.argv[1]), sys.argv[2]
    try:
        with Library.open(data, create=False) as library, Store.open(data, Names(base)) as store:
            project(library, store, load_registry())
    except BusyError as error:
        sys.stderr.write(f"{error}\n")
        return BUSY
    except AmurError as error:
        sys.stderr.write(f"{error}\n")
        return FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main())
