"""Calls with agents: what is remembered, audio while events are read, tools. Tables are those of the spec."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import threading
from types import SimpleNamespace
from typing import Any

import pytest

from .test_audio import wav
from .test_transcription import CHANNELS

TENTH = bytes(range(200)) * 16


class Message(SimpleNamespace):
    def to_dict(self) -> dict[str, Any]:
        return vars(self)


def phone(face: Any, client: Any, channel: str = "managed_agent") -> Any:
    """A call as the generator makes it."""
    base: Any = face.AsyncToolSocket if channel == "managed_agent" else face.AsyncCallSocket

    class Phone(base):
        _remembers = () if channel == "managed_agent" else ("stream_id",)

    def message(self: Any, audio: bytes) -> dict[str, Any]:
        text = base64.b64encode(audio).decode()
        if channel == "managed_agent":
            return {"type": "audio_input", "audio": text}
        return {"event": "media_input", "stream_id": self._known("stream_id", None), "media": {"payload": text}}

    if face.asynchronous:

        async def send_audio(self: Any, audio: bytes) -> None:
            await self.send(message(self, audio))
    else:

        def send_audio(self: Any, audio: bytes) -> None:  # type: ignore[misc]
            self.send(message(self, audio))

    Phone.send_audio = send_audio
    parts = CHANNELS[channel].get("x-protocol-parts", {})
    tables = [CHANNELS[channel]["x-protocol"], *parts.values()]
    kinds = (
        "session_ready",
        "audio_output",
        "client_tool_call",
        "turn_ended",
        "error",
        "ack",
        "media_output",
        "custom",
    )
    return Phone(
        client.transport,
        path="/call",
        tables=[face.ProtocolTable.from_dict(table) for table in tables],
        events=face.EventDecoder(
            dict.fromkeys(kinds, lambda members: Message(**members)),
            tag="type" if channel == "managed_agent" else "event",
        ),
    )


def create(input_format: str = "pcm_16000") -> dict[str, Any]:
    return {"type": "session_create", "audio": {"input_format": input_format}}


class Agent:
    """A managed agent: answers the start, calls tools, keeps what it hears, and hangs up when it has it all."""

    def __init__(self, *calls: dict[str, Any], n_results: int = 0, n_audio_bytes: int = 0) -> None:
        self.calls = calls
        self.n_results = n_results
        self.n_audio_bytes = n_audio_bytes
        self.audio = b""
        self.results: dict[str, dict[str, Any]] = {}

    def __call__(self, talk: Any) -> None:
        config = talk.hear()["audio"]
        self.tell(talk, "session_ready", call_id="c", agent_id="a", agent_version_id="v", audio=config)
        for number, call in enumerate(self.calls):
            self.tell(talk, "client_tool_call", **{"tool_call_id": f"t{number}", "expects_response": True, **call})
        while len(self.results) < self.n_results or len(self.audio) < self.n_audio_bytes:
            message = talk.hear()
            if message["type"] == "audio_input":
                self.audio += base64.b64decode(message["audio"])
            else:
                self.results[message.pop("tool_call_id")] = message
        talk.connection.close(1000)

    @staticmethod
    def tell(talk: Any, kind: str, **members: Any) -> None:
        talk.connection.send(json.dumps({"type": kind, **members}))


async def test_audio_flows_once_the_session_is_ready(face: Any, socket_server: Any) -> None:
    agent = Agent(n_audio_bytes=3 * len(TENTH))
    with socket_server.run(agent) as url:
        async with face.session(url) as client, phone(face, client) as call:
            await call.send(create())
            assert [event.type async for event in call.converse(wav(TENTH * 3))] == ["session_ready"]
    assert agent.audio == TENTH * 3
    sizes = [len(base64.b64decode(message["audio"])) for message in socket_server.received[1:]]
    assert sizes == [1600] * 6


async def test_the_answer_may_be_read_first(face: Any, socket_server: Any) -> None:
    agent = Agent(n_audio_bytes=len(TENTH))
    with socket_server.run(agent) as url:
        async with face.session(url) as client, phone(face, client) as call:
            await call.send(create("mulaw_8000"))
            assert (await anext(call)).call_id == "c"
            assert str(call.audio_format) == "pcm_mulaw at 8000 Hz"
            assert [event async for event in call.converse([TENTH])] == []
    assert agent.audio == TENTH


async def test_a_call_that_was_not_started_is_told(face: Any, socket_server: Any) -> None:
    with socket_server.run(Agent()) as url:
        async with face.session(url) as client, phone(face, client) as call:
            with pytest.raises(
                face.LocalProtocolError, match="the call was not started; begin with `send_session_create`"
            ):
                await anext(call.converse(TENTH))
            with pytest.raises(face.LocalProtocolError, match="not known before the call is started"):
                _ = call.audio_format


async def test_audio_of_another_format_than_the_call_is_refused(face: Any, socket_server: Any) -> None:
    agent = Agent(n_audio_bytes=1)
    with socket_server.run(agent) as url:
        async with face.session(url) as client, phone(face, client) as call:
            await call.send(create("pcm_24000"))
            with pytest.raises(
                ValueError, match="the audio holds pcm_s16le at 16000 Hz, but the socket was opened for"
            ):
                _ = [event async for event in call.converse(wav(TENTH))]
    assert agent.audio == b""


async def test_the_call_goes_on_when_the_audio_has_ended(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        talk.hear()
        Agent.tell(talk, "session_ready", call_id="c", agent_id="a", agent_version_id="v", audio={})
        talk.hear()
        talk.hear()
        Agent.tell(talk, "audio_output", audio="AAA=")
        talk.connection.recv(timeout=10)

    with socket_server.run(script) as url:
        async with face.session(url) as client, phone(face, client) as call:
            await call.send(create())
            async for event in call.converse(TENTH):
                if event.type == "audio_output":
                    break


async def test_an_agent_that_hangs_up_ends_the_iteration_though_the_audio_goes_on(
    face: Any, socket_server: Any
) -> None:
    def endless() -> Any:
        while True:
            yield TENTH

    with socket_server.run(Agent(n_audio_bytes=1)) as url:
        async with face.session(url) as client, phone(face, client) as call:
            await call.send(create())
            assert [event.type async for event in call.converse(endless(), pace=20)] == ["session_ready"]
            assert call.close_code == 1000


async def test_the_id_of_the_stream_is_remembered(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        talk.hear()
        talk.connection.send('{"event":"ack","stream_id":"s1","config":{"input_format":"pcm_16000"}}')
        talk.hear()
        talk.hear()
        talk.connection.close(1000, "call ended by agent")

    with socket_server.run(script) as url:
        async with face.session(url) as client, phone(face, client, "line_agent") as call:
            await call.send({"event": "start"})
            assert [event.event async for event in call.converse(TENTH)] == ["ack"]
            assert call._known("stream_id", "own") == "own"
            assert call.close_reason == "call ended by agent"
    assert [message["stream_id"] for message in socket_server.received[1:]] == ["s1", "s1"]


# Tools


class Hidden(Exception):
    pass


def tools_of(face: Any, call: Any) -> None:
    """Registers tools of every kind."""

    @call.tool
    def check_stock(item: str, n_days: int = 1) -> Any:
        return {"item": item, "left": 2, "n_days": n_days}

    def say_hello() -> str:
        return "grüß dich"

    call.tool(say_hello, name="greet")

    call.tool(dict, name="echo")  # tells nothing of what it takes

    @call.tool
    def nothing() -> None:
        return None

    @call.tool
    def refuse() -> Any:
        raise face.ToolError("the shop is closed")

    @call.tool
    def crash() -> Any:
        raise Hidden("postgres://user:secret@db")

    @call.tool
    def talk_much() -> str:
        return "ü" * 3000

    @call.tool
    def odd() -> Any:
        return object()


async def test_tools_are_run_and_answered(face: Any, socket_server: Any, caplog: Any) -> None:
    caplog.set_level(logging.ERROR)
    names = (
        "check_stock",
        "check_stock",
        "greet",
        "nothing",
        "refuse",
        "crash",
        "talk_much",
        "odd",
        "check_stock",
        "echo",
    )
    calls: list[dict[str, Any]] = [{"tool_name": name, "parameters": {}} for name in names]
    calls[0]["parameters"] = {"item": "bread"}
    calls[8]["parameters"] = {"item": "bread", "size": 1}
    calls[9]["parameters"] = {"said": "this"}
    agent = Agent(*calls, n_results=len(calls))
    with socket_server.run(agent) as url:
        async with face.session(url) as client, phone(face, client) as call:
            tools_of(face, call)
            await call.send(create())
            kinds = [event.type async for event in call]
    assert kinds == ["session_ready", *["client_tool_call"] * len(calls)]
    kind, failed = "client_tool_result", {"type": "client_tool_result", "is_error": True}
    assert agent.results == {
        "t0": {"type": kind, "result": '{"item":"bread","left":2,"n_days":1}'},
        "t1": failed
        | {
            "error_type": "invalid_parameters",
            "result": "the parameters do not fit: missing a required argument: 'item'",
        },
        "t2": {"type": kind, "result": "grüß dich"},
        "t3": {"type": kind, "result": ""},
        "t4": failed | {"error_type": "ToolError", "result": "the shop is closed"},
        "t5": failed | {"error_type": "Hidden", "result": "the tool failed"},
        "t6": failed
        | {
            "error_type": "result_too_large",
            "result": "the result has 6000 bytes, more than the 4096 that are allowed; ask for less",
        },
        "t7": failed | {"error_type": "no_json", "result": "the tool gave a `object`, which is no JSON"},
        "t8": failed
        | {
            "error_type": "invalid_parameters",
            "result": "the parameters do not fit: got an unexpected keyword argument 'size'",
        },
        "t9": {"type": kind, "result": '{"said":"this"}'},
    }
    assert any("the tool `crash` failed" in record.getMessage() for record in caplog.records)


async def test_a_slow_tool_holds_up_neither_events_nor_audio(face: Any, socket_server: Any) -> None:
    go = threading.Event()

    def slow() -> str:
        assert go.wait(10)
        return "done"

    def script(talk: Any) -> None:
        talk.hear()
        Agent.tell(talk, "session_ready", call_id="c", agent_id="a", agent_version_id="v", audio={})
        Agent.tell(talk, "client_tool_call", tool_call_id="t", tool_name="slow", parameters={}, expects_response=True)
        assert talk.hear()["type"] == "audio_input"
        Agent.tell(talk, "audio_output", audio="AAA=")
        while talk.hear()["type"] != "client_tool_result":
            pass
        talk.connection.close(1000)

    with socket_server.run(script) as url:
        async with face.session(url) as client, phone(face, client) as call:
            call.tool(slow)
            await call.send(create())
            async for event in call.converse(TENTH):
                if event.type == "audio_output":
                    go.set()
    assert socket_server.received[-1] == {"type": "client_tool_result", "tool_call_id": "t", "result": "done"}


async def test_what_expects_no_response_gets_none(face: Any, socket_server: Any) -> None:
    ran = threading.Event()
    agent = Agent(
        {"tool_name": "note", "parameters": {}, "expects_response": False},
        {"tool_name": "ask", "parameters": {}},
        n_results=1,
    )
    with socket_server.run(agent) as url:
        async with face.session(url) as client, phone(face, client) as call:
            call.tool(ran.set, name="note")

            @call.tool
            def ask() -> str:
                assert ran.wait(10)
                return "yes"

            await call.send(create())
            assert len([event async for event in call]) == 3
    assert agent.results == {"t1": {"type": "client_tool_result", "result": "yes"}}


async def test_a_tool_that_is_not_registered_is_left_to_the_caller(face: Any, socket_server: Any, caplog: Any) -> None:
    agent = Agent({"tool_name": "other", "parameters": {}}, n_results=1)
    with socket_server.run(agent) as url:
        async with face.session(url) as client, phone(face, client) as call:
            call.tool(lambda: "", name="mine")
            await call.send(create())
            async for event in call:
                if event.type == "client_tool_call":
                    answer = {"type": "client_tool_result", "tool_call_id": event.tool_call_id, "result": "by hand"}
                    await call.send(answer)
    assert agent.results == {"t0": {"type": "client_tool_result", "result": "by hand"}}
    assert any("no tool `other` is registered" in record.getMessage() for record in caplog.records)


async def test_too_many_tools_at_a_time_are_refused(face: Any, socket_server: Any) -> None:
    go = threading.Event()
    agent = Agent(*[{"tool_name": "wait", "parameters": {}} for _ in range(17)], n_results=17)
    n_events = 0
    with socket_server.run(agent) as url:
        async with face.session(url) as client, phone(face, client) as call:

            @call.tool
            def wait() -> str:
                assert go.wait(10)
                return "ok"

            await call.send(create())
            async for _ in call:
                n_events += 1
                if n_events == 18:
                    go.set()
    assert agent.results["t16"]["error_type"] == "busy"
    assert [agent.results[f"t{number}"]["result"] for number in range(16)] == ["ok"] * 16


def test_a_tool_may_be_a_coroutine_function_and_may_hang_up(faces: Any, socket_server: Any) -> None:
    face = faces["async"]
    results = []

    def script(talk: Any) -> None:
        talk.hear()
        Agent.tell(talk, "session_ready", call_id="c", agent_id="a", agent_version_id="v", audio={})
        for name, parameters in (("ask", {"n": 2}), ("hang_up", {})):
            call = {"tool_call_id": name, "tool_name": name, "parameters": parameters, "expects_response": True}
            Agent.tell(talk, "client_tool_call", **call)
            results.append(talk.hear())

    async def run() -> None:
        async with face.session(url) as client, phone(face, client) as call:

            @call.tool
            async def ask(n: int) -> list[int]:
                await asyncio.sleep(0)
                return [n]

            @call.tool
            async def hang_up() -> None:
                await call.close()

            await call.send(create())
            assert len([event async for event in call]) == 3

    with socket_server.run(script) as url:
        asyncio.run(run())
    assert results == [{"type": "client_tool_result", "tool_call_id": "ask", "result": "[2]"}]
