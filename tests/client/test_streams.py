"""Audio and event streams: iterated, gathered, written, broken off."""

from __future__ import annotations

import asyncio
import base64
import gc
import json
import os
import socket
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

AUDIO = bytes(range(256)) * 400


def http(body: bytes, kind: str, *, length: int | None = None, closes: bool = True) -> bytes:
    lines = ["HTTP/1.1 200 OK", f"content-type: {kind}", "x-request-id: r-1"]
    if closes:
        lines.append("connection: close")
    if length is not None:
        lines.append(f"content-length: {length}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def sse(*events: dict[str, Any]) -> bytes:
    return b"".join(b"data: " + json.dumps(event).encode() + b"\n\n" for event in events)


def chunk(data: bytes = b"\x01\x02") -> dict[str, Any]:
    return {"type": "chunk", "data": base64.b64encode(data).decode(), "done": False, "status_code": 206}


DONE = {"type": "done", "done": True, "status_code": 200}


def answers(body: bytes, kind: str = "text/event-stream") -> Any:
    """A handler that answers everything with `body`."""
    return lambda request: httpx.Response(200, headers={"content-type": kind}, content=body)


def audio_stream(face: Any, client: Any) -> Any:
    request = face.Request("tts_bytes", "POST", "/tts/bytes", json={}, accept="audio/*", paid=True)
    return face.AsyncAudioStream(client.transport, request)


def event_stream(face: Any, client: Any, **options: Any) -> Any:
    request = face.Request("tts_sse", "POST", "/tts/sse", json={}, accept="text/event-stream", paid=True)
    return face.AsyncEventStream(client.transport, request, face.decoder(), **options)


# -- audio


async def test_audio_is_read_iterated_or_written(face: Any, raw_server: Any, tmp_path: Path) -> None:
    with raw_server(lambda c, request: c.sendall(http(AUDIO, "audio/wav", length=len(AUDIO)))) as url:
        async with face.session(url) as client:
            assert await audio_stream(face, client).read() == AUDIO
            assert b"".join([piece async for piece in audio_stream(face, client)]) == AUDIO
            seen: list[tuple[int, int | None]] = []
            n_bytes = await audio_stream(face, client).write_to(
                tmp_path / "a.wav", lambda *progress: seen.append(progress)
            )
            async with audio_stream(face, client) as stream:
                assert (stream.status_code, stream.request_id, stream.headers["content-type"]) == (
                    200,
                    "r-1",
                    "audio/wav",
                )
    assert n_bytes == len(AUDIO)
    assert seen[-1] == (len(AUDIO), len(AUDIO))
    assert (tmp_path / "a.wav").read_bytes() == AUDIO


async def test_audio_without_announced_length_has_none_in_its_progress(face: Any, tmp_path: Path) -> None:
    async with face.mocked(lambda request: httpx.Response(200, stream=Pieces(b"ab", b"c"))) as client:
        seen: list[Any] = []
        await audio_stream(face, client).write_to(str(tmp_path / "a.raw"), lambda *progress: seen.append(progress))
    assert seen == [(2, None), (3, None)]


class Pieces(httpx.AsyncByteStream, httpx.SyncByteStream):
    """A body in these pieces, for either face."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = pieces

    async def __aiter__(self) -> Any:
        for piece in self._pieces:
            yield piece

    def __iter__(self) -> Any:
        yield from self._pieces


async def test_truncated_audio_never_looks_complete(face: Any, raw_server: Any, tmp_path: Path) -> None:
    with raw_server(lambda c, request: c.sendall(http(AUDIO[:1000], "audio/wav", length=len(AUDIO)))) as url:
        async with face.session(url) as client:
            with pytest.raises(face.StreamTruncated) as caught:
                await audio_stream(face, client).read()
            assert caught.value.partial == AUDIO[:1000]
            assert caught.value.received.n_bytes == 1000
            with pytest.raises(face.StreamTruncated, match="POST /tts/bytes broke off after 1000 bytes"):
                await audio_stream(face, client).write_to(tmp_path / "a.wav")
    assert os.listdir(tmp_path) == []


async def test_a_file_that_cannot_be_written_costs_nothing(face: Any, tmp_path: Path) -> None:
    async with face.mocked(lambda request: pytest.fail("the request was sent")) as client:
        with pytest.raises(FileNotFoundError):
            await audio_stream(face, client).write_to(tmp_path / "missing" / "a.wav")


@pytest.mark.parametrize("kind", ["text/html", "application/json", "application/problem+json; charset=utf-8"])
async def test_a_web_page_is_no_audio(face: Any, kind: str) -> None:
    async with face.mocked(answers(b"<html>", kind)) as client:
        with pytest.raises(face.DecodeError, match="expected `audio/\\*`; is `base_url` the address") as caught:
            await audio_stream(face, client).read()
    assert caught.value.raw == b"<html>"


async def test_a_refused_stream_is_the_typed_error(face: Any) -> None:
    error = {"title": "Voice not found", "message": "no", "error_code": "voice_not_found"}
    async with face.mocked(lambda request: httpx.Response(404, json=error)) as client:
        with pytest.raises(face.NotFoundError, match="404 Voice not found"):
            await audio_stream(face, client).read()
        with pytest.raises(face.NotFoundError, match="404 Voice not found"):
            await event_stream(face, client).collect()


async def test_a_stream_is_read_once(face: Any) -> None:
    async with face.mocked(lambda request: httpx.Response(200, content=b"ab")) as client:
        stream = audio_stream(face, client)
        with pytest.raises(face.LocalProtocolError, match="not open"):
            _ = stream.status_code
        await stream.read()
        with pytest.raises(face.LocalProtocolError, match="once"):
            await stream.read()


async def test_a_trickling_stream_ends_at_the_total_deadline(face: Any, raw_server: Any) -> None:
    def trickle(connection: socket.socket, request: bytes) -> None:
        connection.sendall(http(b"", "text/event-stream"))
        while True:
            connection.sendall(b": still here\n")
            time.sleep(0.02)

    with raw_server(trickle) as url:
        async with face.session(url, timeout=face.Timeout(total_s=0.3, read_s=1.0)) as client:
            for stream in (audio_stream(face, client), event_stream(face, client)):
                stream._acceptable = lambda content_type: True
                with pytest.raises(face.DeadlineExceeded, match=r"total time of 0\.3 s ran out"):
                    _ = [piece async for piece in stream]


# -- events


async def test_events_are_typed_and_unknown_ones_kept(face: Any) -> None:
    visemes = {"type": "visemes", "shapes": [1, 2]}
    body = (
        b"\xef\xbb\xbf: hello\r\n" + sse(chunk(b"ab"), visemes) + b"event: other\ndata:\n\n" + sse(DONE, chunk(b"late"))
    )
    async with face.mocked(answers(body)) as client:
        events = [event async for event in event_stream(face, client)]
    assert [event.type for event in events] == ["chunk", "visemes", "done"]
    assert events[1] == face.UnknownEvent("visemes", visemes)


async def test_collect_gives_audio_and_words(face: Any) -> None:
    words = {"type": "timestamps", "word_timestamps": {"words": ["Hi"], "start": [0.0], "end": [0.5]}}
    body = sse(chunk(b"ab"), words, chunk(b"cd"), DONE)
    async with face.mocked(answers(body)) as client:
        speech = await event_stream(face, client).collect()
    assert speech.audio == b"abcd"
    assert speech.words == (face.TimedText("Hi", 0.0, 0.5),)


@pytest.mark.parametrize("ending", [b"", b"data: {", sse(DONE)[:-1]])
async def test_a_stream_without_terminal_event_is_truncated(face: Any, ending: bytes) -> None:
    body = sse(chunk(b"ab"), chunk(b"cd")) + ending
    async with face.mocked(answers(body)) as client:
        with pytest.raises(face.StreamTruncated, match="ended after 2 events without a terminal one") as caught:
            _ = [event async for event in event_stream(face, client)]
        assert caught.value.received.last_event.data == "Y2Q="
        assert (caught.value.received.n_events, caught.value.received.n_bytes) == (2, len(body))
        with pytest.raises(face.StreamTruncated) as caught:
            await event_stream(face, client).collect()
        assert caught.value.partial.audio == b"abcd"


async def test_a_connection_cut_mid_stream_is_truncated(face: Any, raw_server: Any) -> None:
    with raw_server(lambda c, request: c.sendall(http(sse(chunk()), "text/event-stream", length=5000))) as url:
        async with face.session(url) as client:
            with pytest.raises(face.StreamTruncated, match="POST /tts/sse broke off") as caught:
                _ = [event async for event in event_stream(face, client)]
    assert caught.value.received.n_events == 1


@pytest.mark.parametrize(
    "event",
    [
        {
            "type": "error",
            "done": True,
            "status_code": 429,
            "title": "Busy",
            "message": "later",
            "error_code": "concurrency_limited",
        },
        {"type": "error", "done": True, "status_code": 429, "error": "Busy: later"},
    ],
    ids=["modern", "legacy"],
)
async def test_an_error_event_is_raised_with_what_came_before(face: Any, event: dict[str, Any]) -> None:
    body = sse(chunk(b"ab")) + b"event: error\n" + sse(event)
    async with face.mocked(answers(body)) as client:
        with pytest.raises(face.StreamError, match="429 Busy: later") as caught:
            await event_stream(face, client).collect()
    assert (caught.value.received.n_events, caught.value.partial.audio) == (1, b"ab")
    assert isinstance(caught.value, face.ApiError)


async def test_breaking_out_closes_the_answer(face: Any, raw_server: Any) -> None:
    closed = []

    def endless(connection: socket.socket, request: bytes) -> None:
        connection.sendall(http(b"", "text/event-stream"))
        try:
            while True:
                connection.sendall(sse(chunk()))
                time.sleep(0.01)
        finally:
            closed.append(True)

    with raw_server(endless) as url:
        async with face.session(url) as client:
            async for _ in event_stream(face, client):
                break
            gc.collect()
            for _ in range(200):
                if closed:
                    break
                await face.pause(0.01)
            assert closed
            async with event_stream(face, client) as stream:
                async for _ in stream:
                    break
    assert len(closed) >= 1


async def test_after_the_terminal_event_the_connection_is_used_again(face: Any, raw_server: Any) -> None:
    connections = set()
    body = sse(chunk(), DONE)

    def script(connection: socket.socket, request: bytes) -> bool:
        connections.add(connection)
        head = http(b"", "text/event-stream", closes=False)[:-2]
        connection.sendall(head + b"transfer-encoding: chunked\r\n\r\n")
        connection.sendall(b"%x\r\n%s\r\n" % (len(body), body))
        time.sleep(0.02)
        connection.sendall(b"0\r\n\r\n")
        return True

    with raw_server(script) as url:
        async with face.session(url) as client:
            for _ in range(3):
                await event_stream(face, client).collect()
    assert len(connections) == 1


async def test_a_server_that_stays_open_after_the_terminal_event_does_no_harm(face: Any, raw_server: Any) -> None:
    gave_up = []

    def script(connection: socket.socket, request: bytes) -> None:
        connection.sendall(http(sse(chunk(), DONE), "text/event-stream"))
        connection.settimeout(5)
        try:
            connection.recv(1)
        except TimeoutError:
            gave_up.append(True)

    with raw_server(script) as url:
        async with face.session(url) as client:
            await event_stream(face, client).collect()
            assert not gave_up


async def test_an_event_above_the_limit_is_a_decode_error(face: Any) -> None:
    body = sse(chunk(b"x" * 2000), DONE)
    async with face.mocked(answers(body)) as client:
        with pytest.raises(face.DecodeError, match="more than 1000 bytes"):
            await event_stream(face, client, max_event_bytes=1000).collect()


def test_cancelling_the_task_closes_the_answer(faces: Any, raw_server: Any) -> None:
    face = faces["async"]
    closed = []

    def silent(connection: socket.socket, request: bytes) -> None:
        connection.sendall(http(sse(chunk()), "text/event-stream"))
        closed.append(connection.recv(1))

    async def main(url: str) -> None:
        async with face.session(url) as client:
            task = asyncio.create_task(event_stream(face, client).collect())
            await asyncio.sleep(0.1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    with raw_server(silent) as url:
        asyncio.run(main(url))
        deadline_s = time.monotonic() + 5
        while not closed and time.monotonic() < deadline_s:
            time.sleep(0.01)
    assert closed == [b""]


EVENTS = st.lists(
    st.sampled_from(
        [sse(chunk()), sse(DONE), sse({"type": "error"}), sse({"type": "chunk"}), b"data: [1]\n\n", b"\n", b"data: "]
    )
    | st.binary(max_size=12)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(EVENTS.map(b"".join))
def test_any_bytes_end_in_events_or_a_typed_error(faces: Any, body: bytes) -> None:
    face = faces["sync"]
    with face.mocked(answers(body)) as client:
        stream = face.EventStream(client.transport, face.Request("x", "POST", "/x", json={}), face.decoder())
        try:
            stream.collect()
        except face.ContraltoError as exc:
            assert str(exc)
