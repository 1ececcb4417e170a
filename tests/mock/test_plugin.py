"""The fixtures for tests of one's own, in a pytest of their own."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points

import pytest

pytest_plugins = ["pytester"]

TESTS = """
import httpx
import pytest

KEY = {"X-API-Key": "sk_car_test", "Cartesia-Version": "2026-08-14"}


def dictionaries(mock):
    return httpx.get(mock.url + "/pronunciation-dicts/", headers=KEY).json()["data"]


def add(mock):
    httpx.post(mock.url + "/pronunciation-dicts/", json={"name": "n", "items": []}, headers=KEY).raise_for_status()
"""


@pytest.fixture(autouse=True)
def _no_other_plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


def run(pytester: pytest.Pytester, tests: str, *arguments: str) -> pytest.RunResult:
    """Runs these tests in a process of their own, with the plugin and no other."""
    pytester.makepyfile(TESTS + tests)
    pytester.makeini("[pytest]\nfilterwarnings = error\n")
    options = ("-p", "contralto", "-p", "no:cacheprovider", "--strict-markers", *arguments)
    return pytester.runpytest_subprocess(*options)


def test_the_plugin_is_found_by_its_name() -> None:
    (found,) = entry_points(group="pytest11", name="contralto")
    assert found.value == "contralto_conformance.pytest_plugin"


def test_the_mock_is_shared_and_at_its_start_in_each_test(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
URLS = []

@pytest.mark.parametrize("_", range(3))
def test_it(contralto_mock, _):
    before = len(dictionaries(contralto_mock))
    add(contralto_mock)
    assert len(dictionaries(contralto_mock)) == before + 1
    URLS.append((contralto_mock.url, before))
    assert len(contralto_mock.requests) == 3
    contralto_mock.set_fault("voices.list:503")

def test_it_was_one():
    assert len(set(URLS)) == 1

def test_no_fault_is_left(contralto_mock):
    assert httpx.get(contralto_mock.url + "/voices", headers=KEY).status_code == 200
""",
    )
    result.assert_outcomes(passed=5)


def test_a_marker_says_what_the_mock_is_to_be(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
pytestmark = pytest.mark.contralto_mock(prefix="/v1/x")

@pytest.mark.contralto_mock(faults=["voices.list:429x1"], plan="free")
def test_marked(contralto_mock):
    assert contralto_mock.url.endswith("/v1/x")
    answers = [httpx.get(contralto_mock.url + "/voices", headers=KEY).status_code for _ in range(2)]
    assert answers == [429, 200]

def test_the_other_has_no_faults(contralto_mock):
    assert httpx.get(contralto_mock.url + "/voices", headers=KEY).status_code == 200
""",
    )
    result.assert_outcomes(passed=2)


def test_a_factory_makes_mocks_that_end_with_the_test(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
URLS = []

def test_two(contralto_mock_factory):
    one, two = contralto_mock_factory(), contralto_mock_factory(api_keys=["other"])
    assert one.url != two.url
    assert httpx.get(two.url + "/voices", headers=KEY).status_code == 401
    URLS.append(one.url)

def test_gone():
    with pytest.raises(httpx.ConnectError):
        httpx.get(URLS[0])
""",
    )
    result.assert_outcomes(passed=2)


@pytest.mark.parametrize(
    ("marker", "complaint"),
    [
        ("plan='gold'", "contralto_mock: `plan` must be one of free, pro, startup, scale, got `gold`"),
        ("speed=2", "contralto_mock: *unexpected keyword argument 'speed'"),
        ("'free'", "`contralto_mock` takes settings by name, such as `plan='free'`"),
    ],
)
def test_a_marker_that_makes_no_sense_is_explained(marker: str, complaint: str, pytester: pytest.Pytester) -> None:
    tests = f"""
@pytest.mark.contralto_mock({marker})
def test_marked(contralto_mock):
    pass
"""
    result = run(pytester, tests)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"*{complaint}*"])


def test_the_fixtures_and_the_marker_are_listed_with_what_they_are(pytester: pytest.Pytester) -> None:
    marked = run(pytester, "", "--markers")
    marked.stdout.fnmatch_lines(["@pytest.mark.contralto_mock(*settings): settings of the mock*"])
    listed = run(pytester, "", "--fixtures")
    listed.stdout.fnmatch_lines(["contralto_mock *", "contralto_mock_factory *"])


def test_the_plugin_imports_nothing_of_the_mock() -> None:
    program = (
        "import sys, pytest; before = set(sys.modules); import contralto_conformance.pytest_plugin; "
        "print(sorted(name for name in set(sys.modules) - before if not name.startswith('contralto_conformance')))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout == "[]\n"
