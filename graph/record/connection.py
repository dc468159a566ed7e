"""The SQLite file behind the record: opening, migrations, transactions. No table is read or written here but `meta`."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

from graph.errors import BusyError, StoreError, VersionError
from graph.when import When

SCHEMA = 8  # one file N.sql a version; each brings a record of version N - 1 to N
APPLICATION = 0x416D7572  # "Amur"
WAIT = 30.0  # seconds to wait for another writer

EPOCH = date(1970, 1, 1).toordinal()
SINCE, UNTIL = 30, 31  # levels of intervals with an open end or an open start
LEVELS = range(24)  # of closed intervals: 2**23 days is more than `date` can hold


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - EPOCH


def interval_key(when: When | None) -> tuple[int | None, int | None, int | None]:
    """(level, first day, last day) for the index of intervals; all None where there are no bounds."""
    first = day_number(when.start) if when and when.start else None
    last = day_number(when.end) if when and when.end else None
    if first is None or last is None:
        return (SINCE if first is not None else UNTIL if last is not None else None), first, last
    return (last - first).bit_length(), first, last


class Record:
    """A data folder's `library.sqlite`, open. Each thread has a connection of its own; any process may write."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False

    @classmethod
    def open(cls, folder: Path, *, create: bool = True) -> Self:
        """Open the record in `folder`, made where it is missing and `create` is true; an older one is migrated.

        Raises StoreError where there is none or the file is no record, VersionError where a newer Amur wrote it,
        BusyError where another process holds it for longer than half a minute.
        """
        path = folder / "library.sqlite"
        if not path.is_file():
            if not create:
                raise StoreError(f"{folder}: no library.sqlite here; `amur ingest` makes one, or name another --data")
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                why = f"cannot be made or written ({error.strerror})"
                raise StoreError(f"{folder}: {why}; name another --data") from error
        record = cls(path)
        try:
            record._migrate()
        except BaseException:
            record.close()
            raise
        return record

    @property
    def folder(self) -> Path:
        """The data folder."""
        return self.path.parent

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._lock:
            self._closed = True
            for connection in self._all:
                connection.close()
            self._all.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def db(self) -> sqlite3.Connection:
        """This thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._connect()
            self._local.connection = connection
        return connection

    def _connect(self) -> sqlite3.Connection:
        with self._lock:
            if self._closed:
                raise StoreError(f"{self.path}: the library is closed")
            try:
                connection = sqlite3.connect(self.path, timeout=WAIT, isolation_level=None, check_same_thread=False)
                self._all.append(connection)
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA secure_delete = ON")  # what is deleted leaves no words in free pages
                connection.execute("PRAGMA cache_size = -8192")
            except sqlite3.DatabaseError as error:
                raise self._refusal(error) from error
            return connection

    def _refusal(self, error: sqlite3.Error) -> StoreError:
        if "locked" in str(error) or "busy" in str(error):
            return BusyError(f"{self.path}: another process is writing; try again when it has ended")
        return StoreError(f"{self.path}: {error}; restore it from a backup or name another --data")

    def _version(self) -> int:
        (version,) = self.db.execute("PRAGMA user_version").fetchone()
        (application,) = self.db.execute("PRAGMA application_id").fetchone()
        (tables,) = self.db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if application != APPLICATION and (tables or version):
            raise VersionError(f"{self.path}: not a record of Amur; name another --data")
        if version > SCHEMA:
            raise VersionError(
                f"{self.path}: written by a newer Amur (record version {version}, known up to {SCHEMA}); update Amur"
            )
        return int(version)

    def _migrate(self) -> None:
        try:
            if self._version() == SCHEMA:
                return
            with self.writing():
                for version in range(self._version() + 1, SCHEMA + 1):
                    script = resources.files("graph.record").joinpath(f"{version}.sql").read_text(encoding="utf8")
                    for statement in statements(script):
                        self.db.execute(statement)
                if not self.meta("instance"):
                    self.set_meta("instance", uuid4().hex)
                self.db.execute(f"PRAGMA application_id = {APPLICATION}")
                self.db.execute(f"PRAGMA user_version = {SCHEMA}")
        except sqlite3.DatabaseError as error:
            raise self._refusal(error) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, committed at the end and undone whole on any error. Inside another one it is a part of it
        that can be undone alone. Raises BusyError where another process writes for too long."""
        db = self.db
        begin, commit, undo = ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")
        if db.in_transaction:
            begin, commit, undo = ("SAVEPOINT part", "RELEASE part", "ROLLBACK TO part")
        try:
            db.execute(begin)
        except sqlite3.OperationalError as error:
            raise self._refusal(error) from error
        try:
            yield db
            db.execute(commit)
        except BaseException:
            if db.in_transaction:
                db.execute(undo)
            raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """All that is read inside comes from one moment, whoever writes meanwhile."""
        db = self.db
        if db.in_transaction:
            yield db
            return
        db.execute("BEGIN")
        try:
            yield db
        finally:
            db.execute("ROLLBACK")

    def backup(self, target: Path) -> None:
        """Copy the record as it is now to a file, whoever writes meanwhile.

        The copy counts as another record, so that a store that followed this one is compared anew. Raises StoreError
        where the file exists or cannot be written.
        """
        if target.exists():
            raise StoreError(f"{target}: exists already; name a new file")
        try:
            with closing(sqlite3.connect(target)) as copy:
                self.db.backup(copy)
                copy.execute("UPDATE meta SET value = ? WHERE key = 'instance'", (uuid4().hex,))
                copy.commit()
        except sqlite3.Error as error:
            raise StoreError(f"{target}: {error}") from error

    def meta(self, key: str, default: str = "") -> str:
        """A value of the record's own bookkeeping."""
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else default

    def set_meta(self, key: str, value: str) -> None:
        """Set it."""
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def changed(self, unit: str) -> None:
        """Note, in the transaction that changes it, that a unit (`article:a-…`, `event:e-…`) has to be projected."""
        self.db.execute("INSERT OR REPLACE INTO change (unit) VALUES (?)", (unit,))

    def change_mark(self) -> tuple[str, int]:
        """(this record, number of its last change): equal where nothing that is projected has changed."""
        (last,) = self.db.execute("SELECT coalesce(max(seq), 0) FROM change").fetchone()
        return self.meta("instance"), int(last)

    def changes_since(self, number: int) -> tuple[str, ...]:
        """The units changed after that number, each once."""
        return tuple(
            unit for (unit,) in self.db.execute("SELECT unit FROM change WHERE seq > ? ORDER BY seq", (number,))
        )


def statements(script: str) -> Iterator[str]:
    """The statements of an SQL script, one by one: `executescript` would commit before it starts."""
    part = ""
    for line in script.splitlines(keepends=True):
        part += line
        if sqlite3.complete_statement(part):
            yield part
            part = ""
