# Generated from spec/openapi/agents.yaml by contralto generate. Do not edit.
"""`GET /agents/{agent_id}/phone-numbers`: phone numbers of an agent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment
from ...models._wire import list_of

if TYPE_CHECKING:
    from ...models.agent_phone_number import AgentPhoneNumber


def build_request(agent_id: str) -> Request:
    """The request of `listAgentPhoneNumbers`."""
    return Request(
        operation="listAgentPhoneNumbers",
        method="GET",
        path=f"/agents/{path_segment(agent_id)}/phone-numbers",
    )


def parse_response(response: Response) -> list[AgentPhoneNumber]:
    """The answer of `listAgentPhoneNumbers`."""
    from ...models.agent_phone_number import (
        AgentPhoneNumber,  # here: a client that never calls this needs none of its values
    )

    answer: list[AgentPhoneNumber] = list_of(AgentPhoneNumber.from_dict)(response.json())
    return answer
