"""The agents of both generations, as the resources know them that name an agent by its id."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from contralto_conformance.mock.service import Service
from contralto_conformance.mock.shelves import Shelf, not_found

Record = dict[str, Any]


def _shelves(service: Service) -> tuple[Shelf[Record], ...]:
    # Imported late: agents name webhooks, and webhooks ask who names them.
    from .agents import Agents
    from .managed_agents import ManagedAgents

    return service.state(ManagedAgents).shelf, service.state(Agents).shelf


def agent_of(service: Service, agent_id: str | None) -> Record | None:
    """`id` and `name` of the agent; None for no id, and for the id of an agent that is gone."""
    for shelf in _shelves(service):
        found = shelf.find(agent_id) if agent_id is not None else None
        if found is not None:
            return {"id": found["id"], "name": found["name"]}
    return None


def known_agent(service: Service, agent_id: str) -> Record:
    """The record of the agent, of whichever generation it is; raises Fault (404)."""
    # The first generation goes first: its records know more of calls.
    for shelf in reversed(_shelves(service)):
        if agent_id in shelf:
            return shelf.get(agent_id)
    raise not_found("agent", agent_id)


def agents_of(service: Service, agent_ids: Iterable[str]) -> list[Record]:
    """`id` and `name` of those agents that are still there."""
    found = (agent_of(service, agent_id) for agent_id in agent_ids)
    return [agent for agent in found if agent is not None]


def check_agent(service: Service, agent_id: str | None) -> None:
    """Raises Fault (404) for an id that names no agent; None is no id."""
    if agent_id is not None and agent_of(service, agent_id) is None:
        raise not_found("agent", agent_id)


def agents_with_webhook(service: Service, webhook_id: str) -> list[str]:
    """Ids of the agents that a webhook is attached to."""
    return [agent["id"] for shelf in _shelves(service) for agent in shelf if agent.get("webhook_id") == webhook_id]


def agents_with_sound(service: Service, file_id: str) -> list[str]:
    """Ids of the agents that play a file in the background."""
    return [agent["id"] for shelf in _shelves(service) for agent in shelf if _sound_of(agent) == file_id]


def _sound_of(agent: Record) -> str | None:
    if "config" not in agent:
        return str(agent.get("background_sound_file_id", "")) or None
    sound = agent["config"]["audio"]["output"]["background_sound"]
    return None if sound is None else sound["file_id"]
