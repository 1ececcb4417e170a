"""Access tokens: made by a key, good for the grants that they name, gone after their time."""

from __future__ import annotations

from contralto_conformance.mock.answers import answer
from contralto_conformance.mock.auth import DEFAULT_TOKEN_LIFE_S, GRANTS, Identity
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation, read_request
from contralto_conformance.mock.service import Service

AGENT_TOKEN_LIFE_S = 300


async def create_access_token(service: Service, call: Call) -> Reply:
    """`POST /access-token`."""
    asked = read_request(service, call)
    wanted = asked.get("grants") or {}
    life_s = asked.get("expires_in")
    granted = frozenset(grant for grant in GRANTS if wanted.get(grant))
    return answer(call, {"token": _token(service, call, granted, DEFAULT_TOKEN_LIFE_S if life_s is None else life_s)})


async def create_agent_access_token(service: Service, call: Call) -> Reply:
    """`POST /agents/access-token`, which came before the grant `agent`: the token opens the socket of one agent."""
    agent_id = str(read_request(service, call)["agent_id"])
    token = _token(service, call, frozenset({"agent"}), AGENT_TOKEN_LIFE_S, agent_id)
    return answer(call, {"access_token": token, "expires_in": AGENT_TOKEN_LIFE_S})


def _token(service: Service, call: Call, grants: frozenset[str], life_s: int, agent_id: str | None = None) -> str:
    maker = call.identity.key if call.identity is not None else 0
    return service.gatekeeper.new_token(Identity("token", grants, maker, agent_id), life_s, service.new_id())


OPERATIONS = (
    Operation("POST", "/access-token", create_access_token),
    Operation("POST", "/agents/access-token", create_agent_access_token),
)
