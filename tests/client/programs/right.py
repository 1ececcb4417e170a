"""A user's program that goes through all areas of the client. Type checkers read it; it is not run."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from typing import assert_never, assert_type

from contralto_client import (
    NULL,
    AccessToken,
    ApiError,
    ApiResponse,
    AsyncAudioStream,
    AsyncByteStream,
    AsyncClient,
    AsyncContext,
    AsyncEventStream,
    AsyncIssuedTokens,
    AsyncManagedAgentSocket,
    AsyncPage,
    AsyncPager,
    AsyncSttSocket,
    AsyncTtsSocket,
    AsyncUtterance,
    AudioInput,
    AudioStream,
    ByteStream,
    CallEnded,
    CallOptions,
    Client,
    ClientEvent,
    ConnectionFailed,
    Context,
    ContraltoError,
    DeadlineExceeded,
    EventStream,
    File,
    FileInput,
    FirstAudio,
    Hook,
    IssuedTokens,
    LineAgentSocket,
    ManagedAgentSocket,
    Page,
    Pager,
    RateLimitError,
    RequestStarted,
    ResponseStarted,
    RetryPolicy,
    RetryScheduled,
    SocketClosed,
    SocketOpened,
    Speech,
    StreamError,
    StreamTruncated,
    SttSocket,
    SttTurnsSocket,
    TextPage,
    Timeout,
    ToolError,
    TracingHook,
    Transcript,
    TtsSocket,
    UnknownEvent,
    Utterance,
)
from contralto_client.events import (
    LineAgentSocketEvent,
    ManagedAgentSocketEvent,
    SttSocketEvent,
    SttTurnsSocketEvent,
    TtsSocketEvent,
    TtsSseEvent,
    VoiceChangerEvent,
)
from contralto_client.models import (
    ChunkEvent,
    DoneEvent,
    ErrorEvent,
    FlushDoneEvent,
    KnowledgeDocument,
    ManagedAudioConfig,
    ManagedClientToolCall,
    PhonemeTimestampsEvent,
    RawOutputFormat,
    TimestampsEvent,
    TokenResponse,
    Transcription,
    UsageCredits,
    Voice,
    VoiceById,
    VoicePage,
)

VOICE = "f786b574-daa5-4673-aa0c-cbe3e8534c02"
RAW = RawOutputFormat(encoding="pcm_s16le", sample_rate=24000)
WAV = {"container": "wav", "encoding": "pcm_s16le", "sample_rate": 24000}
log = logging.getLogger(__name__)


def on_event(event: ClientEvent) -> None:
    match event:
        case RequestStarted() | ResponseStarted() | FirstAudio() | SocketOpened() | SocketClosed():
            log.info("%s %s", event.call.operation, event.call.elapsed_s())
        case RetryScheduled():
            assert_type(event.delay_s, float)
        case CallEnded():
            assert_type(event.error, BaseException | None)
        case _:
            assert_never(event)


def described(error: ContraltoError) -> str:
    if isinstance(error, StreamError):
        return f"{error.context_id} {error.received.n_events} {error.partial!r}"
    if isinstance(error, ApiError):
        assert_type(error.headers, dict[str, str])
        return f"{error.status_code} {error.error_code} {error.request_id} {error.retry_after_s} {error.body!r}"
    if isinstance(error, StreamTruncated):
        return f"{error.received.n_bytes} {error.close_code}"
    if isinstance(error, DeadlineExceeded | ConnectionFailed):
        return f"{error.maybe_executed}"
    return str(error)


def audio_of(event: TtsSocketEvent) -> bytes:
    if isinstance(event, ChunkEvent):
        return event.audio
    if isinstance(event, TimestampsEvent | PhonemeTimestampsEvent | FlushDoneEvent | DoneEvent | ErrorEvent):
        log.info("%s", event.type)
    else:
        assert_type(event, UnknownEvent)
        log.info("%s", event.fields)
    return b""


def http(client: Client) -> None:
    stream = client.tts.bytes(
        model_id="sonic-3",
        transcript="Hello!",
        voice=VoiceById(id=VOICE),
        output_format=WAV,
        options=CallOptions(timeout=Timeout(total_s=5.0), retry_paid=True, headers={"X-Trace": "1"}),
    )
    assert_type(stream, AudioStream)
    assert_type(stream.read(), bytes)
    for piece in stream:
        assert_type(piece, bytes)

    events = client.tts.sse(model_id="sonic-3", transcript="Hello!", voice=VOICE, output_format=RAW)
    assert_type(events, EventStream[TtsSseEvent])
    for event in events:
        assert_type(event, TtsSseEvent)
    speech = events.collect()
    assert_type(speech, Speech)
    assert_type([word.start_s for word in speech.words], list[float])

    voices = client.voices.list(q="calm", expand=["preview_file_url"])
    assert_type(voices, Pager[VoicePage, Voice])
    for voice in voices:
        assert_type(voice, Voice)
    assert_type(voices.collect(10), list[Voice])
    page = voices.first_page()
    assert_type(page, Page[VoicePage, Voice])
    assert_type(page.model, VoicePage)
    assert_type(page.next_page(), Page[VoicePage, Voice] | None)
    for page in voices.pages():
        assert_type(page.data, list[Voice])

    assert_type(client.voices.get(VOICE), Voice)
    assert_type(client.voices.update(VOICE, name="Kim", gender=NULL), Voice)
    assert_type(client.voices.delete(VOICE), None)
    answer = client.with_response(client.voices.get, VOICE)
    assert_type(answer, ApiResponse[Voice])
    assert_type(answer.value.created_at.year, int)
    assert_type(client.with_options(CallOptions(max_retries=0)), Client)

    assert_type(client.stt.transcribe(Path("a.wav"), model="ink-whisper"), Transcription)
    assert_type(client.access_tokens.create(grants={"tts": True}, expires_in=60), TokenResponse)
    assert_type(client.usage.credits(start_ts=datetime.now().astimezone(), interval="day"), UsageCredits)
    documents = client.documents.create_bulk(documents=[{"folder_id": "folder_1", "content": "x"}])
    assert_type(documents, list[KnowledgeDocument])
    changed = client.voice_changer.sse(
        recording(), voice_id=VOICE, output_format_container="wav", output_format_sample_rate=24000
    )
    assert_type(changed, EventStream[VoiceChangerEvent])
    assert_type(client.agents.metrics.results.export(), TextPage)
    client.files.upload(File("a.wav", b"RIFF"), purpose="fine_tune")
    with client.files.download("file_1") as file:
        assert_type(file, ByteStream)
        assert_type(file.write_to("a.wav", progress=lambda done, total: print(done, total)), int)


def speak(socket: TtsSocket) -> None:
    context = socket.context(model_id="sonic-3", voice=VOICE, output_format=RAW, timeout=20.0)
    assert_type(context, Context[TtsSocketEvent])
    context.send("Hello ")
    assert_type(context.flush(), int)
    context.finish("there.")
    for event in context:
        print(len(audio_of(event)))
    spoken = socket.speak(iter(["a ", "b"]), model_id="sonic-3", voice=VOICE, output_format=RAW)
    assert_type(spoken, Utterance[TtsSocketEvent])
    assert_type(spoken.collect(), Speech)
    for event in socket:
        assert_type(event, TtsSocketEvent)


def listen(ears: SttSocket, turns: SttTurnsSocket, audio: AudioInput) -> None:
    for heard in ears.transcribe(audio, pace=1.0):
        assert_type(heard, SttSocketEvent)
    assert_type(ears.collect(b"\0\0"), Transcript)
    for turn in turns:
        assert_type(turn, SttTurnsSocketEvent)


def call(line: LineAgentSocket, managed: ManagedAgentSocket) -> None:
    @managed.tool
    def weather(city: str) -> dict[str, str]:
        if not city:
            raise ToolError("no city")
        return {"city": city}

    assert_type(weather("Ulm"), dict[str, str])
    managed.send_session_create(audio=ManagedAudioConfig(input_format="pcm_16000"))
    for said in managed.converse(microphone()):
        assert_type(said, ManagedAgentSocketEvent)
        if isinstance(said, ManagedClientToolCall):
            assert_type(said.tool_call_id, str)
    line.send_start()
    assert_type(line.receive(), LineAgentSocketEvent | None)


def sockets(client: Client) -> None:
    with (
        client.tts.connect(inbox_limit_bytes=1_000_000) as socket,
        client.stt.connect(model="ink-whisper", encoding="pcm_s16le", sample_rate=16000) as ears,
        client.stt.turns.connect(model="ink-2", encoding="pcm_s16le", sample_rate=16000) as turns,
        client.agents.connect("agent_1") as line,
        client.managed_agents.connect("agent_2") as managed,
    ):
        speak(socket)
        listen(ears, turns, Path("a.wav"))
        call(line, managed)


def recording() -> FileInput:
    return Path("a.wav")


def microphone() -> Iterator[bytes]:
    yield b"\0\0"


def hooks() -> list[Hook]:
    class Tracer:
        def start_span(self, name: str) -> object:
            return name

    return [on_event, TracingHook(Tracer())]


def main() -> None:
    with (
        Client("sk_car_1", retry=RetryPolicy(max_retries=3), timeout=30.0, hooks=hooks(), max_concurrency=4) as issuer,
        Client(token_provider=IssuedTokens(issuer.access_tokens.create, grants={"tts": True})) as client,
        Client(token_provider=lambda: AccessToken("t", expires_in_s=60.0)),
    ):
        try:
            http(client)
            sockets(client)
        except RateLimitError as exc:
            assert_type(exc.retry_after_s, float | None)
        except ContraltoError as exc:
            print(described(exc))


async def async_http(client: AsyncClient) -> None:
    stream = client.tts.bytes(model_id="sonic-3", transcript="Hello!", voice=VOICE, output_format=WAV)
    assert_type(stream, AsyncAudioStream)
    assert_type(await stream.read(), bytes)
    async for piece in stream:
        assert_type(piece, bytes)

    events = client.tts.sse(model_id="sonic-3", transcript="Hello!", voice=VOICE, output_format=RAW)
    assert_type(events, AsyncEventStream[TtsSseEvent])
    async for event in events:
        assert_type(event, TtsSseEvent)
    assert_type(await events.collect(), Speech)

    voices = client.voices.list()
    assert_type(voices, AsyncPager[VoicePage, Voice])
    async for voice in voices:
        assert_type(voice, Voice)
    assert_type(await voices.collect(), list[Voice])
    assert_type(await voices.first_page(), AsyncPage[VoicePage, Voice])
    async for page in voices.pages():
        assert_type(await page.previous_page(), AsyncPage[VoicePage, Voice] | None)

    assert_type(await client.voices.get(VOICE), Voice)
    assert_type(await client.with_response(client.voices.get, VOICE), ApiResponse[Voice])
    assert_type(client.with_options(CallOptions(timeout=3.0)), AsyncClient)
    async with client.files.download("file_1") as file:
        assert_type(file, AsyncByteStream)


async def async_speak(socket: AsyncTtsSocket) -> None:
    async with socket.context(model_id="sonic-3", voice=VOICE, output_format=RAW) as context:
        assert_type(context, AsyncContext[TtsSocketEvent])
        await context.finish("Hello.")
        async for event in context:
            print(len(audio_of(event)))
    spoken = socket.speak(words(), model_id="sonic-3", voice=VOICE, output_format=RAW)
    assert_type(spoken, AsyncUtterance[TtsSocketEvent])
    assert_type(await spoken.collect(), Speech)


async def async_listen(ears: AsyncSttSocket) -> None:
    async for heard in ears.transcribe(async_microphone()):
        assert_type(heard, SttSocketEvent)
    assert_type(await ears.collect(b"\0\0"), Transcript)


async def async_call(managed: AsyncManagedAgentSocket) -> None:
    @managed.tool
    async def weather(city: str) -> str:
        return city

    assert_type(await weather("Ulm"), str)
    await managed.send_session_create(audio={"input_format": "pcm_16000"})
    async for said in managed.converse(async_microphone()):
        assert_type(said, ManagedAgentSocketEvent)


async def async_sockets(client: AsyncClient) -> None:
    async with (
        client.tts.connect() as socket,
        client.stt.connect(model="ink-whisper", encoding="pcm_s16le", sample_rate=16000) as ears,
        client.managed_agents.connect("agent_2") as managed,
    ):
        await async_speak(socket)
        await async_listen(ears)
        await async_call(managed)


async def words() -> AsyncIterator[str]:
    yield "a "


async def async_microphone() -> AsyncIterator[bytes]:
    yield b"\0\0"


async def token() -> AccessToken:
    return AccessToken("t")


async def async_main() -> None:
    async with (
        AsyncClient("sk_car_1", hooks=on_event) as issuer,
        AsyncClient(token_provider=AsyncIssuedTokens(issuer.access_tokens.create, expires_in=60)) as client,
        AsyncClient(token_provider=token),
    ):
        await async_http(client)
        await async_sockets(client)
