"""JSON and base64, by the fastest means at hand.

`msgspec` and `pybase64` are used where they are installed (extra `fast` of the package), the standard library where
not. Both ways accept and refuse the same input as far as this client can tell them apart: NaN and Infinity are no
JSON, invalid UTF-8 is an error, and base64 is the standard alphabet with padding and nothing else.
"""

from __future__ import annotations

import binascii
import json
import math
from importlib import import_module
from typing import Any, cast

from .errors import DecodeError


def _optional(name: str) -> Any:
    """The module, None where it is not installed."""
    try:
        return import_module(name)
    except ImportError:
        return None


msgspec = _optional("msgspec")
pybase64 = _optional("pybase64")


LONE_SURROGATE = "a text holds half of a surrogate pair, which UTF-8 cannot express"


def _refuse_non_finite(value: object) -> None:
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{value} is not JSON")
    elif isinstance(value, dict):
        for member in value.values():
            _refuse_non_finite(member)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_non_finite(item)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


_std_decoder = json.JSONDecoder(parse_constant=_no_constant)
_std_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def std_loads(data: bytes | str) -> Any:
    """`loads` on the standard library alone."""
    try:
        return _std_decoder.decode(data if isinstance(data, str) else data.decode("utf-8"))
    except RecursionError as exc:
        raise ValueError("nested too deeply") from exc


def std_dumps(value: object) -> bytes:
    """`dumps` on the standard library alone."""
    try:
        return _std_encoder.encode(value).encode("utf-8")
    except UnicodeEncodeError:
        # Not the error itself, which holds the whole text.
        raise ValueError(LONE_SURROGATE) from None
    except RecursionError as exc:
        raise ValueError("nested too deeply") from exc


def std_b64decode(data: str) -> bytes:
    """`b64decode` on the standard library alone."""
    try:
        return binascii.a2b_base64(data, strict_mode=True)
    except ValueError as exc:
        raise DecodeError(f"not base64: {exc}", raw=data[:64].encode("utf-8", "replace")) from exc


def b64encode(data: bytes) -> str:
    """Bytes as standard base64 text, padded."""
    return binascii.b2a_base64(data, newline=False).decode()


if msgspec is None:
    loads = std_loads
    dumps = std_dumps
else:
    _decode = msgspec.json.Decoder().decode
    _encode = msgspec.json.Encoder().encode

    def loads(data: bytes | str) -> Any:
        """A JSON text as plain Python values. Raises ValueError if it is none."""
        try:
            return _decode(data)
        except (msgspec.MsgspecError, RecursionError) as exc:
            raise ValueError(str(exc) or "nested too deeply") from exc

    def dumps(value: object) -> bytes:
        """Plain Python values as compact UTF-8 JSON. Raises ValueError for what JSON cannot express."""
        try:
            encoded = cast("bytes", _encode(value))
            if b"null" in encoded:  # what the encoder makes of NaN and Infinity, too; rare enough to look closer
                _refuse_non_finite(value)
        except UnicodeEncodeError:
            raise ValueError(LONE_SURROGATE) from None
        except RecursionError as exc:
            raise ValueError("nested too deeply") from exc
        return encoded


if pybase64 is None:
    b64decode = std_b64decode
else:

    def b64decode(data: str) -> bytes:
        """Bytes of a standard base64 text. Raises DecodeError if it is none."""
        try:
            return cast("bytes", pybase64.b64decode(data, validate=True))
        except ValueError as exc:
            raise DecodeError(f"not base64: {exc}", raw=data[:64].encode("utf-8", "replace")) from exc
