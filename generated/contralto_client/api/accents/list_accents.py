# Generated from spec/openapi/accents.yaml by contralto generate. Do not edit.
"""`GET /accents`: list the accents."""

from __future__ import annotations

from ..._request import Request, Response, query_items
from ...models.accent_list import AccentList


def build_request(
    *, is_localizable: bool | None = None, language: str | None = None, locale: str | None = None
) -> Request:
    """The request of `listAccents`."""
    return Request(
        operation="listAccents",
        method="GET",
        path="/accents",
        query=query_items([("is_localizable", is_localizable), ("language", language), ("locale", locale)]),
    )


def parse_response(response: Response) -> AccentList:
    """The answer of `listAccents`."""
    return AccentList.from_dict(response.json_object())
