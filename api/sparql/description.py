"""The service description (SPARQL 1.1 Service Description): what this endpoint is and can do, as N-Triples terms."""

from collections.abc import Sequence

from graph.vocab import FORMATS, PREFIXES, SIMPLE_ENTAILMENT
from graph.vocab import SERVICE_DESCRIPTION as SD

RESULT_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples",
    "JSON-LD", "RDF_XML",
)  # fmt: skip


def describe(endpoint: str, names: Sequence[str]) -> str:
    """The description in N-Triples, which is Turtle too. No blank nodes: parts are fragments of the endpoint.

    `names` are the IRIs of the named graphs. The default graph is the union of them, and the description says so.
    """
    base = endpoint.partition("#")[0]
    service, dataset, default = (f"<{base}#{part}>" for part in ("service", "dataset", "default-graph"))
    a = f"<{PREFIXES['rdf']}type>"
    lines = [
        f"{service} {a} <{SD}Service>",
        f"{service} <{SD}endpoint> <{base}>",
        f"{service} <{SD}supportedLanguage> <{SD}SPARQL11Query>",
        f"{service} <{SD}feature> <{SD}UnionDefaultGraph>",
        f"{service} <{SD}defaultEntailmentRegime> <{SIMPLE_ENTAILMENT}>",
        f"{service} <{SD}defaultDataset> {dataset}",
        f"{dataset} {a} <{SD}Dataset>",
        f"{dataset} <{SD}defaultGraph> {default}",
        f"{default} {a} <{SD}Graph>",
        *(f"{service} <{SD}resultFormat> <{FORMATS}{name}>" for name in RESULT_FORMATS),
    ]
    for number, name in enumerate(names, 1):
        node = f"<{base}#graph-{number}>"
        lines += [
            f"{dataset} <{SD}namedGraph> {node}",
            f"{node} {a} <{SD}NamedGraph>",
            f"{node} <{SD}name> <{name}>",
        ]
    return "".join(line + " .\n" for line in lines)
