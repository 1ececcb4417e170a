"""A service that plays one scenario: what its script says, byte by byte and frame by frame, and nothing else.

It speaks HTTP and sockets without a framework, since what is provoked lies below one: where a body is cut into pieces,
which frames make a message, pings, connections that go without a word. What a client does is recorded as exchanges of a
trace.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from websockets.frames import Frame as WireFrame
from websockets.frames import Opcode
from websockets.http11 import Request as Upgrade
from websockets.server import ServerProtocol

from contralto_conformance.drivers.redact import Redactor
from contralto_conformance.trace import REDACTED_KEY, Ending, Exchange, Frame, Kind

from .scenarios import Scenario

MAX_HEAD_BYTES = 64 * 1024
MAX_BODY_BYTES = 4 * 1024 * 1024
MAX_EXCHANGES = 500
_SSE = "text/event-stream"


class Stage:
    """A service on a free port of the loopback, as an async context manager."""

    def __init__(self, scenario: Scenario, secrets: Iterable[str]) -> None:
        self._scenario = scenario
        self._redactor = Redactor()
        for secret in secrets:
            self._redactor.add(secret, REDACTED_KEY)
        self._records: list[_Record] = []
        self._answered: Counter[int] = Counter()
        self._sockets: Counter[str] = Counter()
        self._began_s = time.monotonic()
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0

    async def __aenter__(self) -> Stage:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0, limit=MAX_HEAD_BYTES)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    def exchanges(self) -> tuple[Exchange, ...]:
        """What the client did so far, in the order in which it began, without secrets."""
        return tuple(self._redactor.exchange(record.exchange()) for record in self._records)

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A task of our own: one that asyncio makes complains when it is cancelled.
        task = asyncio.ensure_future(self._serve_all(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve_all(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._serve(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass  # the client went away, or does not speak HTTP: what it did until then is recorded
        finally:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request; says whether the connection may bring another."""
        head = await reader.readuntil(b"\r\n\r\n")
        method, target, headers = _read_head(head)
        if len(self._records) >= MAX_EXCHANGES:
            return False
        names = dict(headers)
        record = _Record(f"request-{len(self._records) + 1}", method, target, headers, self._began_s)
        self._records.append(record)
        try:
            if names.get("upgrade", "").lower() == "websocket":
                await self._play_socket(record, head, reader, writer)
                return False
            if names.get("expect", "").lower() == "100-continue":
                writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            record.body = await _read_body(reader, names)
            return await self._answer(record, reader, writer)
        finally:
            record.end()

    # HTTP.

    async def _answer(self, record: _Record, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        script = self._script_for(record)
        status = script.get("status", 200)
        media_type, pieces = _body(script)
        headers = [
            ("content-type", media_type),
            *((name, str(value)) for name, value in script.get("headers", {}).items()),
        ]
        record.status, record.headers = status, tuple(headers)
        record.transport = "sse" if media_type == _SSE else "http"
        lines = [f"HTTP/1.1 {status} {_phrase(status)}", *(f"{name}: {value}" for name, value in headers)]
        lines += ["transfer-encoding: chunked", "", ""]
        writer.write("\r\n".join(lines).encode())
        for piece in pieces:
            record.note("received", "body", piece)
            writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            await writer.drain()
            await asyncio.sleep(0)
        match script.get("ends", "whole"):
            case "cut":
                record.ending, record.detail = "truncated", "the service cut the connection"
                await asyncio.sleep(0.05)  # what was sent has to arrive: a reset overtakes it
                writer.transport.abort()
                return False
            case "never":
                await _left(reader)
                record.ending, record.detail = "closed", "the client left before the end of the answer"
                return False
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        record.ending = "complete"
        return True

    def _script_for(self, record: _Record) -> Mapping[str, Any]:
        """The first answer of the script that fits and is not used up; an error of the service if there is none."""
        for number, script in enumerate(self._scenario.answers):
            method, _, path = script["to"].partition(" ")
            query = script.get("query", {})
            fits = method == record.method and fnmatchcase(record.path, path)
            fits = fits and all(dict(record.query).get(name) == value for name, value in query.items())
            if fits and self._answered[number] < script.get("times", MAX_EXCHANGES):
                self._answered[number] += 1
                return script
        message = f"the scenario has no answer to `{record.method} {record.path}`"
        error = {"error_code": None, "title": "Not found", "message": message, "request_id": "req-none"}
        return {"status": 404, "json": error}

    # Sockets.

    async def _play_socket(
        self, record: _Record, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        record.transport = "websocket"
        scripts = [s for s in self._scenario.sockets if fnmatchcase(record.path, s["at"])]
        protocol = ServerProtocol(subprotocols=None, max_size=MAX_BODY_BYTES)
        protocol.receive_data(head)
        upgrade = next((e for e in protocol.events_received() if isinstance(e, Upgrade)), None)
        if upgrade is None or not scripts:
            record.status, record.ending = 404, "complete"
            writer.write(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
            return
        script = scripts[min(self._sockets[record.path], len(scripts) - 1)]
        self._sockets[record.path] += 1
        response = protocol.accept(upgrade)
        protocol.send_response(response)
        record.status = response.status_code
        record.headers = tuple((name.lower(), value) for name, value in response.headers.raw_items())
        line = _Line(protocol, record, writer)
        line.flush()
        if record.status != 101:
            record.ending = "complete"
            return
        listening = asyncio.ensure_future(line.listen(reader))
        try:
            playing = asyncio.ensure_future(line.play(script["steps"]))
            await asyncio.wait({listening, playing}, return_when=asyncio.FIRST_COMPLETED)
            if playing.done():
                await listening
        finally:
            listening.cancel()
            playing.cancel()
            # A script that goes on where the client has left fails, which is nothing to complain of.
            await asyncio.gather(listening, playing, return_exceptions=True)


class _Record:
    """One exchange while it happens."""

    def __init__(
        self, label: str, method: str, target: str, headers: tuple[tuple[str, str], ...], began_s: float
    ) -> None:
        parts = urlsplit(target)
        host = dict(headers).get("host", "localhost")
        self.label, self.method = label, method
        self.url = target if parts.scheme else f"http://{host}{target}"
        self.path = parts.path.rstrip("/") or "/"
        self.query = tuple(parse_qsl(parts.query, keep_blank_values=True))
        self.request_headers = headers
        self.body = b""
        self.status: int | None = None
        self.headers: tuple[tuple[str, str], ...] = ()
        self.frames: list[Frame] = []
        self.transport: Any = "http"
        self.ending: Ending | None = None
        self.close_code: int | None = None
        self.close_reason = ""
        self.detail = ""
        self._began_s = began_s
        self.started_s = time.monotonic() - began_s
        self._elapsed_s: float | None = None

    def note(self, direction: str, kind: Kind, payload: bytes) -> None:
        now_s = time.monotonic() - self._began_s - self.started_s
        self.frames.append(Frame(now_s, "sent" if direction == "sent" else "received", kind, payload))

    def end(self) -> None:
        self.ending = self.ending or "truncated"
        self._elapsed_s = time.monotonic() - self._began_s - self.started_s

    def exchange(self) -> Exchange:
        is_socket = self.transport == "websocket"
        elapsed_s = self._elapsed_s
        return Exchange(
            label=self.label,
            transport=self.transport,
            method=self.method,
            url="ws" + self.url.removeprefix("http") if is_socket else self.url,
            path=self.path,
            query=self.query,
            request_headers=self.request_headers,
            request_body=self.body,
            status=self.status,
            response_headers=self.headers,
            frames=tuple(self.frames),
            ending=self.ending or "complete",
            close_code=self.close_code,
            close_reason=self.close_reason,
            elapsed_s=time.monotonic() - self._began_s - self.started_s if elapsed_s is None else elapsed_s,
            started_s=self.started_s,
            detail=self.detail,
        )


class _Line:
    """One open socket. Contexts have letters, in the order in which they began."""

    def __init__(self, protocol: ServerProtocol, record: _Record, writer: asyncio.StreamWriter) -> None:
        self._protocol = protocol
        self._record = record
        self._writer = writer
        self._seen: Counter[str] = Counter()
        self._awaited: Counter[str] = Counter()
        self._heard = asyncio.Event()
        self._ids: dict[str, str] = {}
        self._parts: list[bytes] = []
        self._kind: Kind = "text"

    def flush(self) -> None:
        for data in self._protocol.data_to_send():
            if data:
                self._writer.write(data)
            else:
                with contextlib.suppress(OSError):
                    self._writer.write_eof()

    # What the client says.

    async def listen(self, reader: asyncio.StreamReader) -> None:
        """Reads until the client is gone."""
        while data := await reader.read(65536):
            self._protocol.receive_data(data)
            for event in self._protocol.events_received():
                if isinstance(event, WireFrame):
                    self._take(event)
            self.flush()
        self._protocol.receive_eof()
        if self._record.ending is None:
            self._record.ending = "truncated"
            self._record.detail = "the client left without a close frame"

    def _take(self, frame: WireFrame) -> None:
        match frame.opcode:
            case Opcode.TEXT | Opcode.BINARY | Opcode.CONT:
                if frame.opcode is not Opcode.CONT:
                    self._kind = "text" if frame.opcode is Opcode.TEXT else "binary"
                self._parts.append(bytes(frame.data))
                if frame.fin:
                    payload, self._parts = b"".join(self._parts), []
                    self._record.note("sent", self._kind, payload)
                    self._saw(*self._words_of(self._kind, payload))
            case Opcode.PING | Opcode.PONG:
                kind: Kind = "ping" if frame.opcode is Opcode.PING else "pong"
                self._record.note("sent", kind, bytes(frame.data))
                self._saw(kind)
            case Opcode.CLOSE:
                self._record.ending = self._record.ending or "complete"
                if self._record.close_code is None:
                    self._record.close_code = int.from_bytes(frame.data[:2], "big") if frame.data else 1005

    def _saw(self, *words: str) -> None:
        self._seen.update(words)
        self._heard.set()

    def _words_of(self, kind: Kind, payload: bytes) -> Iterator[str]:
        """What a script may await of a message."""
        yield "message"
        if kind == "binary":
            yield "audio"
            return
        text = payload.decode("utf-8", "replace")
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            yield "close" if text == "done" else text
            return
        if not isinstance(value, dict):
            return
        kinds = (value.get("event"), value.get("type"))
        yield from (word for word in kinds if isinstance(word, str))
        context_id = value.get("context_id")
        if isinstance(context_id, str):
            yield from self._words_of_context(context_id, value)

    def _words_of_context(self, context_id: str, value: Mapping[str, Any]) -> Iterator[str]:
        letter = next((letter for letter, known in self._ids.items() if known == context_id), None)
        if letter is None:
            letter = chr(ord("a") + len(self._ids) % 26)
            self._ids[letter] = context_id
            yield f"begin {letter}"
        if value.get("cancel") is True:
            yield f"cancel {letter}"
        elif value.get("flush") is True:
            yield f"flush {letter}"
        elif value.get("continue") is not True:
            yield f"end {letter}"

    # What the service does.

    async def play(self, steps: Sequence[Mapping[str, Any]]) -> None:
        """The steps of a script, one after another."""
        for step in steps:
            if "await" in step:
                await self._await(step["await"])
            elif "send" in step:
                for message in step["send"]:
                    self._say(message, step.get("frames", 1))
                await self._writer.drain()
            elif "ping" in step:
                self._record.note("received", "ping", step["ping"].encode())
                self._protocol.send_ping(step["ping"].encode())
                self.flush()
            elif "close" in step:
                self._record.ending = self._record.ending or "closed"
                self._record.close_code, self._record.close_reason = step["close"], step.get("reason", "")
                self._protocol.send_close(step["close"], step.get("reason", ""))
                self.flush()
            elif "wait_s" in step:
                await asyncio.sleep(step["wait_s"])
            elif "drop" in step:
                self._record.ending, self._record.detail = "truncated", "the service cut the connection"
                await asyncio.sleep(0.05)  # what was sent has to arrive: a reset overtakes it
                self._writer.transport.abort()

    async def _await(self, word: str) -> None:
        self._awaited[word] += 1
        while self._seen[word] < self._awaited[word]:
            self._heard.clear()
            await self._heard.wait()

    def _say(self, message: Mapping[str, Any], n_frames: int) -> None:
        text = json.dumps(self._addressed(message), separators=(",", ":"), ensure_ascii=False).encode()
        self._record.note("received", "text", text)
        size = -(-len(text) // n_frames)
        parts = [text[start : start + size] for start in range(0, len(text), size)]
        for number, part in enumerate(parts):
            is_last = number == len(parts) - 1
            if number == 0:
                self._protocol.send_text(part, fin=is_last)
            else:
                self._protocol.send_continuation(part, fin=is_last)
            self.flush()

    def _addressed(self, message: Mapping[str, Any]) -> Mapping[str, Any]:
        value = expanded(message)
        letter = value.pop("context", None)
        if letter is not None:
            value["context_id"] = self._ids.get(letter, letter)
        return value


def audio_of(number: int) -> bytes:
    """Samples of the chunk of that number, 320 bytes that no other chunk has."""
    return bytes((number * 41 + place * 7) % 251 for place in range(320))


def voice_of(number: int) -> dict[str, Any]:
    """The voice of that number, as the newest version and those before it have one."""
    return {
        "id": f"voice-{number}",
        "is_owner": False,
        "is_public": True,
        "access": "public",
        "name": f"Voice {number}",
        "description": "A voice that nobody has heard.",
        "created_at": "2026-01-01T00:00:00Z",
        "language": "en",
        "visibility": "all",
        "status": "active",
        "tagline": "Quiet",
        "gender": "feminine",
        "country": "US",
        "locales": [{"locale": "en-US", "is_native": True}],
        "accents": [],
        "accent": None,
        "is_pro": False,
    }


def expanded(message: Mapping[str, Any]) -> dict[str, Any]:
    """A message of a script with what every message of its kind has; members that are `absent` are left out."""
    value = dict(message)
    absent = value.pop("absent", ())
    if "chunk" in value:
        data = base64.b64encode(audio_of(value.pop("chunk"))).decode()
        value = {"type": "chunk", "data": data, "done": False, "status_code": 206, "step_time": 20.0, **value}
    elif "words" in value and "type" not in value:
        words = value.pop("words")
        times = words and {
            "words": words,
            "start": [0.1 * place for place in range(len(words))],
            "end": [0.1 * place + 0.1 for place in range(len(words))],
        }
        value = {"type": "timestamps", "done": False, "status_code": 206, "word_timestamps": times, **value}
    elif "flush_done" in value:
        number = value.pop("flush_done")
        about = {"done": False, "status_code": 206, "flush_done": True, "flush_id": number}
        value = {"type": "flush_done", **about, **value}
    elif "done" in value and "type" not in value:
        value = {"type": "done", **value, "done": True, "status_code": value["done"]}
    elif "media" in value and isinstance(value["media"], int):
        value["media"] = {"payload": base64.b64encode(audio_of(value["media"])).decode()}
    return {name: each for name, each in value.items() if name not in absent}


def _body(script: Mapping[str, Any]) -> tuple[str, list[bytes]]:
    """Media type of an answer, and its body in the pieces in which it is sent."""
    if "events" in script:
        body = b"".join(_event(event, script.get("framing", {})) for event in script["events"])
        size = script.get("framing", {}).get("bytes_per_piece")
        if size is None:
            return _SSE, [body]
        return _SSE, [body[start : start + size] for start in range(0, len(body), size)]
    if "text" in script:
        return script.get("media_type", "text/plain; charset=utf-8"), [script["text"].encode()]
    value = script.get("json", {})
    if "voice" in script:
        value = voice_of(script["voice"])
    elif "page" in script:
        page = dict(script["page"])
        value = {"data": [voice_of(number) for number in page.pop("voices")], **page}
    body = json.dumps(value, ensure_ascii=False).encode()
    return "application/json", [body] if body else []


def _event(event: Mapping[str, Any], framing: Mapping[str, Any]) -> bytes:
    """One event in the bytes of a stream. framing: `newline`, `blank` after the colon, `comments`, data over several
    `lines`, and `names` of events by their type."""
    value = expanded(event)
    end = {"lf": "\n", "cr": "\r", "crlf": "\r\n"}[framing.get("newline", "lf")]
    blank = " " if framing.get("blank", True) else ""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    if framing.get("lines"):
        text = json.dumps(value, indent=1, ensure_ascii=False)
    lines = [f": still here{end}"] if framing.get("comments") else []
    name = framing.get("names", {}).get(value.get("type"))
    lines += [f"event:{blank}{name}{end}"] if name else []
    lines += [f"data:{blank}{line}{end}" for line in text.split("\n")]
    return "".join([*lines, end]).encode()


def _read_head(head: bytes) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    first, *rest = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    pairs = (line.partition(":") for line in rest if line)
    return method, target, tuple((name.strip().lower(), value.strip()) for name, _, value in pairs)


async def _read_body(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = bytearray()
        while size := int((await reader.readline()).split(b";")[0], 16):
            if len(body) + size > MAX_BODY_BYTES:
                raise ValueError("a body that no scenario asks for")
            body += (await reader.readexactly(size + 2))[:-2]
        await reader.readuntil(b"\r\n")
        return bytes(body)
    length = int(headers.get("content-length", "0"))
    if not 0 <= length <= MAX_BODY_BYTES:
        raise ValueError("a body that no scenario asks for")
    return await reader.readexactly(length)


async def _left(reader: asyncio.StreamReader) -> None:
    """Waits until the client closes the connection."""
    with contextlib.suppress(OSError):
        while await reader.read(4096):
            pass


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Status"
