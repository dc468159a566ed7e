"""What a text says about itself: title, site, author, dates, agency, origin. Language data does the finding."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ingest.lang_data import LANGUAGES
from ingest.read.address import host_label
from ingest.read.rules import ReadingRules, reading_rules

_LINES = 12  # at each end in which a text speaks of itself
_END = 6_000  # characters at each end that hold those lines
_REACH = 600  # characters of a line that are looked at, from its outer end
_TITLE = 250  # characters of the longest title
_MOST_OF_IT = 0.6  # of a line that is a byline or the like, and not a sentence that begins as one
_LINK = re.compile(r"https?://\S+")
_ENDS_SENTENCE = re.compile(r"[.。;；:：,，…]$")
_RUBRIC = re.compile(r"[^.!?。！？\d]{2,60}")
_RUBRIC_PARTS = re.compile(r"\s*[,/|·•›»>、，｜]\s*")
_SENTENCE_START = r"(?:^|[.!?…—–|]\s+)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Clues:
    """What was found; None where the text does not say."""

    title: str | None = None
    site: str | None = None  # name of the site, where the first lines bear it
    publisher: str | None = None
    author: str | None = None
    origin: str | None = None
    agency: str | None = None  # canonical name of the agency that the text credits
    published: date | None = None
    modified: date | None = None
    day: tuple[int, int] | None = None  # (month, day) of a dateline that leaves the year out
    words: tuple[tuple[str, str], ...] = ()  # (what, the line's words), for what is dated

    def said(self, what: str) -> str:
        """The words behind a date."""
        return dict(self.words).get(what, "")


def furniture(line: str) -> str | None:
    """The name of the rule by which a stripped line is the site's own matter, in whichever of the languages; or None.

    Pages carry the furniture of their software, often in another language than the text.
    """
    if len(line) > _TITLE:
        return None
    for lang in LANGUAGES:
        if _any_furniture(lang).search(line):
            return next(rule.name for rule in reading_rules(lang).furniture if rule.pattern.search(line))
    return None


@lru_cache(maxsize=8)
def _any_furniture(lang: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{rule.pattern.pattern})" for rule in reading_rules(lang).furniture))


def is_about_the_text(line: str, lang: str) -> bool:
    """True for a short stripped line that speaks of the article itself: a byline, a date of publication, a credit."""
    if lang not in LANGUAGES or len(line) > _TITLE:
        return False
    matches = (rule.pattern.search(line) for rule in reading_rules(lang).clues)
    return any(match and match.end() > _MOST_OF_IT * len(line) for match in matches)


def find_clues(
    text: str,
    lang: str,
    knows_source: Callable[[str], bool] = lambda name: False,
    heading: tuple[str, ...] = (),
) -> Clues:
    """What the first and last lines of `text` say, by the rules of `lang`; nothing for a language without rules.

    `knows_source` tells whether a name is that of a known publisher. `heading` are lines that stood around the heading
    of the text's page. The first match of a kind counts: heading, head, tail.
    """
    if lang not in LANGUAGES:
        return Clues()
    rules = reading_rules(lang)
    head, tail = _ends(text)
    found: dict[str, str] = {}
    dates: dict[str, date] = {}
    words: dict[str, str] = {}
    for line in (*heading, *head):
        _read_line(rules, line, 0, min(len(line), _REACH), found, dates, words)
    for line in tail:
        _read_line(rules, line, max(0, len(line) - _REACH), len(line), found, dates, words)
    title, site = _title_and_site(head, lang, knows_source)
    link = tail[-1] if tail and _LINK.fullmatch(tail[-1]) else None
    teller = _teller(title, rules) if title and link else None
    return Clues(
        title=title,
        site=site,
        publisher=_unquoted(found.get("publisher")),
        author=found.get("author") or teller,
        origin=_origin(found.get("origin"), teller, link),
        agency=rules.agencies.get(found.get("agency", "")),
        published=dates.get("published"),
        modified=dates.get("modified"),
        day=rules.to_day(found["day"]) if "day" in found else None,
        words=tuple(words.items()),
    )


def agency_of(author: str | None) -> str | None:
    """The canonical name of the agency that stands where an author's name should; None for anybody else."""
    if author is None:
        return None
    known = (reading_rules(lang).agencies.get(author.strip()) for lang in LANGUAGES)
    return next((agency for agency in known if agency), None)


def _ends(text: str) -> tuple[list[str], list[str]]:
    """The first and the last lines that are not blank, stripped. A line cut by the limit is marked by an ellipsis."""
    head, tail = text[:_END], text[-_END:]
    first = [stripped for line in head.split("\n") if (stripped := line.strip())]
    last = [stripped for line in tail.split("\n") if (stripped := line.strip())]
    if len(text) > _END and last:
        last[0] = "…" + last[0]
    return first[:_LINES], last[-_LINES:]


def _read_line(
    rules: ReadingRules,
    line: str,
    start: int,
    end: int,
    found: dict[str, str],
    dates: dict[str, date],
    words: dict[str, str],
) -> None:
    """Add to `found` what the line says and nothing said before."""
    at_head = start == 0
    for rule in rules.clues:
        if not (rule.head if at_head else rule.tail) and not (rule.tail and len(line) <= _REACH):
            continue
        match = rule.pattern.search(line, start, end)
        if match is None or (match.end() == end < len(line)):
            continue
        for group, value in rule.groups(match).items():
            if group == "date":
                day = rules.to_date(value)
                if day and rule.dates and rule.dates not in dates:
                    dates[rule.dates] = day
                    words[rule.dates] = match[0].strip()[:80]
            elif group not in found:
                found[group] = value
                words.setdefault(group, match[0].strip()[:80])


def _is_headline(line: str) -> bool:
    return len(line) <= _TITLE and not _ENDS_SENTENCE.search(line) and not _LINK.search(line)


def _is_rubric(line: str) -> bool:
    """ "Chine, Russie", "Accueil › Monde": a few short names in a row."""
    parts = _RUBRIC_PARTS.split(line)
    return bool(_RUBRIC.fullmatch(line)) and 2 <= len(parts) <= 5 and all(_is_name(part) for part in parts)


def _is_name(part: str) -> bool:
    return 0 < len(part.split()) <= 3 and not part[0].islower()


def _title_and_site(head: list[str], lang: str, knows_source: Callable[[str], bool]) -> tuple[str | None, str | None]:
    """Title and name of the site out of the lines before the first sentence of the text."""
    heads: list[str] = []
    for line in head:
        if furniture(line) or is_about_the_text(line, lang):
            continue
        if not _is_headline(line):
            break
        heads.append(line.lstrip("#").strip())
    else:
        if len(heads) < 2:  # nothing follows: it is the text itself
            return None, None
    if not heads:
        return None, None
    site = None
    if len(heads) > 1 and (knows_source(heads[0]) or (len(heads) > 2 and _is_rubric(heads[1]))):
        site, heads = heads[0], heads[1:]
    if len(heads) > 1 and (_is_rubric(heads[0]) or (_is_short(heads[0]) and not _is_short(heads[1]))):
        heads = heads[1:]
    return heads[0], site


def _is_short(line: str) -> bool:
    """ "Monde", "国际": the name of a section rather than a title."""
    return len(line.split()) == 1 and len(line) <= (4 if line > "\u2e80" else 20)


@lru_cache(maxsize=8)
def _teller_pattern(lang: str) -> re.Pattern[str]:
    from ingest.lang_data import load

    return re.compile(f'{_SENTENCE_START}(?P<name>{load(lang, "reading")["forms"]["name"]})\\s?[:：](?!\\s*[«“"„「])')


def _teller(title: str, rules: ReadingRules) -> str | None:
    """Whose text a title announces: "The bridge is open. Ann Lee: a trip to Heihe"."""
    match = _teller_pattern(rules.lang).search(title)
    return match["name"] if match else None


def _origin(named: str | None, teller: str | None, link: str | None) -> str | None:
    if named and _LINK.match(named):
        named, link = None, link or named
    if named:
        return _unquoted(named)
    outlet = host_label(link) if link else None
    return f"{teller} ({outlet})" if teller and outlet else outlet


def _unquoted(name: str | None) -> str | None:
    return name.strip('«»“”"《》 ') or None if name else None
