"""The raw client is accused of nothing, ours keeps everything, and checks judge what is there to be judged."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examine.examining import CLIENTS, Examined, examined, program

from contralto_conformance.examine.scenarios import bundled, unseen
from contralto_conformance.oracle.performances import PROVOKED_CHECKS, Performance, judge_performance, misunderstood
from contralto_conformance.oracle.registry import Finding
from contralto_conformance.runner.model import Verdict
from contralto_conformance.trace import Frame, Trace

OF_THE_WIRE = {
    "client.answers-pings",
    "client.pieces-carry-their-blanks",
    "stt.manual.reconnects-on-recoverable-codes",
    "stt.turns.silence-is-sent",
    "client.credentials-redacted",
}
"""Checks that ask for no report: the wire, or the output as a whole, says everything."""

SOUND = 6.0
"""Patience with programs that never hang."""

MEMBERS = (
    "audio",
    "error",
    "contexts",
    "results",
    "ids",
    "text",
    "turns",
    "late",
    "type",
    "status",
    "message",
    "words",
)
NAMES = st.sampled_from((*MEMBERS, "request_id", "request_ids", "transfers"))


@pytest.fixture(scope="module")
def raw() -> Examined:
    return examined(program("raw.py"), patience=SOUND)


def performance(raw: Examined, requirement: str) -> Performance:
    """The last scenario that shows the requirement."""
    shown = [s.name for s in bundled().values() if requirement in s.judges]
    return raw.performances[shown[-1]]


def test_a_client_that_keeps_everything_is_accused_of_nothing(raw: Examined) -> None:
    assert raw.told == []
    verdicts = {name: row.verdict for name, row in raw.rows.items()}
    assert {name for name, verdict in verdicts.items() if verdict is Verdict.NOT_VERIFIED} == set(unseen())
    assert {verdicts[name] for name in set(CLIENTS) - set(unseen())} == {Verdict.PASS}
    assert raw.summary.exit_code == 0


def test_what_cannot_be_seen_says_why(raw: Examined) -> None:
    assert all(raw.rows[name].reason == reason for name, reason in unseen().items())


def test_a_program_started_for_each_scenario_is_judged_alike(raw: Examined) -> None:
    some = [s for name, s in bundled().items() if name in ("tts-sse/plain", "tts-sse/carriage-returns", "errors/plain")]
    got = examined(program("raw.py"), some, stays=False, patience=SOUND)
    assert got.told == []
    assert got.performances["tts-sse/plain"].report == raw.performances["tts-sse/plain"].report


def test_our_client_keeps_everything() -> None:
    got = examined(program("our_client.py"), patience=SOUND)
    assert got.told == []
    unjudged = {name for name, row in got.rows.items() if row.verdict is Verdict.NOT_VERIFIED}
    # Its sockets of speech to text do not connect again by themselves.
    again = {"stt.manual.reconnects-on-recoverable-codes", "stt.manual.reconnect-is-a-new-session"}
    assert unjudged == {*unseen(), *again}


@pytest.mark.parametrize("requirement", PROVOKED_CHECKS)
def test_what_is_kept_is_met(raw: Examined, requirement: str) -> None:
    assert judge_performance(performance(raw, requirement), requirement) == []


@pytest.mark.parametrize("requirement", [name for name in PROVOKED_CHECKS if name not in OF_THE_WIRE])
def test_without_a_report_it_is_violated(raw: Examined, requirement: str) -> None:
    silent = replace(performance(raw, requirement), report=None, failure="the program ended with code 1")
    if requirement == "client.sse-break-ends-request":
        silent = replace(silent, trace=Trace("left", "2026-08-14"))
    findings = judge_performance(silent, requirement)
    assert findings is not None
    assert findings[0].got == "the program ended with code 1"


@pytest.mark.parametrize("requirement", PROVOKED_CHECKS)
def test_a_wire_that_shows_nothing_is_not_judged(requirement: str) -> None:
    nothing = Performance("none", "speak", Trace("none", "2026-08-14"), report={"error": {"type": "Error"}})
    expected: list[Finding] | None = None
    if requirement == "client.key-never-in-clear":
        expected = []  # to send nothing is what it asks for
    assert judge_performance(nothing, requirement) == expected


@pytest.mark.parametrize("requirement", PROVOKED_CHECKS)
def test_a_client_without_the_task_is_not_judged(raw: Examined, requirement: str) -> None:
    without = replace(performance(raw, requirement), report={"unsupported": "no sockets"})
    assert judge_performance(without, requirement) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@given(report=st.dictionaries(NAMES, JSON, max_size=6))
@settings(max_examples=60, deadline=None)
def test_no_report_breaks_a_check(raw: Examined, report: dict[str, object]) -> None:
    for requirement in PROVOKED_CHECKS:
        judge_performance(replace(performance(raw, requirement), report=report), requirement)


def test_no_message_of_a_client_breaks_a_check(raw: Examined) -> None:
    odd = [b"[1]", b"{}", b'{"context_id": 3}', b'{"context_id": "a", "transcript": {}, "cancel": true}', b"\xff"]
    for played in raw.performances.values():
        frames = tuple(Frame(0.1, "sent", "text", each) for each in odd)
        sockets = [replace(e, frames=(*frames, *e.frames)) for e in played.trace.exchanges]
        for requirement in PROVOKED_CHECKS:
            judge_performance(replace(played, trace=replace(played.trace, exchanges=tuple(sockets))), requirement)


def test_a_finding_says_what_of_the_report_is_wrong(raw: Examined) -> None:
    played = raw.performances["tts-sse/plain"]
    cut = replace(played, report={"audio": "AAAA", "error": None})
    assert [(f.expected, f.got, f.where) for f in misunderstood(cut)] == [
        ("640 bytes of audio", "3 bytes of audio", "the report, `audio`")
    ]


def test_a_program_that_fails_what_is_plain_is_not_judged_by_the_rest() -> None:
    silent = ("/bin/sh", "-c", 'echo \'{"audio": "", "error": null}\'')
    some = [s for name, s in bundled().items() if name.startswith("tts-sse/")]
    got = examined(silent, some, stays=False)
    assert set(got.performances) == {"tts-sse/plain"}
    why = "`tts-sse/plain` is not understood: expected a request, got none"
    assert got.rows["client.sse-framing-understood"].reason == why
    assert (got.summary.exit_code, got.summary.exit_reason) == (2, f"the program does not manage what is plain: {why}")


def test_the_key_is_in_nothing_that_is_kept(raw: Examined) -> None:
    assert "sk_car_" not in repr(raw.performances)
