# Generated from spec/openapi/fine-tunes.yaml by contralto generate. Do not edit.
"""`POST /fine-tunes/`: train on a dataset."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._request import Request, Response
from ...models._wire import to_wire

if TYPE_CHECKING:
    from ...models.create_fine_tune_request import CreateFineTuneRequest
    from ...models.fine_tune import FineTune


def build_request(*, body: CreateFineTuneRequest | Mapping[str, Any]) -> Request:
    """The request of `createFineTune`."""
    return Request(
        operation="createFineTune",
        method="POST",
        path="/fine-tunes/",
        json=to_wire(body),
    )


def parse_response(response: Response) -> FineTune:
    """The answer of `createFineTune`."""
    from ...models.fine_tune import FineTune  # here: a client that never calls this needs none of its values

    return FineTune.from_dict(response.json_object())
