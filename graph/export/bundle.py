"""A citable answer: one JSON value with all that is needed to check later what was known, and from where.

It holds the question, the data version, the answer with its claims and quotes, the articles with their addresses and
the hashes of their texts (never the texts), and the corrections by hand that bear on it, under one hash.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping

from graph.answer import Answer
from graph.answerform import answer_to_json
from graph.curation import entry_to_json
from graph.errors import DataError, NotFoundError
from graph.jsonform import Json, article_to_json
from graph.library import Library
from graph.rights import CUT, QUOTED

FORM = "amur-bundle 1"


def bundle(library: Library, answer: Answer, *, query: Mapping[str, object], rights: str = "") -> Json:
    """The answer as a bundle. `query` is what was asked, as the caller has it: the date, filters, group, language;
    `rights` under which words it may be used."""
    value = answer_to_json(answer)
    claims = {claim["id"]: claim for claim in claims_in(value)}
    ids = sorted({article_of(claim) for claim in claims.values()})
    made: Json = {
        "form": FORM,
        "data_version": answer.data_version,
        "query": dict(query),
        "answer": value,
        "articles": [_article(library, id) for id in ids],
        "corrections": _corrections(library, [*claims, *ids]),
        **({"rights": rights} if rights else {}),
    }
    return {**made, "hash": hash_of(made)}


def claims_in(value: object) -> Iterator[Json]:
    """Every claim of an answer, wherever it stands."""
    if isinstance(value, dict):
        if "quote" in value and "trigger" in value:
            yield value
            return
        for part in value.values():
            yield from claims_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from claims_in(part)


def article_of(claim: Json) -> str:
    """The id of its article, which stands with a claim as an id or, outside of accounts, as a whole."""
    article = claim["article"]
    return str(article["id"] if isinstance(article, dict) else article)


def _article(library: Library, id: str) -> Json:
    article = library.article(id)
    return {**article_to_json(article, text=False), "text_hash": article.text_hash, "characters": len(article.text)}


def _corrections(library: Library, things: list[str]) -> list[Json]:
    entries = {entry.id: entry for thing in things for entry in library.entries_about(thing)}
    return [entry_to_json(entry) for entry in sorted(entries.values(), key=lambda e: e.order)]


def hash_of(made: Mapping[str, object]) -> str:
    """SHA-256 of everything but the hash, as JSON with sorted keys and without spaces, in UTF-8."""
    content = {key: value for key, value in made.items() if key != "hash"}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def verify(
    made: Mapping[str, object], library: Library | None = None, texts: Mapping[str, str] | None = None
) -> list[str]:
    """What is not as the bundle says, one line each; empty where all is.

    Without a library only the bundle itself is checked: that nothing in it was changed. With one, or with the texts of
    articles by id, that the texts are the same and that every quote stands where it says. Raises DataError where it is
    no bundle.
    """
    if made.get("form") != FORM:
        raise DataError(f"not a bundle of the form {FORM!r}")
    wrong = (
        [] if made.get("hash") == hash_of(made) else ["the bundle was changed after it was made: its hash is another"]
    )
    articles, answer = made.get("articles"), made.get("answer")
    if not isinstance(articles, list) or not isinstance(answer, dict):
        raise DataError("the bundle lacks its articles or its answer")
    if library is None and texts is None:
        return wrong
    found: dict[str, str] = dict(texts or {})
    for row in articles:
        id = str(row["id"])
        if library is not None and id not in found:
            try:
                found[id] = library.article(id).text
            except NotFoundError:
                wrong.append(
                    f"article {id} is not in the record ({row.get('url') or row.get('title') or 'no address'})"
                )
                continue
        if id in found and hashlib.sha256(found[id].encode()).hexdigest() != row["text_hash"]:
            wrong.append(f"article {id}: its text is another than that which was cited")
    for claim in claims_in(answer):
        id = article_of(claim)
        if id in found and not _stands(found[id], claim):
            wrong.append(f"claim {claim['id']}: its quote does not stand at {claim['start']}–{claim['end']} of {id}")
    return wrong


def _stands(text: str, claim: Json) -> bool:
    """Whether a claim's quote is the words at its place, or their beginning where no more could be shown."""
    words, quote = text[claim["start"] : claim["end"]], str(claim["quote"])
    return words == quote or (quote.endswith(CUT) and len(quote) <= QUOTED and words.startswith(quote[: -len(CUT)]))
