# Generated from spec/openapi/fine-tunes.yaml by contralto generate. Do not edit.
"""`GET /fine-tunes/{id}`: one fine-tune."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._request import Request, Response, path_segment

if TYPE_CHECKING:
    from ...models.fine_tune import FineTune


def build_request(id: str) -> Request:
    """The request of `getFineTune`."""
    return Request(
        operation="getFineTune",
        method="GET",
        path=f"/fine-tunes/{path_segment(id)}",
    )


def parse_response(response: Response) -> FineTune:
    """The answer of `getFineTune`."""
    from ...models.fine_tune import FineTune  # here: a client that never calls this needs none of its values

    return FineTune.from_dict(response.json_object())
