"""OpenAPI Overlay 1.0: one document as its differences from another.

Actions are applied in order to every document given, so that one overlay serves the HTTP and the socket document
alike. An action whose target matches in none of them is a finding: it would otherwise rot in silence.

Semantics as the Overlay Specification 1.0.0 has them: `remove` deletes the matched nodes; `update` merges into a
matched object recursively (lists are concatenated, everything else replaced) and is appended to a matched list. What
an action puts into a document keeps the place of the action.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import jsonpath_rfc9535

from .findings import Finding
from .placed import Array, Json, Object, Place, copied
from .yaml_source import Source


@dataclass(slots=True)
class _Action:
    index: int
    target: str
    query: jsonpath_rfc9535.JSONPathQuery
    removes: bool
    update: Json
    at: Place
    matched: int = 0


class Overlay:
    """The actions of one overlay, ready to be applied to any number of documents; `broken` tells what is no action."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._actions: list[_Action] = []
        self.broken: list[Finding] = []
        actions = source.tree.get("actions") if isinstance(source.tree, dict) else None
        for index, action in enumerate(actions if isinstance(actions, list) else []):
            self._read(index, action)

    def _read(self, index: int, action: Json) -> None:
        location = ("actions", index)
        if not isinstance(action, Object) or ("update" in action) == (action.get("remove") is True):
            message = "an action has either `update` or `remove: true`"
            self.broken.append(self._source.finding(location, "overlay-action", message))
            return
        target = str(action.get("target", ""))
        try:
            query = jsonpath_rfc9535.compile(target)
        except jsonpath_rfc9535.JSONPathError as error:
            message = f"target `{target}` is not a JSONPath: {error}"
            self.broken.append(self._source.finding((*location, "target"), "overlay-target", message))
            return
        at = action.keys_at.get("update", action.at)
        self._actions.append(_Action(index, target, query, "update" not in action, action.get("update"), at))

    def apply(self, documents: Sequence[Json]) -> None:
        """Change the documents in place."""
        for action in self._actions:
            for document in documents:
                nodes = list(action.query.finditer(document))
                action.matched += len(nodes)
                # Backwards, so that removing from a list does not move what is still to be removed.
                for node in reversed(nodes):
                    if action.removes:
                        _remove(document, node.location)
                    else:
                        _update(document, node.location, action.update, action.at)

    def findings(self) -> list[Finding]:
        """What was wrong with the overlay: broken actions, and those that matched in no document so far."""
        findings = list(self.broken)
        for action in self._actions:
            if not action.matched:
                message = f"target `{action.target}` matches nothing"
                hint = "mend the path, or delete the action if what it changed is gone"
                location = ("actions", action.index, "target")
                findings.append(self._source.finding(location, "overlay-no-match", message, hint))
        return findings


def apply_overlay(documents: Sequence[Json], source: Source) -> tuple[list[Json], list[Finding]]:
    """Copies of the documents with the overlay applied, and what was wrong with the overlay.

    An action with a broken target, with neither `update` nor `remove`, or without a match is left out and reported.
    """
    results = [copied(document) for document in documents]
    overlay = Overlay(source)
    overlay.apply(results)
    return results, overlay.findings()


def _parent(document: Json, location: Sequence[str | int]) -> Any:
    for part in location[:-1]:
        document = document[part]
    return document


def _remove(document: Json, location: Sequence[str | int]) -> None:
    if location:
        del _parent(document, location)[location[-1]]


def _update(document: Json, location: Sequence[str | int], update: Json, at: Place) -> None:
    if not location:
        if isinstance(document, dict) and isinstance(update, dict):
            _merge(document, update)
        return
    parent = _parent(document, location)
    current = parent[location[-1]]
    if isinstance(current, list):
        _append(current, update, at)
    elif isinstance(current, dict) and isinstance(update, dict):
        _merge(current, update)
    else:
        parent[location[-1]] = copied(update)
        if isinstance(parent, Object):
            parent.keys_at[str(location[-1])] = at
        elif isinstance(parent, Array):
            parent.items_at[int(location[-1])] = at


def _append(target: list[Json], value: Json, at: Place) -> None:
    if isinstance(target, Array):
        target.put(copied(value), at)
    else:
        target.append(copied(value))


def _merge(target: dict[str, Json], update: dict[str, Json]) -> None:
    for key, value in update.items():
        current = target.get(key)
        if isinstance(current, dict) and isinstance(value, dict):
            _merge(current, value)
        elif isinstance(current, list) and isinstance(value, list):
            places = value.items_at if isinstance(value, Array) else [("", 0, 0)] * len(value)
            for item, at in zip(value, places, strict=True):
                _append(current, item, at)
        else:
            target[key] = copied(value)
            if isinstance(target, Object) and isinstance(update, Object):
                target.keys_at[key] = update.keys_at.get(key, update.at)
