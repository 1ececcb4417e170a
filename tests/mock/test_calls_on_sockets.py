"""Calls on sockets, as the lists of calls tell of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import Api
from .hearing_aid import said, silence
from .test_agent_calls import samples_of
from .test_agent_sockets import CREATE, LINE, Phone, calling, line, managed


@pytest.fixture
def fresh(mock: Callable[..., Api]) -> Api:
    return mock()


def newest(api: Api, agent_id: str = LINE) -> dict[str, Any]:
    """The call that began last, with its transcript."""
    page = api.get(f"/agents/calls?agent_id={agent_id}&limit=1&expand=transcript").json()
    call: dict[str, Any] = page["data"][0]
    return call


def talk(api: Api, phone: Phone) -> None:
    """The agent greets, the user says something, the agent answers."""
    phone.turn()
    phone.say(said(api, "Do you have bread?") + silence(1.5))
    assert phone.turn() == "You said: Do you have bread?"


def test_a_call_is_listed_while_it_goes_on_and_after(fresh: Api) -> None:
    with line(fresh, metadata={"order": 118}) as phone:
        talk(fresh, phone)
        running = newest(fresh)
        told = {"to": running["agent_id"], "from": "websocket", "order": 118}
        assert (running["status"], running["metadata"]) == ("started", told)
        assert running["telephony_params"] == {"connection_type": "websocket"}
        phone.press("#")
        assert phone.to_the_end() == (1000, "call ended by agent")
    over = newest(fresh)
    assert (over["id"], over["status"], over["end_reason"]) == (running["id"], "completed", "agent_hangup")
    assert [(turn["role"], turn["text"]) for turn in over["transcript"]] == [
        ("assistant", "Hello, this is front-desk. How can I help you?"),
        ("user", "Do you have bread?"),
        ("assistant", "You said: Do you have bread?"),
        ("assistant", "Goodbye."),
    ]
    samples, rate_hz = samples_of(fresh.get(f"/agents/calls/{over['id']}/audio").content)
    assert len(samples) / rate_hz > over["transcript"][-1]["end_timestamp"]
    assert "call ended: agent_hangup" in fresh.get(f"/agents/calls/{over['id']}/logs").json()["logs"][-1]


def test_the_id_that_a_session_is_told_is_that_of_its_call(fresh: Api) -> None:
    with managed(fresh) as phone:
        call_id = phone.event()["call_id"]
        phone.turn()
        assert fresh.get(f"/agents/calls/{call_id}").json()["status"] == "started"
        phone.connection.close()
    call = fresh.get(f"/agents/calls/{call_id}").json()
    for _ in range(1000):
        if call["status"] != "started":
            break
        call = fresh.get(f"/agents/calls/{call_id}").json()
    assert (call["status"], call["end_reason"]) == ("completed", "client_disconnected")


def test_tools_of_a_session_stand_in_the_turn_that_tells_of_them(fresh: Api) -> None:
    tools = fresh.get("/v1/agents/tools").json()["data"]
    answering = next(tool for tool in tools if tool["type"] == "client" and tool["expects_response"])
    body = {"name": "Tools", "config": {"tools": [{"id": answering["id"]}], "initial_message": "Hi."}}
    path = f"/v1/agents/websocket/{fresh.request('POST', '/v1/agents', json=body).json()['id']}"
    with calling(fresh, "managed_agent", path=path) as phone:
        phone.send(CREATE)
        call_id = phone.event()["call_id"]
        phone.turn()
        phone.press("1")
        asked = phone.until("client_tool_call")[-1]
        phone.send({"type": "client_tool_result", "tool_call_id": asked["tool_call_id"], "result": "done"})
        phone.turn()
        (tool,) = fresh.get(f"/agents/calls/{call_id}").json()["transcript"][-1]["tool_calls"]
    assert (tool["name"], tool["result"]) == (asked["tool_name"], "done")


@pytest.mark.parametrize("channel", ["line_agent", "managed_agent"])
def test_a_call_that_is_cancelled_is_hung_up(fresh: Api, channel: str) -> None:
    first = {"event": "start", "stream_id": "s-1", "config": {"input_format": "pcm_16000"}}
    with calling(fresh, channel) as phone:
        phone.send(first if channel == "line_agent" else CREATE)
        phone.turn()
        call_id = newest(fresh)["id"]
        assert fresh.request("POST", f"/agents/calls/{call_id}/cancel").json() == {"cancelled": True}
        assert phone.to_the_end() == (1000, "call cancelled")
    assert newest(fresh)["end_reason"] == "api_cancelled"
    assert fresh.request("POST", f"/agents/calls/{call_id}/cancel").status_code == 400


def test_a_call_that_nobody_speaks_in_ends_for_inactivity(mock: Callable[..., Api]) -> None:
    api = mock(time_scale=0.002)
    with line(api) as phone:
        assert phone.to_the_end()[0] == 1000
    assert newest(api)["end_reason"] == "inactivity"


def test_the_metrics_of_the_agent_run_on_it(mock: Callable[..., Api]) -> None:
    api = mock(time_scale=0.001)
    with line(api) as phone:
        phone.turn()
        phone.press("#")
        phone.to_the_end()
    path = f"/agents/metrics/results?call_id={newest(api)['id']}"
    results = api.get(path).json()["data"]
    for _ in range(1000):
        if results:
            break
        results = api.get(path).json()["data"]
    assert len(results) == 3
    assert results[0]["transcript"][0]["role"] == "assistant"


def test_a_call_that_was_refused_is_no_call(fresh: Api) -> None:
    before = newest(fresh)
    with calling(fresh, "line_agent") as phone:
        phone.send({"event": "start", "config": {}}, legal=False)
        assert phone.to_the_end()[0] == 1008
    assert newest(fresh) == before


def test_an_open_call_cannot_be_emptied(fresh: Api) -> None:
    with line(fresh) as phone:
        phone.turn()
        assert fresh.request("DELETE", f"/agents/calls/{newest(fresh)['id']}").status_code == 400
