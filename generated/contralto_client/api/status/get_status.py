# Generated from spec/openapi/status.yaml by contralto generate. Do not edit.
"""`GET /`: status of the service."""

from __future__ import annotations

from ..._request import Request, Response
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
    return ApiInfo.from_dict(response.json_object())
