"""`/ask?q=`: a question in words."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.asked_shapes import Asked
from api.asking import EXAMPLE, ask, reply_to_json
from api.keeping import KeptRoute
from api.narrowing import Known
from api.respond import COMMON, json_answer
from api.service import service_of

router = APIRouter(tags=["answers"], route_class=KeptRoute)
EXAMPLES = [
    EXAMPLE,
    "what happened on 4 Feb 2026 according to each source",
    "que s'est-il passé entre Xi et Poutine en mai 2024 selon Xinhua ?",
    "Что произошло между Си Цзиньпином и Путиным в мае 2024 года по данным Синьхуа?",
    "据新华社报道，2024年5月习近平和普京之间发生了什么？",
]


@router.get("/ask", summary="A question in words", response_model=Asked, responses=COMMON)
def ask_in_words(
    request: Request,
    q: Annotated[str, Query(max_length=500, pattern=r"\w", description="the question", examples=EXAMPLES)],
    lang: Annotated[
        str | None, Query(pattern="^(en|fr|ru|zh)$", description="language of names; the question's by default")
    ] = None,
    known: Known = None,
) -> Response:
    """A question in English, French, Russian or Chinese, read by the rules that read the articles. `understood` says
    what was read out of it, `same_as` is the address that asks the same, `missed` are the words that no rule reads:
    nothing is guessed. Where such a word would change the answer (a day that cannot be told, an exception), there is
    no answer, and `missed` says why."""
    service = service_of(request)
    with service.library.reading():
        reply = ask(service.library, service.registry, q, lang=lang, known=known, whole=service.may_show)
        return json_answer(request, reply_to_json(reply, service.registry, service.library), reply.data_version)
