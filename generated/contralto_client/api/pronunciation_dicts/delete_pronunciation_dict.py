# Generated from spec/openapi/pronunciation-dicts.yaml by contralto generate. Do not edit.
"""`DELETE /pronunciation-dicts/{id}`: delete a dictionary."""

from __future__ import annotations

from ..._request import Request, Response, path_segment


def build_request(id: str) -> Request:
    """The request of `deletePronunciationDict`."""
    return Request(
        operation="deletePronunciationDict",
        method="DELETE",
        path=f"/pronunciation-dicts/{path_segment(id)}",
        accept="*/*",
    )


def parse_response(response: Response) -> None:
    """Nothing: the answer of `deletePronunciationDict` has no body."""
