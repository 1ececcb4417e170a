"""Checks of `POST /tts/bytes` (spec/requirements/tts-bytes.yaml)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contralto_conformance.oracle.audio import (
    WAV_FORMATS,
    Wav,
    is_rate,
    mp3_problem,
    pcm_problem,
    read_wav,
    wav_length_problem,
)
from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.exchanges import (
    answered,
    collect,
    container_of,
    credential,
    is_complete,
    is_plain,
    is_refused_orderly,
    raw_format_of,
    refused_with,
    speech_requests,
    where,
)
from contralto_conformance.oracle.generation import has_odd_rate, is_out_of_range
from contralto_conformance.oracle.reading import show_bytes
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.oracle.speech import LEAST_AUDIO_S
from contralto_conformance.trace import Exchange, Trace

Members = dict[str, Any]


def _asked(trace: Trace, contract: Contract) -> Iterator[tuple[Exchange, Members]]:
    """Answered requests for audio under the version tested, with their JSON object."""
    return speech_requests(trace, contract, "/tts/bytes")


def _spoken(trace: Trace, contract: Contract, container: str) -> Iterator[tuple[Exchange, Members]]:
    """Requests for one container that were answered with 200, or refused though they are beyond reproach."""
    for exchange, request in _asked(trace, contract):
        wanted = container_of(request) == container
        # What an access token is refused for is the business of auth.
        reproachless = is_plain(request, trace) and not credential(exchange).startswith("token")
        if wanted and (exchange.status == 200 or (reproachless and is_refused_orderly(exchange))):
            yield exchange, request


@check("tts.bytes.media-type", cases="tts/bytes/*")
def media_type(trace: Trace, contract: Contract) -> Verdict:
    found = [e for e, _ in _asked(trace, contract) if e.status == 200]
    if not found:
        return None
    return [
        Finding("a media type `audio/...`", f"`{e.header('content-type') or ''}`", where(e))
        for e in found
        if not e.media_type.startswith("audio/")
    ]


@check("tts.bytes.audio-not-empty", cases="tts/bytes/raw*")
def audio_not_empty(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _long_enough(e, request) for e, request in _spoken(trace, contract, "raw") if is_plain(request, trace)
    )


def _long_enough(exchange: Exchange, request: Members) -> Verdict:
    form = raw_format_of(request)
    if form is None:
        return None
    expected = f"at least {LEAST_AUDIO_S} s of audio"
    if exchange.status != 200:
        return [Finding(expected, answered(exchange), where(exchange))]
    if not is_complete(exchange):
        got = f"an answer cut short after {len(exchange.body)} bytes ({exchange.ending})"
        return [Finding(expected, got, where(exchange))]
    seconds = form.seconds(exchange.body)
    return [] if seconds >= LEAST_AUDIO_S else [Finding(expected, f"{seconds:.3f} s", where(exchange))]


@check("tts.bytes.raw-has-no-header", cases="tts/bytes/raw*")
def raw_has_no_header(trace: Trace, contract: Contract) -> Verdict:
    found = [
        (e, form)
        for e, request in _asked(trace, contract)
        if e.status == 200 and is_complete(e) and (form := raw_format_of(request)) is not None
    ]
    if not found:
        return None
    return [
        Finding(f"headerless {form.encoding}, whole samples of {form.sample_bytes} bytes", problem, where(e))
        for e, form in found
        if (problem := pcm_problem(e.body, form)) is not None
    ]


@check("tts.bytes.wav-header-agrees", cases="tts/bytes/wav*")
def wav_header_agrees(trace: Trace, contract: Contract) -> Verdict:
    return collect(_header_agrees(e, request) for e, request in _spoken(trace, contract, "wav"))


def _header_agrees(exchange: Exchange, request: Members) -> Verdict:
    form = request["output_format"]
    # From 2026-08-14 on both may be left out; the defaults are documented.
    encoding, rate = form.get("encoding", "pcm_s16le"), form.get("sample_rate", 44100)
    if not isinstance(encoding, str) or encoding not in WAV_FORMATS or not is_rate(rate):
        return None
    tag, bits = WAV_FORMATS[encoding]
    expected = f"a RIFF WAVE header: format {tag}, 1 channel, {rate} Hz, {bits} bits"
    if exchange.status != 200:
        return [Finding(expected, answered(exchange), where(exchange))]
    wav = read_wav(exchange.body)
    if isinstance(wav, str):
        # What was cut off before its end cannot be missed.
        return [Finding(expected, wav, where(exchange))] if is_complete(exchange) else None
    if (wav.format_tag, wav.channels, wav.rate, wav.bits) == (tag, 1, rate, bits):
        return []
    got = f"format {wav.format_tag}, {wav.channels} channels, {wav.rate} Hz, {wav.bits} bits"
    return [Finding(expected, got, where(exchange))]


@check("tts.bytes.wav-length-honest", cases="tts/bytes/wav*")
def wav_length_honest(trace: Trace, contract: Contract) -> Verdict:
    read = [
        (e, read_wav(e.body))
        for e, request in _asked(trace, contract)
        if container_of(request) == "wav" and e.status == 200 and is_complete(e)
    ]
    found = [(e, wav) for e, wav in read if isinstance(wav, Wav)]
    if not found:
        return None
    return [
        Finding("the length of the audio that follows, or a mark of a stream", problem, where(e))
        for e, wav in found
        if (problem := wav_length_problem(e.body, wav)) is not None
    ]


@check("tts.bytes.mp3-frames", cases="tts/bytes/mp3")
def mp3_frames(trace: Trace, contract: Contract) -> Verdict:
    return collect(_are_frames(e, request) for e, request in _spoken(trace, contract, "mp3"))


def _are_frames(exchange: Exchange, request: Members) -> Verdict:
    rate = request["output_format"].get("sample_rate")
    if not is_rate(rate):
        return None
    expected = f"frames of MPEG layer III, {rate} Hz"
    if exchange.status != 200:
        return [Finding(expected, answered(exchange), where(exchange))]
    if not is_complete(exchange) and not exchange.body:
        return None
    problem = mp3_problem(exchange.body, rate)
    if problem is None:
        return []
    return [Finding(expected, f"{problem}; the body is {show_bytes(exchange.body)}", where(exchange))]


@check("tts.bytes.unsupported-rate-refused", cases="tts/bytes/unsupported-rate")
def unsupported_rate_refused(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        refused_with(e, 400) for e, request in _asked(trace, contract) if has_odd_rate(request.get("output_format"))
    )


@check("tts.bytes.generation-config-range", cases="tts/bytes/generation-config")
def generation_config_range(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        refused_with(e, 400)
        for e, request in _asked(trace, contract)
        if is_out_of_range(request.get("generation_config"))
    )


@check("tts.bytes.save-names-the-file", cases="tts/bytes/save")
def save_names_the_file(trace: Trace, contract: Contract) -> Verdict:
    found = [e for e, request in _asked(trace, contract) if request.get("save") is True and e.status == 200]
    if not found:
        return None
    return [
        Finding("a header `Cartesia-File-ID`", "none", where(e))
        for e in found
        if not (e.header("cartesia-file-id") or "").strip()
    ]
