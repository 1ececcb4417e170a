# Generated from spec/openapi/agents.yaml by contralto generate. Do not edit.
"""The model `AgentSummary`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define, field

from ._wire import instant, list_of, optional, rest_of, to_wire
from .agent_git_repository import AgentGitRepository
from .agent_phone_number_summary import AgentPhoneNumberSummary

_deleted_at = optional(datetime.datetime.fromisoformat)
_git_repository = optional(AgentGitRepository.from_dict)
_phone_numbers = optional(list_of(AgentPhoneNumberSummary.from_dict))


@define(kw_only=True)
class AgentSummary:
    """An agent of the first generation."""

    id: str
    """Id of the agent."""

    name: str
    """Name, unique in the account; the command line tool knows the agent by it."""

    created_at: datetime.datetime
    """When the agent was made."""

    updated_at: datetime.datetime
    """When the agent was last changed."""

    tts_voice: str
    """Voice that the agent speaks with."""

    tts_language: str
    """Language that the agent speaks."""

    has_text_to_agent_run: bool
    """Whether the agent was ever built from a text; that way of building is deprecated."""

    deployment_count: int
    """Number of deployments. At least 0."""

    description: str | None = None
    """Short text about the agent."""

    deleted_at: datetime.datetime | None = None
    """When the agent was deleted, if it was."""

    webhook_id: str | None = None
    """Webhook that is told of the calls of the agent."""

    git_repository: AgentGitRepository | None = None
    """Repository that holds the code of the agent."""

    git_deploy_branch: str | None = None
    """Branch that is deployed."""

    phone_numbers: list[AgentPhoneNumberSummary] | None = None
    """Numbers that reach the agent."""

    additional_properties: dict[str, Any] = field(factory=dict)
    """Members that this class has no field for, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read from a decoded JSON object. Raises KeyError if a required member is missing."""
        get = data.get
        self = cls.__new__(cls)  # and not through __init__, which would take as long as all the rest
        self.id = data["id"]
        self.name = data["name"]
        self.created_at = datetime.datetime.fromisoformat(data["created_at"])
        self.updated_at = datetime.datetime.fromisoformat(data["updated_at"])
        self.tts_voice = data["tts_voice"]
        self.tts_language = data["tts_language"]
        self.has_text_to_agent_run = data["has_text_to_agent_run"]
        self.deployment_count = data["deployment_count"]
        self.description = get("description")
        self.deleted_at = _deleted_at(get("deleted_at"))
        self.webhook_id = get("webhook_id")
        self.git_repository = _git_repository(get("git_repository"))
        self.git_deploy_branch = get("git_deploy_branch")
        self.phone_numbers = _phone_numbers(get("phone_numbers"))
        n_read = (
            8
            + (self.description is not None)
            + (self.deleted_at is not None)
            + (self.webhook_id is not None)
            + (self.git_repository is not None)
            + (self.git_deploy_branch is not None)
            + (self.phone_numbers is not None)
        )
        self.additional_properties = (
            {}
            if n_read == len(data)
            else rest_of(
                data,
                {
                    "id",
                    "name",
                    "created_at",
                    "updated_at",
                    "tts_voice",
                    "tts_language",
                    "has_text_to_agent_run",
                    "deployment_count",
                },
                {"description", "deleted_at", "webhook_id", "git_repository", "git_deploy_branch", "phone_numbers"},
            )
        )
        return self

    def to_dict(self) -> dict[str, Any]:
        """The JSON object. Optional members that are None are left out."""
        members: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "name": self.name,
            "created_at": instant(self.created_at),
            "updated_at": instant(self.updated_at),
            "tts_voice": self.tts_voice,
            "tts_language": self.tts_language,
            "has_text_to_agent_run": self.has_text_to_agent_run,
            "deployment_count": self.deployment_count,
        }
        if self.description is not None:
            members["description"] = self.description
        if self.deleted_at is not None:
            members["deleted_at"] = to_wire(self.deleted_at)
        if self.webhook_id is not None:
            members["webhook_id"] = self.webhook_id
        if self.git_repository is not None:
            members["git_repository"] = to_wire(self.git_repository)
        if self.git_deploy_branch is not None:
            members["git_deploy_branch"] = self.git_deploy_branch
        if self.phone_numbers is not None:
            members["phone_numbers"] = to_wire(self.phone_numbers)
        return members
