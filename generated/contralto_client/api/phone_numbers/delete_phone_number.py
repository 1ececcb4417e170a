# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""`DELETE /agents/phone-numbers/{id}`: delete a phone number."""

from __future__ import annotations

from ..._request import Request, Response, path_segment


def build_request(id: str) -> Request:
    """The request of `deletePhoneNumber`."""
    return Request(
        operation="deletePhoneNumber",
        method="DELETE",
        path=f"/agents/phone-numbers/{path_segment(id)}",
        accept="*/*",
    )


def parse_response(response: Response) -> None:
    """Nothing: the answer of `deletePhoneNumber` has no body."""
