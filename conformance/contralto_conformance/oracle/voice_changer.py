"""Checks of the voice changer (spec/requirements/voice-changer.yaml).

Events of its streams have no `type` from 2026-03-01 on: one with `data` is audio, one with `done` true the end. Others
that tell their type are legal and say nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from contralto_conformance.oracle.audio import (
    RATES,
    RawFormat,
    Wav,
    is_documented_format,
    mp3_problem,
    pcm_problem,
    read_wav,
    wav_length_problem,
)
from contralto_conformance.oracle.contracts import Contract
from contralto_conformance.oracle.events import Event, is_structured_error, json_events
from contralto_conformance.oracle.exchanges import (
    KEYS_ANYWHERE,
    answered,
    collect,
    credential,
    is_complete,
    requests,
    under_test,
    where,
)
from contralto_conformance.oracle.forms import fields_of, form_of
from contralto_conformance.oracle.reading import is_integer, is_number, show
from contralto_conformance.oracle.registry import Finding, Verdict, check
from contralto_conformance.oracle.speech import LEAST_AUDIO_S, has_integer_status, joined_audio
from contralto_conformance.trace import Exchange, Trace

_BYTES, _SSE = "/voice-changer/bytes", "/voice-changer/sse"
_STREAMS = ("voice-changer/raw", "voice-changer/wav", "voice-changer/mp3")
_REFUSALS = frozenset({400, 422})

Fields = dict[str, str]


def _streams(trace: Trace, contract: Contract) -> Iterator[Exchange]:
    """Event streams of the voice changer under the version tested."""
    return (
        e
        for e in requests(trace, "POST", _SSE)
        if e.status == 200 and e.media_type == "text/event-stream" and under_test(e, contract)
    )


def _audio_events(exchange: Exchange) -> list[Event]:
    """Events that bring audio: no type or `chunk`, and `data`."""
    return [e for e in json_events(exchange) if e.value.get("type") in (None, "chunk") and "data" in e.value]


def _error_events(exchange: Exchange) -> list[Event]:
    return [event for event in json_events(exchange) if event.kind == "error"]


def _ends(exchange: Exchange) -> list[Event]:
    """Events that end the stream. Audio that claims to be the end is judged where audio events are."""
    return [e for e in json_events(exchange) if e.value.get("done") is True and "data" not in e.value]


def _each_audio_event(
    trace: Trace, contract: Contract, expected: str, is_fair: Callable[[dict[str, Any]], bool]
) -> Verdict:
    found = [event for e in _streams(trace, contract) for event in _audio_events(e)]
    if not found:
        return None
    return [
        Finding(expected, show({**event.value, "data": _shown(event.value["data"])}), event.where)
        for event in found
        if not is_fair(event.value)
    ]


def _shown(data: object) -> object:
    """The audio of an event, cut so that the other members are seen."""
    return data[:12] + "..." if isinstance(data, str) and len(data) > 12 else data


@check("voice.changer.audio-events-complete", cases="voice-changer/raw")
def audio_events_complete(trace: Trace, contract: Contract) -> Verdict:
    expected = "string `data`, `done` false, `status_code` 206, integer `sample_rate`, number `step_time`"
    return _each_audio_event(trace, contract, expected, _is_complete_audio)


def _is_complete_audio(value: dict[str, Any]) -> bool:
    return (
        isinstance(value["data"], str)
        and value.get("done") is False
        and has_integer_status(value)
        and value["status_code"] == 206
        and is_integer(value.get("sample_rate"))
        and is_number(value.get("step_time"))
    )


@check("voice.changer.audio-events-typed", cases="voice-changer/raw")
def audio_events_typed(trace: Trace, contract: Contract) -> Verdict:
    expected = "`type` `chunk`, string `data`, `done` false, integer `status_code`, number `step_time`"
    return _each_audio_event(trace, contract, expected, _is_typed_audio)


def _is_typed_audio(value: dict[str, Any]) -> bool:
    fair = value.get("type") == "chunk" and isinstance(value["data"], str) and value.get("done") is False
    return fair and has_integer_status(value) and is_number(value.get("step_time"))


@check("voice.changer.end-event", cases="voice-changer/raw")
def end_event(trace: Trace, contract: Contract) -> Verdict:
    ends = [event for e in _streams(trace, contract) for event in _ends(e)[-1:] if event.kind != "error"]
    if not ends:
        return None
    return [
        Finding("an end with `done` true and `status_code` 200", show(event.value), event.where)
        for event in ends
        if not (has_integer_status(event.value) and event.value["status_code"] == 200)
    ]


@check("voice.changer.one-end-last", cases=_STREAMS)
def one_end_last(trace: Trace, contract: Contract) -> Verdict:
    return collect(_ends_once(e) for e in _streams(trace, contract))


def _ends_once(exchange: Exchange) -> Verdict:
    found, ends = json_events(exchange), _ends(exchange)
    expected = "exactly one event with `done` true, and nothing after it"
    if not ends:
        got = f"none among {len(found)} events; the body ended as {exchange.ending}"
        return [Finding(expected, got, where(exchange))]
    after = [event for event in found if event.number > ends[0].number]
    return [Finding(expected, f"after the end: {show(after[0].value)}", after[0].where)] if after else []


@check("voice.changer.errors-structured", cases="voice-changer/*")
def errors_structured(trace: Trace, contract: Contract) -> Verdict:
    found = [event for e in _streams(trace, contract) for event in _error_events(e)]
    if not found:
        return None
    return [
        Finding("`done` true, integer `status_code`, `title` and `message`", show(event.value), event.where)
        for event in found
        if not is_structured_error(event.value)
    ]


def _fields(trace: Trace, contract: Contract, *paths: str) -> Iterator[tuple[Exchange, Fields]]:
    """Requests of these paths by an API key, with the text fields of their form."""
    for exchange in requests(trace, "POST", *paths):
        fields = fields_of(exchange)
        if fields is not None and under_test(exchange, contract) and credential(exchange) in KEYS_ANYWHERE:
            yield exchange, fields


def _refuses(exchange: Exchange, what: str) -> Verdict:
    """Judges that a form is refused, by status or as the only event of a stream; None if it tells nothing."""
    if exchange.status in _REFUSALS or (exchange.status == 200 and _error_events(exchange)):
        return []
    if exchange.status != 200:
        # Some other fault: of the account, of the service, or there is no voice changer.
        return None
    return [Finding("400 or 422", f"{answered(exchange)}, to a request {what}", where(exchange))]


@check("voice.changer.encoding-required", cases="voice-changer/incomplete")
def encoding_required(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _refuses(e, "without an encoding")
        for e, fields in _fields(trace, contract, _BYTES, _SSE)
        if fields.get("output_format[container]") in {"raw", "wav"} and "output_format[encoding]" not in fields
    )


@check("voice.changer.bit-rate-required", cases="voice-changer/incomplete")
def bit_rate_required(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _refuses(e, "without a bit rate")
        for e, fields in _fields(trace, contract, _BYTES, _SSE)
        if fields.get("output_format[container]") == "mp3" and "output_format[bit_rate]" not in fields
    )


@check("voice.changer.clip-required", cases="voice-changer/incomplete")
def clip_required(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _refuses(e, "without `clip`")
        for e, _ in _fields(trace, contract, _BYTES, _SSE)
        if "clip" not in (form_of(e) or {"clip": ()})
    )


def _output_format(fields: Fields) -> dict[str, Any] | None:
    """The output format of a form, as an object such as other requests have; None if it is not documented."""
    names = ("container", "encoding", "sample_rate", "bit_rate")
    given = {name: fields[f"output_format[{name}]"] for name in names if f"output_format[{name}]" in fields}
    form: dict[str, Any] = {
        name: int(value) if value.isascii() and value.isdecimal() and len(value) < 9 else value
        for name, value in given.items()
    }
    return form if is_documented_format(form) else None


@check("voice.changer.chunks-form-a-file", cases=("voice-changer/wav", "voice-changer/mp3"))
def chunks_form_a_file(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _joins_to_a_file(e, form)
        for e, fields in _fields(trace, contract, _SSE)
        if e.status == 200 and (form := _output_format(fields)) is not None and form["container"] != "raw"
    )


def _joins_to_a_file(exchange: Exchange, form: dict[str, Any]) -> Verdict:
    ends = _ends(exchange)
    file = joined_audio(event.value for event in _audio_events(exchange))
    if not ends or ends[0].kind == "error" or file is None:
        return None
    problem = _file_problem(file, form)
    if problem is None:
        return []
    return [Finding(f"chunks that are one {form['container']} file when joined", problem, where(exchange))]


def _file_problem(file: bytes, form: dict[str, Any]) -> str | None:
    """Why bytes are no file of that output format; None if they may be."""
    if form["container"] == "mp3":
        return mp3_problem(file, form["sample_rate"])
    if form["container"] == "raw":
        raw = RawFormat(form["encoding"], form["sample_rate"])
        short = raw.seconds(file) < LEAST_AUDIO_S
        return pcm_problem(file, raw) or (f"{raw.seconds(file):.3f} s of audio" if short else None)
    wav = read_wav(file)
    if isinstance(wav, str):
        return wav
    if wav.rate != form["sample_rate"]:
        return f"a header of {wav.rate} Hz"
    again = file.find(b"WAVEfmt ", wav.data_offset)
    return f"another header at byte {again - 8}" if again >= 0 else wav_length_problem(file, wav)


@check("voice.changer.bytes-agree", cases=_STREAMS)
def bytes_agree(trace: Trace, contract: Contract) -> Verdict:
    return collect(
        _is_a_file(e, form)
        for e, fields in _fields(trace, contract, _BYTES)
        if (form := _output_format(fields)) is not None and (e.status == 200 or _is_fair(e, fields, trace))
    )


def _is_a_file(exchange: Exchange, form: dict[str, Any]) -> Verdict:
    expected = f"audio in the container `{form['container']}`"
    if exchange.status != 200:
        return [Finding(expected, answered(exchange), where(exchange))]
    if not is_complete(exchange):
        return None
    problem = _file_problem(exchange.body, form)
    return [] if problem is None else [Finding(expected, problem, where(exchange))]


def _is_fair(exchange: Exchange, fields: Fields, trace: Trace) -> bool:
    """Whether a request is refused as wrong though it has the voice of the run and a sound recording."""
    parts = (form_of(exchange) or {}).get("clip", ())
    usual = fields.get("voice[id]") == trace.values.get("voice") and len(parts) == 1 and parts[0].is_file
    return exchange.status in _REFUSALS and usual and _is_sound(parts[0].content)


def _is_sound(clip: bytes) -> bool:
    """Whether a recording is a WAV file of 16 bit samples with an honest header, and long enough to hold a word."""
    wav = read_wav(clip)
    if not isinstance(wav, Wav) or (wav.format_tag, wav.channels, wav.bits) != (1, 1, 16) or wav.rate not in RATES:
        return False
    follows = len(clip) - wav.data_offset
    return wav.data_length == follows and follows >= LEAST_AUDIO_S * wav.rate * 2
