"""Calls of agents: what the first ones show in each version, and how one that is placed goes on."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator
from typing import Any

import numpy
import pytest

from .clock import Clock, timed_mock
from .conftest import Api
from .documents import DATES

VERSIONS = [date for date in DATES if date >= "2025-04-16"]
OLDER = [date for date in VERSIONS if date < "2026-03-01"]
NEWER = [date for date in VERSIONS if date >= "2026-03-01"]
AGENT, NIGHT, PARCEL = "agent_7Qk2mPz4Rt", "agent_w0Ns5YcB3d", "agent_H6tRx1JqLm"
NUMBER_ID = "pn_8sY2kd"
MOVED, SOCKET, UNANSWERED, BROKEN, PRIVATE = (
    "call_7gBo3QdW8sXz",
    "call_8hCp4ReX9tYa",
    "call_5eZm1ObU6qVx",
    "call_2lGt8ViB3xCe",
    "call_3mHu9WjC4yDf",
)


class Desk:
    """A mock and its clock."""

    def __init__(self, api: Api, clock: Clock) -> None:
        self.api = api
        self.clock = clock

    def place(self, *to: str, **members: Any) -> list[dict[str, Any]]:
        """Places calls and returns what became of each."""
        body = {
            "from_number_id": NUMBER_ID,
            "agent_id": AGENT,
            "outbound_calls": [{"to_number": number} for number in to],
            **members,
        }
        results: list[dict[str, Any]] = self.api.request("POST", "/agents/calls", json=body).json()["calls"]
        return results

    def placed(self, to: str = "+14155550198", **members: Any) -> str:
        """The id of a call placed to one number."""
        call_id: str = self.place(to, **members)[0]["agent_call_id"]
        return call_id

    def call(self, call_id: str, version: str = "2026-08-14") -> dict[str, Any]:
        call: dict[str, Any] = self.api.get(f"/agents/calls/{call_id}", version).json()
        return call

    def until(self, call_id: str, *statuses: str) -> dict[str, Any]:
        """The call once its status is one of `statuses`; lets time pass for it."""
        for _ in range(1000):
            call = self.call(call_id)
            if call["status"] in statuses:
                return call
            self.clock.passes(0.5)
        raise AssertionError(f"{call_id} stays {call['status']}")


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    clock = Clock()
    with timed_mock(clock) as api:
        yield Desk(api, clock)


@pytest.fixture
def fresh() -> Iterator[Desk]:
    clock = Clock()
    with timed_mock(clock) as api:
        yield Desk(api, clock)


def samples_of(recording: bytes) -> Any:
    """Samples of a WAV file as numbers from -1 to 1, and its rate in Hz."""
    with wave.open(io.BytesIO(recording)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return numpy.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768, file.getframerate()


# What the first calls show.


@pytest.mark.parametrize("version", VERSIONS)
def test_calls_are_listed_with_the_latest_start_first(fresh: Desk, version: str) -> None:
    page = fresh.api.get(f"/agents/calls?agent_id={AGENT}&limit=100", version).json()
    starts = [call["start_time"] for call in page["data"] if call["start_time"]]
    assert starts == sorted(starts, reverse=True)
    assert len(page["data"]) == 14
    assert {call["agent_id"] for call in page["data"]} == {AGENT}


@pytest.mark.parametrize("version", VERSIONS)
def test_transcripts_come_in_lists_only_when_expanded(fresh: Desk, version: str) -> None:
    plain = fresh.api.get(f"/agents/calls?agent_id={AGENT}", version).json()["data"]
    full = fresh.api.get(f"/agents/calls?agent_id={AGENT}&expand=transcript", version).json()["data"]
    assert not any("transcript" in call for call in plain)
    assert full == [fresh.call(call["id"], version) for call in plain]


@pytest.mark.parametrize("version", VERSIONS)
def test_pages_go_on_in_both_directions(fresh: Desk, version: str) -> None:
    def page(query: str) -> dict[str, Any]:
        answer: dict[str, Any] = fresh.api.get(f"/agents/calls?agent_id={AGENT}&{query}", version).json()
        return answer

    ids = [call["id"] for call in page("limit=100")["data"]]
    first = page("limit=5")
    assert [call["id"] for call in first["data"]] == ids[:5]
    assert first["next_page"] == ids[4]
    assert [call["id"] for call in page(f"starting_after={ids[4]}&limit=100")["data"]] == ids[5:]
    assert [call["id"] for call in page(f"ending_before={ids[4]}&limit=2")["data"]] == ids[2:4]
    assert ("has_more" in first) == (version in NEWER)


def test_lists_are_bounded_by_start_with_both_ends_included(fresh: Desk) -> None:
    def ids(query: str) -> list[str]:
        found = fresh.api.get(f"/agents/calls?agent_id={AGENT}&limit=100&{query}").json()["data"]
        return [call["id"] for call in found]

    start = fresh.call(MOVED)["start_time"]
    assert ids(f"start_time_gte={start}&start_time_lte={start}") == [MOVED]
    later, earlier = ids(f"start_time_gte={start}"), ids(f"start_time_lte={start}")
    assert set(later) & set(earlier) == {MOVED}
    assert UNANSWERED not in later + earlier  # what never began lies in no span
    assert len(later) + len(earlier) == 12 + 1


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "`agent_id`"),
        (f"agent_id={AGENT}&expand=recording", "`expand`"),
        (f"agent_id={AGENT}&limit=0", "`limit`"),
        (f"agent_id={AGENT}&starting_after=call_x", "`starting_after`"),
        (f"agent_id={AGENT}&start_time_gte=yesterday", "`start_time_gte`"),
        (
            f"agent_id={AGENT}&start_time_gte=2026-09-02T00:00:00Z&start_time_lte=2026-09-01T00:00:00Z",
            "`start_time_lte`",
        ),
    ],
)
def test_a_list_that_cannot_be_is_refused_by_name(desk: Desk, query: str, said: str) -> None:
    answer = desk.api.get(f"/agents/calls?{query}")
    assert answer.status_code == 400
    assert said in answer.json()["message"]


@pytest.mark.parametrize("query", ["agent_id=agent_none", "batch_id=acb_none"])
def test_lists_of_nothing_are_not_found(desk: Desk, query: str) -> None:
    assert desk.api.get(f"/agents/calls?{query}").status_code == 404


@pytest.mark.parametrize("version", OLDER)
def test_older_versions_name_the_ends_by_who_they_are(desk: Desk, version: str) -> None:
    ends = {"to": "+14155550198", "from": "+14155550142"}
    assert desk.call(MOVED, version)["telephony_params"] == ends
    assert desk.call(SOCKET, version)["telephony_params"] is None
    assert desk.call(MOVED, version)["deployment_id"] == "deployment_n7QsA4eJwU"


@pytest.mark.parametrize("version", NEWER)
def test_newer_versions_name_the_ends_by_direction(desk: Desk, version: str) -> None:
    phone = desk.call(MOVED, version)
    assert (phone["telephony_params"]["to"], phone["telephony_params"]["from"]) == ("+14155550142", "+14155550198")
    assert phone["telephony_params"]["parameters"] == {"branch": "north"}
    assert phone["telephony_account_type"] == "twilio"
    socket = desk.call(SOCKET, version)
    assert "to" not in socket["telephony_params"]
    assert socket["telephony_account_type"] is None


@pytest.mark.parametrize("version", VERSIONS)
def test_turns_tell_what_their_version_knows(desk: Desk, version: str) -> None:
    turns = desk.call(MOVED, version)["transcript"]
    assert [turn["role"] for turn in turns] == ["assistant", "user", "assistant", "system", "user", "assistant"]
    tool = turns[2]["tool_calls"][0]
    assert tool["arguments"] == {"day": "thursday", "hour": "10" if version in OLDER else 10}
    assert ("result" in tool) == (version in NEWER)
    assert ("log_metric" in turns[3]) == (version < "2026-08-14")
    if version in OLDER:
        assert "".join(chunk["text"] for chunk in turns[0]["text_chunks"]) == turns[0]["text"]
        assert turns[0]["end_reason"] == "tts_completed"
    else:
        assert turns[1]["stt_ttfb"] > 0


def test_turns_follow_each_other_within_the_call(desk: Desk) -> None:
    for agent in (AGENT, NIGHT, PARCEL):
        page = desk.api.get(f"/agents/calls?agent_id={agent}&limit=100&expand=transcript").json()
        for call in page["data"]:
            times = [turn[name] for turn in call["transcript"] or () for name in ("start_timestamp", "end_timestamp")]
            assert times == sorted(times)


def test_what_is_not_kept_shows_nothing_of_what_was_said(desk: Desk) -> None:
    call = desk.call(PRIVATE, "2026-03-01")
    assert (call["zdr_enabled"], call["transcript"], call["summary"]) == (True, None, None)
    assert desk.api.get(f"/agents/calls/{PRIVATE}/audio").status_code == 404


# Recordings and logs.


@pytest.mark.parametrize("version", VERSIONS)
def test_a_recording_holds_every_turn_where_the_transcript_says(desk: Desk, version: str) -> None:
    recording = desk.api.get(f"/agents/calls/{MOVED}/audio", version)
    assert recording.headers["content-type"] == "audio/wav"
    samples, rate_hz = samples_of(recording.content)
    turns = [turn for turn in desk.call(MOVED)["transcript"] if turn["text"]]
    at_s = 0.0
    for turn in turns:
        start, end = turn["start_timestamp"], turn["end_timestamp"]
        assert abs(samples[round(start * rate_hz) : round(end * rate_hz)]).max() > 0.1
        assert abs(samples[round(at_s * rate_hz) + 1 : round(start * rate_hz) - 1]).max() == 0
        at_s = end
    assert at_s < len(samples) / rate_hz < at_s + 1


def test_the_two_speakers_sound_different(desk: Desk) -> None:
    samples, rate_hz = samples_of(desk.api.get(f"/agents/calls/{MOVED}/audio").content)
    turns = desk.call(MOVED)["transcript"]

    def pitches_hz(turn: dict[str, Any]) -> set[int]:
        spoken = samples[round(turn["start_timestamp"] * rate_hz) : round(turn["end_timestamp"] * rate_hz)]
        found = set()
        for at in range(0, len(spoken) - 2048, 2048):
            spectrum = abs(numpy.fft.rfft(spoken[at : at + 2048] * numpy.hanning(2048)))
            if spectrum.max() > 20:
                found.add(round(spectrum.argmax() * rate_hz / 2048))
        return found

    agent, caller = pitches_hz(turns[0]), pitches_hz(turns[1])
    assert min(agent) > 1.3 * min(caller)


@pytest.mark.parametrize("call_id", [UNANSWERED, BROKEN, "call_none"])
@pytest.mark.parametrize("version", VERSIONS)
def test_without_a_recording_there_is_none(desk: Desk, call_id: str, version: str) -> None:
    assert desk.api.get(f"/agents/calls/{call_id}/audio", version).status_code == 404


@pytest.mark.parametrize("version", NEWER)
def test_logs_tell_what_happened(desk: Desk, version: str) -> None:
    logs = desk.api.get(f"/agents/calls/{MOVED}/logs", version).json()
    assert logs["call_id"] == MOVED
    assert "call started" in logs["logs"][0]
    assert any("move_appointment" in line for line in logs["logs"])
    assert "agent_hangup" in logs["logs"][-1]


@pytest.mark.parametrize(("call_id", "said"), [("call_none", "Call not found"), (PRIVATE, "Call logs not available")])
@pytest.mark.parametrize("version", NEWER)
def test_missing_logs_are_told_in_a_shape_of_their_own(desk: Desk, call_id: str, said: str, version: str) -> None:
    answer = desk.api.client.get(
        f"{desk.api.url}/agents/calls/{call_id}/logs",
        headers={"Authorization": "Bearer sk_car_test", "Cartesia-Version": version},
    )
    assert answer.status_code == 404
    assert set(answer.json()) == {"message", "description"}
    assert answer.json()["message"] == said


# Placing.


def test_a_placed_call_rings_is_answered_and_ends(fresh: Desk) -> None:
    call_id = fresh.placed()
    new = fresh.call(call_id)
    assert (new["status"], new["start_time"], new["transcript"]) == ("created", None, None)
    running = fresh.until(call_id, "started")
    assert running["end_time"] is None
    assert running["telephony_params"]["direction"] == "outbound"
    over = fresh.until(call_id, "completed")
    assert over["start_time"] == running["start_time"] < over["end_time"]
    assert [turn["role"] for turn in over["transcript"]][:2] == ["assistant", "user"]
    assert over["end_reason"] == "client_hangup"
    assert over["summary"]
    samples, rate_hz = samples_of(fresh.api.get(f"/agents/calls/{call_id}/audio").content)
    assert len(samples) / rate_hz > over["transcript"][-1]["end_timestamp"]
    listed = fresh.api.get(f"/agents/calls?agent_id={AGENT}&limit=1&expand=transcript").json()["data"]
    assert listed == [over]


def test_the_turns_of_a_running_call_come_one_after_the_other(fresh: Desk) -> None:
    call_id = fresh.placed()
    counts = []
    while (call := fresh.call(call_id))["status"] != "completed":
        counts.append(len(call["transcript"] or ()))
        fresh.clock.passes(0.5)
    assert counts == sorted(counts)
    assert set(counts) == set(range(len(call["transcript"]) + 1))


@pytest.mark.parametrize("version", OLDER)
def test_older_versions_call_it_active_and_cancelled(fresh: Desk, version: str) -> None:
    call_id = fresh.placed()
    assert fresh.call(call_id, version)["status"] == "active"
    fresh.until(call_id, "started")
    assert fresh.call(call_id, version)["status"] == "active"
    fresh.api.request("POST", f"/agents/calls/{call_id}/cancel")
    assert fresh.call(call_id, version)["status"] == "cancelled"


def test_each_destination_fails_for_itself_in_the_order_of_the_request(desk: Desk) -> None:
    results = desk.place("+14155550198", "+15005550001", "+14155550142", "+15005550003")
    assert [result["number"] for result in results][1] == "+15005550001"
    assert ["error" in result for result in results] == [False, True, True, False]
    assert "refused" in results[1]["error"]["message"]


@pytest.mark.parametrize(
    ("number", "reason"),
    [("+15005550002", "dial_busy"), ("+15005550003", "dial_no_answer"), ("+15005550004", "dial_failed")],
)
def test_a_call_that_nobody_takes_fails(desk: Desk, number: str, reason: str) -> None:
    call = desk.until(desk.placed(number), "failed")
    assert (call["end_reason"], call["start_time"], call["end_time"]) == (reason, None, None)
    assert call["error_message"]


def test_it_rings_as_long_as_was_asked_for(fresh: Desk) -> None:
    short = fresh.placed("+15005550003", ringing_timeout_seconds=5)
    long = fresh.placed("+15005550003", ringing_timeout_seconds=80)
    fresh.until(short, "failed")
    assert fresh.call(long)["status"] == "created"
    fresh.clock.passes(80)
    assert fresh.call(long)["status"] == "failed"


def test_calls_are_dialled_one_a_second(fresh: Desk) -> None:
    ids = [result["agent_call_id"] for result in fresh.place(*["+15005550004"] * 5)]
    ended = []
    for _ in range(8):
        ended.append(sum(fresh.call(call_id)["status"] == "failed" for call_id in ids))
        fresh.clock.passes(1)
    assert ended == [0, 1, 2, 3, 4, 5, 5, 5]
    answered = [result["agent_call_id"] for result in fresh.place("+14155550111", "+14155550112", "+14155550113")]
    fresh.clock.passes(20)
    starts = [fresh.call(call_id)["start_time"] for call_id in answered]
    assert starts == ["2027-01-01T12:00:11Z", "2027-01-01T12:00:12Z", "2027-01-01T12:00:13Z"]


def test_time_scale_stretches_the_whole_call() -> None:
    clock = Clock()
    with timed_mock(clock, time_scale=0.01) as api:
        desk = Desk(api, clock)
        call_id = desk.placed()
        clock.passes(0.5)
        assert desk.call(call_id)["status"] == "completed"
        assert desk.call(call_id)["transcript"][-1]["end_timestamp"] > 10


def test_what_was_given_with_a_number_stays_with_its_call(desk: Desk) -> None:
    item = {"to_number": "+14155550199", "metadata": {"patient": {"id": 7}}}
    call_id = desk.place(outbound_calls=[item])[0]["agent_call_id"]
    assert desk.call(call_id)["metadata"] == item["metadata"]


@pytest.mark.parametrize("agent_id", [PARCEL, "agent_9cTqLmZr4uXvWnKe2s"])
def test_an_agent_without_placed_calls_speaks_all_the_same(desk: Desk, agent_id: str) -> None:
    call_id = desk.placed(agent_id=agent_id)
    assert desk.until(call_id, "completed")["transcript"]
    newest = desk.api.get(f"/agents/calls?agent_id={agent_id}&limit=1").json()["data"][0]
    assert newest["id"] == call_id


@pytest.mark.parametrize(
    ("members", "status", "said"),
    [
        ({"agent_id": "agent_none"}, 404, "agent_none"),
        ({"from_number_id": "pn_none"}, 404, "pn_none"),
        ({"from_number_id": "pn_0fAnother"}, 403, "another organization"),
        ({"outbound_calls": []}, 400, "`outbound_calls`"),
        ({"outbound_calls": [{"to_number": "0123"}]}, 400, "`outbound_calls[0].to_number`"),
        ({"ringing_timeout_seconds": 4}, 400, "`ringing_timeout_seconds`"),
        ({"ringing_timeout_seconds": 81}, 400, "`ringing_timeout_seconds`"),
        ({"max_call_duration_minutes": 0}, 400, "`max_call_duration_minutes`"),
    ],
)
def test_calls_that_cannot_be_placed_are_refused(desk: Desk, members: Any, status: int, said: str) -> None:
    body = {"from_number_id": NUMBER_ID, "agent_id": AGENT, "outbound_calls": [{"to_number": "+14155550198"}]}
    answer = desk.api.request("POST", "/agents/calls", json={**body, **members})
    assert answer.status_code == status
    assert said in answer.json()["message"]


def test_the_allowance_of_the_plan_ends_and_each_destination_says_so(
    fresh: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contralto_conformance.mock.resources.phone_calls.ALLOWANCE_CALLS", 2)
    assert all("agent_call_id" in result for result in fresh.place("+14155550198", "+14155550199"))
    assert "used up" in fresh.place("+14155550197")[0]["error"]["message"]


def test_the_old_way_calls_from_the_number_of_the_agent(fresh: Desk) -> None:
    body = {"target_numbers": ["+14155550198"], "agent_id": AGENT, "metadata": {"patient_id": "p_1"}}
    assert fresh.api.request("POST", "/twilio/call/outbound", "2025-04-16", json=body).json() == {}
    newest = fresh.api.get(f"/agents/calls?agent_id={AGENT}&limit=1").json()["data"][0]
    assert newest["metadata"] == {"patient_id": "p_1"}
    assert newest["telephony_params"]["from"] == "+14155550142"


@pytest.mark.parametrize(
    ("members", "status", "said"),
    [
        ({"agent_id": "agent_none"}, 404, "agent_none"),
        ({"agent_id": PARCEL}, 400, "`agent_id`"),
        ({"target_numbers": ["+14155550198", "112"]}, 400, "`target_numbers[1]`"),
        ({"metadata": {"text": "x" * 1024 * 1024}}, 400, "`metadata`"),
    ],
)
def test_the_old_way_names_what_is_wrong(desk: Desk, members: Any, status: int, said: str) -> None:
    body = {"target_numbers": ["+14155550198"], "agent_id": AGENT, **members}
    answer = desk.api.request("POST", "/twilio/call/outbound", "2025-04-16", json=body)
    assert answer.status_code == status
    assert said in answer.text


# Cancelling and emptying.


def test_a_cancelled_call_ends_where_it_was(fresh: Desk) -> None:
    call_id = fresh.placed()
    fresh.until(call_id, "started")
    fresh.clock.passes(6)
    assert fresh.api.request("POST", f"/agents/calls/{call_id}/cancel").json() == {"cancelled": True}
    call = fresh.call(call_id)
    assert (call["status"], call["end_reason"]) == ("completed", "api_cancelled")
    last = call["transcript"][-1]
    assert last["end_timestamp"] <= 7
    fresh.clock.passes(60)
    assert fresh.call(call_id) == call
    samples, rate_hz = samples_of(fresh.api.get(f"/agents/calls/{call_id}/audio").content)
    assert last["end_timestamp"] <= len(samples) / rate_hz <= 7


def test_only_a_running_call_can_be_cancelled(desk: Desk) -> None:
    for call_id, status in ((desk.placed(), 400), (MOVED, 400), ("call_none", 404)):
        answer = desk.api.request("POST", f"/agents/calls/{call_id}/cancel")
        assert answer.status_code == status


@pytest.mark.parametrize("version", NEWER)
def test_an_emptied_call_keeps_nothing_of_what_was_said(fresh: Desk, version: str) -> None:
    emptied = fresh.api.request("DELETE", f"/agents/calls/{MOVED}", version).json()
    assert not {"transcript", "summary", "telephony_params", "metadata"} & set(emptied)
    assert emptied["end_reason"] == "agent_hangup"
    fresh.clock.passes(100)
    assert fresh.api.request("DELETE", f"/agents/calls/{MOVED}", version).json() == emptied
    assert fresh.call(MOVED, version) == emptied
    assert "telephony_params" not in fresh.call(MOVED, "2025-04-16")
    assert fresh.api.get(f"/agents/calls/{MOVED}/audio", version).status_code == 404
    result = fresh.api.get(f"/agents/metrics/results?call_id={MOVED}", version).json()["data"][0]
    assert (result["summary"], result["transcript"]) == ("", None)


def test_a_call_under_way_cannot_be_emptied(desk: Desk) -> None:
    answer = desk.api.request("DELETE", f"/agents/calls/{desk.placed()}")
    assert answer.status_code == 400
    assert "completed or failed" in answer.json()["message"]


def test_the_first_calls_lie_in_the_past_of_every_clock() -> None:
    with timed_mock(Clock(1_000_000_000.0)) as api:
        page = api.get(f"/agents/calls?agent_id={AGENT}&limit=100").json()
    assert len(page["data"]) == 14
    assert {call["status"] for call in page["data"]} == {"completed", "failed"}
    assert max(call["end_time"] for call in page["data"] if call["end_time"]) < "2001-09-09T01:46:40Z"
