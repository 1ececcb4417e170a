# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedTransferTool`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .managed_transfer import ManagedTransfer
from .managed_transfer_tool_pre_tool_speech import ManagedTransferToolPreToolSpeech


@define(kw_only=True)
class ManagedTransferTool:
    """Passing calls on, switched on."""

    pre_tool_speech: ManagedTransferToolPreToolSpeech | str
    """Whether the agent speaks before it uses the tool."""

    transfers: list[ManagedTransfer]
    """The numbers, each with its condition."""

    description: str | None = None
    """When the agent shall use the tool; null for the built-in text."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.pre_tool_speech = data["pre_tool_speech"]
        self.transfers = [ManagedTransfer.from_dict(item) for item in data["transfers"]]
        self.description = get("description")
        n_read = 2 + (self.description is not None)
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"pre_tool_speech", "transfers"}, {"description"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "pre_tool_speech": self.pre_tool_speech,
            "transfers": [item.to_dict() for item in self.transfers],
        }
        if self.description is not None:
            members["description"] = self.description
        return members
