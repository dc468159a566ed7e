"""A question in words, answered: what was understood, the address that asks the same, what was missed, the answer."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from api.choosing import events_of, events_told
from graph.answer import Answer, Filters
from graph.answerform import answer_to_json
from graph.answers import on
from graph.errors import InputError, NotFoundError, QueryError
from graph.jsonform import Json, event_to_json
from graph.library import Library
from graph.model import Event
from graph.registry import Registry
from graph.rights import Whole
from graph.when import When

if TYPE_CHECKING:
    from ingest.questions import Question

MOST = 100  # events of an answer without a date; the rest by the address that asks the same
EXAMPLE = "what happened on 4 Feb 2026 between Xi and Putin according to Xinhua?"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """A question with its answer: a day's, or events where no date was asked for; neither where there is none."""

    question: "Question"
    filters: Filters
    address: str  # `/on/…` or `/events?…`; empty where the question cannot be answered
    data_version: str
    lang: str  # of names and labels
    day: Answer | None = None
    events: tuple[Event, ...] = ()
    more: bool = False  # there are more events than these


def understood(library: Library, registry: Registry, words: str) -> "Question":
    """What the words ask, with names of sources and actors that only the record knows. Raises QueryError."""
    from ingest.questions import understand

    local = {library.source_name(id): id for id in library.sources() if id not in registry.sources}
    named = {name: id for name, id in local.items() if name}
    return understand(
        words, registry, sources=named, is_known=lambda id: next(library.local_actors([id]), None) is not None
    )


def ask(
    library: Library,
    registry: Registry,
    words: str,
    *,
    lang: str | None = None,
    known: date | None = None,
    whole: Whole | None = None,
) -> Reply:
    """Answer a question as far as it was understood. `lang` is that of names and labels, else the question's own;
    `known` restricts the answer to what was published by that day; `whole` says whose words may be quoted at any
    length. Where an answer to what was understood would be one to another question (a date that cannot be told, an
    exception), there is none, and `question.missed` says why.

    Raises QueryError where nothing in it is understood, InputError for `known` where no date is asked for.
    """
    question = understood(library, registry, words)
    if question.is_empty and not question.is_barred:
        raise QueryError(
            f"no date, actor, place, source or kind of event understood in {words[:100]!r}; ask like: {EXAMPLE}"
        )
    lang, filters = lang or question.lang, filters_in(question)
    reply = Reply(question=question, filters=filters, address="", data_version=library.data_version(), lang=lang)
    if not question.answerable:
        return reply
    reply = replace(reply, address=address_of(question, lang, known))
    when = question.when
    if when is None or when.start is None or when.end is None:
        if known is not None:
            raise InputError(f"known={known}: what was known then is told of days alone; ask for a date")
        found = (event for event, _, _ in events_told(library, events_of(library, None, filters), filters))
        events = tuple(islice(found, MOST + 1))
        return replace(reply, events=events[:MOST], more=len(events) > MOST)
    group = "source" if question.by_source else "event"
    answer = on(
        library,
        registry,
        when.start,
        when.end,
        asked=words,
        group=group,
        lang=lang,
        filters=filters,
        known=known,
        whole=whole,
    )
    return replace(reply, day=answer)


def filters_in(question: "Question") -> Filters:
    """What the answer is narrowed to. Several actors all take part, unless either will do."""
    actors = frozenset(question.actors)
    alone = question.either or len(actors) < 2
    return Filters(
        sources=frozenset(question.sources),
        actors=actors if alone else frozenset(),
        together=frozenset() if alone else actors,
        voices=frozenset(question.voices),
        places=frozenset(question.places),
        types=frozenset(type.value for type in question.types),
        families=frozenset(question.families),
    )


def address_of(question: "Question", lang: str, known: date | None = None) -> str:
    """The address that asks the same of the service."""
    filters = filters_in(question)
    pairs = [("source", id) for id in question.sources]
    pairs += [("actor" if filters.actors else "with", id) for id in question.actors]
    pairs += [("voice", id) for id in question.voices] + [("place", id) for id in question.places]
    pairs += [("type", type.value) for type in question.types]
    pairs += [("family", family.value) for family in question.families]
    pairs += [("group", "source")] if question.by_source and question.when else []
    pairs += [("known", str(known))] if known else []
    pairs += [("lang", lang)]
    path = f"/on/{quote(question.when.edtf, safe='/-')}" if question.when else "/events"
    return f"{path}?{urlencode(pairs)}"


def reply_to_json(reply: Reply, registry: Registry, library: Library) -> Json:
    """The whole reply as plain values: `question`, `understood`, `missed`, `same_as`, and the answer."""
    question, lang = reply.question, reply.lang
    day = answer_to_json(reply.day) if reply.day else None
    if day is not None and question.when is not None:
        day["date"]["edtf"] = question.when.edtf
    listed = [event_to_json(event, lang) for event in reply.events]
    return {
        "question": question.text,
        "lang": question.lang,
        "understood": {
            "date": _date(question.when),
            **{
                key: [{"id": id, "name": name_of(registry, library, id, lang)} for id in ids]
                for key, ids in (
                    ("actors", question.actors),
                    ("sources", question.sources),
                    ("voices", question.voices),
                    ("places", question.places),
                )
            },
            "all_of_the_actors": bool(reply.filters.together),
            "types": [type.value for type in question.types],
            "families": [family.value for family in question.families],
            "group": "source" if question.by_source else "event",
        },
        "missed": [
            {"start": m.start, "end": m.end, "words": m.words, "why": m.why, "decides": m.decides}
            for m in question.missed
        ],
        "same_as": reply.address or None,
        "data_version": reply.data_version,
        "answer": day,
        "events": listed if reply.address and day is None else None,
        "more": reply.more,
    }


def _date(when: When | None) -> Json | None:
    return {"from": str(when.start), "to": str(when.end), "edtf": when.edtf} if when else None


def name_of(registry: Registry, library: Library, id: str, lang: str) -> str:
    """What an actor, source or place is called; the record's name where the registry knows none."""
    try:
        return registry.label(id, lang)
    except NotFoundError:
        local = next(library.local_actors([id]), None)
        return local.name if local else library.source_name(id) or id
