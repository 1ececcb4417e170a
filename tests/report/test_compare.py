"""What changed between two runs: each kind of change, what counts as worse, and all three formats."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from contralto_conformance.report import json_report
from contralto_conformance.report.collect import Report
from contralto_conformance.report.compare import (
    TITLES,
    Comparison,
    compare,
    document,
    render_json,
    render_markdown,
    render_text,
)
from contralto_spec.data import data_schema

from .conftest import HOSTILE, NEW, OLD
from .stored_reports import Document, changed, stored

GOLDEN = Path(__file__).parent / "golden"
CHANGES = {
    ("version.header-accepted", OLD): "fail",
    ("version.header-accepted", NEW): "fail",
    ("auth.bearer", OLD): "not-verified",
    ("auth.bearer", NEW): "pass",
    ("errors.json", NEW): "not-verified",
    ("tts.ws.flush", OLD): "pass",
    ("tts.ws.known", OLD): None,
    ("tts.ws.known", NEW): None,
}


@pytest.fixture
def older(report: Report) -> Document:
    return json_report.document(report)


@pytest.fixture
def comparison(older: Document, tmp_path: Path) -> Comparison:
    """Every kind of change."""
    without = changed(older, {("tts.ws.surprise", OLD): None, ("tts.ws.surprise", NEW): None})
    newer = changed(older, CHANGES, started_at="2026-11-22T10:20:30+00:00")
    newer["requirements"][0]["verdicts"][OLD]["findings"][0]["got"] = f"that: {HOSTILE}"
    newer["requirements"][0]["verdicts"][NEW]["findings"][0]["got"] = f"that: {HOSTILE}"
    old, new = stored(tmp_path, before=without, after=newer)
    return compare(old, new)


def kinds(comparison: Comparison) -> dict[tuple[str, str], str]:
    return {(change.requirement.id, change.version): change.kind for change in comparison.changes}


def test_each_change_has_its_kind(comparison: Comparison) -> None:
    assert kinds(comparison) == {
        ("version.header-accepted", OLD): "violated",
        ("version.header-accepted", NEW): "violated",
        ("auth.bearer", OLD): "unverified",
        ("auth.bearer", NEW): "repaired",
        ("errors.json", NEW): "hidden",
        ("tts.ws.flush", OLD): "verified",
        ("tts.ws.surprise", OLD): "violated",
        ("tts.ws.surprise", NEW): "new",
        ("tts.ws.known", OLD): "gone",
        ("tts.ws.known", NEW): "gone",
    }
    assert {change.kind for change in comparison.changes} == set(TITLES)


def test_a_run_compared_with_itself_did_not_change(older: Document, tmp_path: Path) -> None:
    comparison = compare(*stored(tmp_path, one=older, two=older))
    assert comparison.changes == ()
    assert not comparison.is_worse
    assert render_text(comparison, exit_code=0).endswith("No verdict changed: exit 0\n")


@pytest.mark.parametrize(
    ("verdicts", "worse"),
    [
        ({("tts.ws.opens", NEW): "fail"}, True),
        ({("tts.ws.opens", NEW): "not-verified"}, True),
        ({("errors.json", NEW): "not-verified"}, True),
        ({("errors.json", NEW): "pass"}, False),
        ({("tts.ws.opens", NEW): None}, False),
    ],
)
def test_worse_is_what_is_violated_or_no_longer_known(
    verdicts: dict[tuple[str, str], str | None], worse: bool, older: Document, tmp_path: Path
) -> None:
    assert compare(*stored(tmp_path, one=older, two=changed(older, verdicts))).is_worse == worse


def test_versions_of_one_run_only_are_no_changes(older: Document, tmp_path: Path) -> None:
    narrow = {**older, "versions": [NEW]}
    for requirement in narrow["requirements"]:
        requirement["verdicts"].pop(OLD, None)
    wide, narrow_ = stored(tmp_path, wide=json.loads((GOLDEN / "report.json").read_text()), narrow=narrow)
    assert compare(wide, narrow_).gone_versions == (OLD,)
    assert compare(narrow_, wide).new_versions == (OLD,)
    assert compare(wide, narrow_).changes == ()
    assert f"version {OLD} is new" in render_text(compare(narrow_, wide), exit_code=0)


@pytest.mark.parametrize(
    ("name", "render"),
    [
        ("compare.txt", lambda comparison: render_text(comparison, exit_code=1)),
        ("compare.md", render_markdown),
        ("compare.json", render_json),
    ],
)
def test_output_is_the_golden_one(name: str, render: Any, comparison: Comparison) -> None:
    text = render(comparison)
    golden = GOLDEN / name
    if os.environ.get("CONTRALTO_UPDATE_GOLDEN") == "1":
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_json_keeps_to_its_schema(comparison: Comparison) -> None:
    schema = data_schema("comparison")
    jsonschema_rs.meta.validate(schema)
    jsonschema_rs.validator_for(schema).validate(document(comparison))
    assert list(document(comparison)) == list(schema["properties"])
    assert schema["$defs"]["kind"]["enum"] == list(TITLES)


def test_text_of_a_target_comes_to_life_nowhere(comparison: Comparison) -> None:
    for text in (render_text(comparison, exit_code=0), render_markdown(comparison)):
        assert "\x1b" not in text
        assert "\u202e" not in text
    rows = [line for line in render_markdown(comparison).splitlines() if "onclick" in line]
    assert rows
    for row in rows:
        assert "`` that" in row or "```" in row or "`that" in row


def test_a_run_that_ended_early_is_marked(older: Document, tmp_path: Path) -> None:
    cut = changed(older, {}, interrupted=True, interrupted_by="interrupted")
    comparison = compare(*stored(tmp_path, one=older, two=cut))
    assert "not complete: interrupted" in render_text(comparison, exit_code=0)
    assert "**not complete**: interrupted" in render_markdown(comparison)


def test_many_changes_are_cut_in_markdown(older: Document, tmp_path: Path) -> None:
    many = json.loads(json.dumps(older))
    sample = many["requirements"][0]
    many["requirements"] += [{**sample, "id": f"x.r{number}"} for number in range(150)]
    text = render_markdown(compare(*stored(tmp_path, one=older, two=many)))
    assert "And 50 more changes." in text
