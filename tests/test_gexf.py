"""The Gephi file: valid, whole, and read back as it was written."""

import io
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import networkx
import pytest

from graph.errors import InputError
from graph.export.gexf import clean, gexf_lines, write_gexf
from graph.export.shapes import ROLES, SHAPES, shaped
from graph.timeline import Timeline
from tests.synthetic import Shelf, synthetic

CHECKS = Path(__file__).resolve().parent.parent.parent / "shared" / "eval" / "gexf"
needs_checks = pytest.mark.skipif(not CHECKS.is_dir(), reason="the GEXF checker is not beside this checkout")
NODE_ROOT = os.environ.get("GEXF_NODE_ROOT", "")


@pytest.fixture(scope="module")
def many() -> "networkx.MultiDiGraph[str]":
    return Timeline(synthetic(10_000), lang="ru").window()


@pytest.fixture(scope="module")
def some() -> "networkx.MultiDiGraph[str]":
    return Timeline(synthetic(300)).window()


def text_of(told: "networkx.MultiDiGraph[str]") -> str:
    out = io.StringIO()
    write_gexf(told, out)
    return out.getvalue()


def check(path: Path, *more: str) -> str:
    done = subprocess.run(
        [sys.executable, str(CHECKS / "check_gexf.py"), "--xsd-root", str(CHECKS / "specs"), str(path), *more],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "not validated" not in done.stdout
    return done.stdout


@needs_checks
@pytest.mark.parametrize("shape", SHAPES)
def test_ten_thousand_events_with_every_missing_value_pass_the_checker(
    many: "networkx.MultiDiGraph[str]", shape: str, tmp_path: Path
) -> None:
    told = shaped(many, shape)
    path = tmp_path / f"{shape}.gexf"
    with path.open("w", encoding="utf8") as out:
        write_gexf(told, out)
    events = sum(data["kind"] == "event" for _, data in told.nodes(data=True))
    assert events or shape == "actors"
    said = check(path, "--events", str(events))
    assert "'parallel_folded': 0" in said
    assert "without position" not in said
    assert "without colour" not in said


@pytest.mark.parametrize("shape", SHAPES)
def test_networkx_reads_back_what_was_written(some: "networkx.MultiDiGraph[str]", shape: str, tmp_path: Path) -> None:
    told = shaped(some, shape)
    path = tmp_path / "a.gexf"
    path.write_text(text_of(told), encoding="utf8")
    back = networkx.read_gexf(path, version="1.3")
    assert set(back.nodes) == {clean_id(node) for node in told.nodes}
    ends = Counter((clean_id(a), clean_id(b), kind) for a, b, kind in told.edges(keys=True))
    if told.graph.get("directed", True):
        assert Counter((a, b, data["role"]) for a, b, data in back.edges(data=True)) == ends
    else:
        assert Counter(frozenset((a, b)) for a, b in back.edges()) == Counter(frozenset(e[:2]) for e in ends)
    for node, data in told.nodes(data=True):
        read = back.nodes[clean_id(node)]
        assert read["kind"] == data["kind"]
        assert read["uri"] == data["uri"]
        assert read.get("event date") == data.get("edtf")
        # networkx writes a missing end of a spell as the word None
        one = [(read.get("start", "None"), read.get("end", "None"))] if "start" in read or "end" in read else []
        assert read.get("spells", one) == [(str(start), str(end)) for start, end in data["spells"]]


def clean_id(node: str) -> str:
    """An id as it stands in a parsed file."""
    return clean(node).replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


@pytest.mark.skipif(
    not (shutil.which("node") and NODE_ROOT and CHECKS.is_dir()),
    reason="needs node and GEXF_NODE_ROOT, a folder with graphology and graphology-gexf",
)
@pytest.mark.parametrize("shape", SHAPES)
def test_graphology_counts_the_same(some: "networkx.MultiDiGraph[str]", shape: str, tmp_path: Path) -> None:
    told = shaped(some, shape)
    path = tmp_path / "a.gexf"
    path.write_text(text_of(told), encoding="utf8")
    done = subprocess.run(
        ["node", str(CHECKS / "check_gexf.mjs"), str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert f'"order":{told.number_of_nodes()},"size":{told.number_of_edges()}' in done.stdout


def test_no_edge_is_lost_in_folding(some: "networkx.MultiDiGraph[str]") -> None:
    of = {(a, b) for a, b, kind in some.edges(keys=True) if kind == "of"}
    wanted: Counter[tuple[str, str, str]] = Counter()
    home = dict(of)
    for one, other, kind in some.edges(keys=True):
        if kind == "tells":
            wanted[one, home[other], kind] += 1
        elif kind != "of":
            wanted[home[one], other, kind] += 1
    folded = shaped(some, "events")
    assert {(a, b, k): len(d["claims"]) for a, b, k, d in folded.edges(keys=True, data=True)} == dict(wanted)
    for _, _, data in folded.edges(data=True):
        assert data["weight"] == len(data["told_by"]) >= 1
        assert len(set(data["claims"])) == len(data["claims"])


def test_pairs_of_actors_add_up(some: "networkx.MultiDiGraph[str]") -> None:
    wanted: Counter[tuple[str, str]] = Counter()
    for node, data in some.nodes(data=True):
        if data["kind"] == "claim":
            cast = sorted({b for _, b, k in some.out_edges(node, keys=True) if k in ROLES})
            wanted.update((a, b) for i, a in enumerate(cast) for b in cast[i + 1 :])
    pairs = shaped(some, "actors")
    assert {(a, b): len(d["claims"]) for a, b, d in pairs.edges(data=True)} == dict(wanted)


def test_undated_events_have_no_spell_and_are_listed() -> None:
    shelf = synthetic(60)
    told = Timeline(shelf).window()
    undated = [d["label"] for _, d in told.nodes(data=True) if d["kind"] == "undated event"]
    assert undated
    text = text_of(told)
    assert f"Without a date, and so without a place on the timeline, {len(undated)}:" in text
    assert "Enable Timeline" in text
    for line in text.splitlines():
        if 'value="undated event"' in line:
            assert not re.search(r" (start|end)=", line)


def test_within_a_period_stands_over_all_of_it_and_says_so() -> None:
    text = text_of(Timeline(synthetic(60)).window())
    line = next(x for x in text.splitlines() if 'for="date_kind" value="within"' in x and '<node id="event:' in x)
    start, end = re.search(r'start="([\d-]+)" end="([\d-]+)"', line).groups()  # type: ignore[union-attr]
    assert f'for="edtf" value="{start}/{end}"' in line


def test_labels_are_in_the_language_asked_for_and_digests_are_named_so() -> None:
    text = text_of(Timeline(synthetic(30), lang="ru").window())
    assert 'label="Событие"' in text
    assert 'label="пересказ своими словами по' in text


def test_an_empty_graph_is_a_document_too() -> None:
    told = Timeline(Shelf()).window()
    text = text_of(told)
    assert '<nodes count="0">' in text
    assert networkx.read_gexf(io.BytesIO(text.encode()), version="1.3").number_of_nodes() == 0


def test_the_same_graph_is_the_same_file() -> None:
    assert list(gexf_lines(Timeline(synthetic(50)).window())) == list(gexf_lines(Timeline(synthetic(50)).window()))


def test_an_unknown_shape_is_refused(some: "networkx.MultiDiGraph[str]") -> None:
    with pytest.raises(InputError, match="claims, events, actors"):
        shaped(some, "cube")
