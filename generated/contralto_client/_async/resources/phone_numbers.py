# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""`client.phone_numbers`: Phone numbers of agents, and the telephony providers that they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...api.phone_numbers import (
    delete_phone_number,
    get_phone_number,
    import_phone_number,
    list_phone_numbers,
    provision_phone_number,
    update_phone_number,
)
from ...models._wire import given
from ..pagination import AsyncPager

if TYPE_CHECKING:
    from ..._null import Null
    from ..._options import CallOptions
    from ...models.provisioned_phone_number import ProvisionedPhoneNumber
    from ...models.telephony_number import TelephonyNumber
    from ...models.telephony_number_page import TelephonyNumberPage
    from ...models.telephony_number_type import TelephonyNumberType
    from ...models.telephony_provider_by_account import TelephonyProviderByAccount
    from ...models.telephony_provider_by_id import TelephonyProviderById
    from ..transport import AsyncTransport
    from .phone_numbers_providers import AsyncPhoneNumbersProviders


class AsyncPhoneNumbers:
    """Phone numbers of agents, and the telephony providers that they belong to."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        agent_id: str | None = None,
        provider_id: str | None = None,
        type: TelephonyNumberType | None = None,
        q: str | None = None,
        limit: int | None = None,
        starting_after: str | None = None,
        ending_before: str | None = None,
        options: CallOptions | None = None,
    ) -> AsyncPager[TelephonyNumberPage, TelephonyNumber]:
        """List phone numbers.

        One page of the phone numbers of the organization. All given filters must match. Continue with
        `starting_after` set to the last id of a page until `has_more` is false; the page names no next one.

        Args:
            agent_id: Only numbers that this agent answers.
            provider_id: Only numbers of this provider account.
            type: Only numbers of this kind of provider.
            q: Text to look for in label and number.
            limit: Largest number of items on the page. 1 to 100; default `10`.
            starting_after: Id of an item; the page holds the items after it.
            ending_before: Id of an item; the page holds the items just before it.
            options: Time limits, retries and headers of this call alone.
        """
        return AsyncPager(
            self._transport,
            list_phone_numbers.build_request(
                agent_id=agent_id,
                provider_id=provider_id,
                type=type,
                q=q,
                limit=limit,
                starting_after=starting_after,
                ending_before=ending_before,
            ),
            list_phone_numbers.parse_response,
            options,
        )

    async def import_number(
        self,
        *,
        label: str,
        number: str,
        provider: TelephonyProviderById | TelephonyProviderByAccount | Mapping[str, Any],
        agent_id: str | None = None,
        options: CallOptions | None = None,
    ) -> TelephonyNumber:
        """Import a phone number.

        Takes over a number that exists at a linked provider. Without `agent_id` it serves outbound calls
        only. 404 means that provider or agent is not known, 409 that the number was imported before.

        Args:
            label: Name to show.
            number: The number in E.164 form.
            provider: A linked provider, by its id or by its Twilio account.
            agent_id: Agent that shall answer calls; without it the number serves outbound calls only.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = {"label": label, "number": number, "provider": provider, **given({"agent_id": agent_id})}
        return await self._transport.call(
            import_phone_number.build_request(body=body), import_phone_number.parse_response, options
        )

    async def provision(
        self, *, label: str, agent_id: str | None = None, options: CallOptions | None = None
    ) -> ProvisionedPhoneNumber:
        """Provision a phone number.

        Gets a new US number that Cartesia manages; it takes inbound calls and calls US numbers. The plan
        limits how many an organization has: above the limit the answer is 402 with `quota_exceeded`. 404
        means that the agent is not known.

        Args:
            label: Name to show.
            agent_id: Agent that shall answer calls; without it the number serves outbound calls only.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = {"label": label, **given({"agent_id": agent_id})}
        return await self._transport.call(
            provision_phone_number.build_request(body=body), provision_phone_number.parse_response, options
        )

    async def get(self, id: str, *, options: CallOptions | None = None) -> TelephonyNumber:
        """One phone number.

        The phone number of this id.

        Args:
            id: Id of the phone number.
            options: Time limits, retries and headers of this call alone.
        """
        return await self._transport.call(get_phone_number.build_request(id), get_phone_number.parse_response, options)

    async def delete(self, id: str, *, options: CallOptions | None = None) -> None:
        """Delete a phone number.

        Gives the number up. A number that an agent answers is refused with 400. A number that Cartesia
        manages is lost for good.

        Args:
            id: Id of the phone number.
            options: Time limits, retries and headers of this call alone.
        """
        await self._transport.call(delete_phone_number.build_request(id), delete_phone_number.parse_response, options)

    async def update(
        self,
        id: str,
        *,
        label: str | None = None,
        agent_id: str | Null | None = None,
        provider: TelephonyProviderById | TelephonyProviderByAccount | Mapping[str, Any] | None = None,
        options: CallOptions | None = None,
    ) -> TelephonyNumber:
        """Change a phone number.

        Changes what the body names and keeps the rest. `agent_id` null takes the number away from its agent.
        A number stays with its kind of provider; another kind is answered by 400.

        Args:
            id: Id of the phone number.
            label: Name to show.
            agent_id: Agent that shall answer calls; null takes the number from its agent. `NULL` sends null,
                None leaves it as it is.
            provider: A linked provider, by its id or by its Twilio account.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = given({"label": label, "agent_id": agent_id, "provider": provider})
        return await self._transport.call(
            update_phone_number.build_request(id, body=body), update_phone_number.parse_response, options
        )

    @cached_property
    def providers(self) -> AsyncPhoneNumbersProviders:
        """Telephony providers that phone numbers are imported from."""
        from .phone_numbers_providers import AsyncPhoneNumbersProviders

        return AsyncPhoneNumbersProviders(self._transport)
