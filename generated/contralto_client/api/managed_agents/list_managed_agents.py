# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""`GET /v1/agents`: list agents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, query_items

if TYPE_CHECKING:
    from ...models.managed_agent_page import ManagedAgentPage


def build_request(
    *,
    limit: int | None = None,
    starting_after: str | None = None,
    ending_before: str | None = None,
    q: str | None = None,
) -> Request:
    """The request of `listManagedAgents`."""
    return Request(
        operation="listManagedAgents",
        method="GET",
        path="/v1/agents",
        query=query_items(
            [("limit", limit), ("starting_after", starting_after), ("ending_before", ending_before), ("q", q)]
        ),
    )


def parse_response(response: Response) -> ManagedAgentPage:
    """The answer of `listManagedAgents`."""
    from ...models.managed_agent_page import (
        ManagedAgentPage,  # here: a client that never calls this needs none of its values
    )

    return ManagedAgentPage.from_dict(response.json_object())
