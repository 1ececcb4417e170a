"""What makes the files a package: exports, version, metadata, README, and the hand-written runtime."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from jinja2 import Environment

from contralto_generator.emit import Files
from contralto_generator.emit.http import TEMPLATES
from contralto_generator.model.names import prose

RUNTIME = TEMPLATES.parent / "runtime"

#: Runtime modules whose public classes the package exports, in the order in which people look for them.
_EXPORTING = (
    "_options.py",
    "_events.py",
    "_speech.py",
    "_async/pagination.py",
    "_async/streams.py",
    "_async/realtime.py",
    "errors.py",
)


def runtime_files() -> dict[str, str]:
    """The hand-written modules, byte for byte."""
    return {
        path.relative_to(RUNTIME).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(RUNTIME.rglob("*.py"))
    }


def emit_package(
    environment: Environment, runtime: Mapping[str, str], classes: Mapping[str, str], api_version: str, distribution: str
) -> Files:
    """Files of the package itself, beside models, operations and facade."""
    exports = _exports(runtime)
    doc = prose(
        f"Unofficial client of the Cartesia voice API, version {api_version}.",
        "`Client` and `AsyncClient` are the way in; `models` holds the values, `errors` what is raised, `protocol` the "
        "state tables of the sockets. Names are imported when they are first used.",
    )
    version = environment.get_template("version.py.jinja").render(
        api_version=api_version, distribution=distribution, package_version=package_version()
    )
    return {
        "__init__.py": environment.get_template("package.py.jinja").render(exports=exports, doc=doc),
        "_version.py": version,
        "models/__init__.py": environment.get_template("models_init.py.jinja").render(classes=classes),
        "models/_wire.py": environment.get_template("wire.py.jinja").render(),
        "py.typed": "",
    }


def emit_project(environment: Environment, package: str, api_version: str, distribution: str) -> Files:
    """Files beside the package."""
    names = {
        "package": package,
        "api_version": api_version,
        "distribution": distribution,
        "package_version": package_version(),
    }
    return {
        "LICENSE": (TEMPLATES / "LICENSE").read_text(encoding="utf-8"),
        "README.md": environment.get_template("README.md.jinja").render(**names),
        "pyproject.toml": environment.get_template("pyproject.toml.jinja").render(**names),
    }


def package_version() -> str:
    """Version of the generator and of what it generates: they are released together."""
    return "0.1.0"


def _exports(runtime: Mapping[str, str]) -> dict[str, str]:
    """Module of each public name, the clients first."""
    exports = {"AsyncClient": "_async.client", "Client": "_sync.client"}
    for path in _EXPORTING:
        module = path.removesuffix(".py").replace("/", ".")
        for name in _public_classes(runtime.get(path, "")):
            exports[name] = module
            if name.startswith("Async"):
                exports[name.removeprefix("Async")] = module.replace("_async", "_sync")
    return exports


def _public_classes(source: str) -> list[str]:
    return [
        node.name for node in ast.parse(source).body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]


