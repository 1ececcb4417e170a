"""What the document says about each operation, beyond its models: where it is called, what its answer is like."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from contralto_generator.model.names import module_name
from contralto_generator.passes.normalise import METHODS, resolve

Kind = Literal["json", "page", "audio", "events", "text", "empty"]

_CURSOR = "starting_after"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the published document.

    `call` is the path of names under the client, `("voices", "list")`. `accept` is the media type to ask for. `events`
    is the schema of the events of a stream, None for other kinds; `schema_name` is the name of the answer's schema.
    """

    id: str
    method: str
    path: str
    tag: str
    call: tuple[str, ...]
    kind: Kind
    accept: str
    summary: str
    description: str
    deprecated: bool
    authenticated: bool
    paid: bool
    events: Mapping[str, Any] | None
    schema_name: str

    @property
    def module(self) -> str:
        """Module name under `api/<tag>/`."""
        return module_name(self.id)

    @property
    def resource(self) -> tuple[str, ...]:
        """The names of the resource that has the method, outermost first."""
        return self.call[:-1]


def operations_of(document: Mapping[str, Any]) -> list[Operation]:
    """All operations, in the order of the document."""
    return [_operation(document, path, method, operation) for path, method, operation in raw_operations(document)]


def raw_operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Path, method and operation object of each operation."""
    for path, item in document.get("paths", {}).items():
        resolved = resolve(document, item)
        for method in METHODS:
            if method in resolved:
                yield path, method, resolved[method]


def _operation(document: Mapping[str, Any], path: str, method: str, raw: Mapping[str, Any]) -> Operation:
    tag = module_name(str((raw.get("tags") or ["default"])[0]))
    identifier = str(raw.get("operationId", ""))
    media, content = _success(document, raw)
    kind = _kind(document, raw, media, content)
    events = resolve(document, content.get("schema", {})) if kind == "events" else None
    return Operation(
        id=identifier,
        method=method.upper(),
        path=path,
        tag=tag,
        call=_call(raw, tag, identifier),
        kind=kind,
        accept=media or "*/*",
        summary=str(raw.get("summary", "")).strip(),
        description=str(raw.get("description", "")).strip(),
        deprecated=bool(raw.get("deprecated")),
        authenticated=_authenticated(document, raw),
        paid=_paid(raw, method, kind),
        events=events,
        schema_name=str(content.get("schema", {}).get("$ref", "")).rsplit("/", 1)[-1],
    )


def _paid(raw: Mapping[str, Any], method: str, kind: Kind) -> bool:
    """The document's own `x-cost`, else whether the operation makes something on the spot."""
    if "x-cost" in raw:
        return bool(raw["x-cost"] == "paid")
    return method == "post" and kind in ("audio", "events")


def _call(raw: Mapping[str, Any], tag: str, identifier: str) -> tuple[str, ...]:
    """The document's own `x-call`, else the tag and what is left of the operation's name without the tag's word."""
    if raw.get("x-call"):
        return tuple(str(raw["x-call"]).split("."))
    name = module_name(identifier)
    for word in (tag, tag.removesuffix("s")):
        name = name.removeprefix(f"{word}_").removesuffix(f"_{word}")
    return tag, f"{name}_" if keyword.iskeyword(name) else name


def _success(document: Mapping[str, Any], raw: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """Media type and content of the first success answer; empty if it has no body."""
    for status, response in raw.get("responses", {}).items():
        content = resolve(document, response).get("content", {})
        if str(status).startswith("2") and content:
            media = next(iter(content))
            return str(media), content[media]
    return "", {}


def _kind(document: Mapping[str, Any], raw: Mapping[str, Any], media: str, content: Mapping[str, Any]) -> Kind:
    essence = media.split(";")[0].strip().lower()
    if not essence:
        return "empty"
    if essence == "text/event-stream":
        return "events"
    if essence == "application/json" or essence.endswith("+json"):
        return "page" if _is_page(document, raw, content) else "json"
    return "text" if essence.startswith("text/") else "audio"


def _is_page(document: Mapping[str, Any], raw: Mapping[str, Any], content: Mapping[str, Any]) -> bool:
    parameters = [resolve(document, parameter) for parameter in raw.get("parameters", ())]
    schema = resolve(document, content.get("schema", {}))
    return "data" in schema.get("properties", {}) and any(item["name"] == _CURSOR for item in parameters)


def _authenticated(document: Mapping[str, Any], raw: Mapping[str, Any]) -> bool:
    """Whether every way to call the operation needs a credential."""
    security = raw.get("security", document.get("security", [{"any": []}]))
    return bool(security) and {} not in security
