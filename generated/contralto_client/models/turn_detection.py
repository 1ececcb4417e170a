# Generated from spec/asyncapi/stt-turns.yaml by contralto generate. Do not edit.
"""The model `TurnDetection`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class TurnDetection:
    """Thresholds of the turn detection; what is left out keeps its value. Start is greater than eager end,
    eager end greater than end.
    """

    start_threshold: float | None = None
    """Confidence above which a turn starts. 0.5 to 0.9."""

    eager_end_threshold: float | None = None
    """Confidence below which a turn probably ends. 0.3 to 0.8."""

    end_threshold: float | None = None
    """Confidence below which a turn ends. 0.05 to 0.5."""

    end_timeout_ms: float | None = None
    """Longest silence in milliseconds before a turn ends. 640 to 11200."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.start_threshold = get("start_threshold")
        self.eager_end_threshold = get("eager_end_threshold")
        self.end_threshold = get("end_threshold")
        self.end_timeout_ms = get("end_timeout_ms")
        n_read = (
            (self.start_threshold is not None)
            + (self.eager_end_threshold is not None)
            + (self.end_threshold is not None)
            + (self.end_timeout_ms is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, (), {"start_threshold", "eager_end_threshold", "end_threshold", "end_timeout_ms"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.start_threshold is not None:
            members["start_threshold"] = self.start_threshold
        if self.eager_end_threshold is not None:
            members["eager_end_threshold"] = self.eager_end_threshold
        if self.end_threshold is not None:
            members["end_threshold"] = self.end_threshold
        if self.end_timeout_ms is not None:
            members["end_timeout_ms"] = self.end_timeout_ms
        return members
