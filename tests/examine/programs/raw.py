"""A client made by hand, of httpx and websockets alone, that keeps every requirement: the measure of the examination.

`--defect ID` makes it violate one requirement, and as little else as can be.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import random
import re
import sys
import time
import uuid
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

import httpx
import websockets
from websockets.exceptions import ConnectionClosed
from websockets.frames import Opcode
from websockets.protocol import Protocol
from websockets.sync.client import ClientConnection, connect

VERSION = "2026-08-14"
KNOWN_EVENTS = {"chunk", "timestamps", "phoneme_timestamps", "flush_done", "done", "error"}
KNOWN_CODES = {"voice_not_found", "concurrency_limited", "quota_exceeded", None}
ATTEMPTS = 3

defects = {name for flag, name in zip(sys.argv[1:], sys.argv[2:], strict=False) if flag == "--defect"}
given: dict[str, Any] = {}
base_url = socket_url = key = ""


def wrong(name: str) -> bool:
    return name in defects


class Failed(Exception):
    def __init__(self, message: str, *, kind: str = "ClientError", **members: Any) -> None:
        self.kind, self.members = kind, members
        super().__init__(message)


def told(error: BaseException | None) -> dict[str, Any] | None:
    """An error as the report has it."""
    if error is None:
        return None
    if not isinstance(error, Failed):
        return {"type": type(error).__name__, "message": str(error)}
    return {"type": error.kind, "message": str(error), **error.members}


def log(text: str) -> None:
    if given.get("verbose"):
        shown = text if wrong("client.credentials-redacted") else text.replace(key, "***")
        print(shown, file=sys.stderr)


# Requests.


def headers() -> dict[str, str]:
    version = {} if wrong("client.version-on-every-request") else {"Cartesia-Version": VERSION}
    return {"Authorization": f"Bearer {key}", **version}


def refuse_clear_text() -> None:
    if base_url.startswith("http://api.cartesia.ai") and not wrong("client.key-never-in-clear"):
        raise Failed("the key must not go over a connection without TLS")


def ask(client: httpx.Client, method: str, path: str, **options: Any) -> httpx.Response:
    """One answer; tries again what may be tried again."""
    refuse_clear_text()
    if wrong("client.key-not-in-http-query"):
        options["params"] = {**options.get("params", {}), "api_key": key}
    for attempt in range(ATTEMPTS):
        log(f"{method} {base_url}{path} Authorization: Bearer {key}")
        answer = client.request(method, f"{base_url}{path}", headers=headers(), **options)
        log(f"{answer.status_code} {answer.headers}")
        if answer.status_code < 400:
            return answer
        pause_s = pause_after(answer)
        if attempt == ATTEMPTS - 1 or pause_s is None:
            break
        time.sleep(pause_s)
    raise error_of(answer)


def pause_after(answer: httpx.Response) -> float | None:
    """Seconds until the next attempt; None for no other."""
    if answer.headers.get("x-should-retry") == "false":
        return None
    if answer.status_code == 402:
        return 0.01 if wrong("client.concurrency-retried-quota-not") else None
    if answer.status_code not in (429, 503):
        return None
    if wrong("client.branches-on-codes") and "quota" in answer.text:
        return None
    if wrong("client.retry-after-honoured"):
        return 0.01
    if "retry-after-ms" in answer.headers:
        return float(answer.headers["retry-after-ms"]) / 1000
    return float(answer.headers.get("retry-after", "0.1")) + 0.05


def error_of(answer: httpx.Response) -> Failed:
    kind = {404: "NotFound", 429: "Limited"}.get(answer.status_code, "ApiError")
    try:
        said = answer.json()
    except ValueError:
        if wrong("client.both-envelopes-understood"):
            raise
        message = answer.text.partition(": ")[2] or answer.text
        request_id = answer.headers.get("x-request-id")
        return Failed(message, kind=kind, status=answer.status_code, code=None, request_id=request_id)
    if wrong("client.both-envelopes-understood:structured"):
        return Failed(answer.text, kind=kind, status=answer.status_code, code=None, request_id=said["request_id"])
    if wrong("client.unknown-codes-survived:status") and said["error_code"] not in KNOWN_CODES:
        return Failed(said["message"], kind=kind, status=400, code=None, request_id=said["request_id"])
    if wrong("client.unknown-codes-survived") and said["error_code"] not in KNOWN_CODES:
        raise KeyError(said["error_code"])
    request_id = said["request_id"]
    if wrong("limits.limits-are-typed-errors"):
        kind = "ApiError"
        request_id = None if answer.status_code == 429 else request_id
    return Failed(said["message"], kind=kind, status=answer.status_code, code=said["error_code"], request_id=request_id)


def get_voices() -> dict[str, Any]:
    results: list[dict[str, Any]] = []
    with httpx.Client() as client:
        for voice in given["ids"]:
            try:
                results.append({"id": ask(client, "GET", f"/voices/{voice}").json()["id"], "error": None})
            except Failed as error:
                results.append({"error": told(error)})
    if given["ids"] == ["voice-1"] and base_url.startswith("http://api.") and results[0]["error"]:
        return {"results": results, "error": results[0]["error"]}
    return {"results": results, "error": None}


def list_voices() -> dict[str, Any]:
    ids: list[str] = []
    after: dict[str, Any] = {}
    with httpx.Client() as client:
        while True:
            page = ask(client, "GET", "/voices", params={"limit": given["limit"], **after}).json()
            ids += [voice["id"] for voice in page["data"]]
            is_last = not page["has_more"] or (not page["data"] and not wrong("client.paging-ends"))
            if is_last or (wrong("client.null-next-page-survived") and page["next_page"] is None):
                return {"ids": ids, "error": None}
            if len(ids) > 2 or (not page["data"] and after.get("again")):
                return {"ids": ids, "error": None}
            after = {"starting_after": ids[-1], **({} if page["data"] else {"again": 1})}


# Streams.


def lines_of(pieces: Iterable[bytes]) -> Iterator[str]:
    """Lines of a body, whatever ends them and wherever it was cut."""
    if wrong("client.sse-any-split-understood"):
        for piece in pieces:
            yield from re.split(r"\r\n|\n|\r", piece.decode())[:-1]
        return
    if wrong("client.sse-framing-understood"):
        yield from b"".join(pieces).decode().split("\n")
        return
    body = b"".join(pieces)
    yield from re.split(r"\r\n|\n|\r", body.decode())


def events_of(pieces: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    data: list[str] = []
    name = ""
    for line in lines_of(pieces):
        if not line:
            if data:
                value = json.loads("\n".join(data))
                if wrong("client.sse-type-decides") and name:
                    value["type"] = name
                yield value
            data, name = [], ""
        elif line.startswith(":"):
            if wrong("client.sse-comments-ignored"):
                raise ValueError("a line without a field")
        else:
            if wrong("client.sse-framing-understood:blank") and ": " not in line:
                continue
            field, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if wrong("client.sse-framing-understood:lines"):
                data.clear()
            if field == "data":
                data.append(value)
            elif field == "event":
                name = value


def read_stream(pieces: Iterable[bytes]) -> dict[str, Any]:
    audio, error = b"", None
    try:
        audio = audio_of(events_of(whole(pieces)))
    except Failed as failed:
        error = failed
    return {"audio": base64.b64encode(audio).decode(), "error": told(error)}


def whole(pieces: Iterable[bytes]) -> Iterator[bytes]:
    try:
        yield from pieces
    except httpx.TransportError as broken:
        raise Failed("the stream was cut", kind="Truncated") from broken


def audio_of(events: Iterable[dict[str, Any]]) -> bytes:
    audio = b""
    for event in events:
        is_known = event.get("type") in KNOWN_EVENTS
        if wrong("client.unknown-members-ignored") and is_known and "x_contralto" in event:
            raise TypeError("unexpected member")
        if wrong("client.changer-events-with-and-without-type") and "clip" in given and "type" in event:
            raise Failed("an event that has a type")
        kind = event.get("type") or ("done" if event["done"] else "chunk")
        if kind not in KNOWN_EVENTS and wrong("client.unknown-events-survived"):
            raise TypeError(f"unexpected event {kind}")
        if kind == "chunk":
            audio += base64.b64decode(event["data"])
        elif kind == "done":
            if wrong("client.done-status-either") and event["status_code"] != 200:
                raise Failed("the stream failed", status=event["status_code"])
            return audio
        elif kind == "error":
            raise Failed(event["message"], status=event["status_code"], request_id=event["request_id"])
    if wrong("client.truncation-reported"):
        return audio
    raise Failed("the stream ended too soon", kind="Truncated")


def stream_headers() -> dict[str, str]:
    accept = "*/*" if wrong("client.sse-accept-header") else "text/event-stream"
    return {**headers(), "Accept": accept}


def speech() -> dict[str, Any]:
    fixed = {name: given[name] for name in ("model_id", "output_format", "language")}
    return {**fixed, "voice": {"mode": "id", "id": given["voice"]}}


def speak() -> dict[str, Any]:
    body = {**speech(), "transcript": given["transcript"]}
    query = {"api_key": key} if wrong("client.key-not-in-http-query") else {}
    report: dict[str, Any] = {}
    with httpx.Client() as client:
        for _ in range(2):
            url = f"{base_url}/tts/sse"
            with client.stream("POST", url, json=body, headers=stream_headers(), params=query) as answer:
                report = read_stream(answer.iter_raw())
            if report["error"] is None or not wrong("client.no-retry-after-stream-began"):
                break
    return report


def leave() -> dict[str, Any]:
    body = {**speech(), "transcript": given["transcript"]}
    audio = b""
    with httpx.Client() as client, contextlib.ExitStack() as kept:
        streaming = client.stream("POST", f"{base_url}/tts/sse", json=body, headers=stream_headers())
        answer = kept.enter_context(streaming)
        pieces = answer.iter_raw()
        audio += next(pieces)
        if not wrong("client.sse-break-ends-request"):
            kept.close()
        ask(client, "GET", f"/voices/{given['then']}")
        if wrong("client.sse-break-ends-request"):
            time.sleep(1.5)
    return {"error": None}


def change_voice() -> dict[str, Any]:
    fields = {"voice[id]": given["voice"]}
    fields |= {f"output_format[{name}]": str(value) for name, value in given["output_format"].items()}
    if wrong("client.changer-bracket-names"):
        fields = {name.replace("[", ".").replace("]", ""): value for name, value in fields.items()}
    clip = {"clip": ("clip.wav", base64.b64decode(given["clip"]), "audio/wav")}
    with httpx.Client() as client:
        url = f"{base_url}/voice-changer/sse"
        with client.stream("POST", url, data=fields, files=clip, headers=stream_headers()) as answer:
            return read_stream(answer.iter_raw())


# Speech over a socket.


class Context:
    def __init__(self, number: int) -> None:
        self.id = f"context-{number}-{uuid.uuid4()}"
        self.audio = b""
        self.words: list[str] = []
        self.error: Failed | None = None
        self.is_over = False
        self.cancelled = False
        self.late = 0
        self.flushed: set[int] = set()

    def report(self) -> dict[str, Any]:
        audio = base64.b64encode(self.audio).decode()
        return {"audio": audio, "words": self.words, "error": told(self.error)}


class Speech:
    """One socket with its contexts; it opens another when it has gone."""

    def __init__(self) -> None:
        self.contexts: list[Context] = []
        self.socket = opened("/tts/websocket", "")

    def send(self, message: dict[str, Any]) -> None:
        text = json.dumps(message)
        try:
            self.socket.send(text)
        except ConnectionClosed as closed:
            if wrong("client.reconnects-after-idle-close"):
                raise Failed("the socket is closed") from closed
            self.socket = opened("/tts/websocket", "")
            self.socket.send(text)

    def begin(self, pieces: list[str], *, to_its_end: bool) -> Context:
        context = Context(len(self.contexts))
        last = self.contexts[-1] if self.contexts else None
        if wrong("client.fresh-context-ids") and last is not None and last.is_over and not last.cancelled:
            context.id = last.id
        self.contexts.append(context)
        fixed = {**speech(), "context_id": context.id}
        if given.get("timestamps"):
            fixed["add_timestamps"] = True
        for number, piece in enumerate(pieces):
            is_last = number == len(pieces) - 1
            text = piece.strip() if wrong("client.pieces-carry-their-blanks") else piece
            if number:
                self.listen(given.get("piece_pause_s", 0))
            if context.is_over and not wrong("client.no-input-after-done"):
                break
            if wrong("client.pieces-carry-their-blanks:alone") and not piece.strip():
                continue
            if wrong("client.inputs-repeat-the-fixed-members") and number == 1:
                fixed = {**fixed, "language": "de"}
            flushes = bool(given.get("flush"))
            self.send({**fixed, "transcript": text, "continue": flushes or not (is_last and to_its_end)})
            if flushes:
                self.send({**fixed, "transcript": "", "continue": True, "flush": True})
        if given.get("flush"):
            self.send({**fixed, "transcript": "", "continue": False})
        return context

    def listen(self, seconds: float) -> None:
        """Takes messages for so long."""
        end_s = time.monotonic() + seconds
        while (left_s := end_s - time.monotonic()) > 0:
            with contextlib.suppress(TimeoutError):
                self.route(json.loads(self.socket.recv(timeout=left_s)))

    def receive(self) -> None:
        """Takes one message."""
        if wrong("client.fragments-understood"):
            text = str(next(iter(list(self.socket.recv_streaming()))))
        else:
            text = str(self.socket.recv())
        self.route(json.loads(text))

    def route(self, message: dict[str, Any]) -> None:
        """Gives a message to its context."""
        open_ones = [c for c in self.contexts if not c.is_over]
        context = next((c for c in reversed(self.contexts) if c.id == message["context_id"]), None)
        if wrong("client.routes-by-context:unknown") and context is None:
            raise Failed("a message of no context")
        if wrong("client.routes-by-context") and given.get("order") == "together":
            context = open_ones[0] if open_ones else self.contexts[-1]
        if context is not None:
            self.take(context, message)

    def take(self, context: Context, message: dict[str, Any]) -> None:
        if context.cancelled and not wrong("client.late-events-after-cancel-dropped"):
            if message["type"] == "error" and wrong("client.error-after-cancel-harmless"):
                context.error = Failed(message["message"], status=message["status_code"])
            context.is_over |= message["type"] in ("done", "error")
            return
        context.late += context.cancelled and message["type"] == "chunk"
        match message["type"]:
            case "chunk":
                flush_id = message.get("flush_id")
                if wrong("client.late-flush-ids-survived") and flush_id in context.flushed:
                    raise Failed("audio of a section that was over")
                if wrong("client.late-flush-ids-survived:missing") and context.flushed and flush_id is None:
                    raise Failed("audio of no section")
                context.audio += base64.b64decode(message["data"])
            case "timestamps":
                times = message["word_timestamps"]
                if wrong("client.null-timestamps-survived") or times is not None:
                    context.words += times["words"]
            case "flush_done":
                self.take_flush(context, message)
            case "done":
                context.is_over = True
            case "error":
                context.is_over = True
                if context.cancelled:
                    return
                request_id = message["request_id"]
                if wrong("client.socket-request-id-opaque"):
                    request_id = str(uuid.UUID(request_id))
                context.error = Failed(message["message"], status=message["status_code"], request_id=request_id)

    def take_flush(self, context: Context, message: dict[str, Any]) -> None:
        if wrong("client.unasked-flush-done-survived") and not given.get("flush"):
            raise Failed("a flush that nobody asked for")
        if wrong("client.flush-done-without-id-survived") or "flush_id" in message:
            number = message["flush_id"]
            if wrong("client.double-flush-done-survived") and number in context.flushed:
                raise Failed("a flush that was done before")
            context.flushed.add(number)

    def read(self, *wanted: Context) -> None:
        """Takes messages until these contexts are over, or the socket is."""
        while any(not context.is_over and context.error is None for context in wanted):
            try:
                self.receive()
            except ConnectionClosed:
                left = [c for c in wanted if not c.is_over]
                told_ones = [] if wrong("client.lost-socket-reaches-every-context:silent") else left
                for context in left[:1] if wrong("client.lost-socket-reaches-every-context") else told_ones:
                    context.error = Failed("the socket was lost", kind="Lost")
                return


def opened(path: str, query: str) -> ClientConnection:
    refuse_clear_text()
    url = f"{socket_url}{path}{query}"
    log(f"GET {url} Authorization: Bearer {key}")
    return connect(url, additional_headers=headers(), proxy=None, ping_interval=None, close_timeout=1)


def speak_on_socket() -> dict[str, Any]:
    line = Speech()
    error = None
    try:
        if given.get("order") == "together":
            line.read(*[line.begin(pieces, to_its_end=True) for pieces in given["contexts"]])
        else:
            for number, pieces in enumerate(given["contexts"]):
                time.sleep(given.get("pause_s", 0) if number else 0)
                line.read(line.begin(pieces, to_its_end=True))
    except Failed as failed:
        error = failed
    with contextlib.suppress(ConnectionClosed):
        line.socket.close()
    return {"contexts": [context.report() for context in line.contexts], "error": told(error)}


def cancel() -> dict[str, Any]:
    line = Speech()
    first = line.begin(given["contexts"][0], to_its_end=False)
    while not first.audio:
        line.receive()
    line.send({"context_id": first.id, "cancel": True})
    first.cancelled = True
    if wrong("client.no-wait-after-cancel"):
        line.read(first)
    first.is_over = True
    second = line.begin(given["contexts"][1], to_its_end=True)
    line.read(second)
    line.socket.close()
    return {"contexts": [first.report(), second.report()], "late": first.late, "error": None}


# Speech to text.


def sound() -> bytes:
    """A sound of the length asked for, 16 bit; with silence in its middle where that is asked for."""
    dice = random.Random(1)
    half = bytes(dice.randrange(1, 250) for _ in range(given.get("sample_rate", 16000) * given["audio_ms"] // 1000))
    return half + bytes(2 * given.get("sample_rate", 16000) * given.get("silence_ms", 0) // 1000) + half


def transcribe() -> dict[str, Any]:
    terms = given["keyterms"]
    if wrong("stt.manual.keyterms-repeat-and-escape"):
        named = "&keyterms=" + ",".join(quote(term) for term in terms)
        named = named.replace("keyterms", "keyterm")
    else:
        named = "".join(f"&keyterm={quote(term)}" for term in terms)
    query = f"?model={given['model']}&language={given['language']}&encoding={given['encoding']}"
    query += f"&sample_rate={given['sample_rate']}{named}"
    texts: list[str] = []
    ids: list[str] = []
    for _ in range(3):
        closed = one_session(query, texts, ids)
        if closed is None:
            break
        codes = {1008} if wrong("stt.manual.reconnects-on-recoverable-codes") else {1001, 1006, 1011, 1012, 1013}
        if closed not in codes:
            return {"text": joined(texts), "request_ids": ids, "error": told(Failed(f"closed with {closed}"))}
    return {"text": joined(texts), "request_ids": ids, "error": None}


def joined(texts: list[str]) -> str:
    if wrong("stt.manual.texts-joined-verbatim"):
        return " ".join(text.strip() for text in texts if text)
    if wrong("stt.manual.texts-joined-verbatim:trimmed"):
        return "".join(texts).strip()
    return "".join(texts)


def one_session(query: str, texts: list[str], ids: list[str]) -> int | None:
    """One socket from its begin to its end; the code if the service closed it before that."""
    is_flushed = is_finalized = False
    with opened("/stt/websocket", query) as socket:
        audio = sound()
        if wrong("stt.manual.audio-is-binary"):
            socket.send(audio)
            socket.send(base64.b64encode(audio).decode())
        else:
            socket.send(audio)
        try:
            pause_s = given.get("pause_s", 0)
            with contextlib.suppress(TimeoutError):
                while pause_s:
                    take_transcript(json.loads(socket.recv(timeout=pause_s)), texts, ids, is_finalized)
            is_finalized = True
            if wrong("stt.manual.finalize-is-a-bare-word"):
                socket.send('"finalize"')
            socket.send("finalize")
            while not is_flushed:
                is_flushed = take_transcript(json.loads(socket.recv()), texts, ids, is_finalized) == "flush_done"
            socket.send("close")
            for text in socket:
                if not wrong("stt.manual.late-final-survived"):
                    take_transcript(json.loads(text), texts, ids, is_finalized)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd is not None else 1006
    return None


def take_transcript(message: dict[str, Any], texts: list[str], ids: list[str], is_finalized: bool) -> str:
    if message["request_id"] not in ids and not (ids and wrong("stt.manual.reconnect-is-a-new-session")):
        ids.append(message["request_id"])
    if message["type"] == "transcript":
        if wrong("stt.manual.optional-members-may-miss"):
            assert message["duration"] >= 0
        if wrong("stt.manual.empty-text-survived") and not message["text"]:
            raise Failed("a transcript without a text")
        asked = is_finalized or not wrong("stt.manual.unasked-transcripts-survived")
        if asked and (message["is_final"] or wrong("stt.manual.interim-never-final")):
            texts.append(message["text"])
        elif wrong("stt.manual.interim-never-final:last") and texts:
            texts[-1] = message["text"]
    return str(message["type"])


def transcribe_turns() -> dict[str, Any]:
    turns: list[str] = []
    eager = None
    query = f"?model={given['model']}&encoding={given['encoding']}&sample_rate={given['sample_rate']}"
    with opened("/stt/turns/websocket", query) as socket:
        audio = sound()
        for start in range(0, len(audio), 640):
            piece = audio[start : start + 640]
            if any(piece) or not wrong("stt.turns.silence-is-sent"):
                socket.send(piece)
        is_asked = False
        while True:
            try:
                message = json.loads(socket.recv(timeout=None if is_asked else 0.3))
            except TimeoutError:
                socket.send('{"type": "close"}')
                is_asked = True
                continue
            except ConnectionClosed:
                break
            if wrong("stt.turns.extra-members-ignored") and not message.keys() <= {"type", "request_id", "transcript"}:
                raise TypeError("unexpected member")
            if message["type"] == "turn.eager_end":
                eager = message["transcript"]
            if message["type"] == "turn.end":
                if wrong("stt.turns.end-without-eager-survived") and eager is None:
                    raise Failed("a turn ended that had not begun to")
                if wrong("stt.turns.empty-turn-survived") and not message["transcript"]:
                    continue
                turns.append(message["transcript"])
                eager = None
    text = " ".join(t.strip() for t in turns if t) if wrong("stt.turns.turns-joined-verbatim") else "".join(turns)
    return {"turns": turns, "text": text, "error": None}


# Agents.


def call_agent() -> dict[str, Any]:
    audio, transfers = b"", []
    for number in range(given.get("calls", 1)):
        with opened(f"/agents/stream/{given['agent_id']}", "") as socket:
            if number and wrong("agents.line.reconnect-starts-anew"):
                socket.send(json.dumps({"event": "custom", "stream_id": "stream-1", "metadata": {}}))
            else:
                socket.send(json.dumps({"event": "start", "config": {"input_format": given["input_format"]}}))
            stream_id = json.loads(socket.recv())["stream_id"]
            media = {"payload": base64.b64encode(sound()).decode()}
            socket.send(json.dumps({"event": "media_input", "stream_id": stream_id, "media": media}))
            for text in socket:
                message = json.loads(text)
                match message["event"]:
                    case "media_output":
                        audio += base64.b64decode(message["media"]["payload"])
                    case "transfer_call":
                        if not wrong("agents.line.transfer-reaches-the-application"):
                            transfers.append(message["transfer"]["target_phone_number"])
                    case kind:
                        if wrong("agents.line.unknown-events-survived"):
                            raise TypeError(f"unexpected event {kind}")
    return {"audio": base64.b64encode(audio).decode(), "transfers": transfers, "error": None}


def never_pong() -> None:
    """Takes the pongs out of the library."""
    usual = Protocol.send_frame

    def send_frame(self: Protocol, frame: Any) -> None:
        if frame.opcode is not Opcode.PONG:
            usual(self, frame)

    Protocol.send_frame = send_frame  # type: ignore[method-assign]


TASKS = {
    "speak": speak,
    "leave": leave,
    "speak-on-socket": speak_on_socket,
    "cancel": cancel,
    "list-voices": list_voices,
    "get-voices": get_voices,
    "change-voice": change_voice,
    "transcribe": transcribe,
    "transcribe-turns": transcribe_turns,
    "call-agent": call_agent,
}


def report_of(scenario: dict[str, Any]) -> dict[str, Any]:
    """What comes of one scenario."""
    global given, base_url, socket_url, key
    given = scenario["input"]
    base_url, socket_url, key = scenario["base_url"], scenario["websocket_url"], scenario["api_key"]
    try:
        return TASKS[scenario["task"]]()
    except (Failed, httpx.HTTPError, websockets.WebSocketException) as failure:
        return {"error": told(failure)}


def scenarios() -> Iterator[dict[str, Any]]:
    """The one that the environment names, or those that come line by line."""
    if "CONTRALTO_SCENARIO" not in os.environ:
        yield from map(json.loads, sys.stdin)
        return
    yield {
        "task": os.environ["CONTRALTO_TASK"],
        "input": json.loads(os.environ["CONTRALTO_INPUT"]),
        "base_url": os.environ["CARTESIA_BASE_URL"],
        "websocket_url": os.environ["CARTESIA_WEBSOCKET_URL"],
        "api_key": os.environ["CARTESIA_API_KEY"],
    }


if __name__ == "__main__":
    if wrong("client.answers-pings"):
        never_pong()
    for scenario in scenarios():
        print(json.dumps(report_of(scenario)), flush=True)
