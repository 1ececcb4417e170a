"""The sockets of agents: a call begins, is talked on, and ends as its document says."""

from __future__ import annotations

import base64
import functools
import json
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import jsonschema_rs
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect
from websockets.sync.connection import Connection

import contralto_spec
from contralto_client import Client
from contralto_client.protocol import Machine
from contralto_client.protocol.tables import LINE_AGENT, MANAGED_AGENT

from .conftest import KEY, NEW, Api
from .hearing_aid import said, silence

LINE, MANAGED = "agent_7Qk2mPz4Rt", "agent_7Qk2mPz4Rt"
PATHS = {"line_agent": f"/agents/stream/{LINE}", "managed_agent": f"/v1/agents/websocket/{MANAGED}"}
TABLES = {"line_agent": LINE_AGENT, "managed_agent": MANAGED_AGENT}
START = {"event": "start", "stream_id": "s-1", "config": {"input_format": "pcm_16000"}}
CREATE = {"type": "session_create", "audio": {"input_format": "pcm_16000"}}


class Phone:
    """An open call. Every event has been held against its document and against the state machine."""

    def __init__(self, connection: Connection, channel: str, version: str) -> None:
        self.connection = connection
        self._channel = channel
        self._version = version
        self._machine = Machine(TABLES[channel], role="client")
        self._tag = "event" if channel == "line_agent" else "type"

    def send(self, message: dict[str, Any], *, legal: bool = True) -> None:
        if legal:
            self._machine.send(message)
        self.connection.send(json.dumps(message))

    def event(self) -> dict[str, Any]:
        event: dict[str, Any] = json.loads(self.connection.recv(timeout=10))
        self._machine.receive(event)
        validators = _validators(self._version, self._channel, event[self._tag])
        assert any(validator.is_valid(event) for validator in validators), event
        return event

    def until(self, kind: str) -> list[dict[str, Any]]:
        """All events up to and with the first of `kind`."""
        events = [self.event()]
        while events[-1][self._tag] != kind:
            events.append(self.event())
        return events

    def turn(self) -> str:
        """The text of the agent's next turn."""
        events = self.until("turn_ended")
        while events[-1].get("role") == "user":
            events = self.until("turn_ended")
        parts = [each for each in events if each[self._tag] == "turn_output_text_delta"]
        texts = [each["turn_output_text_delta"]["text"] if self._tag == "event" else each["text"] for each in parts]
        assert "".join(texts) == events[-1]["text"]
        return str(events[-1]["text"])

    def to_the_end(self) -> tuple[int | None, str]:
        """Close code and reason."""
        try:
            while True:
                self.event()
        except ConnectionClosed as closed:
            assert closed.rcvd is not None
            return closed.rcvd.code, closed.rcvd.reason

    def say(self, audio: bytes) -> None:
        """Sends audio in pieces of 100 ms."""
        for at in range(0, len(audio), 3200):
            payload = base64.b64encode(audio[at : at + 3200]).decode()
            if self._tag == "event":
                self.send({"event": "media_input", "stream_id": "s-1", "media": {"payload": payload}})
            else:
                self.send({"type": "audio_input", "audio": payload})

    def press(self, key: str) -> None:
        line = {"event": "dtmf", "stream_id": "s-1", "dtmf": key}
        self.send(line if self._tag == "event" else {"type": "dtmf_input", "digit": key})


@functools.cache
def _validators(version: str, channel: str, kind: str) -> Sequence[jsonschema_rs.Draft202012Validator]:
    document = contralto_spec.load().asyncapi(version)
    found = []
    for name, message in document["channels"][channel]["messages"].items():
        if name.removesuffix("_output") in (kind, kind.removesuffix("_output")) or name == kind:
            payload = document["components"]["messages"][message["$ref"].rpartition("/")[2]]["payload"]
            found.append(jsonschema_rs.Draft202012Validator({**payload, "components": document["components"]}))
    return found


@contextmanager
def calling(api: Api, channel: str, version: str = NEW, **options: Any) -> Iterator[Phone]:
    path = options.pop("path", PATHS[channel])
    headers = options.pop("headers", {"X-API-Key": KEY, "Cartesia-Version": version})
    with connect(f"{api.websocket_url}{path}", additional_headers=headers, **options) as connection:
        yield Phone(connection, channel, version)


@contextmanager
def line(api: Api, version: str = NEW, **start: Any) -> Iterator[Phone]:
    with calling(api, "line_agent", version) as phone:
        phone.send({**START, **start})
        yield phone


@contextmanager
def managed(api: Api, **create: Any) -> Iterator[Phone]:
    with calling(api, "managed_agent") as phone:
        phone.send({**CREATE, **create})
        yield phone


@pytest.mark.parametrize("version", ["2025-04-16", "2025-11-04", "2026-03-01", NEW])
def test_a_line_call_begins_with_its_ack_and_the_introduction(api: Api, version: str) -> None:
    with line(api, version) as phone:
        ack = phone.event()
        assert (ack["event"], ack["stream_id"], ack["config"]["input_format"]) == ("ack", "s-1", "pcm_16000")
        assert ack["config"]["voice_id"]
        assert phone.turn() == "Hello, this is front-desk. How can I help you?"


def test_a_line_call_without_a_stream_id_is_given_one(api: Api) -> None:
    with calling(api, "line_agent") as phone:
        phone.send({"event": "start", "config": {"input_format": "mulaw_8000"}})
        stream_id = phone.event()["stream_id"]
        assert stream_id
        assert {event["stream_id"] for event in phone.until("turn_ended")} == {stream_id}


def test_a_line_call_may_have_other_first_words(api: Api) -> None:
    with line(api, agent={"introduction": "Good morning."}) as phone:
        assert phone.event()["agent"] == {"introduction": "Good morning."}
        assert phone.turn() == "Good morning."


@pytest.mark.parametrize("channel", ["line_agent", "managed_agent"])
@pytest.mark.parametrize("silent", [True, False])
def test_the_agent_says_again_what_the_user_said(mock: Callable[..., Api], channel: str, silent: bool) -> None:
    api = mock(time_scale=0.1)
    audio = said(api, "Do you have bread?")
    with calling(api, channel) as phone:
        phone.send(START if channel == "line_agent" else CREATE)
        phone.turn()
        phone.say(audio + (silence(1.5) if silent else b""))
        assert phone.turn() == "You said: Do you have bread?"


def test_turns_of_a_session_are_numbered_for_both(api: Api) -> None:
    audio = said(api, "Is it open?")
    with managed(api) as phone:
        events = phone.until("turn_ended")
        phone.say(audio + silence(1.5))
        for _ in range(2):
            events += phone.until("turn_ended")
    turns = [(each["turn"], each["role"], each["text"]) for each in events if each["type"] == "turn_ended"]
    assert turns == [
        (1, "assistant", "Good morning, how can I help?"),
        (2, "user", "Is it open?"),
        (3, "assistant", "You said: Is it open?"),
    ]
    assert all(each["start_time"] <= each["end_time"] for each in events if each["type"] == "turn_ended")


def test_a_user_who_speaks_interrupts_the_agent(mock: Callable[..., Api]) -> None:
    api = mock(pace="realtime")
    long = "This is a very long introduction that nobody wants to hear to its end, so somebody will speak into it."
    audio = said(api, "Stop it.")
    with line(api, agent={"introduction": long}) as phone:
        phone.until("media_output")
        phone.say(audio + silence(1.2))
        events = phone.until("turn_ended")
        assert "clear" in {each["event"] for each in events}
        assert long.startswith(events[-1]["text"])
        assert len(events[-1]["text"]) < len(long)
        assert phone.turn() == "You said: Stop it."


@pytest.mark.parametrize("channel", ["line_agent", "managed_agent"])
def test_keys_are_answered(api: Api, channel: str) -> None:
    with calling(api, channel) as phone:
        phone.send(START if channel == "line_agent" else CREATE)
        phone.turn()
        phone.press("7")
        assert phone.turn() == "You pressed 7."
        phone.press("*")
        tone = phone.event()
        assert tone.get("dtmf", tone.get("digit")) == "*"
        phone.press("#")
        assert phone.turn() == "Goodbye."
        code, reason = phone.to_the_end()
        assert (code, reason) == (1000, "call ended by agent" if channel == "line_agent" else "")


def test_a_line_call_is_transferred(api: Api) -> None:
    with line(api) as phone:
        phone.turn()
        phone.press("0")
        assert phone.until("transfer_call")[-1]["transfer"] == {"target_phone_number": "+15550100"}
        assert phone.to_the_end() == (1000, "call ended by agent")


def test_data_come_back_as_they_are(api: Api) -> None:
    data = {"page": "checkout", "items": [1, {"a": None}]}
    with line(api) as phone:
        phone.turn()
        phone.send({"event": "custom", "stream_id": "s-1", "metadata": data})
        assert phone.event() == {"event": "custom", "stream_id": "s-1", "metadata": data}


@pytest.mark.parametrize(
    "first", [{"event": "dtmf", "stream_id": "a", "dtmf": "1"}, {"event": "start", "config": {}}, {}]
)
def test_a_line_call_that_does_not_begin_with_a_start_is_closed(api: Api, first: dict[str, Any]) -> None:
    with calling(api, "line_agent") as phone:
        phone.send(first, legal=False)
        code, reason = phone.to_the_end()
        assert code == 1008
        assert "`" in reason


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"event": "start"}, "start"),
        ({"event": "sing"}, "`event` must be one of"),
        ({"event": "dtmf", "stream_id": "s-1", "dtmf": "x"}, "`dtmf`"),
        ({"event": "dtmf", "stream_id": "other", "dtmf": "1"}, "`stream_id` must be that of the call, `s-1`"),
        ({"event": "media_input", "stream_id": "s-1", "media": {"payload": "?"}}, "base64"),
    ],
)
def test_later_faults_of_a_line_call_are_said(api: Api, message: dict[str, Any], said: str) -> None:
    with line(api) as phone:
        phone.turn()
        phone.send(message, legal=False)
        assert said in phone.until("error")[-1]["message"]
        phone.press("7")
        assert phone.turn() == "You pressed 7."


@pytest.mark.parametrize("channel", ["line_agent", "managed_agent"])
def test_an_agent_that_does_not_exist_is_refused_at_the_upgrade(api: Api, channel: str) -> None:
    path = PATHS[channel].rpartition("/")[0] + "/agent_none"
    with pytest.raises(InvalidStatus) as refused, calling(api, channel, path=path):
        pass
    assert refused.value.response.status_code == 404


@pytest.mark.parametrize("channel", ["line_agent", "managed_agent"])
@pytest.mark.parametrize(("grants", "status"), [({"agent": True}, 101), ({"tts": True}, 403)])
def test_a_token_opens_a_call_with_its_grant_alone(
    api: Api, channel: str, grants: dict[str, bool], status: int
) -> None:
    token = api.token(grants=grants)
    path = f"{PATHS[channel]}?access_token={token}&cartesia_version={NEW}"
    if status == 101:
        with calling(api, channel, path=path, headers={}) as phone:
            phone.send(START if channel == "line_agent" else CREATE)
            phone.turn()
        return
    with pytest.raises(InvalidStatus) as refused, calling(api, channel, path=path, headers={}):
        pass
    assert refused.value.response.status_code == status


def test_a_session_token_opens_one_call(api: Api) -> None:
    made = api.request("POST", f"/v1/agents/websocket/{MANAGED}/sessions", json={}).json()
    token = next(value for name, value in made.items() if "token" in name and isinstance(value, str))
    path = f"{PATHS['managed_agent']}?access_token={token}&cartesia_version={NEW}"
    with calling(api, "managed_agent", path=path, headers={}) as phone:
        phone.send(CREATE)
        assert phone.event()["type"] == "session_ready"
    with pytest.raises(InvalidStatus) as refused, calling(api, "managed_agent", path=path, headers={}):
        pass
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ({"type": "audio_input", "audio": ""}, "invalid_event"),
        ({**CREATE, "colour": "red"}, "invalid_event"),
        ({"type": "session_create", "audio": {"input_format": "pcm_8000"}}, "invalid_event"),
        ({**CREATE, "dynamic_variables": {f"v{number}": 1 for number in range(65)}}, "invalid_dynamic_variables"),
        ({**CREATE, "dynamic_variables": {"system__now": 1}}, "invalid_dynamic_variables"),
        ({**CREATE, "dynamic_variables": {"a": [1]}}, "invalid_dynamic_variables"),
        ({**CREATE, "dynamic_variables": {"a b": 1}}, "invalid_dynamic_variables"),
    ],
)
def test_a_fault_of_the_first_message_ends_the_session(api: Api, first: dict[str, Any], code: str) -> None:
    with calling(api, "managed_agent") as phone:
        phone.send(first, legal=False)
        error = json.loads(phone.connection.recv(timeout=5))
        assert (error["type"], error["code"], error["fatal"]) == ("error", code, True)
        with pytest.raises(ConnectionClosed) as closed:
            phone.connection.recv(timeout=5)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1008


def test_a_token_sets_no_variables(api: Api) -> None:
    path = f"{PATHS['managed_agent']}?access_token={api.token(grants={'agent': True})}&cartesia_version={NEW}"
    with calling(api, "managed_agent", path=path, headers={}) as phone:
        phone.send({**CREATE, "dynamic_variables": {"a": 1}})
        assert phone.event()["code"] == "dynamic_variables_not_allowed"


def test_a_later_fault_of_a_session_is_said_and_it_goes_on(api: Api) -> None:
    with managed(api) as phone:
        phone.turn()
        for message in (
            CREATE,
            {"type": "sing"},
            {"type": "dtmf_input", "digit": "12"},
            {"type": "audio_input", "audio": "?"},
        ):
            phone.send(message, legal=False)
            error = phone.until("error")[-1]
            assert (error["code"], error["fatal"]) == ("invalid_event", False)
        phone.press("7")
        assert phone.turn() == "You pressed 7."


@pytest.fixture(scope="module")
def with_tools(api: Api) -> str:
    """Path of an agent that has a client tool which expects an answer."""
    tools = api.get("/v1/agents/tools").json()["data"]
    tool = next(each for each in tools if each["type"] == "client" and each["expects_response"])
    body = {"name": "Tools", "config": {"tools": [{"id": tool["id"]}], "initial_message": "Hi."}}
    return f"/v1/agents/websocket/{api.request('POST', '/v1/agents', json=body).json()['id']}"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"result": "Two loaves are left."}, "The tool said: Two loaves are left."),
        ({"result": "Closed.", "is_error": True}, "The tool failed: Closed."),
        ({"result": "x" * 5000}, "The tool failed: result_too_large"),
    ],
)
def test_a_client_tool_is_called_and_its_result_is_said(
    api: Api, with_tools: str, answer: dict[str, Any], said: str
) -> None:
    with calling(api, "managed_agent", path=with_tools) as phone:
        phone.send(CREATE)
        phone.turn()
        phone.press("1")
        called = phone.until("client_tool_call")[-1]
        assert called["expects_response"] is True
        result = {"type": "client_tool_result", "tool_call_id": called["tool_call_id"], **answer}
        phone.send({**result, "tool_call_id": "call_other"})
        phone.send(result)
        phone.send(result)
        ended = phone.until("turn_ended")[-1]
        assert ended["text"] == said
        assert [each["name"] for each in ended["tool_calls"]] == [called["tool_name"]]


def test_a_tool_that_does_not_answer_has_failed(mock: Callable[..., Api]) -> None:
    api = mock(time_scale=0.01)
    body = {"name": "Tools", "config": {"tools": [{"id": "tool_Lk93d"}], "initial_message": None}}
    path = f"/v1/agents/websocket/{api.request('POST', '/v1/agents', json=body).json()['id']}"
    with calling(api, "managed_agent", path=path) as phone:
        phone.send(CREATE)
        phone.event()
        phone.press("1")
        assert phone.turn() == "The tool failed: the tool did not answer in time"


def test_a_session_that_is_not_asked_for_in_time_is_closed(mock: Callable[..., Api]) -> None:
    with calling(mock(time_scale=0.01), "managed_agent") as phone:
        assert phone.to_the_end() == (1008, "no session_create came in time")


@pytest.mark.parametrize("channel", ["line_agent", "managed_agent"])
def test_an_idle_call_is_closed(mock: Callable[..., Api], channel: str) -> None:
    with calling(mock(time_scale=0.001), channel) as phone:
        phone.send(START if channel == "line_agent" else CREATE)
        code, reason = phone.to_the_end()
        assert (code, reason) == (1000, "connection idle timeout" if channel == "line_agent" else "")


def test_pings_keep_a_line_call_open_and_no_session(mock: Callable[..., Api]) -> None:
    api = mock(time_scale=0.002)  # idle after 0.36 s and 0.24 s
    ends = {}
    for channel in ("line_agent", "managed_agent"):
        with calling(api, channel, ping_interval=0.05) as phone:
            phone.send(START if channel == "line_agent" else CREATE)
            phone.turn()
            try:
                json.loads(phone.connection.recv(timeout=1))
            except TimeoutError:
                ends[channel] = "open"
            except ConnectionClosed:
                ends[channel] = "closed"
    assert ends == {"line_agent": "open", "managed_agent": "closed"}


def test_our_client_talks_to_both_kinds_of_agents(api: Api) -> None:
    audio = said(api, "Do you have bread?") + silence(1.5)
    with Client(api_key=KEY, base_url=api.url) as client:
        with client.agents.connect(LINE) as socket:
            socket.send_start(config={"input_format": "pcm_16000"})
            texts = _texts(socket, audio, "event")
        assert texts[-1] == "You said: Do you have bread?"
        with client.managed_agents.connect(MANAGED) as session:
            session.send_session_create(audio={"input_format": "pcm_16000"})
            texts = _texts(session, audio, "type")
        assert texts[-1] == "You said: Do you have bread?"


def _texts(socket: Any, audio: bytes, tag: str) -> list[str]:
    texts: list[str] = []
    n_turns = math.inf
    for event in socket:
        kind = getattr(event, tag)
        if kind == "turn_ended":
            texts.append(event.text)
            if len(texts) == 1:
                for at in range(0, len(audio), 3200):
                    socket.send_audio(audio[at : at + 3200])
                n_turns = 2 if tag == "event" else 3
            if len(texts) >= n_turns:
                return texts
    return texts
