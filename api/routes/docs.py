"""`/docs`: the OpenAPI document as one plain page, without scripts and without anything from elsewhere."""

from html import escape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

router = APIRouter(include_in_schema=False)
CSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  color: #222; background: #fff }
h2 { margin-top: 2.5rem; border-bottom: 1px solid #ccc }
h3 { margin-bottom: .2rem; font-size: 1rem }
code, h3 { font-family: ui-monospace, monospace }
p { margin: .3rem 0 }
table { border-collapse: collapse; margin: .4rem 0 }
td { padding: .15rem .8rem .15rem 0; vertical-align: top }
.method { color: #067; font-weight: bold }
.soft { color: #666 }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #181818 } h2 { border-color: #444 }
  a { color: #8cf } .method { color: #6cc } .soft { color: #999 } }
"""
TRY = (
    "/on/2026-02-04", "/on/4 février 2026?lang=fr", "/on/2026-02?group=source", "/events", "/sources", "/actors/Q7747",
    "/actors/Q7747.ttl", "/search?q=Poutine", "/sparql?query=SELECT ?c { ?c a amur:Claim } LIMIT 5&format=csv",
    "/graph.gexf", "/ontology", "/healthz",
)  # fmt: skip


@router.get("/")
def root() -> Response:
    """The way in."""
    return RedirectResponse("/docs", status_code=307)


@router.get("/docs")
def documentation(request: Request) -> Response:
    """A section a tag, an entry an operation."""
    document: dict[str, Any] = request.app.openapi()
    sections: dict[str, list[str]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            tag = (operation.get("tags") or ["other"])[0]
            sections.setdefault(tag, []).append(_operation(path, method, operation))
    examples = "".join(f'<li><a href="{escape(address)}"><code>{escape(address)}</code></a></li>' for address in TRY)
    body = "".join(f"<h2>{escape(tag)}</h2>{''.join(entries)}" for tag, entries in sections.items())
    head = f"<h1>{escape(document['info']['title'])} {escape(document['info']['version'])}</h1>"
    intro = f"<p>{escape(document['info'].get('summary', ''))} As a document for programs: "
    page = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Amur: the service</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body>{head}{intro}'
        f'<a href="/openapi.json">openapi.json</a>.</p><p>Try:</p><ul>{examples}</ul>{body}</body></html>'
    )
    return HTMLResponse(page, headers={"Content-Security-Policy": CSP})


def _operation(path: str, method: str, operation: dict[str, Any]) -> str:
    """One operation: what it does, its parameters."""
    rows = "".join(
        f"<tr><td><code>{escape(p['name'])}</code></td><td class='soft'>{escape(_values(p.get('schema', {})))}</td>"
        f"<td>{escape(p.get('description', ''))}</td></tr>"
        for p in operation.get("parameters", ())
    )
    described = operation.get("description", "")
    return (
        f"<h3><span class='method'>{method.upper()}</span> {escape(path)}</h3>"
        f"<p>{escape(operation.get('summary', ''))}</p><p class='soft'>{escape(described)}</p><table>{rows}</table>"
    )


def _values(schema: dict[str, Any]) -> str:
    """The values that a parameter may have, in short."""
    if "anyOf" in schema:
        return next((_values(s) for s in schema["anyOf"] if s.get("type") != "null"), "")
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "pattern" in schema and schema["pattern"].startswith("^("):
        return str(schema["pattern"].strip("^()$").replace("|", " | "))
    default = f", {schema['default']} where left out" if schema.get("default") not in (None, False) else ""
    return f"{schema.get('type', '')}{default}"
