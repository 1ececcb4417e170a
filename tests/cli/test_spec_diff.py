"""`contralto spec diff`: what it prints, where to, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import contralto_spec
from contralto_cli.main import main

OLD, NEW = (version.date for version in (contralto_spec.load().described_versions[0], contralto_spec.load().latest))
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def harmless(tmp_path: Path) -> tuple[str, str]:
    """Two documents of which the newer one has one more optional parameter."""
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    paths = []
    for name, parameters in (("old", []), ("new", [limit])):
        document = {"openapi": "3.1.0", "paths": {"/voices": {"get": {"parameters": parameters}}}}
        (tmp_path / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
        paths.append(str(tmp_path / f"{name}.json"))
    return paths[0], paths[1]


def test_totals_stand_on_top(capsys: Capture) -> None:
    assert main(["spec", "diff", OLD, NEW]) == 0
    out = capsys.readouterr().out
    assert f"from {OLD} to {NEW}: " in out.splitlines()[0]
    assert "break clients" in out.split("\n\n")[0]
    assert "\x1b" not in out


def test_no_difference_is_a_sentence(capsys: Capture) -> None:
    assert main(["spec", "diff", NEW, NEW, "--fail-on", "any"]) == 0
    assert capsys.readouterr().out == f"nothing differs between {NEW} and {NEW}\n"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [([], 0), (["--fail-on", "never"], 0), (["--fail-on", "breaking"], 0), (["--fail-on", "any"], 1)],
)
def test_a_harmless_change_fails_only_on_any(harmless: tuple[str, str], arguments: list[str], code: int) -> None:
    assert main(["spec", "diff", *harmless, *arguments]) == code


@pytest.mark.parametrize(("side", "code"), [("client", 1), ("server", 0), ("both", 1)])
def test_the_side_decides_what_counts_as_breaking(
    harmless: tuple[str, str], side: str, code: int, capsys: Capture
) -> None:
    older, newer = harmless
    assert main(["spec", "diff", newer, older, "--fail-on", "breaking", "--side", side]) == code
    assert ("breaks clients" in capsys.readouterr().out) == (side != "server")


def test_a_file_takes_the_output(harmless: tuple[str, str], tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "deep" / "diff.json"
    assert main(["spec", "diff", *harmless, "--format", "json", "--out", str(out)]) == 0
    assert capsys.readouterr().out == ""
    document = json.loads(out.read_text(encoding="utf-8"))
    assert document["differences"][0]["summary"] == {"total": 1, "client": 0, "server": 0, "either": 0, "neither": 1}


def test_all_versions_as_a_changelog(capsys: Capture) -> None:
    assert main(["spec", "diff", "--all", "--format", "markdown"]) == 0
    headings = [line[3:] for line in capsys.readouterr().out.splitlines() if line.startswith("## ")]
    dates = [version.date for version in contralto_spec.load().described_versions]
    assert headings == dates[:0:-1]


def test_the_rules_are_printed(capsys: Capture) -> None:
    assert main(["spec", "diff", "--rules"]) == 0
    assert capsys.readouterr().out.startswith("| change | sent by |")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "error: `A` is missing"),
        ([NEW], "error: `B` is missing"),
        ([NEW, "--all"], "error: `--all` compares all versions"),
        (["2026-08-41", NEW], "error: `2026-08-41` is neither a version, a dialect, a file nor a folder; did you mean"),
        ([NEW, "pyproject.toml"], "error: `pyproject.toml` cannot be read at line"),
        ([NEW, NEW, "--format", "xml"], "error: invalid value"),
        ([NEW, NEW, "--out", "/dev/null/x"], "error: `/dev/null/x` cannot be written"),
    ],
)
def test_wrong_arguments_are_one_sentence_and_exit_2(arguments: list[str], message: str, capsys: Capture) -> None:
    assert main(["spec", "diff", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(message), err


def test_kinds_that_do_not_fit_are_told(harmless: tuple[str, str], tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "sockets.yaml").write_text("asyncapi: 3.0.0\n", encoding="utf-8")
    assert main(["spec", "diff", harmless[0], str(tmp_path / "sockets.yaml")]) == 2
    assert "are documents of different kinds" in capsys.readouterr().err
