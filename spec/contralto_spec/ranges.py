"""Which parts of the documents exist in a version.

The hand-written files hold what any version has. A part that not every version has says so beside itself, with
`x-since` and `x-until` (inclusive dates); how a part looked different is said by overlays. `document_of` takes what
holds for one date: it drops the rest, and with it the names and references that would be left hanging.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .placed import Array, Json, Object, mapping, sequence

SINCE, UNTIL = "x-since", "x-until"
PLACEHOLDER = "${api_version}"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
"""The members of a path item that are operations."""


def holds(part: Json, date: str) -> bool:
    """True unless the part says that it does not exist in the version of this date."""
    if not isinstance(part, dict) or (SINCE not in part and UNTIL not in part):
        return True
    return str(part.get(SINCE, date)) <= date <= str(part.get(UNTIL, date))


def document_of(document: Json, date: str) -> Json:
    """A copy of the document with what exists in the version of this date, and the date where it is asked for."""
    result = _taken(document, date)
    drop_hanging(result)
    return result


def drop_hanging(document: Json) -> None:
    """Take out what is left without meaning when a part of the document is gone."""
    _drop_empty_paths(document)
    _drop_empty_webhooks(document)
    _drop_unused_tags(document)
    _drop_hanging_messages(document)
    _drop_unknown_security(document)


def _taken(value: Json, date: str) -> Json:
    if isinstance(value, dict):
        # Neither a reference nor the example of a message may carry further members.
        markers = (SINCE, UNTIL) if "$ref" in value or {"name", "payload"} <= value.keys() else ()
        result: dict[str, Json] = {}
        if isinstance(value, Object):
            result = Object(value.at)
            result.keys_at = value.keys_at.copy()
        for key, child in value.items():
            if key not in markers and holds(child, date):
                result[key] = _taken(child, date)
        if len(result) < len(value) or "properties" in value or "oneOf" in value:
            _drop_names(value, result)
        return result
    if isinstance(value, Array):
        items = Array(value.at)
        for child, at in zip(value, value.items_at, strict=True):
            if holds(child, date):
                items.put(_taken(child, date), at)
        return items
    if isinstance(value, list):
        return [_taken(child, date) for child in value if holds(child, date)]
    return value.replace(PLACEHOLDER, date) if isinstance(value, str) and "$" in value else value


def _drop_names(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Names of dropped members leave `required`, those of dropped branches leave the discriminator."""
    gone = set(mapping(before.get("properties"))) - set(mapping(after.get("properties")))
    if gone and isinstance(after.get("required"), list):
        required = after["required"]
        for index in reversed([index for index, name in enumerate(required) if name in gone]):
            del required[index]
        if not required:
            del after["required"]
    branches, kept = before.get("oneOf"), after.get("oneOf")
    if isinstance(branches, list) and isinstance(kept, list) and len(kept) < len(branches):
        targets = {branch.get("$ref") for branch in kept if isinstance(branch, dict)}
        tags = mapping(mapping(after.get("discriminator")).get("mapping"))
        for tag in [tag for tag, target in tags.items() if target not in targets]:
            del tags[tag]


def _drop_empty_paths(document: Json) -> None:
    paths = mapping(document.get("paths"))
    for path in [path for path, item in paths.items() if not any(method in mapping(item) for method in METHODS)]:
        del paths[path]


def _drop_empty_webhooks(document: Json) -> None:
    # A document needs `paths`, even empty ones, but not this.
    if document.get("webhooks") == {}:
        del document["webhooks"]


def _drop_unused_tags(document: Json) -> None:
    tags = sequence(document.get("tags"))
    if "paths" not in document or not tags:
        return
    used = {
        tag
        for item in mapping(document["paths"]).values()
        for method in METHODS
        for tag in sequence(mapping(mapping(item).get(method)).get("tags"))
        if isinstance(tag, str)
    }
    _keep(tags, lambda tag: mapping(tag).get("name") in used)


def _drop_hanging_messages(document: Json) -> None:
    """Operations on channels name only messages that their channel still has, and only channels that exist."""
    channels = mapping(document.get("channels"))
    known = {
        f"#/channels/{name}/messages/{key}"
        for name, channel in channels.items()
        for key in mapping(mapping(channel).get("messages"))
    }
    operations = mapping(document.get("operations"))
    for name, operation in list(operations.items()):
        if _scheme_names(mapping(operation).get("channel"))[0] not in channels:
            del operations[name]
            continue
        _keep(sequence(operation.get("messages")), lambda message: mapping(message).get("$ref") in known)


def _drop_unknown_security(document: Json) -> None:
    """Requirements name only schemes that exist."""
    schemes = mapping(mapping(document.get("components")).get("securitySchemes"))
    holders = [document, *mapping(document.get("servers")).values()]
    for item in mapping(document.get("paths")).values():
        holders += [item[method] for method in METHODS if method in item]
    for holder in holders:
        requirements = sequence(mapping(holder).get("security"))
        _keep(requirements, lambda requirement: all(name in schemes for name in _scheme_names(requirement)))


def _scheme_names(requirement: Json) -> list[str]:
    """What a security requirement of OpenAPI, or a reference, names."""
    names = mapping(requirement)
    return [str(names["$ref"]).rsplit("/", 1)[-1]] if "$ref" in names else list(names) or [""]


def _keep(items: list[Any], wanted: Callable[[Json], bool]) -> None:
    for index in reversed(range(len(items))):
        if not wanted(items[index]):
            del items[index]
