"""Generated sessions: legal by the table, bounded, the same for the same seed, and readable when they fail."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import urllib.request
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection

import contralto_spec
from contralto_conformance.cases.loader import parse
from contralto_conformance.cases.model import (
    Audio,
    Await,
    AwaitClose,
    Case,
    Close,
    Connect,
    Request,
    Send,
    SendRaw,
)
from contralto_conformance.drivers.endpoint import Endpoint
from contralto_conformance.drivers.player import Network, play
from contralto_conformance.drivers.redact import Redactor
from contralto_conformance.fuzz import sessions
from contralto_conformance.fuzz.channels import MANNERS, Channel, session_names
from contralto_conformance.fuzz.scripts import Move, Script, script_of
from contralto_conformance.fuzz.tables import Table, Tracker
from contralto_conformance.mock import MockSettings, serve
from contralto_conformance.runner.judge import Judge
from contralto_conformance.trace import Frame, Trace

from .targets import socket_server

KEY = "sk_car_test"
VERSION = "2026-08-14"
SPEC = contralto_spec.load()
DOCUMENT = SPEC.asyncapi(VERSION)
VOICE = "f786b574-daa5-4673-aa0c-cbe3e8534c02"


@cache
def agents() -> dict[str, str]:
    """Agents that every mock has, by the variables of cases."""
    lists = {"agent": ("/agents", "summaries"), "managed_agent": ("/v1/agents", "data")}
    found: dict[str, str] = {}
    with serve(MockSettings()) as mock:
        for name, (path, member) in lists.items():
            headers = {"authorization": f"Bearer {KEY}", "cartesia-version": VERSION}
            with urllib.request.urlopen(urllib.request.Request(mock.url + path, headers=headers)) as reply:
                found[name] = json.load(reply)[member][0]["id"]
    return found


def endpoint(url: str) -> Endpoint:
    return Endpoint(
        base_url=url,
        socket_url="ws" + url.removeprefix("http"),
        api_key=KEY,
        version=VERSION,
        swapped_version="2025-04-16",
        redactor=Redactor(KEY),
        patience_s=2,
        voice=VOICE,
        agents=agents(),
    )


def never() -> bool:
    return False


def sessions_against(
    url: str,
    judge: Callable[[Trace], Sequence[str]] = lambda trace: [],
    seed: int = 0,
    channel: str = "tts",
    **options: Any,
) -> list[Trace]:
    heard: list[Trace] = []
    sessions.run(
        DOCUMENT, channel, endpoint(url), seed=seed, judge=judge, should_stop=never, heard=heard.append, **options
    )
    return heard


def said(trace: Trace) -> list[dict[str, Any]]:
    return [frame.json() for frame in trace.sockets[0].sent("text")]


@pytest.mark.parametrize("channel", MANNERS)
def test_sessions_repeat_for_their_seed_and_differ_between_seeds(channel: str) -> None:
    with serve(MockSettings()) as mock:
        first, again = (sessions_against(mock.url, seed=3, channel=channel) for _ in range(2))
        other = sessions_against(mock.url, seed=4, channel=channel)
    assert len(first) > 5
    assert [trace.script for trace in first] == [trace.script for trace in again]
    assert [trace.script for trace in first] != [trace.script for trace in other]
    assert len({trace.key for trace in first}) == len(first)


@pytest.mark.parametrize("channel", MANNERS)
def test_sessions_are_played_to_their_end_and_say_every_message_of_the_client(channel: str) -> None:
    with serve(MockSettings()) as mock:
        traces = sessions_against(mock.url, channel=channel, scripts=40)
    assert {trace.stopped for trace in traces} == {""}
    symbols = SPEC.asyncapi(VERSION)["channels"][channel]["x-protocol"]["symbols"]["client"]
    sent = [frame for trace in traces for frame in trace.sockets[0].frames if frame.direction == "sent"]
    for symbol in symbols:
        assert any(_is(symbol, frame) for frame in sent), symbol


def _is(symbol: dict[str, Any], frame: Frame) -> bool:
    if "where" in symbol:
        return frame.kind == "text" and frame.text[:1] == "{" and symbol["where"].items() <= frame.json().items()
    if "text" in symbol:
        return frame.kind == "text" and frame.text == symbol["text"]
    return frame.kind == ("binary" if "frame" in symbol else "close")


def test_every_channel_of_every_version_has_sessions() -> None:
    for version in SPEC.described_versions:
        document = SPEC.asyncapi(version.date)
        assert set(session_names(document)) == set(document["channels"])
        for name in document["channels"]:
            assert Channel(document, name, version.date).sayings


@pytest.mark.parametrize("name", MANNERS)
def test_each_way_to_say_something_is_the_symbol_that_it_is_listed_under(name: str) -> None:
    channel = Channel(DOCUMENT, name, VERSION)
    for symbol, sayings in channel.sayings.items():
        where = channel.table.symbols["client"][symbol].get("where", {})
        for saying in sayings:
            step = channel.said_by(saying, "a")
            text = getattr(step, "text", None)
            message = json.loads(text) if text and text[:1] == "{" else getattr(step, "message", None)
            assert where.items() <= (message or {}).items(), (symbol, step)


def test_a_channel_that_the_suite_knows_nothing_of_is_spoken_by_its_table_and_examples() -> None:
    protocol = {
        "instance": "socket",
        "initial": "open",
        "states": {"open": {}, "closed": {"terminal": True}},
        "symbols": {
            "client": [
                {"name": "greet", "message": "greet", "where": {"type": "greet"}},
                {"name": "word", "message": "word", "text": "word"},
                {"name": "hang_up", "close": 1000},
            ],
            "server": [{"name": "greeted", "message": "greeted", "where": {"type": "greeted"}}],
        },
        "steps": [
            {"by": "client", "step": "greet", "from": ["open"], "to": "same"},
            {"by": "client", "step": "word", "from": ["open"], "to": "same"},
            {"by": "client", "step": "hang_up", "from": ["open"], "to": "closed"},
            {"by": "server", "step": "greeted", "from": ["open"], "to": "same"},
        ],
    }
    document = {
        "channels": {
            "greetings": {
                "address": "/greetings",
                "title": "Greetings",
                "messages": {"greet": {"$ref": "#/components/messages/Greet"}},
                "bindings": {"ws": {}},
                "x-protocol": protocol,
            }
        },
        "components": {"messages": {"Greet": {"examples": [{"payload": {"type": "?", "to": "$all"}}]}}},
    }
    channel = Channel(document, "greetings", VERSION)
    script = script_of(channel, [Move("a", "greet"), Move("a", "word"), Move("a", "hang_up")])
    case = script.case()
    assert case.name == "sessions/greetings"
    assert case.steps[0] == Connect("socket-1", "/greetings")
    assert [type(step) for step in case.steps[1:]] == [SendRaw, SendRaw, Close]
    assert case.steps[1] == SendRaw('{"type": "greet", "to": "$$all"}')


def test_only_what_is_legal_in_every_possible_state_is_said() -> None:
    protocol = DOCUMENT["channels"]["line_agent"]["x-protocol"]
    at = Tracker(Table(protocol), MANNERS["line_agent"].owed)
    assert at.allows("start")
    assert not at.allows("media_input")
    at.say("start")
    assert at.states == {"starting", "streaming"}
    assert not at.allows("media_input"), "the `ack` has perhaps not come"
    at.wait()
    assert at.allows("media_input")
    assert not at.allows("start")


def test_who_has_asked_for_the_end_says_nothing_more() -> None:
    script = Script(Channel(DOCUMENT, "stt", VERSION))
    script.make(Move("a", "audio"))
    assert script.allows(Move("a", "finalize"))
    script.make(Move("a", "close"))
    assert not script.allows(Move("a", "audio"))
    assert script.allows(Move("a", "hang_up"))
    assert [step for step in script.case().steps if isinstance(step, Await | AwaitClose)] == [
        Await({"type": "done"}),
        AwaitClose(),
    ]


def test_a_failing_session_is_shrunk_to_a_script_that_can_be_played_again(capfd: pytest.CaptureFixture[str]) -> None:
    def dislikes_flush(trace: Trace) -> list[str]:
        return ["x"] if any(message.get("flush") for message in said(trace)) else []

    with serve(MockSettings()) as mock:
        failed = [trace for trace in sessions_against(mock.url, dislikes_flush) if dislikes_flush(trace)]
        (trace,) = failed
        case = parse(trace.script, "script.yaml").cases[0]
        replayed = played(case, endpoint(mock.url))
    sends = [step for step in case.steps if isinstance(step, Send)]
    assert len(sends) == 3, trace.script  # something to flush, the flush, the end
    assert dislikes_flush(replayed)
    assert capfd.readouterr() == ("", "")
    assert [message["transcript"] for message in said(replayed)] == [m["transcript"] for m in said(trace)]


def played(case: Case, at: Endpoint) -> Trace:
    async def play_it() -> Trace:
        async with Network(secure=False, patience_s=2) as network:
            return await play(case, at, network, seed=0)

    return asyncio.run(play_it())


ORDERS = {
    # defect: channel, the requirement that the sessions find violated, and the most steps beside making audio
    "tts.ws.empty-transcript-ends-the-context": ("tts", "tts.ws.empty-transcript-ends-the-context", 5),
    "tts.ws.done-is-last": ("tts", "tts.ws.done-is-last", 5),
    "stt.manual.finalize-gives-one-flush-done:twice": ("stt", "sockets.messages-follow-the-table", 4),
    "stt.turns.transitions-legal": ("stt_turns", "stt.turns.transitions-legal", 4),
    "sockets.messages-follow-the-table": ("line_agent", "sockets.messages-follow-the-table", 4),
    "sockets.messages-follow-the-table:managed": ("managed_agent", "sockets.messages-follow-the-table", 4),
}


@pytest.mark.parametrize("defect", ORDERS)
def test_a_defect_of_order_is_found_in_few_steps_and_its_replay_fails_alike(defect: str) -> None:
    channel, requirement, most = ORDERS[defect]
    judge = Judge(SPEC, VERSION, SPEC.requirements, lambda event: None)
    with serve(MockSettings(defects=(defect,))) as mock:
        heard = sessions_against(mock.url, judge.violated, channel=channel, scripts=100)
        (trace,) = (trace for trace in heard if requirement in judge.violated(trace))
        case = parse(trace.script, "script.yaml").cases[0]
        replayed = played(case, endpoint(mock.url))
    assert requirement in judge.violated(replayed)
    steps = [step for step in case.steps if not isinstance(step, Audio | Request)]
    assert len(steps) <= most, trace.script


def test_shrinking_is_bounded() -> None:
    plays = 0

    def dislikes_all(trace: Trace) -> list[str]:
        nonlocal plays
        plays += 1
        return ["x"]

    with serve(MockSettings()) as mock:
        heard = sessions_against(mock.url, dislikes_all)
    assert len(heard) == 1
    assert plays <= 2 * (sessions.SHRINK_PLAYS + sessions.REDUCE_PLAYS)


def test_a_stop_ends_the_sessions_at_once() -> None:
    heard: list[Trace] = []
    with serve(MockSettings()) as mock:
        sessions.run(
            DOCUMENT,
            "tts",
            endpoint(mock.url),
            seed=0,
            judge=lambda trace: [],
            should_stop=lambda: len(heard) >= 2,
            heard=heard.append,
        )
    assert len(heard) == 2


def test_sessions_with_a_server_that_hangs_are_given_up_soon() -> None:
    async def silent(connection: ServerConnection) -> None:
        await connection.wait_closed()

    heard: list[Trace] = []
    with socket_server(silent) as target:
        sessions.run(
            DOCUMENT,
            "tts",
            dataclasses.replace(endpoint(target.url), patience_s=0.5),
            seed=0,
            judge=lambda trace: [],
            should_stop=never,
            heard=heard.append,
        )
    assert sum(bool(trace.stopped) for trace in heard) == sessions.UNANSWERED
    assert all("nothing arrived for 0.5 s" in trace.stopped for trace in heard if trace.stopped)


def test_sessions_with_an_agent_that_the_account_lacks_say_so_once() -> None:
    with serve(MockSettings()) as mock:
        lacking = dataclasses.replace(endpoint(mock.url), agents={}, without={"agent": "no Line agent is known"})
        heard: list[Trace] = []
        sessions.run(
            DOCUMENT,
            "line_agent",
            lacking,
            seed=0,
            judge=lambda trace: [],
            should_stop=never,
            heard=heard.append,
        )
    assert [trace.stopped for trace in heard] == ["step 1 (connect): no Line agent is known"]
