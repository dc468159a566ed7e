"""What a page is narrowed to: kept in its address, shown in its form, empty fields left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import Request

from api.days import read_days
from api.naming import filters_of
from api.web.wording import PageWords
from graph.answer import Answer, Filters
from graph.errors import InputError
from graph.model import Certainty, EventType, StanceValue, Status
from graph.registry import Registry

KEYS = ("actor", "source", "voice", "type", "family", "place", "stance", "certainty", "status", "with")
MOST = 50  # values of one filter
OFFERED = ("actor", "source", "type", "stance", "certainty", "status")  # in the form, in this order


@dataclass(frozen=True, kw_only=True, slots=True)
class Chosen:
    """The values as they came, by key, and what they come to."""

    values: Mapping[str, tuple[str, ...]]
    filters: Filters
    known: date | None  # only what was published by that day

    @property
    def any(self) -> bool:
        """Whether anything is narrowed at all."""
        return bool(self.values) or self.filters.certain or self.known is not None


def chosen_in(request: Request, registry: Registry) -> Chosen:
    """The filters of an address. Raises InputError for a value outside a list, NotFoundError for a name that nothing
    bears, DateError for a day that is none."""
    query = request.query_params
    values = {key: tuple(v for v in query.getlist(key) if v.strip()) for key in KEYS}
    values = {key: found for key, found in values.items() if found}
    for key, found in values.items():
        if len(found) > MOST:
            raise InputError(f"{key}: more than {MOST} values")
    for key, kind in (("type", EventType), ("stance", StanceValue), ("certainty", Certainty), ("status", Status)):
        for value in values.get(key, ()):
            if value not in {member.value for member in kind} and value.upper() not in {m.value for m in kind}:
                raise InputError(f"{key} {value!r} is none of {', '.join(m.value for m in kind)}")
    filters = filters_of(
        registry,
        actors=values.get("actor"),
        sources=values.get("source"),
        voices=values.get("voice"),
        types=values.get("type"),
        families=values.get("family"),
        places=values.get("place"),
        stances=values.get("stance"),
        certainties=values.get("certainty"),
        statuses=values.get("status"),
        together=values.get("with"),
        certain=query.get("certain", "") in ("true", "1", "on"),
    )
    known = query.get("known", "").strip()
    return Chosen(values=values, filters=filters, known=read_days(known).end if known else None)


def names_of(chosen: Chosen, registry: Registry, words: PageWords) -> list[str]:
    """What a page is narrowed to, in words; as somebody typed it where the registry has no such id."""
    things = {*registry.actors, *registry.sources, *registry.places}
    found = []
    for values in chosen.values.values():
        for value in values:
            found.append(registry.label(value, words.lang) if value in things else words.term(value))
    return found


def offered(chosen: Chosen, answer: Answer, registry: Registry, words: PageWords) -> list[dict[str, Any]]:
    """The fields of the form: {"key", "options": [(value, name, whether it is chosen)]}."""
    lang = words.lang
    actors = {
        actor.id: registry.label(actor.id, lang) if actor.id in registry.actors else actor.name
        for item in answer.events
        for actor in item.event.actors
    }
    lists: dict[str, list[tuple[str, str]]] = {
        "actor": sorted(actors.items(), key=lambda pair: pair[1]),
        "source": sorted({s.id: s.name for s in answer.sources}.items(), key=lambda pair: pair[1]),
        "type": [(kind.value, words.term(kind.value)) for kind in EventType],
        "stance": [(kind.value, words.term(kind.value)) for kind in StanceValue],
        "certainty": [(kind.value, words.term(kind.value)) for kind in Certainty],
        "status": [(kind.value, words.term(kind.value)) for kind in Status],
    }
    made: list[dict[str, Any]] = []
    for key in OFFERED:
        options = dict(lists[key])
        mine = chosen.values.get(key, ())
        for value in mine:
            options.setdefault(value, value)
        rows = [(value, name, value in mine[:1]) for value, name in options.items()]
        made.append({"key": key, "options": rows, "chosen": mine[:1]})
    return made
