"""What hooks are told, and that they harm nothing."""

from __future__ import annotations

import logging
from typing import Any

import httpx
import pytest

from .test_reconnect import after_one, gone

FIXED = {"model_id": "sonic-3"}


def names(events: list[Any]) -> list[str]:
    return [type(event).__name__ for event in events]


def answering(*responses: httpx.Response) -> Any:
    queue = list(responses)

    def handler(request: httpx.Request) -> httpx.Response:
        response = queue.pop(0)
        return httpx.Response(response.status_code, headers=response.headers, content=response.content)

    return handler


async def test_a_call_is_told_from_its_first_attempt_to_its_end(face: Any) -> None:
    events: list[Any] = []
    handler = answering(httpx.Response(503), httpx.Response(200, json={"a": 1}, headers={"x-request-id": "r-1"}))
    async with face.mocked(handler, hooks=events.append) as client:
        await client.transport.call(face.Request("voices_get", "GET", "/v", (("q", "text"),)), lambda response: None)
    assert names(events) == [
        "RequestStarted",
        "ResponseStarted",
        "RetryScheduled",
        "RequestStarted",
        "ResponseStarted",
        "CallEnded",
    ]
    started, bad, retry, again, good, ended = events
    assert (started.call.operation, started.call.method) == ("voices_get", "GET")
    assert started.call.url == "http://service.test/base/v"
    assert len({event.call.id for event in events}) == 1
    assert [started.n_retries, bad.n_retries, retry.n_retries, again.n_retries] == [0, 0, 1, 1]
    assert (bad.status_code, good.status_code, good.request_id) == (503, 200, "r-1")
    assert isinstance(retry.error, face.ServerError)
    assert (ended.error, ended.n_bytes) == (None, len(b'{"a":1}'))
    assert 0 <= bad.elapsed_s <= good.elapsed_s <= ended.elapsed_s


async def test_a_call_that_fails_ends_with_what_it_raised(face: Any) -> None:
    events: list[Any] = []
    async with face.mocked(answering(httpx.Response(404)), hooks=[events.append]) as client:
        with pytest.raises(face.NotFoundError) as caught:
            await client.transport.call(face.Request("x", "GET", "/x"), lambda response: None)
    assert names(events) == ["RequestStarted", "ResponseStarted", "CallEnded"]
    assert events[-1].error is caught.value


async def test_a_call_that_is_not_sent_ends_as_well(face: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CARTESIA_API_KEY", raising=False)
    events: list[Any] = []
    async with face.mocked(answering(), api_key=None, hooks=events.append) as client:
        with pytest.raises(face.MissingCredential):
            await client.transport.call(face.Request("x", "GET", "/x"), lambda response: None)
    assert names(events) == ["CallEnded"]


async def test_a_stream_of_another_kind_ends_with_what_it_raised(face: Any) -> None:
    events: list[Any] = []
    page = httpx.Response(200, content=b"<html>", headers={"content-type": "text/html"})
    async with face.mocked(answering(page), hooks=events.append) as client:
        with pytest.raises(face.DecodeError) as caught:
            await face.AsyncAudioStream(client.transport, face.Request("x", "GET", "/x")).read()
    assert events[-1].error is caught.value


async def test_audio_is_told_once_when_it_begins_and_the_call_ends_with_the_stream(face: Any) -> None:
    events: list[Any] = []
    audio = httpx.Response(200, content=bytes(9), headers={"content-type": "audio/wav"})
    async with face.mocked(answering(audio), hooks=events.append) as client:
        request = face.Request("tts_bytes", "POST", "/tts/bytes", accept="audio/wav", paid=True)
        stream = face.AsyncAudioStream(client.transport, request)
        async with stream:
            assert names(events) == ["RequestStarted", "ResponseStarted"]
            await stream.read()
    assert names(events)[2:] == ["FirstAudio", "CallEnded"]
    assert events[2].context_id is None
    assert (events[3].n_bytes, events[3].error) == (9, None)


async def test_the_first_audio_of_events_is_told_and_an_error_event_ends_the_call_with_it(face: Any) -> None:
    events: list[Any] = []
    frames = (
        b'data: {"type":"timestamps"}\n\n'
        b'data: {"type":"chunk","data":"AAAA"}\n\n'
        b'data: {"type":"chunk","data":"AAAA"}\n\n'
        b'data: {"type":"error","status_code":429,"error":"No: more"}\n\n'
    )
    answer = httpx.Response(200, content=frames, headers={"content-type": "text/event-stream"})
    async with face.mocked(answering(answer), hooks=events.append) as client:
        request = face.Request("tts_sse", "POST", "/tts/sse", accept="text/event-stream", paid=True)
        with pytest.raises(face.StreamError) as caught:
            await face.AsyncEventStream(client.transport, request, face.decoder()).collect()
    assert names(events)[2:] == ["FirstAudio", "CallEnded"]
    assert events[-1].error is caught.value


async def test_a_socket_is_told_with_the_first_audio_of_each_context(face: Any, socket_server: Any) -> None:
    events: list[Any] = []
    with socket_server.run(socket_server.echo) as url:
        async with face.session(url, hooks=events.append) as client, face.tts_socket(client) as socket:
            for context_id in ("one", "two"):
                context = socket.open_context(FIXED, context_id=context_id)
                await context.send("a")
                await context.send("b")
                await context.finish()
                await context.collect()
    assert names(events) == ["RequestStarted", "SocketOpened", "FirstAudio", "FirstAudio", "SocketClosed"]
    opened, first, second, closed = events[1:]
    assert (opened.request_id, opened.call.operation) == ("upgrade-1", "/tts/websocket")
    assert [first.context_id, second.context_id] == ["one", "two"]
    assert {event.call.id for event in events} == {opened.call.id}
    assert closed.code is None


async def test_a_socket_that_the_service_closes_is_told_once_with_its_code(face: Any, socket_server: Any) -> None:
    events: list[Any] = []
    with socket_server.run(lambda talk: talk.connection.close(1011, "restart")) as url:
        async with face.session(url, hooks=events.append) as client, face.tts_socket(client) as socket:
            context = socket.open_context(FIXED)
            with pytest.raises(face.StreamTruncated):  # noqa: PT012 - whichever notices first
                await context.send("a")
                await anext(aiter(context))
    opened, closed = (
        [event for event in events if type(event).__name__ == f"Socket{end}"] for end in ("Opened", "Closed")
    )
    assert [event.call.id for event in closed] == [event.call.id for event in opened]
    assert {(event.code, event.reason) for event in closed} == {(1011, "restart")}


async def test_a_connection_whose_end_nobody_read_is_told_when_the_next_one_opens(
    face: Any, socket_server: Any
) -> None:
    events: list[Any] = []
    script = after_one(socket_server, lambda talk: talk.connection.close(1001, "restart"))
    with socket_server.run(script) as url:
        async with face.session(url, hooks=events.append) as client, face.tts_socket(client) as socket:
            for _ in range(2):
                context = socket.open_context(FIXED)
                await context.finish("x")
                await context.collect()
                await face.until(lambda: gone(socket)() or len(socket_server.paths) > 1)
    opened = [event.call.id for event in events if type(event).__name__ == "SocketOpened"]
    closed = [event for event in events if type(event).__name__ == "SocketClosed"]
    assert [event.call.id for event in closed] == opened
    assert [(event.code, event.reason) for event in closed] == [(1001, "restart"), (None, "")]


async def test_a_socket_that_cannot_be_opened_ends_with_the_reason(face: Any) -> None:
    events: list[Any] = []
    async with face.session("http://127.0.0.1:1", hooks=events.append, max_retries=1) as client:
        with pytest.raises(face.ConnectionFailed):
            await face.tts_socket(client).open()
    assert names(events) == ["RequestStarted", "RetryScheduled", "RequestStarted", "CallEnded"]
    assert isinstance(events[-1].error, face.ConnectionFailed)


async def test_a_hook_that_raises_is_logged_and_breaks_nothing(face: Any, caplog: pytest.LogCaptureFixture) -> None:
    def bad(event: Any) -> None:
        raise RuntimeError("hook is broken")

    events: list[Any] = []
    with caplog.at_level(logging.ERROR, logger="contralto_client"):
        async with face.mocked(answering(httpx.Response(200, json={})), hooks=[bad, events.append]) as client:
            await client.transport.call(face.Request("x", "GET", "/x"), lambda response: None)
    assert "a hook failed on RequestStarted; the call goes on" in caplog.text
    assert "hook is broken" in caplog.text
    assert len(events) == 3


def test_a_hook_must_be_a_function(faces: Any) -> None:
    with pytest.raises(ValueError, match="`hooks` must be a function"):
        faces["sync"].session("http://service.test", hooks=["print"])


class Recorder:
    """A tracer that keeps what is said of each span."""

    def __init__(self) -> None:
        self.spans: list[tuple[str, list[tuple[Any, ...]]]] = []

    def start_span(self, name: str) -> Any:
        said: list[tuple[Any, ...]] = []
        self.spans.append((name, said))

        class Span:
            def __getattr__(self, kind: str) -> Any:
                return lambda *arguments: said.append((kind, *arguments))

        return Span()


async def test_each_call_is_one_span(face: Any) -> None:
    tracer = Recorder()
    handler = answering(httpx.Response(503), httpx.Response(200, json={}, headers={"x-request-id": "r-1"}))
    async with face.mocked(handler, hooks=face.TracingHook(tracer)) as client:
        await client.transport.call(face.Request("voices_list", "GET", "/v"), lambda response: None)
        with pytest.raises(IndexError):  # nothing is left to answer
            await client.transport.call(face.Request("voices_get", "GET", "/v/1"), lambda response: None)
    (first, said), (second, failed) = tracer.spans
    assert (first, second) == ("voices_list", "voices_get")
    assert ("set_attribute", "http.request.method", "GET") in said
    assert ("set_attribute", "cartesia.request_id", "r-1") in said
    assert [item[:2] for item in said if item[0] == "add_event"] == [("add_event", "retry")]
    assert [item for item in said if item[0] == "end"] == [("end",)] == said[-1:]
    assert ("set_attribute", "error.type", "IndexError") in failed
    assert failed[-1] == ("end",)


async def test_each_socket_is_one_span(face: Any, socket_server: Any) -> None:
    tracer = Recorder()
    with socket_server.run(socket_server.echo) as url:
        async with (
            face.session(url, hooks=face.TracingHook(tracer)) as client,
            face.tts_socket(client) as socket,
        ):
            context = socket.open_context(FIXED, context_id="one")
            await context.send("a")
            await context.finish()
            await context.collect()
    ((name, said),) = tracer.spans
    assert name == "/tts/websocket"
    assert [item[1] for item in said if item[0] == "add_event"] == ["first_audio"]
    assert ("set_attribute", "websocket.close_code", 1000) in said
    assert said[-1] == ("end",)
