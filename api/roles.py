"""Who may do what: readers, contributors and curators, by tokens, compared in constant time and never logged."""

import base64
import binascii
import hmac
from enum import IntEnum
from hashlib import sha256
from typing import Annotated

from fastapi import Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import ForbiddenError, UnauthorizedError, of_error
from api.settings import Settings

ALWAYS_OPEN = frozenset(("/healthz", "/readyz"))
bearer = HTTPBearer(auto_error=False, description="A token: AMUR_TOKEN, AMUR_CURATOR_TOKEN or AMUR_READER_TOKEN")
Authorization = Annotated[HTTPAuthorizationCredentials | None, Security(bearer)]  # for the documentation


class Role(IntEnum):
    """What a token lets its holder do; each may do what those before it may."""

    NOBODY = 0
    READER = 1
    CONTRIBUTOR = 2  # hands articles in
    CURATOR = 3  # takes articles out, and erases


def tokens(settings: Settings) -> dict[Role, str]:
    """The tokens that are set. AMUR_TOKEN alone lets its holder do everything; beside AMUR_CURATOR_TOKEN it is a
    contributor's."""
    own = Role.CONTRIBUTOR if settings.curator_token else Role.CURATOR
    given = {Role.READER: settings.reader_token, own: settings.token}
    if settings.curator_token:
        given[Role.CURATOR] = settings.curator_token
    return {role: token for role, token in given.items() if token}


def role_of(settings: Settings, header: str | None) -> Role:
    """The role that an Authorization header gives: `Bearer TOKEN`, or `Basic` with the token as the password, as
    browsers ask for it. Every token is compared, each in constant time."""
    sent = sha256(_token_in(header or "").encode()).digest()
    found = Role.NOBODY
    for role, token in tokens(settings).items():
        if hmac.compare_digest(sent, sha256(token.encode()).digest()):
            found = max(found, role)
    return found


def _token_in(header: str) -> str:
    scheme, _, rest = header.partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(rest.strip(), validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return ""


def require(settings: Settings, header: str | None, wanted: Role) -> None:
    """Raises UnauthorizedError without a token or with a wrong one, ForbiddenError for a role that may not, or where
    no token is set that could."""
    if not header:
        raise UnauthorizedError("send the token as `Authorization: Bearer …`")
    if max(tokens(settings), default=Role.NOBODY) < wanted:
        raise ForbiddenError("this service takes nothing in: it was started without AMUR_TOKEN")
    role = role_of(settings, header)
    if role is Role.NOBODY:
        raise UnauthorizedError("the token is none that this service was started with")
    if role < wanted:
        raise ForbiddenError(f"this token is a {role.name.lower()}'s; a {wanted.name.lower()}'s is needed")


class Gate:
    """ASGI middleware: where a token of readers is set, nothing is answered without one."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it with a challenge that browsers understand."""
        if scope["type"] == "http" and scope["path"] not in ALWAYS_OPEN and scope["method"] != "OPTIONS":
            header = Headers(scope=scope).get("authorization")
            if role_of(self.settings, header) is Role.NOBODY:
                refusal = of_error(UnauthorizedError("this service answers those who hold a token"))
                refusal.headers["WWW-Authenticate"] = 'Basic realm="amur", charset="UTF-8", Bearer realm="amur"'
                await refusal(scope, receive, send)
                return
        await self.app(scope, receive, send)
