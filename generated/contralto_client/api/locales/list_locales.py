# Generated from spec/openapi/locales.yaml by contralto generate. Do not edit.
"""`GET /locales`: list the locales."""

from __future__ import annotations

from ..._request import Request, Response
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
    return LocaleList.from_dict(response.json_object())
