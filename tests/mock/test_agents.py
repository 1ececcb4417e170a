"""Agents of the first generation with their deployments, numbers and templates, in every version that has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from contralto_conformance.mock import MockSettings, serve

from .conftest import KATIE, Api
from .documents import DATES

VERSIONS = [date for date in DATES if date >= "2025-04-16"]
AGENT = "agent_7Qk2mPz4Rt"
NO_AGENT = "agent_none"


@pytest.fixture(scope="module")
def agents() -> Iterator[Api]:
    """One mock for all tests that leave the agents as they are."""
    with serve(MockSettings()) as running:
        api = Api(running)
        with api.client:
            yield api


@pytest.fixture
def fresh(mock: Callable[..., Api]) -> Api:
    return mock()


@pytest.mark.parametrize("version", VERSIONS)
def test_all_agents_come_in_one_answer_without_pages(agents: Api, version: str) -> None:
    answer = agents.get("/agents?limit=1", version).json()
    assert list(answer) == ["summaries"]
    assert [agent["name"] for agent in answer["summaries"]] == ["front-desk", "night-desk", "parcel-help"]
    assert answer["summaries"][0] == agents.get(f"/agents/{AGENT}", version).json()


def test_background_sound_is_told_in_the_version_that_knows_it(agents: Api) -> None:
    assert agents.get(f"/agents/{AGENT}", "2025-04-16").json()["background_sound_volume"] == 0.3
    assert "background_sound_volume" not in agents.get(f"/agents/{AGENT}", "2025-11-04").json()


@pytest.mark.parametrize("version", VERSIONS)
def test_templates_are_for_everybody_and_are_no_agent(agents: Api, version: str) -> None:
    answer = agents.get("/agents/templates", version, headers={"Authorization": None})
    assert "template_basic_chat" in [template["id"] for template in answer.json()["templates"]]


@pytest.mark.parametrize("version", VERSIONS)
def test_deployments_are_a_bare_array_as_long_as_the_agent_says(agents: Api, version: str) -> None:
    for agent in agents.get("/agents", version).json()["summaries"]:
        deployments = agents.get(f"/agents/{agent['id']}/deployments", version).json()
        assert len(deployments) == agent["deployment_count"]
        assert [found["is_live"] for found in deployments].count(True) == 1
        assert [found["is_pinned"] for found in deployments].count(True) == 1
        for found in deployments:
            assert agents.get(f"/agents/deployments/{found['id']}", version).json() == found


@pytest.mark.parametrize("version", VERSIONS)
def test_phone_numbers_are_a_bare_array_and_stand_in_the_summary(agents: Api, version: str) -> None:
    for agent in agents.get("/agents", version).json()["summaries"]:
        numbers = agents.get(f"/agents/{agent['id']}/phone-numbers", version).json()
        assert [found["number"] for found in numbers] == [found["number"] for found in agent["phone_numbers"] or ()]
        assert {found["agent_id"] for found in numbers} <= {agent["id"]}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_change_shows_in_what_is_read_next(fresh: Api, version: str) -> None:
    before = fresh.get(f"/agents/{AGENT}", version).json()
    changed = fresh.request("PATCH", f"/agents/{AGENT}", version, json={"name": "reception", "tts_voice": KATIE}).json()
    assert changed == {**before, "name": "reception", "tts_voice": KATIE, "updated_at": changed["updated_at"]}
    assert changed["updated_at"] > before["updated_at"]
    assert fresh.get(f"/agents/{AGENT}", version).json() == changed


def test_null_empties_the_description_and_leaves_the_name(fresh: Api) -> None:
    changed = fresh.request("PATCH", f"/agents/{AGENT}", json={"name": None, "description": None}).json()
    assert (changed["name"], changed["description"]) == ("front-desk", None)


def test_an_empty_change_is_no_change(fresh: Api) -> None:
    before = fresh.get(f"/agents/{AGENT}").json()
    assert fresh.request("PATCH", f"/agents/{AGENT}", json={}).json() == before


def test_a_webhook_is_attached_from_the_version_on_that_has_webhooks(fresh: Api) -> None:
    asked = {"json": {"webhook_id": "webhook_3nJd7QxLpV"}}
    assert fresh.request("PATCH", f"/agents/{AGENT}", "2025-11-04", **asked).json()["webhook_id"] is None
    assert (
        fresh.request("PATCH", f"/agents/{AGENT}", "2026-03-01", **asked).json()["webhook_id"] == "webhook_3nJd7QxLpV"
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"name": "night-desk"}, "`name`"),
        ({"name": "  "}, "`name`"),
        ({"name": 1}, "`name`"),
        ({"tts_voice": "nobody"}, "`tts_voice`"),
        ({"tts_language": "klingon"}, "`tts_language`"),
    ],
)
def test_what_is_wrong_with_a_change_is_named(agents: Api, body: dict[str, Any], said: str) -> None:
    answer = agents.request("PATCH", f"/agents/{AGENT}", json=body)
    assert answer.status_code == 400
    assert said in answer.json()["message"]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_deleted_agent_is_gone_with_its_deployments_and_its_calls_stay(fresh: Api, version: str) -> None:
    assert fresh.request("DELETE", f"/agents/{AGENT}", version).status_code == 204
    assert fresh.request("DELETE", f"/agents/{AGENT}", version).status_code == 404
    for path in ("", "/deployments", "/phone-numbers"):
        assert fresh.get(f"/agents/{AGENT}{path}", version).status_code == 404
    assert fresh.get("/agents/deployments/deployment_kW5tRz0bNq", version).status_code == 404
    assert len(fresh.get("/agents", version).json()["summaries"]) == 2
    assert fresh.get(f"/agents/calls?agent_id={AGENT}", version).status_code == 404
    assert fresh.get("/agents/calls/call_7gBo3QdW8sXz", version).json()["agent_id"] == AGENT


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"/agents/{NO_AGENT}"),
        ("PATCH", f"/agents/{NO_AGENT}"),
        ("DELETE", f"/agents/{NO_AGENT}"),
        ("GET", f"/agents/{NO_AGENT}/deployments"),
        ("GET", f"/agents/{NO_AGENT}/phone-numbers"),
        ("GET", "/agents/deployments/deployment_none"),
    ],
)
@pytest.mark.parametrize("version", VERSIONS)
def test_an_unknown_id_is_not_found(agents: Api, method: str, path: str, version: str) -> None:
    body = {"json": {}} if method == "PATCH" else {}
    answer = agents.request(method, path, version, **body)
    assert answer.status_code == 404
    assert "_none" in answer.text


def test_access_tokens_do_not_open_agents(agents: Api) -> None:
    token = agents.token(grants={"agent": True})
    assert agents.get("/agents", headers={"Authorization": f"Bearer {token}"}).status_code == 403
