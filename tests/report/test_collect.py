"""What all formats share: the command that repeats a verdict, and the frames that a finding points at."""

from __future__ import annotations

from dataclasses import replace

from contralto_conformance.report.collect import Report, moments
from contralto_conformance.report.words import grouped_reasons, headline, outcome
from contralto_conformance.runner.model import Finding


def test_command_repeats_one_verdict_only(report: Report) -> None:
    _, row = report.violations[-1]
    assert report.again(row) == (
        "contralto check http://127.0.0.1:8001/v1/cartesia --model 'it'\"'\"'s' "
        "--api-version 2025-04-16 --only tts.ws.surprise --seed 7"
    )


def test_command_holds_no_key(report: Report) -> None:
    _, row = report.violations[0]
    command = ("contralto", "check", "http://user:pw@host/x?a=b@c", "--api-key", "sk_1", "--api-key=sk_2", "--strict")
    again = replace(report, command=command).again(row)
    assert again.startswith("contralto check 'http://host/x?a=b@c' --strict --api-version")
    assert not any(secret in again for secret in ("sk_1", "sk_2", "pw"))


def test_command_is_there_without_a_beginning(report: Report) -> None:
    _, row = report.violations[0]
    assert replace(report, command=()).again(row).startswith("contralto check http://127.0.0.1:8001/v1/cartesia --api-")


def test_frames_are_found_by_time_and_by_number(report: Report) -> None:
    trace = report.traces["2025-04-16", "tts/ws/one-shot"][0]

    def found(where: str, got: str = "x") -> tuple[tuple[str, int], ...]:
        return moments(trace, Finding(trace.key, "x", got, where))

    assert found("`socket-1`, frame 9, +0.412 s") == (("socket-1", 9),)
    assert found("`socket-1`, frame 3") == (("socket-1", 3),)
    assert found("frame 3") == (), "a number without a socket says nothing"
    assert found("context `a1`", "+0.35 s and +0.101 s") == (("socket-1", 3), ("socket-1", 8))
    assert found("answer `first`") == ()


def test_session_traces_of_one_name_are_told_apart(report: Report) -> None:
    key = ("2025-04-16", "tts/ws/one-shot")
    trace = report.traces[key][0]
    other = replace(trace, exchanges=(replace(trace.exchanges[0], frames=()),))
    doubled = replace(report, traces={key: (other, trace, other)})
    assert doubled.trace(key[0], Finding(key[1], "x", "x", "`socket-1`, frame 9, +0.412 s")) is trace
    assert doubled.trace(key[0], Finding("absent", "x", "x", "x")) is None


def test_headline_says_the_worst_first(report: Report) -> None:
    assert (
        headline(report)
        == "2 MUST violated, 1 SHOULD violated, 1 waived requirement met, 1 known violation, 6 not verified"
    )
    assert outcome(report) == "violated"
    assert headline(replace(report, entries=())) == "nothing was judged"


def test_reasons_are_grouped(report: Report) -> None:
    groups = {why: ids for _, why, ids in grouped_reasons(report.unverified)}
    assert groups["feature `flush` is not claimed"] == ("tts.ws.flush",)
    assert groups["blocked by `auth.bearer`"] == ("auth.token",)
