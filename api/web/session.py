"""Who is signed in, and that a form came from here: a signed cookie, and a mark in every form that is bound to it.

Nothing is kept on the server. The key is made of the tokens, so that a new one ends every session.
"""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections import deque
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import Response

from api.problems import ForbiddenError
from api.roles import Role, role_of, tokens
from api.settings import Settings
from api.web.guarding import STALE

COOKIE = "amur"
HOURS = 8
LONGEST_NAME = 200
TRIES, MINUTE = 10, 60.0  # wrong tokens a minute, of everybody together


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """A browser that has opened a form; `who` is empty until it signs in."""

    nonce: str
    who: str
    role: Role
    until: int  # seconds since 1970


def session_of(request: Request) -> Session | None:
    """The session of a request, where its cookie is ours and still good."""
    body, _, mark = request.cookies.get(COOKIE, "").partition(".")
    if not mark or not hmac.compare_digest(mark.encode(), _mark(_settings(request), "cookie", body).encode()):
        return None
    value = json.loads(base64.urlsafe_b64decode(body))
    found = Session(nonce=value["n"], who=value["w"], role=Role(value["r"]), until=value["u"])
    return found if found.until > time.time() else None


def new_session(who: str = "", role: Role = Role.NOBODY) -> Session:
    """A session that begins now."""
    return Session(nonce=secrets.token_urlsafe(16), who=who, role=role, until=int(time.time()) + HOURS * 3600)


def keep(request: Request, response: Response, session: Session) -> Response:
    """Send the session along with an answer."""
    value = json.dumps({"n": session.nonce, "w": session.who, "r": session.role, "u": session.until}).encode()
    body = base64.urlsafe_b64encode(value).decode()
    settings = _settings(request)
    secure = (settings.public_url or str(request.base_url)).startswith("https:")
    response.set_cookie(
        COOKIE,
        f"{body}.{_mark(settings, 'cookie', body)}",
        max_age=HOURS * 3600,
        httponly=True,
        samesite="strict",
        secure=secure,
        path="/",
    )
    return response


def form_mark(request: Request, session: Session) -> str:
    """What every form of this session bears."""
    return _mark(_settings(request), "form", session.nonce)


def check_form(request: Request, mark: str) -> Session:
    """The session whose form this is. Raises ForbiddenError for a form of another session, age or site."""
    session = session_of(request)
    if session is None or not tokens(_settings(request)) or not _from_here(request):
        raise ForbiddenError(STALE)
    if not hmac.compare_digest(mark.encode(), form_mark(request, session).encode()):
        raise ForbiddenError(STALE)
    return session


def check_signed(request: Request, mark: str, wanted: Role) -> Session:
    """The same, of somebody who is signed in and may do as much. Raises ForbiddenError."""
    session = check_form(request, mark)
    if not session.who or session.role < wanted:
        raise ForbiddenError(STALE)
    return session


def _from_here(request: Request) -> bool:
    """Whether the browser says that the form stood on a page of this service; an older one says nothing."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    own = {_place(str(request.base_url)), _place(_settings(request).public_url)} - {""}
    return site in ("same-origin", "none") and (origin in (None, "null") or _place(origin or "") in own)


def _place(address: str) -> str:
    """Host and port of an address; empty for what is none ("http://[")."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def _mark(settings: Settings, purpose: str, words: str) -> str:
    secret = "\x1f".join(("amur sessions", settings.token, settings.curator_token))
    key = hashlib.sha256(secret.encode()).digest()
    return hmac.new(key, f"{purpose}\x1f{words}".encode(), hashlib.sha256).hexdigest()


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


class Gate:
    """Lets tokens be tried, and after too many wrong ones in a minute none at all."""

    def __init__(self) -> None:
        self._wrong: deque[float] = deque(maxlen=TRIES)
        self._lock = threading.Lock()

    @property
    def is_shut(self) -> bool:
        """Whether nothing may be tried now."""
        with self._lock:
            return len(self._wrong) == TRIES and self._wrong[0] > time.monotonic() - MINUTE

    def opened_by(self, given: str, settings: Settings) -> Role:
        """What this token lets its holder do; each one is compared in constant time."""
        role = role_of(settings, f"Bearer {given}")
        if role is Role.NOBODY:
            with self._lock:
                self._wrong.append(time.monotonic())
        return role
