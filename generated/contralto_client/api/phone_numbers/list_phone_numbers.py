# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""`GET /agents/phone-numbers`: list phone numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, query_items

if TYPE_CHECKING:
    from ...models.telephony_number_page import TelephonyNumberPage
    from ...models.telephony_number_type import TelephonyNumberType


def build_request(
    *,
    agent_id: str | None = None,
    provider_id: str | None = None,
    type: TelephonyNumberType | None = None,
    q: str | None = None,
    limit: int | None = None,
    starting_after: str | None = None,
    ending_before: str | None = None,
) -> Request:
    """The request of `listPhoneNumbers`."""
    return Request(
        operation="listPhoneNumbers",
        method="GET",
        path="/agents/phone-numbers",
        query=query_items(
            [
                ("agent_id", agent_id),
                ("provider_id", provider_id),
                ("type", type),
                ("q", q),
                ("limit", limit),
                ("starting_after", starting_after),
                ("ending_before", ending_before),
            ]
        ),
    )


def parse_response(response: Response) -> TelephonyNumberPage:
    """The answer of `listPhoneNumbers`."""
    from ...models.telephony_number_page import (
        TelephonyNumberPage,  # here: a client that never calls this needs none of its values
    )

    return TelephonyNumberPage.from_dict(response.json_object())
