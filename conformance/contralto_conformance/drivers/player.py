"""Plays one case against one endpoint. What the target does wrong is recorded, never raised."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import json
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from contralto_conformance.cases.model import (
    FILLER_PIECE,
    Audio,
    Await,
    AwaitClose,
    AwaitError,
    Barrier,
    Case,
    Close,
    Connect,
    File,
    HangUp,
    LetGo,
    Manner,
    Pause,
    Ping,
    Repeat,
    Request,
    Save,
    Send,
    SendAudio,
    SendBinary,
    SendFragments,
    SendRaw,
    Step,
    Upstream,
    WaitIdle,
    Walk,
)
from contralto_conformance.cases.variables import PIECE, PLAN, ROUND, UPSTREAM_URL
from contralto_conformance.cases.waves import ENCODINGS, silence, tone
from contralto_conformance.drivers import forms
from contralto_conformance.drivers import http as http_driver
from contralto_conformance.drivers import raw as raw_driver
from contralto_conformance.drivers.endpoint import (
    WITHOUT_PLAN,
    Address,
    Endpoint,
    Unplayable,
    address,
    plan_values,
)
from contralto_conformance.drivers.http import Answer
from contralto_conformance.drivers.values import Values, resolve_pointer
from contralto_conformance.drivers.websocket import Socket
from contralto_conformance.trace import MARK_HEADER, PROXY_LOG, Exchange, Trace

BARRIER_TEXT = "One more."
MAX_LOG_BYTES = 256 * 1024
"""What is read of a proxy's log after a case."""

MAX_AUDIO_BYTES = 1024 * 1024
"""The longest answer that is sent on as audio: recordings and reports stay of a size whatever a target answers."""


class Network:
    """What the plays of one run share: HTTP client and TLS settings. An async context manager."""

    def __init__(self, *, secure: bool, patience_s: float) -> None:
        self.tls: ssl.SSLContext | None = http_driver.tls_context() if secure else None
        self.http: httpx.AsyncClient = http_driver.client(self.tls, patience_s)
        self.slow_http: httpx.AsyncClient = http_driver.client(
            self.tls, patience_s, buffer_bytes=http_driver.HELD_BUFFER_BYTES
        )

    async def __aenter__(self) -> Network:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.http.aclose()
        await self.slow_http.aclose()


async def play(case: Case, endpoint: Endpoint, network: Network, *, seed: int) -> Trace:
    """Plays the case to its end, or to the step that cannot be played (then `Trace.stopped` says why)."""
    behind = endpoint.behind if case.examines_proxy else None
    if behind is None and case.needs_upstream:
        return Trace(case.name, endpoint.version, case.tags, stopped="it needs `--upstream`")
    if behind is not None:
        await behind.begin()
    log = endpoint.proxy_log if case.examines_proxy else None
    began_at = _log_size(log)
    run = _Play(case, endpoint, network, seed)
    try:
        stopped = await run.steps()
    finally:
        await run.hang_up()
    trace = run.trace(stopped, None if behind is None else await behind.arrived(run.began))
    if log is None:
        return trace
    written = endpoint.redactor.text(_log_since(log, began_at))
    return replace(trace, values={**trace.values, PROXY_LOG: written})


def _log_size(log: Path | None) -> int:
    return log.stat().st_size if log is not None and log.exists() else 0


def _log_since(log: Path, at: int) -> str:
    """What was written into the log since it had that size; of much the beginning."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(at)
        return file.read(MAX_LOG_BYTES).decode("utf-8", "replace")


def default_request(model: str, voice: str) -> dict[str, Any]:
    """The generation request under every `send`: everything required except transcript and context id."""
    return {
        "model_id": model,
        "voice": {"mode": "id", "id": voice},
        "output_format": {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 24000},
    }


class _Play:
    """State of one play: its variables, sockets and finished exchanges."""

    def __init__(self, case: Case, endpoint: Endpoint, network: Network, seed: int) -> None:
        self._case = case
        self._endpoint = endpoint
        self._network = network
        self._started = time.monotonic()
        self._mark = hashlib.blake2b(f"{seed}/{endpoint.version}/{case.name}".encode(), digest_size=6).hexdigest()
        self._values = Values(
            seed=seed,
            version=endpoint.version,
            case=case.name,
            given={
                "voice": endpoint.voice,
                "model": endpoint.model,
                "run": endpoint.run,
                **endpoint.agents,
                **plan_values(endpoint.plan),
                **_behind(endpoint),
            },
            without={**dict.fromkeys(PLAN, WITHOUT_PLAN), **endpoint.without},
        )
        self._exchanges: list[Answer | Exchange | Socket] = []
        self._round = 0
        self._answers: dict[str, Exchange] = {}
        self._audio: dict[str, tuple[Audio, bytes]] = {}
        self._barriers = 0

    @property
    def began(self) -> float:
        """Reading of `time.monotonic` when the case began."""
        return self._started

    async def steps(self) -> str:
        """Plays all steps; returns "" or why it stopped."""
        stopped = await self._play(self._case.steps)
        if stopped:
            await self._clean_up()
        return stopped

    async def _clean_up(self) -> None:
        for step in self._case.steps:
            if isinstance(step, Request) and step.always and step.label not in self._answers:
                with contextlib.suppress(Unplayable):  # nothing was made
                    await self._request(step)

    async def _play(self, steps: Sequence[Step]) -> str:
        for number, step in enumerate(steps, start=1):
            try:
                why = await self._step(step)
            except Unplayable as reason:
                why = str(reason)
            except UnicodeEncodeError:
                why = "a value that the target gave holds half a surrogate pair, which cannot be sent"
            except RecursionError:
                why = "a value that the target gave is nested too deeply to be sent"
            if why:
                return f"step {number} ({_word(step)}): {why}"
        return ""

    async def hang_up(self) -> None:
        """Closes all sockets and held answers that are still open."""
        await self._let_go()
        for socket in self._sockets():
            await socket.close()

    def trace(self, stopped: str, upstream: tuple[Exchange, ...] | None = None) -> Trace:
        """What was recorded, redacted. upstream: what arrived behind the proxy, not redacted."""
        redactor = self._endpoint.redactor
        recorded = [e if isinstance(e, Exchange) else e.exchange() for e in self._exchanges]
        for exchange in (*recorded, *(upstream or ())):
            redactor.learn(exchange)
        return Trace(
            case=self._case.name,
            api_version=self._endpoint.version,
            tags=self._case.tags,
            exchanges=tuple(redactor.exchange(exchange) for exchange in recorded),
            values={name: redactor.text(value) for name, value in self._values.as_text().items()},
            stopped=redactor.text(stopped),
            upstream=None if upstream is None else tuple(redactor.exchange(exchange) for exchange in upstream),
        )

    def _sockets(self) -> list[Socket]:
        return [e for e in self._exchanges if isinstance(e, Socket)]

    async def _step(self, step: Step) -> str:
        match step:
            case Request():
                return await self._request(step)
            case Walk():
                return await self._walk(step)
            case Connect():
                return await self._connect(step)
            case Save():
                return self._save(step)
            case Audio():
                return self._make_audio(step)
            case Pause(seconds_s=seconds_s):
                await asyncio.sleep(seconds_s)
                return ""
            case LetGo():
                return await self._let_go()
            case Repeat():
                return await self._repeat(step)
            case Upstream():
                return await self._behave(step)
            case _:
                return await self._on_socket(step, self._socket(step.on))

    async def _let_go(self) -> str:
        for answer in self._exchanges:
            if isinstance(answer, Answer):
                await answer.let_go()
        return ""

    async def _repeat(self, step: Repeat) -> str:
        times = step.times if isinstance(step.times, int) else int(self._values.get(step.times))
        try:
            for self._round in range(1, times + step.plus + 1):
                self._values.set(ROUND, self._round)
                if why := await self._play(step.steps):
                    return f"round {self._round}, {why}"
        finally:
            self._round = 0
            self._values.forget(ROUND)
        return ""

    def _label(self, label: str) -> str:
        return f"{label}-{self._round}" if self._round else label

    def _socket(self, label: str | None) -> Socket:
        sockets = self._sockets()
        if label is not None:
            sockets = [socket for socket in sockets if socket.label == label]
        if not sockets:
            raise Unplayable(f"there is no socket `{label}`" if label else "no socket was opened")
        return sockets[-1]

    async def _on_socket(self, step: Step, socket: Socket) -> str:
        if isinstance(step, AwaitClose):
            return await socket.await_close()
        if isinstance(step, AwaitError):
            return await socket.await_error()
        if isinstance(step, Close):
            await socket.close(step.code, step.reason)
            return ""
        if isinstance(step, HangUp):
            await socket.hang_up()
            return ""
        if isinstance(step, WaitIdle):
            return await self._wait_idle(step, socket)
        if not socket.is_open and not isinstance(step, Await):
            return f"the socket is not open: {socket.detail}"
        match step:
            case Send(message=message):
                text = json.dumps(self._message(message), ensure_ascii=False)
                socket.send_text([text])
            case SendRaw(text=text):
                socket.send_text([self._values.text(text)])
            case SendFragments(pieces=pieces):
                socket.send_text([self._values.text(piece) for piece in pieces])
            case SendBinary(payload=payload):
                socket.send_binary(payload)
            case SendAudio():
                return await self._send_audio(step, socket)
            case Ping():
                return await socket.ping(b"contralto")
            case Await(members=members):
                return await socket.await_message(self._values.fill(members))
            case Barrier():
                self._barriers += 1
                context_id = self._values.fresh(f"barrier_{self._barriers}")
                request = self._message({"transcript": BARRIER_TEXT, "context_id": context_id})
                socket.send_text([json.dumps(request)])
                return await socket.await_message({"type": "done", "context_id": context_id})
            case _:
                raise AssertionError(f"step without a player: {step!r}")
        return ""

    async def _wait_idle(self, step: WaitIdle, socket: Socket) -> str:
        limit_s = self._endpoint.idle_limit_s(socket.path)
        if limit_s is None:
            return f"no document says when an idle socket at `{socket.path}` is closed"
        self._values.set("idle_s", limit_s)
        await socket.idle(step.part * limit_s)
        return ""

    def _message(self, message: Mapping[str, Any]) -> dict[str, Any]:
        defaults = {} if "cancel" in message else default_request(self._endpoint.model, self._endpoint.voice)
        merged = {**defaults, **self._values.fill(message)}
        return {name: value for name, value in merged.items() if value is not None}

    def _address(self, step: Request | Connect, *, socket: bool) -> Address:
        fill = self._values.text
        needs_token = step.auth in {"access-token", "query-access-token"}
        return address(
            self._endpoint,
            fill(step.path),
            tuple((name, fill(value)) for name, value in step.query),
            self._marked(step.label, {n: None if value is None else fill(value) for n, value in step.headers.items()}),
            auth=step.auth,
            version=step.version,
            token=str(self._values.get("token")) if needs_token else None,
            socket=socket,
            raw_query=fill(step.raw_query),
        )

    def _marked(self, label: str, headers: dict[str, str | None]) -> dict[str, str | None]:
        """The headers of a request, with the mark by which it is known again behind the proxy."""
        return {**headers, MARK_HEADER: f"{self._mark}-{label}"} if self._case.examines_proxy else headers

    async def _behave(self, step: Upstream) -> str:
        behind = self._endpoint.behind
        assert behind is not None
        fill = self._values.text
        answer = step.answer
        if answer is not None:
            answer = replace(
                answer,
                headers=tuple((name, fill(value)) for name, value in answer.headers),
                pieces=tuple(
                    piece if piece is FILLER_PIECE else fill(piece.decode()).encode() for piece in answer.pieces
                ),
            )
        acts = None if step.socket is None else tuple(replace(act, text=fill(act.text)) for act in step.socket)
        await behind.behave(replace(step, answer=answer, socket=acts))
        return ""

    async def _request(self, step: Request) -> str:
        to = self._address(step, socket=False)
        content, media_type = self._content(step)
        if media_type is not None and not any(name == "content-type" for name, _ in to.headers):
            to = replace(to, headers=(*to.headers, ("content-type", media_type)))
        more = tuple((name.lower(), self._values.text(value)) for name, value in step.more_headers)
        to = replace(to, headers=(*to.headers, *more))
        label, started_s = self._label(step.label), time.monotonic() - self._started
        if step.manner is not None or step.raw_query or more:
            read = await raw_driver.exchange(
                self._network.tls,
                self._endpoint,
                label,
                step.method,
                to,
                content,
                step.manner or Manner(),
                started_s=started_s,
            )
            self._exchanges.append(read)
        else:
            read = await self._answer(step, label, to, content, started_s)
        self._answers[label] = read
        return f"no answer: {read.detail}" if read.status is None else ""

    async def _answer(
        self, step: Request, label: str, to: Address, content: bytes | None, started_s: float
    ) -> Exchange:
        """The answer to a request that is in order, or its first piece if it is held."""
        http = self._network.slow_http if step.hold else self._network.http
        answer = Answer(http, self._endpoint, label, step.method, to, content, started_s)
        self._exchanges.append(answer)
        await answer.read(first_piece_only=step.hold)
        read = answer.exchange()
        if not answer.is_held:
            self._exchanges[-1] = read
        return read

    def _content(self, step: Request) -> tuple[bytes | None, str | None]:
        """The body of a request and the media type that comes with it, each None for none."""
        if step.json is not None:
            return json.dumps(self._values.fill(step.json), ensure_ascii=False).encode(), "application/json"
        if step.form:
            return forms.encode(self._part(self._values.text(name), value) for name, value in step.form)
        if step.filler_bytes:
            whole = FILLER_PIECE * (step.filler_bytes // len(FILLER_PIECE) + 1)
            return whole[: step.filler_bytes], "application/octet-stream"
        return None if step.body is None else self._values.text(step.body).encode(), None

    def _part(self, name: str, value: str | File) -> forms.Part:
        if isinstance(value, str):
            return forms.Part(name, self._values.text(value).encode())
        return forms.Part(name, self._file_content(value), self._values.text(value.name), value.media_type)

    def _file_content(self, file: File) -> bytes:
        """The content of a file. Raises Unplayable if it was to come from an answer that has none."""
        if file.answer is not None:
            answer = self._answers.get(file.answer)
            if answer is None or answer.status != 200 or not answer.body:
                status = "no answer" if answer is None else f"status {answer.status}, {len(answer.body)} bytes"
                raise Unplayable(f"`{file.answer}` has no body to send as `{file.name}` ({status})")
            return answer.body
        if file.tone_s is not None:
            return forms.tone(file.tone_s)
        return file.content if file.content is not None else self._values.text(file.text or "").encode()

    async def _walk(self, step: Walk) -> str:
        query, seen = step.query, set[str]()
        for number in range(1, step.max_pages + 1):
            label = f"{step.label}-{number}"
            why = await self._request(Request(label, "GET", step.path, query))
            last = _last_id(self._answers[label])
            if why or last is None or last in seen:
                return why
            seen.add(last)
            query = (*step.query, ("starting_after", last.replace("$", "$$")))
        return ""

    async def _connect(self, step: Connect) -> str:
        to = self._address(step, socket=True)
        socket = Socket(self._endpoint, self._label(step.label), to, time.monotonic() - self._started)
        self._exchanges.append(socket)
        offered = tuple(self._values.text(name) for name in step.subprotocols)
        if step.auth == "subprotocol":
            offered = (self._endpoint.token_prefix + self._endpoint.api_key, *offered)
        await socket.open(offered, self._network.tls, is_compressed=step.is_compressed)
        return ""

    def _make_audio(self, step: Audio) -> str:
        if step.source is None:
            made = (
                tone(step.length_ms, step.tone_hz, step.encoding, step.sample_rate)
                if step.tone_hz
                else silence(step.length_ms, step.encoding, step.sample_rate)
            )
        else:
            answer = self._answers.get(step.source)
            if answer is None or answer.status != 200 or not answer.body:
                return f"the answer `{step.source}` holds no audio"
            if len(answer.body) > MAX_AUDIO_BYTES:
                return f"the audio of `{step.source}` is longer than {MAX_AUDIO_BYTES} bytes"
            made = answer.body
        self._audio[step.name] = (step, made)
        return ""

    async def _send_audio(self, step: SendAudio, socket: Socket) -> str:
        for name in step.names:
            if name not in self._audio:
                return f"there is no audio `{name}`"
        form = self._audio[step.names[0]][0]
        whole = b"".join(self._audio[name][1] for name in step.names)
        size = step.piece_bytes or len(whole)
        if step.piece_ms is not None:
            size = max(1, step.piece_ms * form.sample_rate // 1000) * ENCODINGS[form.encoding]
        began_s = time.monotonic()
        for number, at in enumerate(range(0, len(whole), size)):
            if step.paced and step.piece_ms is not None:
                await asyncio.sleep(began_s + number * step.piece_ms / 1000 - time.monotonic())
            if not socket.is_open:
                return f"the socket is not open: {socket.detail}"
            piece = whole[at : at + size]
            if step.message is None:
                socket.send_binary(piece)
            else:
                self._values.set(PIECE, base64.b64encode(piece).decode())
                socket.send_text([json.dumps(self._values.fill(step.message), ensure_ascii=False)])
                self._values.forget(PIECE)
            if why := await socket.drain():
                return why
        return ""

    def _saved(self, label: str, pointer: str) -> Any:
        """The value to keep. Raises Unplayable if it was not received."""
        if any(socket.label == label for socket in self._sockets()):
            for frame in self._socket(label).exchange().received("text"):
                with contextlib.suppress(ValueError, KeyError):
                    return resolve_pointer(frame.json(), pointer)
            raise Unplayable(f"no message of `{label}` has anything at `{pointer}`")
        answer = self._answers.get(label)
        if answer is None:
            raise Unplayable(f"there is no answer `{label}`")
        try:
            value = resolve_pointer(answer.json(), pointer)
        except ValueError:
            raise Unplayable(f"the body of `{label}` is not JSON (status {answer.status})") from None
        except KeyError:
            raise Unplayable(f"the body of `{label}` has nothing at `{pointer}` (status {answer.status})") from None
        if value is None:
            raise Unplayable(f"the body of `{label}` has null at `{pointer}`")
        return value

    def _save(self, step: Save) -> str:
        for name, (label, pointer) in step.values.items():
            value = self._saved(label, pointer)
            self._values.set(name, value)
            if name == "token" and isinstance(value, str):
                self._endpoint.redactor.add(value)
        return ""


def _behind(endpoint: Endpoint) -> dict[str, str]:
    return {} if endpoint.behind is None else {UPSTREAM_URL: endpoint.behind.url, **endpoint.proxy_facts}


def _last_id(answer: Exchange) -> str | None:
    """Id of the last entry of a page; None if it is empty or no page."""
    try:
        last = answer.json()["data"][-1]["id"]
    except (ValueError, KeyError, IndexError, TypeError):
        return None
    return last if isinstance(last, str) else None


def _word(step: Step) -> str:
    return {
        "Request": "request",
        "Walk": "walk",
        "Connect": "connect",
        "Send": "send",
        "SendRaw": "send_raw",
        "SendBinary": "send_binary",
        "Audio": "audio",
        "SendAudio": "send_audio",
        "SendFragments": "send_fragments",
        "Ping": "ping",
        "Await": "await",
        "AwaitError": "await_error",
        "AwaitClose": "await_close",
        "Barrier": "barrier",
        "Close": "close",
        "HangUp": "hang_up",
        "Upstream": "upstream",
        "Save": "save",
        "Pause": "pause_s",
        "WaitIdle": "wait_idle",
        "LetGo": "let_go",
        "Repeat": "repeat",
    }[type(step).__name__]
