# Generated from spec/openapi/tts.yaml by contralto generate. Do not edit.
"""`POST /tts/bytes`: speak a text, as a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.tts_request import TtsRequest


def build_request(*, body: TtsRequest | Mapping[str, Any]) -> Request:
    """The request of `ttsBytes`."""
    return Request(
        operation="ttsBytes",
        method="POST",
        path="/tts/bytes",
        json=to_wire(body),
        accept="audio/*",
        paid=True,
    )
