# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""`PATCH /agents/phone-numbers/providers/{id}`: change a provider."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response, path_segment
from ...models._wire import by_tag, to_wire

if TYPE_CHECKING:
    from ...models.sip_trunk_provider import SipTrunkProvider
    from ...models.twilio_provider import TwilioProvider
    from ...models.update_sip_trunk_provider_request import UpdateSipTrunkProviderRequest
    from ...models.update_twilio_provider_request import UpdateTwilioProviderRequest


def build_request(
    id: str, *, body: UpdateTwilioProviderRequest | UpdateSipTrunkProviderRequest | Mapping[str, Any]
) -> Request:
    """The request of `updateProvider`."""
    return Request(
        operation="updateProvider",
        method="PATCH",
        path=f"/agents/phone-numbers/providers/{path_segment(id)}",
        json=to_wire(body),
    )


def parse_response(response: Response) -> TwilioProvider | SipTrunkProvider:
    """The answer of `updateProvider`."""
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
