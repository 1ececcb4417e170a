"""The gateway: finds the operation, version and caller of each request, and sends the answer.

Everything below the prefix is answered in the error format of the request's version, unknown paths, methods and
mishaps included. Every answer carries `X-Request-Id`, refused and accepted upgrades too. Browsers may call from
anywhere (access tokens are made for them).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .documented import Channel, Documented, Place, channel_at, later_channel_at, operations_at
from .errors import Fault
from .exchange import Call, Reply
from .forms import read_form
from .operations import handlers, takes_form
from .resources.files import LINKS, follow_link
from .service import Service
from .settings import MockSettings
from .sockets import channels
from .versions import in_dialect, known_dates, unnamed_version, version_of

MAX_BODY_BYTES = 4 * 1024 * 1024

_EXPOSED = "X-Request-Id, Cartesia-File-ID"


def create_app(settings: MockSettings | None = None) -> MockApp:
    """The mock as an ASGI application.

    Raises ValueError for an `api_version` or a defect that does not exist.
    """
    service = Service(settings or MockSettings())
    default = service.settings.api_version
    if default is not None and default not in known_dates():
        raise ValueError(f"API version `{default}` does not exist; known are {', '.join(known_dates())}")
    app = MockApp()
    app.gateway = Gateway(service)
    return app


class MockApp(Starlette):
    """Starlette with the gateway where routing would be: it renders errors itself, so nothing wraps it."""

    gateway: Gateway

    def build_middleware_stack(self) -> ASGIApp:
        """The gateway alone."""
        return self.gateway


class Gateway:
    """Serves one `Service` over ASGI."""

    def __init__(self, service: Service) -> None:
        self.service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection of the ASGI server."""
        if scope["type"] == "http":
            await self._serve_http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._serve_socket(scope, receive, send)
        else:
            await _serve_lifespan(receive, send)

    async def _serve_http(self, scope: Scope, receive: Receive, send: Send) -> None:
        call = self._call(scope)
        try:
            await self._answer(call, receive, send)
        finally:
            if call.form is not None:
                call.form.close()

    async def _answer(self, call: Call, receive: Receive, send: Send) -> None:
        reply = await self._reply(call, receive)
        reply.headers.append(("x-request-id", call.request_id))
        if "origin" in call.headers:
            reply.headers += [("access-control-allow-origin", "*"), ("access-control-expose-headers", _EXPOSED)]
        await _send_reply(self.service.hooks.reply(call, reply), call, receive, send)

    async def _reply(self, call: Call, receive: Receive) -> Reply:
        try:
            self._choose_version(call, call.headers.get("cartesia-version"))
            if call.path.startswith(LINKS):
                return await follow_link(self.service, call)
            methods = self._methods(call)
            if call.method == "OPTIONS":
                return _options_reply(call, methods)
            operation = methods.get("GET" if call.method == "HEAD" else call.method)
            if operation is None:
                raise _method_not_allowed(call.method, methods)
            call.operation = operation
            if operation.schemes:
                for_admins = "AdminApiKey" in operation.schemes
                call.identity = self.service.admit(call, operation.grants, is_for_admins=for_admins)
            answer = handlers().get((operation.method, operation.path))
            if answer is None:
                message = (
                    f"`{operation.method} {operation.path}` belongs to the service, but this mock does not serve it yet"
                )
                raise Fault(501, "Not served by this mock", message)
            if takes_form(call):
                call.form = await read_form(operation, call.headers, receive)
            elif call.method not in ("GET", "HEAD"):
                call.body = await _read_body(call, receive)
            return await answer(self.service, call)
        except Fault as fault:
            return self.service.error_reply(call, fault)
        except Exception:  # noqa: BLE001 - a mock must answer, and in the format of the version
            return self.service.error_reply(call, Fault(500, None, "the mock failed; this is a bug of the mock"))

    async def _serve_socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()  # the server's announcement of the upgrade
        call = self._call(scope)
        hooks = self.service.hooks
        try:
            named = dict(call.query).get("cartesia_version") or call.headers.get("cartesia-version")
            self._choose_version(call, named)
            found = channel_at(call.version.described, call.path) or _channel_of_later_version(call)
            if found is None:
                self._methods(call)
                raise Fault(400, None, f"`{call.path}` is no socket; call it without an upgrade")
            call.channel, call.parameters = found.what, found.parameters
            call.identity = self.service.admit(call, call.channel.grants)
            socket = channels().get(call.channel.name)
            if socket is None:
                message = f"the socket `{call.path}` belongs to the service, but this mock does not serve it yet"
                raise Fault(501, "Not served by this mock", message)
            socket.check_upgrade(self.service, call)
            subprotocol = hooks.accept(call, scope.get("subprotocols", ()))
        except Fault as fault:
            reply = self.service.error_reply(call, fault)
            reply.headers.append(("x-request-id", call.request_id))
            await _send_refusal(hooks.reply(call, reply), send)
            return
        headers = hooks.upgrade_headers(call, [("x-request-id", call.request_id)])
        await send({"type": "websocket.accept", "subprotocol": subprotocol, "headers": _encoded(headers)})
        await socket(self.service, call, receive, send).run()

    def _call(self, scope: Scope) -> Call:
        prefix = self.service.settings.prefix
        path: str = scope["path"]
        inside = path[len(prefix) :] if path.startswith(prefix) else None
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        secure = scope.get("scheme") in ("https", "wss")
        query = scope["query_string"].decode("utf-8", "replace")
        return Call(
            transport=scope["type"],
            method=scope.get("method", "GET"),
            # Outside the prefix nothing is served; no path begins without a slash, so none is found.
            path=(inside.rstrip("/") or "/") if inside is not None else path.lstrip("/"),
            base_url=f"{'https' if secure else 'http'}://{headers.get('host', 'localhost')}{prefix}",
            query=tuple(parse_qsl(query, keep_blank_values=True)) if query else (),
            headers=headers,
            request_id=self.service.new_id(),
            version=unnamed_version(None),
            new_id=self.service.new_id,
        )

    def _choose_version(self, call: Call, named: str | None) -> None:
        named = self.service.hooks.named_version(call, named)
        default = self.service.settings.api_version
        version = version_of(named) if named is not None else unnamed_version(default)
        dialect = self.service.settings.dialect
        call.version = version if dialect is None else in_dialect(version, dialect)

    def _methods(self, call: Call) -> Mapping[str, Documented]:
        """The operations at a path by method; raises Fault (404, or 426 for a socket) without any."""
        place = operations_at(call.version.described, call.path)
        if place is not None:
            call.parameters = place.parameters
            return place.what
        if channel_at(call.version.described, call.path) is not None:
            message = f"`{call.path}` is a socket; call it with a WebSocket upgrade"
            raise Fault(426, "Upgrade required", message, headers=(("upgrade", "websocket"),))
        prefix = self.service.settings.prefix
        where = f"; the API is served below `{prefix}`" if prefix else ""
        raise Fault(404, None, f"there is nothing at `{call.path[:200]}`{where}")


def _channel_of_later_version(call: Call) -> Place[Channel] | None:
    """A channel that came after the version of the call, where it opens to such clients too."""
    found = later_channel_at(call.version.date, call.path)
    socket = channels().get(found.what.name) if found is not None else None
    return found if socket is not None and socket.opens_to_older_versions else None


def _method_not_allowed(method: str, methods: Mapping[str, Documented]) -> Fault:
    allowed = _allowed(methods)
    return Fault(405, None, f"`{method}` is not allowed here; use {allowed}", headers=(("allow", allowed),))


def _allowed(methods: Mapping[str, Documented]) -> str:
    return ", ".join([*methods, *(["HEAD"] if "GET" in methods else []), "OPTIONS"])


def _options_reply(call: Call, methods: Mapping[str, Documented]) -> Reply:
    headers = [("allow", _allowed(methods))]
    if "access-control-request-method" in call.headers:
        wanted = call.headers.get("access-control-request-headers", "*")
        headers += [
            ("access-control-allow-methods", _allowed(methods)),
            ("access-control-allow-headers", wanted),
            ("access-control-max-age", "600"),
        ]
    return Reply(204, None, b"", headers)


async def _read_body(call: Call, receive: Receive) -> bytes:
    """The whole body; raises Fault (413) as soon as it is known to be too large."""
    too_large = Fault(413, None, f"the body must not exceed {MAX_BODY_BYTES} bytes", code="file_too_large")
    announced = call.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > MAX_BODY_BYTES:
        raise too_large
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MAX_BODY_BYTES:
            raise too_large
        if not message.get("more_body", False):
            return bytes(body)


async def _send_reply(reply: Reply, call: Call, receive: Receive, send: Send) -> None:
    headers = [("content-type", reply.media_type)] if reply.media_type is not None else []
    headers += reply.headers
    if isinstance(reply.body, bytes):
        if reply.status != 204:
            headers.append(("content-length", str(len(reply.body))))
        await send({"type": "http.response.start", "status": reply.status, "headers": _encoded(headers)})
        await send({"type": "http.response.body", "body": b"" if call.method == "HEAD" else reply.body})
        return
    await send({"type": "http.response.start", "status": reply.status, "headers": _encoded(headers)})
    if await _send_pieces(reply.body, receive, send):
        await send({"type": "http.response.body", "body": b""})


async def _send_pieces(pieces: AsyncGenerator[bytes, None], receive: Receive, send: Send) -> bool:
    """Sends a body piece by piece until it ends (True) or the client goes away (False), which also stops its
    making."""
    gone = asyncio.ensure_future(_gone(receive))
    try:
        async for piece in pieces:
            if gone.done():
                return False
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        return not gone.done()
    finally:
        gone.cancel()
        await pieces.aclose()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send_refusal(reply: Reply, send: Send) -> None:
    headers = [("content-type", reply.media_type or "text/plain"), *reply.headers]
    body = reply.body if isinstance(reply.body, bytes) else b""
    await send({"type": "websocket.http.response.start", "status": reply.status, "headers": _encoded(headers)})
    await send({"type": "websocket.http.response.body", "body": body})


async def _serve_lifespan(receive: Receive, send: Send) -> None:
    while True:
        message: Message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


def _encoded(headers: list[tuple[str, Any]]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), str(value).encode("latin-1", "replace")) for name, value in headers]
