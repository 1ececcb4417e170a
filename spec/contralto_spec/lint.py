"""The rules that the hand-written spec keeps, each a small function that yields findings.

Three layers: every file against its JSON Schema; the documents against OpenAPI 3.1 and our own rules of
completeness; the facts against each other (sources exist, dependencies exist and have no cycle, state tables name
real messages). All findings are shown together.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
from openapi_spec_validator import OpenAPIV31SpecValidator

from .assemble import Assembly, assemble, read_folder
from .bundle import KINDS, bundle_all, read_versions
from .data import data_root, shown_name
from .findings import Finding, SpecError
from .yaml_source import Json, Source, read_yaml, walk

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def lint(root: Path | None = None) -> list[Finding]:
    """All findings about the hand-written spec, sorted by place; empty when it is sound."""
    base = root or data_root()
    findings: list[Finding] = []
    files: dict[str, Source] = {}
    for schema, pattern in _FILES.items():
        for path in sorted(base.glob(pattern)):
            try:
                source = read_yaml(path, shown_name(path) if root is None else str(path.relative_to(base)))
            except SpecError as error:
                findings.extend(error.findings)
                continue
            files[path.relative_to(base).as_posix()] = source
            findings.extend(_against_schema(source, base / "schemas" / schema))
    if findings:
        return sorted(findings)
    try:
        findings.extend(_facts(files, base))
        assemblies = [assemble(kind, root) for kind in KINDS]
        for assembly in assemblies:
            findings.extend(lint_document(assembly))
        findings.extend(_state_tables(assemblies[1]))
        if not findings:
            findings.extend(_bundles(root))
    except SpecError as error:
        findings.extend(error.findings)
    return sorted(set(findings))


_FILES = {
    "versions.schema.json": "versions.yaml",
    "sources.schema.json": "sources.yaml",
    "requirements.schema.json": "requirements/*.yaml",
    "overlay.schema.json": "overlays/*.yaml",
    "open-questions.schema.json": "open-questions.yaml",
}


def _against_schema(source: Source, schema_path: Path) -> Iterator[Finding]:
    validator = jsonschema_rs.validator_for(json.loads(schema_path.read_text(encoding="utf-8")))
    for error in validator.iter_errors(source.data):
        location = tuple(error.instance_path)
        yield source.finding(location, "schema", f"{error.message} (rule of spec/schemas/{schema_path.name})")


# Facts against each other


def _facts(files: dict[str, Source], base: Path) -> Iterator[Finding]:
    known_sources = set(files["sources.yaml"].data["sources"])
    documents = [
        *read_folder(base / "openapi"),
        *read_folder(base / "asyncapi"),
        *read_folder(base / "components"),
    ]
    used: set[str] = set()
    for source in [*files.values(), *documents]:
        if source is files["sources.yaml"]:
            continue
        for location, value in walk(source.data):
            if location and location[-1] in ("sources", "x-sources") and isinstance(value, list):
                for index, name in enumerate(value):
                    used.add(name)
                    if name not in known_sources:
                        message = f"source `{name}` is not in spec/sources.yaml"
                        yield source.finding((*location, index), "unknown-source", message, "add it, or mend the name")
    for name in sorted(known_sources - used):
        message = f"source `{name}` is used nowhere"
        yield files["sources.yaml"].finding(("sources", name), "unused-source", message, "delete it")
    yield from _versions(files, base)
    requirements = [source for name, source in files.items() if name.startswith("requirements/")]
    yield from _requirements(requirements)
    yield from _questions(files["open-questions.yaml"], requirements)


def _versions(files: dict[str, Source], base: Path) -> Iterator[Finding]:
    source = files["versions.yaml"]
    dates = [item["date"] for item in source.data["versions"]]
    if dates != sorted(set(dates)):
        yield source.finding(("versions",), "version-order", "the dates are not in rising order")
    for index, item in enumerate(source.data["versions"]):
        location = ("versions", index)
        parent = item.get("overlay_of")
        if not item["described"]:
            continue
        if parent is None:
            roots = [entry for entry in source.data["versions"] if entry["described"] and "overlay_of" not in entry]
            if len(roots) > 1:
                yield source.finding(location, "version-base", "only one version stands on its own feet")
            continue
        overlay = files.get(f"overlays/{item['date']}.yaml")
        if parent not in dates:
            yield source.finding(location, "version-base", f"`overlay_of` names `{parent}`, which is no version")
        elif overlay is None:
            message = f"spec/overlays/{item['date']}.yaml does not exist"
            yield source.finding(location, "version-overlay", message, "write it, or drop `overlay_of`")
        elif overlay.data["x-base"] != parent:
            message = f"`x-base` is `{overlay.data['x-base']}`, but versions.yaml says `{parent}`"
            yield overlay.finding(("x-base",), "version-overlay", message)
    for path in sorted((base / "overlays").glob("*.yaml")):
        if path.stem not in dates:
            yield files[f"overlays/{path.name}"].finding((), "version-overlay", f"`{path.stem}` is no version")


def _requirements(sources: list[Source]) -> Iterator[Finding]:
    places: dict[str, tuple[Source, int]] = {}
    edges: dict[str, list[str]] = {}
    for source in sources:
        for index, item in enumerate(source.data["requirements"]):
            location = ("requirements", index, "id")
            if item["id"] in places:
                first = places[item["id"]][0].name
                message = f"requirement `{item['id']}` is defined twice, first in {first}"
                yield source.finding(location, "duplicate-requirement", message)
            places[item["id"]] = (source, index)
            edges[item["id"]] = item.get("depends_on", [])
            if item["level"] == "must" and set(item["sources"]) <= {"inferred", "field"}:
                message = f"`{item['id']}` is a must, but no document states it"
                yield source.finding(location, "level-without-source", message, "make it should or observed")
            if "since" in item and "until" in item and item["since"] > item["until"]:
                yield source.finding(location, "version-range", f"`{item['id']}` ends before it begins")
    for name, targets in edges.items():
        source, index = places[name]
        for target in targets:
            if target not in places:
                message = f"`{name}` depends on `{target}`, which does not exist"
                yield source.finding(("requirements", index, "depends_on"), "unknown-requirement", message)
        if name in _reachable(name, edges):
            message = f"`{name}` depends on itself by way of others"
            yield source.finding(("requirements", index, "depends_on"), "dependency-cycle", message)


def _questions(source: Source, requirements: list[Source]) -> Iterator[Finding]:
    known = {item["id"] for file in requirements for item in file.data["requirements"]}
    seen: set[str] = set()
    for index, item in enumerate(source.data["questions"]):
        if item["id"] in seen:
            yield source.finding(("questions", index), "duplicate-question", f"`{item['id']}` stands twice")
        seen.add(item["id"])
        for name in item["requirements"]:
            if name not in known:
                message = f"`{item['id']}` names the requirement `{name}`, which does not exist"
                yield source.finding(("questions", index, "requirements"), "unknown-requirement", message)


def _reachable(start: str, edges: dict[str, list[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(edges.get(name, ()))
    return seen


# Documents


def lint_document(assembly: Assembly) -> Iterator[Finding]:
    """Findings of all document rules about one document."""
    for rule in _DOCUMENT_RULES:
        yield from rule(assembly)


def _resolve(document: Json, reference: str) -> Json:
    value = document
    for part in reference.removeprefix("#/").split("/"):
        value = value[part.replace("~1", "/").replace("~0", "~")]
    return value


def _unresolved_refs(assembly: Assembly) -> Iterator[Finding]:
    for location, value in walk(assembly.document):
        if not location or location[-1] != "$ref" or not isinstance(value, str):
            continue
        try:
            _resolve(assembly.document, value)
        except (KeyError, TypeError, IndexError):
            section = value.rsplit("/", 1)[0]
            names = [f"{section}/{name}" for name in _names(assembly.document, section)]
            near = difflib.get_close_matches(value, names, n=1)
            hint = f"did you mean `{near[0]}`" if near else ""
            yield assembly.finding(location, "unresolved-ref", f"`{value}` does not exist", hint)


def _names(document: Json, section: str) -> list[str]:
    try:
        found = _resolve(document, section)
    except (KeyError, TypeError, IndexError):
        return []
    return list(found) if isinstance(found, dict) else []


def _operations(document: Json) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    for path, item in document.get("paths", {}).items():
        for method in _METHODS:
            if method in item:
                yield ("paths", path, method), item[method]


def _complete_operations(assembly: Assembly) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for location, operation in _operations(assembly.document):
        where = f"{location[2]} {location[1]}"
        for member in ("operationId", "summary", "description", "tags", "x-call", "x-cost", "x-sources"):
            if not operation.get(member):
                message = f"operation `{where}` has no `{member}`"
                yield assembly.finding(location, "incomplete-operation", message)
        name = operation.get("operationId", "")
        if name in seen:
            message = f"operationId `{name}` is also that of `{seen[name]}`"
            yield assembly.finding((*location, "operationId"), "duplicate-operation-id", message)
        seen[name] = where
        statuses = set(operation.get("responses", {}))
        if not any(status.startswith("5") for status in statuses):
            yield assembly.finding(location, "incomplete-operation", f"operation `{where}` names no 5xx answer")
        if operation.get("security") != [] and not {"401", "403"} <= statuses:
            message = f"operation `{where}` needs a credential but does not name 401 and 403"
            yield assembly.finding(location, "incomplete-operation", message)
        yield from _examples_of(assembly, location, operation, where)


def _examples_of(
    assembly: Assembly, location: tuple[str | int, ...], operation: dict[str, Any], where: str
) -> Iterator[Finding]:
    body = operation.get("requestBody", {}).get("content", {})
    for media, content in body.items():
        if "examples" not in content:
            message = f"the body ({media}) of `{where}` has no example"
            yield assembly.finding((*location, "requestBody"), "missing-example", message)
    for status, response in operation.get("responses", {}).items():
        for media, content in response.get("content", {}).items():
            if "examples" not in content and not media.startswith("audio/"):
                message = f"answer {status} ({media}) of `{where}` has no example"
                yield assembly.finding((*location, "responses", status), "missing-example", message)


def _described_properties(assembly: Assembly) -> Iterator[Finding]:
    for name, schema in assembly.document.get("components", {}).get("schemas", {}).items():
        base = ("components", "schemas", name)
        if not schema.get("description"):
            yield assembly.finding(base, "missing-description", f"schema `{name}` has no description")
        for key, value in schema.get("properties", {}).items():
            target = _resolve(assembly.document, value["$ref"]) if "$ref" in value else value
            if not value.get("description") and not target.get("description"):
                message = f"member `{key}` of schema `{name}` has no description"
                yield assembly.finding((*base, "properties", key), "missing-description", message)


def _tagged_unions(assembly: Assembly) -> Iterator[Finding]:
    schemas = assembly.document.get("components", {}).get("schemas", {})
    for name, schema in schemas.items():
        if "discriminator" not in schema:
            continue
        tag = schema["discriminator"]["propertyName"]
        for index, branch in enumerate(schema.get("oneOf", [])):
            target = _resolve(assembly.document, branch["$ref"]) if "$ref" in branch else branch
            if "const" not in target.get("properties", {}).get(tag, {}):
                message = f"branch {index + 1} of union `{name}` has no constant `{tag}`"
                yield assembly.finding(("components", "schemas", name), "untagged-union", message)


_DOCUMENT_RULES: tuple[Callable[[Assembly], Iterator[Finding]], ...] = (
    _unresolved_refs,
    _complete_operations,
    _described_properties,
    _tagged_unions,
)


def _state_tables(assembly: Assembly) -> Iterator[Finding]:
    for name, channel in assembly.document.get("channels", {}).items():
        base = ("channels", name, "x-protocol")
        table = channel.get("x-protocol")
        if table is None:
            yield assembly.finding(("channels", name), "missing-state-table", f"channel `{name}` has no `x-protocol`")
            continue
        states = set(table["states"])
        if table["initial"] not in states:
            yield assembly.finding(base, "state-table", f"the initial state `{table['initial']}` is not a state")
        symbols = {party: {item["name"] for item in items} for party, items in table["symbols"].items()}
        for party, items in table["symbols"].items():
            for index, item in enumerate(items):
                if item["message"] not in channel["messages"]:
                    message = f"symbol `{item['name']}` names the message `{item['message']}`, which the channel lacks"
                    yield assembly.finding((*base, "symbols", party, index), "state-table", message)
        reached = {table["initial"]}
        for index, step in enumerate(table["steps"]):
            here = (*base, "steps", index)
            if step["step"] not in symbols.get(step["by"], set()):
                yield assembly.finding(here, "state-table", f"`{step['step']}` is no symbol of the {step['by']}")
            for state in [*step["from"], *([] if step["to"] == "same" else [step["to"]])]:
                if state not in states:
                    yield assembly.finding(here, "state-table", f"`{state}` is not a state")
            for state in step["from"]:
                if table["states"].get(state, {}).get("terminal"):
                    yield assembly.finding(here, "state-table", f"a step leads out of the terminal state `{state}`")
            reached.add(step["to"])
        for state in sorted(states - reached):
            yield assembly.finding((*base, "states", state), "state-table", f"no step leads to the state `{state}`")


# Bundles: what only the finished document of a version can show


def _bundles(root: Path | None) -> Iterator[Finding]:
    entries = {entry.date: entry for entry in read_versions(root)}
    for date, documents in bundle_all(root).items():
        name = f"published/{date}" + (f" (by way of overlays/{date}.yaml)" if entries[date].overlay_of else "")
        for error in OpenAPIV31SpecValidator(documents["openapi"]).iter_errors():
            where = "/".join(str(part) for part in error.absolute_path)
            yield Finding(f"spec/{name}", 0, 0, "openapi", f"{error.message} (at `{where}`)")
        for kind in KINDS:
            if documents[kind]["info"]["version"] != date:
                message = f"`info.version` is `{documents[kind]['info']['version']}`, expected `{date}`"
                yield Finding(f"spec/{name}", 0, 0, "version-name", message)
            yield from _valid_examples(documents[kind], f"spec/{name}")


def schema_validator(document: Json, schema: Json) -> jsonschema_rs.Validator:
    """A JSON Schema validator for a schema of a bundled document, whose references point into the document."""
    return jsonschema_rs.validator_for(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **schema,
            "components": document["components"],
        },
        validate_formats=True,
    )


def _valid_examples(document: Json, name: str) -> Iterator[Finding]:
    for location, value in walk(document):
        if not isinstance(value, dict):
            continue
        if "schema" in value and "examples" in value:
            pairs = [(key, example["value"]) for key, example in value["examples"].items()]
            schema = value["schema"]
        elif "payload" in value and isinstance(value.get("examples"), list):
            pairs = [(example["name"], example["payload"]) for example in value["examples"]]
            schema = value["payload"]
        elif "schema" in value and "example" in value:
            pairs, schema = [("example", value["example"])], value["schema"]
        else:
            continue
        validator = schema_validator(document, schema)
        where = "/".join(str(part) for part in location)
        for key, example in pairs:
            for error in validator.iter_errors(example):
                yield Finding(name, 0, 0, "example", f"example `{key}` at `{where}`: {error.message}")
