"""The time rules of a language: read from its `times.toml`, checked, compiled once.

A rule is a name, a pattern, what to read from it and with which values, and examples. In a pattern `{month}` stands
for any word of the table or class `month`, `{month:m}` gives the value of the word that was met the name `m`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graph.errors import LanguageDataError
from ingest.lang_data import load
from ingest.times.first import WIDTH, WIDTH_OF_SIGNS, beginnings
from ingest.times.numbers import number
from ingest.words import script_of

Value = int | str
LONGEST_NUMBER = 20  # signs

KEYS = {"words", "number_join", "classes", "tables", "numbers", "around", "tense", "range", "rule"}
RULE_KEYS = {"name", "pattern", "read", "give", "capital", "unnamed", "examples", "loose"}
READS = {
    "date",
    "days",
    "weekday",
    "shift",
    "span",
    "rest",
    "duration",
    "set",
    "ref",
    "clock",
    "feast",
    "decade",
    "century",
    "years",
    "months",
    "nth",
    "portion",
    "bare",
    "none",
}
_PLACE = re.compile(r"\{([a-z][a-z_0-9]*)(?::([a-z_0-9]+))?\}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A compiled rule. `read` none keeps what it matches out."""

    name: str
    pattern: re.Pattern[str]
    read: str
    give: Mapping[str, Value]
    groups: tuple[tuple[str, str], ...]  # (group, table or class)
    capital: tuple[str, ...]  # groups that must begin with a capital in the text
    unnamed: bool  # not where a capitalised word beside it makes it part of a name
    examples: tuple[tuple[str, str, str], ...]  # text, words, TIMEX3 value as of Wednesday 4 February 2026


@dataclass(frozen=True, kw_only=True, slots=True)
class Language:
    """All time rules of one language."""

    lang: str
    rules: tuple[Rule, ...]
    trigger: re.Pattern[str]  # empty matches where some rule may begin; group 1 is the beginning
    buckets: Mapping[str, tuple[Rule, ...]]  # beginning, digits as "0" -> rules
    tables: Mapping[str, Mapping[str, Value]]  # table -> word -> value
    numbers: Mapping[str, int]
    around: Mapping[str, re.Pattern[str]]
    tense: Mapping[str, re.Pattern[str]]
    ranges: Mapping[str, re.Pattern[str]]
    overlong: re.Pattern[str]  # rows of number words that are no number, so long that trying them would take minutes
    script: Mapping[int, str]  # characters of another script with those that the rules are written in
    merge_words: bool  # whether "from A to B" is one expression rather than two

    def value(self, kind: str, words: str) -> Value | None:
        """What a word of a table, or a number of a class, stands for."""
        table = self.tables.get(kind)
        return table.get(words) if table is not None else number(words, self.numbers)


@lru_cache(maxsize=8)
def language(lang: str) -> Language:
    """The compiled rules of a language. Raises LanguageDataError where its data break the schema."""
    return compiled(lang, load(lang, "times"))


def compiled(lang: str, data: Mapping[str, Any]) -> Language:
    """Check and compile the table of one `times.toml`. Raises LanguageDataError naming the file and the fault."""
    where = f"ingest/lang/{lang}/times.toml"
    _same_keys(where, set(data), KEYS)
    tables = {name: _by_word(where, name, rows) for name, rows in data["tables"].items()}
    numbers = _by_word(where, "numbers", data["numbers"])
    bounds = ("(?<!\\w)", "(?!\\w)") if data["words"] else ("", "")
    vocabulary = {name: alternatives(words) for name, words in tables.items()}
    single = alternatives(numbers)
    vocabulary["cardinal"] = f"(?:{single})(?:{data['number_join']}(?:{single})){{0,5}}"
    vocabulary |= data["classes"]

    def spelled(pattern: str) -> str:
        """The pattern with its places filled in, classes of classes too."""
        for _ in range(4):
            pattern = _PLACE.sub(lambda place: _filled(where, vocabulary, place), pattern)
        return pattern

    rules = tuple(_rule(where, row, spelled, tables, bounds) for row in data["rule"])
    names = [rule.name for rule in rules]
    if len(names) != len(set(names)):
        raise LanguageDataError(f"{where}: rule names occur twice: {sorted({n for n in names if names.count(n) > 1})}")
    trigger, buckets = _index(rules, [spelled(row["pattern"]) for row in data["rule"]], bool(data["words"]))
    return Language(
        lang=lang,
        rules=rules,
        trigger=trigger,
        buckets=buckets,
        tables=tables,
        numbers={word: int(value) for word, value in (numbers | tables["article"]).items()},
        around={key: re.compile(spelled(pattern)) for key, pattern in data["around"].items()},
        tense={key: re.compile(spelled(pattern)) for key, pattern in data["tense"].items()},
        ranges={key: re.compile(spelled(pattern)) for key, pattern in data["range"].items() if key != "merge"},
        overlong=_overlong(numbers, bool(data["words"])),
        script=script_of(lang),
        merge_words=bool(data["range"]["merge"]),
    )


def _overlong(numbers: Mapping[str, Value], words: bool) -> re.Pattern[str]:
    """More signs of number in a row than any number has; with words between spaces nothing of the kind is a word."""
    signs = "".join(sorted({sign for word in numbers for sign in word if not sign.isascii()}))
    return re.compile("(?!)") if words or not signs else re.compile(f"[{re.escape(signs)}]{{{LONGEST_NUMBER + 1},}}")


def _same_keys(where: str, found: set[str], known: set[str]) -> None:
    if found - known:
        raise LanguageDataError(f"{where}: unknown key {sorted(found - known)}; known are {sorted(known)}")
    if known - found:
        raise LanguageDataError(f"{where}: key {sorted(known - found)} is missing")


def _by_word(where: str, name: str, rows: Mapping[str, Any]) -> dict[str, Value]:
    """Turn value -> words into word -> value, values of digits as numbers."""
    turned: dict[str, Value] = {}
    for key, words in rows.items():
        value: Value = int(key) if re.fullmatch(r"-?\d+", key) else key
        for word in words:
            if turned.setdefault(word, value) != value:
                raise LanguageDataError(f"{where}: {name}: {word!r} stands for both {turned[word]!r} and {value!r}")
    return turned


def _filled(where: str, vocabulary: Mapping[str, str], place: re.Match[str]) -> str:
    name, group = place.groups()
    if name not in vocabulary:
        raise LanguageDataError(f"{where}: no table or class {name!r}; known are {', '.join(sorted(vocabulary))}")
    return f"(?P<{group}>{vocabulary[name]})" if group else f"(?:{vocabulary[name]})"


def _rule(
    where: str,
    row: Mapping[str, Any],
    spelled: Callable[[str], str],
    tables: Mapping[str, Mapping[str, Value]],
    bounds: tuple[str, str],
) -> Rule:
    """One row of the data as a rule."""
    name = row.get("name", "?")
    if set(row) - RULE_KEYS or not {"name", "pattern", "read", "examples"} <= set(row):
        raise LanguageDataError(f"{where}: rule {name}: needs name, pattern, read, examples; knows {sorted(RULE_KEYS)}")
    if row["read"] not in READS:
        raise LanguageDataError(f"{where}: rule {name}: cannot read {row['read']!r}; known are {sorted(READS)}")
    if not row["examples"] or any(len(example) != 3 for example in row["examples"]):
        raise LanguageDataError(f"{where}: rule {name}: give examples, each a text, the words, and their value")
    try:
        pattern = re.compile(f"(?:{spelled(row['pattern'])})" + ("" if row.get("loose") else bounds[1]))
    except re.error as error:
        raise LanguageDataError(f"{where}: rule {name}: {error}") from error
    kinds = {place[2]: place[1] for place in _PLACE.finditer(row["pattern"]) if place[2]}
    capital = tuple(row.get("capital", ()))
    if set(capital) - set(pattern.groupindex):
        raise LanguageDataError(f"{where}: rule {name}: capital names no group of the pattern")
    return Rule(
        name=f"{where.split('/')[-2]}.{name}",
        pattern=pattern,
        read=row["read"],
        give=dict(row.get("give", {})),
        groups=tuple((group, kinds.get(group, "")) for group in pattern.groupindex),
        capital=capital,
        unnamed=bool(row.get("unnamed")),
        examples=tuple((e[0], e[1], e[2]) for e in row["examples"]),
    )


def _index(
    rules: tuple[Rule, ...], patterns: list[str], words: bool
) -> tuple[re.Pattern[str], dict[str, tuple[Rule, ...]]]:
    """A pattern for where some rule may begin, and the rules to try after each beginning."""
    width = WIDTH if words else WIDTH_OF_SIGNS
    heads = [beginnings(pattern, width) for pattern in patterns]
    every = sorted(set().union(*heads))
    buckets = {
        head: tuple(
            rule for rule, own in zip(rules, heads, strict=True) if any(head[: i + 1] in own for i in range(WIDTH))
        )
        for head in every
    }
    starts = alternatives(every).replace("0", "[0-9]")
    guard = r"(?<![\w])(?<!\d[.,])" if words else r"(?<!\d)(?<!\d[.,])"
    return re.compile(f"{guard}(?=({starts}))"), buckets


def alternatives(words: Iterable[str]) -> str:
    """A pattern that matches the longest of the words, as a tree of letters: it is tried letter by letter, not word
    by word."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}

    def spell(node: dict[str, Any]) -> str:
        branches = [re.escape(char) + spell(after) for char, after in sorted(node.items()) if char]
        if not branches:
            return ""
        body = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
        return body + "?" if "" in node else body

    return spell(root)
