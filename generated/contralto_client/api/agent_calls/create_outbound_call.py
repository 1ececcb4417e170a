# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""`POST /agents/calls`: place calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.agent_outbound_call_request import AgentOutboundCallRequest
    from ...models.agent_outbound_call_response import AgentOutboundCallResponse


def build_request(*, body: AgentOutboundCallRequest | Mapping[str, Any]) -> Request:
    """The request of `createOutboundCall`."""
    return Request(
        operation="createOutboundCall",
        method="POST",
        path="/agents/calls",
        json=to_wire(body),
        paid=True,
    )


def parse_response(response: Response) -> AgentOutboundCallResponse:
    """The answer of `createOutboundCall`."""
    from ...models.agent_outbound_call_response import (
        AgentOutboundCallResponse,  # here: a client that never calls this needs none of its values
    )

    return AgentOutboundCallResponse.from_dict(response.json_object())
