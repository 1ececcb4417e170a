"""Content encodings of answers: none, or gzip once, unpacked a bounded piece at a time.

The HTTP library unpacks whatever the server names, layer upon layer and each network piece as a whole, so that a few
kilobytes can become gigabytes. Here a piece of output has at most `PIECE_BYTES`, whatever went in.
"""

from __future__ import annotations

import zlib

from .errors import DecodeError

PIECE_BYTES = 64 * 1024
"""Largest piece of unpacked bytes."""
GZIP_WBITS = 31
"""Tells zlib to expect the gzip wrapper and nothing else."""


class GzipDecoder:
    """Unpacks one gzip member. Give bytes with `feed`, then call `take` until it gives nothing."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(GZIP_WBITS)
        self._waiting = b""
        self._begun = False

    def feed(self, data: bytes) -> None:
        """Adds packed bytes."""
        self._waiting += data
        self._begun = self._begun or bool(data)

    def take(self) -> bytes:
        """The next unpacked bytes, at most PIECE_BYTES; empty if more must be fed. Raises DecodeError."""
        if self._zlib.eof:
            if self._waiting:
                raise DecodeError("the answer goes on after the end of its gzip data", raw=self._waiting)
            return b""
        try:
            piece = self._zlib.decompress(self._waiting, PIECE_BYTES)
        except zlib.error as exc:
            raise DecodeError(f"the answer is not the gzip data its headers announce: {exc}") from exc
        self._waiting = self._zlib.unused_data if self._zlib.eof else self._zlib.unconsumed_tail
        return piece

    def end(self) -> None:
        """Says that no more comes. Raises DecodeError if the packed data is cut off; none at all is an empty body."""
        if self._begun and not self._zlib.eof:
            raise DecodeError("the gzip data of the answer is cut off")
        self.take()  # nothing, or the complaint about what follows the data


def decoder_for(content_encoding: str) -> GzipDecoder | None:
    """What unpacks an answer with this `content-encoding`; None if nothing is packed.

    Raises DecodeError for any other encoding, and for more than one: none of them was asked for.
    """
    names = [name for part in content_encoding.split(",") if (name := part.strip().lower()) not in ("", "identity")]
    if not names:
        return None
    if names not in (["gzip"], ["x-gzip"]):
        raise DecodeError(
            f"the answer has the content encoding `{', '.join(names)[:80]}`; only gzip, once, is accepted"
        )
    return GzipDecoder()
