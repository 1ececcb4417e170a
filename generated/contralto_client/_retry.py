"""Whether a failed attempt is repeated, and after which pause. Pure: chance and the time of day are arguments.

The rules, the first that applies counts:
1. `max_retries` attempts were made: no.
2. The request is paid and this attempt may have been executed (any status but 409 and 429, or the connection broke
   after the request was sent): no, unless the caller allows it.
3. The answer says `x-should-retry: true` or `false`: so be it.
4. The error is one that time alone does not mend (a used up quota): no.
5. No answer at all, or a status in `statuses` (408, 409, 429 and 5xx unless set otherwise): yes. Anything else: no.
The pause is what the answer asks for (`retry-after-ms`, then `retry-after` in seconds or as a date); if that is longer
than `max_asked_delay_s` the error is handed to the caller instead of sleeping through it or ignoring it. Otherwise
`first_delay_s`, doubling up to `max_delay_s`, less up to a quarter by chance so that clients do not march in step.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass

REFUSED_STATUSES = frozenset({409, 429})
"""A request that got one of these was surely not executed."""
RETRY_STATUSES: Container[int] = frozenset({408, *REFUSED_STATUSES, *range(500, 600)})
LASTING_CODES = frozenset({"quota_exceeded", "plan_upgrade_required"})
"""Codes of errors that another attempt meets again, whatever their status."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt failed.

    `status_code` None: there was no answer, and `maybe_executed` tells whether the service may have carried out the
    request all the same. `asked_delay_s` and `should_retry` are what an answer asks for, `error_code` is its code.
    """

    status_code: int | None = None
    maybe_executed: bool = False
    asked_delay_s: float | None = None
    should_retry: bool | None = None
    error_code: str | None = None

    def may_have_been_executed(self) -> bool:
        """Whether the service may have carried out the request."""
        return self.maybe_executed if self.status_code is None else self.status_code not in REFUSED_STATUSES


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and how fast to try again, and after which statuses.

    `max_retries`: attempts after the first. `first_delay_s`: the pause before the first of them, doubled each time up
    to `max_delay_s`, and shortened by chance by up to the fraction `jitter`. `max_asked_delay_s`: the longest pause
    that the service may ask for; after a longer one the error is raised, with `retry_after_s`. `statuses`: those of the
    answers that are worth another attempt.
    """

    max_retries: int = 2
    first_delay_s: float = 0.5
    max_delay_s: float = 8.0
    jitter: float = 0.25
    max_asked_delay_s: float = 60.0
    statuses: Container[int] = RETRY_STATUSES

    def __post_init__(self) -> None:
        for name in ("max_retries", "first_delay_s", "max_delay_s", "max_asked_delay_s"):
            if not getattr(self, name) >= 0:
                raise ValueError(f"`{name}` must be 0 or more, not {getattr(self, name)!r}")
        if not 0 <= self.jitter <= 1:
            raise ValueError(f"`jitter` must be from 0 to 1, not {self.jitter!r}")

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
        if not self._wanted(outcome):
            return None
        asked_s = outcome.asked_delay_s
        if asked_s is not None:
            return asked_s if asked_s <= self.max_asked_delay_s else None
        full_s = min(self.first_delay_s * 2.0 ** min(n_retries, 30), self.max_delay_s)
        return full_s * (1.0 - self.jitter * random())

    def _wanted(self, outcome: Outcome) -> bool:
        if outcome.status_code is None:
            return True
        if outcome.should_retry is not None:
            return outcome.should_retry
        return outcome.error_code not in LASTING_CODES and outcome.status_code in self.statuses


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


def _number(text: str | None) -> float | None:
    try:
        value = float(text) if text else math.nan
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None
