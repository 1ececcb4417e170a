# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""`GET /v1/agents/{agent_id}/versions`: list versions of an agent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment, query_items

if TYPE_CHECKING:
    from ...models.managed_agent_version_page import ManagedAgentVersionPage


def build_request(
    agent_id: str, *, limit: int | None = None, starting_after: str | None = None, ending_before: str | None = None
) -> Request:
    """The request of `listManagedAgentVersions`."""
    return Request(
        operation="listManagedAgentVersions",
        method="GET",
        path=f"/v1/agents/{path_segment(agent_id)}/versions",
        query=query_items([("limit", limit), ("starting_after", starting_after), ("ending_before", ending_before)]),
    )


def parse_response(response: Response) -> ManagedAgentVersionPage:
    """The answer of `listManagedAgentVersions`."""
    from ...models.managed_agent_version_page import (
        ManagedAgentVersionPage,  # here: a client that never calls this needs none of its values
    )

    return ManagedAgentVersionPage.from_dict(response.json_object())
