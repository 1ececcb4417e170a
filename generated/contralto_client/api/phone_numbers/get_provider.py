# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""`GET /agents/phone-numbers/providers/{id}`: one provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment
from ...models._wire import by_tag

if TYPE_CHECKING:
    from ...models.sip_trunk_provider import SipTrunkProvider
    from ...models.twilio_provider import TwilioProvider


def build_request(id: str) -> Request:
    """The request of `getProvider`."""
    return Request(
        operation="getProvider",
        method="GET",
        path=f"/agents/phone-numbers/providers/{path_segment(id)}",
    )


def parse_response(response: Response) -> TwilioProvider | SipTrunkProvider:
    """The answer of `getProvider`."""
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
