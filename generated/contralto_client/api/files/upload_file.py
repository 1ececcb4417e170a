# Generated from spec/openapi/files.yaml by contralto generate. Do not edit.
"""`POST /files`: store a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._forms import file_part, form_items
from ..._request import Request, Response

if TYPE_CHECKING:
    from ..._forms import FileInput
    from ...models.file_purpose import FilePurpose
    from ...models.stored_file import StoredFile


def build_request(*, file: FileInput, purpose: FilePurpose) -> Request:
    """The request of `uploadFile`."""
    return Request(
        operation="uploadFile",
        method="POST",
        path="/files",
        form=form_items([("file", file_part(file)), ("purpose", purpose)]),
    )


def parse_response(response: Response) -> StoredFile:
    """The answer of `uploadFile`."""
    from ...models.stored_file import StoredFile  # here: a client that never calls this needs none of its values

    return StoredFile.from_dict(response.json_object())
