"""The mock in tests of your own: fixtures of pytest, there as soon as `contralto` is installed.

`contralto_mock` is a mock on a free port, shared by all tests that want the same settings and put back to its start
before each of them; the marker says what they want, in the words of `MockSettings`:

    @pytest.mark.contralto_mock(plan="free", faults=["tts.sse:truncate"])
    def test_my_client(contralto_mock): ...

Nothing of the mock is imported before a test asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from contralto_conformance.mock import MockSettings, Running

_MARKER = "contralto_mock(**settings): settings of the mock that the fixture `contralto_mock` gives, see `MockSettings`"


def pytest_configure(config: pytest.Config) -> None:
    """Makes the marker known."""
    config.addinivalue_line("markers", _MARKER)


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
