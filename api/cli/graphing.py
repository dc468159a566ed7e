"""`amur graph …`: questions on the time-ordered graph."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.console import AsJson, DataFolder, console, settings_of, write_json

if TYPE_CHECKING:
    from graph.answer import Filters

Json = dict[str, Any]
Row = Callable[[Json, Callable[[str], str]], Iterable[str]]
graph = typer.Typer(help="Ask the time-ordered graph: who met whom, what led to what.", no_args_is_help=True)
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="A day, month, year or interval; default: all.")]
Of = Annotated[str, typer.Argument(metavar="ACTOR", help="Its id or name.")]
Maybe = Annotated[str | None, typer.Option("--of", metavar="ACTOR", help="Only with this actor.")]
Source = Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only what this source says.")]
Lang = Annotated[str, typer.Option(metavar="CODE", help="Language of labels: en, fr, ru or zh.")]
Since = Annotated[str | None, typer.Option(metavar="DAY", help="Told from this day on.")]


@graph.command()
def meetings(
    context: typer.Context, of: Maybe = None, on: On = None, source: Source = None, lang: Lang = "en",
    as_json: AsJson = False, data: DataFolder = None,
) -> None:  # fmt: skip
    """Who met or spoke with whom, and when.

    [dim]amur graph meetings --of Putin --on 2026-02[/dim]
    """
    _show("meetings", _asked(context, data, "meetings", on, source, lang, actor=of), as_json, _happening)


@graph.command()
def ego(
    context: typer.Context, actor: Of, on: On = None, source: Source = None, lang: Lang = "en",
    as_json: AsJson = False, data: DataFolder = None,
) -> None:  # fmt: skip
    """All in which an actor takes part, in order of time.

    [dim]amur graph ego "Xi Jinping" --on 2026[/dim]
    """
    _show("ego", _asked(context, data, "ego", on, source, lang, actor=actor), as_json, _happening)


@graph.command()
def chains(
    context: typer.Context, of: Maybe = None, on: On = None, source: Source = None, lang: Lang = "en",
    as_json: AsJson = False, data: DataFolder = None,
) -> None:  # fmt: skip
    """From event to event: the next with the same actor; a plan and what was held; responses.

    [dim]amur graph chains --of Putin[/dim]
    """

    def row(step: Json, name: Callable[[str], str]) -> Iterable[str]:
        return name(step["one"]), f"{step['tie']} {name(step['actor']) if step['actor'] else ''}", name(step["other"])

    _show("chains", _asked(context, data, "chains", on, source, lang, actor=of), as_json, row)


@graph.command()
def arrivals(
    context: typer.Context, actor: Of, on: On = None, since: Since = None, source: Source = None, lang: Lang = "en",
    as_json: AsJson = False, data: DataFolder = None,
) -> None:  # fmt: skip
    """By when word could first have come from an actor to each other; never back in time.

    [dim]amur graph arrivals Ushakov --since 2026-02-01[/dim]
    """
    found = _asked(context, data, "arrivals", on, source, lang, actor=actor, since=since)
    _show("arrivals", found, as_json, _arrival)


@graph.command()
def path(
    context: typer.Context, actor: Of, goal: Annotated[str, typer.Argument(metavar="TO", help="Whom it leads to.")],
    on: On = None, since: Since = None, source: Source = None, lang: Lang = "en", as_json: AsJson = False,
    data: DataFolder = None,
) -> None:  # fmt: skip
    """The first way through time from one actor to another.

    [dim]amur graph path "Wang Yi" Trump[/dim]
    """
    found = _asked(context, data, "path", on, source, lang, actor=actor, goal=goal, since=since)
    _show("path", found, as_json, _arrival)


@graph.command()
def months(
    context: typer.Context, on: On = None, source: Source = None, lang: Lang = "en", as_json: AsJson = False,
    data: DataFolder = None,
) -> None:  # fmt: skip
    """Who acts together, month by month.

    [dim]amur graph months --on 2026[/dim]
    """

    def row(month: Json, name: Callable[[str], str]) -> Iterable[str]:
        pairs = (f"{name(p['one'])} – {name(p['other'])} ({p['weight']})" for p in month["pairs"])
        return month["month"], "; ".join(pairs)

    _show("months", _asked(context, data, "months", on, source, lang), as_json, row)


@graph.command()
def centrality(
    context: typer.Context, on: On = None,
    length: Annotated[int, typer.Option(help="Days of a window.")] = 30,
    step: Annotated[int, typer.Option(help="Days from one window to the next.")] = 7,
    source: Source = None, lang: Lang = "en", as_json: AsJson = False, data: DataFolder = None,
) -> None:  # fmt: skip
    """Actors over sliding windows, by how many others they act with.

    [dim]amur graph centrality --on 2026-02 --length 7 --step 1[/dim]
    """

    def row(window: Json, name: Callable[[str], str]) -> Iterable[str]:
        ranks = (f"{name(r['actor'])} ({r['others']})" for r in window["ranks"][:6])
        return f"{window['from']} – {window['to']}", "; ".join(ranks)

    _show("centrality", _asked(context, data, "centrality", on, source, lang, days=length, step=step), as_json, row)


@graph.command()
def changes(
    context: typer.Context,
    before: Annotated[str, typer.Argument(metavar="BEFORE", help="The earlier window.")],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="The later window.")],
    source: Source = None, lang: Lang = "en", as_json: AsJson = False, data: DataFolder = None,
) -> None:  # fmt: skip
    """What changed between two windows: who came and went, who acts together anew or no more.

    [dim]amur graph changes 2026-01 2026-02[/dim]
    """
    from api.days import read_days

    later = read_days(after)

    def row(change: Json, name: Callable[[str], str]) -> Iterable[str]:
        return change["change"].replace("_", " "), " – ".join(map(name, change["actors"])), str(len(change["claims"]))

    found = _asked(context, data, "changes", before, source, lang, then=(later.start, later.end))
    _show("changes", found, as_json, row)


@graph.command()
def agreement(
    context: typer.Context, on: On = None, source: Source = None, lang: Lang = "en", as_json: AsJson = False,
    data: DataFolder = None,
) -> None:  # fmt: skip
    """Which sources tell the same events, and on how many of them they part.

    [dim]amur graph agreement --on 2026[/dim]
    """

    def row(pair: Json, name: Callable[[str], str]) -> Iterable[str]:
        return name(pair["one"]), name(pair["other"]), str(pair["weight"]), str(len(pair["differing"]))

    _show("agreement", _asked(context, data, "agreement", on, source, lang), as_json, row)


HEADS = {
    "chains": ("event", "tie", "event"),
    "months": ("month", "who with whom (events)"),
    "centrality": ("days", "actors (others they act with)"),
    "changes": ("change", "who", "claims"),
    "agreement": ("source", "source", "events both tell", "of which they part on"),
    "arrivals": ("day", "actor", "from", "in"),
}
HEADS["path"] = HEADS["arrivals"]


def _happening(row: Json, name: Callable[[str], str]) -> Iterable[str]:
    label = row["label"] + ("" if row["status"] == "happened" else f" ({row['status']})")
    return _days(row["first"], row["last"], row["date_kind"]), label, ", ".join(map(name, row["sources"]))


def _arrival(row: Json, name: Callable[[str], str]) -> Iterable[str]:
    day = row["day"] if row["date_kind"] != "within" else f"{row['day']} at the earliest"
    return day, name(row["actor"]), name(row["by"]), name(row["event"])


def _days(first: str, last: str, kind: str) -> str:
    return first if first == last else f"{first} – {last}" + (" (some day)" if kind == "within" else "")


def _asked(
    context: typer.Context, data: Path | None, question: str, on: str | None, sources: list[str] | None, lang: str,
    **particulars: Any,
) -> Json:  # fmt: skip
    """The answer from the data folder. Raises what `graph.asking.ask` raises."""
    from api.days import read_days
    from api.naming import filters_of, resolve_actor
    from graph.asking import ALL, Asking, ask
    from graph.jsonform import day_from_json
    from graph.library import Library
    from graph.registry import load_registry
    from graph.timeline import Timeline

    registry = load_registry()
    for key in ("actor", "goal"):
        if particulars.get(key) is not None:
            particulars[key] = resolve_actor(registry, particulars[key])
    if "since" in particulars:
        particulars["since"] = day_from_json(particulars["since"])
    days = read_days(on) if on is not None else None
    filters: Filters = filters_of(registry, sources=sources)
    with Library.open(settings_of(context, data).data, create=False) as library:
        timeline = Timeline(library, registry, lang=lang)
        window = (days.start, days.end) if days else ALL
        return ask(timeline, question, window, filters, Asking(**particulars))


def _show(question: str, found: Json, as_json: bool, row: Row) -> None:
    if as_json:
        write_json(found)
        return
    from api.cli.tables import plain_table

    names: dict[str, str] = found["names"]
    rows = (tuple(row(entry, lambda key: names.get(key, key))) for entry in found["rows"])
    console().print(plain_table(HEADS.get(question, ("days", "event", "told by")), rows))
