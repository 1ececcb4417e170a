"""A state table as a picture: a column for each state, a row for each step, an arrow for each move.

Rows never share a height and columns never share a place, so that no label can lie on another, however many states
and steps a channel has. A dot is where a move starts, a head where it ends, a loop a move that changes nothing.
All lengths are SVG user units; the picture grows with the table and scrolls where it does not fit.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from .states import Party, State, StateTable, Step

LABEL_WIDTH = 220
COLUMN_WIDTH = 116
BOX_WIDTH = 98
BOX_HEIGHT = 34
TOP = 14
GROUP_HEIGHT = 30
ROW_HEIGHT = 32
BOTTOM = 14

_PARTIES: dict[Party, str] = {"client": "the client sends", "server": "the service sends"}
_HEAD = 8
_DOT = 5
_LOOP = 30


@dataclass(frozen=True, slots=True)
class Column:
    """The box of one state and the line below it."""

    state: State
    x: int


@dataclass(frozen=True, slots=True)
class Group:
    """The heading above the rows of one party."""

    title: str
    y: int


@dataclass(frozen=True, slots=True)
class Move:
    """One arrow: the dot it starts from, its line and its head, as SVG path data."""

    before: str
    after: str
    dot_x: int
    line: str
    head: str


@dataclass(frozen=True, slots=True)
class Row:
    """One step with its moves; `y` is the middle of the row."""

    step: Step
    y: int
    moves: tuple[Move, ...]

    @property
    def sentence(self) -> str:
        """The row in words, for those who do not see it."""
        moves = "; ".join(
            f"{move.before} stays {move.before}" if move.before == move.after else f"{move.before} to {move.after}"
            for move in self.moves
        )
        return f"{self.step.by} {self.step.symbol}: {moves}"


@dataclass(frozen=True, slots=True)
class Diagram:
    """The whole picture, placed."""

    width: int
    height: int
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    rows: tuple[Row, ...]


def diagram(table: StateTable) -> Diagram:
    """The picture of a table. Raises KeyError if a step names a state that the table does not have."""
    # Where everything ends stands on the right, whatever the order of the table.
    ordered = sorted(table.states, key=lambda state: state.terminal)
    columns = tuple(
        Column(state, LABEL_WIDTH + COLUMN_WIDTH * index + COLUMN_WIDTH // 2) for index, state in enumerate(ordered)
    )
    place = {column.state.name: column.x for column in columns}
    y = TOP + BOX_HEIGHT + BOTTOM
    groups: list[Group] = []
    rows: list[Row] = []
    for party, title in _PARTIES.items():
        steps = [step for step in table.steps if step.by == party]
        if not steps:
            continue
        groups.append(Group(title, y + GROUP_HEIGHT // 2))
        y += GROUP_HEIGHT
        for step in steps:
            middle = y + ROW_HEIGHT // 2
            moves = tuple(_move(before, after, place, middle, step.origins) for before, after in step.arrows())
            rows.append(Row(step, middle, moves))
            y += ROW_HEIGHT
    width = LABEL_WIDTH + COLUMN_WIDTH * len(columns)
    return Diagram(width, y + BOTTOM, columns, tuple(groups), tuple(rows))


def _move(before: str, after: str, place: dict[str, int], y: int, dotted: Collection[str]) -> Move:
    start, end = place[before], place[after]
    if start == end:
        side = start + _LOOP
        upper = f"C{start + 8} {y - 14} {side} {y - 14} {side} {y}"
        line = f"M{start} {y} {upper} S{start + 18} {y + 10} {start + 12} {y + 6}"
        # The head points up and left, back at the dot.
        head = f"M{start + 4} {y + 3} l11 -1 l-5 9 z"
    else:
        forward = 1 if end > start else -1
        # A head that meets a dot stops at its rim.
        tip = end - forward * (_DOT if after in dotted else 0)
        line = f"M{start} {y} H{tip - forward * _HEAD}"
        head = f"M{tip} {y} l{-forward * _HEAD} -5 v10 z"
    return Move(before, after, start, line, head)
