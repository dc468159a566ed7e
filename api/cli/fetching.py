"""Commands that go to addresses: `fetch`, `watch`."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.console import AsJson, DataFolder, complain, settings_of
from api.cli.ingesting import STOPPED, Count, Everything, ScopeFile, scope_of
from api.cli.taking import Lang, Published, Publisher, given_by_options
from graph.errors import DataError

if TYPE_CHECKING:
    from api.settings import Settings
    from ingest.fetch.collect import Collector
    from ingest.fetch.config import Watched
    from ingest.intake import Intake

SHORTEST = 1.0  # seconds between two looks at what is due


@contextmanager
def _collecting(settings: "Settings", everything: bool) -> "Iterator[tuple[Collector, Intake]]":
    from api.storing import place_in
    from graph.registry import load_registry
    from graph.vocab import Names
    from ingest.fetch.addresses import Guard
    from ingest.fetch.client import Client
    from ingest.fetch.collect import Collector
    from ingest.intake import Intake

    registry = load_registry()
    private = frozenset(part.strip().lower() for part in settings.fetch_private.split(",") if part.strip())
    scope = scope_of(settings.scope, everything, registry)
    with (
        Intake.open(
            settings.data, registry, names=Names(settings.base_iri), scope=scope, place=place_in(settings)
        ) as intake,
        Client(Guard(private), every=settings.fetch_seconds) as client,
    ):
        yield Collector(intake, client), intake


def fetch(
    context: typer.Context,
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Addresses of articles.")],
    published: Published = None,
    publisher: Publisher = None,
    lang: Lang = None,
    scope: ScopeFile = None,
    everything: Everything = False,
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Fetch the articles at addresses into the data folder.

    robots.txt and the reservation of text mining are respected; private networks are not called.

    [dim]amur fetch https://example.org/2026/02/04/talks[/dim]
    """
    settings = settings_of(context, data, scope=scope)
    given = given_by_options(published, publisher, None, lang)
    count = Count(quiet=as_json)
    with _collecting(settings, everything) as (collector, _):
        for url in urls:
            count.add(collector.fetch(url, given))
    count.show(as_json=as_json)


def watch(
    context: typer.Context,
    feeds: Annotated[
        list[str] | None, typer.Argument(metavar="FEED...", help="Addresses of RSS or Atom feeds.")
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option("--feeds", metavar="FILE", help="Feeds (TOML); default: feeds.toml in the data folder."),
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="A source whose feeds seeds/feeds.toml lists, such as tass. Repeatable."),
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Look at each feed that is due once, and end.")] = False,
    scope: ScopeFile = None,
    everything: Everything = False,
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Follow feeds, and take in what they list, until stopped.

    Says when a source or a language dries up.

    [dim]amur watch https://example.org/feed.xml[/dim]

    [dim]amur watch --feeds feeds.toml --once[/dim]

    [dim]amur watch --source tass --source le-monde[/dim]
    """
    settings = settings_of(context, data, scope=scope)
    watched = _watched(feeds or [], source or [], config, settings.data)
    count = Count(quiet=as_json)
    with _collecting(settings, everything) as (collector, intake):
        try:
            while True:
                for feed in watched:
                    if collector.due(feed.url) <= datetime.now(UTC):
                        for result in collector.poll(feed.url, feed.given, every=feed.every):
                            count.add(result)
                        intake.settle()
                if once:
                    break
                _wait_for(collector, watched)
        except KeyboardInterrupt:
            complain(f"stopped; {count.report.taken:,} articles came in")
            raise typer.Exit(STOPPED) from None
        finally:
            _warn(intake)
    count.show(as_json=as_json)


def _watched(urls: list[str], sources: list[str], config: Path | None, data: Path) -> "tuple[Watched, ...]":
    from graph.registry import load_registry
    from ingest.fetch.config import Watched, feeds_of, read_feeds

    given = (*(Watched(url=url) for url in urls), *(feeds_of(sources, load_registry()) if sources else ()))
    place = config or data / "feeds.toml"
    if config is None and (given or not place.is_file()):
        if not given:
            raise DataError(f"nothing to watch: give addresses of feeds, --source tass, or name them in {place}")
        return given
    return (*given, *read_feeds(place))


def _wait_for(collector: "Collector", watched: "tuple[Watched, ...]") -> None:
    due = min(collector.due(feed.url) for feed in watched)
    time.sleep(max((due - datetime.now(UTC)).total_seconds(), SHORTEST))


def _warn(intake: "Intake") -> None:
    """Say which sources and languages have fallen off."""
    from graph.silence import source_label

    for flow in intake.flows(datetime.now(UTC)):
        if flow.dry:
            label = source_label(intake.library, intake.registry, flow.key) if flow.kind == "source" else flow.key
            complain(f"{flow.kind} {label} dries up: {flow.recent} in the last week, {flow.usual:.0f} in a week before")
