"""Traces that this project wrote: those in a `report.json`, and `Trace.to_dict()` alone or in an array."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from contralto_conformance.json_file import Node, Unreadable
from contralto_conformance.trace import Trace
from contralto_spec.data import data_schema

REPORT_FORMAT = "contralto-report"

_MEMBERS = frozenset({"case", "exchanges", "api_version"})


def is_report(value: object) -> bool:
    """Whether a JSON value is meant as a report of a run."""
    return isinstance(value, dict) and value.get("format") == REPORT_FORMAT


def is_traces(value: object) -> bool:
    """Whether a JSON value is meant as a trace, or as an array of traces."""
    items = value if isinstance(value, list) else [value]
    return bool(items) and all(isinstance(item, dict) and item.keys() >= _MEMBERS for item in items)


def traces(file: Path, value: Any) -> tuple[Trace, ...]:
    """The traces of a document, in its order. Raises Unreadable."""
    return tuple(_trace(node) for node in _nodes(Node(file, value)))


def _nodes(document: Node) -> list[Node]:
    if is_traces(document.value):
        return list(document.items()) if isinstance(document.value, list) else [document]
    versions = document.member("traces")
    if not isinstance(versions.value, dict):
        raise versions.wrong("an object is expected")
    found = []
    for version in versions.value:
        cases = versions.member(version)
        if not isinstance(cases.value, dict):
            raise cases.wrong("an object is expected")
        for key in cases.value:
            found += list(cases.member(key).items())
    return found


def _trace(node: Node) -> Trace:
    try:
        problem = next(_validator().iter_errors(node.value), None)
        if problem is not None:
            path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in problem.instance_path)
            text = " ".join(str(problem.message).split())
            raise Unreadable(node.file, f"it is no trace: {_clipped(text)}", f"{node.place}{path}".lstrip("."))
        return Trace.from_dict(node.value)
    except KeyError as error:
        raise node.wrong(f"it is no trace: the member `{error.args[0]}` is missing") from None
    except (ValueError, TypeError, OverflowError) as error:
        raise node.wrong(f"it is no trace: {_clipped(str(error))}") from None


@cache
def _validator() -> Any:
    schema = data_schema("report")
    return jsonschema_rs.validator_for({"$ref": "#/$defs/trace", "$defs": schema["$defs"]})


def _clipped(text: str) -> str:
    return text if len(text) <= 200 else text[:200] + "..."
