"""What the caller says about what is read, and what is said when something cannot be read."""

from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path

from graph.model import PublishedBasis

MOST_PAGE_BYTES = 20_000_000  # of one HTML page


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """What is said about an article from outside its text: by the caller, a row's fields, front matter or a page.

    None is "not said". What is said nearer to the caller wins: command line over row or front matter over page over
    text.
    """

    id: str | None = None  # the caller's own id
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    lang: str | None = None  # a language code, checked on use
    url: str | None = None
    published: date | None = None
    published_basis: PublishedBasis | None = None  # None: `given` where there is a date
    published_reasons: tuple[str, ...] = ()
    modified: date | None = None
    origin: str | None = None
    rendition: bool | None = None
    rights: str | None = None

    def over(self, other: "Given") -> "Given":
        """This, completed from `other` where it says nothing. A date, its basis and its reasons stay together."""
        missing = {
            spot.name: getattr(other, spot.name)
            for spot in fields(self)
            if getattr(self, spot.name) in (None, ()) and not spot.name.startswith("published_")
        }
        if self.published is None:
            missing |= {
                "published_basis": self.published_basis or other.published_basis,
                "published_reasons": self.published_reasons or other.published_reasons,
            }
        return replace(self, **missing)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadFailure:
    """One file, row or member of an archive that gave no article."""

    path: Path
    line: int | None  # 1-based row of a file of many articles
    message: str  # one line that names the file and what to do


def failure(path: Path, reason: object, line: int | None = None) -> ReadFailure:
    """A failure whose message is `path[:line]: reason` on one line."""
    where = f"{path}:{line}" if line is not None else str(path)
    return ReadFailure(path=path, line=line, message=f"{where}: {' '.join(str(reason).split())}")
