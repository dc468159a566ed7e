"""What a request is narrowed to: the parameters that answers, lists and exports share."""

from datetime import date
from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import BeforeValidator

from api.choosing import Window
from api.days import AskedDays, read_days
from api.naming import filters_of
from api.service import service_of
from graph.answer import Filters
from graph.errors import InputError
from graph.model import Certainty, EventType, Family, StanceValue, Status

MOST = 50  # values of one filter
NAMED = "id, or name in any of the four languages; several: any of them"


def narrowed(
    request: Request,
    source: Annotated[
        list[str] | None, Query(max_length=MOST, description=f"who publishes: {NAMED}", examples=[["Xinhua"]])
    ] = None,
    actor: Annotated[
        list[str] | None, Query(max_length=MOST, description=f"who takes part: {NAMED}", examples=[["Q7747"]])
    ] = None,
    together: Annotated[
        list[str] | None,
        Query(
            alias="with",
            max_length=MOST,
            description="who takes part besides: all of them, by id or full name",
            examples=[["Q15031"]],
        ),
    ] = None,
    voice: Annotated[
        list[str] | None, Query(max_length=MOST, description=f"who is cited: {NAMED}", examples=[["Kremlin"]])
    ] = None,
    type: Annotated[
        list[Annotated[EventType, BeforeValidator(str.upper)]] | None,
        Query(max_length=MOST, description="types of event", examples=[["CONSULT"]]),
    ] = None,
    family: Annotated[
        list[Family] | None, Query(max_length=MOST, description="families of events", examples=[["contact"]])
    ] = None,
    place: Annotated[
        list[str] | None,
        Query(max_length=MOST, description=f"where, with all that lies within: {NAMED}", examples=[["Beijing"]]),
    ] = None,
    stance: Annotated[
        list[StanceValue] | None,
        Query(max_length=MOST, description="claims that show such a stance", examples=[["critical"]]),
    ] = None,
    certainty: Annotated[
        list[Certainty] | None,
        Query(max_length=MOST, description="how sure its source is", examples=[["probable"]]),
    ] = None,
    status: Annotated[
        list[Status] | None, Query(max_length=MOST, description="what its source says of it", examples=[["planned"]])
    ] = None,
    certain: Annotated[bool, Query(description="only what its source is certain of")] = False,
) -> Filters:
    """The filters of a request. Raises NotFoundError for a name that nothing bears."""
    return filters_of(
        service_of(request).registry,
        sources=source,
        actors=actor,
        together=together,
        voices=voice,
        types=type,
        families=family,
        places=place,
        stances=stance,
        certainties=certainty,
        statuses=status,
        certain=certain,
    )


def known_by(
    known: Annotated[
        str | None,
        Query(description="only from what was published by that day, as it was told then", examples=["2026-02-05"]),
    ] = None,
) -> date | None:
    """The day by which something had to be published; None where it does not matter. Raises DateError."""
    return read_days(known).end if known else None


def asked_days(
    on: Annotated[
        str | None,
        Query(description="only what is dated so: a day, month, year or EDTF interval", examples=["2026-02"]),
    ] = None,
    known: Annotated[str | None, Query(include_in_schema=False)] = None,
) -> AskedDays | None:
    """The days of a request; None where it names none. Raises DateError, and InputError where it asks for what was
    known then: only whole answers can tell."""
    if known is not None:
        raise InputError(f"known={known[:40]}: what was known then is told by /on/…, /events/ID, /ask, /bundle/… alone")
    return read_days(on) if on is not None else None


Narrowed = Annotated[Filters, Depends(narrowed)]
Known = Annotated[date | None, Depends(known_by)]
Days = Annotated[AskedDays | None, Depends(asked_days)]


def window_of(days: AskedDays | None) -> Window | None:
    """(first, last) day."""
    return (days.start, days.end) if days else None
