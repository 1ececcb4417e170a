# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The model `ManagedWebhookTool`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import instant, list_of, optional, take
from .managed_tool_agent import ManagedToolAgent
from .managed_webhook_tool_execution_mode import ManagedWebhookToolExecutionMode
from .managed_webhook_tool_pre_tool_speech import ManagedWebhookToolPreToolSpeech
from .webhook_api import WebhookApi

_agents = optional(list_of(ManagedToolAgent.from_dict))


@define(kw_only=True)
class ManagedWebhookTool:
    """A tool that sends an HTTP request."""

    type: Literal["webhook"] = "webhook"
    """Kind of the tool."""

    id: str
    """Id of the tool."""

    name: str
    """Name that the agent calls it by."""

    description: str
    """What it does and when to use it."""

    pre_tool_speech: ManagedWebhookToolPreToolSpeech | str
    """Whether the agent speaks before it uses the tool."""

    execution_mode: ManagedWebhookToolExecutionMode | str
    """How the tool runs."""

    response_timeout_secs: int
    """How long the agent waits for the result in seconds."""

    api_schema: WebhookApi
    """The request that a webhook tool sends. Secrets show only their description."""

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
            api_schema=WebhookApi.from_dict(pop("api_schema")),
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
            "api_schema": self.api_schema.to_dict(),
            "created_at": instant(self.created_at),
            "updated_at": instant(self.updated_at),
        }
        if self.agents is not None:
            members["agents"] = [item.to_dict() for item in self.agents]
        return members
