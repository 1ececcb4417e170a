# Generated from spec/openapi/documents.yaml by contralto generate. Do not edit.
"""`PATCH /agents/documents/{id}`: change a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response, path_segment
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.knowledge_document import KnowledgeDocument
    from ...models.update_document_request import UpdateDocumentRequest


def build_request(id: str, *, body: UpdateDocumentRequest | Mapping[str, Any]) -> Request:
    """The request of `updateDocument`."""
    return Request(
        operation="updateDocument",
        method="PATCH",
        path=f"/agents/documents/{path_segment(id)}",
        json=to_wire(body),
    )


def parse_response(response: Response) -> KnowledgeDocument:
    """The answer of `updateDocument`."""
    from ...models.knowledge_document import (
        KnowledgeDocument,  # here: a client that never calls this needs none of its values
    )

    return KnowledgeDocument.from_dict(response.json_object())
