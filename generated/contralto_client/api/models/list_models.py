# Generated from spec/openapi/models.yaml by contralto generate. Do not edit.
"""`GET /models`: list models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, query_items

if TYPE_CHECKING:
    from ...models.model_capability import ModelCapability
    from ...models.model_list import ModelList


def build_request(*, capability: ModelCapability | None = None) -> Request:
    """The request of `listModels`."""
    return Request(
        operation="listModels",
        method="GET",
        path="/models",
        query=query_items([("capability", capability)]),
    )


def parse_response(response: Response) -> ModelList:
    """The answer of `listModels`."""
    from ...models.model_list import ModelList  # here: a client that never calls this needs none of its values

    return ModelList.from_dict(response.json_object())
