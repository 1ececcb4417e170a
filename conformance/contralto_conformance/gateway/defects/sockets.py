"""Defects of messages on sockets, and of their end."""

from __future__ import annotations

import json
from collections.abc import Iterable

from websockets.frames import Frame, Opcode

from contralto_conformance.gateway.exchange import Call
from contralto_conformance.gateway.hooks import Direction, Hooks

from .registry import defect


@defect("proxy.frames-pass-unchanged", "passes binary messages of the client on as text")
class BinaryAsText(Hooks):
    def frames(self, call: Call, direction: Direction, frame: Frame) -> Iterable[Frame]:
        if direction == "up" and frame.opcode is Opcode.BINARY:
            return (Frame(Opcode.TEXT, frame.data, frame.fin),)
        return (frame,)


@defect("proxy.frames-pass-unchanged:down", "passes binary messages of the service on with a byte more")
class LongerBinary(Hooks):
    def frames(self, call: Call, direction: Direction, frame: Frame) -> Iterable[Frame]:
        if direction == "down" and frame.opcode is Opcode.BINARY:
            return (Frame(frame.opcode, bytes(frame.data) + b"\x7f", frame.fin),)
        return (frame,)


@defect("proxy.json-never-rewritten", "reads the JSON of the service and writes it anew")
class WritesJsonAnew(Hooks):
    def frames(self, call: Call, direction: Direction, frame: Frame) -> Iterable[Frame]:
        return (_changed(frame, {}) if direction == "down" else frame,)


@defect("proxy.json-never-rewritten:ids", "gives contexts ids of its own")
class OwnIds(Hooks):
    def frames(self, call: Call, direction: Direction, frame: Frame) -> Iterable[Frame]:
        return (_changed(frame, {"context_id": "gateway-1"}) if direction == "up" else frame,)


def _changed(frame: Frame, members: dict[str, str]) -> Frame:
    """A whole JSON object written anew, with other values for members that it has; anything else as it is."""
    try:
        value = json.loads(bytes(frame.data)) if frame.opcode is Opcode.TEXT and frame.fin else None
    except ValueError:
        value = None
    if not isinstance(value, dict):
        return frame
    known = {name: text for name, text in members.items() if name in value}
    return Frame(frame.opcode, json.dumps({**value, **known}).encode(), frame.fin)


@defect(
    "proxy.message-order-kept", "passes text of the client on one message late, so that binary messages overtake it"
)
class BinaryOvertakes(Hooks):
    def frames(self, call: Call, direction: Direction, frame: Frame) -> Iterable[Frame]:
        return _swapped(call, frame) if direction == "up" else (frame,)


@defect("proxy.message-order-kept:down", "lets binary messages of the service overtake text")
class BinaryOvertakesDown(Hooks):
    def frames(self, call: Call, direction: Direction, frame: Frame) -> Iterable[Frame]:
        return _swapped(call, frame) if direction == "down" else (frame,)


def _swapped(call: Call, frame: Frame) -> Iterable[Frame]:
    """Keeps the third message of a socket back until the one after it has gone."""
    if not frame.fin or frame.opcode is Opcode.CONT:
        return (frame,)
    count = call.memo["count"] = call.memo.get("count", 0) + 1
    if count == 3 and frame.opcode is Opcode.TEXT:
        call.memo["kept"] = frame
        return ()
    kept = call.memo.pop("kept", None)
    return (frame, kept) if kept is not None else (frame,)


@defect("proxy.message-boundaries-kept", "puts two binary messages in a row together into one")
class JoinsBinary(Hooks):
    def frames(self, call: Call, direction: Direction, frame: Frame) -> Iterable[Frame]:
        if direction != "up" or not frame.fin or frame.opcode is not Opcode.BINARY:
            return (frame,)
        count = call.memo["count"] = call.memo.get("count", 0) + 1
        if count == 2:
            call.memo["kept"] = frame
            return ()
        kept = call.memo.pop("kept", None)
        return (frame,) if kept is None else (Frame(Opcode.BINARY, bytes(kept.data) + bytes(frame.data)),)


@defect("proxy.message-boundaries-kept:fragments", "makes a message of every fragment")
class FragmentsAreMessages(Hooks):
    def frames(self, call: Call, direction: Direction, frame: Frame) -> Iterable[Frame]:
        if direction == "up" and (not frame.fin or frame.opcode is Opcode.CONT):
            return (Frame(Opcode.TEXT, frame.data),)
        return (frame,)


@defect("proxy.client-close-reaches-upstream", "tells the service nothing of how the client closed")
class ClosesWithoutCode(Hooks):
    def closing(self, call: Call, direction: Direction, code: int, reason: str) -> tuple[int, str] | None:
        return (1005, "") if direction == "up" else (code, reason)


@defect("proxy.client-close-reaches-upstream:1000", "closes the service's side with 1000 whatever the client said")
class AlwaysUsual(Hooks):
    def closing(self, call: Call, direction: Direction, code: int, reason: str) -> tuple[int, str] | None:
        return (1000, reason) if direction == "up" else (code, reason)


@defect("proxy.upstream-close-reaches-client", "closes the client's side with 1000 whatever the service said")
class AlwaysUsualDown(Hooks):
    def closing(self, call: Call, direction: Direction, code: int, reason: str) -> tuple[int, str] | None:
        return (1000, reason) if direction == "down" else (code, reason)


@defect("proxy.upstream-close-reaches-client:reason", "drops the reason of a close")
class DropsReason(Hooks):
    def closing(self, call: Call, direction: Direction, code: int, reason: str) -> tuple[int, str] | None:
        return (code, "") if direction == "down" else (code, reason)


@defect("proxy.lost-upstream-becomes-a-code", "cuts the client's connection when the service is lost")
class CutsToo(Hooks):
    def lost(self, call: Call, direction: Direction) -> tuple[int, str] | None:
        return None if direction == "down" else super().lost(call, direction)


@defect("proxy.lost-upstream-becomes-a-code:no-code", "closes without a code when the service is lost")
class LostWithoutCode(Hooks):
    def lost(self, call: Call, direction: Direction) -> tuple[int, str] | None:
        return (1005, "") if direction == "down" else super().lost(call, direction)
