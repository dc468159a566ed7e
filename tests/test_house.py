"""The house: floors, sizes and names."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = {"graph": 0, "ingest": 1, "api": 2}
FILES = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The modules a file imports, absolute names."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module or "")
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_import_runs_up(path: Path) -> None:
    here = FLOORS[path.relative_to(ROOT).parts[0]]
    for name in imported(path):
        floor = FLOORS.get(name.split(".")[0])
        assert floor is None or floor <= here, f"{path.relative_to(ROOT)} imports {name} from the floor above"


@pytest.mark.parametrize("path", [p for p in FILES if p.is_relative_to(ROOT / "ingest")], ids=lambda path: path.name)
def test_ingest_knows_neither_rdf_nor_networkx(path: Path) -> None:
    names = {name.split(".")[0] for name in imported(path)}
    assert not names & {"rdflib", "networkx", "pyoxigraph"}, path
    if path.name not in ("intake.py", "projecting.py"):  # the use case
        assert not imported(path) & {"graph.library", "graph.store"}, path


@pytest.mark.parametrize("path", [p for p in FILES if p.is_relative_to(ROOT / "graph")], ids=lambda path: path.name)
def test_graph_knows_no_http(path: Path) -> None:
    names = {name.split(".")[0] for name in imported(path)}
    assert not names & {"fastapi", "starlette", "uvicorn", "typer", "rich"}, path


def test_no_circle_of_imports() -> None:
    """Neither at the top of files nor inside of functions."""
    known = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in FILES}
    needs = {name: imported(path) & set(known) - {name} for name, path in known.items()}
    while free := {name for name, wants in needs.items() if not wants}:  # whoever needs nobody left goes first
        needs = {name: wants - free for name, wants in needs.items() if name not in free}
    assert not needs, f"these need one another, or what does: {needs}"
