"""Mistakes that a strict type checker must find: the rules are named behind each. It is not run."""

from __future__ import annotations

from contralto_client import NULL, AsyncClient, CallOptions, Client, StreamTruncated, TtsSocket

VOICE = "f786b574-daa5-4673-aa0c-cbe3e8534c02"
RAW = {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 24000}


def blocking(client: Client, socket: TtsSocket) -> None:
    client.tts.bytes(transcript="Hello!", voice=VOICE, output_format=RAW)  # expect: reportCallIssue
    client.voices.get(1)  # expect: reportArgumentType
    client.voices.get(VOICE, expand=["preview"])  # expect: reportArgumentType
    client.voices.update(VOICE, name=NULL)  # expect: reportArgumentType
    client.stt.connect(model="ink-2", encoding="mp3", sample_rate=16000)  # expect: reportArgumentType
    client.voices.list().first_page(1)  # expect: reportCallIssue
    client.with_response(client.voices.get)  # expect: reportCallIssue
    client.with_response(client.voices.get, VOICE, options="x")  # expect: reportArgumentType
    CallOptions(timeouts=3.0)  # expect: reportCallIssue
    for event in socket.context(model_id="sonic-3", voice=VOICE, output_format=RAW):
        print(event.audio)  # expect: reportAttributeAccessIssue
    print(client.voices.get(VOICE).names)  # expect: reportAttributeAccessIssue


async def token() -> str:
    return "t"


async def asynchronous(client: AsyncClient) -> None:
    client.voices.delete(VOICE)  # expect: reportUnusedCoroutine
    print(client.voices.get(VOICE).name)  # expect: reportAttributeAccessIssue
    for voice in client.voices.list():  # expect: reportGeneralTypeIssues
        print(voice)
    stream = client.tts.sse(model_id="sonic-3", transcript="x", voice=VOICE, output_format=RAW)
    await stream  # expect: reportGeneralTypeIssues
    Client(token_provider=token)  # expect: reportArgumentType
    try:
        await client.status.get()
    except StreamTruncated as exc:
        print(exc.status_code)  # expect: reportAttributeAccessIssue
