"""Judges recordings and tells listeners of it in the events of a run, so that every report works."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Literal, get_args

from contralto_conformance.oracle.clients import CLIENT_CHECKS, judge_client
from contralto_conformance.recorded.grouping import Recording
from contralto_conformance.runner.events import (
    CaseFinished,
    Listener,
    RequirementJudged,
    VersionFinished,
    VersionStarted,
)
from contralto_conformance.runner.judge import NO_CHECK, Judge, blocked, judged_row
from contralto_conformance.runner.model import Finding, Identity, Plan, Row, Summary, Verdict
from contralto_conformance.runner.summary import exit_code, summarise
from contralto_conformance.runner.telling import Telling
from contralto_conformance.trace import Trace
from contralto_spec import Requirement, Spec

Party = Literal["server", "client", "both"]
PARTIES: tuple[str, ...] = get_args(Party)

_NOTHING = "the recorded traffic shows nothing to judge it by"
_UNSEEN = "no check can see it in traffic"
_NO_CLIENT = "the traffic is the suite's own: no client under test had a part in it"


def verify(
    recordings: Sequence[Recording],
    plan: Plan,
    spec: Spec,
    listeners: Iterable[Listener],
    *,
    party: Party = "server",
    command: Sequence[str] = (),
) -> Summary:
    """Judges all recordings together, version by version, and returns the summary with the exit code.

    plan: versions and requirements; of the others nothing is used. Never raises for what the recordings hold.
    """
    return _Verification(recordings, plan, spec, listeners, party, command).all()


class _Verification:
    def __init__(
        self,
        recordings: Sequence[Recording],
        plan: Plan,
        spec: Spec,
        listeners: Iterable[Listener],
        party: Party,
        command: Sequence[str],
    ) -> None:
        self._recordings = recordings
        self._plan = plan
        self._spec = spec
        self._telling = Telling(listeners)
        self._party = party
        self._command = tuple(command)
        self._began = time.monotonic()

    def all(self) -> Summary:
        """Every version, then the summary."""
        identity = Identity(_target(self._recordings))
        notes = tuple(note for recording in self._recordings for note in _notes(recording))
        self._telling.begin(identity, self._plan, self._spec, self._command, notes=notes)
        rows = tuple(row for version in self._plan.versions for row in self._version(version))
        code, reason = self._exit_code(rows)
        summary = summarise(
            self._plan,
            rows,
            self._spec,
            identity=identity,
            cases=sum(len(self._traces(version)) for version in self._plan.versions),
            duration_s=time.monotonic() - self._began,
            interrupted="",
            code=code,
            reason=reason,
        )
        return self._telling.end(summary, rows, lambda: self._exit_code(rows))

    def _exit_code(self, rows: Sequence[Row]) -> tuple[int, str]:
        return exit_code(
            rows, strict=self._plan.strict, cannot_judge="", interrupted=False, harness_faults=self._telling.faults
        )

    def _version(self, version: str) -> tuple[Row, ...]:
        began = time.monotonic()
        chosen = [r for r in map(self._spec.requirement, self._plan.requirements) if r.applies_to(version)]
        traces = self._traces(version)
        self._telling.emit(VersionStarted(version, len(traces), len(chosen)))
        for trace in traces:
            self._telling.emit(CaseFinished(trace.case, version, trace, 0.0))
        server = [t for r in self._recordings for t in r.traces if t.api_version == version and self._party != "client"]
        judge = Judge(self._spec, version, [r.id for r in chosen if r.party != "client"], self._telling.broken_check)
        judged = {row.requirement: row for row in judge.rows(server, {})}
        judged |= self._client_rows(version, [r for r in chosen if r.party == "client"])
        rows = tuple(self._explained(judged[requirement.id], requirement) for requirement in chosen)
        for row in rows:
            self._telling.emit(RequirementJudged(row))
        self._telling.emit(VersionFinished(version, rows, time.monotonic() - began))
        return rows

    def _traces(self, version: str) -> list[Trace]:
        """The traces that are judged under a version, each once."""
        found: list[Trace] = []
        for recording in self._recordings:
            found += recording.traces if self._party != "client" else ()
            found += [t for t in recording.client if self._party != "server" and t not in found]
        return [trace for trace in found if trace.api_version == version]

    def _client_rows(self, version: str, chosen: Sequence[Requirement]) -> dict[str, Row]:
        traces = [t for recording in self._recordings for t in recording.client if t.api_version == version]
        if self._party == "server":
            traces = []
        seen: dict[str, list[tuple[Trace, list[Finding]]]] = {}
        faults: dict[str, str] = {}
        for trace in traces:
            try:
                verdicts = judge_client(trace)
            except Exception as fault:  # noqa: BLE001  (a broken check must not take the run with it)
                told = f"a check of clients broke on `{trace.key}`: {type(fault).__name__}: {fault}"
                self._telling.broke(f"clients, trace {trace.key}", told, traceback.format_exc())
                faults |= dict.fromkeys(CLIENT_CHECKS, told)
                continue
            for name, verdict in verdicts.items():
                if verdict is not None:
                    found = [Finding(trace.key, f.expected, f.got, f.where) for f in verdict]
                    seen.setdefault(name, []).append((trace, found))
        rows = [_client_row(r, version, seen.get(r.id, []), faults.get(r.id, ""), bool(traces)) for r in chosen]
        return {row.requirement: row for row in blocked({r.id: r for r in chosen}, rows)}

    def _explained(self, row: Row, requirement: Requirement) -> Row:
        """The row, with a reason that fits recorded traffic."""
        if row.verdict is not Verdict.NOT_VERIFIED:
            return row
        if requirement.party == "proxy":
            return replace(row, reason="it binds the proxy: traffic of one side of it does not show it")
        if self._party not in ("both", requirement.party):
            return replace(row, reason=f"it binds the {requirement.party}: `--party {requirement.party}` judges it")
        is_told = requirement.party == "client" or row.reason.startswith(NO_CHECK)
        return row if is_told else replace(row, reason=_NOTHING)


def _client_row(
    requirement: Requirement,
    version: str,
    seen: Sequence[tuple[Trace, list[Finding]]],
    fault: str,
    has_traffic: bool,
) -> Row:
    findings = [finding for _, found in seen for finding in found]
    why_not = None
    if not seen:
        why_not = _UNSEEN if requirement.id not in CLIENT_CHECKS else _NOTHING if has_traffic else _NO_CLIENT
    return judged_row(requirement, version, [trace.key for trace, _ in seen], findings, fault=fault, why_not=why_not)


def _target(recordings: Sequence[Recording]) -> str:
    """What was examined, for the place where a run names its target."""
    bases = dict.fromkeys(recording.base for recording in recordings if recording.base)
    return ", ".join(bases) or ", ".join(recording.name for recording in recordings)


def _notes(recording: Recording) -> Iterable[str]:
    """What there is to know about one recording, sentence by sentence."""
    found = f", found below {recording.base}" if recording.base else ""
    yield f"{recording.name}: {_count(recording.exchanges)} of this API{found}"
    yield from (f"{recording.name}: {remark}" for remark in recording.remarks)
    for why, number in _sorted(recording.passed_over):
        yield f"{recording.name}: {_count(number)} passed over ({why})"


def _sorted(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _count(number: int) -> str:
    return f"{number:,} exchange{'' if number == 1 else 's'}"
