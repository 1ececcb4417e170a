"""Speech as server-sent events through the SDK."""

from __future__ import annotations

from typing import Any

import pytest
from cartesia.types.tts_sse_event import (
    TTSSSEChunkEvent,
    TTSSSEDoneEvent,
    TTSSSEPhonemeTimestampsEvent,
    TTSSSETimestampsEvent,
)

from .audio import SAMPLE_BYTES, Sound, assert_speaks, read_raw
from .process import Mock
from .sdk import KATIE, MODEL, RAW, SAMPLE_RATE, TRANSCRIPT, Sdk


def speak(sdk: Sdk, client: Any, **more: Any) -> list[Any]:
    request = {"model_id": MODEL, "transcript": TRANSCRIPT, "voice": KATIE, "output_format": RAW, **more}
    return sdk.events(client.tts.generate_sse(**request))


def audio_of(events: list[Any]) -> bytes:
    return b"".join(event.audio for event in events if event.type == "chunk")


def sound_of(events: list[Any]) -> Sound:
    return read_raw(audio_of(events), "pcm_s16le", SAMPLE_RATE)


def timed(events: list[Any], kind: str, member: str) -> tuple[list[str], list[float], list[float]]:
    """Texts, starts and ends (seconds) of all timestamps events of `kind`, checked to be arrays of equal length."""
    texts: list[str] = []
    starts: list[float] = []
    ends: list[float] = []
    for event in events:
        if event.type == kind:
            said = getattr(event.timestamps, member)
            assert len(said) == len(event.timestamps.start) == len(event.timestamps.end) > 0
            texts += said
            starts += event.timestamps.start
            ends += event.timestamps.end
    return texts, starts, ends


def assert_in_order(starts: list[float], ends: list[float], duration_s: float) -> None:
    assert starts == sorted(starts)
    assert all(start <= end for start, end in zip(starts, ends, strict=True))
    assert starts[0] >= 0
    assert ends[-1] <= duration_s + 0.1


def test_chunks_are_the_audio_of_the_file_and_then_comes_done(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    events = speak(sdk, client)
    assert [type(event) for event in events[:-1]] == [TTSSSEChunkEvent] * (len(events) - 1)
    assert len(events) > 2
    assert isinstance(events[-1], TTSSSEDoneEvent)
    assert_speaks(sound_of(events), TRANSCRIPT)
    request = {"model_id": MODEL, "transcript": TRANSCRIPT, "voice": KATIE, "output_format": RAW}
    assert audio_of(events) == sdk.audio(client.tts.generate(**request))


def test_word_timestamps_name_the_words_sent_within_the_audio(sdk: Sdk, mock: Mock) -> None:
    events = speak(sdk, sdk.client(mock), add_timestamps=True)
    assert any(isinstance(event, TTSSSETimestampsEvent) for event in events)
    words, starts, ends = timed(events, "timestamps", "words")
    assert words == TRANSCRIPT.split()
    assert_in_order(starts, ends, sound_of(events).duration_s)


def test_words_sound_where_their_timestamps_say(sdk: Sdk, mock: Mock) -> None:
    events = speak(sdk, sdk.client(mock), add_timestamps=True)
    samples = sound_of(events).samples
    _, starts, ends = timed(events, "timestamps", "words")
    for start_s, end_s in zip(starts, ends, strict=True):
        assert abs(samples[round(start_s * SAMPLE_RATE) : round(end_s * SAMPLE_RATE)]).max() > 0.05
    for end_s, next_s in zip(ends, starts[1:], strict=False):
        assert abs(samples[round(end_s * SAMPLE_RATE) + 1 : round(next_s * SAMPLE_RATE) - 1]).max() < 0.01


def test_phonemes_lie_within_the_words(sdk: Sdk, mock: Mock) -> None:
    events = speak(sdk, sdk.client(mock), add_timestamps=True, add_phoneme_timestamps=True)
    assert any(isinstance(event, TTSSSEPhonemeTimestampsEvent) for event in events)
    _, starts, ends = timed(events, "phoneme_timestamps", "phonemes")
    assert_in_order(starts, ends, sound_of(events).duration_s)
    words, word_starts, word_ends = timed(events, "timestamps", "words")
    for word, begin, end in zip(words, word_starts, word_ends, strict=True):
        inside = [at for at, until in zip(starts, ends, strict=True) if begin <= at <= until <= end]
        assert inside, f"`{word}` has no phoneme"


def test_timestamps_come_only_when_asked_for(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    assert {event.type for event in speak(sdk, client)} == {"chunk", "done"}
    assert {event.type for event in speak(sdk, client, add_phoneme_timestamps=True)} == {
        "chunk",
        "phoneme_timestamps",
        "done",
    }


def test_normalised_timestamps_spell_numbers_out(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    asked = {"transcript": "Room 12 is open.", "add_timestamps": True}
    as_sent, _, _ = timed(speak(sdk, client, **asked), "timestamps", "words")
    spoken, _, _ = timed(speak(sdk, client, use_normalized_timestamps=True, **asked), "timestamps", "words")
    assert as_sent == ["Room", "12", "is", "open."]
    assert "twelve" in [word.lower() for word in spoken]


def test_a_context_id_stands_on_every_event(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    assert {event.context_id for event in speak(sdk, client, context_id="ctx_7", add_timestamps=True)} == {"ctx_7"}
    assert {event.context_id for event in speak(sdk, client)} == {None}


@pytest.mark.parametrize("encoding", list(SAMPLE_BYTES))
def test_each_encoding_is_streamed_in_whole_samples(sdk: Sdk, mock: Mock, encoding: str) -> None:
    events = speak(sdk, sdk.client(mock), output_format={**RAW, "encoding": encoding})
    for event in events[:-1]:
        assert len(event.audio) % SAMPLE_BYTES[encoding] == 0
    assert_speaks(read_raw(audio_of(events), encoding, SAMPLE_RATE), TRANSCRIPT)


def test_a_stream_may_be_left_early_and_the_client_used_on(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    request = {"model_id": MODEL, "transcript": TRANSCRIPT * 50, "voice": KATIE, "output_format": RAW}
    with sdk.opened(sdk.done(client.tts.generate_sse(**request))) as stream:
        assert next(sdk.each(stream)).type == "chunk"
    assert_speaks(sound_of(speak(sdk, client)), TRANSCRIPT)
