# Generated from spec/openapi/api-keys.yaml by contralto generate. Do not edit.
"""`client.api_keys`: The API keys of an organization, without the keys themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...api.api_keys import get_api_key, list_api_keys
from ..pagination import AsyncPager

if TYPE_CHECKING:
    from ..._options import CallOptions
    from ...models.api_key_info import ApiKeyInfo
    from ...models.api_key_page import ApiKeyPage
    from ..transport import AsyncTransport


class AsyncApiKeys:
    """The API keys of an organization, without the keys themselves."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        limit: int | None = None,
        starting_after: str | None = None,
        ending_before: str | None = None,
        q: str | None = None,
        options: CallOptions | None = None,
    ) -> AsyncPager[ApiKeyPage, ApiKeyInfo]:
        """List API keys.

        One page of the API keys. `starting_after` and `ending_before` together are refused with 400. Continue
        with `starting_after` set to the last id of a page until `has_more` is false.

        Needs an API key for administration: `admin_api_key` of the client.

        Args:
            limit: Largest number of items on the page; more than 100 counts as 100. At least 1; default `20`.
            starting_after: Id of an item; the page holds the items after it.
            ending_before: Id of an item; the page holds the items just before it.
            q: Text to look for in the description, and in name and email address of the creator.
            options: Time limits, retries and headers of this call alone.
        """
        return AsyncPager(
            self._transport,
            list_api_keys.build_request(limit=limit, starting_after=starting_after, ending_before=ending_before, q=q),
            list_api_keys.parse_response,
            options,
        )

    async def get(self, id: str, *, options: CallOptions | None = None) -> ApiKeyInfo:
        """One API key.

        The API key of this id. The id is not the key: it never begins with `sk_`.

        Needs an API key for administration: `admin_api_key` of the client.

        Args:
            id: Id of the API key.
            options: Time limits, retries and headers of this call alone.
        """
        return await self._transport.call(get_api_key.build_request(id), get_api_key.parse_response, options)
