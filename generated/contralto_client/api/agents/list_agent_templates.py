# Generated from spec/openapi/agents.yaml by contralto generate. Do not edit.
"""`GET /agents/templates`: list agent templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response

if TYPE_CHECKING:
    from ...models.agent_template_list import AgentTemplateList


def build_request() -> Request:
    """The request of `listAgentTemplates`."""
    return Request(
        operation="listAgentTemplates",
        method="GET",
        path="/agents/templates",
        authenticated=False,
    )


def parse_response(response: Response) -> AgentTemplateList:
    """The answer of `listAgentTemplates`."""
    from ...models.agent_template_list import (
        AgentTemplateList,  # here: a client that never calls this needs none of its values
    )

    return AgentTemplateList.from_dict(response.json_object())
