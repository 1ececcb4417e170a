# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""`POST /agents/phone-numbers/provision`: provision a phone number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.provision_phone_number_request import ProvisionPhoneNumberRequest
    from ...models.provisioned_phone_number import ProvisionedPhoneNumber


def build_request(*, body: ProvisionPhoneNumberRequest | Mapping[str, Any]) -> Request:
    """The request of `provisionPhoneNumber`."""
    return Request(
        operation="provisionPhoneNumber",
        method="POST",
        path="/agents/phone-numbers/provision",
        json=to_wire(body),
    )


def parse_response(response: Response) -> ProvisionedPhoneNumber:
    """The answer of `provisionPhoneNumber`."""
    from ...models.provisioned_phone_number import (
        ProvisionedPhoneNumber,  # here: a client that never calls this needs none of its values
    )

    return ProvisionedPhoneNumber.from_dict(response.json_object())
