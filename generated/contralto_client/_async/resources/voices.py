# Generated from spec/openapi/voices.yaml by contralto generate. Do not edit.
"""`client.voices`: The voices that an account can speak with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from ...api.voices import get_voice, list_voices
from ..pagination import AsyncPager

if TYPE_CHECKING:
    from ..._options import CallOptions
    from ...models.gender_presentation import GenderPresentation
    from ...models.voice import Voice
    from ...models.voice_page import VoicePage
    from ..transport import AsyncTransport


class AsyncVoices:
    """The voices that an account can speak with."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        limit: int | None = None,
        starting_after: str | None = None,
        ending_before: str | None = None,
        is_owner: bool | None = None,
        gender: GenderPresentation | None = None,
        q: str | None = None,
        language: str | None = None,
        include_archived: bool | None = None,
        expand: Sequence[Literal["preview_file_url"]] | None = None,
        options: CallOptions | None = None,
    ) -> AsyncPager[VoicePage, Voice]:
        """List voices.

        One page of the voices that the account sees. Continue with `starting_after` set to the last id of a
        page until `has_more` is false.

        Args:
            limit: Largest number of items on the page. 1 to 100; default `10`.
            starting_after: Id of an item; the page holds the items after it.
            ending_before: Id of an item; the page holds the items just before it.
            is_owner: Only voices of the own organization (true), or only others (false).
            gender: Only voices that present so.
            q: Text to look for in name, description and id; diacritics do not matter.
            language: Language (`en`) or locale (`en-GB`); a bare language matches all its accents.
            include_archived: Archived voices too. Default `false`.
            expand: Additional members to include.
            options: Time limits, retries and headers of this call alone.
        """
        return AsyncPager(
            self._transport,
            list_voices.build_request(
                limit=limit,
                starting_after=starting_after,
                ending_before=ending_before,
                is_owner=is_owner,
                gender=gender,
                q=q,
                language=language,
                include_archived=include_archived,
                expand=expand,
            ),
            list_voices.parse_response,
            options,
        )

    async def get(
        self,
        id: str,
        *,
        expand: Sequence[Literal["preview_file_url"]] | None = None,
        options: CallOptions | None = None,
    ) -> Voice:
        """One voice.

        The voice of this id.

        Args:
            id: Id of the voice, a UUID in practice.
            expand: Additional members to include.
            options: Time limits, retries and headers of this call alone.
        """
        return await self._transport.call(get_voice.build_request(id, expand=expand), get_voice.parse_response, options)
