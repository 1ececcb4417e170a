"""Input that is nearly right: the examples of the documents with something of every kind done to them."""

from __future__ import annotations

import copy
import functools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from hypothesis import strategies as st

import contralto_spec
from contralto_spec.ranges import METHODS

SPEC = contralto_spec.load()

_RAW = "\ue000raw"  # marks text that stands for JSON which `json.dumps` does not write
_RAW_JSON = {
    "deep list": "[" * 3000 + "]" * 3000,
    "deep object": '{"a":' * 3000 + "1" + "}" * 3000,
    "bounded depth": "[" * 99 + "]" * 99,
    "long number": "9" * 6000,
    "long fraction": "1e-" + "9" * 400,
    "infinite": "1e9999",
    "half a pair": r'"\ud800"',
    "null character": r'"\u0000"',
    "long text": '"' + "a" * 100_000 + '"',
    "twice": '{"id":1,"id":2}',
}

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(
        ["", " ", "a" * 100_000, "../../etc/passwd", "é\u202e\x00\n", *(_RAW + name for name in _RAW_JSON)]
    )
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)


def as_json(value: Any) -> str:
    """The text of a value of `values`: not always JSON."""
    text = json.dumps(value)
    for name, raw in _RAW_JSON.items():
        text = text.replace(json.dumps(_RAW + name), raw)
    return text


def mutated(example: Any) -> st.SearchStrategy[Any]:
    """`example` with up to three members replaced, dropped, doubled or added."""

    def change(changes: list[tuple[int, str, Any]]) -> Any:
        # The outermost value is a member too.
        box = {"value": copy.deepcopy(example)}
        for number, what, value in changes:
            places = list(_places(box)) or [(box, "value")]
            box.setdefault("value", None)
            _CHANGES[what](*places[number % len(places)], value)
        return box.get("value")

    return st.lists(st.tuples(st.integers(0, 40), st.sampled_from(sorted(_CHANGES)), values), max_size=3).map(change)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every member as its holder and its name or index."""
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])


def _drop(holder: Any, key: Any, _: Any) -> None:
    if isinstance(holder, dict):
        holder.pop(key)
    else:
        del holder[key:]


def _wrap(holder: Any, key: Any, value: Any) -> None:
    holder[key] = [holder[key], value]


def _double(holder: Any, key: Any, _: Any) -> None:
    if isinstance(holder[key], str):
        holder[key] *= 2
    elif isinstance(holder, dict):
        holder[f"{key}_"] = holder[key]
    else:
        holder.append(holder[key])


def _add(holder: Any, key: Any, value: Any) -> None:
    if isinstance(holder, dict) and isinstance(holder[key], dict):
        holder[key]["more"] = value
    else:
        _replace(holder, key, value)


def _replace(holder: Any, key: Any, value: Any) -> None:
    holder[key] = value


_CHANGES: dict[str, Callable[[Any, Any, Any], None]] = {
    "add": _add,
    "double": _double,
    "drop": _drop,
    "replace": _replace,
    "wrap": _wrap,
}


def broken(content: bytes) -> st.SearchStrategy[bytes]:
    """`content` cut off, with bytes put in, or with bytes overwritten."""
    cut = st.integers(0, len(content)).map(lambda at: content[:at])
    part = st.tuples(st.integers(0, len(content)), st.integers(0, 8), st.binary(max_size=8))
    return cut | part.map(lambda made: content[: made[0]] + made[2] + content[made[0] + made[1] :])


def cut_up(content: bytes) -> st.SearchStrategy[list[bytes]]:
    """`content` in pieces."""
    cuts = st.lists(st.integers(0, len(content)), max_size=4).map(sorted)
    return cuts.map(lambda at: [content[a:b] for a, b in zip([0, *at], [*at, len(content)], strict=True)])


class Asked(NamedTuple):
    """An operation with an example of its body, the names of its query parameters, and who may call it."""

    method: str
    path: str
    body: Any
    query: tuple[str, ...]
    is_for_admins: bool


@functools.cache
def operations(date: str, media_type: str | None) -> list[Asked]:
    """The operations that take a body of this type, once for each example of it; for None those that take no body."""
    document = SPEC.openapi(date)
    found = []
    for path, item in document["paths"].items():
        for method in [name for name in METHODS if name in item]:
            operation = item[method]
            content = _resolved(document, operation.get("requestBody", {})).get("content", {})
            examples = content.get(media_type, {}).get("examples", {}).values()
            bodies = [_resolved(document, example)["value"] for example in examples]
            if media_type is None and not content:
                bodies = [None]
            parameters = [
                _resolved(document, each) for each in (*item.get("parameters", ()), *operation.get("parameters", ()))
            ]
            query = tuple(each["name"] for each in parameters if each["in"] == "query")
            is_for_admins = any("AdminApiKey" in choice for choice in operation.get("security", ()))
            found += [Asked(method.upper(), path, body, query, is_for_admins) for body in bodies]
    return found


@functools.cache
def messages(date: str, channel: str) -> list[Any]:
    """Examples of the messages that a client may send on a channel."""
    document = SPEC.asyncapi(date)
    found = []
    for operation in document["operations"].values():
        if operation["action"] == "send" and operation["channel"]["$ref"].endswith(f"/{channel}"):
            for reference in operation["messages"]:
                message = _resolved(document, reference)
                found += [example["payload"] for example in message.get("examples", ())]
    return found


def filled(path: str, ids: Mapping[str, list[str]]) -> st.SearchStrategy[str]:
    """A documented path with something in the place of its parameters; `ids` are what may be there, by what stands
    before it."""
    parts = re.split(r"\{[^}]+\}", path)
    odd = st.text(min_size=1, max_size=10).filter(lambda text: "/" not in text)
    chosen = []
    for part in parts[:-1]:
        known = st.sampled_from(ids[part]) if ids.get(part) else odd
        chosen.append(known | known | known | odd)
    return st.tuples(*chosen).map(
        lambda values: parts[0] + "".join(value + part for value, part in zip(values, parts[1:], strict=True))
    )


def form_of(fields: dict[str, Any], file: bytes) -> bytes:
    """A form with the boundary `b`; a field that is an example of a file becomes one with these bytes."""
    body = b""
    for name, value in fields.items():
        for each in value if isinstance(value, list) else [value]:
            is_file = name in _FILES
            head = f'--b\r\nContent-Disposition: form-data; name="{name}"' + ('; filename="a.wav"' if is_file else "")
            body += head.encode("utf-8", "replace") + b"\r\n\r\n"
            body += (file if is_file else str(each).encode("utf-8", "replace")) + b"\r\n"
    return body + b"--b--\r\n"


_FILES = ("file", "clip", "left_audio", "right_audio")


def _resolved(document: Any, found: Any) -> Any:
    while "$ref" in found:
        target = document
        for step in found["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        found = target
    return found
