# Generated from spec/openapi/files.yaml by contralto generate. Do not edit.
"""`client.files`: Stored files: background sounds, recordings to train with, saved speech."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...api.files import create_file_link, delete_file, download_file, get_file_info, list_files, upload_file
from ..pagination import Pager
from ..streams import ByteStream

if TYPE_CHECKING:
    from ..._forms import FileInput
    from ..._options import CallOptions
    from ...models.download_file_format import DownloadFileFormat
    from ...models.file_deletion import FileDeletion
    from ...models.file_link import FileLink
    from ...models.file_purpose import FilePurpose
    from ...models.stored_file import StoredFile
    from ...models.stored_file_page import StoredFilePage
    from ..transport import Transport


class Files:
    """Stored files: background sounds, recordings to train with, saved speech."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        purpose: FilePurpose | None = None,
        q: str | None = None,
        limit: int | None = None,
        starting_after: str | None = None,
        ending_before: str | None = None,
        options: CallOptions | None = None,
    ) -> Pager[StoredFilePage, StoredFile]:
        """List files.

        One page of the files of the account. Continue with `starting_after` set to the last id of a page
        until `has_more` is false; the page names no cursor.

        Args:
            purpose: Only files for this purpose.
            q: Text to look for in the name of the file.
            limit: Largest number of items on the page. 1 to 100; default `10`.
            starting_after: Id of an item; the page holds the items after it.
            ending_before: Id of an item; the page holds the items just before it.
            options: Time limits, retries and headers of this call alone.
        """
        return Pager(
            self._transport,
            list_files.build_request(
                purpose=purpose, q=q, limit=limit, starting_after=starting_after, ending_before=ending_before
            ),
            list_files.parse_response,
            options,
        )

    def upload(self, file: FileInput, *, purpose: FilePurpose, options: CallOptions | None = None) -> StoredFile:
        """Store a file.

        Stores a file for a purpose. A kind of file that the purpose does not allow is refused.

        Args:
            file: The file.
            purpose: What a file is for.
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(
            upload_file.build_request(file=file, purpose=purpose), upload_file.parse_response, options
        )

    def get(self, id: str, *, options: CallOptions | None = None) -> StoredFile:
        """About a file.

        Name, purpose, size and state of the file. The files host (`https://files.cartesia.ai`) serves the
        same route.

        Args:
            id: Id of the file.
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(get_file_info.build_request(id), get_file_info.parse_response, options)

    def download(
        self, id: str, *, format: DownloadFileFormat | str | None = None, options: CallOptions | None = None
    ) -> ByteStream:
        """The bytes of a file.

        The content of the file. The files host (`https://files.cartesia.ai`) serves the same route.

        Args:
            id: Id of the file.
            format: Form in which to send the file; only the official MCP server asks for one.
            options: Time limits, retries and headers of this call alone.
        """
        return ByteStream(self._transport, download_file.build_request(id, format=format), options)

    def delete(self, id: str, *, options: CallOptions | None = None) -> FileDeletion:
        """Delete a file.

        Deletes the file. A file that an agent still plays in the background stays, and the answer is 409.

        Args:
            id: Id of the file.
            options: Time limits, retries and headers of this call alone.
        """
        return self._transport.call(delete_file.build_request(id), delete_file.parse_response, options)

    def create_link(self, *, file_id: str, lifetime: str, options: CallOptions | None = None) -> FileLink:
        """Make a link to a file.

        An address under which the file can be fetched for a while. Only the official MCP server shows this
        operation; it sends both members.

        Args:
            file_id: Id of the file.
            lifetime: How long the link works, such as `24h`.
            options: Time limits, retries and headers of this call alone.
        """
        body: dict[str, Any] = {"file_id": file_id, "lifetime": lifetime}
        return self._transport.call(create_file_link.build_request(body=body), create_file_link.parse_response, options)
