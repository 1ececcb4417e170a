"""Shared tools of managed agents: webhook tools and client tools. Secrets come in and never out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from contralto_conformance.mock.answers import answer, answer_page
from contralto_conformance.mock.errors import Fault, invalid
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation, read_query, read_request
from contralto_conformance.mock.service import Service

from .managed_agents import ManagedAgents

Record = dict[str, Any]

DEFAULT_TIMEOUT_S = 20

_UPDATES = {"webhook": "UpdateManagedWebhookToolRequest", "client": "UpdateManagedClientToolRequest"}
"""Names of the schemas of a change, by kind of tool."""

_COMMON = ("name", "description", "pre_tool_speech", "execution_mode", "response_timeout_secs")
_OF_CLIENT = ("expects_response", "parameters")
_OF_API = (
    "url",
    "method",
    "path_params_schema",
    "query_params_schema",
    "request_body_schema",
    "request_headers",
    "authentication",
)
_WITH_BODY = ("POST", "PUT", "PATCH")

_PLACE = re.compile(r"(?<!\{)\{([^{}]+)\}(?!\})")  # of a path parameter; a variable stands in two pairs of braces


def _secret(value: Any, before: Any, where: str) -> Any:
    """What is shown of a text or a secret; raises Fault (400) for a secret without value where none is set."""
    if not isinstance(value, dict):
        return value
    is_set = isinstance(before, dict)
    if "secret_value" not in value and not is_set:
        raise invalid([f"`{where}.secret_value` is missing"])
    described = {**(before if is_set else {}), **value}
    return {name: described[name] for name in ("type", "secret_description") if name in described}


def _authentication(asked: Mapping[str, Any], before: Mapping[str, Any]) -> Record:
    member = "token" if asked["mode"] == "bearer" else "password"
    username = {"username": asked["username"]} if member == "password" else {}
    set_before = before.get(member) if before.get("mode") == asked["mode"] else None
    secret = _secret(asked[member], set_before, f"api_schema.authentication.{member}")
    return {"mode": asked["mode"], **username, member: secret}


def _api(asked: Mapping[str, Any], before: Mapping[str, Any]) -> Record:
    """The request of a webhook tool after a change: each member that is named is replaced as a whole, but a secret
    without a value stays as it was. Raises Fault (400) for parts that do not fit each other."""
    after = {**before, **{name: asked[name] for name in _OF_API if name in asked}}
    if "request_headers" in asked:
        headers = before.get("request_headers", {})
        after["request_headers"] = {
            name: _secret(value, headers.get(name), f"api_schema.request_headers.{name}")
            for name, value in asked["request_headers"].items()
        }
    if "authentication" in asked:
        after["authentication"] = _authentication(asked["authentication"], before.get("authentication", {}))
    problems = [
        f"`api_schema.path_params_schema.{name}` is missing, and `api_schema.url` has a place for it"
        for name in dict.fromkeys(_PLACE.findall(after["url"]))
        if name not in after.get("path_params_schema", {})
    ]
    if "request_body_schema" in after:
        if after["method"] not in _WITH_BODY:
            problems.append(f"`api_schema.request_body_schema` must not come with the method `{after['method']}`")
        if after["request_body_schema"]["type"] != "object":
            problems.append("`api_schema.request_body_schema.type` must be `object`")
    if problems:
        raise invalid(problems)
    return after


def _changed(asked: Mapping[str, Any], before: Record) -> Record:
    """What a request changes of a tool of the kind that `before` has; other members are none of it."""
    own = _COMMON if before["type"] == "webhook" else (*_COMMON, *_OF_CLIENT)
    changed = {name: asked[name] for name in own if name in asked}
    if before["type"] == "webhook" and "api_schema" in asked:
        changed["api_schema"] = _api(asked["api_schema"], before.get("api_schema", {}))
    return changed


async def list_tools(service: Service, call: Call) -> Reply:
    """`GET /v1/agents/tools`."""
    state = service.state(ManagedAgents)
    query = read_query(service, call)
    agent_id = query.get("agent_id")

    def passes(tool: Record) -> bool:
        users = [agent["id"] for agent in state.using_tool(tool["id"])] if agent_id is not None else []
        return query.get("type", tool["type"]) == tool["type"] and (agent_id is None or agent_id in users)

    return answer_page(call, state.tools.page(query, passes))


async def create_tool(service: Service, call: Call) -> Reply:
    """`POST /v1/agents/tools`."""
    asked = read_request(service, call)
    now = service.timestamp()
    record = {
        "type": asked["type"],
        "id": service.new_key("tool_"),
        "response_timeout_secs": DEFAULT_TIMEOUT_S,
        **_changed(asked, {"type": asked["type"]}),
        "created_at": now,
        "updated_at": now,
    }
    return answer(call, service.state(ManagedAgents).tools.put(record["id"], record))


async def get_tool(service: Service, call: Call) -> Reply:
    """`GET /v1/agents/tools/{tool_id}`: with the agents that use it when `expand[]` asks for them."""
    state = service.state(ManagedAgents)
    tool = state.tools.get(call.parameters["tool_id"])
    if "agents" in read_query(service, call).get("expand[]", ()):
        tool = {**tool, "agents": state.using_tool(tool["id"])}
    return answer(call, tool)


async def update_tool(service: Service, call: Call) -> Reply:
    """`PATCH /v1/agents/tools/{tool_id}`: what the body may be follows from the kind of the tool."""
    record = service.state(ManagedAgents).tools.get(call.parameters["tool_id"])
    asked = read_request(service, call)
    service.objecting(call, lambda: call.documented.check_as(_UPDATES[record["type"]], asked))
    if asked.get("type", record["type"]) != record["type"]:
        raise invalid([f"`type` must stay `{record['type']}`; make another tool instead"])
    record |= {**_changed(asked, record), "updated_at": service.timestamp()}
    return answer(call, record)


async def delete_tool(service: Service, call: Call) -> Reply:
    """`DELETE /v1/agents/tools/{tool_id}`: refused while an agent uses it."""
    state = service.state(ManagedAgents)
    tool_id = state.tools.get(call.parameters["tool_id"])["id"]
    users = state.using_tool(tool_id)
    if users:
        agents = ", ".join(f"`{agent['id']}`" for agent in users[:5])
        raise Fault(409, "Tool in use", f"agents use the tool `{tool_id}`; take it from them first: {agents}")
    state.tools.take(tool_id)
    return answer(call)


OPERATIONS = (
    Operation("GET", "/v1/agents/tools", list_tools),
    Operation("POST", "/v1/agents/tools", create_tool),
    Operation("GET", "/v1/agents/tools/{tool_id}", get_tool),
    Operation("PATCH", "/v1/agents/tools/{tool_id}", update_tool),
    Operation("DELETE", "/v1/agents/tools/{tool_id}", delete_tool),
)
