# Generated from spec/openapi/documents.yaml by contralto generate. Do not edit.
"""`POST /agents/documents/bulk`: add several documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response
from ...models._wire import list_of, to_wire

if TYPE_CHECKING:
    from ...models.bulk_create_documents_request import BulkCreateDocumentsRequest
    from ...models.knowledge_document import KnowledgeDocument


def build_request(*, body: BulkCreateDocumentsRequest | Mapping[str, Any]) -> Request:
    """The request of `bulkCreateDocuments`."""
    return Request(
        operation="bulkCreateDocuments",
        method="POST",
        path="/agents/documents/bulk",
        json=to_wire(body),
    )


def parse_response(response: Response) -> list[KnowledgeDocument]:
    """The answer of `bulkCreateDocuments`."""
    from ...models.knowledge_document import (
        KnowledgeDocument,  # here: a client that never calls this needs none of its values
    )

    answer: list[KnowledgeDocument] = list_of(KnowledgeDocument.from_dict)(response.json())
    return answer
