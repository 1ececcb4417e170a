# Generated from spec/openapi/agents.yaml by contralto generate. Do not edit.
"""The model `AgentTemplate`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, rest_of


@define(kw_only=True)
class AgentTemplate:
    """A public template to start an agent from."""

    id: str
    """Id of the template."""

    name: str
    """Name of the template."""

    repo_url: str
    """Address of the Git repository."""

    root_dir: str
    """Folder of the template in the repository."""

    owner_id: str
    """Who owns the template."""

    created_at: datetime.datetime
    """When the template was made."""

    updated_at: datetime.datetime
    """When the template was last changed."""

    description: str | None = None
    """What the template does."""

    required_env_vars: list[str] | None = None
    """Environment variables that must be set."""

    dependencies: list[str] | None = None
    """Packages that the template needs."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.name = data["name"]
        self.repo_url = data["repo_url"]
        self.root_dir = data["root_dir"]
        self.owner_id = data["owner_id"]
        self.created_at = datetime.datetime.fromisoformat(data["created_at"])
        self.updated_at = datetime.datetime.fromisoformat(data["updated_at"])
        self.description = get("description")
        self.required_env_vars = get("required_env_vars")
        self.dependencies = get("dependencies")
        n_read = (
            7 + (self.description is not None) + (self.required_env_vars is not None) + (self.dependencies is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                {"id", "name", "repo_url", "root_dir", "owner_id", "created_at", "updated_at"},
                {"description", "required_env_vars", "dependencies"},
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "name": self.name,
            "repo_url": self.repo_url,
            "root_dir": self.root_dir,
            "owner_id": self.owner_id,
            "created_at": instant(self.created_at),
            "updated_at": instant(self.updated_at),
        }
        if self.description is not None:
            members["description"] = self.description
        if self.required_env_vars is not None:
            members["required_env_vars"] = self.required_env_vars
        if self.dependencies is not None:
            members["dependencies"] = self.dependencies
        return members
