# Generated from spec/openapi/accents.yaml by contralto generate. Do not edit.
"""`GET /accents`: list the accents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, query_items

if TYPE_CHECKING:
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
    from ...models.accent_list import AccentList  # here: a client that never calls this needs none of its values

    return AccentList.from_dict(response.json_object())
