"""An answer as a person reads it in a terminal: event, then a line a source with its words, voices under it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from api.absence import instead
from api.words import Words
from graph.answer import Answer, DayEvent, Line, Told
from graph.model import Article, Certainty, Claim, Difference, Polarity, Quantity, StanceValue
from graph.when import When

SOURCE_WIDTH = 32  # cells of the column of sources and voices
POSSIBLY = 3  # events possibly the same that are named before the rest are counted
QUOTE = 200  # cells of a quote; longer ones are cut around the words that name the happening
LISTED = 12  # events of a longer period that are listed; the rest is counted


def show_answer(answer: Answer, console: Console) -> None:
    """Print an answer; elsewhere than on a terminal without the spaces that fill up its lines."""
    if console.is_terminal:
        _show(answer, console)
        return
    with console.capture() as captured:
        _show(answer, console)
    for line in captured.get().splitlines():
        console.out(line.rstrip())


def _show(answer: Answer, console: Console) -> None:
    words = Words(answer.lang)
    width = console.width
    console.print(_head(answer, words, width))
    if answer.group == "source":
        for day in answer.by_source:
            console.print()
            console.print(Text(" " + day.source.shown, style="bold"))
            console.print(_claims(day.claims, words))
    else:
        if not answer.events:
            console.print(Text("\n " + instead(answer, words)))
        for event in answer.events:
            console.print()
            console.print(_event(event, words, width))
    for contrast in answer.contrasts:
        console.print()
        console.print(Text(" " + words.say("same_day", name=contrast.name), style="bold"))
        console.print(_difference(contrast.difference, _names(answer, words), words, label=False))
    for key, events in (("planned", answer.planned), ("within", answer.within)):
        if events:
            console.print()
            console.print(_section(words.say(key), _compact(events, words)))
    if answer.undated:
        console.print()
        console.print(_section(words.say("undated"), _claims(answer.undated, words, sources=True)))


def _head(answer: Answer, words: Words, width: int) -> RenderableType:
    days = words.day(answer.start)
    if answer.end != answer.start:
        days += " – " + words.day(answer.end)
    parts = [days, words.count("sources", len(answer.sources)), words.count("events", len(answer.events))]
    if answer.differences:
        parts.append(words.count("differences", answer.differences))
    return _two_sides(
        Text(" · ".join(parts), style="bold"), Text(f"{words.say('data')} {answer.data_version[:6]}", "dim"), width
    )


def _two_sides(left: Text, right: Text, width: int) -> RenderableType:
    """Left and right on one line where both fit; else the right side is on the next."""
    space = width - left.cell_len - right.cell_len
    if space < 2:
        return Group(left, Padding(right, (0, 0, 0, 3)))
    return Text.assemble(left, " " * space, right)


def _event(event: DayEvent, words: Words, width: int) -> RenderableType:
    state = words.term(event.event.family.value) + " · " + words.term(event.event.status.value)
    table = _table()
    for line in event.lines:
        for row in _account(line, words):
            table.add_row(*row)
    names = {line.source.id: _short(line, words) for line in event.lines}
    below = [_difference(difference, names, words) for difference in event.differences]
    if event.possibly:
        shown, rest = event.possibly[:POSSIBLY], len(event.possibly) - POSSIBLY
        text = words.say("possibly", events=" · ".join(shown) + (f" · +{rest}" if rest > 0 else ""))
        below.append(Padding(Text(text, style="dim"), (0, 0, 0, 3)))
    if event.outlets > 1:
        found = sorted({names.get(origin.id, origin.name) for origin in event.origins})
        text = words.count("outlets", event.outlets) + ", " + words.count("origins", len(found))
        below.append(Padding(Text(f"{text} ({', '.join(found)})", style="dim"), (0, 0, 0, 3)))
    return Group(_two_sides(Text(" " + event.label, style="bold"), Text(state, "dim"), width), table, *below)


def _table() -> Table:
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(width=SOURCE_WIDTH)
    table.add_column(ratio=1)
    return table


def _account(line: Line, words: Words) -> Iterator[tuple[Text, Text]]:
    """The source once with its own words, then voice by voice; what rests on the same words is said once."""
    name = "   " + _dated(line.source.shown, line.article, words)
    if line.claims and line.claims[0].voices:
        yield _indented(name), Text("")
        name = ""
    shown: tuple[tuple[str, ...], ...] = ()
    for told in _same_words(line.claims):
        voices = told[0].voices
        if voices != shown:
            name, shown = "     └ " + voices_of(told[0]), voices
        yield _indented(name), _said(told, words)
        name = ""


def _same_words(claims: Iterable[Told]) -> list[tuple[Told, ...]]:
    """Neighbouring claims of one voice that rest on the same words, together."""
    return [
        tuple(group) for _, group in groupby(claims, key=lambda t: (t.article.id, t.voices, t.claim.start, t.claim.end))
    ]


def _indented(name: str) -> Text:
    """The name, its further lines standing under its first letter."""
    indent = len(name) - len(name.lstrip(" └"))
    wrapped: list[str] = []
    line = ""
    for word in name.strip().split(" "):
        if line and indent + cell_len(f"{line} {word}") > SOURCE_WIDTH:
            wrapped.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    wrapped.append(line)
    lead = name[:indent]
    wrapped = [part.replace("\u00a0", " ") for part in wrapped]
    return Text(("\n" + " " * indent).join([lead + wrapped[0].lstrip("└ "), *wrapped[1:]]) if name else "")


def voices_of(told: Told) -> str:
    """ "Ushakov (Kremlin)": the innermost voice, those who pass it on in brackets."""
    *outer, inner = (" + ".join(link) for link in told.voices)
    return f"{inner} ({' < '.join(reversed(outer))})" if outer else inner


def _dated(name: str, article: Article, words: Words) -> str:
    if article.published is None:
        return f"{name}, {words.say('no_date')}"
    day = words.day(article.published, year=False).replace(" ", "\u00a0")  # a day is not broken over lines
    return f"{name}, {day}"


def _short(line: Line, words: Words) -> str:
    return words.say("digest_short", name=line.source.name) if line.source.rendition else line.source.name


def _names(answer: Answer, words: Words) -> dict[str, str]:
    """Source id -> its name for tight places; a digest is never a bare name."""
    return {
        source.id: words.say("digest_short", name=source.name) if source.rendition else source.name
        for source in answer.sources
    }


def _said(told: tuple[Told, ...], words: Words, *, who: bool = False) -> Text:
    """Details in front, then the words in quotes, then their offsets."""
    claim, quote = told[0].claim, told[0].quote
    details = dict.fromkeys(" · ".join(_details(each.claim, words)) for each in told)
    text = Text()
    if who:
        text.append(" / ".join(dict.fromkeys(_who(each, words) for each in told)) + "  ", "bold")
    if any(details):
        text.append(" / ".join(filter(None, details)) + "  ", "cyan")
    first, last = min(t.claim.trigger.start for t in told), max(t.claim.trigger.end for t in told)
    text.append(f"« {cut(quote, first - claim.start, last - claim.start)} »")
    text.append(f" [{claim.start}–{claim.end}]", "dim")
    stances = {(s.value, s.toward) for each in told for s in each.claim.stance if s.value is not StanceValue.NEUTRAL}
    for value, toward in sorted(stances):
        text.append(f"  {words.term(value.value)} {words.say('toward')} {toward}", "magenta")
    return text


def _who(told: Told, words: Words) -> str:
    """Who does what to whom, for a claim that stands outside an event."""
    acting, undergoing = (", ".join(side) for side in told.sides)
    return f"{acting}{f' → {undergoing}' if undergoing else ''} ({words.term(told.claim.type.value)})".strip()


def _details(claim: Claim, words: Words) -> Iterator[str]:
    if claim.mode:
        yield words.term(claim.mode)
    yield from (f"{quantity_of(q)}" for q in claim.quantities if q.measures == "duration")
    if claim.place:
        yield claim.place.name
    if claim.polarity is Polarity.DENIED:
        yield words.term("denied")
    elif claim.certainty is not Certainty.CERTAIN:
        yield words.term(claim.certainty.value)
    if claim.review != "clear":
        yield words.term("corrected" if claim.review.startswith("corrected") else "doubtful")


def quantity_of(quantity: Quantity) -> str:
    """ "1 h 25 min" for a duration in minutes, else the value with its unit."""
    about = "≈ " if quantity.approximate else ""
    if quantity.unit == "minute" and quantity.value >= 60:
        hours, minutes = divmod(round(quantity.value), 60)
        return about + (f"{hours} h {minutes} min" if minutes else f"{hours} h")
    return f"{about}{quantity.value:g} {quantity.unit}"


def cut(quote: str, start: int, end: int) -> str:
    """A long quote cut on both sides of the words from `start` to `end`, at spaces where there are some."""
    if cell_len(quote) <= QUOTE:
        return quote
    narrow = cell_len(quote) > 1.5 * len(quote)  # full-width script: half as many characters fill as many cells
    room = QUOTE // 2 if narrow else QUOTE
    left = max(0, min(start - (room - (end - start)) // 2, len(quote) - room))
    right = min(len(quote), left + room)
    if left and not narrow:
        left = quote.find(" ", left) + 1 or left
    if right < len(quote) and not narrow:
        right = quote.rfind(" ", left, right) if " " in quote[left:right] else right
    return ("… " if left else "") + quote[left:right].strip() + (" …" if right < len(quote) else "")


def _difference(difference: Difference, names: dict[str, str], words: Words, *, label: bool = True) -> RenderableType:
    values = (
        f"{words.term(value.value)} ({', '.join(dict.fromkeys(names.get(s, s) for s in value.sources))})"
        for value in difference.values
    )
    both = f"{words.say('one_gives_both')}: " if difference.within_one else ""
    sign = "" if difference.within_one else "≠ "
    text = Text(sign + (words.term(difference.attribute) + ": " if label else "") + both, style="yellow")
    return Padding(text.append(" · ".join(values)), (0, 0, 0, 3))


def _section(title: str, body: RenderableType) -> RenderableType:
    return Group(Rule(Text(title, style="bold"), align="left", style="dim"), body)


def _compact(events: Sequence[DayEvent], words: Words) -> RenderableType:
    """An event with its date, then a line a source with the first of its words."""
    table = _table()
    for event in events[:LISTED]:
        when = days_of(event.event.when, words)
        table.add_row(Text(""), Text(""))
        table.add_row(Text(f"   {when}" if when else "", style="cyan"), Text(event.label, style="bold"))
        for line in event.lines:
            name = _indented("   " + _dated(line.source.shown, line.article, words))
            if line.claims[0].voices:
                name.append("\n").append(_indented("     └ " + voices_of(line.claims[0])))
            table.add_row(name, _said(_same_words(line.claims)[0], words))
    _add_rest(table, len(events), words)
    return table


def _add_rest(table: Table, number: int, words: Words) -> None:
    if number > LISTED:
        table.add_row(Text(""), Text("… " + words.count("more", number - LISTED), style="dim"))


def _claims(told: Iterable[Told], words: Words, *, sources: bool = False) -> RenderableType:
    """Claims that stand outside an event, or source by source."""
    table = _table()
    previous = ""
    voices: tuple[tuple[str, ...], ...] = ()
    groups = _same_words(told)
    for group in groups[:LISTED] if sources else groups:
        item = group[0]
        name = "   " + _dated(item.source.shown, item.article, words) if sources else ""
        label = "" if name == previous else name
        if name != previous:
            voices = ()
        previous = name
        if item.voices:
            if label:
                table.add_row(_indented(label), Text(""))
            label = "" if item.voices == voices else "     └ " + voices_of(item)
        voices = item.voices
        table.add_row(_indented(label), _said(group, words, who=True))
    if sources:
        _add_rest(table, len(groups), words)
    return table


def days_of(when: When | None, words: Words) -> str:
    """A date as people write it, as precise as it is."""
    if when is None:
        return ""
    start, end = when.bounds
    if start is None or end is None:
        return f"{_day(start, words)} –" if start else f"– {_day(end, words)}" if end else ""
    if start == end:
        return words.day(start)
    month = words.month(start, end)
    return month or f"{_day(start, words)} – {_day(end, words)}"


def _day(day: date | None, words: Words) -> str:
    return words.day(day) if day else ""
