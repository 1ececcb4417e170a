# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The model `CreateManagedClientToolRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of
from .client_tool_parameters import ClientToolParameters
from .managed_pre_tool_speech import ManagedPreToolSpeech
from .managed_tool_execution_mode import ManagedToolExecutionMode


@define(kw_only=True)
class CreateManagedClientToolRequest:
    """A tool that the application at the other end of the agent socket carries out."""

    type: Literal["client"] = "client"
    """Kind of the tool."""

    name: str
    """Name that the agent calls it by; case matters."""

    description: str
    """What it does and when to use it."""

    pre_tool_speech: ManagedPreToolSpeech | str
    """Whether the agent speaks before it uses a tool: `auto` leaves it to the agent, `force` asks for it,
    `off` does not.
    """

    execution_mode: ManagedToolExecutionMode
    """How the tool runs: `immediate` within the turn, where the caller can interrupt it, `async` while the
    conversation goes on.
    """

    expects_response: bool
    """Whether the agent waits for a result."""

    parameters: ClientToolParameters
    """What the agent passes to a client tool."""

    response_timeout_secs: int | None = None
    """How long the agent waits for the result in seconds. 1 to 120; default `20`."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.type = data["type"]
        self.name = data["name"]
        self.description = data["description"]
        self.pre_tool_speech = data["pre_tool_speech"]
        self.execution_mode = data["execution_mode"]
        self.expects_response = data["expects_response"]
        self.parameters = ClientToolParameters.from_dict(data["parameters"])
        self.response_timeout_secs = get("response_timeout_secs")
        n_read = 7 + (self.response_timeout_secs is not None)
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                {"type", "name", "description", "pre_tool_speech", "execution_mode", "expects_response", "parameters"},
                {"response_timeout_secs"},
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
            "name": self.name,
            "description": self.description,
            "pre_tool_speech": self.pre_tool_speech,
            "execution_mode": self.execution_mode,
            "expects_response": self.expects_response,
            "parameters": self.parameters.to_dict(),
        }
        if self.response_timeout_secs is not None:
            members["response_timeout_secs"] = self.response_timeout_secs
        return members
