"""The OpenAPI document as HTTP fuzzing needs it."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator, Mapping
from typing import Any

_OPEN = ".open"
"""Ending of the name of a schema whose enumerations are open."""


def fuzzable(document: Mapping[str, Any], operations: Collection[str]) -> dict[str, Any]:
    """A copy of the document as schemathesis needs it: these operations alone, by their ids.

    Without security and header parameters, so that neither is generated. In answers enumerations are open, since the
    service may add values within a version.
    """
    prepared = copy.deepcopy(dict(document))
    prepared["paths"] = {
        path: item
        for path, whole in prepared["paths"].items()
        if (item := {key: value for key, value in whole.items() if _is_among(operations, value)})
    }
    prepared.pop("security", None)
    components = prepared.get("components", {})
    components.pop("securitySchemes", None)
    headers = {
        f"#/components/parameters/{name}"
        for name, parameter in components.get("parameters", {}).items()
        if parameter.get("in") == "header"
    }
    for path in prepared["paths"].values():
        for holder in [path, *(value for value in path.values() if isinstance(value, dict))]:
            holder.pop("security", None)
            if "parameters" in holder:
                holder["parameters"] = [
                    p for p in holder["parameters"] if p.get("in") != "header" and p.get("$ref") not in headers
                ]
            if "responses" in holder:
                holder["responses"] = _opened(holder["responses"])
    for parameter in _path_parameters(prepared):
        # An example could be the id of something that is there.
        for holder in (parameter, parameter.get("schema", {})):
            holder.pop("example", None)
            holder.pop("examples", None)
    schemas = components.get("schemas", {})
    schemas |= {f"{name}{_OPEN}": _opened(schema) for name, schema in schemas.items()}
    return prepared


def _path_parameters(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    holders = [*document["paths"].values()]
    holders += [operation for item in holders for operation in item.values() if isinstance(operation, dict)]
    listed = [parameter for holder in holders for parameter in holder.get("parameters", [])]
    shared = document.get("components", {}).get("parameters", {}).values()
    return (parameter for parameter in (*listed, *shared) if parameter.get("in") == "path")


def _is_among(operations: Collection[str], operation: Any) -> bool:
    return isinstance(operation, dict) and operation.get("operationId") in operations


def _opened(schema: Any) -> Any:
    """A copy without `enum`, whose references point to such copies."""
    if isinstance(schema, dict):
        return {
            name: f"{value}{_OPEN}" if name == "$ref" and "/schemas/" in str(value) else _opened(value)
            for name, value in schema.items()
            if name != "enum" or not isinstance(value, list)
        }
    return [_opened(item) for item in schema] if isinstance(schema, list) else schema
