"""YAML files as plain data, with the place of every value.

The reader follows the JSON schema of YAML 1.2: `2026-08-14` and `no` are strings, only `true` and `false` are
booleans. Duplicate keys are findings, since YAML itself lets the last one win in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .findings import Finding, SpecError

Json = Any
Location = tuple[str | int, ...]
"""The way to a value: keys and indexes from the root."""

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 200

_INT = re.compile(r"-?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its name as messages show it, its data, and where each value stands (line and column from 1)."""

    name: str
    data: Json
    places: Mapping[Location, tuple[int, int]]

    def place(self, location: Location) -> tuple[int, int]:
        """Line and column of the value, or of the nearest one around it that has a place."""
        while location and location not in self.places:
            location = location[:-1]
        return self.places.get(location, (1, 1))

    def finding(self, location: Location, rule: str, message: str, hint: str = "") -> Finding:
        """A finding about the value at this location."""
        line, column = self.place(location)
        return Finding(self.name, line, column, rule, message, hint)


def read_yaml(path: Path, name: str | None = None) -> Source:
    """The file at `path`. Raises SpecError with one finding if it cannot be read or is not YAML."""
    shown = name or path.name
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SpecError([Finding(shown, 0, 0, "too-large", f"larger than {MAX_BYTES} bytes", "split the file")])
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SpecError([Finding(shown, 0, 0, "unreadable", f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise SpecError([Finding(shown, 0, 0, "not-utf-8", f"is not UTF-8 text: {error.reason}")]) from error
    return parse_yaml(text, shown)


def parse_yaml(text: str, name: str) -> Source:
    """The text as a Source. Raises SpecError if it is not YAML or repeats a key."""
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        problem = " ".join(str(part) for part in (error.context, error.problem) if part)
        raise SpecError([Finding(name, line, column, "not-yaml", problem, "mend the syntax here")]) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise SpecError([Finding(name, 0, 0, "not-yaml", str(error).splitlines()[0])]) from error
    places: dict[Location, tuple[int, int]] = {}
    findings: list[Finding] = []
    data = None if root is None else _value(root, (), places, findings, name)
    if findings:
        raise SpecError(findings)
    return Source(name, data, places)


def _value(
    node: yaml.Node,
    location: Location,
    places: dict[Location, tuple[int, int]],
    findings: list[Finding],
    name: str,
) -> Json:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    places.setdefault(location, (line, column))
    if len(location) > MAX_DEPTH:
        findings.append(Finding(name, line, column, "too-deep", f"nested deeper than {MAX_DEPTH} levels"))
        return None
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*location, i), places, findings, name) for i, item in enumerate(node.value)]
    result: dict[str, Json] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        mark = key_node.start_mark
        if key in result:
            message = f"key `{key}` stands twice in one mapping"
            finding = Finding(name, mark.line + 1, mark.column + 1, "duplicate-key", message, "keep one of them")
            findings.append(finding)
        places[(*location, key)] = (mark.line + 1, mark.column + 1)
        result[key] = _value(value_node, (*location, key), places, findings, name)
    return result


def _scalar(node: yaml.ScalarNode) -> Json:
    text = str(node.value)
    if node.style in {"'", '"', "|", ">"}:
        return text
    if text in {"", "~", "null"}:
        return None
    if text in {"true", "false"}:
        return text == "true"
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


def walk(value: Json, location: Location = ()) -> Iterator[tuple[Location, Json]]:
    """Every value of a document with its location, parents before children."""
    yield location, value
    if isinstance(value, dict):
        for key, child in value.items():
            yield from walk(child, (*location, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from walk(child, (*location, index))
