"""The generated tests inside a run: which there are, what they cost, and how their results come back to the loop."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from contralto_conformance.drivers.endpoint import Endpoint
from contralto_conformance.fuzz import EXERCISED, SIZES, Operations, exercised
from contralto_conformance.fuzz.channels import manner_of, session_names
from contralto_conformance.runner.budget import Budget, Slices
from contralto_conformance.runner.costs import Costs
from contralto_conformance.runner.judge import Judge, watches
from contralto_conformance.runner.model import Cost, Finding, Plan
from contralto_conformance.runner.plan import fuzz_names
from contralto_conformance.runner.threads import Background
from contralto_conformance.trace import Trace
from contralto_spec import Spec

Heard = Callable[[Trace, float], None]
Verdicts = Mapping[str, Mapping[str, list[Finding]]]
Judged = Callable[[Verdicts], None]

CALL_CHARACTERS = 24
"""The longest transcript of a generated request."""

SESSION_CHARACTERS = (100, 250)
"""What a generated session says, most likely and at most."""

SESSION_AUDIO_S = (5.0, 20.0)
"""What a generated session sends to be heard, most likely and at most."""


@dataclass(frozen=True)
class Part:
    """One engine's share of a version. case: name to show; names: the planned cases that are finished with it.

    short: names of those that the budget did not allow, or not to their end; known when it has run.
    """

    case: str
    about: str
    names: tuple[str, ...]
    work: Callable[[Background, Heard, Judged], None]
    short: set[str]

    async def run(self, heard: Heard, judged: Judged) -> None:
        """Runs the engine in a thread; `heard` and `judged` are called on the event loop."""
        background = Background()
        await background.run(lambda: self.work(background, heard, judged))


class Generated:
    """The generated tests of a plan. round: which repetition, from 1; each has other seeds and names its traces."""

    def __init__(self, plan: Plan, spec: Spec, round: int = 1) -> None:
        self._plan = plan
        self._spec = spec
        self._round = round

    @property
    def _seed(self) -> int:
        return self._plan.seed + self._round - 1

    def names(self, version: str) -> tuple[str, ...]:
        """Case names of what is generated under that version."""
        fuzz = self._fuzz_names(version) if self._plan.fuzz else ()
        sessions = self._channels(version).values() if self._plan.sessions else ()
        return (*fuzz, *sessions)

    def variables(self, version: str) -> set[str]:
        """Variables for things of the account that the sessions of a version use."""
        if not self._plan.sessions:
            return set()
        return {name for channel in self._channels(version) for name in manner_of(channel).parameters.values()}

    def notes(self) -> tuple[str, ...]:
        """What is left out, in sentences."""
        if not self._plan.fuzz:
            return ()
        found: dict[str, dict[str, None]] = {}
        for version in self._plan.versions:
            for reason, names in self._operations(version).left_out.items():
                found.setdefault(reason, {}).update(dict.fromkeys(names))
        return tuple(
            f"no requests are generated for {len(names)} operations, since {reason}: {', '.join(names)}"
            for reason, names in found.items()
        )

    def _operations(self, version: str) -> Operations:
        document = self._spec.openapi(version)
        return exercised(document, changes=self._plan.changes, outward=self._plan.outward)

    def price(self, name: str, costs: Costs) -> tuple[int, Cost]:
        """How many tests go by that case name at most, and what one of them costs."""
        size = SIZES[self._plan.depth]
        operation = name.removeprefix("fuzz/")
        if operation != name:
            calls = size.usual if operation in EXERCISED else size.others
            return size.boundaries + 2 * calls, costs.of_call(operation, CALL_CHARACTERS)
        channels = self._spec.asyncapi(costs.version)["channels"]
        names = session_names(self._spec.asyncapi(costs.version))
        path = next(channels[channel]["address"] for channel, case in names.items() if case == name)
        return size.sessions, costs.of_session(path, SESSION_CHARACTERS, SESSION_AUDIO_S)

    def parts(self, endpoint: Endpoint, judge: Judge, costs: Costs, budget: Budget) -> tuple[Part, ...]:
        """The engines to run for one version, in order."""
        parts: list[Part] = []
        if self._plan.sessions:
            parts += [self._sessions(name, endpoint, judge, costs, budget) for name in self._channels(endpoint.version)]
        if self._plan.fuzz:
            parts.append(self._fuzz(endpoint, costs, budget))
        return tuple(parts)

    def _channels(self, version: str) -> dict[str, str]:
        """Case name of the sessions that a chosen requirement looks at, by the name of the channel."""
        names = session_names(self._spec.asyncapi(version))
        return {
            name: case
            for name, case in names.items()
            if any(watches(requirement, case) for requirement in self._plan.requirements)
        }

    def named(self, trace: Trace) -> Trace:
        """The trace with a name that no other round gives."""
        return in_round(trace, self._round)

    def _fuzz(self, endpoint: Endpoint, costs: Costs, budget: Budget) -> Part:
        document = self._spec.openapi(endpoint.version)
        names = self._fuzz_names(endpoint.version)
        short: set[str] = set()

        def work(background: Background, heard: Heard, judged: Judged) -> None:
            # Imported here: schemathesis costs a quarter of a second that other commands need not pay.
            from contralto_conformance.fuzz import http

            reserved = {}
            for name in names:
                pieces, piece = self.price(name, costs)
                if budget.reserve(pieces * piece.at_most):
                    reserved[name.removeprefix("fuzz/")] = pieces * piece.at_most
                else:
                    short.add(name)
            began = time.monotonic()
            for fuzzed in http.run(
                document,
                endpoint,
                seed=self._seed,
                should_stop=background.stop.is_set,
                size=SIZES[self._plan.depth],
                operations=tuple(reserved),
            ):
                now = time.monotonic()
                trace = self.named(fuzzed.trace)
                budget.settle(0, costs.of_trace(trace))
                verdicts = {
                    requirement: {trace.key: [Finding(trace.key, v.expected, v.got, v.where) for v in violations]}
                    for requirement, violations in fuzzed.verdicts.items()
                }
                background.tell(judged, verdicts)
                background.tell(heard, trace, now - began)
                began = now
            for at_most in reserved.values():
                budget.settle(at_most, Cost())

        about = "generated requests: valid and invalid input for every operation"
        return Part("fuzz", about, names, work, short)

    def _fuzz_names(self, version: str) -> tuple[str, ...]:
        return fuzz_names(self._spec, [version], changes=self._plan.changes, outward=self._plan.outward)

    def _sessions(self, channel: str, endpoint: Endpoint, judge: Judge, costs: Costs, budget: Budget) -> Part:
        document = self._spec.asyncapi(endpoint.version)
        case = session_names(document)[channel]
        slices = Slices(budget, self.price(case, costs)[1].at_most)
        short: set[str] = set()

        def work(background: Background, heard: Heard, judged: Judged) -> None:
            from contralto_conformance.fuzz import sessions

            began = time.monotonic()

            def took(trace: Trace) -> None:
                nonlocal began
                began, before = time.monotonic(), began
                background.tell(heard, self.named(trace), began - before)

            def violated(trace: Trace) -> list[str]:
                slices.settle(costs.of_trace(trace))
                return judge.violated(trace)

            sessions.run(
                document,
                channel,
                endpoint,
                seed=self._seed,
                judge=violated,
                should_stop=lambda: background.stop.is_set() or not slices.next(),
                heard=took,
                scripts=SIZES[self._plan.depth].sessions,
            )
            if slices.is_short:
                short.add(case)

        return Part(case, f"generated sessions: {document['channels'][channel]['title']}", (case,), work, short)


def in_round(trace: Trace, round: int) -> Trace:
    """A trace of a repeated run, told apart by its variant; that of the first round as it is."""
    if round == 1:
        return trace
    return replace(trace, variant=f"{trace.variant} round {round}".lstrip())
