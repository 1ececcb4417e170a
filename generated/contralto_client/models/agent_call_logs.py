# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""The model `AgentCallLogs`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant


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
        rest = dict(data)
        pop = rest.pop
        return cls(
            call_id=pop("call_id"),
            logs=pop("logs"),
            updated_at=datetime.datetime.fromisoformat(pop("updated_at")),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "call_id": self.call_id,
            "logs": self.logs,
            "updated_at": instant(self.updated_at),
        }
        return members
