"""RDF terms as N-Quads writes them, and the collector of quads. Plain strings: a million claims are some 60 million
quads, and one that is only written need not become an object first."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache

from graph import vocab

# What N-Quads asks to escape inside a literal, and what no IRI may hold.
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_TO_ESCAPE = re.compile(r'["\\\n\r]')
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*\Z")


def iri(value: str) -> str:
    """An IRI in angle brackets; characters that none may hold are percent-encoded."""
    return f"<{_NOT_IN_IRI.sub(lambda found: f'%{ord(found[0]):02X}', value)}>"


@cache
def term(name: str) -> str:
    """A class or property, as "amur:day" or "rdfs:label"."""
    return iri(vocab.term(name))


@cache
def concept(scheme: str, notation: str) -> str:
    """A concept of the vocabulary."""
    return iri(vocab.concept(scheme, notation))


def text(value: str, lang: str | None = None) -> str:
    """A string, with its language where one is given."""
    quoted = '"' + _TO_ESCAPE.sub(lambda found: _ESCAPES[found[0]], value) + '"'
    return f"{quoted}@{lang}" if lang and LANGUAGE.match(lang) else quoted


def typed(value: str, datatype: str) -> str:
    """A literal of a datatype such as "xsd:date"."""
    return f'"{value}"^^{term(datatype)}'


def day(value: date) -> str:
    """An xsd:date without time zone."""
    return typed(value.isoformat(), "xsd:date")


def integer(value: int) -> str:
    """An xsd:integer."""
    return typed(str(value), "xsd:integer")


def double(value: float) -> str:
    """An xsd:double, as Oxigraph writes it back: all digits, no exponent, no needless zero."""
    return typed(_plain(value), "xsd:double")


def decimal(value: float) -> str:
    """An xsd:decimal, as Oxigraph writes it back; for degrees."""
    return typed(_plain(value), "xsd:decimal")


def _plain(value: float) -> str:
    shown = format(Decimal(repr(value)), "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def boolean(value: bool) -> str:
    """An xsd:boolean."""
    return typed("true" if value else "false", "xsd:boolean")


class Quads:
    """The quads of one named graph, as N-Quads lines. `lines()` gives them sorted, each once."""

    def __init__(self, graph_iri: str) -> None:
        self.name = iri(graph_iri)
        self._lines: set[str] = set()

    def add(self, subject: str, predicate: str, *objects: str) -> None:
        """One quad for each object; `predicate` as "amur:day", subject and objects as terms."""
        property_iri = term(predicate)
        for value in objects:
            self._lines.add(f"{subject} {property_iri} {value} {self.name} .")

    def add_type(self, subject: str, *classes: str) -> None:
        """rdf:type, for each class such as "amur:Claim"."""
        self.add(subject, "rdf:type", *(term(name) for name in classes))

    def lines(self) -> list[str]:
        """N-Quads lines without line ends, sorted."""
        return sorted(self._lines)


def document(lines: Iterable[str]) -> str:
    """The lines as one N-Quads document."""
    return "".join(f"{line}\n" for line in lines)
