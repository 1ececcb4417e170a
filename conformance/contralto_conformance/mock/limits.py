"""How much may be used: at once by the plan, in all by the credits, in a span of time by the rate of requests.

What runs at once is counted in pools: contexts of speech over all sockets and HTTP requests together, sockets and
requests that transcribe, calls of agents, and open sockets of speech. Whoever takes a place holds a `Claim` and gives
it back. The size of each pool stands in the documents (`x-limits`), which sell plans to accounts and not to versions:
the newest ones count. Nothing waits for a place; what finds none is refused.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Literal, Self

import contralto_spec

from .documented import Channel, Documented
from .errors import Fault
from .settings import MockSettings, Plan

PoolName = Literal["tts", "stt", "agents", "tts_sockets"]

MAX_AT_ONCE = 10_000
"""Of each kind, where no plan sets a limit: what runs takes memory."""

_COUNTED: Mapping[PoolName, str] = {
    "tts": "contexts of speech, over sockets and HTTP together,",
    "stt": "sockets and requests of speech to text",
    "agents": "calls",
    "tts_sockets": "open sockets of speech",
}
NUMBERS_OF_PLAN: Mapping[Plan, int] = {"free": 1, "pro": 3, "startup": 5, "scale": 10}
"""Phone numbers that Cartesia manages for an account (docs-line-numbers)."""

# No document says that the voice changer counts, so it does not.
_POOL_OF_TAG: Mapping[str, PoolName] = {"tts": "tts", "infill": "tts", "stt": "stt"}
_POOL_OF_CHANNEL: Mapping[str, PoolName] = {
    "tts": "tts_sockets",
    "stt": "stt",
    "stt_turns": "stt",
    "line_agent": "agents",
    "managed_agent": "agents",
}


class Pool:
    """Places of one kind; `size` is None without a limit."""

    def __init__(self, name: PoolName, plan: Plan | None) -> None:
        self.name = name
        self.size = None if plan is None else _sizes(plan)[name]
        self.in_use = 0
        self._plan = plan

    def claim(self) -> Claim:
        """Takes a place; raises Fault (429) when none is left."""
        if self.in_use >= (MAX_AT_ONCE if self.size is None else self.size):
            who = (
                f"this mock allows {MAX_AT_ONCE}"
                if self.size is None
                else f"the plan `{self._plan}` allows {self.size}"
            )
            message = f"{who} {_COUNTED[self.name]} at once"
            raise Fault(429, "Too many concurrent requests", message, code="concurrency_limited")
        self.in_use += 1
        return Claim(self)


class Claim:
    """A place in a pool, or none; given back once, by `release` or by leaving a `with`."""

    def __init__(self, pool: Pool | None) -> None:
        self._pool = pool

    def release(self) -> None:
        """Gives the place back; a second time does nothing."""
        if self._pool is not None:
            self._pool.in_use -= 1
            self._pool = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


_NO_PLACE = Claim(None)


class Limits:
    """The limits of one account."""

    def __init__(self, settings: MockSettings, now_s: Callable[[], float]) -> None:
        """`now_s` gives the time of the rate, in seconds since any moment."""
        self.plan = settings.plan
        self.quota = settings.quota
        self.rate = settings.rate
        self.credits_used = 0.0
        self._window = settings.rate_window
        self._time_scale = settings.time_scale
        self._now_s = now_s
        self._pools: Mapping[str, Pool] = {name: Pool(name, settings.plan) for name in _COUNTED}
        self._arrived: deque[float] = deque(maxlen=self._window[0] if self._window else 0)

    def size(self, pool: PoolName) -> int | None:
        """How many places a pool has; None without a limit."""
        return self._pools[pool].size

    def claim(self, pool: PoolName, place: Callable[[PoolName], str | None] = str) -> Claim:
        """A place in a pool, or where `place` says that it is taken instead; raises Fault (429)."""
        return self._claim_in(place, pool)

    def begin(
        self, what: Documented | Channel, *, is_spent: bool = False, place: Callable[[PoolName], str | None] = str
    ) -> Claim:
        """Admits a request of an operation or an upgrade of a channel: the place that it takes, perhaps none.

        Raises Fault: 429 for one too many at once or in a span of time, 402 for a call that costs when no credits are
        left. is_spent: the caller has none, whatever the account of the mock has. place: in which pool the place is
        taken that is due in one, None for nowhere.
        """
        if self._window is not None:
            self._count_request(*self._window)
        if isinstance(what, Channel):
            self._check_credits(is_spent)
            return self._claim_in(place, _POOL_OF_CHANNEL.get(what.name))
        if what.cost != "paid":
            return _NO_PLACE
        self._check_credits(is_spent)
        pool = next((_POOL_OF_TAG[tag] for tag in what.tags if tag in _POOL_OF_TAG), None)
        return self._claim_in(place, pool)

    def check(self, credits: float) -> None:
        """Raises Fault (402) when a call that will use `credits` needs more than is left."""
        if self.quota is not None and self.credits_used + credits > self.quota:
            left = max(0.0, self.quota - self.credits_used)
            raise _used_up(f"the call needs {credits:g} credits, and {left:g} of {self.quota:g} are left")

    def book(self, credits: float) -> None:
        """Counts what was used; what began with enough credits may use more than were left."""
        self.credits_used += credits

    def reset(self) -> None:
        """Forgets the credits used and the requests counted; places in use are in use."""
        self.credits_used = 0.0
        self._arrived.clear()

    def shown(self) -> dict[str, object]:
        """Everything as one JSON object."""
        pools = {name: {"limit": pool.size, "in_use": pool.in_use} for name, pool in self._pools.items()}
        return {
            "plan": self.plan,
            "pools": pools,
            "quota": self.quota,
            "credits_used": self.credits_used,
            "rate": self.rate,
        }

    def _claim_in(self, place: Callable[[PoolName], str | None], due: PoolName | None) -> Claim:
        name = place(due) if due is not None else None
        return _NO_PLACE if name is None else self._pools[name].claim()

    def _check_credits(self, is_spent: bool) -> None:
        if is_spent:
            raise _used_up("the credits of this account are used up")
        if self.quota is not None and self.credits_used >= self.quota:
            raise _used_up(f"the {self.quota:g} credits of the account are used up")

    def _count_request(self, requests: int, seconds: float) -> None:
        now_s = self._now_s()
        if len(self._arrived) == requests:
            left_s = self._arrived[0] + seconds * self._time_scale - now_s
            if left_s > 0:
                message = f"more than {requests} requests in {seconds:g} s; try again later"
                wait = ("retry-after", str(math.ceil(left_s)))
                raise Fault(429, "Too many requests", message, headers=(wait,))
        self._arrived.append(now_s)


def _used_up(message: str) -> Fault:
    return Fault(402, "Quota exceeded", message, code="quota_exceeded")


def _sizes(plan: Plan) -> Mapping[PoolName, int]:
    limits = contralto_spec.plans(contralto_spec.load())[plan]
    return {"tts": limits.contexts, "stt": limits.stt, "agents": limits.calls, "tts_sockets": limits.tts_sockets}
