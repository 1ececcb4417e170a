# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""`GET /agents/phone-numbers/{id}`: one phone number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment

if TYPE_CHECKING:
    from ...models.telephony_number import TelephonyNumber


def build_request(id: str) -> Request:
    """The request of `getPhoneNumber`."""
    return Request(
        operation="getPhoneNumber",
        method="GET",
        path=f"/agents/phone-numbers/{path_segment(id)}",
    )


def parse_response(response: Response) -> TelephonyNumber:
    """The answer of `getPhoneNumber`."""
    from ...models.telephony_number import (
        TelephonyNumber,  # here: a client that never calls this needs none of its values
    )

    return TelephonyNumber.from_dict(response.json_object())
