"""`contralto check` against what is no healthy server: a clear sentence, the right exit code, no traceback."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import shlex
import signal
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trustme

from contralto_cli.main import main
from contralto_conformance import report as reports
from contralto_conformance.mock import MockSettings, serve

from ..runner.targets import Handler, answer, answering, hang, raw_server, read_request  # noqa: TID252

KEY = "sk_car_test"
Check = Callable[..., tuple[int, str, str]]


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Check:
    """Runs `contralto check` in this process: exit code, stdout, stderr."""
    monkeypatch.setenv("CONTRALTO_API_KEY", KEY)
    monkeypatch.delenv("CARTESIA_API_KEY", raising=False)
    monkeypatch.delenv("CONTRALTO_DEBUG", raising=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["check", "--no-generated", *arguments])
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    return run


@pytest.fixture(scope="module")
def mock_url() -> Iterator[str]:
    with serve(MockSettings(prefix="/v1/cartesia")) as mock:
        yield mock.url


def page(method: str, path: str, headers: dict[str, str]) -> bytes:
    return answer(200, b"<!doctype html><title>Welcome</title>", "text/html")


def test_nobody_there(check: Check) -> None:
    with raw_server(hang) as target:
        pass
    code, _, err = check(target.url)
    assert code == 2
    assert err.startswith(f"error: no answer from {target.url}: ")
    assert "hint: is the server running, and are host, port and scheme right?" in err


def test_a_name_that_does_not_resolve(check: Check) -> None:
    code, _, err = check("http://no-such-host.invalid")
    assert code == 2
    assert err.startswith("error: no answer from http://no-such-host.invalid: ")


def test_a_key_that_is_refused(check: Check, mock_url: str) -> None:
    code, out, err = check(mock_url, "--api-key", "sk_car_wrong.secret")
    assert code == 2
    assert err.startswith(f"error: {mock_url} refused the API key: GET /voices was answered 401")
    assert "hint: set CONTRALTO_API_KEY or CARTESIA_API_KEY" in err
    assert "wrong.secret" not in out + err


def test_a_web_page_instead_of_an_api(check: Check) -> None:
    with raw_server(answering(page)) as target:
        code, _, err = check(target.url)
    assert code == 2
    assert f"error: {target.url} is not this API: GET /voices was answered 200 with a web page" in err
    assert "hint: does the URL lack a base path, such as `/v1/cartesia`?" in err


def test_the_right_server_without_its_base_path(check: Check, mock_url: str) -> None:
    code, _, err = check(mock_url.removesuffix("/v1/cartesia"))
    assert code == 2
    assert "has nothing at its base URL: GET / and GET /voices were both answered 404" in err
    assert "hint: does the URL lack a base path, such as `/v1/cartesia`?" in err


def test_a_server_that_hangs_costs_bounded_time(check: Check) -> None:
    with raw_server(hang) as target:
        code, _, err = check(target.url, "--patience", "0.2")
    assert code == 2
    assert f"error: {target.url} took the connection but sent no answer: nothing arrived for 0.2 s" in err


def cutting(kind: str, body: bytes) -> Handler:
    """Fine on `/` and `/voices`; every speech answer breaks off after `body`."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, path, _, _ = await read_request(reader)
        if path.startswith("/tts"):
            head = f"HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ntransfer-encoding: chunked\r\n\r\n"
            writer.write(head.encode() + b"%x\r\n%s\r\n" % (len(body), body))
        elif path == "/":
            writer.write(answer(200, {"ok": True, "version": "2026-08-14"}))
        else:
            writer.write(answer(200, {"data": [], "has_more": False}))
        await writer.drain()

    return handle


def test_a_server_that_closes_in_mid_stream_violates_what_it_cut(check: Check, tmp_path: Path) -> None:
    event = b'data: {"type": "chunk", "data": "AAAA", "done": false, "status_code": 206, "step_time": 1}\n\n'
    with raw_server(cutting("text/event-stream", event)) as target:
        code, out, err = check(
            target.url, "--only", "tts.sse.*", "--patience", "1", "--report", str(tmp_path), "--seed", "1"
        )
    assert (code, err) == (1, "")
    assert "tts.sse.one-terminal-event-last" in out
    verdicts = reported(tmp_path)
    assert verdicts["tts.sse.one-terminal-event-last"] == "fail"
    assert verdicts["tts.sse.media-type"] == "pass"


def reported(folder: Path, version: str = "2026-08-14") -> dict[str, str]:
    """Verdict by requirement under one version, from report.json."""
    document = json.loads((folder / "report.json").read_text())
    return {
        entry["id"]: entry["verdicts"][version]["verdict"]
        for entry in document["requirements"]
        if version in entry["verdicts"]
    }


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def test_a_certificate_nobody_trusts(check: Check, authority: trustme.CA) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with raw_server(answering(page), tls=context) as target:
        url = target.url.replace("http:", "https:")
        code, _, err = check(url, "--patience", "2")
    assert code == 2
    assert err.startswith(f"error: no TLS connection to {url}: ")
    assert "hint: check the certificate and host name; SSL_CERT_FILE" in err


def test_a_trusted_certificate_opens_http_and_sockets(
    check: Check, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    upgrades: list[str] = []

    def answers(method: str, path: str, headers: dict[str, str]) -> bytes:
        if "upgrade" in headers:
            upgrades.append(path)
        return answer(200, {"data": [], "has_more": False})

    with raw_server(answering(answers), tls=context) as target:
        url = target.url.replace("http://127.0.0.1", "https://localhost")
        code, _, _ = check(url, "--only", "tts.ws.opens-at-its-path", "--patience", "2")
    assert code == 1
    assert upgrades


def test_https_spoken_to_a_plain_server(check: Check) -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(answer(400, b"Bad Request", "text/plain"))

    with raw_server(plain) as target:
        code, _, err = check(target.url.replace("http:", "https:"), "--patience", "1")
    assert code == 2
    assert "error: no TLS connection to " in err
    assert "hint: the server seems to speak plain HTTP; try the URL with `http://`" in err


def test_a_version_that_cannot_be_examined(check: Check) -> None:
    code, _, err = check("http://127.0.0.1:9", "--api-version", "2026-01-01")
    assert code == 2
    assert "API version `2026-01-01` does not exist; known are 2024-06-10" in err


def test_an_id_that_does_not_exist(check: Check) -> None:
    code, _, err = check("http://127.0.0.1:9", "--only", "tts.ws.done-is-lost")
    assert code == 2
    assert err.startswith("error: `tts.ws.done-is-lost` matches no requirement; did you mean `tts.ws.done-is-last`")
    assert "hint: `contralto list` prints all ids" in err


def test_a_report_folder_that_cannot_be_written(check: Check, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    code, _, err = check("http://127.0.0.1:9", "--report", str(tmp_path / "taken" / "report"))
    assert code == 2
    assert err.startswith("error: ")
    assert str(tmp_path / "taken") in err


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("localhost:8080", "error: `localhost:8080` is not an HTTP URL\nhint: did you mean `http://localhost:8080`?"),
        ("ws://h/x", "error: `ws://h/x` is a socket URL\nhint: give the HTTP one: `http://h/x`"),
        ("ftp://h", "error: `ftp://h` is not an HTTP URL"),
        ("http://", "error: `http://` names no host to speak to"),
        ("http://h:99999", "error: `http://h:99999` is not a URL: Port out of range"),
        ("http://user:pw@h", "error: the URL holds credentials"),
        ("http://ä..b/", "error: `http://ä..b/` is not a URL: Invalid IDNA hostname: 'ä..b'"),
        ("http://a..b/", "error: `http://a..b/` is not a URL: a part of its host name is empty or too long"),
        ("http://h/?a=b", "error: `http://h/?a=b` has a query or fragment"),
    ],
)
def test_a_url_that_is_none(check: Check, url: str, message: str) -> None:
    code, _, err = check(url)
    assert code == 2
    assert err.startswith(message)


def test_no_key_at_all(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONTRALTO_API_KEY")
    code, _, err = check("http://127.0.0.1:9")
    assert (code, err.splitlines()[0]) == (2, "error: no API key")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--format", "pdf"), "error: `--format pdf` does not exist\nhint: there are: console"),
        (("--patience", "0"), "error: `--patience` must be greater than 0, got 0"),
        (("--max-time", "-1"), "error: `--max-time` must be greater than 0, got -1"),
        (("--concurrency", "0"), "error: `--concurrency` must be at least 1, got 0"),
        (("--seed", "x"), "error: invalid value for --seed"),
        (("--nonsense",), "error: unknown option"),
    ],
)
def test_arguments_that_make_no_sense(check: Check, arguments: tuple[str, ...], message: str) -> None:
    code, _, err = check("http://127.0.0.1:9", *arguments)
    assert code == 2
    assert err.startswith(message), err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("name", reports.FORMATS)
def test_a_standard_output_that_is_full_is_no_fault_of_the_suite(mock_url: str, name: str) -> None:
    command = [sys.executable, "-m", "contralto_cli", "check", mock_url, "--only", "voices.unknown-id-is-404"]
    with open("/dev/full", "wb") as full:
        process = subprocess.run(
            [*command, "--no-generated", "--format", name],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "CONTRALTO_API_KEY": KEY},
            check=False,
            timeout=60,
        )
    assert process.returncode == 2
    assert process.stderr == "error: cannot write to standard output: no space left on device\n"


def again(check: Check, folder: Path, *arguments: str) -> list[str]:
    """The command that report.json gives to repeat a run."""
    check(*arguments, "--report", str(folder))
    command = json.loads((folder / "report.json").read_text())["run"]["command"]
    return command if isinstance(command, list) else shlex.split(command)


def test_what_repeats_a_run_names_every_option_that_is_not_at_its_default(
    check: Check, mock_url: str, tmp_path: Path
) -> None:
    (tmp_path / "cases.yaml").write_text(CASES)
    only = ("--only", "voices.unknown-id-is-404", "--api-version", "2026-08-14")
    options = ("--seed", "3", "--patience", "2.5", "--max-time", "60", "--concurrency", "2", "--model", "sonic-2")
    more = ("--voice", "v", "--agent", "a", "--managed-agent", "m", "--cases", str(tmp_path / "cases.yaml"), "--strict")
    words = again(check, tmp_path / "report", mock_url, *only, *options, *more)
    assert words[:3] == ["contralto", "check", mock_url]
    for name, value in itertools.pairwise((*only, *options, *more)):
        if name.startswith("--") and name != "--strict":
            assert words[words.index(name) + 1] == value
    assert {"--strict", "--no-generated"} <= set(words)


def test_what_repeats_a_run_names_no_option_that_is_at_its_default(check: Check, mock_url: str, tmp_path: Path) -> None:
    only = ("--only", "voices.unknown-id-is-404", "--api-version", "2026-08-14")
    words = again(check, tmp_path, mock_url, *only, "--patience", "10", "--concurrency", "4", "--seed", "0")
    assert {word for word in words if word.startswith("--")} == {"--only", "--api-version", "--no-generated"}


def test_a_run_in_which_nothing_can_be_judged(check: Check, mock_url: str) -> None:
    code, _, err = check(mock_url, "--only", "errors.structured-members", "--api-version", "2025-04-16")
    assert code == 2
    assert "error: no requirement could be judged" in err


def test_a_case_file_that_cannot_be_played(check: Check, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("suite: s\ncases:\n  - {name: c, about: a, steps: [{ping: true}]}\n")
    code, _, err = check("http://127.0.0.1:9", "--cases", str(tmp_path / "mine.yaml"))
    assert code == 2
    assert "mine.yaml:3:" in err
    assert "[case-no-socket] `ping` comes before any `connect`" in err


def test_a_fault_of_the_suite_is_said_to_be_one(check: Check, mock_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("contralto_conformance.runner.engine.play", broken)
    code, _, err = check(mock_url, "--only", "voices.unknown-id-is-404", "--api-version", "2026-08-14")
    assert code == 2
    assert "error: the suite itself broke at case voices/unknown-id" in err
    assert "hint: this is a fault of contralto, not of the target; CONTRALTO_DEBUG=1 shows where" in err


def test_a_fault_before_the_run_is_one_sentence(
    check: Check, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("contralto_conformance.prepare.run.make_plan", broken)
    code, _, err = check("http://127.0.0.1:9")
    assert (code, err) == (
        2,
        "error: contralto itself broke: ZeroDivisionError: oh\nhint: CONTRALTO_DEBUG=1 shows where\n",
    )
    monkeypatch.setenv("CONTRALTO_DEBUG", "1")
    assert main(["check", "http://127.0.0.1:9"]) == 2
    assert "Traceback" in capfd.readouterr().err


CASES = """
suite: voices
cases:
  - name: unknown-id
    about: finished before the interruption
    steps:
      - request: {method: GET, path: /voices/$missing}
  - name: first-page
    about: never finishes
    steps:
      - request: {method: GET, path: /voices/slow}
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_keeps_the_verdicts_so_far(number: signal.Signals, tmp_path: Path) -> None:
    (tmp_path / "cases.yaml").write_text(CASES)
    reached = threading.Event()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, path, _, _ = await read_request(reader)
        if path == "/voices/slow":
            reached.set()
            await asyncio.sleep(60)
        elif path.startswith("/voices/"):
            error = {"title": "Not found", "message": "no such voice", "request_id": "r", "error_code": None}
            writer.write(answer(404, error))
        else:
            writer.write(answer(200, {"data": [], "has_more": False}))

    with raw_server(handle) as target:
        command = [sys.executable, "-m", "contralto_cli", "check", target.url, "--report", str(tmp_path / "report")]
        command += ["--cases", str(tmp_path / "cases.yaml"), "--api-version", "2026-08-14", "--concurrency", "1"]
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "CONTRALTO_API_KEY": KEY},
        )
        assert reached.wait(20)
        process.send_signal(number)
        out, err = process.communicate(timeout=10)
    assert process.returncode == 2
    assert "Traceback" not in out + err
    assert err.strip() == "error: interrupted before all requirements were judged"
    verdicts = reported(tmp_path / "report")
    assert verdicts["voices.unknown-id-is-404"] == "pass"
    assert verdicts["voices.list-is-a-page"] == "not-verified"
    assert "interrupted" in (tmp_path / "report" / "report.json").read_text()
