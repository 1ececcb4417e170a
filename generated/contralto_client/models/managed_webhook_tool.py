# Generated from spec/openapi/managed-tools.yaml by contralto generate. Do not edit.
"""The model `ManagedWebhookTool`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import instant, rest_of
from .managed_tool_agent import ManagedToolAgent
from .managed_webhook_tool_execution_mode import ManagedWebhookToolExecutionMode
from .managed_webhook_tool_pre_tool_speech import ManagedWebhookToolPreToolSpeech
from .webhook_api import WebhookApi


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
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.type = data["type"]
        self.id = data["id"]
        self.name = data["name"]
        self.description = data["description"]
        self.pre_tool_speech = data["pre_tool_speech"]
        self.execution_mode = data["execution_mode"]
        self.response_timeout_secs = data["response_timeout_secs"]
        self.api_schema = WebhookApi.from_dict(data["api_schema"])
        self.created_at = datetime.datetime.fromisoformat(data["created_at"])
        self.updated_at = datetime.datetime.fromisoformat(data["updated_at"])
        self.agents = None if (items := get("agents")) is None else [ManagedToolAgent.from_dict(item) for item in items]
        n_read = 10 + (self.agents is not None)
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
                    "api_schema",
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
            "api_schema": self.api_schema.to_dict(),
            "created_at": instant(self.created_at),
            "updated_at": instant(self.updated_at),
        }
        if self.agents is not None:
            members["agents"] = [item.to_dict() for item in self.agents]
        return members
