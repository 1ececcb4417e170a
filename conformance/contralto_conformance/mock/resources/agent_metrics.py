"""Metrics: questions about each call of an agent, and what they found.

A metric runs on every later call of the agents that it was added to; its result is there a moment after the call has
ended. What a metric finds in one of the first calls, or in a later one that follows the script of one of them, is
known; for a metric of one's own it is a yes or no that follows from the ids.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import csv
import hashlib
import io
import itertools
import json
import zlib
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from contralto_conformance.mock.answers import Page, answer, answer_page
from contralto_conformance.mock.documented import Documented, operations_at
from contralto_conformance.mock.errors import Fault
from contralto_conformance.mock.exchange import Call, Reply
from contralto_conformance.mock.operations import Operation, read_query, read_request
from contralto_conformance.mock.service import Service
from contralto_conformance.mock.shelves import Shelf, filled

from .agent_calls import turns_of
from .known_agents import known_agent
from .moments import read_span, rfc3339
from .phone_calls import Calls, PhoneCall
from .seeds import seeds

Record = dict[str, Any]

MOST_ROWS = 100_000
"""More rows than this are not exported."""

# Pages of the export: first by id with headers of their own, then none at all, then by opaque cursors.
_PLAIN_CURSORS_UNTIL = "2025-04-16"
_OPAQUE_CURSORS_SINCE = "2026-03-01"
_LONGEST_EXPORT_PAGE = 1000
_PAGING = ("limit", "starting_after", "ending_before")

_ROWS_AT_ONCE = 1000

_FOUND_AFTER_S = 2.0

_COLUMNS = (
    "id",
    "metricId",
    "metricName",
    "metricDisplayName",
    "agentId",
    "callId",
    "deploymentId",
    "summary",
    "result",
    "value",
    "status",
    "runId",
    "createdAt",
)


class Metrics:
    """The metrics of the account, and their results with the newest first."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.shelf: Shelf[Record] = filled(Shelf("metric"), seeds("agent_metrics"))
        self._results: Shelf[Record] = Shelf("metric result", is_newest_first=True)
        self._n_seen = 0
        self._awaited: list[str] = []

    def results(self) -> Shelf[Record]:
        """The results by now. What a result tells of its call is looked up when it is shown."""
        now_s = self._service.now_s()
        calls = self._service.state(Calls)
        self._awaited += calls.arrivals[self._n_seen :]
        self._n_seen = len(calls.arrivals)
        # Of a batch that was cancelled some never come.
        expected = [found for found in map(calls.find, self._awaited) if found is not None]
        due = [found for found in expected if self._due_s(found) <= now_s]
        self._awaited = [found.id for found in expected if self._due_s(found) > now_s]
        for found in sorted(due, key=self._due_s):
            is_kept = not found.is_private and (found.redacted_s is None or found.redacted_s >= self._due_s(found))
            if found.status(now_s) == "completed" and is_kept:
                self._run(found)
        return self._results

    def _due_s(self, found: PhoneCall) -> float:
        return found.end_s + _FOUND_AFTER_S * found.pace

    def _run(self, found: PhoneCall) -> None:
        for metric_id in found.metric_ids:
            metric = self.shelf.find(metric_id)
            if metric is None:
                continue
            finding = (found.findings or {}).get(metric_id) or _guess(metric_id, found.id)
            is_answered = "failed" not in finding
            result_id = f"metric_result_{_digest(metric_id, found.id)}"
            record = {
                "id": result_id,
                "metricId": metric_id,
                "metricName": metric["name"],
                "metricDisplayName": metric["display_name"],
                "agentId": found.agent_id,
                "callId": found.id,
                "deploymentId": found.deployment_id or "",
                "result": json.dumps(finding, separators=(",", ":")) if is_answered else finding["failed"],
                "jsonResult": finding if is_answered else None,
                "value": next(iter(finding.values())) if is_answered else None,
                "status": "completed" if is_answered else "failed",
                "runId": None,
                "createdAt": rfc3339(self._due_s(found)),
                "created_s": int(self._due_s(found)),
            }
            self._results.put(result_id, record)


def _guess(metric_id: str, call_id: str) -> Record:
    return {"answer": "yes" if zlib.crc32(f"{metric_id} {call_id}".encode()) % 2 else "no"}


def _digest(metric_id: str, call_id: str) -> str:
    return hashlib.sha256(f"{metric_id} {call_id}".encode()).hexdigest()[:12]


async def list_metrics(service: Service, call: Call) -> Reply:
    """`GET /agents/metrics`."""
    return answer_page(call, service.state(Metrics).shelf.page(read_query(service, call)))


async def create_metric(service: Service, call: Call) -> Reply:
    """`POST /agents/metrics`: it runs on no call before it is added to an agent."""
    asked = read_request(service, call)
    metrics = service.state(Metrics)
    name = asked["name"]
    if any(metric["name"] == name for metric in metrics.shelf):
        raise Fault(400, None, f"`name` must be unique in the account, and another metric is called `{name[:80]}`")
    record = {
        "id": service.new_key("metric_"),
        "name": name,
        "display_name": asked.get("display_name"),
        "prompt": asked["prompt"],
        "created_at": service.timestamp(),
    }
    return answer(call, metrics.shelf.put(record["id"], record))


async def get_metric(service: Service, call: Call) -> Reply:
    """`GET /agents/metrics/{metric_id}`."""
    return answer(call, service.state(Metrics).shelf.get(call.parameters["metric_id"]))


async def delete_metric(service: Service, call: Call) -> Reply:
    """`DELETE /agents/metrics/{metric_id}`: its results stay."""
    metrics = service.state(Metrics)
    metrics.results()  # what is due is found before the metric goes
    metrics.shelf.take(call.parameters["metric_id"])
    return answer(call)


async def add_metric(service: Service, call: Call) -> Reply:
    """`POST /agents/{agent_id}/metrics/{metric_id}`: it runs on later calls of the agent."""
    agent, metric = _both(service, call)
    if metric["id"] not in agent["metric_ids"]:
        agent["metric_ids"].append(metric["id"])
    return answer(call)


async def remove_metric(service: Service, call: Call) -> Reply:
    """`DELETE /agents/{agent_id}/metrics/{metric_id}`."""
    agent, metric = _both(service, call)
    if metric["id"] not in agent["metric_ids"]:
        raise Fault(404, "Metric not found", f"the agent `{agent['id']}` does not have the metric `{metric['id']}`")
    agent["metric_ids"].remove(metric["id"])
    return answer(call)


def _both(service: Service, call: Call) -> tuple[Record, Record]:
    agent = known_agent(service, call.parameters["agent_id"])
    agent.setdefault("metric_ids", [])
    return agent, service.state(Metrics).shelf.get(call.parameters["metric_id"])


async def list_results(service: Service, call: Call) -> Reply:
    """`GET /agents/metrics/results`: those that fit all filters, the newest first."""
    query = read_query(service, call)
    page = service.state(Metrics).results().page(query, _filter(service, query))
    records = [_with_turns(service, call, record) for record in page.items]
    return answer_page(call, Page(records, page.has_more, page.next_page))


def _with_summary(service: Service, record: Record) -> Record:
    """A result with the summary of its call, which is empty when the call has been emptied."""
    found = service.state(Calls).find(record["callId"])
    return {**record, "summary": (found and found.summary) or ""}


def _with_turns(service: Service, call: Call, record: Record) -> Record:
    """A result with what was said in its call, as far as that is still there."""
    found = service.state(Calls).find(record["callId"])
    return {**_with_summary(service, record), "transcript": turns_of(service, call, found) if found else None}


def _filter(service: Service, query: Mapping[str, Any]) -> Callable[[Record], bool]:
    """What a result must be; raises Fault (400) for dates that are none."""
    wanted = {
        member: query[name]
        for name, member in (
            ("agent_id", "agentId"),
            ("deployment_id", "deploymentId"),
            ("metric_id", "metricId"),
            ("call_id", "callId"),
        )
        if query.get(name) is not None
    }
    first_s, last_s = read_span(query, "start_date", "end_date")

    def passes(record: Record) -> bool:
        fits = all(record[member] == value for member, value in wanted.items())
        return fits and first_s <= record["created_s"] <= last_s

    return passes


async def export_results(service: Service, call: Call) -> Reply:
    """`GET /agents/metrics/results/export`: everything as CSV, or a page of it when the query asks for pages."""
    query = read_query(service, call)
    passes = _filter(service, query)
    results = service.state(Metrics).results()
    listed = [record["id"] for record in results if passes(record)]
    if not listed:
        raise Fault(404, "Metric results not found", "no metric result fits the filters")
    if len(listed) > MOST_ROWS:
        message = f"{len(listed)} metric results fit the filters, and at most {MOST_ROWS} are exported; narrow them"
        raise Fault(400, None, message)
    headers: list[tuple[str, str]] = []
    # A default of the document is no wish for pages.
    is_paged = any(name in query for name, _ in call.query if name in _PAGING)
    if is_paged and call.version.since(_OPAQUE_CURSORS_SINCE):
        listed, headers = _opaque_page(results, listed, query)
    elif is_paged:
        page = results.page(query, passes)
        listed = [record["id"] for record in page.items]
        headers = [("x-has-more", _text(page.has_more)), ("x-limit", str(query["limit"]))]
        headers += [("x-next-page", page.next_page)] if page.next_page else []
    rows = (_with_summary(service, results.get(result_id)) for result_id in listed)
    return Reply(call.documented.status, "text/csv; charset=utf-8", _csv(call, rows), headers)


def _opaque_page(
    results: Shelf[Record], listed: Sequence[str], query: Mapping[str, Any]
) -> tuple[list[str], list[tuple[str, str]]]:
    """A page of the ids `listed`, and the headers that say how to go on in its direction."""
    after, before = query.get("starting_after"), query.get("ending_before")
    if after is not None and before is not None:
        raise Fault(400, None, "`starting_after` and `ending_before` exclude each other; send one of them")
    limit = query.get("limit", _LONGEST_EXPORT_PAGE)
    places = {record["id"]: place for place, record in enumerate(results)}
    if before is not None:
        place = _place(places, "ending_before", before)
        earlier = [result_id for result_id in listed if places[result_id] < place]
        page, has_more = earlier[-limit:], len(earlier) > limit
    else:
        place = -1 if after is None else _place(places, "starting_after", after)
        later = [result_id for result_id in listed if places[result_id] > place]
        page, has_more = later[:limit], len(later) > limit
    headers = [("x-has-more", _text(has_more))]
    if has_more:
        headers.append(("x-next-cursor", _cursor(page[0] if before is not None else page[-1])))
    return page, headers


def _place(places: Mapping[str, int], name: str, cursor: str) -> int:
    """Where the row of a cursor stands; raises Fault (400) for one that we never gave out."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (ValueError, binascii.Error):
        text = ""
    if text not in places:
        raise Fault(400, None, f"`{name}` must be the `X-Next-Cursor` of a page, got `{cursor[:40]}`")
    return places[text]


def _cursor(result_id: str) -> str:
    return base64.urlsafe_b64encode(result_id.encode()).decode().rstrip("=")


def _text(truth: bool) -> str:
    return "true" if truth else "false"


async def _csv(call: Call, rows: Iterator[Record]) -> AsyncGenerator[bytes, None]:
    """A line of column names (the members of a result that the version knows) and a line for each result."""
    known = _list_operation(call).view({"data": [dict.fromkeys(_COLUMNS)]})["data"][0]
    columns = [name for name in _COLUMNS if name in known]
    yield _lines([columns])
    while some := list(itertools.islice(rows, _ROWS_AT_ONCE)):
        yield _lines(["" if row[name] is None else row[name] for name in columns] for row in some)
        await asyncio.sleep(0)


def _lines(rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8", "replace")


def _list_operation(call: Call) -> Documented:
    found = operations_at(call.version.described, "/agents/metrics/results")
    assert found is not None
    return found.what["GET"]


OPERATIONS = (
    Operation("GET", "/agents/metrics", list_metrics),
    Operation("POST", "/agents/metrics", create_metric),
    Operation("GET", "/agents/metrics/results", list_results),
    Operation("GET", "/agents/metrics/results/export", export_results),
    Operation("GET", "/agents/metrics/{metric_id}", get_metric),
    Operation("DELETE", "/agents/metrics/{metric_id}", delete_metric),
    Operation("POST", "/agents/{agent_id}/metrics/{metric_id}", add_metric),
    Operation("DELETE", "/agents/{agent_id}/metrics/{metric_id}", remove_metric),
)
