"""A channel's protocol, stepped message by message, for either side.

Theory of operation. One connection carries many *instances* (the contexts of the TTS socket), told apart by a member
of the messages (`context_id`). Each instance is in one state of the table and begins in its initial one. A message is
first read as a *symbol*: of the sending party's list, the first whose members the message has. The symbol and the
state select one rule, which gives the next state. No rule: the message is illegal, and it changes nothing.

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

MAX_FINISHED = 1024
"""How many finished instances one machine remembers."""
SAME = "same"
"""As a rule's `after`: the state does not change."""
UNKNOWN = "unknown"
"""Symbol of a message that the table does not know."""


@dataclass(frozen=True, slots=True)
class StateInfo:
    """A state of an instance. In a terminal one the instance counts as finished."""

    terminal: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A kind of message: its name, and the members by which it is known (all must be equal; none: any message)."""

    name: str
    where: Mapping[str, object] = field(default_factory=dict)

    def matches(self, message: Mapping[str, object]) -> bool:
        """Whether `message` has all the members. JSON equality: true is not 1, and an absent member is not true."""
        return all(key in message and _json_equal(message[key], expected) for key, expected in self.where.items())


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

    `instance` is the message member that names the instance, `symbols` the kinds of messages of each party in the
    order in which they are tried. Raises ValueError on construction if a rule names a state or symbol that does not
    exist, or two rules contradict each other.
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
                party: tuple(
                    Symbol(symbol["name"], dict(symbol.get("where", {}))) for symbol in document["symbols"][party]
                )
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
        self._terminal = frozenset(name for name, info in table.states.items() if info.terminal)

    def send(self, message: Mapping[str, Any]) -> Step:
        """Steps a message that this side is about to send.

        Raises LocalProtocolError, with nothing changed, if the protocol does not allow it now.
        """
        return self._step(message, self._classify_sent(message), self._sent_rules, LocalProtocolError)

    def receive(self, message: Mapping[str, Any]) -> Step:
        """Steps a message that the other side has sent.

        Raises RemoteProtocolError, with nothing changed, if the protocol did not allow it.
        """
        return self._step(message, self._classify_received(message), self._received_rules, RemoteProtocolError)

    def state(self, instance_id: str) -> str:
        """The state of an instance; the initial one for an id that was never used."""
        return self._states.get(instance_id) or self._finished.get(instance_id) or self.table.initial

    def live(self) -> tuple[str, ...]:
        """Ids of the instances that have begun and are not finished, the oldest first."""
        return tuple(self._states)

    def _step(
        self,
        message: Mapping[str, Any],
        symbol: str,
        rules: Mapping[tuple[str, str], str],
        error: type[ProtocolError],
    ) -> Step:
        instance_id = message.get(self.table.instance)
        if not isinstance(instance_id, str):
            return Step(symbol, self.table.initial, self.table.initial, None)
        before = self._states.get(instance_id) or self._finished.get(instance_id) or self.table.initial
        if symbol == UNKNOWN:
            return Step(symbol, before, before, instance_id)
        after = rules.get((symbol, before))
        if after is None:
            raise error(self._refusal(symbol, before, instance_id, error is LocalProtocolError))
        if after != before:
            self._enter(instance_id, after)
        return Step(symbol, before, after, instance_id)

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
        return (
            f"`{symbol}` of the {by} is not allowed for {self.table.instance} `{instance_id}`, "
            f"which is `{state}`; allowed now: {legal}"
        )


def _rules_of(table: ProtocolTable, by: Party) -> dict[tuple[str, str], str]:
    return {
        (rule.step, before): before if rule.after == SAME else rule.after
        for rule in table.steps
        if rule.by == by
        for before in rule.before
    }


def _classifier(symbols: tuple[Symbol, ...]) -> Callable[[Mapping[str, Any]], str]:
    """A function from message to symbol name; one look-up where every symbol is known by the same single member."""
    members = {tuple(symbol.where) for symbol in symbols}
    if len(members) == 1 and len(member := next(iter(members))) == 1:
        key = member[0]
        if all(isinstance(symbol.where[key], str) for symbol in symbols):
            names: dict[Any, str] = {}
            for symbol in symbols:
                names.setdefault(symbol.where[key], symbol.name)

            def by_tag(message: Mapping[str, Any]) -> str:
                tag = message.get(key)
                return names.get(tag, UNKNOWN) if isinstance(tag, str) else UNKNOWN

            return by_tag

    def by_search(message: Mapping[str, Any]) -> str:
        return next((symbol.name for symbol in symbols if symbol.matches(message)), UNKNOWN)

    return by_search


def _json_equal(left: object, right: object) -> bool:
    return isinstance(left, bool) == isinstance(right, bool) and left == right
