"""Forms out of raw bytes: `multipart/form-data` after RFC 7578, as far as requests of clients go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from contralto_conformance.trace import Exchange

_BOUNDARY = re.compile(r'multipart/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))', re.IGNORECASE)
_NAME = re.compile(rb'^content-disposition:\s*form-data\s*;(?:.*;)?\s*name="([^"]*)"', re.IGNORECASE | re.MULTILINE)
_FILE_NAME = re.compile(rb"^content-disposition:.*;\s*filename\*?=", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """One part of a form. is_file: whether it has a file name."""

    content: bytes
    is_file: bool

    @property
    def text(self) -> str:
        """Its content as UTF-8; bytes that are not UTF-8 are replaced by U+FFFD."""
        return self.content.decode("utf-8", "replace")


@lru_cache(maxsize=32)
def _parts(content_type: str, body: bytes) -> Mapping[str, tuple[Part, ...]] | None:
    boundary = _BOUNDARY.match(content_type.strip())
    if boundary is None:
        return None
    mark = b"\r\n--" + (boundary[1] or boundary[2]).encode()
    pieces = (b"\r\n" + body).split(mark)
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        return None
    found: dict[str, tuple[Part, ...]] = {}
    for piece in pieces[1:-1]:
        head, blank, content = piece.partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if not blank or name is None:
            return None
        part = Part(content, _FILE_NAME.search(head) is not None)
        key = name[1].decode("utf-8", "replace")
        found[key] = (*found.get(key, ()), part)
    return found


def form_of(exchange: Exchange) -> Mapping[str, tuple[Part, ...]] | None:
    """The parts of a form that a request sent, by the names of their fields; None if its body is no form."""
    return _parts(exchange.request_header("content-type") or "", exchange.request_body)


def fields_of(exchange: Exchange) -> dict[str, str] | None:
    """The text fields of such a form, each with its last value; None if the body is no form."""
    parts = form_of(exchange)
    if parts is None:
        return None
    texts = {name: [part.text for part in some if not part.is_file] for name, some in parts.items()}
    return {name: values[-1] for name, values in texts.items() if values}
