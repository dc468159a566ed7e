"""The vocabulary: complete in four languages, aligned, and the same in Turtle, Python and TOML."""

import re
from pathlib import Path

import pytest
import rdflib
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS

from graph import vocab
from graph.concepts import concept_label, concept_labels
from graph.resources import ontology_path

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = {"fr", "en", "ru", "zh"}
A = rdflib.Namespace(vocab.AMUR)
HERE = rdflib.URIRef(vocab.ONTOLOGY)


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology_path())


def locals_of(ontology: rdflib.Graph, *types: rdflib.URIRef) -> set[str]:
    subjects = {subject for kind in types for subject in ontology.subjects(RDF.type, kind)}
    return {str(subject).removeprefix(vocab.AMUR) for subject in subjects}


def test_python_and_turtle_name_the_same_terms(ontology: rdflib.Graph) -> None:
    assert locals_of(ontology, OWL.Class) == vocab.CLASSES
    assert locals_of(ontology, OWL.ObjectProperty, OWL.DatatypeProperty) == vocab.PROPERTIES


def test_schemes_hold_the_words_of_the_model(ontology: rdflib.Graph) -> None:
    found: dict[str, set[str]] = {}
    for subject in ontology.subjects(RDF.type, SKOS.Concept):
        (scheme,) = ontology.objects(subject, SKOS.inScheme)
        (notation,) = ontology.objects(subject, SKOS.notation)
        name = str(scheme).removeprefix(vocab.AMUR).removesuffix("-scheme")
        assert str(subject) == vocab.concept(name, str(notation))
        assert str(scheme) == vocab.scheme(name)
        found.setdefault(name, set()).add(str(notation))
    assert found == {name: set(notations) for name, notations in vocab.SCHEMES.items()}


def test_modes_stand_under_their_family(ontology: rdflib.Graph) -> None:
    assert (A["mode-video-call"], SKOS.broader, A["family-contact"]) in ontology
    assert (A["mode-parade"], SKOS.broader, A["family-force"]) in ontology
    modes = {A[f"mode-{mode.replace(' ', '-')}"] for mode in vocab.SCHEMES["mode"]}
    assert set(ontology.subjects(SKOS.broader, None)) == modes


def test_every_term_is_labelled_in_four_languages_once(ontology: rdflib.Graph) -> None:
    for name in vocab.CLASSES | vocab.PROPERTIES:
        labels = list(ontology.objects(A[name], RDFS.label))
        assert sorted(label.language for label in labels) == sorted(LANGUAGES), name
        assert [c.language for c in ontology.objects(A[name], RDFS.comment)] == ["en"], name
    for kind in (SKOS.Concept, SKOS.ConceptScheme):
        for subject in ontology.subjects(RDF.type, kind):
            labels = list(ontology.objects(subject, SKOS.prefLabel))
            assert sorted(label.language for label in labels) == sorted(LANGUAGES), subject


def test_labels_stand_in_their_own_script(ontology: rdflib.Graph) -> None:
    script = {"ru": re.compile("[а-яё]", re.I), "zh": re.compile("[\u4e00-\u9fff]")}
    for predicate in (RDFS.label, SKOS.prefLabel):
        for _, label in ontology.subject_objects(predicate):
            if label.language in script and str(label) != "EDTF":
                assert script[label.language].search(label), label


def test_it_has_no_blank_nodes_and_names_its_licence(ontology: rdflib.Graph) -> None:
    assert not [t for t in ontology if any(isinstance(part, rdflib.BNode) for part in t)]
    assert (HERE, RDF.type, OWL.Ontology) in ontology
    assert list(ontology.objects(HERE, DCTERMS.license)) == [
        rdflib.URIRef("https://creativecommons.org/publicdomain/zero/1.0/")
    ]
    assert list(ontology.objects(HERE, OWL.versionInfo))
    (prefix,) = ontology.objects(HERE, rdflib.URIRef(vocab.PREFIXES["vann"] + "preferredNamespacePrefix"))
    assert str(prefix) == "amur"


@pytest.mark.parametrize(
    ("name", "relation", "target"),
    [
        ("Article", "rdfs:subClassOf", "prov:Entity"),
        ("Actor", "rdfs:subClassOf", "sem:Actor"),
        ("Event", "rdfs:subClassOf", "sem:Event"),
        ("Event", "skos:closeMatch", "gaf:Instance"),
        ("Span", "rdfs:subClassOf", "nif:RFC5147String"),
        ("Attribution", "skos:closeMatch", "grasp:Attribution"),
        ("When", "skos:closeMatch", "time:ProperInterval"),
        ("published", "rdfs:subPropertyOf", "schema:datePublished"),
    ],
)
def test_alignments(ontology: rdflib.Graph, name: str, relation: str, target: str) -> None:
    triple = (A[name], rdflib.URIRef(vocab.term(relation)), rdflib.URIRef(vocab.term(target)))
    assert triple in ontology


def test_every_class_and_range_used_is_defined(ontology: rdflib.Graph) -> None:
    for _, _, target in ontology:
        if isinstance(target, rdflib.URIRef) and target.startswith(vocab.AMUR):
            assert (target, None, None) in ontology, target


def test_the_words_in_toml_are_those_in_turtle(ontology: rdflib.Graph) -> None:
    turtle = {
        (str(subject), label.language, str(label))
        for subject in ontology.subjects(RDF.type, SKOS.Concept)
        for label in ontology.objects(subject, SKOS.prefLabel)
    }
    toml = {
        (vocab.concept(scheme, notation), lang, words)
        for scheme, notations in concept_labels().items()
        for notation, labels in notations.items()
        for lang, words in labels.items()
    }
    assert toml == turtle
    assert concept_label("mode", "video call", "fr") == "visioconférence"


def test_no_other_python_file_spells_an_iri() -> None:
    spelled = re.compile(
        r"w3id\.org/amur|urn:amur:|"
        r"www\.w3\.org/(?!XML/|2000/svg|2005/Atom|1999/xhtml)|purl\.org/|wikidata\.org/entity"
    )
    for folder in ("graph", "ingest", "api"):
        for path in (ROOT / folder).rglob("*.py"):
            if path != ROOT / "graph" / "vocab.py":
                code = "\n".join(line.partition("# ")[0] for line in path.read_text(encoding="utf8").splitlines())
                assert not spelled.search(code), path


def test_unknown_terms_are_refused() -> None:
    with pytest.raises(KeyError):
        vocab.term("amur:winner")
    with pytest.raises(KeyError):
        vocab.concept("mode", "telepathy")
