# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The model `ManagedClientTool`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import instant, rest_of
from .client_tool_parameters import ClientToolParameters
from .managed_client_tool_execution_mode import ManagedClientToolExecutionMode
from .managed_client_tool_pre_tool_speech import ManagedClientToolPreToolSpeech
from .managed_tool_agent import ManagedToolAgent


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
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.type = data["type"]
        self.id = data["id"]
        self.name = data["name"]
        self.description = data["description"]
        self.pre_tool_speech = data["pre_tool_speech"]
        self.execution_mode = data["execution_mode"]
        self.response_timeout_secs = data["response_timeout_secs"]
        self.expects_response = data["expects_response"]
        self.parameters = ClientToolParameters.from_dict(data["parameters"])
        self.created_at = datetime.datetime.fromisoformat(data["created_at"])
        self.updated_at = datetime.datetime.fromisoformat(data["updated_at"])
        self.agents = None if (items := get("agents")) is None else [ManagedToolAgent.from_dict(item) for item in items]
        n_read = 11 + (self.agents is not None)
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                {
                    "type",
                    "id",
                    "name",
                    "description",
                    "pre_tool_speech",
                    "execution_mode",
                    "response_timeout_secs",
                    "expects_response",
                    "parameters",
                    "created_at",
                    "updated_at",
                },
                {"agents"},
            )
        )
        return self

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
