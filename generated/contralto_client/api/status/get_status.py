# Generated from spec/openapi/status.yaml by contralto generate. Do not edit.
"""`GET /`: status of the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response

if TYPE_CHECKING:
    from ...models.api_info import ApiInfo


def build_request() -> Request:
    """The request of `getStatus`."""
    return Request(
        operation="getStatus",
        method="GET",
        path="/",
        authenticated=False,
    )


def parse_response(response: Response) -> ApiInfo:
    """The answer of `getStatus`."""
    from ...models.api_info import ApiInfo  # here: a client that never calls this needs none of its values

    return ApiInfo.from_dict(response.json_object())
