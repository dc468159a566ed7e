"""What happens to one thing that comes in before it is stored: page -> article -> in scope? -> extraction. Pure."""

import importlib.metadata
import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from graph.copies import sketch_of
from graph.curation import Entry
from graph.errors import AmurError
from graph.model import Article, Extraction, digest
from graph.rdf_known import registry_lines
from graph.registry import Registry
from graph.replay import dated
from graph.sketches import Sketch
from graph.unlisted import complete
from graph.vocab import Names
from ingest.read.given import ReadFailure
from ingest.read.unread import UnreadPage
from ingest.scope import Scope

# What reads words and languages for us: another version may read them otherwise.
_LIBRARIES = ("jieba", "pymorphy3", "pymorphy3-dicts-ru", "simplemma", "sentencex", "dateparser", "trafilatura")

logger = logging.getLogger(__name__)

Incoming = Article | ReadFailure | UnreadPage


class Extract(Protocol):
    """`ingest.pipeline.extract`: a pure function."""

    def __call__(self, article: Article, registry: Registry) -> Extraction:
        """All that can be read out of an article."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """One thing to be read. `dates` are entries of the ledger that set its publication date."""

    what: Incoming
    dates: tuple[Entry, ...] = ()
    known: bool = False  # the record holds it as it would be read


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What came of it: an extraction, or why there is none."""

    where: str  # what to call it in a message
    given: Article | None = None  # as handed in
    extraction: Extraction | None = None
    sketch: Sketch | None = None  # by which its copies are found
    problem: str = ""
    passed: str = ""  # why it was passed over
    known: bool = False


def read_one(task: Task, registry: Registry, extract: Extract, scope: Scope | None) -> Reading:
    """Read one thing. Never raises: what fails is said, and the others go in."""
    article = task.what
    if isinstance(article, UnreadPage):
        article = article.read(registry)
    if isinstance(article, ReadFailure):
        return Reading(where=str(article.path), problem=article.message)
    where = name_of(article)
    if task.known:
        return Reading(where=where, given=article, known=True)
    if scope is not None and not scope.covers(article, registry):
        return Reading(where=where, given=article, passed=scope.reason)
    try:
        extraction = complete(extract(dated(article, task.dates) if task.dates else article, registry), registry)
        return Reading(where=where, given=article, extraction=extraction, sketch=sketch_of(article.text))
    except AmurError as error:
        reason = str(error)
    except Exception as error:
        # A fault of ours with one article must not cost the others; it is logged whole and reported.
        logger.exception("extraction of %s failed", where)
        reason = f"extraction failed ({type(error).__name__}: {error}); please report it with the text"
    return Reading(where=where, given=article, problem=f"{where}: {reason}")


def name_of(article: Article) -> str:
    """What to call an article in a message."""
    return article.given_id or article.url or article.title or article.id


def rules_mark(registry: Registry) -> str:
    """A hash of all that extraction depends on: this program's rules and language data, the registry, the libraries
    that know words. With the same mark the same article gives the same claims."""
    return digest("rules", _code_mark(), *registry_lines(registry, Names()))


@lru_cache(maxsize=1)
def _code_mark() -> str:
    here = Path(__file__).resolve().parent
    files = [*here.rglob("*.py"), *here.rglob("*.toml"), *(here.parent / "graph").glob("*.py")]
    parts = [digest(path.name, path.read_text(encoding="utf8")) for path in sorted(files)]
    return digest("code", *parts, *(importlib.metadata.version(name) for name in _LIBRARIES))
