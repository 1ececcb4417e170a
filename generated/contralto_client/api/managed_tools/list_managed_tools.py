# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""`GET /v1/agents/tools`: list tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, query_items

if TYPE_CHECKING:
    from ...models.managed_tool_page import ManagedToolPage
    from ...models.managed_tool_type import ManagedToolType


def build_request(
    *,
    limit: int | None = None,
    starting_after: str | None = None,
    ending_before: str | None = None,
    type: ManagedToolType | None = None,
    agent_id: str | None = None,
) -> Request:
    """The request of `listManagedTools`."""
    return Request(
        operation="listManagedTools",
        method="GET",
        path="/v1/agents/tools",
        query=query_items(
            [
                ("limit", limit),
                ("starting_after", starting_after),
                ("ending_before", ending_before),
                ("type", type),
                ("agent_id", agent_id),
            ]
        ),
    )


def parse_response(response: Response) -> ManagedToolPage:
    """The answer of `listManagedTools`."""
    from ...models.managed_tool_page import (
        ManagedToolPage,  # here: a client that never calls this needs none of its values
    )

    return ManagedToolPage.from_dict(response.json_object())
