"""`contralto matrix`, `compare`, `badge` and `report-schema` on the command line."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema_rs
import pytest
from tests.report.stored_reports import changed

from contralto_cli.main import main

Capture = pytest.CaptureFixture[str]
GOLDEN = Path(__file__).parents[1] / "report" / "golden" / "report.json"
NEW = "2026-08-14"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two reports, `old.json` and a worse `new.json`, and one that is better."""
    monkeypatch.chdir(tmp_path)
    old = json.loads(GOLDEN.read_text(encoding="utf-8"))
    documents = {
        "old.json": old,
        "new.json": changed(old, {("tts.ws.opens", NEW): "fail"}),
        "unknown.json": changed(old, {("tts.ws.opens", NEW): "not-verified"}),
        "newer.json": old | {"format_version": 2},
    }
    for name, document in documents.items():
        (tmp_path / name).write_text(json.dumps(document), encoding="utf-8")
    return tmp_path


def test_matrix_prints_a_table(folder: Path, capfd: Capture) -> None:
    assert main(["matrix", "old.json", "new.json", "--name", "before"]) == 0
    out, err = capfd.readouterr()
    assert out.splitlines()[0].startswith("A  before: http://127.0.0.1:8001/v1/cartesia")
    assert out.splitlines()[1].startswith("B  new: ")
    assert err == ""


@pytest.mark.parametrize(
    ("arguments", "beginning"),
    [
        (["--out", "deep/m.html"], "<!DOCTYPE html>"),
        (["--out", "deep/m.md"], "## Contralto: "),
        (["--out", "deep/m.txt"], "A  old: "),
        (["--out", "deep/m.txt", "--format", "html"], "<!DOCTYPE html>"),
    ],
)
def test_matrix_writes_the_format_that_the_file_is_called_after(
    arguments: list[str], beginning: str, folder: Path, capfd: Capture
) -> None:
    assert main(["matrix", "old.json", "new.json", *arguments]) == 0
    assert capfd.readouterr().out == ""
    (written,) = (folder / "deep").iterdir()
    assert written.read_text(encoding="utf-8").startswith(beginning)


def test_matrix_can_be_narrowed_to_what_differs(folder: Path, capfd: Capture) -> None:
    assert main(["matrix", "old.json", "new.json", "--differing"]) == 0
    out = capfd.readouterr().out
    assert "tts.ws.opens" in out
    assert "version.header-accepted" not in out


@pytest.mark.parametrize(
    ("new", "fail_on", "code"),
    [
        ("new.json", "never", 0),
        ("new.json", "worse", 1),
        ("new.json", "violated", 1),
        ("unknown.json", "worse", 1),
        ("unknown.json", "violated", 0),
        ("old.json", "worse", 0),
    ],
)
def test_compare_fails_on_what_it_is_told_to(new: str, fail_on: str, code: int, folder: Path, capfd: Capture) -> None:
    assert main(["compare", "old.json", new, "--fail-on", fail_on]) == code
    assert capfd.readouterr().out.splitlines()[-1].endswith(f": exit {code}")


def test_compare_has_other_formats(folder: Path, capfd: Capture) -> None:
    assert main(["compare", "old.json", "new.json", "--format", "json"]) == 0
    assert json.loads(capfd.readouterr().out)["counts"]["violated"] == 1
    assert main(["compare", "old.json", "new.json", "--format", "markdown", "--out", "c.md"]) == 0
    assert (folder / "c.md").read_text(encoding="utf-8").startswith("## ❌ Contralto: 1 newly violated")


def test_badge_is_an_svg(folder: Path, capfd: Capture) -> None:
    assert main(["badge", "old.json", "--out", "badge.svg", "--label", "staging <1>"]) == 0
    root = ET.parse(folder / "badge.svg").getroot()
    assert "staging <1> MUST" in "".join(root.itertext())
    assert main(["badge", "old.json", "--level", "should"]) == 0
    assert "contralto SHOULD" in capfd.readouterr().out


def test_the_schema_that_is_printed_describes_reports(capfd: Capture) -> None:
    assert main(["report-schema"]) == 0
    schema = json.loads(capfd.readouterr().out)
    jsonschema_rs.validator_for(schema).validate(json.loads(GOLDEN.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["matrix"], "error: `REPORTS` is missing", "hint: see `contralto matrix --help`"),
        (["matrix", *["old.json"] * 17], "error: at most 16 reports fit side by side, got 17", ""),
        (["matrix", "old.json", "--name", "a", "--name", "b"], "error: there are 2 names for 1 reports", ""),
        (["matrix", "no.json"], "error: `no.json`: there is no such file", ""),
        (["compare", "old.json"], "error: `NEW` is missing", ""),
        (["compare", "old.json", "newer.json"], "error: `newer.json`: it is a report of format 2", "hint: a newer"),
        (["compare", "old.json", "new.json", "--out", "old.json/x"], "error: cannot write `old.json/x`", ""),
        (["badge", "plain.txt"], "error: `plain.txt`, line 1, column 1: it is not JSON", ""),
        (["badge", "old.json", "--level", "may"], "error: invalid value", ""),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_exit_2(
    arguments: list[str], message: str, hint: str, folder: Path, capfd: Capture
) -> None:
    (folder / "plain.txt").write_text("hello", encoding="utf-8")
    assert main(arguments) == 2
    out, err = capfd.readouterr()
    assert err.startswith(message), err
    assert hint in err
    assert "Traceback" not in out + err


def test_the_help_names_the_commands(capfd: Capture) -> None:
    assert main([]) == 0
    out = capfd.readouterr().out
    for command in ("verify", "matrix", "compare", "badge", "report-schema"):
        assert command in out
