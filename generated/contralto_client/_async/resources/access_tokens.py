# Generated from spec/openapi/access-tokens.yaml by contralto generate. Do not edit.
"""`client.access_tokens`: Short-lived credentials for code that must not hold an API key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...api.access_tokens import create_access_token
from ...models._wire import given

if TYPE_CHECKING:
    from ..._options import CallOptions
    from ...models.token_grant import TokenGrant
    from ...models.token_response import TokenResponse
    from ..transport import AsyncTransport


class AsyncAccessTokens:
    """Short-lived credentials for code that must not hold an API key."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def create(
        self,
        *,
        grants: TokenGrant | Mapping[str, Any] | None = None,
        expires_in: int | None = None,
        options: CallOptions | None = None,
    ) -> TokenResponse:
        """Make an access token.

        Makes a short-lived token that opens what `grants` names. Only an API key can make one.

        Args:
            grants: What the token opens; nothing when left out.
            expires_in: Life of the token in seconds, 1 to 3600.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = given({"grants": grants, "expires_in": expires_in})
        return await self._transport.call(
            create_access_token.build_request(body=body), create_access_token.parse_response, options
        )
