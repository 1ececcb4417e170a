# Generated from spec/openapi/agents.yaml by contralto generate. Do not edit.
"""`GET /agents`: list agents."""

from __future__ import annotations

from ..._request import Request, Response
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
    return AgentSummaryList.from_dict(response.json_object())
