"""Scripts in the making: moves of a client that are legal by the table, and the case that they become.

A script is kept as moves, so that one of them can be left out: what is not possible any more without it, such as a wait
for something that nobody asked for, goes with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from contralto_conformance.cases.model import Case, Ping, Step
from contralto_conformance.fuzz.channels import Channel, Saying
from contralto_conformance.fuzz.tables import Tracker


@dataclass(frozen=True)
class Move:
    """What a client does next.

    instance: of the table, by its variable; "" for a ping. symbol: what is said, or "" for a wait for what is owed.
    way: which of the ways to say it.
    """

    instance: str = ""
    symbol: str = ""
    way: int = 0


PING = Move()


class Script:
    """The moves so far, and where they have led every instance."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._at = {instance: Tracker(channel.table, channel.owed) for instance in channel.instances}
        self._said: dict[str, set[str]] = {instance: set() for instance in channel.instances}
        self._steps: list[Step] = []
        self._is_over = False
        self.moves: list[Move] = []

    @property
    def owing(self) -> tuple[str, ...]:
        """Instances to which the service owes something."""
        return tuple(name for name, at in self._at.items() if at.position.owed and not self._is_over)

    def allows(self, move: Move) -> bool:
        """Whether the move is legal now."""
        if self._is_over:
            return False
        if move == PING:
            is_useful = bool(self._steps) and not isinstance(self._steps[-1], Ping)
            return is_useful and not any(at.is_ending for at in self._at.values())
        if not move.symbol:
            return move.instance in self.owing
        saying = self._channel.sayings[move.symbol][move.way]
        is_known = not saying.after or bool(saying.after & self._said[move.instance])
        return is_known and self._at[move.instance].allows(move.symbol)

    def make(self, move: Move) -> None:
        """Appends a move that is allowed."""
        self.moves.append(move)
        if move == PING:
            self._steps.append(Ping())
        elif not move.symbol:
            self._wait(move.instance)
        else:
            self._say(move.instance, move.symbol, self._channel.sayings[move.symbol][move.way])

    def case(self) -> Case:
        """The script as a case: every instance brought to its end, and everything owed waited for."""
        for instance, at in self._at.items():
            ending = None if self._is_over else self._channel.finish(at.states)
            if ending is not None and at.allows(ending[0]):
                self._say(instance, *ending)
        for instance in self._at:
            while instance in self.owing:
                self._wait(instance)
        last = self._channel.settle()
        is_settled = self._is_over or self._steps[-1:] == [last]
        steps = (self._channel.connect(), *self._steps, *(() if is_settled else (last,)))
        return Case(
            name=self._channel.case,
            about=self._channel.about,
            steps=(*self._channel.prelude(steps), *steps),
            cost="paid",
            tags=frozenset({"generated"}),
        )

    def _say(self, instance: str, symbol: str, saying: Saying) -> None:
        self._at[instance].say(symbol)
        self._said[instance].add(symbol)
        self._steps.append(self._channel.said_by(saying, instance))
        self._is_over = self._channel.table.is_close("client", symbol)

    def _wait(self, instance: str) -> None:
        owed = self._at[instance].position.owed
        self._steps.append(self._channel.wait_for(owed, instance))
        self._at[instance].wait()
        self._is_over = self._channel.table.is_close("server", owed)


def script_of(channel: Channel, moves: Iterable[Move]) -> Script:
    """A script of those moves; one that is not legal where it stands is left out."""
    script = Script(channel)
    for move in moves:
        if script.allows(move):
            script.make(move)
    return script


def smaller(moves: Sequence[Move]) -> Iterator[tuple[Move, ...]]:
    """Moves that differ in one thing: one is missing, the last ones first; or one is said in the first way, or by the
    first instance."""
    for at in reversed(range(len(moves))):
        yield (*moves[:at], *moves[at + 1 :])
    for at, move in enumerate(moves):
        if move.way:
            yield (*moves[:at], Move(move.instance, move.symbol), *moves[at + 1 :])
