"""The requirements as tests of pytest, in a pytest of their own, against the mock of this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from contralto_conformance.mock import MockSettings, Running, serve

pytest_plugins = ["pytester"]

VERSION = "2026-08-14"
MUST, SHOULD = "voices.unknown-id-is-404", "tts.bytes.wav-length-honest"
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
        ("http://127.0.0.1:1", ("--contralto-own", "nowhere"), "nowhere: error [[]own-folder] is no folder"),
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
    result = suite(mock.url)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: no API key: set CONTRALTO_API_KEY"])


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
