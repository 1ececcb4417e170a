"""The SDK told to speak the version 2025-04-16: text errors, other voices, the voice as an object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cartesia
import pytest
from websockets.exceptions import InvalidStatus

from .audio import assert_speaks, read_raw
from .process import FAULTY_CONTRALTO, Mock, running_mock
from .sdk import KATIE, MODEL, NO_VOICE, RAW, SAMPLE_RATE, TIMEOUT_S, TRANSCRIPT, Sdk

LEGACY = {"cartesia-version": "2025-04-16"}
VOICE = {"mode": "id", "id": KATIE}
REQUEST: dict[str, Any] = {"model_id": MODEL, "transcript": TRANSCRIPT, "voice": VOICE, "output_format": RAW}
MANNER: dict[str, Any] = {"model_id": MODEL, "voice": VOICE, "output_format": RAW, "timeout": TIMEOUT_S}


@pytest.fixture(scope="module")
def faulty_mock() -> Iterator[Mock]:
    """A mock whose event streams all end with an error."""
    with running_mock("--defect", "second-opinion.stream-fails", program=FAULTY_CONTRALTO) as running:
        yield running


def legacy_client(sdk: Sdk, mock: Mock, **options: Any) -> Any:
    """A client of the version 2025-04-16; the SDK's models are those of 2026-08-14, so they are not enforced."""
    settings: dict[str, Any] = {"default_headers": LEGACY, "_strict_response_validation": False, **options}
    return sdk.client(mock, **settings)


def context_error(sdk: Sdk, mock: Mock, **connect: Any) -> Any:
    """The error event that a context with an unknown voice ends with."""
    client = sdk.client(mock) if connect else legacy_client(sdk, mock)
    with sdk.opened(client.tts.websocket_connect(**connect)) as socket:
        context = socket.context("ctx_1", **MANNER)
        sdk.done(context.push(TRANSCRIPT, continue_=False, voice={"mode": "id", "id": NO_VOICE}))
        (event,) = sdk.each(context.receive())
    return event


def test_voices_have_the_members_of_their_version(sdk: Sdk, mock: Mock) -> None:
    client = legacy_client(sdk, mock)
    voices = list(sdk.each(client.voices.list(limit=9)))
    assert len({voice.id for voice in voices}) == len(voices) > 20
    for voice in voices:
        members = voice.to_dict()
        assert members["is_public"] is not members["is_owner"]
        assert not {"access", "visibility", "tagline", "locales", "preview_file_url"} & set(members)
    assert sdk.done(client.voices.get(KATIE)).to_dict() == voices[0].to_dict()


@pytest.mark.parametrize("operation", ["generate", "generate_sse"])
@pytest.mark.parametrize(
    ("wrong", "title"),
    [
        ({"transcript": ""}, "Invalid request"),
        ({"model_id": "no-such-model"}, "Invalid model"),
        ({"voice": KATIE}, "Invalid request"),
        ({"voice": {"mode": "embedding", "embedding": [0.0] * 192}}, "Invalid request"),
    ],
    ids=["transcript", "model", "text-voice", "embedding"],
)
def test_a_bad_request_is_refused_with_one_text(
    sdk: Sdk, mock: Mock, operation: str, wrong: dict[str, Any], title: str
) -> None:
    with pytest.raises(cartesia.BadRequestError) as caught:
        sdk.done(getattr(legacy_client(sdk, mock).tts, operation)(**{**REQUEST, **wrong}))
    assert_text(caught.value, title)


def test_a_wrong_key_and_an_unknown_voice_are_refused_with_one_text(sdk: Sdk, mock: Mock) -> None:
    with pytest.raises(cartesia.AuthenticationError) as refused:
        sdk.done(legacy_client(sdk, mock, api_key="sk_car_wrong").voices.list())
    assert_text(refused.value, "Unauthorized")
    with pytest.raises(cartesia.NotFoundError) as missing:
        sdk.done(legacy_client(sdk, mock).voices.get(NO_VOICE))
    assert_text(missing.value, "Voice not found")


def assert_text(error: cartesia.APIStatusError, title: str) -> None:
    """The body is the text `title: message`, which the SDK makes its own message."""
    assert isinstance(error.body, str)
    assert error.body.startswith(f"{title}: ")
    assert error.message == error.body
    assert error.response.headers["content-type"].startswith("text/plain")


def test_speech_comes_by_every_way(sdk: Sdk, mock: Mock) -> None:
    client = legacy_client(sdk, mock)
    file = sdk.audio(client.tts.generate(**REQUEST))
    assert_speaks(read_raw(file, "pcm_s16le", SAMPLE_RATE), TRANSCRIPT)
    events = sdk.events(client.tts.generate_sse(**REQUEST))
    assert b"".join(event.audio for event in events[:-1]) == file
    with sdk.opened(client.tts.websocket_connect()) as socket:
        context = socket.context("ctx_1", **MANNER)
        sdk.done(context.push(TRANSCRIPT))
        sdk.done(context.no_more_inputs())
        heard = sdk.heard(context)
    assert heard[-1].type == "done"
    assert b"".join(event.audio for event in heard[:-1]) == file


def test_a_socket_is_refused_with_one_text(sdk: Sdk, mock: Mock) -> None:
    client = legacy_client(sdk, mock, api_key="sk_car_wrong")
    with pytest.raises(InvalidStatus) as caught, sdk.opened(client.tts.websocket_connect()):
        pass
    assert caught.value.response.status_code == 401
    assert caught.value.response.body.startswith(b"Unauthorized: ")


def test_an_error_of_a_context_is_one_text(sdk: Sdk, mock: Mock) -> None:
    members = context_error(sdk, mock).to_dict()
    assert members.pop("error").startswith("Voice not found: ")
    assert members == {"type": "error", "done": True, "status_code": 400, "context_id": "ctx_1"}


def test_the_query_of_a_socket_wins_over_the_header(sdk: Sdk, mock: Mock) -> None:
    members = context_error(sdk, mock, extra_query={"cartesia_version": "2025-04-16"}).to_dict()
    assert members["error"].startswith("Voice not found: ")
    assert "title" not in members


def test_the_text_of_a_context_error_can_be_read(sdk: Sdk, mock: Mock) -> None:
    assert NO_VOICE in context_error(sdk, mock).error


def test_an_error_within_a_stream_is_one_text(sdk: Sdk, faulty_mock: Mock) -> None:
    first, last = sdk.events(legacy_client(sdk, faulty_mock).tts.generate_sse(**REQUEST))
    assert first.type == "chunk"
    assert last.to_dict() == {
        "type": "error",
        "done": True,
        "status_code": 500,
        "error": "Unexpected error: the voice was lost",
    }


def test_the_text_of_a_stream_error_can_be_read(sdk: Sdk, faulty_mock: Mock) -> None:
    _, last = sdk.events(legacy_client(sdk, faulty_mock).tts.generate_sse(**REQUEST))
    assert last.error == "Unexpected error: the voice was lost"
