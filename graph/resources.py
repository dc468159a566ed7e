"""Where the data files that travel with the program lie: at the top of a checkout, under graph/ once installed."""

from pathlib import Path

from graph.errors import StoreError

_PACKAGE = Path(__file__).resolve().parent


def _find(name: str) -> Path:
    """The path of a file or folder of that name: inside the package where installed, else beside it in a checkout.

    Raises StoreError where neither has it.
    """
    for place in (_PACKAGE / name, _PACKAGE.parent / name):
        if place.exists():
            return place
    raise StoreError(f"{name} is missing beside {_PACKAGE}: reinstall amur, or run it from a whole checkout")


def seed_folder() -> Path:
    """The folder `seeds`. Raises StoreError where it is missing."""
    return _find("seeds")


def ontology_path() -> Path:
    """The file `ontology.ttl`. Raises StoreError where it is missing."""
    return _find("ontology.ttl")
