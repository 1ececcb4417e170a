"""Event types and state tables of the channels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jinja2 import Environment

from contralto_generator.emit import Files
from contralto_generator.model.channels import Channel
from contralto_generator.model.events import Events
from contralto_generator.model.names import prose


def emit_channels(environment: Environment, channels: Sequence[Channel], streams: Iterable[Events]) -> Files:
    """`events/` with the events of all streams and sockets, `protocol/tables.py` with the state tables, if any."""
    events = list({item.alias: item for item in (*streams, *(channel.events for channel in channels))}.values())
    environment.globals.update(prose=prose, python=python, quoted=quoted, dict=dict, symbol_code=_symbol)
    files: dict[str, str] = {}
    for item in events:
        classes = sorted({(kind.name, kind.module) for kind in item.classes})
        files[f"events/{item.module}.py"] = environment.get_template("events.py.jinja").render(
            item=item, classes=classes
        )
    if events:
        names = {name: item.module for item in events for name in (item.alias, item.constant)}
        files["events/__init__.py"] = environment.get_template("models_init.py.jinja").render(
            classes=dict(sorted(names.items())),
            doc="The events of each stream and socket, as unions.",
        )
    if channels:
        template = environment.get_template("tables.py.jinja")
        files["protocol/tables.py"] = template.render(channels=channels, files=_files(channels))
    return files


def _files(channels: Sequence[Channel]) -> str:
    """The files that describe the channels, for the first line; of several their folder."""
    origins = list(dict.fromkeys(channel.events.origin for channel in channels))
    return origins[0] if len(origins) == 1 else origins[0].rpartition("/")[0] or origins[0]


def _symbol(symbol: Mapping[str, Any]) -> str:
    """A symbol of a state table as Python source."""
    name = quoted(symbol["name"])
    if symbol.get("text") is not None:
        return f"Symbol({name}, text={quoted(symbol['text'])})"
    if symbol.get("frame") == "binary":
        return f"Symbol({name}, binary=True)"
    if "close" in symbol:
        codes = symbol["close"]
        return f"Symbol({name}, close={python((codes,) if isinstance(codes, int) else tuple(codes))})"
    return f"Symbol({name}, {python(symbol.get('where') or {})})"


def python(value: object) -> str:
    """JSON data as Python source; lists as tuples."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{python(key)}: {python(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "(" + ", ".join(python(item) for item in value) + (",)" if len(value) == 1 else ")")
    return quoted(value) if isinstance(value, str) else repr(value)


def quoted(text: str) -> str:
    """A string literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
