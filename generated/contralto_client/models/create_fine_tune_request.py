# Generated from spec/openapi/fine-tunes.yaml by contralto generate. Do not edit.
"""The model `CreateFineTuneRequest`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .accent_id import AccentId
from .fine_tune_base_model import FineTuneBaseModel


@define(kw_only=True)
class CreateFineTuneRequest:
    """A training to begin."""

    name: str
    """Name to show."""

    description: str
    """Longer text about the fine-tune; may be empty."""

    language: str
    """Language code of the recordings."""

    model_id: FineTuneBaseModel | str
    """Model to begin with. Only a few dated models allow it; they change over time."""

    dataset: str
    """Id of the dataset with the recordings."""

    accent: AccentId | str | None = None
    """Accent for the voices made with the fine-tune; it has to fit the language."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.name = data["name"]
        self.description = data["description"]
        self.language = data["language"]
        self.model_id = data["model_id"]
        self.dataset = data["dataset"]
        self.accent = get("accent")
        n_read = 5 + (self.accent is not None)
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(data, {"name", "description", "language", "model_id", "dataset"}, {"accent"})
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "name": self.name,
            "description": self.description,
            "language": self.language,
            "model_id": self.model_id,
            "dataset": self.dataset,
        }
        if self.accent is not None:
            members["accent"] = self.accent
        return members
