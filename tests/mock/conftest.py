"""A running mock, and the two kinds of client that talk to it: plain httpx and plain websockets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect
from websockets.sync.connection import Connection

from contralto_conformance.mock import MockSettings, Running, serve

from .documents import assert_documented

KEY = "sk_car_test"
ADMIN = {"Authorization": "Bearer sk_car_admin_test"}
NEW, OLD = "2026-08-14", "2025-04-16"
VERSIONS = (OLD, NEW)
KATIE = "f786b574-daa5-4673-aa0c-cbe3e8534c02"
RAW = {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 24000}


class Socket:
    """A socket that speaks JSON: requests with everything required filled in, events as dictionaries."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def ask(self, transcript: str | None = "Hello there.", context_id: str | None = "a", **members: Any) -> None:
        """A generation request; a member that is None is left out, `go_on` stands for `continue`."""
        message: dict[str, Any] = {
            "model_id": "sonic-3",
            "transcript": transcript,
            "voice": {"mode": "id", "id": KATIE},
            "output_format": RAW,
            "context_id": context_id,
            **members,
        }
        if "go_on" in message:
            message["continue"] = message.pop("go_on")
        self.connection.send(json.dumps({name: value for name, value in message.items() if value is not None}))

    def cancel(self, context_id: str) -> None:
        self.connection.send(json.dumps({"cancel": True, "context_id": context_id}, indent=4))

    def event(self, timeout_s: float = 5.0) -> dict[str, Any]:
        """The next event."""
        text = self.connection.recv(timeout=timeout_s)
        assert isinstance(text, str)
        event: dict[str, Any] = json.loads(text)
        return event

    def until(self, is_last: Callable[[dict[str, Any]], bool]) -> list[dict[str, Any]]:
        """All events up to and with the first for which `is_last` holds."""
        events = [self.event()]
        while not is_last(events[-1]):
            events.append(self.event())
        return events

    def until_done(self, context_id: str | None = "a") -> list[dict[str, Any]]:
        """All events up to the `done` or the error of a context."""
        return self.until(lambda event: event["done"] and event.get("context_id") == context_id)


class Api:
    """The mock seen from outside."""

    def __init__(self, running: Running) -> None:
        self.url = running.url
        self.websocket_url = running.websocket_url
        self.client = httpx.Client(trust_env=False, verify=False)

    def request(self, method: str, path: str, version: str | None = NEW, **options: Any) -> httpx.Response:
        """An authorised request; `headers` given as None are left out. The answer has been held against the document
        of the version."""
        headers = {"Authorization": f"Bearer {KEY}", "Cartesia-Version": version, **options.pop("headers", {})}
        present = {name: value for name, value in headers.items() if value is not None}
        answer = self.client.request(method, self.url + path, headers=present, **options)
        assert_documented(answer, method, path, present.get("Cartesia-Version"))
        return answer

    def get(self, path: str, version: str | None = NEW, **options: Any) -> httpx.Response:
        return self.request("GET", path, version, **options)

    def speak(self, path: str = "/tts/bytes", version: str | None = NEW, **members: Any) -> httpx.Response:
        """A speech request with everything required filled in; a member that is None is left out."""
        headers = members.pop("headers", {})
        return self.request("POST", path, version, json=speech(**members), headers=headers)

    def token(self, **body: Any) -> str:
        """A fresh access token."""
        token: str = self.request("POST", "/access-token", json=body).raise_for_status().json()["token"]
        return token

    def connect(self, version: str = NEW, query: str = "", **options: Any) -> AbstractContextManager[Connection]:
        """An authorised connection to the TTS socket."""
        headers = options.pop("headers", {"X-API-Key": KEY, "cartesia-version": version})
        url = f"{self.websocket_url}/tts/websocket{query}"
        return connect(url, additional_headers=headers, **options)


def speech(**members: Any) -> dict[str, Any]:
    """The body of a speech request, valid in every version; a member that is None is left out."""
    body = {
        "model_id": "sonic-3",
        "transcript": "Hello there.",
        "voice": {"mode": "id", "id": KATIE},
        "output_format": RAW,
        **members,
    }
    return {name: value for name, value in body.items() if value is not None}


@pytest.fixture(scope="session")
def running() -> Iterator[Running]:
    """One correct mock for all tests that need no other settings."""
    with serve(MockSettings(prefix="/v1/cartesia")) as running:
        yield running


@pytest.fixture(scope="session")
def api(running: Running) -> Iterator[Api]:
    api = Api(running)
    with api.client:
        yield api


@pytest.fixture(scope="module")
def own() -> Iterator[Api]:
    """A mock for the tests of one module, which see what those before them have done to it."""
    with serve(MockSettings()) as running:
        api = Api(running)
        with api.client:
            yield api


@pytest.fixture
def mock() -> Iterator[Callable[..., Api]]:
    """A function that starts a mock with its own settings; all of them end with the test."""
    with ExitStack() as opened:

        def start(**settings: Any) -> Api:
            api = Api(opened.enter_context(serve(MockSettings(**settings))))
            opened.enter_context(api.client)
            return api

        yield start


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    """Each described version."""
    return str(request.param)


@pytest.fixture
def socket(api: Api) -> Iterator[Socket]:
    """An open TTS socket of the newest version."""
    with api.connect() as connection:
        yield Socket(connection)
