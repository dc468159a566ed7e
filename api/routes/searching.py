"""`/search?q=`: full text in four languages, with the words in their surroundings."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.keeping import KeptRoute
from api.respond import COMMON, json_answer
from api.schemas import Page
from api.schemas_things import Found
from api.service import service_of
from graph.errors import QueryError
from graph.highlights import AROUND, SHOWN, passages
from graph.jsonform import article_to_json
from graph.library import Library
from graph.model import Article
from graph.rights import QUOTED, Whole

router = APIRouter(responses=COMMON, route_class=KeptRoute)
MOST = 1000  # articles that a search leads to; more are another search's


@router.get("/search", tags=["articles"], summary="Articles that hold all the words", response_model=Page[Found])
def search(
    request: Request,
    q: Annotated[
        str,
        Query(
            max_length=500, pattern=r"\w", description='words, or "a phrase"; Chinese needs no spaces',
            examples=["Ouchakov", '"video call"', "视频通话"],
        ),
    ],
    lang: Annotated[str | None, Query(pattern="^(en|fr|ru|zh)$", description="only articles in this language")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: Annotated[str | None, Query(max_length=40, description="`next` of the page before")] = None,
) -> Response:  # fmt: skip
    """Full text in four languages, the best first. `highlights` are passages of the text in which the words stand:
    `marks` are their offsets in the passage."""
    service = service_of(request)
    number, last = _place(cursor)
    with service.library.reading():
        ranked = service.library.search(q, lang, limit=MOST if cursor else limit + 1)
        # What came in between moves the rest: the page goes on behind the article that was shown last.
        skipped = next((at + 1 for at, (id, _) in enumerate(ranked) if id == last), number)
        found = ranked[skipped:]
        items = [
            {"article": article_to_json(article, text=False), "rank": rank, "highlights": told}
            for article, rank, told in highlighted(service.library, q, found[:limit], service.may_show)
        ]
        following = f"{skipped + limit}.{found[limit - 1][0]}" if len(found) > limit else None
        return json_answer(request, {"items": items, "next": following}, service.library.data_version())


def highlighted(
    library: Library, words: str, found: list[tuple[str, float]], whole: Whole
) -> list[tuple[Article, float, list[dict[str, Any]]]]:
    """The articles that a search found (id, rank), without their texts, each with its passages."""
    texts = {article.id: article for article in library.articles(ids=[key for key, _ in found], text=True)}
    return [(texts[key], rank, highlights(texts[key], words, whole)) for key, rank in found]


def highlights(article: Article, words: str, whole: Whole) -> list[dict[str, Any]]:
    """Passages of a text in which the words of a search stand, no more of them than may be shown."""
    made, left = [], QUOTED
    for passage in passages(article.text, words, most=SHOWN, around=AROUND):
        end = passage.end if whole(article) else min(passage.end, passage.start + left)
        marks = [[low - passage.start, high - passage.start] for low, high in passage.marks if high <= end]
        if not marks:
            break
        made.append({"start": passage.start, "end": end, "text": article.text[passage.start : end], "marks": marks})
        left -= end - passage.start
    return made


def _place(cursor: str | None) -> tuple[int, str]:
    """How many articles were shown, and the last of them."""
    if cursor is None:
        return 0, ""
    number, _, last = cursor.partition(".")
    if not number.isascii() or not number.isdigit() or int(number) > MOST:
        raise QueryError(f"{cursor!r} is no cursor of this search; give `next` of the page before")
    return int(number), last
