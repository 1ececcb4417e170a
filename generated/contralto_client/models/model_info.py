# Generated from spec/openapi/models.yaml by contralto generate. Do not edit.
"""The model `ModelInfo`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .model_info_capability import ModelInfoCapability
from .model_info_modes_item import ModelInfoModesItem


@define(kw_only=True)
class ModelInfo:
    """A model that can be called."""

    id: str
    """Id, used as `model_id` for speech and as `model` for transcription."""

    capability: ModelInfoCapability | str
    """What the model is for."""

    modes: list[ModelInfoModesItem | str] | None = None
    """How the model transcribes: on sockets (`stream`) or whole recordings (`batch`); absent for speech."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.capability = data["capability"]
        self.modes = get("modes")
        n_read = 2 + (self.modes is not None)
        self.additional_properties = {} if n_read == len(data) else rest_of(data, {"id", "capability"}, {"modes"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "capability": self.capability,
        }
        if self.modes is not None:
            members["modes"] = self.modes
        return members
