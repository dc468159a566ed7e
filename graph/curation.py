"""The ledger of corrections by hand: what one entry holds, and its form as a line of JSON.

An entry says who did what, when and why. What it is about is kept as words with their surroundings, so that the entry
finds it again when the text or the rules of extraction have changed. `graph.replay` says what the entries come to.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime

from graph.errors import DataError
from graph.jsonform import Json, day_from_json
from graph.model import EventType, digest

# What a correction can change of a claim, in the words of `jsonform.claim_to_json`; "when" holds the fields of a date.
FIELDS = frozenset(
    {
        "type", "family", "mode", "actors", "when", "said", "place", "attribution", "certainty", "polarity", "tense",
        "quantities", "reports", "denies", "stance",
    }
)  # fmt: skip
LONGEST = 10_000  # characters of a reason or note
LONGEST_LINE = 10_000_000  # of a ledger file: an event of thousands of claims that was merged


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A place in an article by its words, so that it is found again in another version of the text."""

    article: str
    work: str
    words: str
    before: str  # what stands around it, some forty characters a side
    after: str
    occurrence: int  # which of the equal words of the text it is, from 0


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimAnchor:
    """A claim by its id, by the words that name the happening, and by what was read there, as extracted."""

    claim: str
    passage: Passage
    type: EventType
    actors: tuple[str, ...]  # sorted ids
    alone: bool  # no other claim rests on the same words


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A field of a claim and its new value, as JSON text in the form of `graph.jsonform`."""

    field: str
    value: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Reject:
    """The text does not say this."""

    claim: ClaimAnchor


@dataclass(frozen=True, kw_only=True, slots=True)
class Correct:
    """The text says it otherwise."""

    claim: ClaimAnchor
    changes: tuple[Change, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class AddClaim:
    """The text says this too. `changes` holds at least type and family."""

    passage: Passage  # the words that show it
    trigger: Passage  # the words that name the happening
    changes: tuple[Change, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Merge:
    """Two events are one: all these claims tell it."""

    events: tuple[str, str]  # ids at that time
    one: tuple[ClaimAnchor, ...]
    other: tuple[ClaimAnchor, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Split:
    """Some claims of an event tell another one."""

    event: str
    off: tuple[ClaimAnchor, ...]
    rest: tuple[ClaimAnchor, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class MergeActors:
    """Two actors are one: `gone` is called `kept` from now on."""

    gone: str
    gone_name: str
    kept: str
    kept_name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SetDate:
    """The publication date of an article."""

    article: str
    work: str
    was: date | None
    published: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """A remark on a thing, which changes nothing. The reason is the note."""

    kind: str  # claim, event, article, actor
    thing: str  # its id
    claims: tuple[ClaimAnchor, ...] = ()  # of a claim or an event
    work: str = ""  # of an article


@dataclass(frozen=True, kw_only=True, slots=True)
class Undo:
    """An earlier entry no longer holds; where that is an undo, what it undid holds again."""

    entry: str


Deed = Reject | Correct | AddClaim | Merge | Split | MergeActors | SetDate | Note | Undo
DEEDS: dict[str, type[Deed]] = {
    "reject": Reject,
    "correct": Correct,
    "add claim": AddClaim,
    "merge": Merge,
    "split": Split,
    "merge actors": MergeActors,
    "set date": SetDate,
    "note": Note,
    "undo": Undo,
}
NAMES = {kind: name for name, kind in DEEDS.items()}
NOTED = ("claim", "event", "article", "actor")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One signed-off line of the ledger. Build it with `sign`, which makes the id of the content."""

    id: str
    at: datetime  # UTC
    who: str
    why: str
    deed: Deed

    @property
    def order(self) -> tuple[datetime, str]:
        """Entries hold in this order, however they came into the record."""
        return self.at, self.id


def sign(deed: Deed, *, who: str, why: str, at: datetime) -> Entry:
    """An entry. Raises DataError where nobody signs, no reason is given, or either is not one line of text."""
    for name, words, most in (("who", who, 200), ("why", why, LONGEST)):
        if not words.strip():
            raise DataError(f"an entry of the ledger says {name}: give --{name}")
        if len(words) > most or not words.replace("\n", " ").replace("\t", " ").isprintable():
            raise DataError(f"{name} is longer than {most} characters or holds characters that cannot be printed")
    moment = at.astimezone(UTC)
    entry = Entry(id="", at=moment, who=who.strip(), why=why.strip(), deed=deed)
    return Entry(id=entry_id(entry), at=moment, who=entry.who, why=entry.why, deed=deed)


def entry_id(entry: Entry) -> str:
    """The id that its content gives."""
    content = {key: value for key, value in entry_to_json(entry).items() if key != "id"}
    return "k-" + digest("entry", json.dumps(content, ensure_ascii=False, sort_keys=True))


def anchors_of(deed: Deed) -> tuple[ClaimAnchor, ...]:
    """The claims that a deed is about, in a fixed order: what it finds is kept by their positions."""
    match deed:
        case Reject() | Correct():
            return (deed.claim,)
        case Merge():
            return (*deed.one, *deed.other)
        case Split():
            return (*deed.off, *deed.rest)
        case Note():
            return deed.claims
    return ()


def works_of(deed: Deed) -> frozenset[str]:
    """The works in which a deed looks for what it is about; none where it may be any."""
    match deed:
        case AddClaim():
            return frozenset({deed.passage.work})
        case SetDate():
            return frozenset({deed.work})
        case Note(work=work) if work:
            return frozenset({work})
    return frozenset(anchor.passage.work for anchor in anchors_of(deed))


def active(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries that hold, in order: neither undone nor undos."""
    ordered = sorted(entries, key=lambda entry: entry.order)
    gone = undone(ordered)
    return tuple(entry for entry in ordered if entry.id not in gone and not isinstance(entry.deed, Undo))


def undone(entries: Iterable[Entry]) -> frozenset[str]:
    """The ids of the entries that an undo has undone which is not undone itself."""
    found: set[str] = set()
    for entry in sorted(entries, key=lambda entry: entry.order, reverse=True):
        if isinstance(entry.deed, Undo) and entry.id not in found:
            found.add(entry.deed.entry)
    return frozenset(found)


def entry_to_json(entry: Entry) -> Json:
    """{"id", "at", "who", "why", "do": …, and the fields of the deed}."""
    fields = asdict(entry.deed)
    for key, value in fields.items():
        if isinstance(value, date):
            fields[key] = value.isoformat()
    at = entry.at.isoformat(timespec="microseconds")
    row: Json = {"id": entry.id, "at": at, "who": entry.who, "why": entry.why, "do": NAMES[type(entry.deed)]}
    plain: Json = json.loads(json.dumps({**row, **fields}))  # tuples and enums as JSON has them
    return plain


def entry_from_json(value: object) -> Entry:
    """The inverse. Raises DataError where a field is missing, unknown or wrong, or the id is another content's."""
    try:
        if not isinstance(value, dict):
            raise DataError("not an object")
        fields = dict(value)
        id, at, who, why, do = (str(fields.pop(key)) for key in ("id", "at", "who", "why", "do"))
        if do not in DEEDS:
            raise DataError(f"unknown deed {do!r}; known are {', '.join(DEEDS)}")
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None:
            raise DataError(f"{at} has no time zone")
        entry = sign(deed_from_json(DEEDS[do], fields), who=who, why=why, at=moment)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(f"{type(error).__name__}: {error}") from error
    if entry.id != id:
        raise DataError(f"its content is not that of {id}: it was changed after it was signed")
    return entry


def deed_from_json(kind: type[Deed], fields: Json) -> Deed:
    """A deed of its fields. Raises KeyError, TypeError, ValueError or DataError."""
    made = dict(fields)
    for key in ("claim",):
        if key in made:
            made[key] = anchor_from_json(made[key])
    for key in ("one", "other", "off", "rest", "claims"):
        if key in made:
            made[key] = tuple(anchor_from_json(row) for row in made[key])
    for key in ("passage", "trigger"):
        if key in made:
            made[key] = Passage(**made[key])
    if "changes" in made:
        made["changes"] = tuple(changes_from_json(made["changes"]))
    for key in ("was", "published"):
        if key in made:
            made[key] = day_from_json(made[key])
    if "events" in made:
        one, other = made["events"]
        made["events"] = (str(one), str(other))
    deed = kind(**made)
    if isinstance(deed, Note) and deed.kind not in NOTED:
        raise DataError(f"a note is on one of {', '.join(NOTED)}, not on a {deed.kind!r}")
    if isinstance(deed, SetDate) and deed.published is None:
        raise DataError("no date is given")
    return deed


def anchor_from_json(row: Json) -> ClaimAnchor:
    """The inverse of `asdict`."""
    fields = {
        **row,
        "passage": Passage(**row["passage"]),
        "type": EventType(row["type"]),
        "actors": tuple(row["actors"]),
    }
    return ClaimAnchor(**fields)


def changes_from_json(rows: Sequence[Json]) -> Iterator[Change]:
    """The inverse of `asdict`. Raises DataError on a field that cannot be corrected."""
    for row in rows:
        if row["field"] not in FIELDS:
            raise DataError(f"no field {row['field']!r} of a claim can be corrected; {', '.join(sorted(FIELDS))} can")
        json.loads(row["value"])
        yield Change(**row)


def write_ledger(entries: Iterable[Entry]) -> Iterator[str]:
    """One line of JSON an entry, in order, without line ends."""
    for entry in sorted(entries, key=lambda e: e.order):
        yield json.dumps(entry_to_json(entry), ensure_ascii=False)


def read_ledger(lines: Iterable[str]) -> tuple[Entry, ...]:
    """The entries of a ledger file, each once, in order. Raises DataError naming the first line that is broken."""
    found: dict[str, Entry] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if len(line) > LONGEST_LINE:
            raise DataError(f"line {number}: longer than {LONGEST_LINE:,} characters; nothing was taken in")
        try:
            entry = entry_from_json(json.loads(line))
        except (json.JSONDecodeError, RecursionError) as error:
            raise DataError(f"line {number}: not JSON ({error}); nothing was taken in") from error
        except DataError as error:
            raise DataError(f"line {number}: {error}; nothing was taken in") from error
        found[entry.id] = entry
    return tuple(sorted(found.values(), key=lambda entry: entry.order))
