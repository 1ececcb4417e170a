# Generated from spec/openapi/documents.yaml by contralto generate. Do not edit.
"""`GET /agents/documents`: list documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, query_items

if TYPE_CHECKING:
    from ...models.knowledge_document_page import KnowledgeDocumentPage


def build_request(
    *, limit: int | None = None, starting_after: str | None = None, ending_before: str | None = None
) -> Request:
    """The request of `listDocuments`."""
    return Request(
        operation="listDocuments",
        method="GET",
        path="/agents/documents",
        query=query_items([("limit", limit), ("starting_after", starting_after), ("ending_before", ending_before)]),
    )


def parse_response(response: Response) -> KnowledgeDocumentPage:
    """The answer of `listDocuments`."""
    from ...models.knowledge_document_page import (
        KnowledgeDocumentPage,  # here: a client that never calls this needs none of its values
    )

    return KnowledgeDocumentPage.from_dict(response.json_object())
