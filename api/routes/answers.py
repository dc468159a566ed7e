"""`/on/{date}`: what each source says happened."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from api.days import read_days
from api.keeping import KeptRoute
from api.narrowing import Known, Narrowed
from api.respond import COMMON, Lang, json_answer
from api.schemas_events import DayAnswer
from api.service import service_of
from graph.answerform import answer_to_json
from graph.answers import on

router = APIRouter(tags=["answers"], route_class=KeptRoute)


@router.get(
    "/on/{date:path}",
    summary="What each source says happened on a day",
    response_model=DayAnswer,
    responses=COMMON,
    openapi_extra={"x-examples": ["/on/2026-02-04", "/on/2026-02", "/on/4 février 2026?lang=fr", "/on/2026年2月4日"]},
)
def on_day(
    request: Request,
    date: Annotated[str, Path(examples=["2026-02-04", "2026-02", "4 février 2026", "2026年2月4日"])],
    filters: Narrowed,
    group: Annotated[str, Query(pattern="^(event|source)$", description="by event, or by source")] = "event",
    lang: Lang = "en",
    known: Known = None,
) -> Response:
    """A day, month, year or EDTF interval (`2026-02-04/2026-02-10`), or words for one in English, French, Russian or
    Chinese. As of the day is what is of that very day or runs throughout it; what lies somewhere within a longer
    period, plans, and undated claims stand in lists of their own."""
    service = service_of(request)
    days = read_days(date)
    with service.library.reading():
        answer = on(
            service.library,
            service.registry,
            days.start,
            days.end,
            asked=date,
            group=group,
            lang=lang,
            filters=filters,
            known=known,
            whole=service.may_show,
        )
    value: dict[str, Any] = answer_to_json(answer)
    value["date"]["edtf"] = days.edtf
    return json_answer(request, value, answer.data_version)
