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
import functools
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.types import Receive, Send

from contralto_client.protocol import Machine, RemoteProtocolError
from contralto_client.protocol.tables import TTS
from contralto_conformance.mock.errors import Fault, error_event
from contralto_conformance.mock.exchange import Call, Event
from contralto_conformance.mock.hooks import CloseSocket
from contralto_conformance.mock.limits import Claim
from contralto_conformance.mock.resources.ledger import Ledger
from contralto_conformance.mock.service import Pacer, Service
from contralto_conformance.mock.speaking import (
    PIECE_MS,
    check_locale,
    check_speakable,
    events_of,
    manner_of,
    raw_format_of,
    spoken,
    without_locale_pair,
)

from .base import Socket
from .contexts import MAX_WAITING_CHARS, Context, End, Flush, Speak

CONTEXT_ID_REQUIRED_SINCE = "2026-03-01"
# Clients of earlier versions use `flush_id` as an index and fail on one that they did not cause.
FLUSH_ID_ALWAYS_SINCE = "2025-11-04"


# Where a dialect documents none.
_EXPIRY = {"after_s": 5}


class TtsSocket(Socket):
    """One open connection of the channel."""

    name = "tts"

    def __init__(self, service: Service, call: Call, receive: Receive, send: Send) -> None:
        super().__init__(service, call, receive, send)
        self._machine = Machine(TTS, role="server")
        self._contexts: dict[str | None, Context] = {}
        self._workers: dict[Context, asyncio.Task[None]] = {}
        self._unnamed_turn = asyncio.Lock()
        self._is_over = False
        self._expiry_s = self.scaled("context_expiry", self.channel.limits.get("context_expiry", _EXPIRY)["after_s"])

    def live(self) -> tuple[str, ...]:
        """Ids of the contexts that have begun and not ended, oldest first."""
        return tuple(context_id for context_id in self._contexts if context_id is not None)

    def running(self) -> Iterable[asyncio.Task[Any]]:
        """The workers of the contexts."""
        self._is_over = True
        for context in self._contexts.values():
            context.discard()
        return self._workers.values()

    # Requests.

    async def read(self, frame: str | bytes) -> None:
        """A request: to generate, or to cancel."""
        self.stir("message")
        try:
            message = self.object_in(frame)
        except Fault as fault:
            await self._say_error(None, fault)
            return
        try:
            messages = self.hooks.incoming(self, message)
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
        self.channel.check_message("cancel", message)
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
        self.service.state(Ledger).check_speech(context.manner, transcript)
        context.add(transcript, flush=flush, is_last=is_last)

    def _check(self, asked: Mapping[str, Any]) -> None:
        call, service = self.call, self.service
        if not asked.get("context_id") and call.version.since(CONTEXT_ID_REQUIRED_SINCE):
            service.object_to(call, Fault(400, None, "`context_id` is missing; name a fresh context"))
            asked = {**asked, "context_id": "unnamed"}
        check_locale(service, call, asked)
        shown = without_locale_pair(asked)
        service.objecting(call, lambda: self.channel.check_message("generate", shown))

    def _open(self, context_id: str | None, asked: Mapping[str, Any], *, must_speak: bool) -> Context:
        manner = manner_of(self.service, self.call, asked)
        if must_speak:
            check_speakable(self.service, self.call, str(asked["transcript"]))
        delay_ms = asked.get("max_buffer_delay_ms")
        if delay_ms is None:
            delay_ms = self.channel.default_of("generate", "max_buffer_delay_ms") or 0
        context = Context(context_id, manner, raw_format_of(asked), self.scaled("buffer", delay_ms / 1000))
        claim = self.service.limits.claim("tts", functools.partial(self.hooks.place_in, self.call))
        self._contexts[context_id] = context
        worker = asyncio.create_task(self._work_off(context))
        self._workers[context] = worker
        worker.add_done_callback(lambda _: self._workers.pop(context, None))
        worker.add_done_callback(lambda _: self._give_back(context, claim))
        return context

    def _give_back(self, context: Context, claim: Claim) -> None:
        why = "left" if self._is_over else "cancelled" if context.is_cancelled else "done"
        self.service.give_back(self.call, claim, why)

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
            await self.close(close)
        except OSError:
            pass  # the client is gone
        except Exception:  # noqa: BLE001 - a context must not end without a word
            await self._fail(context.context_id, Fault(500, None, "the mock failed; this is a bug of the mock"))

    async def _speak(self, context: Context) -> None:
        pacer = Pacer(self.service.settings)
        while True:
            job = await context.next_job(self._expiry_s)
            if isinstance(job, Speak):
                await self._speak_text(context, job, pacer)
            elif isinstance(job, Flush):
                about = {**self._about(context, job.section), "flush_id": job.section}
                await self.say({"type": "flush_done", "done": False, "flush_done": True, "status_code": 206, **about})
            elif isinstance(job, End):
                if self._contexts.get(context.context_id) is context:
                    del self._contexts[context.context_id]
                if job.is_said:
                    await self.say({"type": "done", "done": True, "status_code": 200, **self._about(context, None)})
                return

    async def _speak_text(self, context: Context, job: Speak, pacer: Pacer) -> None:
        manner, form = context.manner, context.form
        about = self._about(context, job.section)
        for piece in spoken(job.text, manner, form, start_ms=context.until_ms, piece_ms=PIECE_MS):
            if context.is_cancelled:
                return
            context.until_ms = piece.until_ms
            for event in events_of(piece, manner, form, about):
                await self.say(event)
            await pacer.played(form.seconds(piece.audio))
        self.service.state(Ledger).charge_speech(self.call, manner, job.text)

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
        fault = self.hooks.fault(call, fault)
        form = self.hooks.error_format(call, call.error_format)
        await self.say(error_event(fault, form, call.new_id(), context_id))

    async def say(self, event: Event) -> None:
        """Sends an event and steps the machine of its context."""
        context_id = event.get("context_id")
        if isinstance(context_id, str) and not TTS.states[self._machine.state(context_id)].terminal:
            self._machine.send(event)
        # An ended context is answered all the same when its client goes on with it: only that client is in the
        # wrong.
        await super().say(event)
        self.stir("message")


def _context_id(message: Event) -> str | None:
    """The context that a request names; None when it names none."""
    context_id = message.get("context_id")
    return context_id if isinstance(context_id, str) and context_id else None
