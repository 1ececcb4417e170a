"""Text that is fit to be shown: whatever a server said, made visible, short and harmless.

A report quotes the target. Control characters could drive a terminal, bidirectional marks could turn a line
around, and lone surrogates cannot be written at all; all of them are shown as escapes, nothing is dropped.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

_KEPT = "\n\t"
_LONG_STRING = re.compile(r'"((?:[^"\\]|\\.){120,})"', re.DOTALL)
_STRING_HEAD = 40
_REPORTED_DEPTH = 4
_REPORTED_ITEMS = 32


def visible(text: str) -> str:
    """`text` with every character that cannot be seen written as `\\x1b` or `\\u202e`; newlines and tabs stay.

    What is left is legal in XML 1.0 and can be encoded as UTF-8.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if _is_plain(char) else _escape(char) for char in text)


def one_line(text: str) -> str:
    """`visible` text on one line: newlines and tabs are escaped too."""
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")


def clip(text: str, limit: int) -> str:
    """The first `limit` characters; what is missing is counted behind an ellipsis."""
    if len(text) <= limit:
        return text
    return f"{text[:limit]}… ({len(text) - limit:,} more characters)"


def duration(seconds: float) -> str:
    """A duration for people: `412 ms`, `12.3 s`, `3 min 05 s`."""
    if seconds < 0.9995:
        return f"{max(0, round(seconds * 1000))} ms"
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s"


def arrival(time_s: float) -> str:
    """A moment of an exchange, as findings write it: `+0.412 s`."""
    return f"+{time_s:.3f} s"


def byte_count(size: int) -> str:
    """`1 byte`, `4,096 bytes`."""
    return f"{size:,} byte{'' if size == 1 else 's'}"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """`1 case`, `3 cases`, `2 entries`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listed(names: Sequence[str], noun: str, of: int) -> str:
    """Names one after the other; `all 6 versions` where they are all of more than two. of: how many there are."""
    return f"all {of} {noun}s" if len(names) == of > 2 else ", ".join(names)


def excerpt(payload: bytes, limit: int) -> str:
    """The beginning of a payload: UTF-8 text as it is, anything else as hexadecimal bytes.

    Strings of a JSON text that are longer than 120 characters (audio, mostly) are shortened first, so that the
    members behind them can be seen. Not escaped: that is for the output format to do.
    """
    if not payload:
        return ""
    # Cut before decoding, so that a body of many megabytes costs no more than a small one.
    head = payload[: 64 * 1024]
    text = head.decode("utf-8", "replace")
    sample = text[:512]
    strange = sum(char == "\ufffd" or not _is_plain(char) for char in sample)
    # A piece of text may begin or end inside a character, and may hold a stray control; more of them is no text.
    if strange > max(6, len(sample) // 20):
        return _hex(payload)
    text = _LONG_STRING.sub(_shortened, text)
    if len(payload) > len(head):
        return f"{text[:limit]}… ({byte_count(len(payload))} in all)"
    return clip(text, limit)


def plain(value: Any, depth: int = _REPORTED_DEPTH) -> Any:
    """A JSON value from outside, bounded in depth and width, without numbers that JSON cannot write."""
    if isinstance(value, Mapping):
        if depth == 0:
            return "…"
        return {str(key): plain(item, depth - 1) for key, item in list(value.items())[:_REPORTED_ITEMS]}
    if isinstance(value, (list, tuple)):
        return "…" if depth == 0 else [plain(item, depth - 1) for item in value[:_REPORTED_ITEMS]]
    if isinstance(value, str):
        return clip(value, 1000)
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    return str(value)


def said(reported: Mapping[str, Any]) -> str:
    """What a target says of itself, as one short line of JSON; "" if it said nothing."""
    return clip(one_line(json.dumps(plain(reported), ensure_ascii=False)), 200) if reported else ""


def _is_plain(char: str) -> bool:
    if char in _KEPT:
        return True
    # Cc: controls. Cf: invisible formatting, bidirectional marks. Cs: surrogates. Cn: no character (U+FFFE, U+FFFF).
    # Zl, Zp: line ends that only some programs honour.
    return char.isprintable() or unicodedata.category(char) in {"Zs", "Co"}


def _escape(char: str) -> str:
    point = ord(char)
    if point < 0x100:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"


def _shortened(match: re.Match[str]) -> str:
    inner = match.group(1)
    return f'"{inner[:_STRING_HEAD]}… ({len(inner):,} characters)"'


def _hex(payload: bytes) -> str:
    head = payload[:32]
    readable = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in head)
    more = f" … ({byte_count(len(payload) - len(head))} more)" if len(payload) > len(head) else ""
    return f"{head.hex(' ')}  |{readable}|{more}"
