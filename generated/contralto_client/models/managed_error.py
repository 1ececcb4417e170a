# Generated from spec/asyncapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedError`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from attrs import define, field

from ._wire import rest_of
from .managed_error_code import ManagedErrorCode


@define(kw_only=True)
class ManagedError:
    """An error of the session."""

    type: Literal["error"] = "error"
    """Kind of the event."""

    code: ManagedErrorCode | str
    """Machine-readable code. Codes may be added."""

    message: str
    """What went wrong; its text may change."""

    fatal: bool
    """True: the service closes the socket. False: the event at fault was ignored."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.type = data["type"]
        self.code = data["code"]
        self.message = data["message"]
        self.fatal = data["fatal"]
        n_read = 4
        self.additional_properties = (
            {} if n_read == len(data) else rest_of(data, {"type", "code", "message", "fatal"}, ())
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "type": self.type,
            "code": self.code,
            "message": self.message,
            "fatal": self.fatal,
        }
        return members
