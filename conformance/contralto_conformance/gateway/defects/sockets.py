"""Defects of sockets."""

from __future__ import annotations

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
            return (Frame(frame.opcode, bytes(frame.data) + b"\0", frame.fin),)
        return (frame,)
