"""Versions that say the same are told once, and nothing that differs is hidden by it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contralto_conformance.report import html, markdown
from contralto_conformance.report.collect import Entry, Report, alike
from contralto_conformance.report.console import Page
from contralto_conformance.report.html import page_environment
from contralto_conformance.runner.model import Finding, Row, Verdict

VERSIONS = ("2024-06-10", "2024-11-13", "2025-04-16")


def row(version: str, got: str, *more: str) -> Row:
    findings = tuple(Finding("a/b", "a JSON object", text, "answer `first`") for text in (got, *more))
    return Row("tts.ws.known", version, "must", Verdict.FAIL, findings=findings, judged=1, failed=("a/b",))


def versions_of(*rows: Row) -> list[tuple[str, ...]]:
    return [group.versions for group in alike(rows)]


def test_ids_and_times_make_no_difference() -> None:
    same = [
        row(VERSIONS[0], "`id` 0d0d82f9-1b13-4c0a after +0.412 s"),
        row(VERSIONS[1], "`id` aa07c6e1-b284-4d11 after +1.002 s"),
    ]
    assert versions_of(*same) == [VERSIONS[:2]]


@pytest.mark.parametrize("other", ["500 text/plain", "400 text/html", "frame 9"])
def test_statuses_and_words_make_one(other: str) -> None:
    assert versions_of(row(VERSIONS[0], "400 text/plain"), row(VERSIONS[1], other)) == [VERSIONS[:1], VERSIONS[1:2]]


def test_what_else_was_seen_makes_one() -> None:
    assert len(versions_of(row(VERSIONS[0], "that", "and this"), row(VERSIONS[1], "that", "and more"))) == 2


@pytest.fixture
def agreed(report: Report) -> Report:
    """A run in which a requirement is violated alike under three versions."""
    (entry,) = (entry for entry in report.entries if entry.id == "tts.ws.known")
    rows = {version: row(version, "that") for version in VERSIONS}
    return replace(report, versions=VERSIONS, entries=(Entry(entry.id, "must", entry.requirement, rows),), traces={})


def test_console_markdown_and_page_tell_it_once(agreed: Report) -> None:
    console = "\n".join(line.plain for line in Page(agreed).lines())
    assert console.count("got       that") == 1
    assert "FAIL  tts.ws.known  MUST  server  all 3 versions" in console
    assert markdown.render(agreed).count("got       that") == 1
    page = html.render(agreed)
    assert page.count('<section class="verdict') == 1
    assert "What was seen under 2025-04-16; the others say the same" in page


def test_the_command_repeats_all_of_them(agreed: Report) -> None:
    ((_, group),) = agreed.reported
    assert "--api-version" not in agreed.again(*group.rows), "the run had all versions anyway"
    assert "--api-version 2024-06-10 --api-version 2024-11-13 --only" in agreed.again(*group.rows[:2])


def test_what_many_met_requirements_are_called_on_the_console(agreed: Report) -> None:
    met = {version: Row("x", version, "must", Verdict.PASS, judged=1) for version in VERSIONS}
    entries = tuple(Entry(f"auth.met-{n}", "must", None, met) for n in range(80))
    lines = [line.plain for line in Page(replace(agreed, entries=(*agreed.entries, *entries))).lines()]
    assert "  80 requirements met" in lines
    assert not any("auth.met-" in line for line in lines)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("got `a`, `b`", "got <code>a</code>, <code>b</code>"),
        ("got `` {`x`} `` here", "got <code>{`x`}</code> here"),
        ("a ` alone", "a ` alone"),
        ("`` and `x`", "`` and <code>x</code>"),
        ("<b>`<i>`", "&lt;b&gt;<code>&lt;i&gt;</code>"),
        ("", ""),
    ],
)
def test_code_spans_end_where_as_many_backticks_stand(text: str, shown: str) -> None:
    assert page_environment().filters["marked_up"](text) == shown
