# Generated from spec/openapi/agent-calls.yaml by contralto generate. Do not edit.
"""The model `AgentTelephonyParams`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
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
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.to = get("to")
        self.from_ = get("from")
        self.call_sid = get("call_sid")
        self.direction = get("direction")
        self.parameters = get("parameters")
        self.headers = get("headers")
        self.connection_type = get("connection_type")
        n_read = (
            (self.to is not None)
            + (self.from_ is not None)
            + (self.call_sid is not None)
            + (self.direction is not None)
            + (self.parameters is not None)
            + (self.headers is not None)
            + (self.connection_type is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, (), {"to", "from", "call_sid", "direction", "parameters", "headers", "connection_type"})
        )
        return self

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
