# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""The model `AgentCallLogs`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, rest_of


@define(kw_only=True)
class AgentCallLogs:
    """What the code of an agent logged during a call."""

    call_id: str
    """Id of the call."""

    logs: list[str]
    """The lines in order."""

    updated_at: datetime.datetime
    """When the logs were last written."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.call_id = data["call_id"]
        self.logs = data["logs"]
        self.updated_at = datetime.datetime.fromisoformat(data["updated_at"])
        n_read = 3
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"call_id", "logs", "updated_at"}, ())
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "call_id": self.call_id,
            "logs": self.logs,
            "updated_at": instant(self.updated_at),
        }
        return members
