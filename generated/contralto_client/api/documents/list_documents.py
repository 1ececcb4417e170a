# Generated from spec/openapi/documents.yaml by contralto generate. Do not edit.
"""`GET /agents/documents`: list documents."""

from __future__ import annotations

from ..._request import Request, Response, query_items
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
    return KnowledgeDocumentPage.from_dict(response.json_object())
