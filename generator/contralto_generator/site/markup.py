"""Text of the spec as HTML: everything is escaped; backticks are the only markup that is understood."""

from __future__ import annotations

import json
import re
from typing import Any

from markupsafe import Markup, escape

_CODE = re.compile(r"`([^`]+)`")

# Inside <script>, `<` could end the element; `&` is harmless there, but not to a reader that takes it for an entity;
# the two separators end a line in older scripts.
_IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def prose(text: str) -> Markup:
    """A sentence, escaped, with `code` between backticks."""
    parts = _CODE.split(text)
    # Every second part stood between backticks.
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if index % 2 else escape(part) for index, part in enumerate(parts)
    )


def script_json(value: Any) -> Markup:
    """A value as JSON that may stand inside a `<script type="application/json">`."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character, escaped in _IN_SCRIPT.items():
        text = text.replace(character, escaped)
    return Markup(text)  # noqa: S704 - no character that HTML knows is left in it


def shown_json(value: Any) -> str:
    """A value as JSON to be read; plain text, to be escaped like any other.

    A list or object that fits on one line stays on it, as examples are written in the spec.
    """
    return _shown(value, "")


LINE_WIDTH = 76


def _shown(value: Any, indent: str) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value or (indent and len(indent) + len(flat) <= LINE_WIDTH):
        return flat
    deeper = indent + "  "
    if isinstance(value, dict):
        items = [f"{json.dumps(key, ensure_ascii=False)}: {_shown(item, deeper)}" for key, item in value.items()]
        opening, closing = "{", "}"
    else:
        items = [_shown(item, deeper) for item in value]
        opening, closing = "[", "]"
    lines = ",\n".join(deeper + item for item in items)
    return f"{opening}\n{lines}\n{indent}{closing}"
