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
    process = await _started(words, settings, asyncio.subprocess.DEVNULL)
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


class Worker:
    """A program that stays: it reads scenarios line by line and answers each with one line. One at a time."""

    def __init__(self, words: Sequence[str], key: str) -> None:
        self._words = words
        self._key = key
        self._process: asyncio.subprocess.Process | None = None
        self._err = bytearray()
        self._reading: asyncio.Task[None] | None = None

    async def run(self, scenario: Mapping[str, Any], *, limit_s: float) -> Ran:
        """One scenario, by a program that is started when there is none. Raises CannotRun.

        A program that is too slow, writes too much or ends is ended; the next scenario gets a fresh one.
        """
        process = self._process or await self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        self._err.clear()
        out, failure = bytearray(), ""
        try:
            async with asyncio.timeout(limit_s):
                process.stdin.write(json.dumps(scenario, ensure_ascii=False).encode() + b"\n")
                await process.stdin.drain()
                while not _has_report(out) and (line := await process.stdout.readline()):
                    out += line
                    if len(out) > MAX_OUTPUT_BYTES:
                        raise _TooMuch
        except TimeoutError:
            failure = f"the program was not through after {limit_s:g} s"
        except (_TooMuch, ValueError):  # many lines, or one without an end
            failure = f"the program wrote more than {MAX_OUTPUT_BYTES:,} bytes"
        except OSError:
            pass  # it has ended: there is no report
        if len(self._err) > MAX_OUTPUT_BYTES:
            failure = f"the program wrote more than {MAX_OUTPUT_BYTES:,} bytes"
        if failure or not _has_report(out):
            await self.end()
        return _ran(bytes(out), bytes(self._err), self._key, failure, process.returncode)

    async def end(self) -> None:
        """Ends the program, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(TimeoutError):
            # A program that ended by itself has a code of its own, and last words.
            async with asyncio.timeout(0.2):
                await process.wait()
        _end(process)
        await process.wait()
        if self._reading is not None:
            await self._reading

    async def _start(self) -> asyncio.subprocess.Process:
        process = await _started(self._words, {"CONTRALTO_SCENARIOS": "stdin"}, asyncio.subprocess.PIPE)
        assert process.stderr is not None
        self._process = process
        self._reading = asyncio.ensure_future(self._listen(process.stderr))
        return process

    async def _listen(self, stderr: asyncio.StreamReader) -> None:
        while data := await stderr.read(_READ_BYTES):
            if len(self._err) <= MAX_OUTPUT_BYTES:
                self._err += data


async def _started(words: Sequence[str], settings: Mapping[str, str], stdin: int) -> asyncio.subprocess.Process:
    environment = {name: value for name, value in os.environ.items() if name.lower() not in _PROXY_VARIABLES}
    try:
        return await asyncio.create_subprocess_exec(
            *words,
            stdin=stdin,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**environment, **settings},
            start_new_session=True,
            limit=MAX_OUTPUT_BYTES,
        )
    except (OSError, ValueError) as error:
        raise CannotRun(f"the command cannot be run: {error}") from error


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


def _has_report(out: bytes | bytearray) -> bool:
    """Whether the last line, which must be whole, is a JSON object; what stands before it is log."""
    return out.endswith(b"\n") and _report_in(out.decode("utf-8", "replace"))[0] is not None


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
