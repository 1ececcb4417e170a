# Generated from spec/openapi/datasets.yaml by contralto generate. Do not edit.
"""`client.datasets`: Collections of recordings to fine-tune with."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...api.datasets import create_dataset, delete_dataset, get_dataset, list_datasets, update_dataset
from ..pagination import AsyncPager

if TYPE_CHECKING:
    from ..._options import CallOptions
    from ...models.dataset import Dataset
    from ...models.dataset_page import DatasetPage
    from ..transport import AsyncTransport
    from .datasets_files import AsyncDatasetsFiles


class AsyncDatasets:
    """Collections of recordings to fine-tune with."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        limit: int | None = None,
        starting_after: str | None = None,
        ending_before: str | None = None,
        options: CallOptions | None = None,
    ) -> AsyncPager[DatasetPage, Dataset]:
        """List datasets.

        One page of the datasets of the account. Continue with `starting_after` set to the last id of a page
        until `has_more` is false.

        Args:
            limit: Largest number of items on the page. 1 to 100; default `10`.
            starting_after: Id of an item; the page holds the items after it.
            ending_before: Id of an item; the page holds the items just before it.
            options: Time limits, retries and headers of this call alone.
        """
        return AsyncPager(
            self._transport,
            list_datasets.build_request(limit=limit, starting_after=starting_after, ending_before=ending_before),
            list_datasets.parse_response,
            options,
        )

    async def create(self, *, name: str, description: str, options: CallOptions | None = None) -> Dataset:
        """Make a dataset.

        Makes an empty dataset.

        Args:
            name: Name to show.
            description: Longer text about the dataset; may be empty.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = {"name": name, "description": description}
        return await self._transport.call(
            create_dataset.build_request(body=body), create_dataset.parse_response, options
        )

    async def retrieve(self, id: str, *, options: CallOptions | None = None) -> Dataset:
        """One dataset.

        The dataset of this id.

        Args:
            id: Id of the dataset.
            options: Time limits, retries and headers of this call alone.
        """
        return await self._transport.call(get_dataset.build_request(id), get_dataset.parse_response, options)

    async def delete(self, id: str, *, options: CallOptions | None = None) -> None:
        """Delete a dataset.

        Deletes the dataset. The answer has no body.

        Args:
            id: Id of the dataset.
            options: Time limits, retries and headers of this call alone.
        """
        await self._transport.call(delete_dataset.build_request(id), delete_dataset.parse_response, options)

    async def update(self, id: str, *, name: str, description: str, options: CallOptions | None = None) -> None:
        """Rename a dataset.

        Sets name and description; both must be sent. The answer has no body.

        Args:
            id: Id of the dataset.
            name: New name.
            description: New longer text; may be empty.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = {"name": name, "description": description}
        await self._transport.call(update_dataset.build_request(id, body=body), update_dataset.parse_response, options)

    @cached_property
    def files(self) -> AsyncDatasetsFiles:
        """The recordings of a dataset."""
        from .datasets_files import AsyncDatasetsFiles

        return AsyncDatasetsFiles(self._transport)
