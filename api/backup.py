"""Backups of a data folder: the record alone, for everything else is made from it."""

import json
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path

from graph.errors import DataError, StoreError
from graph.library import Library

RECORD, NOTE = "library.sqlite", "backup.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Backup:
    """What a backup holds."""

    folder: Path
    data_version: str
    articles: int
    claims: int


def back_up(data: Path, target: Path) -> Backup:
    """Copy the record of a data folder into a new folder, whoever reads or writes meanwhile (SQLite's online backup).

    The copy is checked, and appears whole or not at all. Raises StoreError where the target exists or is not writable.
    """
    if target.exists():
        raise StoreError(f"{target}: exists already; name a new folder")
    part = target.with_name(target.name + ".part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        with Library.open(data, create=False) as library:
            library.backup(part / RECORD)
        _settled(part / RECORD)
        with Library.open(part, create=False) as copy:
            made = _described(copy, target)
        _settled(part / RECORD)
        row = {
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "sha256": _hash(part / RECORD),
            "data_version": made.data_version,
            "articles": made.articles,
            "claims": made.claims,
        }
        (part / NOTE).write_text(json.dumps(row, indent=2) + "\n", encoding="utf8")
        _synced(part / RECORD)
        _synced(part / NOTE)
        part.rename(target)
    except OSError as error:
        raise StoreError(f"{target}: cannot be written ({error.strerror}); name another folder") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return made


def restore(backup: Path, data: Path) -> Backup:
    """Make a new data folder out of a backup; the RDF projection is made again by the next command that needs it.

    Raises StoreError where there is a record already or the backup is damaged, DataError where it is none.
    """
    try:
        row = json.loads((backup / NOTE).read_text(encoding="utf8"))
        wanted = row["sha256"], row["data_version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{backup}: not a backup that `amur backup` made ({NOTE} cannot be read)") from error
    if (data / RECORD).exists() or (data / "store").exists():
        raise StoreError(f"{data}: holds a record already; name a new --data")
    try:
        if _hash(backup / RECORD) != wanted[0]:
            raise StoreError(f"{backup}: damaged, {RECORD} is not what was written; use another backup")
        data.mkdir(parents=True, exist_ok=True)
        part = data / (RECORD + ".part")
        shutil.copyfile(backup / RECORD, part)
        _synced(part)
        part.rename(data / RECORD)
    except OSError as error:
        raise StoreError(f"{backup} to {data}: {error.strerror or error}; name folders that can be used") from error
    with Library.open(data, create=False) as library:
        return _described(library, data)


def _described(library: Library, folder: Path) -> Backup:
    with library.reading():
        return Backup(
            folder=folder,
            data_version=library.data_version(),
            articles=library.article_count(),
            claims=library.claim_count(),
        )


def _settled(path: Path) -> None:
    """Check a record, and leave it as one file. Raises StoreError where it is damaged."""
    try:
        with closing(sqlite3.connect(path)) as db:
            found = db.execute("PRAGMA integrity_check").fetchone()[0]
            db.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {error}") from error
    if found != "ok":
        raise StoreError(f"{path}: the record is damaged ({found}); use an older backup")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _synced(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
