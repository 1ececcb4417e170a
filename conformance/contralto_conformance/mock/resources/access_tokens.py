"""Access tokens: made by a key, good for the grants that they name, gone after their time."""

from __future__ import annotations

from contralto_conformance.mock.answers import json_reply
from contralto_conformance.mock.auth import DEFAULT_TOKEN_LIFE_S, GRANTS
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation, read_request
from contralto_conformance.mock.service import Service


async def create_access_token(service: Service, call: Call) -> Reply:
    """`POST /access-token`."""
    asked = read_request(service, call)
    wanted = asked.get("grants") or {}
    life_s = asked.get("expires_in")
    grants = [grant for grant in GRANTS if wanted.get(grant)]
    token = service.gatekeeper.new_token(grants, DEFAULT_TOKEN_LIFE_S if life_s is None else life_s, service.new_id())
    return json_reply({"token": token})


OPERATIONS = (Operation("POST", "/access-token", create_access_token),)
