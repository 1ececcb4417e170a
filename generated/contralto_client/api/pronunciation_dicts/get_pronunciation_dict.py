# Generated from spec/openapi/pronunciation-dicts.yaml by contralto generate. Do not edit.
"""`GET /pronunciation-dicts/{id}`: one dictionary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment

if TYPE_CHECKING:
    from ...models.pronunciation_dict import PronunciationDict


def build_request(id: str) -> Request:
    """The request of `getPronunciationDict`."""
    return Request(
        operation="getPronunciationDict",
        method="GET",
        path=f"/pronunciation-dicts/{path_segment(id)}",
    )


def parse_response(response: Response) -> PronunciationDict:
    """The answer of `getPronunciationDict`."""
    from ...models.pronunciation_dict import (
        PronunciationDict,  # here: a client that never calls this needs none of its values
    )

    return PronunciationDict.from_dict(response.json_object())
