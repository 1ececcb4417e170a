"""State tables as a generator reads them: what a client may say whatever the service has said by then.

A generated session is written before it is played, so it never knows in which of several states a table is: the
service may have moved it meanwhile. A `Position` therefore holds all states that are possible, and only what is legal
in each of them is said. A wait for something that the service owes narrows them down again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Party = Literal["client", "server"]


class Table:
    """One `x-protocol`, read as data; the client's machine is not asked."""

    def __init__(self, protocol: Mapping[str, Any]) -> None:
        self.initial: str = protocol["initial"]
        self.instance: str = protocol["instance"]
        self.symbols: Mapping[Party, Mapping[str, Mapping[str, Any]]] = {
            by: {symbol["name"]: symbol for symbol in protocol["symbols"][by]} for by in ("client", "server")
        }
        self._next: dict[tuple[Party, str, str], str] = {
            (step["by"], step["step"], state): state if step["to"] == "same" else step["to"]
            for step in protocol["steps"]
            for state in step["from"]
        }
        self._mute = {state for state in protocol["states"] if not self._can_speak(state)}

    def after(self, by: Party, symbol: str, state: str) -> str | None:
        """The state that a step leads to; None if it is illegal."""
        return self._next.get((by, symbol, state))

    def is_close(self, by: Party, symbol: str) -> bool:
        """Whether the symbol is the end of the socket rather than a message."""
        return "close" in self.symbols[by][symbol]

    def drifted(self, states: Iterable[str]) -> frozenset[str]:
        """Where the service may have led by now. Ends that it brings about itself, such as errors, are left out: a
        session that meets one just stops."""
        found = set(states)
        waiting = list(found)
        while waiting:
            state = waiting.pop()
            for (by, _, before), after in self._next.items():
                if by == "server" and before == state and after not in found | self._mute:
                    found.add(after)
                    waiting.append(after)
        return frozenset(found)

    def _can_speak(self, state: str) -> bool:
        return any(
            by == "client" and before == state and not self.is_close("client", symbol)
            for by, symbol, before in self._next
        )


@dataclass(frozen=True)
class Position:
    """Where one instance of a table may be. owed: the symbol that the service owes and nobody waited for yet, or ""."""

    states: frozenset[str]
    owed: str = ""


class Tracker:
    """Follows one instance of a table along a script. owed: state -> what the service owes to whoever led there."""

    def __init__(self, table: Table, owed: Mapping[str, str]) -> None:
        self._table = table
        self._owed = owed
        self.position = Position(frozenset({table.initial}), owed.get(table.initial, ""))

    @property
    def states(self) -> frozenset[str]:
        """All states that are possible now."""
        return self._table.drifted(self.position.states)

    @property
    def is_ending(self) -> bool:
        """Whether the client has asked for the end: what the service owes leads to its close of the socket."""
        state, symbol = min(self.position.states), self.position.owed
        for _ in self._owed:
            if not symbol or self._table.is_close("server", symbol):
                break
            state = self._table.after("server", symbol, state) or state
            symbol = self._owed.get(state, "")
        return bool(symbol) and self._table.is_close("server", symbol)

    def allows(self, symbol: str) -> bool:
        """Whether the client may say it, whatever the service has said by then. When it has asked for the end, it may
        only hang up: the service may be gone already."""
        if self.is_ending and not self._table.is_close("client", symbol):
            return False
        return all(self._table.after("client", symbol, state) is not None for state in self.states)

    def say(self, symbol: str) -> None:
        """The client said it; it must be allowed."""
        before = self.states
        after = frozenset(str(self._table.after("client", symbol, state)) for state in before)
        # What leads nowhere, such as audio, asks for nothing either.
        is_lasting = all(self._table.after("client", symbol, state) == state for state in before)
        self.position = Position(after, self.position.owed if is_lasting else self._owed_in(after))

    def wait(self) -> None:
        """What was owed has come."""
        symbol = self.position.owed
        led = {self._table.after("server", symbol, state) for state in self._table.drifted(self.position.states)}
        after = frozenset(state for state in led if state is not None)
        again = self._owed_in(after)
        self.position = Position(after, again if again != symbol else "")

    def _owed_in(self, states: frozenset[str]) -> str:
        owed = {self._owed.get(state, "") for state in states}
        return owed.pop() if len(owed) == 1 else ""
