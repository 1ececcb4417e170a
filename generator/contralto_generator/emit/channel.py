"""Event types and state tables of the channels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jinja2 import Environment

from contralto_generator.emit import Files
from contralto_generator.model.channels import Channel, Events
from contralto_generator.model.names import prose


def emit_channels(environment: Environment, channels: Sequence[Channel], streams: Iterable[Events]) -> Files:
    """`_channels.py` with the events of all streams and sockets, `protocol/tables.py` with the state tables, if any."""
    events = list({item.alias: item for item in (*streams, *(channel.events for channel in channels))}.values())
    classes = sorted({(name, module) for item in events for _, name, module in item.members})
    environment.globals.update(prose=prose, python=_python, quoted=_quoted)
    files: dict[str, str] = {}
    if events:
        template = environment.get_template("channels.py.jinja")
        files["_channels.py"] = template.render(events=events, classes=classes, files=_files(events))
    if channels:
        template = environment.get_template("tables.py.jinja")
        tables = _files([channel.events for channel in channels])
        files["protocol/tables.py"] = template.render(channels=channels, files=tables)
    return files


def _files(events: Sequence[Events]) -> str:
    """The files that describe the events, for the first line."""
    return " and ".join(dict.fromkeys(item.origin for item in events))


def _python(value: object) -> str:
    """JSON data as Python source; lists as tuples."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_python(key)}: {_python(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "(" + ", ".join(_python(item) for item in value) + (",)" if len(value) == 1 else ")")
    return _quoted(value) if isinstance(value, str) else repr(value)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
