"""Managed agents: made, changed version by version, deleted, and called with the tokens of their sessions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from contralto_conformance.mock.answers import answer, answer_page
from contralto_conformance.mock.auth import DEFAULT_TOKEN_LIFE_S
from contralto_conformance.mock.errors import Fault, invalid
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation, read_query, read_request
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.shelves import Shelf, filled

from .seeds import seeds
from .webhooks import Webhooks

Record = dict[str, Any]

RESERVED_PREFIXES = ("system__", "secret__")
"""Beginnings of names that no variable of a session may have."""

_MAX_SESSIONS = 1000

_DEFAULT_NAME = "Untitled agent"

_DEFAULT_CONFIG: Record = {
    "instructions": "You are a friendly and helpful assistant. Answer briefly.",
    "initial_message": "Hello, how can I help you?",
    "timezone": "America/Los_Angeles",
    "model": {"id": "gpt-5.4-mini", "temperature": None, "max_output_tokens": None},
    "language": {"primary": "en"},
    "audio": {
        "input": {"noise_suppression": "auto", "keyterms": []},
        "output": {
            "voice_id": "f786b574-daa5-4673-aa0c-cbe3e8534c02",
            "speed": None,
            "volume": None,
            "emotion": None,
            "pronunciation_dictionary_id": None,
            "background_sound": None,
        },
    },
    "turn": {"inactivity_end_call_secs": 240, "inactivity_check_in_secs": 8},
    "tools": [],
    "system_tools": {"end_call": None, "send_dtmf": None, "transfer_to_number": None},
}
"""What a new agent has; only the limits of silence are documented."""

_WHEN_SWITCHED_ON: Mapping[str, Record] = {
    "background_sound": {"file_id": None, "volume": 1.0},
    "end_call": {"description": None, "pre_tool_speech": "auto"},
    "send_dtmf": {"description": None, "pre_tool_speech": "auto"},
    "transfer_to_number": {"description": None, "pre_tool_speech": "auto", "transfers": []},
}
"""What the settings that may be null begin with when a request sets them."""


@dataclass(slots=True)
class ManagedSession:
    """What the token of a session fixes for its one call: the agent, the values of variables, the settings that
    differ from those of the agent, and when the token expires, in seconds since the epoch."""

    agent_id: str
    variables: Mapping[str, str | float | bool]
    overrides: Mapping[str, Any]
    expires_s: float
    is_used: bool = False


class ManagedAgents:
    """The agents in `shelf`, each with its current `config` and `version`, and what belongs to them: all versions by
    the id of the agent, the language models, and the shared tools as they are answered, without their secrets."""

    def __init__(self, service: Service) -> None:
        self.shelf: Shelf[Record] = Shelf("agent")
        self.versions: dict[str, Shelf[Record]] = {}
        self.models: Shelf[Record] = filled(Shelf("model"), seeds("managed_agent_models"))
        self.tools: Shelf[Record] = filled(Shelf("tool"), seeds("managed_tools"))
        self._sessions: dict[str, ManagedSession] = {}
        for record in seeds("managed_agents"):
            versions, config = record.pop("versions"), _DEFAULT_CONFIG
            self.shelf.put(record["id"], record)
            for version in versions:
                config = merged(config, version["config"], _DEFAULT_CONFIG)
                self.add_version(record, {**version, "config": config})

    def add_version(self, agent: Record, version: Record) -> None:
        """Makes `version`, which has the settings in `config`, the current one of an agent."""
        versions = self.versions.setdefault(agent["id"], Shelf("version", is_newest_first=True))
        versions.put(version["id"], version)
        agent |= {"config": version["config"], "version": version, "version_id": version["id"]}

    def using_tool(self, tool_id: str) -> list[Record]:
        """The agents whose current settings name a tool."""
        return [agent for agent in self.shelf if any(tool["id"] == tool_id for tool in agent["config"]["tools"])]

    def add_session(self, token: str, session: ManagedSession, now_s: float) -> None:
        """Keeps what a session token fixes until it expires; at most a thousand, the newest."""
        kept = {key: one for key, one in self._sessions.items() if one.expires_s > now_s}
        self._sessions = dict([*kept.items(), (token, session)][-_MAX_SESSIONS:])

    def open_session(self, token: str, agent_id: str) -> ManagedSession | None:
        """What a token of the upgrade of the agent socket fixes for the call that begins; None for a token that
        `POST /access-token` made. Raises Fault (403) for one that opened a call before, or belongs to another agent.
        """
        session = self._sessions.get(token)
        if session is None:
            return None
        if session.agent_id != agent_id:
            raise Fault(403, None, "the session token is for another agent")
        if session.is_used:
            raise Fault(403, None, "the session token has opened its call already; make another session")
        session.is_used = True
        return session


def merged(before: Mapping[str, Any], asked: Mapping[str, Any], shape: Mapping[str, Any]) -> Record:
    """Settings after a sparse change: what `asked` names replaces what was, objects member by member and lists as a
    whole. Only members of `shape` count. Nothing that was given is changed."""
    after = dict(before)
    for name, value in asked.items():
        if name not in shape:
            continue
        inner = _WHEN_SWITCHED_ON.get(name, shape[name])
        if isinstance(inner, dict) and isinstance(value, dict):
            value = merged(inner if before[name] is None else before[name], value, inner)
        after[name] = value
    return after


def _check_config(service: Service, asked: Mapping[str, Any], config: Mapping[str, Any]) -> None:
    """Raises Fault (400) when a request names what does not exist, or the settings after it contradict each other."""
    state = service.state(ManagedAgents)
    problems = []
    model_id = asked.get("model", {}).get("id")
    if model_id is not None and model_id not in state.models:
        problems.append(f"`config.model.id` names no model: `{model_id[:80]}`")
    tools = [tool["id"] for tool in asked.get("tools", ())]
    for place, tool_id in enumerate(tools):
        if tool_id not in state.tools:
            problems.append(f"`config.tools[{place}].id` names no tool: `{tool_id[:80]}`")
    if len(set(tools)) < len(tools):
        problems.append("`config.tools` must name each tool once")
    check_in_s, end_s = (config["turn"][f"inactivity_{name}_secs"] for name in ("check_in", "end_call"))
    if check_in_s is not None and check_in_s >= end_s:
        problems.append(
            f"`config.turn.inactivity_check_in_secs` must be less than the {end_s} of `inactivity_end_call_secs`"
        )
    if problems:
        raise invalid(problems)
    _check_voice(service, asked, "config")


def _check_voice(service: Service, config: Mapping[str, Any], where: str) -> None:
    voice_id = config.get("audio", {}).get("output", {}).get("voice_id")
    if voice_id is not None and service.voices.find(voice_id) is None:
        message = f"`{where}.audio.output.voice_id` names no voice: `{voice_id[:80]}`"
        raise Fault(400, "Invalid voice", message, code="voice_not_found")


def _new_version(service: Service, config: Record, description: str | None) -> Record:
    return {
        "id": service.new_key("agent_version_"),
        "description": description,
        "created_at": service.timestamp(),
        "created_by": None,
        "config": config,
    }


def _mentions(agent: Record, text: str) -> bool:
    return any(text.casefold() in (agent[name] or "").casefold() for name in ("name", "description", "id"))


async def list_agents(service: Service, call: Call) -> Reply:
    """`GET /v1/agents`."""
    query = read_query(service, call)
    page = service.state(ManagedAgents).shelf.page(query, lambda agent: _mentions(agent, query.get("q", "")))
    return answer_page(call, page)


async def create_agent(service: Service, call: Call) -> Reply:
    """`POST /v1/agents`: with the first version of its settings."""
    asked = read_request(service, call)
    settings = asked.get("config", {})
    config = merged(_DEFAULT_CONFIG, settings, _DEFAULT_CONFIG)
    _check_config(service, settings, config)
    state = service.state(ManagedAgents)
    now = service.timestamp()
    record = {
        "id": service.new_key("agent_"),
        "name": asked.get("name", _DEFAULT_NAME),
        "description": asked.get("description"),
        "webhook_id": None,
        "created_at": now,
        "updated_at": now,
    }
    state.add_version(state.shelf.put(record["id"], record), _new_version(service, config, None))
    return answer(call, record)


async def list_models(service: Service, call: Call) -> Reply:
    """`GET /v1/agents/models`."""
    return answer_page(call, service.state(ManagedAgents).models.page(read_query(service, call)))


async def get_agent(service: Service, call: Call) -> Reply:
    """`GET /v1/agents/{agent_id}`."""
    return answer(call, service.state(ManagedAgents).shelf.get(call.parameters["agent_id"]))


async def update_agent(service: Service, call: Call) -> Reply:
    """`PATCH /v1/agents/{agent_id}`: settings that differ from the current ones make a version."""
    state = service.state(ManagedAgents)
    record = state.shelf.get(call.parameters["agent_id"])
    asked = read_request(service, call)
    settings = asked.get("config", {})
    config = merged(record["config"], settings, _DEFAULT_CONFIG)
    _check_config(service, settings, config)
    is_new = config != record["config"]
    description = asked.get("version_description")
    if description is not None and not is_new:
        raise invalid(["`version_description` must come with a change of `config`"])
    webhook_id = asked.get("webhook_id")
    if webhook_id is not None and webhook_id not in service.state(Webhooks).shelf:
        raise invalid([f"`webhook_id` names no webhook: `{webhook_id[:80]}`"])
    record |= {name: asked[name] for name in ("name", "description", "webhook_id") if name in asked}
    record["updated_at"] = service.timestamp()
    if is_new:
        state.add_version(record, _new_version(service, config, description))
    return answer(call, record)


async def delete_agent(service: Service, call: Call) -> Reply:
    """`DELETE /v1/agents/{agent_id}`: with its versions."""
    state = service.state(ManagedAgents)
    record = state.shelf.take(call.parameters["agent_id"])
    del state.versions[record["id"]]
    return answer(call)


def _versions(service: Service, call: Call) -> Shelf[Record]:
    state = service.state(ManagedAgents)
    return state.versions[state.shelf.get(call.parameters["agent_id"])["id"]]


async def list_versions(service: Service, call: Call) -> Reply:
    """`GET /v1/agents/{agent_id}/versions`: newest first."""
    return answer_page(call, _versions(service, call).page(read_query(service, call)))


async def get_version(service: Service, call: Call) -> Reply:
    """`GET /v1/agents/{agent_id}/versions/{version_id}`."""
    return answer(call, _versions(service, call).get(call.parameters["version_id"]))


def _check_variables(names: Iterable[str]) -> None:
    reserved = [name for name in names if name.startswith(RESERVED_PREFIXES)]
    if reserved:
        prefixes = " or ".join(f"`{prefix}`" for prefix in RESERVED_PREFIXES)
        raise invalid(f"`dynamic_variables.{name}` must not begin with {prefixes}" for name in reserved)


async def create_session(service: Service, call: Call) -> Reply:
    """`POST /v1/agents/websocket/{agent_id}/sessions`: a token for one call."""
    state = service.state(ManagedAgents)
    agent_id = state.shelf.get(call.parameters["agent_id"])["id"]
    asked = read_request(service, call)
    variables, overrides = asked.get("dynamic_variables", {}), asked.get("config_overrides", {})
    _check_variables(variables)
    _check_voice(service, overrides, "config_overrides")
    token = service.gatekeeper.new_token(["agent"], DEFAULT_TOKEN_LIFE_S, service.new_id())
    now_s = service.now_s()
    state.add_session(token, ManagedSession(agent_id, variables, overrides, now_s + DEFAULT_TOKEN_LIFE_S), now_s)
    return answer(call, {"token": token})


OPERATIONS = (
    Operation("GET", "/v1/agents", list_agents),
    Operation("POST", "/v1/agents", create_agent),
    Operation("GET", "/v1/agents/models", list_models),
    Operation("GET", "/v1/agents/{agent_id}", get_agent),
    Operation("PATCH", "/v1/agents/{agent_id}", update_agent),
    Operation("DELETE", "/v1/agents/{agent_id}", delete_agent),
    Operation("GET", "/v1/agents/{agent_id}/versions", list_versions),
    Operation("GET", "/v1/agents/{agent_id}/versions/{version_id}", get_version),
    Operation("POST", "/v1/agents/websocket/{agent_id}/sessions", create_session),
)
