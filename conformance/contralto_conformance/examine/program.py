"""A client's program as a subject: run for one scenario, held to a time and to an amount of output, its report read.

What it writes is searched for the key before anything else sees it; from there on the key is gone.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import shlex
import shutil
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from contralto_conformance.trace import REDACTED_KEY

MAX_OUTPUT_BYTES = 1024 * 1024
_READ_BYTES = 65536
_TAIL = 300
_PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


class CannotRun(Exception):
    """The command cannot be started at all; the message is one sentence."""


@dataclass(frozen=True)
class Ran:
    """What a program left behind.

    report: the JSON object of its last line; None when there is none, and then `failure` says why in a sentence. leaks:
    lines of its output that held the key, with a placeholder in its place. logged: bytes that it wrote beside the
    report.
    """

    report: Mapping[str, Any] | None
    failure: str = ""
    leaks: tuple[str, ...] = ()
    logged: int = 0


def words_of(command: str) -> list[str]:
    """The command as words. Raises CannotRun if it is none, or if its program does not exist."""
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise CannotRun(f"the command cannot be read: {error}") from None
    if not words:
        raise CannotRun("the command is empty")
    if shutil.which(words[0]) is None:
        raise CannotRun(f"the program `{words[0]}` does not exist or may not be executed")
    return words


async def run(words: Sequence[str], settings: Mapping[str, str], *, key: str, limit_s: float) -> Ran:
    """Runs the command with these variables beside the environment's own. Raises CannotRun.

    When its time is over, or it writes without end, the program and all that it started are ended.
    """
    environment = {name: value for name, value in os.environ.items() if name.lower() not in _PROXY_VARIABLES}
    try:
        process = await asyncio.create_subprocess_exec(
            *words,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**environment, **settings},
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise CannotRun(f"the command cannot be run: {error}") from error
    assert process.stdout is not None
    assert process.stderr is not None
    out, err = bytearray(), bytearray()
    failure = ""
    try:
        async with asyncio.timeout(limit_s):
            await asyncio.gather(_read(process.stdout, out), _read(process.stderr, err))
            await process.wait()
    except TimeoutError:
        failure = f"the program was not through after {limit_s:g} s"
    except _TooMuch:
        failure = f"the program wrote more than {MAX_OUTPUT_BYTES:,} bytes"
    finally:
        _end(process)
        await process.wait()
    return _ran(bytes(out), bytes(err), key, failure, process.returncode)


class _TooMuch(Exception):
    pass


async def _read(stream: asyncio.StreamReader, into: bytearray) -> None:
    while data := await stream.read(_READ_BYTES):
        into += data
        if len(into) > MAX_OUTPUT_BYTES:
            raise _TooMuch


def _end(process: asyncio.subprocess.Process) -> None:
    """Ends the program and what it started; its process group is its own."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _ran(out: bytes, err: bytes, key: str, failure: str, code: int | None) -> Ran:
    leaks = tuple(dict.fromkeys(line for text in (out, err) for line in _leaks(text, key)))
    shown = _without(out.decode("utf-8", "replace"), key)
    told = _without(err.decode("utf-8", "replace"), key)
    report, rest = _report_in(shown)
    if report is None and not failure:
        failure = _why(code, shown, told)
    elif failure:
        report = None
    return Ran(report, failure, leaks, len(rest) + len(err))


def _report_in(text: str) -> tuple[Mapping[str, Any] | None, str]:
    """The JSON object of the last line, and what stands before it."""
    lines = text.rstrip().split("\n")
    try:
        value = json.loads(lines[-1])
    except (ValueError, RecursionError):
        return None, text
    return (value, "\n".join(lines[:-1])) if isinstance(value, dict) else (None, text)


def _why(code: int | None, out: str, err: str) -> str:
    """Why there is no report, with the last line that the program wrote."""
    ended = f"was ended by signal {-code}" if code is not None and code < 0 else f"ended with code {code}"
    last = (err.strip() or out.strip()).rpartition("\n")[2].strip()
    said = f"; its last line: {last[:_TAIL]}" if last else " and wrote nothing"
    return f"the program {ended} without a report{said}"


def _forms(key: str) -> tuple[str, ...]:
    """The ways in which a key may be written."""
    return tuple(dict.fromkeys((key, quote(key, safe=""), base64.b64encode(key.encode()).decode())))


def _without(text: str, key: str) -> str:
    for form in _forms(key):
        text = text.replace(form, REDACTED_KEY)
    return text


def _leaks(output: bytes, key: str) -> list[str]:
    text = output.decode("utf-8", "replace")
    return [_without(line, key).strip()[:_TAIL] for line in text.split("\n") if any(f in line for f in _forms(key))]
