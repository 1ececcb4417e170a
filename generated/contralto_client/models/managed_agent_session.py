# Generated from spec/openapi/managed-agents.yaml by contralto generate. Do not edit.
"""The model `ManagedAgentSession`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import rest_of


@define(kw_only=True)
class ManagedAgentSession:
    """Answer to a new session. Its members are not documented; a token is promised, and that it is called
    `token` is inferred from `POST /access-token`.
    """

    token: str | None = field(default=None, repr=False)
    """Token for one call; the socket takes it as `access_token`."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.token = get("token")
        n_read = self.token is not None
        self.additional_properties = {} if n_read == len(data) else rest_of(data, (), {"token"})
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members = dict(self.additional_properties)
        if self.token is not None:
            members["token"] = self.token
        return members
