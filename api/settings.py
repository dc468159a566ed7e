"""What can be set, where each value comes from, and its limits.

Each setting has an environment variable, and may stand in a TOML file that AMUR_CONFIG names; `amur config` shows all
with their origin. Nothing is read at import.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from graph.errors import DataError
from graph.vocab import DEFAULT_BASE

DEFAULT_DATA = Path("data")


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """The settings of one run. Sizes in the units their names say."""

    data: Path = DEFAULT_DATA
    base_iri: str = DEFAULT_BASE  # under which things are named in RDF
    scope: str = ""  # file that says what is collected; empty: seeds/scope.toml
    fetch_seconds: float = 1.0  # at least between two requests to one host
    fetch_private: str = ""  # hosts (host or host:port, with commas) that may be fetched from private ranges; *: all
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""  # how the outside reaches the service; empty: as each request says
    token: str = ""  # of contributors, and of curators where these have none; empty: nobody may write
    curator_token: str = ""  # of those who take articles out and erase
    reader_token: str = ""  # where it is set, nobody reads without a token
    cors_origins: str = "*"  # reading is open to scripts of any page; empty: none
    sparql_workers: int = 2
    sparql_seconds: float = 30.0
    sparql_memory_mb: int = 1024  # private memory of one worker; the engine alone takes some 200
    sparql_rows: int = 1_000_000
    sparql_bytes: int = 512 * 1024 * 1024
    sparql_url: str = ""  # of a server that holds the projection; empty: the data folder's own store
    sparql_update_url: str = ""  # where it takes updates; empty: as follows from the one before
    sparql_store_url: str = ""  # where it has the Graph Store Protocol; empty: as follows, or nowhere
    max_body_mb: int = 4
    max_url: int = 16_384  # characters
    rate_per_minute: int = 0  # requests of one client; 0: no limit
    log_requests: int = 0  # 1: a JSON line a request on standard error

    def shown(self) -> dict[str, str]:
        """All values as words; secrets only as set or not."""
        return {f.name: _shown(f.name, getattr(self, f.name)) for f in fields(self)}


def _shown(name: str, value: object) -> str:
    """A value as words: of a secret whether it is set, of an address no password."""
    if name.endswith("token"):
        return "set" if value else "not set"
    words = str(value)
    scheme, mark, rest = words.partition("://")
    return f"{scheme}://…@{rest.rpartition('@')[2]}" if mark and "@" in rest.partition("/")[0] else words


def variable(name: str) -> str:
    """The environment variable of a setting: AMUR_DATA for `data`."""
    return "AMUR_" + name.upper()


CONFIG = "AMUR_CONFIG"  # names a TOML file of settings


def read_settings(given: Mapping[str, object] | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from what was given on the command line, else the environment, else the file that AMUR_CONFIG names,
    else the defaults.

    `given` values that are None count as not given. Raises DataError for a variable that is no number where one is
    wanted, for a file that cannot be read or holds what is no setting, and for what lies outside its bounds.
    """
    environ = os.environ if environ is None else environ
    filed, values = _filed(environ), dict[str, object]()
    for f in fields(Settings):
        chosen = (given or {}).get(f.name)
        if chosen is not None:
            values[f.name] = chosen
        elif environ.get(variable(f.name)):
            values[f.name] = _convert(f.name, environ[variable(f.name)])
        elif f.name in filed:
            values[f.name] = filed[f.name]
    settings = Settings(**values)  # type: ignore[arg-type]
    _check(settings)
    return settings


def origin_of(name: str, given: Mapping[str, object], environ: Mapping[str, str] | None = None) -> str:
    """Where a setting's value comes from: the command line, its variable, the file or the default."""
    environ = os.environ if environ is None else environ
    if given.get(name) is not None:
        return "command line"
    if environ.get(variable(name)):
        return variable(name)
    return environ[CONFIG] if name in _filed(environ) else "default"


def _filed(environ: Mapping[str, str]) -> dict[str, object]:
    """The settings of the file that AMUR_CONFIG names; none where it names none. A relative data folder is one beside
    the file."""
    if not environ.get(CONFIG):
        return {}
    path = Path(environ[CONFIG])
    try:
        table = tomllib.loads(path.read_text(encoding="utf8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{CONFIG}={path}: {error}") from error
    known = {f.name: getattr(Settings(), f.name) for f in fields(Settings)}
    found: dict[str, object] = {}
    for name, value in table.items():
        if name not in known:
            raise DataError(f"{path}: {name} is no setting; known are {', '.join(known)}")
        kind = type(known[name])
        wanted = str if issubclass(kind, Path) else (int, float) if kind is float else kind
        if isinstance(value, bool) or not isinstance(value, wanted):
            raise DataError(f"{path}: {name} = {value!r} is not {'text' if wanted is str else 'a number'}")
        found[name] = path.parent / str(value) if issubclass(kind, Path) else kind(value)
    return found


def _convert(name: str, text: str) -> object:
    kind = type(getattr(Settings(), name))
    try:
        return Path(text) if issubclass(kind, Path) else kind(text)
    except ValueError as error:
        raise DataError(f"{variable(name)}={text!r} is not a number") from error


def _check(settings: Settings) -> None:
    for name in ("sparql_workers", "sparql_seconds", "sparql_memory_mb", "sparql_rows", "sparql_bytes", "max_body_mb"):
        if getattr(settings, name) <= 0:
            raise DataError(f"{variable(name)} must be greater than 0")
    for name in ("fetch_seconds", "rate_per_minute", "log_requests"):
        if getattr(settings, name) < 0:
            raise DataError(f"{variable(name)} must not be less than 0")
    if settings.sparql_memory_mb < 300:
        raise DataError(f"{variable('sparql_memory_mb')}={settings.sparql_memory_mb}: a worker needs at least 300")
    if not 0 <= settings.port <= 65535:
        raise DataError(f"{variable('port')}={settings.port} is no port: give 1 to 65535, or 0 for a free one")
