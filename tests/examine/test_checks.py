"""Each check of a client: one trace that is right, one that is wrong, one that shows nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from tests.oracle.builders import NEW, RAW, VOICE, http

from contralto_conformance.oracle.clients import CLIENT_CHECKS, judge_client
from contralto_conformance.trace import Exchange, Frame, Trace

JsonObject = dict[str, Any]


def seen(*exchanges: Exchange) -> Trace:
    return Trace("examined", NEW, exchanges=exchanges)


def page(ids: Sequence[str], *query: tuple[str, str], path: str = "/voices") -> Exchange:
    return http("GET", path, answer={"data": [{"id": each} for each in ids], "has_more": False}, query=query)


def socket(path: str, *frames: Frame, query: str = "", headers: tuple[tuple[str, str], ...] = ()) -> Exchange:
    pairs = tuple((name, value) for name, _, value in (part.partition("=") for part in query.split("&") if part))
    return Exchange(
        label="socket-1",
        transport="websocket",
        method="GET",
        url=f"ws://mock{path}{'?' if query else ''}{query}",
        path=path,
        query=pairs,
        request_headers=(("cartesia-version", NEW), *headers),
        status=101,
        frames=frames,
    )


def message(direction: str, time_s: float, **members: Any) -> Frame:
    import json

    value = {("continue" if name == "go_on" else name): each for name, each in members.items()}
    return Frame(time_s, "sent" if direction == "sent" else "received", "text", json.dumps(value).encode())


def asked(time_s: float, transcript: str = "Hello.", **members: Any) -> Frame:
    fixed = {"model_id": "sonic-3", "voice": VOICE, "output_format": RAW, "context_id": "a"}
    return message("sent", time_s, transcript=transcript, **{**fixed, **members})


def said(time_s: float, kind: str, **members: Any) -> Frame:
    about = {"type": kind, "done": kind == "done", "context_id": "a", "status_code": 206}
    return message("received", time_s, **{**about, **members})


def refused(started_s: float, status: int = 429, code: str | None = None, **headers: str) -> Exchange:
    told = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    answer = {"error_code": code, "title": "No", "message": "no", "request_id": "r"}
    return http("GET", "/voices", status=status, answer=answer, headers=told, started_s=started_s)


def stream(
    *lines: str, ending: str = "complete", accept: str = "text/event-stream", started_s: float = 0.0
) -> Exchange:
    body = "".join(f"{line}\n\n" for line in lines).encode()
    made = http("POST", "/tts/sse", send={"transcript": "x"}, body=body, media="text/event-stream", started_s=started_s)
    headers = (*made.request_headers, ("accept", accept))
    return replace(made, request_headers=headers, ending=ending)  # type: ignore[arg-type]


CHUNK, DONE = 'data: {"type":"chunk","data":"","done":false}', 'data: {"type":"done","done":true}'
NOTE = 'data: {"type":"note","done":false}'
BEGUN = replace(stream(CHUNK, ending="truncated"), label="cut")


def form(*names: str) -> Exchange:
    body = b"".join(b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\nx\r\n' % name.encode() for name in names)
    return http("POST", "/voice-changer/bytes", raw_request=body + b"--b--")


def stt(*payloads: bytes | str) -> Exchange:
    frames = (
        Frame(
            0.1 * n,
            "sent",
            "text" if isinstance(each, str) else "binary",
            each.encode() if isinstance(each, str) else each,
        )
        for n, each in enumerate(payloads)
    )
    return socket("/stt/websocket", *frames)


def line(first: JsonObject) -> Exchange:
    return socket("/agents/stream/agent_1", message("sent", 0.1, **first))


@dataclass(frozen=True)
class Example:
    """Traces of one requirement on clients."""

    requirement: str
    right: Sequence[Exchange]
    wrong: Sequence[Exchange]


OPEN = (asked(0, go_on=True), asked(0.1, "", go_on=False))
EXAMPLES = (
    Example("client.version-on-every-request", [page([])], [http("GET", "/voices", version=None)]),
    Example("client.key-not-in-http-query", [page([])], [page([], ("api_key", "k"))]),
    Example(
        "client.browser-uses-tokens",
        [socket("/tts/websocket", query="access_token=t", headers=(("origin", "https://app"),))],
        [socket("/tts/websocket", query="api_key=k", headers=(("origin", "https://app"),))],
    ),
    Example("client.sse-accept-header", [stream(DONE)], [stream(DONE, accept="*/*")]),
    Example(
        "client.changer-bracket-names", [form("clip", "voice[id]", "output_format[container]")], [form("clip", "voice")]
    ),
    Example(
        "client.retry-after-honoured",
        [refused(0, retry_after="1"), replace(page(["a"]), started_s=1.1)],
        [refused(0, retry_after_ms="1000"), replace(page(["a"]), started_s=0.4)],
    ),
    Example(
        "client.concurrency-retried-quota-not",
        [refused(0, 402, "quota_exceeded")],
        [refused(0, 402, "quota_exceeded"), refused(1, 402, "quota_exceeded")],
    ),
    Example("client.no-retry-after-stream-began", [BEGUN], [BEGUN, stream(CHUNK, DONE, started_s=1)]),
    Example(
        "client.paging-ends", [page(["a"]), page([], ("starting_after", "a"))], [page([], ("starting_after", "a"))] * 2
    ),
    Example(
        "client.inputs-repeat-the-fixed-members",
        [socket("/tts/websocket", *OPEN)],
        [socket("/tts/websocket", asked(0, go_on=True), asked(0.1, voice=None))],
    ),
    Example(
        "client.no-input-after-done",
        [socket("/tts/websocket", *OPEN, said(0.2, "done"))],
        [socket("/tts/websocket", asked(0, go_on=True), said(0.2, "done"), asked(2, "more", go_on=True))],
    ),
    Example(
        "client.fresh-context-ids",
        [socket("/tts/websocket", asked(0), said(0.2, "done"), asked(1, context_id="b"))],
        [socket("/tts/websocket", asked(0), said(0.2, "done"), asked(1))],
    ),
    Example("client.unknown-events-survived", [stream(CHUNK, NOTE, DONE)], [stream(CHUNK, NOTE, ending="closed")]),
    Example(
        "client.unknown-members-ignored",
        [socket("/tts/websocket", asked(0), said(0.1, "chunk", new=1), said(0.2, "done"))],
        [socket("/tts/websocket", asked(0), said(0.1, "chunk", new=1))],
    ),
    Example("client.sse-comments-ignored", [stream(": hi", DONE)], [stream(": hi", ending="closed")]),
    Example("stt.manual.audio-is-binary", [stt(b"\0" * 100)], [stt("A" * 100)]),
    Example("stt.manual.finalize-is-a-bare-word", [stt("finalize")], [stt('"finalize"')]),
    Example(
        "stt.manual.keyterms-repeat-and-escape",
        [socket("/stt/websocket", query="keyterm=Ink%202&keyterm=b")],
        [socket("/stt/websocket", query="keyterm=Ink+2,b")],
    ),
    Example("agents.line.reconnect-starts-anew", [line({"event": "start"})] * 2, [line({"event": "dtmf"})] * 2),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.requirement)
def test_right_and_wrong_are_told_apart(example: Example) -> None:
    assert judge_client(seen(*example.right))[example.requirement] == []
    assert judge_client(seen(*example.wrong))[example.requirement]


@pytest.mark.parametrize("requirement", CLIENT_CHECKS)
def test_nothing_seen_is_nothing_judged(requirement: str) -> None:
    assert CLIENT_CHECKS[requirement](seen()) is None


def test_every_check_has_an_example_or_shows_one_side_only() -> None:
    one_sided = {"client.sse-break-ends-request"}
    assert {example.requirement for example in EXAMPLES} == set(CLIENT_CHECKS) - one_sided


def test_a_client_that_leaves_a_stream_ends_its_request() -> None:
    assert judge_client(seen(stream(CHUNK, ending="closed")))["client.sse-break-ends-request"] == []
    assert judge_client(seen(stream(CHUNK, DONE)))["client.sse-break-ends-request"] is None
