"""What a query asks for, read off its tokens before any engine sees it.

Strings, IRIs and comments are set apart first, so that a word inside them is never taken for a keyword, and no keyword
can hide in them. Outside of strings and IRIs the engine knows no escapes, so a keyword cannot be spelled in disguise.
"""

import re
from dataclasses import dataclass

from graph.errors import QueryError
from graph.vocab import PREFIXES

MAX_QUERY = 200_000  # characters; the longest useful query seen in the wild is a tenth of it
MAX_DEPTH = 200  # nested brackets: the parser recurses, and a worker's stack is finite

# SPARQL 1.1 grammar, rules 139 (IRIREF), 156-159 (strings), 140-141 (prefixed names), comments of section 19.4.
TOKEN = re.compile(
    r'''(?P<string>"""(?:(?:"|"")?(?:[^"\\]|\\.))*"""|\'\'\'(?:(?:'|'')?(?:[^'\\]|\\.))*\'\'\''''
    r"""|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')"""
    r"""|(?P<iri><[^<>"{}|^`\x00-\x20]*>)"""
    r"""|(?P<comment>\#[^\n\r]*)"""
    r"""|(?P<variable>[?$]\w+)"""
    r"""|(?P<lang>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)"""
    r"""|(?P<name>(?:[^\W\d_][\w.\-]*)?:(?:[\w:.\-%]|\\.)*)"""
    r"""|(?P<word>[A-Za-z_]\w*)"""
    r"""|(?P<open>[{(\[])|(?P<close>[})\]])"""
    r"""|(?P<rest>\s+|.)""",
    re.DOTALL,
)
SERVICE_WORD = re.compile(r"\bSERVICE\b", re.IGNORECASE)
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATES = frozenset(("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a query is and which graphs it names in FROM and FROM NAMED."""

    form: str  # SELECT, ASK, CONSTRUCT, DESCRIBE
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]

    @property
    def has_dataset(self) -> bool:
        """True when the query brings its own dataset."""
        return bool(self.default_graphs or self.named_graphs)


def read_query(text: str) -> Asked:
    """Say what a query asks for. Raises QueryError for an update, SERVICE, or what is too long or too deep.

    Syntax is left to the engine: this only refuses what must not reach it.
    """
    if len(text) > MAX_QUERY:
        raise QueryError(f"the query has {len(text):,} characters; the limit is {MAX_QUERY:,}")
    tokens = [(m.lastgroup or "", m.group()) for m in TOKEN.finditer(text) if m.lastgroup not in ("comment", "rest")]
    _refuse_depth(tokens)
    if SERVICE_WORD.search(text) and any(_ambiguous(match, text) for match in TOKEN.finditer(text)):
        raise QueryError("write SERVICE nowhere, not even in a string, where '<' and '#' share a line with long quotes")
    _refuse_hidden(text)
    form = ""
    for kind, value in tokens:
        if kind != "word":
            continue
        word = value.upper()
        if word == "SERVICE":
            raise QueryError("SERVICE is not allowed: this endpoint never calls another one")
        if not form and word in FORMS:
            form = word
        elif not form and word in UPDATES:
            raise QueryError(f"{word} is an update; this endpoint is read only, change the record instead")
    if not form:
        raise QueryError("this is no query: it has none of SELECT, ASK, CONSTRUCT, DESCRIBE")
    default_graphs, named_graphs = _dataset(tokens)
    return Asked(form=form, default_graphs=default_graphs, named_graphs=named_graphs)


def _refuse_hidden(text: str) -> None:
    """Refuse what would be SERVICE to an engine that spells out \\uXXXX before it reads tokens (SPARQL 1.1, 19.2):
    our own does so in strings and IRIs alone, a server that queries are passed on to may do it everywhere."""
    plain = unescape(text)
    if plain != text and any(m.lastgroup == "word" and m.group().upper() == "SERVICE" for m in TOKEN.finditer(plain)):
        raise QueryError("SERVICE is not allowed, nor what may be read so: write \\u escapes out")


def _ambiguous(match: re.Match[str], text: str) -> bool:
    """True where '<' may be "less than" and '#' a comment, so that a long quote after it may be no quote at all.

    Only the grammar can tell `?a<?b#>` from an IRI; what would hide a keyword behind that doubt is refused.
    """
    if match.lastgroup != "iri" or "#" not in match.group():
        return False
    line = text[match.end() :].partition("\n")[0]
    return '"""' in line or "'''" in line


def _refuse_depth(tokens: list[tuple[str, str]]) -> None:
    depth = 0
    for kind, _ in tokens:
        depth += (kind == "open") - (kind == "close")
        if depth > MAX_DEPTH:
            raise QueryError(f"the query nests brackets deeper than {MAX_DEPTH}")


def _dataset(tokens: list[tuple[str, str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The graphs of FROM and FROM NAMED; prefixed names are spelled out."""
    prefixes = {prefix + ":": iri for prefix, iri in PREFIXES.items()}
    default: list[str] = []
    named: list[str] = []
    for index, (kind, value) in enumerate(tokens):
        if kind != "word":
            continue
        word = value.upper()
        following = [*tokens[index + 1 : index + 3], ("", ""), ("", "")]
        if word == "PREFIX" and following[0][0] == "name" and following[1][0] == "iri":
            prefixes[following[0][1]] = following[1][1][1:-1]
        elif word == "FROM" and following[0][1].upper() == "NAMED":
            named.append(_iri(following[1], prefixes))
        elif word == "FROM":
            default.append(_iri(following[0], prefixes))
    return tuple(default), tuple(named)


def _iri(token: tuple[str, str], prefixes: dict[str, str]) -> str:
    kind, value = token
    if kind == "iri":
        return unescape(value[1:-1])
    prefix, _, local = value.partition(":")
    if kind == "name" and prefix + ":" in prefixes:
        return prefixes[prefix + ":"] + re.sub(r"\\(.)", r"\1", local)
    raise QueryError(f"FROM needs an IRI, not {value or 'the end of the query'!r}")


def unescape(iri: str) -> str:
    """Spell out \\uXXXX and \\UXXXXXXXX."""
    return re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", _spelled, iri)


def _spelled(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number <= 0x10FFFF else match[0]
