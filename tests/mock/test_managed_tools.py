"""Shared tools of managed agents: kinds that stay, secrets that are never shown, and tools in use that stay."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .conftest import Api

TOOLS = "/v1/agents/tools"
SECRET = "very-secret-value"
URL = "https://clinic.example.org/sites/{site}/visits"
COMMON = {"name": "book", "description": "Books.", "pre_tool_speech": "auto", "execution_mode": "immediate"}
API = {"url": URL, "method": "POST", "path_params_schema": {"site": {"type": "string"}}}
WEBHOOK = {**COMMON, "type": "webhook", "api_schema": API}
CLIENT = {**COMMON, "type": "client", "expects_response": True, "parameters": {"type": "object"}}


def _webhook(**members: Any) -> dict[str, Any]:
    return {**WEBHOOK, "api_schema": {**API, **members}}


def _made(api: Api, body: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = api.request("POST", TOOLS, json=body).raise_for_status().json()
    return made


def _patched(api: Api, tool: dict[str, Any], **members: Any) -> dict[str, Any]:
    answer = api.request("PATCH", f"{TOOLS}/{tool['id']}", json=members)
    assert SECRET not in answer.text
    changed: dict[str, Any] = answer.raise_for_status().json()
    return changed


def _places(api: Api, method: str, path: str, body: object) -> list[str]:
    answer = api.request(method, path, json=body)
    assert answer.status_code == 400
    return [line.removeprefix("  → at ") for line in answer.json()["message"].splitlines() if line.startswith("  → ")]


@pytest.mark.parametrize("body", [WEBHOOK, CLIENT])
def test_a_tool_lives_until_it_is_deleted(own: Api, body: dict[str, Any]) -> None:
    made = _made(own, body)
    path = f"{TOOLS}/{made['id']}"
    assert body.items() <= made.items()
    assert made["response_timeout_secs"] == 20
    assert own.get(path).json() == made
    assert own.get(f"{TOOLS}?limit=100").json()["data"][-1] == made
    changed = _patched(own, made, name="reserve", response_timeout_secs=120)
    assert {**changed, "updated_at": ""} == {**made, "name": "reserve", "response_timeout_secs": 120, "updated_at": ""}
    assert own.request("DELETE", path).status_code == 204
    assert own.get(path).status_code == 404


def test_secrets_are_never_shown(own: Api) -> None:
    body = _webhook(
        request_headers={
            "X-Source": "phone",
            "X-Key": {"type": "secret", "secret_value": SECRET, "secret_description": "Key"},
        },
        authentication={"mode": "bearer", "token": {"type": "secret", "secret_value": SECRET}},
    )
    answer = own.request("POST", TOOLS, json=body)
    api = answer.json()["api_schema"]
    assert api["request_headers"] == {"X-Source": "phone", "X-Key": {"type": "secret", "secret_description": "Key"}}
    assert api["authentication"] == {"mode": "bearer", "token": {"type": "secret"}}
    path = f"{TOOLS}/{answer.json()['id']}"
    assert SECRET not in answer.text + own.get(path).text + own.get(f"{TOOLS}?limit=100").text


def test_a_secret_without_a_value_stays_as_it_was(own: Api) -> None:
    secret = {"type": "secret", "secret_value": SECRET, "secret_description": "Key"}
    made = _made(own, _webhook(request_headers={"X-Key": secret}))
    kept = _patched(own, made, api_schema={"request_headers": {"X-Key": {"type": "secret"}, "X-Other": "a"}})
    assert kept["api_schema"]["request_headers"] == {
        "X-Key": {"type": "secret", "secret_description": "Key"},
        "X-Other": "a",
    }
    renamed = {"X-New": {"type": "secret"}}
    path = f"{TOOLS}/{made['id']}"
    assert _places(own, "PATCH", path, {"api_schema": {"request_headers": renamed}}) == [
        "api_schema.request_headers.X-New.secret_value"
    ]
    assert own.get(path).json() == kept


def test_another_mode_of_authentication_wants_its_own_secret(own: Api) -> None:
    basic = {"mode": "basic_auth", "username": "clinic", "password": {"type": "secret", "secret_value": SECRET}}
    made = _made(own, _webhook(authentication=basic))
    assert made["api_schema"]["authentication"] == {**basic, "password": {"type": "secret"}}
    bearer = {"mode": "bearer", "token": {"type": "secret"}}
    path = f"{TOOLS}/{made['id']}"
    assert _places(own, "PATCH", path, {"api_schema": {"authentication": bearer}}) == [
        "api_schema.authentication.token.secret_value"
    ]
    other = {**basic, "username": "other", "password": {"type": "secret"}}
    assert _patched(own, made, api_schema={"authentication": other})["api_schema"]["authentication"] == other


def test_a_change_of_the_request_keeps_what_it_leaves_out(own: Api) -> None:
    made = _made(own, _webhook(query_params_schema={"properties": {"notify": {"type": "boolean"}}}))
    changed = _patched(own, made, api_schema={"url": "https://clinic.example.org/v2/{site}"})
    assert changed["api_schema"] == {**made["api_schema"], "url": "https://clinic.example.org/v2/{site}"}


@pytest.mark.parametrize(
    ("members", "place"),
    [
        ({"url": "http://clinic.example.org"}, "api_schema.url"),
        ({"url": "https://clinic.example.org/" + "x" * 2048}, "api_schema.url"),
        ({"method": "TRACE"}, "api_schema.method"),
        ({"path_params_schema": {}}, "api_schema.path_params_schema.site"),
        ({"path_params_schema": {"site": {"type": "object"}}}, "api_schema.path_params_schema.site.type"),
        ({"method": "GET", "request_body_schema": {"type": "object"}}, "api_schema.request_body_schema"),
        ({"request_body_schema": {"type": "array"}}, "api_schema.request_body_schema.type"),
        (
            {"query_params_schema": {"properties": {"a": {"type": "string", "enum": []}}}},
            "api_schema.query_params_schema.properties.a.enum",
        ),
        ({"request_headers": {"X-Key": {"type": "secret"}}}, "api_schema.request_headers.X-Key.secret_value"),
        (
            {"authentication": {"mode": "bearer", "token": {"type": "secret"}}},
            "api_schema.authentication.token.secret_value",
        ),
        ({"authentication": {"mode": "digest"}}, "api_schema.authentication.mode"),
    ],
)
def test_a_request_that_cannot_be_is_refused(own: Api, members: dict[str, Any], place: str) -> None:
    assert place in _places(own, "POST", TOOLS, _webhook(**members))
    made = _made(own, WEBHOOK)
    path = f"{TOOLS}/{made['id']}"
    assert place in _places(own, "PATCH", path, {"api_schema": members})
    assert own.get(path).json() == made


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({**CLIENT, "type": "magic"}, "type"),
        ({**CLIENT, "name": "1st"}, "name"),
        ({**CLIENT, "name": "x" * 65}, "name"),
        ({**CLIENT, "description": ""}, "description"),
        ({**CLIENT, "response_timeout_secs": 0}, "response_timeout_secs"),
        ({**CLIENT, "response_timeout_secs": 121}, "response_timeout_secs"),
        ({**CLIENT, "execution_mode": "later"}, "execution_mode"),
        ({**CLIENT, "parameters": {"type": "array"}}, "parameters.type"),
        ({**CLIENT, "parameters": {"type": "object", "required": ["a"] * 65}}, "parameters.required"),
        ({name: value for name, value in CLIENT.items() if name != "parameters"}, "parameters"),
        ({name: value for name, value in WEBHOOK.items() if name != "api_schema"}, "api_schema"),
    ],
)
def test_what_is_wrong_is_named(own: Api, body: dict[str, Any], place: str) -> None:
    assert place in _places(own, "POST", TOOLS, body)


def test_a_tool_is_changed_as_the_kind_that_it_is(own: Api) -> None:
    webhook, client = _made(own, WEBHOOK), _made(own, CLIENT)
    assert _places(own, "PATCH", f"{TOOLS}/{webhook['id']}", {"api_schema": 1}) == ["api_schema"]
    assert _places(own, "PATCH", f"{TOOLS}/{client['id']}", {"parameters": {"type": 1}}) == ["parameters.type"]
    assert _places(own, "PATCH", f"{TOOLS}/{client['id']}", {"type": "webhook"}) == ["type"]
    assert "api_schema" not in _patched(own, client, api_schema=API, expects_response=False)
    assert "parameters" not in _patched(own, webhook, parameters={"type": "object"})


def test_lists_are_filtered_by_kind_and_by_agent(own: Api) -> None:
    tool = _made(own, CLIENT)["id"]
    agent = own.request("POST", "/v1/agents", json={"config": {"tools": [{"id": tool}]}}).json()["id"]

    def found(query: str) -> list[str]:
        return [item["id"] for item in own.get(f"{TOOLS}?limit=100&{query}").json()["data"]]

    assert found(f"agent_id={agent}") == found(f"agent_id={agent}&type=client") == [tool]
    assert found(f"agent_id={agent}&type=webhook") == found("agent_id=agent_none") == []
    assert tool in found("type=client")
    assert own.get(f"{TOOLS}?type=magic").status_code == 400


def test_the_agents_of_a_tool_are_shown_when_expanded(own: Api) -> None:
    tool = _made(own, CLIENT)["id"]
    agent = own.request("POST", "/v1/agents", json={"name": "Clerk", "config": {"tools": [{"id": tool}]}}).json()["id"]
    assert "agents" not in own.get(f"{TOOLS}/{tool}").json()
    assert own.get(f"{TOOLS}/{tool}?expand[]=agents").json()["agents"] == [{"id": agent, "name": "Clerk"}]
    assert "agents" not in own.get(f"{TOOLS}/{tool}").json()
    assert own.get(f"{TOOLS}/{tool}?expand[]=secrets").status_code == 400


def test_a_tool_in_use_stays(own: Api) -> None:
    tool = _made(own, CLIENT)["id"]
    agent = own.request("POST", "/v1/agents", json={"config": {"tools": [{"id": tool}]}}).json()["id"]
    refused = own.request("DELETE", f"{TOOLS}/{tool}")
    assert refused.status_code == 409
    assert agent in refused.json()["message"]
    own.request("PATCH", f"/v1/agents/{agent}", json={"config": {"tools": []}}).raise_for_status()
    assert own.request("DELETE", f"{TOOLS}/{tool}").status_code == 204


def test_the_tools_of_a_deleted_agent_stay_and_are_free(own: Api) -> None:
    tool = _made(own, CLIENT)["id"]
    agent = own.request("POST", "/v1/agents", json={"config": {"tools": [{"id": tool}]}}).json()["id"]
    own.request("DELETE", f"/v1/agents/{agent}").raise_for_status()
    assert own.get(f"{TOOLS}/{tool}").status_code == 200
    assert own.request("DELETE", f"{TOOLS}/{tool}").status_code == 204


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_an_unknown_tool_is_not_found(own: Api, method: str) -> None:
    assert own.request(method, f"{TOOLS}/tool_none", json={"name": "x"}).status_code == 404


@pytest.mark.parametrize("levels", [90, 100, 300, 970, 5000])
def test_what_is_kept_can_be_shown_again_however_deep_it_is(own: Api, levels: int) -> None:
    api = {**API, "request_body_schema": {"type": "object", "items": "@"}}
    nested = '{"type":"array","items":' * levels + '{"type":"string"}' + "}" * levels
    body = json.dumps({**WEBHOOK, "api_schema": api}).replace('"@"', nested)
    assert own.request("POST", TOOLS, content=body).status_code == (201 if levels == 90 else 400)
    assert own.get(f"{TOOLS}?limit=100").status_code == 200
