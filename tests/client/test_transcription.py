"""Sockets of speech to text: audio goes out while events are read. Tables are those of the spec."""

from __future__ import annotations

import io
import json
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from .test_audio import wav

CHANNELS = json.loads(Path("spec/published/2026-08-14/asyncapi.json").read_text(encoding="utf-8"))["channels"]
QUERY = (("model", "ink-2"), ("encoding", "pcm_s16le"), ("sample_rate", "16000"))
SECOND = bytes(range(250)) * 128


def ear(face: Any, client: Any, channel: str = "stt", **settings: Any) -> Any:
    """A socket of speech to text as the generator makes it."""
    word: Any = "close" if channel == "stt" else {"type": "close"}

    class Ear(face.AsyncTranscriptionSocket):
        pass

    if face.asynchronous:

        async def send_audio(self: Any, audio: bytes) -> None:
            await self.send(audio)

        async def finish(self: Any) -> None:
            await self.send(word)
    else:

        def send_audio(self: Any, audio: bytes) -> None:  # type: ignore[misc]
            self.send(audio)

        def finish(self: Any) -> None:  # type: ignore[misc]
            self.send(word)

    Ear.send_audio, Ear._finish = send_audio, finish
    kinds = ("transcript", "flush_done", "done", "error", "connected", "turn.start", "turn.update", "turn.end")
    return Ear(
        client.transport,
        path="/ear",
        tables=[face.ProtocolTable.from_dict(CHANNELS[channel]["x-protocol"])],
        events=face.EventDecoder(dict.fromkeys(kinds, lambda message: SimpleNamespace(**message))),
        query=QUERY,
        **settings,
    )


def say(talk: Any, kind: str, **members: Any) -> None:
    talk.connection.send(json.dumps({"type": kind, "request_id": "r", **members}))


class Listening:
    """A service that keeps what it hears, answers the end, and may speak before each frame."""

    def __init__(self, *, before_end: Any = None) -> None:
        self.frames: list[bytes | str] = []
        self.before_end = before_end

    @property
    def audio(self) -> bytes:
        return b"".join(frame for frame in self.frames if isinstance(frame, bytes))

    def __call__(self, talk: Any) -> None:
        while True:
            frame = talk.connection.recv(timeout=10)
            self.frames.append(frame)
            if frame == "finalize":
                say(talk, "transcript", text="Now", is_final=True)
                say(talk, "flush_done")
            if frame in ("close", "done"):
                break
        say(talk, "transcript", text="Hel", is_final=False)
        say(talk, "transcript", text="Hello", is_final=True, words=None)
        say(talk, "transcript", text=" there", is_final=True, words=None)
        say(talk, "done")
        talk.connection.close(1000)


async def test_audio_goes_out_in_pieces_and_the_session_is_ended(face: Any, socket_server: Any) -> None:
    service = Listening()
    with socket_server.run(service) as url:
        async with face.session(url) as client, ear(face, client) as socket:
            texts = [getattr(event, "text", event.type) async for event in socket.transcribe(SECOND)]
            assert texts == ["Hel", "Hello", " there", "done"]
            assert socket.state() == "closed"
    assert service.frames[-1] == "close"
    assert [len(frame) for frame in service.frames[:-1]] == [3200] * 10
    assert service.audio == SECOND


@pytest.mark.parametrize("way", ["path", "file", "iterator", "microphone", "wav", "paced"])
async def test_audio_may_come_from_anywhere(face: Any, socket_server: Any, tmp_path: Path, way: str) -> None:
    service = Listening()
    path = tmp_path / "a.raw"
    path.write_bytes(wav(SECOND) if way == "wav" else SECOND)
    pieces = [SECOND[start : start + 1000] for start in range(0, len(SECOND), 1000)]

    async def microphone() -> Any:
        for piece in pieces:
            await face.pause(0)
            yield piece

    audio: Any = {
        "path": str(path),
        "file": io.BytesIO(SECOND),
        "iterator": iter(pieces),
        "microphone": microphone(),
        "wav": path,
        "paced": SECOND,
    }[way]
    with socket_server.run(service) as url:
        async with face.session(url) as client, ear(face, client) as socket:
            transcript = await socket.collect(audio, pace=1000 if way == "paced" else None)
    assert (transcript.text, transcript.segments) == ("Hello there", ("Hello", " there"))
    assert service.audio == SECOND


async def test_the_transcript_of_turns_is_put_together(face: Any, socket_server: Any) -> None:
    heard: list[Any] = []

    def script(talk: Any) -> None:
        say(talk, "connected")
        while isinstance(frame := talk.connection.recv(timeout=10), bytes):
            heard.append(frame)
        heard.append(frame)
        for end in ("Good", " day"):
            say(talk, "turn.start")
            say(talk, "turn.update", transcript=end[:2])
            say(talk, "turn.end", transcript=end)
        say(talk, "turn.start")
        say(talk, "turn.update", transcript=" and")
        talk.connection.close(1000)

    with socket_server.run(script) as url:
        async with face.session(url) as client, ear(face, client, "stt_turns") as socket:
            transcript = await socket.collect(SECOND)
    assert (transcript.text, transcript.segments, transcript.unfinished) == ("Good day", ("Good", " day"), " and")
    assert heard[-1] == '{"type":"close"}'
    assert b"".join(heard[:-1]) == SECOND


async def test_events_come_while_audio_is_still_to_come(face: Any, socket_server: Any) -> None:
    """The second half of the audio is given only once an event about the first has come."""
    go = threading.Event()

    def audio() -> Any:
        yield SECOND[:3200]
        assert go.wait(10)
        yield SECOND[3200:]

    def script(talk: Any) -> None:
        assert talk.connection.recv(timeout=10) == SECOND[:3200]
        say(talk, "transcript", text="early", is_final=False)
        Listening()(talk)

    with socket_server.run(script) as url:
        async with face.session(url) as client, ear(face, client) as socket:
            events = socket.transcribe(audio())
            assert (await anext(events)).text == "early"
            await socket.send("finalize")
            assert [(await anext(events)).type for _ in range(2)] == ["transcript", "flush_done"]
            go.set()
            assert len([event async for event in events]) == 4


async def test_a_wav_file_of_another_format_is_refused_before_any_audio_is_sent(
    face: Any, socket_server: Any, tmp_path: Path
) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(wav(SECOND, 44100))
    service = Listening()
    with socket_server.run(service) as url:
        async with face.session(url) as client, ear(face, client) as socket:
            with pytest.raises(ValueError, match=r"a\.wav` holds pcm_s16le at 44100 Hz, but the socket was opened for"):
                await socket.collect(path)
    assert service.frames == []


async def test_what_the_audio_raises_ends_the_iteration(face: Any, socket_server: Any, tmp_path: Path) -> None:
    def broken() -> Any:
        yield b"ab"
        raise RuntimeError("the microphone is gone")

    with socket_server.run(Listening()) as url:
        async with face.session(url) as client:
            async with ear(face, client) as socket:
                with pytest.raises(RuntimeError, match="the microphone is gone"):
                    await socket.collect(broken())
            async with ear(face, client) as socket:
                with pytest.raises(FileNotFoundError, match=r"gone\.raw"):
                    await socket.collect(tmp_path / "gone.raw")
            async with ear(face, client) as socket:
                with pytest.raises(TypeError, match="audio must come as bytes, not as `str`"):
                    await socket.collect(["text"])


async def test_silence_is_told_with_what_was_said_before(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        say(talk, "transcript", text="Hel", is_final=True, words=None)
        while True:
            talk.connection.recv(timeout=10)

    limits = face.CallOptions(timeout=face.Timeout(read_s=0.2))
    with socket_server.run(script) as url:
        async with face.session(url) as client, ear(face, client, options=limits) as socket:
            with pytest.raises(face.DeadlineExceeded, match="silent") as caught:
                await socket.collect(SECOND)
            assert caught.value.partial.text == "Hel"


async def test_an_error_event_is_told_although_the_service_hangs_up(face: Any, socket_server: Any) -> None:
    def script(talk: Any) -> None:
        talk.connection.recv(timeout=10)
        say(talk, "transcript", text="Hel", is_final=True, words=None)
        say(talk, "error", status_code=400, title="Bad model", message="no such model")
        talk.connection.close(1011)

    def endless() -> Any:
        while True:
            yield SECOND[:3200]

    with socket_server.run(script) as url:
        async with face.session(url) as client, ear(face, client) as socket:
            with pytest.raises(face.StreamError, match="no such model") as caught:
                await socket.collect(endless(), pace=50)
            assert caught.value.partial.text == "Hel"


@pytest.mark.parametrize("code", [1000, 1011])
async def test_an_end_before_all_audio_is_sent_is_truncation(face: Any, socket_server: Any, code: int) -> None:
    def script(talk: Any) -> None:
        talk.connection.recv(timeout=10)
        say(talk, "transcript", text="Hel", is_final=True, words=None)
        talk.connection.close(code)

    def endless() -> Any:
        while True:
            yield SECOND[:3200]

    with socket_server.run(script) as url:
        async with face.session(url) as client, ear(face, client) as socket:
            with pytest.raises(face.StreamTruncated) as caught:
                await socket.collect(endless(), pace=50)
            assert caught.value.partial.text == "Hel"
            assert caught.value.close_code == code


async def test_leaving_the_iteration_stops_the_sending(face: Any, socket_server: Any) -> None:
    given = []

    def script(talk: Any) -> None:
        talk.connection.recv(timeout=10)
        say(talk, "transcript", text="Hel", is_final=False)
        while True:
            talk.connection.recv(timeout=10)

    def endless() -> Any:
        while True:
            given.append(1)
            yield SECOND[:3200]

    with socket_server.run(script) as url:
        async with face.session(url) as client:
            async with ear(face, client) as socket:
                async for _ in socket.transcribe(endless(), pace=20):
                    break
            n_given = len(given)
            await face.pause(0.05)
            assert len(given) <= n_given + 1


async def test_a_second_stream_of_audio_is_refused_while_one_flows(face: Any, socket_server: Any) -> None:
    go = threading.Event()

    def audio() -> Any:
        yield b"ab"
        go.wait(10)

    def script(talk: Any) -> None:
        say(talk, "transcript", text="Hel", is_final=False)
        Listening()(talk)

    with socket_server.run(script) as url:
        async with face.session(url) as client, ear(face, client) as socket:
            events = socket.transcribe(audio())
            await anext(events)
            with pytest.raises(face.LocalProtocolError, match="audio is being sent on this socket already"):
                await anext(socket.transcribe(b"cd"))
            go.set()
            assert [event.type async for event in events][-1] == "done"


async def test_a_caller_may_end_the_session_while_audio_flows(face: Any, socket_server: Any) -> None:
    def endless() -> Any:
        while True:
            yield SECOND[:3200]

    def script(talk: Any) -> None:
        say(talk, "transcript", text="Hel", is_final=False)
        Listening()(talk)

    with socket_server.run(script) as url:
        async with face.session(url) as client, ear(face, client) as socket:
            kinds: list[str] = []
            async for event in socket.transcribe(endless(), pace=20):
                if not kinds:
                    await socket.send("close")
                kinds.append(event.type)
    assert kinds == ["transcript"] * 4 + ["done"]


async def test_silly_arguments_are_refused_at_once(face: Any) -> None:
    async with face.session("http://127.0.0.1:9") as client:
        socket = ear(face, client)
        for settings, words in (
            ({"pace": 0}, "`pace` must be above 0"),
            ({"piece_ms": 0}, "`piece_ms` must be 1 or more"),
        ):
            with pytest.raises(ValueError, match=words):
                socket.transcribe(b"", **settings)
