# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""`PATCH /agents/phone-numbers/{id}`: change a phone number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response, path_segment
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.telephony_number import TelephonyNumber
    from ...models.update_phone_number_request import UpdatePhoneNumberRequest


def build_request(id: str, *, body: UpdatePhoneNumberRequest | Mapping[str, Any]) -> Request:
    """The request of `updatePhoneNumber`."""
    return Request(
        operation="updatePhoneNumber",
        method="PATCH",
        path=f"/agents/phone-numbers/{path_segment(id)}",
        json=to_wire(body),
    )


def parse_response(response: Response) -> TelephonyNumber:
    """The answer of `updatePhoneNumber`."""
    from ...models.telephony_number import (
        TelephonyNumber,  # here: a client that never calls this needs none of its values
    )

    return TelephonyNumber.from_dict(response.json_object())
