"""Bytes that clients upload, on disk: whatever comes in, the memory of the mock stays as it is."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

MAX_STORED_BYTES = 1024 * 1024 * 1024
"""Of all contents together."""

_LEAST_BYTES = 4096  # what a content counts at least, so that the number of files is bounded as well
_PIECE_BYTES = 256 * 1024


class VaultFull(Exception):
    """There is no room left for a content."""


class Vault:
    """Contents by the key that they were given; the folder that holds them goes with the vault."""

    def __init__(self, limit_bytes: int = MAX_STORED_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._weights: dict[str, int] = {}
        self._taken_bytes = 0
        self._folder: Path | None = None

    @property
    def folder(self) -> Path:
        """Where the contents are; made when it is first asked for, and removed with the vault or with the process."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="contralto-mock-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder

    def reserve(self, key: str, size: int) -> None:
        """Sets room for a content aside; raises VaultFull when there is none."""
        weight = max(size, _LEAST_BYTES)
        if self._taken_bytes + weight > self._limit_bytes:
            raise VaultFull
        self._weights[key] = weight
        self._taken_bytes += weight

    def write(self, key: str, source: BinaryIO) -> None:
        """Stores all of `source` in the room that was set aside."""
        source.seek(0)
        with self._path(key).open("wb") as file:
            shutil.copyfileobj(source, file, _PIECE_BYTES)

    def drop(self, key: str) -> None:
        """Removes a content, if there is one; who is reading it reads on to its end."""
        if key in self._weights:
            self._taken_bytes -= self._weights.pop(key)
            self._path(key).unlink(missing_ok=True)

    def pieces(self, key: str) -> Iterator[bytes]:
        """The content in pieces; raises FileNotFoundError at once when there is none."""
        return _read(self._path(key).open("rb"))

    def _path(self, key: str) -> Path:
        return self.folder / os.fsencode(key).hex()


def _read(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE_BYTES):
            yield piece
