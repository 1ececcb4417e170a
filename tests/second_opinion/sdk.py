"""The vendor's SDK in both its forms, so that one test speaks for both.

`Sdk` hides nothing but the `await`: tests call the SDK's own methods and hand what they return to `done`, `each` or
`opened`.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
from collections.abc import AsyncIterable, Awaitable, Iterator
from typing import Any, Literal, cast

from cartesia import AsyncCartesia, Cartesia
from cartesia._models import validate_type
from cartesia.types import WebsocketResponse

from .process import API_KEY, Mock

TIMEOUT_S = 5.0

KATIE = "f786b574-daa5-4673-aa0c-cbe3e8534c02"
NO_VOICE = "00000000-0000-4000-8000-000000000000"
MODEL = "sonic-3"
SAMPLE_RATE = 24000
RAW = {"container": "raw", "encoding": "pcm_s16le", "sample_rate": SAMPLE_RATE}
TRANSCRIPT = "Good morning, and welcome to the late show."


class Sdk:
    """The sync client, or the async one run to completion call by call."""

    def __init__(self, kind: Literal["sync", "async"], runner: asyncio.Runner) -> None:
        self.kind = kind
        self._runner = runner
        self._clients: list[Any] = []

    def client(self, mock: Mock, **options: Any) -> Any:
        """A client of `mock` that answers for what it reads (strict validation) and hides nothing behind retries."""
        settings: dict[str, Any] = {
            "api_key": API_KEY,
            "base_url": mock.url,
            "websocket_base_url": mock.websocket_url,
            "timeout": TIMEOUT_S,
            "max_retries": 0,
            "_strict_response_validation": True,
            **options,
        }
        client = Cartesia(**settings) if self.kind == "sync" else AsyncCartesia(**settings)
        self._clients.append(client)
        return client

    def done(self, outcome: Any) -> Any:
        """What a call gives, awaited if need be."""
        return self._runner.run(_awaited(outcome)) if inspect.isawaitable(outcome) else outcome

    def each(self, items: Any) -> Iterator[Any]:
        """The items of an iterator or an asynchronous one; leaving it early closes the latter."""
        if not isinstance(items, AsyncIterable):
            yield from items
            return
        iterator = aiter(items)
        try:
            while True:
                try:
                    yield self._runner.run(_awaited(anext(iterator)))
                except StopAsyncIteration:
                    return
        finally:
            if inspect.isasyncgen(iterator):
                self._runner.run(iterator.aclose())

    @contextlib.contextmanager
    def opened(self, manager: Any) -> Iterator[Any]:
        """What a context manager, asynchronous or not, gives on entry."""
        if not hasattr(manager, "__aenter__"):
            with manager as value:
                yield value
            return
        value = self.done(manager.__aenter__())
        try:
            yield value
        finally:
            self.done(manager.__aexit__(None, None, None))

    def audio(self, answer: Any) -> bytes:
        """The whole body of an audio answer."""
        return cast(bytes, self.done(self.done(answer).read()))

    def events(self, answer: Any) -> list[Any]:
        """All events of an SSE answer."""
        with self.opened(self.done(answer)) as stream:
            return list(self.each(stream))

    def heard(self, context: Any) -> list[Any]:
        """All messages that a socket context receives, judged by the SDK's own models (its sockets do not judge)."""
        return [strictly(event) for event in self.each(context.receive())]

    def close(self) -> None:
        """Closes every client."""
        for client in self._clients:
            self.done(client.close())


def strictly(event: Any) -> Any:
    """A socket message, if it fits the SDK's model of it; raises pydantic's ValidationError if not."""
    return validate_type(type_=cast(Any, WebsocketResponse), value=event.to_dict(mode="json"))


async def _awaited(awaitable: Awaitable[Any]) -> Any:
    return await awaitable
