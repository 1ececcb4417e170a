"""Files that appear under their name only when complete."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from types import TracebackType


class PartialFile:
    """A file being written beside its target under a temporary name; `commit` renames it.

    Leaving the `with` block without `commit` removes it, so a truncated download never looks complete and an older
    file of that name stays as it was. Writing is plain and blocking: audio arrives in small pieces, and handing each
    to a thread costs more than the write. Raises OSError where the folder is not writable, before anything is asked
    of the service.
    """

    def __init__(self, target: str | os.PathLike[str]) -> None:
        self.target = Path(target)
        if self.target.is_dir():
            raise IsADirectoryError(f"`{self.target}` is a folder; name the file to write")
        self._path = self.target.with_name(f".{self.target.name}.{secrets.token_hex(4)}.part")
        self._file = self._path.open("xb")

    def write(self, data: bytes) -> None:
        """Appends `data`."""
        self._file.write(data)

    def commit(self) -> None:
        """Gives the file its name, replacing an older one."""
        self._file.close()
        self._path.replace(self.target)

    def __enter__(self) -> PartialFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._file.close()
        with contextlib.suppress(FileNotFoundError):  # it was committed
            self._path.unlink()
