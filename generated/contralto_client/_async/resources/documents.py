# Generated from spec/openapi/documents.yaml by contralto generate. Do not edit.
"""`client.documents`: Documents of the knowledge base that agents search during calls."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...api.documents import (
    bulk_create_documents,
    create_document,
    delete_document,
    get_document,
    list_documents,
    update_document,
)
from ...models._wire import given
from ..pagination import AsyncPager

if TYPE_CHECKING:
    from ..._null import Null
    from ..._options import CallOptions
    from ...models.create_document_request import CreateDocumentRequest
    from ...models.knowledge_document import KnowledgeDocument
    from ...models.knowledge_document_page import KnowledgeDocumentPage
    from ..transport import AsyncTransport


class AsyncDocuments:
    """Documents of the knowledge base that agents search during calls."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        limit: int | None = None,
        starting_after: str | None = None,
        ending_before: str | None = None,
        options: CallOptions | None = None,
    ) -> AsyncPager[KnowledgeDocumentPage, KnowledgeDocument]:
        """List documents.

        One page of the documents of the organization, with their text. Continue with `starting_after` set to
        the last id of a page until `has_more` is false.

        Args:
            limit: Largest number of items on the page. 1 to 100; default `10`.
            starting_after: Id of an item; the page holds the items after it.
            ending_before: Id of an item; the page holds the items just before it.
            options: Time limits, retries and headers of this call alone.
        """
        return AsyncPager(
            self._transport,
            list_documents.build_request(limit=limit, starting_after=starting_after, ending_before=ending_before),
            list_documents.parse_response,
            options,
        )

    async def create(
        self,
        *,
        folder_id: str,
        content: str,
        name: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        options: CallOptions | None = None,
    ) -> KnowledgeDocument:
        """Add a document.

        Adds a text of at most 1 MB to a folder; agents of the folder can search it. An unknown folder is
        answered by 404 and `kb_folder_not_found`, a longer text by 413.

        Args:
            folder_id: Id of the folder.
            content: The text, at most 1 MB.
            name: Name to show.
            metadata: The owner's own data by name, to narrow searches.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = {
            "folder_id": folder_id,
            "content": content,
            **given({"name": name, "metadata": metadata}),
        }
        return await self._transport.call(
            create_document.build_request(body=body), create_document.parse_response, options
        )

    async def create_bulk(
        self, *, documents: Sequence[CreateDocumentRequest | Mapping[str, Any]], options: CallOptions | None = None
    ) -> builtins.list[KnowledgeDocument]:
        """Add several documents.

        Adds up to 100 documents in one request; they may go to different folders. One unknown folder makes
        the answer 404 with `kb_folder_not_found`, one text above 1 MB makes it 413 with the places of the
        texts that are too long.

        Args:
            documents: The documents, at most 100.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = {"documents": documents}
        return await self._transport.call(
            bulk_create_documents.build_request(body=body), bulk_create_documents.parse_response, options
        )

    async def get(self, id: str, *, options: CallOptions | None = None) -> KnowledgeDocument:
        """One document.

        The document of this id with its text.

        Args:
            id: Id of the document.
            options: Time limits, retries and headers of this call alone.
        """
        return await self._transport.call(get_document.build_request(id), get_document.parse_response, options)

    async def delete(self, id: str, *, options: CallOptions | None = None) -> None:
        """Delete a document.

        Deletes a document; agents no longer find it.

        Args:
            id: Id of the document.
            options: Time limits, retries and headers of this call alone.
        """
        await self._transport.call(delete_document.build_request(id), delete_document.parse_response, options)

    async def update(
        self,
        id: str,
        *,
        name: str | Null | None = None,
        content: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        folder_id: str | None = None,
        options: CallOptions | None = None,
    ) -> KnowledgeDocument:
        """Change a document.

        Changes name, text, metadata or folder of a document; what the body leaves out stays.

        Args:
            id: Id of the document.
            name: Name to show. `NULL` sends null, None leaves it as it is.
            content: The whole new text, at most 1 MB.
            metadata: The owner's own data by name, to narrow searches.
            folder_id: Id of the folder to move it into.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = given({"name": name, "content": content, "metadata": metadata, "folder_id": folder_id})
        return await self._transport.call(
            update_document.build_request(id, body=body), update_document.parse_response, options
        )
