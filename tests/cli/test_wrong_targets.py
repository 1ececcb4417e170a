"""`contralto check` as a process against targets that are wrong in every way: it ends, says what there is to say in one
sentence, keeps its memory, writes whole reports, and keeps the key to itself."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import signal
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import trustme

from contralto_conformance.report.stored import schema

from ..runner.targets import answer, answering, raw_server, read_request  # noqa: TID252
from .wrong_targets import STATUS, VOICES, WRONG, handler

KEY = "sk_car_0123456789secret"
FILES = ("report.json", "report.html", "report.md", "junit.xml")
MAX_MEMORY_KB = 900 * 1024
"""The loaded suite takes about 300 MB, and 128 MB of recorded traffic up to three times that while they are judged."""

MEASURED = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[2:])
with open(sys.argv[1], "w") as file:
    file.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)
"""
"""Runs a command and notes its memory: a process begins with the figure of the one that started it, and a process that
ran many tests is large."""

# One requirement of each kind of traffic: plain answers, bytes, events, sockets.
ONLY = (
    "http.every-request-is-answered",
    "voices.list-is-a-page",
    "tts.bytes.wav-header-agrees",
    "tts.sse.one-terminal-event-last",
    "tts.ws.done-is-last",
    "tts.ws.opens-at-its-path",
    "stt.turns.opens-at-its-path",
    "errors.unknown-path-is-404",
)


@dataclass(frozen=True)
class Ended:
    """How a run ended. document: report.json. shown: everything that it printed or wrote."""

    code: int
    out: str
    err: str
    memory_kb: int
    document: dict[str, object] | None
    shown: str


def arguments(url: str, folder: Path, *more: str, patience_s: float = 0.3, max_time_s: float = 3) -> list[str]:
    command = [sys.executable, "-m", "contralto_cli", "check", url, "--report", str(folder)]
    limits = ["--patience", str(patience_s), "--max-time", str(max_time_s)]
    return [*command, *limits, "--api-version", "2026-08-14", *more]


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "CONTRALTO_DEBUG"}
    return {**kept, "CONTRALTO_API_KEY": KEY, **more}


def only(*requirements: str) -> Sequence[str]:
    return [word for name in requirements for word in ("--only", name)]


def check(url: str, folder: Path, *more: str, environ: dict[str, str] | None = None, **limits: float) -> Ended:
    """Runs `contralto check` and holds what holds for every end of it."""
    folder.mkdir(exist_ok=True)
    with (folder.parent / "out").open("w+") as out, (folder.parent / "err").open("w+") as err:
        memory = folder.parent / "memory"
        code = subprocess.call(
            [sys.executable, "-c", MEASURED, str(memory), *arguments(url, folder, *more, **limits)],
            stdout=out,
            stderr=err,
            env=environment(**(environ or {})),
        )
        out.seek(0)
        err.seek(0)
        said, complained = out.read(), err.read()
    written = [(folder / name).read_text() for name in FILES if (folder / name).exists()]
    document = json.loads(written[0]) if (folder / "report.json").exists() else None
    memory_kb = int(memory.read_text())
    ended = Ended(code, said, complained, memory_kb, document, "\n".join([said, complained, *written]))
    assert_orderly(ended)
    return ended


def assert_orderly(ended: Ended) -> None:
    """No traceback, no fault of the suite, one sentence at most, little memory, a whole report without the key."""
    assert "Traceback" not in ended.shown
    assert "the suite itself broke" not in ended.shown
    assert KEY not in ended.shown
    assert ended.memory_kb < MAX_MEMORY_KB
    assert ended.code in {0, 1, 2}
    complaints = ended.err.splitlines()
    assert (ended.code == 2) == bool(complaints)
    assert [line.partition(": ")[0] for line in complaints] in ([], ["error"], ["error", "hint"])
    assert all(len(line) < 600 and line.isprintable() for line in complaints)
    assert ended.document is not None
    jsonschema_rs.validator_for(dict(schema())).validate(ended.document)
    assert not [problem for problem in ended.document["problems"] if problem["kind"] == "harness"]  # type: ignore[attr-defined]


SAYS = {
    "closes-at-once": "no answer from ",
    "resets": "no answer from ",
    "never-answers": "took the connection but sent no answer: ",
    "garbage": "no answer from ",
    "half-a-status-line-held": "took the connection but sent no answer: ",
    "endless-headers": "no answer from ",
    "huge-header": "no answer from ",
    "header-at-a-drip": "took the connection but sent no answer: ",
    "endless-100s": "took the connection but sent no answer: ",
    "two-lengths": "no answer from ",
    "too-little-body": "a body of type `application/json` that did not come to its end",
    "gzip-bomb": "a body of type `application/json` in an encoding that was not asked for, `gzip`",
    "body-without-end": "that did not come to its end: ",
    "web-page": "is not this API: GET /voices was answered 200 with a web page",
    "nothing": "is not this API: GET /voices was answered 200 with nothing in its body",
    "text-that-is-no-utf-8": "a body of type `application/json` that is no JSON",
    "redirect-to-itself": "redirects (status 302) to /voices",
    "events-without-end": "is not this API",
    "held-stream": "is not this API",
}
"""What is said of a target that is so from the first call on."""


@pytest.mark.parametrize("name", SAYS)
def test_a_target_that_is_wrong_from_the_first_call_on_is_not_judged(name: str, tmp_path: Path) -> None:
    # What waits for us to give up shall not wait long; the others have time on a busy machine.
    patience_s = 0.5 if "sent no answer" in SAYS[name] else 5
    with raw_server(handler(WRONG[name], behind=False)) as target:
        ended = check(target.url, tmp_path / "report", *only(*ONLY), patience_s=patience_s, max_time_s=60)
    assert ended.code == 2
    assert SAYS[name] in ended.err.splitlines()[0]


@pytest.mark.parametrize("name", WRONG)
def test_a_target_that_is_wrong_behind_the_first_calls_is_judged_as_far_as_it_goes(name: str, tmp_path: Path) -> None:
    with raw_server(handler(WRONG[name], behind=True)) as target:
        ended = check(target.url, tmp_path / "report", *only(*ONLY), "--no-generated")
    assert ended.document is not None
    # How far it goes in its time depends on the machine; the report says the same as the exit code in any case.
    run: Any = ended.document["run"]
    assert run["exit_code"] == ended.code
    assert run["exit_reason"]


@pytest.mark.parametrize(
    "name", ["many-members", "deep-json", "lone-surrogates", "nan", "status-999", "chunks-of-garbage"]
)
def test_generated_requests_bear_it_too(name: str, tmp_path: Path) -> None:
    with raw_server(handler(WRONG[name], behind=True)) as target:
        ended = check(target.url, tmp_path / "report", *only("http.*"), max_time_s=8)
    assert ended.document is not None
    assert ended.document["versions"] == ["2026-08-14"]


def test_the_key_does_not_follow_a_redirect_to_another_host(tmp_path: Path) -> None:
    seen: list[str] = []

    def elsewhere(method: str, path: str, headers: dict[str, str]) -> bytes:
        seen.append(headers.get("authorization", ""))
        return answer(200, {"data": [], "has_more": False})

    with raw_server(answering(elsewhere)) as other:
        moved = answer(307, b"").replace(b"content-type", b"location: %s/voices\r\ncontent-type" % other.url.encode())

        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            _, target, _, _ = await read_request(reader)
            path = target.partition("?")[0]
            writer.write({"/": STATUS, "/voices": VOICES}.get(path, moved))
            await writer.drain()

        with raw_server(handle) as target:
            more = (*only(*ONLY), "--no-generated")
            assert check(target.url, tmp_path / "report", *more, max_time_s=60).code == 1
    assert seen == []


def test_a_target_that_goes_away_in_the_middle_of_the_run(tmp_path: Path) -> None:
    left = 6

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            writer.transport.abort()
            return
        await handler(WRONG["nothing"], behind=True)(reader, writer)

    with raw_server(handle) as target:
        ended = check(target.url, tmp_path / "report", *only(*ONLY), "--no-generated", max_time_s=60)
    assert ended.code == 1
    assert ended.document is not None


def test_a_port_that_is_closed_in_the_middle_of_the_run(tmp_path: Path) -> None:
    begun = threading.Event()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, target, _, _ = await read_request(reader)
        path = target.partition("?")[0]
        if path not in {"/", "/voices"}:
            begun.set()
        writer.write({"/": STATUS, "/voices": VOICES}.get(path, answer(404, {"title": "no", "message": "no"})))
        await writer.drain()

    with raw_server(handle) as target:
        command = arguments(target.url, tmp_path / "report", *only(*ONLY), "--no-generated", max_time_s=60)
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
        )
        assert begun.wait(60)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (1, "")
    assert json.loads((tmp_path / "report" / "report.json").read_text())["run"]["exit_code"] == 1


def certificate(authority: trustme.CA, *names: str, **more: object) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names, **more).configure_cert(context)  # type: ignore[arg-type]
    return context


@pytest.mark.parametrize(
    ("name", "made", "says"),
    [
        ("self-signed", lambda ca: certificate(trustme.CA(), "127.0.0.1"), "certificate verify failed"),
        ("expired", lambda ca: certificate(ca, "127.0.0.1", not_after=datetime.now(UTC) - timedelta(1)), "expired"),
        ("of-another-host", lambda ca: certificate(ca, "elsewhere.example"), "IP address mismatch"),
    ],
)
def test_tls_with_a_bad_certificate_is_one_clear_error(
    name: str, made: Callable[[trustme.CA], ssl.SSLContext], says: str, tmp_path: Path
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    with raw_server(handler(WRONG["nothing"], behind=True), tls=made(authority)) as target:
        ended = check(
            target.url.replace("http:", "https:"),
            tmp_path / "report",
            *only(*ONLY),
            environ={"SSL_CERT_FILE": str(tmp_path / "ca.pem")},
            patience_s=5,
            max_time_s=60,
        )
    assert ended.code == 2
    assert ended.err.startswith("error: no TLS connection to https://127.0.0.1:")
    assert says in ended.err


@pytest.mark.parametrize("name", ["garbage", "never-answers"])
def test_a_target_that_speaks_no_tls(name: str, tmp_path: Path) -> None:
    speak = WRONG[name]

    async def at_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await speak(writer, {})

    with raw_server(at_once) as target:
        ended = check(target.url.replace("http:", "https:"), tmp_path / "report", *only(*ONLY))
    assert ended.code == 2


def limited(name: int, value: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(name, (value, value))


def test_a_disk_that_is_full_is_said_in_one_sentence_for_each_file(tmp_path: Path) -> None:
    with raw_server(handler(WRONG["nothing"], behind=True)) as target:
        process = subprocess.run(
            arguments(target.url, tmp_path / "report", *only(*ONLY), "--no-generated", max_time_s=60),
            capture_output=True,
            text=True,
            env=environment(),
            preexec_fn=limited(resource.RLIMIT_FSIZE, 2000),
            check=False,
            timeout=60,
        )
    assert process.returncode == 2
    complaints = process.stderr.splitlines()
    assert [line.startswith("error: cannot write `") and line.endswith(": file too large") for line in complaints] == [
        True
    ] * len(FILES)
    assert not list((tmp_path / "report").iterdir()), "no half of a file is left"


def test_a_reader_of_the_output_that_goes_away_changes_nothing(tmp_path: Path) -> None:
    with raw_server(handler(WRONG["nothing"], behind=True)) as target:
        process = subprocess.Popen(
            arguments(target.url, tmp_path / "report", *only(*ONLY), "--no-generated", max_time_s=60),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        err = process.stderr.read()
        process.wait(60)
    assert (process.returncode, err) == (1, "")
    assert (tmp_path / "report" / "report.json").exists()


def test_an_output_that_is_closed_changes_nothing(tmp_path: Path) -> None:
    with raw_server(handler(WRONG["nothing"], behind=True)) as target:
        command = arguments(target.url, tmp_path / "report", *only(*ONLY), "--no-generated", max_time_s=60)
        process = subprocess.run(
            ["sh", "-c", 'exec "$@" >&-', "sh", *command],
            capture_output=True,
            text=True,
            env=environment(),
            check=False,
            timeout=60,
        )
    assert "Traceback" not in process.stderr
    assert (tmp_path / "report" / "report.json").exists()


@pytest.mark.parametrize("moment", ["first-call", "in-a-case", "in-a-socket"])
def test_ctrl_c_at_any_moment_leaves_a_whole_report(moment: str, tmp_path: Path) -> None:
    process: subprocess.Popen[str] | None = None
    wanted = {"first-call": "/voices", "in-a-case": "/tts/bytes", "in-a-socket": "/tts/websocket"}[moment]

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, target, _, _ = await read_request(reader)
        path = target.partition("?")[0]
        if path == wanted and process is not None:
            process.send_signal(signal.SIGINT)
            await asyncio.sleep(5)
        writer.write({"/": STATUS, "/voices": VOICES}.get(path, answer(404, {"title": "no", "message": "no"})))
        await writer.drain()

    with raw_server(handle) as target:
        more = (*only(*ONLY), "--no-generated")
        command = arguments(target.url, tmp_path / "report", *more, patience_s=20, max_time_s=60)
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
        )
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (2, "error: interrupted before all requirements were judged\n")
    assert "Traceback" not in out
    document = json.loads((tmp_path / "report" / "report.json").read_text())
    jsonschema_rs.validator_for(dict(schema())).validate(document)
    assert document["run"]["interrupted"]
