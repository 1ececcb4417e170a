"""What a service may do and a client has to bear: members, events and comments that nobody knows yet.

All of it is legal under the contract (official-conventions), so a client that works with the mock without it and not
with it has a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from contralto_conformance.mock.exchange import Call, Event
from contralto_conformance.mock.hooks import Hooks, Session

UNKNOWN_MEMBER = "x_contralto"
UNKNOWN_TYPE = "contralto_note"
COMMENT = b": contralto\n\n"


class Variations(Hooks):
    """The service, with additions that it may make at any time within a version."""

    def page(self, call: Call, page: Event) -> Event:
        """A page with a member that nobody knows."""
        return {**page, UNKNOWN_MEMBER: {"why": "members may be added"}}

    def sse_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        """The first event comes after one of an unknown type; all of them have an unknown member."""
        return self._varied(call.memo, event)

    def changer_event(self, call: Call, body: Mapping[str, Any], event: Event) -> Iterable[Event]:
        """The same of a changed voice."""
        return self._varied(call.memo, event)

    def sse_frame(self, call: Call, event: Event, frame: bytes) -> bytes:
        """A comment before each event."""
        return COMMENT + frame

    def outgoing(self, session: Session, event: Event) -> Iterable[Event]:
        """The same on sockets, where text frames have no comments."""
        return self._varied(session.memo, event)

    def _varied(self, memo: dict[str, Any], event: Event) -> Iterable[Event]:
        if event.get("type") == UNKNOWN_TYPE:
            return (event,)
        varied = {**event, UNKNOWN_MEMBER: "members may be added"}
        context_id = event.get("context_id")
        seen: set[object] = memo.setdefault(UNKNOWN_TYPE, set())
        if event.get("type") != "chunk" or context_id in seen:
            return (varied,)
        seen.add(context_id)
        about = {} if context_id is None else {"context_id": context_id}
        return ({"type": UNKNOWN_TYPE, "done": False, "status_code": 206, **about}, varied)
