# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The model `UpdateManagedClientToolRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import optional, rest_of
from .client_tool_parameters import ClientToolParameters
from .managed_pre_tool_speech import ManagedPreToolSpeech
from .managed_tool_execution_mode import ManagedToolExecutionMode

_parameters = optional(ClientToolParameters.from_dict)


@define(kw_only=True)
class UpdateManagedClientToolRequest:
    """What to change of a client tool; what is left out stays."""

    name: str | None = None
    """Name that the agent calls it by; case matters."""

    description: str | None = None
    """What it does and when to use it."""

    pre_tool_speech: ManagedPreToolSpeech | str | None = None
    """Whether the agent speaks before it uses a tool: `auto` leaves it to the agent, `force` asks for it,
    `off` does not.
    """

    execution_mode: ManagedToolExecutionMode | None = None
    """How the tool runs: `immediate` within the turn, where the caller can interrupt it, `async` while the
    conversation goes on.
    """

    response_timeout_secs: int | None = None
    """How long the agent waits for the result in seconds. 1 to 120."""

    expects_response: bool | None = None
    """Whether the agent waits for a result."""

    parameters: ClientToolParameters | None = None
    """What the agent passes to a client tool."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.name = get("name")
        self.description = get("description")
        self.pre_tool_speech = get("pre_tool_speech")
        self.execution_mode = get("execution_mode")
        self.response_timeout_secs = get("response_timeout_secs")
        self.expects_response = get("expects_response")
        self.parameters = _parameters(get("parameters"))
        n_read = (
            (self.name is not None)
            + (self.description is not None)
            + (self.pre_tool_speech is not None)
            + (self.execution_mode is not None)
            + (self.response_timeout_secs is not None)
            + (self.expects_response is not None)
            + (self.parameters is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                (),
                {
                    "name",
                    "description",
                    "pre_tool_speech",
                    "execution_mode",
                    "response_timeout_secs",
                    "expects_response",
                    "parameters",
                },
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.name is not None:
            members["name"] = self.name
        if self.description is not None:
            members["description"] = self.description
        if self.pre_tool_speech is not None:
            members["pre_tool_speech"] = self.pre_tool_speech
        if self.execution_mode is not None:
            members["execution_mode"] = self.execution_mode
        if self.response_timeout_secs is not None:
            members["response_timeout_secs"] = self.response_timeout_secs
        if self.expects_response is not None:
            members["expects_response"] = self.expects_response
        if self.parameters is not None:
            members["parameters"] = self.parameters.to_dict()
        return members
