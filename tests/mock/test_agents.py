"""Agents of the first generation with their deployments, numbers and templates, in every version that has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from contralto_conformance.mock import MockSettings, serve

from .conftest import KATIE, Api
from .documents import DATES

VERSIONS = [date for date in DATES if date >= "2025-04-16"]
AGENT, NIGHT = "agent_7Qk2mPz4Rt", "agent_w0Ns5YcB3d"
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
    asked = {"json": {"webhook_id": "agent_webhook_b62Hd"}}
    assert fresh.request("PATCH", f"/agents/{AGENT}", "2025-11-04", **asked).json()["webhook_id"] is None
    assert (
        fresh.request("PATCH", f"/agents/{AGENT}", "2026-03-01", **asked).json()["webhook_id"] == "agent_webhook_b62Hd"
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"name": "night-desk"}, "`name`"),
        ({"name": "  "}, "`name`"),
        ({"name": 1}, "`name`"),
        ({"tts_voice": "nobody"}, "`tts_voice`"),
        ({"tts_language": "klingon"}, "`tts_language`"),
        ({"webhook_id": "webhook_none"}, "`webhook_id`"),
    ],
)
def test_what_is_wrong_with_a_change_is_named(agents: Api, body: dict[str, Any], said: str) -> None:
    answer = agents.request("PATCH", f"/agents/{AGENT}", json=body)
    assert answer.status_code == 400
    assert said in answer.json()["message"]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_deleted_agent_is_gone_with_its_deployments_and_its_calls_stay(fresh: Api, version: str) -> None:
    assert fresh.request("DELETE", f"/agents/{NIGHT}", version).status_code == 204
    assert fresh.request("DELETE", f"/agents/{NIGHT}", version).status_code == 404
    for path in ("", "/deployments", "/phone-numbers"):
        assert fresh.get(f"/agents/{NIGHT}{path}", version).status_code == 404
    assert fresh.get("/agents/deployments/deployment_z1KfW6uRoB", version).status_code == 404
    assert len(fresh.get("/agents", version).json()["summaries"]) == 2
    assert fresh.get(f"/agents/calls?agent_id={NIGHT}", version).status_code == 404
    assert fresh.get("/agents/calls/call_5oJw1YlE6aFh", version).json()["agent_id"] == NIGHT


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
    body: dict[str, Any] = {"json": {}} if method == "PATCH" else {}
    answer = agents.request(method, path, version, **body)
    assert answer.status_code == 404
    assert "_none" in answer.text


def test_access_tokens_do_not_open_agents(agents: Api) -> None:
    token = agents.token(grants={"agent": True})
    assert agents.get("/agents", headers={"Authorization": f"Bearer {token}"}).status_code == 403


# Passages of documents.


def passages(api: Api, query: str, agent_id: str = AGENT, **options: Any) -> list[str]:
    """What an agent finds; `query` is the whole query of the address."""
    results = api.get(f"/agents/{agent_id}/documents/query?{query}", **options).json()["results"]
    return [result["content"] for result in results]


def test_the_passage_that_fits_best_comes_first(agents: Api) -> None:
    found = passages(agents, "query=opening hours on Saturday")
    assert found[0] == "On Saturday it is open from 9 to 13 o'clock."
    assert passages(agents, "query=opening hours on Saturday&top_k=1") == found[:1]
    assert passages(agents, "query=samstags")[0].startswith("Die Praxis")
    assert passages(agents, "query=zeppelin") == []


def test_only_documents_with_the_wanted_metadata_are_searched(agents: Api) -> None:
    assert len(passages(agents, "query=Praxis practice 9 13")) == 3
    assert len(passages(agents, 'query=Praxis practice 9 13&filters={"locale":"de"}')) == 1


def test_an_agent_searches_its_own_folders(fresh: Api) -> None:
    assert passages(fresh, "query=saturday", NIGHT) == []
    agents = {"agents": [{"id": NIGHT}]}
    fresh.request("PATCH", "/agents/folders/folder_R2sLp8", json=agents)
    assert passages(fresh, "query=saturday", NIGHT)
    assert passages(fresh, "query=saturday") == []


def test_a_long_text_is_searched_piece_by_piece(fresh: Api) -> None:
    filler = "nothing of note " * 200
    document = {"folder_id": "folder_R2sLp8", "content": f"{filler}the hidden zeppelin {filler}"}
    fresh.request("POST", "/agents/documents", json=document)
    (found,) = passages(fresh, "query=zeppelin")
    assert len(found) <= 400


def test_a_token_of_a_call_opens_the_search_without_a_version(agents: Api) -> None:
    def status(**grants: bool) -> int:
        headers = {"Authorization": f"Bearer {agents.token(grants=grants)}"}
        return agents.get(f"/agents/{AGENT}/documents/query?query=saturday", None, headers=headers).status_code

    assert status(agent=True) == 200
    assert status(tts=True) == 403


@pytest.mark.parametrize(
    ("query", "said"),
    [("", "`query`"), ("query=a&top_k=0", "`top_k`"), ("query=a&filters=locale", "`filters`")],
)
def test_what_is_wrong_with_a_search_is_named(agents: Api, query: str, said: str) -> None:
    answer = agents.get(f"/agents/{AGENT}/documents/query?{query}")
    assert answer.status_code == 400
    assert said in answer.json()["message"]


def test_nobody_s_documents_are_not_found(agents: Api) -> None:
    assert agents.get(f"/agents/{NO_AGENT}/documents/query?query=a").status_code == 404


def test_a_number_that_is_given_to_an_agent_shows_with_the_agent(fresh: Api) -> None:
    path = "/agents/agent_H6tRx1JqLm"
    assert fresh.get(path).json()["phone_numbers"] is None
    fresh.request("PATCH", "/agents/phone-numbers/pn_Qm41ze", json={"agent_id": "agent_H6tRx1JqLm"})
    assert fresh.get(path).json()["phone_numbers"] == [{"id": "pn_Qm41ze", "number": "+442079460018"}]
    assert fresh.get(f"{path}/phone-numbers").json()[0]["is_cartesia_managed"] is False


def test_a_webhook_of_an_agent_cannot_be_deleted(fresh: Api) -> None:
    webhook = {"webhook_id": "agent_webhook_Q7nXk"}
    fresh.request("PATCH", f"/agents/{NIGHT}", json=webhook)
    assert fresh.request("DELETE", "/agents/webhooks/agent_webhook_Q7nXk", "2026-03-01").status_code == 400
    fresh.request("PATCH", f"/agents/{NIGHT}", json={"webhook_id": None})
    assert fresh.request("DELETE", "/agents/webhooks/agent_webhook_Q7nXk", "2026-03-01").status_code == 200
