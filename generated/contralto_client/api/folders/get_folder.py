# Generated from spec/openapi/folders.yaml by contralto generate. Do not edit.
"""`GET /agents/folders/{id}`: one folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment

if TYPE_CHECKING:
    from ...models.knowledge_folder import KnowledgeFolder


def build_request(id: str) -> Request:
    """The request of `getFolder`."""
    return Request(
        operation="getFolder",
        method="GET",
        path=f"/agents/folders/{path_segment(id)}",
    )


def parse_response(response: Response) -> KnowledgeFolder:
    """The answer of `getFolder`."""
    from ...models.knowledge_folder import (
        KnowledgeFolder,  # here: a client that never calls this needs none of its values
    )

    return KnowledgeFolder.from_dict(response.json_object())
