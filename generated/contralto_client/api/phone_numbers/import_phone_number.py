# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""`POST /agents/phone-numbers`: import a phone number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.import_phone_number_request import ImportPhoneNumberRequest
    from ...models.telephony_number import TelephonyNumber


def build_request(*, body: ImportPhoneNumberRequest | Mapping[str, Any]) -> Request:
    """The request of `importPhoneNumber`."""
    return Request(
        operation="importPhoneNumber",
        method="POST",
        path="/agents/phone-numbers",
        json=to_wire(body),
    )


def parse_response(response: Response) -> TelephonyNumber:
    """The answer of `importPhoneNumber`."""
    from ...models.telephony_number import (
        TelephonyNumber,  # here: a client that never calls this needs none of its values
    )

    return TelephonyNumber.from_dict(response.json_object())
