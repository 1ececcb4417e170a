# Generated from spec/openapi/folders.yaml by contralto generate. Do not edit.
"""`POST /agents/folders`: make a folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.create_folder_request import CreateFolderRequest
    from ...models.knowledge_folder import KnowledgeFolder


def build_request(*, body: CreateFolderRequest | Mapping[str, Any]) -> Request:
    """The request of `createFolder`."""
    return Request(
        operation="createFolder",
        method="POST",
        path="/agents/folders",
        json=to_wire(body),
    )


def parse_response(response: Response) -> KnowledgeFolder:
    """The answer of `createFolder`."""
    from ...models.knowledge_folder import (
        KnowledgeFolder,  # here: a client that never calls this needs none of its values
    )

    return KnowledgeFolder.from_dict(response.json_object())
