"""Errors of both eras become values; nothing a server sends makes that fail."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contralto_generator.runtime import errors
from contralto_generator.runtime.errors import error_from_event, error_from_response

STRUCTURED = {
    "error_code": "voice_not_found",
    "title": "Voice not found",
    "message": "No voice has this id.",
    "request_id": "11111111-2222-4333-8444-555555555555",
    "doc_url": "https://docs.test/errors",
}


@pytest.mark.parametrize(
    ("status_code", "kind"),
    [
        (400, errors.BadRequestError),
        (401, errors.AuthenticationError),
        (402, errors.PaymentRequiredError),
        (403, errors.PermissionDeniedError),
        (404, errors.NotFoundError),
        (408, errors.RequestTimeoutError),
        (409, errors.ConflictError),
        (413, errors.PayloadTooLargeError),
        (422, errors.UnprocessableEntityError),
        (429, errors.RateLimitError),
        (418, errors.ApiError),
        (499, errors.ApiError),
        (500, errors.ServerError),
        (529, errors.ServerError),
        (302, errors.ApiError),
    ],
)
def test_the_class_follows_the_status(status_code: int, kind: type[errors.ApiError]) -> None:
    assert type(error_from_response(status_code, {}, b"")) is kind


def test_a_structured_error_keeps_every_member_and_the_body() -> None:
    body = json.dumps(STRUCTURED).encode()
    error = error_from_response(404, {"x-request-id": "from-header"}, body)
    assert {name: getattr(error, name) for name in STRUCTURED} == STRUCTURED
    assert error.body == body
    assert str(error) == (
        "404 Voice not found: No voice has this id. "
        "(error_code voice_not_found, request_id 11111111-2222-4333-8444-555555555555)"
    )


@pytest.mark.parametrize(
    ("body", "title", "message"),
    [
        (b"Voice not found: No voice has this id.", "Voice not found", "No voice has this id."),
        (b"  Bad Request: a: b  \n", "Bad Request", "a: b"),
        (b"plain words", "", "plain words"),
        (b"", "", "the answer has no body"),
        (b'"Title: quoted by a proxy"', "Title", "quoted by a proxy"),
        (b'{"error": "Title: in an object"}', "Title", "in an object"),
        (b'{"error": {"message": "by a gateway", "code": "x"}}', "", "by a gateway"),
        (b'{"detail": "by another"}', "", "by another"),
        (b'{"odd": 1}', "", '{"odd": 1}'),
        (b"<html>\n<title>502: x</title>", "", "<html>\n<title>502: x</title>"),
        (b"[1, 2]", "", "[1, 2]"),
        (b"\xff\xfe", "", "\ufffd\ufffd"),
    ],
)
def test_a_legacy_or_foreign_error_is_understood(body: bytes, title: str, message: str) -> None:
    error = error_from_response(400, {"x-request-id": "r-1"}, body)
    assert (error.title, error.message, error.request_id, error.body) == (title, message, "r-1", body)


def test_a_long_page_is_cut_in_the_message_and_kept_in_the_body() -> None:
    page = b"<html>" + b"x" * 10_000
    error = error_from_response(502, {}, page)
    assert len(str(error)) < 2_100
    assert error.body == page


def test_stream_errors_of_both_eras() -> None:
    modern = error_from_event({"type": "error", "done": True, "status_code": 404, "context_id": "a", **STRUCTURED})
    legacy = error_from_event(
        {"type": "error", "done": True, "status_code": 400, "error": "Invalid voice: no such id", "context_id": "a"}
    )
    agents = error_from_event({"type": "error", "code": "invalid_event", "message": "what?", "fatal": False})
    assert (modern.status_code, modern.error_code, modern.title) == (404, "voice_not_found", "Voice not found")
    assert (legacy.status_code, legacy.title, legacy.message) == (400, "Invalid voice", "no such id")
    assert (agents.error_code, agents.message) == ("invalid_event", "what?")
    assert modern.context_id == legacy.context_id == "a"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*STRUCTURED, "error", "detail", "code"]), inner),
    max_leaves=6,
)


@given(st.integers(0, 999), st.binary() | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_body_gives_a_typed_error(status_code: int, body: bytes) -> None:
    error = error_from_response(status_code, {}, body)
    assert isinstance(error, errors.ApiError)
    assert str(error).startswith(str(status_code))
    assert error.body == body


@given(st.dictionaries(st.sampled_from([*STRUCTURED, "error", "type", "status_code", "context_id"]), JSON))
def test_any_event_gives_a_typed_error(event: dict[str, Any]) -> None:
    assert isinstance(str(error_from_event(event)), str)


def test_deep_nesting_is_no_trap() -> None:
    assert error_from_response(400, {}, b"[" * 100_000).message.startswith("[[")


@pytest.mark.parametrize(
    "error",
    [
        error_from_response(429, {}, json.dumps(STRUCTURED).encode(), retry_after_s=2.0),
        error_from_event({"type": "error", **STRUCTURED}),
        errors.StreamTruncated("cut", received=errors.Received(3, 40), close_code=1006),
        errors.DeadlineExceeded("late", limit="read"),
        errors.ConnectionFailed("gone", maybe_executed=True),
        errors.DecodeError("odd", raw=b"x"),
        errors.InboxFull("full", context_id="a"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_survive_pickling_and_copying(error: errors.ContraltoError) -> None:
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(twin) is type(error)
        assert vars(twin) == vars(error)
        assert str(twin) == str(error)


# -- by code


@pytest.mark.parametrize(
    ("status_code", "code", "kinds"),
    [
        (429, "concurrency_limited", (errors.ConcurrencyLimitError, errors.RateLimitError)),
        (402, "quota_exceeded", (errors.QuotaExceededError, errors.PaymentRequiredError)),
        (429, "quota_exceeded", (errors.QuotaExceededError, errors.RateLimitError)),
        (403, "plan_upgrade_required", (errors.PlanUpgradeRequiredError, errors.PermissionDeniedError)),
        (404, "voice_not_found", (errors.VoiceNotFoundError, errors.NotFoundError)),
        (400, "voice_model_mismatch", (errors.VoiceModelMismatchError, errors.BadRequestError)),
        (400, "model_not_found", (errors.ModelNotFoundError, errors.BadRequestError)),
        (410, "model_sunsetted", (errors.ModelSunsettedError,)),
        (400, "language_not_supported", (errors.LanguageNotSupportedError, errors.BadRequestError)),
        (400, "unsupported_audio_format", (errors.UnsupportedAudioFormatError, errors.BadRequestError)),
        (413, "file_too_large", (errors.PayloadTooLargeError,)),
        (404, "a_code_of_tomorrow", (errors.NotFoundError,)),
    ],
)
def test_an_error_is_of_every_class_that_fits(status_code: int, code: str, kinds: tuple[type, ...]) -> None:
    body = json.dumps({**STRUCTURED, "error_code": code}).encode()
    answer = error_from_response(status_code, {"X-Request-Id": "r", "Retry-After": "1"}, body)
    event = error_from_event({"type": "error", "status_code": status_code, **STRUCTURED, "error_code": code})
    assert all(isinstance(answer, kind) and isinstance(event, kind) for kind in kinds)
    assert type(answer).__name__ == kinds[0].__name__
    assert isinstance(event, errors.StreamError)
    assert type(event).__name__ == "StreamError"
    assert not isinstance(answer, errors.StreamError)
    assert answer.headers == {"x-request-id": "r", "retry-after": "1"}
    for error in (answer, event):
        for twin in (copy.copy(error), pickle.loads(pickle.dumps(error))):
            assert type(twin) is type(error)
            assert (str(twin), vars(twin)) == (str(error), vars(error))


def test_an_event_without_a_known_status_is_a_stream_error_alone() -> None:
    assert type(error_from_event({"type": "error", "error": "Bad Request: no"})) is errors.StreamError
    assert type(error_from_event({"type": "error", "status_code": 418})) is errors.StreamError
