# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedTransferToolSettings`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import take
from .managed_pre_tool_speech import ManagedPreToolSpeech
from .managed_transfer import ManagedTransfer


@define(kw_only=True)
class ManagedTransferToolSettings:
    """Passing calls on, to be switched on."""

    transfers: list[ManagedTransfer]
    """The numbers, each with its condition; at most 16."""

    description: str | None = None
    """When the agent shall use the tool; null for the built-in text."""

    pre_tool_speech: ManagedPreToolSpeech | str | None = None
    """Whether the agent speaks before it uses a tool: `auto` leaves it to the agent, `force` asks for it,
    `off` does not.
    """

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        pop = rest.pop
        return cls(
            transfers=[ManagedTransfer.from_dict(item) for item in pop("transfers")],
            description=take(rest, "description"),
            pre_tool_speech=take(rest, "pre_tool_speech"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "transfers": [item.to_dict() for item in self.transfers],
        }
        if self.description is not None:
            members["description"] = self.description
        if self.pre_tool_speech is not None:
            members["pre_tool_speech"] = self.pre_tool_speech
        return members
