"""The TTS socket: one connection with its contexts.

A reader takes requests, each context has a worker that works off its jobs in order, so contexts run side by side
and their messages interleave. Every message, both ways, steps the state machine of the channel; what a client may
not send is answered with an error event on its context, and the socket stays. Errors end their context and nothing
else.

After a cancel the piece under way is finished and nothing more is sent, not even `done`; requests for a cancelled
context are ignored. A context that is left alone for its expiry time is `done`; a socket without traffic is closed.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from starlette.types import Receive, Send

import contralto_spec
from contralto_client.protocol import Machine, RemoteProtocolError
from contralto_client.protocol.tables import TTS

from .bodies import read_object
from .contexts import MAX_WAITING_CHARS, Context, End, Flush, Speak
from .errors import Fault, error_event
from .exchange import Call, Event
from .hooks import CloseSocket
from .service import Pacer, Service
from .speaking import PIECE_MS, check_locale, events_of, manner_of, raw_format_of, spoken
from .speech import is_speakable
from .validation import check_message, default_of

CONTEXT_ID_REQUIRED_SINCE = "2026-03-01"
# Clients of earlier versions use `flush_id` as an index and fail on one that they did not cause.
FLUSH_ID_ALWAYS_SINCE = "2025-11-04"

_CHANNEL = "tts"


class TtsSocket:
    """One open connection; a `Session` for the hooks."""

    def __init__(self, service: Service, call: Call, receive: Receive, send: Send) -> None:
        self.call = call
        self.memo: dict[str, Any] = {}
        self._service = service
        self._hooks = service.hooks
        self._receive = receive
        self._send = send
        self._machine = Machine(TTS, role="server")
        self._contexts: dict[str | None, Context] = {}
        self._workers: dict[Context, asyncio.Task[None]] = {}
        self._unnamed_turn = asyncio.Lock()
        self._loop = asyncio.get_running_loop()
        self._active_at = self._loop.time()
        limits = contralto_spec.load().asyncapi(call.version.described)["channels"][_CHANNEL]["x-limits"]
        self._idle: Mapping[str, Any] = limits["idle_close"]
        self._expiry_s = self._scaled("context_expiry", limits["context_expiry"]["after_s"])

    def live(self) -> tuple[str, ...]:
        """Ids of the contexts that have begun and not ended, oldest first."""
        return tuple(context_id for context_id in self._contexts if context_id is not None)

    async def run(self) -> None:
        """Serves the connection until either side closes it."""
        watch = asyncio.create_task(self._close_when_idle())
        try:
            while (message := await self._receive())["type"] != "websocket.disconnect":
                self._active_at = self._loop.time()
                text = message.get("text")
                try:
                    await self._read(text if text is not None else message.get("bytes", b""))
                except CloseSocket as close:
                    await self._close(close)
        except OSError:
            pass  # the client is gone
        finally:
            tasks = [watch, *self._workers.values()]
            for task in tasks:
                task.cancel()
            for context in self._contexts.values():
                context.discard()
            await asyncio.gather(*tasks, return_exceptions=True)

    # Requests.

    async def _read(self, frame: str | bytes) -> None:
        try:
            if isinstance(frame, bytes):
                raise Fault(400, None, "a binary frame came; requests are text frames of one JSON object")
            message = read_object(frame)
        except Fault as fault:
            self._hooks.unreadable(self, frame)
            await self._say_error(None, fault)
            return
        try:
            messages = self._hooks.incoming(self, message)
        except Fault as fault:
            await self._fail(_context_id(message), fault)
            return
        for each in messages:
            await self._work_on(each)

    async def _work_on(self, message: Event) -> None:
        named = _context_id(message)
        try:
            if message.get("cancel") is True:
                self._cancel(message, named)
            else:
                self._input(message, named)
        except Fault as fault:
            await self._fail(named, fault)

    def _cancel(self, message: Event, context_id: str | None) -> None:
        check_message(self.call.version.described, _CHANNEL, "cancel", message)
        before = self._machine.state(str(context_id))
        try:
            self._machine.receive(message)
        except RemoteProtocolError:
            if before == TTS.initial:
                raise Fault(400, "Invalid context", f"there is no context `{context_id}` to cancel") from None
            return  # it has ended or was cancelled: nothing is left to do
        context = self._contexts.pop(context_id, None)
        if context is not None:
            context.cancel()

    def _input(self, message: Event, context_id: str | None) -> None:
        # Clients of old versions send null for what they leave out.
        asked: dict[str, Any] = {name: value for name, value in message.items() if value is not None}
        self._check(asked)
        try:
            self._machine.receive(asked)
        except RemoteProtocolError:
            if self._machine.state(str(context_id)) == "cancelled":
                return
            raise Fault(400, "Invalid context", f"the context `{context_id}` has ended; use a fresh id") from None
        flush, is_last = bool(asked.get("flush")), not asked.get("continue")
        context = self._contexts.get(context_id)
        if context is None or context.has_ended:
            context = self._open(context_id, asked, must_speak=is_last and not flush)
        transcript = str(asked.get("transcript", ""))
        if context.waiting_chars + len(transcript) > MAX_WAITING_CHARS:
            complaint = f"more than {MAX_WAITING_CHARS} characters would wait in one context; send less at a time"
            raise Fault(429, "Too much text", complaint)
        context.add(transcript, flush=flush, is_last=is_last)

    def _check(self, asked: Mapping[str, Any]) -> None:
        call, service = self.call, self._service
        if not asked.get("context_id") and call.version.since(CONTEXT_ID_REQUIRED_SINCE):
            service.object_to(call, Fault(400, None, "`context_id` is missing; name a fresh context"))
            asked = {**asked, "context_id": "unnamed"}
        check_locale(service, call, asked)
        shown = {name: value for name, value in asked.items() if name != "locale" or "language" not in asked}
        service.objecting(call, lambda: check_message(call.version.described, _CHANNEL, "generate", shown))

    def _open(self, context_id: str | None, asked: Mapping[str, Any], *, must_speak: bool) -> Context:
        manner = manner_of(self._service, self.call, asked)
        if must_speak and not is_speakable(str(asked["transcript"])):
            message = "`transcript` must hold something to say: at least one letter or digit"
            self._service.object_to(self.call, Fault(400, "Empty transcript", message))
        delay_ms = asked.get("max_buffer_delay_ms")
        if delay_ms is None:
            delay_ms = default_of(self.call.version.described, _CHANNEL, "generate", "max_buffer_delay_ms")
        context = Context(context_id, manner, raw_format_of(asked), self._scaled("buffer", delay_ms / 1000))
        self._contexts[context_id] = context
        worker = asyncio.create_task(self._work_off(context))
        self._workers[context] = worker
        worker.add_done_callback(lambda _: self._workers.pop(context, None))
        return context

    # Answers.

    async def _work_off(self, context: Context) -> None:
        try:
            if context.context_id is None:
                # Answers without a name can only be told apart by coming one context after the other.
                async with self._unnamed_turn:
                    await self._speak(context)
            else:
                await self._speak(context)
        except CloseSocket as close:
            await self._close(close)
        except OSError:
            pass  # the client is gone
        except Exception:  # noqa: BLE001 - a context must not end without a word
            await self._fail(context.context_id, Fault(500, None, "the mock failed; this is a bug of the mock"))

    async def _speak(self, context: Context) -> None:
        pacer = Pacer(self._service.settings)
        while True:
            job = await context.next_job(self._expiry_s)
            if isinstance(job, Speak):
                await self._speak_text(context, job, pacer)
            elif isinstance(job, Flush):
                about = {**self._about(context, job.section), "flush_id": job.section}
                await self._say({"type": "flush_done", "done": False, "flush_done": True, "status_code": 206, **about})
            elif isinstance(job, End):
                if self._contexts.get(context.context_id) is context:
                    del self._contexts[context.context_id]
                if job.is_said:
                    await self._say({"type": "done", "done": True, "status_code": 200, **self._about(context, None)})
                return

    async def _speak_text(self, context: Context, job: Speak, pacer: Pacer) -> None:
        manner, form = context.manner, context.form
        about = self._about(context, job.section)
        for piece in spoken(job.text, manner, form, start_ms=context.until_ms, piece_ms=PIECE_MS):
            if context.is_cancelled:
                return
            context.until_ms = piece.until_ms
            for event in events_of(piece, manner, form, about):
                await self._say(event)
            await pacer.played(form.seconds(piece.audio))

    def _about(self, context: Context, section: int | None) -> Event:
        about: Event = {} if context.context_id is None else {"context_id": context.context_id}
        if section is not None and (section > 1 or self.call.version.since(FLUSH_ID_ALWAYS_SINCE)):
            about["flush_id"] = section
        return about

    async def _fail(self, context_id: str | None, fault: Fault) -> None:
        """Ends a context with an error; without an id the error concerns a request that names none."""
        context = self._contexts.pop(context_id, None)
        if context is not None:
            context.discard()
            worker = self._workers.get(context)
            if worker is not None and worker is not asyncio.current_task():
                worker.cancel()
        await self._say_error(context_id, fault)

    async def _say_error(self, context_id: str | None, fault: Fault) -> None:
        call = self.call
        fault = self._hooks.fault(call, fault)
        form = self._hooks.error_format(call, call.error_format)
        await self._say(error_event(fault, form, call.new_id(), context_id))

    async def _say(self, event: Event) -> None:
        context_id = event.get("context_id")
        if isinstance(context_id, str) and not TTS.states[self._machine.state(context_id)].terminal:
            self._machine.send(event)
        # An ended context is answered all the same when its client goes on with it: only that client is in the
        # wrong.
        for changed in self._hooks.outgoing(self, event):
            frame = self._hooks.frame(self, changed, json.dumps(changed, separators=(",", ":")))
            await self._send({"type": "websocket.send", "text" if isinstance(frame, str) else "bytes": frame})
            self._active_at = self._loop.time()

    # The end.

    async def _close_when_idle(self) -> None:
        idle_s = self._scaled("idle_close", self._idle["after_s"])
        left = idle_s
        while left > 0:
            await asyncio.sleep(left)
            left = self._active_at + idle_s - self._loop.time()
        closing = self._hooks.closing(self, self._idle["code"], self._idle["reason"])
        if closing is not None:
            await self._close(CloseSocket(*closing))

    async def _close(self, close: CloseSocket) -> None:
        await self._send({"type": "websocket.close", "code": close.code, "reason": close.reason})

    def _scaled(self, what: str, seconds: float) -> float:
        return self._hooks.wait_s(self, what, seconds * self._service.settings.time_scale)


def _context_id(message: Event) -> str | None:
    """The context that a request names; None when it names none."""
    context_id = message.get("context_id")
    return context_id if isinstance(context_id, str) and context_id else None
