"""Deployments of the code of an agent; like the agents they are made elsewhere and can only be read."""

from __future__ import annotations

from contralto_conformance.mock.answers import Page, answer, answer_page
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation
from contralto_conformance.mock.service import Service

from .agents import Agents, agent_of


async def list_deployments(service: Service, call: Call) -> Reply:
    """`GET /agents/{agent_id}/deployments`."""
    agent = agent_of(service, call.parameters["agent_id"])
    return answer_page(call, Page(service.state(Agents).deployments_of(agent["id"])))


async def get_deployment(service: Service, call: Call) -> Reply:
    """`GET /agents/deployments/{deployment_id}`."""
    return answer(call, service.state(Agents).deployments.get(call.parameters["deployment_id"]))


OPERATIONS = (
    Operation("GET", "/agents/{agent_id}/deployments", list_deployments),
    Operation("GET", "/agents/deployments/{deployment_id}", get_deployment),
)
