"""From events to a `Report`: the whole run as one value, which every format renders.

A `Collector` keeps the traces of a version until its verdicts are there, and then only those that a finding
points at, so that a long run does not hold all its traffic.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cached_property

import contralto_spec
from contralto_conformance.runner.events import (
    CannotJudge,
    CaseFinished,
    Event,
    HarnessError,
    RunFinished,
    RunStarted,
    VersionFinished,
)
from contralto_conformance.runner.model import Estimate, Finding, Row, Summary, Verdict
from contralto_conformance.trace import Exchange, Trace
from contralto_spec import Requirement

LEVELS = ("must", "should", "observed")

_REPLACED_OPTIONS = frozenset({"--api-key", "--api-version", "--format", "--max-time", "--only", "--report", "--seed"})
_OF_GENERATED = frozenset({"--cases", "--examples"})
"""Options that say nothing more where a case file repeats the verdict."""

_USER_INFO = re.compile(r"(?<=://)[^/?#\s]*@")
_MOMENT = re.compile(r"\+(\d+\.\d+) s")
_PLACE = re.compile(r"\bframe (\d+)")
_CHANGING = re.compile(r"\b[0-9a-f]{6,}(?:-[0-9a-f]*)*|\b\d+\.\d+\b", re.IGNORECASE)
"""What differs from run to run though nothing else does: ids in hexadecimal, times with a fraction."""

_COMPARED = 3
"""So many things that were seen under two versions are compared before they count as the same."""


@dataclass(frozen=True)
class Problem:
    """Why the run could not judge, or where the suite itself broke.

    kind: `cannot-judge` or `harness`. where: the code of the former, the place of the latter. message: one
    sentence. hint: what to do, or "". traceback: for debugging, or "".
    """

    kind: str
    where: str
    message: str
    hint: str = ""
    traceback: str = ""


@dataclass(frozen=True)
class Entry:
    """One requirement of the report with its verdict under each version.

    rows: by version; a version that the requirement does not apply to is absent. requirement: None for an id
    that the spec does not hold.
    """

    id: str
    level: str
    requirement: Requirement | None
    rows: Mapping[str, Row]

    @property
    def area(self) -> str:
        """Area of the requirement; of an unknown one the id without its last part."""
        return self.requirement.area if self.requirement else self.id.rpartition(".")[0] or self.id

    @property
    def statement(self) -> str:
        """What is required, in one sentence; "" if unknown."""
        return self.requirement.statement if self.requirement else ""

    @property
    def party(self) -> str:
        """Who is bound by it."""
        return self.requirement.party if self.requirement else "server"

    @property
    def sources(self) -> tuple[str, ...]:
        """Where it comes from, with the day on which it was read."""
        return tuple(f"{s.title}, read {s.read}" for s in self.requirement.sources) if self.requirement else ()


@dataclass(frozen=True)
class Report:
    """One run, complete or not.

    traces: by version and trace key, those that a finding points at; several generated sessions share a key.
    started_at: ISO 8601 or "" if the run never began. command: arguments that repeat the run. notes: sentences that
    belong to the verdicts, such as what of a recording was judged. estimate: what the run was to do and cost; None
    if it asked no server. budget: credits that it might cost; None for any.
    """

    summary: Summary
    versions: tuple[str, ...]
    entries: tuple[Entry, ...]
    traces: Mapping[tuple[str, str], tuple[Trace, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    started_at: str = ""
    command: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    strict: bool = False
    notes: tuple[str, ...] = ()
    estimate: Estimate | None = None
    budget: float | None = None

    @property
    def is_recorded(self) -> bool:
        """Whether recorded traffic was judged, and no server was asked anything."""
        return self.command[1:2] == ("verify",)

    @property
    def is_examination(self) -> bool:
        """Whether a client was judged, by a service that played scenarios to it."""
        return self.command[1:2] == ("examine",)

    @cached_property
    def areas(self) -> Mapping[str, tuple[Entry, ...]]:
        """Entries by area, both in the order of the spec."""
        grouped: dict[str, list[Entry]] = {}
        for entry in self.entries:
            grouped.setdefault(entry.area, []).append(entry)
        return {area: tuple(entries) for area, entries in grouped.items()}

    @cached_property
    def violations(self) -> tuple[tuple[Entry, Row], ...]:
        """Every row that is violated, requirement by requirement, oldest version first."""
        return tuple(self._rows_of("violated"))

    @cached_property
    def reported(self) -> tuple[tuple[Entry, Alike], ...]:
        """The violations that people have to look at, requirement by requirement; once, if versions agree."""
        rows: dict[str, list[Row]] = {}
        entries = {entry.id: entry for entry, _ in self.violations}
        for entry, row in self.violations:
            if is_reported(row):
                rows.setdefault(entry.id, []).append(row)
        return tuple((entries[name], group) for name, own in rows.items() for group in alike(own))

    @cached_property
    def unverified(self) -> tuple[tuple[Entry, Row], ...]:
        """Every row that was not verified, in the same order."""
        return tuple(self._rows_of("not_verified"))

    def _rows_of(self, total: str) -> Iterable[tuple[Entry, Row]]:
        for entry in self.entries:
            for version in self.versions:
                row = entry.rows.get(version)
                if row is not None and row.verdict.total == total:
                    yield entry, row

    def trace(self, version: str, finding: Finding) -> Trace | None:
        """The trace that a finding was seen in; of several with its key the one that its `where` fits best."""
        candidates = self.traces.get((version, finding.trace), ())
        return next((trace for trace in candidates if moments(trace, finding)), candidates[-1] if candidates else None)

    def again(self, *rows: Row) -> str:
        """The command that repeats one verdict, fit to be pasted into a shell; holds no key.

        rows: of one requirement; several of them are repeated under all their versions.
        """
        example = rows[0].example if len(rows) == 1 else ""
        arguments = list(self._repeatable(_OF_GENERATED if example else frozenset()))
        arguments = arguments or ["contralto", "check", self.summary.identity.url]
        if self.is_examination:
            return shlex.join((*arguments, "--only", rows[0].requirement))
        is_all = len(rows) > 1 and tuple(row.version for row in rows) == self.versions
        if not is_all or "--api-version" in self.command:
            for row in rows:
                arguments += ["--api-version", row.version]
        arguments += ["--only", rows[0].requirement]
        if example:
            arguments += ["--cases", example]
        if not self.is_recorded:
            arguments += ["--seed", str(self.summary.seed)]
        return shlex.join(_USER_INFO.sub("", argument) for argument in arguments)

    def _repeatable(self, replaced: Set[str]) -> Iterable[str]:
        skip = False
        for argument in self.command:
            if skip:
                skip = False
            elif argument in _REPLACED_OPTIONS | replaced:
                skip = True
            elif argument.partition("=")[0] not in _REPLACED_OPTIONS | replaced:
                yield argument


def moments(trace: Trace, finding: Finding) -> tuple[tuple[str, int], ...]:
    """Frames that a finding points at, as (label, index from 0).

    They are those whose numbers stand in its `where` beside the label of an exchange in backticks; without a number
    those that arrived at a time (`+0.412 s`) that stands in its `where` or `got`.
    """
    named = named_exchanges(trace, finding)
    places = {int(number) for number in _PLACE.findall(finding.where)} if named else set()
    times = set() if places else set(_MOMENT.findall(f"{finding.where} {finding.got}"))
    return tuple(
        (exchange.label, index)
        for exchange in named or trace.exchanges
        for index, frame in enumerate(exchange.frames)
        if index in places or any(f"{frame.time_s:.{len(time.partition('.')[2])}f}" == time for time in times)
    )


def named_exchanges(trace: Trace, finding: Finding) -> tuple[Exchange, ...]:
    """Exchanges whose label stands in backticks in the `where` of a finding."""
    both = (*trace.exchanges, *(trace.upstream or ()))
    return tuple(exchange for exchange in both if f"`{exchange.label}`" in finding.where)


class Collector:
    """Hears the events of a run; `report` is there once `RunFinished` was heard."""

    def __init__(self, requirements: Mapping[str, Requirement] | None = None) -> None:
        """requirements: what ids mean; those that the run names if left out."""
        self._requirements = requirements
        self._started: RunStarted | None = None
        self._traces: dict[tuple[str, str], tuple[Trace, ...]] = {}
        self._problems: list[Problem] = []
        self.report: Report | None = None

    def handle(self, event: Event) -> None:
        """Takes note of one event."""
        match event:
            case RunStarted():
                self._started = event
            case CaseFinished(version=version, trace=trace):
                key = (version, trace.key)
                self._traces[key] = (*self._traces.get(key, ()), trace)
            case VersionFinished(version=version, rows=rows):
                self._forget_traces(rows, version)
            case HarnessError():
                self._problems.append(Problem("harness", event.where, event.message, traceback=event.traceback))
            case CannotJudge():
                self._problems.append(Problem("cannot-judge", event.code, event.message, event.hint))
            case RunFinished(summary=summary, rows=rows):
                self._forget_traces(rows)
                self.report = self._finish(summary, rows)
            case _:
                pass

    def _forget_traces(self, rows: Iterable[Row], version: str | None = None) -> None:
        wanted = {(row.version, finding.trace) for row in rows for finding in row.findings}
        self._traces = {
            key: traces
            for key, traces in self._traces.items()
            if key in wanted or (version is not None and key[0] != version)
        }

    def _finish(self, summary: Summary, rows: tuple[Row, ...]) -> Report:
        started = self._started
        broken = next((problem for problem in self._problems if problem.kind == "harness"), None)
        if broken is not None and summary.exit_code != 2:
            # Another report broke while it was written, after the runner had summed up.
            summary = replace(summary, exit_code=2, exit_reason=broken.message)
        by_id: dict[str, dict[str, Row]] = {}
        for row in rows:
            by_id.setdefault(row.requirement, {})[row.version] = row
        versions = started.plan.versions if started else ()
        others = sorted({row.version for row in rows} | set(summary.by_version))
        catalogue = self._requirements
        if catalogue is None:
            catalogue = started.requirements if started else None
        if catalogue is None:
            catalogue = contralto_spec.load().requirements
        order = {name: place for place, name in enumerate(catalogue)}
        return Report(
            summary=summary,
            versions=(*versions, *(version for version in others if version not in versions)),
            entries=tuple(
                Entry(name, next(iter(by_id[name].values())).level, catalogue.get(name), by_id[name])
                for name in sorted(by_id, key=lambda name: order.get(name, len(order)))
            ),
            traces=self._traces,
            problems=tuple(self._problems),
            started_at=started.started_at if started else "",
            command=started.command if started else (),
            only=started.plan.only if started else (),
            strict=started.plan.strict if started else False,
            notes=started.notes if started else (),
            estimate=started.estimate if started else None,
            budget=started.plan.budget if started else None,
        )


@dataclass(frozen=True)
class Alike:
    """Verdicts of one requirement that say the same under several versions, the oldest first; at least one."""

    rows: tuple[Row, ...]

    @property
    def shown(self) -> Row:
        """The one that stands for all of them: that of the newest version."""
        return self.rows[-1]

    @property
    def versions(self) -> tuple[str, ...]:
        """The versions that they are of."""
        return tuple(row.version for row in self.rows)


def alike(rows: Iterable[Row]) -> tuple[Alike, ...]:
    """Rows of one requirement, those together that differ in nothing but ids and times; in their order."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        said = [(o.expected, o.got) for o in observations(row.findings)[:_COMPARED]]
        key = (row.verdict, row.reason, *(_CHANGING.sub("#", text) for pair in said for text in pair))
        groups.setdefault(key, []).append(row)
    return tuple(Alike(tuple(group)) for group in groups.values())


def is_reported(row: Row) -> bool:
    """True for a violation that people have to look at; a known failure is listed, not shown in full."""
    return row.verdict in {Verdict.FAIL, Verdict.WARN, Verdict.UNEXPECTED_PASS}


@dataclass(frozen=True)
class Observation:
    """Findings that say the same: what was expected, what came instead, and all the places where it did."""

    expected: str
    got: str
    places: tuple[Finding, ...]


def observations(findings: Iterable[Finding]) -> tuple[Observation, ...]:
    """Findings grouped by what they say, in the order in which each was first seen; a place counts once."""
    groups: dict[tuple[str, str], dict[tuple[str, str], Finding]] = {}
    for finding in findings:
        group = groups.setdefault((finding.expected, finding.got), {})
        group.setdefault((finding.trace, finding.where), finding)
    return tuple(Observation(expected, got, tuple(places.values())) for (expected, got), places in groups.items())
