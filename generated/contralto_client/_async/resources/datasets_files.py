# Generated from spec/openapi/datasets.yaml by contralto generate. Do not edit.
"""`client.datasets.files`: The recordings of a dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...api.datasets import delete_dataset_file, list_dataset_files, upload_dataset_file
from ..pagination import AsyncPager

if TYPE_CHECKING:
    from ..._forms import FileInput
    from ..._options import CallOptions
    from ...models.dataset_file import DatasetFile
    from ...models.dataset_file_page import DatasetFilePage
    from ...models.upload_dataset_file_request_purpose import UploadDatasetFileRequestPurpose
    from ..transport import AsyncTransport


class AsyncDatasetsFiles:
    """The recordings of a dataset."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    def list(
        self,
        id: str,
        *,
        limit: int | None = None,
        starting_after: str | None = None,
        ending_before: str | None = None,
        options: CallOptions | None = None,
    ) -> AsyncPager[DatasetFilePage, DatasetFile]:
        """List the files of a dataset.

        One page of the files of the dataset. Continue with `starting_after` set to the last id of a page
        until `has_more` is false.

        Args:
            id: Id of the dataset.
            limit: Largest number of items on the page. 1 to 100; default `10`.
            starting_after: Id of an item; the page holds the items after it.
            ending_before: Id of an item; the page holds the items just before it.
            options: Time limits, retries and headers of this call alone.
        """
        return AsyncPager(
            self._transport,
            list_dataset_files.build_request(
                id, limit=limit, starting_after=starting_after, ending_before=ending_before
            ),
            list_dataset_files.parse_response,
            options,
        )

    async def upload(
        self,
        id: str,
        file: FileInput,
        *,
        purpose: UploadDatasetFileRequestPurpose | str,
        options: CallOptions | None = None,
    ) -> None:
        """Add a file to a dataset.

        Stores a recording in the dataset. The answer has no body; the list of files names the new id.

        Args:
            id: Id of the dataset.
            file: The recording: flac, mp3, mpeg, mpga, oga, ogg, wav or webm.
            purpose: What the file is for.
            options: Time limits, retries and headers of this call alone.
        """
        await self._transport.call(
            upload_dataset_file.build_request(id, file=file, purpose=purpose),
            upload_dataset_file.parse_response,
            options,
        )

    async def delete(self, id: str, file_id: str, *, options: CallOptions | None = None) -> None:
        """Delete a file of a dataset.

        Takes the file out of the dataset. The answer has no body.

        Args:
            id: Id of the dataset.
            file_id: Id of the file.
            options: Time limits, retries and headers of this call alone.
        """
        await self._transport.call(
            delete_dataset_file.build_request(id, file_id), delete_dataset_file.parse_response, options
        )
