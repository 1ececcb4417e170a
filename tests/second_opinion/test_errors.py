"""Errors through the SDK: the exception of each status, and the structured body that comes with it."""

from __future__ import annotations

import functools
import json
import uuid
from collections.abc import Iterator
from typing import Any

import cartesia
import pytest
from cartesia.types.tts_sse_event import TTSSSEErrorEvent
from websockets.exceptions import InvalidStatus

from .process import FAULTY_CONTRALTO, Mock, running_mock
from .sdk import KATIE, MODEL, NO_VOICE, RAW, TIMEOUT_S, TRANSCRIPT, Sdk, strictly

REQUEST: dict[str, Any] = {"model_id": MODEL, "transcript": TRANSCRIPT, "voice": KATIE, "output_format": RAW}
MANNER: dict[str, Any] = {"model_id": MODEL, "voice": KATIE, "output_format": RAW, "timeout": TIMEOUT_S}

# What is wrong with a request to speak: the members to change, the exception, `error_code`, a word of the message.
BAD_REQUESTS = [
    ({"transcript": ""}, cartesia.BadRequestError, None, "transcript"),
    ({"transcript": "?! ..."}, cartesia.BadRequestError, None, "transcript"),
    ({"model_id": "no-such-model"}, cartesia.BadRequestError, "model_not_found", "no-such-model"),
    ({"voice": NO_VOICE}, cartesia.NotFoundError, "voice_not_found", NO_VOICE),
    ({"output_format": {**RAW, "sample_rate": 12345}}, cartesia.BadRequestError, None, "sample_rate"),
    ({"output_format": {**RAW, "encoding": "pcm_s24le"}}, cartesia.BadRequestError, None, "encoding"),
    ({"language": "en", "locale": "en-GB"}, cartesia.BadRequestError, None, "locale"),
    ({"language": "tlh"}, cartesia.BadRequestError, "language_not_supported", "tlh"),
    ({"generation_config": {"speed": 9}}, cartesia.BadRequestError, None, "speed"),
]
BAD_IDS = ["empty", "unspeakable", "model", "voice", "rate", "encoding", "language-and-locale", "language", "speed"]


@pytest.fixture(scope="module")
def faulty_mock() -> Iterator[Mock]:
    """A mock whose event streams all end with an error."""
    with running_mock("--defect", "second-opinion.stream-fails", program=FAULTY_CONTRALTO) as running:
        yield running


def assert_structured(body: Any, *, code: str | None, about: str) -> None:
    """`body` has the members of a structured error and no others, and its message is `about` the right thing."""
    assert set(body) == {"error_code", "title", "message", "request_id"}
    assert body["error_code"] == code
    assert body["title"]
    assert about in body["message"]
    uuid.UUID(body["request_id"])


def assert_error_event(event: Any, status: int, *, code: str | None, about: str, context_id: str | None) -> None:
    """`event` is a structured error event of a socket, as the SDK reads it."""
    assert (event.type, event.done, event.status_code) == ("error", True, status)
    assert (event.error_code, event.context_id) == (code, context_id)
    assert about in event.message
    assert event.error == f"{event.title}: {event.message}"
    assert event.request_id
    assert event.doc_url is None


@pytest.mark.parametrize("operation", ["generate", "generate_sse"])
@pytest.mark.parametrize(("wrong", "exception", "code", "about"), BAD_REQUESTS, ids=BAD_IDS)
def test_a_bad_request_to_speak_is_refused_before_any_audio(
    sdk: Sdk,
    mock: Mock,
    operation: str,
    wrong: dict[str, Any],
    exception: type[cartesia.APIStatusError],
    code: str | None,
    about: str,
) -> None:
    with pytest.raises(exception) as caught:
        sdk.done(getattr(sdk.client(mock).tts, operation)(**{**REQUEST, **wrong}))
    assert_structured(caught.value.body, code=code, about=about)
    assert caught.value.response.headers["content-type"] == "application/json"
    assert caught.value.response.headers["x-request-id"]


def test_a_file_format_is_refused_for_events(sdk: Sdk, mock: Mock) -> None:
    wav = {"container": "wav", "encoding": "pcm_s16le", "sample_rate": 44100}
    with pytest.raises(cartesia.BadRequestError) as caught:
        sdk.done(sdk.client(mock).tts.generate_sse(**{**REQUEST, "output_format": wav}))
    assert_structured(caught.value.body, code=None, about="container")


@pytest.mark.parametrize("limit", [0, 101])
def test_a_page_size_out_of_range_is_refused(sdk: Sdk, mock: Mock, limit: int) -> None:
    with pytest.raises(cartesia.BadRequestError) as caught:
        sdk.done(sdk.client(mock).voices.list(limit=limit))
    assert_structured(caught.value.body, code=None, about="limit")


def test_an_unknown_voice_is_not_found(sdk: Sdk, mock: Mock) -> None:
    with pytest.raises(cartesia.NotFoundError) as caught:
        sdk.done(sdk.client(mock).voices.get(NO_VOICE))
    assert_structured(caught.value.body, code="voice_not_found", about=NO_VOICE)


def test_an_unknown_path_is_not_found(sdk: Sdk, mock: Mock) -> None:
    with pytest.raises(cartesia.NotFoundError) as caught:
        sdk.done(sdk.client(mock).get("/no-such-path", cast_to=object))
    assert_structured(caught.value.body, code=None, about="/no-such-path")


CREDENTIALS = [
    {"api_key": "sk_car_wrong"},
    {"api_key": None, "token": "not.a.token"},
    {"api_key": None},
]


@pytest.mark.parametrize("credential", CREDENTIALS, ids=["key", "token", "none"])
def test_a_wrong_or_missing_credential_opens_nothing(sdk: Sdk, mock: Mock, credential: dict[str, Any]) -> None:
    client = sdk.client(mock, **credential)
    # Without this the SDK does not even ask when it has no credential.
    bare = {} if any(credential.values()) else {"extra_headers": {"Authorization": cartesia.Omit()}}
    for call in (
        functools.partial(client.voices.list, **bare),
        functools.partial(client.voices.get, KATIE, **bare),
        functools.partial(client.access_token.create, grants={"tts": True}, **bare),
        functools.partial(client.tts.generate, **REQUEST, **bare),
        functools.partial(client.tts.generate_sse, **REQUEST, **bare),
    ):
        with pytest.raises(cartesia.AuthenticationError) as caught:
            sdk.done(call())
        assert_structured(caught.value.body, code=None, about="")


@pytest.mark.parametrize("credential", CREDENTIALS, ids=["key", "token", "none"])
def test_a_socket_is_refused_at_the_upgrade(sdk: Sdk, mock: Mock, credential: dict[str, Any]) -> None:
    with (
        pytest.raises(InvalidStatus) as caught,
        sdk.opened(sdk.client(mock, **credential).tts.websocket_connect()),
    ):
        pass
    response = caught.value.response
    assert response.status_code == 401
    assert response.headers["X-Request-Id"]
    assert_structured(json.loads(response.body), code=None, about="")


def test_an_error_within_a_stream_is_its_last_event(sdk: Sdk, faulty_mock: Mock) -> None:
    first, last = sdk.events(sdk.client(faulty_mock).tts.generate_sse(context_id="ctx_1", **REQUEST))
    assert first.type == "chunk"
    assert isinstance(last, TTSSSEErrorEvent)
    assert (last.done, last.status_code, last.error_code) == (True, 500, None)
    assert last.error == "Unexpected error: the voice was lost"
    assert last.request_id
    assert last.doc_url is None


# The same faults as over HTTP, where a socket knows them; and what differs.
SOCKET_FAULTS = [
    ({"transcript": ""}, 400, None, "transcript"),
    ({"model_id": "no-such-model"}, 400, "model_not_found", "no-such-model"),
    ({"voice": NO_VOICE}, 404, "voice_not_found", NO_VOICE),
    ({"output_format": {**RAW, "container": "wav"}}, 400, None, "container"),
    ({"language": "tlh"}, 400, "language_not_supported", "tlh"),
]


@pytest.mark.parametrize(
    ("wrong", "status", "code", "about"), SOCKET_FAULTS, ids=["empty", "model", "voice", "container", "language"]
)
def test_a_bad_input_ends_its_context_and_no_other(
    sdk: Sdk, mock: Mock, wrong: dict[str, Any], status: int, code: str | None, about: str
) -> None:
    request = {"transcript": TRANSCRIPT, "voice": KATIE, **wrong}
    with sdk.opened(sdk.client(mock).tts.websocket_connect()) as socket:
        good, bad = socket.context("good", **MANNER), socket.context("bad", **MANNER)
        sdk.done(good.push(TRANSCRIPT))
        sdk.done(bad.send(continue_=False, **request))
        (event,) = sdk.heard(bad)
        sdk.done(good.no_more_inputs())
        heard = sdk.heard(good)
    assert_error_event(event, status, code=code, about=about, context_id="bad")
    assert {each.context_id for each in heard} == {"good"}
    assert [each.type for each in heard].count("done") == 1
    assert heard[-1].type == "done"


def test_an_input_without_a_context_is_answered_without_one(sdk: Sdk, mock: Mock) -> None:
    with sdk.opened(sdk.client(mock).tts.websocket_connect()) as socket:
        sdk.done(socket.send(REQUEST))
        event = strictly(sdk.done(socket.recv()))
    assert_error_event(event, 400, code=None, about="context_id", context_id=None)


def test_an_error_without_a_context_reaches_a_waiting_context(sdk: Sdk, mock: Mock) -> None:
    with sdk.opened(sdk.client(mock).tts.websocket_connect()) as socket:
        context = socket.context("ctx_1", **MANNER)
        sdk.done(context.push(TRANSCRIPT))
        sdk.done(socket.send(REQUEST))
        sdk.done(context.no_more_inputs())
        errors = [event for event in sdk.heard(context) if event.type == "error"]
    (event,) = errors
    assert_error_event(event, 400, code=None, about="context_id", context_id=None)


def test_the_older_interface_raises_what_the_service_says(sdk: Sdk, mock: Mock) -> None:
    socket = sdk.done(sdk.client(mock).tts.websocket())
    sdk.done(socket.connect())
    try:
        with pytest.raises(RuntimeError, match=f"Voice not found: .*{NO_VOICE}"):
            sdk.done(socket.send(stream=False, **{**REQUEST, "voice": NO_VOICE}))
    finally:
        sdk.done(socket.close())
