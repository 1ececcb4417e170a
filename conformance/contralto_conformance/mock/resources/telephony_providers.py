"""Telephony providers that are linked to the account: Twilio accounts and SIP trunks. Secrets come in and never out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contralto_conformance.mock.answers import Page, answer, answer_page
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation, read_query, read_request
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.shelves import Shelf

from .phone_numbers import DEFAULT_REGION, PhoneNumbers

Record = dict[str, Any]

_MASK = "*" * 8
_SHORTEST_SHOWN = 16  # of a shorter key nothing is shown

_NEW_SIDES: Mapping[str, Record] = {
    "inbound": {
        "allowed_addresses": [],
        "allowed_numbers": [],
        "auth_username": "",
        "media_encryption": "allowed",
    },
    "outbound": {
        "address": "",
        "transport": "",
        "media_encryption": "disabled",
        "auth_username": "",
        "destination_country": "",
    },
}
"""The two directions of a SIP trunk before a request says anything of them."""


def _of(service: Service) -> Shelf[Record]:
    return service.state(PhoneNumbers).providers


def _masked(sid: str) -> str:
    return f"{sid[:4]}{_MASK}{sid[-2:]}" if len(sid) >= _SHORTEST_SHOWN else _MASK


def _side(side: str, asked: Mapping[str, Any], before: Record | None) -> Record:
    """A direction of a trunk after a merge patch; raises Fault (400) when something is missing that it never had."""
    if before is None and side == "outbound":
        missing = [f"`outbound.{name}` is missing" for name in ("address", "transport") if name not in asked]
        if missing:
            raise Fault(400, None, "; ".join(missing))
    after = {**(before or _NEW_SIDES[side])}
    for name in after:
        if name in asked:
            after[name] = "" if asked[name] is None else asked[name]
    if "credentials" in asked:
        credentials = asked["credentials"] or {"username": "", "password": ""}
        if "password" not in credentials and not after["auth_username"]:
            raise Fault(400, None, f"`{side}.credentials.password` is missing")
        after["auth_username"] = credentials["username"]
    return after


def _sides(asked: Mapping[str, Any], before: Record) -> Record:
    return {side: _side(side, asked[side], before.get(side)) for side in _NEW_SIDES if side in asked}


async def list_providers(service: Service, call: Call) -> Reply:
    """`GET /agents/phone-numbers/providers`: all of them at once."""
    query = read_query(service, call)
    wanted = [(name, query[name]) for name in ("type", "account_sid") if name in query]
    found = [provider for provider in _of(service) if all(provider.get(name) == value for name, value in wanted)]
    return answer_page(call, Page(found))


async def create_provider(service: Service, call: Call) -> Reply:
    """`POST /agents/phone-numbers/providers`."""
    asked = read_request(service, call)
    record: Record = {"type": asked["type"], "id": service.new_key("provider_"), "label": asked.get("label")}
    if asked["type"] == "twilio":
        region = asked.get("region", DEFAULT_REGION)
        if service.state(PhoneNumbers).twilio_account(asked["account_sid"], region) is not None:
            raise Fault(409, "Provider already linked", f"`account_sid` is linked in the region `{region}` already")
        record |= {
            "account_sid": asked["account_sid"],
            "api_key_sid": _masked(asked["api_key_sid"]),
            "region": region,
        }
    else:
        record |= _sides(asked, {})
    return answer(call, _of(service).put(record["id"], record))


async def get_provider(service: Service, call: Call) -> Reply:
    """`GET /agents/phone-numbers/providers/{id}`."""
    return answer(call, _of(service).get(call.parameters["id"]))


async def update_provider(service: Service, call: Call) -> Reply:
    """`PATCH /agents/phone-numbers/providers/{id}`: a new key of a Twilio account, or a merge patch of a trunk."""
    record = _of(service).get(call.parameters["id"])
    asked = read_request(service, call)
    if asked["type"] != record["type"]:
        raise Fault(400, None, f"`type` must be `{record['type']}`, that of the provider, got `{asked['type']}`")
    if record["type"] == "twilio":
        region = str(asked.get("region", record["region"]))
        if service.state(PhoneNumbers).twilio_account(record["account_sid"], region) not in (None, record):
            raise Fault(400, None, f"`region` must be free, and the account is linked in `{region}` already")
        record |= {"api_key_sid": _masked(asked["api_key_sid"]), "region": region}
    else:
        label = {"label": asked["label"]} if "label" in asked else {}
        record |= {**_sides(asked, record), **label}
    return answer(call, record)


async def delete_provider(service: Service, call: Call) -> Reply:
    """`DELETE /agents/phone-numbers/providers/{id}`: refused while numbers use it."""
    state = service.state(PhoneNumbers)
    provider_id = state.providers.get(call.parameters["id"])["id"]
    if any(number["provider_id"] == provider_id for number in state.shelf):
        raise Fault(409, "Provider in use", f"phone numbers use the provider `{provider_id}`; delete them first")
    state.providers.take(provider_id)
    return answer(call)


OPERATIONS = (
    Operation("GET", "/agents/phone-numbers/providers", list_providers),
    Operation("POST", "/agents/phone-numbers/providers", create_provider),
    Operation("GET", "/agents/phone-numbers/providers/{id}", get_provider),
    Operation("PATCH", "/agents/phone-numbers/providers/{id}", update_provider),
    Operation("DELETE", "/agents/phone-numbers/providers/{id}", delete_provider),
)
