# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""`GET /voices`: list voices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from ..._request import Request, Response, query_items

if TYPE_CHECKING:
    from ...models.gender_presentation import GenderPresentation
    from ...models.voice_page import VoicePage


def build_request(
    *,
    limit: int | None = None,
    starting_after: str | None = None,
    ending_before: str | None = None,
    is_owner: bool | None = None,
    gender: GenderPresentation | None = None,
    q: str | None = None,
    language: str | None = None,
    include_archived: bool | None = None,
    expand: Sequence[Literal["preview_file_url"]] | None = None,
) -> Request:
    """The request of `listVoices`."""
    return Request(
        operation="listVoices",
        method="GET",
        path="/voices",
        query=query_items(
            [
                ("limit", limit),
                ("starting_after", starting_after),
                ("ending_before", ending_before),
                ("is_owner", is_owner),
                ("gender", gender),
                ("q", q),
                ("language", language),
                ("include_archived", include_archived),
                ("expand[]", list(expand or ())),
            ]
        ),
    )


def parse_response(response: Response) -> VoicePage:
    """The answer of `listVoices`."""
    from ...models.voice_page import VoicePage  # here: a client that never calls this needs none of its values

    return VoicePage.from_dict(response.json_object())
