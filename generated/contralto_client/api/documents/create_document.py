# Generated from spec/openapi/documents.yaml by contralto generate. Do not edit.
"""`POST /agents/documents`: add a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.create_document_request import CreateDocumentRequest
    from ...models.knowledge_document import KnowledgeDocument


def build_request(*, body: CreateDocumentRequest | Mapping[str, Any]) -> Request:
    """The request of `createDocument`."""
    return Request(
        operation="createDocument",
        method="POST",
        path="/agents/documents",
        json=to_wire(body),
    )


def parse_response(response: Response) -> KnowledgeDocument:
    """The answer of `createDocument`."""
    from ...models.knowledge_document import (
        KnowledgeDocument,  # here: a client that never calls this needs none of its values
    )

    return KnowledgeDocument.from_dict(response.json_object())
