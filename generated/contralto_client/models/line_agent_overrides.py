# Generated from spec/asyncapi/line-agents.yaml by contralto generate. Do not edit.
"""The model `LineAgentOverrides`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class LineAgentOverrides:
    """What the agent does differently in this call."""

    system_prompt: str | None = None
    """Instructions in place of the agent's."""

    introduction: str | None = None
    """First words in place of the agent's."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.system_prompt = get("system_prompt")
        self.introduction = get("introduction")
        n_read = (self.system_prompt is not None) + (self.introduction is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, (), {"system_prompt", "introduction"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.system_prompt is not None:
            members["system_prompt"] = self.system_prompt
        if self.introduction is not None:
            members["introduction"] = self.introduction
        return members
