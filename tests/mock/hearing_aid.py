"""Speech for the ears of the mock, and sockets of speech to text that are read to their end."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import jsonschema_rs
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

import contralto_spec

from .conftest import KEY, NEW, Api

RATE = 16000
AUDIO = {"container": "raw", "encoding": "pcm_s16le", "sample_rate": RATE}
QUERY = {"model": "ink-2", "encoding": "pcm_s16le", "sample_rate": RATE}
PIECE_BYTES = RATE // 10 * 2


def said(api: Api, transcript: str, **output_format: Any) -> bytes:
    """The audio of `transcript`; without anything else at 16 kHz with 16 bits."""
    audio: bytes = api.speak(transcript=transcript, output_format={**AUDIO, **output_format}).raise_for_status().content
    return audio


def silence(seconds: float) -> bytes:
    """Silence at 16 kHz with 16 bits."""
    return bytes(int(RATE * seconds) * 2)


class Ear:
    """An open socket of speech to text."""

    def __init__(self, connection: ClientConnection, channel: str, version: str) -> None:
        self.connection = connection
        self._channel = channel
        self._version = version

    def send(self, message: bytes | str | dict[str, Any]) -> None:
        """Audio in frames of 100 ms, a bare word, or a JSON object."""
        if isinstance(message, bytes):
            for at in range(0, len(message), PIECE_BYTES):
                self.connection.send(message[at : at + PIECE_BYTES])
        else:
            self.connection.send(message if isinstance(message, str) else json.dumps(message))

    def event(self) -> dict[str, Any]:
        """The next event, which is as its document says."""
        text = self.connection.recv(timeout=5)
        assert isinstance(text, str)
        event: dict[str, Any] = json.loads(text)
        complaints = [
            error.message for error in _validator(self._version, self._channel, event["type"]).iter_errors(event)
        ]
        assert not complaints, f"{event}: {complaints}"
        return event

    def until(self, kind: str) -> list[dict[str, Any]]:
        """All events up to and with the first of `kind`."""
        events = [self.event()]
        while events[-1]["type"] != kind:
            events.append(self.event())
        return events

    def to_the_end(self) -> list[dict[str, Any]]:
        """All events until the service closes, which it does with 1000."""
        return [*self._rest()]

    def _rest(self) -> Iterator[dict[str, Any]]:
        try:
            while True:
                yield self.event()
        except ConnectionClosed as closed:
            assert closed.rcvd is not None
            assert closed.rcvd.code == 1000


@contextmanager
def listening(
    api: Api, channel: str = "stt", version: str = NEW, keyterm: Iterable[str] = (), **query: Any
) -> Iterator[Ear]:
    """An open socket; what the query needs is filled in, a parameter that is None is left out."""
    asked = [(name, value) for name, value in {**QUERY, **query}.items() if value is not None]
    path = {"stt": "/stt/websocket", "stt_turns": "/stt/turns/websocket"}[channel]
    url = f"{api.websocket_url}{path}?{urlencode([*asked, *(('keyterm', term) for term in keyterm)])}"
    connection = connect(url, additional_headers={"X-API-Key": KEY, "Cartesia-Version": version})
    with connection:
        yield Ear(connection, channel, version)


@functools.cache
def _validator(version: str, channel: str, kind: str) -> jsonschema_rs.Draft202012Validator:
    document = contralto_spec.load().asyncapi(version)
    if channel not in document["channels"]:  # opened to a client of an older version
        document = contralto_spec.load().asyncapi(NEW)
        if kind == "error":
            return jsonschema_rs.Draft202012Validator({"required": ["type", "message"]})
    reference = document["channels"][channel]["messages"][kind.replace(".", "_")]["$ref"]
    payload = document["components"]["messages"][reference.rpartition("/")[2]]["payload"]
    return jsonschema_rs.Draft202012Validator({**payload, "components": document["components"]})
