"""Judges RDF by `shapes.ttl` (SHACL), one named graph at a time, so that a store of any size fits into memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import ReadError
from graph.rdf import named_parts

if TYPE_CHECKING:
    import rdflib

    from graph.store import Store


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Finding:
    """One breach of a shape. All are strings as they stand in the RDF; empty where there is nothing to say."""

    graph: str  # IRI of the named graph; empty in a file without named graphs
    focus: str  # the node
    path: str  # the property
    value: str
    message: str

    def __str__(self) -> str:
        what = " ".join(part for part in (self.path.rpartition("#")[2], self.value) if part)
        return f"{self.focus}: {self.message}{f' ({what})' if what else ''}"


def check(data: "Path | Store | rdflib.Dataset | rdflib.Graph") -> list[Finding]:
    """All breaches of the shapes in an RDF file, a store, or an rdflib dataset or graph; sorted.

    Raises ReadError where a file is missing, of an unknown format, or no RDF.
    """
    return sorted(finding for name, part in _parts(data) for finding in judge(part, name))


def judge(data: "rdflib.Graph", name: str = "") -> Iterator[Finding]:
    """The breaches within one graph."""
    import rdflib
    from pyshacl import validate
    from rdflib import RDF, SH

    conforms, results, _ = validate(data, shacl_graph=_shapes(), inference="none", do_owl_imports=False)
    if conforms:
        return
    assert isinstance(results, rdflib.Graph)
    for result in results.subjects(RDF.type, SH.ValidationResult):
        # A breach inside `sh:node` or `sh:or` is reported by the outer shape too; what says most is kept.
        focus, path, value = (str(results.value(result, p) or "") for p in (SH.focusNode, SH.resultPath, SH.value))
        messages = sorted(str(message) for message in results.objects(result, SH.resultMessage))
        yield Finding(graph=name, focus=focus, path=path, value=value, message=messages[0] if messages else "breach")


def _parts(data: "Path | Store | rdflib.Dataset | rdflib.Graph") -> "Iterator[tuple[str, rdflib.Graph]]":
    import rdflib

    if isinstance(data, Path):
        yield from _read(data)
    elif isinstance(data, rdflib.Dataset):
        yield from ((str(part.identifier), part) for part in data.graphs())
    elif isinstance(data, rdflib.Graph):
        yield "", data
    else:
        for name in data.graphs():
            yield from named_parts(data.dump(name))


def _read(path: Path) -> "Iterator[tuple[str, rdflib.Graph]]":
    """The named graphs of a file. Oxigraph reads it: every format, and it fetches nothing from elsewhere."""
    import pyoxigraph

    form = pyoxigraph.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if form is None:
        raise ReadError(f"{path}: unknown kind of RDF; give .ttl, .nt, .nq, .trig, .rdf or .jsonld")
    try:
        lines = [f"{quad} ." for quad in pyoxigraph.parse(path=str(path), format=form)]
    except OSError as error:
        raise ReadError(f"{path}: {error.strerror or error}") from error
    except SyntaxError as error:
        raise ReadError(f"{path}: {error.msg}") from error
    yield from named_parts(lines)


@cache
def _shapes() -> "rdflib.Graph":
    import rdflib

    text = resources.files("graph").joinpath("shapes.ttl").read_text(encoding="utf8")
    return rdflib.Graph().parse(data=text, format="turtle")
