"""Defects of audio files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.hooks import Hooks

from .registry import defect


class _Audio(Hooks):
    """Changes the first piece of the files of one container."""

    container = "raw"

    def first(self, piece: bytes, body: Mapping[str, Any]) -> bytes:
        raise AssertionError("a defect says how it changes the first piece")

    def audio(self, call: Call, body: Mapping[str, Any], pieces: Iterator[bytes]) -> Iterator[bytes]:
        if body["output_format"].get("container") != self.container:
            yield from pieces
            return
        yield self.first(next(pieces), body)
        yield from pieces


@defect("tts.bytes.media-type", "sends audio as `application/octet-stream`")
class OctetStream(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.path == "/tts/bytes" and reply.status == 200:
            reply.media_type = "application/octet-stream"
        return reply


@defect("tts.bytes.media-type:none", "does not say what audio is sent as")
class NoMediaType(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        if call.path == "/tts/bytes" and reply.status == 200:
            reply.media_type = None
        return reply


@defect("tts.bytes.audio-not-empty", "answers no audio in the container `raw`")
class NoAudio(Hooks):
    def audio(self, call: Call, body: Mapping[str, Any], pieces: Iterator[bytes]) -> Iterator[bytes]:
        if body["output_format"].get("container") == "raw":
            return iter(())
        return pieces


@defect("tts.bytes.audio-not-empty:short", "stops raw audio after a moment")
class FirstMoment(Hooks):
    def audio(self, call: Call, body: Mapping[str, Any], pieces: Iterator[bytes]) -> Iterator[bytes]:
        if body["output_format"].get("container") != "raw":
            return pieces
        return iter((next(pieces)[:200],))


@defect("tts.bytes.raw-has-no-header", "puts a RIFF header before raw audio")
class HeaderBeforeRaw(_Audio):
    def first(self, piece: bytes, body: Mapping[str, Any]) -> bytes:
        return b"RIFF\0\0\0\0WAVE" + piece


@defect("tts.bytes.raw-has-no-header:odd", "cuts raw audio in the middle of a sample")
class HalfSample(_Audio):
    def first(self, piece: bytes, body: Mapping[str, Any]) -> bytes:
        return piece[1:]


@defect("tts.bytes.wav-header-agrees", "names another sample rate in the WAV header")
class OtherRate(_Audio):
    container = "wav"

    def first(self, piece: bytes, body: Mapping[str, Any]) -> bytes:
        return piece[:24] + (12345).to_bytes(4, "little") + piece[28:]


@defect("tts.bytes.wav-header-agrees:channels", "names two channels in the WAV header")
class TwoChannels(_Audio):
    container = "wav"

    def first(self, piece: bytes, body: Mapping[str, Any]) -> bytes:
        return piece[:22] + (2).to_bytes(2, "little") + piece[24:]


@defect("tts.bytes.wav-length-honest", "names two gigabytes of audio in the WAV header")
class TwoGigabytes(_Audio):
    container = "wav"

    def first(self, piece: bytes, body: Mapping[str, Any]) -> bytes:
        place = piece.index(b"data") + 4
        return piece[:place] + (2_000_000_000).to_bytes(4, "little") + piece[place + 4 :]


@defect("tts.bytes.mp3-frames", "sends noise as MP3")
class Noise(Hooks):
    def audio(self, call: Call, body: Mapping[str, Any], pieces: Iterator[bytes]) -> Iterator[bytes]:
        if body["output_format"].get("container") == "mp3":
            return (bytes(byte ^ 0x5A for byte in piece) for piece in pieces)
        return pieces


@defect("tts.bytes.mp3-frames:samples", "sends samples as MP3")
class SamplesAsMp3(Hooks):
    def audio(self, call: Call, body: Mapping[str, Any], pieces: Iterator[bytes]) -> Iterator[bytes]:
        if body["output_format"].get("container") == "mp3":
            return (bytes(len(piece)) for piece in pieces)
        return pieces


@defect("tts.bytes.unsupported-rate-refused", "speaks at any sample rate")
class AnyRate(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        return (
            None
            if call.path == "/tts/bytes" and "`output_format.sample_rate` must be one of" in fault.message
            else fault
        )


@defect("tts.bytes.unsupported-rate-refused:status", "finds a sample rate unprocessable")
class RateUnprocessable(Hooks):
    def fault(self, call: Call, fault: Fault) -> Fault:
        about_rate = call.path == "/tts/bytes" and "`output_format.sample_rate` must be one of" in fault.message
        return Fault(422, None, fault.message) if about_rate else fault


@defect("tts.bytes.generation-config-range", "takes any volume and speed")
class AnyVolume(Hooks):
    def problem(self, call: Call, fault: Fault) -> Fault | None:
        out_of_range = call.path == "/tts/bytes" and fault.message.startswith("`generation_config.")
        return None if out_of_range else fault


@defect("tts.bytes.generation-config-range:status", "finds a volume or a speed unprocessable")
class VolumeUnprocessable(Hooks):
    def fault(self, call: Call, fault: Fault) -> Fault:
        out_of_range = call.path == "/tts/bytes" and fault.message.startswith("`generation_config.")
        return Fault(422, None, fault.message) if out_of_range else fault


@defect("tts.bytes.save-names-the-file", "does not name the stored file")
class UnnamedFile(Hooks):
    def reply(self, call: Call, reply: Reply) -> Reply:
        reply.headers = [(name, value) for name, value in reply.headers if name != "cartesia-file-id"]
        return reply
