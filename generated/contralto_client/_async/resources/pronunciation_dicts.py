# Generated from spec/openapi/pronunciation-dicts.yaml by contralto generate. Do not edit.
"""`client.pronunciation_dicts`: Dictionaries that say how words are to be spoken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...api.pronunciation_dicts import (
    create_pronunciation_dict,
    delete_pronunciation_dict,
    get_pronunciation_dict,
    list_pronunciation_dicts,
    update_pronunciation_dict,
)
from ...models._wire import given
from ..pagination import AsyncPager

if TYPE_CHECKING:
    from ..._null import Null
    from ..._options import CallOptions
    from ...models.access_by_type import AccessByType
    from ...models.access_level import AccessLevel
    from ...models.pronunciation_dict import PronunciationDict
    from ...models.pronunciation_dict_item import PronunciationDictItem
    from ...models.pronunciation_dict_page import PronunciationDictPage
    from ..transport import AsyncTransport


class AsyncPronunciationDicts:
    """Dictionaries that say how words are to be spoken."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        limit: int | None = None,
        starting_after: str | None = None,
        ending_before: str | None = None,
        options: CallOptions | None = None,
    ) -> AsyncPager[PronunciationDictPage, PronunciationDict]:
        """List dictionaries.

        One page of the dictionaries that the account sees. Continue with `starting_after` set to the last id
        of a page until `has_more` is false.

        Args:
            limit: Largest number of items on the page. 1 to 100; default `10`.
            starting_after: Id of an item; the page holds the items after it.
            ending_before: Id of an item; the page holds the items just before it.
            options: Time limits, retries and headers of this call alone.
        """
        return AsyncPager(
            self._transport,
            list_pronunciation_dicts.build_request(
                limit=limit, starting_after=starting_after, ending_before=ending_before
            ),
            list_pronunciation_dicts.parse_response,
            options,
        )

    async def create(
        self,
        *,
        name: str,
        description: str | None = None,
        items: Sequence[PronunciationDictItem | Mapping[str, Any]] | None = None,
        access: AccessLevel | AccessByType | Mapping[str, Any] | None = None,
        options: CallOptions | None = None,
    ) -> PronunciationDict:
        """Make a dictionary.

        Makes a dictionary, with or without items.

        Args:
            name: Name to show.
            description: Longer text about the dictionary.
            items: The entries; none when left out or null.
            access: Who may use the resource; the object is the older form.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = {"name": name, **given({"description": description, "items": items, "access": access})}
        return await self._transport.call(
            create_pronunciation_dict.build_request(body=body), create_pronunciation_dict.parse_response, options
        )

    async def retrieve(self, id: str, *, options: CallOptions | None = None) -> PronunciationDict:
        """One dictionary.

        The dictionary of this id, with its items.

        Args:
            id: Id of the dictionary.
            options: Time limits, retries and headers of this call alone.
        """
        return await self._transport.call(
            get_pronunciation_dict.build_request(id), get_pronunciation_dict.parse_response, options
        )

    async def delete(self, id: str, *, options: CallOptions | None = None) -> None:
        """Delete a dictionary.

        Deletes the dictionary. The answer has no body.

        Args:
            id: Id of the dictionary.
            options: Time limits, retries and headers of this call alone.
        """
        await self._transport.call(
            delete_pronunciation_dict.build_request(id), delete_pronunciation_dict.parse_response, options
        )

    async def update(
        self,
        id: str,
        *,
        name: str | Null | None = None,
        description: str | None = None,
        items: Sequence[PronunciationDictItem | Mapping[str, Any]] | Null | None = None,
        access: AccessLevel | AccessByType | Mapping[str, Any] | None = None,
        options: CallOptions | None = None,
    ) -> PronunciationDict:
        """Change a dictionary.

        Changes what is sent and keeps the rest. Items that are sent replace all items.

        Args:
            id: Id of the dictionary.
            name: New name. `NULL` sends null, None leaves it as it is.
            description: New longer text.
            items: Entries that replace all entries. `NULL` sends null, None leaves it as it is.
            access: Who may use the resource; the object is the older form.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = given({"name": name, "description": description, "items": items, "access": access})
        return await self._transport.call(
            update_pronunciation_dict.build_request(id, body=body), update_pronunciation_dict.parse_response, options
        )
