"""Taking articles in from the command line: the machine interface of `extract`, and everything that can be wrong."""

import json
from pathlib import Path

import pytest

from tests.programs import ROOT, amur

TEXT = "Mercredi 4 février 2026, Xi Jinping s'est entretenu par visioconférence avec Vladimir Poutine à Pékin.\n"
CLAIM_FIELDS = {
    "id", "start", "end", "trigger", "evidence", "type", "family", "mode", "actors", "from", "to", "kind", "precision",
    "edtf", "date_basis", "said", "place", "attribution", "certainty", "polarity", "tense", "status", "quantities",
    "reports", "denies", "stance", "review", "rules",
}  # fmt: skip


def rows(done_stdout: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in done_stdout.splitlines()]


def test_extract_keeps_its_contract(tmp_path: Path) -> None:
    text = f"\ufeff  {TEXT}Selon le Kremlin, l'entretien\u00a0a duré une heure — « utile »… 😀 中俄\r\n"
    articles = tmp_path / "articles.jsonl"
    lines = [
        {"id": "b", "text": text, "published": "2026-02-05", "publisher": "AFP", "lang": None, "url": None},
        {"id": "a", "text": TEXT, "lang": "fr"},
        {"id": "c", "text": TEXT, "published": "2026-02-05", "unknown": "field"},
    ]
    articles.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf8")
    done = amur("extract", "--jsonl", articles, "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    found = rows(done.stdout)
    assert [row["id"] for row in found] == ["b", "a", "c"]
    first = json.loads(done.stdout.splitlines()[0])
    assert (first["lang"], first["published"], first["published_basis"]) == ("fr", "2026-02-05", "given")
    assert first["claims"]
    for mention in first["times"]:
        assert text[mention["start"] : mention["end"]] == mention["text"]
    for claim in first["claims"]:
        assert claim.keys() >= CLAIM_FIELDS
        trigger = claim["trigger"]
        assert text[trigger["start"] : trigger["end"]] == trigger["text"] != ""
        assert claim["start"] <= trigger["start"] < trigger["end"] <= claim["end"]
        for actor in claim["actors"]:
            assert text[actor["start"] : actor["end"]].strip()
    undated = json.loads(done.stdout.splitlines()[1])
    assert (undated["published"], undated["published_basis"]) == (None, "unknown")
    assert [path.name for path in tmp_path.iterdir()] == ["articles.jsonl"], "extract stores nothing"


def test_extract_reads_files_and_shows_a_table(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(TEXT, encoding="utf8")
    done = amur("extract", article, "--published", "2026-02-05", "--publisher", "AFP", "--json")
    row = json.loads(done.stdout)
    assert row["published"] == "2026-02-05"
    shown = amur("extract", article, "--published", "2026-02-05", "--publisher", "AFP").stdout
    assert "AFP" in shown
    assert "Vladimir Putin" in shown


def test_a_broken_line_costs_only_itself(tmp_path: Path) -> None:
    articles = tmp_path / "articles.jsonl"
    good = json.dumps({"id": "good", "text": TEXT})
    broken = ["{", "[]", '{"id": "x"}', '{"text": 5}', '{"id": "y", "text": ""}', '{"text": "x", "published": "hier"}']
    articles.write_text("\n".join([good, *broken, good.replace("good", "last")]) + "\n", encoding="utf8")
    done = amur("extract", "--jsonl", articles, "--json")
    assert done.returncode == 1
    assert [row["id"] for row in rows(done.stdout)] == ["good", "last"]
    complaints = done.stderr.splitlines()
    assert len(complaints) == len(broken)
    for number, line in enumerate(complaints, 2):
        assert f"articles.jsonl:{number}: " in line


@pytest.fixture
def bad_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "good.txt").write_text(TEXT, encoding="utf8")
    (folder / "last.md").write_text(f"---\npublisher: AFP\npublished: 2026-02-04\n---\n{TEXT}", encoding="utf8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.md").write_text("   \n\n", encoding="utf8")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "encoding.txt").write_bytes(("« été » à Pékin. " * 9).encode() + b"\xff" + TEXT.encode())
    (folder / "date.md").write_text(f"---\npublished: 2026-02-31\n---\n{TEXT}", encoding="utf8")
    (folder / "language.md").write_text(f"---\nlanguage: klingon\n---\n{TEXT}", encoding="utf8")
    (folder / "rows.jsonl").write_text('{"text": \n', encoding="utf8")
    return folder


def test_what_is_wrong_is_said_in_one_line_each_and_the_rest_goes_in(bad_folder: Path, tmp_path: Path) -> None:
    empty = tmp_path / "nothing"
    empty.mkdir()
    data = tmp_path / "data"
    done = amur("ingest", bad_folder, tmp_path / "missing.txt", empty, data=data)
    assert done.returncode == 1
    complaints = done.stderr.splitlines()
    named = [bad_folder / f"{name}." for name in ("binary", "blank", "date", "empty", "encoding", "language", "rows")]
    named += [tmp_path / "missing.txt", empty]
    for name in named:
        about = [line for line in complaints if line.startswith(f"amur: {name}")]
        assert len(about) == 1, (name, complaints)
    assert len(complaints) == len(named), complaints
    assert "Traceback" not in done.stderr
    stored = rows(amur("articles", "list", "--json", data=data).stdout)
    assert len(stored) == 2
    assert "2 articles: 2 new, 9 failed" in done.stdout


def test_sixty_megabytes_of_text_are_refused_at_once(tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("w", encoding="utf8") as file:
        for _ in range(600):
            file.write(TEXT * 1000)
    assert huge.stat().st_size > 60_000_000
    data = tmp_path / "data"
    done = amur("ingest", huge, data=data)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "huge.txt" in done.stderr
    assert "MB" in done.stderr
    assert rows(amur("articles", "list", "--json", data=data).stdout) == []


@pytest.mark.parametrize(
    "options", [("--published", "2026-02-31"), ("--published", "hier"), ("--lang", "klingon"), ("--url", "http://[")]
)
def test_what_is_wrong_on_the_command_line_is_said_in_one_line(tmp_path: Path, options: tuple[str, str]) -> None:
    article = tmp_path / "article.txt"
    article.write_text(TEXT, encoding="utf8")
    done = amur("ingest", article, *options, data=tmp_path / "data")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr


def test_ingesting_twice_changes_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    folder = ROOT / "seeds" / "articles"
    first = json.loads(amur("ingest", folder, "--json", data=data).stdout)
    before = amur("export", "--format", "nquads", data=data).stdout
    second = json.loads(amur("ingest", folder, "--json", data=data).stdout)
    assert first["statuses"] == {"new": first["articles"]}
    assert second["statuses"] == {"unchanged": first["articles"]}
    assert amur("export", "--format", "nquads", data=data).stdout == before


def test_the_order_of_ingest_does_not_matter(tmp_path: Path) -> None:
    files = sorted((ROOT / "seeds" / "articles").glob("*.md"))
    exports = set()
    for number, order in enumerate((files, files[::-1])):
        data = tmp_path / str(number)
        for part in (order[:2], order[2:]):
            assert amur("ingest", *part, data=data).returncode == 0
        exports.add(amur("export", "--format", "nquads", data=data).stdout)
    assert len(exports) == 1, "the same articles, in whatever order and number of runs, are the same graph"
