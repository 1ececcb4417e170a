"""The socket of managed agents: one session.

Messages are told apart by `type`. The key `1` makes the agent call its client tools, one after the other; it says what
they answered.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from starlette.types import Receive, Send

from contralto_client.protocol.tables import MANAGED_AGENT
from contralto_conformance.mock.auth import credential_of
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Event
from contralto_conformance.mock.hooks import CloseSocket
from contralto_conformance.mock.resources.managed_agents import ManagedAgents
from contralto_conformance.mock.service import Service

from .calls import Action, CallSocket, Voice

_MESSAGES = ("session_create", "audio_input", "dtmf_input", "client_tool_result")
_VARIABLE = re.compile(r"\{\{\s*([A-Za-z0-9_]{1,64})\s*\}\}")
_EXAMPLES: Mapping[str, object] = {
    "string": "example",
    "integer": 1,
    "number": 1.5,
    "boolean": True,
    "array": [],
    "object": {},
}


class _Fatal(Fault):
    """A fault that ends the session. event_code: `code` of the error event."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(400, None, message)
        self.event_code = code


class ManagedAgentSocket(CallSocket):
    """One open connection of the channel."""

    name = "managed_agent"
    table = MANAGED_AGENT

    def __init__(self, service: Service, call: Call, receive: Receive, send: Send) -> None:
        super().__init__(service, call, receive, send)
        self._turn = 0
        self._turns: dict[str, tuple[int, float]] = {}
        self._results: dict[str, asyncio.Future[tuple[str, bool]]] = {}

    @classmethod
    def check_upgrade(cls, service: Service, call: Call) -> None:
        """Raises Fault: 404 for an agent that does not exist, 403 for a token of another session."""
        agents = service.state(ManagedAgents)
        agent = agents.shelf.get(call.parameters["agent_id"])
        credential = credential_of(call.headers, call.query, socket=True)
        if call.identity is not None and call.identity.kind == "token" and credential is not None:
            call.memo["session"] = agents.open_session(credential.value, agent["id"])

    async def opened(self) -> None:
        """Waits for the first message, and no longer than documented."""
        self.start(self._hurry())

    async def work_on(self, message: Event) -> None:
        """One of the documented messages."""
        kind = str(message.get("type"))
        if kind not in _MESSAGES:
            raise Fault(400, None, f"`type` must be one of {', '.join(_MESSAGES)}; got `{kind[:40]}`")
        if kind == "session_create":
            self._check_variables(message.get("dynamic_variables"))
        # A result that is too long is no invalid event: the agent is told of it.
        shown = {**message, "result": ""} if isinstance(message.get("result"), str) else message
        self.accept(kind, message, shown=shown)
        self.stir("message")
        if kind == "session_create":
            await self._create(message)
        elif kind == "audio_input":
            await self.hear(str(message["audio"]))
        elif kind == "dtmf_input":
            self.plan(*self.on_key(str(message["digit"])))
        else:
            self._take_result(message)

    def _check_variables(self, told: object) -> None:
        if told is None:
            return
        if self.call.identity is not None and self.call.identity.kind == "token":
            message = "a token opened this socket; its variables were set when the session was made"
            raise _Fatal("dynamic_variables_not_allowed", message)
        limits = self.channel.limits["dynamic_variables"]
        if not isinstance(told, dict):
            raise _Fatal("invalid_dynamic_variables", "`dynamic_variables` must be an object")
        if len(told) > limits["max_items"]:
            raise _Fatal("invalid_dynamic_variables", f"at most {limits['max_items']} variables, got {len(told)}")
        for name, value in told.items():
            if not re.fullmatch(rf"[A-Za-z0-9_]{{1,{limits['max_name_length']}}}", name):
                raise _Fatal("invalid_dynamic_variables", f"`{name[:80]}` is no name of a variable")
            if name.startswith(tuple(limits["reserved_prefixes"])):
                raise _Fatal("invalid_dynamic_variables", f"the name `{name}` is reserved")
            if not isinstance(value, str | int | float | bool):
                raise _Fatal("invalid_dynamic_variables", f"`{name}` must be a text, a number or a boolean")

    async def _create(self, message: Event) -> None:
        agents = self.service.state(ManagedAgents)
        agent = agents.shelf.get(self.call.parameters["agent_id"])
        session = self.call.memo.get("session")
        asked: dict[str, Any] = dict(message)
        overrides: dict[str, Any] = dict(session.overrides) if session is not None else {}
        variables = {**(session.variables if session is not None else {}), **(asked.get("dynamic_variables") or {})}
        config: dict[str, Any] = agent["config"]
        initial = overrides.get("initial_message", config.get("initial_message"))
        needed = {name for text in (config.get("instructions"), initial) for name in _VARIABLE.findall(text or "")}
        missing = sorted(needed - set(variables) - {name for name in needed if name.startswith("system__")})
        if missing:
            raise _Fatal("missing_dynamic_variables", f"the agent needs {', '.join(f'`{name}`' for name in missing)}")
        audio = asked["audio"]
        call_id = self.service.new_key("ac_")
        self.keep(call_id, agent)
        await self.say(
            {
                "type": "session_ready",
                "call_id": call_id,
                "agent_id": agent["id"],
                "agent_version_id": agent["version_id"],
                "audio": {"output_delivery": "speaking_pace", **audio},
            }
        )
        output = {**config["audio"]["output"], **((overrides.get("audio") or {}).get("output") or {})}
        introduction = _VARIABLE.sub(lambda found: str(variables.get(found[1], "")), initial) if initial else None
        self.begin(audio["input_format"], Voice(output.get("voice_id"), output.get("speed") or 1.0), introduction)

    async def _hurry(self) -> None:
        first = self.channel.limits["first_message"]
        await asyncio.sleep(self.scaled("first_message", first["within_s"]))
        if self.machine.state() == "opening":
            raise CloseSocket(first["code"], f"no {first['message']} came in time")

    async def refuse(self, fault: Fault) -> None:
        """A fault of the first message ends the session, and so does one that is fatal; another is said."""
        if isinstance(fault, _Fatal):
            await self._fail(fault.event_code, fault.message)
        fault = self.hooks.fault(self.call, fault)
        if self.machine.state() in ("opening", "creating"):
            await self._fail("invalid_event", fault.message)
        else:
            await self.say({"type": "error", "code": "invalid_event", "message": fault.message, "fatal": False})

    async def _fail(self, code: str, message: str) -> NoReturn:
        await self.say({"type": "error", "code": code, "message": message, "fatal": True})
        raise CloseSocket(1008, code)

    async def hang_up(self) -> None:
        """The agent ends the session; no document gives a reason."""
        raise CloseSocket(1000)

    # Tools.

    def on_key(self, key: str) -> Iterator[Action]:
        """`1` calls the client tools of the agent; the others as ever."""
        tools = [tool for tool in self._client_tools() if key == "1"]
        if not tools:
            yield from super().on_key(key)
        for tool in tools:
            yield self._calling(tool)

    def _client_tools(self) -> list[dict[str, Any]]:
        agents = self.service.state(ManagedAgents)
        agent = agents.shelf.get(self.call.parameters["agent_id"])
        named = [agents.tools.find(str(tool.get("id"))) for tool in agent["config"]["tools"]]
        return [tool for tool in named if tool is not None and tool["type"] == "client"]

    def _calling(self, tool: Mapping[str, Any]) -> Action:
        async def call_tool() -> None:
            call_id = self.service.new_key("call_")
            waits = bool(tool.get("expects_response", True))
            properties = (tool.get("parameters") or {}).get("properties") or {}
            arguments = {name: _EXAMPLES.get(str(each.get("type")), "example") for name, each in properties.items()}
            if waits:
                self._results[call_id] = self.loop.create_future()
            await self.say(
                {
                    "type": "client_tool_call",
                    "tool_call_id": call_id,
                    "tool_name": tool["name"],
                    "parameters": arguments,
                    "expects_response": waits,
                }
            )
            made: Event = {"id": call_id, "name": tool["name"], "arguments": arguments}
            if not waits:
                self.tool_calls.append(made)
                await self.saying(f"I have called {tool['name']}.")()
                return
            limit_s = self.scaled("tool_response", float(tool.get("response_timeout_secs") or 20))
            try:
                async with asyncio.timeout(limit_s):
                    result, is_error = await self._results[call_id]
            except TimeoutError:
                result, is_error = "the tool did not answer in time", True
            finally:
                self._results.pop(call_id, None)
            self.tool_calls.append({**made, "result": result})
            await self.saying(f"The tool {'failed' if is_error else 'said'}: {result}")()

        return call_tool

    def _take_result(self, message: Event) -> None:
        waiting = self._results.get(str(message["tool_call_id"]))
        if waiting is None or waiting.done():
            return  # late, sent twice, or never asked for: ignored without an error
        result = str(message["result"])
        if len(result.encode("utf-8", "replace")) > self.channel.limits["tool_result"]["max_bytes"]:
            waiting.set_result(("result_too_large", True))
        else:
            waiting.set_result((result, bool(message.get("is_error"))))

    # Events.

    async def say_audio(self, audio: str) -> None:
        """`audio_output`."""
        await self.say({"type": "audio_output", "audio": audio})

    async def say_clear(self) -> None:
        """`audio_output_clear`."""
        await self.say({"type": "audio_output_clear"})

    async def say_tone(self, key: str) -> None:
        """`dtmf_output`."""
        await self.say({"type": "dtmf_output", "digit": key})

    async def begin_turn(self, role: str) -> None:
        """`turn_started`, with the next number."""
        self._turn += 1
        self._turns[role] = self._turn, self.elapsed_s()
        await self.say({"type": "turn_started", "turn": self._turn, "role": role, "start_time": self._turns[role][1]})

    async def say_text(self, text: str) -> None:
        """`turn_output_text_delta`."""
        number = self._turns["assistant"][0]
        await self.say({"type": "turn_output_text_delta", "turn": number, "role": "assistant", "text": text})

    async def end_turn(self, role: str, text: str, *, is_interrupted: bool = False) -> None:
        """`turn_ended`; a turn of the agent tells the tools that it called."""
        number, start_s = self._turns.pop(role)
        tool_calls: list[Event] = []
        if role == "assistant":
            tool_calls, self.tool_calls = self.tool_calls, []
        await self.say(
            {
                "type": "turn_ended",
                "turn": number,
                "role": role,
                "text": text,
                "interrupted": is_interrupted,
                "start_time": start_s,
                "end_time": max(start_s, self.elapsed_s()),
                "tool_calls": tool_calls,
            }
        )
