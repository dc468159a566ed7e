"""An answer as a person reads it in a terminal: event, then a line a source with its words, voices under it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from api.words import Words
from graph.answer import Answer, DayEvent, Line, Told
from graph.model import Article, Certainty, Claim, Difference, Polarity, Quantity, StanceValue
from graph.when import When

SOURCE_WIDTH = 32  # cells of the column of sources and voices
QUOTE = 200  # cells of a quote; longer ones are cut around the words that name the happening
LISTED = 12  # events of a longer period that are listed; the rest is counted


def show_answer(answer: Answer, console: Console) -> None:
    """Print an answer."""
    words = Words(answer.lang)
    width = console.width
    console.print(_head(answer, words, width))
    if answer.group == "source":
        for day in answer.by_source:
            console.print()
            console.print(Text(" " + day.source.shown, style="bold"))
            console.print(_claims(day.claims, words))
    else:
        for event in answer.events:
            console.print()
            console.print(_event(event, words, width))
    for contrast in answer.contrasts:
        console.print()
        console.print(Text(" " + words.say("same_day", name=contrast.name), style="bold"))
        console.print(_difference(contrast.difference, _names(answer), words, label=False))
    for key, events in (("planned", answer.planned), ("within", answer.within)):
        if events:
            console.print()
            console.print(_section(words.say(key), _compact(events, words)))
    if answer.undated:
        console.print()
        console.print(_section(words.say("undated"), _claims(answer.undated, words, sources=True)))
    if not (answer.events or answer.planned or answer.within or answer.undated):
        console.print(Text("\n " + words.say("nothing")))


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
    if event.outlets > 1:
        found = sorted({origin.name for origin in event.origins})
        text = words.count("outlets", event.outlets) + ", " + words.count("origins", len(found))
        below.append(Padding(Text(f"{text} ({', '.join(found)})", style="dim"), (0, 0, 0, 3)))
    return Group(_two_sides(Text(" " + event.label, style="bold"), Text(state, "dim"), width), table, *below)


def _table() -> Table:
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(width=SOURCE_WIDTH)
    table.add_column(ratio=1)
    return table


def _account(line: Line, words: Words) -> Iterator[tuple[Text, Text]]:
    """One row a claim: the source once, then its own words, then voice by voice."""
    first = _dated(line.source.shown, line.article, words)
    shown: tuple[tuple[str, ...], ...] | None = None
    yielded = False
    for told in line.claims:
        if told.voices and not yielded:
            yield Text("   " + first), Text("")
            yielded = True
        if told.voices:
            name = "" if told.voices == shown else "     └ " + voices_of(told)
        else:
            name = "" if yielded else "   " + first
        yielded, shown = True, told.voices
        yield _indented(name), _said(told.claim, told.quote, words)


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
    return Text(("\n" + " " * indent).join([lead + wrapped[0].lstrip("└ "), *wrapped[1:]]) if name else "")


def voices_of(told: Told) -> str:
    """ "Ushakov (Kremlin)": the innermost voice, those who pass it on in brackets."""
    *outer, inner = (" + ".join(link) for link in told.voices)
    return f"{inner} ({' < '.join(reversed(outer))})" if outer else inner


def _dated(name: str, article: Article, words: Words) -> str:
    if article.published is None:
        return f"{name}, {words.say('no_date')}"
    return f"{name}, {words.day(article.published, year=False)}"


def _short(line: Line, words: Words) -> str:
    return words.say("digest_short", name=line.source.name) if line.source.rendition else line.source.name


def _names(answer: Answer) -> dict[str, str]:
    return {source.id: words_short(source.name, source.rendition, answer.lang) for source in answer.sources}


def words_short(name: str, rendition: bool, lang: str) -> str:
    """A source's name for tight places; a digest is never a bare name."""
    return Words(lang).say("digest_short", name=name) if rendition else name


def _said(claim: Claim, quote: str, words: Words) -> Text:
    """Details in front, then the words in quotes, then their offsets."""
    details = list(_details(claim, words))
    text = Text(" · ".join(details) + "  " if details else "", style="cyan")
    text.append(f"« {cut(quote, claim.trigger.start - claim.start, claim.trigger.end - claim.start)} »", "default")
    text.append(f" [{claim.start}–{claim.end}]", "dim")
    for stance in claim.stance:
        if stance.value is not StanceValue.NEUTRAL:
            text.append(f"  {words.term(stance.value.value)} {words.say('toward')} {stance.toward}", "magenta")
    return text


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
        yield words.term("doubtful")


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
    text = Text("≠ " + (words.term(difference.attribute) + ": " if label else ""), style="yellow")
    return Padding(text.append(" · ".join(values)), (0, 0, 0, 3))


def _section(title: str, body: RenderableType) -> RenderableType:
    return Group(Rule(Text(title, style="bold"), align="left", style="dim"), body)


def _compact(events: Sequence[DayEvent], words: Words) -> RenderableType:
    """A line an event: what, when, and who tells it with which words."""
    table = _table()
    for event in events[:LISTED]:
        when = days_of(event.event.when, words)
        table.add_row(Text(""), Text(""))
        table.add_row(Text(f"   {when}" if when else "", style="cyan"), Text(event.label, style="bold"))
        for line in event.lines:
            told = line.claims[0]
            said = _said(told.claim, told.quote, words)
            name = "   " + _dated(line.source.shown, line.article, words)
            table.add_row(_indented(name), said)
            if told.voices:
                table.add_row(_indented("     └ " + voices_of(told)), Text(""))
    if len(events) > LISTED:
        table.add_row(Text(""), Text(""))
        table.add_row(Text(""), Text("… " + words.count("more", len(events) - LISTED), style="dim"))
    return table


def _claims(told: Iterable[Told], words: Words, *, sources: bool = False) -> RenderableType:
    table = _table()
    previous = ""
    for item in told:
        name = "   " + _dated(item.source.shown, item.article, words) if sources else ""
        label = "" if name == previous else name
        previous = name
        if item.voices:
            if label:
                table.add_row(_indented(label), Text(""))
            label = "     └ " + voices_of(item)
        table.add_row(_indented(label), _said(item.claim, item.quote, words))
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
