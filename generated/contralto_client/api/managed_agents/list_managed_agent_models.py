# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""`GET /v1/agents/models`: list language models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, query_items

if TYPE_CHECKING:
    from ...models.managed_agent_model_page import ManagedAgentModelPage


def build_request(
    *, limit: int | None = None, starting_after: str | None = None, ending_before: str | None = None
) -> Request:
    """The request of `listManagedAgentModels`."""
    return Request(
        operation="listManagedAgentModels",
        method="GET",
        path="/v1/agents/models",
        query=query_items([("limit", limit), ("starting_after", starting_after), ("ending_before", ending_before)]),
    )


def parse_response(response: Response) -> ManagedAgentModelPage:
    """The answer of `listManagedAgentModels`."""
    from ...models.managed_agent_model_page import (
        ManagedAgentModelPage,  # here: a client that never calls this needs none of its values
    )

    return ManagedAgentModelPage.from_dict(response.json_object())
