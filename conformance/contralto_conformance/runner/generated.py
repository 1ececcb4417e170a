"""The generated tests inside a run: which there are, what they cost, and how their results come back to the loop."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from contralto_conformance.drivers.endpoint import Endpoint
from contralto_conformance.fuzz import EXERCISED
from contralto_conformance.runner.budget import Budget, Slices
from contralto_conformance.runner.costs import Costs
from contralto_conformance.runner.judge import Judge
from contralto_conformance.runner.model import Cost, Finding, Plan
from contralto_conformance.runner.plan import SESSIONS_CASE, fuzz_names
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

_SESSION_PATHS = {SESSIONS_CASE: "/tts/websocket"}


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
        fuzz = fuzz_names(self._spec, [version]) if self._plan.fuzz else ()
        return (*fuzz, SESSIONS_CASE) if self._plan.sessions else fuzz

    def price(self, name: str, costs: Costs) -> tuple[int, Cost]:
        """How many tests go by that case name, and what one of them costs."""
        if name in _SESSION_PATHS:
            path = _SESSION_PATHS[name]
            return self._plan.sizes.sessions, costs.of_session(path, SESSION_CHARACTERS, SESSION_AUDIO_S)
        sizes = self._plan.sizes
        is_usual = name.removeprefix("fuzz/") in EXERCISED
        calls = sizes.calls if is_usual else min(sizes.calls, sizes.few_calls)
        return 2 * calls, costs.of_call(name.removeprefix("fuzz/"), CALL_CHARACTERS)

    def parts(self, endpoint: Endpoint, judge: Judge, costs: Costs, budget: Budget) -> tuple[Part, ...]:
        """The engines to run for one version, in order."""
        parts: list[Part] = []
        if self._plan.sessions:
            parts.append(self._sessions(endpoint, judge, costs, budget))
        if self._plan.fuzz:
            parts.append(self._fuzz(endpoint, costs, budget))
        return tuple(parts)

    def named(self, trace: Trace) -> Trace:
        """The trace with a name that no other round gives."""
        return in_round(trace, self._round)

    def _fuzz(self, endpoint: Endpoint, costs: Costs, budget: Budget) -> Part:
        document = self._spec.openapi(endpoint.version)
        names = fuzz_names(self._spec, [endpoint.version])
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
                examples=self._plan.sizes.calls,
                few_examples=self._plan.sizes.few_calls,
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

    def _sessions(self, endpoint: Endpoint, judge: Judge, costs: Costs, budget: Budget) -> Part:
        protocol = self._spec.asyncapi(endpoint.version)["channels"]["tts"]["x-protocol"]
        slices = Slices(budget, self.price(SESSIONS_CASE, costs)[1].at_most)
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
                protocol,
                endpoint,
                seed=self._seed,
                judge=violated,
                should_stop=lambda: background.stop.is_set() or not slices.next(),
                heard=took,
                scripts=self._plan.sizes.sessions,
            )
            if slices.is_short:
                short.add(SESSIONS_CASE)

        return Part(SESSIONS_CASE, "generated sessions on one socket", (SESSIONS_CASE,), work, short)


def in_round(trace: Trace, round: int) -> Trace:
    """A trace of a repeated run, told apart by its variant; that of the first round as it is."""
    if round == 1:
        return trace
    return replace(trace, variant=f"{trace.variant} round {round}".lstrip())
