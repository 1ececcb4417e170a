"""The protocol machine: one table, both sides of it."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
import yaml

from contralto_generator.runtime.protocol import (
    Closing,
    LocalProtocolError,
    Machine,
    ProtocolTable,
    RemoteProtocolError,
    Rule,
    StateInfo,
    Symbol,
)
from contralto_generator.runtime.protocol.machine import MAX_FINISHED

CHANNEL = Path(__file__).parents[2] / "spec" / "asyncapi" / "tts.yaml"
TABLE = ProtocolTable.from_dict(yaml.safe_load(CHANNEL.read_text())["channels"]["tts"]["x-protocol"])

MESSAGES: dict[tuple[str, str], dict[str, Any]] = {
    ("client", "cancel"): {"cancel": True},
    ("client", "flush"): {"transcript": "", "continue": True, "flush": True},
    ("client", "input"): {"transcript": "Hello.", "continue": True},
    ("client", "last_input"): {"transcript": "Hello.", "continue": False},
    **{("server", symbol.name): {"type": symbol.name} for symbol in TABLE.symbols["server"]},
}


def message(by: str, symbol: str, context_id: str = "a") -> dict[str, Any]:
    return {**MESSAGES[by, symbol], "context_id": context_id}


def walk(machine: Machine, *steps: tuple[str, str]) -> None:
    for by, symbol in steps:
        (machine.send if by == machine.role else machine.receive)(message(by, symbol))


def test_both_sides_agree_on_every_walk_of_four_steps() -> None:
    n_walks = 0
    for steps in itertools.product(sorted(MESSAGES), repeat=4):
        client, server = Machine(TABLE, "client"), Machine(TABLE, "server")
        for by, symbol in steps:
            sender, receiver = (client, server) if by == "client" else (server, client)
            before = client.state("a")
            expected = TABLE.next_state(by, symbol, before)  # type: ignore[arg-type]
            if expected is None:
                with pytest.raises(LocalProtocolError):
                    sender.send(message(by, symbol))
                with pytest.raises(RemoteProtocolError):
                    receiver.receive(message(by, symbol))
                assert client.state("a") == server.state("a") == before
                break
            sent, received = sender.send(message(by, symbol)), receiver.receive(message(by, symbol))
            assert sent == received
            assert (sent.symbol, sent.before, sent.after) == (symbol, before, expected)
            assert client.state("a") == server.state("a") == expected
        n_walks += 1
    assert n_walks == len(MESSAGES) ** 4


@pytest.mark.parametrize(("by", "symbol"), sorted(MESSAGES))
def test_a_message_is_read_as_its_symbol(by: str, symbol: str) -> None:
    machine = Machine(TABLE, by)  # type: ignore[arg-type]
    before = next(state for state in TABLE.states if TABLE.next_state(by, symbol, state) is not None)  # type: ignore[arg-type]
    lead = {"absent": [], "open": ["input"], "closing": ["last_input"]}[before]
    walk(machine, *(("client", step) for step in lead))
    step = (machine.send if by == machine.role else machine.receive)(message(by, symbol))
    assert step.symbol == symbol


def test_members_match_by_json_equality() -> None:
    assert Symbol("cancel", {"cancel": True}).matches({"cancel": True})
    for other in ({}, {"cancel": None}, {"cancel": False}, {"cancel": 1}, {"cancel": "true"}):
        assert not Symbol("cancel", {"cancel": True}).matches(other)
    assert Symbol("last_input", {}).matches({})


def test_a_flush_counts_as_flush_although_it_also_continues() -> None:
    machine = Machine(TABLE, "client")
    assert machine.send(message("client", "flush")).symbol == "flush"


def test_contexts_are_independent() -> None:
    machine = Machine(TABLE, "client")
    machine.send(message("client", "input", "a"))
    machine.send(message("client", "last_input", "b"))
    machine.receive(message("server", "done", "b"))
    assert (machine.state("a"), machine.state("b")) == ("open", "done")
    assert machine.live() == ("a",)


def test_an_unknown_event_is_legal_and_changes_nothing() -> None:
    machine = Machine(TABLE, "client")
    step = machine.receive({"type": "visemes", "context_id": "never-seen"})
    assert (step.symbol, step.before, step.after) == ("unknown", "absent", "absent")
    assert machine.receive({"type": ["chunk"], "context_id": "a"}).symbol == "unknown"
    assert machine.live() == ()


def test_a_message_without_instance_concerns_the_connection_and_changes_nothing() -> None:
    machine = Machine(TABLE, "client")
    walk(machine, ("client", "input"))
    assert machine.receive({"type": "error"}).instance_id is None
    assert machine.receive({"type": "done", "context_id": 7}).instance_id is None
    assert machine.state("a") == "open"


def test_a_refusal_names_message_state_and_what_is_allowed() -> None:
    machine = Machine(TABLE, "client")
    walk(machine, ("client", "last_input"))
    with pytest.raises(LocalProtocolError) as caught:
        machine.send(message("client", "input"))
    assert str(caught.value) == (
        "`input` of the client is not allowed for context_id `a`, which is `closing`; allowed now: `cancel`"
    )
    with pytest.raises(RemoteProtocolError, match=r"`chunk` of the server .* which is `absent`; allowed now: `error`"):
        machine.receive(message("server", "chunk", "b"))


def test_finished_contexts_are_remembered_up_to_a_limit_the_oldest_forgotten_first() -> None:
    machine = Machine(TABLE, "server")
    for number in range(MAX_FINISHED + 1):
        machine.receive(message("client", "last_input", f"c{number}"))
        machine.send(message("server", "done", f"c{number}"))
    assert machine.state("c0") == "absent"
    assert machine.state("c1") == machine.state(f"c{MAX_FINISHED}") == "done"
    assert machine.live() == ()


def table(**changes: Any) -> ProtocolTable:
    parts: dict[str, Any] = {
        "instance": "id",
        "initial": "a",
        "states": {"a": StateInfo(), "b": StateInfo(terminal=True)},
        "symbols": {"client": (Symbol("go"),), "server": ()},
        "steps": (Rule("client", "go", ("a",), "b"),),
    }
    return ProtocolTable(**{**parts, **changes})


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"initial": "c"}, "the initial state `c`"),
        ({"steps": (Rule("client", "stop", ("a",), "b"),)}, "names the step `stop`, which is no symbol of the client"),
        ({"steps": (Rule("client", "go", ("c",), "b"),)}, "names the state `c`"),
        ({"steps": (Rule("client", "go", ("a",), "c"),)}, "names the state `c`"),
        ({"steps": (Rule("client", "go", ("a",), "b"), Rule("client", "go", ("a",), "a"))}, "two rules say"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(changes: dict[str, Any], text: str) -> None:
    with pytest.raises(ValueError, match=text):
        table(**changes)


def test_a_symbol_known_by_several_members_is_found_by_search() -> None:
    symbols = (Symbol("both", {"x": 1, "y": None}), Symbol("one", {"x": 1}))
    machine = Machine(table(symbols={"client": symbols, "server": ()}, steps=()), "client")
    assert machine.send({"x": 1, "y": 2}).symbol == "one"
    assert machine.send({"x": 1, "y": None}).symbol == "both"
    assert machine.send({"x": True}).symbol == "unknown"


def test_every_state_but_the_initial_one_is_reached_and_the_terminal_ones_end_everything() -> None:
    reached = {TABLE.initial}
    while True:
        more = {
            after
            for state in reached
            for by, symbol in MESSAGES
            if (after := TABLE.next_state(by, symbol, state)) is not None  # type: ignore[arg-type]
        }
        if more <= reached:
            break
        reached |= more
    assert reached == set(TABLE.states)
    for name, info in TABLE.states.items():
        assert info.terminal == (not TABLE.legal("client", name) and not TABLE.legal("server", name))


EARS = {
    "instance": "socket",
    "initial": "open",
    "states": {"open": {}, "closing": {}, "closed": {"terminal": True}},
    "symbols": {
        "client": [
            {"name": "audio", "frame": "binary"},
            {"name": "finalize", "text": "finalize"},
            {"name": "close", "text": "close"},
            {"name": "anything", "where": {}},
        ],
        "server": [{"name": "closed", "close": [1000, 1001]}, {"name": "failed", "close": 1011}],
    },
    "steps": [
        {"by": "client", "step": "audio", "from": ["open"], "to": "same"},
        {"by": "client", "step": "finalize", "from": ["open"], "to": "same"},
        {"by": "client", "step": "anything", "from": ["open"], "to": "same"},
        {"by": "client", "step": "close", "from": ["open"], "to": "closing"},
        {"by": "server", "step": "closed", "from": ["closing"], "to": "closed"},
    ],
}


@pytest.mark.parametrize(
    ("message", "symbol"),
    [
        (b"\x00\x01", "audio"),
        (b"finalize", "audio"),
        ("finalize", "finalize"),
        ("Finalize", "unknown"),
        ("", "unknown"),
        ({"type": "finalize"}, "anything"),
        (Closing(1000), "unknown"),
    ],
)
def test_frames_are_told_apart_by_their_kind(message: Any, symbol: str) -> None:
    assert Machine(ProtocolTable.from_dict(EARS), "client").send(message).symbol == symbol


def test_a_table_may_be_about_the_whole_socket() -> None:
    client, server = (Machine(ProtocolTable.from_dict(EARS), role) for role in ("client", "server"))
    for message in (b"", "finalize", "close"):
        assert client.send(message) == server.receive(message)
    assert (client.state(), client.live(), client.is_finished()) == ("closing", ("socket",), False)
    with pytest.raises(LocalProtocolError, match=r"`audio` of the client is not allowed on this socket, .* `closing`"):
        client.send(b"")
    with pytest.raises(RemoteProtocolError, match="`failed` of the server"):
        client.receive(Closing(1011))
    assert client.receive(Closing(1001)) == server.send(Closing(1001))
    assert (client.state(), client.live(), client.is_finished()) == ("closed", (), True)


def test_a_step_can_be_looked_at_without_taking_it() -> None:
    machine = Machine(ProtocolTable.from_dict(EARS), "client")
    assert machine.sending("close").after == "closing"
    assert machine.state() == "open"
