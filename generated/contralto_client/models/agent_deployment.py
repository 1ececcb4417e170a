# Generated from spec/openapi/agent-deployments.yaml by contralto generate. Do not edit.
"""The model `AgentDeployment`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, rest_of
from .agent_deployment_status import AgentDeploymentStatus


@define(kw_only=True)
class AgentDeployment:
    """A deployed version of the code of an agent."""

    id: str
    """Id of the deployment."""

    agent_id: str
    """Id of the agent."""

    status: AgentDeploymentStatus | str
    """How far the deployment is."""

    is_pinned: bool
    """True for the one deployment that the account chose for the agent, even if it failed."""

    is_live: bool
    """True for the one deployment that takes the calls of the agent."""

    env_var_collection_id: str
    """Environment variables of the deployment."""

    source_code_file_id: str
    """File with the source code."""

    git_commit_hash: str
    """Commit of the source code."""

    created_at: datetime.datetime
    """When the deployment was made."""

    updated_at: datetime.datetime
    """When the deployment was last changed."""

    build_started_at: datetime.datetime
    """When the build began."""

    build_completed_at: datetime.datetime
    """When the build ended."""

    build_logs: str
    """Output of the build."""

    deployment_started_at: datetime.datetime
    """When the roll-out began."""

    deployment_completed_at: datetime.datetime
    """When the roll-out ended."""

    build_error: str | None = None
    """What went wrong in the build, if anything."""

    deployment_error: str | None = None
    """What went wrong in the roll-out, if anything."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.agent_id = data["agent_id"]
        self.status = data["status"]
        self.is_pinned = data["is_pinned"]
        self.is_live = data["is_live"]
        self.env_var_collection_id = data["env_var_collection_id"]
        self.source_code_file_id = data["source_code_file_id"]
        self.git_commit_hash = data["git_commit_hash"]
        self.created_at = datetime.datetime.fromisoformat(data["created_at"])
        self.updated_at = datetime.datetime.fromisoformat(data["updated_at"])
        self.build_started_at = datetime.datetime.fromisoformat(data["build_started_at"])
        self.build_completed_at = datetime.datetime.fromisoformat(data["build_completed_at"])
        self.build_logs = data["build_logs"]
        self.deployment_started_at = datetime.datetime.fromisoformat(data["deployment_started_at"])
        self.deployment_completed_at = datetime.datetime.fromisoformat(data["deployment_completed_at"])
        self.build_error = get("build_error")
        self.deployment_error = get("deployment_error")
        n_read = 15 + (self.build_error is not None) + (self.deployment_error is not None)
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                {
                    "id",
                    "agent_id",
                    "status",
                    "is_pinned",
                    "is_live",
                    "env_var_collection_id",
                    "source_code_file_id",
                    "git_commit_hash",
                    "created_at",
                    "updated_at",
                    "build_started_at",
                    "build_completed_at",
                    "build_logs",
                    "deployment_started_at",
                    "deployment_completed_at",
                },
                {"build_error", "deployment_error"},
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "agent_id": self.agent_id,
            "status": self.status,
            "is_pinned": self.is_pinned,
            "is_live": self.is_live,
            "env_var_collection_id": self.env_var_collection_id,
            "source_code_file_id": self.source_code_file_id,
            "git_commit_hash": self.git_commit_hash,
            "created_at": instant(self.created_at),
            "updated_at": instant(self.updated_at),
            "build_started_at": instant(self.build_started_at),
            "build_completed_at": instant(self.build_completed_at),
            "build_logs": self.build_logs,
            "deployment_started_at": instant(self.deployment_started_at),
            "deployment_completed_at": instant(self.deployment_completed_at),
        }
        if self.build_error is not None:
            members["build_error"] = self.build_error
        if self.deployment_error is not None:
            members["deployment_error"] = self.deployment_error
        return members
