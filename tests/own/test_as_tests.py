"""The requirements as tests of pytest, in a pytest of their own, against the mock of this process."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

import contralto_spec
from contralto_conformance.gateway import GatewaySettings, Key, Team
from contralto_conformance.gateway import serve as serve_gateway
from contralto_conformance.mock import MockSettings, Running, serve

pytest_plugins = ["pytester"]

VERSION = "2026-08-14"
MUST, SHOULD = "voices.unknown-id-is-404", "tts.bytes.wav-length-honest"
MAKES = "resources.webhook-secret-once"
"""Its case makes a webhook, and deletes it."""
MAKES_FOR_EVER = "resources.batch-cancel-idempotent"
"""Its case makes what the API offers no way to delete."""
NOT_DELETED = MockSettings(defects=(MUST,), faults=("webhooks.delete:503",))
Suite = Callable[..., pytest.RunResult]


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("CONTRALTO_API_KEY", "sk_car_test")


@pytest.fixture(scope="module")
def mock() -> Iterator[Running]:
    with serve(MockSettings()) as running:
        yield running


@pytest.fixture(scope="module")
def faulty() -> Iterator[Running]:
    with serve(MockSettings(defects=(MUST, SHOULD))) as running:
        yield running


@pytest.fixture
def suite(pytester: pytest.Pytester) -> Suite:
    """Runs pytest in a process of its own, with the plugin and no other, for the newest version."""
    pytester.makeini("[pytest]\n")

    def run(url: str, *arguments: str) -> pytest.RunResult:
        options = ("-p", "contralto", "-p", "no:cacheprovider", "--strict-markers", "-rs", f"--contralto-url={url}")
        version = () if "--contralto-api-version" in arguments else ("--contralto-api-version", VERSION)
        return pytester.runpytest_subprocess(*options, "--contralto-no-generated", *version, *arguments)

    return run


def test_each_requirement_is_a_test_under_each_version(suite: Suite, mock: Running) -> None:
    chosen = ("--contralto-only", "voices.list-*", "--contralto-api-version", "2026-03-01")
    result = suite(mock.url, "-v", *chosen, "--contralto-api-version", VERSION)
    result.stdout.fnmatch_lines(
        [
            f"contralto: {mock.url}, seed 0",
            "contralto::voices.list-is-a-page[[]2026-03-01] PASSED*",
            f"contralto::voices.list-is-a-page[[]{VERSION}] PASSED*",
        ]
    )


def test_the_run_is_made_once_and_only_for_what_was_chosen(suite: Suite, mock: Running) -> None:
    mock.reset()
    result = suite(mock.url, "-k", "voices.unknown-id-is-404")
    asked = {request.path for request in mock.requests}
    assert result.parseoutcomes()["passed"] == 1
    assert len([request for request in mock.requests if request.path == "/voices"]) == 1
    assert not any(path.startswith("/tts") for path in asked)


def test_marks_choose_by_level_and_area(suite: Suite, mock: Running) -> None:
    listed = suite(mock.url, "--collect-only", "-q", "-m", "contralto_should and contralto_area_tts_bytes")
    nodes = [line for line in listed.outlines if line.startswith("contralto::")]
    assert f"contralto::{SHOULD}[{VERSION}]" in nodes
    assert all(line.startswith("contralto::tts.bytes.") for line in nodes)


def test_an_item_is_found_by_its_id(suite: Suite, mock: Running) -> None:
    result = suite(mock.url, f"contralto::{MUST}[{VERSION}]")
    result.assert_outcomes(passed=1)


def test_an_id_that_names_no_item_is_an_error(suite: Suite, mock: Running) -> None:
    result = suite(mock.url, "contralto::voices.none[2026-08-14]")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: not found: contralto::voices.none*"])


def test_a_violated_must_fails_with_its_findings(suite: Suite, faulty: Running) -> None:
    result = suite(faulty.url, "--contralto-only", MUST)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "expected  *404*",
            "got       *",
            "where     voices/*",
            f"again     contralto check {faulty.url} --no-generated --api-version {VERSION} --only {MUST} --seed 0",
        ]
    )


def test_a_violated_should_warns_and_is_no_success(suite: Suite, faulty: Running) -> None:
    result = suite(faulty.url, "--contralto-only", SHOULD)
    result.assert_outcomes(skipped=1, warnings=1)
    result.stdout.fnmatch_lines([f"*ShouldViolated: {SHOULD}*", "*warning: a SHOULD is violated: expected *"])


def test_a_violated_should_fails_when_strict(suite: Suite, faulty: Running) -> None:
    suite(faulty.url, "--contralto-only", SHOULD, "--contralto-strict").assert_outcomes(failed=1)


def test_what_was_not_verified_is_skipped_with_the_reason(suite: Suite, mock: Running) -> None:
    result = suite(mock.url, "--contralto-only", "client.*")
    assert "passed" not in result.parseoutcomes()
    result.stdout.fnmatch_lines(["SKIPPED * not verified: it binds the client, which this run does not examine"])


def test_a_target_that_cannot_be_judged_is_one_error(suite: Suite, mock: Running) -> None:
    result = suite(mock.url + "/nowhere", "--contralto-only", "voices.list-*")
    outcomes = result.parseoutcomes()
    assert outcomes["errors"] == 1
    assert outcomes.keys() <= {"errors", "skipped"}
    result.stdout.fnmatch_lines(["*has nothing at its base URL*does the URL lack a base path*"])


def test_tests_of_ones_own_run_beside_them(suite: Suite, mock: Running, pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_own(): pass")
    suite(mock.url, "--contralto-only", MUST).assert_outcomes(passed=2)


def test_a_report_is_written(suite: Suite, mock: Running, pytester: pytest.Pytester) -> None:
    suite(mock.url, "--contralto-only", MUST, "--contralto-report", "out").assert_outcomes(passed=1)
    assert {path.name for path in (pytester.path / "out").iterdir()} >= {"report.json", "report.html"}


def test_without_a_url_there_is_no_item(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_subprocess("-p", "contralto", "--contralto-only", MUST)
    assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED


@pytest.mark.parametrize(
    ("url", "arguments", "complaint"),
    [
        ("127.0.0.1:1", (), "`127.0.0.1:1` is not an HTTP URL"),
        ("ws://127.0.0.1:1", (), "`ws://127.0.0.1:1` is a socket URL"),
        ("http://127.0.0.1:1", ("--contralto-only", "voices.nothing"), "`voices.nothing` matches no requirement"),
        ("http://127.0.0.1:1", ("--contralto-api-version", "1999-01-01"), "API version `1999-01-01` does not exist"),
        ("http://127.0.0.1:1", ("--contralto-max-time", "0"), "`--contralto-max-time` must be greater than 0, got 0"),
        ("http://127.0.0.1:1", ("--contralto-concurrency", "-1"), "`--contralto-concurrency` must be at least 1"),
        ("http://127.0.0.1:1", ("--contralto-budget", "-1"), "`--contralto-budget` must be at least 0"),
        ("http://127.0.0.1:1", ("--contralto-profile", "smokey"), "profile `smokey` does not exist"),
        ("http://127.0.0.1:1", ("--contralto-profile", "soak"), "profile `soak` goes on until its time is up"),
        ("http://127.0.0.1:1", ("--contralto-dialect", "nobody"), "*`nobody`"),
        ("http://127.0.0.1:1", ("--contralto-own", "nowhere"), "requirements of your own cannot be judged"),
    ],
)
def test_options_that_make_no_sense_are_explained(
    url: str, arguments: tuple[str, ...], complaint: str, suite: Suite
) -> None:
    result = suite(url, *arguments)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: {complaint}*"])


def test_the_key_comes_from_the_environment_only(suite: Suite, mock: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONTRALTO_API_KEY")
    monkeypatch.delenv("CARTESIA_API_KEY", raising=False)
    result = suite(mock.url)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: no API key", "hint: set CONTRALTO_API_KEY or CARTESIA_API_KEY"])


KNOWN_UNTIL = "2999-12-31"


def write_target(pytester: pytest.Pytester, url: str, **members: object) -> str:
    text = yaml.safe_dump({"url": url, "credentials": {"api_key": "GATEWAY_KEY"}, **members}, sort_keys=False)
    (pytester.path / "target.yaml").write_text(text, encoding="utf-8")
    return "--contralto-target=target.yaml"


def waiver(requirement: str, until: str = KNOWN_UNTIL) -> dict[str, str]:
    return {"requirement": requirement, "reason": "an old server", "until": until}


@pytest.fixture
def by_file(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Suite:
    """The same with a target file in the place of the URL, whose key has a name of its own."""
    pytester.makeini("[pytest]\n")
    monkeypatch.delenv("CONTRALTO_API_KEY")
    monkeypatch.delenv("CARTESIA_API_KEY", raising=False)
    monkeypatch.setenv("GATEWAY_KEY", "sk_car_test")

    def run(file: str, *arguments: str) -> pytest.RunResult:
        options = ("-p", "contralto", "-p", "no:cacheprovider", "--strict-markers", "-rsx", file)
        return pytester.runpytest_subprocess(*options, "--contralto-no-generated", *arguments)

    return run


def test_a_target_file_says_what_is_judged(by_file: Suite, pytester: pytest.Pytester, mock: Running) -> None:
    file = write_target(pytester, mock.url, name="the gateway", api_versions=[VERSION], profile="smoke", budget=40)
    result = by_file(file, "--contralto-only", MUST, "-v")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(
        [
            f"contralto: the gateway, {mock.url}, profile smoke, seed 0, budget 40 credits",
            "contralto: 1 case, up to 1 request: no credits; budget 40 credits",
            f"contralto::{MUST}[[]{VERSION}] PASSED*",
        ]
    )


def test_options_and_the_url_win_over_the_file(by_file: Suite, pytester: pytest.Pytester, mock: Running) -> None:
    file = write_target(pytester, "http://nowhere.invalid", api_versions=["2024-06-10"], profile="full", budget=1)
    given = ("--contralto-api-version", VERSION, "--contralto-profile", "smoke", "--contralto-budget", "30")
    result = by_file(file, f"--contralto-url={mock.url}", *given, "--contralto-only", MUST, "-v")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(
        [f"contralto: {mock.url}, profile smoke, seed 0, budget 30 credits", f"contralto::{MUST}[[]{VERSION}] PASSED*"]
    )


def test_what_repeats_a_violation_names_the_file_and_the_url(
    by_file: Suite, pytester: pytest.Pytester, faulty: Running
) -> None:
    file = write_target(pytester, "http://nowhere.invalid", api_versions=[VERSION])
    result = by_file(file, f"--contralto-url={faulty.url}", "--contralto-only", MUST)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f"again     contralto check {faulty.url} --target target.yaml --no-generated *"])


def test_a_known_violation_is_an_expected_failure(by_file: Suite, pytester: pytest.Pytester, faulty: Running) -> None:
    file = write_target(pytester, faulty.url, api_versions=[VERSION], waivers=[waiver(MUST), waiver(SHOULD)])
    result = by_file(file, "--contralto-only", MUST, "--contralto-only", SHOULD)
    result.assert_outcomes(xfailed=2)
    result.stdout.fnmatch_lines([f"XFAIL *{MUST}* known until {KNOWN_UNTIL}: an old server (target.yaml:*)"])


def test_a_known_violation_fails_where_expected_failures_are_run(
    by_file: Suite, pytester: pytest.Pytester, faulty: Running
) -> None:
    file = write_target(pytester, faulty.url, api_versions=[VERSION], waivers=[waiver(MUST)])
    result = by_file(file, "--contralto-only", MUST, "--runxfail")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f"reason    known until {KNOWN_UNTIL}: an old server*", "expected  *404*"])


def test_a_waiver_that_has_ended_fails_and_says_so(by_file: Suite, pytester: pytest.Pytester, faulty: Running) -> None:
    file = write_target(pytester, faulty.url, api_versions=[VERSION], waivers=[waiver(MUST, "2020-01-31")])
    result = by_file(file, "--contralto-only", MUST)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["reason    its waiver ended on 2020-01-31: an old server (target.yaml:*)"])


def test_a_waiver_of_what_is_met_fails_and_says_so(by_file: Suite, pytester: pytest.Pytester, mock: Running) -> None:
    file = write_target(pytester, mock.url, api_versions=[VERSION], waivers=[waiver(MUST)])
    result = by_file(file, "--contralto-only", MUST)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f"reason    waived as violated, but met: take the waiver of `{MUST}` out (target.*)"])


def test_a_waiver_of_several_is_not_stale_because_one_of_them_is_run_alone(
    by_file: Suite, pytester: pytest.Pytester, faulty: Running
) -> None:
    file = write_target(pytester, faulty.url, api_versions=[VERSION], waivers=[waiver("voices.*")])
    by_file(file, f"contralto::{MUST}[{VERSION}]").assert_outcomes(xfailed=1)
    by_file(file, f"contralto::voices.list-is-a-page[{VERSION}]").assert_outcomes(passed=1)


def test_what_is_not_claimed_is_skipped_with_the_reason(
    by_file: Suite, pytester: pytest.Pytester, mock: Running
) -> None:
    unclaimed = {"voice-changer": "we change no voices"}
    file = write_target(pytester, mock.url, api_versions=[VERSION], unclaimed=unclaimed)
    result = by_file(file, "--contralto-only", "voice.changer.*")
    assert result.parseoutcomes().keys() == {"skipped"}
    result.stdout.fnmatch_lines(["SKIPPED * feature `voice-changer` is not claimed: we change no voices"])


def test_what_a_dialect_departs_from_is_skipped_with_the_reason(suite: Suite) -> None:
    name, why = next(iter(contralto_spec.load().in_dialect("keypool").departures.items()))
    with serve(MockSettings(dialect="keypool")) as mock:
        result = suite(mock.url, "--contralto-dialect", "keypool", "--contralto-only", name)
    assert result.parseoutcomes() == {"skipped": 1}
    result.stdout.fnmatch_lines(
        [f"contralto: {mock.url}, dialect keypool, seed 0", f"SKIPPED *the dialect departs: {why[:40]}*"]
    )


def test_side_effects_are_those_that_are_allowed(by_file: Suite, pytester: pytest.Pytester, mock: Running) -> None:
    mock.reset()
    file = write_target(pytester, mock.url, api_versions=[VERSION], allow=[])
    withheld = by_file(file, "--contralto-only", MAKES)
    assert {request.method for request in mock.requests} == {"GET"}
    withheld.assert_outcomes(skipped=1)
    withheld.stdout.fnmatch_lines(["SKIPPED *delete things in the account; `--contralto-allow changes` plays them"])
    by_file(file, "--contralto-only", MAKES, "--contralto-allow", "changes").assert_outcomes(passed=1)


def test_what_a_run_costs_is_told_before_and_after(suite: Suite, mock: Running) -> None:
    result = suite(mock.url, "--contralto-only", "tts.bytes.*", "-k", SHOULD)
    result.stdout.fnmatch_lines(
        [
            "contralto: 1 case, up to * requests: about * credits (at most *)",
            "*= contralto =*",
            "estimate  1 case, up to * requests: about * credits (at most *)",
            "spent     about * credits (at most *)",
        ]
    )


def test_collecting_alone_says_what_it_would_cost_and_sends_nothing(
    by_file: Suite, pytester: pytest.Pytester, mock: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GATEWAY_KEY")
    mock.reset()
    result = by_file(write_target(pytester, mock.url), "--collect-only", "-q", "-k", SHOULD)
    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines(["contralto: * cases, up to * requests: about * credits (at most *)"])
    assert not mock.requests


def test_what_is_left_behind_is_told_and_stands_in_the_ledger(suite: Suite, pytester: pytest.Pytester) -> None:
    with serve(NOT_DELETED) as mock:
        result = suite(mock.url, "--contralto-only", MAKES)
        result.stdout.fnmatch_lines(
            [
                "left      * could not be deleted; `contralto clean contralto-ledger.json` tries again",
                f"*DELETE {mock.url}/agents/webhooks/*",
            ]
        )
        made = json.loads((pytester.path / "contralto-ledger.json").read_text(encoding="utf-8"))["made"]
        assert made
        again = suite(mock.url, "--contralto-only", MAKES)
    assert again.ret == pytest.ExitCode.USAGE_ERROR
    again.stderr.fnmatch_lines(
        [
            "ERROR: `contralto-ledger.json` lists what an earlier run has left behind",
            "hint: `contralto clean contralto-ledger.json` deletes it; *`--contralto-report`",
        ]
    )


def test_no_ledger_stays_where_nothing_is_left(suite: Suite, pytester: pytest.Pytester, mock: Running) -> None:
    suite(mock.url, "--contralto-only", MAKES).assert_outcomes(passed=1)
    assert not (pytester.path / "contralto-ledger.json").exists()


def test_what_nobody_could_delete_is_told_and_keeps_no_run_from_beginning(suite: Suite, mock: Running) -> None:
    for _ in range(2):
        result = suite(mock.url, "--contralto-only", MAKES_FOR_EVER)
        result.assert_outcomes(passed=1)
        result.stdout.fnmatch_lines(["left      1 thing could not be deleted*", "*the API offers no way to delete it*"])


def test_all_that_is_wrong_with_a_file_is_told_by_line(
    by_file: Suite, pytester: pytest.Pytester, mock: Running
) -> None:
    mock.reset()
    members = {"plan": "huge", "upstream": "127.0.0.1:0", "waivers": [waiver("voices.unknown")]}
    result = by_file(write_target(pytester, mock.url, **members))
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        [
            "ERROR: the target file cannot be used",
            "target.yaml:4:1: error [[]target-plan] plan `huge` does not exist; there are *",
            "target.yaml:5:1: error [[]target-upstream] `127.0.0.1:0` is not HOST:PORT such as *",
            "target.yaml:7:3: error [[]target-waiver] `voices.unknown` matches no requirement; *",
        ]
    )
    assert not mock.requests


def test_a_variable_that_is_not_set_is_named(
    by_file: Suite, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GATEWAY_KEY")
    result = by_file(write_target(pytester, "http://127.0.0.1:1"))
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: GATEWAY_KEY, which `target.yaml` names as `api_key`, is not set"])


def test_a_proxy_of_a_target_file_is_judged_from_both_sides(
    by_file: Suite, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONTRALTO_UPSTREAM_KEY", "sk_car_upstream")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        upstream = f"127.0.0.1:{taken.getsockname()[1]}"
    settings = GatewaySettings(upstream, {"sk_car_test": Team()}, (Key("sk_car_upstream"),))
    with serve_gateway(settings) as url:
        file = write_target(pytester, url, api_versions=[VERSION], upstream=upstream)
        by_file(file, "--contralto-only", "proxy.base-path-stripped").assert_outcomes(passed=1)


def test_processes_of_xdist_share_a_target_file_and_its_account(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GATEWAY_KEY", "sk_car_test")
    plugins = ("-p", "contralto", "-p", "xdist", "-p", "no:cacheprovider", "-n", "2", "--dist", "load")
    only = ("--contralto-only", MAKES, "--contralto-only", MUST)
    with serve(NOT_DELETED) as mock:
        file = write_target(pytester, mock.url, api_versions=[VERSION], waivers=[waiver(MUST)])
        result = pytester.runpytest_subprocess(*plugins, *only, "--contralto-no-generated", file)
        assert len([request for request in mock.requests if request.path == "/"]) == 1
    assert result.parseoutcomes()["xfailed"] == 1
    result.stdout.fnmatch_lines(
        ["estimate  *", "spent     *", "left      * could not be deleted; `contralto clean contralto-ledger.json` *"]
    )


def test_processes_of_xdist_share_one_run(pytester: pytest.Pytester, mock: Running) -> None:
    mock.reset()
    plugins = ("-p", "contralto", "-p", "xdist", "-p", "no:cacheprovider", "-n", "2", "--dist", "load")
    options = ("--contralto-no-generated", "--contralto-api-version", VERSION, "--contralto-only", "voices.*")
    result = pytester.runpytest_subprocess(*plugins, *options, "-v", f"--contralto-url={mock.url}")
    outcomes = result.parseoutcomes()
    assert outcomes["passed"] > 5
    assert not outcomes.keys() & {"failed", "errors"}
    workers = {word for line in result.outlines for word in line.split() if word.startswith("[gw")}
    assert workers == {"[gw0]", "[gw1]"}
    assert len([request for request in mock.requests if request.path == "/"]) == 1


def test_what_processes_share_is_gone_afterwards(
    pytester: pytest.Pytester, mock: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    plugins = ("-p", "contralto", "-p", "xdist", "-p", "no:cacheprovider", "-n", "1")
    options = ("--contralto-no-generated", "--contralto-api-version", VERSION, "--contralto-only", MUST)
    result = pytester.runpytest_subprocess(*plugins, *options, f"--contralto-url={mock.url}")
    result.assert_outcomes(passed=1)
    assert list(tmp_path.glob("contralto-*")) == []
