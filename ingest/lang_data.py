"""What is known of each language, from `ingest/lang/<lang>/<name>.toml`: same files, same keys in every language."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from graph.errors import LanguageDataError

LANGUAGES = ("fr", "en", "ru", "zh")


@lru_cache(maxsize=64)
def load(lang: str, name: str) -> dict[str, Any]:
    """The table of one file of one language. It is shared between callers: read it, never change it.

    `lang` is a two-letter code of `LANGUAGES`, `name` the file's name without `.toml`. Raises LanguageDataError
    where the language is unknown, the file is missing, or it is not TOML.
    """
    if lang not in LANGUAGES:
        raise LanguageDataError(f"no language data for {lang!r}; known are {', '.join(LANGUAGES)}")
    place = files("ingest").joinpath("lang", lang, f"{name}.toml")
    try:
        return tomllib.loads(place.read_text(encoding="utf8"))
    except FileNotFoundError as error:
        raise LanguageDataError(f"ingest/lang/{lang}/{name}.toml is missing: add it, with the others' keys") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LanguageDataError(f"ingest/lang/{lang}/{name}.toml is not valid TOML: {error}") from error


def differing_keys(name: str) -> tuple[str, ...]:
    """Top-level keys of `<name>.toml` that some languages have and others lack, one line each; empty is right."""
    keys = {lang: set(load(lang, name)) for lang in LANGUAGES}
    every = set().union(*keys.values())
    return tuple(
        f"ingest/lang/{lang}/{name}.toml lacks {key}" for lang in LANGUAGES for key in sorted(every - keys[lang])
    )
