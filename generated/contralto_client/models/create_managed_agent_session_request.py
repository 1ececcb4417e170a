# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `CreateManagedAgentSessionRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import optional, rest_of
from .managed_session_overrides import ManagedSessionOverrides

_config_overrides = optional(ManagedSessionOverrides.from_dict)


@define(kw_only=True)
class CreateManagedAgentSessionRequest:
    """What a call shall differ in from the settings of its agent."""

    dynamic_variables: dict[str, Any] | None = None
    """Values by name for the placeholders of the agent, at most 64. Names are case-sensitive; those that
    begin with `system__` or `secret__` are reserved.
    """

    config_overrides: ManagedSessionOverrides | None = None
    """Settings of the agent that this call replaces."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.dynamic_variables = get("dynamic_variables")
        self.config_overrides = _config_overrides(get("config_overrides"))
        n_read = (self.dynamic_variables is not None) + (self.config_overrides is not None)
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, (), {"dynamic_variables", "config_overrides"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.dynamic_variables is not None:
            members["dynamic_variables"] = self.dynamic_variables
        if self.config_overrides is not None:
            members["config_overrides"] = self.config_overrides.to_dict()
        return members
