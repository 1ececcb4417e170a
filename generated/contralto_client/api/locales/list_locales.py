# Generated from spec/openapi/locales.yaml by contralto generate. Do not edit.
"""`GET /locales`: list the locales."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response

if TYPE_CHECKING:
    from ...models.locale_list import LocaleList


def build_request() -> Request:
    """The request of `listLocales`."""
    return Request(
        operation="listLocales",
        method="GET",
        path="/locales",
    )


def parse_response(response: Response) -> LocaleList:
    """The answer of `listLocales`."""
    from ...models.locale_list import LocaleList  # here: a client that never calls this needs none of its values

    return LocaleList.from_dict(response.json_object())
