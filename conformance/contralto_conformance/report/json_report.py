"""The run as one JSON document, described by `spec/schemas/report.schema.json`.

Members stand in a fixed order and requirements in the order of the spec, so that two reports can be compared line
by line. Text of the target is kept as it was; whoever shows it has to escape it.
"""

from __future__ import annotations

import json
from typing import Any

from contralto_conformance.report.account import account_members
from contralto_conformance.report.collect import LEVELS, Entry, Report
from contralto_conformance.report.text import plain
from contralto_conformance.runner.model import Row, Totals
from contralto_conformance.trace import Trace

FORMAT_VERSION = 1

MAX_TRACE_CHARACTERS = 4_000_000
"""About how much of the document all traces together may take; those beyond it are named, not kept."""

_PER_FRAME = 160
_PER_EXCHANGE = 1500
"""Characters that the members around a payload take."""

_CONTROLS = bytes(range(0x20))


def render(report: Report) -> str:
    """The document as text, indented, with a newline at its end."""
    return json.dumps(document(report), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def document(report: Report) -> dict[str, Any]:
    """The document as JSON values."""
    summary = report.summary
    traces, left_out = _traces(report)
    return {
        "format": "contralto-report",
        "format_version": FORMAT_VERSION,
        "suite": {"version": summary.suite_version, "spec_digest": summary.spec_digest},
        "target": {
            "url": summary.identity.url,
            "auth": summary.identity.auth,
            "reported": plain(summary.identity.reported),
            "server": summary.identity.server,
            **({"name": summary.identity.name} if summary.identity.name else {}),
        },
        "run": {
            "started_at": report.started_at,
            "duration_s": round(summary.duration_s, 3),
            "cpu_s": round(summary.cpu_s, 3),
            "seed": summary.seed,
            "strict": report.strict,
            "only": list(report.only),
            "command": list(report.command),
            "cases": summary.cases,
            "interrupted": bool(summary.interrupted),
            "interrupted_by": summary.interrupted,
            "exit_code": summary.exit_code,
            "exit_reason": summary.exit_reason,
            "notes": list(report.notes),
            "profile": summary.profile,
            "rounds": summary.rounds,
        },
        **account_members(report),
        "versions": list(report.versions),
        "totals": {
            "all": _totals(summary.total),
            "by_level": _levels(summary.by_level),
            "by_version": {v: _levels(summary.by_version.get(v, {})) for v in report.versions},
            "verdicts": dict(summary.verdicts),
        },
        "requirements": [_entry(report, entry) for entry in report.entries],
        "problems": [
            {
                "kind": problem.kind,
                "where": problem.where,
                "message": problem.message,
                "hint": problem.hint,
                "traceback": problem.traceback,
            }
            for problem in report.problems
        ],
        "traces": traces,
        "traces_left_out": left_out,
    }


def _totals(totals: Totals) -> dict[str, int]:
    return {"met": totals.met, "violated": totals.violated, "not_verified": totals.not_verified}


def _levels(by_level: Any) -> dict[str, dict[str, int]]:
    return {level: _totals(by_level.get(level, Totals())) for level in LEVELS}


def _entry(report: Report, entry: Entry) -> dict[str, Any]:
    requirement = entry.requirement
    return {
        "id": entry.id,
        "area": entry.area,
        "level": entry.level,
        "party": entry.party,
        "transport": requirement.transport if requirement else None,
        "statement": entry.statement,
        "observed_by": requirement.observed_by if requirement else "",
        "proxy": requirement.proxy if requirement else None,
        "cost": requirement.cost if requirement else None,
        "feature": requirement.feature if requirement else None,
        "since": requirement.since if requirement else None,
        "until": requirement.until if requirement else None,
        "depends_on": list(requirement.depends_on) if requirement else [],
        "sources": [
            {"id": s.id, "title": s.title, "kind": s.kind, "read": s.read}
            for s in (requirement.sources if requirement else ())
        ],
        "verdicts": {v: _row(report, entry.rows[v]) for v in report.versions if v in entry.rows},
    }


def _row(report: Report, row: Row) -> dict[str, Any]:
    return {
        "verdict": str(row.verdict),
        "total": row.verdict.total,
        "reason": row.reason,
        "blocked_by": row.blocked_by,
        "judged": row.judged,
        "traces": list(row.traces),
        "failed": list(row.failed),
        "findings": [{"trace": f.trace, "expected": f.expected, "got": f.got, "where": f.where} for f in row.findings],
        "again": report.again(row),
    }


def _traces(report: Report) -> tuple[dict[str, dict[str, list[Any]]], list[dict[str, str]]]:
    """The traces that are kept, by version and key, and those that are not; one of each violation comes first."""
    firsts = [(row.version, row.findings[0].trace) for _, row in report.violations if row.findings]
    kept: dict[tuple[str, str], tuple[Trace, ...]] = {}
    left_out: list[tuple[str, str]] = []
    room = MAX_TRACE_CHARACTERS
    for place in dict.fromkeys((*firsts, *sorted(report.traces))):
        traces = report.traces.get(place, ())
        size = sum(map(_size, traces))
        if size > room:
            left_out.append(place)
        elif traces:
            room -= size
            kept[place] = traces
    by_version: dict[str, dict[str, list[Any]]] = {version: {} for version in report.versions}
    for (version, key), traces in sorted(kept.items()):
        by_version.setdefault(version, {})[key] = [trace.to_dict() for trace in traces]
    return by_version, [{"version": version, "trace": key} for version, key in sorted(left_out)]


def _size(trace: Trace) -> int:
    """About how many characters a trace takes."""
    return sum(
        _PER_EXCHANGE
        + _length(e.request_body)
        + sum(_PER_FRAME + _length(frame.payload) for frame in e.frames)
        + sum(len(name) + len(value) for name, value in (*e.request_headers, *e.response_headers))
        for e in (*trace.exchanges, *(trace.upstream or ()))
    )


def _length(payload: bytes) -> int:
    """How many characters a payload takes, a little too many rather than too few."""
    # A control character is written as six, and base64 takes four for three.
    controls = len(payload) - len(payload.translate(None, _CONTROLS))
    return max(len(payload) + 5 * controls, 4 * len(payload) // 3) if payload else 0
