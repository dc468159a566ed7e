"""What the commands show, as tables for a terminal."""

from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from graph.jsonform import Json
from graph.model import Article, Claim, Extraction, TimeMention
from graph.when import When


def _table(*heads: str, ratios: tuple[int, ...] = ()) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", expand=True)
    for index, head in enumerate(heads):
        table.add_column(head, ratio=ratios[index] if ratios else None, overflow="fold")
    return table


def plain_table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> RenderableType:
    """Rows of words under these heads."""
    table = _table(*heads)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def days(when: When | None) -> str:
    """ "2026-02-04", "2026-01 within", or nothing."""
    if when is None:
        return "–"
    return when.edtf if when.is_day else f"{when.edtf} {when.kind.value}"


def times_table(mentions: Iterable[TimeMention]) -> RenderableType:
    """A row a time expression."""
    table = _table("words", "type", "value", "days", "rule", "at", ratios=(6, 2, 3, 5, 4, 3))
    for m in mentions:
        shown = " or ".join(days(c) for c in m.candidates) or days(m.when)
        value = m.value + (f" {m.mod}" if m.mod else "")
        table.add_row(
            Text(m.text, "bold"), m.type, value, shown, Text(m.rule, "dim"), Text(f"{m.start}–{m.end}", "dim")
        )
    return table


def articles_table(articles: Iterable[Article]) -> RenderableType:
    """A row an article."""
    table = _table("article", "published", "source", "title", ratios=(4, 3, 4, 8))
    for article in articles:
        published = f"{article.published or '–'} ({article.published_basis.value})"
        source = ("digest after " if article.rendition else "") + (article.publisher or "unknown source")
        table.add_row(Text(article.id, "dim"), published, source, article.title or "–")
    return table


def extraction_table(extraction: Extraction) -> RenderableType:
    """An article's head, its time expressions, its claims."""
    article = extraction.article
    source = ("own-words digest after " if article.rendition else "") + (article.publisher or "unknown source")
    head = Text.assemble(
        (article.title or article.given_id or article.id, "bold"),
        f"\n{source} · {article.lang} · published {article.published or '–'} ({article.published_basis.value})",
        ("\n" + "; ".join(article.published_reasons) if article.published_reasons else "", "dim"),
        f"\n{len(extraction.times)} time expressions, {len(extraction.claims)} claims\n",
    )
    table = _table("what", "who", "when", "voice", "words", ratios=(3, 5, 3, 3, 9))
    for claim in extraction.claims:
        table.add_row(*_claim_row(claim, article.text))
    stances = ", ".join(f"{s.value.value} toward {s.toward}" for s in extraction.stances)
    return Group(head, table, Text(f"\nown stance: {stances}" if stances else ""))


def _claim_row(claim: Claim, text: str) -> tuple[Text, ...]:
    what = Text.assemble(claim.type.value, (f"\n{claim.mode or claim.family.value}", "dim"))
    what.append(
        f"\n{claim.status.value}" + ("" if claim.review == "clear" else f", {claim.review.partition(':')[0]}"), "dim"
    )
    who = Text("\n").join(Text.assemble(a.name, (f" {a.role.value}", "dim")) for a in claim.actors)
    when = Text.assemble(days(claim.when), (f"\n{claim.when.basis.value}" if claim.when else "", "dim"))
    voice = Text(" < ".join(" + ".join(v.name for v in link) for link in reversed(claim.attribution)))
    words = Text.assemble("« ", *_marked(text, claim), " »", (f" [{claim.start}–{claim.end}]", "dim"))
    return what, who, when, voice, words


def _marked(text: str, claim: Claim) -> tuple[Any, ...]:
    """The claim's sentence with the words that name the happening in bold; long ones are cut."""
    start, end = claim.trigger.start, claim.trigger.end
    left = max(claim.start, start - 110)
    right = min(claim.end, end + 110)
    before, after = (" ".join(part.split()) for part in (text[left:start], text[end:right]))
    space = " " if text[start - 1 : start].isspace() else ""
    space_after = " " if text[end : end + 1].isspace() else ""
    return (
        ("… " if left > claim.start else "") + before + space,
        (text[start:end], "bold"),
        space_after + after + (" …" if right < claim.end else ""),
    )


def explanation_table(found: dict[str, Any]) -> RenderableType:
    """What `explain` found out, as lines."""
    claim, article = found["claim"], found["article"]
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", width=12)
    table.add_column()
    before, words, after = found["context"]
    table.add_row("claim", claim["id"])
    table.add_row("article", f"{article['title'] or '–'} ({found['shown']}, {article['published'] or 'no date'})")
    table.add_row("words", Text.assemble((before, "dim"), (words, "bold"), (after, "dim")))
    table.add_row("at", f"{claim['start']}–{claim['end']}, named by « {claim['trigger']['text']} »")
    table.add_row("type", f"{claim['type']}, {claim['family']}" + (f", {claim['mode']}" if claim["mode"] else ""))
    table.add_row("who", ", ".join(f"{a['name']} ({a['role']})" for a in claim["actors"]) or "–")
    dated = f"{claim['edtf']} {claim['kind']}, {claim['date_basis']}" if claim["kind"] else "–"
    table.add_row("when", dated + (f", from « {claim['date_words']} »" if claim["date_words"] else ""))
    chain = " > ".join(" + ".join(v["name"] for v in link) for link in claim["attribution"])
    table.add_row("voices", chain or "the publisher's own")
    table.add_row("status", f"{claim['status']} ({claim['certainty']}, {claim['polarity']}, {claim['tense']})")
    table.add_row("review", claim["review"])
    table.add_row("rules", ", ".join(claim["rules"]) or "–")
    if found["event"]:
        table.add_row("event", f"{found['event']['id']}: {found['event']['label']}")
        for join in found["joins"]:
            reasons = "; ".join(join["reasons"])
            table.add_row("joined", f"to {join['to']} at {join['score']:.2f}: {reasons}")
    return table


def reply_lines(reply: Json) -> Iterator[str]:
    """What was understood of a question, what was not, and, where no day was asked for, the events found."""
    understood = reply["understood"]
    if understood["date"]:
        yield f"date: {understood['date']['edtf']}"
    for key in ("actors", "sources", "voices", "places"):
        joint = " and " if key == "actors" and understood["all_of_the_actors"] else " or "
        if understood[key]:
            yield f"{key}: " + joint.join(thing["name"] for thing in understood[key])
    if understood["types"]:
        yield f"kinds: {', '.join(understood['types'])} ({', '.join(understood['families'])})"
    for missed in reply["missed"]:
        yield f"not understood: {missed['words']} ({missed['why']})"
    asked = reply["same_as"]
    yield f"address: {asked}" if asked else "no answer: see what was not understood"
    for event in reply["events"] or ():
        when = event["when"]["edtf"] if event["when"] else "undated"
        yield f"{when}  {event['id']}  {event['label']}"
    if reply["more"]:
        yield "there are more; ask for a day or a month"
