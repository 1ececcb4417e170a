"""Whether a failed attempt is repeated, and after which pause. Pure: chance and the time of day are arguments.

The rules, the first that applies counts:
1. `max_retries` attempts were made: no.
2. The request is paid and this attempt may have been executed (any status but 409 and 429, or the connection broke
   after the request was sent): no, unless the caller allows it.
3. The answer says `x-should-retry: true` or `false`: so be it.
4. No answer at all, or status 408, 409, 429, 5xx: yes. Anything else: no.
The pause is what the answer asks for (`retry-after-ms`, then `retry-after` in seconds or as a date); if that is longer
than `max_asked_delay_s` the error is handed to the caller instead of sleeping through it or ignoring it. Otherwise
`first_delay_s`, doubling up to `max_delay_s`, less up to a quarter by chance so that clients do not march in step.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

REFUSED_STATUSES = frozenset({409, 429})
"""A request that got one of these was surely not executed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt failed.

    `status_code` None: there was no answer, and `maybe_executed` tells whether the service may have carried out the
    request all the same. `asked_delay_s` and `should_retry` are what an answer asks for.
    """

    status_code: int | None = None
    maybe_executed: bool = False
    asked_delay_s: float | None = None
    should_retry: bool | None = None

    def may_have_been_executed(self) -> bool:
        """Whether the service may have carried out the request."""
        return self.maybe_executed if self.status_code is None else self.status_code not in REFUSED_STATUSES


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and how fast to try again."""

    max_retries: int = 2
    first_delay_s: float = 0.5
    max_delay_s: float = 8.0
    jitter: float = 0.25
    max_asked_delay_s: float = 60.0

    def delay_s(
        self,
        n_retries: int,
        outcome: Outcome,
        *,
        paid: bool,
        random: Callable[[], float],
    ) -> float | None:
        """Seconds to wait before the next attempt, None if there shall be none.

        `n_retries` were made already. `paid`: the request costs and the caller did not allow to repeat it.
        `random` gives numbers from 0 up to 1.
        """
        if n_retries >= self.max_retries or (paid and outcome.may_have_been_executed()):
            return None
        if not _wanted(outcome):
            return None
        asked_s = outcome.asked_delay_s
        if asked_s is not None:
            return asked_s if asked_s <= self.max_asked_delay_s else None
        full_s = min(self.first_delay_s * 2.0 ** min(n_retries, 30), self.max_delay_s)
        return full_s * (1.0 - self.jitter * random())


def asked_delay_s(headers: Mapping[str, str], now_s: float) -> float | None:
    """The pause in seconds that an answer asks for; None if it asks for none that makes sense.

    `headers` is looked up by lower-case names; `now_s` is Unix time.
    """
    delay_ms = _number(headers.get("retry-after-ms"))
    if delay_ms is not None:
        return delay_ms / 1000.0
    text = headers.get("retry-after")
    delay_s = _number(text)
    if delay_s is not None or not text:
        return delay_s
    from email.utils import parsedate_to_datetime  # here: it loads much, and dates are rare

    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now_s)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def told_to_retry(headers: Mapping[str, str]) -> bool | None:
    """What `x-should-retry` says; None if it says nothing."""
    return {"true": True, "false": False}.get(headers.get("x-should-retry", "").strip().lower())


def _wanted(outcome: Outcome) -> bool:
    if outcome.status_code is None:
        return True
    if outcome.should_retry is not None:
        return outcome.should_retry
    return outcome.status_code in (408, 409, 429) or outcome.status_code >= 500


def _number(text: str | None) -> float | None:
    try:
        value = float(text) if text else math.nan
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None
