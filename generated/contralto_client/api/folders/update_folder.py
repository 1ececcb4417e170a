# Generated from spec/openapi/folders.yaml by contralto generate. Do not edit.
"""`PATCH /agents/folders/{id}`: change a folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response, path_segment
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.knowledge_folder import KnowledgeFolder
    from ...models.update_folder_request import UpdateFolderRequest


def build_request(id: str, *, body: UpdateFolderRequest | Mapping[str, Any]) -> Request:
    """The request of `updateFolder`."""
    return Request(
        operation="updateFolder",
        method="PATCH",
        path=f"/agents/folders/{path_segment(id)}",
        json=to_wire(body),
    )


def parse_response(response: Response) -> KnowledgeFolder:
    """The answer of `updateFolder`."""
    from ...models.knowledge_folder import (
        KnowledgeFolder,  # here: a client that never calls this needs none of its values
    )

    return KnowledgeFolder.from_dict(response.json_object())
