# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""`GET /agents/phone-numbers/providers`: list providers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, query_items
from ...models._wire import by_tag, list_of

if TYPE_CHECKING:
    from ...models.sip_trunk_provider import SipTrunkProvider
    from ...models.telephony_provider_type import TelephonyProviderType
    from ...models.twilio_provider import TwilioProvider


def build_request(*, type: TelephonyProviderType | None = None, account_sid: str | None = None) -> Request:
    """The request of `listProviders`."""
    return Request(
        operation="listProviders",
        method="GET",
        path="/agents/phone-numbers/providers",
        query=query_items([("type", type), ("account_sid", account_sid)]),
    )


def parse_response(response: Response) -> list[TwilioProvider | SipTrunkProvider]:
    """The answer of `listProviders`."""
    from ...models.sip_trunk_provider import (
        SipTrunkProvider,  # here: a client that never calls this needs none of its values
    )
    from ...models.twilio_provider import (
        TwilioProvider,  # here: a client that never calls this needs none of its values
    )

    answer: list[TwilioProvider | SipTrunkProvider] = list_of(
        by_tag("type", {"twilio": TwilioProvider, "sip_trunk": SipTrunkProvider})
    )(response.json())
    return answer
