# Generated from spec/openapi/agents.yaml by contralto generate. Do not edit.
"""The model `AgentGitRepository`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field


@define(kw_only=True)
class AgentGitRepository:
    """A Git repository."""

    provider: str
    """Who hosts it, such as GitHub."""

    account: str
    """Account that owns it."""

    name: str
    """Name of the repository."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        rest = dict(data)
        pop = rest.pop
        return cls(
            provider=pop("provider"),
            account=pop("account"),
            name=pop("name"),
            additional_properties=rest,
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "provider": self.provider,
            "account": self.account,
            "name": self.name,
        }
        return members
