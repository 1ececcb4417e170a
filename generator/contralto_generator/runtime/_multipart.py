"""Writes a form with files (`multipart/form-data`), piece by piece, with the same bytes in each attempt. No network.

Files are read while they are sent and never held in memory as a whole. The length is announced before, so a file that
has become shorter or longer, or was written to meanwhile, is an error: the service must not get half of the one and
half of the other. A length is not known for what can be read only once, such as a pipe; that is sent in chunks, once.
"""

from __future__ import annotations

import mimetypes
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeAlias

from ._forms import File, FormPart

PIECE_BYTES = 256 * 1024
"""How much of a file is read at once."""

AUDIO_TYPES = {
    "flac": "audio/flac",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "mpeg": "audio/mpeg",
    "mpga": "audio/mpeg",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "webm": "audio/webm",
}
"""Content types by the endings of names, where machines disagree about them or have films in mind."""

_Mark: TypeAlias = "tuple[int, int, int]"


class FileChanged(OSError):
    """A file is no longer what it was when its sending began; what the service received of it is incomplete."""


class SourceFailure(Exception):
    """Reading a file failed while it was sent. Carries the error past the HTTP library, whose own errors look alike."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error


@dataclass(frozen=True, slots=True)
class Body:
    """The form as one attempt sends it: its headers, and its bytes, which are read as they are asked for.

    `may_wait`: reading them may wait, for a disk or whatever is behind a file-like object.
    """

    headers: dict[str, str]
    pieces: Iterator[bytes]
    may_wait: bool


class Upload:
    """A form on its way.

    `repeatable` is false if one of its files cannot be read again; such a form is sent once. Raises ValueError for a
    content type that would end its header early.
    """

    def __init__(self, form: Iterable[FormPart], boundary: str | None = None) -> None:
        self._boundary = boundary or secrets.token_hex(16)
        self._parts = [(self._head(name, value), _source_of(name, value)) for name, value in form]
        self.repeatable = all(source.repeatable for _, source in self._parts)

    @contextmanager
    def opened(self) -> Iterator[Body]:
        """The form for one attempt, which ends with the block.

        Raises OSError, with nothing sent, if a file cannot be opened or is not the one of the attempt before. Later
        failures come out of `pieces` as SourceFailure.
        """
        with ExitStack() as stack:
            lengths = [source.open(stack) for _, source in self._parts]
            headers = {"content-type": f"multipart/form-data; boundary={self._boundary}"}
            end = f"--{self._boundary}--\r\n".encode()
            if None not in lengths:
                n_bytes = sum(
                    len(head) + (length or 0) + 2 for (head, _), length in zip(self._parts, lengths, strict=True)
                )
                headers["content-length"] = str(n_bytes + len(end))
            may_wait = not all(isinstance(source, _Data) for _, source in self._parts)
            yield Body(headers, self._pieces(end), may_wait)

    def _pieces(self, end: bytes) -> Iterator[bytes]:
        ready = b""  # heads and ends are sent along with what stands beside them
        for head, source in self._parts:
            ready += head
            try:
                for piece in source.pieces():
                    yield ready + piece
                    ready = b""
            except OSError as exc:
                raise SourceFailure(exc) from exc
            ready += b"\r\n"
        yield ready + end

    def _head(self, name: str, value: str | File) -> bytes:
        lines = [f"--{self._boundary}", f'Content-Disposition: form-data; name="{_quoted(name)}"']
        if isinstance(value, File):
            if value.name:
                lines[1] += f'; filename="{_quoted(value.name)}"'
            kind = value.content_type or content_type_of(value.name)
            if not kind.isascii() or not kind.isprintable():
                raise ValueError(f"`content_type` of `{name}` has a line break or a character that no header can carry")
            lines.append(f"Content-Type: {kind}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


def content_type_of(name: str) -> str:
    """The content type that the ending of a file name stands for, `application/octet-stream` if it tells nothing."""
    ending = name.rpartition(".")[2].lower()
    return AUDIO_TYPES.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _quoted(text: str) -> str:
    """A name inside quotation marks, written as browsers write it."""
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


class _Data:
    """Bytes in memory."""

    repeatable = True

    def __init__(self, data: bytes) -> None:
        self._data = data

    def open(self, stack: ExitStack) -> int | None:
        return len(self._data)

    def pieces(self) -> Iterator[bytes]:
        view = memoryview(self._data)
        for start in range(0, len(view), PIECE_BYTES):
            yield bytes(view[start : start + PIECE_BYTES])


class _Opened:
    """An open file, from where it stood when the call was made. It stays open."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file = file
        self._name = name
        self._length: int | None = None
        self._mark: _Mark | None = None
        self._start = 0
        try:
            self.repeatable = bool(file.seekable())
        except (AttributeError, OSError):  # not every file-like object tells
            self.repeatable = False
        if self.repeatable:
            self._start = file.tell()

    def open(self, stack: ExitStack) -> int | None:
        if not self.repeatable:
            return None
        length = max(0, self._file.seek(0, os.SEEK_END) - self._start)
        mark = _mark_of(self._file)
        if self._length is not None and (length, mark) != (self._length, self._mark):
            raise FileChanged(f"`{self._name}` changed after an attempt to send it; send it anew once it is complete")
        self._length, self._mark = length, mark
        self._file.seek(self._start)
        return length

    def pieces(self) -> Iterator[bytes]:
        n_bytes = 0
        while piece := self._read(n_bytes):
            if not isinstance(piece, bytes):
                raise TypeError(f"`{self._name}` gives {type(piece).__name__}, not bytes; open it in binary mode")
            n_bytes += len(piece)
            yield piece
        if self._length is not None and n_bytes < self._length:
            raise FileChanged(
                f"`{self._name}` became shorter while it was sent: {n_bytes} of {self._length} bytes came"
            )
        if self._mark is not None and _mark_of(self._file) != self._mark:
            raise FileChanged(f"`{self._name}` was written to while it was sent; send it anew once it is complete")

    def _read(self, n_bytes: int) -> bytes:
        """The next piece, never more in all than was announced."""
        size = PIECE_BYTES if self._length is None else min(PIECE_BYTES, self._length - n_bytes)
        return self._file.read(size) if size else b""


class _OnDisk:
    """A file by its path, opened anew for each attempt."""

    repeatable = True

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path)
        self._mark: _Mark | None = None
        self._opened: _Opened | None = None

    def open(self, stack: ExitStack) -> int | None:
        file = stack.enter_context(self._path.open("rb"))
        mark = _mark_of(file)
        if self._mark is not None and mark != self._mark:
            raise FileChanged(f"`{self._path}` changed after an attempt to send it; send it anew once it is complete")
        self._mark = mark
        self._opened = _Opened(file, str(self._path))
        return self._opened.open(stack)

    def pieces(self) -> Iterator[bytes]:
        return iter(()) if self._opened is None else self._opened.pieces()


def _source_of(name: str, value: str | File) -> _Data | _Opened | _OnDisk:
    content: Any = value.encode() if isinstance(value, str) else value.content
    if isinstance(content, bytes):
        return _Data(content)
    if isinstance(content, str | os.PathLike):
        return _OnDisk(content)
    return _Opened(content, (value.name if isinstance(value, File) else "") or name)


def _mark_of(file: IO[bytes]) -> _Mark | None:
    """What tells one state of a file on disk from another; None for what is none."""
    try:
        status = os.fstat(file.fileno())
    except (AttributeError, OSError, ValueError):
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
