# Generated from spec/openapi/access-tokens.yaml by contralto generate. Do not edit.
"""`POST /access-token`: make an access token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.token_request import TokenRequest
    from ...models.token_response import TokenResponse


def build_request(*, body: TokenRequest | Mapping[str, Any]) -> Request:
    """The request of `createAccessToken`."""
    return Request(
        operation="createAccessToken",
        method="POST",
        path="/access-token",
        json=to_wire(body),
    )


def parse_response(response: Response) -> TokenResponse:
    """The answer of `createAccessToken`."""
    from ...models.token_response import TokenResponse  # here: a client that never calls this needs none of its values

    return TokenResponse.from_dict(response.json_object())
