"""The run: preflight, then per version scripted cases, generated tests and verdicts; told as events.

A run always ends in `RunFinished`. What can end it early: the target cannot be judged at all (`CannotJudge`),
the user interrupts it (the task is cancelled), or its time is up. What was recorded until then is judged all
the same.
"""

from __future__ import annotations

import asyncio
import math
import time
import traceback
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path

from contralto_conformance.cases.model import Case, Connect, Request, WaitIdle
from contralto_conformance.cases.variables import AGENTS, names_in
from contralto_conformance.drivers.endpoint import Endpoint, Memory
from contralto_conformance.drivers.player import Network, play
from contralto_conformance.drivers.redact import Redactor
from contralto_conformance.drivers.upstream import Behind
from contralto_conformance.runner.budget import Budget
from contralto_conformance.runner.cleaning import clean
from contralto_conformance.runner.costs import Costs
from contralto_conformance.runner.estimate import estimate
from contralto_conformance.runner.events import (
    CaseFinished,
    CaseStarted,
    Listener,
    Progress,
    RequirementJudged,
    VersionFinished,
    VersionStarted,
)
from contralto_conformance.runner.examples import Examples
from contralto_conformance.runner.generated import Generated, in_round
from contralto_conformance.runner.judge import Judge
from contralto_conformance.runner.ledger import Ledger
from contralto_conformance.runner.model import Cost, Finding, Identity, Plan, Row, Summary, Target, Verdict
from contralto_conformance.runner.plan import CHANGES_ACCOUNT, FILLS_PLAN
from contralto_conformance.runner.preflight import Reached, Unjudgeable, preflight
from contralto_conformance.runner.profiles import waits_s
from contralto_conformance.runner.rounds import together
from contralto_conformance.runner.summary import exit_code, summarise
from contralto_conformance.runner.telling import Telling
from contralto_conformance.trace import REDACTED_ADMIN_KEY, REDACTED_SPENT_KEY, Trace, team_mark, upstream_mark
from contralto_spec import Spec, idle_limits, plans

_RESTS_S = 1
"""Seconds of pauses that make a case one that mostly waits."""

_JUDGING_S = 5.0
"""What a run may take beyond its time to judge what was recorded; a fifth of that time, if that is more."""

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
    examples: Examples | None = None,
    name: str = "contralto_check",
    ledger: Path | None = None,
) -> Result:
    """Carries out the plan and tells the listeners; never raises on what the target does.

    cases: all cases by name, of which the plan names those to play. command: what repeats the run, without
    the key. behind: the service behind the proxy under test, which the suite plays. examples: where generated failures
    are kept, and tried first. name: what things are called that the run makes. ledger: file that lists them as long as
    they are there. Cancelling the task ends the run as interrupted: the result is returned, not CancelledError.
    """
    return await _Run(plan, target, cases, spec, listeners, command, behind, examples, name, ledger).all()


@dataclass
class _Version:
    """What one version has come to so far. short: names of planned cases that the budget did not allow: why."""

    endpoint: Endpoint
    judge: Judge
    costs: Costs
    short: dict[str, str] = field(default_factory=dict)
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
        examples: Examples | None,
        name: str,
        ledger: Path | None,
    ) -> None:
        self._behind = behind
        self._examples = examples
        self._plan = plan
        self._target = target
        self._cases = cases
        self._spec = spec
        self._command = tuple(command)
        self._name = name
        self._redactor = Redactor(target.api_key)
        self._redactor.add(target.admin_key, REDACTED_ADMIN_KEY)
        self._redactor.add(target.spent_key, REDACTED_SPENT_KEY)
        for number, key in enumerate(target.upstream_keys, 1):
            self._redactor.add(key, upstream_mark(number))
        for kind, token in target.tokens.items():
            self._redactor.add(token, team_mark(kind))
        self._telling = Telling(listeners, self._redactor.text)
        self._ledger = Ledger(
            spec,
            target.base_url,
            run=name,
            file=ledger,
            is_secret=lambda text: self._redactor.text(text) != text,
        )
        self._budget = Budget(plan.budget)
        self._reached: Reached | None = None
        self._round = 1
        self._rounds: dict[str, list[tuple[Row, ...]]] = {version: [] for version in plan.versions}
        self._played = 0
        self._memory = Memory()
        self._identity = Identity(target.base_url, name=target.name)
        self._started = time.monotonic()
        self._started_cpu_s = time.process_time()
        self._ended_early = ""
        self._interrupted = False
        self._done = 0
        self._total = 0
        self._versions: dict[str, _Version] = {}

    # the whole run --------------------------------------------------------------------------------

    async def all(self) -> Result:
        """Preflight, versions, end."""
        cannot = ""
        try:
            async with asyncio.timeout(self._plan.max_time_s):
                await self._examine()
        except Unjudgeable as reason:
            cannot = reason.event.message
            self._telling.emit(reason.event)
        except TimeoutError:
            self._ended_early = f"time limit of {self._plan.max_time_s:g} s reached"
        except asyncio.CancelledError:
            self._ended_early, self._interrupted = "interrupted", True
            task = asyncio.current_task()
            if task is not None:
                task.uncancel()
        except Exception as fault:  # noqa: BLE001  (a fault of the suite is told, never a traceback)
            self._ended_early = "the suite itself broke"
            self._telling.broke("runner", f"{type(fault).__name__}: {fault}", traceback.format_exc())
        await self._leave_nothing()
        return self._finish(cannot)

    async def _examine(self) -> None:
        secure = self._target.base_url.startswith("https:")
        async with Network(secure=secure, patience_s=self._target.patience_s) as network:
            first = self._endpoint(self._plan.versions[-1], None)
            reached = await preflight(self._target, first, network, agents=self._agents_needed())
            self._identity = reached.identity
            self._reached = reached
            self._prepare(reached)
            self._telling.begin(
                reached.identity,
                self._plan,
                self._spec,
                self._command,
                notes=Generated(self._plan, self._spec).notes(),
                requirements=self._spec.requirements,
                estimate=estimate(self._plan, self._cases, self._spec),
            )
            while True:
                for version in self._plan.versions:
                    await self._version(version, network)
                if not self._plan.repeats or any(state.short for state in self._versions.values()):
                    return
                self._round += 1
                self._memory = Memory()
                self._prepare(reached)

    async def _leave_nothing(self) -> None:
        """Deletes what cases that were cut off have made, and forgets the ledger if nothing is left."""
        left = self._ledger.made
        try:
            if left and self._reached is not None:
                secure = self._target.base_url.startswith("https:")
                async with Network(secure=secure, patience_s=self._target.patience_s) as network:
                    endpoint = self._endpoint(self._plan.versions[-1], self._reached)
                    await clean(self._ledger, left, endpoint, network, admin_key=self._target.admin_key)
        except asyncio.CancelledError:
            self._interrupted, self._ended_early = True, self._ended_early or "interrupted"
            task = asyncio.current_task()
            if task is not None:
                task.uncancel()
        except Exception as fault:  # noqa: BLE001  (the ledger still lists what is there)
            self._telling.broke("cleaning", f"{type(fault).__name__}: {fault}", traceback.format_exc())
        self._ledger.close()
        if self._ledger.fault:
            self._telling.broke("ledger", self._ledger.fault)

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
            keys={"admin": self._target.admin_key, "no-credits": self._target.spent_key},
            plan=plans(self._spec)[self._target.plan] if self._target.plan else None,
            idle_s={
                path: self._target.idle_timeout_s or after_s
                for path, after_s in idle_limits(self._spec, version).items()
            },
            tokens=self._target.tokens,
            token_prefix=self._target.token_prefix,
            behind=self._behind,
            run=self._name,
            proxy_facts=self._target.proxy_facts,
            proxy_log=self._target.proxy_log,
        )

    def _agents_needed(self) -> Set[str]:
        """Which variables for agents the planned cases use."""
        steps = (step for name in self._plan.cases for step in self._cases[name].all_steps())
        asked = [
            (step.path, step.json if isinstance(step, Request) else None)
            for step in steps
            if isinstance(step, Request | Connect)
        ]
        generated = Generated(self._plan, self._spec)
        return (names_in(asked) | {name for v in self._plan.versions for name in generated.variables(v)}) & AGENTS

    def _prepare(self, reached: Reached) -> None:
        generated = Generated(self._plan, self._spec, self._round)
        self._played += sum(len(state.traces) for state in self._versions.values())
        for version in self._plan.versions:
            judge = Judge(
                self._spec,
                version,
                self._plan.requirements,
                self._telling.broken_check,
                withheld=self._plan.withheld,
                unclaimed=self._plan.unclaimed,
                waivers=self._plan.waivers,
                back_to_back=self._plan.back_to_back,
            )
            state = _Version(self._endpoint(version, reached), judge, Costs(self._spec, version))
            names = [name for name in self._plan.cases if self._cases[name].applies_to(version)]
            state.waiting = dict.fromkeys([*names, *generated.names(version)])
            self._versions[version] = state
            self._total += len(state.waiting)

    # one version ----------------------------------------------------------------------------------

    async def _version(self, version: str, network: Network) -> None:
        state = self._versions[version]
        began = time.monotonic()
        self._telling.emit(VersionStarted(version, len(state.waiting), len(state.judge.ids)))
        names = [name for name in state.waiting if name in self._cases]
        alone = [name for name in names if _is_alone(self._cases[name])]
        alone.sort(key=lambda name: SETS_A_KEY_ASIDE in self._cases[name].tags)
        resting = [name for name in names if _rests(self._cases[name]) and name not in alone]
        async with asyncio.TaskGroup() as group:
            # Cases that mostly wait for the clock do so beside everything else.
            for name in resting:
                group.create_task(self._case(self._cases[name], state, network))
            await self._stored(state, network)
            others = [name for name in names if name not in resting and name not in alone]
            changing = [name for name in others if CHANGES_ACCOUNT in self._cases[name].tags]
            await self._scripted([name for name in others if name not in changing], state, network)
            # What they make and delete must not come and go while another case walks through a list.
            await self._scripted(changing, state, network)
            await self._generated(state)
        for name in alone:
            await self._case(self._cases[name], state, network)
        self._judge(state, began)

    async def _stored(self, state: _Version, network: Network) -> None:
        """Plays the examples that earlier runs kept."""
        version = state.endpoint.version
        cases, problems = self._examples.stored(version) if self._examples is not None else ([], [])
        for problem in problems:
            self._telling.broke("examples", problem)
        for number, (case, text) in enumerate(cases, start=1):
            if CHANGES_ACCOUNT in case.tags and not self._plan.changes:
                continue
            self._telling.emit(CaseStarted(case.name, version, case.about))
            began = time.monotonic()
            trace = await play(case, state.endpoint, network, seed=self._plan.seed)
            trace = replace(trace, variant=f"kept-{number}", script=text)
            state.traces.append(trace)
            self._telling.emit(CaseFinished(trace.case, version, trace, time.monotonic() - began))

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
        at_most = state.costs.of_case(case).at_most
        if not self._budget.reserve(at_most):
            self._leave_out(state, case.name)
            return
        self._telling.emit(CaseStarted(case.name, version, case.about))
        began = time.monotonic()
        cost = Cost(at_most=at_most)  # what a case that is cut off may have come to
        endpoint = replace(state.endpoint, heard=self._ledger.page(version, case.name))
        try:
            trace = await play(case, endpoint, network, seed=self._plan.seed + self._round - 1)
            cost = state.costs.of_trace(trace)
            left = self._ledger.of_case(version, case.name)
            if left:
                await clean(self._ledger, left, state.endpoint, network, admin_key=self._target.admin_key)
        except Exception as fault:  # noqa: BLE001  (one broken case must not take the others with it)
            where = f"case {case.name} ({case.source}), version {version}"
            self._telling.broke(where, f"{type(fault).__name__}: {fault}", traceback.format_exc())
            self._advance(state, case.name)
            return
        finally:
            self._budget.settle(at_most, cost)
        self.heard(state, in_round(trace, self._round), time.monotonic() - began)

    def _leave_out(self, state: _Version, name: str) -> None:
        """Notes that the budget does not allow a case, or not to its end."""
        state.short[name] = f"left out by the budget of {self._plan.budget:,.12g} credits"
        self._advance(state, name)

    def heard(self, state: _Version, trace: Trace, elapsed_s: float) -> None:
        """Keeps and tells one finished trace."""
        state.traces.append(trace)
        self._telling.emit(CaseFinished(trace.case, state.endpoint.version, trace, elapsed_s))
        self._advance(state, trace.case)

    def _advance(self, state: _Version, name: str) -> None:
        if name in state.waiting:
            del state.waiting[name]
            self._done += 1
        elapsed_s = time.monotonic() - self._started
        left_s = elapsed_s / self._done * (self._total - self._done) if self._done else None
        self._telling.emit(Progress(self._done, self._total, elapsed_s, left_s, f"{state.endpoint.version} {name}"))

    async def _generated(self, state: _Version) -> None:
        generated = Generated(self._plan, self._spec, self._round)
        for part in generated.parts(state.endpoint, state.judge, state.costs, self._budget):
            self._telling.emit(CaseStarted(part.case, state.endpoint.version, part.about))
            try:
                await part.run(
                    heard=lambda trace, elapsed_s: self._heard_generated(state, trace, elapsed_s),
                    judged=lambda verdicts: _merge(state.external, verdicts),
                )
            except Exception as fault:  # noqa: BLE001  (a broken engine must not take the run with it)
                where = f"{part.case}, version {state.endpoint.version}"
                self._telling.broke(where, f"{type(fault).__name__}: {fault}", traceback.format_exc())
            for name in part.names:
                if name in part.short:
                    self._leave_out(state, name)
                elif name in state.waiting:
                    self._advance(state, name)

    def _heard_generated(self, state: _Version, trace: Trace, elapsed_s: float) -> None:
        state.traces.append(trace)
        self._telling.emit(CaseFinished(trace.case, state.endpoint.version, trace, elapsed_s))
        if trace.case.startswith("fuzz/"):  # of sessions there are more
            self._advance(state, trace.case)

    # verdicts -------------------------------------------------------------------------------------

    def _judge(self, state: _Version, began: float, reason: str = "") -> None:
        version = state.endpoint.version
        limit_s = self._plan.max_time_s
        until_s = math.inf if limit_s is None else self._started + limit_s + max(_JUDGING_S, limit_s / 5)
        missing = {**dict.fromkeys(state.waiting, reason), **state.short}
        state.rows = self._kept(state.judge.rows(state.traces, state.external, missing, until_s=until_s), state)
        self._rounds[version].append(state.rows)
        rows = together(self._rounds[version], self._plan.seed)
        for row in rows:
            self._telling.emit(RequirementJudged(row))
        self._telling.emit(VersionFinished(version, rows, time.monotonic() - began))

    def _kept(self, rows: tuple[Row, ...], state: _Version) -> tuple[Row, ...]:
        """The rows, after what failed in a generated case was kept."""
        if self._examples is None:
            return rows
        try:
            return self._examples.keep(rows, state.traces)
        except OSError as fault:
            self._telling.broke("examples", f"no example can be kept: {(fault.strerror or str(fault)).lower()}")
            return rows

    def _finish(self, cannot: str) -> Result:
        """Judges what was cut off, and ends the run."""
        if not cannot and self._ended_early:
            for state in self._versions.values():
                if not state.rows:
                    self._judge(state, time.monotonic(), self._ended_early)
            if self._round > 1 and not self._interrupted and not self._telling.faults:
                self._ended_early = ""  # the end of its time is how a repeated run ends
        rows = tuple(row for version in self._plan.versions for row in self._rows(version, cannot))
        code, reason = self._exit_code(rows, cannot)
        if code == 2 and self._ended_early and not (cannot or self._interrupted or self._telling.faults):
            reason = f"{reason}: {self._ended_early}"
        summary = summarise(
            self._plan,
            rows,
            self._spec,
            identity=self._identity,
            cases=self._played + sum(len(state.traces) for state in self._versions.values()),
            duration_s=time.monotonic() - self._started,
            interrupted=self._ended_early,
            code=code,
            reason=reason,
            rounds=self._round,
            spent=self._budget.spent,
            left_behind=self._ledger.made,
            ledger=str(self._ledger.file) if self._ledger.made and self._ledger.file else "",
            cpu_s=time.process_time() - self._started_cpu_s,
        )
        return Result(self._telling.end(summary, rows, lambda: self._exit_code(rows, cannot)), rows)

    def _exit_code(self, rows: Sequence[Row], cannot: str) -> tuple[int, str]:
        return exit_code(
            rows,
            strict=self._plan.strict,
            cannot_judge=cannot,
            interrupted=self._interrupted,
            harness_faults=self._telling.faults,
        )

    def _rows(self, version: str, cannot: str) -> Sequence[Row]:
        if self._rounds[version]:
            return together(self._rounds[version], self._plan.seed)
        reason = cannot or self._ended_early or "not reached"
        requirements = [self._spec.requirement(name) for name in self._plan.requirements]
        return [
            Row(r.id, version, r.level, Verdict.NOT_VERIFIED, reason) for r in requirements if r.applies_to(version)
        ]


def _is_alone(case: Case) -> bool:
    """Whether nothing may go on beside a case: it needs all that a plan allows, or what arrives behind a proxy."""
    return FILLS_PLAN in case.tags or case.examines_proxy


def _rests(case: Case) -> bool:
    is_idle = any(isinstance(step, WaitIdle) for step in case.all_steps())
    return is_idle or waits_s(case) >= _RESTS_S


def _merge(into: dict[str, dict[str, list[Finding]]], new: Mapping[str, Mapping[str, list[Finding]]]) -> None:
    for requirement, traces in new.items():
        for key, findings in traces.items():
            into.setdefault(requirement, {}).setdefault(key, []).extend(findings)
