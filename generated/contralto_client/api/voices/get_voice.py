# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""`GET /voices/{id}`: one voice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from ..._request import Request, Response, path_segment, query_items

if TYPE_CHECKING:
    from ...models.voice import Voice


def build_request(id: str, *, expand: Sequence[Literal["preview_file_url"]] | None = None) -> Request:
    """The request of `getVoice`."""
    return Request(
        operation="getVoice",
        method="GET",
        path=f"/voices/{path_segment(id)}",
        query=query_items([("expand[]", list(expand or ()))]),
    )


def parse_response(response: Response) -> Voice:
    """The answer of `getVoice`."""
    from ...models.voice import Voice  # here: a client that never calls this needs none of its values

    return Voice.from_dict(response.json_object())
