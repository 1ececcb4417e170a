"""A second opinion on the mock: the vendor's official Python SDK, as it is, against the mock as a process."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from .known_failing import idle, read_list, reasons
from .process import Mock, running_mock
from .sdk import Sdk

HERE = Path(__file__).parent
KNOWN_FAILING = "known_failing.txt"
TEST_TIMEOUT_S = 20
IDLE_PATTERNS = pytest.StashKey[list[str]]()

# Whatever the machine has set, the SDK shall talk to the mock and to nothing else.
_ENVIRONMENT = (
    "CARTESIA_BASE_URL",
    "CARTESIA_CUSTOM_HEADERS",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "WS_PROXY",
    "WSS_PROXY",
    "SSL_CERT_FILE",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Bounds every test here in time, and expects those in a list of known failures to fail.

    There is a list here and one in each folder below; a list names the tests of its own folder.
    """
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.timeout(TEST_TIMEOUT_S))
    # A run of single tests or of the last failures collects less than the lists may name.
    is_whole = not config.getoption("lf", default=False) and not any("::" in argument for argument in config.args)
    config.stash[IDLE_PATTERNS] = []
    for file in HERE.rglob(KNOWN_FAILING):
        near = [item for item in items if item.path.parent == file.parent]
        ours = {item.nodeid.rpartition(f"{file.parent.name}/")[2]: item for item in near}
        entries = read_list(file.read_text(encoding="utf-8"))
        if is_whole:
            config.stash[IDLE_PATTERNS] += [f"{file.relative_to(HERE)}: {said}" for said in idle(entries, ours)]
        for name, reason in reasons(entries, ours).items():
            ours[name].add_marker(pytest.mark.xfail(reason=reason, strict=True))


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run of the tests share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture
def idle_patterns(pytestconfig: pytest.Config) -> list[str]:
    """What is to be said of patterns in the lists of known failures that name none of the collected tests."""
    return pytestconfig.stash[IDLE_PATTERNS]


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in _ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    # Nothing here speaks TLS. Without certificates to load a client is made in a fraction of the time.
    monkeypatch.setenv("SSL_CERT_DIR", str(HERE))


@pytest.fixture(scope="session")
def mock() -> Iterator[Mock]:
    """The mock, at the root of its address."""
    with running_mock() as running:
        yield running


@pytest.fixture(params=["sync", "async"])
def sdk(request: pytest.FixtureRequest) -> Iterator[Sdk]:
    """The SDK, once with its sync and once with its async client."""
    with asyncio.Runner() as runner:
        both = Sdk(request.param, runner)
        yield both
        both.close()
