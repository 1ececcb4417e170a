"""Verdicts on recordings: those of a run where a recording shows enough, and never an alarm where it does not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.builders import NEW, OLD, Socket, chunk, done, http, stream, trace
from tests.oracle.examples import Example
from tests.oracle.test_examples import EXAMPLES

import contralto_spec
from contralto_conformance.recorded import Party, Recording, Unreadable, read, verify
from contralto_conformance.report.collect import Collector, Report
from contralto_conformance.runner.events import Event, HarnessError, ListenerFailed, RunFinished
from contralto_conformance.runner.model import Plan, Row, Verdict
from contralto_conformance.trace import Exchange, Frame, Trace

from .hars import document, entry, har
from .test_files import JSON, SAMPLES, places, replaced

SPEC = contralto_spec.load()
VERSIONS = [version.date for version in SPEC.described_versions]
PAGE = http("GET", "/voices", answer={"data": [], "has_more": False})


class Heard:
    """A listener that keeps every event."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def handle(self, event: Event) -> None:
        self.events.append(event)


def recorded(folder: Path, content: object) -> Recording:
    path = folder / "capture.har"
    path.write_text(json.dumps(content), encoding="utf-8")
    return read(path, VERSIONS)


def reported(
    recordings: Sequence[Recording],
    *only: str,
    party: Party = "server",
    versions: Sequence[str] = (NEW,),
    listeners: Sequence[Any] = (),
    strict: bool = False,
) -> Report:
    plan = Plan(tuple(versions), only or tuple(SPEC.requirements), (), strict=strict)
    collector = Collector()
    verify(recordings, plan, SPEC, [*listeners, collector], party=party, command=("contralto", "verify", "capture.har"))
    assert collector.report is not None
    return collector.report


def row_of(report: Report, requirement: str, version: str = NEW) -> Row:
    return next(entry for entry in report.entries if entry.id == requirement).rows[version]


def through_har(example: Example, folder: Path) -> Row | None:
    """What is said of an example after its way through a HAR file; None if nothing of it is of this API."""
    try:
        recording = recorded(folder, har(*example.trace.exchanges))
    except Unreadable:
        return None
    version = example.trace.api_version
    return row_of(reported([recording], example.requirement, versions=[version]), example.requirement, version)


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.said != "violated"], ids=str)
def test_nothing_that_is_in_order_is_an_alarm_in_a_recording(example: Example, tmp_path: Path) -> None:
    row = through_har(example, tmp_path)
    assert row is None or row.verdict in {Verdict.PASS, Verdict.NOT_VERIFIED}, row.findings


@pytest.mark.parametrize(
    "requirement",
    [
        "errors.never-nested",
        "http.responses-match-schema",
        "tts.bytes.wav-header-agrees",
        "tts.sse.one-terminal-event-last",
        "tts.ws.chunk-data-is-base64",
        "tts.ws.done-is-last",
        "version.new-gives-structured-errors",
        "voices.list-is-a-page",
    ],
)
def test_what_is_wrong_is_seen_in_a_recording_too(requirement: str, tmp_path: Path) -> None:
    wrong = [e for e in EXAMPLES if e.requirement == requirement and e.said == "violated"]
    verdicts = [row.verdict for example in wrong if (row := through_har(example, tmp_path)) is not None]
    assert Verdict.FAIL in verdicts


def test_a_context_without_its_end_is_no_evidence_when_the_recording_may_have_stopped(tmp_path: Path) -> None:
    # Sockets are written without their end: whether it was the service that stopped is not known.
    row = row_of(reported([recorded(tmp_path, har(Socket().send("a").say(chunk("a")).exchange()))]), _ONE_DONE)
    assert row.verdict is Verdict.NOT_VERIFIED


_ONE_DONE = "tts.ws.chunks-then-one-done"


def test_a_requirement_that_the_traffic_does_not_show_is_not_verified(tmp_path: Path) -> None:
    report = reported([recorded(tmp_path, har(PAGE))], party="both")
    assert row_of(report, "tts.bytes.media-type").reason == "the recorded traffic shows nothing to judge it by"
    proxied = next(name for name, r in SPEC.requirements.items() if r.party == "proxy" and r.applies_to(NEW))
    assert row_of(report, proxied).reason.startswith("it binds the proxy")
    assert report.summary.exit_code == 0


def test_the_target_and_what_was_passed_over_are_told(tmp_path: Path) -> None:
    elsewhere = entry(PAGE)
    elsewhere["request"]["url"] = "https://cdn.example/style.css"
    report = reported([recorded(tmp_path, document([entry(PAGE), elsewhere]))])
    assert report.summary.identity.url == "http://target"
    assert report.notes == (
        "capture.har: 1 exchange of this API, found below http://target",
        "capture.har: 1 exchange passed over (they went elsewhere)",
    )
    assert report.is_recorded


def test_versions_are_judged_apart(tmp_path: Path) -> None:
    wrong = http("GET", "/voices", answer={"data": 1}, version=OLD)
    report = reported([recorded(tmp_path, har(PAGE, wrong))], "voices.list-is-a-page", versions=[OLD, NEW])
    assert [row_of(report, "voices.list-is-a-page", v).verdict for v in (OLD, NEW)] == [Verdict.FAIL, Verdict.PASS]
    assert report.summary.exit_code == 1


def test_a_finding_names_the_entry_and_its_trace_is_kept(tmp_path: Path) -> None:
    report = reported([recorded(tmp_path, har(PAGE, http("GET", "/voices", answer={"data": 1})))])
    (finding,) = row_of(report, "voices.list-is-a-page").findings
    assert finding.where == "answer `entry-1`"
    kept = report.trace(NEW, finding)
    assert kept is not None
    assert kept.exchange("entry-1") is not None


def test_a_command_repeats_one_verdict(tmp_path: Path) -> None:
    report = reported([recorded(tmp_path, har(PAGE))])
    again = report.again(row_of(report, "voices.list-is-a-page"))
    assert again == "contralto verify capture.har --api-version 2026-08-14 --only voices.list-is-a-page"


def careless() -> tuple[Exchange, ...]:
    """Traffic of a client that names no version once and asks for a stream as if it were any body."""
    return http("GET", "/voices", version=None, answer={}), stream(chunk("a"), done("a"))


def test_requirements_on_clients_are_judged_by_what_they_sent(tmp_path: Path) -> None:
    recording = recorded(tmp_path, har(*careless()))
    report = reported([recording], party="client")
    assert row_of(report, "client.version-on-every-request").verdict is Verdict.FAIL
    assert row_of(report, "client.sse-accept-header").verdict is Verdict.WARN
    assert row_of(report, "client.key-not-in-http-query").verdict is Verdict.PASS
    assert row_of(report, "client.paging-ends").reason == "the recorded traffic shows nothing to judge it by"
    assert {e.id for e in report.entries if any(r.judged for r in e.rows.values())} <= {
        name for name, requirement in SPEC.requirements.items() if requirement.party == "client"
    }


def test_the_suite_itself_is_no_client_under_test() -> None:
    own = Recording("report.json", traces=[trace(*careless())])
    row = row_of(reported([own], party="both"), "client.version-on-every-request")
    assert row.verdict is Verdict.NOT_VERIFIED
    assert row.reason.startswith("the traffic is the suite's own")


def test_a_should_counts_when_it_is_asked_to(tmp_path: Path) -> None:
    recording = recorded(tmp_path, har(careless()[1]))
    exits = [
        reported([recording], "client.sse-accept-header", party="client", strict=strict).summary.exit_code
        for strict in (False, True)
    ]
    assert exits == [0, 1]


def test_traffic_that_shows_nothing_is_exit_2(tmp_path: Path) -> None:
    report = reported([recorded(tmp_path, har(PAGE))], "tts.bytes.media-type")
    assert (report.summary.exit_code, report.summary.exit_reason) == (2, "no requirement could be judged")


def test_a_check_that_breaks_is_a_fault_of_the_suite(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Trace) -> None:
        raise RuntimeError("gone wrong")

    monkeypatch.setattr("contralto_conformance.recorded.judging.judge_client", broken)
    heard = Heard()
    report = reported([Recording("x", client=[trace(PAGE)])], party="client", listeners=[heard])
    assert row_of(report, "client.paging-ends").verdict is Verdict.ERROR
    assert report.summary.exit_code == 2
    assert [type(event) for event in heard.events].count(HarnessError) == 1


def test_a_report_that_cannot_be_written_changes_the_exit_code(tmp_path: Path) -> None:
    class Full:
        def handle(self, event: Event) -> None:
            if isinstance(event, RunFinished):
                raise ListenerFailed("no space left on the device")

    plan = Plan((NEW,), tuple(SPEC.requirements), ())
    summary = verify([recorded(tmp_path, har(PAGE))], plan, SPEC, [Full()])
    assert (summary.exit_code, summary.exit_reason) == (2, "no space left on the device")


@given(st.data())
def test_a_document_with_any_value_anywhere_breaks_no_check(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    sample = data.draw(st.sampled_from(SAMPLES))
    content = replaced(sample, data.draw(st.sampled_from(places(sample))), data.draw(JSON))
    try:
        recording = recorded(tmp_path_factory.getbasetemp(), content)
    except Unreadable:
        return
    heard = Heard()
    reported([recording], party="both", versions=VERSIONS, listeners=[heard])
    assert [event for event in heard.events if isinstance(event, HarnessError)] == []


def test_a_recording_of_a_browser_is_judged_as_its_traffic_deserves() -> None:
    # Made by Chromium with Playwright against the mock: lists, audio, a stream, a socket with a token, a stream left.
    recording = read(Path(__file__).parent / "chromium.har", VERSIONS)
    report = reported([recording], party="both")
    assert report.violations == ()
    for name in (
        "auth.bearer-opens-http",
        "auth.token-is-made",
        "client.browser-uses-tokens",
        "client.version-on-every-request",
        "errors.structured-members",
        "tts.bytes.wav-header-agrees",
        "tts.sse.one-terminal-event-last",
        "tts.ws.chunks-then-one-done",
        "voices.get-agrees-with-list",
    ):
        assert row_of(report, name).verdict is Verdict.PASS, name
    assert sum(recording.passed_over.values()) == 2
    socket = next(e for t in recording.traces for e in t.exchanges if e.transport == "websocket")
    assert 0 < socket.frames[0].time_s < socket.frames[-1].time_s < 5


def test_two_files_are_judged_together(tmp_path: Path) -> None:
    first, second = Recording("a", traces=[trace(PAGE)]), Recording("b", traces=[trace(PAGE, case="b")])
    assert row_of(reported([first, second]), "voices.list-is-a-page").traces == ("recorded/example", "b")


def test_a_flood_of_frames_is_read_in_one_go(tmp_path: Path) -> None:
    socket = Socket().send("a").exchange()
    many = tuple(Frame(0.1, "received", "text", b'{"type":"chunk","context_id":"a"}') for _ in range(20_000))
    flooded = Socket(frames=[*socket.frames, *many]).exchange()
    recording = recorded(tmp_path, har(flooded))
    assert len(recording.traces[0].exchanges[0].frames) == 20_001
