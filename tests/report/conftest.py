"""A small run made by hand: every verdict, two versions, hostile text, traffic of each transport."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from contralto_conformance.report.collect import Collector, Report
from contralto_conformance.runner.events import (
    CaseFinished,
    CaseStarted,
    Event,
    Progress,
    RequirementJudged,
    RunFinished,
    RunStarted,
    VersionFinished,
    VersionStarted,
)
from contralto_conformance.runner.model import Finding, Identity, Plan, Row, Summary, Verdict
from contralto_conformance.runner.summary import by_level
from contralto_conformance.trace import Exchange, Frame, Trace
from contralto_spec import FactSource, Requirement

from .browser import CHROMIUM, Browser, started

HOSTILE = "</script><b onclick=alert(1)>`x`</b> \x1b[31mred\x00\u202e ]]> & \"'"
OLD, NEW = "2025-04-16", "2026-08-14"
URL = "http://127.0.0.1:8001/v1/cartesia"

_DOCS = FactSource("docs-contexts", "official docs, TTS socket contexts", "official", "2026-11-21")
_FERN = FactSource("fern", "official Fern API definition", "official", "2026-11-21")


def _requirement(name: str, area: str, level: str, statement: str, **more: object) -> Requirement:
    fields: dict[str, object] = {
        "transport": "websocket" if area == "tts.ws" else "http",
        "sources": (_DOCS,),
        "observed_by": "a case of this suite",
        "proxy": "pass",
        "cost": "cheap",
    }
    return Requirement(id=name, area=area, level=level, statement=statement, **(fields | more))  # type: ignore[arg-type]


_REQUIREMENTS = (
    _requirement("version.header-accepted", "versions", "must", "Every published date is accepted.", transport="http"),
    _requirement("version.one-observed", "versions", "observed", "Says which versions are known.", proxy="map"),
    _requirement("auth.bearer", "auth", "must", "A key is accepted as `Authorization: Bearer`."),
    _requirement("auth.token", "auth", "must", "A token is accepted as a key is.", depends_on=("auth.bearer",)),
    _requirement("errors.json", "errors", "should", "An error is a JSON object.", since=NEW, sources=(_DOCS, _FERN)),
    _requirement("errors.doc-url", "errors", "should", "`doc_url` of an error is an address.", since=NEW),
    _requirement("tts.ws.opens", "tts.ws", "must", "A socket opens at `/tts/websocket`."),
    _requirement(
        "tts.ws.done-is-last",
        "tts.ws",
        "must",
        "No message carries a `context_id` after its `done`.",
        depends_on=("tts.ws.opens",),
        sources=(_DOCS, _FERN),
    ),
    _requirement("tts.ws.flush", "tts.ws", "must", "A flush is answered by `flush_done`.", feature="flush"),
    _requirement("tts.ws.known", "tts.ws", "must", "A known weakness."),
    _requirement("tts.ws.surprise", "tts.ws", "must", "Listed as failing."),
    _requirement("tts.ws.broken", "tts.ws", "should", "The check of this one breaks."),
)


def _socket() -> Exchange:
    def message(time_s: float, direction: str, **members: object) -> Frame:
        return Frame(time_s, direction, "text", json.dumps(members).encode())  # type: ignore[arg-type]

    audio = "A" * 4000
    chunks = [
        message(0.101 + 0.04 * n, "received", type="chunk", context_id="a1", data=audio, done=False) for n in range(5)
    ]
    return Exchange(
        label="socket-1",
        transport="websocket",
        method="GET",
        url="ws://127.0.0.1:8001/v1/cartesia/tts/websocket",
        path="/tts/websocket",
        request_headers=(("authorization", "Bearer [redacted-key]"), ("cartesia-version", OLD)),
        status=101,
        response_headers=(("upgrade", "websocket"), ("x-hostile", HOSTILE)),
        frames=(
            message(0.012, "sent", model_id="sonic-3", transcript="Hello there.", context_id="a1"),
            Frame(0.03, "received", "ping", b"beat"),
            Frame(0.031, "sent", "pong", b"beat"),
            *chunks,
            message(0.35, "received", type="done", context_id="a1", done=True),
            message(0.412, "received", type="chunk", context_id="a1", data=audio, title=HOSTILE),
            Frame(0.43, "received", "binary", bytes(range(256)) * 4),
            Frame(0.5, "received", "close", b"\x03\xe8bye"),
        ),
        ending="closed",
        close_code=1000,
        close_reason="bye",
        elapsed_s=0.51,
    )


def _request() -> Exchange:
    return Exchange(
        label="first",
        transport="http",
        method="POST",
        url=f"{URL}/tts/bytes",
        path="/tts/bytes",
        request_headers=(("content-type", "application/json"),),
        request_body=b'{"transcript": "Hi"}',
        status=400,
        response_headers=(("content-type", "text/html"),),
        frames=(Frame(0.02, "received", "body", HOSTILE.encode()), Frame(0.9, "received", "body", b"more")),
        ending="truncated",
        detail="the peer ended the connection after 71 of 100 bytes",
        elapsed_s=0.95,
    )


def _rows() -> tuple[Row, ...]:
    socket, request = "tts/ws/one-shot", "errors/bad-body"
    after_done = Finding(
        socket,
        "nothing for context `a1` after frame 8",
        "frame 9, +0.412 s, `chunk` with context_id `a1`",
        "`socket-1`, frame 9, +0.412 s",
    )

    def row(name: str, version: str, verdict: Verdict, reason: str = "", **more: Any) -> Row:
        level = next(r.level for r in _REQUIREMENTS if r.id == name)
        seen = {"judged": 1, "traces": (socket,)} if verdict is Verdict.PASS else {}
        return Row(name, version, level, verdict, reason, **(seen | more))  # type: ignore[arg-type]

    failed: dict[str, Any] = {"judged": 1, "traces": (socket,), "failed": (socket,)}
    body = Finding(request, "a JSON object", f"text/html: {HOSTILE}\nsecond line", "answer `first`")
    return (
        row("version.header-accepted", OLD, Verdict.PASS),
        row("version.one-observed", OLD, Verdict.PASS),
        row("auth.bearer", OLD, Verdict.PASS),
        row("auth.token", OLD, Verdict.PASS),
        row("tts.ws.opens", OLD, Verdict.PASS),
        row("tts.ws.done-is-last", OLD, Verdict.FAIL, findings=(after_done,) * 7, **failed),
        row("tts.ws.flush", OLD, Verdict.SKIPPED, "feature `flush` is not claimed"),
        row("tts.ws.known", OLD, Verdict.KNOWN_FAILURE, "waived until 2027-01-01: being repaired"),
        row("tts.ws.surprise", OLD, Verdict.UNEXPECTED_PASS, "listed as failing, but it passes"),
        row("tts.ws.broken", OLD, Verdict.ERROR, "KeyError in the check"),
        row("version.header-accepted", NEW, Verdict.PASS),
        row("version.one-observed", NEW, Verdict.NOT_VERIFIED, "no case showed it"),
        row("auth.bearer", NEW, Verdict.FAIL, findings=(replace(body, where="answer `first`, +0.020 s"),)),
        row("auth.token", NEW, Verdict.BLOCKED, "blocked by `auth.bearer`", blocked_by="auth.bearer"),
        row("errors.json", NEW, Verdict.WARN, findings=(body,), judged=1, traces=(request,), failed=(request,)),
        row("errors.doc-url", NEW, Verdict.NOT_VERIFIED, f"the target said {HOSTILE}"),
        row("tts.ws.opens", NEW, Verdict.PASS),
        row("tts.ws.done-is-last", NEW, Verdict.PASS),
        row("tts.ws.flush", NEW, Verdict.SKIPPED, "feature `flush` is not claimed"),
        row("tts.ws.known", NEW, Verdict.PASS),
        row("tts.ws.surprise", NEW, Verdict.PASS),
        row("tts.ws.broken", NEW, Verdict.PASS),
    )


def summary_of(rows: Sequence[Row], **changes: object) -> Summary:
    """The summary that belongs to these rows."""
    identity = Identity(URL, "bearer", {"ok": True, "version": "1.2 <b>\x1b[2J"}, "hypercorn </title>")
    summary = Summary(
        by_level=by_level(rows),
        by_version={v: by_level([row for row in rows if row.version == v]) for v in (OLD, NEW)},
        verdicts={verdict.value: sum(row.verdict is verdict for row in rows) for verdict in Verdict},
        cases=2,
        duration_s=12.345,
        seed=7,
        spec_digest="884a354a688c717c",
        suite_version="0.1.0",
        identity=identity,
        interrupted="",
        exit_code=1,
        exit_reason="the target violates 3 requirements",
    )
    return replace(summary, **changes)  # type: ignore[arg-type]


def events_of(rows: tuple[Row, ...], summary: Summary) -> list[Event]:
    """The events of the run."""
    plan = Plan((OLD, NEW), tuple(r.id for r in _REQUIREMENTS), ("tts/ws/one-shot", "errors/bad-body"), seed=7)
    events: list[Event] = [
        RunStarted(
            summary.identity,
            plan,
            summary.spec_digest,
            summary.suite_version,
            "2026-11-21T10:20:30+00:00",
            ("contralto", "check", URL, "--report", "out dir", "--only=tts.*", "--model", "it's"),
        )
    ]
    for version, name, exchange in ((OLD, "tts/ws/one-shot", _socket()), (NEW, "errors/bad-body", _request())):
        events.append(VersionStarted(version, 1, 10))
        events.append(CaseStarted(name, version, "one request"))
        trace = Trace(name, version, exchanges=(exchange,), values={"a": "a1"})
        events.append(CaseFinished(name, version, trace, exchange.elapsed_s))
        own = tuple(row for row in rows if row.version == version)
        # A trace that no finding points at: it is not kept.
        events.append(CaseFinished("tts/ws/other", version, replace(trace, case="tts/ws/other"), 0.1))
        events.append(Progress(1, 2, 6.0, 6.0))
        events += [RequirementJudged(row) for row in own]
        events.append(VersionFinished(version, own, 6.0))
    return [*events, RunFinished(summary, rows)]


@pytest.fixture
def requirements() -> dict[str, Requirement]:
    return {requirement.id: requirement for requirement in _REQUIREMENTS}


@pytest.fixture
def events() -> list[Event]:
    """A run with every verdict."""
    rows = _rows()
    return events_of(rows, summary_of(rows))


@pytest.fixture
def met_events() -> list[Event]:
    """A run in which everything is met."""
    rows = tuple(replace(r, verdict=Verdict.PASS, reason="", findings=(), blocked_by=None) for r in _rows())
    return events_of(rows, summary_of(rows, exit_code=0, exit_reason="everything judged is as expected"))


@pytest.fixture
def collect(requirements: dict[str, Requirement]) -> Callable[[Iterable[Event]], Report]:
    """Events to report, with the requirements of the hand-made run."""

    def collected(events: Iterable[Event]) -> Report:
        collector = Collector(requirements)
        for event in events:
            collector.handle(event)
        assert collector.report is not None
        return collector.report

    return collected


@pytest.fixture
def report(collect: Callable[[Iterable[Event]], Report], events: list[Event]) -> Report:
    """The report of the run with every verdict."""
    return collect(events)


if CHROMIUM:

    @pytest.fixture(scope="module")
    def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
        """Where a browser can be spoken to."""
        yield from started(tmp_path_factory.mktemp("profile"))

    @pytest.fixture
    def browser(address: str) -> Iterator[Browser]:
        """A page of the browser."""
        browser = Browser(address)
        yield browser
        browser.close()
