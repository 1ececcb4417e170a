"""Webhooks: their secret is told once, and one that an agent has stays."""

from __future__ import annotations

import pytest

from .conftest import NEW, Api

VERSIONS = ["2026-03-01", NEW]
URL = "https://hooks.example.org/calls"
ATTACHED, AGENT = "agent_webhook_b62Hd", "agent_7Qk2mPz4Rt"


@pytest.mark.parametrize("version", VERSIONS)
def test_a_webhook_lives_until_it_is_deleted(own: Api, version: str) -> None:
    body = {"url": URL, "secret": "example-secret", "display_name": "Calls"}
    made = own.request("POST", "/agents/webhooks", version, json=body)
    shown = {name: value for name, value in made.json().items() if name != "secret"}
    path = f"/agents/webhooks/{shown['id']}"
    assert (made.status_code, made.json()["secret"]) == (200, "example-secret")
    assert own.get(path, version).json() == shown
    changed = own.request("PATCH", path, version, json={"url": URL, "display_name": "Events"})
    assert changed.json() == shown["id"]
    assert own.get(path, version).json()["display_name"] == "Events"
    assert own.request("DELETE", path, version).json() == shown["id"]
    assert own.get(path, version).status_code == 404
    assert own.request("DELETE", path, version).status_code == 404


@pytest.mark.parametrize("version", VERSIONS)
def test_a_secret_is_in_the_answer_of_the_making_alone(own: Api, version: str) -> None:
    secret = "whsec-8Kd2pQ"
    made = own.request("POST", "/agents/webhooks", version, json={"url": URL, "secret": secret}).json()
    path = f"/agents/webhooks/{made['id']}"
    assert secret not in own.get(path, version).text
    assert secret not in own.get("/agents/webhooks?limit=100", version).text
    assert "whsec-new" not in own.request("PATCH", path, version, json={"url": URL, "secret": "whsec-new"}).text
    assert "whsec-new" not in own.get(path, version).text


def test_an_update_keeps_what_it_leaves_out(own: Api) -> None:
    made = own.request("POST", "/agents/webhooks", json={"url": URL, "secret": "s", "display_name": "Calls"}).json()
    path = f"/agents/webhooks/{made['id']}"
    own.request("PATCH", path, json={"url": "https://other.example.org/"}).raise_for_status()
    kept = own.get(path).json()
    assert (kept["url"], kept["display_name"]) == ("https://other.example.org/", "Calls")
    assert own.request("PATCH", path, json={}).json() == made["id"]


@pytest.mark.parametrize("version", VERSIONS)
def test_pages_go_on_after_an_id(own: Api, version: str) -> None:
    first = own.get("/agents/webhooks?limit=1", version).json()
    assert ([item["id"] for item in first["data"]], first["has_more"]) == ([ATTACHED], True)
    rest = own.get(f"/agents/webhooks?limit=1&starting_after={first['next_page']}", version).json()
    assert [item["id"] for item in rest["data"]] == ["agent_webhook_Q7nXk"]
    back = own.get("/agents/webhooks?ending_before=agent_webhook_Q7nXk", version).json()
    assert back["data"] == first["data"]
    assert own.get("/agents/webhooks?starting_after=agent_webhook_none", version).status_code == 400


def test_an_attached_webhook_must_be_detached_before_it_is_deleted(own: Api) -> None:
    refused = own.request("DELETE", f"/agents/webhooks/{ATTACHED}")
    assert refused.status_code == 400
    assert AGENT in refused.json()["message"]
    agent = own.request("PATCH", f"/v1/agents/{AGENT}", json={"webhook_id": None}).json()
    assert agent["webhook_id"] is None
    assert own.request("DELETE", f"/agents/webhooks/{ATTACHED}").json() == ATTACHED


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"secret": "s"}, "`url`"),
        ({"url": URL}, "`secret`"),
        ({"url": "http://hooks.example.org", "secret": "s"}, "`url`"),
        ({"url": "https://", "secret": "s"}, "`url`"),
        ({"url": "https://[", "secret": "s"}, "`url`"),
        ({"url": "https://a b", "secret": "s"}, "`url`"),
        ({"url": URL, "secret": 5}, "`secret`"),
        ({"url": URL, "secret": "s", "display_name": None}, "`display_name`"),
    ],
)
def test_what_is_wrong_is_named(own: Api, body: object, said: str) -> None:
    answer = own.request("POST", "/agents/webhooks", json=body)
    assert answer.status_code == 400
    assert said in answer.json()["message"]


def test_a_change_to_an_address_that_is_not_https_is_refused(own: Api) -> None:
    made = own.request("POST", "/agents/webhooks", json={"url": URL, "secret": "s"}).json()
    answer = own.request("PATCH", f"/agents/webhooks/{made['id']}", json={"url": "ftp://hooks.example.org"})
    assert answer.status_code == 400
    assert own.get(f"/agents/webhooks/{made['id']}").json()["url"] == URL


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_an_unknown_webhook_is_not_found(own: Api, method: str) -> None:
    assert own.request(method, "/agents/webhooks/agent_webhook_none", json={"url": URL}).status_code == 404
