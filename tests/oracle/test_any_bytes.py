"""Whatever a target sends, no check raises: a broken answer is a verdict, never a traceback."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contralto_conformance import oracle
from contralto_conformance.oracle.audio import mp3_problem, read_wav
from contralto_conformance.oracle.forms import fields_of, form_of
from contralto_conformance.oracle.reading import as_base64, as_json, is_legacy_text, show, show_bytes
from contralto_conformance.oracle.sse import blocks
from contralto_conformance.trace import Exchange, Frame, Trace

from .builders import MISSING, NEW, OLD, Socket, form, http, speech, trace

# fmt: off
MEMBERS = [
    "type", "context_id", "done", "status_code", "data", "step_time", "flush_id", "flush_done",
    "word_timestamps", "phoneme_timestamps", "words", "phonemes", "start", "end", "error", "title",
    "message", "error_code", "request_id", "doc_url", "has_more", "next_page", "id", "name",
    "access", "token", "ok", "version", "transcript", "voice", "output_format", "container",
    "encoding", "sample_rate", "continue", "flush", "cancel", "max_buffer_delay_ms", "model_id",
    "grants", "expires_in", "generation_config", "volume", "speed", "add_timestamps", "language",
    "locale", "event", "stream_id", "config", "input_format", "media", "payload", "metadata",
    "contralto_echo", "dtmf", "audio", "output_delivery", "dynamic_variables", "turn", "role", "code",
    "fatal", "tool_call_id", "result", "x_more",
]
AGENT_WORDS = [
    "start", "ack", "media_input", "media_output", "custom", "session_create", "session_ready", "audio_input",
    "client_tool_call", "client_tool_result", "turn_started", "turn_ended", "turn_output_text_delta", "mulaw_8000",
]
# fmt: on
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(10**308, 10**320),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(
        ["chunk", "done", "error", "timestamps", "flush_done", "a", "b", "raw", "wav", "pcm_s16le", NEW, *AGENT_WORDS]
    ),
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(MEMBERS), inner, max_size=6),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.sampled_from(MEMBERS), VALUES, max_size=8)
BYTES = st.one_of(
    st.binary(max_size=200),
    VALUES.map(lambda value: json.dumps(value).encode()),
    st.lists(VALUES, max_size=3).map(
        lambda items: b"".join(b"data: " + json.dumps(i).encode() + b"\n\n" for i in items)
    ),
    st.sampled_from([b"[" * 100_000, b'{"error": NaN}', b"\xff\xfe{}", b'"\\ud800"', b"1" * 5000, b"RIFF0000WAVEfmt "]),
)
REQUESTS = st.one_of(BYTES, OBJECTS.map(lambda members: json.dumps({**speech(), **members}).encode()))
# fmt: off
PATHS = st.sampled_from([
    "/", "/voices", "/voices/a", f"/voices/{MISSING}", "/tts/bytes", "/tts/sse", "/access-token", "/no-such-path", "",
    "/voice-changer/bytes", "/voice-changer/sse", "/stt", "/usage/credits", "/agents/calls/a/logs",
])
# fmt: on
FIELDS = ["clip", "voice[id]", *(f"output_format[{name}]" for name in ("container", "encoding", "sample_rate"))]
PARAMETERS = st.sampled_from(["limit", "starting_after", "ending_before", "q", "api_key"])
MEDIA = st.sampled_from(["application/json", "text/event-stream", "text/plain", "audio/wav", "", ";"])
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
VERSIONS = st.sampled_from([NEW, OLD])


def judge_all(recorded: Trace) -> None:
    """Puts a trace to every check of its version."""
    contract = oracle.contract(recorded.api_version)
    for requirement, check in oracle.CHECKS.items():
        if contract.holds(requirement):
            for finding in check.judge(recorded, contract) or []:
                f"{finding}".encode()


@st.composite
def exchanges(draw: st.DrawFn, version: str) -> Exchange:
    made = http(
        draw(st.sampled_from(["GET", "POST", "HEAD"])),
        draw(PATHS),
        status=draw(st.sampled_from([200, 204, 302, 400, 401, 404, 429, 500, 502])),
        raw_request=draw(REQUESTS),
        body=draw(BYTES),
        media=draw(MEDIA),
        auth=draw(st.sampled_from(["bearer", "x-api-key", "token", "wrong", "none"])),
        version=draw(st.sampled_from([version, "banana", "", None])),
        query=tuple(draw(st.lists(st.tuples(PARAMETERS, st.text(max_size=5))))),
        ending=draw(st.sampled_from(["complete", "truncated", "deadline"])),
        started_s=draw(st.floats(0, 10)),
    )  # fmt: skip
    if draw(st.booleans()):
        return made
    form = ("content-type", "multipart/form-data; boundary=b")
    fields = draw(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=5) | st.sampled_from(["mp3", "8000"])))
    parts = [f'--b\r\ncontent-disposition: form-data; name="{name}"\r\n\r\n{fields[name]}\r\n' for name in fields]
    body = "".join([*parts, "--b--\r\n"]).encode()
    return replace(made, request_headers=(form, *made.request_headers), request_body=body)


@QUICK
@given(st.data(), VERSIONS)
def test_no_check_raises_on_any_answer(data: st.DataObject, version: str) -> None:
    made = data.draw(st.lists(exchanges(version), max_size=4))
    judge_all(trace(*made, version=version))


@QUICK
@given(
    st.lists(st.tuples(st.booleans(), st.sampled_from(["text", "binary", "ping", "pong", "close"]), BYTES | OBJECTS)),
    VERSIONS,
    st.sampled_from(["complete", "closed", "deadline", "truncated"]),
)
def test_no_check_raises_on_any_message(frames: list[tuple[bool, Any, Any]], version: str, ending: Any) -> None:
    socket = Socket(version=version, ending=ending)
    for is_sent, kind, content in frames:
        payload = content if isinstance(content, bytes) else json.dumps({**speech(), **content}).encode()
        socket.frames.append(Frame(len(socket.frames) / 100, "sent" if is_sent else "received", kind, payload))
    judge_all(trace(socket.exchange(), version=version, tags=("fragments",) if len(frames) % 2 else ()))


# fmt: off
HEARD = st.sampled_from([
    "transcript", "flush_done", "done", "error", "connected",
    "turn.start", "turn.update", "turn.eager_end", "turn.resume", "turn.end",
])
# fmt: on
SPOKEN = st.sampled_from(
    [b"finalize", b"close", b"done", b"banana", b'{"type": "config", "turn": {}}', b"\x01\x02\x03"]
)
QUERIES = st.lists(
    st.tuples(
        st.sampled_from(
            ["keyterm", "min_volume", "turn_start_threshold", "turn_end_timeout_ms", "sample_rate", "model"]
        ),
        st.text(max_size=4) | st.sampled_from(["nan", "inf", "1e999", "-1", "2", "ink-whisper"]),
    ),
    max_size=3,
)


@QUICK
@given(
    st.lists(st.tuples(st.booleans(), st.booleans(), SPOKEN | BYTES, HEARD, OBJECTS), max_size=12),
    QUERIES,
    st.sampled_from(["/stt/websocket", "/stt/turns/websocket"]),
    VERSIONS,
    st.sampled_from([101, 101, 101, 400, None]),
    st.sampled_from(["complete", "closed", "deadline", "truncated"]),
)
def test_no_check_raises_on_anything_that_is_heard(
    frames: list[tuple[bool, bool, bytes, str, Any]], query: Any, path: str, version: str, status: Any, ending: Any
) -> None:
    usual = (("model", "ink-2"), ("encoding", "pcm_s16le"), ("sample_rate", "16000"))
    pair = [
        Socket(version=version, ending=ending, path=path, query=(*usual, *asked), status=status)
        for asked in (tuple(query), ())
    ]
    for is_sent, is_audio, content, kind, members in frames:
        for socket in pair:
            if is_sent:
                socket.frame("sent", "binary" if is_audio else "text", content)
            else:
                socket.frame("received", "text", json.dumps({**members, "type": kind}).encode())
    judge_all(trace(*(socket.exchange() for socket in pair), version=version, tags=("early-audio",)))


@QUICK
@given(
    st.lists(st.tuples(st.sampled_from(["file", "model", "timestamp_granularities[]"]), BYTES | st.text(max_size=6))),
    BYTES,
    st.sampled_from(["/stt", "/audio/transcriptions"]),
    st.sampled_from([200, 400, 500]),
)
def test_no_check_raises_on_any_recording(fields: Any, answer: bytes, path: str, status: int) -> None:
    body, media = form(*fields, ("model", "ink-whisper"), ("file", b"RIFF"))
    exchange = http("POST", path, raw_request=body, body=answer, status=status, query=(("encoding", "pcm_s16le"),))
    headers = tuple(pair for pair in exchange.request_headers if pair[0] != "content-type")
    judge_all(trace(replace(exchange, request_headers=(*headers, ("content-type", media)))))


@QUICK
@given(
    st.lists(st.tuples(st.booleans(), st.sampled_from(["text", "binary", "ping", "close"]), BYTES | OBJECTS)),
    st.sampled_from(["/agents/stream/a", "/agents/stream/", "/v1/agents/websocket/a"]),
    st.sampled_from(["bearer", "query-access-token"]),
    VERSIONS,
    st.sampled_from(["complete", "closed", "deadline", "truncated"]),
)
def test_no_check_raises_on_any_message_of_an_agent(
    frames: list[tuple[bool, Any, Any]], path: str, auth: str, version: str, ending: Any
) -> None:
    socket = Socket(version=version, ending=ending, path=path, auth=auth, started_s=1.0)
    for is_sent, kind, content in frames:
        payload = content if isinstance(content, bytes) else json.dumps(content).encode()
        socket.frames.append(Frame(len(socket.frames) / 100, "sent" if is_sent else "received", kind, payload))
    made = http("POST", "/v1/agents/websocket/a/sessions", status=201, send={}, answer={"token": "x"})
    known = {"agent": "a", "managed_agent": "a"}
    judge_all(trace(made, socket.exchange(), version=version, values=known))


@QUICK
@given(BYTES)
def test_readers_take_any_bytes(payload: bytes) -> None:
    as_json(payload)
    blocks(payload)
    read_wav(payload)
    mp3_problem(payload, 44100)
    text = payload.decode("utf-8", "replace")
    as_base64(text)
    is_legacy_text(text)
    show_bytes(payload).encode()
    show(text).encode()


@QUICK
@given(BYTES, st.sampled_from(["multipart/form-data; boundary=b", 'multipart/form-data; boundary=""', ""]))
def test_forms_are_read_from_any_bytes(payload: bytes, media: str) -> None:
    for body in (payload, b"--b\r\n" + payload + b"\r\n--b--\r\n"):
        sent = replace(
            http("POST", "/voice-changer/sse"), request_headers=(("content-type", media),), request_body=body
        )
        form_of(sent)
        fields_of(sent)


def test_values_that_json_can_spell_and_python_cannot_hold_are_read() -> None:
    assert repr(as_json(b"[" * 100_000)) == "NOT_JSON"
    assert repr(as_json(b'{"a": NaN}')) == "NOT_JSON"
    assert as_json(b'{"a": 1e999}') == {"a": float("inf")}
