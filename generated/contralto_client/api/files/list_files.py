# Generated from spec/openapi/files.yaml by contralto generate. Do not edit.
"""`GET /files`: list files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, query_items

if TYPE_CHECKING:
    from ...models.file_purpose import FilePurpose
    from ...models.stored_file_page import StoredFilePage


def build_request(
    *,
    purpose: FilePurpose | None = None,
    q: str | None = None,
    limit: int | None = None,
    starting_after: str | None = None,
    ending_before: str | None = None,
) -> Request:
    """The request of `listFiles`."""
    return Request(
        operation="listFiles",
        method="GET",
        path="/files",
        query=query_items(
            [
                ("purpose", purpose),
                ("q", q),
                ("limit", limit),
                ("starting_after", starting_after),
                ("ending_before", ending_before),
            ]
        ),
    )


def parse_response(response: Response) -> StoredFilePage:
    """The answer of `listFiles`."""
    from ...models.stored_file_page import (
        StoredFilePage,  # here: a client that never calls this needs none of its values
    )

    return StoredFilePage.from_dict(response.json_object())
