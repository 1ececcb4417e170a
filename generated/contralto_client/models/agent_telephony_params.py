# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""The model `AgentTelephonyParams`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import take
from .agent_telephony_params_connection_type import AgentTelephonyParamsConnectionType


@define(kw_only=True)
class AgentTelephonyParams:
    """The phone side of a call."""

    to: str | None = None
    """Number that was called; absent on socket calls."""

    from_: str | None = None
    """Number that called; absent on socket calls."""

    call_sid: str | None = None
    """Id of the call at the phone provider."""

    direction: str | None = None
    """Who called, such as `inbound` or `outbound`."""

    parameters: dict[str, str] | None = None
    """Custom parameters of the phone provider."""

    headers: dict[str, str] | None = None
    """SIP headers of the call."""

    connection_type: AgentTelephonyParamsConnectionType | str | None = None
    """How the caller was connected."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        return cls(
            to=take(rest, "to"),
            from_=take(rest, "from"),
            call_sid=take(rest, "call_sid"),
            direction=take(rest, "direction"),
            parameters=take(rest, "parameters"),
            headers=take(rest, "headers"),
            connection_type=take(rest, "connection_type"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.to is not None:
            members["to"] = self.to
        if self.from_ is not None:
            members["from"] = self.from_
        if self.call_sid is not None:
            members["call_sid"] = self.call_sid
        if self.direction is not None:
            members["direction"] = self.direction
        if self.parameters is not None:
            members["parameters"] = self.parameters
        if self.headers is not None:
            members["headers"] = self.headers
        if self.connection_type is not None:
            members["connection_type"] = self.connection_type
        return members
