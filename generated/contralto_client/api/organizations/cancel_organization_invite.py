# Generated from spec/openapi/organizations.yaml by contralto generate. Do not edit.
"""`DELETE /organizations/invites/{id}`: cancel an invitation."""

from __future__ import annotations

from ..._request import Request, Response, path_segment


def build_request(id: str) -> Request:
    """The request of `cancelOrganizationInvite`."""
    return Request(
        operation="cancelOrganizationInvite",
        method="DELETE",
        path=f"/organizations/invites/{path_segment(id)}",
        accept="*/*",
        admin=True,
    )


def parse_response(response: Response) -> None:
    """Nothing: the answer of `cancelOrganizationInvite` has no body."""
