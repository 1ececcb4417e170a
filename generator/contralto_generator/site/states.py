"""The state table of a channel (`x-protocol`), read for showing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from contralto_spec import FactSource

SAME = "same"
"""The target of a step that leaves its state as it is."""

Party = Literal["client", "server"]


@dataclass(frozen=True, slots=True)
class State:
    """One state of an instance. Nothing is legal any more in a `terminal` one."""

    name: str
    about: str
    terminal: bool
    initial: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One row: who may send what in which states, and where it leads.

    message: empty for the close of the socket. condition: what tells it from its siblings.
    """

    by: Party
    symbol: str
    message: str
    condition: str
    origins: tuple[str, ...]
    target: str
    note: str
    sources: tuple[FactSource, ...]

    def arrows(self) -> tuple[tuple[str, str], ...]:
        """From and to of each move that the row allows."""
        return tuple((before, before if self.target == SAME else self.target) for before in self.origins)


@dataclass(frozen=True, slots=True)
class Note:
    """What a table cannot say, in words."""

    text: str
    sources: tuple[FactSource, ...]


@dataclass(frozen=True, slots=True)
class StateTable:
    """The states of one instance, which the message member `instance` names, and every legal step.

    `precedence`: for each party of which one message can be several steps, its steps in the order they are tried.
    """

    about: str
    instance: str
    states: tuple[State, ...]
    steps: tuple[Step, ...]
    precedence: tuple[tuple[Party, tuple[str, ...]], ...]
    notes: tuple[Note, ...]


def state_table(protocol: Mapping[str, Any], sources: Mapping[str, FactSource]) -> StateTable:
    """The table of one `x-protocol`. Raises KeyError if a step names a symbol or source that does not exist."""
    notes = tuple(
        Note(note["note"], tuple(sources[key] for key in note.get("sources", ()))) for note in protocol.get("notes", ())
    )
    states = tuple(
        State(name, state.get("about", ""), bool(state.get("terminal")), name == protocol["initial"])
        for name, state in protocol["states"].items()
    )
    symbols = {(party, symbol["name"]): symbol for party, listed in protocol["symbols"].items() for symbol in listed}
    steps = tuple(
        Step(
            by=row["by"],
            symbol=row["step"],
            message=symbols[row["by"], row["step"]].get("message", ""),
            condition=_condition(symbols[row["by"], row["step"]]),
            origins=tuple(row["from"]),
            target=row["to"],
            note=row.get("note", ""),
            sources=tuple(sources[key] for key in row.get("sources", ())),
        )
        for row in protocol["steps"]
    )
    precedence = tuple(_precedence(protocol["symbols"]))
    return StateTable(protocol["about"], protocol["instance"], states, steps, precedence, notes)


def _precedence(symbols: Mapping[Party, Sequence[Mapping[str, Any]]]) -> Iterator[tuple[Party, tuple[str, ...]]]:
    for party, listed in symbols.items():
        messages = [symbol["message"] for symbol in listed if "message" in symbol]
        if len(set(messages)) < len(messages):
            yield party, tuple(symbol["name"] for symbol in listed if "message" in symbol)


def _condition(symbol: Mapping[str, Any]) -> str:
    if "text" in symbol:
        return f"the word {symbol['text']}"
    if "frame" in symbol:
        return f"{symbol['frame']} frame"
    if "close" in symbol:
        codes = symbol["close"] if isinstance(symbol["close"], list) else [symbol["close"]]
        return f"close with {' or '.join(str(code) for code in codes)}"
    where = symbol.get("where", {})
    if not where:
        return "otherwise"
    return ", ".join(
        f"{member}: {str(value).lower() if isinstance(value, bool) else value}" for member, value in where.items()
    )
