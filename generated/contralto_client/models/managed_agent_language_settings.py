# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedAgentLanguageSettings`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .managed_language_code import ManagedLanguageCode


@define(kw_only=True)
class ManagedAgentLanguageSettings:
    """Language of an agent."""

    primary: ManagedLanguageCode | None = None
    """Language code; null to detect the language of the caller."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.primary = get("primary")
        n_read = self.primary is not None
        self.additional_properties = {} if n_read == len(data) else rest_of(data, (), {"primary"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.primary is not None:
            members["primary"] = self.primary
        return members
