"""The words and signs of the verdicts, and the sentence that a report opens with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from contralto_conformance.report.collect import Entry, Report
from contralto_conformance.report.text import count, duration
from contralto_conformance.runner.model import DEFAULT_PROFILE, Row, Totals, Verdict

WORDS: Mapping[Verdict, str] = {
    Verdict.PASS: "pass",
    Verdict.FAIL: "FAIL",
    Verdict.WARN: "WARN",
    Verdict.SKIPPED: "skipped",
    Verdict.BLOCKED: "blocked",
    Verdict.KNOWN_FAILURE: "known",
    Verdict.UNEXPECTED_PASS: "UNEXPECTED",
    Verdict.NOT_VERIFIED: "unverified",
    Verdict.ERROR: "ERROR",
}
"""At most ten letters, the width of a version's date. Capitals: somebody has to look at it."""

SIGNS: Mapping[Verdict, str] = {
    Verdict.PASS: "✓",
    Verdict.FAIL: "✗",
    Verdict.WARN: "!",
    Verdict.SKIPPED: "–",  # noqa: RUF001  (a dash is meant)
    Verdict.BLOCKED: "–",  # noqa: RUF001
    Verdict.KNOWN_FAILURE: "!",
    Verdict.UNEXPECTED_PASS: "✗",
    Verdict.NOT_VERIFIED: "?",
    Verdict.ERROR: "?",
}

TONES: Mapping[Verdict, str] = {
    Verdict.PASS: "met",
    Verdict.FAIL: "violated",
    Verdict.WARN: "warned",
    Verdict.SKIPPED: "unknown",
    Verdict.BLOCKED: "unknown",
    Verdict.KNOWN_FAILURE: "warned",
    Verdict.UNEXPECTED_PASS: "violated",
    Verdict.NOT_VERIFIED: "unknown",
    Verdict.ERROR: "broken",
}
"""Which colour a verdict has; each format has its own colours for these names."""

EXCUSED = frozenset({Verdict.KNOWN_FAILURE, Verdict.UNEXPECTED_PASS})
"""Verdicts of waived requirements: they count as violated, and are not those that people have to repair."""

LEVEL_WORDS: Mapping[str, str] = {"must": "MUST", "should": "SHOULD", "observed": "observed"}


def reason(row: Row) -> str:
    """Why a row is not verified (or a known failure), in a few words; never empty for such a row."""
    if row.verdict is Verdict.BLOCKED and row.blocked_by:
        cause = f"blocked by `{row.blocked_by}`"
        return cause if not row.reason else row.reason if row.blocked_by in row.reason else f"{cause}: {row.reason}"
    fallback = {
        Verdict.SKIPPED: "skipped",
        Verdict.BLOCKED: "blocked",
        Verdict.ERROR: "the suite broke while judging it",
        Verdict.KNOWN_FAILURE: "listed as known",
        Verdict.UNEXPECTED_PASS: "listed as a known failure, but it passes",
        Verdict.NOT_VERIFIED: "nothing to judge was seen",
    }
    return row.reason or fallback.get(row.verdict, "")


def headline(report: Report) -> str:
    """The run in one sentence, for the top of a report."""
    summary = report.summary
    blocker = next((problem for problem in report.problems if problem.kind == "cannot-judge"), None)
    if blocker is not None:
        return f"could not judge: {blocker.message}"
    if not any(row.verdict.total != "not_verified" for entry in report.entries for row in entry.rows.values()):
        return "nothing was judged"
    excused = [row for entry in report.entries for row in entry.rows.values() if row.verdict in EXCUSED]
    known = sum(row.verdict is Verdict.KNOWN_FAILURE for row in excused)
    must = _totals(summary.by_level, ("must",)).violated - sum(row.level == "must" for row in excused)
    others = _totals(summary.by_level, ("should", "observed")).violated - sum(row.level != "must" for row in excused)
    parts = []
    if must:
        parts.append(f"{must:,} MUST violated")
    if others:
        parts.append(f"{others:,} SHOULD violated")
    if len(excused) > known:
        parts.append(f"{count(len(excused) - known, 'waived requirement')} met")
    if known:
        parts.append(count(known, "known violation"))
    if not parts:
        parts.append(f"all {summary.total.met:,} judged requirements are met")
    if summary.total.not_verified:
        parts.append(f"{summary.total.not_verified:,} not verified")
    return ", ".join(parts)


def run_words(report: Report) -> tuple[str, ...]:
    """How much was judged, in how long, and what repeats it."""
    noun = "trace" if report.is_recorded else "scenario" if report.is_examination else "case"
    parts = [count(len(report.versions), "API version"), count(report.summary.cases, noun)]
    parts.append(duration_words(report))
    if report.summary.rounds > 1:
        parts.append(count(report.summary.rounds, "round"))
    if report.summary.profile not in {"", DEFAULT_PROFILE}:
        parts.append(f"profile {report.summary.profile}")
    # Nothing about a recording is random, nor about an examination.
    return tuple(parts) if report.is_recorded or report.is_examination else (*parts, f"seed {report.summary.seed}")


def duration_words(report: Report) -> str:
    """How long it took, and which share of that the suite worked instead of waiting for the target."""
    share = report.summary.own_share
    text = duration(report.summary.duration_s)
    return text if share is None else f"{text} ({share:.0%} of it the suite's own work)"


def outcome(report: Report) -> str:
    """How the run as a whole is to be seen: `broken`, `violated`, `warned`, `partial` or `met`."""
    summary = report.summary
    if summary.exit_code == 2:
        return "broken"
    if summary.exit_code == 1:
        return "violated"
    if summary.total.violated:
        return "warned"
    return "partial" if summary.interrupted or summary.total.not_verified else "met"


def known_violations(report: Report) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Violations that are waived, grouped by reason as `grouped_reasons` does."""
    return grouped_reasons((e, row) for e, row in report.violations if row.verdict is Verdict.KNOWN_FAILURE)


def grouped_reasons(rows: Iterable[tuple[Entry, Row]]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Rows that were not verified, by verdict and reason, as (verdict word, reason, distinct ids), biggest group
    first."""
    groups: dict[tuple[str, str], dict[str, None]] = {}
    for entry, row in rows:
        groups.setdefault((str(row.verdict), reason(row)), {})[entry.id] = None
    ordered = sorted(groups.items(), key=lambda item: -len(item[1]))
    return tuple((verdict, why, tuple(ids)) for (verdict, why), ids in ordered)


def _totals(by_level: Mapping[str, Totals], levels: Iterable[str]) -> Totals:
    chosen = [by_level.get(level, Totals()) for level in levels]
    return Totals(sum(t.met for t in chosen), sum(t.violated for t in chosen), sum(t.not_verified for t in chosen))
