"""A backup made while the service runs brings everything back; what is damaged or in the way is refused."""

import json
from pathlib import Path

from tests.programs import amur, serving


def test_a_backup_of_a_served_folder_brings_everything_back(seeded: Path, tmp_path: Path) -> None:
    target, data = tmp_path / "backups" / "one", tmp_path / "restored"
    with serving(seeded) as client:
        done = amur("backup", target, "--json", data=seeded)
        assert done.returncode == 0, done.stderr
        served = client.get("/on/2026-02-04").json()
        searched = client.get("/search?q=Poutine").json()
        version = client.get("/healthz").json()["data_version"]
    assert json.loads(done.stdout)["data_version"] == version
    assert sorted(path.name for path in target.iterdir()) == ["backup.json", "library.sqlite"]
    back = amur("restore", target, data=data)
    assert back.returncode == 0, back.stderr
    with serving(data) as client:
        assert client.get("/on/2026-02-04").json() == served
        assert client.get("/search?q=Poutine").json() == searched
        quads = client.get("/export/amur.nq").text.splitlines()
    wanted = amur("export", "--format", "nquads", data=seeded).stdout.splitlines()
    assert sorted(quads) == sorted(wanted), "the projection is made again from the record"


def test_what_is_in_the_way_or_damaged_is_refused_in_one_line(seeded: Path, tmp_path: Path) -> None:
    target = tmp_path / "one"
    assert amur("backup", target, data=seeded).returncode == 0
    for arguments, data, word in (
        (("backup", target), seeded, "exists"),
        (("backup", tmp_path / "two"), tmp_path / "nothing", "library.sqlite"),
        (("restore", target), seeded, "already"),
        (("restore", seeded), tmp_path / "new", "not a backup"),
    ):
        refused = amur(*arguments, data=data)
        assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1), refused.stderr
        assert word in refused.stderr
    record = target / "library.sqlite"
    whole = bytearray(record.read_bytes())
    whole[len(whole) // 2] ^= 0xFF
    record.write_bytes(bytes(whole))
    damaged = amur("restore", target, data=tmp_path / "new")
    assert damaged.returncode == 1
    assert "damaged" in damaged.stderr
    assert not (tmp_path / "new").exists()
