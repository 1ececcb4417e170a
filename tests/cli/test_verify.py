"""`contralto verify`: what it prints, how it ends, and real traffic on its way through a file."""

from __future__ import annotations

import asyncio
import json
import os
import re
from pathlib import Path

import pytest
from tests.oracle.builders import NEW, OLD, Socket, chunk, done, http, refused, stream
from tests.recorded.hars import KEY, document, entry, har

import contralto_spec
from contralto_cli.main import main
from contralto_conformance.cases import loader
from contralto_conformance.mock import MockSettings, serve
from contralto_conformance.runner.engine import run
from contralto_conformance.runner.events import CaseFinished, Event
from contralto_conformance.runner.model import Target
from contralto_conformance.runner.plan import make_plan
from contralto_conformance.trace import Trace

Capture = pytest.CaptureFixture[str]
GOLDEN = Path(__file__).parent / "golden" / "verify.txt"
SPEC = contralto_spec.load()
VOICE = {"id": "v-1", "name": "One", "access": "owner", "visibility": "private"}


def page(version: str = NEW, **members: object) -> dict[str, object]:
    answer = {"data": [], "has_more": False, **members}
    written = entry(http("GET", "/voices", answer=answer, version=version, query=(("limit", "5"),)))
    written["request"]["url"] = "https://gateway.example/v1/cartesia/voices?limit=5"
    return written


@pytest.fixture
def capture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A recording of a browser: two versions, one broken list, a cached answer and a picture from elsewhere."""
    cached = page()
    cached["_fromCache"] = "memory"
    picture = page()
    picture["request"]["url"] = "https://cdn.example/logo.png"  # type: ignore[index]
    monkeypatch.chdir(tmp_path)
    text = json.dumps(document([page(), page(OLD), page(NEW, data="none"), cached, picture]))
    Path("capture.har").write_text(text, encoding="utf-8")
    return "capture.har"


def test_the_whole_output(capture: str, capfd: Capture) -> None:
    names = ("list-is-a-page", "shape-of-the-version", "limit-respected", "limit-out-of-range-refused")
    only = [word for name in names for word in ("--only", f"voices.{name}")]
    assert main(["verify", capture, *only, "--only", "client.paging-ends"]) == 1
    out, err = capfd.readouterr()
    assert err == ""
    shown = re.sub(r"\d+ ms|\d+\.\d s", "12 ms", out)
    shown = re.sub(r"contralto \S+, spec \w+", "contralto 0.1.0, spec 0123456789abcdef", shown)
    if os.environ.get("CONTRALTO_UPDATE_GOLDEN") == "1":
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(shown, encoding="utf-8")
    assert shown == GOLDEN.read_text(encoding="utf-8")


def test_reports_are_written_without_secrets(capture: str, tmp_path: Path, capfd: Capture) -> None:
    assert main(["verify", capture, "--report", "out", "--party", "both"]) == 1
    out, _ = capfd.readouterr()
    files = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert files == ["junit.xml", "report.html", "report.json", "report.md"]
    for text in (out, *(path.read_text() for path in (tmp_path / "out").iterdir())):
        assert KEY not in text
        assert "vErYsEcReT" not in text
    for path in (tmp_path / "out").iterdir():
        if path.name != "report.json":
            assert "passed over" in path.read_text(), path.name
    run_ = json.loads((tmp_path / "out" / "report.json").read_text())["run"]
    assert run_["notes"][0] == ("capture.har: 4 exchanges of this API, found below https://gateway.example/v1/cartesia")


def test_a_report_can_be_verified_again(capture: str, capfd: Capture) -> None:
    assert main(["verify", capture, "--report", "out"]) == 1
    assert main(["verify", "out/report.json", "--only", "voices.list-is-a-page"]) == 1
    assert "out/report.json --api-version 2026-08-14 --only voices.list-is-a-page" in capfd.readouterr().out


def test_a_version_and_a_base_can_be_named(capture: str, capfd: Capture) -> None:
    arguments = ["verify", capture, "--only", "voices.list-is-a-page", "--base-path", "/v1/cartesia"]
    assert main([*arguments, "--api-version", OLD]) == 0
    assert main([*arguments, "--api-version", NEW]) == 1
    assert "--base-path /v1/cartesia --api-version" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        ([], "error: `FILES` is missing", "hint: see `contralto verify --help`"),
        (["no.har"], "error: `no.har`: there is no such file", ""),
        (["capture.har", "--api-version", "1999-01-01"], "error: API version `1999-01-01` does not exist", ""),
        (["capture.har", "--only", "nope.*"], "error: `nope.*` matches no requirement", "hint: `contralto list`"),
        (["capture.har", "--party", "proxy"], "error: invalid value", "hint: see `contralto verify --help`"),
        (["capture.har", "--base-path", "v1"], "error: `--base-path v1` is not a path", "hint: did you mean `/v1`?"),
        (["capture.har", "--base-path", "http://[x"], "error: `--base-path http://[x` is not a path", ""),
        (["capture.har", "--base-path", "/v2"], "error: `capture.har`: none of its 5 requests below `/v2`", ""),
        (["broken.har"], "error: `broken.har`, line 1, column 2: it is not JSON", ""),
        (["capture.har", "--format", "pdf"], "error: `--format pdf` does not exist", "hint: there are: console"),
        (["capture.har", "--only", "stt.*"], "error: no requirement could be judged", ""),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_exit_2(
    arguments: list[str], message: str, hint: str, capture: str, capfd: Capture
) -> None:
    Path("broken.har").write_text("{", encoding="utf-8")
    assert main(["verify", *arguments]) == 2
    _, err = capfd.readouterr()
    assert err.startswith(message), err
    assert hint in err
    assert "Traceback" not in err


def test_another_format_goes_to_standard_output(capture: str, capfd: Capture) -> None:
    assert main(["verify", capture, "--format", "json"]) == 1
    assert json.loads(capfd.readouterr().out)["run"]["command"] == ["contralto", "verify", "capture.har"]


def test_text_of_the_recorded_server_drives_no_terminal(tmp_path: Path, capfd: Capture) -> None:
    hostile = refused(body=b"\x1b[2J\x1b]0;owned\x07 <script>", media="text/plain")
    path = tmp_path / "hostile.har"
    path.write_text(json.dumps(har(hostile)), encoding="utf-8")
    main(["verify", str(path)])
    out, err = capfd.readouterr()
    assert "\x1b" not in out + err
    assert "1b 5b 32 4a" in out


class Kept:
    """A listener that keeps the traces."""

    def __init__(self) -> None:
        self.traces: list[Trace] = []

    def handle(self, event: Event) -> None:
        if isinstance(event, CaseFinished):
            self.traces.append(event.trace)


def traffic(*defects: str, only: tuple[str, ...]) -> list[Trace]:
    """What went over the wire between the scripted cases and the mock."""
    cases = loader.cases_of(loader.bundled())
    plan = make_plan(SPEC, cases, versions=[NEW], only=only, fuzz=False, sessions=False)
    kept = Kept()
    with serve(MockSettings(api_keys=("sk_car_test",), prefix="/v1/cartesia", defects=defects)) as mock:
        asyncio.run(run(plan, Target(mock.url, "sk_car_test"), cases, SPEC, [kept]))
    return kept.traces


def written(traces: list[Trace]) -> str:
    """The exchanges of these traces as HAR; every trace has a token of its own."""
    token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0ZWFtIn0.part-%d"
    entries = [entry(exchange, token % n) for n, trace in enumerate(traces) for exchange in trace.exchanges]
    return json.dumps(document(entries))


def test_traffic_of_a_healthy_server_gives_no_alarm(tmp_path: Path, capfd: Capture) -> None:
    path = tmp_path / "healthy.har"
    path.write_text(written(traffic(only=("auth.b*", "voices.*", "tts.bytes.*", "tts.ws.*", "errors.*"))))
    assert main(["verify", str(path)]) == 0
    assert "tts.ws.chunks-then-one-done" in capfd.readouterr().out


@pytest.mark.parametrize("defect", ["tts.ws.done-is-last", "tts.bytes.wav-header-agrees", "errors.never-nested"])
def test_a_defect_is_seen_in_recorded_traffic(defect: str, tmp_path: Path) -> None:
    path = tmp_path / "faulty.har"
    path.write_text(written(traffic(defect, only=(defect,))))
    assert main(["verify", str(path), "--only", defect]) == 1


def test_a_client_is_judged_by_what_it_sent(tmp_path: Path, capfd: Capture) -> None:
    path = tmp_path / "client.har"
    exchanges = stream(chunk("a"), done("a")), Socket(started_s=1.0).served("a").served("a").exchange()
    path.write_text(json.dumps(har(*exchanges)), encoding="utf-8")
    assert main(["verify", str(path), "--party", "client"]) == 0
    assert main(["verify", str(path), "--party", "client", "--strict"]) == 1
    assert "client.fresh-context-ids" in capfd.readouterr().out
