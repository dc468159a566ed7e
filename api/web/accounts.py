"""An event laid out for reading: a column a source, a row a field, values that differ marked one by one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from api.terminal import days_of, voices_of
from api.web.amounts import amount
from api.web.wording import PageWords
from graph.answer import DayEvent, Line, Told
from graph.model import (
    Certainty,
    Claim,
    Difference,
    PlaceRef,
    Polarity,
    PublishedBasis,
    Quantity,
    Stance,
    StanceValue,
    Status,
)
from graph.when import Basis, Kind, When

# Row -> the attribute of a difference that is told in it.
ATTRIBUTE = {
    "when": "when", "where": "where", "who": "who", "means": "mode", "duration": "duration", "number": "number",
    "certainty": "certainty", "status": "whether", "according": "announced by",
}  # fmt: skip
ALWAYS = ("when", "who")  # rows that are there even where nobody tells anything
FOUNDED = ("inherited", "relative", "within", "inferred")  # marks of dates, the best founded first
BASIS_MARKS = {Basis.INFERRED: "inferred", Basis.RELATIVE: "relative", Basis.INHERITED: "inherited"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """One value in a cell, with the claim that first gives it."""

    words: str
    claim: str
    marks: tuple[str, ...] = ()
    differs: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Saying:
    """Words of an article with what stands in them: before, the words that name the happening, after."""

    before: str
    trigger: str
    after: str
    start: int
    end: int
    article: str
    claims: tuple[str, ...]
    lang: str
    voice: str
    marks: tuple[tuple[str, str], ...]  # (mark, what is particular to this claim)


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """What one article says."""

    line: Line
    inferred: bool  # the publication date
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A field with a cell a column."""

    key: str
    differs: bool
    cells: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Parting:
    """What sources part on: (value in words, names of those that give it)."""

    attribute: str
    values: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """An event as it is shown."""

    item: DayEvent
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    partings: tuple[Parting, ...]
    doubled: tuple[str, ...]  # attributes of which one source alone gives all values
    origins: tuple[str, ...]  # names


Marked = tuple[str, tuple[str, ...]]  # words, and how they are to be read
Corrected = Callable[[str], bool]  # whether a claim was corrected by hand
NameOf = Callable[[str, str], str]  # (id, name otherwise) -> name in the language of the page


def sheet(item: DayEvent, words: PageWords, corrected: Corrected, name_of: NameOf) -> Sheet:
    """Lay an event out."""
    clashing: Mapping[str, frozenset[str]] = {
        d.attribute: frozenset(claim for value in d.values for claim in value.claims)
        for d in item.differences
        if not d.within_one
    }
    rows = []
    for key in FIELDS:
        differing = clashing.get(ATTRIBUTE.get(key, ""), frozenset())
        if (
            differing
            or key in ALWAYS
            or any(not is_plain(key, told, item.event.status) for line in item.lines for told in line.claims)
        ):
            cells = tuple(cell(line.claims, key, differing, words, name_of) for line in item.lines)
            rows.append(Row(key=key, differs=bool(differing), cells=cells))
    return Sheet(
        item=item,
        columns=tuple(
            Column(
                line=line,
                inferred=line.article.published_basis is PublishedBasis.INFERRED,
                sayings=sayings(line.claims, corrected),
            )
            for line in item.lines
        ),
        rows=tuple(rows),
        partings=tuple(parting(d, item.lines, words) for d in item.differences if not d.within_one),
        doubled=tuple(d.attribute for d in item.differences if d.within_one),
        origins=tuple(dict.fromkeys(name_of(origin.id, origin.name) for origin in item.origins)),
    )


def parting(difference: Difference, lines: Sequence[Line], words: PageWords) -> Parting:
    """A difference in words; `lines` name the sources."""
    names = named(lines, words)
    return Parting(
        attribute=difference.attribute,
        values=tuple(
            (differing_words(value.value, words), tuple(dict.fromkeys(names.get(s, s) for s in value.sources)))
            for value in difference.values
        ),
    )


def named(lines: Iterable[Line], words: PageWords) -> dict[str, str]:
    """Source -> its name; never the bare one where nothing but digests of it are told from."""
    found: dict[str, str] = {}
    for line in sorted(lines, key=lambda line: line.source.rendition, reverse=True):
        name = line.source.name or words.page("no_publisher")
        found[line.source.id] = words.aside(name, words.mark("digest")["short"]) if line.source.rendition else name
    return found


def differing_words(value: str, words: PageWords) -> str:
    """A value on which sources part: a day as people write it, a term in the language of the page."""
    try:
        return words.day(date.fromisoformat(value))
    except ValueError:
        return words.term(value)


def is_plain(key: str, told: Told, status: Status) -> bool:
    """Whether a claim has nothing to say in a row, or only what goes without saying; `status` is that of its event."""
    if key == "according":
        return not told.voices
    if key == "status":
        return told.claim.status is status
    return not FIELDS[key](told)


def cell(
    told: Sequence[Told], key: str, differing: frozenset[str], words: PageWords, name_of: NameOf
) -> tuple[Value, ...]:
    """The values of one field in one column, each once, in the order of telling. Of the same date read in several
    ways the best founded reading is shown: the one with the fewest marks."""
    found: dict[str, Value] = {}
    for each in told:
        for text, marks in in_words(key, FIELDS[key](each), words, name_of):
            known = found.get(text)
            better = known is None or rank(marks) < rank(known.marks)
            found[text] = Value(
                words=text,
                claim=each.claim.id if known is None or better else known.claim,
                marks=marks if known is None or better else known.marks,
                differs=each.claim.id in differing or (known is not None and known.differs),
            )
    return tuple(found.values())


def rank(marks: tuple[str, ...]) -> tuple[int, int]:
    """How well founded a date is, the best first."""
    return len(marks), sum(FOUNDED.index(mark) for mark in marks)


def date_marks(when: When | None) -> tuple[str, ...]:
    """How a date is to be read."""
    if when is None:
        return ()
    within = ("within",) if when.kind is Kind.WITHIN else ()
    return (*within, BASIS_MARKS[when.basis]) if when.basis in BASIS_MARKS else within


def in_words(key: str, found: Sequence[object], words: PageWords, name_of: NameOf) -> Iterable[Marked]:
    """The values of a field as they are shown, with their marks."""
    for value in found:
        match value:
            case When():
                yield days_of(value, words) or value.edtf, date_marks(value)
            case PlaceRef():
                yield name_of(value.id, value.name), ()
            case Quantity():
                yield amount(value, words), ()
            case Stance():
                yield f"{words.term(value.value.value)} {words.page('toward')} {name_of('', value.toward)}", ()
            case tuple():
                yield words.listed(map(str, value)), ()
            case Told():
                yield voices_of(value) if value.voices else words.page("own_word"), ()
            case _:
                yield words.term(str(value)), ()


def _certainty(claim: Claim) -> list[object]:
    told_off = claim.certainty is Certainty.CERTAIN or claim.polarity is Polarity.DENIED
    return [] if told_off else [claim.certainty.value]


def _quantities(claim: Claim, durations: bool) -> list[object]:
    return [q for q in claim.quantities if (q.measures == "duration") is durations]


# Row -> what a claim says in it.
FIELDS: Mapping[str, Callable[[Told], Sequence[object]]] = {
    "when": lambda told: [told.claim.when] if told.claim.when else [],
    "where": lambda told: [told.claim.place] if told.claim.place else [],
    "who": lambda told: [tuple(sorted(set(told.actors)))] if told.actors else [],
    "means": lambda told: [told.claim.mode] if told.claim.mode else [],
    "duration": lambda told: _quantities(told.claim, durations=True),
    "number": lambda told: _quantities(told.claim, durations=False),
    "according": lambda told: [told],
    "status": lambda told: [told.claim.status.value],
    "certainty": lambda told: _certainty(told.claim),
    "stance": lambda told: [s for s in told.claim.stance if s.value is not StanceValue.NEUTRAL],
}


def sayings(told: Iterable[Told], corrected: Corrected) -> tuple[Saying, ...]:
    """The quotations of a column: claims of one voice that rest on the same words are quoted once."""

    def words_of(each: Told) -> tuple[object, ...]:
        return each.article.id, each.voices, each.claim.start, each.claim.end

    return tuple(saying(list(group), corrected) for _, group in groupby(told, key=words_of))


def saying(group: Sequence[Told], corrected: Corrected) -> Saying:
    """One quotation, the words that name the happening set apart."""
    told = group[0]
    claim, quote = told.claim, told.quote
    cut = min(max(claim.trigger.start - claim.start, 0), len(quote))
    stop = min(max(claim.trigger.end - claim.start, cut), len(quote))
    return Saying(
        before=quote[:cut],
        trigger=quote[cut:stop],
        after=quote[stop:],
        start=claim.start,
        end=claim.end,
        article=told.article.id,
        claims=tuple(each.claim.id for each in group),
        lang=told.article.lang,
        voice=voices_of(told) if told.voices else "",
        marks=tuple(dict.fromkeys(mark for each in group for mark in claim_marks(each.claim, corrected))),
    )


def claim_marks(claim: Claim, corrected: Corrected) -> Iterable[tuple[str, str]]:
    """(mark, particulars) of a claim."""
    if claim.review != "clear":
        yield "doubtful", claim.review.partition(":")[2].strip()
    if corrected(claim.id):
        yield "corrected", ""
