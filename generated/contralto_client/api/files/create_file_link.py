# Generated from spec/openapi/files.yaml by contralto generate. Do not edit.
"""`POST /links`: make a link to a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.file_link import FileLink
    from ...models.file_link_request import FileLinkRequest


def build_request(*, body: FileLinkRequest | Mapping[str, Any]) -> Request:
    """The request of `createFileLink`."""
    return Request(
        operation="createFileLink",
        method="POST",
        path="/links",
        json=to_wire(body),
        base_url="https://files.cartesia.ai",
    )


def parse_response(response: Response) -> FileLink:
    """The answer of `createFileLink`."""
    from ...models.file_link import FileLink  # here: a client that never calls this needs none of its values

    return FileLink.from_dict(response.json_object())
