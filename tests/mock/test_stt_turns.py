"""The socket of speech to text that finds the turns itself, and how it finds them."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from contralto_client.protocol import Machine
from contralto_client.protocol.tables import STT_TURNS
from contralto_conformance.mock.sound.hearing import Listener
from contralto_conformance.mock.sound.turns import Thresholds, TurnEvent, TurnTaker

from .conftest import KEY, NEW, Api
from .documents import DATES
from .hearing_aid import QUERY, Ear, listening, said, silence
from .test_hearing import cut, remembering, speech, spoken, tone

FIRST, SECOND = "Tell me the time, please.", "And where you are."


@pytest.fixture(scope="module")
def first(api: Api) -> bytes:
    return said(api, FIRST)


@pytest.fixture(scope="module")
def second(api: Api) -> bytes:
    return said(api, SECOND)


def kinds(events: Iterable[dict[str, Any]]) -> list[str]:
    """Types of the events, those of updates left out: how many there are follows from the frames."""
    return [event["type"] for event in events if event["type"] != "turn.update"]


def ends(events: Iterable[dict[str, Any]]) -> list[str]:
    return [event["transcript"] for event in events if event["type"] == "turn.end"]


def closed(ear: Ear) -> list[dict[str, Any]]:
    ear.send({"type": "close"})
    return ear.to_the_end()


@pytest.mark.parametrize("version", DATES)
def test_a_conversation_is_its_turns_joined_as_they_are(api: Api, first: bytes, second: bytes, version: str) -> None:
    with listening(api, "stt_turns", version) as ear:
        ear.send(first + silence(1.5) + second)
        events = closed(ear)
    assert kinds(events) == ["connected", "turn.start", "turn.eager_end", "turn.end", "turn.start", "turn.end"]
    assert "".join(ends(events)) == f"{FIRST} {SECOND}"
    assert len({event["request_id"] for event in events}) == 1
    turns = [event["turn_id"] for event in events if "turn_id" in event]
    assert len(set(turns)) == 2
    assert turns == sorted(turns, key=turns.index)


def test_transcripts_only_grow(api: Api, first: bytes, second: bytes) -> None:
    with listening(api, "stt_turns") as ear:
        ear.send(first + silence(0.6) + second + silence(2))
        events = closed(ear)
    assert kinds(events) == [
        "connected", "turn.start", "turn.eager_end", "turn.resume", "turn.eager_end", "turn.end"
    ]  # fmt: skip
    texts = [event["transcript"] for event in events if "transcript" in event]
    assert len(texts) > 6
    for before, after in itertools.pairwise(texts):
        assert after.startswith(before)
    assert texts[-1] == f"{FIRST} {SECOND}"


def test_connected_comes_without_being_asked(api: Api) -> None:
    with listening(api, "stt_turns") as ear:
        event = ear.event()
        response = ear.connection.response
        assert response is not None
        assert event == {"type": "connected", "request_id": response.headers["x-request-id"]}


def test_without_audio_nothing_ends(api: Api, first: bytes) -> None:
    with listening(api, "stt_turns") as ear:
        ear.send(first)
        ear.send("what now?")
        assert kinds(ear.until("error")) == ["connected", "turn.start", "error"]
        ear.send(silence(2))
        assert ends(ear.until("turn.end")) == [FIRST]


def test_silence_alone_is_no_turn(api: Api) -> None:
    with listening(api, "stt_turns") as ear:
        ear.send(silence(3))
        assert kinds(closed(ear)) == ["connected"]


@pytest.mark.parametrize("word", ["close", "done"])
def test_the_end_is_a_close_without_a_done(api: Api, first: bytes, word: str) -> None:
    with listening(api, "stt_turns") as ear:
        ear.send(first)
        ear.send({"type": word})
        events = ear.to_the_end()
    assert kinds(events) == ["connected", "turn.start", "turn.end"]
    assert ends(events) == [FIRST]


@pytest.mark.parametrize("version", DATES)
@pytest.mark.parametrize("message", ["finalize", "close", "[]", '{"type":"finalize"}', "{}", '{"type":7}', ""])
def test_other_commands_are_errors_and_the_socket_stays(api: Api, first: bytes, version: str, message: str) -> None:
    with listening(api, "stt_turns", version) as ear:
        ear.event()
        ear.send(message)
        error = ear.event()
        assert error["type"] == "error"
        assert ("status_code" in error) is (version >= "2026-03-01")
        ear.send(first)
        assert ends(closed(ear)) == [FIRST]


def test_a_config_changes_what_follows(api: Api, first: bytes, second: bytes) -> None:
    with listening(api, "stt_turns") as ear:
        ear.send(first + silence(0.8))
        assert kinds(ear.until("turn.eager_end"))[-1] == "turn.eager_end"
        ear.send({"type": "config", "turn": {"end_timeout_ms": 640}})
        ear.send({"type": "config"})
        ear.send(silence(0.1))
        assert ends(ear.until("turn.end")) == [FIRST]
        # The end comes before it is probable now.
        ear.send({"type": "config", "turn": {"eager_end_threshold": 0.5}})
        ear.send(second + silence(0.7))
        assert kinds(ear.until("turn.end")) == ["turn.start", "turn.end"]


@pytest.mark.parametrize(
    ("turn", "named"),
    [
        ({"start_threshold": 0.95}, "`turn.start_threshold`"),
        ({"end_timeout_ms": 100}, "`turn.end_timeout_ms`"),
        ({"end_threshold": "low"}, "`turn.end_threshold`"),
        ({"eager_end_threshold": 0.3}, "`turn.eager_end_threshold`"),
        ([], "`turn`"),
    ],
)
def test_a_config_that_is_wrong_is_an_error_and_changes_nothing(
    api: Api, first: bytes, turn: object, named: str
) -> None:
    with listening(api, "stt_turns") as ear:
        ear.event()
        ear.send({"type": "config", "turn": turn})
        error = ear.event()
        assert (error["type"], error["status_code"]) == ("error", 400)
        assert named in error["message"]
        ear.send(first + silence(1.1))
        assert kinds(closed(ear)) == ["turn.start", "turn.eager_end", "turn.end"]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"model": "ink-whisper"}, "`model`"),
        ({"model": None}, "`model`"),
        ({"encoding": "pcm_s8"}, "`encoding`"),
        ({"turn_start_threshold": 0.95}, "`turn_start_threshold`"),
        ({"turn_eager_end_threshold": 0.1}, "`turn_eager_end_threshold`"),
        ({"turn_end_threshold": "nan"}, "`turn_end_threshold`"),
        ({"turn_end_timeout_ms": 100}, "`turn_end_timeout_ms`"),
        ({"turn_start_threshold": 0.5}, "`turn_start_threshold`"),
        ({"turn_eager_end_threshold": 0.4, "turn_end_threshold": 0.45}, "`turn_eager_end_threshold`"),
        ({"keyterm": ["a"] * 101}, "`keyterm`"),
    ],
)
def test_a_query_that_is_wrong_is_refused_by_name(api: Api, query: dict[str, Any], named: str) -> None:
    asked = [(name, value) for name, value in {**QUERY, **query}.items() if value is not None]
    url = f"{api.websocket_url}/stt/turns/websocket?{urlencode(asked, doseq=True)}"
    with pytest.raises(InvalidStatus) as refused:
        connect(url, additional_headers={"X-API-Key": KEY, "Cartesia-Version": NEW})
    assert refused.value.response.status_code == 400
    assert named in json.loads(bytes(refused.value.response.body))["message"]


def test_pings_are_answered_and_change_nothing(api: Api, first: bytes) -> None:
    with listening(api, "stt_turns") as ear:
        ear.send(first[: len(first) // 2])
        assert ear.connection.ping().wait(5)
        ear.send(first[len(first) // 2 :])
        assert ends(closed(ear)) == [FIRST]


def test_an_idle_socket_closes(mock: Callable[..., Api]) -> None:
    with listening(mock(time_scale=0.001), "stt_turns") as ear:
        assert kinds(ear.to_the_end()) == ["connected"]


def test_the_route_without_an_upgrade_says_so(api: Api) -> None:
    assert api.get("/stt/turns/websocket").status_code == 426
    assert api.get("/stt/turns/websocket", "2025-04-16").status_code == 404


# How turns are found, without a socket.

QUESTION = speech("Where is it?")
PART = speech("Well, I would say,", pitch_hz=228.0)
QUIET = bytes(32)  # a millisecond
DEFAULTS = Thresholds()


def turns(pieces: Iterable[bytes], thresholds: Thresholds = DEFAULTS, *, is_over: bool = True) -> list[TurnEvent]:
    taker = TurnTaker(Listener(remembering(QUESTION, PART), "pcm_s16le", 16000), thresholds)
    events = [event for piece in pieces for event in taker.hear(piece)]
    return events + ([*taker.end()] if is_over else [])


def names(events: Iterable[TurnEvent]) -> list[str]:
    return [event.kind.removeprefix("turn.") for event in events if event.kind != "turn.update"]


@settings(max_examples=25)
@given(st.lists(st.integers(0, 300_000), max_size=30))
def test_cuts_change_no_turn(places: list[int]) -> None:
    audio = spoken(QUESTION) + QUIET * 700 + spoken(PART) + QUIET * 900 + spoken(QUESTION) + QUIET * 3000
    whole = [event for event in turns([audio]) if event.kind != "turn.update"]
    assert [event for event in turns(cut(audio, places)) if event.kind != "turn.update"] == whole
    assert names(whole) == ["start", "eager_end", "resume", "eager_end", "end"]
    assert whole[-1].transcript == "Where is it? Well, I would say, Where is it?"


@given(
    st.lists(
        st.one_of(
            st.sampled_from([QUESTION, PART]).map(spoken),
            st.tuples(st.just(spoken(PART)), st.integers(0, 60_000)).map(lambda part: part[0][part[1] // 2 * 2 :]),
            st.integers(10, 4000).map(lambda ms: QUIET * ms),
            st.tuples(st.integers(1, 900), st.integers(80, 900)).map(lambda sound: tone(sound[0] / 1000, sound[1])),
        ),
        max_size=8,
    ),
    st.integers(3, 40_000),
    st.floats(0.5, 0.9),
    st.floats(0.31, 0.49),
    st.floats(0.05, 0.3),
    st.floats(640, 11_200),
)
@settings(max_examples=25)
def test_whatever_is_heard_the_events_are_legal(
    sounds: list[bytes], piece: int, start: float, eager: float, end: float, timeout_ms: float
) -> None:
    audio = b"".join(sounds)
    machine = Machine(STT_TURNS, role="server")
    machine.send({"type": "connected"})
    before = ""
    pieces = (audio[at : at + piece] for at in range(0, len(audio), piece))
    thresholds = Thresholds(start, eager, end, timeout_ms)
    for event in turns(pieces, thresholds):
        machine.send({"type": event.kind})
        assert event.kind == "turn.start" or event.transcript.startswith(before)
        before = event.transcript
    assert machine.state() == "idle"


def test_turns_start_with_enough_sound() -> None:
    audio = spoken(QUESTION)
    assert names(turns([audio[: 32 * 100]], Thresholds(start_threshold=0.65), is_over=False)) == []
    assert names(turns([audio[: 32 * 110]], Thresholds(start_threshold=0.65), is_over=False)) == ["start"]


@pytest.mark.parametrize(("threshold", "ms"), [(0.7, 450), (0.4, 900)])
def test_the_eager_threshold_says_after_which_silence_a_turn_probably_ends(threshold: float, ms: int) -> None:
    # The last pause of the speech itself is 260 ms of silence.
    for quiet_ms, expected in ((ms - 290, ["start"]), (ms - 220, ["start", "eager_end"])):
        found = turns([spoken(QUESTION) + QUIET * quiet_ms], Thresholds(eager_end_threshold=threshold), is_over=False)
        assert names(found) == expected


def test_after_a_comma_more_is_expected() -> None:
    short, long = ([spoken(PART) + QUIET * quiet_ms] for quiet_ms in (1500, 4500))
    assert names(turns(short, is_over=False)) == ["start"]
    assert names(turns(long, is_over=False)) == ["start", "eager_end", "end"]


def test_the_timeout_ends_a_turn_that_expects_more() -> None:
    found = turns([spoken(PART) + QUIET * 700], Thresholds(end_timeout_ms=640), is_over=False)
    assert names(found) == ["start", "end"]
    assert found[-1].transcript == "Well, I would say,"


def test_a_speaker_who_goes_on_resumes_the_turn() -> None:
    found = turns([spoken(QUESTION) + QUIET * 500 + spoken(PART)])
    assert names(found) == ["start", "eager_end", "resume", "end"]
    assert found[-1].transcript == "Where is it? Well, I would say,"
