"""The gateway: finds the operation, version and caller of each request, and sends the answer.

Everything below the prefix is answered in the error format of the request's version, unknown paths, methods and
mishaps included. Every answer carries `X-Request-Id`, refused and accepted upgrades too. Browsers may call from
anywhere (access tokens are made for them).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import ExitStack, suppress
from urllib.parse import parse_qsl

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .admin import Admin
from .documented import Channel, Documented, Place, channel_at, later_channel_at, operations_at
from .errors import Fault
from .exchange import Call, Reply
from .faults import Faults
from .forms import read_form
from .journal import Journal
from .operations import handlers, takes_form
from .resources.files import LINKS, follow_link
from .service import Service
from .settings import MockSettings
from .sockets import channels
from .versions import known_dates, unnamed_version, version_asked
from .wire import encoded, headers_of, path_below, send_whole

MAX_BODY_BYTES = 4 * 1024 * 1024

_EXPOSED = "X-Request-Id, Cartesia-File-ID, X-Has-More, X-Next-Cursor"


def create_app(settings: MockSettings | None = None) -> MockApp:
    """The mock as an ASGI application.

    Raises ValueError for an `api_version`, a defect or a fault that does not exist.
    """
    service = Service(settings or MockSettings())
    default = service.settings.api_version
    if default is not None and default not in known_dates():
        raise ValueError(f"API version `{default}` does not exist; known are {', '.join(known_dates())}")
    return MockApp(service)


class MockApp:
    """The layers of the mock; they render errors themselves.

    From the outside in: the journal sees everything as it is on the wire, administration is out of reach of the faults,
    and the gateway knows nothing of any of them.
    """

    def __init__(self, service: Service) -> None:
        self.service = service
        gateway = Gateway(service)
        self.faults = Faults(gateway, service, gateway.call_of)
        self.journal = Journal(service)
        layers: ASGIApp = self.journal.around(self.faults) if self.journal.size else self.faults
        self._outermost: ASGIApp = Admin(layers, self) if service.settings.admin else layers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection of the ASGI server."""
        await self._outermost(scope, receive, send)

    def reset(self, seed: int | None = None) -> None:
        """Back to the start, or to that with another seed: records, journal, and the faults of the settings."""
        self.service.reset(seed)
        self.faults.set(self.service.settings.faults)
        self.journal.clear()


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
        call = self._begun(scope)
        try:
            await self._answer(call, scope, receive, send)
        finally:
            if call.form is not None:
                call.form.close()

    async def _answer(self, call: Call, scope: Scope, receive: Receive, send: Send) -> None:
        with ExitStack() as held:
            reply = await self._reply(call, receive, held)
            reply.headers.append(("x-request-id", call.request_id))
            if "origin" in call.headers:
                reply.headers += [("access-control-allow-origin", "*"), ("access-control-expose-headers", _EXPOSED)]
            if await _send_reply(self.service.hooks.reply(call, reply), scope, receive, send):
                call.memo["is_answered"] = True

    async def _reply(self, call: Call, receive: Receive, held: ExitStack) -> Reply:
        try:
            self._choose_version(call)
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
                held.enter_context(self.service.place(call, operation))
            answer = handlers().get((operation.method, operation.path))
            if answer is None:
                message = (
                    f"`{operation.method} {operation.path}` belongs to the service, but this mock does not serve it yet"
                )
                raise Fault(501, "Not served by this mock", message)
            if call.method not in ("GET", "HEAD"):
                await self._read(call, operation, receive)
            return await answer(self.service, call)
        except Fault as fault:
            return self.service.error_reply(call, fault)
        except Exception:  # noqa: BLE001 - a mock must answer, and in the format of the version
            return self.service.error_reply(call, Fault(500, None, "the mock failed; this is a bug of the mock"))

    async def _read(self, call: Call, operation: Documented, receive: Receive) -> None:
        """Reads what the client sends; raises Fault (408) when that takes too long."""
        try:
            async with asyncio.timeout(self.service.settings.request_timeout_s):
                if takes_form(call):
                    call.form = await read_form(operation, call.headers, receive)
                else:
                    call.body = await _read_body(call, receive)
        except TimeoutError:
            raise Fault(408, "Request timeout", "the body took too long", headers=(("connection", "close"),)) from None

    async def _serve_socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()  # the server's announcement of the upgrade
        with ExitStack() as held:
            await self._open_socket(scope, receive, send, held)

    async def _open_socket(self, scope: Scope, receive: Receive, send: Send, held: ExitStack) -> None:
        call = self._begun(scope)
        hooks = self.service.hooks
        try:
            self._choose_version(call)
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
            held.enter_context(self.service.place(call, call.channel))
        except Fault as fault:
            reply = self.service.error_reply(call, fault)
            reply.headers.append(("x-request-id", call.request_id))
            await send_whole(scope, send, hooks.reply(call, reply))
            return
        headers = hooks.upgrade_headers(call, [("x-request-id", call.request_id)])
        await send({"type": "websocket.accept", "subprotocol": subprotocol, "headers": encoded(headers)})
        await socket(self.service, call, receive, send).run()

    def call_of(self, scope: Scope) -> Call:
        """A request as others than the gateway see it; one of an unknown version is of the version of the mock."""
        call = self._begun(scope)
        with suppress(Fault):
            self._choose_version(call)
        return call

    def _begun(self, scope: Scope) -> Call:
        prefix = self.service.settings.prefix
        headers = headers_of(scope)
        secure = scope.get("scheme") in ("https", "wss")
        query = scope["query_string"].decode("utf-8", "replace")
        return Call(
            transport=scope["type"],
            method=scope.get("method", "GET"),
            path=path_below(prefix, scope["path"]),
            base_url=f"{'https' if secure else 'http'}://{headers.get('host', 'localhost')}{prefix}",
            query=tuple(parse_qsl(query, keep_blank_values=True)) if query else (),
            headers=headers,
            request_id=self.service.new_id(),
            version=unnamed_version(None),
            new_id=self.service.new_id,
            has_final_slash=scope["path"].endswith("/"),
        )

    def _choose_version(self, call: Call) -> None:
        """Raises Fault (400) for a version that does not exist."""
        named = call.headers.get("cartesia-version")
        if call.transport == "websocket":
            named = dict(call.query).get("cartesia_version") or named
        named = self.service.hooks.named_version(call, named)
        settings = self.service.settings
        call.version = version_asked(named, settings.api_version, settings.dialect)

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


async def _send_reply(reply: Reply, scope: Scope, receive: Receive, send: Send) -> bool:
    """Whether the client stayed until the end."""
    if isinstance(reply.body, bytes):
        await send_whole(scope, send, reply)
        return True
    headers = [("content-type", reply.media_type)] if reply.media_type is not None else []
    await send({"type": "http.response.start", "status": reply.status, "headers": encoded(headers + reply.headers)})
    if not await _send_pieces(reply.body, receive, send):
        return False
    await send({"type": "http.response.body", "body": b""})
    return True


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


async def _serve_lifespan(receive: Receive, send: Send) -> None:
    while True:
        message: Message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
