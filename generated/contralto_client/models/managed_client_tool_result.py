# Generated from spec/asyncapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedClientToolResult`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class ManagedClientToolResult:
    """Result of a client tool."""

    type: Literal["client_tool_result"] = "client_tool_result"
    """Kind of the message."""

    tool_call_id: str
    """Id of the call that this answers."""

    result: str
    """The result, a plain text for the model. A longer one is replaced by an error result."""

    is_error: bool | None = None
    """True: the tool failed, and `result` says how. Default `false`."""

    error_type: str | None = None
    """Kind of the failure, for logs only."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.type = data["type"]
        self.tool_call_id = data["tool_call_id"]
        self.result = data["result"]
        self.is_error = get("is_error")
        self.error_type = get("error_type")
        n_read = 3 + (self.is_error is not None) + (self.error_type is not None)
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"type", "tool_call_id", "result"}, {"is_error", "error_type"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
            "tool_call_id": self.tool_call_id,
            "result": self.result,
        }
        if self.is_error is not None:
            members["is_error"] = self.is_error
        if self.error_type is not None:
            members["error_type"] = self.error_type
        return members
