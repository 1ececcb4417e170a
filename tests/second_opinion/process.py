"""The mock as its users run it: a process of its own, found by the URL that it prints first."""

from __future__ import annotations

import contextlib
import os
import selectors
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

API_KEY = "sk_car_second_opinion"
START_S = 15.0
STOP_S = 5.0

CONTRALTO = (str(Path(sys.executable).with_name("contralto")),)
FAULTY_CONTRALTO = (sys.executable, str(Path(__file__).with_name("faulty_mock.py")))


@dataclass(frozen=True, slots=True)
class Mock:
    """A running mock: `url` is the base of the API, `process` what runs it.

    One that was started with `--tls` has the base of the API in TLS as well, and the file of the authority to trust.
    """

    url: str
    process: subprocess.Popen[str]
    tls_url: str | None = None
    ca_file: str | None = None

    @property
    def websocket_url(self) -> str:
        """The base of the sockets, in plain text as the mock speaks it."""
        return "ws" + self.url.removeprefix("http")

    def stop(self) -> int:
        """Asks the process to end and gives its exit code."""
        self.process.terminate()
        try:
            return self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


@contextlib.contextmanager
def running_mock(*options: str, program: Sequence[str] = CONTRALTO) -> Iterator[Mock]:
    """A mock on a free port with `options` of `contralto mock`; it must end well and say nothing on standard error."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("CARTESIA_", "CONTRALTO_"))
    }
    command = [*program, "mock", "--port", "0", "--api-key", API_KEY, *options]
    with tempfile.TemporaryFile("w+") as complaints:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints, text=True, env=environment)
        with process:
            mock = Mock(_first_line(process), process, *(_tls_lines(process) if "--tls" in options else ()))
            try:
                assert mock.url.startswith("http://127.0.0.1:"), f"no URL but `{mock.url}`: {_text(complaints)}"
                yield mock
            finally:
                exit_code = mock.stop() if process.poll() is None else process.returncode
            assert (exit_code, _text(complaints)) == (0, "")


def _first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        if not selector.select(START_S):
            process.kill()
            raise AssertionError(f"the mock printed nothing within {START_S} s")
    return process.stdout.readline().strip()


def _tls_lines(process: subprocess.Popen[str]) -> tuple[str, str]:
    """The URL and the file of the authority, which stand below the first line."""
    assert process.stdout is not None
    url, setting = (process.stdout.readline().strip() for _ in range(2))
    return url, setting.removeprefix("SSL_CERT_FILE=")


def _text(file: TextIO) -> str:
    file.seek(0)
    return file.read()
