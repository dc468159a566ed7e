"""Erasing: what is taken out of the record for good, to the last trace of its words. Tombstones bear ids and times."""

import json
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import quote

from graph.curation import Entry, MergeActors, deed_from_json, entry_to_json, sign, works_of
from graph.errors import NotFoundError
from graph.jsonform import Json
from graph.model import Article, Participant, Voice, digest
from graph.record.articles import compact
from graph.record.copies import Copies
from graph.record.ledgers import COLLECTION, CURATION

MARK = "█"  # stands for each character that was erased, so that all others stay where they are
ERASURES = "erasures"  # how often anything was erased: a projection that has seen fewer is made anew


class Erasing(Copies):
    """Articles and names out, for good."""

    def tombstones(self) -> Iterator[tuple[str, datetime]]:
        """(article id, when it was erased), the latest first."""
        rows = self.db.execute("SELECT id, at FROM tombstone ORDER BY at DESC, id")
        yield from ((id, datetime.fromisoformat(at)) for id, at in rows)

    def bury(self, articles: Iterable[Article], at: datetime) -> None:
        """Take articles out for good, with what the ledgers say in their words. Part of a transaction of the
        caller's; `sweep` follows it, and events are to be derived anew."""
        gone = list(articles)
        for article in gone:
            self.delete(article.id)
            moment = at.isoformat(timespec="seconds")
            self.db.execute("INSERT OR IGNORE INTO tombstone VALUES (?, ?)", (article.id, moment))
        places = {article.id for article in gone} | {article.work for article in gone}
        self._rewrite_ledger(lambda value: _without_passages(value, places))
        names = {name for a in gone for name in (a.given_id, a.url, a.title) if name}
        self._blank_collection({article.id for article in gone}, names)
        self.set_meta(ERASURES, str(int(self.meta(ERASURES, "0")) + 1))

    def redact_ledgers(self, pattern: re.Pattern[str]) -> None:
        """Take words out of all that the ledgers say. Part of a transaction of the caller's."""
        self._rewrite_ledger(lambda value: redacted_json(value, pattern))
        sql = "SELECT seq, body FROM ledger WHERE name = ?"
        for seq, body in self.db.execute(sql, (COLLECTION,)).fetchall():
            clean = compact(redacted_json(json.loads(body), pattern))
            if clean != body:
                self.db.execute("UPDATE ledger SET body = ? WHERE seq = ?", (clean, seq))

    def articles_with(self, pattern: re.Pattern[str]) -> Iterator[Article]:
        """Articles, of whatever version, whose text or particulars hold such words. Reads them all."""
        rows = self.db.execute("SELECT id FROM article JOIN body ON article = seq ORDER BY id").fetchall()
        for (id,) in rows:
            article = self.article(id)
            told = (article.text, article.title, article.author, article.url, article.publisher, article.origin)
            if any(words and pattern.search(words) for words in (*told, article.given_id)):
                yield article

    def sweep(self) -> bool:
        """Let no erased words linger in the word index or in the write-ahead log; free pages are overwritten as they
        come (`secure_delete`). False where another process reads for too long: then it is to be done again."""
        try:
            self.db.execute("INSERT INTO word (word) VALUES ('optimize')")  # deleted words go as segments are merged
            busy, _, _ = self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                return False
            raise self._refusal(error) from error
        return not busy

    def _rewrite_ledger(self, clean: Callable[[Json], Json]) -> None:
        """Sign anew the entries that hold what goes; undos of them follow their new ids."""
        renamed: dict[str, str] = {}
        for entry in self.entries():
            value = entry_to_json(entry)
            if value.get("entry") in renamed:
                value["entry"] = renamed[value["entry"]]
            value = clean(value)
            fields = {key: part for key, part in value.items() if key not in ("id", "at", "who", "why", "do")}
            again = sign(deed_from_json(type(entry.deed), fields), who=value["who"], why=value["why"], at=entry.at)
            if again.id != entry.id:
                renamed[entry.id] = again.id
                deed = again.deed
                everywhere = (deed.gone, deed.kept) if isinstance(deed, MergeActors) else ()
                self.mark_unreplayed({*works_of(deed), *(w for actor in everywhere for w in self.works_naming(actor))})
                self._replace_entry(entry, again)

    def _replace_entry(self, entry: Entry, again: Entry) -> None:
        before, after = entry_to_json(entry), entry_to_json(again)
        sums = [
            digest(json.dumps([id, body], ensure_ascii=False, sort_keys=True), size=32)
            for id, body in ((entry.id, before), (again.id, after))
        ]
        self.db.execute(
            "UPDATE ledger SET subject = ?, body = ? WHERE name = ? AND subject = ?",
            (again.id, compact(after), CURATION, entry.id),
        )
        self._shift(CURATION, minus=sums[0], plus=sums[1])
        self.db.execute("UPDATE OR IGNORE anchored SET entry = ? WHERE entry = ?", (again.id, entry.id))
        self.changed("entry:" + entry.id)
        self.changed("entry:" + again.id)

    def _blank_collection(self, ids: set[str], names: set[str]) -> None:
        sql = "SELECT seq, body FROM ledger WHERE name = ?"
        for seq, body in self.db.execute(sql, (COLLECTION,)).fetchall():
            value = json.loads(body)
            if value.get("article") in ids or value.get("where") in names:
                blank = {**value, "where": "erased", **({"reason": "erased"} if "reason" in value else {})}
                self.db.execute("UPDATE ledger SET body = ? WHERE seq = ?", (compact(blank), seq))

    def names_of(self, actor: str) -> tuple[str, ...]:
        """The words by which current and older articles name an actor whom the registry does not know, sorted.

        Raises NotFoundError where none does.
        """
        sql = "SELECT DISTINCT name FROM local_actor WHERE id = ?"
        found = {name for (name,) in self.db.execute(sql, (actor,))}
        sql = "SELECT id FROM article WHERE seq IN (SELECT article FROM local_actor WHERE id = ?)"
        for (id,) in self.db.execute(sql, (actor,)).fetchall():
            text = self.article(id).text
            for claim in (*self.claims_of(id), *self.extracted_claims(id)):
                voices = (voice for link in claim.attribution for voice in link)
                parts: list[Participant | Voice] = [*claim.actors, *voices]
                found.update(text[p.start : p.end] for p in parts if p.id == actor and p.end > p.start)
        if not found:
            raise NotFoundError(f"no article names {actor}; give the name as it is written")
        return tuple(sorted(words for words in found if words.strip()))


BEFORE, AFTER = r"(?:(?<![^\W_])|(?<=%[0-9A-Fa-f]{2}))", r"(?![^\W_])"  # borders of a word, in addresses too
BETWEEN = r"(?:(?:\s|%20|[+_])+|[-.])"  # two words of a name: in a text, an address, a slug
IN_SLUG, SLUG_ENDS = r"(?<=[-_+/=.])", r"(?=[-_+/.?&#]|\Z)"  # borders of a word in a slug


def words_pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds these words, the longest first; whole words where words have borders. Their letters may be
    composed or decomposed, written as in addresses ("%C3%A9", "%20", "+", "_"), joined by hyphens or dots, and, between
    the marks of a slug, without their accents ("/zoe-quidamee-parle")."""
    given = {unicodedata.normalize(kind, form.strip()) for form in forms if form.strip() for kind in ("NFC", "NFD")}
    parts = []
    for form in sorted(given, key=lambda f: (-len(f), f)):
        spaced = BETWEEN.join(f"(?:{re.escape(w)}|{re.escape(quote(w, safe=''))})" for w in form.split())
        parts.append(BEFORE + spaced + AFTER if form[0].isalnum() and ord(form[0]) < 0x2E80 else spaced)
    for form in sorted({_without_accents(form) for form in given} - given):
        parts.append(IN_SLUG + BETWEEN.join(map(re.escape, form.split())) + SLUG_ENDS)
    return re.compile("|".join(parts), re.IGNORECASE)


def _without_accents(form: str) -> str:
    """Latin letters as slugs write them; other scripts stay as they are, their marks make other letters."""
    parts = unicodedata.normalize("NFD", form)
    if any(c.isalpha() and not c.isascii() for c in parts):
        return form
    return "".join(c for c in parts if not unicodedata.combining(c))


def redacted(text: str, pattern: re.Pattern[str]) -> str:
    """The text with a mark for each character of such words; everything else stays where it is."""
    return pattern.sub(lambda match: MARK * len(match[0]), text)


def redacted_json(value: Any, pattern: re.Pattern[str]) -> Any:
    """The same for every string inside of JSON values, those in JSON text included; names of fields and ids stay."""
    if isinstance(value, str):
        return redacted(value, pattern)
    if isinstance(value, list):
        return [redacted_json(part, pattern) for part in value]
    if isinstance(value, dict):
        return {key: part if key in ("id", "do", "at") else redacted_json(part, pattern) for key, part in value.items()}
    return value


def _without_passages(value: Any, places: set[str]) -> Any:
    """JSON of an entry with the words of passages in these articles or works taken out."""
    if isinstance(value, list):
        return [_without_passages(part, places) for part in value]
    if not isinstance(value, dict):
        return value
    made: Json = {key: _without_passages(part, places) for key, part in value.items()}
    if "words" in made and "occurrence" in made and {made.get("article"), made.get("work")} & places:
        made.update(words="", before="", after="")
    return made
