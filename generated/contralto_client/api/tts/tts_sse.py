# Generated from spec/openapi/tts.yaml by contralto generate. Do not edit.
"""`POST /tts/sse`: speak a text, as events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.tts_sse_request import TtsSseRequest


def build_request(*, body: TtsSseRequest | Mapping[str, Any]) -> Request:
    """The request of `ttsSse`."""
    return Request(
        operation="ttsSse",
        method="POST",
        path="/tts/sse",
        json=to_wire(body),
        accept="text/event-stream",
        paid=True,
    )
