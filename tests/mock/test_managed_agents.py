"""Managed agents: settings that merge, versions that stay, errors line by line, and tokens for one call."""

from __future__ import annotations

import base64
import itertools
import json
from typing import Any

import pytest

from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.resources.managed_agents import ManagedAgents, ManagedSession
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.settings import MockSettings

from .conftest import KATIE, Api

AGENTS = "/v1/agents"
DESK = f"{AGENTS}/agent_7Qk2mPz4Rt"
NOBODY = f"{AGENTS}/agent_none"
TRANSFER = {"condition": "An emergency.", "destination": {"type": "phone", "phone_number": "+14155550177"}}

names = (f"Agent {count}" for count in itertools.count(1))


def _made(api: Api, **config: Any) -> dict[str, Any]:
    answer = api.request("POST", AGENTS, json={"name": next(names), "config": config})
    made: dict[str, Any] = answer.raise_for_status().json()
    return made


def _patched(api: Api, agent: dict[str, Any], **members: Any) -> dict[str, Any]:
    changed: dict[str, Any] = api.request("PATCH", f"{AGENTS}/{agent['id']}", json=members).raise_for_status().json()
    return changed


def _complaints(api: Api, method: str, path: str, body: object) -> list[str]:
    """The lines of a refusal; it has a title and no code."""
    answer = api.request(method, path, json=body)
    assert answer.status_code == 400
    assert {name: answer.json().get(name) for name in ("title", "error_code")} == {
        "title": "Invalid request",
        "error_code": None,
    }
    assert "error_code" not in answer.json()
    return str(answer.json()["message"]).splitlines()


def test_an_agent_lives_until_it_is_deleted(own: Api) -> None:
    made = own.request("POST", AGENTS, json={"name": "Night desk", "description": "Takes messages."}).json()
    path = f"{AGENTS}/{made['id']}"
    assert own.get(path).json() == made
    changed = _patched(own, made, name="Late desk", description=None)
    assert (changed["name"], changed["description"]) == ("Late desk", None)
    assert changed["config"] == made["config"]
    assert own.request("DELETE", path).status_code == 204
    for gone in (path, f"{path}/versions", f"{path}/versions/{made['version']['id']}"):
        assert own.get(gone).status_code == 404
    assert own.request("DELETE", path).status_code == 404


@pytest.mark.parametrize("version", ["2025-11-04", "2026-03-01"])
def test_older_versions_have_no_managed_agents(own: Api, version: str) -> None:
    assert own.get(AGENTS, version).status_code == 404


def test_an_agent_without_anything_has_defaults(own: Api) -> None:
    made = own.request("POST", AGENTS, json={}).json()
    assert made["name"]
    assert made["config"]["turn"] == {"inactivity_end_call_secs": 240, "inactivity_check_in_secs": 8}
    assert made["config"]["tools"] == []
    assert made["version"]["description"] is None


def test_the_list_shows_summaries_and_finds_by_text(own: Api) -> None:
    made = _made(own)
    version_id = made["version"]["id"]
    listed = own.get(f"{AGENTS}?q={made['name'].upper()}").json()["data"]
    assert {"id": made["id"], "version_id": version_id}.items() <= listed[0].items()
    assert "config" not in listed[0]
    assert own.get(f"{AGENTS}?q=nobody+is+called+so").json()["data"] == []
    assert own.get(f"{AGENTS}?q=order").json()["data"][0]["id"] == "agent_9cTqLmZr4uXvWnKe2s"


def test_pages_go_both_ways(own: Api) -> None:
    _made(own)
    ids = [agent["id"] for agent in own.get(f"{AGENTS}?limit=100").json()["data"]]
    first = own.get(f"{AGENTS}?limit=1").json()
    assert (first["data"][0]["id"], first["next_page"], first["has_more"]) == (ids[0], ids[0], True)
    after = own.get(f"{AGENTS}?limit=100&starting_after={ids[0]}").json()
    assert ([agent["id"] for agent in after["data"]], after["next_page"]) == (ids[1:], None)
    before = own.get(f"{AGENTS}?limit=1&ending_before={ids[2]}").json()
    assert ([agent["id"] for agent in before["data"]], before["has_more"]) == ([ids[1]], True)


def test_a_sparse_change_reaches_any_depth_and_keeps_the_rest(own: Api) -> None:
    made = _made(own, audio={"output": {"speed": 1.2}, "input": {"keyterms": ["fluoride"]}})
    changed = _patched(own, made, config={"audio": {"output": {"volume": 1.5}, "input": {"keyterms": ["gum"]}}})
    expected = made["config"]["audio"]
    expected["output"]["volume"] = 1.5
    expected["input"]["keyterms"] = ["gum"]
    assert changed["config"] == {**made["config"], "audio": expected}


def test_null_switches_off_and_an_empty_object_on(own: Api) -> None:
    made = _made(own, system_tools={"end_call": {}, "transfer_to_number": {"transfers": [TRANSFER]}})
    tools = made["config"]["system_tools"]
    assert tools["end_call"] == {"description": None, "pre_tool_speech": "auto"}
    assert tools["transfer_to_number"]["transfers"] == [TRANSFER]
    sound = {"background_sound": {"file_id": "file_0a6f4c1e"}}
    config = {"initial_message": None, "system_tools": {"end_call": None}, "audio": {"output": sound}}
    changed = _patched(own, made, config=config)["config"]
    assert changed["initial_message"] is None
    assert changed["system_tools"] == {**tools, "end_call": None}
    assert changed["audio"]["output"]["background_sound"] == {"file_id": "file_0a6f4c1e", "volume": 1.0}


def test_a_change_of_the_settings_makes_a_version_and_a_change_of_the_name_does_not(own: Api) -> None:
    made = _made(own)
    renamed = _patched(own, made, name="Other", config={})
    assert renamed["version"] == made["version"]
    changed = _patched(own, made, config={"instructions": "Be brief."}, version_description="Briefer")
    assert changed["version"]["id"] != made["version"]["id"]
    assert changed["version"]["description"] == "Briefer"
    same = _patched(own, made, config={"instructions": "Be brief."})
    assert same["version"] == changed["version"]


def test_versions_are_listed_newest_first_and_never_change(own: Api) -> None:
    made = _made(own, instructions="One.")
    path = f"{AGENTS}/{made['id']}/versions"
    for text in ("Two.", "Three."):
        _patched(own, made, config={"instructions": text})
    listed = own.get(path).json()["data"]
    assert [version["config"]["instructions"] for version in listed] == ["Three.", "Two.", "One."]
    assert own.get(f"{path}/{made['version']['id']}").json() == {**made["version"], "config": made["config"]}
    first = own.get(f"{path}?limit=2").json()
    assert (first["data"], first["has_more"], first["next_page"]) == (listed[:2], True, listed[1]["id"])
    assert own.get(f"{path}?starting_after={listed[1]['id']}").json()["data"] == listed[2:]
    assert own.get(f"{path}?ending_before={listed[2]['id']}").json()["data"] == listed[:2]
    assert own.get(f"{path}/agent_version_12fK").status_code == 404


def test_a_description_needs_a_change_of_the_settings(own: Api) -> None:
    made = _made(own)
    path = f"{AGENTS}/{made['id']}"
    for config in ({}, {"config": {"instructions": made["config"]["instructions"]}}):
        lines = _complaints(own, "PATCH", path, {"name": "x", "version_description": "Why", **config})
        assert lines[1] == "  → at version_description"
    assert own.get(path).json() == made


def test_every_problem_is_a_line_with_a_mark_and_its_place(own: Api) -> None:
    config = {"model": {"temperature": 2}, "audio": {"output": {"speed": 9}}, "tools": [{}]}
    lines = _complaints(own, "POST", AGENTS, {"name": "", "config": config})
    places = {line.removeprefix("  → at ") for line in lines[1::2]}
    assert places == {"name", "config.model.temperature", "config.audio.output.speed", "config.tools[0].id"}
    assert all(line.startswith("✖ ") for line in lines[::2])


@pytest.mark.parametrize(
    ("config", "place"),
    [
        ({"model": {"id": "none"}}, "config.model.id"),
        ({"model": {"max_output_tokens": 4097}}, "config.model.max_output_tokens"),
        ({"language": {"primary": "xx"}}, "config.language.primary"),
        ({"tools": [{"id": "tool_none"}]}, "config.tools[0].id"),
        ({"tools": [{"id": "tool_h5Wv2"}, {"id": "tool_h5Wv2", "note": 1}]}, "config.tools"),
        ({"tools": [{"id": "tool_h5Wv2"}] * 33}, "config.tools"),
        (
            {"turn": {"inactivity_check_in_secs": 30, "inactivity_end_call_secs": 30}},
            "config.turn.inactivity_check_in_secs",
        ),
        ({"turn": {"inactivity_end_call_secs": 19}}, "config.turn.inactivity_end_call_secs"),
        (
            {"system_tools": {"transfer_to_number": {"transfers": []}}},
            "config.system_tools.transfer_to_number.transfers",
        ),
        ({"system_tools": {"transfer_to_number": {}}}, "config.system_tools.transfer_to_number.transfers"),
        ({"audio": {"output": {"background_sound": {"volume": 1}}}}, "config.audio.output.background_sound.file_id"),
        ({"audio": None}, "config.audio"),
    ],
)
def test_settings_that_cannot_be_are_refused(own: Api, config: dict[str, Any], place: str) -> None:
    made = _made(own)
    path = f"{AGENTS}/{made['id']}"
    for method, target in (("POST", AGENTS), ("PATCH", path)):
        assert f"  → at {place}" in _complaints(own, method, target, {"config": config})
    assert own.get(path).json() == made


def test_an_unknown_voice_has_its_code(own: Api) -> None:
    config = {"audio": {"output": {"voice_id": "00000000-0000-4000-8000-000000000000"}}}
    answer = own.request("POST", AGENTS, json={"config": config})
    assert (answer.status_code, answer.json()["error_code"]) == (400, "voice_not_found")


def test_unknown_settings_are_neither_kept_nor_a_change(own: Api) -> None:
    made = _made(own, whim=1)
    assert "whim" not in made["config"]
    changed = _patched(own, made, config={"whim": 2, "audio": {"output": {"whim": 3}}})
    assert (changed["config"], changed["version"]) == (made["config"], made["version"])


@pytest.mark.parametrize("path", [DESK, f"{AGENTS}/agent_9cTqLmZr4uXvWnKe2s"])
def test_the_agents_that_a_mock_begins_with_could_have_been_made(own: Api, path: str) -> None:
    seed = own.get(path).json()
    made = own.request("POST", AGENTS, json={"name": seed["name"], "config": seed["config"]})
    assert (made.status_code, made.json()["config"]) == (201, seed["config"])
    same = own.request("PATCH", path, json={"webhook_id": seed["webhook_id"], "config": seed["config"]}).json()
    assert same["version"] == seed["version"]


def test_a_webhook_is_attached_and_detached(own: Api) -> None:
    made = _made(own)
    assert made["webhook_id"] is None
    assert _patched(own, made, webhook_id="agent_webhook_Q7nXk")["webhook_id"] == "agent_webhook_Q7nXk"
    assert _patched(own, made, name="Other")["webhook_id"] == "agent_webhook_Q7nXk"
    assert own.request("DELETE", "/agents/webhooks/agent_webhook_Q7nXk").status_code == 400
    assert _patched(own, made, webhook_id=None)["webhook_id"] is None
    lines = _complaints(own, "PATCH", f"{AGENTS}/{made['id']}", {"webhook_id": "agent_webhook_none"})
    assert lines[1] == "  → at webhook_id"


def test_models_have_prices_as_decimal_text(own: Api) -> None:
    models = own.get(f"{AGENTS}/models").json()["data"]
    assert "gpt-5.4-mini" in {model["id"] for model in models}
    for model in models:
        assert all(float(price) >= 0 for name, price in model["pricing"].items() if name != "currency")
    assert own.get(f"{AGENTS}/models?limit=1&starting_after={models[0]['id']}").json()["data"] == [models[1]]


@pytest.mark.parametrize("path", [NOBODY, f"{NOBODY}/versions", f"{NOBODY}/versions/a", f"{DESK}/versions/a"])
def test_an_unknown_id_is_not_found_and_has_no_code(own: Api, path: str) -> None:
    answer = own.get(path)
    assert answer.status_code == 404
    assert set(answer.json()) == {"title", "message", "request_id"}


def test_an_unknown_method_on_a_newer_route_has_the_plain_envelope(own: Api) -> None:
    answer = own.request("PUT", DESK)
    assert (answer.status_code, answer.json()["error_code"]) == (405, None)


def test_a_session_gives_a_token_with_the_grant_of_agents(own: Api) -> None:
    body = {"dynamic_variables": {"customer_name": "Jordan", "open_orders": 2, "is_member": True}}
    path = f"{AGENTS}/websocket/agent_7Qk2mPz4Rt/sessions"
    answers = [own.request("POST", path), own.request("POST", path, json=body)]
    assert [answer.status_code for answer in answers] == [201, 201]
    tokens = [answer.json()["token"] for answer in answers]
    assert tokens[0] != tokens[1]
    for token in tokens:
        claims = token.split(".")[1]
        assert json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))["grants"] == {"agent": True}
        bearer = {"Authorization": f"Bearer {token}"}
        assert own.request("POST", "/tts/bytes", headers=bearer, json={}).status_code == 403


def test_a_session_is_made_with_a_key_alone(own: Api) -> None:
    path = f"{AGENTS}/websocket/agent_7Qk2mPz4Rt/sessions"
    session = own.request("POST", path).json()["token"]
    for token in (session, own.token(grants={"agent": True})):
        assert own.request("POST", path, headers={"Authorization": f"Bearer {token}"}).status_code == 403
    assert own.request("POST", path, headers={"Authorization": None}).status_code == 401


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"dynamic_variables": {"system__time": "now"}}, "dynamic_variables.system__time"),
        ({"dynamic_variables": {"secret__key": "x"}}, "dynamic_variables.secret__key"),
        ({"dynamic_variables": {f"n{count}": 1 for count in range(65)}}, "dynamic_variables"),
        ({"dynamic_variables": {"a b": 1}}, "dynamic_variables"),
        ({"dynamic_variables": {"a": None}}, "dynamic_variables.a"),
        ({"config_overrides": {"audio": {"output": {"speed": 2}}}}, "config_overrides.audio.output.speed"),
    ],
)
def test_what_a_session_cannot_have_is_refused(own: Api, body: dict[str, Any], place: str) -> None:
    path = f"{AGENTS}/websocket/agent_7Qk2mPz4Rt/sessions"
    assert f"  → at {place}" in _complaints(own, "POST", path, body)


def test_a_session_is_for_an_agent_that_exists(own: Api) -> None:
    assert own.request("POST", f"{AGENTS}/websocket/agent_none/sessions", json={}).status_code == 404


def _session(expires_s: float = 300.0) -> ManagedSession:
    return ManagedSession("agent_7Qk2mPz4Rt", {"name": "Jordan"}, {"audio": {"output": {"voice_id": KATIE}}}, expires_s)


def test_a_session_token_opens_one_call_with_its_agent() -> None:
    state = Service(MockSettings()).state(ManagedAgents)
    state.add_session("token", _session(), 0.0)
    with pytest.raises(Fault, match="another agent"):
        state.open_session("token", "agent_9cTqLmZr4uXvWnKe2s")
    opened = state.open_session("token", "agent_7Qk2mPz4Rt")
    assert opened is not None
    assert opened.variables == {"name": "Jordan"}
    with pytest.raises(Fault, match="already"):
        state.open_session("token", "agent_7Qk2mPz4Rt")


def test_sessions_are_forgotten_when_their_token_has_expired() -> None:
    state = Service(MockSettings()).state(ManagedAgents)
    state.add_session("old", _session(10.0), 0.0)
    state.add_session("new", _session(), 10.0)
    assert state.open_session("old", "agent_7Qk2mPz4Rt") is None
    assert state.open_session("new", "agent_7Qk2mPz4Rt") is not None
