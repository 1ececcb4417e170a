"""The state table and the checks, written apart from each other, say the same of the life of a context.

Every walk of the table, put on the wire as messages, must be accepted by all checks of the TTS socket; every step of
the service that the table does not have must be found by one of them; and what a client does wrong must not be held
against the service. Where table and checks differ on purpose, the difference has a name here and a reason.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Literal

import pytest

import contralto_spec
from contralto_conformance import oracle
from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.trace import Trace

from .builders import NEW, OLD, Json, Socket, chunk, done, error, flush_done, on_socket, phonemes, words

Party = Literal["client", "server"]
PARTIES: tuple[Party, ...] = ("client", "server")
Step = tuple[Party, str]
Walk = tuple[Step, ...]

VERSIONS = (NEW, OLD)
LENGTH = 3
"""Steps of the walks with all symbols."""
FURTHER = 5
"""Steps of the walks with one symbol of each kind: a chunk stands for all that sounds."""
PROBED = 3
"""Steps of the walks on which an illegal step follows."""
ALIKE = frozenset({"timestamps", "phoneme_timestamps"})
"""Symbols that have the same rows as `chunk`."""
EXPIRY_S = 1.0
"""The shortest time that a source gives a context without input."""


class Table:
    """`x-protocol` of a version, read as data: neither client nor mock are asked."""

    def __init__(self, version: str) -> None:
        protocol = contralto_spec.load().asyncapi(version)["channels"]["tts"]["x-protocol"]
        self.initial: str = protocol["initial"]
        self.symbols: Mapping[Party, list[Json]] = protocol["symbols"]
        self._next: dict[tuple[Party, str, str], str] = {
            (row["by"], row["step"], before): before if row["to"] == "same" else row["to"]
            for row in protocol["steps"]
            for before in row["from"]
        }

    def names(self, by: Party) -> list[str]:
        """Symbols of a party."""
        return [symbol["name"] for symbol in self.symbols[by]]

    def after(self, by: Party, symbol: str, state: str) -> str | None:
        """The state that a step leads to; None if it is illegal."""
        return self._next.get((by, symbol, state))

    def read(self, by: Party, message: Json) -> str | None:
        """The symbol of a message: the first whose members it has."""
        return next((s["name"] for s in self.symbols[by] if s["where"].items() <= message.items()), None)

    def walks(self, length: int, without: frozenset[str] = frozenset(), state: str = "") -> Iterator[tuple[Walk, str]]:
        """All walks of at most that many steps, each with the state in which it ends."""
        state = state or self.initial
        yield (), state
        if length:
            for by in PARTIES:
                for symbol in self.names(by):
                    after = self.after(by, symbol, state)
                    if after is not None and symbol not in without:
                        for rest, last in self.walks(length - 1, without, after):
                            yield ((by, symbol), *rest), last


@cache
def table(version: str) -> Table:
    return Table(version)


# -- walks as messages -----------------------------------------------------------------------------------------------


class Talk:
    """Puts the steps of one context on a socket. said: symbols that the service will use, some only if asked."""

    def __init__(self, socket: Socket, said: Iterable[str], context_id: str = "a") -> None:
        self.socket = socket
        self.context_id = context_id
        self._asked = {f"add_{symbol}": True for symbol in ALIKE & set(said)}
        self._section = 1
        self._has_begun = False
        self._may_go_on = True

    def step(self, by: Party, symbol: str, *, at_once: bool = False) -> None:
        """One message. at_once: a `done` while more input may follow comes without the time to expire."""
        if by == "client":
            message = self.request(symbol)
            self.socket.send_json(message)
        else:
            if symbol == "done" and self._may_go_on and not at_once:
                self.socket.wait(EXPIRY_S)
            message = self.answer(symbol)
            self.socket.say(message)
        assert table(self.socket.version or NEW).read(by, message) == symbol

    def request(self, symbol: str) -> Json:
        """A message of the client. The first one has words, and so has every later `input`."""
        if symbol == "cancel":
            self._may_go_on = False
            return {"cancel": True, "context_id": self.context_id}
        text = "Good morning. " if symbol == "input" or not self._has_begun else ""
        self._has_begun = True
        self._may_go_on = self._may_go_on and symbol != "last_input"
        members: dict[str, Json] = {
            "input": {"continue": True},
            "flush": {"continue": True, "flush": True},
            "last_input": {"continue": False},
        }
        plain = Socket().send(self.context_id, text, **members[symbol], **self._asked).frames[0].json()
        return dict(plain)

    def answer(self, symbol: str) -> Json:
        """A message of the service."""
        makers: Mapping[str, Callable[[], Json]] = {
            "chunk": lambda: chunk(self.context_id, 0.02, flush_id=self._section),
            "timestamps": lambda: words(self.context_id, ("Good", 0.0, 0.1)),
            "phoneme_timestamps": lambda: phonemes(self.context_id, ("g", 0.0, 0.1)),
            "flush_done": lambda: flush_done(self.context_id, self._section),
            "done": lambda: done(self.context_id),
            # A limit of the account may end any context; other errors are answers to something.
            "error": lambda: self.refusal(429),
        }
        message = makers[symbol]()
        self._section += symbol == "flush_done"
        return message

    def refusal(self, status: int = 400, *, named: bool = True) -> Json:
        """An error event."""
        legacy = self.socket.version == OLD
        return error(self.context_id if named else None, legacy=legacy, status_code=status)


def talk_of(walk: Walk, version: str, *more: str) -> Talk:
    """A socket on which a walk was played. more: symbols of the service that are going to follow."""
    said = {symbol for by, symbol in walk if by == "server"}
    talk = Talk(Socket(version=version), said | set(more))
    for by, symbol in walk:
        talk.step(by, symbol)
    return talk


def trace_of(talk: Talk) -> Trace:
    """The socket with two contexts after the walk, one after the other: what was on its way has come by then."""
    for name in ("y", "z"):
        talk.socket.send(name).say(chunk(name, 0.02, flush_id=1), done(name))
    return on_socket(talk.socket, version=talk.socket.version or NEW)


@cache
def checks(version: str) -> tuple[tuple[str, oracle.Check, Contract], ...]:
    contract = oracle.contract(version)
    return tuple(
        (name, check, contract)
        for name, check in oracle.CHECKS.items()
        if name.startswith("tts.ws.") and contract.holds(name)
    )


def rejected_by(trace: Trace) -> set[str]:
    """Requirements of the TTS socket that a trace violates."""
    return {name for name, check, contract in checks(trace.api_version) if check.judge(trace, contract)}


def shown(walk: Walk) -> str:
    """`input <chunk done>`: steps of the service in angle brackets."""
    return " ".join(symbol if by == "client" else f"<{symbol}>" for by, symbol in walk)


# -- what the service owes -------------------------------------------------------------------------------------------


def debts(walk: Walk) -> set[str]:
    """Requirements that a walk violates by what does not come: the table says what may come, not what must.

    - tts.ws.chunks-then-one-done: a context of one request is done without a chunk.
    - tts.ws.flush-is-answered: a context is done, and not cancelled, with fewer `flush_done` than flushes. A flush that
      begins a context is not counted, as no source says what it means.
    - tts.ws.flush-keeps-the-context-open: words that came after a `flush_done` are not spoken, and the context is done.
    """
    symbols = [symbol for _, symbol in walk]
    if symbols[-1:] != ["done"] or "cancel" in symbols:
        return set()
    owed = set()
    requests = [step for step in walk if step[0] == "client"]
    if requests == [("client", "last_input")] and "chunk" not in symbols:
        owed.add("tts.ws.chunks-then-one-done")
    if "flush" in [symbol for _, symbol in requests[1:]] and requests[0] != ("client", "flush"):
        if symbols.count("flush_done") < symbols.count("flush"):
            owed.add("tts.ws.flush-is-answered")
        reported = symbols.index("flush_done") if "flush_done" in symbols else len(symbols)
        late = [n for n, symbol in enumerate(symbols) if symbol == "input" and n > reported]
        if late and "chunk" not in symbols[late[-1] :]:
            owed.add("tts.ws.flush-keeps-the-context-open")
    return owed


@pytest.mark.parametrize("version", VERSIONS)
def test_every_walk_is_accepted_but_for_what_is_owed(version: str) -> None:
    walks = {walk for walk, _ in table(version).walks(LENGTH)}
    walks |= {walk for walk, _ in table(version).walks(FURTHER, ALIKE)}
    found = {shown(walk): rejected_by(trace_of(talk_of(walk, version))) ^ debts(walk) for walk in walks}
    assert {walk: wrong for walk, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("version", VERSIONS)
def test_walks_of_two_contexts_are_accepted_side_by_side(version: str) -> None:
    walks = [walk for walk, _ in table(version).walks(PROBED, ALIKE) if len(walk) == PROBED and not debts(walk)]
    wrong = {}
    # Each with some of the others, far apart in the list.
    for number, one in enumerate(walks):
        for other in walks[number % 29 :: 29]:
            socket = Socket(version=version)
            talks = [Talk(socket, (), "a"), Talk(socket, (), "b")]
            for pair in zip(one, other, strict=True):
                for talk, (by, symbol) in zip(talks, pair, strict=True):
                    talk.step(by, symbol)
            if found := rejected_by(trace_of(talks[0])):
                wrong[shown(one), shown(other)] = found
    assert wrong == {}


@pytest.mark.parametrize("version", VERSIONS)
def test_unknown_events_are_accepted_until_the_end(version: str) -> None:
    wrong = {}
    for walk, _ in table(version).walks(PROBED):
        talk = Talk(Socket(version=version), [symbol for _, symbol in walk])
        state = table(version).initial
        for by, symbol in walk:
            # After the `done`, tts.ws.done-is-last forbids what the table would pass over: any message.
            if state != "done":
                talk.socket.say({"type": "usage", "context_id": "a"}, {"type": "heartbeat"})
            talk.step(by, symbol)
            state = table(version).after(by, symbol, state) or ""
        if found := rejected_by(trace_of(talk)) - debts(walk):
            wrong[shown(walk)] = found
    assert wrong == {}


# -- the service at fault --------------------------------------------------------------------------------------------


def excuse(walk: Walk, state: str, symbol: str) -> str:
    """Why an illegal step of the service cannot be held against it, as the client's end of the wire looks; or ""."""
    requests = [step for by, step in walk if by == "client" and step != "cancel"]
    is_cancelled = ("client", "cancel") in walk
    if symbol == "error" and is_cancelled:
        return "the cancel may have come when the context was over, and this is its answer (streaming.md 3.1.24)"
    if state == "failed" and len(requests) > 1:
        return "an input that was under way at the error may have begun a new context (streaming.md 3.1.27)"
    if state == "failed" and symbol == "error" and not requests:
        return "no requirement speaks of errors about contexts that nobody named"
    return ""


def illegal_steps(version: str) -> Iterator[tuple[Walk, str, str]]:
    """Walks, their states, and what the service may not send then.

    A `done` is illegal too while more input may follow and the context had no time to expire.
    """
    for walk, state in table(version).walks(PROBED):
        for symbol in table(version).names("server"):
            too_early = symbol == "done" and state == "open"
            if too_early or table(version).after("server", symbol, state) is None:
                yield walk, state, symbol


@pytest.mark.parametrize("version", VERSIONS)
def test_every_illegal_step_of_the_service_is_rejected(version: str) -> None:
    missed = []
    for walk, state, symbol in illegal_steps(version):
        talk = talk_of(walk, version, symbol)
        talk.step("server", symbol, at_once=True)
        if not rejected_by(trace_of(talk)) and not excuse(walk, state, symbol):
            missed.append(f"{shown(walk)} then <{symbol}>")
    assert missed == []


@pytest.mark.parametrize("version", VERSIONS)
def test_excuses_are_used(version: str) -> None:
    used = {excuse(*each) for each in illegal_steps(version)} - {""}
    assert len(used) == 3


# -- the client at fault ---------------------------------------------------------------------------------------------

REFUSED = ("refused",)
IGNORED = ()
NEW_CONTEXT = (("chunk",), ("chunk", "done"), ("chunk", "refused"), ("chunk", "flush_done"))
REACTIONS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "absent": (IGNORED, REFUSED, ("refused-unnamed",)),
    "closing": (
        *(IGNORED, REFUSED, ("refused-unnamed",)),
        *(("chunk", "done"), ("chunk", "refused"), ("chunk", "done", "refused"), ("chunk", "done", "chunk", "done")),
        ("chunk", "flush_done", "done"),
    ),
    "cancelled": (IGNORED, REFUSED, ("chunk",), ("chunk", "done"), ("done", "refused"), ("done", "chunk", "done")),
    "done": (IGNORED, REFUSED, ("refused-unnamed",), *NEW_CONTEXT),
    "failed": (IGNORED, REFUSED, ("refused-unnamed",), *NEW_CONTEXT),
}
"""What a service may do when a client sends in a state what it may not send: no source says what it must."""


def wrongs_of_clients(version: str) -> Iterator[tuple[Walk, str, tuple[str, ...]]]:
    """Walks, what the client may not send then, and what the service may make of it."""
    for walk, state in table(version).walks(PROBED, ALIKE):
        for symbol in table(version).names("client"):
            if table(version).after("client", symbol, state) is None:
                for reaction in REACTIONS[state]:
                    begins_anew = (state in {"done", "failed"} and "chunk" in reaction) or reaction.count("done") > 1
                    if symbol != "cancel" or not begins_anew:
                        yield walk, symbol, reaction


@pytest.mark.parametrize("version", VERSIONS)
def test_a_client_at_fault_is_not_blamed_on_the_service(version: str) -> None:
    wrong = {}
    for walk, symbol, reaction in wrongs_of_clients(version):
        talk = talk_of(walk, version)
        talk.step("client", symbol)
        for said in reaction:
            if said.startswith("refused"):
                talk.socket.say(talk.refusal(named=said == "refused"))
            else:
                talk.step("server", said)
        if found := rejected_by(trace_of(talk)) - debts(walk):
            wrong[f"{shown(walk)} then {symbol}", reaction] = found
    assert wrong == {}


@pytest.mark.parametrize("version", VERSIONS)
def test_an_input_that_meets_an_expired_context_is_not_blamed_on_the_service(version: str) -> None:
    talk = talk_of((("client", "input"), ("server", "chunk")), version)
    talk.socket.wait(EXPIRY_S)
    steps: Walk = (("client", "input"), ("server", "done"), ("server", "chunk"), ("client", "last_input"))
    for by, symbol in steps:
        talk.step(by, symbol, at_once=True)
    assert rejected_by(trace_of(talk)) == set()


# -- the table by itself ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", VERSIONS)
def test_sounds_have_the_same_rows(version: str) -> None:
    states = {state for _, state in table(version).walks(LENGTH)}
    for state, symbol in itertools.product(states, ALIKE):
        assert table(version).after("server", symbol, state) == table(version).after("server", "chunk", state)


@pytest.mark.parametrize(
    ("members", "symbol"),
    [
        ({"continue": True}, "input"),
        ({"continue": True, "flush": True}, "flush"),
        ({"continue": True, "flush": None}, "input"),
        ({"continue": True, "cancel": False}, "input"),
        # Without `continue` nothing may follow, flushed or not.
        ({"flush": True}, "last_input"),
        ({"continue": False, "flush": True}, "last_input"),
        ({"continue": None}, "last_input"),
        ({}, "last_input"),
        ({"cancel": True}, "cancel"),
    ],
)
@pytest.mark.parametrize("version", VERSIONS)
def test_table_reads_requests_as_their_members_say(version: str, members: Json, symbol: str) -> None:
    assert table(version).read("client", {"context_id": "a", "transcript": "Yes.", **members}) == symbol
