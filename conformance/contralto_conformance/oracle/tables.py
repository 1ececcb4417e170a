"""What the service says in a generated session, held against the state table of its channel.

The table beside a channel (`x-protocol`, and the finer ones of `x-protocol-parts`) is read as data and walked by a
reader of its own. Messages cross on the way: when something arrives, the service may not have seen yet what the client
said last. So the walk keeps every state that the service can be in, and finds fault only when what it said is legal in
none of them. What a client says against the table ends the walk, since no table says what may follow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.reading import as_object
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.trace import Exchange, Frame, Trace

Party = Literal["client", "server"]
_NO_CODE = 1005
"""Stands in tables for a close frame without a code."""


@check("sockets.messages-follow-the-table", cases="sessions/*")
def messages_follow_the_table(trace: Trace, contract: Contract) -> Verdict:
    if not trace.case.startswith("sessions/"):
        return None
    found = [
        (exchange, channel)
        for exchange in trace.sockets
        if exchange.status == 101 and (channel := contract.channel_at(exchange.path)) is not None
    ]
    if not any(exchange.received() for exchange, _ in found):
        return None
    return [
        finding
        for exchange, channel in found
        for protocol in (channel["x-protocol"], *channel.get("x-protocol-parts", {}).values())
        for finding in _against(protocol, exchange)
    ]


@dataclass(frozen=True)
class _Said:
    """One message, or the first close, as a table reads it. index: of its frame."""

    index: int
    frame: Frame
    by: Party
    symbol: str


def _against(protocol: Mapping[str, Any], exchange: Exchange) -> Iterator[Finding]:
    """The first illegal step of each instance of the table."""
    instances: dict[Any, list[_Said]] = {}
    for instance, said in _read(protocol, exchange):
        instances.setdefault(instance, []).append(said)
    for instance, steps in instances.items():
        of = "" if protocol["instance"] == "socket" else f" of {protocol['instance']} `{instance}`"
        yield from _walked(protocol, exchange, steps, of)


def _read(protocol: Mapping[str, Any], exchange: Exchange) -> Iterator[tuple[Any, _Said]]:
    """What the table has a symbol for, with the instance that it is about."""
    member = protocol["instance"]
    for index, frame in enumerate(exchange.frames):
        by: Party = "client" if frame.direction == "sent" else "server"
        message = as_object(frame.payload) if frame.kind == "text" else None
        symbol = next((s["name"] for s in protocol["symbols"][by] if _is(s, frame, message)), None)
        instance = "" if member == "socket" else (message or {}).get(member)
        if symbol is not None and isinstance(instance, str | int):
            yield instance, _Said(index, frame, by, symbol)
        if frame.kind == "close":
            return


def _is(symbol: Mapping[str, Any], frame: Frame, message: Mapping[str, Any] | None) -> bool:
    if "where" in symbol:
        where: Mapping[str, Any] = symbol["where"]
        return message is not None and all(message.get(name) == value for name, value in where.items())
    if "text" in symbol:
        return frame.kind == "text" and frame.payload == str(symbol["text"]).encode()
    if "frame" in symbol:
        return bool(frame.kind == symbol["frame"])
    codes = symbol["close"] if isinstance(symbol["close"], list) else [symbol["close"]]
    code = int.from_bytes(frame.payload[:2]) if len(frame.payload) >= 2 else _NO_CODE
    return frame.kind == "close" and code in codes


def _walked(protocol: Mapping[str, Any], exchange: Exchange, steps: list[_Said], of: str) -> Iterator[Finding]:
    rows: dict[tuple[str, str, str], str] = {
        (row["by"], row["step"], before): before if row["to"] == "same" else row["to"]
        for row in protocol["steps"]
        for before in row["from"]
    }
    asked: list[str] = []
    # Each possible state of the service, with how much of what the client said it has seen.
    possible = {(protocol["initial"], 0)}
    for said in steps:
        if said.by == "client":
            asked.append(said.symbol)
            continue
        for state, seen in sorted(possible):
            for at, symbol in enumerate(asked[seen:], seen + 1):
                after = rows.get(("client", symbol, state))
                if after is None:
                    return
                state = after
                possible.add((state, at))
        before = sorted({state for state, _ in possible})
        possible = {
            (after, seen) for state, seen in possible if (after := rows.get(("server", said.symbol, state))) is not None
        }
        if not possible:
            legal = dict.fromkeys(symbol for by, symbol, state in rows if by == "server" and state in before)
            where = f"`{exchange.label}`, frame {said.index}, +{said.frame.time_s:.3f} s"
            expected = f"what the table allows{of} in {' or '.join(f'`{state}`' for state in before)}: "
            yield Finding(expected + (", ".join(legal) or "nothing"), f"`{said.symbol}`", where)
            return
