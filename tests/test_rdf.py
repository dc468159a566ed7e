"""The RDF: what is written for a claim, that two engines read it alike, and that the shapes find what is wrong."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from rdflib import RDF, RDFS, XSD

from graph import vocab
from graph.check import check, judge
from graph.errors import ReadError
from graph.library import Library
from graph.model import Article, Extraction
from graph.rdf import article_dataset, article_graph, named_parts, to_dataset
from graph.registry import Registry, load_registry
from graph.store import Store
from graph.terms import decimal, document, double, iri, text
from graph.vocab import Names
from graph.when import Kind
from ingest.intake import Intake
from tests.record_samples import FEB4, all_samples, call_in_french, call_in_russian, gold_extractions, when

# rdflib 7.6 uses inside Dataset what it tells others not to use.
pytestmark = pytest.mark.filterwarnings(r"ignore:Dataset\.\w+ is deprecated:DeprecationWarning")

A = rdflib.Namespace(vocab.AMUR)
NIF = rdflib.Namespace(vocab.PREFIXES["nif"])
ROOT = Path(__file__).resolve().parent.parent
QUERIES = sorted((ROOT / "graph" / "queries").glob("*.rq"))
SEEDS = ROOT / "seeds" / "articles"
NAMES = Names()
Filled = tuple[Library, Store, rdflib.Dataset]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def filled(folder: Path, extractions: list[Extraction], registry: Registry) -> tuple[Library, Store]:
    """A record with these extractions, events linked, and its store."""
    table = {extraction.article.id: extraction for extraction in extractions}
    with Intake.open(folder, registry, extract=lambda article, _: table[article.id]) as intake:
        report = intake.take_all(extraction.article for extraction in extractions)
        assert not report.problems
        assert report.projected
    return Library.open(folder), Store.open(folder)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, registry: Registry) -> Iterator[Filled]:
    library, store = filled(tmp_path_factory.mktemp("rdf"), all_samples(), registry)
    with library, store:
        yield library, store, to_dataset(store.dump())


# ---------------------------------------------------------------- terms


ODD = ['a "quoted" \\ word', "two\nlines\r\ttab", "новости 新闻 « é »", "", "\x00\x07\x1f\x85\u2028"]


@pytest.mark.parametrize("words", ODD)
def test_any_text_survives_both_parsers(words: str) -> None:
    line = f"<a:s> <a:p> {text(words, 'fr')} <a:g> ."
    (quad,) = pyoxigraph.parse(line, format=pyoxigraph.RdfFormat.N_QUADS)
    assert quad.object.value == words
    (triple,) = to_dataset([line]).triples((None, None, None))
    assert str(triple[2]) == words


def test_an_iri_with_foreign_characters_is_still_an_iri() -> None:
    foreign = iri('https://x.example/a b<c>"{d}\\')
    line = f"{foreign} <a:p> <a:o> <a:g> ."
    assert len(list(pyoxigraph.parse(line, format=pyoxigraph.RdfFormat.N_QUADS))) == 1
    assert NAMES.actor("Указ № 5") == "urn:amur:actors/%D0%A3%D0%BA%D0%B0%D0%B7%20%E2%84%96%205"


@pytest.mark.parametrize("value", [0.0, 85.0, 0.95, 1.4500000001, 16.7e9, 1e21, 1e-7, -3.25])
def test_numbers_are_written_as_the_store_writes_them_back(value: float) -> None:
    lines = [f"<a:s> <a:p> {written} <a:g> ." for written in (double(value), decimal(value))]
    store = pyoxigraph.Store()
    store.load(document(lines).encode(), pyoxigraph.RdfFormat.N_QUADS)
    assert sorted(f"{quad} ." for quad in store) == sorted(lines)


def test_named_parts_keeps_graphs_apart_and_reads_bare_triples() -> None:
    lines = ['<a:s> <a:p> "x <y>" <a:g> .', '<a:s> <a:p> "a <b"^^<a:t> .', "<a:s> <a:p> <a:o> ."]
    parts = {name: len(part) for name, part in named_parts(lines)}
    assert parts == {"a:g": 1, "": 2}


# ---------------------------------------------------------------- what is written for a claim


def only(dataset: rdflib.Graph, subject: str, name: str) -> object:
    (value,) = dataset.objects(rdflib.URIRef(subject), A[name])
    return value


def days(dataset: rdflib.Graph, subject: str, name: str = "day") -> list[str]:
    return sorted(str(value) for value in dataset.objects(rdflib.URIRef(subject), A[name]))


def test_a_claim_with_its_evidence_and_stance(registry: Registry) -> None:
    extraction = call_in_french()
    dataset, praise = article_dataset(extraction, registry), extraction.claims[1]
    subject = NAMES.claim(praise.id)
    assert only(dataset, subject, "quote") == rdflib.Literal("Poutine a salué une alliance « précieuse ».", lang="fr")
    assert only(dataset, subject, "status") == rdflib.Literal("happened")
    assert only(dataset, subject, "eventType") == A["type-SUPPORT"]
    assert only(dataset, subject, "voice") == rdflib.URIRef("urn:amur:actors/Q7747")
    assert str(only(dataset, subject, "stanceSummary")) == "Vladimir Putin: supportive of Russia-China partnership"
    span = only(dataset, subject, "trigger")
    start = extraction.article.text.index("a salué")
    assert str(span) == f"{NAMES.article(extraction.article.id)}#char={start},{start + 7}"
    assert isinstance(span, rdflib.URIRef)
    assert dataset.value(span, NIF.anchorOf) == rdflib.Literal("a salué", lang="fr")
    assert dataset.value(span, NIF.beginIndex) == rdflib.Literal(start)


def test_a_chain_of_voices_and_a_number(registry: Registry) -> None:
    extraction = call_in_russian()
    dataset, call = article_dataset(extraction, registry), extraction.claims[0]
    subject = NAMES.claim(call.id)
    links = {
        int(str(dataset.value(link, A.position))): str(dataset.value(link, A.speaker))
        for link in dataset.objects(rdflib.URIRef(subject), A.attribution)
    }
    assert links == {1: "urn:amur:actors/kremlin", 2: "urn:amur:actors/local-pyotr"}
    assert str(only(dataset, subject, "voice")) == "urn:amur:actors/local-pyotr"
    number = only(dataset, subject, "quantity")
    assert isinstance(number, rdflib.URIRef)
    assert dataset.value(number, A.value) == rdflib.Literal("85", datatype=XSD.double)
    assert str(dataset.value(number, A.unit)) == "minute"


def test_only_what_lasts_throughout_is_on_a_day(registry: Registry) -> None:
    extraction = call_in_french()
    dataset = article_dataset(extraction, registry)
    talks, arrests = (NAMES.claim(extraction.claims[index].id) for index in (2, 3))
    assert days(dataset, talks) == ["2026-02-04", "2026-02-05"]
    assert days(dataset, arrests) == []
    assert days(dataset, arrests, "month") == ["2026-01"]
    assert (days(dataset, arrests, "firstDay"), days(dataset, arrests, "lastDay")) == (["20454"], ["20484"])


@pytest.mark.parametrize(
    ("end", "kind", "number_of_days", "months", "years"),
    [
        (date(2026, 2, 4), Kind.THROUGHOUT, 1, 1, 0),
        (date(2026, 3, 6), Kind.THROUGHOUT, 31, 2, 0),
        (date(2026, 3, 7), Kind.THROUGHOUT, 0, 2, 0),
        (date(2026, 3, 6), Kind.WITHIN, 0, 2, 0),
        (date(2036, 1, 31), Kind.THROUGHOUT, 0, 120, 0),
        (date(2036, 2, 1), Kind.THROUGHOUT, 0, 0, 11),
    ],
)
def test_long_intervals_have_months_then_years(
    registry: Registry, end: date, kind: Kind, number_of_days: int, months: int, years: int
) -> None:
    from dataclasses import replace

    extraction = call_in_french()
    claim = replace(extraction.claims[0], when=when(FEB4, end, kind=kind))
    dataset = article_dataset(replace(extraction, claims=(claim,)), registry)
    subject = NAMES.claim(claim.id)
    counts = [len(days(dataset, subject, name)) for name in ("day", "month", "year")]
    assert counts == [number_of_days, months, years]


def test_an_undated_claim_has_no_date_at_all(registry: Registry) -> None:
    extraction = call_in_russian()
    dataset = article_dataset(extraction, registry)
    subject = rdflib.URIRef(NAMES.claim(extraction.claims[1].id))
    dated = ("from", "to", "day", "month", "year", "firstDay", "lastDay", "kind")
    assert [name for name in dated if (subject, A[name], None) in dataset] == []
    assert str(only(dataset, str(subject), "status")) == "denied"


def test_every_term_written_is_in_the_vocabulary(both: Filled) -> None:
    _, _, dataset = both
    triples = dataset.triples((None, None, None))
    used = {str(part) for triple in triples for part in triple if isinstance(part, rdflib.URIRef)}
    defined = {str(s) for s in dataset.graph(NAMES.vocabulary_graph).subjects()}
    assert {term for term in used if term.startswith(vocab.AMUR)} <= defined


def test_there_are_no_blank_nodes_and_lines_are_sorted_once(registry: Registry) -> None:
    for extraction in all_samples():
        lines = article_graph(extraction, NAMES, registry)
        assert lines == sorted(set(lines))
        assert not [line for line in lines if re.search(r"(^|\s)_:", re.sub(r'"(\\.|[^"\\])*"', "", line))]


def test_another_base_gives_other_things_and_the_same_words(registry: Registry) -> None:
    names = Names("https://news.example/id/")
    ours, theirs = (article_graph(call_in_french(), n, registry) for n in (NAMES, names))
    assert not set(ours) & set(theirs)
    assert sorted(line.replace("https://news.example/id/", "urn:amur:") for line in theirs) == ours


# ---------------------------------------------------------------- the store as a whole, by two engines


def rows_of_oxigraph(store: Store, query: str) -> list[tuple[str | None, ...]]:
    return [tuple(value.value if value is not None else None for value in row) for row in store.query(query)]


def rows_of_rdflib(dataset: rdflib.Dataset, query: str) -> list[tuple[str | None, ...]]:
    return [tuple(str(value) if value is not None else None for value in row) for row in dataset.query(query)]  # type: ignore[union-attr]


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_both_engines_answer_each_worked_example_alike(both: Filled, path: Path) -> None:
    _, store, dataset = both
    query = path.read_text(encoding="utf8")
    assert query.startswith("# ")
    rows = rows_of_oxigraph(store, query)
    assert rows
    assert sorted(rows, key=repr) == sorted(rows_of_rdflib(dataset, query), key=repr)


def headline() -> str:
    return next(path for path in QUERIES if path.stem == "on-a-day").read_text(encoding="utf8")


def on_the_day(library: Library) -> list[str]:
    found = library.claims_between(FEB4, FEB4, longest=31)
    return [claim.id for claim in found if claim.when and claim.when.kind is Kind.THROUGHOUT]


def test_the_headline_question_has_one_row_a_claim(both: Filled) -> None:
    library, store, _ = both
    rows = rows_of_oxigraph(store, headline())
    assert len(rows) == len(on_the_day(library)) == 6
    assert {row[0] for row in rows} == {"own-words digest after AFP", "Блог «Верба»", "Xinhua", "River Post"}
    (praise,) = [row for row in rows if row[2] == "Poutine a salué une alliance « précieuse »."]
    assert praise[3:] == ("happened", "Vladimir Putin", "Vladimir Putin: supportive of Russia-China partnership")
    (told_in_russian,) = [row for row in rows if row[0] == "Блог «Верба»"]
    assert told_in_russian[4] == "Пётр Незнаев"


def test_on_the_annotated_articles_the_engines_agree_one_row_a_claim(tmp_path: Path, registry: Registry) -> None:
    extractions = gold_extractions()
    if not extractions:
        pytest.skip("no ../shared/eval/dev beside this checkout")
    library, store = filled(tmp_path, extractions, registry)
    with library, store:
        rows = rows_of_oxigraph(store, headline())
        assert len(rows) == len(on_the_day(library))
        assert len(rows) > 20
        assert sorted(rows, key=repr) == sorted(rows_of_rdflib(to_dataset(store.dump()), headline()), key=repr)
        assert check(store) == []


def test_the_headline_question_over_the_digests(tmp_path: Path, registry: Registry) -> None:
    """The articles that travel with Amur, by the real pipeline: two engines, the same rows, one a claim."""
    from ingest.read.files import read_articles
    from ingest.read.given import Given

    read = read_articles([SEEDS], Given(), registry)
    with Intake.open(tmp_path, registry) as intake:
        assert intake.take_all(one for one in read if isinstance(one, Article)).problems == []
        with Store.open(tmp_path) as store:
            rows = rows_of_oxigraph(store, headline())
            assert len(rows) == len(on_the_day(intake.library)) > 0
            assert {row[0] for row in rows if row[0]} == {row[0] for row in rows if row[0] and "own-words" in row[0]}
            dataset = to_dataset(store.dump())
            assert sorted(rows, key=repr) == sorted(rows_of_rdflib(dataset, headline()), key=repr)
            assert check(store) == []


def test_a_digest_is_never_shown_as_its_publisher(both: Filled) -> None:
    _, _, dataset = both
    article = rdflib.URIRef(NAMES.article(call_in_french().article.id))
    assert dataset.value(article, A.rendition) == rdflib.Literal(True)
    bare = rdflib.URIRef(NAMES.source("afp"))
    assert (None, A.source, bare) not in dataset
    digest = rdflib.URIRef(NAMES.source("afp", rendition=True))
    assert dataset.value(digest, A.renditionOf) == bare
    labels = {label.language for label in dataset.objects(digest, rdflib.SKOS.prefLabel)}  # type: ignore[union-attr]
    assert labels == {"fr", "en", "ru", "zh"}


def test_whoever_can_be_a_row_has_one_label_a_language(both: Filled) -> None:
    _, _, dataset = both
    for kind in (A.Event, A.Actor, A.Place):
        things = set(dataset.subjects(RDF.type, kind))
        assert things
        for thing in things:
            languages = sorted(label.language for label in dataset.objects(thing, RDFS.label))  # type: ignore[union-attr]
            assert languages == ["en", "fr", "ru", "zh"], thing
    for source in set(dataset.subjects(RDF.type, A.Source)):
        assert len(list(dataset.objects(source, RDFS.label))) == 1, source
    for who in {*dataset.objects(None, A.voice), *dataset.objects(None, A.actor)}:
        assert (who, RDFS.label, None) in dataset, who


def test_every_graph_is_named_and_derived_from_something(both: Filled) -> None:
    library, store, dataset = both
    articles = {NAMES.claims_graph(id) for id in library.fingerprints()}
    shared = {NAMES.base + "graphs/" + name for name in ("articles", "events", "registry", "local", "vocabulary")}
    assert set(store.graphs()) == articles | shared
    prov = rdflib.Namespace(vocab.PREFIXES["prov"])
    for name in articles:
        assert (rdflib.URIRef(name), prov.wasDerivedFrom, rdflib.URIRef(name.removesuffix("/claims"))) in dataset


# ---------------------------------------------------------------- shapes


def test_what_we_write_conforms(both: Filled) -> None:
    _, store, _ = both
    assert check(store) == []


CLAIM, DATED = "WHERE { ?c a amur:Claim }", "WHERE { ?c a amur:Claim ; amur:from ?f }"
THROUGHOUT, WITHIN = "WHERE { ?c amur:kind amur:kind-throughout }", "WHERE { ?c amur:kind amur:kind-within }"
BREACHES = [
    ("quote", "DELETE { ?c amur:quote ?q } WHERE { ?c amur:quote ?q }", "exactly one quote"),
    ("two sources", f"INSERT {{ ?c amur:source <urn:x> }} {CLAIM}", "exactly one source"),
    ("reversed dates", f'INSERT {{ ?c amur:from "2027-01-01"^^xsd:date }} {CLAIM}', "not after amur:to"),
    ("zoned date", f'INSERT {{ ?c amur:to "2026-02-09Z"^^xsd:date }} {DATED}', "without time zone"),
    ("within on a day", f'INSERT {{ ?c amur:day "2026-01-03"^^xsd:date }} {WITHIN}', "throughout"),
    ("mixed types", f'INSERT {{ ?c amur:day "2026-01"^^xsd:gYearMonth }} {THROUGHOUT}', "is a date"),
    ("odd status", f'INSERT {{ ?c amur:status "true" }} {CLAIM}', "one of happened"),
    ("stance alone", "DELETE { ?s amur:evidence ?e } WHERE { ?s a amur:Stance ; amur:evidence ?e }", "has evidence"),
    ("a link without voice", "DELETE { ?l amur:speaker ?s } WHERE { ?l amur:speaker ?s }", "has a speaker"),
    ("span without words", "DELETE { ?s nif:anchorOf ?w } WHERE { ?s nif:anchorOf ?w }", "gives its words"),
    ("bold review", f'INSERT {{ ?c amur:review "true" }} {CLAIM}', "clear, doubtful"),
]  # fmt: skip


@pytest.mark.parametrize(("update", "message"), [b[1:] for b in BREACHES], ids=[b[0] for b in BREACHES])
def test_the_shapes_find_what_is_wrong(registry: Registry, update: str, message: str) -> None:
    found: set[str] = set()
    for extraction in (call_in_french(), call_in_russian()):
        ((_, part),) = named_parts(article_graph(extraction, NAMES, registry))
        assert list(judge(part)) == []
        part.update(update, initNs={"amur": A, "xsd": XSD, "nif": NIF})
        found |= {finding.message for finding in judge(part)}
    assert [text for text in found if message in text], found


def test_events_and_differences_have_shapes_too(both: Filled) -> None:
    _, store, _ = both
    ((_, events),) = named_parts(store.dump(NAMES.events_graph))
    assert list(judge(events)) == []
    events.update(f"DELETE {{ ?e <{RDFS.label}> ?l }} WHERE {{ ?e <{RDFS.label}> ?l FILTER(lang(?l) = 'zh') }}")
    events.update(f"DELETE {{ ?e <{A.toldBy}> ?c }} WHERE {{ ?e <{A.toldBy}> ?c }}")
    messages = " ".join(finding.message for finding in judge(events))
    assert "rdfs:label in each" in messages
    assert "told by a claim" in messages


def test_check_reads_files_and_names_what_it_cannot(tmp_path: Path, both: Filled) -> None:
    _, store, _ = both
    good = tmp_path / "good.nq"
    good.write_text(document(store.dump(NAMES.claims_graph(call_in_french().article.id))), encoding="utf8")
    assert check(good) == []
    bad = tmp_path / "bad.ttl"
    bad.write_text(f"<urn:x:1> a <{A.Claim}> .", encoding="utf8")
    assert "urn:x:1: a claim has exactly one source (source)" in [str(finding) for finding in check(bad)]
    with pytest.raises(ReadError, match=r"none\.ttl.*No such file"):
        check(tmp_path / "none.ttl")
    with pytest.raises(ReadError, match="unknown kind of RDF"):
        check(tmp_path / "words.docx")
    bad.write_text("no turtle <", encoding="utf8")
    with pytest.raises(ReadError, match=r"bad\.ttl"):
        check(bad)
