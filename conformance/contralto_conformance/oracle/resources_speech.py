"""Checks of files that are filled or asked for in an odd way (spec/requirements/resources.yaml)."""

from __future__ import annotations

import re

from contralto_conformance.oracle.audio import read_wav
from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.exchanges import (
    answered,
    calls_of,
    collect,
    container_of,
    is_complete,
    is_refused_orderly,
    is_withheld,
    speech_requests,
    where,
)
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.trace import Exchange, Trace


def _field(exchange: Exchange, name: str) -> str | None:
    """The text of a field of a form, if it stands there once as plain text."""
    pattern = rb'name="?' + re.escape(name.encode()) + rb'"?\r\n(?:[^\r\n]+\r\n)*\r\n([^\r\n]*)\r\n--'
    found = re.findall(pattern, exchange.request_body)
    return found[0].decode("utf-8", "replace") if len(found) == 1 else None


def _has_side(exchange: Exchange) -> bool:
    """Whether a form has a recording of one side at least."""
    return any(f'name="{name}"'.encode() in exchange.request_body for name in ("left_audio", "right_audio"))


@check("resources.infill-needs-a-side", cases="resources/speech/infill-without-sides")
def infill_needs_a_side(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        [] if is_refused_orderly(e) else [Finding("a 4xx", answered(e), where(e))]
        for e in calls_of(trace, contract, "POST /infill/bytes")
        if not _has_side(e) and not is_withheld(e.status)
    )


@check("resources.infill-answers-audio", cases="resources/speech/infill")
def infill_answers_audio(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _is_wav(e)
        for e in calls_of(trace, contract, "POST /infill/bytes")
        if e.status == 200 and is_complete(e) and _has_side(e) and _field(e, "output_format[container]") == "wav"
    )


def _is_wav(exchange: Exchange) -> Verdict:
    wav = read_wav(exchange.body)
    if isinstance(wav, str):
        return [Finding("a WAV file", f"{wav}: {answered(exchange)}", where(exchange))]
    return []


_MP3_STARTS = (b"ID3", b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2", b"\xff\xe3", b"\xff\xe2")


@check("resources.accept-not-negotiated", cases="resources/speech/accept")
def accept_not_negotiated(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _is_mp3(e)
        for e, request in speech_requests(trace, contract, "/tts/bytes")
        if container_of(request) == "mp3" and (e.request_header("accept") or "") == "audio/wav"
        if not is_withheld(e.status)
    )


def _is_mp3(exchange: Exchange) -> Verdict:
    if exchange.status == 200 and (not is_complete(exchange) or exchange.body.startswith(_MP3_STARTS)):
        return []
    if exchange.status == 200 and not exchange.body.startswith(b"RIFF"):
        return None  # neither container: what it is instead is for tts.bytes.mp3-frames to say
    return [Finding("an MP3 file, as the body asked", answered(exchange), where(exchange))]
