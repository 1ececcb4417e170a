"""JSON that came from outside, read with care."""

from __future__ import annotations

import json
from typing import NoReturn

from .errors import Fault

_SHOWN = 40  # characters of a text that a message repeats


def read_json(raw: bytes | str) -> object:
    """The JSON value in `raw`; raises Fault (400) for text that is no JSON, not UTF-8, or not finite."""
    try:
        text = raw.decode() if isinstance(raw, bytes) else raw
        value = json.loads(text, parse_constant=_refuse_constant)
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode()  # half of a surrogate pair is no text
    except UnicodeError:
        raise Fault(400, "Invalid JSON", "the text is not valid Unicode in UTF-8") from None
    except RecursionError:
        raise Fault(400, "Invalid JSON", "the JSON is nested too deeply") from None
    except ValueError as error:
        reason = str(error)[:120]
        raise Fault(400, "Invalid JSON", f"expected a JSON object, got `{_start_of(raw)}` ({reason})") from None
    return value


def read_object(raw: bytes | str) -> dict[str, object]:
    """The JSON object in `raw`; raises Fault (400) for anything else, an empty text included."""
    if not raw.strip():
        raise Fault(400, "Invalid JSON", "expected a JSON object, got nothing")
    value = read_json(raw)
    if not isinstance(value, dict):
        raise Fault(400, "Invalid JSON", f"expected a JSON object, got `{_start_of(raw)}`")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _start_of(raw: bytes | str) -> str:
    text = raw[:_SHOWN].decode("utf-8", "replace") if isinstance(raw, bytes) else raw[:_SHOWN]
    return text.encode("utf-8", "replace").decode()
