"""The TTS socket: contexts, sections, cancel, and what it does with nonsense."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosedOK

import contralto_spec
from contralto_conformance.mock.sound.speech import Delivery, length_ms

from .conftest import KATIE, NEW, OLD, RAW, VERSIONS, Api, Socket


@pytest.fixture(params=VERSIONS)
def any_socket(api: Api, request: pytest.FixtureRequest) -> Iterator[Socket]:
    """An open socket, of each version."""
    with api.connect(request.param) as connection:
        yield Socket(connection)


def kinds(events: list[dict[str, Any]]) -> list[str]:
    """Types of the events, repetitions joined."""
    types = [event["type"] for event in events]
    return [kind for place, kind in enumerate(types) if place == 0 or types[place - 1] != kind]


def audio(events: list[dict[str, Any]]) -> bytes:
    return b"".join(base64.b64decode(event["data"], validate=True) for event in events if event["type"] == "chunk")


def words(events: list[dict[str, Any]]) -> list[tuple[str, float, float]]:
    found = [event["word_timestamps"] for event in events if event["type"] == "timestamps"]
    return [word for time in found for word in zip(time["words"], time["start"], time["end"], strict=True)]


def test_one_request_is_chunks_and_one_done(any_socket: Socket) -> None:
    any_socket.ask("Hello there.")
    events = any_socket.until_done()
    assert kinds(events) == ["chunk", "done"]
    assert {event["context_id"] for event in events} == {"a"}
    assert events[-1] == {"type": "done", "done": True, "status_code": 200, "context_id": "a"}
    assert len(audio(events)) == length_ms("Hello there.", Delivery()) * 24 * 2


def test_inputs_of_a_context_sound_like_one_text(any_socket: Socket) -> None:
    any_socket.ask("Good morning. How are you?", "whole")
    whole = any_socket.until_done("whole")
    for piece in ("Good ", "morning. ", "How are "):
        any_socket.ask(piece, "pieces", go_on=True)
    any_socket.ask("you?", "pieces")
    assert audio(any_socket.until_done("pieces")) == audio(whole)


def test_times_run_on_over_a_context_and_words_are_as_sent(any_socket: Socket) -> None:
    any_socket.ask("Good morning. ", add_timestamps=True, go_on=True, max_buffer_delay_ms=0)
    any_socket.ask("It costs 100. ", add_timestamps=True, go_on=True)
    any_socket.ask(" ", add_timestamps=True)
    events = any_socket.until_done()
    spoken = words(events)
    assert [word for word, _, _ in spoken] == ["Good", "morning.", "It", "costs", "100."]
    times = [moment for _, start, end in spoken for moment in (start, end)]
    assert times == sorted(times)
    assert times[-1] <= len(audio(events)) / 48000


def test_phonemes_and_normalised_words_come_when_asked(socket: Socket) -> None:
    socket.ask("It is 42.", add_timestamps=True, add_phoneme_timestamps=True, use_normalized_timestamps=True)
    events = socket.until_done()
    assert {event["type"] for event in events} == {"chunk", "timestamps", "phoneme_timestamps", "done"}
    assert [word for word, _, _ in words(events)] == ["It", "is", "forty", "two."]


def test_events_fit_the_document_of_their_version(api: Api) -> None:
    for version in VERSIONS:
        document = contralto_spec.load().asyncapi(version)
        with api.connect(version) as connection:
            socket = Socket(connection)
            socket.ask("Hi. ", go_on=True, add_timestamps=True, add_phoneme_timestamps=True)
            socket.ask("", go_on=True, flush=True)
            socket.ask("")
            events = socket.until_done()
            socket.ask(model_id="nope", context_id="b")
            events.append(socket.event())
        for event in events:
            payload = document["channels"]["tts"]["messages"][event["type"]]
            message = document["components"]["messages"][payload["$ref"].rpartition("/")[2]]
            schema = {**message["payload"], "components": document["components"]}
            assert not list(jsonschema_rs.Draft202012Validator(schema).iter_errors(event)), event


@pytest.mark.parametrize("last", ["", " ", "..."])
def test_a_silent_last_input_ends_the_context(any_socket: Socket, last: str) -> None:
    any_socket.ask("Hello.", go_on=True)
    any_socket.ask(last)
    assert kinds(any_socket.until_done()) == ["chunk", "done"]


def test_an_open_context_waits_while_another_runs(any_socket: Socket) -> None:
    any_socket.ask("Hello.", "open", go_on=True)
    any_socket.ask("Hello.", "other")
    first = any_socket.until_done("other")
    assert not [event for event in first if event["context_id"] == "open" and event["done"]]
    any_socket.ask("Bye.", "open")
    assert kinds(any_socket.until_done("open"))[-1] == "done"


def test_contexts_interleave_and_all_end(any_socket: Socket) -> None:
    names = [f"c{number}" for number in range(8)]
    for name in names:
        any_socket.ask("One two three four five six seven.", name)
    done: list[str] = []
    order: list[str] = []
    while len(done) < len(names):
        event = any_socket.event()
        order.append(event["context_id"])
        if event["done"]:
            done.append(event["context_id"])
    assert set(done) == set(names)
    assert order != sorted(order)


def test_flush_ends_its_section(any_socket: Socket) -> None:
    any_socket.ask("One. ", go_on=True)
    any_socket.ask("", go_on=True, flush=True)
    any_socket.ask("Two. ", go_on=True, flush=True)
    any_socket.ask("Three.")
    events = any_socket.until_done()
    assert kinds(events) == ["chunk", "flush_done", "chunk", "flush_done", "chunk", "done"]
    flushes = [event for event in events if event["type"] == "flush_done"]
    assert [event["flush_id"] for event in flushes] == [1, 2]
    assert all(event["flush_done"] is True and event["done"] is False for event in flushes)
    sections = [event.get("flush_id") for event in events if event["type"] == "chunk"]
    assert [section for section in sections if section is not None] == sorted(filter(None, sections))
    assert sections[-1] == 3


def test_old_clients_see_no_flush_id_before_they_flush(api: Api) -> None:
    for version, first in ((NEW, 1), ("2025-11-04", 1), (OLD, None), ("2024-11-13", None)):
        with api.connect(version) as connection:
            socket = Socket(connection)
            socket.ask("One.", add_timestamps=True)
            assert {event.get("flush_id") for event in socket.until_done() if not event["done"]} == {first}


def test_cancel_silences_a_context_and_no_other(mock: Any) -> None:
    api: Api = mock(pace="realtime", time_scale=0.2)
    with api.connect() as connection:
        socket = Socket(connection)
        socket.ask("word " * 400, "long", go_on=True, max_buffer_delay_ms=0)
        socket.ask("Never heard.", "long", go_on=True)
        socket.ask("Hello.", "other")
        socket.until(lambda event: event["context_id"] == "long")
        socket.cancel("long")
        socket.until_done("other")
        socket.ask("Hello.", "later")
        assert {event["context_id"] for event in socket.until_done("later")} == {"later"}


def test_what_follows_a_cancel_is_ignored(socket: Socket) -> None:
    socket.ask("Hello.", "gone", go_on=True)
    socket.until(lambda event: event["type"] == "chunk")
    socket.cancel("gone")
    socket.cancel("gone")
    socket.ask("Still there?", "gone")
    socket.ask("Hello.", "fresh")
    assert not [event for event in socket.until_done("fresh") if event["type"] == "error"]


def test_cancel_of_an_ended_context_is_harmless_and_of_an_unknown_one_an_error(any_socket: Socket) -> None:
    any_socket.ask("Hello.", "over")
    any_socket.until_done("over")
    any_socket.cancel("over")
    any_socket.cancel("unknown")
    event = any_socket.event()
    assert (event["type"], event["status_code"], event["context_id"]) == ("error", 400, "unknown")
    assert "there is no context `unknown` to cancel" in event.get("message", event.get("error", ""))


def test_an_ended_context_is_not_taken_up_again(socket: Socket) -> None:
    socket.ask("Hello.")
    socket.until_done()
    socket.ask("More.")
    event = socket.event()
    assert (event["status_code"], event["message"]) == (400, "the context `a` has ended; use a fresh id")


@pytest.mark.parametrize(
    ("members", "complaint"),
    [
        ({"model_id": "nope"}, "no model has the id `nope`"),
        ({"model_id": None}, "`model_id` is missing"),
        ({"voice": {"mode": "id", "id": "nope"}}, "no voice has the id `nope`"),
        ({"voice": {"mode": "embedding", "embedding": [0.0] * 192}}, "`voice.mode` must be"),
        ({"output_format": None}, "`output_format` is missing"),
        ({"output_format": {**RAW, "container": "wav"}}, '`output_format.container` must be `"raw"`'),
        ({"output_format": {**RAW, "sample_rate": 1}}, "`output_format.sample_rate` must be one of"),
        ({"max_buffer_delay_ms": -1}, "`max_buffer_delay_ms` must be at least 0"),
        ({"max_buffer_delay_ms": 5001}, "`max_buffer_delay_ms` must be at most"),
        ({"continue": "yes"}, "`continue` must be true or false"),
        ({"transcript": ""}, "`transcript` must hold something to say"),
        ({"transcript": "?!"}, "`transcript` must hold something to say"),
    ],
)
def test_an_error_ends_its_context_and_nothing_else(
    any_socket: Socket, members: dict[str, Any], complaint: str
) -> None:
    any_socket.ask("Hello, one two three.", "good")
    any_socket.ask(context_id="bad", **members)
    any_socket.ask("Hello.", "later")
    events = any_socket.until_done("later")
    if not any(event["done"] and event["context_id"] == "good" for event in events):
        events += any_socket.until_done("good")
    bad = [event for event in events if event["context_id"] == "bad"]
    assert [event["type"] for event in bad] == ["error"]
    assert bad[0]["done"] is True
    assert complaint in bad[0].get("message", bad[0].get("error", ""))
    assert ("error" in bad[0]) is ("title" not in bad[0])


def test_statuses_and_codes_of_errors(api: Api) -> None:
    for version, voice_status in ((NEW, 404), ("2026-03-01", 404), (OLD, 400)):
        with api.connect(version) as connection:
            socket = Socket(connection)
            socket.ask(voice={"mode": "id", "id": "nope"})
            event = socket.event()
            assert event["status_code"] == voice_status
            assert event.get("error_code") == ("voice_not_found" if version != OLD else None)


@pytest.mark.parametrize("frame", ["{", "[]", "null", '"finalize"', "", b"\x00\x01\x02\x03", b"{}", '{"a":NaN}'])
def test_nonsense_gets_an_error_and_the_socket_stays(any_socket: Socket, frame: str | bytes) -> None:
    any_socket.connection.send(frame)
    event = any_socket.event()
    assert (event["type"], event["status_code"], event["done"]) == ("error", 400, True)
    assert "context_id" not in event
    any_socket.ask("Hello.")
    assert kinds(any_socket.until_done()) == ["chunk", "done"]


def test_a_context_id_is_required_since_2026_03_01(api: Api) -> None:
    for version in ("2026-03-01", NEW):
        with api.connect(version) as connection:
            socket = Socket(connection)
            socket.ask(context_id=None)
            event = socket.event()
            assert (event["type"], event["status_code"]) == ("error", 400)
            assert "`context_id` is missing" in event["message"]


def test_answers_to_old_clients_without_context_id_come_in_turn(api: Api) -> None:
    with api.connect(OLD) as connection:
        socket = Socket(connection)
        socket.ask("One two three four five six.", None)
        socket.ask("Two.", None, go_on=True)
        socket.ask("Three.", None)
        first, second = socket.until_done(None), socket.until_done(None)
    assert [kinds(first), kinds(second)] == [["chunk", "done"], ["chunk", "done"]]
    assert not any("context_id" in event for event in first + second)
    assert len(audio(first)) == length_ms("One two three four five six.", Delivery()) * 48
    assert len(audio(second)) == length_ms("Two. Three.", Delivery()) * 48


def test_unknown_members_and_nulls_and_odd_ids_are_tolerated(any_socket: Socket) -> None:
    nulls = dict.fromkeys(["generation_config", "duration", "language", "flush", "speed"])
    message = {
        "model_id": "sonic-turbo",
        "transcript": "Hello.",
        "voice": {"mode": "id", "id": KATIE, "__experimental_controls": {"speed": "fast"}},
        "output_format": RAW,
        "context_id": "a b/ü",
        "stream": True,
        **nulls,
    }
    any_socket.connection.send(json.dumps(message))
    assert kinds(any_socket.until_done("a b/ü")) == ["chunk", "done"]


def test_later_inputs_may_name_another_voice(socket: Socket) -> None:
    socket.ask("Hello.", go_on=True)
    socket.ask("", voice={"mode": "id", "id": "nobody"}, model_id="whatever")
    assert kinds(socket.until_done()) == ["chunk", "done"]


def test_fragments_pings_and_unknown_query_parameters(api: Api) -> None:
    with api.connect(query="?model_id=sonic-2&cartesia_client=x") as connection:
        socket = Socket(connection)
        socket.ask("Hello.", "plain")
        plain = socket.until_done("plain")
        text = json.dumps(
            {"model_id": "sonic-3", "transcript": "Hello.", "voice": KATIE, "output_format": RAW, "context_id": "f"}
        )
        connection.send([text[:5], text[5:40], text[40:]])
        assert audio(socket.until_done("f")) == audio(plain)
        for payload in (b"", b"hello", b"x" * 125):
            assert connection.ping(payload).wait(5)


def test_chunks_stay_far_below_what_clients_take(socket: Socket) -> None:
    socket.ask("word " * 300, output_format={"container": "raw", "encoding": "pcm_f32le", "sample_rate": 48000})
    assert max(len(event["data"]) for event in socket.until_done() if event["type"] == "chunk") < 100_000


@pytest.mark.parametrize(("members", "at_once"), [({"max_buffer_delay_ms": 0}, True), ({}, False)])
def test_text_without_an_end_waits_unless_told_not_to(mock: Any, members: dict[str, Any], at_once: bool) -> None:
    api: Api = mock(time_scale=100.0)  # no delay and no expiry falls into this test
    with api.connect() as connection:
        socket = Socket(connection)
        socket.ask("no end here", "a", go_on=True, **members)
        socket.ask("Hello, one two three.", "b")
        heard = {event["context_id"] for event in socket.until_done("b")}
        assert ("a" in heard) is at_once
        socket.ask("", "a", go_on=True, flush=True, **members)
        events = socket.until(lambda event: event["type"] == "flush_done")
        assert ("chunk" in kinds(events)) is not at_once


def test_waiting_text_is_spoken_after_the_delay(mock: Any) -> None:
    api: Api = mock(time_scale=0.02)
    with api.connect() as connection:
        socket = Socket(connection)
        socket.ask("A sentence. and no end", go_on=True, add_timestamps=True, max_buffer_delay_ms=2000)
        events = socket.until_done()
    assert [word for word, _, _ in words(events)] == ["A", "sentence.", "and", "no", "end"]


def test_a_context_left_alone_expires_with_done(mock: Any) -> None:
    api: Api = mock(time_scale=0.02)
    with api.connect() as connection:
        socket = Socket(connection)
        socket.ask("Hello.", go_on=True)
        assert kinds(socket.until_done()) == ["chunk", "done"]


def test_an_idle_socket_is_closed_with_1000(mock: Any) -> None:
    api: Api = mock(time_scale=0.0005)
    with api.connect() as connection, pytest.raises(ConnectionClosedOK) as closing:
        connection.recv(timeout=5)
    assert closing.value.rcvd is not None
    assert (closing.value.rcvd.code, closing.value.rcvd.reason) == (1000, "connection idle timeout")


def test_too_much_waiting_text_is_refused(mock: Any) -> None:
    api: Api = mock(pace="realtime")
    with api.connect() as connection:
        socket = Socket(connection)
        for _ in range(3):
            socket.ask("word " * 150_000, go_on=True, max_buffer_delay_ms=0)
        event = socket.until_done()[-1]
    assert (event["type"], event["status_code"], event["title"]) == ("error", 429, "Too much text")


ACTIONS = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["input", "flush", "last", "cancel"])), min_size=1, max_size=12
)


@given(ACTIONS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_clients_do_each_context_ends_once_and_in_order(api: Api, actions: list[tuple[str, str]]) -> None:
    with api.connect() as connection:
        socket = Socket(connection)
        for name, action in actions:
            if action == "cancel":
                socket.cancel(name)
            else:
                socket.ask("One. ", name, go_on=action != "last", flush=action == "flush", max_buffer_delay_ms=0)
        socket.ask("The end of this.", "final")
        events = socket.until_done("final")
        connection.send("{")
        events += socket.until(lambda event: event["type"] == "error" and "context_id" not in event)
    for name in "abc":
        mine = [event for event in events if event.get("context_id") == name]
        assert [event["type"] for event in mine].count("done") <= 1
        flushes = [event["flush_id"] for event in mine if event["type"] == "flush_done"]
        assert flushes == list(range(1, len(flushes) + 1))
        sections = [event["flush_id"] for event in mine if event["type"] in ("chunk", "flush_done")]
        assert sections == sorted(sections)
        after_end = mine[[event["done"] for event in mine].index(True) + 1 :] if any(e["done"] for e in mine) else []
        assert all(event["type"] == "error" for event in after_end)
