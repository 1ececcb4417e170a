# Generated from spec/openapi/agents.yaml by contralto generate. Do not edit.
"""`GET /agents`: list agents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response

if TYPE_CHECKING:
    from ...models.agent_summary_list import AgentSummaryList


def build_request() -> Request:
    """The request of `listAgents`."""
    return Request(
        operation="listAgents",
        method="GET",
        path="/agents",
    )


def parse_response(response: Response) -> AgentSummaryList:
    """The answer of `listAgents`."""
    from ...models.agent_summary_list import (
        AgentSummaryList,  # here: a client that never calls this needs none of its values
    )

    return AgentSummaryList.from_dict(response.json_object())
