# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The model `CreateManagedWebhookToolRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import take
from .managed_pre_tool_speech import ManagedPreToolSpeech
from .managed_tool_execution_mode import ManagedToolExecutionMode
from .webhook_api_definition import WebhookApiDefinition


@define(kw_only=True)
class CreateManagedWebhookToolRequest:
    """A tool that sends an HTTP request."""

    type: Literal["webhook"] = "webhook"
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

    api_schema: WebhookApiDefinition
    """The request that a webhook tool shall send."""

    response_timeout_secs: int | None = None
    """How long the agent waits for the result in seconds. 1 to 120; default `20`."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        pop = rest.pop
        return cls(
            type=pop("type"),
            name=pop("name"),
            description=pop("description"),
            pre_tool_speech=pop("pre_tool_speech"),
            execution_mode=pop("execution_mode"),
            api_schema=WebhookApiDefinition.from_dict(pop("api_schema")),
            response_timeout_secs=take(rest, "response_timeout_secs"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
            "name": self.name,
            "description": self.description,
            "pre_tool_speech": self.pre_tool_speech,
            "execution_mode": self.execution_mode,
            "api_schema": self.api_schema.to_dict(),
        }
        if self.response_timeout_secs is not None:
            members["response_timeout_secs"] = self.response_timeout_secs
        return members
