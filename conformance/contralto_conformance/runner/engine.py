"""The run: preflight, then per version scripted cases, generated tests and verdicts; told as events.

A run always ends in `RunFinished`. What can end it early: the target cannot be judged at all (`CannotJudge`),
the user interrupts it (the task is cancelled), or its time is up. What was recorded until then is judged all
the same.
"""

from __future__ import annotations

import asyncio
import datetime
import time
import traceback
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from importlib.metadata import version as distribution_version

from contralto_conformance.cases.model import Case, Connect, Pause, Request
from contralto_conformance.cases.variables import AGENTS, names_in
from contralto_conformance.drivers.endpoint import Endpoint, Memory
from contralto_conformance.drivers.player import Network, play
from contralto_conformance.drivers.redact import Redactor
from contralto_conformance.drivers.upstream import Behind
from contralto_conformance.runner.events import (
    CaseFinished,
    CaseStarted,
    Event,
    HarnessError,
    Listener,
    ListenerFailed,
    Progress,
    RequirementJudged,
    RunFinished,
    RunStarted,
    VersionFinished,
    VersionStarted,
)
from contralto_conformance.runner.generated import Generated
from contralto_conformance.runner.judge import Judge
from contralto_conformance.runner.model import Finding, Identity, Plan, Row, Summary, Target, Verdict
from contralto_conformance.runner.preflight import Reached, Unjudgeable, preflight
from contralto_conformance.runner.summary import exit_code, summarise
from contralto_conformance.trace import Trace, team_mark, upstream_mark
from contralto_spec import Spec

SETS_A_KEY_ASIDE = "sets-a-key-aside"
"""Tag of cases after which a proxy does without one of its keys for a while; they are played last."""


@dataclass(frozen=True)
class Result:
    """What a run came to."""

    summary: Summary
    rows: tuple[Row, ...]


async def run(
    plan: Plan,
    target: Target,
    cases: Mapping[str, Case],
    spec: Spec,
    listeners: Iterable[Listener] = (),
    *,
    command: Sequence[str] = (),
    behind: Behind | None = None,
) -> Result:
    """Carries out the plan and tells the listeners; never raises on what the target does.

    cases: all cases by name, of which the plan names those to play. command: what repeats the run, without
    the key. behind: the service behind the proxy under test, which the suite plays. Cancelling the task ends the
    run as interrupted: the result is returned, not CancelledError.
    """
    return await _Run(plan, target, cases, spec, listeners, command, behind).all()


@dataclass
class _Version:
    """What one version has come to so far."""

    endpoint: Endpoint
    judge: Judge
    traces: list[Trace] = field(default_factory=list)
    external: dict[str, dict[str, list[Finding]]] = field(default_factory=dict)
    waiting: dict[str, None] = field(default_factory=dict)  # names of planned cases that are not finished
    rows: tuple[Row, ...] = ()


class _Run:
    """State of one run."""

    def __init__(
        self,
        plan: Plan,
        target: Target,
        cases: Mapping[str, Case],
        spec: Spec,
        listeners: Iterable[Listener],
        command: Sequence[str],
        behind: Behind | None,
    ) -> None:
        self._behind = behind
        self._plan = plan
        self._target = target
        self._cases = cases
        self._spec = spec
        self._listeners = list(listeners)
        self._command = tuple(command)
        self._redactor = Redactor(target.api_key)
        for number, key in enumerate(target.upstream_keys, 1):
            self._redactor.add(key, upstream_mark(number))
        for kind, token in target.tokens.items():
            self._redactor.add(token, team_mark(kind))
        self._memory = Memory()
        self._identity = Identity(target.base_url)
        self._started = time.monotonic()
        self._faults = 0
        self._ended_early = ""
        self._unreported = ""
        self._interrupted = False
        self._done = 0
        self._total = 0
        self._versions: dict[str, _Version] = {}

    # telling --------------------------------------------------------------------------------------

    def emit(self, event: Event) -> None:
        """Tells every listener. One that breaks is dropped; the others hear of it."""
        for listener in list(self._listeners):
            try:
                listener.handle(event)
            except ListenerFailed as fault:
                self._listeners.remove(listener)
                self._unreported = str(fault)
                self.broke("report", self._unreported)
            except Exception as fault:  # noqa: BLE001  (a broken report must not take the run with it)
                self._listeners.remove(listener)
                name = type(listener).__name__
                self.broke(f"report {name}", f"{type(fault).__name__}: {fault}", traceback.format_exc())

    def broke(self, where: str, message: str, trace: str = "") -> None:
        """Notes and tells a fault of the suite itself."""
        self._faults += 1
        self.emit(HarnessError(where, self._redactor.text(message), self._redactor.text(trace)))

    # the whole run --------------------------------------------------------------------------------

    async def all(self) -> Result:
        """Preflight, versions, end."""
        cannot = ""
        try:
            async with asyncio.timeout(self._plan.max_time_s):
                await self._examine()
        except Unjudgeable as reason:
            cannot = reason.event.message
            self.emit(reason.event)
        except TimeoutError:
            self._ended_early = f"time limit of {self._plan.max_time_s:g} s reached"
        except asyncio.CancelledError:
            self._ended_early, self._interrupted = "interrupted", True
            task = asyncio.current_task()
            if task is not None:
                task.uncancel()
        except Exception as fault:  # noqa: BLE001  (a fault of the suite is told, never a traceback)
            self._ended_early = "the suite itself broke"
            self.broke("runner", f"{type(fault).__name__}: {fault}", traceback.format_exc())
        return self._finish(cannot)

    async def _examine(self) -> None:
        secure = self._target.base_url.startswith("https:")
        async with Network(secure=secure, patience_s=self._target.patience_s) as network:
            first = self._endpoint(self._plan.versions[-1], None)
            reached = await preflight(self._target, first, network, agents=self._agents_needed())
            self._identity = reached.identity
            self._prepare(reached)
            self.emit(
                RunStarted(
                    identity=reached.identity,
                    plan=self._plan,
                    spec_digest=self._spec.digest,
                    suite_version=distribution_version("contralto"),
                    started_at=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
                    command=self._command,
                    requirements=self._spec.requirements,
                )
            )
            for version in self._plan.versions:
                await self._version(version, network)

    def _endpoint(self, version: str, reached: Reached | None) -> Endpoint:
        errors = self._spec.version(version).errors
        others = [v.date for v in self._spec.versions if v.errors != errors]
        described = [v.date for v in self._spec.described_versions if v.errors != errors]
        return Endpoint(
            base_url=self._target.base_url,
            socket_url=self._target.socket_url,
            api_key=self._target.api_key,
            version=version,
            swapped_version=(described or others or [version])[-1],
            redactor=self._redactor,
            memory=self._memory,
            auth=reached.auth if reached else "bearer",
            patience_s=self._target.patience_s,
            model=self._target.model,
            voice=reached.voice if reached else "",
            agents=reached.agents if reached else {},
            without=reached.without if reached else {},
            tokens=self._target.tokens,
            token_prefix=self._target.token_prefix,
            behind=self._behind,
            proxy_facts=self._target.proxy_facts,
            proxy_log=self._target.proxy_log,
        )

    def _agents_needed(self) -> Set[str]:
        """Which variables for agents the planned cases use."""
        steps = (step for name in self._plan.cases for step in self._cases[name].steps)
        return {name for step in steps if isinstance(step, Request | Connect) for name in names_in(step.path)} & AGENTS

    def _prepare(self, reached: Reached) -> None:
        generated = Generated(self._plan, self._spec)
        for version in self._plan.versions:
            judge = Judge(
                self._spec,
                version,
                self._plan.requirements,
                self._broken_check,
                self._plan.withheld,
                back_to_back=self._plan.back_to_back,
            )
            state = _Version(self._endpoint(version, reached), judge)
            names = [name for name in self._plan.cases if self._cases[name].applies_to(version)]
            state.waiting = dict.fromkeys([*names, *generated.names(version)])
            self._versions[version] = state
            self._total += len(state.waiting)

    def _broken_check(self, event: HarnessError) -> None:
        self.broke(event.where, event.message, event.traceback)

    # one version ----------------------------------------------------------------------------------

    async def _version(self, version: str, network: Network) -> None:
        state = self._versions[version]
        began = time.monotonic()
        self.emit(VersionStarted(version, len(state.waiting), len(state.judge.ids)))
        names = [name for name in state.waiting if name in self._cases]
        alone = [name for name in names if self._cases[name].examines_proxy]
        alone.sort(key=lambda name: SETS_A_KEY_ASIDE in self._cases[name].tags)
        names = [name for name in names if name not in alone]
        resting = [name for name in names if _rests(self._cases[name])]
        async with asyncio.TaskGroup() as group:
            # Cases that mostly wait for the clock do so beside everything else.
            for name in resting:
                group.create_task(self._case(self._cases[name], state, network))
            await self._scripted([name for name in names if name not in resting], state, network)
            await self._generated(state)
        for name in alone:
            # What arrives behind the proxy belongs to one case at a time.
            await self._case(self._cases[name], state, network)
        self._judge(state, began)

    async def _scripted(self, names: Sequence[str], state: _Version, network: Network) -> None:
        """Plays the scripted cases, `concurrency` at a time, in the order of the files."""
        queue = iter(names)

        async def worker() -> None:
            for name in queue:
                await self._case(self._cases[name], state, network)

        async with asyncio.TaskGroup() as group:
            for _ in range(min(self._plan.concurrency, len(names))):
                group.create_task(worker())

    async def _case(self, case: Case, state: _Version, network: Network) -> None:
        version = state.endpoint.version
        self.emit(CaseStarted(case.name, version, case.about))
        began = time.monotonic()
        try:
            trace = await play(case, state.endpoint, network, seed=self._plan.seed)
        except Exception as fault:  # noqa: BLE001  (one broken case must not take the others with it)
            where = f"case {case.name} ({case.source}), version {version}"
            self.broke(where, f"{type(fault).__name__}: {fault}", traceback.format_exc())
            self._advance(state, case.name)
            return
        self.heard(state, trace, time.monotonic() - began)

    def heard(self, state: _Version, trace: Trace, elapsed_s: float) -> None:
        """Keeps and tells one finished trace."""
        state.traces.append(trace)
        self.emit(CaseFinished(trace.case, state.endpoint.version, trace, elapsed_s))
        self._advance(state, trace.case)

    def _advance(self, state: _Version, name: str) -> None:
        if name in state.waiting:
            del state.waiting[name]
            self._done += 1
        elapsed_s = time.monotonic() - self._started
        left_s = elapsed_s / self._done * (self._total - self._done) if self._done else None
        self.emit(Progress(self._done, self._total, elapsed_s, left_s, f"{state.endpoint.version} {name}"))

    async def _generated(self, state: _Version) -> None:
        generated = Generated(self._plan, self._spec)
        for part in generated.parts(state.endpoint, state.judge):
            self.emit(CaseStarted(part.case, state.endpoint.version, part.about))
            try:
                await part.run(
                    heard=lambda trace, elapsed_s: self._heard_generated(state, trace, elapsed_s),
                    judged=lambda verdicts: _merge(state.external, verdicts),
                )
            except Exception as fault:  # noqa: BLE001  (a broken engine must not take the run with it)
                where = f"{part.case}, version {state.endpoint.version}"
                self.broke(where, f"{type(fault).__name__}: {fault}", traceback.format_exc())
            for name in part.names:
                if name in state.waiting:
                    self._advance(state, name)

    def _heard_generated(self, state: _Version, trace: Trace, elapsed_s: float) -> None:
        state.traces.append(trace)
        self.emit(CaseFinished(trace.case, state.endpoint.version, trace, elapsed_s))
        if trace.variant == "negative":  # the second and last kind of its operation
            self._advance(state, trace.case)

    # verdicts -------------------------------------------------------------------------------------

    def _judge(self, state: _Version, began: float, reason: str = "") -> None:
        state.rows = state.judge.rows(state.traces, state.external, tuple(state.waiting), reason)
        for row in state.rows:
            self.emit(RequirementJudged(row))
        self.emit(VersionFinished(state.endpoint.version, state.rows, time.monotonic() - began))

    def _finish(self, cannot: str) -> Result:
        """Judges what was cut off, and ends the run."""
        if not cannot and self._ended_early:
            for state in self._versions.values():
                if not state.rows:
                    self._judge(state, time.monotonic(), self._ended_early)
        rows = tuple(row for version in self._plan.versions for row in self._rows(version, cannot))
        code, reason = exit_code(
            rows,
            strict=self._plan.strict,
            cannot_judge=cannot,
            interrupted=self._interrupted,
            harness_faults=self._faults,
        )
        summary = summarise(
            self._plan,
            rows,
            identity=self._identity,
            cases=sum(len(state.traces) for state in self._versions.values()),
            duration_s=time.monotonic() - self._started,
            spec_digest=self._spec.digest,
            suite_version=distribution_version("contralto"),
            interrupted=self._ended_early,
            code=code,
            reason=reason,
        )
        faults = self._faults
        self.emit(RunFinished(summary, rows))
        if self._faults > faults:  # a report broke while it was written
            code, reason = exit_code(
                rows,
                strict=self._plan.strict,
                cannot_judge=cannot,
                interrupted=self._interrupted,
                harness_faults=self._faults,
            )
            known = summary.exit_reason if summary.exit_code == 2 else ""
            summary = replace(summary, exit_code=code, exit_reason=known or self._unreported or reason)
        return Result(summary, rows)

    def _rows(self, version: str, cannot: str) -> Sequence[Row]:
        state = self._versions.get(version)
        if state is not None and state.rows:
            return state.rows
        reason = cannot or self._ended_early or "not reached"
        requirements = [self._spec.requirement(name) for name in self._plan.requirements]
        return [
            Row(r.id, version, r.level, Verdict.NOT_VERIFIED, reason) for r in requirements if r.applies_to(version)
        ]


def _rests(case: Case) -> bool:
    return sum(step.seconds_s for step in case.steps if isinstance(step, Pause)) >= 1


def _merge(into: dict[str, dict[str, list[Finding]]], new: Mapping[str, Mapping[str, list[Finding]]]) -> None:
    for requirement, traces in new.items():
        for key, findings in traces.items():
            into.setdefault(requirement, {}).setdefault(key, []).extend(findings)
