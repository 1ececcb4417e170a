# Generated from spec/openapi/pronunciation-dicts.yaml by contralto generate. Do not edit.
"""`POST /pronunciation-dicts/`: make a dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.create_pronunciation_dict_request import CreatePronunciationDictRequest
    from ...models.pronunciation_dict import PronunciationDict


def build_request(*, body: CreatePronunciationDictRequest | Mapping[str, Any]) -> Request:
    """The request of `createPronunciationDict`."""
    return Request(
        operation="createPronunciationDict",
        method="POST",
        path="/pronunciation-dicts/",
        json=to_wire(body),
    )


def parse_response(response: Response) -> PronunciationDict:
    """The answer of `createPronunciationDict`."""
    from ...models.pronunciation_dict import (
        PronunciationDict,  # here: a client that never calls this needs none of its values
    )

    return PronunciationDict.from_dict(response.json_object())
