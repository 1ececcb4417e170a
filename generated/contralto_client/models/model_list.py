# Generated from spec/openapi/models.yaml by contralto generate. Do not edit.
"""The model `ModelList`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .model_info import ModelInfo


@define(kw_only=True)
class ModelList:
    """Models that can be called."""

    models: list[ModelInfo] | None = None
    """The models. The name of this member is an inference; no source at hand shows it."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.models = None if (items := get("models")) is None else [ModelInfo.from_dict(item) for item in items]
        n_read = self.models is not None
        self.additional_properties = {} if n_read == len(data) else rest_of(data, (), {"models"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.models is not None:
            members["models"] = [item.to_dict() for item in self.models]
        return members
