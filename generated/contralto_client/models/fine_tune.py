# Generated from spec/openapi/fine-tunes.yaml by contralto generate. Do not edit.
"""The model `FineTune`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of
from .accent_id import AccentId
from .fine_tune_status import FineTuneStatus
from .fine_tune_user_error import FineTuneUserError


@define(kw_only=True)
class FineTune:
    """A model in training, or trained, on a dataset."""

    id: str
    """Id of the fine-tune."""

    name: str
    """Name to show."""

    description: str
    """Longer text about the fine-tune."""

    language: str
    """Language code of the recordings."""

    model_id: str
    """Model that the training began with."""

    dataset: str
    """Id of the dataset."""

    status: FineTuneStatus | str
    """State of the training."""

    accent: AccentId | str | None = None
    """Accent of the voices made with the fine-tune; null when not said."""

    user_errors: list[FineTuneUserError] | None = None
    """What the account has to mend before training can succeed."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.name = data["name"]
        self.description = data["description"]
        self.language = data["language"]
        self.model_id = data["model_id"]
        self.dataset = data["dataset"]
        self.status = data["status"]
        self.accent = get("accent")
        self.user_errors = (
            None if (items := get("user_errors")) is None else [FineTuneUserError.from_dict(item) for item in items]
        )
        n_read = 7 + (self.accent is not None) + (self.user_errors is not None)
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                {"id", "name", "description", "language", "model_id", "dataset", "status"},
                {"accent", "user_errors"},
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "language": self.language,
            "model_id": self.model_id,
            "dataset": self.dataset,
            "status": self.status,
        }
        if self.accent is not None:
            members["accent"] = self.accent
        if self.user_errors is not None:
            members["user_errors"] = [item.to_dict() for item in self.user_errors]
        return members
