"""The retry policy, as a table."""

from __future__ import annotations

from email.utils import formatdate

import pytest

from contralto_generator.runtime._retry import Outcome, RetryPolicy, asked_delay_s, told_to_retry

NOW_S = 1_790_000_000.0


def delay_s(outcome: Outcome, n_retries: int = 0, *, paid: bool = False, random: float = 0.0) -> float | None:
    return RetryPolicy().delay_s(n_retries, outcome, paid=paid, random=lambda: random)


@pytest.mark.parametrize(
    ("outcome", "free", "paid"),
    [
        (Outcome(400), False, False),
        (Outcome(401), False, False),
        (Outcome(404), False, False),
        (Outcome(422), False, False),
        (Outcome(408), True, False),
        (Outcome(409), True, True),
        (Outcome(429), True, True),
        (Outcome(500), True, False),
        (Outcome(503), True, False),
        (Outcome(529), True, False),
        (Outcome(None), True, True),
        (Outcome(None, maybe_executed=True), True, False),
        (Outcome(429, should_retry=False), False, False),
        (Outcome(400, should_retry=True), True, False),
        (Outcome(500, should_retry=True), True, False),
        (Outcome(302), False, False),
    ],
)
def test_who_is_retried(outcome: Outcome, free: bool, paid: bool) -> None:
    assert (delay_s(outcome) is not None) == free
    assert (delay_s(outcome, paid=True) is not None) == paid


def test_the_pause_doubles_up_to_eight_seconds_less_up_to_a_quarter() -> None:
    policy = RetryPolicy(max_retries=1000)
    pauses = [policy.delay_s(n, Outcome(500), paid=False, random=lambda: 0.0) for n in (0, 1, 2, 3, 4, 5, 999)]
    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]
    assert policy.delay_s(4, Outcome(500), paid=False, random=lambda: 1.0) == 6.0


def test_no_more_than_max_retries() -> None:
    assert delay_s(Outcome(500), 1) is not None
    assert delay_s(Outcome(500), 2) is None
    assert RetryPolicy(max_retries=0).delay_s(0, Outcome(500), paid=False, random=lambda: 0.0) is None


def test_the_pause_asked_for_is_kept_exactly_and_a_long_one_is_left_to_the_caller() -> None:
    assert delay_s(Outcome(429, asked_delay_s=0.0)) == 0.0
    assert delay_s(Outcome(429, asked_delay_s=59.5), random=1.0) == 59.5
    assert delay_s(Outcome(429, asked_delay_s=61.0)) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after-ms": "250"}, 0.25),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after-ms": "soon", "retry-after": "9"}, 9.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": ""}, None),
        ({"retry-after": formatdate(NOW_S + 5, usegmt=True)}, 5.0),
        ({"retry-after": formatdate(NOW_S - 5, usegmt=True)}, 0.0),
        ({"retry-after": "Fri, 99 Foo 2026 99:99:99 GMT"}, None),
        ({"retry-after": "tomorrow"}, None),
    ],
)
def test_the_pause_is_read_from_the_headers(headers: dict[str, str], seconds: float | None) -> None:
    assert asked_delay_s(headers, NOW_S) == seconds


def test_what_the_service_says_about_another_attempt() -> None:
    said = {text: told_to_retry({"x-should-retry": text}) for text in ("true", " False ", "maybe", "")}
    assert said == {"true": True, " False ": False, "maybe": None, "": None}
    assert told_to_retry({}) is None
