"""Imports point one way. A new edge is a decision: it is made in `ALLOWED`, not by the way."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = {
    "contralto_spec": ROOT / "spec/contralto_spec",
    "contralto_generator": ROOT / "generator/contralto_generator",
    "contralto_conformance": ROOT / "conformance/contralto_conformance",
    "contralto_cli": ROOT / "conformance/contralto_cli",
    "contralto_client": ROOT / "generated/contralto_client",
}

ALLOWED = {
    "contralto_spec": set(),
    "contralto_client": set(),
    "contralto_generator": {"contralto_spec"},
    "contralto_conformance.trace": {"contralto_spec"},
    "contralto_conformance.cases": {"contralto_spec", "contralto_conformance.trace"},
    "contralto_conformance.oracle": {"contralto_spec", "contralto_conformance.trace"},
    "contralto_conformance.mock": {"contralto_spec", "contralto_client.protocol"},
    "contralto_conformance.examine": {
        "contralto_spec",
        "contralto_conformance.trace",
        "contralto_conformance.drivers.redact",
        "contralto_conformance.mock",
        "contralto_conformance.oracle",
        "contralto_conformance.runner",
    },
    "contralto_conformance.stand_in": {
        "contralto_spec",
        "contralto_conformance.trace",
        "contralto_conformance.cases",
        "contralto_conformance.drivers",
        "contralto_conformance.examine.recorder",
        "contralto_conformance.mock",
    },
    "contralto_conformance.gateway": {"contralto_spec"},
    "contralto_conformance.drivers": {
        "contralto_spec",
        "contralto_conformance.trace",
        "contralto_conformance.cases",
    },
    "contralto_conformance.fuzz": {
        "contralto_spec",
        "contralto_conformance.trace",
        "contralto_conformance.cases",
        "contralto_conformance.drivers",
        "contralto_conformance.oracle",
    },
    "contralto_conformance.runner": {
        "contralto_spec",
        "contralto_conformance.whole_file",
        "contralto_conformance.trace",
        "contralto_conformance.cases",
        "contralto_conformance.drivers",
        "contralto_conformance.fuzz",
        "contralto_conformance.oracle",
    },
    "contralto_conformance.json_file": set(),
    "contralto_conformance.whole_file": set(),
    "contralto_conformance.recorded": {
        "contralto_spec",
        "contralto_conformance.json_file",
        "contralto_conformance.trace",
        "contralto_conformance.drivers.redact",
        "contralto_conformance.oracle",
        "contralto_conformance.runner",
    },
    "contralto_conformance.report": {
        "contralto_spec",
        "contralto_conformance.json_file",
        "contralto_conformance.whole_file",
        "contralto_conformance.trace",
        "contralto_conformance.runner",
    },
    "contralto_conformance.own": {
        "contralto_spec",
        "contralto_conformance.cases",
        "contralto_conformance.oracle",
    },
    "contralto_conformance.prepare": {
        "contralto_spec",
        "contralto_conformance.cases",
        "contralto_conformance.json_file",
        "contralto_conformance.own",
        "contralto_conformance.runner",
        "contralto_conformance.stand_in",
    },
    "contralto_conformance.as_tests": {
        "contralto_spec",
        "contralto_conformance.prepare",
        "contralto_conformance.pytest_plugin",
        "contralto_conformance.report",
        "contralto_conformance.runner",
    },
    "contralto_conformance": set(),
    "contralto_cli": {"contralto_spec", "contralto_generator", "contralto_conformance"},
}
"""Who may import whom; a name stands for the module and all below it."""

NO_NETWORK = {"asyncio", "socket", "ssl", "http", "httpx", "websockets", "time", "threading"}


def modules() -> Iterator[tuple[str, Path]]:
    for package, folder in PACKAGES.items():
        for path in sorted(folder.rglob("*.py")):
            relative = path.relative_to(folder)
            if relative.parts[0] in {"runtime", "templates"} and package == "contralto_generator":
                continue
            parts = [*relative.parts[:-1], relative.stem]
            if parts[-1] == "__init__":
                parts.pop()
            yield ".".join([package, *parts]), path


def imports(name: str, path: Path) -> Iterator[str]:
    is_package = path.name == "__init__.py"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                parts = name.split(".")
                base = parts[: len(parts) - node.level + (1 if is_package else 0)]
                stem = ".".join([*base, *([node.module] if node.module else [])])
            else:
                stem = node.module or ""
            for alias in node.names:
                yield f"{stem}.{alias.name}"


def layer(module: str) -> str | None:
    """The longest entry of ALLOWED that this module belongs to."""
    matches = [key for key in ALLOWED if module == key or module.startswith(key + ".")]
    return max(matches, key=len, default=None)


def is_allowed(own: str, target: str) -> bool:
    allowed = ALLOWED[own] | {own}
    return any(target == entry or target.startswith(entry + ".") for entry in allowed)


def test_imports_point_one_way() -> None:
    wrong = []
    for name, path in modules():
        own = layer(name)
        assert own is not None, f"{name} belongs to no layer"
        for target in imports(name, path):
            if target.split(".")[0] in PACKAGES and not is_allowed(own, target):
                wrong.append(f"{name} imports {target}, which {own} may not")
    assert wrong == []


@pytest.mark.parametrize("part", ["protocol", "models"])
def test_values_and_protocol_know_no_network_and_no_clock(part: str) -> None:
    wrong = [
        f"{name} imports {target}"
        for name, path in modules()
        if name.startswith(f"contralto_client.{part}")
        for target in imports(name, path)
        if target.split(".")[0] in NO_NETWORK
    ]
    assert wrong == []


def test_no_module_is_too_long_to_read() -> None:
    long = [
        f"{path.relative_to(ROOT)} has {lines} lines"
        for name, path in modules()
        if not name.startswith("contralto_client")
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 600
    ]
    assert long == []
