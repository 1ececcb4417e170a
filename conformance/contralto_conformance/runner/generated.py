"""The generated tests inside a run: which there are, and how their results come back to the event loop."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from contralto_conformance.drivers.endpoint import Endpoint
from contralto_conformance.fuzz import SIZES, Operations, exercised
from contralto_conformance.fuzz.channels import manner_of, session_names
from contralto_conformance.runner.judge import Judge, watches
from contralto_conformance.runner.model import Finding, Plan
from contralto_conformance.runner.plan import fuzz_names
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

    def parts(self, endpoint: Endpoint, judge: Judge) -> tuple[Part, ...]:
        """The engines to run for one version, in order."""
        parts: list[Part] = []
        if self._plan.sessions:
            parts += [self._sessions(name, endpoint, judge) for name in self._channels(endpoint.version)]
        if self._plan.fuzz:
            parts.append(self._fuzz(endpoint))
        return tuple(parts)

    def _channels(self, version: str) -> dict[str, str]:
        """Case name of the sessions that a chosen requirement looks at, by the name of the channel."""
        names = session_names(self._spec.asyncapi(version))
        return {
            name: case
            for name, case in names.items()
            if any(watches(requirement, case) for requirement in self._plan.requirements)
        }

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
                size=SIZES[self._plan.depth],
                operations=self._operations(endpoint.version).called,
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
        return Part("fuzz", about, self._fuzz_names(endpoint.version), work)

    def _fuzz_names(self, version: str) -> tuple[str, ...]:
        return fuzz_names(self._spec, [version], changes=self._plan.changes, outward=self._plan.outward)

    def _sessions(self, channel: str, endpoint: Endpoint, judge: Judge) -> Part:
        document = self._spec.asyncapi(endpoint.version)
        case = session_names(document)[channel]

        def work(background: Background, heard: Heard, judged: Judged) -> None:
            from contralto_conformance.fuzz import sessions

            began = time.monotonic()

            def took(trace: Trace) -> None:
                nonlocal began
                began, before = time.monotonic(), began
                background.tell(heard, trace, began - before)

            sessions.run(
                document,
                channel,
                endpoint,
                seed=self._plan.seed,
                judge=judge.violated,
                should_stop=background.stop.is_set,
                heard=took,
                scripts=SIZES[self._plan.depth].sessions,
            )

        return Part(case, f"generated sessions: {document['channels'][channel]['title']}", (case,), work)
