"""An HTTP transport that answers every documented operation with its example, without a network.

    http_client = httpx.Client(transport=ExampleTransport())
    with Client(api_key="sk_car_test", http_client=http_client) as client:
        client.voices.get("...")

For tests of calls that the mock does not serve, and of what a call sends: `requests` holds them all. A list has one
page: what comes after it is empty.
"""

from __future__ import annotations

import io
import json
import re
import wave
from collections.abc import Mapping
from typing import Any

import httpx

import contralto_spec

METHODS = ("get", "post", "put", "patch", "delete")


class ExampleTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Answers from the examples of one version. The host does not matter, `prefix` is the path of the base address."""

    def __init__(self, api_version: str | None = None, prefix: str = "") -> None:
        spec = contralto_spec.load()
        self._document = spec.openapi(api_version or spec.latest.date)
        self._prefix = prefix
        self._routes = [
            (re.compile("[^/]+".join(re.escape(part) for part in re.split(r"\{[^}]+\}", path))), path)
            # A path without parameters is meant before one that has some.
            for path in sorted(self._document["paths"], key=lambda path: path.count("{"))
        ]
        self.requests: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        return self._answer(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        return self._answer(request)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        operation = self._operation(request.method.lower(), request.url.path.removeprefix(self._prefix))
        if operation is None:
            return httpx.Response(404, text=f"No operation: {request.method} {request.url.path}")
        status = min(status for status in operation["responses"] if status.startswith("2"))
        response = self._resolved(operation["responses"][status])
        headers = {"x-request-id": "request-1"}
        for media, content in response.get("content", {}).items():
            value = _stream(content) if media == "text/event-stream" else self._example(content)
            if {"starting_after", "ending_before"} & set(request.url.params) and isinstance(value, dict):
                value = value | {"data": [], "has_more": False}
            return _response(int(status), media, value, headers)
        return httpx.Response(int(status), headers=headers)

    def _operation(self, method: str, path: str) -> Mapping[str, Any] | None:
        for pattern, name in self._routes:
            item = self._resolved(self._document["paths"][name])
            if method in item and pattern.fullmatch(path):
                found: Mapping[str, Any] = item[method]
                return found
        return None

    def _example(self, content: Mapping[str, Any]) -> Any:
        if "example" in content:
            return content["example"]
        return next((example["value"] for example in content.get("examples", {}).values()), None)

    def _resolved(self, value: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in value:
            found: Any = self._document
            for part in value["$ref"].removeprefix("#/").split("/"):
                found = found[part.replace("~1", "/").replace("~0", "~")]
            value = found
        return value


def _stream(content: Mapping[str, Any]) -> str:
    """The examples of the events as one stream that ends well: the last of them is the terminal one."""
    events = [example["value"] for example in content["examples"].values()]
    return "".join(f"data: {json.dumps(event)}\n\n" for event in events if event.get("type") != "error")


def _response(status: int, media: str, value: Any, headers: dict[str, str]) -> httpx.Response:
    if media == "application/json":
        return httpx.Response(status, headers=headers, json=value)
    if media.startswith("audio/"):
        return httpx.Response(status, headers=headers | {"content-type": "audio/wav"}, content=silence())
    text = value if isinstance(value, str) else json.dumps(value)
    return httpx.Response(status, headers=headers | {"content-type": media}, content=text.encode())


def silence(n_samples: int = 2400, sample_rate: int = 24000) -> bytes:
    """A WAV file of mono 16-bit silence."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(sample_rate)
        file.writeframes(bytes(2 * n_samples))
    return buffer.getvalue()
