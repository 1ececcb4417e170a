# Generated from spec/openapi/organizations.yaml by contralto generate. Do not edit.
"""`DELETE /organizations/users/{id}`: remove a member."""

from __future__ import annotations

from ..._request import Request, Response, path_segment


def build_request(id: str) -> Request:
    """The request of `removeOrganizationUser`."""
    return Request(
        operation="removeOrganizationUser",
        method="DELETE",
        path=f"/organizations/users/{path_segment(id)}",
        accept="*/*",
        admin=True,
    )


def parse_response(response: Response) -> None:
    """Nothing: the answer of `removeOrganizationUser` has no body."""
