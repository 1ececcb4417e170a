"""Requirements of one's own: the example of the suite's README, and what is said of folders that do not fit."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import contralto_spec
from contralto_cli.main import main
from contralto_conformance import oracle
from contralto_conformance.cases import loader
from contralto_conformance.mock import MockSettings, Running, serve
from contralto_conformance.own import extended
from contralto_conformance.trace import Exchange, Trace
from contralto_spec import SpecError

pytest_plugins = ["pytester"]

README = (Path(__file__).parents[2] / "conformance/README.md").read_text(encoding="utf-8")
EXAMPLE = dict(re.findall(r"```(?:python|yaml)\n# (\S+)\n(.*?)```", README, re.DOTALL))
ID, VERSION = "gateway.answers-name-a-request", "2026-08-14"


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("CONTRALTO_API_KEY", "sk_car_test")


@pytest.fixture(scope="module")
def mock() -> Iterator[Running]:
    with serve(MockSettings()) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example of the suite's README."""
    made = tmp_path / "own"
    made.mkdir()
    for name, text in EXAMPLE.items():
        (made / name).write_text(text, encoding="utf-8")
    return made


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(*folders: Path) -> list[str]:
    """What is wrong with them, without the path above the folder."""
    with (
        pytest.raises(SpecError) as raised,
        extended(folders, contralto_spec.load(), loader.cases_of(loader.bundled())),
    ):
        pass
    return [str(finding).removeprefix(f"{folders[-1]}/") for finding in raised.value.findings]


def checked(mock: Running, folder: Path, *arguments: str) -> int:
    options = ("--api-version", VERSION, "--no-generated", "--own", str(folder))
    return main(["check", mock.url, *options, *arguments])


def test_the_example_has_all_four_files() -> None:
    assert set(EXAMPLE) == {"requirements.yaml", "sources.yaml", "checks.py", "cases.yaml"}


def test_the_example_is_met_by_the_mock(mock: Running, folder: Path, tmp_path: Path) -> None:
    assert checked(mock, folder, "--only", "gateway.*", "--report", str(tmp_path / "report")) == 0
    report = json.loads((tmp_path / "report/report.json").read_text(encoding="utf-8"))
    (entry,) = report["requirements"]
    assert entry["statement"] == "Every answer of the status names its request in `x-request-id`."
    assert "handbook of the gateway" in json.dumps(entry)


def test_own_requirements_are_listed_and_explained(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "gateway.*", "--own", str(folder)]) == 0
    assert capsys.readouterr().out.startswith(f"{ID}  MUST")
    assert main(["explain", ID, "--own", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "handbook of the gateway (third-party, read 2026-11-21)" in told
    assert main(["explain", ID]) == 2


def test_own_requirements_judge_recorded_traffic(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = Exchange("first", "http", "GET", "http://mock/", "/", (), (("cartesia-version", VERSION),), status=200)
    file = tmp_path / "trace.json"
    file.write_text(json.dumps(Trace("recorded", VERSION, exchanges=(status,)).to_dict()), encoding="utf-8")
    assert main(["verify", str(file), "--only", ID, "--own", str(folder)]) == 1
    told = " ".join(capsys.readouterr().out.split())
    assert ID in told
    assert "--own" in told


def test_what_it_finds_is_shown_with_the_folder_in_the_command(
    mock: Running, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    change(folder, "checks.py", 'header("x-request-id")', 'header("x-gateway")')
    assert checked(mock, folder, "--only", ID) == 1
    out, _ = capfd.readouterr()
    assert "Every answer of the status names its request" in out
    assert f"--own {folder} --no-generated --api-version {VERSION} --only {ID} --seed 0" in out


def test_it_is_judged_beside_the_rest(mock: Running, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert checked(mock, folder, "--only", "gateway.*", "--only", "voices.list-is-a-page") == 0
    out, _ = capfd.readouterr()
    assert ID in out
    assert "voices.list-is-a-page" in out


def test_as_a_test_of_pytest(mock: Running, folder: Path, pytester: pytest.Pytester) -> None:
    options = ("--contralto-url", mock.url, "--contralto-api-version", VERSION, f"--contralto-own={folder}")
    pytester.makeini("[pytest]\n")
    marked = ("-m", "contralto_area_gateway", "--strict-markers", "-v")
    result = pytester.runpytest_subprocess("-p", "contralto", *options, *marked)
    result.assert_outcomes(passed=1, deselected=result.parseoutcomes()["deselected"])
    result.stdout.fnmatch_lines([f"contralto::{ID}[[]{VERSION}] PASSED*"])


def test_the_suite_is_as_before_afterwards(folder: Path) -> None:
    before = dict(oracle.CHECKS)
    spec = contralto_spec.load()
    with extended([folder], spec, loader.cases_of(loader.bundled())) as suite:
        assert ID in oracle.CHECKS
        assert suite.spec.requirement(ID).sources[0].title == "handbook of the gateway"
        assert "gateway/status" in suite.cases
    assert before == oracle.CHECKS
    assert ID not in spec.requirements


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        (
            "requirements.yaml",
            "level: must",
            "level: shall",
            r"requirements\.yaml:4:\d+: error \[requirements-schema\]",
        ),
        ("requirements.yaml", f"id: {ID}", "id: voices.list-is-a-page", r"requirements\.yaml:3:\d+: .* exists already"),
        ("requirements.yaml", "[gateway-handbook]", "[handbook]", r"requirements\.yaml:7:.* `handbook` does not exist"),
        ("requirements.yaml", "request-is-answered", "thing", r"requirements\.yaml:9:.* `http\.every-thing` does not"),
        ("requirements.yaml", "cost: free", "since: 2020-01-01\n    cost: free", r".*`2020-01-01` does not exist"),
        ("requirements.yaml", "area: gateway", "area: [", r"requirements\.yaml:\d+:\d+: error \[not-yaml\]"),
        ("sources.yaml", "gateway-handbook", "docs-auth-clients", r"sources\.yaml:2:.* is a source of the suite"),
        ("cases.yaml", "suite: gateway", "suite: voices", r"cases\.yaml:1:1: .* suite `voices` exists already"),
        ("cases.yaml", "method: GET", "verb: GET", r"cases\.yaml:8:\d+: error \[case-schema\]"),
        ("checks.py", "def answers", "def 1answers", r"checks\.py:6:1: error \[own-checks\] SyntaxError"),
        ("checks.py", "@check(", "1 / 0\n\n\n@check(", r"checks\.py:5:1: .* ZeroDivisionError: division by zero"),
        ("checks.py", "import Trace", "import Tracer", r"checks\.py:2:1: .* ImportError: cannot import name 'Tracer'"),
        ("checks.py", ID, "gateway.answer", r"checks\.py:5:1: .* `gateway\.answer` does not exist; did you mean"),
        ("checks.py", ID, "voices.list-is-a-page", r"checks\.py:5:1: .* has a check already"),
        ("checks.py", "gateway/*", "getaway/*", r"checks\.py:5:1: .* no case is called `getaway/\*`"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(name: str, old: str, new: str, complaint: str, folder: Path) -> None:
    change(folder, name, old, new)
    said = problems(folder)
    assert any(re.match(complaint, line) for line in said), said


def test_places_are_named_in_a_folder_that_is_given_relatively(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    change(folder, "checks.py", "@check(", "1 / 0\n\n\n@check(")
    assert problems(Path("own")) == ["checks.py:5:1: error [own-checks] ZeroDivisionError: division by zero"]


def test_a_requirement_without_a_check_is_told(folder: Path) -> None:
    (folder / "checks.py").write_text("", encoding="utf-8")
    (said,) = problems(folder)
    assert said.startswith("requirements.yaml:3:")
    assert said.endswith(f'requirement `{ID}` has no check; write one in checks.py: `@check("{ID}", ...)`')


@pytest.mark.parametrize("name", ["requirements.yaml", "checks.py"])
def test_a_file_that_is_missing_is_named(name: str, folder: Path) -> None:
    (folder / name).unlink()
    assert any(line.startswith(f"{name}: error [unreadable] cannot be read: ") for line in problems(folder))


def test_two_folders_may_not_say_the_same(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for name in EXAMPLE:
        (other / name).write_bytes((folder / name).read_bytes())
    assert any(f"requirement `{ID}` exists already" in line for line in problems(folder, other))


def test_the_command_line_says_what_is_wrong_before_it_asks_the_server(
    mock: Running, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    change(folder, "requirements.yaml", "level: must", "level: shall")
    mock.reset()
    assert checked(mock, folder) == 2
    _, err = capfd.readouterr()
    assert err.startswith("error: requirements of your own cannot be judged\n")
    assert f"{folder}/requirements.yaml:4:" in err
    assert mock.requests == ()
