"""The program as people call it: every command, exit codes, output for people and for programs."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len, set_cell_size

from api.schemas_events import DayAnswer
from tests.programs import ROOT, amur, environment

COMMANDS = (
    "ingest", "on", "ask", "extract", "times", "explain", "sparql", "export", "rebuild", "check", "serve", "config",
)  # fmt: skip
NESTED = [("articles", "list"), ("articles", "show"), ("articles", "delete"), ("erase", "article"), ("erase", "person")]
HEAVY = (
    "rdflib",
    "pyoxigraph",
    "fastapi",
    "networkx",
    "jieba",
    "pymorphy3",
    "trafilatura",
    "pydantic",
    "babel",
    "lxml",
)


def test_asking_for_help_imports_nothing_heavy() -> None:
    code = "import sys, api.cli; print(*(name for name in sys.argv[1:] if name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code, *HEAVY], capture_output=True, text=True, cwd=ROOT, env=environment(), check=True
    )
    assert done.stdout.split() == []


@pytest.mark.parametrize("command", [*((c,) for c in COMMANDS), *NESTED])
def test_every_command_explains_itself_with_an_example(command: tuple[str, ...]) -> None:
    done = amur(*command, "--help")
    assert done.returncode == 0
    assert f"amur {' '.join(command)}" in done.stdout


def test_wrong_usage_is_exit_code_2() -> None:
    for arguments in (("nonsense",), ("on",), ("on", "2026-02-04", "--colour", "red"), ("extract",)):
        assert amur(*arguments).returncode == 2, arguments


def test_an_answer_reads_well_at_100_columns(seeded: Path) -> None:
    done = amur("on", "2026-02-04", data=seeded)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("4 February 2026 · 3 sources · ")
    assert max(map(cell_len, lines)) <= 100
    assert all(line == line.rstrip() for line in lines)
    assert re.search(r"^     └ \S", done.stdout, re.MULTILINE), "voices stand under their source"
    assert re.search(r"« .+ » \[\d+–\d+\]", " ".join(done.stdout.split())), "words in quotes with their offsets"
    assert "≠" in done.stdout


@pytest.mark.parametrize("group", ["event", "source"])
@pytest.mark.parametrize(
    ("lang", "name", "long", "short"),
    [
        ("en", "AFP", "own-words digest after {}", "digest after {}"),
        ("fr", "AFP", "résumé en d’autres mots, d’après {}", "résumé d'après {}"),
        ("ru", "АФП", "пересказ своими словами по {}", "пересказ по {}"),
        ("zh", "法新社", "据{}自行改写的摘要", "{}摘要"),
    ],
)
def test_a_digest_is_never_shown_under_a_bare_name(
    seeded: Path, group: str, lang: str, name: str, long: str, short: str
) -> None:
    done = amur("on", "2026-02-04", "--lang", lang, "--group", group, data=seeded)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    naming = [index for index, line in enumerate(lines) if name in line]
    assert naming
    for index in naming:
        # Names may break over two lines: in the column of sources (32 cells), or in lines of the full width.
        around = lines[max(0, index - 1) : index + 2]
        column = " ".join(set_cell_size(line, 32).strip() for line in around)
        whole = " ".join(line.strip() for line in around)
        assert long.format(name) in column or long.format(name) in whole or short.format(name) in whole, whole


def test_the_answer_as_json_keeps_its_contract(seeded: Path) -> None:
    done = amur("on", "4 Feb 2026", "--json", data=seeded)
    assert done.returncode == 0, done.stderr
    value = json.loads(done.stdout)
    answer = DayAnswer.model_validate(value)
    assert answer.asked == "4 Feb 2026"
    assert (answer.date.from_, answer.date.to, answer.date.edtf) == ("2026-02-04",) * 3
    assert {source.id for source in answer.sources} == {"afp", "hannibal-genseric", "voix-opposition-russe"}
    for event in value["events"]:
        assert {"id", "type", "label", "status", "when", "actors", "place", "accounts", "differences"} <= event.keys()
        for account in event["accounts"]:
            assert account["source"]["rendition"] is True
            for claim in account["claims"]:
                assert claim["event"] == event["id"]
                assert claim["quote"]


def test_nothing_is_said_of_a_day_of_which_nothing_is_known(seeded: Path) -> None:
    done = amur("on", "1871-03-18", data=seeded)
    assert done.returncode == 0
    assert "Nothing stored tells of these days." in done.stdout


@pytest.mark.parametrize("day", ["2026-13-01", "soon", "2026-02-30", "2026-02-04/..", ""])
def test_a_day_that_is_none_is_refused_in_one_line(seeded: Path, day: str) -> None:
    done = amur("on", day, data=seeded)
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert repr(day) in done.stderr or "no date" in done.stderr


def test_asking_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    done = amur("on", "2026-02-04", data=tmp_path / "none")
    assert (done.returncode, done.stdout) == (1, "")
    assert "amur ingest" in done.stderr
    assert not (tmp_path / "none").exists()


def test_the_settings_say_where_they_come_from(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "api.cli", "config", "--json", "--data", str(tmp_path)]
    env = environment(AMUR_PORT="9999", AMUR_TOKEN="very secret")
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=env, check=True)
    settings = json.loads(done.stdout)
    assert settings["data"] == {"value": str(tmp_path), "from": "command line", "variable": "AMUR_DATA"}
    assert settings["port"]["from"] == "AMUR_PORT"
    assert settings["host"] == {"value": "127.0.0.1", "from": "default", "variable": "AMUR_HOST"}
    assert "very secret" not in done.stdout
    wrong = subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, env=environment(AMUR_PORT="many"), check=False
    )
    assert wrong.returncode == 1
    assert "AMUR_PORT" in wrong.stderr


def test_settings_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "amur.toml"
    command = [sys.executable, "-m", "api.cli", "config", "--json"]

    def config(words: str, **more: str) -> subprocess.CompletedProcess[str]:
        file.write_text(words, encoding="utf8")
        env = environment(AMUR_CONFIG=str(file), **more)
        return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=env, check=False)

    words = 'port = 9000\nhost = "::1"\ndata = "here"\ntoken = "very secret"\nsparql_seconds = 5\n'
    done = config(words, AMUR_PORT="9999")
    assert done.returncode == 0, done.stderr
    settings = json.loads(done.stdout)
    assert (settings["port"]["value"], settings["port"]["from"]) == ("9999", "AMUR_PORT"), "a variable goes before"
    assert (settings["host"]["value"], settings["host"]["from"]) == ("::1", str(file))
    assert settings["data"]["value"] == str(tmp_path / "here"), "beside the file"
    assert (settings["sparql_seconds"]["value"], settings["token"]["value"]) == ("5.0", "set")
    assert settings["max_url"]["from"] == "default"
    assert "very secret" not in done.stdout
    for wrong in ('port = "many"', "prot = 1", "port = true", "port =", "port = 70000", "host = 1"):
        refused = config(wrong)
        assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1), wrong
    file.unlink()
    missing = subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, env=environment(AMUR_CONFIG=str(file)), check=False
    )
    assert missing.returncode == 1
    assert "AMUR_CONFIG" in missing.stderr


def test_articles_are_listed_shown_and_deleted(seeded: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(seeded, data)
    listed = [json.loads(line) for line in amur("articles", "list", "--json", data=data).stdout.splitlines()]
    assert len(listed) == len(list((ROOT / "seeds" / "articles").glob("*.md")))
    assert "AFP" in amur("articles", "list", data=data).stdout
    afp = next(article["id"] for article in listed if article["source"] == "afp")
    shown = json.loads(amur("articles", "show", afp, "--json", data=data).stdout)
    assert shown["text"][shown["claims"][0]["start"] :]
    assert "claims" in amur("articles", "show", afp, data=data).stdout
    assert amur("articles", "delete", afp, data=data).returncode == 0
    gone = amur("articles", "show", afp, data=data)
    assert gone.returncode == 1
    assert afp in gone.stderr
    sources = {source["id"] for source in json.loads(amur("on", "2026-02-04", "--json", data=data).stdout)["sources"]}
    assert "afp" not in sources
    quads = amur("export", "--format", "nquads", data=data).stdout
    assert quads
    assert afp not in quads, "no trace of it is left in the projection"


def test_a_claim_is_explained(seeded: Path) -> None:
    answer = json.loads(amur("on", "2026-02-04", "--json", data=seeded).stdout)
    claim = answer["events"][0]["accounts"][0]["claims"][0]
    done = amur("explain", claim["id"], "--json", data=seeded)
    found = json.loads(done.stdout)
    assert found["event"]["id"] == answer["events"][0]["id"]
    assert " ".join(found["quote"].split()) == claim["quote"]
    assert found["claim"]["rules"]
    assert claim["id"] in amur("explain", claim["id"], data=seeded).stdout
    assert amur("explain", "c-none", data=seeded).returncode == 1


def test_times_are_shown_with_their_rules() -> None:
    done = amur("times", "mercredi, et en décembre", "--lang", "fr", "--published", "2026-02-05", "--json")
    found = json.loads(done.stdout)
    assert found["lang"] == "fr"
    assert [(t["text"], t["value"]) for t in found["times"]] == [("mercredi", "2026-02-04"), ("décembre", "2025-12")]
    assert all(t["rule"].startswith("fr.") for t in found["times"])
    table = amur("times", "mercredi, et en décembre", "--lang", "fr", "--published", "2026-02-05").stdout
    assert "2025-12" in table
    assert found["times"][0]["rule"] in table
    undated = json.loads(amur("times", "mercredi", "--lang", "fr", "--json").stdout)["times"]
    assert undated[0]["from"] is None, "without a publication date nothing is made up"


def test_sparql_from_the_command_line(seeded: Path, tmp_path: Path) -> None:
    count = "SELECT (COUNT(?c) AS ?n) { ?c a amur:Claim }"
    done = amur("sparql", count, "--format", "csv", data=seeded)
    claims = [json.loads(line) for line in amur("export", "--format", "claims", data=seeded).stdout.splitlines()]
    assert int(done.stdout.split()[1]) == len(claims) > 50
    query = tmp_path / "all.rq"
    query.write_text(count)
    assert json.loads(amur("sparql", query, "--json", data=seeded).stdout)["head"]["vars"] == ["n"]
    assert str(len(claims)) in amur("sparql", query, data=seeded).stdout
    for wrong in ("SELECT", "DROP ALL", "SELECT * { SERVICE <http://127.0.0.1:1/> {} }", str(tmp_path / "none.rq")):
        refused = amur("sparql", wrong, data=seeded)
        assert (refused.returncode, refused.stdout) == (1, ""), wrong
        assert len(refused.stderr.splitlines()) == 1


def test_exports_are_whole_or_not_there(seeded: Path, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in amur("export", data=seeded).stdout.splitlines()]
    assert {"id", "article", "event", "trigger", "evidence", "type", "attribution"} <= rows[0].keys()
    out = tmp_path / "amur.nq"
    assert amur("export", "--format", "nquads", "-o", out, data=seeded).returncode == 0
    assert out.read_text(encoding="utf8") == amur("export", "--format", "nquads", data=seeded).stdout
    assert [path.name for path in tmp_path.iterdir()] == ["amur.nq"]
    assert amur("export", "--format", "gexf", data=seeded).stdout.startswith("<?xml")
    assert amur("export", "--format", "docx", data=seeded).returncode == 1
    nowhere = amur("export", "-o", tmp_path / "no" / "such" / "file", data=seeded)
    assert nowhere.returncode == 1
    assert "no" in nowhere.stderr


def test_rebuilding_changes_nothing(seeded: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(seeded, data)
    before = amur("export", "--format", "nquads", data=data).stdout
    for arguments in (("rebuild",), ("rebuild", "--extract")):
        assert amur(*arguments, data=data).returncode == 0
        assert amur("export", "--format", "nquads", data=data).stdout == before
    shutil.rmtree(data / "store")
    assert amur("export", "--format", "nquads", data=data).stdout == before


def test_what_is_stored_conforms_to_the_shapes_and_a_wrong_file_does_not(seeded: Path, tmp_path: Path) -> None:
    done = amur("check", data=seeded)
    assert (done.returncode, done.stdout) == (0, "conforms\n"), done.stderr
    wrong = tmp_path / "wrong.ttl"
    wrong.write_text("@prefix amur: <https://w3id.org/amur/ontology#> . <urn:x> a amur:Claim .")
    judged = amur("check", wrong, "--json")
    assert judged.returncode == 1
    found = json.loads(judged.stdout)
    assert not found["conforms"]
    assert {finding["focus"] for finding in found["results"]} == {"urn:x"}


def test_a_reader_who_goes_away_gets_no_traceback(seeded: Path) -> None:
    command = f"{sys.executable} -m api.cli --data {seeded} export | head -c 100"
    done = subprocess.run(["bash", "-c", command], capture_output=True, cwd=ROOT, env=environment(), check=True)
    assert (len(done.stdout), done.stderr) == (100, b"")
