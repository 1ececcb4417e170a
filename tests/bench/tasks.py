"""What is measured: each task once for our client, once for the official SDK, once as a floor.

`python -m tests.bench.tasks TASK SUBJECT HTTP_URL SOCKET_URL` runs one of them and prints its CPU time as JSON.
"""

from __future__ import annotations

import base64
import http.client
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

SUBJECTS = ("contralto", "official", "floor")
FORMAT: Any = {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 24000}
VOICE = "f786b574-daa5-4673-aa0c-cbe3e8534c02"
KEY = "sk_car_bench"
N_EVENTS = 2000


@dataclass(frozen=True)
class Task:
    """`items` is what one run handles; `scale` turns seconds per item into `unit`."""

    name: str
    title: str
    items: int
    unit: str
    scale: float


TASKS = (
    Task("first_answer", "import and first answer", 1, "ms", 1e3),
    Task("page", "page of 100 voices", 30, "us", 1e6),
    Task("voice", "one voice", 200, "us", 1e6),
    Task("sse", "SSE event with audio", N_EVENTS, "us", 1e6),
    Task("socket", "socket message with audio", N_EVENTS, "us", 1e6),
)


def ours(url: str, socket_url: str) -> Any:
    from contralto_client import Client

    return Client(api_key=KEY, base_url=url, websocket_url=socket_url)


def official(url: str, socket_url: str) -> Any:
    from cartesia import Cartesia

    return Cartesia(api_key=KEY, base_url=url, websocket_base_url=socket_url)


def raw(url: str) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection(url.removeprefix("http://"))
    connection.connect()
    return connection


def fetch(connection: http.client.HTTPConnection, method: str, target: str, body: bytes | None = None) -> bytes:
    connection.request(method, target, body)
    return connection.getresponse().read()


def speech(**more: Any) -> dict[str, Any]:
    return {
        "model_id": "sonic-3",
        "transcript": "Hello.",
        "voice": {"mode": "id", "id": VOICE},
        "output_format": FORMAT,
        **more,
    }


def first_answer(subject: str, url: str, socket_url: str) -> Callable[[], None]:
    def run() -> None:
        if subject == "floor":
            json.loads(fetch(raw(url), "GET", "/voices/x"))
        else:
            client = ours(url, socket_url) if subject == "contralto" else official(url, socket_url)
            client.voices.get("x")

    return run


def page(subject: str, url: str, socket_url: str) -> Callable[[], None]:
    if subject == "floor":
        connection = raw(url)
        call: Callable[[], Any] = lambda: json.loads(fetch(connection, "GET", "/voices?limit=100"))  # noqa: E731
    else:
        client = ours(url, socket_url) if subject == "contralto" else official(url, socket_url)
        call = lambda: list(client.voices.list(limit=100))  # noqa: E731
        if subject == "official":
            # One page: iterating would ask for more, as the official SDK goes on until a page is empty.
            call = lambda: client.voices.list(limit=100).data  # noqa: E731
    call()
    return lambda: [call() for _ in range(30)] and None


def voice(subject: str, url: str, socket_url: str) -> Callable[[], None]:
    if subject == "floor":
        connection = raw(url)
        call: Callable[[], Any] = lambda: json.loads(fetch(connection, "GET", "/voices/x"))  # noqa: E731
    else:
        client = ours(url, socket_url) if subject == "contralto" else official(url, socket_url)
        call = lambda: client.voices.get("x")  # noqa: E731
    call()
    return lambda: [call() for _ in range(200)] and None


def sse(subject: str, url: str, socket_url: str) -> Callable[[], None]:
    def with_ours() -> int:
        with ours_client.tts.sse(**speech()) as events:
            return sum(len(event.audio) for event in events if event.type == "chunk")

    def with_official() -> int:
        total = 0
        for event in official_client.tts.generate_sse(**speech()):
            if event.type == "chunk":
                total += len(base64.b64decode(event.data))
        return total

    def with_nothing() -> int:
        total = 0
        for block in fetch(connection, "POST", "/tts/sse", json.dumps(speech()).encode()).split(b"\n\n"):
            event = json.loads(block[6:]) if block else {}
            if event.get("type") == "chunk":
                total += len(base64.b64decode(event["data"]))
        return total

    if subject == "contralto":
        ours_client = ours(url, socket_url)
        list(ours_client.voices.list(limit=1))
        return lambda: expect(with_ours())
    if subject == "official":
        official_client = official(url, socket_url)
        _ = official_client.voices.list(limit=1).data
        return lambda: expect(with_official())
    connection = raw(url)
    return lambda: expect(with_nothing())


def socket(subject: str, url: str, socket_url: str) -> Callable[[], None]:
    def with_ours() -> int:
        with ours(url, socket_url).tts.connect() as connection:
            context = connection.context(model_id="sonic-3", voice=VOICE, output_format=FORMAT)
            context.finish("Hello.")
            return sum(len(event.audio) for event in context if event.type == "chunk")

    def with_official() -> int:
        total = 0
        with official(url, socket_url).tts.websocket_connect() as connection:
            context = connection.context()
            context.send(**speech(), continue_=False)
            for event in context.receive():
                if event.type == "chunk" and event.audio:
                    total += len(event.audio)
        return total

    def with_nothing() -> int:
        from websockets.sync.client import connect

        total = 0
        with connect(socket_url + "/tts/websocket", compression=None) as connection:
            connection.send(json.dumps(speech(context_id="a")))
            while True:
                event = json.loads(connection.recv())
                if event["done"]:
                    return total
                total += len(base64.b64decode(event["data"]))

    call = {"contralto": with_ours, "official": with_official, "floor": with_nothing}[subject]
    expect(call())
    return lambda: expect(call())


def expect(n_bytes: int) -> None:
    assert n_bytes == N_EVENTS * 4800, f"{n_bytes} bytes of audio instead of {N_EVENTS * 4800}"


def main(name: str, subject: str, url: str, socket_url: str) -> None:
    run = {"first_answer": first_answer, "page": page, "voice": voice, "sse": sse, "socket": socket}[name](
        subject, url, socket_url
    )
    # The first answer counts from the start of the process, imports included.
    begun = 0.0 if name == "first_answer" else time.process_time()
    run()
    print(json.dumps({"cpu_s": time.process_time() - begun}))


if __name__ == "__main__":
    main(*sys.argv[1:])
