# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""`POST /agents/phone-numbers/providers`: link a provider."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response
from ...models._wire import by_tag, to_wire

if TYPE_CHECKING:
    from ...models.create_sip_trunk_provider_request import CreateSipTrunkProviderRequest
    from ...models.create_twilio_provider_request import CreateTwilioProviderRequest
    from ...models.sip_trunk_provider import SipTrunkProvider
    from ...models.twilio_provider import TwilioProvider


def build_request(*, body: CreateTwilioProviderRequest | CreateSipTrunkProviderRequest | Mapping[str, Any]) -> Request:
    """The request of `createProvider`."""
    return Request(
        operation="createProvider",
        method="POST",
        path="/agents/phone-numbers/providers",
        json=to_wire(body),
    )


def parse_response(response: Response) -> TwilioProvider | SipTrunkProvider:
    """The answer of `createProvider`."""
    from ...models.sip_trunk_provider import (
        SipTrunkProvider,  # here: a client that never calls this needs none of its values
    )
    from ...models.twilio_provider import (
        TwilioProvider,  # here: a client that never calls this needs none of its values
    )

    answer: TwilioProvider | SipTrunkProvider = by_tag(
        "type", {"twilio": TwilioProvider, "sip_trunk": SipTrunkProvider}
    )(response.json())
    return answer
