"""Batches of calls: how they go on by the clock, how they are taken back and tried again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from .clock import Clock, timed_mock
from .documents import DATES
from .test_agent_calls import AGENT, NIGHT, NUMBER_ID, PARCEL, Desk

VERSIONS = [date for date in DATES if date >= "2026-03-01"]
PATH = "/agents/calls/batches"
ANSWERS = [f"+1415555{number:04d}" for number in range(100, 120)]
BUSY_ONCE, NO_ANSWER, REFUSED = "+15005550002", "+15005550003", "+15005550001"


def batch_body(*to: str, **members: Any) -> dict[str, Any]:
    """What makes a batch; a member that is None is left out."""
    body = {
        "name": "Recall autumn",
        "agent_id": AGENT,
        "from_number_id": NUMBER_ID,
        "recipients": [{"to_number": number} for number in to],
        **members,
    }
    return {name: value for name, value in body.items() if value is not None}


class Dispatch(Desk):
    """A mock whose clock the test turns, with batches."""

    def make(self, *to: str, version: str = "2026-08-14", **members: Any) -> dict[str, Any]:
        made = self.api.request("POST", PATH, version, json=batch_body(*to, **members))
        assert made.status_code == 201, made.text
        batch: dict[str, Any] = made.json()
        return batch

    def batch(self, batch_id: str, version: str = "2026-08-14") -> dict[str, Any]:
        batch: dict[str, Any] = self.api.get(f"{PATH}/{batch_id}", version).json()
        return batch

    def statuses(self, batch_id: str) -> dict[str, int]:
        return dict(Counter(recipient["status"] for recipient in self.batch(batch_id)["recipients"]))

    def all_over(self, batch_id: str) -> dict[str, Any]:
        """The batch once every recipient's last attempt is over; lets time pass for it."""
        for _ in range(2000):
            batch = self.batch(batch_id)
            if batch["total_calls_finished"] == batch["total_calls_scheduled"]:
                return batch
            self.clock.passes(1)
        raise AssertionError(f"{batch_id} does not end: {self.statuses(batch_id)}")


@pytest.fixture
def fresh() -> Iterator[Dispatch]:
    clock = Clock()
    with timed_mock(clock) as api:
        yield Dispatch(api, clock)


@pytest.fixture(scope="module")
def dispatch() -> Iterator[Dispatch]:
    clock = Clock()
    with timed_mock(clock) as api:
        yield Dispatch(api, clock)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_batch_goes_from_pending_to_completed(fresh: Dispatch, version: str) -> None:
    made = fresh.make(*ANSWERS[:6], version=version)
    assert (made["status"], made["total_calls_scheduled"], made["region"]) == ("pending", 6, "US")
    assert "recipients" not in made
    assert "admitted_at" not in made
    seen = []
    while fresh.batch(made["id"], version)["total_calls_finished"] < 6:
        batch = fresh.batch(made["id"], version)
        seen.append((batch["status"], batch["total_calls_dispatched"]))
        fresh.clock.passes(1)
    assert list(dict.fromkeys(status for status, _ in seen)) == ["pending", "in_progress", "completed"]
    assert [count for _, count in seen] == sorted(count for _, count in seen)
    over = fresh.batch(made["id"], version)
    assert {recipient["status"] for recipient in over["recipients"]} == {"completed"}
    assert over["admitted_at"] > over["created_at"]
    assert over["last_updated_at"] > over["admitted_at"]


def test_a_batch_is_completed_once_all_calls_are_handed_over(fresh: Dispatch) -> None:
    batch_id = fresh.make(ANSWERS[0])["id"]
    fresh.clock.passes(5)
    batch = fresh.batch(batch_id)
    assert (batch["status"], batch["total_calls_finished"]) == ("completed", 0)
    assert batch["recipients"][0]["status"] in ("dispatched", "started")


@pytest.mark.parametrize("limit", [1, 3])
def test_no_more_calls_run_at_once_than_may(fresh: Dispatch, limit: int) -> None:
    batch_id = fresh.make(*ANSWERS[:6], target_concurrency_limit=limit)["id"]
    most = 0
    while (statuses := fresh.statuses(batch_id)).get("completed", 0) < 6:
        most = max(most, statuses.get("dispatched", 0) + statuses.get("started", 0))
        fresh.clock.passes(0.5)
    assert most == limit


@pytest.mark.parametrize(("plan", "calls"), [("free", 8), ("pro", 12), ("startup", 20), ("scale", 60)])
def test_a_batch_takes_half_of_the_calls_of_the_plan_unless_told_otherwise(plan: str, calls: int) -> None:
    with timed_mock(Clock(), plan=plan) as api:
        made = api.request("POST", PATH, json=batch_body(ANSWERS[0]))
        assert made.json()["target_concurrency_limit"] == calls // 2


def test_a_batch_runs_no_more_calls_than_the_plan_has() -> None:
    clock = Clock()
    with timed_mock(clock, plan="free") as api:
        desk = Dispatch(api, clock)
        batch_id = desk.make(*ANSWERS, target_concurrency_limit=20)["id"]
        most = 0
        while (statuses := desk.statuses(batch_id)).get("completed", 0) < len(ANSWERS):
            most = max(most, statuses.get("dispatched", 0) + statuses.get("started", 0))
            clock.passes(1)
    assert most == 8


def test_each_recipient_tells_of_its_call(fresh: Dispatch) -> None:
    recipients = [
        {"to_number": ANSWERS[0], "metadata": {"patient_id": "p_1"}},
        {"to_number": NO_ANSWER},
        {"to_number": REFUSED},
    ]
    batch_id = fresh.make(recipients=recipients, ringing_timeout_seconds=5)["id"]
    waiting = fresh.batch(batch_id)["recipients"]
    assert not any("agent_call_id" in recipient for recipient in waiting)
    well, unanswered, refused = fresh.all_over(batch_id)["recipients"]
    assert (well["status"], well["metadata"]) == ("completed", {"patient_id": "p_1"})
    call = fresh.call(well["agent_call_id"])
    assert (call["end_reason"], call["metadata"]) == (well["end_reason"], well["metadata"])
    assert (unanswered["status"], unanswered["end_reason"]) == ("failed", "dial_no_answer")
    assert refused["status"] == "failed"
    assert "agent_call_id" not in refused
    assert "refused" in refused["error_message"]


def test_the_calls_of_a_batch_are_listed_one_an_attempt(fresh: Dispatch) -> None:
    batch_id = fresh.make(ANSWERS[0], BUSY_ONCE)["id"]

    def listed(query: str = "") -> list[dict[str, Any]]:
        page: dict[str, Any] = fresh.api.get(f"/agents/calls?batch_id={batch_id}{query}").json()
        return list(page["data"])

    assert listed() == []
    fresh.all_over(batch_id)
    fresh.api.request("POST", f"{PATH}/{batch_id}/retry")
    fresh.all_over(batch_id)
    called = [call["telephony_params"]["to"] for call in listed()]
    assert (called[0], sorted(called)) == (BUSY_ONCE, [ANSWERS[0], BUSY_ONCE, BUSY_ONCE])
    assert listed(f"&agent_id={AGENT}") == listed()
    mismatch = fresh.api.get(f"/agents/calls?batch_id={batch_id}&agent_id={NIGHT}")
    assert mismatch.status_code == 400
    assert "`agent_id`" in mismatch.json()["message"]


@pytest.mark.parametrize("version", VERSIONS)
def test_cancelling_takes_back_what_waits_and_lets_go_on_what_runs(fresh: Dispatch, version: str) -> None:
    batch_id = fresh.make(*ANSWERS[:8], target_concurrency_limit=2, version=version)["id"]
    fresh.clock.passes(6)
    cancelled = fresh.api.request("POST", f"{PATH}/{batch_id}/cancel", version).json()
    assert cancelled["status"] == "cancelled"
    assert fresh.statuses(batch_id)["cancelled"] == 6
    fresh.clock.passes(100)
    again = fresh.api.request("POST", f"{PATH}/{batch_id}/cancel", version).json()
    assert fresh.statuses(batch_id) == {"completed": 2, "cancelled": 6}
    assert (again["total_calls_dispatched"], again["total_calls_finished"]) == (2, 2)
    assert len(fresh.api.get(f"/agents/calls?batch_id={batch_id}", version).json()["data"]) == 2
    refused = fresh.api.request("POST", f"{PATH}/{batch_id}/retry", version)
    assert refused.status_code == 400
    assert "cancelled" in refused.json()["message"]


def test_a_batch_that_is_through_stays_as_it_is(fresh: Dispatch) -> None:
    batch_id = fresh.make(ANSWERS[0])["id"]
    over = fresh.all_over(batch_id)
    assert fresh.api.request("POST", f"{PATH}/{batch_id}/cancel").json()["status"] == "completed"
    retried = fresh.api.request("POST", f"{PATH}/{batch_id}/retry").json()  # nothing failed
    assert (retried["status"], retried["retry_count"]) == ("completed", 0)
    assert fresh.batch(batch_id) == over


@pytest.mark.parametrize("version", VERSIONS)
def test_a_retry_calls_those_again_that_failed(fresh: Dispatch, version: str) -> None:
    batch_id = fresh.make(ANSWERS[0], BUSY_ONCE, NO_ANSWER, ringing_timeout_seconds=5, version=version)["id"]
    first = fresh.all_over(batch_id)["recipients"]
    retried = fresh.api.request("POST", f"{PATH}/{batch_id}/retry", version).json()
    assert retried["retry_count"] == 1
    assert retried["status"] == "in_progress"
    assert retried["total_calls_finished"] == 1
    second = fresh.all_over(batch_id)["recipients"]
    assert [recipient["status"] for recipient in second] == ["completed", "completed", "failed"]
    ids = [[recipient["agent_call_id"] for recipient in recipients] for recipients in (first, second)]
    assert [before == after for before, after in zip(*ids, strict=True)] == [True, False, False]


def test_a_scheduled_batch_waits_for_its_time(fresh: Dispatch) -> None:
    batch_id = fresh.make(ANSWERS[0], scheduled_at="2027-01-02T12:00:00Z")["id"]
    fresh.clock.passes(24 * 3600 - 1)
    waiting = fresh.batch(batch_id)
    assert (waiting["status"], waiting["scheduled_at"]) == ("pending", "2027-01-02T12:00:00Z")
    fresh.clock.passes(60)
    batch = fresh.batch(batch_id)
    assert (batch["status"], batch["admitted_at"]) == ("completed", "2027-01-02T12:00:00Z")


def test_a_scheduled_batch_can_be_cancelled_before_its_time(fresh: Dispatch) -> None:
    batch_id = fresh.make(ANSWERS[0], scheduled_at="2027-01-02T12:00:00Z")["id"]
    fresh.api.request("POST", f"{PATH}/{batch_id}/cancel")
    fresh.clock.passes(48 * 3600)
    batch = fresh.batch(batch_id)
    assert (batch["status"], batch["last_updated_at"]) == ("cancelled", "2027-01-01T12:00:00Z")
    assert "admitted_at" not in batch


@pytest.mark.parametrize("version", VERSIONS)
def test_batches_are_listed_with_the_newest_first_and_without_recipients(fresh: Dispatch, version: str) -> None:
    ids = [fresh.make(ANSWERS[0], name=f"Batch {number}")["id"] for number in range(3)]
    page = fresh.api.get(f"{PATH}?limit=2", version).json()
    assert [batch["id"] for batch in page["data"]] == [ids[2], ids[1]]
    assert not any("recipients" in batch for batch in page["data"])
    rest = fresh.api.get(f"{PATH}?starting_after={page['next_page']}", version).json()
    assert ([batch["id"] for batch in rest["data"]], rest["has_more"]) == ([ids[0]], False)
    assert fresh.api.get(f"{PATH}?agent_id={NIGHT}", version).json()["data"] == []
    assert fresh.api.get(f"{PATH}?agent_id=agent_none", version).status_code == 404


def test_a_batch_takes_five_thousand_recipients(fresh: Dispatch) -> None:
    numbers = [f"+1415{number:07d}" for number in range(5000)]
    assert fresh.make(*numbers)["total_calls_scheduled"] == 5000
    answer = fresh.api.request("POST", PATH, json=batch_body(*numbers, "+14155550198"))
    assert answer.status_code == 400
    assert "`recipients`" in answer.json()["message"]


def test_the_region_is_for_sip_trunks(dispatch: Dispatch) -> None:
    sip = {"agent_id": NIGHT, "from_number_id": "pn_3nXw7H", "region": "EU"}
    assert dispatch.make(ANSWERS[0], **sip)["region"] == "EU"
    refused = dispatch.api.request("POST", PATH, json=batch_body(ANSWERS[0], region="EU"))
    assert refused.status_code == 400
    assert "`region`" in refused.json()["message"]


def test_a_used_up_allowance_is_402(fresh: Dispatch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contralto_conformance.mock.resources.phone_calls.ALLOWANCE_CALLS", 3)
    fresh.make(*ANSWERS[:3])
    answer = fresh.api.request("POST", PATH, json=batch_body(ANSWERS[3]))
    assert (answer.status_code, answer.json()["error_code"]) == (402, "quota_exceeded")


@pytest.mark.parametrize(
    ("members", "status", "said"),
    [
        ({"agent_id": "agent_none"}, 404, "agent_none"),
        ({"from_number_id": "pn_none"}, 404, "pn_none"),
        ({"from_number_id": "pn_0fAnother"}, 403, "another organization"),
        ({"name": None}, 400, "`name`"),
        ({"recipients": []}, 400, "`recipients`"),
        ({"recipients": [{"to_number": "110"}]}, 400, "`recipients[0].to_number`"),
        ({"scheduled_at": "2026-12-31T00:00:00Z"}, 400, "`scheduled_at`"),
        ({"scheduled_at": "2027-02-01T00:00:00Z"}, 400, "`scheduled_at`"),
        ({"scheduled_at": "tomorrow"}, 400, "`scheduled_at`"),
        ({"target_concurrency_limit": 0}, 400, "`target_concurrency_limit`"),
        ({"max_call_duration_minutes": 481}, 400, "`max_call_duration_minutes`"),
        ({"region": "MARS"}, 400, "`region`"),
    ],
)
def test_a_batch_that_cannot_be_is_refused_by_name(dispatch: Dispatch, members: Any, status: int, said: str) -> None:
    answer = dispatch.api.request("POST", PATH, json=batch_body(ANSWERS[0], **members))
    assert answer.status_code == status
    assert said in answer.json()["message"]


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("POST", "/cancel"), ("POST", "/retry")])
@pytest.mark.parametrize("version", VERSIONS)
def test_an_unknown_batch_is_not_found(dispatch: Dispatch, method: str, path: str, version: str) -> None:
    answer = dispatch.api.request(method, f"{PATH}/acb_none{path}", version)
    assert answer.status_code == 404
    assert "acb_none" in answer.json()["message"]


def test_the_results_of_a_batch_are_found_as_of_any_call(fresh: Dispatch) -> None:
    batch_id = fresh.make(ANSWERS[0], agent_id=AGENT)["id"]
    call_id = fresh.all_over(batch_id)["recipients"][0]["agent_call_id"]
    fresh.clock.passes(5)
    assert len(fresh.api.get(f"/agents/metrics/results?call_id={call_id}").json()["data"]) == 3


def test_an_agent_may_call_from_a_number_of_another_one(dispatch: Dispatch) -> None:
    assert dispatch.make(ANSWERS[0], agent_id=PARCEL)["agent_id"] == PARCEL
