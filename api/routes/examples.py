"""`/sparql/examples`: prefixes and worked queries, to be run as they are."""

from functools import cache
from importlib.resources import files
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.respond import json_answer
from api.schemas import Shape
from api.service import service_of
from graph.vocab import PREFIXES

router = APIRouter(tags=["SPARQL"])


class Example(Shape):
    """A worked query."""

    name: str
    title: str
    query: str
    address: str


class Examples(Shape):
    """Prefixes that are known without being declared, and worked queries."""

    prefixes: dict[str, str]
    examples: list[Example]


@cache
def examples() -> tuple[Example, ...]:
    """The queries of `graph/queries`, by name; the first comment of each is its title."""
    found = []
    for path in sorted(files("graph").joinpath("queries").iterdir(), key=lambda path: path.name):
        if path.name.endswith(".rq"):
            query = path.read_text(encoding="utf8")
            title = query.partition("\n")[0].removeprefix("#").strip()
            address = "/sparql?" + urlencode({"query": query})
            found.append(Example(name=path.name.removesuffix(".rq"), title=title, query=query, address=address))
    return tuple(found)


@router.get("/sparql/examples", summary="Prefixes and worked queries", response_model=Examples)
def show_examples(request: Request) -> Response:
    """Each runs as it is; the prefixes need not be declared."""
    value = {"prefixes": dict(PREFIXES), "examples": [example.model_dump() for example in examples()]}
    return json_answer(request, value, service_of(request).library.data_version())
