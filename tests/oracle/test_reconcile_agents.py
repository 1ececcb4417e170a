"""The state tables of the sockets of agents and the checks, written apart from each other, agree on what is legal.

Every walk of a table, put on the wire as the examples of the document, must be accepted by all checks. Where a table
allows more than a requirement, the difference has a name here and a reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

import contralto_spec
from contralto_conformance import oracle

from .builders import NEW, Json, Socket, trace

Step = tuple[str, str]
Walk = tuple[Step, ...]

AGENT = "agent_7Qk2mPz4Rt"
PATHS = {"line_agent": f"/agents/stream/{AGENT}", "managed_agent": f"/v1/agents/websocket/{AGENT}"}
LENGTH = 5
DOCUMENT: Mapping[str, Any] = contralto_spec.load().asyncapi(NEW)
OF_TURNS = frozenset({"turn_started", "turn_output_text_delta", "turn_ended"})
"""Symbols that have a table of their own."""
ALIKE = frozenset({"clear", "audio_output_clear", "transfer_call", "too_large", "media_output", "audio_output"})
"""Symbols left out of the walks, since others have the same rows, or (1009) since another requirement is stricter."""


def rows(channel: str) -> dict[tuple[str, str, str], str]:
    """The state that a step of a party leads to, by party, symbol and state."""
    return {
        (row["by"], row["step"], before): before if row["to"] == "same" else row["to"]
        for row in DOCUMENT["channels"][channel]["x-protocol"]["steps"]
        for before in row["from"]
        if row["step"] not in OF_TURNS | ALIKE
    }


def walks(channel: str) -> Iterator[Walk]:
    """All walks of at most so many steps."""
    steps = rows(channel)

    def further(state: str, length: int) -> Iterator[Walk]:
        yield ()
        for (by, symbol, before), after in steps.items():
            if before == state and length:
                for rest in further(after, length - 1):
                    yield ((by, symbol), *rest)

    return further(DOCUMENT["channels"][channel]["x-protocol"]["initial"], LENGTH)


def on_the_wire(channel: str, walk: Walk) -> Socket:
    """A walk as messages: the first example of each, and closes."""
    described = DOCUMENT["channels"][channel]
    socket = Socket(path=PATHS[channel])
    for by, name in walk:
        symbol = next(s for s in described["x-protocol"]["symbols"][by] if s["name"] == name)
        if "close" in symbol:
            if by == "server":
                codes = symbol["close"] if isinstance(symbol["close"], list) else [symbol["close"]]
                socket.end("closed", codes[-1])
                socket.close_reason = "call ended by agent" if codes[-1] == 1000 else ""
            continue
        message: Json = {**_example(described, symbol["message"]), **symbol["where"]}
        if symbol["message"] == "error":
            # Of all errors, one about the agent says nothing of what the client did.
            message = {
                "code": "agent_failed",
                "fatal": False,
                **message,
                **symbol["where"],
                **_about_the_agent(channel),
            }
        socket.send_json(message) if by == "client" else socket.say(message)
    return socket


def _about_the_agent(channel: str) -> Json:
    return {"code": "agent_failed"} if channel == "managed_agent" else {}


def _example(described: Mapping[str, Any], message: str) -> Json:
    name = described["messages"][message]["$ref"].rpartition("/")[2]
    payload: Json = DOCUMENT["components"]["messages"][name]["examples"][0]["payload"]
    return payload


def is_stricter(walk: Walk) -> bool:
    """Whether a requirement forbids what the table lets pass: a refusal of a session that an error left open."""
    names = [name for _, name in walk]
    return "session_create" in names and "error" in names and names[-1] == "refused" and "fatal_error" not in names


@pytest.mark.parametrize("channel", PATHS)
def test_every_walk_is_accepted(channel: str) -> None:
    contract = oracle.contract(NEW)
    known = {"agent": AGENT, "managed_agent": AGENT}
    found = list(walks(channel))
    assert len(found) > 100
    wrong = {}
    for walk in found:
        recorded = trace(on_the_wire(channel, walk).exchange(), values=known)
        rejected = [
            name
            for name, check in oracle.CHECKS.items()
            if name.startswith("agents.") and contract.holds(name) and check.judge(recorded, contract)
        ]
        if bool(rejected) != (is_stricter(walk) and rejected == ["agents.managed.other-errors-keep-the-socket"]):
            wrong[" ".join(name for _, name in walk)] = rejected
    assert wrong == {}
