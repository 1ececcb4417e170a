"""Agents, deployments, calls and metrics through the SDK.

Its models of calls and results are those of 2025-11-04, though it speaks 2026-08-14. So they are enforced (strict
validation) where it is told to speak the older version, and where both versions agree.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import cartesia
import pytest

from .audio import read_file
from .process import Mock, running_mock
from .sdk import KATIE, Sdk

AGENT, PARCEL = "agent_7Qk2mPz4Rt", "agent_H6tRx1JqLm"
MOVED, UNANSWERED = "call_7gBo3QdW8sXz", "call_5eZm1ObU6qVx"
METRIC = "metric_2vLr8XkC"
OLDER = {"cartesia-version": "2025-11-04"}


@pytest.fixture(scope="module")
def own() -> Iterator[Mock]:
    """A mock for what changes agents, whose calls pass in no time."""
    with running_mock("--time-scale", "0.001") as running:
        yield running


def older(sdk: Sdk, mock: Mock) -> Any:
    """A client of the version that its models are made for."""
    return sdk.client(mock, default_headers=OLDER)


def lenient(sdk: Sdk, mock: Mock) -> Any:
    """A client of the newest version that takes what its models do not know."""
    return sdk.client(mock, _strict_response_validation=False)


# Agents.


def test_all_agents_are_listed_and_each_can_be_read(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    summaries = sdk.done(client.agents.list()).summaries
    assert {agent.id for agent in summaries} >= {AGENT, PARCEL}
    for agent in summaries:
        assert sdk.done(client.agents.retrieve(agent.id)) == agent
        assert isinstance(agent.created_at, datetime)


def test_a_change_is_answered_and_stays(sdk: Sdk, own: Mock) -> None:
    client = sdk.client(own)
    changed = sdk.done(client.agents.update(AGENT, description=sdk.kind, tts_voice=KATIE, tts_language="en"))
    assert (changed.description, changed.tts_voice) == (sdk.kind, KATIE)
    assert sdk.done(client.agents.retrieve(AGENT)) == changed
    with pytest.raises(cartesia.BadRequestError, match="tts_language"):
        sdk.done(client.agents.update(AGENT, tts_language="klingon"))


def test_a_deleted_agent_is_gone(sdk: Sdk) -> None:
    with running_mock() as mock:
        client = sdk.client(mock)
        assert sdk.done(client.agents.delete(PARCEL)) is None
        with pytest.raises(cartesia.NotFoundError, match=PARCEL):
            sdk.done(client.agents.retrieve(PARCEL))
        assert PARCEL not in {agent.id for agent in sdk.done(client.agents.list()).summaries}


def test_phone_numbers_are_a_list(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    numbers = sdk.done(client.agents.list_phone_numbers(AGENT))
    assert [(number.agent_id, number.is_cartesia_managed) for number in numbers] == [(AGENT, True)]
    assert numbers[0].number == sdk.done(client.agents.retrieve(AGENT)).phone_numbers[0].number
    assert sdk.done(client.agents.list_phone_numbers(PARCEL)) == []


def test_templates_are_listed(sdk: Sdk, mock: Mock) -> None:
    templates = sdk.done(sdk.client(mock).agents.list_templates()).templates
    assert "template_basic_chat" in [template.id for template in templates]
    assert all(template.repo_url.startswith("https://") for template in templates)


# Deployments.


def test_deployments_are_a_list_and_each_can_be_read(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    deployments = sdk.done(client.agents.deployments.list(AGENT))
    assert len(deployments) == sdk.done(client.agents.retrieve(AGENT)).deployment_count == 3
    assert [deployment.is_live for deployment in deployments].count(True) == 1
    for deployment in deployments:
        assert sdk.done(client.agents.deployments.retrieve(deployment.id)) == deployment
        assert deployment.build_started_at <= deployment.build_completed_at


# Calls.


def test_every_call_fits_the_models_of_the_sdk_in_their_version(sdk: Sdk, mock: Mock) -> None:
    client = older(sdk, mock)
    for agent in sdk.done(client.agents.list()).summaries:
        for call in sdk.each(client.agents.calls.list(agent_id=agent.id, expand="transcript", limit=4)):
            assert call == sdk.done(client.agents.calls.retrieve(call.id))


def test_every_call_fits_the_models_of_the_sdk_in_the_newest_version(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    for agent in sdk.done(client.agents.list()).summaries:
        assert list(sdk.each(client.agents.calls.list(agent_id=agent.id, expand="transcript")))


@pytest.mark.parametrize("limit", [1, 5, 100])
def test_auto_paging_gives_every_call_once_with_the_latest_first(sdk: Sdk, mock: Mock, limit: int) -> None:
    calls = list(sdk.each(lenient(sdk, mock).agents.calls.list(agent_id=AGENT, limit=limit)))
    assert len({call.id for call in calls}) == len(calls) >= 14
    starts = [call.start_time for call in calls if call.start_time]
    assert starts == sorted(starts, reverse=True)
    assert all("transcript" not in call.model_fields_set for call in calls)


def test_paging_backwards_gives_the_calls_before_a_call(sdk: Sdk, mock: Mock) -> None:
    client = lenient(sdk, mock)
    ids = [call.id for call in sdk.each(client.agents.calls.list(agent_id=AGENT, limit=100))]
    first = sdk.done(client.agents.calls.list(agent_id=AGENT, limit=4, ending_before=ids[10]))
    pages = [[call.id for call in page.data] for page in sdk.each(first.iter_pages())]
    assert pages == [ids[6:10], ids[2:6], ids[:2], []]


def test_turns_and_tools_of_a_call_are_read(sdk: Sdk, mock: Mock) -> None:
    call = sdk.done(older(sdk, mock).agents.calls.retrieve(MOVED))
    assert (call.status, call.telephony_params.from_, call.telephony_params.to) == (
        "completed",
        "+14155550142",
        "+14155550198",
    )
    tool = next(turn for turn in call.transcript if turn.tool_calls).tool_calls[0]
    assert (tool.name, tool.arguments) == ("move_appointment", {"day": "thursday", "hour": "10"})
    metric = next(turn for turn in call.transcript if turn.log_metric).log_metric
    assert (metric.name, metric.value) == ("slots_offered", 1)
    assert call.end_time - call.start_time > call.end_time.resolution


def test_a_recording_is_the_sound_of_the_transcript(sdk: Sdk, mock: Mock) -> None:
    client = older(sdk, mock)
    answer = sdk.done(client.agents.calls.with_raw_response.download_audio(MOVED))
    assert sdk.done(client.agents.calls.download_audio(MOVED)) is None  # so the SDK has it
    sound = read_file(sdk.done(answer.read()))
    assert (sound.format, sound.subtype, sound.channels) == ("WAV", "PCM_16", 1)
    turns = [turn for turn in sdk.done(client.agents.calls.retrieve(MOVED)).transcript if turn.text]
    assert turns[-1].end_timestamp < sound.duration_s < turns[-1].end_timestamp + 1
    for turn in turns:
        spoken = slice(round(turn.start_timestamp * sound.sample_rate), round(turn.end_timestamp * sound.sample_rate))
        assert abs(sound.samples[spoken]).max() > 0.1
    with pytest.raises(cartesia.NotFoundError, match="recording"):
        sdk.done(client.agents.calls.download_audio(UNANSWERED))


def test_a_list_of_nobody_s_calls_is_not_found(sdk: Sdk, mock: Mock) -> None:
    with pytest.raises(cartesia.NotFoundError, match="agent_none"):
        sdk.done(sdk.client(mock).agents.calls.list(agent_id="agent_none"))
    with pytest.raises(cartesia.NotFoundError, match="call_none"):
        sdk.done(sdk.client(mock).agents.calls.retrieve("call_none"))


def test_a_placed_call_is_seen_to_its_end(sdk: Sdk, own: Mock) -> None:
    client = lenient(sdk, own)
    body = {"from_number_id": "pn_8sY2kd", "agent_id": AGENT, "outbound_calls": [{"to_number": "+14155550198"}]}
    placed = sdk.done(client.post("/agents/calls", cast_to=object, body=body))
    call_id = placed["calls"][0]["agent_call_id"]
    call = sdk.done(client.agents.calls.retrieve(call_id))
    for _ in range(1000):
        if call.status not in ("created", "started"):
            break
        call = sdk.done(client.agents.calls.retrieve(call_id))
    assert call.status == "completed"
    assert [turn.role for turn in call.transcript][:2] == ["assistant", "user"]
    assert call_id in [listed.id for listed in sdk.done(client.agents.calls.list(agent_id=AGENT, limit=5)).data]


# Metrics.


def test_a_metric_is_made_listed_read_added_and_removed(sdk: Sdk, own: Mock) -> None:
    client = sdk.client(own)
    name = f"was_polite.{sdk.kind}"
    metric = sdk.done(client.agents.metrics.create(name=name, prompt="Answer yes when the agent was polite."))
    assert (metric.name, metric.display_name) == (name, None)
    assert sdk.done(client.agents.metrics.retrieve(metric.id)) == metric
    page = sdk.done(client.agents.metrics.list(limit=100))
    assert page.data[-1] == metric
    assert page.has_more is False
    assert sdk.done(client.agents.metrics.add_to_agent(metric.id, agent_id=AGENT)) is None
    assert sdk.done(client.agents.metrics.remove_from_agent(metric.id, agent_id=AGENT)) is None
    with pytest.raises(cartesia.BadRequestError, match="name"):
        sdk.done(client.agents.metrics.create(name=name, prompt="Once more."))


def test_metrics_are_paged_by_the_id_that_the_page_names(sdk: Sdk, mock: Mock) -> None:
    client = sdk.client(mock)
    first = sdk.done(client.agents.metrics.list(limit=2))
    assert first.has_more
    rest = sdk.done(client.agents.metrics.list(limit=2, starting_after=first.next_page))
    assert [metric.id for metric in first.data + rest.data][1] == METRIC
    assert len(first.data + rest.data) == 3


def test_every_result_fits_the_models_of_the_sdk_in_their_version(sdk: Sdk, mock: Mock) -> None:
    results = list(sdk.each(older(sdk, mock).agents.metrics.results.list(limit=7)))
    assert len({result.id for result in results}) == len(results) > 20
    for result in results:
        assert (result.json_result is None) == (result.status == "failed")
        assert result.transcript
        assert result.deployment_id.startswith("deployment_")


def test_every_result_fits_the_models_of_the_sdk_in_the_newest_version(sdk: Sdk, mock: Mock) -> None:
    assert list(sdk.each(sdk.client(mock).agents.metrics.results.list(limit=7)))


def test_results_are_filtered(sdk: Sdk, mock: Mock) -> None:
    client = lenient(sdk, mock)

    def found(**query: Any) -> list[Any]:
        return list(sdk.each(client.agents.metrics.results.list(limit=3, **query)))

    (one,) = found(call_id=MOVED, metric_id=METRIC)
    assert (one.metric_name, one.value, one.json_result) == ("caller_mood", 5, {"score": 5})
    october = datetime(2026, 10, 1, tzinfo=UTC)
    assert {result.created_at >= october for result in found(start_date=october)} == {True}
    assert len(found(start_date=october)) + len(found(end_date=october)) == len(found())


def test_the_export_has_a_row_for_each_result(sdk: Sdk, mock: Mock) -> None:
    client = lenient(sdk, mock)
    text = sdk.done(client.agents.metrics.results.export(agent_id=AGENT))
    rows = list(csv.DictReader(io.StringIO(text)))
    results = list(sdk.each(client.agents.metrics.results.list(agent_id=AGENT, limit=100)))
    assert [row["id"] for row in rows] == [result.id for result in results]
    assert [row["value"] for row in rows] == [str(result.value) for result in results]
    with pytest.raises(cartesia.NotFoundError):
        sdk.done(client.agents.metrics.results.export(agent_id="agent_none"))
