"""Reading bytes as JSON and text, strictly and without raising, and showing them in a finding."""

from __future__ import annotations

import base64
import binascii
import codecs
import json
import math
import re
from typing import Any, Final

SHOWN_LENGTH = 160


class _NotJson:
    """Marks bytes that are no JSON text, since None is a JSON value."""

    def __repr__(self) -> str:
        return "NOT_JSON"


NOT_JSON: Final = _NotJson()


def as_json(payload: bytes) -> Any:
    """The JSON value of UTF-8 bytes; `NOT_JSON` if they are none. `NaN` and `Infinity` are no JSON."""
    try:
        return _DECODER.decode(payload.decode("utf-8"))
    except (ValueError, RecursionError):
        return NOT_JSON


def as_object(payload: bytes) -> dict[str, Any] | None:
    """The JSON object of UTF-8 bytes; None if they are anything else."""
    value = as_json(payload)
    return value if isinstance(value, dict) else None


def is_integer(value: object) -> bool:
    """Whether a JSON value is an integer; `206.0` is one, as JSON Schema has it, and true is none."""
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, float) and value.is_integer())


def is_number(value: object) -> bool:
    """Whether a JSON value is a number; true is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def as_float(value: object) -> float:
    """A JSON number as float; NaN for anything else, infinity for one that is too large."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return math.nan
    try:
        return float(value)
    except OverflowError:
        return math.inf


def is_text(value: object) -> bool:
    """Whether a JSON value is a string with something in it."""
    return isinstance(value, str) and bool(value.strip())


# RFC 4648 section 4: groups of four from the standard alphabet, the last one padded.
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")


def as_base64(text: str) -> bytes | None:
    """Bytes of padded base64 in the standard alphabet without line breaks; None if the text is anything else."""
    if not _BASE64.fullmatch(text):
        return None
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


# `Title: Message`; a title is on one line and no markup.
_LEGACY = re.compile(r"\s*[^\s:<{\[][^:<\r\n]*: +\S.*", re.DOTALL)


def is_legacy_text(text: str) -> bool:
    """Whether a text has the form `Title: Message`."""
    return _LEGACY.fullmatch(text) is not None


def show(value: object) -> str:
    """A JSON value, or a piece of it, for a finding."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        text = repr(value)
    return f"`{shorten(text)}`"


def show_bytes(payload: bytes) -> str:
    """The beginning of some bytes for a finding: as text if they are, else in hexadecimal."""
    if not payload:
        return "nothing"
    try:
        # Not final: a character that the cut divides is no fault.
        text = codecs.getincrementaldecoder("utf-8")().decode(payload[:SHOWN_LENGTH], len(payload) <= SHOWN_LENGTH)
    except UnicodeDecodeError:
        text = ""
    if text and all(c.isprintable() or c in "\r\n\t" for c in text):
        return f"`{shorten(text)}`"
    return f"{len(payload)} bytes, `{payload[:16].hex(' ')}`..."


def shorten(text: str) -> str:
    """At most `SHOWN_LENGTH` characters on one line, fit for UTF-8."""
    flat = " ".join(text[: 4 * SHOWN_LENGTH].split()).encode("utf-8", "replace").decode("utf-8")
    return flat if len(flat) <= SHOWN_LENGTH else flat[: SHOWN_LENGTH - 3] + "..."


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


# `json.loads` would make one for every text.
_DECODER = json.JSONDecoder(parse_constant=_refuse)
