# Generated from spec/openapi/folders.yaml by contralto generate. Do not edit.
"""`GET /agents/folders`: list folders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..._request import Request, Response, query_items

if TYPE_CHECKING:
    from ...models.knowledge_folder_page import KnowledgeFolderPage


def build_request(
    *,
    parent_ids: Sequence[str] | None = None,
    depth: int | None = None,
    limit: int | None = None,
    starting_after: str | None = None,
    ending_before: str | None = None,
) -> Request:
    """The request of `listFolders`."""
    return Request(
        operation="listFolders",
        method="GET",
        path="/agents/folders",
        query=query_items(
            [
                ("parent_ids[]", list(parent_ids or ())),
                ("depth", depth),
                ("limit", limit),
                ("starting_after", starting_after),
                ("ending_before", ending_before),
            ]
        ),
    )


def parse_response(response: Response) -> KnowledgeFolderPage:
    """The answer of `listFolders`."""
    from ...models.knowledge_folder_page import (
        KnowledgeFolderPage,  # here: a client that never calls this needs none of its values
    )

    return KnowledgeFolderPage.from_dict(response.json_object())
