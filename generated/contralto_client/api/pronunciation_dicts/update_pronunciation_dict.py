# Generated from spec/openapi/pronunciation-dicts.yaml by contralto generate. Do not edit.
"""`PATCH /pronunciation-dicts/{id}`: change a dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response, path_segment
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.pronunciation_dict import PronunciationDict
    from ...models.update_pronunciation_dict_request import UpdatePronunciationDictRequest


def build_request(id: str, *, body: UpdatePronunciationDictRequest | Mapping[str, Any]) -> Request:
    """The request of `updatePronunciationDict`."""
    return Request(
        operation="updatePronunciationDict",
        method="PATCH",
        path=f"/pronunciation-dicts/{path_segment(id)}",
        json=to_wire(body),
    )


def parse_response(response: Response) -> PronunciationDict:
    """The answer of `updatePronunciationDict`."""
    from ...models.pronunciation_dict import (
        PronunciationDict,  # here: a client that never calls this needs none of its values
    )

    return PronunciationDict.from_dict(response.json_object())
