"""Rules of the operations of an HTTP document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contralto_spec.placed import mapping, sequence, text
from contralto_spec.view import View

from .registry import Hit, checks

_LOWER_CAMEL = re.compile(r"[a-z][a-zA-Z0-9]*")
_NO_EXAMPLE = ("audio/", "image/", "video/", "application/octet-stream", "application/zip", "application/pdf")
_COSTS = ("free", "cheap", "paid", "destructive")


@checks("operation-summary")
def summaries(view: View) -> Iterator[Hit]:
    for operation in view.operations:
        if not text(operation.data.get("summary")):
            yield Hit(operation.location, f"operation `{operation.title}` has no `summary`")


@checks("operation-description")
def descriptions(view: View) -> Iterator[Hit]:
    for operation in view.operations:
        if not text(operation.data.get("description")):
            yield Hit(operation.location, f"operation `{operation.title}` has no `description`")


@checks("operation-tag")
def tags(view: View) -> Iterator[Hit]:
    declared = {text(mapping(tag).get("name")) for tag in sequence(view.root.get("tags"))}
    for operation in view.operations:
        names = sequence(operation.data.get("tags"))
        if not names:
            yield Hit(operation.location, f"operation `{operation.title}` has no tag")
        for index, name in enumerate(names):
            if name not in declared:
                message = f"tag `{name}` of `{operation.title}` is not declared"
                yield Hit((*operation.location, "tags", index), message)


@checks("operation-id")
def ids(view: View) -> Iterator[Hit]:
    for operation in view.operations:
        name = text(operation.data.get("operationId"))
        if not name:
            yield Hit(operation.location, f"operation `{operation.title}` has no `operationId`")
        elif not _LOWER_CAMEL.fullmatch(name):
            yield Hit((*operation.location, "operationId"), f"operationId `{name}` is not of the form `getVoice`")


@checks("duplicate-operation-id")
def duplicate_ids(view: View) -> Iterator[Hit]:
    seen: dict[str, str] = {}
    for operation in view.operations:
        name = text(operation.data.get("operationId"))
        if name and name in seen:
            message = f"operationId `{name}` is also that of `{seen[name]}`"
            yield Hit((*operation.location, "operationId"), message)
        seen.setdefault(name, operation.title)


@checks("success-answer")
def success_answers(view: View) -> Iterator[Hit]:
    for operation in view.operations:
        statuses = [str(status) for status in mapping(operation.data.get("responses"))]
        if not any(status.startswith(("1", "2", "3", "default")) for status in statuses):
            yield Hit(operation.location, f"operation `{operation.title}` names no answer of success")


@checks("error-answers")
def error_answers(view: View) -> Iterator[Hit]:
    for operation in view.operations:
        statuses = {str(status) for status in mapping(operation.data.get("responses"))}
        if "default" in statuses:
            continue
        missing = [] if any(status.startswith("5") for status in statuses) else ["5xx"]
        security = operation.data.get("security", view.root.get("security"))
        takes_input = operation.parameters or "requestBody" in operation.data or security
        if takes_input and not any(status.startswith("4") for status in statuses):
            missing.append("4xx")
        if view.own and security and not mapping(view.root.get("info")).get("x-dialect"):
            missing += sorted({"401", "403"} - statuses)
        if missing:
            yield Hit(operation.location, f"operation `{operation.title}` names no {' and no '.join(missing)} answer")


@checks("path-parameter")
def path_parameters(view: View) -> Iterator[Hit]:
    for operation in view.operations:
        declared = {
            text(one.get("name")): (at, one) for at, one in operation.parameters if one.get("in") == "path"
        }  # fmt: skip
        named = re.findall(r"\{([^{}]+)\}", operation.path)
        for name in sorted(set(named) - set(declared)):
            yield Hit(operation.location, f"`{operation.title}` does not declare the path parameter `{name}`")
        for name, (at, parameter) in declared.items():
            if name not in named:
                yield Hit(at, f"the path of `{operation.title}` does not name the parameter `{name}`")
            elif parameter.get("required") is not True:
                yield Hit(at, f"path parameter `{name}` of `{operation.title}` is not `required: true`")


@checks("missing-example")
def examples(view: View) -> Iterator[Hit]:
    for operation in view.operations:
        at, body = view.followed((*operation.location, "requestBody"), operation.data.get("requestBody"))
        for where, media, entry in view.contents(at, body):
            if _wants_example(media) and not _has_example(view, entry):
                yield Hit(where, f"the body ({media}) of `{operation.title}` has no example")
        for status, response in mapping(operation.data.get("responses")).items():
            at, answer = view.followed((*operation.location, "responses", status), response)
            for where, media, entry in view.contents(at, answer):
                if _wants_example(media) and not _has_example(view, entry):
                    yield Hit(where, f"answer {status} ({media}) of `{operation.title}` has no example")


def _wants_example(media: str) -> bool:
    return not media.startswith(_NO_EXAMPLE)


def _has_example(view: View, entry: dict[str, object]) -> bool:
    if entry.get("examples") or "example" in entry:
        return True
    _, schema = view.followed((), entry.get("schema"))
    return "example" in schema or bool(schema.get("examples"))


@checks("own-operation")
def own_members(view: View) -> Iterator[Hit]:
    for operation in view.operations:
        for member in ("x-call", "x-cost", "x-sources"):
            if not operation.data.get(member):
                yield Hit(operation.location, f"operation `{operation.title}` has no `{member}`")
        cost = operation.data.get("x-cost")
        if cost and cost not in _COSTS:
            yield Hit((*operation.location, "x-cost"), f"`{cost}` is none of {', '.join(_COSTS)}")


@checks("call-name")
def call_names(view: View) -> Iterator[Hit]:
    methods: dict[str, str] = {}
    groups: dict[str, str] = {}
    for operation in view.operations:
        name = text(operation.data.get("x-call"))
        if not name:
            continue
        at = (*operation.location, "x-call")
        if name in methods:
            yield Hit(at, f"`{name}` is also the call of `{methods[name]}`")
        methods[name] = operation.title
        parts = name.split(".")
        for depth in range(1, len(parts)):
            groups.setdefault(".".join(parts[:depth]), operation.title)
    for operation in view.operations:
        name = text(operation.data.get("x-call"))
        if name in groups:
            message = f"`{name}` is a call and also the group of the call of `{groups[name]}`"
            yield Hit((*operation.location, "x-call"), message)
