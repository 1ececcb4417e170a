# Generated from spec/openapi/folders.yaml by contralto generate. Do not edit.
"""`client.folders`: Folders of the knowledge base, and which agents may look into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...api.folders import create_folder, delete_folder, get_folder, list_folders, update_folder
from ...models._wire import given
from ..pagination import Pager

if TYPE_CHECKING:
    from ..._null import Null
    from ..._options import CallOptions
    from ...models.knowledge_folder import KnowledgeFolder
    from ...models.knowledge_folder_page import KnowledgeFolderPage
    from ...models.knowledge_folder_tree import KnowledgeFolderTree
    from ...models.knowledge_reference import KnowledgeReference
    from ..transport import Transport


class Folders:
    """Folders of the knowledge base, and which agents may look into them."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        parent_ids: Sequence[str] | None = None,
        depth: int | None = None,
        limit: int | None = None,
        starting_after: str | None = None,
        ending_before: str | None = None,
        options: CallOptions | None = None,
    ) -> Pager[KnowledgeFolderPage, KnowledgeFolderTree]:
        """List folders.

        One page of the folders below the given parents, each with the folders nested in it. The page counts
        only the folders at the top of the answer. Continue with `starting_after` set to the last id of a page
        until `has_more` is false.

        Args:
            parent_ids: Only folders of these parents; the word `null` stands for the top level, which is the
                default.
            depth: How many levels of nested folders to include. 1 to 3; default `3`.
            limit: Largest number of items on the page. 1 to 100; default `10`.
            starting_after: Id of an item; the page holds the items after it.
            ending_before: Id of an item; the page holds the items just before it.
            options: Time limits, retries and headers of this call alone.
        """
        return Pager(
            self._transport,
            list_folders.build_request(
                parent_ids=parent_ids,
                depth=depth,
                limit=limit,
                starting_after=starting_after,
                ending_before=ending_before,
            ),
            list_folders.parse_response,
            options,
        )

    def create(self, *, name: str, parent_id: str | None = None, options: CallOptions | None = None) -> KnowledgeFolder:
        """Make a folder.

        Makes a folder, at the top level or in another one, at most three levels deep. A name that a sibling
        has is refused with 400 and `kb_folder_duplicate_name`, a fourth level with 400 and
        `kb_folder_max_depth`, an unknown parent with 404 and `kb_folder_not_found`.

        Args:
            name: Name, unique among its siblings.
            parent_id: Id of the folder around it; null or left out for the top level.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = {"name": name, **given({"parent_id": parent_id})}
        return self._transport.call(create_folder.build_request(body=body), create_folder.parse_response, options)

    def get(self, id: str, *, options: CallOptions | None = None) -> KnowledgeFolder:
        """One folder.

        The folder of this id with its documents and the agents that may look into it. An unknown id is
        answered by 404 and `kb_folder_not_found`.

        Args:
            id: Id of the folder.
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(get_folder.build_request(id), get_folder.parse_response, options)

    def delete(self, id: str, *, options: CallOptions | None = None) -> None:
        """Delete a folder.

        Deletes a folder that holds no other folder. The documents in it are deleted with it.

        Args:
            id: Id of the folder.
            options: Time limits, retries and headers of this call alone.
        """
        self._transport.call(delete_folder.build_request(id), delete_folder.parse_response, options)

    def update(
        self,
        id: str,
        *,
        name: str | None = None,
        parent_id: str | Null | None = None,
        documents: Sequence[KnowledgeReference | Mapping[str, Any]] | None = None,
        agents: Sequence[KnowledgeReference | Mapping[str, Any]] | None = None,
        options: CallOptions | None = None,
    ) -> KnowledgeFolder:
        """Change a folder.

        Renames or moves a folder, or sets its documents or agents. A given list replaces the whole set:
        documents that it leaves out are deleted, agents that it leaves out lose the folder. A folder cannot
        become its own descendant.

        Args:
            id: Id of the folder.
            name: New name, unique among its siblings.
            parent_id: Id of the folder to move it into; null for the top level. `NULL` sends null, None
                leaves it as it is.
            documents: All documents that the folder shall keep; the others are deleted.
            agents: All agents that may look into the folder; the others lose it.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = given({"name": name, "parent_id": parent_id, "documents": documents, "agents": agents})
        return self._transport.call(update_folder.build_request(id, body=body), update_folder.parse_response, options)
