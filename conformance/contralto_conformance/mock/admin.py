"""Administration of the mock itself, below `/_contralto/`: only when asked for, and only for this machine.

A page in a browser could reach the loopback too, so requests with an `Origin` are refused, and so are those for a host
that is not this machine.

- `GET /_contralto/`: what the mock is told and what it offers
- `POST /_contralto/reset`: back to the start, `{"seed": 3}` to that of another seed; the journal is emptied
- `GET`, `DELETE /_contralto/journal`: the journal as HAR; empties it
- `GET`, `PUT`, `DELETE /_contralto/faults`: `{"faults": ["tts.sse:truncate@0.1"]}` are set in the place of all
- `GET /_contralto/limits`: what is in use
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from starlette.types import ASGIApp, Receive, Scope, Send

from .answers import json_reply
from .bodies import read_object
from .errors import Fault, error_body
from .exchange import Reply
from .faults import Faults, UnknownFault
from .journal import Journal
from .service import Service
from .wire import headers_of, is_from_loopback, is_loopback, send_whole

ROOT = "/_contralto"
MAX_BODY_BYTES = 64 * 1024

_Answer = Callable[[dict[str, Any]], object]


class Administered(Protocol):
    """A mock as administration sees it."""

    service: Service
    faults: Faults
    journal: Journal

    def reset(self, seed: int | None = None) -> None:
        """Back to the start, or to that with another seed."""


class Admin:
    """The routes of administration in front of `app`."""

    def __init__(self, app: ASGIApp, mock: Administered) -> None:
        self._app = app
        self._mock = mock
        service, journal = mock.service, mock.journal
        self._routes: Mapping[str, Mapping[str, _Answer]] = {
            "": {"GET": self._about},
            "/reset": {"POST": self._reset},
            "/journal": {"GET": lambda _: journal.har(), "DELETE": self._clear_journal},
            "/faults": {"GET": self._show_faults, "PUT": self._set_faults, "DELETE": lambda _: self._set_faults({})},
            "/limits": {"GET": lambda _: service.limits.shown()},
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection of the ASGI server."""
        path: str = scope.get("path", "")
        if scope["type"] != "http" or not (path == ROOT or path.startswith(f"{ROOT}/")):
            await self._app(scope, receive, send)
            return
        try:
            _check_client(scope)
            answers = self._routes.get(path.removeprefix(ROOT).rstrip("/"))
            if answers is None:
                known = ", ".join(f"`{ROOT}{route}`" for route in self._routes)
                raise Fault(404, None, f"there is nothing at `{path[:200]}`; known are {known}")
            answer = answers.get(scope["method"])
            if answer is None:
                allowed = ", ".join(answers)
                raise Fault(405, None, f"use {allowed}", headers=(("allow", allowed),))
            body = await _read(receive)
            content = answer(dict(read_object(body)) if body.strip() else {})
            reply = json_reply(content)
        except Fault as fault:
            media_type, text = error_body(fault, "structured", self._mock.service.new_id())
            reply = Reply(fault.status, media_type, text, list(fault.headers))
        await send_whole(scope, send, reply)

    def _about(self, _: dict[str, Any]) -> object:
        settings = self._mock.service.settings
        return {
            "mock": "contralto",
            "prefix": settings.prefix,
            "seed": settings.seed,
            "plan": settings.plan,
            "defects": settings.defects,
            "faults": self._mock.faults.texts,
            "routes": {f"{ROOT}{route}": list(answers) for route, answers in self._routes.items()},
        }

    def _reset(self, asked: dict[str, Any]) -> object:
        seed = asked.get("seed")
        if seed is not None and (not isinstance(seed, int) or isinstance(seed, bool)):
            raise Fault(400, None, f"`seed` must be a whole number, got `{json.dumps(seed)[:40]}`")
        self._mock.reset(seed)
        return {"seed": self._mock.service.settings.seed}

    def _clear_journal(self, _: dict[str, Any]) -> object:
        self._mock.journal.clear()
        return {}

    def _show_faults(self, _: dict[str, Any]) -> object:
        return {"faults": self._mock.faults.texts}

    def _set_faults(self, asked: dict[str, Any]) -> object:
        texts = asked.get("faults", [])
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise Fault(400, None, "`faults` must be a list of texts such as `tts.sse:truncate@0.1`")
        try:
            self._mock.faults.set(texts)
        except UnknownFault as error:
            raise Fault(400, None, f"`faults`: {error}") from None
        return self._show_faults({})


def _check_client(scope: Scope) -> None:
    """Raises Fault (403) for a client elsewhere, or for a page in a browser."""
    headers = headers_of(scope)
    if not is_from_loopback(scope):
        raise Fault(403, None, "administration is for clients on the same machine")
    if "origin" in headers:
        raise Fault(403, None, "administration is not for pages in a browser")
    host = headers.get("host", "localhost").lower()
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    is_here = is_loopback(name) or name == "localhost" or name.endswith(".localhost")
    if not is_here:
        raise Fault(403, None, f"administration is reached by the name `localhost`, not `{host[:80]}`")


async def _read(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MAX_BODY_BYTES:
            raise Fault(413, None, f"the body must not exceed {MAX_BODY_BYTES} bytes")
        if not message.get("more_body", False):
            return bytes(body)
