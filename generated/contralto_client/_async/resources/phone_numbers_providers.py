# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""`client.phone_numbers.providers`: Telephony providers that phone numbers are imported from."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...api.phone_numbers import create_provider, delete_provider, get_provider, list_providers, update_provider
from ..pagination import AsyncPager

if TYPE_CHECKING:
    from ..._options import CallOptions
    from ...models.create_sip_trunk_provider_request import CreateSipTrunkProviderRequest
    from ...models.create_twilio_provider_request import CreateTwilioProviderRequest
    from ...models.sip_trunk_provider import SipTrunkProvider
    from ...models.telephony_provider_type import TelephonyProviderType
    from ...models.twilio_provider import TwilioProvider
    from ...models.update_sip_trunk_provider_request import UpdateSipTrunkProviderRequest
    from ...models.update_twilio_provider_request import UpdateTwilioProviderRequest
    from ..transport import AsyncTransport


class AsyncPhoneNumbersProviders:
    """Telephony providers that phone numbers are imported from."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        type: TelephonyProviderType | None = None,
        account_sid: str | None = None,
        options: CallOptions | None = None,
    ) -> AsyncPager[builtins.list[TwilioProvider | SipTrunkProvider], TwilioProvider | SipTrunkProvider]:
        """List providers.

        The linked telephony providers as a bare list, not paged. All given filters must match.

        Args:
            type: Only providers of this kind.
            account_sid: Only providers of this Twilio account.
            options: Time limits, retries and headers of this call alone.
        """
        return AsyncPager(
            self._transport,
            list_providers.build_request(type=type, account_sid=account_sid),
            list_providers.parse_response,
            options,
        )

    async def create(
        self,
        *,
        body: CreateTwilioProviderRequest | CreateSipTrunkProviderRequest | Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> TwilioProvider | SipTrunkProvider:
        """Link a provider.

        Links a Twilio account or a SIP trunk. One Twilio account can be linked once per region, a second time
        is answered by 409. Secrets are taken in and never answered. SIP trunks are in beta.

        Args:
            options: Time limits, retries and headers of this call alone.
        """
        return await self._transport.call(
            create_provider.build_request(body=body), create_provider.parse_response, options
        )

    async def get(self, id: str, *, options: CallOptions | None = None) -> TwilioProvider | SipTrunkProvider:
        """One provider.

        The provider of this id, without its secrets.

        Args:
            id: Id of the provider.
            options: Time limits, retries and headers of this call alone.
        """
        return await self._transport.call(get_provider.build_request(id), get_provider.parse_response, options)

    async def delete(self, id: str, *, options: CallOptions | None = None) -> None:
        """Unlink a provider.

        Removes the provider. While phone numbers use it, the answer is 409.

        Args:
            id: Id of the provider.
            options: Time limits, retries and headers of this call alone.
        """
        await self._transport.call(delete_provider.build_request(id), delete_provider.parse_response, options)

    async def update(
        self,
        id: str,
        *,
        body: UpdateTwilioProviderRequest | UpdateSipTrunkProviderRequest | Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> TwilioProvider | SipTrunkProvider:
        """Change a provider.

        Changes a provider of the same `type`. For a SIP trunk the body is a merge patch: what it leaves out
        stays, null clears `credentials` or `destination_country`, an empty list clears an allow list. A trunk
        without outbound calls gets them with `address` and `transport`.

        Args:
            id: Id of the provider.
            options: Time limits, retries and headers of this call alone.
        """
        return await self._transport.call(
            update_provider.build_request(id, body=body), update_provider.parse_response, options
        )
