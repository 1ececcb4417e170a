"""Markdown of a report carries no markup of the target's."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contralto_conformance.report import markdown
from contralto_conformance.report.collect import Report
from contralto_conformance.runner.model import Finding


def test_hostile_text_stands_in_fenced_blocks_and_code_spans_only(report: Report) -> None:
    text = markdown.render(report)
    outside = re.sub(r"^(`{3,})text\n.*?^\1$", "", text, flags=re.DOTALL | re.MULTILINE)
    outside = re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "", outside)
    assert "onclick" not in outside
    assert "<b" not in outside


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(text=st.text(st.sampled_from("`\n\ta@#<>"), max_size=30))
def test_no_text_can_leave_its_block(report: Report, text: str) -> None:
    entry, row = report.violations[0]
    changed = replace(row, findings=(Finding(text, text, text, text),))
    entries = (replace(entry, rows={row.version: changed}),)
    lines = markdown.render(replace(report, entries=entries)).splitlines()
    start = next(index for index, line in enumerate(lines) if re.fullmatch(r"`{3,}text", line))
    fence = lines[start].removesuffix("text")
    end = lines.index(fence, start + 1)
    assert lines[end - 1].startswith("again ")
    assert all(not line.startswith(fence) for line in lines[start + 1 : end])


def test_comment_of_a_bad_target_stays_short_enough(report: Report) -> None:
    entry, row = report.violations[0]
    entries = tuple(replace(entry, id=f"{entry.id}-{n}", rows={row.version: row}) for n in range(300))
    text = markdown.render(replace(report, entries=entries))
    assert len(text) < 65_536
    assert "And 280 more violations: see the table." in text


def test_interrupted_run_says_so_first(report: Report) -> None:
    text = markdown.render(replace(report, summary=replace(report.summary, interrupted="time limit of 3 s reached")))
    assert text.splitlines()[2] == "**The run ended early** (time limit of 3 s reached): what follows is not complete."
