# Generated from spec/openapi/pronunciation-dicts.yaml by contralto generate. Do not edit.
"""`GET /pronunciation-dicts/{id}`: one dictionary."""

from __future__ import annotations

from ..._request import Request, Response, path_segment
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
    return PronunciationDict.from_dict(response.json_object())
