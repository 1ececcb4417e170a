"""A channel's protocol, stepped message by message, for either side.

Theory of operation. One connection carries many *instances* (the contexts of the TTS socket), told apart by a member
of the messages (`context_id`), or it is one itself: then the table's instance is `socket`. Each instance is in one
state of the table and begins in its initial one. A message is first read as a *symbol*: of the sending party's list,
the first that it fits. The symbol and the state select one rule, which gives the next state. No rule: the message is
illegal, and it changes nothing.

A message is a JSON object as a mapping, a text frame that is no JSON as `str` (the bare words of the transcription
socket), a binary frame as `bytes`, or the end of the connection as Closing.

Two house rules. All state of a connection lives in this object. And the machine does not know client from server:
`role` says only which party's messages go out through `send` and which come in through `receive`, so both ends obey
the same table, and what is a LocalProtocolError on one end is a RemoteProtocolError on the other.

What is always legal and changes nothing: a message of no symbol of its party (the service may add events within a
version), and a message that names no instance (an error about the connection as a whole).

Instances in a terminal state are remembered, at most `MAX_FINISHED` of them, the longest finished forgotten first;
a forgotten one counts as initial again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple, TypeAlias

from ..errors import LocalProtocolError, ProtocolError, RemoteProtocolError

Party: TypeAlias = Literal["client", "server"]
Message: TypeAlias = "Mapping[str, Any] | str | bytes | Closing"

MAX_FINISHED = 1024
"""How many finished instances one machine remembers."""
SAME = "same"
"""As a rule's `after`: the state does not change."""
UNKNOWN = "unknown"
"""Symbol of a message that the table does not know."""
SOCKET = "socket"
"""As a table's instance: the connection as a whole, which also is the instance's id then."""


@dataclass(frozen=True, slots=True)
class Closing:
    """One side closes the connection, with this code."""

    code: int


@dataclass(frozen=True, slots=True)
class StateInfo:
    """A state of an instance. In a terminal one the instance counts as finished."""

    terminal: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A kind of message, known by one of four things: the members of a JSON object, a bare word, the kind of its frame,
    or the code with which the connection closes.

    `where`: members that must all be equal; none of them fits any object. `text`: a text frame that is this word.
    `binary`: any binary frame. `close`: one of these codes.
    """

    name: str
    where: Mapping[str, object] = field(default_factory=dict)
    text: str | None = None
    binary: bool = False
    close: tuple[int, ...] = ()

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Symbol:
        """The symbol of an entry in `x-protocol`."""
        codes = document.get("close", ())
        return cls(
            document["name"],
            dict(document.get("where") or {}),
            document.get("text"),
            document.get("frame") == "binary",
            (codes,) if isinstance(codes, int) else tuple(codes),
        )

    def matches(self, message: Message) -> bool:
        """Whether this is what `message` is. JSON equality: true is not 1, and an absent member is not true."""
        if isinstance(message, Mapping):
            if self.binary or self.close or self.text is not None:
                return False
            return all(key in message and _json_equal(message[key], expected) for key, expected in self.where.items())
        if isinstance(message, str):
            return self.text == message
        if isinstance(message, bytes):
            return self.binary
        return message.code in self.close


@dataclass(frozen=True, slots=True)
class Rule:
    """Party `by` may send `step` to an instance in one of the states `before`; it is in `after` then."""

    by: Party
    step: str
    before: tuple[str, ...]
    after: str
    source: str = ""


@dataclass(frozen=True)
class ProtocolTable:
    """The whole protocol of a channel, as `x-protocol` beside the channel states it.

    `instance` is the message member that names the instance, or `socket`; `symbols` are the kinds of messages of each
    party in the order in which they are tried. Raises ValueError on construction if a rule names a state or symbol that
    does not exist, or two rules contradict each other.
    """

    instance: str
    initial: str
    states: Mapping[str, StateInfo]
    symbols: Mapping[Party, tuple[Symbol, ...]]
    steps: tuple[Rule, ...]

    def __post_init__(self) -> None:
        if self.initial not in self.states:
            raise ValueError(f"the initial state `{self.initial}` is not among the states")
        seen: set[tuple[Party, str, str]] = set()
        for rule in self.steps:
            if rule.step not in {symbol.name for symbol in self.symbols[rule.by]}:
                raise ValueError(f"a rule names the step `{rule.step}`, which is no symbol of the {rule.by}")
            for state in (*rule.before, *(() if rule.after == SAME else (rule.after,))):
                if state not in self.states:
                    raise ValueError(f"the rule for `{rule.step}` names the state `{state}`, which does not exist")
            for before in rule.before:
                if (rule.by, rule.step, before) in seen:
                    raise ValueError(f"two rules say what `{rule.step}` of the {rule.by} does in `{before}`")
                seen.add((rule.by, rule.step, before))

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> ProtocolTable:
        """The table of an `x-protocol` object."""
        return cls(
            instance=document["instance"],
            initial=document["initial"],
            states={
                name: StateInfo(terminal=bool(state.get("terminal", False)), about=state.get("about", ""))
                for name, state in document["states"].items()
            },
            symbols={
                party: tuple(Symbol.from_dict(symbol) for symbol in document["symbols"][party])
                for party in ("client", "server")
            },
            steps=tuple(
                Rule(
                    step["by"],
                    step["step"],
                    tuple(step["from"]),
                    step["to"],
                    ", ".join(step.get("sources", ())),
                )
                for step in document["steps"]
            ),
        )

    def next_state(self, by: Party, symbol: str, before: str) -> str | None:
        """The state after `symbol` of party `by` in state `before`; None if that is illegal."""
        return self._transitions.get((by, symbol, before))

    def legal(self, by: Party, state: str) -> tuple[str, ...]:
        """Names of the symbols that party `by` may send in `state`, in the order of the table."""
        return tuple(s.name for s in self.symbols[by] if (by, s.name, state) in self._transitions)

    @cached_property
    def _transitions(self) -> Mapping[tuple[Party, str, str], str]:
        return {
            (rule.by, rule.step, before): before if rule.after == SAME else rule.after
            for rule in self.steps
            for before in rule.before
        }


class Step(NamedTuple):
    """What one message did: its symbol, the instance's state before and after, and the instance's id.

    `instance_id` is None for a message that names no instance; both states are the initial one then.
    """

    symbol: str
    before: str
    after: str
    instance_id: str | None


class Machine:
    """The state of one connection, seen from the side `role`."""

    def __init__(self, table: ProtocolTable, role: Party) -> None:
        other: Party = "server" if role == "client" else "client"
        self.table = table
        self.role = role
        self._states: dict[str, str] = {}
        self._finished: OrderedDict[str, str] = OrderedDict()
        self._classify_sent = _classifier(table.symbols[role])
        self._classify_received = _classifier(table.symbols[other])
        self._sent_rules = _rules_of(table, role)
        self._received_rules = _rules_of(table, other)
        self._whole = SOCKET if table.instance == SOCKET else ""
        self._terminal = frozenset(name for name, info in table.states.items() if info.terminal)

    def send(self, message: Message) -> Step:
        """Steps a message that this side is about to send.

        Raises LocalProtocolError, with nothing changed, if the protocol does not allow it now.
        """
        return self._entered(self.sending(message))

    def sending(self, message: Message) -> Step:
        """What `send` would do, without doing it. Raises as `send`."""
        return self._step(message, self._classify_sent(message), self._sent_rules, LocalProtocolError)

    def receive(self, message: Message) -> Step:
        """Steps a message that the other side has sent.

        Raises RemoteProtocolError, with nothing changed, if the protocol did not allow it.
        """
        step = self._step(message, self._classify_received(message), self._received_rules, RemoteProtocolError)
        return self._entered(step)

    def state(self, instance_id: str = SOCKET) -> str:
        """The state of an instance; the initial one for an id that was never used."""
        return self._states.get(instance_id) or self._finished.get(instance_id) or self.table.initial

    def is_finished(self, instance_id: str = SOCKET) -> bool:
        """Whether an instance is in a terminal state."""
        return self.state(instance_id) in self._terminal

    def live(self) -> tuple[str, ...]:
        """Ids of the instances that have begun and are not finished, the oldest first."""
        return tuple(self._states)

    def _step(
        self,
        message: Message,
        symbol: str,
        rules: Mapping[tuple[str, str], str],
        error: type[ProtocolError],
    ) -> Step:
        instance_id = self._whole or (
            message.get(self.table.instance) if type(message) is dict or isinstance(message, Mapping) else None
        )
        if not isinstance(instance_id, str):
            return Step(symbol, self.table.initial, self.table.initial, None)
        before = self._states.get(instance_id) or self._finished.get(instance_id) or self.table.initial
        if symbol == UNKNOWN:
            return Step(symbol, before, before, instance_id)
        after = rules.get((symbol, before))
        if after is None:
            raise error(self._refusal(symbol, before, instance_id, error is LocalProtocolError))
        return Step(symbol, before, after, instance_id)

    def _entered(self, step: Step) -> Step:
        if step.after != step.before and step.instance_id is not None:
            self._enter(step.instance_id, step.after)
        return step

    def _enter(self, instance_id: str, state: str) -> None:
        self._finished.pop(instance_id, None)
        if state in self._terminal:
            self._states.pop(instance_id, None)
            self._finished[instance_id] = state
            if len(self._finished) > MAX_FINISHED:
                self._finished.popitem(last=False)
        else:
            self._states[instance_id] = state

    def _refusal(self, symbol: str, state: str, instance_id: str, local: bool) -> str:
        by: Party = self.role if local else ("server" if self.role == "client" else "client")
        legal = ", ".join(f"`{name}`" for name in self.table.legal(by, state)) or "nothing"
        which = "on this socket" if self._whole else f"for {self.table.instance} `{instance_id}`"
        return f"`{symbol}` of the {by} is not allowed {which}, which is `{state}`; allowed now: {legal}"


def _rules_of(table: ProtocolTable, by: Party) -> dict[tuple[str, str], str]:
    return {
        (rule.step, before): before if rule.after == SAME else rule.after
        for rule in table.steps
        if rule.by == by
        for before in rule.before
    }


def _classifier(symbols: tuple[Symbol, ...]) -> Callable[[Message], str]:
    """A function from message to symbol name; one look-up where every symbol is known by the same single member."""
    members = {tuple(symbol.where) for symbol in symbols}
    objects_only = not any(symbol.binary or symbol.close or symbol.text is not None for symbol in symbols)
    if objects_only and len(members) == 1 and len(member := next(iter(members))) == 1:
        key = member[0]
        if all(isinstance(symbol.where[key], str) for symbol in symbols):
            names: dict[Any, str] = {}
            for symbol in symbols:
                names.setdefault(symbol.where[key], symbol.name)

            def by_tag(message: Message) -> str:
                # A plain dict first: what JSON gives is one, and asking for Mapping costs ten times as much.
                tag = message.get(key) if type(message) is dict or isinstance(message, Mapping) else None
                return names.get(tag, UNKNOWN) if isinstance(tag, str) else UNKNOWN

            return by_tag

    plain_objects = [
        (symbol.name, tuple(symbol.where.items()))
        for symbol in symbols
        if not (symbol.binary or symbol.close or symbol.text is not None)
    ]

    def by_search(message: Message) -> str:
        if type(message) is dict:
            for name, where in plain_objects:
                for key, expected in where:
                    if key not in message or not _json_equal(message[key], expected):
                        break
                else:
                    return name
            return UNKNOWN
        return next((symbol.name for symbol in symbols if symbol.matches(message)), UNKNOWN)

    return by_search


def _json_equal(left: object, right: object) -> bool:
    return isinstance(left, bool) == isinstance(right, bool) and left == right
