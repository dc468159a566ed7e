"""Commands for what people correct, and for who says nothing: `curate …`, `silence`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.console import AsJson, DataFolder, settings_of, write_json, write_lines

if TYPE_CHECKING:
    from graph.curation import Deed, Entry
    from graph.library import Library
    from graph.registry import Registry
    from ingest.intake import Intake

curate = typer.Typer(
    help="Correct by hand: every correction is signed, kept in a ledger, and survives re-ingest.", no_args_is_help=True
)
Who = Annotated[str, typer.Option("--who", envvar="AMUR_CURATOR", help="Who signs; default: AMUR_CURATOR.")]
Why = Annotated[str, typer.Option("--why", help="The reason, for whoever reads it later.")]
ClaimId = Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's id, as `amur on --json` shows it.")]
EventId = Annotated[str, typer.Argument(metavar="EVENT", help="An event's id.")]
Type = Annotated[str | None, typer.Option("--type", help="CONSULT, AGREE, …")]
FamilyName = Annotated[str | None, typer.Option("--family", help="contact, travel, …")]
Mode = Annotated[str | None, typer.Option("--mode", help="video call, visit, …; none takes it out.")]
When = Annotated[str | None, typer.Option("--when", metavar="DATE", help="A day, month, year, EDTF or words; or none.")]
Actor = Annotated[
    list[str] | None, typer.Option("--actor", metavar="NAME[:ROLE]", help="All who take part, one each; or none.")
]
VoiceName = Annotated[
    list[str] | None, typer.Option("--voice", metavar="NAME", help="Who vouches for it, outermost first; or none.")
]
PlaceName = Annotated[str | None, typer.Option("--place", metavar="NAME", help="Where; or none.")]
Certain = Annotated[str | None, typer.Option("--certainty", help="certain, probable, possible.")]
Polar = Annotated[str | None, typer.Option("--polarity", help="affirmed, denied.")]
Tensed = Annotated[str | None, typer.Option("--tense", help="past, present, future.")]


@contextmanager
def _intake(context: typer.Context, data: Path | None) -> "Iterator[tuple[Intake, Registry]]":
    """The way into the data folder, which has to be there."""
    from api.storing import place_in
    from graph.library import Library
    from graph.registry import load_registry
    from graph.vocab import Names
    from ingest.intake import Intake

    settings = settings_of(context, data)
    registry = load_registry()
    with Library.open(settings.data, create=False) as library:
        yield Intake(library, registry, names=Names(settings.base_iri), place=place_in(settings)), registry


def _write(
    context: typer.Context,
    data: Path | None,
    deed: "Callable[[Library, Registry], Deed]",
    who: str,
    why: str,
    as_json: bool,
) -> None:
    """Write an entry, derive what follows, and say what it is."""
    from graph.curation import entry_to_json

    with _intake(context, data) as (intake, registry):
        entry = intake.curate(lambda library: deed(library, registry), who=who, why=why)
        intake.settle()
        if as_json:
            write_json({**entry_to_json(entry), "about": list(intake.library.anchored_to(entry.id))})
        else:
            typer.echo(f"{entry.id}  {_what(entry)}")


def _what(entry: "Entry") -> str:
    """What an entry does, in a few words."""
    from graph.curation import NAMES, Change, anchors_of

    deed: Any = entry.deed
    words = [NAMES[type(deed)]]
    changes: tuple[Change, ...] = getattr(deed, "changes", ())
    words += [", ".join(change.field for change in changes)] if changes else []
    anchors = anchors_of(deed)
    if len(anchors) == 1:
        words.append(f"« {anchors[0].passage.words} » ({anchors[0].claim})")
    elif anchors:
        words.append(f"{len(anchors)} claims")
    for name in ("gone_name", "kept_name", "article", "published", "entry", "thing"):
        if getattr(deed, name, None) and not (name == "thing" and len(anchors) == 1):
            words.append(str(getattr(deed, name)))
    return " ".join(words)


@curate.command()
def reject(
    context: typer.Context, claim: ClaimId, who: Who, why: Why, as_json: AsJson = False, data: DataFolder = None
) -> None:
    """The text does not say this: take a claim out.

    [dim]amur curate reject c-5f2a9c1044d0e7b2 --who Ana --why "a headline of another article"[/dim]
    """
    from graph import deeds

    _write(context, data, lambda library, _: deeds.reject(library, claim), who, why, as_json)


@curate.command()
def correct(
    context: typer.Context,
    claim: ClaimId,
    who: Who,
    why: Why,
    type_: Type = None,
    family: FamilyName = None,
    mode: Mode = None,
    when: When = None,
    actor: Actor = None,
    voice: VoiceName = None,
    place: PlaceName = None,
    certainty: Certain = None,
    polarity: Polar = None,
    tense: Tensed = None,
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """The text says it otherwise: type, date, actors, attribution, certainty and the like.

    [dim]amur curate correct c-5f2a9c1044d0e7b2 --when 2026-02-03 --who Ana --why "the day before, line 3"[/dim]

    [dim]amur curate correct c-5f2a9c1044d0e7b2 --actor Putin:agent --actor China:recipient --who Ana --why "…"[/dim]
    """
    from api.correcting import values_of
    from graph import deeds

    given = {
        "type": type_, "family": family, "mode": mode, "when": when, "actors": actor, "attribution": voice,
        "place": place, "certainty": certainty, "polarity": polarity, "tense": tense,
    }  # fmt: skip
    _write(
        context, data, lambda library, registry: deeds.correct(library, claim, values_of(given, registry, library)),
        who, why, as_json,
    )  # fmt: skip


@curate.command()
def add(
    context: typer.Context,
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="An article's id.")],
    words: Annotated[str, typer.Option("--words", help="The words of the text that show it.")],
    type_: Annotated[str, typer.Option("--type", help="CONSULT, AGREE, …")],
    family: Annotated[str, typer.Option("--family", help="contact, travel, …")],
    who: Who,
    why: Why,
    trigger: Annotated[str, typer.Option("--trigger", help="Those of them that name the happening.")] = "",
    occurrence: Annotated[int, typer.Option("--occurrence", min=1, help="Which of the equal words.")] = 1,
    mode: Mode = None,
    when: When = None,
    actor: Actor = None,
    voice: VoiceName = None,
    place: PlaceName = None,
    certainty: Certain = None,
    polarity: Polar = None,
    tense: Tensed = None,
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """The text says this too: add a claim made by hand.

    [dim]amur curate add a-0123456789abcdef --words "se sont vus à Moscou" --type CONSULT --family contact
    --actor Putin --actor "Xi Jinping" --when 2026-02-04 --who Ana --why "missed"[/dim]
    """
    from api.correcting import values_of
    from graph import deeds

    given = {
        "type": type_, "family": family, "mode": mode, "when": when, "actors": actor, "attribution": voice,
        "place": place, "certainty": certainty, "polarity": polarity, "tense": tense,
    }  # fmt: skip

    def make(library: "Library", registry: "Registry") -> "Deed":
        values = values_of(given, registry, library)
        return deeds.add_claim(library, article, words, values, trigger=trigger, occurrence=occurrence - 1)

    _write(context, data, make, who, why, as_json)


@curate.command()
def merge(
    context: typer.Context,
    event: EventId,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The event it is the same as.")],
    who: Who,
    why: Why,
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Two events are one.

    [dim]amur curate merge e-0123456789abcdef e-fedcba9876543210 --who Ana --why "the same call"[/dim]
    """
    from graph import deeds

    _write(context, data, lambda library, _: deeds.merge(library, event, other), who, why, as_json)


@curate.command()
def split(
    context: typer.Context,
    event: EventId,
    claims: Annotated[list[str], typer.Argument(metavar="CLAIM...", help="Those that tell another event.")],
    who: Who,
    why: Why,
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Some claims of an event tell another one.

    [dim]amur curate split e-0123456789abcdef c-5f2a9c1044d0e7b2 --who Ana --why "the second call"[/dim]
    """
    from graph import deeds

    _write(context, data, lambda library, _: deeds.split(library, event, claims), who, why, as_json)


@curate.command("merge-actors")
def merge_actors(
    context: typer.Context,
    gone: Annotated[str, typer.Argument(metavar="ACTOR", help="An actor's id.")],
    kept: Annotated[str, typer.Argument(metavar="KEPT", help="The actor that it is.")],
    who: Who,
    why: Why,
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Two actors are one.

    [dim]amur curate merge-actors local-9c0c4ce8b1a2 Q7747 --who Ana --why "a misspelling of Putin"[/dim]
    """
    from graph import deeds

    _write(
        context, data, lambda library, registry: deeds.merge_actors(library, registry, gone, kept), who, why, as_json
    )


@curate.command()
def date(
    context: typer.Context,
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="An article's id.")],
    published: Annotated[str, typer.Argument(metavar="DATE", help="Its publication date.")],
    who: Who,
    why: Why,
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Set the publication date of an article; its relative dates are read anew.

    [dim]amur curate date a-0123456789abcdef 2026-02-05 --who Ana --why "the page's own archive"[/dim]
    """
    from graph import deeds
    from graph.errors import DateError
    from graph.jsonform import day_from_json

    day = day_from_json(published)
    if day is None:
        raise DateError("give a date of the form YYYY-MM-DD")
    _write(context, data, lambda library, _: deeds.set_date(library, article, day), who, why, as_json)


@curate.command()
def note(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="claim, event, article or actor.")],
    thing: Annotated[str, typer.Argument(metavar="ID", help="Its id.")],
    who: Who,
    why: Annotated[str, typer.Option("--why", help="The note.")],
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Write a remark beside a claim, event, article or actor; it changes nothing.

    [dim]amur curate note event e-0123456789abcdef --who Ana --why "see the ministry's photograph"[/dim]
    """
    from graph import deeds

    _write(context, data, lambda library, registry: deeds.note(library, registry, kind, thing), who, why, as_json)


@curate.command()
def undo(
    context: typer.Context,
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help="An entry's id, as `amur curate list` shows it.")],
    who: Who,
    why: Why,
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Undo an entry, or an undo. Nothing is taken out of the ledger.

    [dim]amur curate undo k-0123456789abcdef --who Ana --why "the text says so after all"[/dim]
    """
    from graph import deeds

    _write(context, data, lambda library, _: deeds.undo(library, entry), who, why, as_json)


@curate.command("list")
def list_entries(
    context: typer.Context,
    orphans: Annotated[bool, typer.Option("--orphans", help="Only those that no longer find their object.")] = False,
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Show the ledger: who did what, when and why; what is undone, and what no longer finds its object.

    [dim]amur curate list --orphans[/dim]
    """
    from graph.curating import orphans_of
    from graph.curation import entry_to_json, undone
    from graph.library import Library

    with Library.open(settings_of(context, data).data, create=False) as library:
        entries = library.entries()
        gone = undone(entries)
        lost = {orphan.entry.id: orphan.reason for orphan in orphans_of(library)}
        shown = [entry for entry in entries if not orphans or entry.id in lost]
        if as_json:
            rows = ({**entry_to_json(e), "undone": e.id in gone, "orphan": lost.get(e.id)} for e in shown)
            write_lines(rows)
            return
        for entry in shown:
            state = "undone" if entry.id in gone else f"orphan: {lost[entry.id]}" if entry.id in lost else ""
            typer.echo(
                f"{entry.id}  {entry.at:%Y-%m-%d %H:%M}  {entry.who}: {_what(entry)}{f'  [{state}]' if state else ''}"
            )
            typer.echo(f"    {entry.why}")


@curate.command("export")
def export_ledger(
    context: typer.Context,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Default: standard output.")] = None,
    data: DataFolder = None,
) -> None:
    """Write the ledger out as JSON lines.

    [dim]amur curate export -o ledger.jsonl[/dim]
    """
    from graph.curation import write_ledger
    from graph.library import Library

    with Library.open(settings_of(context, data).data, create=False) as library:
        lines = "".join(f"{line}\n" for line in write_ledger(library.entries()))
    if out is None:
        typer.echo(lines, nl=False)
    else:
        out.write_text(lines, encoding="utf8")


@curate.command("import")
def import_ledger(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A ledger as `amur curate export` writes it.")],
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Take a ledger in, all or nothing; entries that are there already change nothing.

    [dim]amur curate import ledger.jsonl[/dim]
    """
    from graph.curating import orphans_of
    from graph.curation import read_ledger
    from graph.errors import ReadError

    try:
        with file.open(encoding="utf8") as lines:
            entries = read_ledger(lines)
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{file}: cannot be read ({error})") from error
    with _intake(context, data) as (intake, _):
        new = intake.take_ledger(entries)
        intake.settle()
        lost = len(orphans_of(intake.library))
    if as_json:
        write_json({"entries": len(entries), "new": len(new), "orphans": lost})
    else:
        typer.echo(f"{len(entries):,} entries, {len(new):,} new; {lost:,} orphans in all")


def silence(context: typer.Context, event: EventId, as_json: AsJson = False, data: DataFolder = None) -> None:
    """Say how each source stands to an event: told, not found, unread, not collected, or silent, with what shows it.

    [dim]amur silence e-0123456789abcdef[/dim]
    """
    from graph.library import Library
    from graph.registry import load_registry
    from graph.silence import silence as silence_on
    from graph.silence import silence_to_json

    with Library.open(settings_of(context, data).data, create=False) as library:
        found = silence_on(library, load_registry(), event)
    if as_json:
        write_json(silence_to_json(found))
        return
    for source in found.sources:
        typer.echo(f"{source.name}: {source.words}")
        for article in source.naming:
            typer.echo(f"    names the parties: {article}")
        for gap in source.gaps:
            typer.echo(f"    not taken in: {gap.where}: {gap.reason}")
    for gap in found.unplaced:
        typer.echo(f"not taken in, of whatever source: {gap.reason}")
