"""Speech to text through the SDK: recordings, and both sockets."""

from __future__ import annotations

from typing import Any, cast

import pytest
from cartesia import BadRequestError
from cartesia._models import validate_type
from cartesia.types.stt import STTAutoFinalizeWebsocketResponse, STTManualFinalizeWebsocketResponse
from websockets.exceptions import InvalidStatus

from .process import Mock
from .sdk import KATIE, MODEL, TRANSCRIPT, Sdk

RATE = 16000
PIECE_BYTES = RATE // 10 * 2
STREAM: dict[str, Any] = {"model": "ink-2", "encoding": "pcm_s16le", "sample_rate": RATE}
SECOND_TRANSCRIPT = "Now for something else."


def spoken(sdk: Sdk, client: Any, transcript: str = TRANSCRIPT, container: str = "raw") -> bytes:
    """The audio of a transcript as the SDK gets it."""
    form = {"container": container, "encoding": "pcm_s16le", "sample_rate": RATE}
    request = {"model_id": MODEL, "transcript": transcript, "voice": KATIE, "output_format": form}
    return sdk.audio(client.tts.generate(**request))


def send_audio(sdk: Sdk, connection: Any, audio: bytes) -> None:
    for at in range(0, len(audio), PIECE_BYTES):
        sdk.done(connection.send_raw(audio[at : at + PIECE_BYTES]))


def strictly(event: Any, kind: Any) -> Any:
    """A message as the SDK's own model has it; raises pydantic's ValidationError if it does not fit."""
    return validate_type(type_=cast(Any, kind), value=event.to_dict(mode="json"))


def finals(events: list[Any]) -> list[str]:
    return [event.text for event in events if event.type == "transcript" and event.is_final]


def test_a_recording_comes_back_as_text(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    wav = spoken(sdk, client, container="wav")
    answer = sdk.done(client.stt.transcribe(file=("a.wav", wav), model="ink-whisper", language="en"))
    assert (answer.type, answer.text, answer.language, answer.words) == ("transcript", TRANSCRIPT, "en", None)


def test_words_have_their_times(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    wav = spoken(sdk, client, container="wav")
    asked = {"file": ("a.wav", wav), "model": "ink-whisper", "timestamp_granularities": ["word"]}
    words = sdk.done(client.stt.transcribe(**asked)).words
    assert [word.word for word in words] == TRANSCRIPT.split()
    assert all(word.start < word.end for word in words)


def test_headerless_audio_is_transcribed(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    asked = {"file": spoken(sdk, client), "model": "ink-whisper", "encoding": "pcm_s16le", "sample_rate": RATE}
    assert sdk.done(client.stt.transcribe(**asked)).text == TRANSCRIPT


def test_a_file_that_is_no_audio_is_a_bad_request(sdk: Sdk, mock: Mock) -> None:
    with pytest.raises(BadRequestError, match="unsupported_audio_format"):
        sdk.done(sdk.client(mock).stt.transcribe(file=("a.txt", b"hello"), model="ink-whisper"))


def test_two_utterances_are_finalized_one_after_the_other(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    with sdk.opened(client.stt.manual_finalize.websocket(**STREAM, keyterm=["late show", "Ink 2"])) as connection:
        for transcript in (TRANSCRIPT, SECOND_TRANSCRIPT):
            send_audio(sdk, connection, spoken(sdk, client, transcript))
            sdk.done(connection.send("finalize"))
        sdk.done(connection.send("close"))
        events = list(sdk.each(connection))
    assert finals(events) == [TRANSCRIPT, f" {SECOND_TRANSCRIPT}"]
    assert [event.type for event in events if event.type != "transcript"] == ["flush_done", "flush_done", "done"]
    assert len({event.request_id for event in events}) == 1


def test_an_unknown_word_is_an_error_event(sdk: Sdk, mock: Mock) -> None:
    with sdk.opened(sdk.client(mock).stt.manual_finalize.websocket(**STREAM)) as connection:
        sdk.done(connection.send_raw("banana"))
        event = strictly(sdk.done(connection.recv()), STTManualFinalizeWebsocketResponse)
        assert (event.type, event.status_code, event.title) == ("error", 400, "Invalid request")
        assert "banana" in event.message
        sdk.done(connection.send("close"))
        assert sdk.done(connection.recv()).type == "done"


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
def test_transcripts_fit_the_models_of_the_sdk(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    with sdk.opened(client.stt.manual_finalize.websocket(**STREAM)) as connection:
        send_audio(sdk, connection, spoken(sdk, client))
        sdk.done(connection.send("close"))
        for event in sdk.each(connection):
            strictly(event, STTManualFinalizeWebsocketResponse)


def test_turns_come_one_after_the_other(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    with sdk.opened(client.stt.auto_finalize.websocket(**STREAM, keyterm=["late show"])) as connection:
        for transcript in (TRANSCRIPT, SECOND_TRANSCRIPT):
            send_audio(sdk, connection, spoken(sdk, client, transcript) + bytes(RATE * 2 * 2))
        sdk.done(connection.send({"type": "close"}))
        events = [strictly(event, STTAutoFinalizeWebsocketResponse) for event in sdk.each(connection)]
    assert events[0].type == "connected"
    assert [event.transcript for event in events if event.type == "turn.end"] == [TRANSCRIPT, f" {SECOND_TRANSCRIPT}"]
    kinds = [event.type for event in events if event.type not in ("turn.update", "connected")]
    assert kinds == ["turn.start", "turn.eager_end", "turn.end"] * 2


def test_the_defaults_of_the_sdk_for_turns_are_allowed(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    thresholds = {
        "turn_start_threshold": 0.8,
        "turn_eager_end_threshold": 0.4,
        "turn_end_threshold": 0.2,
        "turn_end_timeout_ms": 5600,
    }
    with sdk.opened(client.stt.auto_finalize.websocket(**STREAM, **thresholds)) as connection:
        sdk.done(connection.send({"type": "config", "turn": {"end_threshold": 0.1}}))
        send_audio(sdk, connection, spoken(sdk, client))
        sdk.done(connection.send({"type": "close"}))
        assert [event.type for event in sdk.each(connection)][-1] == "turn.end"


def test_event_handlers_hear_the_whole_session(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    audio = spoken(sdk, client)
    heard: list[str] = []
    with sdk.opened(client.stt.auto_finalize.websocket(**STREAM)) as connection:
        connection.on("turn.end", lambda event: heard.append(event.transcript))
        send_audio(sdk, connection, audio)
        sdk.done(connection.send({"type": "close"}))
        sdk.done(connection.dispatch_events())
    assert heard == [TRANSCRIPT]


@pytest.mark.parametrize("way", ["manual_finalize", "auto_finalize"])
def test_a_model_that_does_not_exist_is_refused(sdk: Sdk, mock: Mock, way: str) -> None:
    client = sdk.client(mock)
    manager = getattr(client.stt, way).websocket(**{**STREAM, "model": "ink-9000"})
    with pytest.raises(InvalidStatus, match="HTTP 400"), sdk.opened(manager):
        pass
