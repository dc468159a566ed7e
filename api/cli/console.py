"""What the commands share: options, output as JSON or words, progress."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from api.settings import Settings

AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of words.")]
DataFolder = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", help="The data folder; default: AMUR_DATA, else ./data")
]
NARROW, WIDE = 100, 140  # columns: what is assumed where there is no terminal, and the most that is used


def settings_of(context: typer.Context, data: Path | None, **given: object) -> "Settings":
    """The settings of this run: options after the command, then before it, then environment, then defaults."""
    from api.settings import read_settings

    root = context.find_root().obj
    return read_settings({"data": data or root, **given})


def write_json(value: Any) -> None:
    """One JSON value, indented, on standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


def write_lines(values: Iterable[Any]) -> None:
    """JSON values, one a line."""
    for value in values:
        sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def complain(message: str) -> None:
    """One line on standard error."""
    typer.echo(f"amur: {message}", err=True)


def console() -> "Console":
    """A console on standard output: coloured on a terminal, plain and of fixed width elsewhere."""
    from rich.console import Console

    found = Console(highlight=False, soft_wrap=False, emoji=False, markup=False)
    if not found.is_terminal:
        return Console(width=NARROW, highlight=False, emoji=False, markup=False, color_system=None)
    return Console(width=min(found.width, WIDE), highlight=False, emoji=False, markup=False)


class Bar(Protocol):
    """A progress bar's one motion."""

    def __call__(self, words: str = "") -> None:
        """One more is done."""
        ...


@contextmanager
def progress(words: str, total: int | None, *, unit: str = "articles") -> Iterator[Bar]:
    """A bar on standard error while it is a terminal and there is much to do; else nothing."""
    if not sys.stderr.isatty() or (total is not None and total < 2):
        yield lambda words="": None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(words, total=total)

        def step(words: str = "") -> None:
            shown.update(task, advance=1)

        yield step
