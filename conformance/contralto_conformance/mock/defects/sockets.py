"""Defects of sockets as such: messages where the state table of the channel has none."""

from __future__ import annotations

from collections.abc import Iterable

from contralto_conformance.mock.exchange import Event
from contralto_conformance.mock.hooks import Hooks, Session

from .registry import defect


@defect("sockets.messages-follow-the-table", "a Line agent says `clear` before its `ack`")
class ClearBeforeAck(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        if event.get("event") == "ack":
            return ({"event": "clear", "stream_id": event["stream_id"]}, event)
        return (event,)


@defect("sockets.messages-follow-the-table:managed", "a managed agent says `audio_output_clear` before `session_ready`")
class ClearBeforeReady(Hooks):
    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        return ({"type": "audio_output_clear"}, event) if event.get("type") == "session_ready" else (event,)
