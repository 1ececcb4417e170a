# Generated from spec/openapi/agent-deployments.yaml by contralto generate. Do not edit.
"""The model `AgentDeployment`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, take
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
        rest = dict(data)
        pop = rest.pop
        return cls(
            id=pop("id"),
            agent_id=pop("agent_id"),
            status=pop("status"),
            is_pinned=pop("is_pinned"),
            is_live=pop("is_live"),
            env_var_collection_id=pop("env_var_collection_id"),
            source_code_file_id=pop("source_code_file_id"),
            git_commit_hash=pop("git_commit_hash"),
            created_at=datetime.datetime.fromisoformat(pop("created_at")),
            updated_at=datetime.datetime.fromisoformat(pop("updated_at")),
            build_started_at=datetime.datetime.fromisoformat(pop("build_started_at")),
            build_completed_at=datetime.datetime.fromisoformat(pop("build_completed_at")),
            build_logs=pop("build_logs"),
            deployment_started_at=datetime.datetime.fromisoformat(pop("deployment_started_at")),
            deployment_completed_at=datetime.datetime.fromisoformat(pop("deployment_completed_at")),
            build_error=take(rest, "build_error"),
            deployment_error=take(rest, "deployment_error"),
            additional_properties=rest,
        )

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
