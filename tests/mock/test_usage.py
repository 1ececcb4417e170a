"""Usage: what was really asked shows in it, and every period has its number."""

from __future__ import annotations

import io
import math
import wave
from collections.abc import Callable
from datetime import datetime
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect as websocket

from contralto_conformance.mock import MockSettings
from contralto_conformance.mock.exchange import Call
from contralto_conformance.mock.resources.ledger import Ledger
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.versions import version_of

from .conftest import ADMIN, KATIE, NEW, Api, Socket
from .documents import DATES
from .test_infill import infill
from .test_voice_changer import change

VERSIONS = [date for date in DATES if date >= "2026-03-01"]
PRODUCTION, STAGING = "0b1f6c0e-5c8b-4e0a-9d3e-2f7a1c64b8d5", "7d0c2b1e-94a3-4f6d-8b55-0c1d9e7f3a42"
PRO_VOICE = "2c75bf61-45d1-449a-8ba1-70c9e6c39385"
NOW_S = 1_789_986_600.0  # Monday 2026-09-21T10:30:00Z
TODAY = "start_ts=2026-09-21T00:00:00Z"


@pytest.fixture
def fresh(mock: Callable[..., Api]) -> Api:
    return mock(clock=lambda: NOW_S, api_keys=("sk_car_test", "sk_car_other", "sk_car_admin_test"))


def credits_of(api: Api, query: str = "", version: str = NEW) -> httpx.Response:
    return api.get(f"/usage/credits?{query}", version, headers=ADMIN)


def used_today(api: Api, query: str = "") -> int:
    (bucket,) = credits_of(api, f"{TODAY}&{query}").json()["data"]
    return int(bucket["credits"])


def grouped(api: Api, grouping: str) -> dict[str, int]:
    """Credits of today by value."""
    answer = credits_of(api, f"{TODAY}&group_by={grouping}").json()
    assert answer["group_by"] == grouping
    return {series["id"]: sum(bucket["credits"] for bucket in series["buckets"]) for series in answer["data"]}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_character_costs_a_credit_whatever_the_way(fresh: Api, version: str) -> None:
    assert used_today(fresh) == 0
    fresh.speak(version=version, transcript="Ten chars.")
    assert used_today(fresh) == 10
    fresh.speak("/tts/sse", version=version, transcript="Ten chars.")
    assert used_today(fresh) == 20
    with fresh.connect(version) as connection:
        socket = Socket(connection)
        socket.ask("Ten chars.", go_on=True)
        socket.ask("Ten more..")
        socket.until_done()
    assert used_today(fresh) == 40
    (bucket,) = credits_of(fresh, TODAY, version).json()["data"]
    assert bucket == {"start_ts": "2026-09-21T00:00:00Z", "end_ts": "2026-09-22T00:00:00Z", "credits": 40}


def test_a_professional_voice_costs_half_as_much_again(fresh: Api) -> None:
    fresh.speak(transcript="Hello.!", voice=PRO_VOICE, model_id="sonic-3-2026-01-12")
    assert used_today(fresh) == 11


def test_a_changed_recording_costs_by_its_length_and_an_infill_a_fixed_price_too(fresh: Api) -> None:
    answer = change(fresh)
    with wave.open(io.BytesIO(answer.content)) as file:
        length_s = file.getnframes() / file.getframerate()
    change(fresh, "/voice-changer/sse")
    price = math.ceil(round(15 * length_s, 6))
    assert grouped(fresh, "capability") == {"voice_changer": 2 * price}
    assert infill(fresh, transcript="Ten chars.").status_code == 200
    assert grouped(fresh, "capability") == {"voice_changer": 2 * price, "infill": 310}


def test_what_is_heard_costs_by_the_second(fresh: Api) -> None:
    two_seconds = bytes(2 * 2 * 16000)
    form: Any = {"files": {"file": ("a.pcm", two_seconds)}, "data": {"model": "ink-whisper"}}
    path = "/stt?encoding=pcm_s16le&sample_rate=16000"
    assert fresh.request("POST", path, **form).status_code == 200
    assert grouped(fresh, "capability") == {"stt": 1}
    for model in ("ink-whisper", "ink-2"):
        url = f"{fresh.websocket_url}/stt/websocket?encoding=pcm_s16le&sample_rate=16000&model={model}"
        with websocket(url, additional_headers={"X-API-Key": "sk_car_test", "cartesia-version": NEW}) as connection:
            connection.send(two_seconds)
            connection.send("done")
            for _ in connection:
                pass
    assert grouped(fresh, "model") == {"ink-whisper": 3, "ink-2": 6}
    assert grouped(fresh, "voice") == {"none": 9}


@pytest.mark.parametrize(
    ("encoding", "sample_bytes"),
    [("pcm_s32le", 4), ("pcm_f16le", 2), ("pcm_f32le", 4), ("pcm_mulaw", 1), ("pcm_alaw", 1)],
)
def test_a_second_costs_the_same_in_every_encoding(fresh: Api, encoding: str, sample_bytes: int) -> None:
    url = f"{fresh.websocket_url}/stt/websocket?encoding={encoding}&sample_rate=16000&model=ink-2"
    with websocket(url, additional_headers={"X-API-Key": "sk_car_test", "cartesia-version": NEW}) as connection:
        connection.send(bytes(2 * sample_bytes * 16000))
        connection.send("done")
        for _ in connection:
            pass
    assert grouped(fresh, "model") == {"ink-2": 6}


def test_an_error_costs_nothing(fresh: Api) -> None:
    assert fresh.speak(transcript="...").status_code == 400
    assert fresh.speak(model_id="none").status_code == 400
    assert used_today(fresh) == 0


def test_numbers_are_broken_down_by_what_was_used(fresh: Api) -> None:
    fresh.speak(transcript="Ten chars.")
    fresh.speak(transcript="Hi.", model_id="sonic-2", headers={"Authorization": "Bearer sk_car_other"})
    token = fresh.request("POST", "/access-token", json={"grants": {"tts": True}}).json()["token"]
    fresh.speak(transcript="Hi.", headers={"Authorization": f"Bearer {token}"})
    assert grouped(fresh, "capability") == {"tts": 16}
    assert grouped(fresh, "model") == {"sonic-3": 13, "sonic-2": 3}
    assert grouped(fresh, "voice") == {KATIE: 16}
    assert grouped(fresh, "api_key") == {PRODUCTION: 13, STAGING: 3}
    assert used_today(fresh, f"api_key_id={STAGING.upper()}") == 3
    assert used_today(fresh, "api_key_id=00000000-0000-4000-8000-000000000000") == 0


def test_series_have_labels_and_every_day(fresh: Api) -> None:
    query = "start_ts=2026-09-01T00:00:00Z&end_ts=2026-09-08T00:00:00Z"
    answer = credits_of(fresh, f"{query}&group_by=api_key&interval=day").json()["data"]
    assert [(series["id"], series.get("label")) for series in answer] == [
        (PRODUCTION, "Production"),
        (STAGING, "Staging"),
        ("playground", None),
    ]
    assert all(len(series["buckets"]) == 7 for series in answer)
    assert credits_of(fresh, f"{query}&group_by=voice").json()["data"][0]["label"] == "Katie"
    whole = credits_of(fresh, query).json()["data"][0]["credits"]
    for grouping in ("capability", "model", "voice", "api_key"):
        series = credits_of(fresh, f"{query}&group_by={grouping}").json()["data"]
        assert sum(bucket["credits"] for item in series for bucket in item["buckets"]) == whole > 0


@pytest.mark.parametrize(
    ("interval", "begins"),
    [
        ("", ["08-30"]),
        ("&interval=day", ["08-30", "08-31", "09-01", "09-02", "09-03", "09-04", "09-05", "09-06", "09-07", "09-08"]),
        ("&interval=week", ["08-30", "08-31", "09-07"]),
        ("&interval=month", ["08-30", "09-01"]),
    ],
)
@pytest.mark.parametrize("path", ["credits", "agents"])
def test_periods_cover_the_window_and_add_up(fresh: Api, path: str, interval: str, begins: list[str]) -> None:
    window = "start_ts=2026-08-30T18:00:00Z&end_ts=2026-09-08T01:00:00%2B00:00"
    data = fresh.get(f"/usage/{path}?{window}{interval}", headers=ADMIN).json()["data"]
    assert [bucket["start_ts"] for bucket in data] == [f"2026-{begin}T00:00:00Z" for begin in begins]
    assert [bucket["end_ts"] for bucket in data[:-1]] == [bucket["start_ts"] for bucket in data[1:]]
    assert data[-1]["end_ts"] == "2026-09-09T00:00:00Z"
    whole = fresh.get(f"/usage/{path}?{window}", headers=ADMIN).json()["data"][0]
    counted = "credits" if path == "credits" else "calls"
    assert sum(bucket[counted] for bucket in data) == whole[counted] > 0


def test_a_window_is_the_last_week_when_none_is_given(fresh: Api) -> None:
    for path in ("credits", "agents"):
        (bucket,) = fresh.get(f"/usage/{path}", headers=ADMIN).json()["data"]
        assert (bucket["start_ts"], bucket["end_ts"]) == ("2026-09-14T00:00:00Z", "2026-09-22T00:00:00Z")


def test_days_are_those_of_utc(fresh: Api) -> None:
    query = "start_ts=2026-09-01T00:30:00%2B01:00&end_ts=2026-09-01T23:30:00-01:00"
    (bucket,) = credits_of(fresh, query).json()["data"]
    assert (bucket["start_ts"], bucket["end_ts"]) == ("2026-08-31T00:00:00Z", "2026-09-03T00:00:00Z")


def test_history_is_the_same_in_every_mock_and_ends_when_it_starts(mock: Callable[..., Api]) -> None:
    query = "start_ts=2026-01-01T00:00:00Z&end_ts=2026-10-01T00:00:00Z&interval=day"
    one, other = (credits_of(mock(clock=lambda: NOW_S), query).json()["data"] for _ in range(2))
    assert one == other
    used = [bucket["start_ts"][:10] for bucket in one if bucket["credits"]]
    assert (used[0], used[-1]) == ("2026-02-16", "2026-09-20")


def test_calls_cost_by_the_minute_once_they_are_over(mock: Callable[..., Api]) -> None:
    now_s = NOW_S
    api = mock(clock=lambda: now_s)
    today = f"/usage/agents?{TODAY}&end_ts=2026-09-22T00:00:00Z"
    before = api.get(today, headers=ADMIN).json()["data"][0]
    order = {
        "from_number_id": "pn_8sY2kd",
        "agent_id": "agent_7Qk2mPz4Rt",
        "outbound_calls": [{"to_number": "+14155550198"}],
    }
    call_id = api.request("POST", "/agents/calls", json=order).json()["calls"][0]["agent_call_id"]
    assert api.get(today, headers=ADMIN).json()["data"][0] == before
    now_s += 3600
    call = api.get(f"/agents/calls/{call_id}").json()
    lasted_s = (datetime.fromisoformat(call["end_time"]) - datetime.fromisoformat(call["start_time"])).total_seconds()
    after = api.get(today, headers=ADMIN).json()["data"][0]
    assert after["calls"] == before["calls"] + 1
    assert after["minutes"] == pytest.approx(before["minutes"] + lasted_s / 60, abs=0.11)
    assert after["cents"] > before["cents"]


def test_a_call_without_a_key_is_booked_as_unnamed() -> None:
    service = Service(MockSettings(api_keys=("sk_car_admin_test",), clock=lambda: NOW_S))
    version = version_of(NEW)
    call = Call("http", "POST", "/stt", "", (), {}, "", version, service.new_id)
    service.state(Ledger).charge(call, "stt", 0.2, model="ink-whisper")
    ((use, amount),) = service.state(Ledger).credits_of(service.state(Ledger).today).items()
    assert (use.api_key, use.capability, amount) == ("unnamed_key", "stt", 1)


@pytest.mark.parametrize("path", ["credits", "agents"])
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("start_ts=2026-09-01", "`start_ts` must be a time with its zone"),
        ("start_ts=2026-09-01T00:00:00", "`start_ts` must be a time with its zone"),
        ("end_ts=2026-13-01T00:00:00Z", "`end_ts` must be a time with its zone"),
        ("end_ts=0001-01-01T00:00:00%2B23:59", "`end_ts` must be a time with its zone"),
        ("end_ts=9999-12-31T23:59:59-23:59", "`end_ts` must be a time with its zone"),
        ("end_ts=", "`end_ts` must be a time with its zone"),
        ("start_ts=2026-09-02T00:00:00Z&end_ts=2026-09-01T00:00:00Z", "`end_ts` must come after `start_ts`"),
        ("start_ts=2026-09-02T00:00:00Z&end_ts=2026-09-02T00:00:00Z", "`end_ts` must come after `start_ts`"),
        ("start_ts=2025-08-01T00:00:00Z&end_ts=2026-09-02T00:00:00Z", "one year at most"),
        ("interval=hour", "`interval` must be one of"),
    ],
)
def test_what_is_wrong_with_a_window_is_named(fresh: Api, path: str, query: str, said: str) -> None:
    answer = fresh.get(f"/usage/{path}?{query}", headers=ADMIN)
    assert answer.status_code == 400
    assert said in answer.json()["message"]


def test_a_moment_is_a_window_for_credits_and_none_for_agents(fresh: Api) -> None:
    query = "start_ts=2026-09-02T12:00:00Z&end_ts=2026-09-02T12:00:00Z"
    assert credits_of(fresh, query).json()["data"][0]["end_ts"] == "2026-09-03T00:00:00Z"
    assert fresh.get(f"/usage/agents?{query}", headers=ADMIN).status_code == 400


def test_a_year_is_not_too_long(fresh: Api) -> None:
    query = "start_ts=2025-09-21T00:00:00Z&end_ts=2026-09-21T00:00:00Z&interval=day"
    assert len(credits_of(fresh, query).json()["data"]) == 365


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("group_by=voice&interval=week", "`interval` must be `day`"),
        (f"group_by=api_key&api_key_id={PRODUCTION}", "`api_key_id` cannot go together"),
        ("group_by=color", "`group_by` must be one of"),
        ("api_key_id=production", "`api_key_id` must be the UUID"),
        ("api_key_id=sk_car_test", "got `sk_...`"),
    ],
)
def test_what_is_wrong_with_a_breakdown_is_named(fresh: Api, query: str, said: str) -> None:
    answer = credits_of(fresh, query)
    assert answer.status_code == 400
    assert said in answer.json()["message"]


def test_fractions_of_seconds_are_fine(fresh: Api) -> None:
    query = "start_ts=2026-09-01T00:00:00.123456789Z&end_ts=2026-09-02T00:00:00.000Z"
    (bucket,) = credits_of(fresh, query).json()["data"]
    assert bucket["end_ts"] == "2026-09-02T00:00:00Z"
