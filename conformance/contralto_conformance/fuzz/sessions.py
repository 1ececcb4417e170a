"""Generated socket sessions: a hypothesis rule-based state machine writes scripts, the player plays them.

The rules only write: each appends a step to a script, and a script is a `Case` like those in the case files,
so what fails can be printed, kept and played again. There is one machine for all channels: what may be said in which
state comes from the state table beside the channel (`tables`), how it is said from `channels`. The script is played
when hypothesis ends an example, and judged by the function that the runner hands in (the oracle's checks).

Shrinking: hypothesis drops and simplifies rules as long as the script still fails. Every script is played at
most once, and after `SHRINK_PLAYS` further plays unknown scripts count as passing: shrinking is bounded, and
never contradicts itself. What is left then is made smaller move by move, until each move is needed.
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

from contralto_conformance.cases.model import Case
from contralto_conformance.cases.writer import to_yaml
from contralto_conformance.drivers.endpoint import Endpoint
from contralto_conformance.drivers.player import Network, play
from contralto_conformance.fuzz import SIZES, use_own_cache
from contralto_conformance.fuzz.channels import Channel
from contralto_conformance.fuzz.scripts import PING, Move, Script, script_of, smaller
from contralto_conformance.fuzz.tables import Tracker
from contralto_conformance.trace import Trace

STEPS = 12
WAYS = 10
"""Numbers from which the way to say something is drawn."""

SHRINK_PLAYS = 30
"""Sessions played by hypothesis to find a smaller failing one."""

REDUCE_PLAYS = 60
"""Sessions played after that, each with one move less."""

SHRINK_S = 10.0
"""Seconds waited in vain meanwhile; with a server that hangs, each failing session costs the driver's whole
patience."""

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
        self._waited_s = 0.0
        self._wanted = ""  # the requirement that the first failing session violates
        self._stopped = 0
        self.smallest: Trace | None = None
        self._moves: tuple[Move, ...] = ()

    def __call__(self, script: Script) -> None:
        """Plays the script unless it is known. Raises _Failed if its trace has findings."""
        case = script.case()
        text = to_yaml(case)
        if text in self._known:
            trace = self._known[text]
        elif self._should_stop() or self._stopped >= UNANSWERED or self._is_small_enough(SHRINK_PLAYS):
            trace = self._known[text] = None
        else:
            trace = self._known[text] = self._play(case, text)
        if trace is not None:
            self.smallest, self._moves = trace, tuple(script.moves)
            raise _Failed("the session has findings")

    def reduce(self, channel: Channel) -> None:
        """Leaves out moves of the smallest failing script that are not needed for it to fail in the same way."""
        is_smaller = self.smallest is not None
        while is_smaller:
            is_smaller = False
            for moves in smaller(self._moves):
                script = script_of(channel, moves)
                kept = tuple(script.moves)
                if not kept or self._should_stop() or self._is_small_enough(SHRINK_PLAYS + REDUCE_PLAYS):
                    continue
                case = script.case()
                text = to_yaml(case)
                if text not in self._known:
                    self._known[text] = self._play(case, text)
                trace = self._known[text]
                if trace is not None:
                    self.smallest, self._moves = trace, kept
                    is_smaller = True
                    break

    def _is_small_enough(self, plays: int) -> bool:
        return self.smallest is not None and (self._shrinking >= plays or self._waited_s > SHRINK_S)

    def _play(self, case: Case, text: str) -> Trace | None:
        """The trace if it fails, after the first that failed in the same way."""
        is_shrinking = self.smallest is not None
        self._shrinking += is_shrinking
        began_s = time.monotonic()
        trace = self._loop.run(play(case, self._endpoint, self._network, seed=self._seed))
        if trace.stopped:
            self._stopped += 1
            self._waited_s += (time.monotonic() - began_s) * is_shrinking
        trace = replace(trace, variant=str(len(self._known) + 1), script=text)
        found = self._judge(trace)
        if found and (not self._wanted or self._wanted in found):
            self._wanted = self._wanted or found[0]
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
    scripts: int = SIZES["standard"].sessions,
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
            plays.reduce(channel)
        finally:
            loop.run(network.http.aclose())
        if plays.smallest is not None:
            heard(plays.smallest)


async def _open(endpoint: Endpoint) -> Network:
    return Network(secure=endpoint.socket_url.startswith("wss:"), patience_s=endpoint.patience_s)


def _machine(channel: Channel, plays: _Plays) -> type[RuleBasedStateMachine]:
    """The state machine of this channel."""
    instances = st.sampled_from(channel.instances)
    ends = {symbol for symbol in channel.sayings if _ends(channel, symbol)}
    messages = [symbol for symbol in channel.sayings if symbol not in ends]
    # The same list in every state, so that dropping a rule changes nothing in what the others mean. What ends the
    # session stands in it but once, since nothing follows.
    symbols = st.sampled_from([*(symbol for symbol in messages for _ in range(4)), *sorted(ends)])
    first = [symbol for symbol in messages if Script(channel).allows(Move(channel.instances[0], symbol))]

    class Sessions(RuleBasedStateMachine):
        """Writes one script. States are the client's view: what it has said, not what was answered."""

        def __init__(self) -> None:
            super().__init__()
            self._script = Script(channel)

        @initialize(symbol=st.integers(0, len(first) - 1), way=st.integers(0, WAYS - 1), is_waiting=st.booleans())
        def open(self, symbol: int, way: int, is_waiting: bool) -> None:
            """The first message; where there is only one way to begin, most sessions wait for its answer."""
            instance = channel.instances[0]
            moves = [Move(instance, first[symbol], at) for at in range(len(channel.sayings[first[symbol]]))]
            legal = [move for move in moves if self._script.allows(move)]
            self._script.make(legal[way % len(legal)])
            if len(first) == 1 and (is_waiting or way):
                self.wait(instance)

        @rule(instance=instances, symbol=symbols, way=st.integers(0, WAYS - 1))
        def say(self, instance: str, symbol: str, way: int) -> None:
            """One message that is legal now: the drawn one, or else the next in the list that is."""
            for other in (symbol, *(each for each in _from(messages, symbol) if each != symbol)):
                move = Move(instance, other, way % len(channel.sayings[other]))
                if self._script.allows(move):
                    self._script.make(move)
                    return

        @precondition(lambda self: self._script.owing)
        @rule(instance=instances)
        def wait(self, instance: str) -> None:
            """Waits for what the service owes, so that what follows is said after it."""
            if self._script.allows(Move(instance)):
                self._script.make(Move(instance))

        @rule()
        def ping(self) -> None:
            """A ping, which is answered whatever goes on."""
            if self._script.allows(PING):
                self._script.make(PING)

        def teardown(self) -> None:
            """Plays the script, and judges it."""
            if self._script.moves:
                plays(self._script)

    return Sessions


def _ends(channel: Channel, symbol: str) -> bool:
    """Whether the symbol is the end of the socket, or asks for it."""
    at = Tracker(channel.table, channel.owed)
    if not channel.table.is_close("client", symbol) and at.allows(symbol):
        at.say(symbol)
        return at.is_ending
    return channel.table.is_close("client", symbol)


def _from(symbols: Sequence[str], first: str) -> Sequence[str]:
    """The symbols in their order, beginning with this one if it is among them."""
    at = symbols.index(first) if first in symbols else 0
    return [*symbols[at:], *symbols[:at]]
