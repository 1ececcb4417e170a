"""Server-sent events out of raw bytes, after the WHATWG standard, with what a check needs to see kept.

A block is what stands between blank lines. Lines end with LF, CR or CRLF; a line that begins with a colon is a comment;
one leading byte order mark is dropped; one blank after the colon of a field is dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_LINE_END = re.compile(rb"\r\n|\n|\r")
_LINE_ENDS = re.compile(rb"[\r\n]*")
_COMMENTS = re.compile(rb"(?::[^\r\n]*+(?:\r\n|\n|\r))*+")


@dataclass
class Block:
    """One block. data: values of its `data` lines. fields: names of all its fields, in order.

    ended: whether a blank line ended it. offset: of its first byte in the body.
    """

    offset: int
    data: list[bytes] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    event: str = ""
    ended: bool = False

    @property
    def payload(self) -> bytes:
        """Its data lines joined by line feeds, as a client sees them."""
        return b"\n".join(self.data)


def blocks(body: bytes) -> list[Block]:
    """The blocks of a body that hold at least one field; comments alone make none."""
    result: list[Block] = []
    block: Block | None = None
    offset = 3 if body.startswith(b"\xef\xbb\xbf") else 0
    while offset < len(body):
        # In one step, however many there are: a body may hold nothing else.
        offset = _skipped(_COMMENTS, body, offset)
        end = _LINE_END.search(body, offset)
        line = body[offset : end.start() if end else len(body)]
        if not line:
            if block is not None:
                block.ended = True
                result.append(block)
            block = None
        elif not line.startswith(b":"):
            block = block or Block(offset)
            _take(block, line)
        offset = end.end() if end else len(body)
        if not line:
            offset = _skipped(_LINE_ENDS, body, offset)
    if block is not None:
        result.append(block)
    return result


def _skipped(pattern: re.Pattern[bytes], body: bytes, offset: int) -> int:
    found = pattern.match(body, offset)
    return found.end() if found else offset


def _take(block: Block, line: bytes) -> None:
    name, _, value = line.partition(b":")
    value = value.removeprefix(b" ")
    text = name.decode("utf-8", "replace")
    block.fields.append(text)
    if text == "data":
        block.data.append(value)
    elif text == "event":
        block.event = value.decode("utf-8", "replace")
