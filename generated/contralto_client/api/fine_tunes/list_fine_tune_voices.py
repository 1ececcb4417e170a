# Generated from spec/openapi/fine-tunes.yaml by contralto generate. Do not edit.
"""`GET /fine-tunes/{id}/voices`: list the voices of a fine-tune."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment, query_items

if TYPE_CHECKING:
    from ...models.voice_page import VoicePage


def build_request(
    id: str, *, limit: int | None = None, starting_after: str | None = None, ending_before: str | None = None
) -> Request:
    """The request of `listFineTuneVoices`."""
    return Request(
        operation="listFineTuneVoices",
        method="GET",
        path=f"/fine-tunes/{path_segment(id)}/voices",
        query=query_items([("limit", limit), ("starting_after", starting_after), ("ending_before", ending_before)]),
    )


def parse_response(response: Response) -> VoicePage:
    """The answer of `listFineTuneVoices`."""
    from ...models.voice_page import VoicePage  # here: a client that never calls this needs none of its values

    return VoicePage.from_dict(response.json_object())
