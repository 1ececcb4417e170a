"""Agents of the first generation: listed, read, changed and deleted. They are made elsewhere (by the command line tool
and in the playground), so every mock begins with the same three.

A record has, beside what an answer shows, `phone_numbers` with all that is known of each number, and `metric_ids`: the
metrics that run on later calls, in the order in which they were added.
"""

from __future__ import annotations

from typing import Any

from contralto_conformance.mock.answers import Page, answer, answer_page
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation, read_request
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.shelves import Shelf, filled, not_found
from contralto_conformance.mock.sound.languages import is_language

from .seeds import seeds

Record = dict[str, Any]

FOREIGN_NUMBER_ID = "ap_0fAnother0rgan1zat10n"
"""A phone number that exists, and belongs to another organization."""

# Members of an agent that always have a value: null leaves them as they are. The others it empties.
_NEVER_EMPTY = ("name", "tts_voice", "tts_language")
_MAY_BE_EMPTY = ("description", "webhook_id")
_WEBHOOKS_SINCE = "2026-03-01"


class Agents:
    """The agents of the account, their deployments (of each agent the newest first), and the public templates."""

    def __init__(self, service: Service) -> None:
        self.shelf: Shelf[Record] = filled(Shelf("agent"), seeds("agents"))
        self.deployments: Shelf[Record] = filled(Shelf("deployment"), seeds("agent_deployments"))
        self.templates = seeds("agent_templates")

    def deployments_of(self, agent_id: str) -> list[Record]:
        """The deployments of an agent."""
        return [deployment for deployment in self.deployments if deployment["agent_id"] == agent_id]

    def live_deployment(self, agent_id: str) -> str | None:
        """Id of the deployment that takes the calls of an agent, if one does."""
        return next((str(found["id"]) for found in self.deployments_of(agent_id) if found["is_live"]), None)


def agent_of(service: Service, agent_id: str) -> Record:
    """The agent of this id; raises Fault (404)."""
    return service.state(Agents).shelf.get(agent_id)


def number_of(service: Service, number_id: str) -> Record:
    """The phone number of this id; raises Fault (404), or 403 for one of another organization."""
    if number_id == FOREIGN_NUMBER_ID:
        raise Fault(403, None, f"the phone number `{number_id}` belongs to another organization")
    for agent in service.state(Agents).shelf:
        for number in agent["phone_numbers"]:
            if number["id"] == number_id:
                found: Record = number
                return found
    raise not_found("phone number", number_id)


def _summary(service: Service, agent: Record) -> Record:
    deployments = service.state(Agents).deployments_of(agent["id"])
    return {**agent, "deployment_count": len(deployments), "phone_numbers": agent["phone_numbers"] or None}


async def list_agents(service: Service, call: Call) -> Reply:
    """`GET /agents`."""
    return answer_page(call, Page([_summary(service, agent) for agent in service.state(Agents).shelf]))


async def list_templates(service: Service, call: Call) -> Reply:
    """`GET /agents/templates`."""
    return answer_page(call, Page(service.state(Agents).templates))


async def get_agent(service: Service, call: Call) -> Reply:
    """`GET /agents/{agent_id}`."""
    return answer(call, _summary(service, agent_of(service, call.parameters["agent_id"])))


async def update_agent(service: Service, call: Call) -> Reply:
    """`PATCH /agents/{agent_id}`: what is sent replaces what was; null empties what may be empty."""
    agent = agent_of(service, call.parameters["agent_id"])
    asked = read_request(service, call)
    wanted: Record = {name: asked[name] for name in _NEVER_EMPTY if asked.get(name) is not None}
    service.objecting(call, lambda: _check(service, agent, wanted))
    wanted |= {name: asked[name] for name in _MAY_BE_EMPTY if name in asked}
    if not call.version.since(_WEBHOOKS_SINCE):
        wanted.pop("webhook_id", None)
    if wanted:
        agent |= {**wanted, "updated_at": service.timestamp()}
    return answer(call, _summary(service, agent))


def _check(service: Service, agent: Record, wanted: Record) -> None:
    """Raises Fault (400) for a name that is empty or another agent's, for no voice, and for no language."""
    name: str | None = wanted.get("name")
    if name is not None and not name.strip():
        raise Fault(400, None, "`name` must be text that is not empty")
    if name is not None and any(other["name"] == name for other in service.state(Agents).shelf if other is not agent):
        raise Fault(400, None, f"`name` must be unique in the account, and another agent is called `{name[:80]}`")
    voice = wanted.get("tts_voice")
    if voice is not None and service.voices.find(voice) is None:
        raise Fault(400, None, f"`tts_voice` must be the id of a voice, got `{voice[:80]}`")
    language = wanted.get("tts_language")
    if language is not None and not is_language(language):
        raise Fault(400, None, f"`tts_language` must be a language such as `en`, got `{language[:40]}`")


async def delete_agent(service: Service, call: Call) -> Reply:
    """`DELETE /agents/{agent_id}`: its deployments go too, its calls stay."""
    agents = service.state(Agents)
    agent = agents.shelf.take(call.parameters["agent_id"])
    for deployment in agents.deployments_of(agent["id"]):
        agents.deployments.take(deployment["id"])
    return answer(call)


async def list_phone_numbers(service: Service, call: Call) -> Reply:
    """`GET /agents/{agent_id}/phone-numbers`."""
    agent = agent_of(service, call.parameters["agent_id"])
    numbers = [
        {"agent_id": agent["id"], **number, "is_cartesia_managed": number["provider"]["type"] == "cartesia"}
        for number in agent["phone_numbers"]
    ]
    return answer_page(call, Page(numbers))


OPERATIONS = (
    Operation("GET", "/agents", list_agents),
    Operation("GET", "/agents/templates", list_templates),
    Operation("GET", "/agents/{agent_id}", get_agent),
    Operation("PATCH", "/agents/{agent_id}", update_agent),
    Operation("DELETE", "/agents/{agent_id}", delete_agent),
    Operation("GET", "/agents/{agent_id}/phone-numbers", list_phone_numbers),
)
