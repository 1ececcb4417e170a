# Generated from spec/openapi/agents.yaml by contralto generate. Do not edit.
"""`GET /agents/{agent_id}/documents/query`: search the documents of an agent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment, query_items

if TYPE_CHECKING:
    from ...models.agent_document_matches import AgentDocumentMatches


def build_request(agent_id: str, *, query: str, top_k: int | None = None, filters: str | None = None) -> Request:
    """The request of `queryAgentDocuments`."""
    return Request(
        operation="queryAgentDocuments",
        method="GET",
        path=f"/agents/{path_segment(agent_id)}/documents/query",
        query=query_items([("query", query), ("top_k", top_k), ("filters", filters)]),
    )


def parse_response(response: Response) -> AgentDocumentMatches:
    """The answer of `queryAgentDocuments`."""
    from ...models.agent_document_matches import (
        AgentDocumentMatches,  # here: a client that never calls this needs none of its values
    )

    return AgentDocumentMatches.from_dict(response.json_object())
