# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The model `ManagedClientTool`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import instant, list_of, optional, take
from .client_tool_parameters import ClientToolParameters
from .managed_client_tool_execution_mode import ManagedClientToolExecutionMode
from .managed_client_tool_pre_tool_speech import ManagedClientToolPreToolSpeech
from .managed_tool_agent import ManagedToolAgent

_agents = optional(list_of(ManagedToolAgent.from_dict))


@define(kw_only=True)
class ManagedClientTool:
    """A tool that the application at the other end of the agent socket carries out."""

    type: Literal["client"] = "client"
    """Kind of the tool."""

    id: str
    """Id of the tool."""

    name: str
    """Name that the agent calls it by."""

    description: str
    """What it does and when to use it."""

    pre_tool_speech: ManagedClientToolPreToolSpeech | str
    """Whether the agent speaks before it uses the tool."""

    execution_mode: ManagedClientToolExecutionMode | str
    """How the tool runs."""

    response_timeout_secs: int
    """How long the agent waits for the result in seconds."""

    expects_response: bool
    """Whether the agent waits for a result."""

    parameters: ClientToolParameters
    """What the agent passes to a client tool."""

    created_at: datetime.datetime
    """When the tool was made."""

    updated_at: datetime.datetime
    """When the tool was last changed."""

    agents: list[ManagedToolAgent] | None = None
    """Agents that use the tool; only when expanded."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        pop = rest.pop
        return cls(
            type=pop("type"),
            id=pop("id"),
            name=pop("name"),
            description=pop("description"),
            pre_tool_speech=pop("pre_tool_speech"),
            execution_mode=pop("execution_mode"),
            response_timeout_secs=pop("response_timeout_secs"),
            expects_response=pop("expects_response"),
            parameters=ClientToolParameters.from_dict(pop("parameters")),
            created_at=datetime.datetime.fromisoformat(pop("created_at")),
            updated_at=datetime.datetime.fromisoformat(pop("updated_at")),
            agents=_agents(take(rest, "agents")),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "pre_tool_speech": self.pre_tool_speech,
            "execution_mode": self.execution_mode,
            "response_timeout_secs": self.response_timeout_secs,
            "expects_response": self.expects_response,
            "parameters": self.parameters.to_dict(),
            "created_at": instant(self.created_at),
            "updated_at": instant(self.updated_at),
        }
        if self.agents is not None:
            members["agents"] = [item.to_dict() for item in self.agents]
        return members
