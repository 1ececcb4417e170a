"""One page with everything side by side: the mock in all versions and dialects, our client, and the vendor's SDKs.

Usage: python conformance/matrix.py REPORT_FOLDER [further options of `contralto check`]
Writes `matrix.html` there, and the reports that it is made of into `matrix/`. The exit code is 2 if one of them could
not be made, else 0: the page is for looking, and says itself what is violated.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import contralto_spec

KEY = "sk_car_mock.matrix"
CONTRALTO = (sys.executable, "-m", "contralto_cli")
PROGRAMS = Path(__file__).parents[1] / "tests" / "examine" / "programs"
CLIENTS = {
    "our client": (sys.executable, "our_client.py"),
    "official Python SDK": (sys.executable, "official_sdk.py"),
    "official Python SDK, asynchronous": (sys.executable, "official_sdk_async.py"),
    "official TypeScript SDK": ("node", "typescript_sdk.mjs"),
}
"""What runs each program of `PROGRAMS`."""


@contextmanager
def mock(*options: str) -> Iterator[str]:
    """The URL of a mock with these options, which ends in an orderly way. Raises RuntimeError if it does not start."""
    command = [*CONTRALTO, "mock", "--port", "0", "--api-key", KEY, *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            if not url:
                raise RuntimeError("the mock did not start; its message stands above")
            yield url
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)


def server_report(folder: Path, options: Sequence[str], checking: Sequence[str]) -> Path:
    """What a check of the mock with these options says."""
    command = [*CONTRALTO, "check", "--report", str(folder), "--format", "markdown", *checking]
    with mock(*options) as url:
        environment = {**os.environ, "CONTRALTO_API_KEY": KEY}
        done = subprocess.run([*command, url], env=environment, check=False, stdout=subprocess.DEVNULL)
    if done.returncode not in {0, 1}:
        raise RuntimeError(f"the check of the mock {' '.join(options)} ended with {done.returncode}")
    return folder / "report.json"


def client_report(folder: Path, interpreter: str, program: str) -> Path:
    """What an examination of a client says."""
    words = shlex.join([interpreter, str(PROGRAMS / program)])
    command = [*CONTRALTO, "examine", "--report", str(folder), "--format", "markdown", "--stays", "--command", words]
    done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    if done.returncode not in {0, 1}:
        raise RuntimeError(f"the examination of {program} ended with {done.returncode}")
    return folder / "report.json"


def main(arguments: Sequence[str]) -> int:
    report, *checking = arguments or ["report"]
    folder = Path(report)
    parts = folder / "matrix"
    parts.mkdir(parents=True, exist_ok=True)
    found: dict[str, Path] = {}
    try:
        print("the mock in all versions")
        found["mock"] = server_report(parts / "mock", (), checking)
        for dialect in contralto_spec.load().dialects:
            print(f"the mock in the dialect {dialect}")
            options = ("--dialect", dialect)
            found[f"mock, dialect {dialect}"] = server_report(parts / dialect, options, (*options, *checking))
        for name, (interpreter, program) in CLIENTS.items():
            print(name)
            found[name] = client_report(parts / Path(program).stem, interpreter, program)
    except (RuntimeError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    names = [word for name in found for word in ("--name", name)]
    page = folder / "matrix.html"
    code = subprocess.run([*CONTRALTO, "matrix", *found.values(), "--out", page, *names], check=False).returncode
    print(page)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
