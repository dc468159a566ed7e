"""Correcting by hand: signing in, the ledger, and the forms of a claim, an event and an article."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.correcting import values_of
from api.days import read_days
from api.roles import Role, tokens
from api.service import service_of
from api.web.guarding import PageRoute
from api.web.naming import dated_label, names_in, titled
from api.web.rendering import reader_of, show
from api.web.session import (
    LONGEST_NAME,
    Gate,
    Session,
    check_form,
    check_signed,
    form_mark,
    keep,
    new_session,
    session_of,
)
from graph import deeds
from graph.answers import event_answer
from graph.curation import NAMES, Deed, Entry, anchors_of, undone
from graph.errors import DataError
from graph.library import Library
from graph.model import Certainty, EventType, Family, Polarity, Tense
from graph.rights import around_trigger
from ingest.intake import Intake

router = APIRouter(include_in_schema=False, route_class=PageRoute)
gate = Gate()
LISTED = 200  # entries of the ledger
Mark = Annotated[str, Form(max_length=200)]
Words = Annotated[str, Form(max_length=10_000)]
Line = Annotated[str, Form(max_length=1_000)]
FIELDS = ("type", "family", "mode", "when", "actors", "attribution", "place", "certainty", "polarity", "tense")
SEVERAL = ("actors", "attribution")


def may(request: Request, wanted: Role) -> bool:
    """Whether there is a token at all that lets its holder do as much."""
    return max(tokens(service_of(request).settings), default=Role.NOBODY) >= wanted


def page(request: Request, template: str, *, status: int = 200, wanted: Role = Role.CURATOR, **values: Any) -> Response:
    """A page with forms for those of a role: each bears the mark of its session, which begins here where there is
    none."""
    session = session_of(request) or new_session()
    response = show(
        request,
        template,
        status=status,
        data=(),
        private=True,
        session=session,
        mark=form_mark(request, session),
        can_write=may(request, wanted),
        is_in=bool(session.who) and session.role >= wanted,
        **values,
    )
    return keep(request, response, session)


@router.get("/curate")
def ledger(request: Request, done: str = "") -> Response:
    """Signing in or out, and what was corrected."""
    library = service_of(request).library
    with library.reading():
        entries = sorted(library.entries(), key=lambda entry: entry.order, reverse=True)
        gone = undone(entries)
        rows = [(entry, what(entry), list(library.anchored_to(entry.id))[:1]) for entry in entries[:LISTED]]
    return page(request, "curate.html", rows=rows, gone=gone, done=done, wrong="")


@router.post("/curate/in")
def sign_in(
    request: Request, mark: Mark = "", token: Line = "", who: Annotated[str, Form(max_length=LONGEST_NAME)] = ""
) -> Response:
    """A session that may write, for whoever has the token and says a name."""
    check_form(request, mark)
    reader = reader_of(request)
    shut = gate.is_shut
    role = Role.NOBODY if shut else gate.opened_by(token, service_of(request).settings)
    if role < Role.CONTRIBUTOR or not who.strip():
        wrong = "too_many" if shut else "token_wrong"
        return page(request, "curate.html", status=429 if shut else 403, rows=[], gone=(), done="", wrong=wrong)
    answer = RedirectResponse(reader.to("curate"), status_code=303)
    return keep(request, answer, new_session(who.strip(), role))


@router.post("/curate/out")
def sign_out(request: Request, mark: Mark = "") -> Response:
    """The session ends."""
    check_form(request, mark)
    return keep(request, RedirectResponse(reader_of(request).to("curate"), status_code=303), new_session())


def enter(request: Request, mark: str, why: str, deed: Callable[[Library], Deed]) -> Response:
    """Write an entry of the ledger, signed by who is signed in, and lead to it. Raises what the deed raises."""
    session: Session = check_signed(request, mark, Role.CURATOR)
    service = service_of(request)
    intake = Intake(service.library, service.registry, names=service.names)
    entry = intake.curate(deed, who=session.who, why=why)
    return RedirectResponse(reader_of(request).to("curate", done=entry.id), status_code=303)


@router.post("/curate/undo")
def undo(request: Request, mark: Mark = "", entry: Line = "", why: Words = "") -> Response:
    """An earlier entry holds no more."""
    return enter(request, mark, why, lambda library: deeds.undo(library, entry))


@router.get("/curate/claims/{id}")
def claim_forms(request: Request, id: str) -> Response:
    """Rejecting and correcting a claim."""
    service, reader = service_of(request), reader_of(request)
    with service.library.reading():
        found = service.library.claim(id)
        article = service.library.article(found.article)
        return page(
            request,
            "curate_claim.html",
            claim=found,
            article=titled(service.library, (article,))[0],
            quote="".join(around_trigger(article, found, service.may_show)),
            name_of=names_in(service, reader.lang),
            choices={"type": list(EventType), "family": list(Family), "certainty": list(Certainty),
                     "polarity": list(Polarity), "tense": list(Tense)},
        )  # fmt: skip


@router.post("/curate/claims/{id}/reject")
def reject(request: Request, id: str, mark: Mark = "", why: Words = "") -> Response:
    """The text does not say this."""
    return enter(request, mark, why, lambda library: deeds.reject(library, id))


@router.post("/curate/claims/{id}/correct")
def correct(
    request: Request,
    id: str,
    mark: Mark = "",
    why: Words = "",
    type: Line = "",
    family: Line = "",
    mode: Line = "",
    when: Line = "",
    actors: Line = "",
    attribution: Line = "",
    place: Line = "",
    certainty: Line = "",
    polarity: Line = "",
    tense: Line = "",
) -> Response:
    """The text says it otherwise."""
    registry = service_of(request).registry
    given = dict(zip(FIELDS, (type, family, mode, when, actors, attribution, place, certainty, polarity, tense),
                     strict=True))  # fmt: skip
    values: dict[str, object] = {key: value.strip() for key, value in given.items() if value.strip()}
    for key in SEVERAL:
        if key in values:
            values[key] = [part.strip() for part in str(values[key]).split(";") if part.strip()]
    return enter(request, mark, why, lambda library: deeds.correct(library, id, values_of(values, registry, library)))


@router.get("/curate/events/{id}")
def event_forms(request: Request, id: str) -> Response:
    """Merging and splitting an event."""
    service, reader = service_of(request), reader_of(request)
    library = service.library
    with library.reading():
        found = library.event(id)
        item = event_answer(library, service.registry, found, lang=reader.lang, whole=service.may_show)
        offered = {key: dated_label(library.event(key), reader.words) for key in found.possibly}
        if found.when and found.when.is_day and found.when.start:
            for other in library.events_between(found.when.start, found.when.start):
                offered.setdefault(other.id, dict(other.labels).get(reader.lang, other.id))
        offered.pop(found.id, None)
        return page(request, "curate_event.html", item=item, offered=list(offered.items())[:100])


@router.post("/curate/events/{id}/merge")
def merge(
    request: Request, id: str, mark: Mark = "", why: Words = "", other: Line = "", other_id: Line = ""
) -> Response:
    """Two events are one."""
    return enter(request, mark, why, lambda library: deeds.merge(library, id, other_id.strip() or other))


@router.post("/curate/events/{id}/split")
def split(
    request: Request, id: str, claim: Annotated[list[str] | None, Form()] = None, mark: Mark = "", why: Words = ""
) -> Response:
    """Some claims tell another event."""
    return enter(request, mark, why, lambda library: deeds.split(library, id, claim or ()))


@router.get("/curate/articles/{id}")
def article_forms(request: Request, id: str) -> Response:
    """The publication date of an article."""
    service = service_of(request)
    with service.library.reading():
        return page(request, "curate_article.html", article=titled(service.library, (service.library.article(id),))[0])


@router.post("/curate/articles/{id}/date")
def set_date(request: Request, id: str, mark: Mark = "", why: Words = "", published: Line = "") -> Response:
    """The publication date is another one."""

    def deed(library: Library) -> Deed:
        days = read_days(published)
        if days.start != days.end:
            raise DataError(f"{published!r} is more than a day: an article is published on one")
        return deeds.set_date(library, id, days.start)

    return enter(request, mark, why, deed)


def what(entry: Entry) -> tuple[str, str]:
    """(name of the deed, what it is about in a few words)."""
    deed: Any = entry.deed
    anchors = anchors_of(deed)
    words = [", ".join(change.field for change in getattr(deed, "changes", ()))]
    words += [f"« {anchors[0].passage.words} »"] if len(anchors) == 1 else []
    words += [f"× {len(anchors)}"] if len(anchors) > 1 else []
    named = ("gone_name", "kept_name", "published", "entry")
    words += [str(getattr(deed, name)) for name in named if hasattr(deed, name)]
    return NAMES[type(deed)], " ".join(part for part in words if part)
