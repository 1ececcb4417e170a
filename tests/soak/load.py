"""What clients do, of every kind: each function is one short visit, which leaves nothing behind that it has made."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import io
import json
import math
import random
import struct
import wave
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

KEY, VERSION = "sk_car_test", "2026-08-14"
HEADERS = {"X-API-Key": KEY, "Cartesia-Version": VERSION}
KATIE = "f786b574-daa5-4673-aa0c-cbe3e8534c02"
RAW = {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 16000}
WORDS = "the quick brown fox jumps over the lazy dog while nine old owls look on from the barn".split()  # noqa: SIM905
LISTENING = {"model": "ink-2", "encoding": "pcm_s16le", "sample_rate": 16000}
TONE = struct.pack("<32000h", *(round(9000 * math.sin(at / 12)) for at in range(32000)))


class Visitor:
    """A client with a chance of its own."""

    def __init__(self, address: str, http: httpx.AsyncClient, seed: int) -> None:
        self.address = address
        self.http = http
        self.chance = random.Random(seed)

    def text(self) -> str:
        """Something to say that is not said twice."""
        return " ".join(self.chance.choices(WORDS, k=self.chance.randint(1, 30))) + "."

    def speech(self, **members: Any) -> dict[str, Any]:
        """The body of a request for speech."""
        return {"model_id": "sonic-3", "transcript": self.text(), "voice": KATIE, "output_format": RAW, **members}

    def clip(self) -> bytes:
        """A WAV file of up to two seconds."""
        file = io.BytesIO()
        with wave.open(file, "wb") as written:
            written.setnchannels(1)
            written.setsampwidth(2)
            written.setframerate(16000)
            written.writeframes(TONE[: self.chance.randint(2000, 32000) * 2])
        return file.getvalue()

    async def ask(self, method: str, path: str, *expected: int, **options: Any) -> httpx.Response:
        """The answer to a request; fails for a status that was not expected."""
        answer = await self.http.request(method, path, **options)
        if answer.status_code not in (expected or (200,)):
            raise AssertionError(f"{method} {path} answered {answer.status_code} {answer.text[:200]}")
        return answer

    def socket(self, path: str, **query: Any) -> connect:
        """A connection to a socket."""
        url = f"ws://{self.address}{path}?{urlencode(query)}"
        return connect(url, additional_headers=HEADERS, compression=None, max_queue=None)


async def speak(visitor: Visitor) -> None:
    container = visitor.chance.choice(["raw", "wav", "mp3"])
    form = {**RAW, "container": container} if container != "mp3" else None
    form = form or {"container": "mp3", "sample_rate": 44100, "bit_rate": 64000}
    await visitor.ask("POST", "/tts/bytes", json=visitor.speech(output_format=form))


async def stream(visitor: Visitor) -> None:
    await visitor.ask("POST", "/tts/sse", json=visitor.speech(add_timestamps=True))


async def stream_and_go(visitor: Visitor) -> None:
    body = visitor.speech(transcript=visitor.text() * 20)
    async with visitor.http.stream("POST", "/tts/sse", json=body) as answer:
        async for _ in answer.aiter_raw():
            return


async def contexts(visitor: Visitor) -> None:
    """Some that end, some that are cancelled, and some that are left alone."""
    async with visitor.socket("/tts/websocket") as socket:
        for number in range(8):
            asked = visitor.speech(context_id=f"c{number}", **{"continue": number % 2 == 1})
            await socket.send(json.dumps(asked))
            if number % 4 == 3:
                await socket.send(json.dumps({"context_id": f"c{number}", "cancel": True}))
        ended = 0
        while ended < (4 if visitor.chance.random() < 0.5 else 1):
            ended += json.loads(await socket.recv())["type"] == "done"


async def transcribe(visitor: Visitor) -> None:
    await visitor.ask("POST", "/stt", files={"file": ("a.wav", visitor.clip())}, data={"model": "ink-whisper"})


async def listen(visitor: Visitor) -> None:
    audio = (await visitor.ask("POST", "/tts/bytes", json=visitor.speech())).content
    path = visitor.chance.choice(["/stt/websocket", "/stt/turns/websocket"])
    async with visitor.socket(path, **LISTENING) as socket:
        for at in range(0, len(audio), 6400):
            await socket.send(audio[at : at + 6400])
        await socket.send("close" if path == "/stt/websocket" else '{"type":"close"}')
        await _to_the_end(socket)


async def change_voice(visitor: Visitor) -> None:
    fields = {"voice[id]": KATIE, **{f"output_format[{name}]": str(value) for name, value in RAW.items()}}
    await visitor.ask("POST", "/voice-changer/bytes", files={"clip": ("a.wav", visitor.clip())}, data=fields)


async def clone_voice(visitor: Visitor) -> None:
    fields = {"name": visitor.text()[:40], "language": "en", "access": "private"}
    answer = await visitor.ask("POST", "/voices/clone", files={"clip": ("a.wav", visitor.clip())}, data=fields)
    await visitor.ask("DELETE", f"/voices/{answer.json()['id']}", 200, 204)


async def keep_things(visitor: Visitor) -> None:
    words = {"name": "d", "items": [{"text": "owl", "pronunciation": "oul"}]}
    hook = {"url": "https://example.com/hook", "secret": "a-secret", "display_name": "d"}
    async with (
        _made(visitor, "/pronunciation-dicts", words),
        _made(visitor, "/agents/webhooks", hook),
        _made(visitor, "/agents/folders", {"name": visitor.text()[:30]}) as folder_id,
        _made(visitor, "/agents/documents", {"name": "a", "content": visitor.text(), "folder_id": folder_id}),
    ):
        for path in ("/pronunciation-dicts", "/agents/webhooks", "/agents/folders", "/agents/documents"):
            await visitor.ask("GET", path)


@contextlib.asynccontextmanager
async def _made(visitor: Visitor, path: str, body: object) -> AsyncIterator[str]:
    """The id of something that is there for a while."""
    made_id: str = (await visitor.ask("POST", path, 200, 201, json=body)).json()["id"]
    yield made_id
    await visitor.ask("DELETE", f"{path}/{made_id}", 200, 204)


async def send_files(visitor: Visitor) -> None:
    made = await visitor.ask(
        "POST",
        "/files",
        200,
        201,
        files={"file": ("a.wav", visitor.clip())},
        data={"purpose": "agent_background_sound"},
    )
    await visitor.ask("DELETE", f"/files/{made.json()['id']}", 200, 204)


async def look_around(visitor: Visitor) -> None:
    for path in ("/voices?limit=50", "/agents", "/v1/agents", "/agents/calls?agent_id=agent_7Qk2mPz4Rt", "/datasets"):
        await visitor.ask("GET", path)
    await visitor.ask("POST", "/access-token", json={"grants": {"tts": True}, "expires_in": 60})


async def do_it_wrong(visitor: Visitor) -> None:
    await visitor.ask("GET", f"/voices/{visitor.chance.random()}", 400, 404)
    await visitor.ask("GET", f"/{visitor.chance.random()}", 404)
    await visitor.ask("POST", "/tts/bytes", 400, content=visitor.chance.randbytes(5000))
    await visitor.ask("GET", "/voices", 400, headers={"Cartesia-Version": str(visitor.chance.random())})
    await visitor.ask("POST", "/stt", 400, files={"file": visitor.chance.randbytes(5000)})
    await visitor.ask("GET", "/voices", 401, headers={"X-API-Key": str(visitor.chance.random())})


async def hang_up(visitor: Visitor) -> None:
    """A connection that ends in the middle of an upload."""
    host, _, port = visitor.address.partition(":")
    _, writer = await asyncio.open_connection(host, int(port))
    head = f"POST /stt HTTP/1.1\r\nHost: x\r\nX-API-Key: {KEY}\r\nContent-Length: 900000\r\n"
    head += "Content-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\n"
    head += 'Content-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n'
    writer.write(head.encode() + bytes(300_000))
    await writer.drain()
    writer.close()


async def call_line_agent(visitor: Visitor) -> None:
    async with visitor.socket("/agents/stream/agent_7Qk2mPz4Rt") as socket:
        await socket.send(json.dumps({"event": "start", "config": {"input_format": "pcm_16000"}}))
        stream_id = json.loads(await socket.recv())["stream_id"]
        audio = base64.b64encode(visitor.clip()[44:]).decode()
        about = {"stream_id": stream_id}
        await socket.send(json.dumps({"event": "media_input", **about, "media": {"payload": audio}}))
        await socket.send(json.dumps({"event": "dtmf", **about, "dtmf": "#"}))
        await _to_the_end(socket)


async def call_managed_agent(visitor: Visitor) -> None:
    agents = (await visitor.ask("GET", "/v1/agents")).json()["data"]
    async with visitor.socket(f"/v1/agents/websocket/{agents[0]['id']}") as socket:
        await socket.send(json.dumps({"type": "session_create", "audio": {"input_format": "pcm_16000"}}))
        await socket.recv()
        audio = base64.b64encode(visitor.clip()[44:]).decode()
        await socket.send(json.dumps({"type": "audio_input", "audio": audio}))
        await socket.recv()


async def _to_the_end(socket: ClientConnection) -> None:
    try:
        while True:
            await socket.recv()
    except ConnectionClosed:
        return


KINDS: tuple[Callable[[Visitor], Awaitable[None]], ...] = (
    speak,
    stream,
    stream_and_go,
    contexts,
    transcribe,
    listen,
    change_voice,
    clone_voice,
    keep_things,
    send_files,
    look_around,
    do_it_wrong,
    hang_up,
    call_line_agent,
    call_managed_agent,
)
