# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""`POST /agents/calls`: place calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response
from ...models._wire import to_wire
from ...models.agent_outbound_call_response import AgentOutboundCallResponse

if TYPE_CHECKING:
    from ...models.agent_outbound_call_request import AgentOutboundCallRequest


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
    return AgentOutboundCallResponse.from_dict(response.json_object())
