"""An examination: every scenario is played to a client's program, then judged.

It is told in the events of a run, so that every report works.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from contralto_conformance.oracle.clients import CLIENT_CHECKS, judge_client
from contralto_conformance.oracle.exchanges import collect
from contralto_conformance.oracle.performances import PROVOKED_CHECKS, Performance, judge_performance, misunderstood
from contralto_conformance.oracle.registry import Finding as OracleFinding
from contralto_conformance.runner.events import (
    CannotJudge,
    CaseFinished,
    CaseStarted,
    Listener,
    Progress,
    RequirementJudged,
    VersionFinished,
    VersionStarted,
)
from contralto_conformance.runner.judge import blocked, judged_row
from contralto_conformance.runner.model import Finding, Identity, Plan, Row, Summary
from contralto_conformance.runner.summary import exit_code, summarise
from contralto_conformance.runner.telling import Telling
from contralto_conformance.trace import Trace
from contralto_spec import Requirement, Spec

from .program import CannotRun, Ran, Worker, run
from .scenarios import Scenario
from .service import Stage

DEFAULT_CONCURRENCY = 2
_NOT_SHOWN = "the client did nothing that shows it"


@dataclass
class _Outcome:
    """What came of one scenario. why: why it says nothing, if it does not."""

    scenario: Scenario
    played: Performance | None = None
    why: str = ""


def chosen(scenarios: Mapping[str, Scenario], requirements: Iterable[str]) -> tuple[Scenario, ...]:
    """The scenarios that show one of these requirements, and the plain ones that those need."""
    wanted = set(requirements)
    names = {s.name for s in scenarios.values() if wanted.intersection(s.judges)}
    for scenario in reversed(tuple(scenarios.values())):
        if scenario.name in names and scenario.needs is not None:
            names.add(scenario.needs)
    return tuple(s for s in scenarios.values() if s.name in names)


class Examination:
    """Examines one program.

    words: the command. unseen: reasons of requirements that no scenario shows. concurrency: programs that run at once.
    key: what the program is given as its API key; a fresh one if left out. stays: whether the program reads scenarios
    from its standard input, one a line, so that it need not be started for each. patience: factor on its time.
    """

    def __init__(
        self,
        words: Sequence[str],
        scenarios: Sequence[Scenario],
        spec: Spec,
        plan: Plan,
        listeners: Iterable[Listener],
        *,
        unseen: Mapping[str, str],
        command: Sequence[str] = (),
        key: str | None = None,
        stays: bool = False,
        patience: float = 1.0,
    ) -> None:
        self._words = words
        self._scenarios = tuple(scenarios)
        self._spec = spec
        self._plan = plan
        self._telling = Telling(listeners)
        self._unseen = unseen
        self._command = tuple(command)
        # Long enough that it is found in any text, and nobody's.
        self._key = key or f"sk_car_{secrets.token_hex(12)}"
        self._patience = patience
        self._idle: list[Worker] | None = [] if stays else None
        self._version = plan.versions[-1]
        self._outcomes: dict[str, _Outcome] = {}
        self._done = 0
        self._began = time.monotonic()

    @property
    def performances(self) -> Mapping[str, Performance]:
        """What was played so far, by the name of the scenario."""
        return {name: o.played for name, o in self._outcomes.items() if o.played is not None}

    async def all(self) -> Summary:
        """Plays everything, judges it, and returns the summary with the exit code.

        Raises CannotRun if the command cannot be started.
        """
        identity = Identity(" ".join(self._words))
        self._telling.begin(identity, self._plan, self._spec, self._command)
        requirements = [self._spec.requirement(name) for name in self._plan.requirements]
        self._telling.emit(VersionStarted(self._version, len(self._scenarios), len(requirements)))
        interrupted = ""
        cannot_judge = ""
        try:
            await self._play_all()
        except CannotRun as error:
            cannot_judge = str(error)
            self._telling.emit(
                CannotJudge("not-a-program", str(error), "`--command` is what one would type in a shell")
            )
        except asyncio.CancelledError:
            interrupted = "interrupted"
        rows = self._rows(requirements)
        for row in rows:
            self._telling.emit(RequirementJudged(row))
        self._telling.emit(VersionFinished(self._version, rows, time.monotonic() - self._began))
        cannot_judge = cannot_judge or self._plain_failure()
        code, reason = self._exit_code(rows, cannot_judge, interrupted)
        summary = summarise(
            self._plan,
            rows,
            self._spec,
            identity=identity,
            cases=sum(o.played is not None for o in self._outcomes.values()),
            duration_s=time.monotonic() - self._began,
            interrupted=interrupted,
            code=code,
            reason=reason,
        )
        return self._telling.end(summary, rows, lambda: self._exit_code(rows, cannot_judge, interrupted))

    def _exit_code(self, rows: Sequence[Row], cannot_judge: str, interrupted: str) -> tuple[int, str]:
        return exit_code(
            rows,
            strict=self._plan.strict,
            cannot_judge=cannot_judge,
            interrupted=bool(interrupted),
            harness_faults=self._telling.faults,
        )

    def _plain_failure(self) -> str:
        """What is to be said when the program does not even manage the plain scenarios that others are held against."""
        failed = [o.scenario.name for o in self._outcomes.values() if o.why.startswith("`") and not o.scenario.needs]
        if not failed:
            return ""
        why = self._outcomes[failed[0]].why
        more = f", and {len(failed) - 1} more" if len(failed) > 1 else ""
        return f"the program does not manage what is plain: {why}{more}"

    # Playing.

    async def _play_all(self) -> None:
        """Each plain scenario before those that need it, the others as they stand; some at a time."""
        gate = asyncio.Semaphore(self._plan.concurrency)
        waiting = {scenario.name: asyncio.Event() for scenario in self._scenarios}

        async def play(scenario: Scenario) -> None:
            if scenario.needs is not None:
                await waiting[scenario.needs].wait()
            async with gate:
                self._outcomes[scenario.name] = await self._outcome(scenario)
            waiting[scenario.name].set()

        tasks = [asyncio.ensure_future(play(scenario)) for scenario in self._scenarios]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for worker in self._idle or ():
                await worker.end()

    async def _outcome(self, scenario: Scenario) -> _Outcome:
        needed = None if scenario.needs is None else self._outcomes[scenario.needs]
        if needed is not None and needed.why:
            return _Outcome(scenario, why=needed.why)
        self._telling.emit(CaseStarted(scenario.name, self._version, scenario.about))
        began = time.monotonic()
        played = await self._perform(scenario)
        elapsed_s = time.monotonic() - began
        self._done += 1
        total_s = time.monotonic() - self._began
        self._telling.emit(CaseFinished(scenario.name, self._version, played.trace, elapsed_s))
        self._telling.emit(Progress(self._done, len(self._scenarios), total_s, None))
        return _Outcome(scenario, played, self._silent(scenario, played))

    async def _perform(self, scenario: Scenario) -> Performance:
        async with Stage(scenario, [self._key]) as stage:
            ran = await self._run(scenario, stage.address)
            exchanges = stage.exchanges()
        report = None if ran.report is None else json.dumps(ran.report, ensure_ascii=False)
        return Performance(
            scenario=scenario.name,
            task=scenario.task,
            trace=Trace(
                scenario.name,
                self._version,
                exchanges=exchanges,
                values={} if report is None else {"report": report},
                stopped=ran.failure,
            ),
            given=scenario.given,
            report=ran.report,
            failure=ran.failure,
            leaks=ran.leaks,
            logged=ran.logged,
        )

    async def _run(self, scenario: Scenario, address: str) -> Ran:
        limit_s = scenario.limit_s * self._patience
        settings = self._settings(scenario, address)
        # What an environment says holds for the whole life of a program.
        if self._idle is None or scenario.environment or scenario.base_url is not None:
            return await run(self._words, settings, key=self._key, limit_s=limit_s)
        worker = self._idle.pop() if self._idle else Worker(self._words, self._key)
        try:
            line = {
                "scenario": scenario.name,
                "task": scenario.task,
                "input": scenario.given,
                "base_url": settings["CARTESIA_BASE_URL"],
                "websocket_url": settings["CARTESIA_WEBSOCKET_URL"],
                "api_key": self._key,
            }
            return await worker.run(line, limit_s=limit_s)
        finally:
            self._idle.append(worker)

    def _settings(self, scenario: Scenario, address: str) -> dict[str, str]:
        """The variables that tell the program what to do."""
        base_url = scenario.base_url or f"http://{address}"
        settings = {
            "CONTRALTO_SCENARIO": scenario.name,
            "CONTRALTO_TASK": scenario.task,
            "CONTRALTO_INPUT": json.dumps(scenario.given, ensure_ascii=False),
            "CARTESIA_BASE_URL": base_url,
            "CARTESIA_WEBSOCKET_URL": "ws" + base_url.removeprefix("http"),
            "CARTESIA_API_KEY": self._key,
            **scenario.environment,
        }
        if scenario.base_url is not None:
            settings |= {"HTTP_PROXY": f"http://{address}", "http_proxy": f"http://{address}"}
        return settings

    @staticmethod
    def _silent(scenario: Scenario, played: Performance) -> str:
        """Why nothing can be concluded from this scenario, nor from those that need it; "" if something can."""
        if played.unsupported:
            return f"the program says: {played.unsupported}"
        if scenario.needs is not None or scenario.task == "leave" or scenario.name.startswith("log/"):
            return ""
        if scenario.base_url is not None and not played.trace.exchanges:
            return "the client does not ask its HTTP proxy"
        wrong = misunderstood(played)
        if wrong:
            return f"`{scenario.name}` is not understood: expected {wrong[0].expected}, got {wrong[0].got}"
        if not played.trace.exchanges:
            return f"`{scenario.name}` is not understood: expected a request, got none"
        return ""

    # Judging.

    def _rows(self, requirements: Sequence[Requirement]) -> tuple[Row, ...]:
        rows = [self._row(requirement) for requirement in requirements]
        return blocked({r.id: r for r in requirements}, rows)

    def _row(self, requirement: Requirement) -> Row:
        name = requirement.id
        judged: list[str] = []
        findings: list[Finding] = []
        fault = ""
        for outcome in self._outcomes.values():
            if outcome.played is None:
                continue
            try:
                verdict = self._verdict(name, outcome)
            except Exception as error:  # noqa: BLE001  (a broken check must not take the run with it)
                fault = f"the check broke on `{outcome.scenario.name}`: {type(error).__name__}: {error}"
                where = f"check {name}, scenario {outcome.scenario.name}"
                self._telling.broke(where, fault, traceback.format_exc())
                continue
            if verdict is not None:
                judged.append(outcome.scenario.name)
                findings += [Finding(outcome.scenario.name, f.expected, f.got, f.where) for f in verdict]
        why_not = None if judged else self._why_not(name)
        return judged_row(requirement, self._version, judged, findings, fault=fault, why_not=why_not)

    @staticmethod
    def _verdict(name: str, outcome: _Outcome) -> list[OracleFinding] | None:
        """What both kinds of checks say of one scenario: of the wire, and of what the program made of it."""
        played = outcome.played
        assert played is not None
        verdicts: list[list[OracleFinding] | None] = []
        if name in CLIENT_CHECKS:
            verdicts.append(judge_client(played.trace)[name])
        is_leak = name == "client.credentials-redacted" and bool(played.leaks)
        if name in PROVOKED_CHECKS and not outcome.why and (name in outcome.scenario.judges or is_leak):
            verdicts.append(judge_performance(played, name))
        return collect(verdicts)

    def _why_not(self, name: str) -> str:
        if name in self._unseen:
            return self._unseen[name]
        silent = [o.why for o in self._outcomes.values() if name in o.scenario.judges and o.why]
        return silent[0] if silent else _NOT_SHOWN
