"""What the document says about each operation, beyond its models: where it is called, what its answer is like."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from contralto_generator.model.names import module_name
from contralto_generator.passes.normalise import is_form, resolve
from contralto_spec.ranges import METHODS

Kind = Literal["json", "page", "list", "audio", "bytes", "events", "text", "empty"]

_CURSOR = "starting_after"
_CURSOR_HEADERS = frozenset({"x-next-cursor", "x-next-page"})


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the published document.

    `call` is the path of names under the client, `("voices", "list")`. `accept` is the media type to ask for. `events`
    is the schema of the events of a stream, None for other kinds; `schema_name` is the name of the answer's schema.
    `base_url` is the address of an operation on a host of its own, `form` whether its body is a form, `part_types` the
    content types that the document prescribes for parts of it. `admin`: only a key for administration opens it.
    `deprecated` are the words on it in a docstring, `notice` those of the warning; both empty if not. `continues`:
    a header of the answer names a cursor that continues it.
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
    deprecated: str
    notice: str
    base_url: str
    form: bool
    part_types: Mapping[str, str]
    needs_body: bool
    authenticated: bool
    admin: bool
    paid: bool
    events: Mapping[str, Any] | None
    schema_name: str
    continues: bool

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
    hosts = _hosts(document)
    return [
        _operation(document, path, method, operation, hosts.get((path, method), ""))
        for path, method, operation in raw_operations(document)
    ]


def _hosts(document: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """The address of each operation that lives elsewhere than the API."""
    own = [server.get("url", "").rstrip("/") for server in document.get("servers", ())]
    found = {}
    for path, item in document.get("paths", {}).items():
        resolved = resolve(document, item)
        for method in METHODS:
            servers = resolved.get(method, {}).get("servers") or resolved.get("servers")
            if method in resolved and servers and (url := str(servers[0]["url"]).rstrip("/")) not in own:
                found[path, method] = url
    return found


def raw_operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Path, method and operation object of each operation."""
    for path, item in document.get("paths", {}).items():
        resolved = resolve(document, item)
        for method in METHODS:
            if method in resolved:
                yield path, method, resolved[method]


def _operation(document: Mapping[str, Any], path: str, method: str, raw: Mapping[str, Any], base_url: str) -> Operation:
    tag = module_name(str((raw.get("tags") or ["default"])[0]))
    identifier = str(raw.get("operationId", ""))
    media, content = _success(document, raw)
    call = _call(raw, tag, identifier)
    kind = _kind(document, raw, method, call[-1], media, content)
    events = resolve(document, content.get("schema", {})) if kind == "events" else None
    return Operation(
        id=identifier,
        method=method.upper(),
        path=path,
        tag=tag,
        call=call,
        kind=kind,
        accept=media or "*/*",
        summary=str(raw.get("summary", "")).strip(),
        description=str(raw.get("description", "")).strip(),
        deprecated=_deprecated(raw),
        notice=_deprecation_notice(raw),
        base_url=base_url,
        form=is_form(document, raw),
        part_types=_part_types(document, raw),
        needs_body=bool(resolve(document, raw.get("requestBody", {})).get("required")),
        authenticated=_authenticated(document, raw),
        admin=_admin(document, raw),
        paid=_paid(raw, method, kind),
        events=events,
        schema_name=str(content.get("schema", {}).get("$ref", "")).rsplit("/", 1)[-1],
        continues=_continues(document, raw),
    )


def _notice(raw: Mapping[str, Any]) -> tuple[str, str]:
    """Since when an operation is deprecated, and whether it is switched off and what takes its place; empty if neither.

    The first is a date, the second a sentence or two.
    """
    removed, since = raw.get("x-removed") or {}, raw.get("x-deprecated") or {}
    words = [f"Switched off on {removed['on']}."] if removed.get("on") else []
    replacement = str(removed.get("replacement") or since.get("replacement") or "").strip()
    if replacement:
        words.append(f"{replacement.rstrip('.')}.")
    return str(since.get("since") or removed.get("on") or ""), " ".join(words)


def _is_deprecated(raw: Mapping[str, Any]) -> bool:
    return bool(raw.get("deprecated") or raw.get("x-deprecated") or raw.get("x-removed"))


def _deprecated(raw: Mapping[str, Any]) -> str:
    """The words on it in a docstring; empty if it is not deprecated."""
    if not _is_deprecated(raw):
        return ""
    date, words = _notice(raw)
    return f"{f'.. deprecated:: {date}' if date else 'Deprecated by the service.'} {words}".rstrip()


def _deprecation_notice(raw: Mapping[str, Any]) -> str:
    """The words of the warning that the client gives; empty if it is not deprecated."""
    if not _is_deprecated(raw):
        return ""
    date, words = _notice(raw)
    return f"{f'since {date}.' if date else 'by the service.'} {words}".rstrip()


def _part_types(document: Mapping[str, Any], raw: Mapping[str, Any]) -> dict[str, str]:
    content = resolve(document, raw.get("requestBody", {})).get("content", {})
    forms = [value for media, value in content.items() if "multipart" in media]
    encodings: Mapping[str, Any] = forms[0].get("encoding", {}) if forms else {}
    types = {name: str(encoding.get("contentType", "")) for name, encoding in encodings.items()}
    return {name: media for name, media in types.items() if media and "," not in media and "*" not in media}


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


def _continues(document: Mapping[str, Any], raw: Mapping[str, Any]) -> bool:
    """Whether an answer has a header with the cursor of the next."""
    answers = [resolve(document, answer) for status, answer in raw.get("responses", {}).items() if status[:1] == "2"]
    return any(name.lower() in _CURSOR_HEADERS for answer in answers for name in answer.get("headers", {}))


def _kind(
    document: Mapping[str, Any],
    raw: Mapping[str, Any],
    method: str,
    name: str,
    media: str,
    content: Mapping[str, Any],
) -> Kind:
    essence = media.split(";")[0].strip().lower()
    if not essence:
        return "empty"
    if essence == "text/event-stream":
        return "events"
    if essence == "application/json" or essence.endswith("+json"):
        if _is_page(document, raw, content):
            return "page"
        return "list" if method == "get" and _is_list(document, name, content) else "json"
    if essence.startswith("text/"):
        return "text"
    return "audio" if essence.startswith("audio/") else "bytes"


def _is_page(document: Mapping[str, Any], raw: Mapping[str, Any], content: Mapping[str, Any]) -> bool:
    parameters = [resolve(document, parameter) for parameter in raw.get("parameters", ())]
    schema = resolve(document, content.get("schema", {}))
    data = resolve(document, schema.get("properties", {}).get("data", {}))
    return data.get("type") == "array" and any(item["name"] == _CURSOR for item in parameters)


def _is_list(document: Mapping[str, Any], name: str, content: Mapping[str, Any]) -> bool:
    """Whether a method `list` gives all of its objects at once, where others of that name give pages."""
    schema = resolve(document, content.get("schema", {}))
    is_array = schema.get("type") == "array" and "$ref" in schema.get("items", {})
    return is_array and (name == "list" or name.startswith("list_"))


def _authenticated(document: Mapping[str, Any], raw: Mapping[str, Any]) -> bool:
    """Whether every way to call the operation needs a credential."""
    security = raw.get("security", document.get("security", [{"any": []}]))
    return bool(security) and {} not in security


def _admin(document: Mapping[str, Any], raw: Mapping[str, Any]) -> bool:
    security = raw.get("security", document.get("security", []))
    return bool(security) and all(name.startswith("Admin") for entry in security for name in entry)
