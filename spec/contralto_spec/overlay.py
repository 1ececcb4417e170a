"""OpenAPI Overlay 1.0: one document as its differences from another.

Actions are applied in order to every document given, so that one overlay serves the HTTP and the socket document
alike. An action whose target matches in none of them is a finding: it would otherwise rot in silence.

Semantics as the Overlay Specification 1.0.0 has them: `remove` deletes the matched nodes; `update` merges into a
matched object recursively (lists are concatenated, everything else replaced) and is appended to a matched list.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

import jsonpath_rfc9535

from .findings import Finding
from .yaml_source import Json, Source


def apply_overlay(documents: Sequence[Json], overlay: Source) -> tuple[list[Json], list[Finding]]:
    """Copies of the documents with the overlay applied, and what was wrong with the overlay.

    An action with a broken target, with neither `update` nor `remove`, or without a match is left out and reported.
    """
    results = [copy.deepcopy(document) for document in documents]
    findings: list[Finding] = []
    for index, action in enumerate(overlay.data.get("actions", [])):
        location = ("actions", index)
        target = action.get("target", "")
        if ("update" in action) == (action.get("remove") is True):
            message = "an action has either `update` or `remove: true`"
            findings.append(overlay.finding(location, "overlay-action", message))
            continue
        try:
            query = jsonpath_rfc9535.compile(target)
        except jsonpath_rfc9535.JSONPathError as error:
            message = f"target `{target}` is not a JSONPath: {error}"
            findings.append(overlay.finding((*location, "target"), "overlay-target", message))
            continue
        matched = 0
        for document in results:
            nodes = list(query.finditer(document))
            matched += len(nodes)
            # Backwards, so that removing from a list does not move what is still to be removed.
            for node in reversed(nodes):
                if "update" in action:
                    _update(document, node.location, action["update"])
                else:
                    _remove(document, node.location)
        if not matched:
            message = f"target `{target}` matches nothing"
            hint = "mend the path, or delete the action if what it changed is gone"
            findings.append(overlay.finding((*location, "target"), "overlay-no-match", message, hint))
    return results, findings


def _parent(document: Json, location: Sequence[str | int]) -> Any:
    for part in location[:-1]:
        document = document[part]
    return document


def _remove(document: Json, location: Sequence[str | int]) -> None:
    if location:
        del _parent(document, location)[location[-1]]


def _update(document: Json, location: Sequence[str | int], update: Json) -> None:
    if not location:
        _merge(document, update)
        return
    parent = _parent(document, location)
    current = parent[location[-1]]
    if isinstance(current, list):
        current.append(copy.deepcopy(update))
    elif isinstance(current, dict) and isinstance(update, dict):
        _merge(current, update)
    else:
        parent[location[-1]] = copy.deepcopy(update)


def _merge(target: dict[str, Json], update: dict[str, Json]) -> None:
    for key, value in update.items():
        current = target.get(key)
        if isinstance(current, dict) and isinstance(value, dict):
            _merge(current, value)
        elif isinstance(current, list) and isinstance(value, list):
            current.extend(copy.deepcopy(value))
        else:
            target[key] = copy.deepcopy(value)
