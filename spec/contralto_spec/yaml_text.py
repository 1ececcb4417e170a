"""JSON data as YAML text for people: block style, long texts folded, short lists of words on one line.

Strings are quoted whenever a reader of YAML 1.1 could take them for something else. Plain emission costs a tenth of
what a general YAML library needs, which counts for documents of this size.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from typing import Any

WIDTH = 120

_PLAIN = re.compile(r"[A-Za-z_/][A-Za-z0-9_/.,;()+*'`=-]*(?: [A-Za-z0-9_/.;,()+*'`=-]+)*")
_FLOW_PLAIN = re.compile(r"[A-Za-z_/][A-Za-z0-9_/.()+*-]*(?: [A-Za-z0-9_/.()+*-]+)*")
_ODD = re.compile(r"[^\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029]")
"""What YAML does not allow unescaped, line ends of its own included."""
_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
_FOLDABLE = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+(?: [^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+)*")


def to_yaml(document: Any) -> str:
    """The data as YAML text."""
    if isinstance(document, (dict, list)) and document:
        return "\n".join(_block(document, "")) + "\n"
    return _scalar(document, _PLAIN) + "\n"


def _block(value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, child in value.items():
            yield from _entry(f"{indent}{_scalar(key, _PLAIN)}:", child, indent)
    else:
        for child in value:
            if isinstance(child, (dict, list)) and child and not _short(child, indent):
                lines = _block(child, indent + "  ")
                yield f"{indent}- {next(lines)[len(indent) + 2 :]}"
                yield from lines
            else:
                yield from _entry(f"{indent}-", child, indent)


def _entry(head: str, child: Any, indent: str) -> Iterator[str]:
    if isinstance(child, (dict, list)) and child:
        short = _short(child, head)
        if short:
            yield f"{head} {short}"
        else:
            yield head
            yield from _block(child, indent + "  ")
        return
    if isinstance(child, str) and len(head) + len(child) > WIDTH and _FOLDABLE.fullmatch(child):
        yield f"{head} >-"
        prefix = indent + "  "
        for line in textwrap.wrap(child, max(WIDTH - len(prefix), 40), break_long_words=False, break_on_hyphens=False):
            yield prefix + line
        return
    yield f"{head} {_scalar(child, _PLAIN)}"


def _short(value: Any, head: str) -> str:
    """A list of scalars on one line, if it fits."""
    if not isinstance(value, list) or any(isinstance(item, (dict, list)) for item in value):
        return ""
    text = "[" + ", ".join(_scalar(item, _FLOW_PLAIN) for item in value) + "]"
    return text if len(head) + len(text) < WIDTH else ""


def _scalar(value: Any, plain: re.Pattern[str]) -> str:
    if isinstance(value, str):
        if plain.fullmatch(value) and value.lower() not in _WORDS:
            return value
        quoted = json.dumps(value, ensure_ascii=False)
        return quoted if value.isprintable() else _ODD.sub(lambda found: f"\\U{ord(found[0]):08x}", quoted)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        # YAML 1.1 takes `1e-05` for a word.
        digits = repr(value)
        return digits if "." in digits else digits.replace("e", ".0e")
    return "{}" if value == {} else "[]" if value == [] else str(value)
