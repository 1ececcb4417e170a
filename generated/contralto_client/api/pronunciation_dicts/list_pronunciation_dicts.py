# Generated from spec/openapi/pronunciation-dicts.yaml by contralto generate. Do not edit.
"""`GET /pronunciation-dicts/`: list dictionaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, query_items

if TYPE_CHECKING:
    from ...models.pronunciation_dict_page import PronunciationDictPage


def build_request(
    *, limit: int | None = None, starting_after: str | None = None, ending_before: str | None = None
) -> Request:
    """The request of `listPronunciationDicts`."""
    return Request(
        operation="listPronunciationDicts",
        method="GET",
        path="/pronunciation-dicts/",
        query=query_items([("limit", limit), ("starting_after", starting_after), ("ending_before", ending_before)]),
    )


def parse_response(response: Response) -> PronunciationDictPage:
    """The answer of `listPronunciationDicts`."""
    from ...models.pronunciation_dict_page import (
        PronunciationDictPage,  # here: a client that never calls this needs none of its values
    )

    return PronunciationDictPage.from_dict(response.json_object())
