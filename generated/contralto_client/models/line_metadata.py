# Generated from spec/asyncapi/line-agents.yaml by contralto generate. Do not edit.
"""The model `LineMetadata`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class LineMetadata:
    """Data for the code of the agent. Any further members are passed on as they are."""

    to: str | None = None
    """Whom the call is for; the id of the agent when it is left out."""

    from_: str | None = None
    """Who calls. Default `websocket`."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.to = get("to")
        self.from_ = get("from")
        n_read = (self.to is not None) + (self.from_ is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, (), {"to", "from"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.to is not None:
            members["to"] = self.to
        if self.from_ is not None:
            members["from"] = self.from_
        return members
