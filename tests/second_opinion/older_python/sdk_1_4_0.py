"""cartesia 1.4.0, version 2024-06-10: hand-written, dictionaries in and out, voices by embedding."""

from __future__ import annotations

from typing import Any

from cartesia import AsyncCartesia, Cartesia
from kit import (
    API_KEY,
    HOST,
    KATIE,
    NOBODY,
    RAW,
    TRANSCRIPT,
    WAV,
    WORDS,
    assert_embedding,
    assert_speaks,
    check,
    clip,
    raises,
    raises_later,
    report,
    samples_of,
)

MODEL = "sonic-english"
SPEECH: dict[str, Any] = {"model_id": MODEL, "transcript": TRANSCRIPT, "voice_id": KATIE, "output_format": RAW}

client = Cartesia(api_key=API_KEY, base_url=HOST, timeout=10)


def async_client() -> AsyncCartesia:
    return AsyncCartesia(api_key=API_KEY, base_url=HOST, timeout=4)


def embedding() -> list[float]:
    numbers: list[float] = client.voices.get(KATIE)["embedding"]
    return numbers


def joined(chunks: Any) -> bytes:
    return b"".join(chunk["audio"] for chunk in chunks if "audio" in chunk)


@check("voices are a bare list, each with its embedding")
def _() -> None:
    voices = client.voices.list()
    assert isinstance(voices, list)
    assert len(voices) > 20
    for voice in voices:
        assert_embedding(voice["embedding"])
        assert {"id", "name", "description", "is_public", "user_id", "created_at", "language"} <= voice.keys()


@check("a voice is the same in the list and alone")
def _() -> None:
    assert client.voices.get(KATIE) == next(voice for voice in client.voices.list() if voice["id"] == KATIE)


@check("an unknown voice is told with its status and text")
def _() -> None:
    raises(ValueError, lambda: client.voices.get(NOBODY), "404", NOBODY)


@check("a wrong key is told")
def _() -> None:
    raises(ValueError, Cartesia(api_key="sk_car_wrong", base_url=HOST).voices.list, "Failed to get voices")


@check("a clip becomes an embedding")
def _() -> None:
    assert_embedding(client.voices.clone(filepath=clip(client.tts.bytes(**SPEECH | {"output_format": WAV}))))


@check("a clip becomes a voice when it is cloned by similarity")
def _() -> None:
    path = clip(client.tts.bytes(**SPEECH | {"output_format": WAV}))
    made = client.voices.clone(
        filepath=path, mode="similarity", name="Ada", description="A test.", transcript=TRANSCRIPT
    )
    assert made["name"] == "Ada"
    assert client.voices.get(made["id"])["description"] == "A test."


@check("a voice is made of an embedding, used and deleted")
def _() -> None:
    made = client.voices.create(name="Grace", description="A test.", embedding=embedding())
    assert made["name"] == "Grace"
    assert_embedding(client.voices.get(made["id"])["embedding"])
    assert made["id"] in [voice["id"] for voice in client.voices.list()]
    assert_speaks(client.tts.bytes(**SPEECH | {"voice_id": made["id"]}))
    client.voices.delete(made["id"])
    raises(ValueError, lambda: client.voices.get(made["id"]), "404")


@check("voices are mixed to an embedding")
def _() -> None:
    other = next(voice["id"] for voice in client.voices.list() if voice["id"] != KATIE)
    mixed = client.voices.mix([{"id": KATIE, "weight": 0.5}, {"id": other, "weight": 0.5}])
    assert_embedding(mixed)
    assert mixed != embedding()
    assert_embedding(client.voices.mix([{"id": KATIE, "weight": 0.7}, {"embedding": embedding(), "weight": 0.3}]))


@check("speech in one answer")
def _() -> None:
    assert_speaks(client.tts.bytes(**SPEECH))


@check("speech of an embedding, with controls")
def _() -> None:
    wish = {key: value for key, value in SPEECH.items() if key != "voice_id"}
    audio = client.tts.bytes(
        **wish,
        voice_embedding=embedding(),
        _experimental_voice_controls={"speed": "normal", "emotion": ["positivity:high", "curiosity"]},
    )
    assert_speaks(audio)


@check("every named output format is spoken")
def _() -> None:
    for name in ("raw_pcm_f32le_44100", "raw_pcm_s16le_16000", "raw_pcm_mulaw_8000", "raw_pcm_alaw_8000"):
        assert client.tts.bytes(**SPEECH | {"output_format": client.tts.get_output_format(name)})


@check("an unknown voice is told when it shall speak")
def _() -> None:
    raises(ValueError, lambda: client.tts.bytes(**SPEECH | {"voice_id": NOBODY}), "Failed to generate audio", NOBODY)


@check("a stream of events is the audio of the one answer")
def _() -> None:
    assert client.tts.sse(**SPEECH, stream=False)["audio"] == client.tts.bytes(**SPEECH)
    assert joined(client.tts.sse(**SPEECH, stream=True)) == client.tts.bytes(**SPEECH)


@check("a stream of events that is refused is told")
def _() -> None:
    raises(
        RuntimeError,
        lambda: client.tts.sse(**SPEECH | {"voice_id": NOBODY}, stream=False),
        "Error generating audio",
        NOBODY,
    )


@check("a socket speaks one request")
def _() -> None:
    socket = client.tts.websocket()
    assert_speaks(joined(socket.send(**SPEECH, stream=True)))
    assert socket.send(**SPEECH, stream=False)["audio"] == client.tts.bytes(**SPEECH)
    socket.close()


@check("a socket tells the words and their times")
def _() -> None:
    socket = client.tts.websocket()
    said = socket.send(**SPEECH, stream=False, add_timestamps=True, context_id="mine")
    assert said["context_id"] == "mine"
    assert said["word_timestamps"]["words"] == WORDS
    assert said["word_timestamps"]["start"] == sorted(said["word_timestamps"]["start"])
    socket.close()


@check("pieces of a generator are one speech on a context")
def _() -> None:
    socket = client.tts.websocket()
    context = socket.context()
    pieces = (piece for piece in ("Good mor", "ning, and ", "welcome to the late show."))
    assert_speaks(joined(context.send(**SPEECH | {"transcript": pieces})))
    socket.close()


@check("an error of a socket is told by its text")
def _() -> None:
    socket = client.tts.websocket()
    raises(RuntimeError, lambda: socket.send(**SPEECH | {"voice_id": NOBODY}, stream=False), "error", NOBODY)


@check("a socket with a wrong key is refused")
def _() -> None:
    raises(RuntimeError, Cartesia(api_key="sk_car_wrong", base_url=HOST).tts.websocket, "401")


@check("infill is between two recordings")
def _() -> None:
    left, right = (
        client.tts.bytes(**SPEECH | {"transcript": text, "output_format": WAV}) for text in ("Good day.", "Good night.")
    )
    infilled, whole = client.tts.infill(
        model_id=MODEL,
        language="en",
        transcript="and in between",
        voice_id=KATIE,
        output_format=WAV,
        left_audio_path=clip(left),
        right_audio_path=clip(right),
        experimental_voice_controls={"speed": "slow", "emotion": ["curiosity"]},
    )
    assert_speaks(samples_of(infilled), "and in between")
    assert len(whole) > len(left) + len(right)


@check("async: speech in one answer and as a stream of events")
async def _() -> None:
    async with async_client() as later:
        audio = await later.tts.bytes(**SPEECH)
        assert_speaks(audio)
        assert (await later.tts.sse(**SPEECH, stream=False))["audio"] == audio
        chunks = [chunk async for chunk in await later.tts.sse(**SPEECH, stream=True)]
        assert joined(chunks) == audio


@check("async: a socket speaks one request, with words")
async def _() -> None:
    async with async_client() as later:
        socket = await later.tts.websocket()
        chunks = [chunk async for chunk in await socket.send(**SPEECH, add_timestamps=True, stream=True)]
        assert_speaks(joined(chunks))
        assert [
            word for chunk in chunks if "word_timestamps" in chunk for word in chunk["word_timestamps"]["words"]
        ] == WORDS
        await socket.close()


@check("async: pushed pieces end with the SDK's own last message")
async def _() -> None:
    async with async_client() as later:
        socket = await later.tts.websocket()
        context = socket.context()
        for piece in ("Good morning, ", "and welcome to the late show."):
            await context.send(**SPEECH | {"transcript": piece}, continue_=True)
        await context.no_more_inputs()
        assert_speaks(joined([chunk async for chunk in context.receive()]))
        await socket.close()


@check("async: contexts on one socket do not mix")
async def _() -> None:
    async with async_client() as later:
        socket = await later.tts.websocket()
        texts = ["First of all.", "Second, and longer than the first."]
        contexts = [socket.context() for _ in texts]
        for context, text in zip(contexts, texts, strict=True):
            await context.send(**SPEECH | {"transcript": text}, continue_=False)
        for context, text in zip(contexts, texts, strict=True):
            assert_speaks(joined([chunk async for chunk in context.receive()]), text)
        await socket.close()


@check("async: audio before a flush is told apart from that after it")
async def _() -> None:
    async with async_client() as later:
        socket = await later.tts.websocket()
        context = socket.context()
        context.timeout = 2
        await context.send(**SPEECH | {"transcript": "Good morning."}, continue_=True)
        before = await context.flush()
        await context.send(**SPEECH | {"transcript": "And welcome to the late show."}, continue_=True)
        after = await context.flush()
        await context.no_more_inputs()
        assert_speaks(joined([chunk async for chunk in before()]), "Good morning.")
        assert_speaks(joined([chunk async for chunk in after()]), "And welcome to the late show.")
        await socket.close()


@check("async: an error of a context is told by its text")
async def _() -> None:
    async with async_client() as later:
        socket = await later.tts.websocket()
        context = socket.context()
        await context.send(**SPEECH | {"voice_id": NOBODY}, continue_=False)
        await raises_later(RuntimeError, anext(context.receive()), NOBODY)
        await socket.close()


report()
