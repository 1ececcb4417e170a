"""Phone numbers of agents: imported from a linked provider or provisioned, given to agents and taken from them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from typing import Any

from contralto_conformance.mock.answers import Page, answer, answer_page
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.limits import NUMBERS_OF_PLAN
from contralto_conformance.mock.operations import Operation, read_query, read_request
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.shelves import Shelf, filled

from .known_agents import agent_of, check_agent
from .seeds import seeds

Record = dict[str, Any]

SLOTS = NUMBERS_OF_PLAN["pro"]
"""Numbers that Cartesia manages for an account without a plan."""

DEFAULT_REGION = "us1"

_E164 = re.compile(r"\+[1-9][0-9]{1,14}")
_CARTESIA = {"type": "cartesia"}


class PhoneNumbers:
    """The numbers in `shelf`, each with its `agent_id` and `provider_id` (None: Cartesia manages it), and the linked
    providers, as they are answered: without their secrets."""

    def __init__(self, service: Service) -> None:
        self.shelf: Shelf[Record] = filled(Shelf("phone number"), seeds("phone_numbers"))
        self.providers: Shelf[Record] = filled(Shelf("provider"), seeds("telephony_providers"))

    def provider_of(self, number: Record) -> Record:
        """The provider of a number."""
        return _CARTESIA if number["provider_id"] is None else self.providers.get(number["provider_id"])

    def twilio_account(self, account_sid: str, region: str) -> Record | None:
        """The Twilio account of this region, if it is linked."""
        for provider in self.providers:
            if provider["type"] == "twilio" and (provider["account_sid"], provider["region"]) == (account_sid, region):
                return provider
        return None

    def of_agent(self, agent_id: str) -> list[Record]:
        """The numbers that an agent answers."""
        return [number for number in self.shelf if number["agent_id"] == agent_id]


def _shown(service: Service, number: Record) -> Record:
    return {
        **number,
        "agent": agent_of(service, number["agent_id"]),
        "provider": service.state(PhoneNumbers).provider_of(number),
    }


def _provider_of(service: Service, reference: Mapping[str, Any]) -> Record:
    """The linked provider that a request names, by id or by Twilio account and region; raises Fault (404)."""
    state = service.state(PhoneNumbers)
    if "id" in reference:
        return state.providers.get(reference["id"])
    account_sid, region = reference["account_sid"], reference.get("region", DEFAULT_REGION)
    found = state.twilio_account(account_sid, region)
    if found is None:
        message = f"`provider` names no linked Twilio account: `{account_sid[:80]}` in `{region}`"
        raise Fault(404, "Provider not found", message)
    return found


def _added(service: Service, asked: Mapping[str, Any], number: str, provider_id: str | None) -> Record:
    now = service.timestamp()
    record = {
        "id": service.new_key("pn_"),
        "number": number,
        "label": asked["label"],
        "agent_id": asked.get("agent_id"),
        "provider_id": provider_id,
        "created_at": now,
        "updated_at": now,
    }
    return service.state(PhoneNumbers).shelf.put(record["id"], record)


async def list_numbers(service: Service, call: Call) -> Reply:
    """`GET /agents/phone-numbers`."""
    state = service.state(PhoneNumbers)
    query = read_query(service, call)
    sought = query.get("q", "").casefold()

    def passes(number: Record) -> bool:
        return (
            query.get("agent_id", number["agent_id"]) == number["agent_id"]
            and query.get("provider_id", number["provider_id"]) == number["provider_id"]
            and query.get("type", state.provider_of(number)["type"]) == state.provider_of(number)["type"]
            and any(sought in text.casefold() for text in (number["label"] or "", number["number"]))
        )

    page = state.shelf.page(query, passes)
    return answer_page(call, Page([_shown(service, number) for number in page.items], page.has_more))


async def import_number(service: Service, call: Call) -> Reply:
    """`POST /agents/phone-numbers`."""
    asked = read_request(service, call)
    number = asked["number"]
    if not _E164.fullmatch(number):
        message = f"`number` must be in E.164 form such as `+14155550142`, got `{number[:40]}`"
        raise Fault(400, None, message)
    provider = _provider_of(service, asked["provider"])
    check_agent(service, asked.get("agent_id"))
    if any(other["number"] == number for other in service.state(PhoneNumbers).shelf):
        raise Fault(409, "Number already imported", f"`number` was imported before: `{number}`")
    return answer(call, _shown(service, _added(service, asked, number, provider["id"])))


async def provision_number(service: Service, call: Call) -> Reply:
    """`POST /agents/phone-numbers/provision`: as many numbers as the plan has slots."""
    asked = read_request(service, call)
    shelf = service.state(PhoneNumbers).shelf
    check_agent(service, asked.get("agent_id"))
    plan = service.settings.plan
    slots = SLOTS if plan is None else NUMBERS_OF_PLAN[plan]
    if sum(number["provider_id"] is None for number in shelf) >= slots:
        message = f"the plan allows {slots} numbers from Cartesia, and all of them are in use"
        raise Fault(402, "Quota exceeded", message, code="quota_exceeded")
    taken = {number["number"] for number in shelf}
    # Numbers for fiction, of area codes as far as they are needed.
    fictional = (f"+1{area}55501{last:02}" for area, last in itertools.product(range(201, 1000), range(100)))
    free = next(number for number in fictional if number not in taken)
    return answer(call, _shown(service, _added(service, asked, free, None)))


async def get_number(service: Service, call: Call) -> Reply:
    """`GET /agents/phone-numbers/{id}`."""
    return answer(call, _shown(service, service.state(PhoneNumbers).shelf.get(call.parameters["id"])))


async def update_number(service: Service, call: Call) -> Reply:
    """`PATCH /agents/phone-numbers/{id}`: null takes the number from its agent."""
    state = service.state(PhoneNumbers)
    record = state.shelf.get(call.parameters["id"])
    asked = read_request(service, call)
    changed: Record = {name: asked[name] for name in ("label", "agent_id") if name in asked}
    check_agent(service, changed.get("agent_id"))
    if "provider" in asked:
        provider, kind = _provider_of(service, asked["provider"]), state.provider_of(record)["type"]
        if provider["type"] != kind:
            message = f"`provider` must be of the kind `{kind}` that the number has, got `{provider['type']}`"
            raise Fault(400, None, message)
        changed["provider_id"] = provider["id"]
    record |= {**changed, "updated_at": service.timestamp()}
    return answer(call, _shown(service, record))


async def delete_number(service: Service, call: Call) -> Reply:
    """`DELETE /agents/phone-numbers/{id}`: refused while an agent answers the number."""
    shelf = service.state(PhoneNumbers).shelf
    record = shelf.get(call.parameters["id"])
    agent = agent_of(service, record["agent_id"])
    if agent is not None:
        message = f"`{record['number']}` is assigned to the agent `{agent['id']}`; set `agent_id` to null first"
        raise Fault(400, "Number in use", message)
    shelf.take(record["id"])
    return answer(call)


OPERATIONS = (
    Operation("GET", "/agents/phone-numbers", list_numbers),
    Operation("POST", "/agents/phone-numbers", import_number),
    Operation("POST", "/agents/phone-numbers/provision", provision_number),
    Operation("GET", "/agents/phone-numbers/{id}", get_number),
    Operation("PATCH", "/agents/phone-numbers/{id}", update_number),
    Operation("DELETE", "/agents/phone-numbers/{id}", delete_number),
)
