"""How much the mock costs: CPU time of the serving process, beside Stoplight Prism where Prism can do the same.

`python -m tests.bench.mock` prints the table; `--fast` takes fewer items. The load comes from this process, so what is
measured is the CPU time that the kernel has counted for the server, not how fast both are together.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

ROOT = Path(__file__).parents[2]
PRISM = ROOT / ".tools/prism/node_modules/.bin/prism"
DOCUMENT = ROOT / "spec/published/2026-08-14/openapi.yaml"
KEY, VERSION = "sk_car_test", "2026-08-14"
KATIE = "f786b574-daa5-4673-aa0c-cbe3e8534c02"
RAW = {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 16000}
TEXT = "The quick brown fox jumps over the lazy dog while nine old owls look on from the barn. "
N_CONNECTIONS = 16
TICKS_PER_S = os.sysconf("SC_CLK_TCK")


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def cpu_s(pid: int) -> float:
    """User and system time of a process and its threads so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


def waited_s(pid: int) -> float:
    """How long the main thread of a process was ready to run and had no core so far."""
    return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[1]) / 1e9


def memory_kb(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])


@contextlib.contextmanager
def mock(*options: str) -> Iterator[tuple[str, int]]:
    """Address and process id of a mock."""
    command = [sys.executable, "-m", "contralto_cli", "mock", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip().removeprefix("http://"), process.pid
        finally:
            process.send_signal(signal.SIGTERM)


@contextlib.contextmanager
def prism() -> Iterator[tuple[str, int]]:
    """Address and process id of Prism, serving the examples of the newest document."""
    command = ["node", str(PRISM.resolve()), "mock", "--port", "4010", "--host", "127.0.0.1", str(DOCUMENT)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if "listening" in line:
                    break
            _drain(process)
            yield "127.0.0.1:4010", process.pid
        finally:
            process.terminate()


def _drain(process: subprocess.Popen[str]) -> None:
    """Reads on: a log that nobody reads would stop its writer."""
    assert process.stdout is not None
    threading.Thread(target=lambda: [None for _ in process.stdout or ()], daemon=True).start()


async def _exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> bytes:
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head
    lower = head.lower()
    if b"content-length:" in lower:
        length = int(lower.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        return await reader.readexactly(length)
    body = bytearray()
    while size := int(await reader.readline(), 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readexactly(2)
    return bytes(body)


def _request(address: str, method: str, path: str, body: object = None) -> bytes:
    data = b"" if body is None else json.dumps(body).encode()
    head = (
        f"{method} {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {KEY}\r\ncartesia-version: {VERSION}\r\n"
    )
    if data:
        head += f"content-type: application/json\r\ncontent-length: {len(data)}\r\n"
    return head.encode() + b"\r\n" + data


async def requests(
    address: str, request: bytes, n_requests: int, n_connections: int = N_CONNECTIONS
) -> tuple[float, int]:
    """Seconds and bytes of `n_requests` over a few connections that stay open."""
    host, _, port = address.partition(":")
    left = n_requests
    received = 0

    async def work() -> None:
        nonlocal left, received
        reader, writer = await asyncio.open_connection(host, int(port), limit=1 << 20)
        while left > 0:
            left -= 1
            received += len(await _exchange(reader, writer, request))
        writer.close()

    began_s = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(n_connections)))
    return time.perf_counter() - began_s, received


def _generation(context_id: str, transcript: str) -> str:
    return json.dumps(
        {
            "model_id": "sonic-3",
            "voice": KATIE,
            "output_format": RAW,
            "context_id": context_id,
            "transcript": transcript,
        }
    )


@contextlib.asynccontextmanager
async def sockets(address: str, count: int) -> AsyncIterator[list[ClientConnection]]:
    url = f"ws://{address}/tts/websocket?cartesia_version={VERSION}&api_key={KEY}"
    async with contextlib.AsyncExitStack() as stack:
        yield [await stack.enter_async_context(connect(url, compression=None, max_queue=None)) for _ in range(count)]


async def socket_chunks(address: str, n_contexts: int) -> int:
    """Chunks of contexts that one socket speaks one after the other."""
    chunks = 0
    async with sockets(address, 1) as (socket,):
        for number in range(n_contexts):
            await socket.send(_generation(f"c{number}", TEXT * 4))
            while True:
                event = json.loads(await socket.recv())
                chunks += event["type"] == "chunk"
                if event["done"]:
                    break
    return chunks


class Watch(asyncio.Protocol):
    """A socket that notes when each message of each context came, and does nothing else: what watches a thousand
    contexts must not be slower than what speaks them."""

    def __init__(self, address: str) -> None:
        self.arrivals: dict[bytes, list[float]] = {}
        self._clock = asyncio.get_running_loop().time
        self._address = address
        self._open = asyncio.Event()
        self._waiting = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(
            f"GET /tts/websocket?cartesia_version={VERSION}&api_key={KEY} HTTP/1.1\r\nhost: {self._address}\r\n"
            "upgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-version: 13\r\n"
            "sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        waiting = self._waiting
        waiting += data
        at = 0
        if not self._open.is_set():
            at = waiting.find(b"\r\n\r\n") + 4
            if at < 4:
                return
            self._open.set()
        now_s = self._clock()
        while len(waiting) >= at + 4:
            size, begin = waiting[at + 1], at + 2
            if size == 126:
                size, begin = int.from_bytes(waiting[at + 2 : at + 4]), at + 4
            if len(waiting) < begin + size:
                break
            at = begin + size
            # The id stands near the end, behind the audio.
            place = waiting.rindex(b'"context_id":"', begin, at) + 14
            self.arrivals.setdefault(bytes(waiting[place : waiting.index(b'"', place)]), []).append(now_s)
        del waiting[:at]

    async def ask(self, count: int) -> None:
        """Begins so many contexts within a second, as those of people do not begin all at once."""
        await self._open.wait()
        for number in range(count):
            text = _generation(f"c{number}", TEXT * 8).encode()
            self.transport.write(b"\x81\xfe" + len(text).to_bytes(2) + bytes(4) + text)  # masked with zeros
            await asyncio.sleep(1 / count)


async def pacing(address: str, n_contexts: int, seconds: float) -> list[float]:
    """Seconds by which chunks came later than the most punctual one of their context, of contexts that speak in real
    time, 50 to a socket."""
    n_sockets = max(1, n_contexts // 50)
    host, _, port = address.partition(":")
    loop = asyncio.get_running_loop()
    opened = [await loop.create_connection(lambda: Watch(address), host, int(port)) for _ in range(n_sockets)]
    watches = [watch for _, watch in opened]
    await asyncio.gather(asyncio.sleep(seconds), *(watch.ask(n_contexts // n_sockets) for watch in watches))
    for watch in watches:
        watch.transport.close()
    late = []
    for times in (times for watch in watches for times in watch.arrivals.values()):
        offsets = [time_s - 0.2 * place for place, time_s in enumerate(times)]
        late += [offset - min(offsets) for offset in offsets]
    return late


async def memory_of_streams(address: str, pid: int, n_contexts: int) -> float:
    """kB that contexts under way take in the server, beside those of their sockets, each of which has 50."""
    async with sockets(address, max(1, n_contexts // 50)) as opened:
        before_kb = memory_kb(pid)

        async def ask(socket: ClientConnection) -> None:
            for number in range(n_contexts // len(opened)):
                await socket.send(_generation(f"c{number}", TEXT * 8))

        async def listen(socket: ClientConnection) -> None:
            async for _ in socket:
                pass

        listeners = [asyncio.create_task(listen(socket)) for socket in opened]
        await asyncio.gather(*map(ask, opened))
        await asyncio.sleep(3)
        grown_kb = memory_kb(pid) - before_kb
        for listener in listeners:
            listener.cancel()
    return grown_kb / n_contexts


async def spoken(address: str) -> bytes:
    """About twenty seconds of speech as raw audio."""
    body = {"model_id": "sonic-3", "voice": KATIE, "transcript": TEXT * 4, "output_format": RAW}
    reader, writer = await asyncio.open_connection(*address.split(":"), limit=1 << 24)
    audio = await _exchange(reader, writer, _request(address, "POST", "/tts/bytes", body))
    writer.close()
    return audio


def _upload(address: str, audio: bytes) -> bytes:
    fields = [
        b'--x\r\ncontent-disposition: form-data; name="model"\r\n\r\nink-whisper\r\n',
        b'--x\r\ncontent-disposition: form-data; name="file"; filename="a.raw"\r\n\r\n' + audio + b"\r\n--x--\r\n",
    ]
    body = b"".join(fields)
    head = _request(address, "POST", "/stt?encoding=pcm_s16le&sample_rate=16000")
    length = f"content-type: multipart/form-data; boundary=x\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.removesuffix(b"\r\n") + length.encode() + body


async def listen(address: str, audio: bytes, times: int) -> None:
    """Streams `audio` into a socket of speech to text so many times."""
    query = f"model=ink-whisper&encoding=pcm_s16le&sample_rate=16000&cartesia_version={VERSION}&api_key={KEY}"
    async with connect(f"ws://{address}/stt/websocket?{query}", compression=None, max_queue=None) as socket:
        for _ in range(times):
            for at in range(0, len(audio), 3200):
                await socket.send(audio[at : at + 3200])
        await socket.send("close")
        said = [json.loads(frame) async for frame in socket]
    words = " ".join(event["text"] for event in said if event["type"] == "transcript")
    assert words.count("barn.") >= 4 * times, "the mock does not know its own speech again"


def row(title: str, unit: str, ours: float, theirs: float | None = None, *, is_more_better: bool = False) -> None:
    """Prints one line; the ratio is how many times better ours is."""
    ratio = "" if theirs is None else f"{(ours / theirs if is_more_better else theirs / ours):>11.1f}x"
    print(f"{title:<50}{unit:<9}{ours:>12.1f}{'' if theirs is None else f'{theirs:>12.1f}':>12}{ratio}", flush=True)


def spent(pid: int, job: Callable[[], Awaitable[Any]]) -> tuple[float, Any]:
    """CPU seconds that a server spends while a job of this process runs."""
    before_s = cpu_s(pid)
    result = asyncio.run(_awaited(job()))
    return cpu_s(pid) - before_s, result


async def _awaited(job: Awaitable[Any]) -> Any:
    return await job


def http_figures(fast: bool) -> None:
    n_requests = 300 if fast else 5000
    paths = {"GET /voices/{id}": f"/voices/{KATIE}", "GET /voices": "/voices"}
    figures: dict[str, list[tuple[float, float]]] = {}
    servers: list[Callable[[], Any]] = [mock, *([prism] if PRISM.exists() else [])]
    for server in servers:
        with server() as (address, pid):
            for title, path in paths.items():
                request = _request(address, "GET", path)
                asyncio.run(requests(address, request, 50))  # caches, compiled code
                used_s, (wall_s, _) = spent(pid, lambda: requests(address, request, n_requests))  # noqa: B023
                figures.setdefault(title, []).append((used_s / n_requests * 1e6, n_requests / wall_s))
    for title, both in figures.items():
        theirs = both[1] if len(both) > 1 else (None, None)
        row(f"{title}, CPU of the server", "us", both[0][0], theirs[0])
        row(f"{title}, requests beside the load", "per s", both[0][1], theirs[1], is_more_better=True)


def stream_figures(fast: bool) -> None:
    n_requests = 5 if fast else 60
    asked = {"model_id": "sonic-3", "voice": KATIE, "transcript": TEXT * 4}
    with mock() as (address, pid):
        raw = _request(address, "POST", "/tts/bytes", {**asked, "output_format": RAW})
        asyncio.run(requests(address, raw, 2, 1))
        used_s, (_, n_bytes) = spent(pid, lambda: requests(address, raw, n_requests, 1))
        row("TTS bytes, CPU for a minute of 16 kHz audio", "ms", used_s / (n_bytes / 32_000 / 60) * 1e3)
        row("TTS bytes", "MB/CPU s", n_bytes / 1e6 / max(used_s, 1 / TICKS_PER_S))
        sse = _request(address, "POST", "/tts/sse", {**asked, "output_format": RAW})
        used_s, (_, n_bytes) = spent(pid, lambda: requests(address, sse, n_requests, 1))
        chunks = n_bytes / (6400 * 4 / 3 + 120)
        row("SSE chunk of 0.2 s", "us", used_s / chunks * 1e6)
        used_s, chunks = spent(pid, lambda: socket_chunks(address, n_requests))
        row("socket chunk of 0.2 s", "us", used_s / chunks * 1e6)


def hearing_figures(fast: bool) -> None:
    times = 1 if fast else 20
    with mock() as (address, pid):
        audio = asyncio.run(spoken(address))
        heard_s = times * len(audio) / 32_000
        asyncio.run(listen(address, audio, 1))
        used_s, _ = spent(pid, lambda: listen(address, audio, times))
        row("STT over the socket, audio heard", "s/CPU s", heard_s / max(used_s, 1 / TICKS_PER_S))
        upload = _upload(address, audio)
        asyncio.run(requests(address, upload, 1, 1))
        used_s, _ = spent(pid, lambda: requests(address, upload, times, 1))
        row("STT of a file, audio heard", "s/CPU s", heard_s / max(used_s, 1 / TICKS_PER_S))


def scale_figures(fast: bool) -> None:
    n_contexts, seconds = (100, 2.0) if fast else (1000, 10.0)
    with mock("--pace", "realtime") as (address, pid):
        waited_before_s = waited_s(pid)
        used_s, late = spent(pid, lambda: pacing(address, n_contexts, seconds))
        waiting_s = waited_s(pid) - waited_before_s
        ordered = sorted(late)
        row(f"{n_contexts} contexts in real time, chunk late, median", "ms", statistics.median(ordered) * 1e3)
        row(f"{n_contexts} contexts in real time, chunk late, p99", "ms", ordered[int(len(ordered) * 0.99)] * 1e3)
        row(f"{n_contexts} contexts in real time, chunk of 0.2 s", "us", used_s / len(late) * 1e6)
        # By the work of a chunk, as a server that waits for a core does less of it than it should.
        share = used_s / len(late) * n_contexts * 5
        row(f"{n_contexts} contexts in real time, share of one core", "%", share * 100)
        # On a machine with other work the figures of lateness are as much about that.
        row(f"{n_contexts} contexts in real time, waited for a core", "%", waiting_s / seconds * 100)
    with mock("--pace", "realtime") as (address, pid):
        asyncio.run(socket_chunks(address, 0))
        row("stream under way, memory", "kB", asyncio.run(memory_of_streams(address, pid, 100 if fast else 500)))
    with mock() as (address, pid):
        asyncio.run(socket_chunks(address, 1))
        before_kb = memory_kb(pid)

        async def idle() -> int:
            async with sockets(address, 200):
                return memory_kb(pid)

        row("idle socket, memory", "kB", (asyncio.run(idle()) - before_kb) / 200)


def start_figures() -> None:
    command = [sys.executable, "-m", "contralto_cli", "mock", "--port", "0"]
    spent_s = []
    for _ in range(5):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as process:
            assert process.stdout is not None
            process.stdout.readline()
            spent_s.append(cpu_s(process.pid))
            process.send_signal(signal.SIGTERM)
    row("start until the address is printed, CPU", "ms", statistics.median(spent_s) * 1e3)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.mock", description=__doc__)
    parser.add_argument("--fast", action="store_true", help="few items, to see that everything runs")
    fast = parser.parse_args().fast
    print(f"{'figure':<50}{'unit':<9}{'mock':>12}{'Prism':>12}{'ratio':>12}")
    start_figures()
    http_figures(fast)
    stream_figures(fast)
    hearing_figures(fast)
    scale_figures(fast)
    if not PRISM.exists():
        print("Prism is not installed; `make bench` installs it")


if __name__ == "__main__":
    main()
