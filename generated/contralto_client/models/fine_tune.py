# Generated from spec/openapi/fine-tunes.yaml by contralto generate. Do not edit.
"""The model `FineTune`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import list_of, optional, take
from .accent_id import AccentId
from .fine_tune_status import FineTuneStatus
from .fine_tune_user_error import FineTuneUserError

_user_errors = optional(list_of(FineTuneUserError.from_dict))


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
        rest = dict(data)
        pop = rest.pop
        return cls(
            id=pop("id"),
            name=pop("name"),
            description=pop("description"),
            language=pop("language"),
            model_id=pop("model_id"),
            dataset=pop("dataset"),
            status=pop("status"),
            accent=take(rest, "accent"),
            user_errors=_user_errors(take(rest, "user_errors")),
            additional_properties=rest,
        )

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
