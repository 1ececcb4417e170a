"""The mock and the requirements in tests of your own, there as soon as `contralto` is installed.

`contralto_mock` is a mock on a free port, shared by all tests that want the same settings and put back to its start
before each of them; the marker says what they want, in the words of `MockSettings`:

    @pytest.mark.contralto_mock(plan="free", faults=["tts.sse:truncate"])
    def test_my_client(contralto_mock): ...

`pytest --contralto-url URL` judges a server, and `pytest --contralto-target FILE` the one of a target file: each
requirement is a test under each API version.

Nothing of the mock, or of the suite, is imported before it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from contralto_conformance.mock import MockSettings, Running

SHARED = "contralto_run"
"""Where a process of pytest-xdist finds the folder of the one run among what its controller tells it."""

_LEVELS = ("must", "should", "observed")
_MARKER = "contralto_mock(**settings): settings of the mock that the fixture `contralto_mock` gives, see `MockSettings`"


class ShouldViolated(UserWarning):
    """The server under test violates a SHOULD, or is not as it was observed to be."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of the requirements; none of them does anything without one of the first two."""
    group = parser.getgroup("contralto", "requirements on a server of the Cartesia voice API")
    add = group.addoption
    add("--contralto-url", metavar="URL", help="judge the server at this base URL; the key is in CONTRALTO_API_KEY")
    add("--contralto-target", metavar="FILE", help="judge by this target file; the other options win over it")
    add("--contralto-api-version", action="append", default=[], metavar="DATE", help="version to examine, repeatable")
    add("--contralto-only", action="append", default=[], metavar="GLOB", help="requirement ids to judge, repeatable")
    add("--contralto-dialect", metavar="NAME", help="judge by what this dialect promises")
    add("--contralto-profile", metavar="NAME", help="how much is played: smoke, standard, full or soak")
    add("--contralto-budget", type=float, metavar="CREDITS", help="what the run may cost at most")
    effects = ("changes", "calls", "nothing")
    about = "side effects that are allowed, repeatable; if not given, both on this machine and neither elsewhere"
    add("--contralto-allow", action="append", default=[], choices=effects, help=about)
    add("--contralto-own", action="append", default=[], metavar="DIR", help="requirements of your own, repeatable")
    add("--contralto-seed", type=int, default=0, metavar="N", help="of ids and generated tests")
    add("--contralto-strict", action="store_true", help="a violated SHOULD is a failure")
    add("--contralto-no-generated", action="store_true", help="leave the generated tests out")
    add("--contralto-concurrency", type=int, metavar="N", help="cases played at once")
    add("--contralto-max-time", type=float, metavar="S", help="seconds after which the run ends")
    add("--contralto-report", metavar="DIR", help="folder for report.json, junit.xml, report.md and report.html")


def pytest_configure(config: pytest.Config) -> None:
    """Makes the markers known, and the requirements if a URL or a target file is given."""
    config.addinivalue_line("markers", _MARKER)
    for level in _LEVELS:
        config.addinivalue_line("markers", f"contralto_{level}: requirements of this level of the server under test")
    if any(config.getoption(option) is not None for option in ("--contralto-url", "--contralto-target")):
        from contralto_conformance.as_tests import RequirementsPlugin

        config.pluginmanager.register(RequirementsPlugin(config), "contralto-requirements")


@pytest.fixture
def contralto_mock(request: pytest.FixtureRequest, _contralto_mocks: Callable[[MockSettings], Running]) -> Running:
    """A running mock with the settings of the marker, back at its start; `url` is the base of its API."""
    settings: dict[str, Any] = {}
    for marker in reversed(list(request.node.iter_markers("contralto_mock"))):
        if marker.args:
            raise pytest.UsageError("`contralto_mock` takes settings by name, such as `plan='free'`")
        settings |= marker.kwargs
    running = _contralto_mocks(_settings(settings))
    running.reset()
    return running


@pytest.fixture
def contralto_mock_factory() -> Iterator[Callable[..., Running]]:
    """A function that starts a mock of its own, with settings by name; all of them end with the test."""
    from contralto_conformance.mock import serve

    with ExitStack() as opened:
        yield lambda **settings: opened.enter_context(serve(_settings(settings)))


@pytest.fixture(scope="session")
def _contralto_mocks() -> Iterator[Callable[[MockSettings], Running]]:
    """The running mock of these settings, started when it is first asked for."""
    from contralto_conformance.mock import serve

    started: dict[MockSettings, Running] = {}
    with ExitStack() as opened:

        def of(settings: MockSettings) -> Running:
            if settings not in started:
                started[settings] = opened.enter_context(serve(settings))
            return started[settings]

        yield of


def _settings(named: dict[str, Any]) -> MockSettings:
    from contralto_conformance.mock import MockSettings

    frozen: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in named.items()}
    try:
        return MockSettings(**frozen)
    except (TypeError, ValueError) as error:
        raise pytest.UsageError(f"contralto_mock: {error}") from None
