"""Generated socket sessions: a hypothesis rule-based state machine writes scripts, the player plays them.

The rules only write: each appends a step to a script, and a script is a `Case` like those in the case files,
so what fails can be printed, kept and played again. What may be said in which state comes from the state
table beside the channel (`x-protocol`), read as data; the client's machine is not asked. The script is played
when hypothesis ends an example, and judged by the function that the runner hands in (the oracle's checks).

Shrinking: hypothesis drops and simplifies rules as long as the script still fails. Every script is played at
most once, and after `SHRINK_PLAYS` further plays unknown scripts count as passing: shrinking is bounded, and
never contradicts itself.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as hypothesis_seed
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from contralto_conformance.cases.model import Await, Barrier, Case, Connect, Send, Step
from contralto_conformance.cases.writer import to_yaml
from contralto_conformance.drivers.endpoint import Endpoint
from contralto_conformance.drivers.player import Network, play
from contralto_conformance.fuzz import use_own_cache
from contralto_conformance.trace import Trace

CASE = "sessions/tts-ws"
SCRIPTS = 20
STEPS = 12
SHRINK_PLAYS = 60
"""Sessions played to find a smaller failing one."""

SHRINK_S = 10.0
"""Seconds spent on that; with a server that hangs, each failing session costs the driver's whole patience."""

UNANSWERED = 3
"""Sessions that break off before no more are tried, so that a server that hangs costs bounded time."""

CONTEXTS = ("a", "b", "c")

_WORDS = ("Good morning.", "One two three. ", "It rains, ", "and then it stops. ", "Yes.")


class Table:
    """The client's half of a state table: which of its messages are legal where, and where they lead."""

    def __init__(self, protocol: Mapping[str, Any]) -> None:
        self.initial: str = protocol["initial"]
        self._next: dict[tuple[str, str], str] = {
            (state, step["step"]): state if step["to"] == "same" else step["to"]
            for step in protocol["steps"]
            if step["by"] == "client"
            for state in step["from"]
        }

    def after(self, state: str, symbol: str) -> str | None:
        """State after the client's message; None if it is not legal there."""
        return self._next.get((state, symbol))


@dataclass(frozen=True)
class Script:
    """What the rules wrote: the steps between opening and closing, and the contexts that still want their
    end."""

    steps: tuple[Step, ...]
    unfinished: tuple[str, ...]

    def case(self) -> Case:
        """The script as a case: opened, played, every context that is still owed something waited for."""
        waits = tuple(Await({"type": "done", "context_id": f"${name}"}) for name in self.unfinished)
        return Case(
            name=CASE,
            about="generated session: contexts opened, continued, flushed, cancelled and interleaved on one socket",
            steps=(Connect("socket-1", "/tts/websocket"), *self.steps, *waits, Barrier()),
            cost="paid",
            tags=frozenset({"generated"}),
        )


class _Failed(AssertionError):
    """A script whose trace has findings; hypothesis shrinks towards the smallest."""


class _Plays:
    """Plays scripts, each at most once, and remembers what came of it."""

    def __init__(
        self,
        endpoint: Endpoint,
        network: Network,
        loop: asyncio.Runner,
        seed: int,
        judge: Callable[[Trace], Sequence[str]],
        should_stop: Callable[[], bool],
        heard: Callable[[Trace], None],
    ) -> None:
        self._endpoint = endpoint
        self._network = network
        self._loop = loop
        self._seed = seed
        self._judge = judge
        self._should_stop = should_stop
        self._heard = heard
        self._known: dict[str, Trace | None] = {}  # script text -> its trace if it failed
        self._shrinking = 0
        self._failed_at = 0.0
        self._stopped = 0
        self.smallest: Trace | None = None

    def __call__(self, script: Script) -> None:
        """Plays the script unless it is known. Raises _Failed if its trace has findings."""
        case = script.case()
        text = to_yaml(case)
        if text in self._known:
            trace = self._known[text]
        elif self._should_stop() or self._stopped >= UNANSWERED or self._is_small_enough():
            trace = self._known[text] = None
        else:
            trace = self._known[text] = self._play(case, text)
        if trace is not None:
            self._failed_at = self._failed_at or time.monotonic()
            self.smallest = trace
            raise _Failed("the session has findings")

    def _is_small_enough(self) -> bool:
        if self.smallest is None:
            return False
        return self._shrinking >= SHRINK_PLAYS or time.monotonic() - self._failed_at > SHRINK_S

    def _play(self, case: Case, text: str) -> Trace | None:
        is_shrinking = self.smallest is not None
        self._shrinking += is_shrinking
        trace = self._loop.run(play(case, self._endpoint, self._network, seed=self._seed))
        self._stopped += bool(trace.stopped)
        trace = replace(trace, variant=str(len(self._known) + 1), script=text)
        if self._judge(trace):
            return trace
        if not is_shrinking:
            self._heard(trace)
        return None


def run(
    protocol: Mapping[str, Any],
    endpoint: Endpoint,
    *,
    seed: int,
    judge: Callable[[Trace], Sequence[str]],
    should_stop: Callable[[], bool],
    heard: Callable[[Trace], None],
    scripts: int = SCRIPTS,
) -> None:
    """Plays generated sessions; every passing trace, or the smallest failing one, goes to `heard`. Blocks.

    judge: names of the requirements that a trace violates. should_stop: asked before each session.
    """
    use_own_cache()
    table = Table(protocol)
    with asyncio.Runner() as loop:
        network = loop.run(_open(endpoint))
        plays = _Plays(endpoint, network, loop, seed, judge, should_stop, heard)
        machine = _machine(table, plays)

        # A function, since hypothesis reads the source of what it is given: of a class by parsing the whole file, which
        # Python 3.11 cannot do in two threads at once ("AST constructor recursion depth mismatch").
        @hypothesis_seed(seed)
        def new() -> RuleBasedStateMachine:
            return machine()

        try:
            run_state_machine_as_test(
                new,  # type: ignore[arg-type]  # any callable without arguments will do
                settings=settings(
                    max_examples=scripts,
                    stateful_step_count=STEPS,
                    database=None,
                    deadline=None,
                    print_blob=False,
                    report_multiple_bugs=False,
                    phases=[Phase.generate, Phase.shrink],
                    suppress_health_check=list(HealthCheck),
                ),
            )
        except (_Failed, HypothesisException):
            if plays.smallest is None:
                raise
        finally:
            loop.run(network.http.aclose())
        if plays.smallest is not None:
            heard(plays.smallest)


async def _open(endpoint: Endpoint) -> Network:
    return Network(secure=endpoint.socket_url.startswith("wss:"), patience_s=endpoint.patience_s)


def _machine(table: Table, plays: _Plays) -> type[RuleBasedStateMachine]:
    """The state machine over this table; one rule per thing a client can do."""
    contexts = st.sampled_from(CONTEXTS)
    words = st.sampled_from(_WORDS)

    class Sessions(RuleBasedStateMachine):
        """Writes one script. States are the client's view: what it has said, not what was answered."""

        def __init__(self) -> None:
            super().__init__()
            self._states = dict.fromkeys(CONTEXTS, table.initial)
            self._steps: list[Step] = []
            self._spoken: set[str] = set()

        def _say(self, context: str, symbol: str, **members: object) -> bool:
            after = table.after(self._states[context], symbol)
            if after is None:
                return False
            self._states[context] = after
            self._steps.append(Send({**members, "context_id": f"${context}"}))
            return True

        @rule(context=contexts, text=words)
        def input(self, context: str, text: str) -> None:
            """Starts or continues a context."""
            if self._say(context, "input", transcript=text, **{"continue": True}):
                self._spoken.add(context)

        @rule(context=contexts, text=words)
        def last_input(self, context: str, text: str) -> None:
            """A one-shot request, or the end of a continued context."""
            self._say(context, "last_input", transcript=text)

        @precondition(lambda self: self._spoken)
        @rule(context=contexts)
        def empty_end(self, context: str) -> None:
            """Ends a context that has said something, with an empty transcript."""
            if context in self._spoken:
                self._say(context, "last_input", transcript="", **{"continue": False})

        @precondition(lambda self: self._spoken)
        @rule(context=contexts)
        def flush(self, context: str) -> None:
            """Flushes a context that has said something."""
            if context in self._spoken:
                self._say(context, "flush", transcript="", flush=True, **{"continue": True})

        @rule(context=contexts)
        def cancel(self, context: str) -> None:
            """Cancels a context that has something to cancel."""
            after = table.after(self._states[context], "cancel")
            if after is not None:
                self._states[context] = after
                self._steps.append(Send({"cancel": True, "context_id": f"${context}"}))

        @precondition(lambda self: "closing" in self._states.values())
        @rule(context=contexts)
        def wait_for_done(self, context: str) -> None:
            """Waits for a context that was ended, so that others are seen without it."""
            step = Await({"type": "done", "context_id": f"${context}"})
            if self._states[context] == "closing" and step not in self._steps:
                self._steps.append(step)

        def teardown(self) -> None:
            """Ends what is still open, plays the script, and judges it."""
            if not self._steps:
                return
            for context, state in self._states.items():
                if state == "open":
                    self._say(context, "last_input", transcript="", **{"continue": False})
            awaited = [step for step in self._steps if isinstance(step, Await)]
            owed = tuple(
                context
                for context, state in self._states.items()
                if state == "closing" and Await({"type": "done", "context_id": f"${context}"}) not in awaited
            )
            plays(Script(tuple(self._steps), owed))

    return Sessions
