# Generated from spec/openapi/files.yaml by contralto generate. Do not edit.
"""`GET /files`: list files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, query_items
from ...models.stored_file_page import StoredFilePage

if TYPE_CHECKING:
    from ...models.file_purpose import FilePurpose


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
    return StoredFilePage.from_dict(response.json_object())
