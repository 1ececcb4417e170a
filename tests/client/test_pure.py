"""The small pure modules: requests, options, deadline, codec, events, files, collected speech."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contralto_generator.runtime import _codec
from contralto_generator.runtime._auth import Credential
from contralto_generator.runtime._deadline import Deadline
from contralto_generator.runtime._events import EventDecoder, UnknownEvent
from contralto_generator.runtime._files import PartialFile
from contralto_generator.runtime._options import CallOptions, Timeout, redacted_url, resolve_config
from contralto_generator.runtime._request import Request, Response, path_segment, query_items, query_pairs
from contralto_generator.runtime.errors import DeadlineExceeded, DecodeError

# -- requests


def test_a_path_parameter_stays_one_segment() -> None:
    assert path_segment("a/b c?#é") == "a%2Fb%20c%3F%23%C3%A9"
    for text in ("", ".", ".."):
        with pytest.raises(ValueError, match="pass the id"):
            path_segment(text)


def test_query_parameters_as_text() -> None:
    assert query_pairs(limit=2, q=None, is_owner=True, tags=["a", "b"]) == (
        ("limit", "2"),
        ("is_owner", "true"),
        ("tags", "a"),
        ("tags", "b"),
    )
    assert query_items([("expand[]", ["x"])]) == (("expand[]", "x"),)


def test_a_query_parameter_is_replaced_not_added() -> None:
    request = Request("voices_list", "GET", "/voices", query=(("starting_after", "a"), ("limit", "2")))
    assert request.with_query("starting_after", "b").query == (("limit", "2"), ("starting_after", "b"))


@pytest.mark.parametrize("content", [b"", b"<html>", b"\xff", b"[1", b"NaN"])
def test_a_body_that_is_no_json_says_what_it_is(content: bytes) -> None:
    response = Response(200, {"content-type": "Text/HTML; charset=utf-8", "x-request-id": "r"}, content)
    with pytest.raises(DecodeError, match=r"expected a JSON body, got .* bytes of text/html") as caught:
        response.json()
    assert (caught.value.raw, caught.value.request_id) == (content, "r")


def test_a_json_body_of_another_kind_says_so() -> None:
    with pytest.raises(DecodeError, match="expected a JSON object, got list"):
        Response(200, {}, b"[]").json_object()


# -- options


SETTINGS = {
    "api_version": "2026-08-14",
    "user_agent": "test",
    "default_base_url": "https://api.cartesia.ai",
    "environ": {},
}


def config(**arguments: Any) -> Any:
    return resolve_config(**{**SETTINGS, **arguments})


@pytest.mark.parametrize(
    ("base_url", "websocket_url", "socket"),
    [
        ("http://h:8080/v1/cartesia/", None, "ws://h:8080/v1/cartesia"),
        ("https://h", None, "wss://h"),
        ("https://h", "ws://other:1/x/", "ws://other:1/x"),
        ("https://h", "http://other", "ws://other"),
    ],
)
def test_the_socket_address_follows_the_base_address(base_url: str, websocket_url: str | None, socket: str) -> None:
    assert config(base_url=base_url, websocket_url=websocket_url).websocket_url == socket


def test_arguments_win_over_the_environment() -> None:
    env = {"CARTESIA_API_KEY": "from-env", "CARTESIA_BASE_URL": "http://env"}
    assert config(environ=env).credential.secret == "from-env"
    assert config(environ=env).base_url == "http://env"
    assert config(environ=env, access_token="token").credential.secret == "token"
    assert config(environ=env, base_url="http://arg").base_url == "http://arg"
    assert config().base_url == "https://api.cartesia.ai"


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"base_url": "api.cartesia.ai"}, "`base_url` must look like `http://host` or `https://host`"),
        ({"base_url": "ftp://h"}, "`base_url` must look like"),
        ({"websocket_url": "h"}, "`websocket_url` must look like `ws://host`"),
        ({"base_url": "https://user:hunter2@h"}, "must be scheme, host and path only"),
        ({"base_url": "https://h?api_key=hunter2"}, "must be scheme, host and path only"),
        ({"api_key": "a", "access_token": "b"}, "not both"),
        ({"api_key": "hunter2 with blanks"}, "the credential has a blank"),
        ({"api_key": "hunter2\u2026"}, "the credential has a blank"),
        ({"max_retries": -1}, "`max_retries` must be 0 or more"),
    ],
)
def test_a_wrong_setting_names_itself_and_shows_no_secret(arguments: dict[str, Any], text: str) -> None:
    with pytest.raises(ValueError, match=text.replace("(", "\\(")) as caught:
        config(**arguments)
    assert "hunter2" not in str(caught.value)


def test_no_secret_in_repr() -> None:
    settings = config(api_key="sk_car_hunter2", headers={"X-API-Key": "hunter2"})
    assert "hunter2" not in repr(settings)
    assert "hunter2" not in repr(Credential("hunter2"))
    assert redacted_url("wss://u:hunter2@h/p?api_key=hunter2#hunter2") == "wss://h/p"


def test_an_echoed_secret_is_scrubbed() -> None:
    assert Credential("hunter2").scrub(b"bad key hunter2!") == b"bad key [redacted]!"


def test_a_timeout_must_be_above_zero() -> None:
    with pytest.raises(ValueError, match="`read_s` must be above 0"):
        Timeout(read_s=0)


# -- deadline


def test_a_deadline_caps_waits_and_expires() -> None:
    now = [100.0]
    deadline = Deadline(2.0, clock=lambda: now[0])
    assert (deadline.cap(5.0), deadline.cap(1.0), deadline.cap(None)) == (2.0, 1.0, 2.0)
    assert deadline.allows(1.9)
    assert not deadline.allows(2.0)
    now[0] = 102.0
    assert deadline.expired()
    assert deadline.remaining_s() == 0.0
    with pytest.raises(DeadlineExceeded, match="total time of 2 s ran out while reading"):
        deadline.check("reading")


def test_no_limit_never_expires() -> None:
    deadline = Deadline(None)
    assert (deadline.remaining_s(), deadline.cap(None), deadline.cap(3.0)) == (None, None, 3.0)
    assert deadline.allows(1e9)
    assert not deadline.expired()


def test_options_of_a_call_take_what_the_client_takes() -> None:
    assert CallOptions(timeout=5).timeout == Timeout(total_s=5)
    assert CallOptions(timeout=Timeout(read_s=1)).timeout == Timeout(read_s=1)
    assert CallOptions().timeout is None
    assert "secret" not in repr(CallOptions(headers={"X-API-Key": "secret"}))
    with pytest.raises(ValueError, match="`max_retries` must be 0 or more"):
        CallOptions(max_retries=-1)
    with pytest.raises(ValueError, match="`total_s` must be above 0"):
        CallOptions(timeout=0)


def test_options_are_merged_name_by_name() -> None:
    first = config(headers={"X-A": "1", "X-B": "1"}).merged(
        CallOptions(timeout=5, max_retries=7, headers={"x-a": "2"}, retry_paid=True)
    )
    assert (first.timeout, first.retry.max_retries, first.retry_paid) == (Timeout(total_s=5), 7, True)
    second = first.merged(CallOptions(headers={"X-A": "3"}, api_version="w"))
    assert (second.headers, second.api_version) == ({"x-a": "3", "x-b": "1"}, "w")
    assert (second.timeout, second.retry.max_retries, second.retry_paid) == (Timeout(total_s=5), 7, True)
    assert second.merged(CallOptions(retry_paid=False)).retry_paid is False


@pytest.mark.parametrize("bad", ["a\r\nX-Evil: 1", "a\nb", "a\0b", "secr\u00e9t"])
def test_a_header_that_cannot_be_sent_is_named_without_its_value(bad: str) -> None:
    with pytest.raises(ValueError, match="the header 'x-own' has") as caught:
        config(headers={"X-Own": bad})
    assert bad not in str(caught.value)
    with pytest.raises(ValueError, match="the header 'cartesia-version' has"):
        config(api_version=bad)
    with pytest.raises(ValueError, match="the header"):
        config(headers={bad: "1"})


# -- codec

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(VALUES)
def test_json_survives_a_round_trip_by_either_means(value: Any) -> None:
    for dumps in (_codec.dumps, _codec.std_dumps):
        text = dumps(value)
        assert _codec.loads(text) == _codec.std_loads(text) == json.loads(text) == value


@given(st.binary())
def test_no_bytes_make_the_decoder_raise_anything_but_value_error(data: bytes) -> None:
    for loads in (_codec.loads, _codec.std_loads):
        with contextlib.suppress(ValueError):
            loads(data)


@pytest.mark.parametrize("data", [b"NaN", b"[Infinity]", b"\xff", b"[" * 100_000, b"", b'"\xed\xa0\x80"'])
def test_what_is_no_json_is_refused(data: bytes) -> None:
    for loads in (_codec.loads, _codec.std_loads):
        with pytest.raises(ValueError, match=r".+"):
            loads(data)


@pytest.mark.parametrize(
    "value", [float("nan"), {"a": [None, {"b": float("inf")}]}, (float("-inf"),), "\ud800", {"a": "x\udfff"}]
)
def test_what_json_cannot_express_is_not_sent(value: Any) -> None:
    for dumps in (_codec.dumps, _codec.std_dumps):
        with pytest.raises(ValueError, match=r"is not JSON|surrogate|Out of range") as caught:
            dumps(value)
        assert not isinstance(caught.value, UnicodeError)
        assert dumps({"a": None, "b": [1.5, "null"]}) == b'{"a":null,"b":[1.5,"null"]}'


@pytest.mark.parametrize("text", ["A", "AAA", "AA==AA==", "AA\n==", "-_==", "é", "data:audio/wav;base64,AA=="])
def test_what_is_no_base64_is_refused(text: str) -> None:
    for b64decode in (_codec.b64decode, _codec.std_b64decode):
        with pytest.raises(DecodeError, match="not base64"):
            b64decode(text)


def test_base64_by_either_means() -> None:
    assert _codec.b64decode("AAH/") == _codec.std_b64decode("AAH/") == b"\x00\x01\xff"
    assert _codec.b64decode("") == b""


# -- events


def decoder() -> EventDecoder[Any]:
    return EventDecoder({"chunk": lambda message: SimpleNamespace(data=message["data"].strip())})


def test_an_unknown_type_is_kept_whole() -> None:
    message = {"type": "visemes", "context_id": "a", "more": [1]}
    event = decoder().event(message)
    assert event == UnknownEvent("visemes", message)
    assert event.context_id == "a"
    assert decoder().event({"type": 7}) == UnknownEvent("", {"type": 7})


def test_a_known_type_that_lacks_a_member_says_which() -> None:
    with pytest.raises(DecodeError, match="an event `chunk` is not as documented: member 'data' is missing"):
        decoder().event({"type": "chunk"})
    with pytest.raises(DecodeError, match="an event `chunk` is not as documented"):
        decoder().event({"type": "chunk", "data": 3})


@given(st.binary() | VALUES.map(_codec.std_dumps))
def test_any_message_gives_an_event_or_a_decode_error(data: bytes) -> None:
    try:
        decoder().event(decoder().parse(data))
    except DecodeError as exc:
        assert str(exc)


# -- files


def test_a_file_appears_when_committed(tmp_path: Path) -> None:
    with PartialFile(tmp_path / "a.wav") as file:
        file.write(b"abc")
        assert not (tmp_path / "a.wav").exists()
        file.commit()
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]
    assert (tmp_path / "a.wav").read_bytes() == b"abc"


def test_without_a_commit_nothing_is_left_and_the_old_file_stays(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"old")
    with PartialFile(str(tmp_path / "a.wav")) as file:
        file.write(b"new")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_a_target_that_cannot_be_written_fails_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        PartialFile(tmp_path / "missing" / "a.wav")
    with pytest.raises(IsADirectoryError, match="name the file to write"):
        PartialFile(tmp_path)
