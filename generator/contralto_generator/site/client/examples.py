"""One call of an operation as Python, from the examples of the spec: what is sent from those of the request, what is
looked at from those of the answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contralto_generator.model.endpoints import Parameter
from contralto_generator.model.facade import Method
from contralto_generator.model.names import member_name
from contralto_generator.model.operations import raw_operations
from contralto_generator.passes.normalise import resolve

_FILE = re.compile(r"^\(bytes of (\S+)\)$")
#: Which member of an answer an example looks at, the most telling first.
_TELLING = ("id", "token", "url", "text", "status", "name", "file_id", "version")
_EXTENSIONS = {"audio/*": ".wav", "audio/wav": ".wav", "application/octet-stream": ".bin", "text/csv": ".csv"}


@dataclass(frozen=True, slots=True)
class Call:
    """One call: its source in `asyncio` form, what it imports, and the value that the answer's example holds."""

    code: str
    imports: str
    answer: Any


class Calls:
    """The calls of one document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._raw = {raw["operationId"]: raw for _, _, raw in raw_operations(document)}

    def of(self, method: Method, accessor: str) -> Call:
        """The call of a method; `accessor` is its resource, such as `client.voices`."""
        assert method.view is not None
        raw = self._raw[method.view.operation.id]
        sent, name = self._request(raw)
        arguments = [text for item in method.arguments if (text := self._argument(item, raw, sent)) is not None]
        answer = self._answer(raw, name)
        call = f"{accessor}.{method.name}({', '.join(arguments)})"
        inner = _only_list(answer)
        if inner and method.view.operation.kind == "json":
            code = self._listed(raw, call, inner, _noun(accessor, method), answer[inner][0])
        else:
            code = _used(method, call, accessor, answer)
        imports = ["from pathlib import Path"] if "Path(" in code else []
        imports += ["from datetime import datetime"] if "datetime." in code else []
        imports += ["from contralto_client import NULL"] if "=NULL" in code else []
        return Call(code, "\n".join(imports), answer)

    def _listed(self, raw: Mapping[str, Any], call: str, inner: str, noun: str, example: Any) -> str:
        """An answer that is an object around one list: the list is what is looked at."""
        name = "item" if noun == "answer" else noun
        schema = resolve(self._document, self._content(raw)[1].get("schema", {}))
        items = resolve(self._document, schema["properties"][inner].get("items", {}))
        otherwise = "" if inner in schema.get("required", ()) else " or []"
        shown = name if {"anyOf", "oneOf"} & items.keys() else _shown(name, example)
        return f"answer = await {call}\nfor {name} in answer.{member_name(inner)}{otherwise}:\n    print({shown})"

    def _content(self, raw: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
        """The answer of success: media type and what stands under it."""
        success = min(status for status in raw["responses"] if status.startswith("2"))
        response = resolve(self._document, raw["responses"][success])
        return next(iter(response.get("content", {}).items()), ("", {}))

    def _request(self, raw: Mapping[str, Any]) -> tuple[Any, str]:
        """The first example of the body, and its name."""
        body = resolve(self._document, raw.get("requestBody", {}))
        return _first_example(next(iter(body.get("content", {}).values()), {}))

    def _answer(self, raw: Mapping[str, Any], name: str) -> Any:
        """The example of the answer that has the name of that of the request, else the first."""
        media, content = self._content(raw)
        if media == "text/event-stream":
            return [example["value"] for example in content.get("examples", {}).values()]
        named = content.get("examples", {}).get(name)
        return named["value"] if named and "value" in named else _first_example(content)[0]

    def _argument(self, item: Parameter, raw: Mapping[str, Any], sent: Any) -> str | None:
        """The argument as it stands in the call; None if the example has none."""
        if item.place in ("body", "form"):
            if item.preset:
                return None
            if item.name == "body" and not (isinstance(sent, dict) and "body" in sent):
                return None if sent is None else f"body={_literal(item, sent)}"
            if not isinstance(sent, dict) or item.wire not in sent:
                return None
            value = sent[item.wire]
            if value is None and not item.required:
                return f"{item.name}=NULL" if "Null" in item.type else None
            return f"{item.name}={_literal(item, value)}"
        if not item.required:
            return None
        value = self._parameter(raw, item)
        return _literal(item, value) if item.place == "path" else f"{item.name}={_literal(item, value)}"

    def _parameter(self, raw: Mapping[str, Any], item: Parameter) -> Any:
        for found in raw.get("parameters", ()):
            parameter = resolve(self._document, found)
            if parameter["name"] == item.wire:
                example, _ = _first_example(parameter)
                return example
        return None


def _first_example(holder: Mapping[str, Any]) -> tuple[Any, str]:
    if "example" in holder:
        return holder["example"], ""
    for name, example in holder.get("examples", {}).items():
        return example.get("value"), name
    return None, ""


def _literal(item: Parameter, value: Any) -> str:
    """A value as source: files as paths, points in time as such."""
    if isinstance(value, str) and "FileInput" in item.type:
        name = _FILE.sub(r"\1", value)
        return f"Path({name!r})"
    if isinstance(value, str) and item.type.startswith("datetime."):
        return f"datetime.fromisoformat({value!r})"
    return repr(value)


def _used(method: Method, call: str, accessor: str, answer: Any) -> str:
    """The call with what people do with its answer."""
    assert method.view is not None
    kind, name = method.view.operation.kind, _noun(accessor, method)
    if kind in ("page", "list"):
        items = answer.get("data") if isinstance(answer, dict) else answer
        return f"async for {name} in {call}:\n    print({_shown(name, items[0] if items else None)})"
    if kind == "audio":
        return f'await {call}.write_to("{name}.wav")'
    if kind == "bytes":
        return f'await {call}.write_to("{name}{_EXTENSIONS.get(method.view.operation.accept, ".bin")}")'
    if kind == "events":
        return f"async with {call} as events:\n    async for event in events:\n        print(event)"
    if method.returns == "None":
        return f"await {call}"
    if kind == "text":
        return f"print(await {call})"
    return f"{name} = await {call}\nprint({_shown(name, answer)})"


def _only_list(answer: Any) -> str | None:
    """The member of an answer that is a list of objects, if the rest says nothing by itself."""
    if not isinstance(answer, dict) or any(name in answer for name in _TELLING):
        return None
    lists = [name for name, value in answer.items() if isinstance(value, list) and value and isinstance(value[0], dict)]
    return lists[0] if len(lists) == 1 else None


def _shown(name: str, example: Any) -> str:
    if isinstance(example, dict):
        for member in _TELLING:
            if member in example:
                return f"{name}.{member_name(member)}"
        for member, value in example.items():
            if not isinstance(value, (dict, list)):
                return f"{name}.{member_name(member)}"
    return name


def _noun(accessor: str, method: Method) -> str:
    """What an answer is called: `client.voices` gives a `voice`, `list_accents` an `accent`, `get_logs` the `logs`."""
    kind = method.view.operation.kind if method.view is not None else ""
    verb, _, rest = method.name.partition("_")
    if kind in ("audio", "bytes"):
        return "audio" if kind == "audio" else rest or verb
    if verb == "delete":
        return "answer"
    if rest and verb == "get":
        return rest
    if (rest and verb in ("list", "query")) or rest == "link":
        return _singular(rest)
    group = accessor.rpartition(".")[2]
    return _singular(group) if group.endswith("s") and group not in ("tts", "status") else "answer"


def _singular(word: str) -> str:
    return word[:-2] if word.endswith("ches") else word.removesuffix("s")
