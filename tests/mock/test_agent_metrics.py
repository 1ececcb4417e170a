"""Metrics: kept, added to agents, and what they find; the export with its two kinds of pages."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from .clock import Clock, timed_mock
from .conftest import Api
from .documents import DATES
from .test_agent_calls import AGENT, BROKEN, MOVED, NIGHT, UNANSWERED, Desk

VERSIONS = [date for date in DATES if date >= "2025-04-16"]
NEWER = [date for date in VERSIONS if date >= "2026-03-01"]
METRIC = "metric_2vLr8XkC"
RESULTS, EXPORT = "/agents/metrics/results", "/agents/metrics/results/export"
QUESTION = {"name": "was_polite", "prompt": "Answer yes when the agent was polite."}


@pytest.fixture
def fresh() -> Iterator[Desk]:
    clock = Clock()
    with timed_mock(clock) as api:
        yield Desk(api, clock)


@pytest.fixture(scope="module")
def metrics() -> Iterator[Api]:
    """One mock for all tests that only read."""
    with timed_mock(Clock()) as api:
        yield api


def rows_of(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def ids_of(api: Api, query: str = "", version: str = "2026-08-14") -> list[str]:
    """The ids of all results that fit, page by page."""
    ids: list[str] = []
    more = ""
    while True:
        page = api.get(f"{RESULTS}?limit=7&{query}{more}", version).json()
        ids += [result["id"] for result in page["data"]]
        if not page["has_more"]:
            return ids
        more = f"&starting_after={page['next_page']}"


@pytest.mark.parametrize("version", VERSIONS)
def test_a_metric_is_made_and_read(fresh: Desk, version: str) -> None:
    made = fresh.api.request("POST", "/agents/metrics", version, json={**QUESTION, "display_name": "Polite"}).json()
    assert made["created_at"] == "2027-01-01T12:00:00Z"
    assert fresh.api.get(f"/agents/metrics/{made['id']}", version).json() == made
    page = fresh.api.get("/agents/metrics", version).json()
    assert page["data"][-1] == made
    assert (len(page["data"]), page["has_more"]) == (4, False)


def test_metrics_are_paged_forwards(metrics: Api) -> None:
    first = metrics.get("/agents/metrics?limit=2").json()
    assert first["has_more"] is True
    rest = metrics.get(f"/agents/metrics?limit=2&starting_after={first['next_page']}").json()
    assert [metric["name"] for metric in first["data"] + rest["data"]] == [
        "appointment_made",
        "caller_mood",
        "greeting.says-name",
    ]


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"name": "Was Polite"}, "`name`"),
        ({"name": "caller_mood"}, "`name`"),
        ({"prompt": None}, "`prompt`"),
    ],
)
def test_a_metric_that_cannot_be_is_refused_by_name(metrics: Api, members: dict[str, Any], said: str) -> None:
    answer = metrics.request("POST", "/agents/metrics", json={**QUESTION, **members})
    assert answer.status_code == 400
    assert said in answer.json()["message"]


@pytest.mark.parametrize("version", NEWER)
def test_the_results_of_a_deleted_metric_stay(fresh: Desk, version: str) -> None:
    before = ids_of(fresh.api, f"metric_id={METRIC}")
    assert fresh.api.request("DELETE", f"/agents/metrics/{METRIC}", version).status_code == 204
    assert fresh.api.get(f"/agents/metrics/{METRIC}", version).status_code == 404
    assert fresh.api.request("DELETE", f"/agents/metrics/{METRIC}", version).status_code == 404
    assert ids_of(fresh.api, f"metric_id={METRIC}") == before != []


# What is found.


@pytest.mark.parametrize("version", VERSIONS)
def test_an_added_metric_finds_something_in_each_later_call(fresh: Desk, version: str) -> None:
    metric_id = fresh.api.request("POST", "/agents/metrics", version, json=QUESTION).json()["id"]
    earlier = fresh.placed()
    path = f"/agents/{AGENT}/metrics/{metric_id}"
    assert fresh.api.request("POST", path, version).status_code == 204
    assert fresh.api.request("POST", path, version).status_code == 204  # once more changes nothing
    later = fresh.placed("+14155550111")
    assert ids_of(fresh.api, f"metric_id={metric_id}", version) == []
    fresh.until(later, "completed")
    fresh.clock.passes(5)
    assert fresh.call(earlier)["status"] == "completed"
    (result,) = fresh.api.get(f"{RESULTS}?metric_id={metric_id}", version).json()["data"]
    assert (result["callId"], result["agentId"], result["metricName"]) == (later, AGENT, "was_polite")
    assert result["jsonResult"] == {"answer": result["value"]}
    assert result["transcript"] == fresh.call(later, version)["transcript"]
    assert ("deploymentId" in result) == (version < "2026-03-01")
    assert ids_of(fresh.api, f"call_id={earlier}&metric_id={METRIC}", version)  # the metrics of before ran on both


@pytest.mark.parametrize("version", VERSIONS)
def test_a_removed_metric_runs_no_more_and_keeps_its_results(fresh: Desk, version: str) -> None:
    before = ids_of(fresh.api, f"metric_id={METRIC}", version)
    path = f"/agents/{AGENT}/metrics/{METRIC}"
    assert fresh.api.request("DELETE", path, version).status_code == 204
    assert fresh.api.request("DELETE", path, version).status_code == 404
    fresh.until(fresh.placed(), "completed")
    fresh.clock.passes(5)
    assert ids_of(fresh.api, f"metric_id={METRIC}", version) == before != []


@pytest.mark.parametrize("path", [f"/agents/agent_none/metrics/{METRIC}", f"/agents/{AGENT}/metrics/metric_none"])
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_only_what_exists_can_be_added(metrics: Api, method: str, path: str) -> None:
    answer = metrics.request(method, path)
    assert answer.status_code == 404
    assert "_none" in answer.json()["message"]


def test_nothing_is_found_in_a_call_that_failed(fresh: Desk) -> None:
    unanswered = fresh.placed("+15005550003")
    fresh.until(unanswered, "failed")
    fresh.clock.passes(5)
    for call_id in (unanswered, BROKEN, UNANSWERED):
        assert ids_of(fresh.api, f"call_id={call_id}") == []


def test_results_can_fail_too(metrics: Api) -> None:
    results = metrics.get(f"{RESULTS}?agent_id={NIGHT}").json()["data"]
    (failed,) = [result for result in results if result["status"] == "failed"]
    assert (failed["jsonResult"], failed["value"]) == (None, None)
    assert failed["result"] == "The model gave no answer."


@pytest.mark.parametrize("version", VERSIONS)
def test_results_are_listed_with_the_newest_first_and_paged_both_ways(metrics: Api, version: str) -> None:
    everything = metrics.get(f"{RESULTS}?limit=100", version).json()
    times = [result["createdAt"] for result in everything["data"]]
    assert times == sorted(times, reverse=True)
    ids = [result["id"] for result in everything["data"]]
    assert ids_of(metrics, version=version) == ids
    page = metrics.get(f"{RESULTS}?ending_before={ids[5]}&limit=3", version).json()
    assert [result["id"] for result in page["data"]] == ids[2:5]


def test_results_are_filtered_by_everything_that_can_be_named(metrics: Api) -> None:
    everything = ids_of(metrics)
    for query in (
        f"agent_id={NIGHT}",
        f"metric_id={METRIC}",
        f"call_id={MOVED}",
        "deployment_id=deployment_kW5tRz0bNq",
    ):
        assert 0 < len(ids_of(metrics, query)) < len(everything)
        assert len(ids_of(metrics, query)) == len(rows_of(metrics.get(f"{EXPORT}?{query}")))
    assert len(ids_of(metrics, f"metric_id={METRIC}&call_id={MOVED}")) == 1
    assert ids_of(metrics, "agent_id=agent_none") == []


def test_results_are_bounded_by_date_from_the_version_on_that_knows_dates(metrics: Api) -> None:
    query = "start_date=2026-10-01T00:00:00Z&end_date=2026-10-31T23:59:59Z"
    october = ids_of(metrics, query)
    assert 0 < len(october) < len(ids_of(metrics))
    assert ids_of(metrics, query, "2025-11-04") == october
    assert ids_of(metrics, query, "2025-04-16") == ids_of(metrics)


@pytest.mark.parametrize("path", [RESULTS, EXPORT])
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("start_date=soon", "`start_date`"),
        ("start_date=2026-10-02T00:00:00Z&end_date=2026-10-01T00:00:00Z", "`end_date`"),
        ("limit=0", "`limit`"),
    ],
)
def test_a_filter_that_is_none_is_refused_by_name(metrics: Api, path: str, query: str, said: str) -> None:
    answer = metrics.get(f"{path}?{query}")
    assert answer.status_code == 400
    assert said in answer.json()["message"]


# The export.


@pytest.mark.parametrize("version", VERSIONS)
def test_the_whole_export_is_one_answer_without_headers_of_pages(metrics: Api, version: str) -> None:
    answer = metrics.get(EXPORT, version)
    assert answer.headers["content-type"].startswith("text/csv")
    rows = rows_of(answer)
    assert [row["id"] for row in rows] == ids_of(metrics)
    assert not {"x-has-more", "x-next-cursor", "x-next-page"} & set(answer.headers)
    assert ("metricDisplayName" in rows[0]) == (version in NEWER)
    assert ("deploymentId" in rows[0]) == (version not in NEWER)
    shown = {result["id"]: result for result in metrics.get(f"{RESULTS}?limit=100", version).json()["data"]}
    for row in rows:
        assert {name: "" if shown[row["id"]][name] is None else str(shown[row["id"]][name]) for name in row} == row


@pytest.mark.parametrize("version", NEWER)
def test_pages_of_the_export_go_on_by_opaque_cursors(metrics: Api, version: str) -> None:
    pages = []
    query = "limit=7"
    while True:
        answer = metrics.get(f"{EXPORT}?{query}", version)
        pages.append([row["id"] for row in rows_of(answer)])
        if answer.headers["x-has-more"] == "false":
            break
        assert answer.headers["x-next-cursor"] not in pages[-1]
        query = f"limit=7&starting_after={answer.headers['x-next-cursor']}"
    assert "x-next-cursor" not in answer.headers
    assert [result_id for page in pages for result_id in page] == ids_of(metrics)
    assert {len(page) for page in pages[:-1]} == {7}
    before = metrics.get(f"{EXPORT}?ending_before={query.rpartition('=')[2]}&limit=3", version)
    assert [row["id"] for row in rows_of(before)] == ids_of(metrics)[len(pages) * 7 - 7 - 4 : len(pages) * 7 - 7 - 1]
    assert before.headers["x-has-more"] == "true"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("starting_after=YQ&ending_before=YQ", "exclude each other"),
        ("starting_after=YQ", "`starting_after`"),
        ("ending_before=%C3%A9", "`ending_before`"),
        ("limit=1001", "`limit`"),
    ],
)
def test_cursors_that_nobody_gave_out_are_refused(metrics: Api, query: str, said: str) -> None:
    answer = metrics.get(f"{EXPORT}?{query}")
    assert answer.status_code == 400
    assert said in answer.json()["message"]


def test_the_first_export_was_paged_by_id_with_headers_of_its_own(metrics: Api) -> None:
    ids = ids_of(metrics)
    answer = metrics.get(f"{EXPORT}?limit=4&starting_after={ids[3]}", "2025-04-16")
    assert [row["id"] for row in rows_of(answer)] == ids[4:8]
    assert (answer.headers["x-has-more"], answer.headers["x-limit"]) == ("true", "4")
    assert answer.headers["x-next-page"] == ids[7]


def test_the_second_export_knew_no_pages(metrics: Api) -> None:
    assert len(rows_of(metrics.get(f"{EXPORT}?limit=4", "2025-11-04"))) == len(ids_of(metrics))


@pytest.mark.parametrize("version", VERSIONS)
def test_an_export_of_nothing_is_not_found(metrics: Api, version: str) -> None:
    assert metrics.get(f"{EXPORT}?agent_id=agent_none", version).status_code == 404


@pytest.mark.parametrize("query", ["", "limit=1"])
def test_too_many_rows_are_refused_with_pages_and_without(
    metrics: Api, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.setattr("contralto_conformance.mock.resources.agent_metrics.MOST_ROWS", 3)
    answer = metrics.get(f"{EXPORT}?{query}")
    assert answer.status_code == 400
    assert "at most 3" in answer.json()["message"]
    assert rows_of(metrics.get(f"{EXPORT}?{query}&call_id={MOVED}"))
