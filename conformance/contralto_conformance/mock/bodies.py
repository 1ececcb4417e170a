"""JSON that came from outside, read with care."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from .errors import Fault

MAX_DEPTH = 100
"""Levels of lists and objects within each other: far more than any document asks for, and few enough that what is
kept can always be shown again, since views and the writing of JSON go down level by level."""

_SHOWN = 40  # characters of a text that a message repeats
_TOO_DEEP = "the JSON is nested too deeply"


def read_json(raw: bytes | str) -> object:
    """The JSON value in `raw`; raises Fault (400) for text that is no JSON, not UTF-8, not finite, or nested deeper
    than `MAX_DEPTH`."""
    try:
        text = raw.decode() if isinstance(raw, bytes) else raw
        value = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode()  # half of a surrogate pair is no text
    except UnicodeError:
        raise Fault(400, "Invalid JSON", "the text is not valid Unicode in UTF-8") from None
    except RecursionError:
        raise Fault(400, "Invalid JSON", _TOO_DEEP) from None
    except ValueError as error:
        reason = str(error)[:120]
        raise Fault(400, "Invalid JSON", f"expected a JSON object, got `{_start_of(raw)}` ({reason})") from None
    if text.count("[") + text.count("{") > MAX_DEPTH and _is_deeper(value, MAX_DEPTH):
        raise Fault(400, "Invalid JSON", _TOO_DEEP)
    return value


def read_object(raw: bytes | str) -> dict[str, object]:
    """The JSON object in `raw`; raises Fault (400) for anything else, an empty text included."""
    if not raw.strip():
        raise Fault(400, "Invalid JSON", "expected a JSON object, got nothing")
    value = read_json(raw)
    if not isinstance(value, dict):
        raise Fault(400, "Invalid JSON", f"expected a JSON object, got `{_start_of(raw)}`")
    return value


def _is_deeper(value: object, levels: int) -> bool:
    within: list[Any] = [value] if isinstance(value, dict | list) else []
    for _ in range(levels):
        parts = (part for outer in within for part in (outer.values() if isinstance(outer, dict) else outer))
        within = [part for part in parts if isinstance(part, dict | list)]
        if not within:
            return False
    return True


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"{text[:_SHOWN]} is larger than any number")
    return number


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _start_of(raw: bytes | str) -> str:
    text = raw[:_SHOWN].decode("utf-8", "replace") if isinstance(raw, bytes) else raw[:_SHOWN]
    return text.encode("utf-8", "replace").decode()
