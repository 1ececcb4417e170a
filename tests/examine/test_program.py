"""Programs that misbehave are told in a sentence, and none of them outlives its time."""

from __future__ import annotations

import asyncio
import base64
import sys

import pytest

from contralto_conformance.examine.program import CannotRun, Ran, Worker, run, words_of

KEY = "sk_car_of_nobody/at+all"


def ran(source: str, *, limit_s: float = 30.0) -> Ran:
    return asyncio.run(run([sys.executable, "-c", source], {}, key=KEY, limit_s=limit_s))


def test_the_last_line_is_the_report() -> None:
    got = ran("import sys; print('hello'); print('note', file=sys.stderr); print('{\"audio\": \"\"}')")
    assert (got.report, got.failure, got.logged) == ({"audio": ""}, "", len("hello") + len("note\n"))


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("raise KeyError('voice')", "the program ended with code 1 without a report; its last line: KeyError: 'voice'"),
        ("pass", "the program ended with code 0 without a report and wrote nothing"),
        ("print('[1]')", "the program ended with code 0 without a report; its last line: [1]"),
        ("print('{\"a\":')", 'the program ended with code 0 without a report; its last line: {"a":'),
        ("import os; os.kill(os.getpid(), 9)", "the program was ended by signal 9 without a report and wrote nothing"),
        ("while True: print('x' * 9999)", "the program wrote more than 1,048,576 bytes"),
        ("import sys\nwhile True: print('x' * 9999, file=sys.stderr)", "the program wrote more than 1,048,576 bytes"),
    ],
)
def test_no_report_is_told_in_a_sentence(source: str, told: str) -> None:
    got = ran(source)
    assert (got.report, got.failure) == (None, told)


def test_a_program_that_hangs_is_ended_with_all_that_it_started() -> None:
    source = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(600)'])"
    assert ran(source, limit_s=1.0).failure == "the program was not through after 1 s"


def test_a_report_in_time_counts_for_nothing_when_the_program_does_not_end() -> None:
    got = ran("import time; print('{}', flush=True); time.sleep(600)", limit_s=2.0)
    assert (got.report, got.failure) == (None, "the program was not through after 2 s")


@pytest.mark.parametrize("form", [KEY, "sk_car_of_nobody%2Fat%2Ball", base64.b64encode(KEY.encode()).decode()])
def test_the_key_is_found_in_every_form_and_taken_out(form: str) -> None:
    got = ran(f"import sys; print('Bearer {form}', file=sys.stderr); print('{{\"message\": \"{form}\"}}')")
    assert got.leaks == ('{"message": "[redacted-key]"}', "Bearer [redacted-key]")
    assert got.report == {"message": "[redacted-key]"}


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("", "the command is empty"),
        ("'", "the command cannot be read: No closing quotation"),
        ("no-such-program --now", "the program `no-such-program` does not exist or may not be executed"),
    ],
)
def test_what_is_no_command_is_told(command: str, told: str) -> None:
    with pytest.raises(CannotRun) as caught:
        words_of(command)
    assert str(caught.value) == told


async def _twice(source: str) -> tuple[Ran, Ran]:
    worker = Worker([sys.executable, "-c", source], KEY)
    try:
        first = await worker.run({"scenario": "one"}, limit_s=30.0)
        return first, await worker.run({"scenario": "two"}, limit_s=30.0)
    finally:
        await worker.end()


def test_a_program_that_stays_answers_line_by_line() -> None:
    source = "import json, sys\nn = 0\nfor line in sys.stdin:\n  n += 1\n  print(json.dumps({'n': n}), flush=True)"
    first, second = asyncio.run(_twice(source))
    assert (first.report, second.report) == ({"n": 1}, {"n": 2})


def test_what_a_program_that_stays_prints_before_its_report_is_log() -> None:
    source = "import sys\nfor line in sys.stdin: print('note\\n[1]\\n{\"a\": 1}', flush=True)"
    first, second = asyncio.run(_twice(source))
    assert (first.report, first.logged) == ({"a": 1}, len("note\n[1]"))
    assert second.report == {"a": 1}


@pytest.mark.parametrize("flood", ["print('x' * 2_000_000)", "[print('x' * 9999) for _ in range(300)]"])
def test_one_that_floods_is_ended(flood: str) -> None:
    first, _ = asyncio.run(_twice(f"import sys\nfor line in sys.stdin: {flood}"))
    assert first.failure == "the program wrote more than 1,048,576 bytes"


def test_one_that_ended_is_started_again() -> None:
    source = "import json, sys\nprint(json.dumps(json.loads(sys.stdin.readline())), flush=True)\nsys.stdin.readline()"
    source += "\nraise KeyError('b')"
    first, second = asyncio.run(_twice(source))
    assert first.report == {"scenario": "one"}
    assert second.failure == "the program ended with code 1 without a report; its last line: KeyError: 'b'"
