"""Generated socket sessions: a hypothesis rule-based state machine writes scripts, the player plays them.

The rules only write: each appends a step to a script, and a script is a `Case` like those in the case files,
so what fails can be printed, kept and played again. There is one machine for all channels: what may be said in which
state comes from the state table beside the channel (`tables`), how it is said from `channels`. The script is played
when hypothesis ends an example, and judged by the function that the runner hands in (the oracle's checks).

Shrinking: hypothesis drops and simplifies rules as long as the script still fails. Every script is played at
most once, and after `SHRINK_PLAYS` further plays unknown scripts count as passing: shrinking is bounded, and
never contradicts itself.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as hypothesis_seed
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from contralto_conformance.cases.model import Case, Ping, Step
from contralto_conformance.cases.writer import to_yaml
from contralto_conformance.drivers.endpoint import Endpoint
from contralto_conformance.drivers.player import Network, play
from contralto_conformance.fuzz import use_own_cache
from contralto_conformance.fuzz.channels import Channel, Saying
from contralto_conformance.fuzz.tables import Tracker
from contralto_conformance.trace import Trace

SCRIPTS = 20
STEPS = 12
SHRINK_PLAYS = 60
"""Sessions played to find a smaller failing one."""

SHRINK_S = 10.0
"""Seconds spent on that; with a server that hangs, each failing session costs the driver's whole patience."""

UNANSWERED = 3
"""Sessions that break off before no more are tried, so that a server that hangs costs bounded time."""


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

    def __call__(self, case: Case) -> None:
        """Plays the script unless it is known. Raises _Failed if its trace has findings."""
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
    document: Mapping[str, Any],
    name: str,
    endpoint: Endpoint,
    *,
    seed: int,
    judge: Callable[[Trace], Sequence[str]],
    should_stop: Callable[[], bool],
    heard: Callable[[Trace], None],
    scripts: int = SCRIPTS,
) -> None:
    """Plays generated sessions; every passing trace, or the smallest failing one, goes to `heard`. Blocks.

    document, name: an AsyncAPI document and the channel of it to speak on. judge: names of the requirements that a
    trace violates. should_stop: asked before each session. scripts: the most sessions that are played.
    """
    use_own_cache()
    channel = Channel(document, name, endpoint.version)
    if channel.variables() & endpoint.without.keys():
        scripts = 1  # It is not played, and says why.
    with asyncio.Runner() as loop:
        network = loop.run(_open(endpoint))
        plays = _Plays(endpoint, network, loop, seed, judge, should_stop, heard)
        machine = _machine(channel, plays)

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


def _machine(channel: Channel, plays: _Plays) -> type[RuleBasedStateMachine]:
    """The state machine of this channel."""
    table = channel.table
    instances = st.sampled_from(channel.instances)
    # The same list in every state, so that dropping a rule changes nothing in what the others mean. Messages stand in
    # it more often than the end of the socket, behind which nothing follows.
    symbols = st.sampled_from(
        [symbol for symbol in channel.sayings for _ in range(1 if table.is_close("client", symbol) else 3)]
    )
    messages = [symbol for symbol in channel.sayings if not table.is_close("client", symbol)]
    first = [symbol for symbol in messages if Tracker(table, channel.owed).allows(symbol)]

    class Sessions(RuleBasedStateMachine):
        """Writes one script. States are the client's view: what it has said, not what was answered."""

        def __init__(self) -> None:
            super().__init__()
            self._at = {instance: Tracker(table, channel.owed) for instance in channel.instances}
            self._said: dict[str, set[str]] = {instance: set() for instance in channel.instances}
            self._steps: list[Step] = []
            self._is_over = False

        def _say(self, instance: str, symbol: str, saying: Saying) -> None:
            self._at[instance].say(symbol)
            self._said[instance].add(symbol)
            self._steps.append(channel.said_by(saying, instance))
            self._is_over = table.is_close("client", symbol)

        def _wait(self, instance: str) -> None:
            owed = self._at[instance].position.owed
            self._steps.append(channel.wait_for(owed, instance))
            self._at[instance].wait()
            self._is_over = table.is_close("server", owed)

        @initialize(is_opened=st.sampled_from((True, True, True, False)), way=st.integers(0, 9))
        def open(self, is_opened: bool, way: int) -> None:
            """Where there is only one way to begin, most sessions take it."""
            if is_opened and len(first) == 1:
                sayings = channel.sayings[first[0]]
                self._say(channel.instances[0], first[0], sayings[way % len(sayings)])
                if self._at[channel.instances[0]].position.owed:
                    self._wait(channel.instances[0])

        @rule(instance=instances, symbol=symbols, way=st.integers(0, 9))
        def say(self, instance: str, symbol: str, way: int) -> None:
            """One message that is legal now: the drawn one, or else the next in the list that is."""
            for other in (symbol, *(each for each in _from(messages, symbol) if each != symbol)):
                sayings = [each for each in channel.sayings[other] if self._is_sayable(instance, other, each)]
                if sayings:
                    self._say(instance, other, sayings[way % len(sayings)])
                    return

        def _is_sayable(self, instance: str, symbol: str, saying: Saying) -> bool:
            is_known = not saying.after or bool(saying.after & self._said[instance])
            return is_known and not self._is_over and self._at[instance].allows(symbol)

        @precondition(lambda self: not self._is_over and any(at.position.owed for at in self._at.values()))
        @rule(instance=instances)
        def wait(self, instance: str) -> None:
            """Waits for what the service owes, so that what follows is said after it."""
            if self._at[instance].position.owed:
                self._wait(instance)

        @precondition(lambda self: self._steps and not isinstance(self._steps[-1], Ping))
        @rule()
        def ping(self) -> None:
            """A ping, which is answered whatever goes on."""
            if not self._is_over and not any(at.is_ending for at in self._at.values()):
                self._steps.append(Ping())

        def teardown(self) -> None:
            """Ends what is still open, plays the script, and judges it."""
            if not self._steps:
                return
            for instance, at in self._at.items():
                ending = None if self._is_over else channel.finish(at.states)
                if ending is not None and at.allows(ending[0]):
                    self._say(instance, *ending)
            for instance, at in self._at.items():
                while at.position.owed and not self._is_over:
                    self._wait(instance)
            steps = (channel.connect(), *self._steps, *(() if self._is_over else channel.settle()))
            plays(
                Case(
                    name=channel.case,
                    about=channel.about,
                    steps=(*channel.prelude(steps), *steps),
                    cost="paid",
                    tags=frozenset({"generated"}),
                )
            )

    return Sessions


def _from(symbols: Sequence[str], first: str) -> Sequence[str]:
    """The symbols in their order, beginning with this one if it is among them."""
    at = symbols.index(first) if first in symbols else 0
    return [*symbols[at:], *symbols[:at]]
