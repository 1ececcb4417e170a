"""Agents of the first generation: listed, read, changed and deleted. They are made elsewhere (by the command line tool
and in the playground), so every mock begins with the same three.

A record has, beside what an answer shows, `metric_ids`: the metrics that run on later calls, in the order in which they
were added.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from contralto_conformance.mock.answers import Page, answer, answer_page
from contralto_conformance.mock.bodies import read_object
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation, read_query, read_request
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.shelves import Shelf, filled
from contralto_conformance.mock.sound.languages import is_language

from .documents import Documents
from .known_agents import known_agent
from .phone_numbers import PhoneNumbers
from .seeds import seeds
from .webhooks import Webhooks

Record = dict[str, Any]

# Members of an agent that always have a value: null leaves them as they are. The others it empties.
_NEVER_EMPTY = ("name", "tts_voice", "tts_language")
_MAY_BE_EMPTY = ("description", "webhook_id")
_WEBHOOKS_SINCE = "2026-03-01"

_DEFAULT_PASSAGES = 5  # what the agent code SDK asks for (line-sdk-0.2.19)
_WORD = re.compile(r"\w+")
# A sentence, or of a text without any so many words as fit, or so much of a text without words.
_PASSAGE = re.compile(r"\S.{0,399}?(?:[.!?](?=\s)|\n|$)|\S.{0,399}(?=\s)|\S.{0,399}", re.DOTALL)


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


def _summary(service: Service, agent: Record) -> Record:
    deployments = service.state(Agents).deployments_of(agent["id"])
    numbers = service.state(PhoneNumbers).of_agent(agent["id"])
    return {**agent, "deployment_count": len(deployments), "phone_numbers": numbers or None}


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
    webhook_id = wanted.get("webhook_id")
    if webhook_id is not None and webhook_id not in service.state(Webhooks).shelf:
        raise Fault(400, None, f"`webhook_id` names no webhook: `{webhook_id[:80]}`")
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
        {**number, "is_cartesia_managed": number["provider_id"] is None}
        for number in service.state(PhoneNumbers).of_agent(agent["id"])
    ]
    return answer_page(call, Page(numbers))


async def query_documents(service: Service, call: Call) -> Reply:
    """`GET /agents/{agent_id}/documents/query`: passages of the documents that the agent may look into.

    The more words of the query a passage has in common with it, rare ones counting most, the better it fits.
    """
    agent = known_agent(service, call.parameters["agent_id"])
    query = read_query(service, call)
    wanted = _metadata(query.get("filters"))
    documents = [
        document
        for document in service.state(Documents).of_agent(agent["id"])
        if all(document["metadata"].get(name) == value for name, value in wanted.items())
    ]
    passages = [passage for document in documents for passage in _passages(document)]
    n_with = Counter(word for _, words in passages for word in words)
    sought = _words(query["query"])
    scored = [(sum(1 / n_with[word] for word in sought & words), text) for text, words in passages]
    fitting = sorted((item for item in scored if item[0] > 0), key=lambda item: -item[0])
    results = [{"content": text} for _, text in fitting[: query.get("top_k", _DEFAULT_PASSAGES)]]
    return answer(call, {"results": results})


def _metadata(filters: str | None) -> Record:
    """What the metadata of a document must be; raises Fault (400) for text that is no JSON object."""
    if filters is None:
        return {}
    try:
        return read_object(filters)
    except Fault as fault:
        raise Fault(400, None, f"`filters` must be a JSON object as text: {fault.message}") from None


def _passages(document: Record) -> Iterator[tuple[str, set[str]]]:
    """Pieces of a document that each make sense on their own, with their words and those of its name."""
    name = _words(document["name"] or "")
    for found in _PASSAGE.finditer(document["content"]):
        text = found[0].rstrip()
        yield text, _words(text) | name


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


OPERATIONS = (
    Operation("GET", "/agents", list_agents),
    Operation("GET", "/agents/templates", list_templates),
    Operation("GET", "/agents/{agent_id}", get_agent),
    Operation("PATCH", "/agents/{agent_id}", update_agent),
    Operation("DELETE", "/agents/{agent_id}", delete_agent),
    Operation("GET", "/agents/{agent_id}/phone-numbers", list_phone_numbers),
    Operation("GET", "/agents/{agent_id}/documents/query", query_documents),
)
