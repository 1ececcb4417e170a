"""Is everything there, and does it import?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from contralto_generator.document import Document
from contralto_generator.emit.http import Http
from contralto_generator.model.models import members_of
from contralto_generator.model.names import member_name
from contralto_generator.model.operations import Operation, raw_operations
from contralto_generator.passes.normalise import Normalised, resolve
from contralto_generator.problems import Problem, pointer

_RESERVED = frozenset(
    {
        *("Any", "Literal", "Mapping", "Self", "Sequence"),
        *("AudioStream", "ByteStream", "CallSocket", "Context", "ContextSocket", "EventStream", "Page", "Pager"),
        *("Socket", "TextPage", "ToolSocket", "TranscriptionSocket", "Transport", "Utterance"),
        *("CallOptions", "FileInput", "Request", "Response", "Texts", "Timeout", "UnknownEvent"),
    }
)
_IMPORT_ALL = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(module.name)
for name in package.__all__:
    getattr(package, name)
"""


def problem(document: Document, json_pointer: str, code: str, message: str, hint: str = "") -> Problem:
    """An error at the place in the hand-written files that the pointer names."""
    return Problem(*document.place(json_pointer), code, message, hint)


def missing_operations(document: Document, http: Http) -> list[Problem]:
    """One problem for each operation of the document that no function was generated for."""
    reasons = {error.header or "": error.detail or "" for error in http.refusals}
    problems = []
    for path, method, raw in raw_operations(document.openapi):
        if raw.get("operationId") in http.endpoints:
            continue
        near = next((detail for header, detail in reasons.items() if f"{method.upper()} {path} " in header), "")
        detail = " ".join(near.split()) or "openapi-python-client left it out without a reason"
        message = f"`{method.upper()} {path}` was not generated: {detail}"
        problems.append(problem(document, pointer("paths", path, method), "operation-dropped", message))
    return problems


def missing_schemas(document: Document, http: Http, normalised: Normalised) -> list[Problem]:
    """One problem for each object or enumeration of the document that has no class."""
    known = {name.lower() for name in (*http.classes, *http.model_properties)}
    problems = []
    for name, schema in normalised.document["components"]["schemas"].items():
        has_class = "enum" in schema or "properties" in schema
        if has_class and "".join(part for part in name if part.isalnum()).lower() not in known:
            detail = next((error.detail or "" for error in http.refusals if name in str(error)), "")
            message = f"schema `{name}` has no class: {' '.join(detail.split()) or 'it could not be read'}"
            problems.append(problem(document, pointer("components", "schemas", name), "schema-dropped", message))
    return problems


def members_in_conflict(document: Document, http: Http) -> list[Problem]:
    """One problem for each pair of members of an object that would be the same attribute."""
    problems = []
    for name, model in http.model_properties.items():
        seen: dict[str, str] = {}
        for prop in members_of(model):
            wire = str(prop.name.get_untrusted_value())
            other = seen.setdefault(member_name(wire), wire)
            if other != wire:
                place = pointer("components", "schemas", name, "properties", wire)
                message = f"`{other}` and `{wire}` of `{name}` would both be the attribute `{member_name(wire)}`"
                problems.append(problem(document, place, "same-attribute", message))
    return problems


def reserved_names(document: Document, http: Http) -> list[Problem]:
    """One problem for each schema whose class would hide a name that the generated modules use."""
    return [
        problem(
            document,
            pointer("components", "schemas", name),
            "reserved-name",
            f"schema `{name}` has the name of something that every client has",
            "rename it with an overlay",
        )
        for name in sorted(_RESERVED & http.classes.keys())
    ]


def operation_problems(document: Document, operations: Iterable[Operation]) -> list[Problem]:
    """What the facade needs of each operation and the document does not say, or says twice."""
    problems = []
    seen: dict[tuple[str, ...], Operation] = {}
    for operation in operations:
        place = pointer("paths", operation.path, operation.method.lower())
        if not operation.id:
            message = f"`{operation.method} {operation.path}` has no operationId"
            problems.append(
                problem(document, place, "no-operation-id", message, "give it one; functions are named by it")
            )
        elif operation.call in seen:
            call, other = ".".join(operation.call), seen[operation.call].id
            message = f"`{operation.id}` and `{other}` would both be called as `{call}`"
            problems.append(problem(document, f"{place}/x-call", "same-call", message, "set `x-call` of one of them"))
        elif len(operation.call) < 2:
            message = f"`x-call` of `{operation.id}` names no group"
            problems.append(
                problem(document, f"{place}/x-call", "call-without-group", message, "write it as `group.verb`")
            )
        seen.setdefault(operation.call, operation)
    return problems + _methods_that_are_groups(document, seen) + _bodies(document) + _channels(document)


def _methods_that_are_groups(document: Document, calls: Mapping[tuple[str, ...], Operation]) -> list[Problem]:
    groups = {call[:depth] for call in calls for depth in range(1, len(call))}
    return [
        problem(
            document,
            pointer("paths", operation.path, operation.method.lower(), "x-call"),
            "method-is-group",
            f"`{'.'.join(call)}` would be a method, for `{operation.id}`, and a group of others",
            "set another `x-call`",
        )
        for call, operation in calls.items()
        if call in groups
    ]


def _channels(document: Document) -> list[Problem]:
    return [
        problem(
            document,
            pointer("channels", name),
            "no-state-table",
            f"channel `{name}` has no `x-protocol`, so no socket can be made of it",
            "describe who may send what when",
        )
        for name, channel in (document.asyncapi or {}).get("channels", {}).items()
        if "x-protocol" not in channel
    ]


def _bodies(document: Document) -> list[Problem]:
    problems = []
    for path, method, raw in raw_operations(document.openapi):
        content = resolve(document.openapi, raw.get("requestBody", {})).get("content", {})
        if content and not any(_is_json(media) or _is_form(media) for media in content):
            media = ", ".join(f"`{item}`" for item in content)
            message = f"`{method.upper()} {path}` takes {media}, but the client sends JSON and forms with files only"
            place = pointer("paths", path, method, "requestBody")
            problems.append(
                problem(document, place, "unsupported-body", message, "leave the operation out with an overlay")
            )
    return problems


def _is_json(media: str) -> bool:
    essence = media.split(";")[0].strip().lower()
    return essence == "application/json" or essence.endswith("+json")


def _is_form(media: str) -> bool:
    return media.split(";")[0].strip().lower() == "multipart/form-data"


def import_failure(folder: Path, package: str) -> str:
    """Imports every module of the package in a fresh interpreter; the last line of what went wrong, else nothing."""
    command = [sys.executable, "-B", "-c", f"import sys; sys.path.insert(0, {str(folder)!r})\n{_IMPORT_ALL}", package]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return (run.stderr.strip().splitlines() or ["it ended without a word"])[-1] if run.returncode else ""
