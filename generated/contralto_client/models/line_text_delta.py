# Generated from spec/asyncapi/line-agents.yaml by contralto generate. Do not edit.
"""The model `LineTextDelta`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class LineTextDelta:
    """A piece of text. No document describes it."""

    text: str | None = None
    """The text, to be joined as it is."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.text = get("text")
        n_read = self.text is not None
        self.additional_properties = {} if n_read == len(data) else rest_of(data, (), {"text"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.text is not None:
            members["text"] = self.text
        return members
