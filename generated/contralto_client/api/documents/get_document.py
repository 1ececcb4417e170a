# Generated from spec/openapi/documents.yaml by contralto generate. Do not edit.
"""`GET /agents/documents/{id}`: one document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment

if TYPE_CHECKING:
    from ...models.knowledge_document import KnowledgeDocument


def build_request(id: str) -> Request:
    """The request of `getDocument`."""
    return Request(
        operation="getDocument",
        method="GET",
        path=f"/agents/documents/{path_segment(id)}",
    )


def parse_response(response: Response) -> KnowledgeDocument:
    """The answer of `getDocument`."""
    from ...models.knowledge_document import (
        KnowledgeDocument,  # here: a client that never calls this needs none of its values
    )

    return KnowledgeDocument.from_dict(response.json_object())
