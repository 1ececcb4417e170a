"""The whole output of each text format for the hand-made run. `CONTRALTO_UPDATE_GOLDEN=1 pytest` writes it anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from contralto_conformance.report import json_report, junit, markdown
from contralto_conformance.report.collect import Report
from contralto_conformance.report.console import Page

GOLDEN = Path(__file__).parent / "golden"


def _console(report: Report, *, signs: bool) -> str:
    page = Page(report, width=80, signs=signs)
    return "\n".join(line.plain for line in (*page.lines(), page.last_line())) + "\n"


@pytest.mark.parametrize(
    ("name", "render"),
    [
        ("console-piped.txt", lambda report: _console(report, signs=False)),
        ("console-terminal.txt", lambda report: _console(report, signs=True)),
        ("report.json", json_report.render),
        ("junit.xml", junit.render),
        ("report.md", markdown.render),
    ],
)
def test_output_is_the_golden_one(name: str, render: Callable[[Report], str], report: Report) -> None:
    text = render(report)
    golden = GOLDEN / name
    if os.environ.get("CONTRALTO_UPDATE_GOLDEN") == "1":
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_rendering_is_deterministic(report: Report) -> None:
    assert json_report.render(report) == json_report.render(report)
    assert markdown.render(report) == markdown.render(report)
