# Generated from spec/openapi/api-keys.yaml by contralto generate. Do not edit.
"""`GET /api-keys/{id}`: one API key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment

if TYPE_CHECKING:
    from ...models.api_key_info import ApiKeyInfo


def build_request(id: str) -> Request:
    """The request of `getApiKey`."""
    return Request(
        operation="getApiKey",
        method="GET",
        path=f"/api-keys/{path_segment(id)}",
        admin=True,
    )


def parse_response(response: Response) -> ApiKeyInfo:
    """The answer of `getApiKey`."""
    from ...models.api_key_info import ApiKeyInfo  # here: a client that never calls this needs none of its values

    return ApiKeyInfo.from_dict(response.json_object())
