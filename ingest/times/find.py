"""Find: where a text speaks of time, by the rules of its language. What it means is worked out by `resolve`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import zip_longest
from re import Match

from graph.model import Tense
from graph.when import Kind
from ingest.times.data import Language, Rule, Value, language

SENTENCE_REACH = 240  # code points to each side in which the tense of a clause is looked for
WORD_REACH = 28  # code points before an expression in which its preposition stands
NEEDS_TENSE = frozenset({"date", "days", "weekday", "clock", "feast", "shift", "portion", "months"})
RANGED = frozenset({"date", "weekday", "clock", "bare", "feast", "shift"})
REACH_OF_LINK = 24
CLAUSE = 60  # code points that the border of a clause counts for
ZEROES = {ord(digit): "0" for digit in "123456789"}
STOPS = ".!?;\n。！？；"


class Link(StrEnum):
    """How an expression and the next one make up a range."""

    FROM = "from"  # "du 5 au 7 mai"
    BETWEEN = "between"  # "entre mars et mai": on some day of it
    DASH = "dash"  # "20–22 марта"


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """An expression of time as it stands in the text. Offsets are code points."""

    start: int
    end: int
    text: str
    rule: str
    read: str  # how `resolve` reads it
    values: Mapping[str, Value] = field(default_factory=dict)
    kind: Kind | None = None  # from the words before it: since, until
    mod: str | None = None  # TIMEX3 mod, from the words before it
    tense: Tense | None = None  # of its clause
    link: Link | None = None  # to the next one
    parts: tuple[tuple[int, int], ...] = ()  # of a range in one piece: its two ends
    shares: bool = False  # its month, year or unit may stand in the next one


_WORD_BEFORE = re.compile(r"(\w+) $")
_NAME_AFTER = re.compile(r" [A-ZÀ-ÖА-Я][a-zà-öа-я]")
_STOP = re.compile(r"[!?;\n。！？；]|(?<!\b\w)\.(?!\w)")
_FIGURES_GO_ON = re.compile(r"[.,]?\d")


def fold(text: str) -> str:
    """The text in lower case, code point by code point, with apostrophes, hyphens and spaces made plain."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    for mark, plain in (
        ("\u2019", "'"),
        ("\u02bc", "'"),
        ("\xa0", " "),
        ("\u202f", " "),
        ("\u2009", " "),
        ("\u2011", "-"),
        ("\u2010", "-"),
        ("ё", "е"),
    ):
        if mark in low:
            low = low.replace(mark, plain)
    if any(mark in low for mark in "０１２３４５６７８９"):
        low = low.translate({0xFF10 + digit: str(digit) for digit in range(10)})
    return low


def find(text: str, lang: str) -> tuple[Found, ...]:
    """Every expression of time in the text, in order and without overlap.

    `lang` is a two-letter code with language data. Linear in the length of the text. Raises LanguageDataError where
    the language has none.
    """
    rules = language(lang)
    low = rules.overlong.sub(lambda row: " " * len(row[0]), fold(text).translate(rules.script))
    found: list[Found] = []
    at = 0
    for trigger in rules.trigger.finditer(low):
        start = trigger.start()
        if start < at:
            continue
        head = trigger[1]
        bucket = rules.buckets.get(head) or rules.buckets[head.translate(ZEROES)]
        best = _longest(rules, bucket, low, text, start)
        if best is None:
            continue
        rule, match = best
        at = match.end()
        if rule.read != "none" and not (
            rule.read == "duration" and rules.around["age"].search(low, max(0, start - WORD_REACH), start)
        ):
            found.append(_found(rules, low, text, rule, match))
    return tuple(_linked(rules, low, found))


def _longest(
    rules: Language, bucket: tuple[Rule, ...], low: str, text: str, start: int
) -> tuple[Rule, Match[str]] | None:
    """The rule that matches most at `start`, the first of equals."""
    best: tuple[Rule, Match[str]] | None = None
    for rule in bucket:
        match = rule.pattern.match(low, start)
        if match is None or (best is not None and match.end() <= best[1].end()):
            continue
        end = match.end()
        if low[end - 1].isdigit() and _FIGURES_GO_ON.match(low, end):
            continue
        if rule.unnamed and _in_a_name(rules, low, text, start, end):
            continue
        if any(match[group] and not text[match.start(group)].isupper() for group in rule.capital):
            continue
        best = rule, match
    return best


def _in_a_name(rules: Language, low: str, text: str, start: int, end: int) -> bool:
    """Whether a capitalised word before it in the sentence, or after it at its beginning, makes it part of a name:
    "Made in China 2025", "Theresa May", "April Zhao"."""
    if rules.around["name"].search(low, max(0, start - WORD_REACH), start):
        return True
    before = _WORD_BEFORE.search(text, max(0, start - WORD_REACH), start)
    if before is not None:
        opening = text[: before.start()].rstrip(" ")[-1:] if before.start() else ""
        return before[1][0].isupper() and opening != "" and opening not in STOPS + ":" and not before[1].isupper()
    return text[start].isupper() and bool(_NAME_AFTER.match(text, end))


def _found(rules: Language, low: str, text: str, rule: Rule, match: Match[str]) -> Found:
    """The match of a rule with its values and what stands around it."""
    values: dict[str, Value] = dict(rule.give)
    for group, table in rule.groups:
        words = match[group]
        if words is not None:
            if group in ("a", "b", "words"):
                continue
            name = group.partition("__")[0]  # several groups of one rule may give one value: m, m__2
            value = rules.value(table or name, words)
            if value is None and not table:
                value = words
            if value is not None:
                values[name] = value
    start, end = match.span("words") if match.re.groupindex.get("words") and match["words"] else match.span()
    kind, mod = _around(rules, low, (match.start(), end), values)
    return Found(
        start=start,
        end=end,
        text=text[start:end],
        rule=rule.name,
        read=rule.read,
        values=values,
        kind=kind,
        mod=mod,
        parts=(match.span("a"), match.span("b")) if match.re.groupindex.get("a") and match["a"] else (),
        tense=_tense(rules, low, match.start(), end) if rule.read in NEEDS_TENSE else None,
    )


def _around(
    rules: Language, low: str, span: tuple[int, int], values: dict[str, Value]
) -> tuple[Kind | None, str | None]:
    """The kind and TIMEX3 mod that the rule, or the words before it, give."""
    start, end = span
    kind, mod = values.pop("kind", None), values.pop("mod", None)
    reach = max(0, start - WORD_REACH)
    for name in ("since", "until"):
        if kind is None and (
            rules.around[name].search(low, reach, start) or rules.around[f"{name}_after"].match(low, end)
        ):
            kind = name
    if mod is None and rules.around["approx"].search(low, reach, start):
        mod = "APPROX"
    return (Kind(str(kind)) if kind else None), (str(mod) if mod else None)


def _tense(rules: Language, low: str, start: int, end: int) -> Tense | None:
    """The tense of the clause: that of the nearest cue in the sentence; a comma between counts as distance."""
    first, last = max(0, start - SENTENCE_REACH), min(len(low), end + SENTENCE_REACH)
    for stop in _STOP.finditer(low, first, start):
        first = stop.end()
    ending = _STOP.search(low, end, last)
    last = ending.start() if ending else last
    beside = rules.tense["past_beside"].search(low, max(first, start - WORD_REACH), start)
    best: tuple[int, Tense] | None = (1, Tense.PAST) if beside else None
    for tense in Tense:
        for cue in rules.tense[tense.value].finditer(low, first, last):
            if cue.end() <= start:
                gap = start - cue.end() + CLAUSE * len(rules.tense["boundary"].findall(low, cue.end(), start))
            elif cue.start() >= end:
                gap = cue.start() - end + CLAUSE * len(rules.tense["boundary"].findall(low, end, cue.start())) + 3
            else:
                continue
            if best is None or gap < best[0] or (gap == best[0] and tense is Tense.FUTURE):
                best = gap, tense
    return best[1] if best else None


def _linked(rules: Language, low: str, found: list[Found]) -> list[Found]:
    """Mark neighbours that make up a range or share a month, year or unit; drop bare numbers that share nothing."""
    linked: list[Found] = []
    for one, after in zip_longest(found, found[1:]):
        near = after is not None and after.start - one.end <= REACH_OF_LINK
        link = _link(rules, low, one, after) if near else None
        shares = near and (link is not None or bool(rules.ranges["share"].fullmatch(low, one.end, after.start)))
        if one.read != "bare" or shares:
            linked.append(replace(one, link=link, shares=shares) if shares else one)
    return linked


def _link(rules: Language, low: str, one: Found, after: Found) -> Link | None:
    """The kind of range two neighbours make, if any."""
    if one.read not in RANGED or after.read not in RANGED:
        return None
    if rules.ranges["dash"].fullmatch(low, one.end, after.start):
        return Link.DASH
    before = max(0, one.start - WORD_REACH)
    for link in (Link.BETWEEN, Link.FROM):
        if rules.ranges[f"{link.value}_join"].fullmatch(low, one.end, after.start) and rules.ranges[
            f"{link.value}_open"
        ].search(low, before, one.start):
            return link
    return None
