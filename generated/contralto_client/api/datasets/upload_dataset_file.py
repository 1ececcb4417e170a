# Generated from spec/openapi/datasets.yaml by contralto generate. Do not edit.
"""`POST /datasets/{id}/files`: add a file to a dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._forms import file_part, form_items
from ..._request import Request, Response, path_segment

if TYPE_CHECKING:
    from ..._forms import FileInput
    from ...models.upload_dataset_file_request_purpose import UploadDatasetFileRequestPurpose


def build_request(id: str, *, file: FileInput, purpose: UploadDatasetFileRequestPurpose | str) -> Request:
    """The request of `uploadDatasetFile`."""
    return Request(
        operation="uploadDatasetFile",
        method="POST",
        path=f"/datasets/{path_segment(id)}/files",
        form=form_items([("file", file_part(file)), ("purpose", purpose)]),
        accept="*/*",
    )


def parse_response(response: Response) -> None:
    """Nothing: the answer of `uploadDatasetFile` has no body."""
