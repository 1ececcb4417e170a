# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""`GET /agents/phone-numbers/{id}`: one phone number."""

from __future__ import annotations

from ..._request import Request, Response, path_segment
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
    return TelephonyNumber.from_dict(response.json_object())
