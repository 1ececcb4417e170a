"""Phone numbers and their providers: imported, provisioned, handed from agent to agent, and no secret ever shown."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from contralto_conformance.mock.resources.phone_numbers import SLOTS

from .conftest import NEW, Api

VERSIONS = ["2026-03-01", NEW]
NUMBERS, PROVIDERS = "/agents/phone-numbers", "/agents/phone-numbers/providers"
AGENT = {"id": "agent_9cTqLmZr4uXvWnKe2s", "name": "Order line"}
TWILIO, TRUNK = "provider_9wLc20", "provider_3vHq81"
ACCOUNT = "AC00000000000000000000000000000000"
KEY, SECRET = "SK5f1e2d3c4b5a69788796a5b4c3d2e1f0", "very-secret-value"

numbers = (f"+1312555{count:04}" for count in itertools.count())


def _imported(api: Api, version: str = NEW, **members: Any) -> dict[str, Any]:
    body = {"label": "Line", "number": next(numbers), "provider": {"id": TRUNK}, **members}
    made: dict[str, Any] = api.request("POST", NUMBERS, version, json=body).raise_for_status().json()
    return made


def _twilio(**members: Any) -> dict[str, Any]:
    return {"type": "twilio", "account_sid": "AC9", "api_key_sid": KEY, "api_key_secret": SECRET, **members}


def _linked(api: Api, **members: Any) -> dict[str, Any]:
    made: dict[str, Any] = api.request("POST", PROVIDERS, json=members).raise_for_status().json()
    return made


def _refused(api: Api, method: str, path: str, status: int, body: object) -> str:
    answer = api.request(method, path, json=body)
    assert answer.status_code == status
    return str(answer.json()["message"])


@pytest.mark.parametrize("version", VERSIONS)
def test_a_number_lives_until_it_is_deleted(own: Api, version: str) -> None:
    made = _imported(own, version, agent_id=AGENT["id"])
    path = f"{NUMBERS}/{made['id']}"
    assert (made["agent"], made["provider"]) == (AGENT, {"type": "sip_trunk", "id": TRUNK, "label": "Primary carrier"})
    assert own.get(path, version).json() == made
    assert own.request("DELETE", path, version).status_code == 400
    freed = own.request("PATCH", path, version, json={"agent_id": None}).json()
    assert (freed["agent"], freed["label"]) == (None, "Line")
    assert own.request("DELETE", path, version).status_code == 204
    assert own.get(path, version).status_code == 404


@pytest.mark.parametrize("version", VERSIONS)
def test_the_list_names_no_next_page(own: Api, version: str) -> None:
    page = own.get(f"{NUMBERS}?limit=1", version).json()
    assert set(page) == {"data", "has_more"}
    assert page["has_more"] is True
    rest = own.get(f"{NUMBERS}?limit=100&starting_after={page['data'][0]['id']}", version).json()
    assert page["data"][0]["id"] not in [number["id"] for number in rest["data"]]
    assert rest["has_more"] is False


def test_filters_narrow_the_list_and_all_must_match(own: Api) -> None:
    made = _imported(own, label="Straße Nord", provider={"id": TWILIO}, agent_id=AGENT["id"])

    def found(query: str) -> list[str]:
        return [number["id"] for number in own.get(f"{NUMBERS}?limit=100&{query}").json()["data"]]

    for query in ("q=NORD", "q=strasse", f"q={made['number'][1:]}", f"agent_id={AGENT['id']}", f"provider_id={TWILIO}"):
        assert made["id"] in found(query)
        assert made["id"] in found(f"{query}&type=twilio")
        assert made["id"] not in found(f"{query}&type=sip_trunk")
    assert found("type=cartesia") == ["pn_8sY2kd"]
    assert found("agent_id=agent_none") == found("provider_id=provider_none") == found("q=nobody") == []
    assert own.get(f"{NUMBERS}?type=fax").status_code == 400


def test_a_number_is_imported_by_the_account_of_its_provider(own: Api) -> None:
    made = _imported(own, provider={"type": "twilio", "account_sid": ACCOUNT})
    assert made["provider"] == own.get(f"{PROVIDERS}/{TWILIO}").json()
    elsewhere = {"label": "x", "number": next(numbers), "provider": {**_account(), "region": "au1"}}
    assert "`provider`" in _refused(own, "POST", NUMBERS, 404, elsewhere)


def _account() -> dict[str, str]:
    return {"type": "twilio", "account_sid": ACCOUNT}


def test_a_number_is_imported_once(own: Api) -> None:
    number = _imported(own)["number"]
    body = {"label": "Again", "number": number, "provider": {"id": TWILIO}}
    assert number in _refused(own, "POST", NUMBERS, 409, body)


@pytest.mark.parametrize("unknown", [{"provider": {"id": "provider_none"}}, {"agent_id": "agent_none"}])
def test_provider_and_agent_must_exist(own: Api, unknown: dict[str, Any]) -> None:
    before = own.get(f"{NUMBERS}?limit=100").json()
    body = {"label": "x", "number": next(numbers), "provider": {"id": TRUNK}, **unknown}
    assert "none" in _refused(own, "POST", NUMBERS, 404, body)
    assert "none" in _refused(own, "PATCH", f"{NUMBERS}/pn_Qm41ze", 404, unknown)
    assert own.get(f"{NUMBERS}?limit=100").json() == before


def test_a_number_stays_with_its_kind_of_provider(own: Api) -> None:
    path = f"{NUMBERS}/{_imported(own)['id']}"
    assert "`provider`" in _refused(own, "PATCH", path, 400, {"provider": {"id": TWILIO}})
    assert "`provider`" in _refused(own, "PATCH", f"{NUMBERS}/pn_8sY2kd", 400, {"provider": {"id": TRUNK}})
    other = _linked(own, type="sip_trunk", label="Other", inbound={})["id"]
    assert own.request("PATCH", path, json={"provider": {"id": other}}).json()["provider"]["id"] == other


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"label": None}, "`label`"),
        ({"number": "4155550142"}, "`number`"),
        ({"number": "+0155550142"}, "`number`"),
        ({"number": "+1415555014212345"}, "`number`"),
        ({"number": "+1415555\u0660142"}, "`number`"),
        ({"number": "+14155550143\n"}, "`number`"),
        ({"provider": {}}, "`provider.id`"),
        ({"provider": {"type": "sip_trunk", "account_sid": ACCOUNT}}, "`provider.id`"),
        ({"provider": {**_account(), "region": "mars"}}, "`provider.region`"),
        ({"agent_id": None}, "`agent_id`"),
    ],
)
def test_what_is_wrong_is_named(own: Api, body: dict[str, Any], said: str) -> None:
    whole = {"label": "x", "number": next(numbers), "provider": {"id": TRUNK}, **body}
    assert said in _refused(own, "POST", NUMBERS, 400, whole)


@pytest.mark.parametrize(("plan", "numbers_of_cartesia"), [("free", 1), ("pro", 3), ("startup", 5), ("scale", 10)])
def test_the_plan_says_how_many_numbers_cartesia_manages(
    mock: Callable[..., Api], plan: str, numbers_of_cartesia: int
) -> None:
    api = mock(plan=plan)
    made = 0
    while (answer := api.request("POST", f"{NUMBERS}/provision", json={"label": "New"})).status_code == 201:
        made += 1
    assert answer.status_code == 402
    assert f"allows {numbers_of_cartesia} numbers" in answer.json()["message"]
    # One of the numbers that every mock begins with is of Cartesia.
    assert made == numbers_of_cartesia - 1


def test_a_plan_has_so_many_numbers_of_cartesia(mock: Callable[..., Api]) -> None:
    api = mock()
    path = f"{NUMBERS}/provision"
    made = [api.request("POST", path, json={"label": "New", "agent_id": AGENT["id"]}).json() for _ in range(SLOTS - 1)]
    assert len({number["number"] for number in made}) == len(made)
    assert all("provider" not in number and number["agent"] == AGENT for number in made)
    refused = api.request("POST", path, json={"label": "One more"})
    assert (refused.status_code, refused.json()["error_code"]) == (402, "quota_exceeded")
    assert api.get(f"{NUMBERS}/{made[0]['id']}").json()["provider"] == {"type": "cartesia"}
    api.request("PATCH", f"{NUMBERS}/{made[0]['id']}", json={"agent_id": None}).raise_for_status()
    assert api.request("DELETE", f"{NUMBERS}/{made[0]['id']}").status_code == 204
    assert api.request("POST", path, json={"label": "One more"}).status_code == 201


def test_a_number_is_never_provisioned_for_an_agent_that_is_not_there(mock: Callable[..., Api]) -> None:
    api = mock()
    assert "`agent_none`" in _refused(
        api, "POST", f"{NUMBERS}/provision", 404, {"label": "x", "agent_id": "agent_none"}
    )
    assert len(api.get(f"{NUMBERS}?type=cartesia").json()["data"]) == 1


def test_a_number_of_a_deleted_agent_is_free(mock: Callable[..., Api]) -> None:
    api = mock()
    assert api.get(f"{NUMBERS}/pn_V6tBx3").json()["agent"] == AGENT
    assert api.request("DELETE", f"/v1/agents/{AGENT['id']}").status_code == 204
    assert api.get(f"{NUMBERS}/pn_V6tBx3").json()["agent"] is None
    assert api.request("DELETE", f"{NUMBERS}/pn_V6tBx3").status_code == 204


@pytest.mark.parametrize("version", VERSIONS)
def test_a_twilio_account_shows_its_key_masked_and_no_secret(own: Api, version: str) -> None:
    account = f"AC-{version}"
    made = own.request("POST", PROVIDERS, version, json=_twilio(account_sid=account))
    assert made.json() == {
        "type": "twilio",
        "id": made.json()["id"],
        "label": None,
        "account_sid": account,
        "api_key_sid": "SK5f********f0",
        "region": "us1",
    }
    path = f"{PROVIDERS}/{made.json()['id']}"
    renewed = {"type": "twilio", "api_key_sid": "short", "api_key_secret": SECRET, "region": "ie1"}
    changed = own.request("PATCH", path, version, json=renewed)
    assert (changed.json()["api_key_sid"], changed.json()["region"]) == ("********", "ie1")
    listed = own.get(f"{PROVIDERS}?account_sid={account}", version)
    assert listed.json() == [changed.json()]
    assert SECRET not in made.text + changed.text + listed.text
    assert own.request("DELETE", path, version).status_code == 204
    assert own.get(path, version).status_code == 404


def test_a_twilio_account_is_linked_once_a_region(own: Api) -> None:
    _linked(own, **_twilio(account_sid="AC1"))
    assert "`account_sid`" in _refused(own, "POST", PROVIDERS, 409, _twilio(account_sid="AC1", region="us1"))
    other = _linked(own, **_twilio(account_sid="AC1", region="au1"))
    move = {"type": "twilio", "api_key_sid": KEY, "api_key_secret": SECRET, "region": "us1"}
    assert "`region`" in _refused(own, "PATCH", f"{PROVIDERS}/{other['id']}", 400, move)


def test_a_trunk_has_the_defaults_of_its_directions(own: Api) -> None:
    outbound = {"address": "sip.example.org", "transport": "tcp"}
    made = _linked(own, type="sip_trunk", label="Both", inbound={}, outbound=outbound)
    assert made["inbound"] == {
        "allowed_addresses": [],
        "allowed_numbers": [],
        "auth_username": "",
        "media_encryption": "allowed",
    }
    assert made["outbound"] == {
        **outbound,
        "media_encryption": "disabled",
        "auth_username": "",
        "destination_country": "",
    }


def test_a_trunk_is_changed_by_a_merge_patch(own: Api) -> None:
    inbound = {"credentials": {"username": "in", "password": SECRET}, "allowed_addresses": ["192.0.2.1"]}
    made = _linked(own, type="sip_trunk", label="Trunk", inbound=inbound)
    path = f"{PROVIDERS}/{made['id']}"
    assert "outbound" not in made

    def patched(**members: Any) -> dict[str, Any]:
        answer = own.request("PATCH", path, json={"type": "sip_trunk", **members})
        assert SECRET not in answer.text
        changed: dict[str, Any] = answer.raise_for_status().json()
        return changed

    assert patched() == made
    assert patched(inbound={"media_encryption": "required"})["inbound"] == {
        **made["inbound"],
        "media_encryption": "required",
    }
    assert patched(inbound={"credentials": {"username": "new"}})["inbound"]["auth_username"] == "new"
    cleared = patched(label="Renamed", inbound={"credentials": None, "allowed_addresses": []})
    assert (cleared["inbound"]["auth_username"], cleared["inbound"]["allowed_addresses"]) == ("", [])
    outbound = {"address": "sip.example.org", "transport": "tls", "destination_country": "GB"}
    assert patched(outbound=outbound)["outbound"]["destination_country"] == "GB"
    last = patched(outbound={"destination_country": None})
    assert (last["outbound"]["destination_country"], last["outbound"]["transport"]) == ("", "tls")
    assert (last["label"], last["inbound"]) == ("Renamed", cleared["inbound"])


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"type": "fax", "label": "x"}, "`type`"),
        ({"label": "x"}, "`type`"),
        ({"type": "sip_trunk", "label": "x"}, "`inbound` is missing, or `outbound` is missing"),
        ({"type": "sip_trunk", "inbound": {}}, "`label`"),
        ({"type": "sip_trunk", "label": "x", "outbound": {"transport": "tls"}}, "`outbound.address`"),
        (
            {"type": "sip_trunk", "label": "x", "inbound": {"credentials": {"username": "a"}}},
            "`inbound.credentials.password`",
        ),
        ({"type": "twilio", "account_sid": "AC2", "api_key_sid": KEY}, "`api_key_secret`"),
    ],
)
def test_what_is_wrong_with_a_provider_is_named(own: Api, body: dict[str, Any], said: str) -> None:
    assert said in _refused(own, "POST", PROVIDERS, 400, body)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"type": "twilio", "api_key_sid": KEY, "api_key_secret": SECRET}, "`type`"),
        ({"type": "sip_trunk", "outbound": {"address": "sip.example.org"}}, "`outbound.transport`"),
        ({"type": "sip_trunk", "inbound": {"credentials": {"username": "a"}}}, "`inbound.credentials.password`"),
        ({"type": "sip_trunk", "inbound": None}, "`inbound`"),
    ],
)
def test_a_change_that_a_trunk_cannot_take_is_refused(own: Api, body: dict[str, Any], said: str) -> None:
    made = _linked(own, type="sip_trunk", label="Plain", inbound={})
    path = f"{PROVIDERS}/{made['id']}"
    assert said in _refused(own, "PATCH", path, 400, body)
    assert own.get(path).json() == made


def test_providers_are_one_bare_list_by_kind(own: Api) -> None:
    everyone = own.get(PROVIDERS).json()
    trunks, accounts = own.get(f"{PROVIDERS}?type=sip_trunk").json(), own.get(f"{PROVIDERS}?type=twilio").json()
    assert {one["id"] for one in everyone} == {one["id"] for one in trunks + accounts}
    assert {one["type"] for one in trunks} == {"sip_trunk"}
    assert own.get(f"{PROVIDERS}?type=sip_trunk&account_sid={ACCOUNT}").json() == []
    assert own.get(f"{PROVIDERS}?type=cartesia").status_code == 400


def test_a_provider_with_numbers_stays(own: Api) -> None:
    provider = _linked(own, type="sip_trunk", label="Short-lived", inbound={})["id"]
    number = _imported(own, provider={"id": provider})["id"]
    assert provider in _refused(own, "DELETE", f"{PROVIDERS}/{provider}", 409, None)
    own.request("DELETE", f"{NUMBERS}/{number}").raise_for_status()
    assert own.request("DELETE", f"{PROVIDERS}/{provider}").status_code == 204
    assert own.request("DELETE", f"{PROVIDERS}/{provider}").status_code == 404
