"""The tasks: each once for our client, once for the official SDK, once as a floor.

`python -m tests.bench.work TASK SUBJECT HTTP_URL SOCKET_URL` runs one of them and prints its figures as JSON. What a
task imports, it imports when it runs: this module itself must cost nothing.
"""

from __future__ import annotations

import json
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    import http.client
    from collections.abc import Awaitable, Callable
    from typing import Any

    Figures = dict[str, float]

FORMAT = {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 24000}
VOICE = "f786b574-daa5-4673-aa0c-cbe3e8534c02"
KEY = "sk_car_bench"
N_EVENTS = 2000
N_LONG = 6000
BIG_BYTES = 4800
SMALL_BYTES = 96
PAUSE_S = 2.0


class Subject:
    """One of the sides, with the addresses of the server."""

    def __init__(self, name: str, url: str, socket_url: str) -> None:
        self.name = name
        self.url = url
        self.socket_url = socket_url

    def client(self) -> Any:
        """A blocking client."""
        if self.name == "contralto":
            from contralto_client import Client

            return Client(api_key=KEY, base_url=self.url, websocket_url=self.socket_url)
        from cartesia import Cartesia

        return Cartesia(api_key=KEY, base_url=self.url, websocket_base_url=self.socket_url)

    def async_client(self) -> Any:
        """A client for asyncio."""
        if self.name == "contralto":
            from contralto_client import AsyncClient

            return AsyncClient(api_key=KEY, base_url=self.url, websocket_url=self.socket_url)
        from cartesia import AsyncCartesia

        return AsyncCartesia(api_key=KEY, base_url=self.url, websocket_base_url=self.socket_url)

    def raw(self) -> http.client.HTTPConnection:
        """A bare connection."""
        from http.client import HTTPConnection

        connection = HTTPConnection(self.url.removeprefix("http://"))
        connection.connect()
        return connection


def fetch(connection: http.client.HTTPConnection, method: str, target: str, body: bytes | None = None) -> bytes:
    connection.request(method, target, body)
    return connection.getresponse().read()


def speech(transcript: str, **more: Any) -> dict[str, Any]:
    voice = {"mode": "id", "id": VOICE}
    return {"model_id": "sonic-3", "transcript": transcript, "voice": voice, "output_format": FORMAT, **more}


def measured(run: Callable[[], Any], times: int = 1) -> Figures:
    """CPU time of `run`; what it returns, if that are figures, is added."""
    begun_s = time.process_time()
    for _ in range(times):
        figures = run()
    cpu_s = time.process_time() - begun_s
    return {"cpu_s": cpu_s, **(figures if isinstance(figures, dict) else {})}


def measured_async(begin: Callable[[], Awaitable[Callable[[], Awaitable[Any]]]], times: int = 1) -> Figures:
    """As `measured`. `begin` prepares, uncounted, and gives what is to be run."""
    import asyncio

    async def main() -> Figures:
        run = await begin()
        begun_s = time.process_time()
        for _ in range(times):
            figures = await run()
        cpu_s = time.process_time() - begun_s
        return {"cpu_s": cpu_s, **(figures if isinstance(figures, dict) else {})}

    return asyncio.run(main())


def expect(n_bytes: int, expected: int) -> None:
    if n_bytes != expected:
        raise SystemExit(f"{n_bytes} bytes of audio instead of {expected}")


def rss_mb(name: str = "VmRSS") -> float:
    """Resident memory, or with `VmHWM` its highest value since `forget_peak`. Linux only."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name)) / 1024


def forget_peak() -> None:
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")


# -- beginning


def imports(subject: Subject) -> Figures:
    if subject.name == "contralto":
        from contralto_client import Client  # noqa: F401
    elif subject.name == "official":
        from cartesia import Cartesia  # noqa: F401
    else:
        import http.client  # noqa: F401
    return {"cpu_s": time.process_time(), "rss_mb": rss_mb()}


def first_answer(subject: Subject) -> Figures:
    if subject.name == "floor":
        json.loads(fetch(subject.raw(), "GET", "/voices/x"))
    else:
        subject.client().voices.get("x")
    return {"cpu_s": time.process_time(), "rss_mb": rss_mb()}


# -- plain calls


def voice(subject: Subject) -> Figures:
    if subject.name == "floor":
        connection = subject.raw()
        call: Callable[[], Any] = lambda: json.loads(fetch(connection, "GET", "/voices/x"))  # noqa: E731
    else:
        client = subject.client()
        call = lambda: client.voices.get("x")  # noqa: E731
    call()
    return measured(call, 300)


def voice_async(subject: Subject) -> Figures:
    if subject.name == "floor":
        return voice(subject)

    async def begin() -> Callable[[], Awaitable[Any]]:
        client = subject.async_client()
        await client.voices.get("x")
        return lambda: client.voices.get("x")

    return measured_async(begin, 300)


def page(subject: Subject) -> Figures:
    if subject.name == "floor":
        connection = subject.raw()
        call: Callable[[], Any] = lambda: json.loads(fetch(connection, "GET", "/voices?limit=100"))["data"]  # noqa: E731
    else:
        client = subject.client()
        # One page on both sides: iterating the official SDK's goes on until a page is empty.
        call = lambda: client.voices.list(limit=100).data  # noqa: E731
        if subject.name == "contralto":
            call = lambda: list(client.voices.list(limit=100))  # noqa: E731
    assert len(call()) == 100
    return measured(call, 40)


def tts_bytes(subject: Subject) -> Figures:
    if subject.name == "floor":
        connection = subject.raw()
        body = json.dumps(speech("big")).encode()
        call: Callable[[], bytes] = lambda: fetch(connection, "POST", "/tts/bytes", body)  # noqa: E731
    else:
        client = subject.client()
        call = lambda: client.tts.generate(**speech("big")).read()  # noqa: E731
        if subject.name == "contralto":
            call = lambda: client.tts.bytes(**speech("big")).read()  # noqa: E731
    expect(len(call()), 256 * 1024)
    return measured(call, 100)


# -- events


def sse_with(subject: Subject) -> Callable[[str], tuple[int, float]]:
    """A function that has a transcript spoken, and gives the bytes of audio and the time of the first piece."""
    from base64 import b64decode

    def ours(transcript: str) -> tuple[int, float]:
        total, first_s = 0, 0.0
        with client.tts.sse(**speech(transcript)) as events:
            for event in events:
                if event.type == "chunk":
                    total += len(event.audio)
                    first_s = first_s or time.perf_counter()
        return total, first_s

    def official(transcript: str) -> tuple[int, float]:
        total, first_s = 0, 0.0
        for event in client.tts.generate_sse(**speech(transcript)):
            if event.type == "chunk":
                total += len(b64decode(event.data))
                first_s = first_s or time.perf_counter()
        return total, first_s

    def floor(transcript: str) -> tuple[int, float]:
        total, first_s = 0, 0.0
        for block in fetch(connection, "POST", "/tts/sse", json.dumps(speech(transcript)).encode()).split(b"\n\n"):
            event = json.loads(block[6:]) if block else {}
            if event.get("type") == "chunk":
                total += len(b64decode(event["data"]))
                first_s = first_s or time.perf_counter()
        return total, first_s

    if subject.name == "floor":
        connection = subject.raw()
    else:
        client = subject.client()
        client.voices.get("x")
    return {"contralto": ours, "official": official, "floor": floor}[subject.name]


def sse(subject: Subject) -> Figures:
    call = sse_with(subject)
    call("short")
    return measured(lambda: expect(call("big")[0], N_EVENTS * BIG_BYTES))


def sse_small(subject: Subject) -> Figures:
    call = sse_with(subject)
    call("short")
    return measured(lambda: expect(call("small")[0], N_EVENTS * SMALL_BYTES))


def first_audio(call: Callable[[str], tuple[int, float]]) -> Figures:
    call("short")
    waits_s: list[float] = []

    def run() -> None:
        begun_s = time.perf_counter()
        n_bytes, first_s = call("short")
        expect(n_bytes, BIG_BYTES)
        waits_s.append(first_s - begun_s)

    figures = measured(run, 100)
    return {**figures, "p50_s": sorted(waits_s)[len(waits_s) // 2]}


def first_audio_sse(subject: Subject) -> Figures:
    return first_audio(sse_with(subject))


# -- sockets


def socket_with(subject: Subject) -> Callable[[str], tuple[int, float]]:
    """As `sse_with`, over one open socket."""

    def ours(transcript: str) -> tuple[int, float]:
        total, first_s = 0, 0.0
        context = connection.context(model_id="sonic-3", voice=VOICE, output_format=FORMAT)
        context.finish(transcript)
        for event in context:
            if event.type == "chunk":
                total += len(event.audio)
                first_s = first_s or time.perf_counter()
        return total, first_s

    def official(transcript: str) -> tuple[int, float]:
        total, first_s = 0, 0.0
        context = connection.context()
        context.send(**speech(transcript), continue_=False)
        for event in context.receive():
            if event.type == "chunk" and event.audio:  # `audio` is decoded at each access, so this once more
                total += len(event.audio)
                first_s = first_s or time.perf_counter()
        return total, first_s

    def floor(transcript: str) -> tuple[int, float]:
        from base64 import b64decode

        total, first_s = 0, 0.0
        connection.send(json.dumps(speech(transcript, context_id="a")))
        while True:
            event = json.loads(connection.recv())
            if event["done"]:
                return total, first_s
            total += len(b64decode(event["data"]))
            first_s = first_s or time.perf_counter()

    connection: Any  # that of each subject is of another library
    if subject.name == "floor":
        from websockets.sync.client import connect

        connection = connect(subject.socket_url + "/tts/websocket", compression=None).__enter__()
    else:
        tts = subject.client().tts
        connection = (tts.connect() if subject.name == "contralto" else tts.websocket_connect()).__enter__()
    return {"contralto": ours, "official": official, "floor": floor}[subject.name]


def socket(subject: Subject) -> Figures:
    call = socket_with(subject)
    call("short")
    return measured(lambda: expect(call("big")[0], N_EVENTS * BIG_BYTES))


def first_audio_socket(subject: Subject) -> Figures:
    return first_audio(socket_with(subject))


async def open_socket(subject: Subject) -> Callable[[str], Awaitable[int]]:
    """A function that has a transcript spoken over one socket for asyncio, and gives the bytes of audio.

    A transcript that begins with `long` is consumed with a pause after its first piece.
    """
    import asyncio

    async def ours(transcript: str) -> int:
        total = 0
        context = connection.context(model_id="sonic-3", voice=VOICE, output_format=FORMAT)
        await context.finish(transcript)
        async for event in context:
            if event.type == "chunk":
                if not total and transcript == "long":
                    await asyncio.sleep(PAUSE_S)
                total += len(event.audio)
        return total

    async def official(transcript: str) -> int:
        total = 0
        context = connection.context()
        await context.send(**speech(transcript), continue_=False)
        async for event in context.receive():
            if event.type == "chunk":
                if not total and transcript == "long":
                    await asyncio.sleep(PAUSE_S)
                total += len(event.audio or b"")
        return total

    async def floor(transcript: str) -> int:
        from base64 import b64decode

        if transcript != "all parts":
            await connection.send(json.dumps(speech(transcript, context_id=transcript)))
            return 0
        total = n_done = 0
        while n_done < 50:
            event = json.loads(await connection.recv())
            if event["done"]:
                n_done += 1
            else:
                total += len(b64decode(event["data"]))
        return total

    connection: Any
    if subject.name == "floor":
        from websockets.asyncio.client import connect

        connection = await connect(subject.socket_url + "/tts/websocket", compression=None)
    else:
        tts = subject.async_client().tts
        connection = await (tts.connect() if subject.name == "contralto" else tts.websocket_connect()).__aenter__()
    return {"contralto": ours, "official": official, "floor": floor}[subject.name]


def socket_contexts(subject: Subject) -> Figures:
    import asyncio

    async def begin() -> Callable[[], Awaitable[Any]]:
        call = await open_socket(subject)
        if subject.name != "floor":
            await call("short")

        async def run() -> None:
            sizes = await asyncio.gather(*(call(f"part {number}") for number in range(50)))
            if subject.name == "floor":
                sizes = [await call("all parts")]
            expect(sum(sizes), N_EVENTS * BIG_BYTES)

        return run

    return measured_async(begin)


# -- many at once, and slowly


def in_flight(subject: Subject) -> Figures:
    import asyncio

    async def begin() -> Callable[[], Awaitable[Any]]:
        client = subject.async_client()
        await client.voices.get("x")
        before = int(fetch(subject.raw(), "GET", "/connections"))

        async def run() -> Figures:
            for _ in range(5):
                await asyncio.gather(*(client.voices.get("slow") for _ in range(100)))
            # Two that do not count: the one that asked before, and the one that asks now.
            return {"connections": int(fetch(subject.raw(), "GET", "/connections")) - before - 1}

        return run

    return measured_async(begin)


def paused_socket(subject: Subject) -> Figures:
    async def begin() -> Callable[[], Awaitable[Any]]:
        call = await open_socket(subject)
        await call("short")
        forget_peak()
        before_mb = rss_mb()

        async def run() -> Figures:
            expect(await call("long"), N_LONG * BIG_BYTES)
            return {"growth_mb": rss_mb("VmHWM") - before_mb}

        return run

    return measured_async(begin)


def paused_sse(subject: Subject) -> Figures:
    import asyncio
    from base64 import b64decode

    async def begin() -> Callable[[], Awaitable[Any]]:
        client = subject.async_client()

        async def call(transcript: str) -> int:
            total = 0
            if subject.name == "contralto":
                events = client.tts.sse(**speech(transcript))
            else:
                events = await client.tts.generate_sse(**speech(transcript))
            async for event in events:
                if event.type == "chunk":
                    if not total and transcript == "long":
                        await asyncio.sleep(PAUSE_S)
                    total += len(event.audio if subject.name == "contralto" else b64decode(event.data))
            return total

        await call("short")
        forget_peak()
        before_mb = rss_mb()

        async def run() -> Figures:
            expect(await call("long"), N_LONG * BIG_BYTES)
            return {"growth_mb": rss_mb("VmHWM") - before_mb}

        return run

    return measured_async(begin)


def spec(subject: Subject) -> Figures:
    from contralto_spec import load

    def run() -> None:
        loaded = load()
        loaded.openapi(loaded.latest.date)

    return measured(run)


def without_command_line() -> None:
    """Has httpx find no command line: it belongs to neither side, and only this environment has what it needs."""
    sys.modules["httpx._main"] = None  # type: ignore[assignment]


def main(name: str, *where: str) -> None:
    without_command_line()
    print(json.dumps(globals()[name](Subject(*where))))


if __name__ == "__main__":
    main(*sys.argv[1:])
