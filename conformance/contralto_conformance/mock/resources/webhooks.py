"""Webhooks for the events of calls. The mock keeps them and never sends anything to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from contralto_conformance.mock.answers import answer, answer_page
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation, read_query, read_request
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.shelves import Shelf, filled

from .known_agents import agents_with_webhook
from .seeds import seeds

Record = dict[str, Any]


class Webhooks:
    """The webhooks of the account, without their secrets: nothing is sent, so none is needed."""

    def __init__(self, service: Service) -> None:
        self.shelf: Shelf[Record] = filled(Shelf("webhook"), seeds("webhooks"))


def _of(service: Service) -> Shelf[Record]:
    return service.state(Webhooks).shelf


def _shown(asked: Mapping[str, Any]) -> Record:
    """What a request says of a webhook, save the secret; raises Fault (400) for an address that is not HTTPS."""
    if "url" in asked and not _is_https(asked["url"]):
        raise Fault(400, None, f"`url` must be an address that begins with `https://`, got `{asked['url'][:80]}`")
    return {name: asked[name] for name in ("url", "display_name") if name in asked}


def _is_https(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not any(mark.isspace() for mark in url)


async def list_webhooks(service: Service, call: Call) -> Reply:
    """`GET /agents/webhooks`."""
    return answer_page(call, _of(service).page(read_query(service, call)))


async def create_webhook(service: Service, call: Call) -> Reply:
    """`POST /agents/webhooks`: the only answer with the secret."""
    asked = read_request(service, call)
    shown = _shown(asked)
    now = service.timestamp()
    record = {"id": service.new_key("agent_webhook_"), **shown, "created_at": now, "updated_at": now}
    return answer(call, {**_of(service).put(record["id"], record), "secret": asked["secret"]})


async def get_webhook(service: Service, call: Call) -> Reply:
    """`GET /agents/webhooks/{webhook_id}`."""
    return answer(call, _of(service).get(call.parameters["webhook_id"]))


async def update_webhook(service: Service, call: Call) -> Reply:
    """`PATCH /agents/webhooks/{webhook_id}`: answers the id."""
    record = _of(service).get(call.parameters["webhook_id"])
    record |= {**_shown(read_request(service, call)), "updated_at": service.timestamp()}
    return answer(call, record["id"])


async def delete_webhook(service: Service, call: Call) -> Reply:
    """`DELETE /agents/webhooks/{webhook_id}`: answers the id; refused while an agent has the webhook."""
    webhook_id = _of(service).get(call.parameters["webhook_id"])["id"]
    holders = agents_with_webhook(service, webhook_id)
    if holders:
        agents = ", ".join(f"`{agent_id}`" for agent_id in holders[:5])
        raise Fault(400, "Webhook in use", f"`webhook_id` must be detached from its agents first: {agents}")
    _of(service).take(webhook_id)
    return answer(call, webhook_id)


OPERATIONS = (
    Operation("GET", "/agents/webhooks", list_webhooks),
    Operation("POST", "/agents/webhooks", create_webhook),
    Operation("GET", "/agents/webhooks/{webhook_id}", get_webhook),
    Operation("PATCH", "/agents/webhooks/{webhook_id}", update_webhook),
    Operation("DELETE", "/agents/webhooks/{webhook_id}", delete_webhook),
)
