# Generated from spec/openapi/fine-tunes.yaml by contralto generate. Do not edit.
"""`client.fine_tunes`: Models trained on recordings of the account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...api.fine_tunes import create_fine_tune, delete_fine_tune, get_fine_tune, list_fine_tune_voices, list_fine_tunes
from ...models._wire import given
from ..pagination import AsyncPager

if TYPE_CHECKING:
    from ..._options import CallOptions
    from ...models.accent_id import AccentId
    from ...models.fine_tune import FineTune
    from ...models.fine_tune_base_model import FineTuneBaseModel
    from ...models.fine_tune_page import FineTunePage
    from ...models.voice import Voice
    from ...models.voice_page import VoicePage
    from ..transport import AsyncTransport


class AsyncFineTunes:
    """Models trained on recordings of the account."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        limit: int | None = None,
        starting_after: str | None = None,
        ending_before: str | None = None,
        options: CallOptions | None = None,
    ) -> AsyncPager[FineTunePage, FineTune]:
        """List fine-tunes.

        One page of the fine-tunes of the account. Continue with `starting_after` set to the last id of a page
        until `has_more` is false.

        Args:
            limit: Largest number of items on the page. 1 to 100; default `10`.
            starting_after: Id of an item; the page holds the items after it.
            ending_before: Id of an item; the page holds the items just before it.
            options: Time limits, retries and headers of this call alone.
        """
        return AsyncPager(
            self._transport,
            list_fine_tunes.build_request(limit=limit, starting_after=starting_after, ending_before=ending_before),
            list_fine_tunes.parse_response,
            options,
        )

    async def create(
        self,
        *,
        name: str,
        description: str,
        language: str,
        model_id: FineTuneBaseModel | str,
        dataset: str,
        accent: AccentId | str | None = None,
        options: CallOptions | None = None,
    ) -> FineTune:
        """Train on a dataset.

        Begins a fine-tune. Language and accent cannot be changed once training has begun.

        Args:
            name: Name to show.
            description: Longer text about the fine-tune; may be empty.
            language: Language code of the recordings.
            model_id: Model to begin with. Only a few dated models allow it; they change over time.
            dataset: Id of the dataset with the recordings.
            accent: Accent for the voices made with the fine-tune; it has to fit the language.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = {
            "name": name,
            "description": description,
            "language": language,
            "model_id": model_id,
            "dataset": dataset,
            **given({"accent": accent}),
        }
        return await self._transport.call(
            create_fine_tune.build_request(body=body), create_fine_tune.parse_response, options
        )

    async def retrieve(self, id: str, *, options: CallOptions | None = None) -> FineTune:
        """One fine-tune.

        The fine-tune of this id, with its state.

        Args:
            id: Id of the fine-tune.
            options: Time limits, retries and headers of this call alone.
        """
        return await self._transport.call(get_fine_tune.build_request(id), get_fine_tune.parse_response, options)

    async def delete(self, id: str, *, options: CallOptions | None = None) -> None:
        """Delete a fine-tune.

        Deletes the fine-tune. The answer has no body.

        Args:
            id: Id of the fine-tune.
            options: Time limits, retries and headers of this call alone.
        """
        await self._transport.call(delete_fine_tune.build_request(id), delete_fine_tune.parse_response, options)

    def list_voices(
        self,
        id: str,
        *,
        limit: int | None = None,
        starting_after: str | None = None,
        ending_before: str | None = None,
        options: CallOptions | None = None,
    ) -> AsyncPager[VoicePage, Voice]:
        """List the voices of a fine-tune.

        One page of the voices made with the fine-tune. Continue with `starting_after` set to the last id of a
        page until `has_more` is false.

        Args:
            id: Id of the fine-tune.
            limit: Largest number of items on the page. 1 to 100; default `10`.
            starting_after: Id of an item; the page holds the items after it.
            ending_before: Id of an item; the page holds the items just before it.
            options: Time limits, retries and headers of this call alone.
        """
        return AsyncPager(
            self._transport,
            list_fine_tune_voices.build_request(
                id, limit=limit, starting_after=starting_after, ending_before=ending_before
            ),
            list_fine_tune_voices.parse_response,
            options,
        )
