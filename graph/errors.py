"""The one tree of errors.

AmurError
├── InputError          what was handed in cannot be used
│   ├── ReadError       a file or page cannot be read as an article
│   ├── DateError       a date or EDTF expression cannot be understood
│   ├── QueryError      a query is malformed or not allowed
│   └── DataError       a line, entry or field of given data is wrong
├── FetchError          an address could not be fetched, or must not be
│   └── LaterError      it may be there the next time
├── NotFoundError       nothing is stored under that id
│   └── ErasedError     what was stored under it was erased for good
├── StoreError          the data folder cannot be used
│   ├── VersionError    it was written by a version this one cannot read
│   └── BusyError       another process holds it
├── LimitError          a set limit (time, rows, size) was reached
└── LanguageDataError   a file under ingest/lang or seeds breaks its schema

Messages name the thing and the way out. What a message means over HTTP is decided in `api`, never here.
"""


class AmurError(Exception):
    """Everything Amur raises on purpose."""


class InputError(AmurError):
    """What was handed in cannot be used."""


class ReadError(InputError):
    """A file or page cannot be read as an article."""


class DateError(InputError):
    """A date or EDTF expression cannot be understood."""


class QueryError(InputError):
    """A query is malformed or asks for what is not allowed."""


class DataError(InputError):
    """A line, entry or field of given data is wrong."""


class FetchError(AmurError):
    """An address could not be fetched, or must not be."""


class LaterError(FetchError):
    """An address could not be fetched, and may be there the next time, after `wait` seconds where that is known."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class NotFoundError(AmurError):
    """Nothing is stored under that id."""


class ErasedError(NotFoundError):
    """What was stored under that id was erased for good."""


class StoreError(AmurError):
    """The data folder cannot be used."""


class VersionError(StoreError):
    """The data folder was written by a version this one cannot read."""


class BusyError(StoreError):
    """Another process holds what is needed."""


class LimitError(AmurError):
    """A set limit (time, rows, size) was reached."""


class LanguageDataError(AmurError):
    """A file of language or seed data breaks its schema."""
