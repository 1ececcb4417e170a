"""Where a JSON pointer stands in a YAML or JSON file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import yaml


def pointer(*parts: str | int) -> str:
    """The JSON pointer of a path of keys and indexes, as `#/paths/~1voices/get`."""
    return "#" + "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def parts_of(json_pointer: str) -> tuple[str, ...]:
    """Keys and indexes of a JSON pointer, unescaped."""
    _, _, path = json_pointer.partition("#")
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in path.split("/")[1:])


def locate(json_pointer: str, files: Iterable[tuple[str, Path]]) -> tuple[str, int] | None:
    """File and line (from 1) where the pointer stands, or its deepest ancestor below the top two levels.

    `files` are pairs of the name to print and the path to read. None if no file has it.
    """
    parts = parts_of(json_pointer)
    best: tuple[int, str, int] | None = None
    for name, path in files:
        found = _walk(yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader), parts)
        if found is not None and found[0] >= min(2, len(parts)) and (best is None or found[0] > best[0]):
            best = (found[0], name, found[1])
    return None if best is None else (best[1], best[2])


def _walk(node: yaml.Node | None, parts: Sequence[str]) -> tuple[int, int] | None:
    """How many of the parts lead somewhere, and the line of the last that does."""
    if node is None:
        return None
    depth, line = 0, node.start_mark.line + 1
    for part in parts:
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == part), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and part.isdigit() and int(part) < len(node.value):
            node = node.value[int(part)]
            line = node.start_mark.line + 1
        else:
            break
        depth += 1
    return depth, line
