"""The generated tests inside a run: which there are, and how their results come back to the event loop."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from contralto_conformance.drivers.endpoint import Endpoint
from contralto_conformance.runner.judge import Judge
from contralto_conformance.runner.model import Finding, Plan
from contralto_conformance.runner.plan import SESSIONS_CASE, fuzz_names
from contralto_conformance.runner.threads import Background
from contralto_conformance.trace import Trace
from contralto_spec import Spec

Heard = Callable[[Trace, float], None]
Verdicts = Mapping[str, Mapping[str, list[Finding]]]
Judged = Callable[[Verdicts], None]


@dataclass(frozen=True)
class Part:
    """One engine's share of a version. case: name to show; names: the planned cases that are finished with
    it."""

    case: str
    about: str
    names: tuple[str, ...]
    work: Callable[[Background, Heard, Judged], None]

    async def run(self, heard: Heard, judged: Judged) -> None:
        """Runs the engine in a thread; `heard` and `judged` are called on the event loop."""
        background = Background()
        await background.run(lambda: self.work(background, heard, judged))


class Generated:
    """The generated tests of a plan."""

    def __init__(self, plan: Plan, spec: Spec) -> None:
        self._plan = plan
        self._spec = spec

    def names(self, version: str) -> tuple[str, ...]:
        """Case names of what is generated under that version."""
        fuzz = fuzz_names(self._spec, [version]) if self._plan.fuzz else ()
        return (*fuzz, SESSIONS_CASE) if self._plan.sessions else fuzz

    def parts(self, endpoint: Endpoint, judge: Judge) -> tuple[Part, ...]:
        """The engines to run for one version, in order."""
        parts: list[Part] = []
        if self._plan.sessions:
            parts.append(self._sessions(endpoint, judge))
        if self._plan.fuzz:
            parts.append(self._fuzz(endpoint))
        return tuple(parts)

    def _fuzz(self, endpoint: Endpoint) -> Part:
        document = self._spec.openapi(endpoint.version)

        def work(background: Background, heard: Heard, judged: Judged) -> None:
            # Imported here: schemathesis costs a quarter of a second that other commands need not pay.
            from contralto_conformance.fuzz import http

            began = time.monotonic()
            for fuzzed in http.run(
                document,
                endpoint,
                seed=self._plan.seed,
                should_stop=background.stop.is_set,
                examples=self._plan.sizes.calls,
                few_examples=self._plan.sizes.few_calls,
            ):
                now = time.monotonic()
                verdicts = {
                    requirement: {
                        fuzzed.trace.key: [Finding(fuzzed.trace.key, v.expected, v.got, v.where) for v in violations]
                    }
                    for requirement, violations in fuzzed.verdicts.items()
                }
                background.tell(judged, verdicts)
                background.tell(heard, fuzzed.trace, now - began)
                began = now

        about = "generated requests: valid and invalid input for every operation"
        return Part("fuzz", about, fuzz_names(self._spec, [endpoint.version]), work)

    def _sessions(self, endpoint: Endpoint, judge: Judge) -> Part:
        protocol = self._spec.asyncapi(endpoint.version)["channels"]["tts"]["x-protocol"]

        def work(background: Background, heard: Heard, judged: Judged) -> None:
            from contralto_conformance.fuzz import sessions

            began = time.monotonic()

            def took(trace: Trace) -> None:
                nonlocal began
                began, before = time.monotonic(), began
                background.tell(heard, trace, began - before)

            sessions.run(
                protocol,
                endpoint,
                seed=self._plan.seed,
                judge=judge.violated,
                should_stop=background.stop.is_set,
                heard=took,
                scripts=self._plan.sizes.sessions,
            )

        return Part(SESSIONS_CASE, "generated sessions on one socket", (SESSIONS_CASE,), work)
