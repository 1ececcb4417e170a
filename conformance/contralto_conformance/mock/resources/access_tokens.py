"""Access tokens: made by a key, good for the grants that they name, gone after their time."""

from __future__ import annotations

from contralto_conformance.mock.answers import answer
from contralto_conformance.mock.auth import DEFAULT_TOKEN_LIFE_S, GRANTS
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation, read_request
from contralto_conformance.mock.service import Service

from .known_agents import check_agent

AGENT_TOKEN_LIFE_S = 300


async def create_access_token(service: Service, call: Call) -> Reply:
    """`POST /access-token`."""
    asked = read_request(service, call)
    wanted = asked.get("grants") or {}
    life_s = asked.get("expires_in")
    grants = [grant for grant in GRANTS if wanted.get(grant)]
    token = service.gatekeeper.new_token(
        grants, DEFAULT_TOKEN_LIFE_S if life_s is None else life_s, service.new_id(), key=_key_of(call)
    )
    return answer(call, {"token": token})


async def create_agent_access_token(service: Service, call: Call) -> Reply:
    """`POST /agents/access-token`, which came before the grant `agent`: the token opens the socket of one agent."""
    agent_id = str(read_request(service, call)["agent_id"])
    check_agent(service, agent_id)
    token = service.gatekeeper.new_token(
        ["agent"], AGENT_TOKEN_LIFE_S, service.new_id(), key=_key_of(call), agent_id=agent_id
    )
    return answer(call, {"access_token": token, "expires_in": AGENT_TOKEN_LIFE_S})


def _key_of(call: Call) -> int:
    return call.identity.key if call.identity is not None else 0


OPERATIONS = (
    Operation("POST", "/access-token", create_access_token),
    Operation("POST", "/agents/access-token", create_agent_access_token),
)
