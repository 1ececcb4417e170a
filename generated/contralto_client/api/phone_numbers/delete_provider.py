# Generated from spec/openapi/phone-numbers.yaml by contralto generate. Do not edit.
"""`DELETE /agents/phone-numbers/providers/{id}`: unlink a provider."""

from __future__ import annotations

from ..._request import Request, Response, path_segment


def build_request(id: str) -> Request:
    """The request of `deleteProvider`."""
    return Request(
        operation="deleteProvider",
        method="DELETE",
        path=f"/agents/phone-numbers/providers/{path_segment(id)}",
        accept="*/*",
    )


def parse_response(response: Response) -> None:
    """Nothing: the answer of `deleteProvider` has no body."""
